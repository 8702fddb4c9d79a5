"""RSS and Atom of publishers, journals and arXiv: real feeds first, then each rule on its own."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache, partial
from xml.sax.saxutils import escape

import feedparser
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.ingest import (
    author_names,
    feed_items,
    publisher_abstracts,
    publisher_markup,
    safe_xml,
    syndication,
)
from generator.ingest.publisher_markup import Form
from generator.ingest.syndication import Announcement
from generator.model import dates
from generator.model.entries import Author, Document, Entry
from generator.model.errors import FeedError
from tests.paths import FEEDS

pytestmark = pytest.mark.slow

PUBLISHERS = FEEDS / "publishers"
TODAY = date(2026, 11, 29)

WILEY = "pub-wiley-taxon-2021-12-21.xml"
SCIENCEDIRECT = "pub-sciencedirect.xml"
OUP = "pub-oup.xml"
CAMBRIDGE = "pub-cambridge.xml"
TANDF = "pub-tandf-nnfe20.rdf.xml"
PUBMED = "pub-pubmed-search.xml"
IJSEM = "pub-ingenta-ijsem.xml"
INGENTA = "pub-ingenta.rdf.xml"
ZOOTAXA = "pub-zootaxa.rdf.xml"
ENTOMOLOGY = "pub-ojs-contrib-entomology.atom.xml"
TIDSKRIFT = "pub-ojs-et-online.atom.xml"
JOTT = "pub-ojs-jott.rdf.xml"
CHINESE = "pub-cnjournals.xml"
ZOOBANK = "pub-zoobank.xml"
JSTAGE = "pub-jstage-empty.atom.xml"
ARXIV = "arxiv-rss-2026-09-24-trimmed.xml"
ARXIV_PF = "rss-cs.PF.xml"
ARXIV_WEEKEND = "rss-cs.PF-weekend-empty.xml"

# feed: entries, the feed's own clock
FEEDS = {
    WILEY: (8, "2021-12-21T09:23:57"),
    SCIENCEDIRECT: (51, "2021-12-21T09:15:10"),
    OUP: (14, "2021-12-20T22:48:11"),
    CAMBRIDGE: (15, None),
    TANDF: (6, None),
    PUBMED: (10, "2021-12-21T17:02:36"),
    IJSEM: (8, None),
    INGENTA: (11, "2021-08-14T04:12:59"),
    ZOOTAXA: (13, None),
    ENTOMOLOGY: (9, "2021-11-04T15:46:31"),
    TIDSKRIFT: (10, "2021-12-09T14:41:36"),
    JOTT: (7, None),
    CHINESE: (10, None),
    ZOOBANK: (79, None),  # its clock is in HST, which RFC 822 does not know
    JSTAGE: (0, "2021-12-20T17:37:53"),
    ARXIV: (4, "2026-09-24T08:58:05"),
    ARXIV_PF: (16, "2026-03-24T04:00:02"),
    ARXIV_WEEKEND: (0, "2026-03-28T04:00:02"),
}

# feed: number of an entry: what the feed says of it, read by eye
EXPECTED = json.loads((PUBLISHERS / "expected.json").read_text(encoding="utf-8"))


@lru_cache
def publisher(name: str) -> Document:
    return syndication.read((PUBLISHERS / name).read_bytes(), name, TODAY)


def rss(*entries: str, head: str = "") -> bytes:
    """A small RSS feed of these items' inner XML, with the vocabularies that publishers use."""
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    )
    inner = "\n".join(f"<item>{entry}</item>" for entry in entries)
    return (
        f'<rss version="2.0" {spaces}><channel><title>A feed</title>{head}\n{inner}</channel></rss>'.encode()
    )


def atom(entry: str) -> bytes:
    start = '<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>'
    return f"{start}<entry>{entry}</entry></feed>".encode()


def item(**fields: str) -> str:
    """An item with a title and a link, and these fields; a double underscore stands for the colon."""
    given = {"title": "A title", "link": "https://example.org/paper"} | fields
    return "".join(
        f"<{name.replace('__', ':')}>{escape(text)}</{name.replace('__', ':')}>"
        for name, text in given.items()
    )


def only(data: bytes) -> Entry:
    """The one entry of a feed that is read without problems."""
    document = syndication.read(data, "a.xml", TODAY)
    assert document.problems == ()
    (entry,) = document.entries
    return entry


def problem(data: bytes) -> str:
    """The one problem of a feed."""
    (found,) = syndication.read(data, "a.xml", TODAY).problems
    return str(found)


def at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def names_of(entry: Entry) -> tuple[str, ...]:
    return tuple(author.name for author in entry.authors)


