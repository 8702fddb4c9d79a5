"""Journal, volume, issue, pages, ISSN and publisher: as fields, in sentences, and in the title of a feed."""

from dataclasses import astuple, replace

import msgspec
import pytest

from generator.ingest import observations, store
from generator.model.entries import StoredPaper
from generator.model.issns import find_issn
from tests.ingest.publisher_feeds import (
    PUBLISHERS,
    TODAY,
    build_item,
    build_rss,
    parse_entry,
    parse_publisher,
)
from tests.tables import for_each_row

JOURNAL = {"prism__publicationName": "Journal of X"}
# Fields of an item, and the name, volume, issue and pages that they state.
FIELDS = [
    ({"prism__volume": "12", "prism__number": "3"}, ("Journal of X", "12", "3", None)),
    (
        {"prism__volume": "12", "prism__startingPage": "45", "prism__endingPage": "67"},
        ("Journal of X", "12", None, "45-67"),
    ),
    (
        {"prism__volume": "12", "prism__startingPage": "45", "prism__endingPage": "45"},
        ("Journal of X", "12", None, "45"),
    ),
    ({"prism__volume": "12", "prism__pageRange": "i – iv"}, ("Journal of X", "12", None, "i-iv")),
    ({"prism__volume": "12", "prism__issueIdentifier": "S1"}, ("Journal of X", "12", "S1", None)),
    ({"prism__volume": "0", "prism__number": "ahead-of-print"}, ("Journal of X", None, None, None)),
    ({"prism__volume": "n/a", "prism__number": "Online First"}, ("Journal of X", None, None, None)),
    (
        {"prism__startingPage": "1", "prism__endingPage": "9"},
        ("Journal of X", None, None, None),
    ),
    ({"prism__volume": "x" * 41}, ("Journal of X", None, None, None)),
    (
        {"description": "Journal of X, Volume 70, Issue 6, Page 13-26, December 2021."},
        ("Journal of X", "70", "6", "13-26"),
    ),
    (
        {"description": "The Bridge, Volume 70, Issue 6, Page 13-26, is corrected."},
        ("Journal of X", None, None, None),
    ),
    (
        {"description": "This corrects a table in Volume 70, Issue 6."},
        ("Journal of X", None, None, None),
    ),
    (
        {"volume": "12", "issue": "3", "startPage": "5", "endPage": "9"},
        ("Journal of X", "12", "3", "5-9"),
    ),
    ({"volume": "12", "issue": "3", "page": "5–9"}, ("Journal of X", "12", "3", "5-9")),
    ({"dc__source": "Journal of X 12(3): 5-9"}, ("Journal of X", "12", "3", "5-9")),
    ({"dc__source": "Journal of X; Vol. 3 No. 2 (2021): A Title; 5-9"}, ("Journal of X", "3", "2", "5-9")),
    (
        {"description": "Volume 56, Issue 3, December 2021, Page 163-175 ."},
        ("Journal of X", "56", "3", "163-175"),
    ),
    ({"description": "The volume of gases, and 3 issues."}, ("Journal of X", None, None, None)),
]
# The name of a journal, or none.
NAMES = [
    ({"prism__publicationName": "A TITLE.", "prism__volume": "12"}, None),
    ({"prism__volume": "12", "prism__number": "3"}, None),
    ({"dc__source": "https://example.org/journal"}, None),
    ({"dc__source": "Journal of X"}, "Journal of X"),
    ({"dc__source": "Journal of X; Vol. 3 No. 2 (2021); 5-9"}, "Journal of X"),
    ({"prism__publicationTitle": "Journal of X"}, "Journal of X"),
    ({"container-title": "Journal of X"}, "Journal of X"),
    ({"dc__source": "Nature, Published online: 2026-02-03; | doi:10.1038/x"}, "Nature"),
    ({"dc__source": "Nature , Published online: 2026-02-03"}, "Nature"),
    ({"dc__source": "Journal of X , Volume 3, Issue 2"}, "Journal of X"),
    ({"dc__source": "Journal of X ; Vol. 3 No. 2 (2021)"}, "Journal of X"),
    ({"dc__source": "Journal of X , 5: 1-2"}, "Journal of X"),
    ({"dc__source": "0974-7893"}, None),
    ({"dc__source": "urn:issn:0974-7893"}, None),
]
# Sentences of PubMed.
PUBMED = [
    ("Arch Microbiol. 2021 Dec 20;204(1):39. doi: 10.1007/x.", ("204", "1", "39")),
    ("J Gen Virol. 2021 Dec;102(12). doi: 10.1099/jgv.0.001706.", ("102", "12", None)),
    ("Taxon. 1998 Jul-Aug;12 Suppl 1:1180-93.", ("12 Suppl 1", None, "1180-1193")),
    ("Toys. 2021;5:999-1010.", ("5", None, "999-1010")),
    ("Nanoethics. 2021 Dec 13:1-11. doi: 10.1007/x. Online ahead of print.", (None, None, None)),
    ("J Appl Microbiol. 2021 Dec 20. doi: 10.1111/jam.15413.", (None, None, None)),
]
# Titles of feeds, and the journals whose papers they list.
FEED_TITLES = [
    ("Zoological Journal of the Linnean Society Current Issue", "Zoological Journal of the Linnean Society"),
    ("Wiley: TAXON: Table of Contents", "TAXON"),
    ("ScienceDirect Publication: Molecular Phylogenetics", "Molecular Phylogenetics"),
    ("Latest Issue of PERSOONIA", "PERSOONIA"),
    ("Frontiers in Toys | New and Recent Articles", "Frontiers in Toys"),
    ("IEEE Transactions on Toys - new TOC", "IEEE Transactions on Toys"),
    ("Toy Biology - Latest Articles", "Toy Biology"),
    ("《昆虫分类学报》编辑部 -->2021年第4期文章目次", "昆虫分类学报"),
    ("《 昆虫分类学报 》2021年第4期", "昆虫分类学报"),
    ("A blog on toys", None),
    ("Latest ZooBank Registration Activity", None),
    ("(new species) OR (n. sp.)", None),
    ("Table of Contents", None),
]


