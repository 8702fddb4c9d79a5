"""A catalogue in which everything that feeds and contributors write is one hostile text."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

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
from generator.model.doi_records import Contributor, DoiRecord, Notice
from generator.model.entries import Version
from generator.model.papers import PaperAuthor, Relation
from tests.builders import make_catalogue, make_paper

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
_FORBIDDEN = {"script", "img", "iframe", "style", "object", "embed", "base", "link", "meta"}
_OWN_PICTURES = {"map.svg", "map/small.svg"}


def make_hostile_catalogue(text):
    """Make a catalogue in which every text of feeds and contributors is this one."""
    record = DoiRecord(
        "10.5555/toy",
        "crossref",
        type="journal-article",
        title=text,
        authors=(Contributor(text, text, "0000-0002-1825-0097"),),
        containers=(text,),
        volume=text,
        issue=text,
        pages=text,
        published="2026",
        publisher=text,
        licence="https://a.example/licence",
        notices=(Notice("retraction", "10.5555/notice", text), Notice(text, None, text)),
    )
    data = DoiRecord("10.5555/toy.7", "datacite", type="dataset", title=text, publisher=text, licence=text)
    papers = tuple(
        make_paper(
            paper_id,
            title=text,
            abstract=f"{text}\n{text}",
            authors=(PaperAuthor(text, (text, "Toy U")), PaperAuthor("Amy A")),
            categories=("cs.PF", text),
            comment=text,
            journal_ref=text,
            dois=("10.5555/toy", data.doi),
            versions=(Version(1, None), Version(2, datetime(2026, 2, 4, tzinfo=UTC))),
            summary=text,
            note=text,
            appearance=Appearance("icpe", 2026, text, text, text, "comment", text),
            links=(Link(LinkKind.CODE, f"https://a.example/{text}"),),
            awards=(text,),
            highlight=True,
            status=Status.WITHDRAWN,
            correction_reasons={"title": text},
            records=(record, data),
            publication=record,
            link_records={f"https://a.example/{text}": data},
        )
        for paper_id in ("2602.00001", "2602.00002")
    )
    relations = {one.id: (Relation(other.id, text, 0.5),) for one, other in (papers, papers[::-1])}
    return replace(
        make_catalogue(
            *papers,
            topics=(Topic("area", text, text), Topic("topic", text, text, parent="area")),
            venues=(Venue("icpe", text, text, VenueKind.JOURNAL),),
            assignments={paper.id: ["topic"] for paper in papers},
            relations=relations,
        ),
        settings=Settings(text, text),
        lists=(ReadingList("first", text, text, tuple(ListEntry(paper.id, text) for paper in papers)),),
    )


class Reader(HTMLParser):
    """Reads HTML as a browser does: elements with their attributes, and text by the element around it."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.text = {}
        self._open = [""]
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag != "bdi":  # its text is part of the element around it
            self._open.append(tag)

    def handle_endtag(self, tag):
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        self.text[self._open[-1]] = self.text.get(self._open[-1], "") + data


def is_harmless(body):
    """Whether a body has no element, attribute or address that acts or loads something."""
    for tag, attributes in body.elements:
        address = attributes.get("href") or ""
        if tag in _FORBIDDEN and attributes.get("src") not in _OWN_PICTURES:
            return False
        if tag == "form" and attributes["action"] != "search/":
            return False
        if any(name.startswith("on") or name == "style" for name in attributes):
            return False
        if ":" in address and not address.startswith("https://"):
            return False
    return True