# --- real feeds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FEEDS)
def test_every_entry_of_a_real_feed_is_read(name):
    count, answered = FEEDS[name]
    document = publisher(name)

    assert (len(document.entries), document.problems) == (count, ())
    assert document.generated_at == at(answered)
    assert document.title
    assert document.total is None


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [(name, int(number), entry) for name, entries in EXPECTED.items() for number, entry in entries.items()],
    ids=[f"{name}-{number}" for name, entries in EXPECTED.items() for number in entries],
)
def test_a_real_entry_is_read_as_it_stands(name, number, expected):
    entry = publisher(name).entries[number]
    read = {
        "id": entry.id,
        "title": entry.title,
        "authors": list(names_of(entry)),
        "link": entry.links[0] if entry.links else None,
        "published": entry.published and entry.published.isoformat().removesuffix("+00:00"),
        "journal_ref": entry.journal_ref,
        "abstract": entry.abstract,
    }
    if expected.get("abstract"):
        begins, ends = expected["abstract"]
        assert entry.abstract.startswith(begins)
        assert entry.abstract.endswith(ends)
        del read["abstract"]

    assert {key: read[key] for key in expected if key in read} == {
        key: expected[key] for key in expected if key in read
    }
    assert len(entry.links) <= 1


@pytest.mark.parametrize("name", FEEDS)
def test_no_real_entry_holds_markup_mail_or_unsafe_links(name):
    for entry in publisher(name).entries:
        for text in (entry.title, entry.abstract or "", entry.journal_ref or "", *names_of(entry)):
            assert not publisher_markup.is_html(text)
            assert "&amp;" not in text
        assert not any("@" in author.name for author in entry.authors)
        assert all(link.startswith("https://") and "utm_" not in link for link in entry.links)


def test_nearly_a_thousand_authors_of_one_element_are_told_apart():
    authors = names_of(publisher(WILEY).entries[1])

    assert len(authors) == 982
    assert authors[:2] == ("The Brazil Flora Group", "Janaína Gomes‐da‐Silva")
    assert authors[-1] == "Alexandre R. Zuntini"


def test_paragraphs_of_a_structured_abstract_stay_apart():
    lines = publisher(PUBMED).entries[5].abstract.split("\n")

    assert [line.partition(":")[0] for line in lines[:3]] == ["AIMS", "METHODS AND RESULTS", "CONCLUSION"]


def test_sections_of_the_publisher_become_categories():
    assert publisher(WILEY).entries[0].categories == ("RESEARCH ARTICLE",)


def test_an_atom_entry_keeps_both_its_dates():
    entry = publisher(ENTOMOLOGY).entries[0]

    assert entry.published == at("2021-06-30T00:00:00")
    assert entry.updated == at("2021-10-07T19:15:53")


# --- arXiv's RSS -----------------------------------------------------------------------------------


def test_arxiv_rss_gives_version_categories_and_doi_but_no_dates():
    entry = publisher(ARXIV).entries[2]

    assert (entry.id, entry.version) == ("2205.06398", 2)
    assert entry.categories == ("stat.ME", "stat.AP", "stat.ML")
    assert entry.dois == ("10.1093/bioinformatics/btac431",)
    assert (entry.published, entry.updated) == (None, None)
    assert entry.abstract.startswith("It has become routine")


def test_arxiv_rss_gives_affiliations_in_brackets():
    (authors,) = (
        entry.authors for entry in publisher(ARXIV_PF).entries if any(a.affiliations for a in entry.authors)
    )

    assert authors == (
        Author("Nick Lindsay", ("Yale University",)),
        Author("Caroline Trippel", ("Stanford University",)),
        Author("Anurag Khandelwal", ("Yale University",)),
        Author("Abhishek Bhattacharjee", ("Yale University",)),
    )


def test_arxiv_rss_gives_the_journal_reference_in_the_authors_words():
    found = [entry.journal_ref for entry in publisher(ARXIV_PF).entries if entry.journal_ref]

    assert found[0] == "The Bridge 55, 4, 29-36 (2026)"


def test_announcements_tell_why_arxiv_lists_a_paper():
    data = (PUBLISHERS / ARXIV).read_bytes()

    assert syndication.read_announcements(data, ARXIV) == (
        Announcement("2609.26811", 1, "new"),
        Announcement("2609.26820", 1, "new"),
        Announcement("2205.06398", 2, "cross"),
        Announcement("2009.13987", 3, "replace"),
    )


def test_the_announce_type_is_found_in_the_description_too():
    described = item(
        link="https://arxiv.org/abs/2602.10310",
        description="arXiv:2602.10310v2 Announce Type: replace-cross \nAbstract: A.",
    )

    assert syndication.read_announcements(rss(described), "a") == (
        Announcement("2602.10310", None, "replace-cross"),
    )
    assert only(rss(described)).abstract == "A."


def test_other_feeds_announce_nothing():
    assert syndication.read_announcements((PUBLISHERS / OUP).read_bytes(), OUP) == ()


def test_arxivs_atom_dates_are_those_of_the_announcement():
    entry = only(
        atom(
            '<id>oai:arXiv.org:2602.10310v1</id><title>T</title><link href="https://arxiv.org/abs/2602.10310"/>'
            "<published>2026-03-24T00:00:00-04:00</published><updated>2026-03-24T04:00:02Z</updated>"
            "<summary>arXiv:2602.10310v1 Announce Type: new \nAbstract: An abstract.</summary>"
        )
    )

    assert (entry.id, entry.version, entry.published, entry.updated) == ("2602.10310", 1, None, None)
    assert entry.abstract == "An abstract."


# --- dialects --------------------------------------------------------------------------------------

