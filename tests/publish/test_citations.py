"""Citations that others can read, whatever the paper is called: BibTeX as two independent readers see it."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import bibtexparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from generator.derive.merge import DerivedFacts, merge_paper
from generator.ingest import store
from generator.model.curation_values import Appearance, Status, Venue, VenueKind
from generator.publish.citations.bibtex import entry as bibtex_entry
from generator.publish.citations.citation_formats import FORMATS, cite, cite_all
from generator.publish.citations.citation_record import build_citation_key, build_record, packed
from tests.builders import a_paper, authors
from tests.paths import REPOSITORY

FEEDS = REPOSITORY / "data/feeds"
ICPE = Venue("icpe", "ICPE", "Performance Engineering & Practice", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.MAGAZINE)

PREPRINT = """\
@misc{example2026cache-2602.00001,
  title = {A Cache for {GPUs}},
  author = {Amy Example and Bo Sample},
  year = {2026},
  eprint = {2602.00001},
  archivePrefix = {arXiv},
  eprinttype = {arXiv},
  primaryClass = {cs.PF},
  url = {https://arxiv.org/abs/2602.00001},
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
}
"""

TITLES = {
    "KV_Cache for GPUs": r"{KV\_Cache} for {GPUs}",
    "100% of #1 & $5 @ home": r"100\% of \#1 \& \$5 @ home",
    "{Braces} and {{more}": "Braces and more",
    "Ends in \\": r"Ends in \textbackslash{}",
    "~x^2": r"\textasciitilde{}x\textasciicircum{}2",
    "@article{x, title={y}}": "@articlex, title=y",
    'The "quoted" = one': 'The "quoted" = one',
    "Two\nlines\u2028three": "Two lines three",
    "Solving $x_{1}^{2}$ fast": "Solving $x_{1}^{2}$ fast",
    r"Sets $\{x\}$": r"Sets $\{x\}$",
    r"An open $\{x$ set": "An open x set",
    r"A trick $\\{a}$": r"A trick a",
    r"A file $\input{/etc/passwd}$": r"A file \textbackslash{}input/etc/passwd",
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
    "A & B": r"A \& B",
    "Amy {Example": "Amy Example",
    "Amy van der Example": "Amy van der Example",
    "Amy Example Jr.": "Example, Jr., Amy",
    "李明": "{李明}",
}
TEXT = st.text() | st.text(st.sampled_from("{}\\$%@#&_^~\"'=,()[]<> \nabAB1é-"), min_size=1)


def bibtex(paper, venue):
    return cite(build_record(paper, venue), "bibtex")


def pybtex(text):
    """The one entry that pybtex, which is strict, reads."""
    (entry,) = parse_string(text, "bibtex").entries.values()
    return entry


def bibtexparser2(text):
    """The one entry that bibtexparser 2 reads, if it could read all."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.blocks) == 1
    (entry,) = library.entries
    return entry


def read_by_both(text):
    """Title and authors, as both read them."""
    one, other = pybtex(text), bibtexparser2(text)
    title = one.fields.get("title", "")
    names = one.persons.get("author", [])
    assert (other.get("title").value if other.get("title") else "") == title
    assert one.type == other.entry_type
    return title, names


def test_every_paper_of_the_feeds_is_read_by_both():
    nothing = DerivedFacts(None, (), Status.LISTED)
    papers = [
        merge_paper(stored, stored.entry, nothing, None, (feed,))
        for feed, found in store.read(FEEDS).items()
        for stored in found.values()
    ]
    text = cite_all([build_record(paper, None) for paper in papers], "bibtex")
    one, other = parse_string(text, "bibtex").entries, bibtexparser.parse_string(text)

    assert (other.failed_blocks, len(other.blocks)) == ([], len(papers))
    assert list(one) == [entry.key for entry in other.entries]
    for paper, entry in zip(papers, other.entries, strict=True):
        assert dict(one[entry.key].fields) == {
            field.key: field.value for field in entry.fields if field.key != "author"
        }
        assert len(one[entry.key].persons["author"]) == len(paper.authors)
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
def test_an_entry_says_what_is_known(changes, venue, expected):
    entry = bibtex(a_paper(title="A Cache for GPUs", **changes), venue)

    assert expected == entry
    read_by_both(entry)


@pytest.mark.parametrize(("title", "expected"), TITLES.items())
def test_a_title_is_what_tex_shows(title, expected):
    entry = bibtex(a_paper(title=title), None)

    assert f"  title = {{{expected}}},\n" in entry
    assert read_by_both(entry)[0] == expected


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_a_name_is_one_author(name, expected):
    entry = bibtex(a_paper(authors=authors(name, "Cy Last")), None)

    assert f"  author = {{{expected} and Cy Last}},\n" in entry
    assert len(read_by_both(entry)[1]) == 2


def test_what_is_not_known_is_left_out():
    entry = bibtex(a_paper(title="", authors=authors("{}"), published=None, url=None), None)

    assert entry.splitlines()[1].startswith("  eprint")
    assert "title" not in entry
    assert "author" not in entry
    read_by_both(entry)


@pytest.mark.parametrize("address", ["10.5555/{toy}", "10.5555/toy}", "10.5555/a\\b"])
def test_an_identifier_that_would_break_the_entry_is_left_out(address):
    entry = bibtex(a_paper(dois=(address,), url=f"https://doi.org/{address}"), None)

    assert "doi" not in entry
    read_by_both(entry)


@given(TEXT, TEXT, TEXT)
@settings(max_examples=60)
@example("@a{b", "and", "}")
@example("\\", "{", "\\{")
@example("$\\}{$", "a and", "and b")
def test_any_text_gives_exactly_one_entry(title, name, place):
    venue = replace(ICPE, name=place)
    paper = a_paper(
        title=title,
        authors=authors(name, "Cy Last"),
        appearance=Appearance("icpe", 2026, place, place, place),
        primary_category=place,
    )
    _, names = read_by_both(bibtex(paper, venue))

    assert 1 <= len(names) <= 2
    assert str(names[-1]) == "Last, Cy"


def test_a_key_begins_with_author_year_and_a_word_of_the_title():
    paper = a_paper("cs/0301008", title="On the Théorie of $x$", authors=authors("Bo Ünal"))

    assert build_citation_key(paper) == "unal2026theorie-cs-0301008"
    assert build_citation_key(replace(paper, authors=(), title="", published=None)) == "anonymous-cs-0301008"
    assert build_citation_key(replace(paper, appearance=Appearance("icpe", 2025))).startswith("unal2025")


def test_papers_of_the_same_authors_title_and_year_have_different_keys():
    same = {"authors": authors("李明"), "title": "日本"}
    other_ids = [
        "2602.00001",
        "2602.00002",
        "cs/0602001",
        "doi:10.5555/a",
        "doi:10.5555/b/",
        "url:https://a.example",
    ]

    assert len({build_citation_key(a_paper(paper_id, **same)) for paper_id in other_ids}) == len(other_ids)


@settings(max_examples=50)
@given(TEXT, TEXT)
def test_a_key_is_plain(title, name):
    found = build_citation_key(
        a_paper(title=title, authors=authors(name), published=datetime(2026, 1, 1, tzinfo=UTC))
    )

    assert found.isascii()
    assert found.replace("-", "").replace(".", "").isalnum()


# --- the record, and the other formats -------------------------------------------------------------------

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
UR  - https://arxiv.org/abs/2602.00001
ER  - \r
"""
RIS_OF_AN_ARTICLE = """\
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
# What csl-data.json demands (https://github.com/citation-style-language/schema), and what else may be there.
CSL_REQUIRED = {"type", "id"}
CSL_TEXTS = {"title", "container-title", "volume", "issue", "page", "publisher", "number", "DOI", "URL", "id"}
CSL_TYPES = {"article", "article-journal", "article-magazine", "paper-conference"}
CSL_NAME_PARTS = {"family", "given", "suffix", "literal"}
RIS_TAGS = set("TY ID AU TI T2 VL IS SP EP PY DA PB SN DO UR ER".split())


@pytest.mark.parametrize(("name", "parts"), PARTS.items())
def test_a_name_is_told_in_its_parts(name, parts):
    assert build_record(a_paper(authors=authors(name)), None)["author"] == [parts]


def test_a_record_is_what_bibtex_and_csl_need_and_no_more():
    assert build_record(a_paper(title="A Cache for GPUs", authors=authors("Amy Example")), None) == {
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
        },
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A Cache for GPUs", ""),  # its TeX says it
        ("A cache", "A cache"),
        ("Caches & $O(n)$ of GPUs", "Caches & O(n) of GPUs"),
    ],
)
def test_a_page_carries_a_title_once(title, expected):
    known = build_record(a_paper(title=title), None)

    assert packed(known) == known | {"title": expected, "author": ["Example, Amy", "Sample, Bo"]}


