"""A curator's note: only harmless Markdown of it reaches a page."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown import markdown
from markupsafe import Markup

from generator.publish.curator_notes import convert_note
from tests.builders import within
from tests.publish.hostile import Reader, is_harmless
from tests.tables import for_each_row

EXTENSIONS = ["attr_list", "def_list", "fenced_code", "tables", "toc"]
NOTES = {
    "A *note* with **weight** and `code[0]`.": (
        "<p>A <em>note</em> with <strong>weight</strong> and <code>code[0]</code>.</p>"
    ),
    "1. a\n2. b\n    - c\n\n> d": (
        "<ol> <li>a</li> <li>b<ul> <li>c</li> </ul> </li> </ol> <blockquote> <p>d</p> </blockquote>"
    ),
    "[slides *and* more](https://a.example/b_(c))": (
        '<p><a href="https://a.example/b_(c)" rel="noopener ugc">slides <em>and</em> more</a></p>'
    ),
    "<https://a.example>": '<p><a href="https://a.example" rel="noopener ugc">https://a.example</a></p>',
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "a\n\n<div onclick=alert(1)>\nb": "<p>a</p> <p>&lt;div onclick=alert(1)&gt; b</p>",
    "![a](https://a.example/b.png)": '<p>!<a href="https://a.example/b.png" rel="noopener ugc">a</a></p>',
    "[a](javascript:alert(1))": "<p>[a](javascript:alert(1))</p>",
    "[a](data:text/html,b)": "<p>[a](data:text/html,b)</p>",
    "[a](http://a.example)": "<p>[a](http://a.example)</p>",
    '[a](https://b.example/"onclick=alert(1))': (
        '<p><a href="https://b.example/%22onclick=alert(1)" rel="noopener ugc">a</a></p>'
    ),
    "[a][b]\n\n[b]: javascript:alert(1)": "<p>[a][b]</p> <p>[b]: javascript:alert(1)</p>",
    "<javascript:alert(1)>": "<p>&lt;javascript:alert(1)&gt;</p>",
    "[<img src=x onerror=alert(1)>](https://a.example)": (
        '<p><a href="https://a.example" rel="noopener ugc">&lt;img src=x onerror=alert(1)&gt;</a></p>'
    ),
    "It costs $5 and *not* $10, or `$x_1$`.": (
        "<p>It costs &#36;5 and <em>not</em> &#36;10, or <code>&#36;x_1&#36;</code>.</p>"
    ),
    "*$a*b*c$*": ("<p><em><math><mi>a</mi><mo>&#42;</mo><mi>b</mi><mo>&#42;</mo><mi>c</mi></math></em></p>"),
    r"- \(\{n_1\}\)": (
        '<ul> <li><span></span><math><mo stretchy="false">&#123;</mo><msub><mi>n</mi><mn>1</mn></msub>'
        '<mo stretchy="false">&#125;</mo></math></li> </ul>'
    ),
    "$$\nn_1\n$$ is *right*\n\n> $x$": (
        "<p><span></span><math><msub><mi>n</mi><mn>1</mn></msub></math> is <em>right</em></p>"
        " <blockquote> <p>x</p> </blockquote>"
    ),
    "[bound $n^2$](https://a.example)": (
        '<p><a href="https://a.example" rel="noopener ugc">bound <math><msup><mi>n</mi><mn>2</mn></msup>'
        "</math></a></p>"
    ),
    "a\n\n-\n\n1.\n\n> b\n>\n> 1.": "<p>a</p> <blockquote> <p>b</p> </blockquote>",
    "# a": "<p>a</p>",
    "    b <c>": "<p><code>b &lt;c&gt;</code></p>",
    "a  \nb": "<p>a<br /> b</p>",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03": "<p>klzzwxh:0000 wzxhzdk:0</p>",
    "": "",
}
BOMBS = {
    unit: (unit * length)[:length]
    for length, units in {
        20_000: ("[", "![", "[](", "[a](", "[a](https://a", "[a][", "<", "<a ", "<!--", "&"),
        3_000: (
            *("1. ", "- ", "> ", "    - ", "1. a\n\n", "a\n\n", "- - -\n", "#"),
            *("$", "$a", "\\(", "$a$ ", "`$", "[$a"),
            *("`", "``a`", "*a", "**a", "***a ", "_*", "\\[", "\x02"),
        ),
    }.items()
    for unit in units
}


def convert(note):
    """The note in HTML, on one line."""
    html = " ".join(markdown(convert_note(note), extensions=EXTENSIONS).split())
    return html.replace("&#91;", "[").replace("&#93;", "]")


@for_each_row(("note", "expected"), NOTES.items())
def test_a_note_keeps_what_is_harmless(note, expected):
    assert convert(note) == expected


def test_a_note_is_markdown_that_people_can_read():
    note = "A *note* with **weight**, `code` and [a link](https://a.example).\n\n- one\n- two\n\n  more\n"

    assert convert_note(note) == (
        'A *note* with **weight**, `code` and [a link](https://a.example){ rel="noopener ugc" }.\n'
        "\n"
        "-   one\n"
        "-   two\n"
        "\n"
        "    more"
    )


def test_no_note_is_nothing():
    assert convert_note(None) == ""


@pytest.mark.slow
@pytest.mark.parametrize("note", BOMBS.values(), ids=map(repr, BOMBS))
def test_no_note_takes_long_or_goes_too_deep(note):
    with within(seconds=20):
        converted = convert_note(note)
        markdown(converted, extensions=EXTENSIONS)

    assert isinstance(converted, Markup)


def test_a_note_that_goes_too_deep_is_plain_text():
    note = "1. " * 1_000 + "<b> *a*"

    assert convert_note(note) == "1\\. " + "1. " * 999 + "&lt;b> \\*a\\*"


@given(st.text() | st.text(st.sampled_from("[]()<>*_`!#-+1. \n\\&:\"'/ahtps"), max_size=60))
@example("[a](https://a.example)<b>*c*")
@example("`<!--` <b>")
@example("    <div>")
@example("- > 1. # a")
@example("a\\\n#b")
@example("*a\\\n#b*\\\n*c*")
@example("[a\\\n#b](https://a.example)")
@example("\\\r#0")
@example("$0:$")
def test_a_note_makes_no_other_element(note):
    quoted = "\n".join(f"> {line}".rstrip() for line in f"**Label**\n\n{convert_note(note)}".split("\n"))
    body = Reader(markdown(f"{quoted}\n\n## After", extensions=EXTENSIONS))

    assert is_harmless(body)
    tags = {tag for tag, _ in body.elements}
    assume("math" not in tags)  # a formula has many elements
    assert tags <= {*("p", "em", "strong", "code", "ul", "ol", "li", "a", "blockquote", "br", "h2")}
    assert all(set(attributes) <= {"href", "rel"} for tag, attributes in body.elements if tag != "h2")
    assert body.elements[-1][0] == "h2"