INNER = "<title>A title</title><link>https://example.org/paper</link>"
RDF = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
DIALECTS = {
    "RSS without version": f"<rss><channel><item>{INNER}</item></channel></rss>",
    "RSS 2.0 in its old namespace": (
        '<rss xmlns="http://backend.userland.com/rss2" version="2.0">'
        f"<channel><item>{INNER}</item></channel></rss>"
    ),
    "RSS in capitals": (
        '<RSS version="2.0"><CHANNEL><ITEM><TITLE>A title</TITLE><LINK>https://example.org/paper</LINK></ITEM>'
        "</CHANNEL></RSS>"
    ),
    "RSS 0.90": (
        f'<r:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/><item>{INNER}</item></r:RDF>'
    ),
    "RSS 1.0": f'<r:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel/><item>{INNER}</item></r:RDF>',
    "RSS 1.0, known by its about": (
        f'<r:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel/>'
        '<item r:about="x"><title>A title</title><link>https://example.org/paper</link></item></r:RDF>'
    ),
    "Atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A title</title>'
        '<link rel="alternate" href="https://example.org/paper"/></entry></feed>'
    ),
    "Atom with prefixes and relative links": (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><a:entry>'
        '<a:title>A title</a:title><a:link rel="self" href="feed"/><a:link href="paper"/></a:entry></a:feed>'
    ),
    "a guid as link": (
        "<rss><channel><item><title>A title</title><guid>https://example.org/paper</guid></item></channel></rss>"
    ),
    "UTF-16": "",
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_is_read(name):
    text = DIALECTS[name] or f'<?xml version="1.0" encoding="UTF-16"?>{DIALECTS["RSS without version"]}'
    entry = only(text.encode("utf-8" if DIALECTS[name] else "utf-16"))

    assert (entry.title, entry.links) == ("A title", ("https://example.org/paper",))


# --- documents that are refused --------------------------------------------------------------------