def find_place(entry):
    return (entry.container, entry.volume, entry.issue, entry.pages)


@for_each_row(("fields", "expected"), FIELDS)
def test_volume_issue_and_pages_are_read(fields, expected):
    assert find_place(parse_entry(build_rss(build_item(**JOURNAL, **fields)))) == expected


@for_each_row(("fields", "expected"), NAMES)
def test_the_name_of_the_journal_is_read(fields, expected):
    entry = parse_entry(build_rss(build_item(**fields)))

    assert entry.container == expected
    assert entry.journal_ref is None


@pytest.mark.parametrize(("sentence", "expected"), PUBMED)
def test_sentences_of_pubmed_are_read(sentence, expected):
    item = build_item(dc__source="The journal", content__encoded=f"<p>{sentence}</p><p>ABSTRACT</p><p>A.</p>")

    assert find_place(parse_entry(build_rss(item)))[1:] == expected


@for_each_row(("title", "expected"), FEED_TITLES)
def test_the_title_of_a_journals_feed_names_the_journal(title, expected):
    data = build_rss(build_item()).replace(b"A feed", title.encode())

    assert parse_entry(data).container == expected


WORDS_BEFORE_JOURNAL = [
    "ScienceDirect Publication:",
    *(
        f"Latest {what} {word}"
        for what in ("Issue", "Articles", "Content")
        for word in ("of", "from", "in", "for")
    ),
]
WORDS_AFTER_JOURNAL = [
    "Current Issue", "Latest Issue", "Table of Contents", "new TOC", "RSS Feed", "CNKI", "Recent Articles",
    "Most Recent Articles", "New and Recent Articles", "Latest Articles", "All Latest Articles",
    "Advance Access", "Advance Articles", "Articles in Press", "Online First", "Online First Articles",
]  # fmt: skip
NO_NUMBERS = [
    "0", "-", "n/a", "na", "null", "none", "ahead of print", "Online First", "in press", "Early View",
    "forthcoming",
]  # fmt: skip


@for_each_row("words", WORDS_BEFORE_JOURNAL)
def test_words_before_the_journal_in_the_title_of_a_feed_are_left_out(words):
    data = build_rss(build_item()).replace(b"A feed", f"{words} Toys".encode())

    assert parse_entry(data).container == "Toys"


@for_each_row("words", WORDS_AFTER_JOURNAL)
def test_words_after_the_journal_in_the_title_of_a_feed_are_left_out(words):
    data = build_rss(build_item()).replace(b"A feed", f"Toys | {words}".encode())

    assert parse_entry(data).container == "Toys"


@for_each_row("text", NO_NUMBERS)
def test_words_for_no_number_are_no_volume(text):
    assert parse_entry(build_rss(build_item(**JOURNAL, prism__volume=text))).volume is None


@for_each_row("name", ["prism__publisher", "dc__publisher", "publisher"])
def test_each_field_of_publishers_is_read(name):
    assert parse_entry(build_rss(build_item(**JOURNAL, **{name: "Toy Press"}))).publisher == "Toy Press"


def test_a_long_name_of_a_publisher_is_cut():
    entry = parse_entry(build_rss(build_item(**JOURNAL, dc__publisher="x" * 499 + " Press")))

    assert entry.publisher == "x" * 499


