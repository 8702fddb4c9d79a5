"""What pages show: text of any kind as text, and of a curator's Markdown only what is harmless."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateNotFound, UndefinedError
from markdown import markdown
from markupsafe import Markup

from generator import tex
from generator.model.curation_values import (
    Appearance,
    Link,
    LinkKind,
    ListEntry,
    ReadingList,
    Settings,
    Status,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.dates import format_day
from generator.model.entries import Author, Version
from generator.model.papers import Relation
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.curator_notes import note
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.pages.paper_page import paper_page
from generator.publish.site_data import prepare_site
from generator.publish.templating import PageLinks, attribute, byline, outside, placed, render
from tests.builders import a_catalogue, a_paper, authors, within

# What MkDocs converts pages with: its own three, and that of mkdocs.yml.
EXTENSIONS = ["toc", "tables", "fenced_code", "attr_list"]

ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.MAGAZINE)
LINKS = PageLinks("papers/index.md", {"icpe": ICPE, "bridge": BRIDGE})

PAYLOADS = {
    "elements": (
        "<script>alert(1)</script></title></p></div><img src=x onerror=alert(1)><svg/onload=alert(1)>"
        " <!--><img src=x onerror=alert(1)>-->"
    ),
    "attributes": (
        "\" onmouseover=\"alert(1) ' autofocus onfocus=alert(1) '"
        " {: onclick=alert(1) } { .a onclick=alert(1) }"
    ),
    "links": (
        "[a](javascript:alert(1)) ![b](https://b.example/c.png) <https://a.example> https://b.example"
        " www.c.example [TOC] [^1] [^1]: a [a]: https://a.example"
    ),
    "templates and entities": (
        '--8<-- "mkdocs.yml" {{ 7 * 7 }} {% raw %} {# a #} :smile: &lt;script&gt; &#60;b&#62; &amp;'
        "\n---\ntemplate: redirect.html\n!!python/object: a"
    ),
    "marks": "# a --- * b 1. c > d ``` e **f** _g_ `h` ~~i~~ ==j== ^^k^^ *[HTML]: l | m | n | --- |",
    "tex": (
        r"\href{javascript:alert(1)}{a} $\href{javascript:alert(1)}{a}$ \style{a}{b}"
        r" $<img src=x onerror=alert(1)>$ $\text{<b>}$ \textbf{<b>}"
    ),
    "length": "a" * 2_000,
}
TEXT = st.text(max_size=40) | st.text(st.sampled_from("<>&\"'()[]{}!#*_`~|:-+=.1 \nab/@^"), max_size=40)

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
        '<p><a href="https://b.example/&quot;onclick=alert(1)" rel="noopener ugc">a</a></p>'
    ),
    "[a][b]\n\n[b]: javascript:alert(1)": "<p>[a][b]</p> <p>[b]: javascript:alert(1)</p>",
    "<javascript:alert(1)>": "<p>&lt;javascript:alert(1)&gt;</p>",
    "[<img src=x onerror=alert(1)>](https://a.example)": (
        '<p><a href="https://a.example" rel="noopener ugc">&lt;img src=x onerror=alert(1)&gt;</a></p>'
    ),
    "# a": "a",
    "    b <c>": "<code>b &lt;c&gt; </code>",
    "a  \nb": "<p>a<br> b</p>",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03": "<p>klzzwxh:0000 wzxhzdk:0</p>",
    "": "",
}
BOMBS = {
    unit: (unit * length)[:length]
    for length, units in {
        20_000: ("[", "![", "[](", "[a](", "[a](https://a", "[a][", "<", "<a ", "<!--", "&"),
        3_000: (
            *("1. ", "- ", "> ", "    - ", "1. a\n\n", "a\n\n", "- - -\n", "#"),
            *("`", "``a`", "*a", "**a", "***a ", "_*", "\\[", "\x02"),
        ),
    }.items()
    for unit in units
}


class _Reader(HTMLParser):
    """What a browser makes of HTML: elements with their attributes, and text."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.text = {}
        self._open = [""]
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag != "bdi":  # it keeps its text apart, and is part of what is around it
            self._open.append(tag)

    def handle_endtag(self, tag):
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        self.text[self._open[-1]] = self.text.get(self._open[-1], "") + data


def parts(page):
    """A page's front matter as MkDocs reads it, and its body as a browser does."""
    _, front, body = page.text.split("---\n", 2)
    return yaml.load(front, yaml.CSafeLoader), _Reader(markdown(body, extensions=EXTENSIONS))


def skeleton(body):
    """The elements with the names of their attributes; only those of ours have values that matter."""
    return [(tag, sorted(attributes), attributes.get("class")) for tag, attributes in body.elements]


def is_harmless(body):
    for tag, attributes in body.elements:
        address = attributes.get("href") or ""
        if tag in {"script", "img", "iframe", "style", "object", "embed", "base", "link", "meta"}:
            return False
        if tag == "form" and attributes["action"] != "search/":
            return False
        if any(name.startswith("on") or name == "style" for name in attributes):
            return False
        if ":" in address and not address.startswith("https://"):
            return False
    return True