REFUSED = {
    "empty": (b"", "the document is empty"),
    "blank": (b" \n ", "the document is empty"),
    "plain text": (b"Rate exceeded.", "no XML"),
    "web page": (b"<!DOCTYPE html><html><head><title>Sorry</title></head><body/></html>", "DOCTYPE"),
    "web page in XML": (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        "a web page, not a feed",
    ),
    "torn web page": (b"<html><body><br></body></html>", "no XML"),
    "another kind of XML": (b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "not a feed"),
    "RDF without a channel": (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item xmlns="urn:x"/></r:RDF>',
        "not a feed",
    ),
    "RSS 1.0 without its namespace": (
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/></r:RDF>',
        "not a feed",
    ),
    "a channel inside a channel": (
        b'<rss version="2.0"><channel><channel><item/></channel></channel></rss>',
        "as 0 entries and as 1",
    ),
    "entities": (
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
        "DOCTYPE",
    ),
    "cut off": (rss(item())[:-30], "no XML"),
    "a byte that is no UTF-8": (rss(item(title="Özgür")).replace("Ö".encode(), b"\xd6"), "no XML"),
    "a byte outside its declared encoding": (
        b'<?xml version="1.0" encoding="shift_jis"?><rss><channel><title>\x81</title></channel></rss>',
        "no XML",
    ),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><rss/>', "no XML"),
    "a lone surrogate": (b'<rss version="2.0"><channel><title>&#xD800;</title></channel></rss>', "no XML"),
    "a name that only one parser takes": (rss('<link \u2c00="a">b</link>'), "feedparser cannot parse it"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_feed_is_refused(data, reason):
    with pytest.raises(FeedError, match=reason) as caught:
        syndication.read(data, "a.xml", TODAY)

    assert caught.value.path == "a.xml"
    assert str(caught.value).startswith("a.xml")


def test_the_refusal_tells_line_and_column():
    with pytest.raises(FeedError, match=r"^a\.xml:2:\d+: the document is not XML"):
        syndication.read(b"<rss>\n<channel></rss>", "a.xml", TODAY)


@pytest.mark.parametrize("name", ["pub-pubmed-efetch.xml", "rss-ERROR-400.xml"])
def test_real_documents_that_are_no_feeds_are_refused(name):
    data = (PUBLISHERS / name).read_bytes()

    for reading in (partial(syndication.read, today=TODAY), syndication.read_announcements):
        with pytest.raises(FeedError):
            reading(data, name)


def test_the_error_of_arxivs_rss_says_what_was_wrong():
    with pytest.raises(FeedError, match="Bad subject class 'XX'"):
        publisher("rss-ERROR-400.xml")


def test_a_document_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(safe_xml, "LARGEST_DOCUMENT", 100)

    with pytest.raises(FeedError, match="may have 100 bytes"):
        syndication.read(rss(item()), "a", TODAY)


@pytest.mark.parametrize(("limit", "what"), [("MOST_ENTRIES", "1 entries"), ("MOST_ELEMENTS", "1 elements")])
def test_a_feed_with_too_much_in_it_is_refused(monkeypatch, limit, what):
    monkeypatch.setattr(feed_items, limit, 1)

    with pytest.raises(FeedError, match=f"may have {what}"):
        syndication.read(rss(item(), item()), "a", TODAY)


@pytest.mark.parametrize("error", [KeyError("links"), ValueError("chr() arg not in range")])
def test_what_feedparser_raises_is_a_refusal(monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(feedparser, "parse", fail)

    with pytest.raises(FeedError, match="feedparser cannot parse it"):
        syndication.read(rss(item()), "a", TODAY)


# --- one bad entry costs itself --------------------------------------------------------------------


def test_an_entry_without_title_is_a_problem_and_the_others_go_on():
    document = syndication.read(rss("<link>https://example.org/a</link>", item()), "a.xml", TODAY)

    assert [str(found) for found in document.problems] == [
        "a.xml:2: entry 1 skipped: an entry must have a title"
    ]
    assert [entry.title for entry in document.entries] == ["A title"]


@pytest.mark.parametrize(
    "link",
    ["", "ftp://example.org/a", "javascript:alert(1)", "/a", "https://user:pw@example.org/", "https://[/"],
)
def test_an_entry_that_nothing_identifies_is_a_problem(link):
    assert "entry 1 skipped: an entry needs an arXiv id, a DOI or a link" in problem(rss(item(link=link)))


def test_an_item_inside_an_item_costs_itself():
    document = syndication.read(rss(item() + f"<item>{item()}</item>"), "a", TODAY)

    assert len(document.entries) == 1


def test_the_first_of_several_entries_with_one_id_is_kept():
    document = syndication.read(rss(item(title="One"), item(title="Two", pubDate="never")), "a", TODAY)

    assert [entry.title for entry in document.entries] == ["One"]
    assert len(document.problems) == 1


LIMITS = [
    ({"title": "x" * 1_001}, "its title has 1,001 characters, 1,000 are allowed"),
    ({"description": "x " * 25_001}, "its abstract has 50,001 characters, 50,000 are allowed"),
    ({"author": "X" * 301}, "its author's name has 301 characters, 300 are allowed"),
    (
        {"author": f"A Bee ({'c' * 1_001})"},
        "its author's affiliation has 1,001 characters, 1,000 are allowed",
    ),
    ({"author": "A Bee, " * 10_001}, "a paper may have 10,000 authors, this one has 10,001"),
    ({"author": "x" * 1_000_001}, "its list of authors has 1,000,001 characters"),
    ({"prism__publicationName": "x" * 1_001}, "its journal reference has 1,001 characters"),
]


@pytest.mark.parametrize(("fields", "message"), LIMITS, ids=[row[1][:30] for row in LIMITS])
def test_an_entry_beyond_a_limit_is_skipped_and_the_limit_named(fields, message):
    document = syndication.read(rss(item(**fields), item()), "a", TODAY)

    assert message in str(document.problems[0])
    assert len(document.entries) == len(document.problems) == 1


@pytest.mark.parametrize("terms", [["x" * 201, "short"], [*(f"t{number}" for number in range(150))]])
def test_categories_beyond_a_limit_are_left_out_and_told(terms):
    categories = "".join(f"<category>{term}</category>" for term in terms)
    (entry,) = syndication.read(data := rss(item() + categories), "a", TODAY).entries

    assert "the others are left out" in problem(data)
    assert len(entry.categories) in {1, 100}


def test_exactly_the_longest_title_is_kept():
    assert only(rss(item(title="x" * 1_000))).title == "x" * 1_000


# --- text ------------------------------------------------------------------------------------------


def test_inequalities_in_a_description_survive():
    text = "If $p<q$ we get $a<b$, $x>y$, and a<b and c>d too."

    assert only(rss(item(description=text))).abstract == text


def test_inequalities_survive_among_tags():
    text = "<p>If <i>p</i>-values are $p<q$ and $x>y$</p><p>then 3<4 & <b>bold</b></p>"

    assert only(rss(item(description=text))).abstract == "If p-values are $p<q$ and $x>y$\nthen 3<4 & bold"


def test_what_feedparser_would_mend_stays_as_it_was_written():
    assert only(rss(item(title="Ã© and x<y z"))).title == "Ã© and x<y z"


def test_a_script_in_text_is_text_and_in_html_is_gone():
    assert only(rss(item(title="<script>alert(1)</script> T"))).title == "<script>alert(1)</script> T"
    assert only(rss(item(title="<p><script>alert(1)</script>T</p>"))).title == "T"


# text, form, paragraphs
MARKUP = [
    ("", Form.UNSTATED, ()),
    ("plain  text\nwrapped", Form.UNSTATED, ("plain text wrapped",)),
    ("one\n  two", Form.UNSTATED, ("one", "two")),
    ("<p>one</p>two", Form.UNSTATED, ("one", "two")),
    ("<P CLASS='x'>one</P>", Form.UNSTATED, ("one",)),
    ("one<br>two<br/> <br />three", Form.UNSTATED, ("one two", "three")),
    ("<table><tr><td>1</td><td>2</td></tr></table>", Form.UNSTATED, ("1 2",)),
    ("<p>&nbsp;</p><p> </p>", Form.UNSTATED, ()),
    ("H<sub>2</sub>O, 10<sup>-3</sup>, x<sup>T</sup>", Form.UNSTATED, ("H₂O, 10⁻³, xT",)),
    ("<a href=https://x.org/?a=b>l</a>", Form.UNSTATED, ("l",)),
    ("<a href='x' download>l</a>", Form.UNSTATED, ("l",)),
    ("<mml:math><mml:mi>x</mml:mi></mml:math> <jats:italic>y</jats:italic>", Form.UNSTATED, ("x y",)),
    ("<p>a<!-- hidden -->b<style>p{}</style>c</p>", Form.UNSTATED, ("abc",)),
    ("<p>a<!-- b</p>", Form.UNSTATED, ("a<!-- b",)),
    ("<p>a<script>b</p>", Form.UNSTATED, ("a<script>b",)),
    ("<p>a</p><svg/onload=alert(1)>", Form.UNSTATED, ("a", "<svg/onload=alert(1)>")),
    ("a <foo>b</foo> <i>c</i>", Form.UNSTATED, ("a <foo>b</foo> c",)),
    ("a lone <b> is no tag", Form.UNSTATED, ("a lone <b> is no tag",)),
    ("a lone <b> is a tag", Form.HTML, ("a lone is a tag",)),
    ("Q&amp;A &lt;i&gt;", Form.UNSTATED, ("Q&A <i>",)),
    ("&amp;amp; &amp;lt;", Form.HTML, ("&amp; &lt;",)),
    ("R&D, a&copy=1, &bogus; &#xD800;", Form.UNSTATED, ("R&D, a&copy=1, &bogus; \ufffd",)),
    ("<i>so</i> &amp; so", Form.TEXT, ("<i>so</i> &amp; so",)),
    ("a\u202eb\u200bc", Form.UNSTATED, ("abc",)),
]


@pytest.mark.parametrize(("text", "form", "expected"), MARKUP)
def test_markup_becomes_paragraphs(text, form, expected):
    assert publisher_markup.split_paragraphs(text, form) == expected


@given(st.text("<>/&;abpi \n\"'=!-", max_size=60))
def test_text_without_a_closed_tag_is_never_shortened(text):
    if not publisher_markup.is_html(text) and "&" not in text:
        assert "".join(publisher_markup.join_paragraphs(text).split()) == "".join(text.split())


def test_the_form_of_an_atom_text_is_what_the_feed_says():
    for stated, title in (
        ('type="text">&lt;i&gt;T&lt;/i&gt; &amp;amp; more', "<i>T</i> &amp; more"),
        ('type="html">&lt;i&gt;T&lt;/i&gt; &amp;amp; more', "T & more"),
        ('type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2 <i>T</i></div>', "1 < 2 T"),
        (">&lt;i&gt;T&lt;/i&gt; &amp;amp; more", "T & more"),
    ):
        entry = only(atom(f'<title {stated}</title><link href="https://example.org/a"/>'))

        assert entry.title == title


def test_tags_that_nobody_escaped_are_tags():
    data = rss(
        "<title>On <!-- not --><i>E. coli</i> &amp; x &lt; y</title><link>https://example.org/a</link>"
    )

    assert only(data).title == "On E. coli & x < y"


# paragraphs of several texts in order of preference, abstract
COMPANY = [
    ([("Abstract", "A.", "B.")], "A.\nB."),
    ([("J Gen Virol. 2021 Dec;102(12).", "ABSTRACT", "A.", "PMID:3 | DOI:10.1/x")], "A."),
    ([("Abstract: A.",)], "A."),
    ([("Abstract—A.",)], "A."),
    ([("Abstract-based methods win.",)], "Abstract-based methods win."),
    ([("TAXON, EarlyView.",), ("A.",)], "A."),
    ([("ACM Transactions on X, Volume 20, Issue 1, Page 1-25, March 2022. We show it.",)], "We show it."),
    ([("Volume 56, Issue 3, December 2021, Page 163-175. .",)], None),
    ([("Publication date: February 2022", "Source: J", "Author(s): A", "A.")], "A."),
    ([("Source: none is given here.",)], "Source: none is given here."),
    ([("NO ABSTRACT",), ("No abstract available.",), ("N/A",), ("…",), ()], None),
    ([("urn:lsid:zoobank.org:pub:AC - Registered by Delaunay, Lionel on Nov  4 2021",)], None),
    ([("One.", "Two.", "Three.", "Abstract", "Four.")], "One.\nTwo.\nThree.\nAbstract\nFour."),
]


@pytest.mark.parametrize(("texts", "expected"), COMPANY)
def test_the_abstract_is_told_from_its_company(texts, expected):
    assert publisher_abstracts.find_abstract(texts) == expected


def test_a_heading_on_the_first_line_is_no_abstract():
    described = item(description="TAXON, EarlyView. ", dc__description="\nAbstract\nWe did it.\n")

    assert only(rss(described)).abstract == "We did it."


def test_atom_prefers_the_summary_to_the_whole_content():
    entry = atom(
        '<title>T</title><link href="https://example.org/a"/>'
        "<content>The whole paper.</content><summary>A.</summary>"
    )

    assert only(entry).abstract == "A."


# --- authors ---------------------------------------------------------------------------------------

# one author element, names
STRINGS = [
    ("Smith, J.", ("Smith, J.",)),
    ("Inoda, Toshio", ("Inoda, Toshio",)),
    ("García Márquez, Gabriel", ("García Márquez, Gabriel",)),
    ("de Novais, Victor R.", ("de Novais, Victor R.",)),
    ("van der Berg, Anna Maria", ("van der Berg, Anna Maria",)),
    ("King, Martin L., Jr.", ("King, Martin L., Jr.",)),
    ("John Smith, Jr.", ("John Smith, Jr.",)),
    ("Ben Li, Max Wu, Jr., Zoë Ní Shé", ("Ben Li", "Max Wu, Jr.", "Zoë Ní Shé")),
    ("Smith, J.; Doe, A.", ("Smith, J.", "Doe, A.")),
    ("Smith, J., Doe, A. and Roe, B. C.", ("Smith, J.", "Doe, A.", "Roe, B. C.")),
    ("Smith, John and Doe, Jane", ("Smith, John", "Doe, Jane")),
    ("Smith, J.,\nDoe, A.", ("Smith, J.", "Doe, A.")),
    ("Rachel Welt, Chris Raxworthy", ("Rachel Welt", "Chris Raxworthy")),
    ("Anna Lee, Bob Ray & Cy Oh", ("Anna Lee", "Bob Ray", "Cy Oh")),
    ("Anna Lee, Bob Ray, and Cy Oh", ("Anna Lee", "Bob Ray", "Cy Oh")),
    ("Anna Lee and Bob Ray", ("Anna Lee", "Bob Ray")),
    ("Chen C, Zhou Y, et al. ", ("Chen C", "Zhou Y")),
    ("Jażdżewska A, Martínez Arbizu P. ", ("Jażdżewska A", "Martínez Arbizu P")),
    ("Vermeij G. ", ("Vermeij G",)),
    ("刘广纯，刘子轩、杨定", ("刘广纯", "刘子轩", "杨定")),
    ("Department of Health and Human Services", ("Department of Health and Human Services",)),
    ("Fermi and LAT Collaboration", ("Fermi and LAT Collaboration",)),
    ("Lee & Sons", ("Lee & Sons",)),
    ("DOUGLAS B.\n   BOOHER", ("DOUGLAS B. BOOHER",)),
    ("jane@example.org (Jane Doe)", ("Jane Doe",)),
    ("Jane Doe <mailto:jane@example.org>", ("Jane Doe",)),
    ("Jane Doe, jane@example.org", ("Jane Doe",)),
    ("jane@example.org", ()),
    ("jane＠example.org", ()),
    ("...", ()),
    ("<b>Jane</b> O&#39;Neil", ("Jane O'Neil",)),
    ("Ann (Bee", ("Ann (Bee",)),
    (")(", ()),
]


@pytest.mark.parametrize(("text", "expected"), STRINGS)
def test_author_strings_become_names(text, expected):
    assert tuple(author.name for author in author_names.parse_authors((text,))) == expected


def test_several_author_elements_are_never_taken_apart():
    found = author_names.parse_authors(
        ("Smith, J., Doe, A.", "The A, B and C Collaboration", "et al.", "c@d.org")
    )

    assert [author.name for author in found] == ["Smith, J., Doe, A.", "The A, B and C Collaboration"]


def test_brackets_behind_a_name_are_affiliations():
    (found,) = author_names.parse_authors(("Ann Lee (Yale (New Haven), USA) [MIT] (1)",))

    assert found == Author("Ann Lee", ("Yale (New Haven), USA", "MIT"))


def test_a_list_is_cut_at_every_comma_outside_brackets():
    found = author_names.parse_authors(
        ("Madonna, Prince (Paisley Park, MN), Fermi and LAT Collaboration",), has_comma_list=True
    )

    assert [author.name for author in found] == ["Madonna", "Prince", "Fermi and LAT Collaboration"]


def test_atom_authors_come_without_their_mail():
    entry = atom(
        '<title>T</title><link href="https://example.org/a"/>'
        "<author><name>Ann Lee</name><email>a@b.org</email></author>"
        "<author><name>b@c.org</name></author><author/>"
    )

    assert names_of(only(entry)) == ("Ann Lee",)


def test_the_same_authors_in_two_vocabularies_are_taken_once():
    assert names_of(only(rss(item(author="a@b.org (Ann Lee)", dc__creator="Ann Lee")))) == ("Ann Lee",)


@given(st.text("Aé .,;()[]&and刘\n@<>", max_size=80))
def test_author_strings_never_raise_nor_keep_mail(text):
    for author in author_names.parse_authors((text,)):
        assert "@" not in author.name
        assert author.name == author.name.strip()
        assert author.name


# --- dates -----------------------------------------------------------------------------------------

# text, moment, day
DATES = [
    ("Mon, 20 Dec 2021 00:09:28 -0800", "2021-12-20T08:09:28", "2021-12-20T08:09:28"),
    ("20 Dec 2021 00:00 GMT", "2021-12-20T00:00:00", "2021-12-20T00:00:00"),
    ("Thu, 02 Dec 2021 05:21:07 EST", "2021-12-02T10:21:07", "2021-12-02T10:21:07"),
    ("Thu, 2 Dec 2021 05:21:07 HST", None, "2021-12-02T00:00:00"),
    ("2021-12-21T02:37:53+0900", "2021-12-20T17:37:53", "2021-12-20T17:37:53"),
    ("2021-12-21T02:37:53.123Z", "2021-12-21T02:37:53", "2021-12-21T02:37:53"),
    ("2021-12-02T15:13:49", None, "2021-12-02T00:00:00"),
    ("2021/10/16 9:23:28", None, "2021-10-16T00:00:00"),
    ("2021-08-11", None, "2021-08-11T00:00:00"),
    ("21 December 2021", None, "2021-12-21T00:00:00"),
    ("2021", None, None),
    ("2021-12", None, None),
    ("February 2022", None, None),
    ("March–April 2022", None, None),
    ("1st Quarter 2022", None, None),
]
NO_DATES = [
    "",
    "never",
    "2021-02-30",
    "2021-13-01",
    "30 Foo 2021",
    "Mon, 31 Feb 2021 00:00:00 GMT",
    "2021-12-21T25:00:00Z",
    "2021-12-21T00:00:00+15:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "02/03/2021",
    "2021-12-21" * 1_000,
]


@pytest.mark.parametrize(("text", "moment", "day"), DATES)
def test_dates_are_read_in_utc_and_not_beyond_what_they_tell(text, moment, day):
    assert (dates.parse_instant(text), dates.parse_date(text)) == (at(moment), at(day))


@pytest.mark.parametrize("text", NO_DATES, ids=lambda text: text[:30])
def test_impossible_dates_are_refused(text):
    with pytest.raises(ValueError, match=r"date|month|day|hour|zone|year"):
        dates.parse_date(text)


@given(
    st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - the zone is the next argument
    st.integers(-14 * 60, 14 * 60),
)
def test_an_instant_is_the_same_however_it_is_written(local, minutes):
    instant = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))

    assert dates.parse_instant(instant.isoformat()) == instant
    assert dates.parse_instant(f"{instant:%d %b %Y %H:%M:%S %z}") == instant


@pytest.mark.parametrize(
    ("stated", "remark"),
    [
        ("Mon, 31 Feb 2021 00:00:00 GMT", "published 'Mon, 31 Feb 2021 00:00:00 GMT' is not a possible date"),
        ("2022-01-03", "published '2022-01-03' is later than the feed itself"),
    ],
)
def test_a_date_that_cannot_be_is_unknown_and_told(stated, remark):
    data = rss(item(pubDate=stated), head="<lastBuildDate>Sat, 01 Jan 2022 12:00:00 GMT</lastBuildDate>")
    (entry,) = syndication.read(data, "a", TODAY).entries

    assert entry.published is None
    assert remark in problem(data)


def test_a_date_in_a_zone_ahead_of_the_feeds_is_no_future():
    data = rss(
        item(pubDate="2022-01-02"), head="<lastBuildDate>Sat, 01 Jan 2022 12:00:00 GMT</lastBuildDate>"
    )

    assert only(data).published == at("2022-01-02T00:00:00")


def test_the_next_date_is_taken_where_the_first_is_none():
    data = rss(item(pubDate="soon", dc__date="2021-08-11"))

    assert syndication.read(data, "a", TODAY).entries[0].published == at("2021-08-11T00:00:00")


def test_the_feeds_clock_is_its_build_date_first():
    published = "<pubDate>Thu, 28 Oct 2021 00:00:00 GMT</pubDate>"
    head = f"{published}<lastBuildDate>Mon, 20 Dec 2021 22:48:11 GMT</lastBuildDate>"

    assert syndication.read(rss(head=head), "a", TODAY).generated_at == at("2021-12-20T22:48:11")
    assert syndication.read(rss(head="<pubDate>soon</pubDate>"), "a", TODAY).generated_at is None


# --- identity, links and DOIs ----------------------------------------------------------------------

# fields, id, version, DOIs, links
IDENTITIES = [
    ({"link": "https://arxiv.org/abs/2602.10310v2"}, "2602.10310", 2, (), ()),
    ({"guid": "oai:arXiv.org:cs/0301008v1"}, "cs/0301008", 1, (), ("https://example.org/paper",)),
    ({"link": "https://doi.org/10.48550/arXiv.2602.10310"}, "2602.10310", None, (), ()),
    (
        {"link": "https://arxiv.org/abs/2602.10310", "guid": "oai:arXiv.org:2602.10310v3"},
        "2602.10310",
        3,
        (),
        (),
    ),
    (
        {"prism__doi": "10.48550/arXiv.2602.10310", "dc__identifier": "doi:10.1145/1"},
        "2602.10310",
        None,
        ("10.1145/1",),
        ("https://example.org/paper",),
    ),
    (
        {"prism__doi": "10.1145/ABC.1", "dc__identifier": "doi:10.1145/abc.1"},
        "doi:10.1145/abc.1",
        None,
        ("10.1145/ABC.1",),
        ("https://example.org/paper",),
    ),
    (
        {"guid": "10.1002/tax.1"},
        "doi:10.1002/tax.1",
        None,
        ("10.1002/tax.1",),
        ("https://example.org/paper",),
    ),
    ({"guid": "2101.12345"}, "url:https://example.org/paper", None, (), ("https://example.org/paper",)),
    (
        {"link": "http://EXAMPLE.org:80/a?x=1&utm_source=rss#top"},
        "url:https://example.org/a?x=1#top",
        None,
        (),
        ("https://example.org/a?x=1#top",),
    ),
]


@pytest.mark.parametrize(("fields", "paper_id", "version", "dois", "links"), IDENTITIES)
def test_an_entry_is_known_by_arxiv_id_then_doi_then_address(fields, paper_id, version, dois, links):
    entry = only(rss(item(**fields)))

    assert (entry.id, entry.version, entry.dois, entry.links) == (paper_id, version, dois, links)


# Papers on one page: their titles and links, and the id that each is stored under.
SEVERAL_ON_A_PAGE = [
    ("First", "https://j.example.org/issue12.html#a1", "url:https://j.example.org/issue12.html#a1"),
    ("Second", "https://j.example.org/issue12.html#a2", "url:https://j.example.org/issue12.html#a2"),
    ("Third", "https://k.example.org/current", "url:https://k.example.org/current"),
    ("Fourth", "https://k.example.org/current", None),
    ("THIRD", "https://k.example.org/current/?utm_source=rss", None),
]


def test_papers_on_one_page_are_told_apart_by_the_fragment_or_reported():
    items = [item(title=title, link=link) for title, link, _ in SEVERAL_ON_A_PAGE]
    document = syndication.read(rss(*items), "a", TODAY)

    assert [entry.id for entry in document.entries] == [
        paper_id for *_, paper_id in SEVERAL_ON_A_PAGE if paper_id
    ]
    assert [problem.message for problem in document.problems] == [
        "entry 4 left out: it has the same id as another paper, url:https://k.example.org/current"
    ]


# --- journal references ----------------------------------------------------------------------------

# fields, journal reference
JOURNALS = [
    (
        {"prism__publicationName": "Journal of X", "prism__volume": "12", "prism__number": "3"},
        "Journal of X 12(3)",
    ),
    (
        {
            "prism__publicationName": "Journal of X",
            "prism__volume": "12",
            "prism__number": "3",
            "prism__startingPage": "45",
            "prism__endingPage": "67",
        },
        "Journal of X 12(3), 45-67",
    ),
    (
        {
            "prism__publicationName": "Journal of X",
            "prism__volume": "12",
            "prism__startingPage": "45",
            "prism__endingPage": "45",
        },
        "Journal of X 12, 45",
    ),
    ({"prism__publicationName": "Journal of X", "prism__startingPage": "1"}, "Journal of X"),
    ({"prism__publicationName": "A TITLE.", "prism__volume": "12"}, None),
    ({"prism__volume": "12", "prism__number": "3"}, None),
    ({"dc__source": "https://example.org/journal"}, None),
    ({"arxiv__journal_reference": "Proc. of X, 2026"}, "Proc. of X, 2026"),
]


@pytest.mark.parametrize(("fields", "expected"), JOURNALS)
def test_the_journal_reference_is_composed_of_what_is_given(fields, expected):
    assert only(rss(item(**fields))).journal_ref == expected


def test_the_feeds_journal_stands_in_for_a_title_in_its_place():
    data = rss(
        item(prism__publicationName="A title", prism__volume="12"),
        head="<prism:publicationName>Journal of X</prism:publicationName>",
    )

    assert only(data).journal_ref == "Journal of X 12"


# --- hostile bytes ---------------------------------------------------------------------------------

SMALL = rss(
    item(
        guid="oai:arXiv.org:2602.10310v1",
        description="<p>$a<b$ &amp; <b>c</b></p>",
        author="Ann Lee (Yale), b@c.org (Bob Ray)",
        pubDate="Mon, 20 Dec 2021 00:09:28 -0800",
        prism__doi="10.1145/1",
        category="cs.PF",
    ),
    head="<lastBuildDate>Tue, 21 Dec 2021 09:23:57 +0000</lastBuildDate>",
)
SPLINTERS = [
    b"<item/>",
    b"<link><image><link>x</link></image></link>",
    b'<link href="http://[::1"/>',
    b"&#xD800;",
    b"&amp;#0;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<b xmlns=''/>",
    b"\xff",
    b"\xe2\x80\xae",
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SMALL)), st.integers(0, 30), st.sampled_from(SPLINTERS) | st.binary(max_size=4)
        ),
        min_size=1,
        max_size=4,
    )
)
@example([(len(SMALL) - 40, 0, b"<link><image><link>x</link></image></link>")])
def test_damaged_bytes_are_a_document_or_a_refusal(damages):
    data = SMALL
    for position, length, splinter in damages:
        data = data[:position] + splinter + data[position + length :]

    try:
        document = syndication.read(data, "a", TODAY)
    except FeedError:
        return
    for entry in document.entries:
        assert entry.id
        assert entry.title