def test_the_feeds_of_open_journal_systems_are_named_by_their_journals():
    data = build_rss(build_item(), head="<generator>Open Journal Systems</generator>")

    assert parse_entry(data).container == "A feed"


def test_the_journal_of_the_feed_replaces_a_title():
    data = build_rss(
        build_item(prism__publicationName="A title", prism__volume="12"),
        head="<prism:publicationName>Journal of X</prism:publicationName>",
    )

    assert find_place(parse_entry(data)) == ("Journal of X", "12", None, None)


def test_the_paper_in_arxivs_rss_has_a_reference_instead():
    entry = parse_entry(build_rss(build_item(arxiv__journal_reference="Proc. of X, 2026")))

    assert (entry.journal_ref, entry.container) == ("Proc. of X, 2026", None)


def test_issn_and_publisher_come_from_the_entry_or_the_feed():
    issns = "<prism:issn>0008347X</prism:issn><prism:eissn>19183240</prism:eissn>"
    head = f"<dc:publisher>tandf</dc:publisher>{issns}"
    entry = parse_entry(build_rss(build_item(**JOURNAL, prism__issn="1234-5678"), head=head))

    assert entry.issns == ("0008-347X", "1918-3240")
    assert entry.publisher == "Taylor & Francis"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0031-5850", "0031-5850"),
        ("ISSN 0008347x", "0008-347X"),
        ("0031-5851", None),
        ("10031-5850", None),
        ("", None),
    ],
)
def test_an_issn_has_a_check_digit(text, expected):
    assert find_issn(text) == expected


# Papers of each real feed, with those that have a journal, and a journal and a volume.
REAL = {
    "pub-wiley-taxon-2021-12-21.xml": (8, 8, 4),
    "pub-sciencedirect.xml": (51, 51, 47),
    "pub-oup.xml": (14, 14, 14),
    "pub-cambridge.xml": (15, 15, 0),
    "pub-tandf-nnfe20.rdf.xml": (6, 6, 3),
    "pub-pubmed-search.xml": (10, 10, 7),
    "pub-ingenta-ijsem.xml": (8, 8, 0),
    "pub-ingenta.rdf.xml": (11, 11, 11),
    "pub-zootaxa.rdf.xml": (13, 13, 13),
    "pub-ojs-contrib-entomology.atom.xml": (9, 9, 0),
    "pub-ojs-et-online.atom.xml": (10, 10, 0),
    "pub-ojs-jott.rdf.xml": (7, 7, 7),
    "pub-cnjournals.xml": (10, 10, 0),
    "pub-cnki.xml": (3, 3, 0),
    "pub-pensoft-zookeys.xml": (4, 4, 4),
    "pub-zoobank.xml": (79, 0, 0),  # a register of names, not a journal
}


@for_each_row("name", REAL)
def test_papers_of_real_journals_have_a_journal(name):
    entries = parse_publisher(name).entries
    volumes = [entry.volume for entry in entries if entry.container]

    assert (len(entries), len(volumes), sum(map(bool, volumes))) == REAL[name]
    assert all(entry.published for entry in entries)


def test_the_list_of_real_feeds_is_complete():
    without_entries = {"pub-jstage-empty.atom.xml", "pub-pubmed-efetch.xml"}

    assert {path.name for path in PUBLISHERS.glob("pub-*")} == REAL.keys() | without_entries


# --- the store ------------------------------------------------------------------------------------


def test_unknown_facts_are_not_stored_and_older_lines_are_read():
    paper = observations.from_entry(parse_entry(build_rss(build_item())), TODAY)
    line = store.encode_paper(paper)

    assert not any(
        key in line for key in (b"container", b"volume", b"issue", b"pages", b"issns", b"publisher")
    )
    assert msgspec.json.decode(line, type=StoredPaper) == paper


def test_all_facts_are_stored():
    entry = parse_publisher("pub-ingenta.rdf.xml").entries[0]
    paper = observations.from_entry(entry, TODAY)

    assert msgspec.json.decode(store.encode_paper(paper), type=StoredPaper) == paper


def test_a_volume_that_is_stated_later_is_added_and_stays():
    early = parse_entry(build_rss(build_item(**JOURNAL, prism__startingPage="5")))
    late = replace(early, volume="12", pages=None)
    papers = [observations.from_entry(entry, TODAY) for entry in (early, late, early)]
    combined = observations.combine(observations.combine(papers[0], papers[1]), papers[2])

    assert find_place(combined.entry) == ("Journal of X", "12", None, "5")
    assert astuple(combined.entry) == astuple(replace(early, volume="12"))
