"""Text in Markdown: shown unchanged in every place of a template, by every converter."""

import re
from functools import cache
from html.parser import HTMLParser

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import Markup

from generator.model.escaping import escape_markdown, escape_parts
from generator.model.text import clean_line
from tests.tables import for_each_row

SITE = ("toc", "tables", "fenced_code", "attr_list", "def_list")  # MkDocs adds the first three
# Extensions that a maintainer may switch on; those of Material's recommended configuration are among them.
ALL = (
    *("toc", "tables", "attr_list", "def_list", "abbr", "admonition", "footnotes", "md_in_html"),
    *(
        f"pymdownx.{name}"
        for name in (
            *(
                "arithmatex",
                "betterem",
                "blocks.admonition",
                "blocks.details",
                "blocks.tab",
                "caret",
                "critic",
            ),
            *("details", "emoji", "highlight", "inlinehilite", "keys", "mark", "progressbar", "snippets"),
            *("superfences", "tabbed", "tasklist", "tilde"),
        )
    ),
)
CONFIGURATION = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.betterem": {"smart_enable": "all"},
    "pymdownx.snippets": {"base_path": [__file__], "check_paths": False},
    "pymdownx.tabbed": {"alternate_style": True},
    "toc": {"toc_depth": "2-3"},
}
PLACES = [
    "{}", "x {} y", "x {}, {} y", "para\n{}", "{}\n{{: .lead }}", "# {}", "## {} {{ #a .b }}", "3{}",
    "[{}](a.md)", "[{}](a.md){{ .x }} z", "*{}*{{ .s }}", "**[{}](a.md)**{{ .row }}", "<span>{}</span> t",
    "-   {}", "-   **[a](b.md)**{{ .r }}\n    {}  \n    {}", "1. {}", "> {}", "> a\n>\n> {}",
    "Term\n:   {}", "{}\n:   x", "a <sup>{}</sup> b", "| a | {} |\n|---|---|\n| {} | b |",
]  # fmt: skip
ACTING = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<http://a.example>", "<a@b.example>",
    "<0@0>", "<=@0>", "<=0@0>",
    "[a](javascript:alert(1)) ![b](x)", "{: onclick=alert(1) } {#id .class} { .x }", "}", "a]: b",
    "[x]: y", "**bold** _em_ `code` ~~no~~ ^up^ ==mark== ++ins++ ++ctrl+alt++", "a | b | c", "| a |\n|---|",
    "[ ] x", "&lt;b&gt; &amp; &#60; &copy; &#0", "[^1] *[HTML]: x [TOC] :smile: $x$ \\(y\\) \\[z\\]", "[0]",
    "[[wiki]]", "<!-- --> <![CDATA[x]]> <?php ?>", '--8<-- "test_text.py"', "{++a++} {--b--}",
    "\\begin{equation} a \\end{equation}", "[=50%]", "#!python x", "# a", "#", "C#", "## b ##", "> a",
    ": a", "- a", "+ a", "* a", "1. a", "10) a", ". a", ") a", "---", "--", "===", '=== "Tab"', "=", "***",
    "~~~", "```", "!!! note", "??? note", "/// note", "\\", "a\\", "\\*", "\\\\", "`", "_a_", "__init__",
    "a_", "~a~ b~c~", "H~2~O",
]  # fmt: skip
HARMLESS = [
    "Tail latency, 99.9 % (of all)", "snake_case", "R&D, AT&T", "C++ and C++", "~35% of ~40%", "1.3 > 10^4",
    "a < b", "x <= y", "it's 5 + 3 - 1 = 7?", "https://a.example/b_c?d=e", "12:30", "and/or", "no. #3 is",
    'a "quote" onload=b', "wow!", "é_é",
]  # fmt: skip
TEXT = (
    st.text(max_size=20)
    | st.text(st.sampled_from("<>&\"'()[]{}!#*_`~|:-+=.1 ab/@^$\\?,;%é"), max_size=25)
    | st.lists(st.sampled_from(ACTING) | st.text(st.characters(codec="ascii"), max_size=8), max_size=4).map(
        "".join
    )
)
LINE = TEXT.map(clean_line).filter(bool)


class Reader(HTMLParser):
    """Reads HTML as a browser does: its elements with attributes, and its text."""

    def __init__(self):
        super().__init__()
        self.elements = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        # The ids of headings follow from their text.
        self.elements.append((tag, [pair for pair in attrs if pair[0] != "id"]))

    def handle_comment(self, data):
        self.elements.append(("comment", data))

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.elements, " ".join(reader.text.split())


@cache
def python_markdown(extensions):
    return Markdown(extensions=extensions, extension_configs=CONFIGURATION)


def convert_with_commonmark(source):
    options = pyromark.Options
    return pyromark.html(
        source,
        options=options.ENABLE_HEADING_ATTRIBUTES | options.ENABLE_DEFINITION_LIST | options.ENABLE_TABLES,
    )


CONVERTERS = {
    "the site's extensions": lambda source: python_markdown(SITE).reset().convert(source),
    "all extensions": lambda source: python_markdown(ALL).reset().convert(source),
    "pulldown-cmark": convert_with_commonmark,
}


@pytest.mark.parametrize("convert", CONVERTERS.values(), ids=CONVERTERS)
@given(place=st.sampled_from(PLACES), texts=st.lists(LINE, min_size=3, max_size=3))
@settings(max_examples=4 * settings().max_examples)
def test_text_is_shown_as_it_is_and_does_nothing(convert, place, texts):
    elements, shown = read(convert(place.format(*["xx"] * len(texts))))
    parts = iter(texts)
    expected = " ".join(re.sub("xx", lambda _: next(parts), shown).split())

    assert read(convert(place.format(*map(escape_markdown, texts)))) == (elements, expected)


@for_each_row("text", ACTING)
def test_what_would_be_interpreted_is_escaped(text):
    assert escape_markdown(text) != text
    for place in ("{}", "x {} y", "# {}", "-   {}"):
        for convert in CONVERTERS.values():
            elements, _ = read(convert(place.format("xx")))
            assert read(convert(place.format(escape_markdown(text))))[0] == elements


@for_each_row("text", HARMLESS)
def test_what_would_not_be_interpreted_stays_as_it_is(text):
    assert escape_markdown(text) == text


@given(TEXT)
def test_escaped_text_is_markup_on_one_line(text):
    escaped = escape_markdown(text)

    assert isinstance(escaped, Markup)
    assert len(escaped.splitlines()) <= 1
    assert not re.search(r"\s\s", escaped)


@pytest.mark.parametrize("convert", CONVERTERS.values(), ids=CONVERTERS)
@given(texts=st.lists(LINE, min_size=3, max_size=3))
def test_texts_between_elements_have_no_meaning_together(convert, texts):
    before, within, after = texts
    parts = [f"x {before}", Markup("<em>"), within, Markup("</em>"), f"{after} y"]

    assert read(convert(str(escape_parts(parts)))) == (
        [("p", []), ("em", [])],
        " ".join(f"x {before}{within}{after} y".split()),
    )


def test_a_mark_before_a_link_makes_no_image():
    assert escape_parts(["wow!", Markup("[a](b)")]) == "wow\\![a](b)"