def a_site(text):
    """A catalogue in which everything that anybody may write is this text."""
    papers = tuple(
        a_paper(
            paper_id,
            title=text,
            abstract=f"{text}\n{text}",
            authors=(Author(text, (text, "Toy U")), Author("Amy A")),
            categories=("cs.PF", text),
            comment=text,
            journal_ref=text,
            dois=("10.5555/toy",),
            versions=(Version(1, None), Version(2, datetime(2026, 2, 4, tzinfo=UTC))),
            summary=text,
            note=text,
            appearance=Appearance("icpe", 2026, text, text, text, "comment", text),
            links=(Link(LinkKind.CODE, f"https://a.example/{text}"),),
            awards=(text,),
            highlight=True,
            status=Status.WITHDRAWN,
            correction_reasons={"title": text},
        )
        for paper_id in ("2602.00001", "2602.00002")
    )
    reason = {one.id: (Relation(other.id, text, 0.5),) for one, other in (papers, papers[::-1])}
    return replace(
        a_catalogue(
            *papers,
            topics=(Topic("area", text, text), Topic("topic", text, text, parent="area")),
            venues=(Venue("icpe", text, text, VenueKind.JOURNAL),),
            assignments={paper.id: ["topic"] for paper in papers},
            relations=reason,
        ),
        settings=Settings(text, text),
        lists=(ReadingList("first", text, text, tuple(ListEntry(paper.id, text) for paper in papers)),),
    )


def written_pages(text):
    """The pages that people read; the files that programs read have tests of their own."""
    return [page for page in make_all_pages(a_site(text)) if page.path.endswith(".md")]


def one_page(text):
    context = prepare_site(a_site(text))
    return paper_page(context.catalogue.papers[0], context)


# --- templates -------------------------------------------------------------------------------------------


@given(TEXT)
@settings(max_examples=40)
@example("{: onclick=alert(1) }")
@example("<b>")
@example("דוד")
@pytest.mark.slow
def test_no_text_changes_what_a_papers_page_is_made_of(text):
    shown = clean_line(f"x{text}y")
    assume(
        all(segment.kind is tex.Kind.TEXT for segment in tex.split_formulas(shown))
    )  # formulas become MathML
    _, body = parts(one_page(shown))

    assert _without_note(skeleton(body)) == plain_skeleton()
    assert body.text["h1"].strip() == tex.to_text(shown)


@cache
def plain_skeleton():
    return _without_note(skeleton(parts(one_page("xy"))[1]))


def _without_note(elements):
    """All but the curator's words, which are Markdown, and what keeps names of other directions apart."""
    elements = [element for element in elements if element[0] != "bdi"]
    classes = [css for _, _, css in elements]
    first, last = classes.index("curator"), classes.index("abstract")
    return elements[:first] + elements[last:]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_page_runs_or_loads_what_somebody_wrote(payload):
    for page in written_pages(payload):
        front, body = parts(page)
        lines = dict(line.split(": ", 1) for line in page.text.split("---\n", 2)[1].splitlines())

        assert is_harmless(body), page.path
        assert body.elements[0][0] == "h1"
        assert front == {name: json.loads(value) for name, value in lines.items()}
        assert front["hide"][0] == "navigation"
        assert front["template"] in {"paper.html", "list.html", "search.html"}
        assert not {"<", ">", '"'} & set(front.get("title", "") + front["description"])


def test_a_page_has_no_two_empty_lines_in_a_row_and_ends_in_one_newline():
    for page in written_pages("a"):
        assert "\n\n\n" not in page.text
        assert page.text.endswith("\n")
        assert not page.text.endswith("\n\n")


def test_a_template_that_is_not_told_something_fails():
    with pytest.raises(UndefinedError):
        render("years", "years/index.md", {})
    with pytest.raises(TemplateNotFound):
        render("missing", "missing.md", {})


@settings(max_examples=50)
@given(st.text())
def test_an_attribute_is_html(text):
    assert not {"<", ">", '"', "'"} & set(attribute(text))
    assert _Reader(f'<a title="{attribute(text)}">').elements[0][1].keys() == {"title"}


# --- links and badges ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "folder", "name", "expected"),
    [
        ("index.md", "papers", "2602.00001", "papers/2602.00001.md"),
        ("papers/index.md", "papers", "2602.00001", "2602.00001.md"),
        ("papers/2602.00001.md", "topics", "caches", "../topics/caches.md"),
        ("papers/2602.00001.md", "years", 2026, "../years/2026.md"),
        ("topics/caches.md", "authors", "amy-a", "../authors/amy-a.md"),
        ("topics/caches.md", "venues", "icpe", "../venues/icpe.md"),
        ("lists/index.md", "lists", "first", "first.md"),
    ],
)
def test_links_are_relative_to_their_page(origin, folder, name, expected):
    assert expected == PageLinks(origin, {}).to(folder, name)


