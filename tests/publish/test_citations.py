"""Citations in every format, read back by independent parsers, for any text in a paper."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import bibtexparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string

from generator.derive.merge import DerivedFacts, merge_paper
from generator.ingest import store
from generator.ingest.sources.registry import parse_document
from generator.model.curation_values import Appearance, Status, Venue, VenueKind
from generator.model.organisation_names import is_organisation
from generator.model.text import clean_line
from generator.publish.citations import bibtex, csl, plain_text, ris
from generator.publish.citations.citation_formats import (
    DEFAULT_FORMAT,
    FORMATS,
    cite_paper,
    describe_exported_formats,
    has_citation_file,
    list_exported_formats,
)
from generator.publish.citations.citation_record import build_citation_key, build_record
from tests.builders import make_authors, make_paper
from tests.paths import DATA, REPOSITORY
from tests.properties import limit_examples
from tests.tables import for_each_row

FEEDS = REPOSITORY / "data/feeds"
ICPE = Venue("icpe", "ICPE", "Performance Engineering & Practice", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.MAGAZINE)

PREPRINT = """\
@misc{example2026cache-2602.00001,
  title = {A Cache for {GPUs}},
  author = {Amy Example and Bo Sample},
  publisher = {arXiv},
  year = {2026},
  eprint = {2602.00001},
  archivePrefix = {arXiv},
  eprinttype = {arXiv},
  primaryClass = {cs.PF},
  url = {https://arxiv.org/abs/2602.00001},
  keywords = {Caches, cs.PF},
}
"""
IN_PROCEEDINGS = """\
@inproceedings{example2025cache-2602.00001,
  title = {A Cache for {GPUs}},
  author = {Amy Example and Bo Sample},
  booktitle = {Performance Engineering \\& Practice},
  pages = {775--788},
  year = {2025},
  eprint = {2602.00001},
  archivePrefix = {arXiv},
  eprinttype = {arXiv},
  primaryClass = {cs.PF},
  doi = {10.1145/3779212.3790145},
  url = {https://arxiv.org/abs/2602.00001},
  keywords = {Caches, cs.PF},
}
"""
ARTICLE = """\
@article{example2026cache-doi-10.5555-toy.6,
  title = {A Cache for {GPUs}},
  author = {Amy Example and Bo Sample},
  journal = {The Bridge},
  volume = {55},
  number = {4},
  pages = {29--36},
  year = {2026},
  doi = {10.5555/toy.6},
  url = {https://toys.example/6},
  keywords = {Caches, cs.PF},
}
"""

TITLES = {
    "KV_Cache for GPUs": r"{KV\_Cache} for {GPUs}",
    "100% of #1 & $5 @ home": r"100\% of \#1 \& \$5 @ home",
    "{Braces} and {{more}": r"\{Braces\} and \{more\}",
    r"Codes over \{0,1\} and {a,b} of $\{x\}$": r"Codes over \{0,1\} and \{a,b\} of $\{x\}$",
    r"A set \{$x$, GPUs\} and \} {": r"A set \{$x$, {GPUs}\} and",
    "Ends in \\": r"Ends in \textbackslash{}",
    "~x^2": r"\textasciitilde{}x\textasciicircum{}2",
    "@article{x, title={y}}": r"@article\{x, title=\{y\}\}",
    'The "quoted" = one': 'The "quoted" = one',
    "Two\nlines\u2028three": "Two lines three",
    "Solving $x_{1}^{2}$ fast": "Solving $x_{1}^{2}$ fast",
    r"Sets $\{x\}$": r"Sets $\{x\}$",
    r"An open $\{x$ set": "An open x set",
    r"A trick $\\{a}$": r"A trick a",
    r"A file $\input{/etc/passwd}$": r"A file \textbackslash{}input\{/etc/passwd\}",
    r"G\"odel and \emph{Escher}": "Gödel and Escher",
    "ÉTÉ de l'Été": "{ÉTÉ} de l'Été",
}
NAMES = {
    "Amy Example": "Amy Example",
    "Example, Amy": "{Example, Amy}",
    "Amy and Bo": "{Amy and Bo}",
    "others": "{others}",
    "Andy Sander": "Andy Sander",
    "The Toy Collaboration": "{The Toy Collaboration}",
    r"G\"odel": "{Gödel}",
    "A & B": r"{A \& B}",
    "Amy {Example": "Amy Example",
    "Amy van der Example": "Amy van der Example",
    "Amy Example Jr.": "Example, Jr., Amy",
    "李明": "{李明}",
}
TEXT = st.text() | st.text(st.sampled_from("{}\\$%@#&_^~\"'=,()[]<> \nabAB1é-"), min_size=1)


def write_bibtex(paper, venue=None):
    return bibtex.write_entry(build_record(paper, venue, ["Caches"]))


def parse_with_pybtex(text):
    """Parse one entry with pybtex, which is strict."""
    (entry,) = parse_string(text, "bibtex").entries.values()
    return entry


def parse_with_bibtexparser(text):
    """Parse one entry with bibtexparser, and require that it could parse everything."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.blocks) == 1
    (entry,) = library.entries
    return entry


def parse_with_both(text):
    """Parse the title and the authors of an entry, and require that both parsers agree."""
    by_pybtex, by_bibtexparser = parse_with_pybtex(text), parse_with_bibtexparser(text)
    title = by_pybtex.fields.get("title", "")
    assert (by_bibtexparser.get("title").value if by_bibtexparser.get("title") else "") == title
    assert by_pybtex.type == by_bibtexparser.entry_type
    return title, by_pybtex.persons.get("author", [])


def test_two_bibtex_parsers_agree_on_every_stored_paper():
    nothing = DerivedFacts(None, (), None)
    papers = [
        merge_paper(stored, stored.entry, nothing, None, (feed,))
        for feed, stored_papers in store.read(FEEDS).items()
        for stored in stored_papers.values()
    ]
    text = bibtex.FORMAT.write_file([build_record(paper, None) for paper in papers])
    by_pybtex, by_bibtexparser = parse_string(text, "bibtex").entries, bibtexparser.parse_string(text)

    assert (by_bibtexparser.failed_blocks, len(by_bibtexparser.blocks)) == ([], len(papers))
    assert list(by_pybtex) == [entry.key for entry in by_bibtexparser.entries]
    for paper, entry in zip(papers, by_bibtexparser.entries, strict=True):
        assert dict(by_pybtex[entry.key].fields) == {
            field.key: field.value for field in entry.fields if field.key != "author"
        }
        assert len(by_pybtex[entry.key].persons["author"]) == len(paper.authors)
        assert entry["author"].count(" and ") == len(paper.authors) - 1


@pytest.mark.parametrize(
    ("changes", "venue", "expected"),
    [
        pytest.param({}, None, PREPRINT, id="preprint"),
        pytest.param(
            {
                "appearance": Appearance("icpe", 2025, "775-788"),
                "dois": ("10.1145/3779212.3790145", "10.1/2"),
            },
            ICPE,
            IN_PROCEEDINGS,
            id="conference",
        ),
        pytest.param(
            {
                "paper_id": "doi:10.5555/toy.6",
                "appearance": Appearance("bridge", 2026, "29-36", "55", "4"),
                "dois": ("10.5555/toy.6",),
                "url": "https://toys.example/6",
            },
            BRIDGE,
            ARTICLE,
            id="magazine",
        ),
    ],
)
def test_a_bibtex_entry_has_the_fields_of_its_type(changes, venue, expected):
    entry = write_bibtex(make_paper(title="A Cache for GPUs", **changes), venue)

    assert expected == entry
    parse_with_both(entry)


@for_each_row(("title", "expected"), TITLES.items())
def test_a_title_is_escaped_for_tex(title, expected):
    entry = write_bibtex(make_paper(title=title), None)

    assert f"  title = {{{expected}}},\n" in entry
    assert parse_with_both(entry)[0] == expected


@for_each_row(("name", "expected"), NAMES.items())
def test_a_name_stays_one_author(name, expected):
    entry = write_bibtex(make_paper(authors=make_authors(name, "Cy Last")), None)

    assert f"  author = {{{expected} and Cy Last}},\n" in entry
    assert len(parse_with_both(entry)[1]) == 2


def test_unknown_fields_are_left_out():
    entry = write_bibtex(make_paper(title="", authors=make_authors("{}"), published=None, url=None), None)

    assert entry.splitlines()[1].startswith("  publisher")
    assert "title" not in entry
    assert "author" not in entry
    parse_with_both(entry)


@pytest.mark.parametrize("address", ["10.5555/{toy}", "10.5555/toy}", "10.5555/a\\b"])
def test_an_identifier_that_would_break_the_entry_is_left_out(address):
    entry = write_bibtex(make_paper(dois=(address,), url=f"https://doi.org/{address}"), None)

    assert "doi" not in entry
    parse_with_both(entry)


@given(TEXT, TEXT, TEXT)
@limit_examples(60)
@example("@a{b", "and", "}")
@example("\\", "{", "\\{")
@example("$\\}{$", "a and", "and b")
def test_any_text_gives_exactly_one_entry(title, name, place):
    venue = replace(ICPE, name=place)
    paper = make_paper(
        title=title,
        authors=make_authors(name, "Cy Last"),
        appearance=Appearance("icpe", 2026, place, place, place),
        primary_category=place,
    )
    _, names = parse_with_both(write_bibtex(paper, venue))

    assert 1 <= len(names) <= 2
    assert str(names[-1]) == "Last, Cy"


def test_a_key_begins_with_author_year_and_a_word_of_the_title():
    paper = make_paper("cs/0301008", title="On the Théorie of $x$", authors=make_authors("Bo Ünal"))

    assert build_citation_key(paper) == "unal2026theorie-cs-0301008"
    assert build_citation_key(replace(paper, title=f"RETRACTED: {paper.title}")) == build_citation_key(paper)
    assert build_citation_key(replace(paper, authors=(), title="", published=None)) == "anonymous-cs-0301008"
    assert build_citation_key(replace(paper, appearance=Appearance("icpe", 2025))).startswith("unal2025")


def test_papers_of_the_same_authors_title_and_year_have_different_keys():
    same = {"authors": make_authors("李明"), "title": "日本"}
    other_ids = [
        "2602.00001",
        "2602.00002",
        "cs/0602001",
        "doi:10.5555/a",
        "doi:10.5555/b/",
        "url:https://a.example",
    ]

    assert len({build_citation_key(make_paper(paper_id, **same)) for paper_id in other_ids}) == len(other_ids)


@limit_examples(50)
@given(TEXT, TEXT)
def test_a_key_is_ascii_letters_digits_dashes_and_dots(title, name):
    key = build_citation_key(
        make_paper(title=title, authors=make_authors(name), published=datetime(2026, 1, 1, tzinfo=UTC))
    )

    assert key.isascii()
    assert key.replace("-", "").replace(".", "").isalnum()


# --- the record and the other formats --------------------------------------------------------------------

RIS = """\
TY  - RPRT
ID  - example2026cache-2602.00001
AU  - Example, Amy
AU  - Sample, Bo
TI  - A Cache for GPUs
PY  - 2026
DA  - 2026/02/03/
PB  - arXiv
SN  - arXiv:2602.00001
M3  - Preprint
M2  - Type: preprint
KW  - cs.PF
UR  - https://arxiv.org/abs/2602.00001
ER  - \r
"""
RIS_ARTICLE = """\
TY  - MGZN
ID  - example2026cache-doi-10.5555-toy.6
AU  - Example, Amy
AU  - Sample, Bo
TI  - A Cache for GPUs
T2  - The Bridge
VL  - 55
IS  - 4
SP  - 29
EP  - 36
PY  - 2026
DA  - 2026/02/03/
KW  - cs.PF
DO  - 10.5555/toy.6
UR  - https://toys.example/6
ER  - \r
"""
IN_THE_BRIDGE = {
    "paper_id": "doi:10.5555/toy.6",
    "appearance": Appearance("bridge", 2026, "29-36", "55", "4"),
    "dois": ("10.5555/toy.6",),
    "url": "https://toys.example/6",
}
PARTS = {
    "Amy Example": {"family": "Example", "given": "Amy"},
    "Amy B. van der Example": {"family": "van der Example", "given": "Amy B."},
    "Amy Example Jr.": {"family": "Example", "given": "Amy", "suffix": "Jr."},
    "Example Jr.": {"family": "Jr.", "given": "Example"},
    "Plato": {"literal": "Plato"},
    "李明": {"literal": "李明"},
    "Toy Team": {"literal": "Toy Team"},
    "Example, Amy": {"literal": "Example, Amy"},
}
# Fields of csl-data.json (https://github.com/citation-style-language/schema).
CSL_REQUIRED = {"type", "id"}
CSL_TEXTS = {
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "number",
    "DOI",
    "URL",
    "id",
}
CSL_TYPES = {"article", "article-journal", "article-magazine", "paper-conference"}
CSL_NAME_PARTS = {"family", "given", "suffix", "literal"}
RIS_TAGS = set("TY ID AU TI T2 C3 VL IS SP EP PY DA PB SN AB KW DO UR ER".split())


@for_each_row(("name", "parts"), PARTS.items())
def test_a_name_is_split_into_its_parts(name, parts):
    assert build_record(make_paper(authors=make_authors(name)), None)["author"] == [parts]


def test_a_record_has_csl_fields_and_those_for_other_formats():
    paper = make_paper(title="A Cache for GPUs", authors=make_authors("Amy Example"))

    assert build_record(paper, None, ["Caches"]) == {
        "id": "example2026cache-2602.00001",
        "type": "article",
        "title": "A Cache for GPUs",
        "author": [{"family": "Example", "given": "Amy"}],
        "issued": {"date-parts": [[2026, 2, 3]]},
        "publisher": "arXiv",
        "number": "arXiv:2602.00001",
        "URL": "https://arxiv.org/abs/2602.00001",
        "custom": {
            "eprint": "2602.00001",
            "primaryClass": "cs.PF",
            "texTitle": "A Cache for {GPUs}",
            "keywords": ["Caches", "cs.PF"],
        },
    }


@pytest.mark.parametrize(
    ("kind", "csl_type", "ris_type", "bibtex_start"),
    [
        (VenueKind.JOURNAL, "article-journal", "JOUR", "@article{"),
        (VenueKind.MAGAZINE, "article-magazine", "MGZN", "@article{"),
        (VenueKind.CONFERENCE, "paper-conference", "CONF", "@inproceedings{"),
        (VenueKind.WORKSHOP, "paper-conference", "CONF", "@inproceedings{"),
    ],
)
def test_each_kind_of_venue_has_its_type_in_every_format(kind, csl_type, ris_type, bibtex_start):
    record = build_record(make_paper(appearance=Appearance("icpe", 2026)), replace(ICPE, kind=kind))
    container = "journal" if bibtex_start == "@article{" else "booktitle"

    assert record["type"] == csl_type
    assert ris.write_entry(record).startswith(f"TY  - {ris_type}\r\n")
    assert bibtex.write_entry(record).startswith(bibtex_start)
    assert f"  {container} = {{Performance Engineering" in bibtex.write_entry(record)


def test_a_paper_without_facts_can_be_cited():
    paper = make_paper(
        "url:https://toys.example/1",
        title="",
        authors=(),
        published=None,
        url=None,
        abstract=None,
        categories=(),
    )
    record, key = build_record(paper, None), build_citation_key(paper)

    assert record == {"id": key, "type": "article"}
    assert bibtex.write_entry(record) == f"@misc{{{key},\n}}\n"
    assert ris.write_entry(record) == f"TY  - GEN\r\nID  - {key}\r\nER  - \r\n"
    assert plain_text.write_entry(record) == "\n"


@pytest.mark.parametrize(
    ("changes", "venue", "expected"),
    [({}, None, RIS), (IN_THE_BRIDGE, BRIDGE, RIS_ARTICLE)],
    ids=["preprint", "magazine"],
)
def test_a_paper_is_written_as_ris(changes, venue, expected):
    text = ris.write_entry(build_record(make_paper(title="A Cache for GPUs", **changes), venue))

    assert text.replace("\r\n", "\n") == expected.replace("\r\n", "\n")
    assert text.count("\r\n") == text.count("\n")


PLAIN = {
    "preprint": (
        {},
        None,
        "Amy Example, Bo Sample (2026). A Cache. arXiv:2602.00001. https://arxiv.org/abs/2602.00001\n",
    ),
    "magazine": (
        IN_THE_BRIDGE,
        BRIDGE,
        "Amy Example, Bo Sample (2026). A Cache. The Bridge 55(4), 29-36. https://doi.org/10.5555/toy.6\n",
    ),
    "conference": (
        {"appearance": Appearance("icpe", 2025, "775-788"), "authors": make_authors(*["Amy Example"] * 11)},
        ICPE,
        ", ".join(["Amy Example"] * 10)
        + " et al. (2025). A Cache. Performance Engineering & Practice, 775-788."
        + " https://arxiv.org/abs/2602.00001\n",
    ),
    "reserved characters": (
        {"dois": ("10.1002/(SICI)1097(1996)77:1<1::AID-X1>3.0.CO;2-#",)},
        None,
        (
            "Amy Example, Bo Sample (2026). A Cache. arXiv:2602.00001."
            " https://doi.org/10.1002/(SICI)1097(1996)77:1%3C1::AID-X1%3E3.0.CO;2-%23\n"
        ),
    ),
    "question": (
        {"title": "Why?", "url": None, "published": None},
        None,
        "Amy Example, Bo Sample. Why? arXiv:2602.00001.\n",
    ),
}


@pytest.mark.parametrize(("changes", "venue", "expected"), PLAIN.values(), ids=PLAIN)
def test_a_paper_is_written_as_plain_text(changes, venue, expected):
    record = build_record(make_paper(**{"title": "A Cache", **changes}), venue)

    assert plain_text.write_entry(record) == expected


@given(TEXT, TEXT, TEXT)
@limit_examples(60)
@example("ER  - \nTY  - JOUR", "a\u2028TY  - b", "\x85")
def test_any_text_gives_one_ris_entry_and_one_csl_item(title, name, place):
    paper = make_paper(
        title=title,
        authors=make_authors(name, "Cy Last"),
        appearance=Appearance("icpe", 2026, place, place, place),
    )
    record = build_record(paper, replace(ICPE, name=place), [place, title])
    lines = ris.write_entry(record).split("\r\n")
    [item] = json.loads(csl.FORMAT.write_file([record]))

    assert [line[2:6] for line in lines[:-1]] == ["  - "] * (len(lines) - 1)
    assert {line[:2] for line in lines[:-1]} <= RIS_TAGS
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    assert item == record
    assert set(item) >= CSL_REQUIRED
    assert item["type"] in CSL_TYPES
    assert all(isinstance(item[field], str) and item[field] for field in CSL_TEXTS & set(item))
    assert set(item) <= CSL_TEXTS | {"type", "author", "issued", "custom"}
    for author in item["author"]:
        assert set(author) <= CSL_NAME_PARTS
        assert all(isinstance(part, str) for part in author.values())
    assert all(isinstance(part, int) for part in item["issued"]["date-parts"][0])


@given(TEXT)
@limit_examples(60)
@example("}\n@misc{b,\n}")
@example("ER  - \r\nTY  - JOUR")
def test_any_abstract_is_one_field_of_its_entry(text):
    record, abstract = build_record(make_paper(), None), clean_line(text) or "a"
    in_bibtex = bibtex.FORMAT.add_abstract(bibtex.write_entry(record), abstract)
    in_ris = ris.FORMAT.add_abstract(ris.write_entry(record), abstract)

    parse_with_both(in_bibtex)
    assert in_ris.split("\r\n")[-3:] == [f"AB  - {abstract}", "ER  - ", ""]
    assert in_ris.replace(f"AB  - {abstract}\r\n", "", 1) == ris.write_entry(record)


# --- the registry of formats, and what pages carry of them -----------------------------------------------

BY_LABEL = pytest.mark.parametrize("citation_format", FORMATS, ids=[each.label for each in FORMATS])
GROUP_NAMES = {
    "The Toy Collaboration", "A toy consortium", "Toy Team", "Toy Group", "The Toy Project", "Amy and Bo",
    "Example, Amy", "others",
}  # fmt: skip
KEY_STOPWORDS = (
    "a an and as at by can do for from how in is it of on the to towards toward what why with".split()
)


def make_records(count, **fields):
    return [build_record(make_paper(f"2602.{number:05}", **fields), None) for number in range(1, count + 1)]


@BY_LABEL
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_file_is_its_entries_with_text_around_and_between_them(citation_format, count):
    records = make_records(count)
    text = citation_format.write_file(records)

    assert text.startswith(citation_format.before)
    assert text.endswith(citation_format.after)
    entries = text[len(citation_format.before) : len(text) - len(citation_format.after)]
    assert entries == citation_format.between.join(map(citation_format.write_entry, records))


@BY_LABEL
def test_a_format_has_all_that_readers_need(citation_format):
    assert citation_format.label.strip()
    assert not citation_format.extension.startswith(".")
    assert re.fullmatch(r"[a-z]+/[a-z.+-]+", citation_format.media_type)


def test_no_two_formats_have_the_same_name_or_file():
    assert len({each.label for each in FORMATS}) == len({each.extension for each in FORMATS}) == len(FORMATS)


def test_a_page_carries_every_format_but_the_one_that_it_shows():
    [record] = make_records(1)
    citations = cite_paper(record)

    assert [citation["label"] for citation in citations] == [each.label for each in FORMATS]
    for citation, citation_format in zip(citations, FORMATS, strict=True):
        expected = None if citation_format is DEFAULT_FORMAT else citation_format.write_file([record])
        assert citation.get("text") == expected


def test_the_saved_page_knows_how_to_join_the_exported_formats():
    formats = describe_exported_formats()

    assert [each["extension"] for each in formats] == [each.extension for each in list_exported_formats()]
    for description, citation_format in zip(formats, list_exported_formats(), strict=True):
        entries = [citation_format.write_entry(record) for record in make_records(3)]
        text = description["before"] + description["between"].join(entries) + description["after"]
        assert text == citation_format.join_entries(entries)


@pytest.mark.parametrize(("count", "expected"), [(0, False), (10, False), (11, True)])
def test_citations_of_a_paper_with_many_authors_are_in_a_file(count, expected):
    paper = make_paper(authors=make_authors(*["Amy Example"] * count))

    assert has_citation_file(paper) is expected


@for_each_row("name", GROUP_NAMES)
def test_the_name_of_a_group_stays_whole(name):
    assert is_organisation(name)
    assert build_record(make_paper(authors=make_authors(name)), None)["author"] == [{"literal": name}]


@pytest.mark.parametrize("suffix", ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"])
def test_a_suffix_is_not_a_family_name(suffix):
    [author] = build_record(make_paper(authors=make_authors(f"Amy Example {suffix}")), None)["author"]

    assert author == {"family": "Example", "given": "Amy", "suffix": suffix}


@for_each_row("word", KEY_STOPWORDS)
def test_a_key_skips_short_words_of_the_title(word):
    assert build_citation_key(make_paper(title=f"{word.title()} Cache")).startswith("example2026cache-")


def test_a_set_of_a_title_keeps_its_braces():
    document = parse_document((DATA / "cases/19-set-braces.atom.xml").read_bytes(), "19", date(2024, 6, 1))
    entry = write_bibtex(make_paper(title=document.entries[0].title), None)

    assert r"title = {Codes over \{0,1\} and \{a,b\}: a study of $\{x\}$}," in entry


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, None), ({"status": Status.WITHDRAWN}, "Withdrawn")],
    ids=["listed", "withdrawn"],
)
def test_a_citation_states_that_a_paper_is_withdrawn(fields, status):
    record = build_record(make_paper(**fields), None)

    assert record.get("status") == (status and status.lower())
    assert ("note = {Withdrawn}" in bibtex.write_entry(record)) is bool(status)
    assert ("N1  - Withdrawn" in ris.write_entry(record)) is bool(status)
    assert (" Withdrawn. " in plain_text.write_entry(record)) is bool(status)