@given(st.text())
@example("Martin Luther King Jr.")
@example("Ludwig van der Rohe, PhD")
@example("The Team, Inc")
def test_a_name_that_a_page_carries_comes_apart_again(name):
    [known] = build_record(a_paper(authors=authors(name)), None).get("author", [{"literal": ""}])
    [carried] = packed({"author": [known]})["author"]

    assert carried == known if "literal" in known else carried.split(", ") == list(known.values())


def test_of_many_authors_an_entry_can_name_the_first():
    known = build_record(a_paper(authors=authors("Amy Example", "Bo Sample", "Others", "Cy Third")), None)
    [entry] = parse_string(bibtex_entry(known, 2), "bibtex").entries.values()

    assert [str(person) for person in entry.persons["author"]] == ["Example, Amy", "Sample, Bo", "others"]
    assert bibtex_entry(known, 4) == bibtex_entry(known) == cite(known, "bibtex")


def test_an_unknown_paper_has_a_record_all_the_same():
    unknown = a_paper("url:https://toys.example/1", title="", authors=(), published=None, url=None)

    assert build_record(unknown, None) == {"id": build_citation_key(unknown), "type": "article"}
    assert cite(build_record(unknown, None), "text") == "\n"
    assert (
        cite(build_record(unknown, None), "ris")
        == f"TY  - GEN\r\nID  - {build_citation_key(unknown)}\r\nER  - \r\n"
    )