@pytest.mark.parametrize(
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
def test_addresses_are_relative_to_where_a_page_is_served(target, origin, expected):
    assert paths.build_relative_url(target, origin) == expected


def test_files_are_linked_from_everywhere():
    files = ("index.md", "about.md", "papers/index.md")

    assert [PageLinks("a/b.md", {}).to_file(name) for name in files] == [
        "../index.md",
        "../about.md",
        "../papers/index.md",
    ]


BADGES = [
    pytest.param({}, False, ["3 February 2026"], id="a-preprint"),
    pytest.param({"published": None}, False, [], id="nothing-known"),
    pytest.param({"status": Status.WITHDRAWN}, False, ["withdrawn", "3 February 2026"], id="withdrawn"),
    pytest.param(
        {"appearance": Appearance("icpe", 2026, "1-2")},
        False,
        ["ICPE 2026", "3 February 2026"],
        id="in-a-row",
    ),
    pytest.param(
        {"appearance": Appearance("icpe", 2026, "1-2"), "awards": ("Best <toy>",), "version": 3},
        True,
        ["ICPE 2026, pp. 1-2", "3 February 2026", "v3", "Best <toy>", "PDF"],
        id="in-full",
    ),
    pytest.param(
        {
            "links": (
                Link(LinkKind.DATA, "https://a.example"),
                Link(LinkKind.CODE, "https://b.example"),
                Link(LinkKind.CODE, "https://c.example"),
            )
        },
        False,
        ["3 February 2026", "code"],
        id="the-first-code",
    ),
]


@pytest.mark.parametrize(("changes", "full", "expected"), BADGES)
def test_badges_tell_where_and_when(changes, full, expected):
    badges = LINKS.badges(a_paper(**changes), full=full)
    html = _Reader(markdown(f"a {badges}"))

    assert isinstance(badges, Markup)
    assert expected == [
        _Reader(markdown(f"a {badge}</span>")).text.get("a")
        or _Reader(markdown(f"a {badge}</span>")).text["span"]
        for badge in badges.split("</span>")[:-1]
    ]
    assert len(expected) == sum(tag == "span" for tag, _ in html.elements)


@pytest.mark.parametrize(
    ("appearance", "venue", "full", "expected"),
    [
        (Appearance("icpe", 2026, "1-2"), ICPE, False, "ICPE 2026"),
        (Appearance("icpe", 2026, "1-2"), ICPE, True, "ICPE 2026, pp. 1-2"),
        (Appearance("icpe"), ICPE, True, "ICPE"),
        (Appearance("bridge", 2026, "29-36", "55", "4"), BRIDGE, False, "The Bridge 2026"),
        (Appearance("bridge", 2026, "29-36", "55", "4"), BRIDGE, True, "The Bridge 55, 4, 29-36 (2026)"),
        (Appearance("bridge", None, None, "55"), BRIDGE, True, "The Bridge 55"),
        (Appearance("bridge", 2026, "29-36"), BRIDGE, True, "The Bridge 2026, pp. 29-36"),
    ],
)
def test_a_placement_is_told_as_people_would(appearance, venue, full, expected):
    assert expected == placed(appearance, venue, full=full)


def test_a_link_that_leaves_the_site_does_not_vouch_for_its_target():
    html = _Reader(outside("a <b>", Link(LinkKind.CODE, 'https://a.example/"onclick=b')))

    assert html.elements == [("a", {"href": 'https://a.example/"onclick=b', "rel": "noopener ugc"})]
    assert html.text == {"a": "a <b>"}


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, ""), (1, "A0"), (5, "A0, A1, A2, A3, A4"), (6, "A0, A1, A2, A3 and 2 more")],
)
def test_many_authors_are_counted(count, expected):
    assert expected == byline(authors(*(f"A{number}" for number in range(count))))


def test_a_day_is_told_as_people_would():
    assert format_day(datetime(2026, 1, 3, tzinfo=UTC)) == "3 January 2026"


# --- notes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), NOTES.items())
def test_of_a_note_only_what_is_harmless_is_markup(text, expected):
    assert expected == note(text)


def test_no_note_is_nothing():
    assert note(None) == ""


@pytest.mark.parametrize("text", BOMBS.values(), ids=map(repr, BOMBS))
def test_no_note_takes_for_ever_or_goes_too_deep(text):
    with within(seconds=10):
        html = note(text)

    assert isinstance(html, Markup)


def test_a_note_that_goes_too_deep_is_plain_text():
    html = note("1. " * 1_000 + "<b> *a*")

    assert html.startswith("<p>1. 1. ")
    assert html.endswith("&#60;b&#62; &#42;a&#42;</p>")


@given(st.text() | st.text(st.sampled_from("[]()<>*_`!#-+1. \n\\&:\"'/ahtps"), max_size=60))
@settings(max_examples=100)
@example("[a](https://a.example)<b>*c*")
def test_no_note_holds_anything_else(text):
    html = note(text)
    body = _Reader(html)

    assert is_harmless(body)
    assert {tag for tag, _ in body.elements} <= {
        *("p", "em", "strong", "code", "ul", "ol", "li", "a", "blockquote", "br")
    }
    assert all(set(attributes) <= {"href", "rel"} for _, attributes in body.elements)
    assert len(html.splitlines()) <= 1
