"""Links in Markdown: relative to their page, and with targets that no converter misreads."""

import re

import pyromark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown import markdown
from markupsafe import Markup

from generator import tex
from generator.publish import paths
from generator.publish.formatting import begin_paragraph
from generator.publish.page_links import PageLinks, build_link, escape_url, link_urls
from tests.paths import REPOSITORY
from tests.publish.hostile import Reader
from tests.tables import for_each_row


@pytest.mark.parametrize(
    ("origin", "parent", "name", "expected"),
    [
        ("index.md", paths.PAPERS, "2602.00001", "papers/2602.00001.md"),
        ("papers/index.md", paths.PAPERS, "2602.00001", "2602.00001.md"),
        ("papers/2602.00001.md", paths.TOPICS, "caches", "../topics/caches.md"),
        ("papers/2602.00001.md", paths.YEARS, 2026, "../years/2026.md"),
        ("topics/caches.md", paths.AUTHORS, "amy-a", "../authors/amy-a.md"),
        ("lists/index.md", paths.LISTS, "first", "first.md"),
    ],
)
def test_links_are_relative_to_their_page(origin, parent, name, expected):
    assert PageLinks(origin).build_target_below(parent, name) == expected


@for_each_row(
    ("target", "origin", "expected"),
    [
        ("papers/2602.00001.md", "index.md", "papers/2602.00001/"),
        ("papers/2602.00002.md", "papers/2602.00001.md", "../2602.00002/"),
        ("papers/2602.00002.md", "papers/index.md", "2602.00002/"),
        ("papers/index.md", "papers/2602.00001.md", "../"),
        ("authors/amy-a.md", "papers/2602.00001.md", "../../authors/amy-a/"),
        ("topics/caches.md", "topics/caches/2026.md", "../../../topics/caches/"),
        ("index.md", "about.md", "../"),
        ("index.md", "index.md", "./"),
    ],
)
def test_urls_are_relative_to_the_address_of_a_page(target, origin, expected):
    assert paths.build_relative_url(target, origin) == expected


def test_templates_name_pages_by_constants():
    literal = re.compile(r"""links\.\w+\("|(?:action|href)="(?!\{|https:)""")
    templates = (REPOSITORY / "generator/publish/templates").iterdir()

    assert [path.name for path in templates if literal.search(path.read_text())] == []


def test_files_are_linked_from_everywhere():
    files = ("index.md", "about.md", "papers/index.md")

    assert [PageLinks("a/b.md").build_target(name) for name in files] == [
        "../index.md",
        "../about.md",
        "../papers/index.md",
    ]


@for_each_row(
    ("url", "expected"),
    [
        ("https://a.example/b_c~d?e=f&g=h#i", "https://a.example/b_c~d?e=f&g=h#i"),
        ("https://a.example/b_(c)", "<https://a.example/b_(c)>"),
        ("https://a.example/b)", "<https://a.example/b)>"),
        ("https://a.example/?a=1&lt;=2", "https://a.example/?a=1&amp;lt;=2"),
        ('https://a.example/"onclick=b', "https://a.example/%22onclick=b"),
        ("https://a.example/[b] *c* `d`", "https://a.example/%5Bb%5D%20%2Ac%2A%20%60d%60"),
        ("https://a.example/é", "https://a.example/é"),
        ("https://a.example/'b''", "https://a.example/%27b%27%27"),
    ],
)
def test_a_url_is_encoded_where_markdown_would_act(url, expected):
    assert escape_url(url) == expected


@given(st.text(st.sampled_from("ab/_~()<>&;=\"'*$[]\\`!#?%:@|{}^ é"), max_size=30))
def test_every_url_makes_one_link(path):
    link = build_link(Markup("label"), escape_url(f"https://a.example/{path}"), 'rel="noopener ugc"')
    expected = str(escape_url(f"https://a.example/{path}")).strip("<>").replace("&amp;", "&")
    with_python = Reader(markdown(f"x {link} y", extensions=["attr_list"]))
    with_commonmark = Reader(pyromark.html(f"x {link} y"))

    assert with_python.elements == [("p", {}), ("a", {"href": expected, "rel": "noopener ugc"})]
    assert [tag for tag, _ in with_commonmark.elements] == ["p", "a"]
    assert with_python.text["a"] == with_commonmark.text["a"] == "label"


@given(st.text(st.sampled_from("a()<>&;=\"'`/ "), max_size=8))
@example(")='")
def test_no_url_changes_what_follows_its_link(path):
    """A target in angle brackets must not pass for a tag, with an attribute up to the next apostrophe."""
    link = build_link(Markup("label"), escape_url(f"https://a.example/{path}"))
    body = Reader(markdown(f"{link} isn't\n\n<details><p>x</p></details>"))

    assert [tag for tag, _ in body.elements] == ["p", "a", "details", "p"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"],
)
def test_an_address_that_could_run_code_leads_nowhere(url):
    assert escape_url(url) == "#"


@pytest.mark.parametrize("url", [" javascript:x", "java\tscript:x", "\x00javascript:x", "java\nscript:x"])
def test_an_address_that_browsers_could_read_as_a_script_has_no_scheme(url):
    assert not re.match(r"[\s\x00]*java[\s]*script:", str(escape_url(url)), re.IGNORECASE)


def read_links(text, convert=link_urls):
    """Convert a text with links as MkDocs does: its addresses, and its words."""
    tree = html.fromstring(f"<div>{markdown(begin_paragraph(convert(text)), extensions=EXTENSIONS)}</div>")
    return [link.get("href") for link in tree.iter("a")], tree.text_content().strip()


EXTENSIONS = ["attr_list", "def_list", "toc"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Code: https://github.com/a/b.", ["https://github.com/a/b"]),
        ("Code (github.com/a/b_c) and http://example.org/c(d)!", ["https://github.com/a/b_c", "https://example.org/c(d)"]),
        ("Look!https://example.org/*a* [https://example.org/b]", ["https://example.org/%2Aa", "https://example.org/b"]),
        (r"\url{https://example.org/a_b} or https://example.org/~a", ["https://example.org/a_b", "https://example.org/~a"]),
        ("At https://github.com/ someone/something", []),
        ("At https://user@example.org/ and javascript://alert(1)", []),
        ("For $x^2$ see www.example.org/x", ["https://www.example.org/x"]),
    ],
)  # fmt: skip
def test_addresses_in_a_text_are_links(text, expected):
    assert read_links(text)[0] == expected


@given(st.text(st.sampled_from("ab !\"'[](){}<>*_~:#&/.,-^=\\%|`$"), max_size=12), st.text(max_size=8))
@example("$::$:", "")
def test_links_leave_the_words_as_they_are(before, after):
    text = f"{before}https://example.org/a_b{after}"

    assert read_links(text)[1] == read_links(text, tex.to_markdown)[1]