@pytest.mark.parametrize(
    ("changes", "venue", "expected"),
    [({}, None, RIS), (IN_THE_BRIDGE, BRIDGE, RIS_OF_AN_ARTICLE)],
    ids=["preprint", "magazine"],
)
def test_a_paper_as_ris(changes, venue, expected):
    text = cite(build_record(a_paper(title="A Cache for GPUs", **changes), venue), "ris")

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
        {"appearance": Appearance("icpe", 2025, "775-788"), "authors": authors(*["Amy Example"] * 11)},
        ICPE,
        ", ".join(["Amy Example"] * 10)
        + " et al. (2025). A Cache. Performance Engineering & Practice, 775-788."
        + " https://arxiv.org/abs/2602.00001\n",
    ),
    "question": (
        {"title": "Why?", "url": None, "published": None},
        None,
        "Amy Example, Bo Sample. Why? arXiv:2602.00001.\n",
    ),
}


@pytest.mark.parametrize(("changes", "venue", "expected"), PLAIN.values(), ids=PLAIN)
def test_a_paper_as_plain_text(changes, venue, expected):
    assert cite(build_record(a_paper(**{"title": "A Cache", **changes}), venue), "text") == expected


@given(TEXT, TEXT, TEXT)
@settings(max_examples=60)
@example("ER  - \nTY  - JOUR", "a\u2028TY  - b", "\x85")
def test_any_text_gives_one_entry_of_known_tags_in_ris_and_one_csl_item(title, name, place):
    paper = a_paper(
        title=title,
        authors=authors(name, "Cy Last"),
        appearance=Appearance("icpe", 2026, place, place, place),
    )
    found = build_record(paper, replace(ICPE, name=place))
    lines = cite(found, "ris").split("\r\n")
    [item] = json.loads(cite(found, "csl"))

    assert [line[2:6] for line in lines[:-1]] == ["  - "] * (len(lines) - 1)
    assert {line[:2] for line in lines[:-1]} <= RIS_TAGS
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    assert item == found
    assert set(item) >= CSL_REQUIRED
    assert item["type"] in CSL_TYPES
    assert all(isinstance(item[field], str) and item[field] for field in CSL_TEXTS & set(item))
    assert set(item) <= CSL_TEXTS | {"type", "author", "issued", "custom"}
    for author in item["author"]:
        assert set(author) <= CSL_NAME_PARTS
        assert all(isinstance(part, str) for part in author.values())
    assert all(isinstance(part, int) for part in item["issued"]["date-parts"][0])


@pytest.mark.parametrize("name", FORMATS)
def test_citations_of_several_papers_are_those_of_each(name):
    records = [
        build_record(a_paper(paper_id, title=paper_id), None) for paper_id in ("2602.00001", "2602.00002")
    ]
    both = cite_all(records, name)

    for each in records:
        assert cite(each, name).strip("[]\r\n") in both
