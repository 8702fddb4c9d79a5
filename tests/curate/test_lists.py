"""Lists that people bring: what is read from them, what becomes of it, and what is told.

``lists/`` holds a README in the usual styles, a BibTeX file, a Zotero export and a broken one of each, and
``papers.tsv`` the papers that the catalogue knows: id, title, DOIs, authors.
"""

import json
import logging
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.curate.lists import (
    list_items,
    markdown_entry,
    read_bibtex,
    read_csl,
    read_markdown,
)
from generator.curate.lists.convert import convert
from generator.curate.lists.markdown_text import Document
from generator.curation.layout import SETTINGS, TOPICS, VENUES
from generator.curation.read import read_curation
from generator.model.curation_values import Link, LinkKind, ListEntry, ReadingList, Topic
from generator.model.errors import UsageError
from generator.model.papers import Assignment
from generator.model.text import clean_line
from tests.builders import a_catalogue, a_paper, authors, within
from tests.paths import DATA

LISTS = DATA / "lists"
EXAMPLES = ["README.md", "refs.bib", "zotero.json", "broken.md", "broken.bib", "broken.json"]
TITLES = {
    "llm-inference": "LLM inference",
    "attention-and-kv-cache": "Attention and the KV cache",
    "model-training": "Training",
    "model-compression": "Quantisation and sparsity",
    "compilers": "Compilers and code generation",
    "storage-and-io": "Storage and parallel I/O",
    "profiling-and-observability": "Profiling and observability",
    "graph-processing": "Graphs",
    "networks": "Networks",
}
TOPIC_VALUES = tuple(Topic(name, title, "Papers of a kind.") for name, title in TITLES.items())
PAPERS = tuple(
    a_paper(paper_id, title=title, dois=tuple(dois.split()), authors=authors(names), url=None)
    for paper_id, title, dois, names in (
        line.split("\t") for line in (LISTS / "papers.tsv").read_text("utf-8").splitlines()
    )
)
KNOWN = a_catalogue(*PAPERS, topics=TOPIC_VALUES)
# One paper and what it takes to name it.
TOY = a_paper("2602.00001", title="A toy", dois=("10.5555/Toy.1",))
TOYS = a_catalogue(TOY, a_paper("2602.00002", title="Another"), topics=TOPIC_VALUES)

# An address or words, and the paper's id.
ADDRESSES = [
    ("https://arxiv.org/abs/2602.00001", "2602.00001"),
    ("http://www.arxiv.org/abs/2602.00001v12/", "2602.00001"),
    ("https://arxiv.org/pdf/2602.00001v2.pdf#page=3", "2602.00001"),
    ("https://export.arxiv.org/html/2602.00001?context=cs", "2602.00001"),
    ("https://arxiv.org/abs/cs/0301008v1", "cs/0301008"),
    ("arXiv:2602.00001v1", "2602.00001"),
    ("10.48550/arXiv.2602.00001", "2602.00001"),
    ("https://doi.org/10.48550/arXiv.2602.00001", "2602.00001"),
    ("https://doi.org/10.5555%2FToy.1", "doi:10.5555/toy.1"),
    ("http://dx.doi.org/10.5555/TOY.1", "doi:10.5555/toy.1"),
    ("https://dl.acm.org/doi/abs/10.5555/toy.1?x=y", "doi:10.5555/toy.1"),
    ("https://link.springer.com/article/10.5555/toy.1", "doi:10.5555/toy.1"),
    ("doi: 10.5555/toy.1", "doi:10.5555/toy.1"),
]
NO_PAPERS = ["https://arxiv.org/list/cs.PF/recent", "https://github.com/a/b", "https://[", "javascript:1", ""]

# An entry of a Markdown list: its title, its note, its ids, its code.
URL = "https://arxiv.org/abs/2602.00001"
CODE = "https://github.com/a/b"
ENTRIES = [
    (f"- [A toy]({URL}) - Amy, ICS '26. [[code]]({CODE})", "A toy", "Amy, ICS '26.", (CODE,)),
    (f"- [A toy]({URL}) - Amy. [[code]({CODE})] [[slides](https://a.example/s)]", "A toy", "Amy.", (CODE,)),
    (f"* **A toy**, Amy et al. ([PDF]({URL}), [code]({CODE}.git))", "A toy", "Amy et al.", (f"{CODE}.git",)),
    (f"1. A toy. Amy. {URL}.", "A toy. Amy", None, ()),
    ("+ A toy, Amy, arXiv:2602.00001.", "A toy, Amy", None, ()),
    (f"- [A [very] toy]({URL} 'x') | Amy | [Code]({CODE})", "A [very] toy", "Amy", (CODE,)),
    (f"- [x] <a href='{URL}'>A toy</a> by <b>Amy</b> &amp; Bo", "A toy", "by Amy & Bo", ()),
    (f"- [A toy][1]: *good*\n\n[1]: <{URL}>", "A toy", "good", ()),
    (f"- [A toy](<{URL}>) ![stars](https://a.example/b.svg)", "A toy", None, ()),
    (f"- [![badge](https://a.example/b.svg)]({URL}) words", "badge", "words", ()),
    (f"- **A toy**\n  - Amy, 2026\n  - [pdf]({URL})\n  - [Github]({CODE})", "A toy", "Amy, 2026", (CODE,)),
    (f"- A snake_case \\*toy\\* [PDF]({URL})", "A snake_case *toy*", None, ()),
    (f"|Year|Title|Link|\n|--|:-:|-:|\n|2026|A toy|[arXiv]({URL}) [repo]({CODE})|", "A toy", "2026", (CODE,)),
    (f"[A toy]({URL}), in a paragraph\nof two lines.", "A toy", "in a paragraph of two lines.", ()),
    (f"- A toy ([arXiv]({URL}) and [journal](https://a.example/toy))", "A toy", None, ()),
    (f"- [**A** toy]({URL}) in `code`", "A toy", "in code", ()),
    (f"- A toy &amp; more: <{URL}>", "A toy & more", None, ()),
    (f"> - [A toy]({URL}) in a quote", "A toy", "in a quote", ()),
    (f"### [A toy]({URL})", "A toy", None, ()),
    (f"<h3><a href='{URL}'><img src='a.png'>A toy</a></h3>", "A toy", None, ()),
    (f"|[A toy]({URL})|fast|\n|--|--|", "A toy", "fast", ()),
    (f"<table>\n<tr><td><a href=\"{URL}\">A toy</a></td>\n<td>fast</td></tr>\n</table>", "A toy", "fast", ()),
    (f"<!-- 1 --> [A toy]({URL}) <!-- [B](https://arxiv.org/abs/2602.00002) --> end", "A toy", "end", ()),
]  # fmt: skip

# What is no entry at all.
NO_ENTRIES = [
    "- [Contents](#contents)\n  - [More](#more)",
    f"```\n- [A toy]({URL})\n```",
    f"~~~~\n```\n[A toy]({URL})\n~~~~",
    f"<!-- [A toy]({URL}) -->",
    f"<!--\n- [A toy]({URL})\n-->",
    f"<!--\n\n- [A toy]({URL})\n\n-->",
    f"<!-- never closed\n\n- [A toy]({URL})",
    f"    [A toy]({URL})",
    "Words with [a link](https://a.example/).",
    "## Contributing\n- Keep the order.",
    "- [Code of conduct](CODE_OF_CONDUCT.md)",
]

# A heading, and the topics that it names.
HEADINGS = [
    ("LLM Inference", ("llm-inference",)),
    ("Papers on LLM inference", ("llm-inference",)),
    ("LLM inference, storage & parallel I/O", ("llm-inference", "storage-and-io")),
    ("Attention & the KV caches", ("attention-and-kv-cache",)),
    ("llm_inference", ("llm-inference",)),
    ("Graph papers", ("graph-processing",)),
    ("Knowledge graphs", ()),
    ("Inference", ()),
    ("", ()),
]

HOSTILE = st.text(
    st.sampled_from("[](){}|*_`~<>!#-:\\\"'&/ \n\tab1.\u202e\x00\x85\u2028é@,=%") | st.characters()
)


@pytest.fixture(autouse=True)
def _quiet_parser(caplog):
    """Broken BibTeX is told in remarks; the library tells of it too."""
    caplog.set_level(logging.CRITICAL, "bibtexparser")


def converted(name, data=None, catalogue=KNOWN, **options):
    given_data = (LISTS / name).read_bytes() if data is None else data
    return convert(given_data, name, options.get("list_name"), options.get("title"), catalogue)


def markdown_entries(text):
    return read_markdown.read(text.encode(), "a.md").mentions


def a_bib(*fields):
    return "".join(f"@misc{{k{number},\n{text}}}\n" for number, text in enumerate(fields)).encode()


def problems_of(result, catalogue=KNOWN):
    """What the curation reader says of the new files."""
    contents = {
        SETTINGS: b"title: Toy papers\ndescription: Papers that hold everything hard.\nfeeds: []\n",
        VENUES: b"asplos: {short: ASPLOS, title: Architectural Support, kind: conference}\n",
        TOPICS: "".join(
            f"{topic.id}:\n  title: {topic.title}\n  description: Papers of a kind, for some readers.\n"
            for topic in catalogue.topics
        ).encode(),
    }
    contents |= {file.path: file.text.encode() for file in result.files}
    curated, problems = read_curation(contents, {paper.slug: paper.id for paper in catalogue.papers})
    return curated, [
        problem for problem in problems if "/lists/" in problem.path or "/papers/" in problem.path
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_becomes_files_without_a_problem(name):
    curated, problems = problems_of(converted(name))

    assert problems == []
    assert len(curated.lists) == 1


@pytest.mark.parametrize(
    ("name", "summary"),
    [
        (
            "README.md",
            "50 entries read, 31 papers of this catalogue among them: 1 reading list and 26 curation",
        ),
        (
            "refs.bib",
            "15 entries read, 10 papers of this catalogue among them: 1 reading list and 6 curation",
        ),
        (
            "zotero.json",
            "12 entries read, 9 papers of this catalogue among them: 1 reading list and 3 curation",
        ),
        (
            "broken.json",
            "2 entries read, 1 paper of this catalogue among them: 1 reading list and 0 curation",
        ),
    ],
)
def test_the_summary_counts_what_was_read_and_made(name, summary):
    assert str(converted(name)).startswith(summary)


def test_a_readme_keeps_its_order_its_words_and_its_headings():
    result = converted("README.md")
    curated, _ = problems_of(result)
    (reading_list,) = curated.lists
    entries = {entry.paper: entry.note for entry in reading_list.entries}

    assert reading_list.title == "Awesome LLM Systems Performance"
    assert reading_list.id == "awesome-llm-systems-performance"
    assert list(entries)[:3] == ["2603.04445", "2509.19645", "2510.03243"]
    assert (
        (entries["2509.19645"])
        == "Youpeng Zhao et al., arXiv 2025. Asks whether tokens are the right thing to count."
    )
    assert curated.papers["2603.08727"].topics == ("attention-and-kv-cache",)
    assert curated.papers["2602.23556"].topics == ("model-training",)
    assert curated.papers["2507.11948"].topics == ("compilers",)
    assert "2602.22423" not in entries  # it stands in a code block


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        (
            "broken.bib",
            [
                "broken.bib:5: this entry cannot be read as BibTeX: Unexpected block start",
                "broken.bib:11: this entry cannot be read as BibTeX: Expected comma after entry key",
                "broken.bib:13: “A digit is missing” is left out: 2602.2242 has four digits",
                "broken.bib:14: this entry cannot be read as BibTeX: Unexpectedly reached end of file",
            ],
        ),
        (
            "broken.json",
            [
                "broken.json:3: an entry must be an object",
                "broken.json:4: “42” is left out: '9999.99999' does not begin with",
                "broken.json:5:51: invalid JSON, the rest is not read: Expecting ',' delimiter",
            ],
        ),
        (
            "broken.md",
            [
                "broken.md:4: the heading",
                "broken.md:6: an entry is for one paper; this one is for 2602.22409, and names 2602.22392",
                "broken.md:10: “",
                "broken.md:11: “Wrong” is left out: '2613.00001' does not begin with",
            ],
        ),
    ],
)
def test_what_is_broken_is_told_with_its_line(name, messages):
    told = [str(remark) for remark in converted(name).remarks]

    assert messages == [remark[: len(message)] for remark, message in zip(told, messages, strict=True)]


@pytest.mark.parametrize(("address", "paper_id"), ADDRESSES)
def test_an_address_names_a_paper(address, paper_id):
    assert (paper_id,) == list_items.identify([address]).ids


@pytest.mark.parametrize("address", NO_PAPERS)
def test_other_addresses_name_none(address):
    assert list_items.Found((), (), (address,)) == list_items.identify([address])


@pytest.mark.parametrize(("text", "title", "note", "code"), ENTRIES)
def test_an_entry_of_markdown_is_read(text, title, note, code):
    (found,) = markdown_entries(text)

    assert (title, note, ("2602.00001",), code) == (found.title, found.note, found.ids, found.code)


@pytest.mark.parametrize("text", NO_ENTRIES)
def test_what_is_no_entry_is_passed_over(text):
    assert markdown_entries(text) == ()


def test_headings_of_every_kind_stand_above_entries():
    text = (
        f"# Title\n## One\n### Two ##\n- [A]({URL})\n\n"
        f"Three\n---\n- [B]({URL})\n<h3>Four</h3>\n\n- [C]({URL})"
    )

    paths = [[heading.text for heading in found.headings] for found in markdown_entries(text)]

    assert paths == [["One", "Two"], ["Three"], ["Three", "Four"]]
    assert read_markdown.read(text.encode(), "a.md").title == "Title"


def test_a_heading_that_names_a_paper_is_an_entry_and_a_heading():
    text = f"## Toys\n### [A]({URL})\n- [B](https://arxiv.org/abs/2602.00002)\n### [C](https://arxiv.org/abs/2602.00003)"

    paths = {found.title: [heading.text for heading in found.headings] for found in markdown_entries(text)}

    assert paths == {"A": ["Toys"], "B": ["Toys", "A"], "C": ["Toys"]}


def test_an_entry_above_others_is_their_heading():
    text = f"- Surveys\n  - [A]({URL})\n  - [B](https://arxiv.org/abs/2602.00002)\n"

    first, second = markdown_entries(text)

    assert (first.line, second.line) == (2, 3)
    assert [heading.text for heading in first.headings] == ["Surveys"]


@pytest.mark.parametrize(("heading", "topics"), HEADINGS)
def test_a_heading_proposes_the_topics_it_names(heading, topics):
    curated, _ = problems_of(converted("a.md", f"## {heading}\n- [A toy]({URL})\n".encode(), TOYS), TOYS)

    assert (topics or None) == (curated.papers[TOY.id].topics if TOY.id in curated.papers else None)


def test_a_heading_that_is_no_topic_is_told_once():
    text = f"# T\n## Graph\n### Quantization and sparsity\n- [A toy]({URL})\n- [B](https://arxiv.org/abs/2602.00002)\n"

    (remark,) = converted("a.md", text.encode(), TOYS).remarks

    assert (
        str(remark) == "a.md:3: the heading “Quantization and sparsity” is no topic of topics.yml"
        " (papers below it go under graph-processing)"
    )


def test_topics_of_the_rules_stay_beside_those_of_the_list():
    catalogue = replace(TOYS, assignments={TOY.id: (Assignment("networks", "because", 2.0),)})

    curated, _ = problems_of(converted("a.md", f"## LLM inference\n[A toy]({URL})".encode(), catalogue), TOYS)

    assert curated.papers[TOY.id].topics == ("llm-inference", "networks")


def test_code_that_is_known_is_not_written_again():
    paper = replace(TOY, links=(Link(LinkKind.CODE, CODE, "abstract"),))

    result = converted("a.md", f"- [A toy]({URL}) [code]({CODE}.git)".encode(), a_catalogue(paper))

    assert [file.path for file in result.files] == ["data/curation/lists/papers-of-a.yml"]


def test_a_paper_with_a_curation_file_is_left_alone_and_told():
    paper = replace(TOY, curation_path="data/curation/papers/2602.00001.yml")

    result = converted("a.md", f"- [A toy]({URL}) [code]({CODE})".encode(), a_catalogue(paper))

    assert [file.path for file in result.files] == ["data/curation/lists/papers-of-a.yml"]
    (remark,) = result.remarks
    assert str(remark) == (
        "a.md:1: 2602.00001 has a curation file, which stays as it is:"
        f" data/curation/papers/2602.00001.yml (the list would add code at {CODE})"
    )


def test_a_reading_list_that_is_there_is_left_alone_and_told():
    catalogue = replace(TOYS, lists=(ReadingList("mine", "Mine", "My papers.", (ListEntry(TOY.id),)),))

    result = converted("a.md", f"[A toy]({URL})".encode(), catalogue, list_name="mine")

    assert result.files == ()
    assert [str(remark).partition(" (")[0] for remark in result.remarks] == [
        "a.md: the reading list mine is there already; it stays as it is, and no list is written"
    ]


def test_importing_again_after_writing_makes_nothing_new():
    first = converted("README.md")
    curated, _ = problems_of(first)
    papers = [
        replace(paper, curation_path=curated.papers[paper.id].path) if paper.id in curated.papers else paper
        for paper in PAPERS
    ]
    after = replace(a_catalogue(*papers, topics=TOPIC_VALUES), lists=curated.lists)

    assert converted("README.md", catalogue=after).files == ()


def test_an_entry_without_id_is_told_and_its_namesake_named():
    told = [
        str(remark)
        for remark in converted("a.bib", a_bib("title={A {Toy}}", "title={Unknown}"), TOYS).remarks
    ]

    assert (
        "a.bib:1: “A Toy” has no arXiv address and no DOI; it is left out"
        " (2602.00001 has the same title; if that is the paper, add its address to the entry)" in told
    )
    assert (
        "a.bib:3: “Unknown” has no arXiv address and no DOI; it is left out"
        " (add one to the entry, and import the list again)" in told
    )


def test_a_paper_on_no_feed_is_told_and_left_out():
    result = converted("a.md", b"- [B](https://arxiv.org/abs/1706.03762)", TOYS)

    assert result.files == ()
    assert [str(remark).partition(" (")[0] for remark in result.remarks] == [
        "a.md: no entry of this list is a paper of this catalogue",
        "a.md:1: “B” is 1706.03762, a paper that is on no feed; it is left out",
    ]


def test_a_paper_that_stands_twice_has_one_place():
    text = f"## Graphs\n- [A toy]({URL}) - first\n## Networks\n- [A toy](doi:10.5555/toy.1) - second\n"

    result = converted("a.md", text.encode(), TOYS)
    curated, problems = problems_of(result, TOYS)

    assert problems == []
    assert (ListEntry(TOY.id, "first"),) == curated.lists[0].entries
    assert curated.papers[TOY.id].topics == ("graph-processing", "networks")
    assert [str(remark).partition(" (")[0] for remark in result.remarks] == [
        "a.md:4: 2602.00001 has its place in the list from line 2; it keeps that one"
    ]


@pytest.mark.parametrize(
    ("fields", "paper_id"),
    [
        ("eprint = {2602.00001v2}, archivePrefix = {arXiv}", "2602.00001"),
        ('eprint = "2602.00001", eprinttype = "arxiv"', "2602.00001"),
        ("eprint = {cs/0301008}", "cs/0301008"),
        ("journal = {arXiv preprint arXiv:2602.00001}", "2602.00001"),
        ("howpublished = {\\url{https://arxiv.org/abs/2602.00001}}", "2602.00001"),
        ("doi = {10.5555/a\\_b}", "doi:10.5555/a_b"),
        ("ee = {https://doi.org/10.5555/toy.1}", "doi:10.5555/toy.1"),
    ],
)
def test_fields_of_bibtex_name_a_paper(fields, paper_id):
    (found,) = read_bibtex.read(a_bib(fields), "a.bib").mentions

    assert (paper_id,) == found.ids


def test_lines_of_bibtex_and_json_are_those_of_the_entries():
    bib = read_bibtex.read((LISTS / "refs.bib").read_bytes(), "refs.bib")
    zotero = read_csl.read((LISTS / "zotero.json").read_bytes(), "zotero.json")
    lines = [(LISTS / name).read_text("utf-8").split("\n") for name in ("refs.bib", "zotero.json")]

    assert all(lines[0][found.line - 1].startswith("@") for found in bib.mentions)
    assert all(lines[1][found.line - 1].strip() == "{" for found in zotero.mentions)


@pytest.mark.parametrize("wrapped", ['{"a": [1, "]"], "items": %s}', " \ufeff%s"])
def test_records_may_stand_in_an_object(wrapped):
    data = (wrapped % json.dumps([{"URL": URL}])).strip().encode()

    assert [found.ids for found in read_csl.read(data, "a.json").mentions] == [("2602.00001",)]


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[", b'{"items"', b"[" * 100_000, b"[{},]", b"[1" + b"0" * 5_000, b'"a"', b"\xff", b"nul"],
)
def test_what_is_no_csl_is_told(data):
    reading = read_csl.read(data, "a.json")

    assert len(reading.problems) >= 1


@pytest.mark.parametrize("reader", [read_markdown.read, read_bibtex.read, read_csl.read])
def test_a_list_in_another_encoding_or_too_large_is_told(reader):
    assert [
        (problem.line, problem.message) for problem in reader("a\né".encode("latin-1"), "x").problems
    ] == [(2, "a list must be in UTF-8, and this line is not")]
    assert [problem.message for problem in reader(b" " * 10_000_001, "x").problems] == [
        "a list may have 10,000,000 bytes; this one has more"
    ]


@pytest.mark.parametrize(
    ("reader", "entry"),
    [
        (read_markdown.read, f"- [A]({URL})\n"),
        (read_bibtex.read, "@misc{k, eprint={2602.00001}}\n"),
        (read_csl.read, "{}\n"),
    ],
)
def test_no_more_entries_are_read_than_a_list_may_have(reader, entry, monkeypatch):
    for module in (read_markdown, read_bibtex, read_csl):
        monkeypatch.setattr(module, "MOST_ENTRIES", 3)
    text = f"[{','.join([entry] * 5)}]" if reader is read_csl.read else entry * 5

    reading = reader(text.encode(), "x")

    assert len(reading.mentions) == 3
    assert [problem.line for problem in reading.problems] == [4]


def test_a_long_list_is_written_in_parts_that_each_fit():
    papers = [a_paper(f"2602.{number:05}", title=f"T{number}") for number in range(1, 400)]
    text = "# Much\n" + "".join(
        f"- [T]({paper.url.replace('2602.00001', paper.id)}) - {'words ' * 80}\n" for paper in papers
    )
    catalogue = a_catalogue(*papers)

    result = converted("a.md", text.encode(), catalogue)
    curated, problems = problems_of(result, catalogue)

    assert problems == []
    parts = sorted(curated.lists, key=lambda one: one.title)
    assert [one.title for one in parts] == [f"Much ({number} of 4)" for number in (1, 2, 3, 4)]
    assert [entry.paper for one in parts for entry in one.entries] == [paper.id for paper in papers]


def test_no_more_lines_of_markdown_are_read_than_a_list_may_have(monkeypatch):
    monkeypatch.setattr(read_markdown, "_MOST_LINES", 3)

    reading = read_markdown.read(f"- [A]({URL})\n".encode() * 5, "a.md")

    assert len(reading.mentions) == 3
    assert [problem.line for problem in reading.problems] == [4]


def test_a_long_entry_is_read_as_far_as_an_entry_may_be_long():
    words = "word " * 3_000
    text = f"- [A toy]({URL}) {words}\n  - {words}\n  - [pdf](https://arxiv.org/abs/2602.00002)\n"

    reading = read_markdown.read(text.encode(), "a.md")

    assert [found.ids for found in reading.mentions] == [("2602.00001",)]
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (1, "an entry may have 20,000 characters; the rest of this one is not read")
    ]


@pytest.mark.parametrize("name", ["Index", "index", "a_b", "../a", "", "a" * 61, "a\n"])
def test_a_name_that_no_list_can_have_is_refused(name):
    with pytest.raises(UsageError, match="a list's name has"):
        converted("a.md", b"", list_name=name)


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(UsageError, match="a list is Markdown"):
        converted("a.docx", b"")


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=30, deadline=None)  # three files of three formats take a while on a busy machine
def test_whatever_a_list_says_the_files_are_sound(heading, words, address):
    code = f"https://github.com/{address}"
    texts = {
        "a.md": f"# {words}\n## LLM inference {heading}\n- [A toy]({URL}) {words} [code]({code}) {code}\n",
        "a.bib": f"@misc{{k, title={{{words}}}, eprint={{2602.00001}}, note={{{words}}},\n code={{{code}}}}}",
        "a.json": json.dumps(
            [{"title": words, "URL": URL, "note": words, "annote": address, "keyword": heading}]
        ),
    }
    paper = replace(TOY, title=words, authors=authors(heading))
    catalogue = a_catalogue(paper, topics=TOPIC_VALUES)
    for name, text in texts.items():
        result = converted(name, text.encode("utf-8", "replace"), catalogue, title=heading)

        assert problems_of(result, catalogue)[1] == []


@given(HOSTILE)
def test_no_markdown_makes_the_reader_fail(text):
    for found in read_markdown.read(text.encode("utf-8", "replace"), "a.md").mentions:
        assert found.title == clean_line(found.title)


@pytest.mark.parametrize(
    "piece",
    ["[", "](", "![", "[[", "<a ", "<a href='", "**", "*a", "_ ", "\\", "`", "<!--", "|", "(", "[a](b", "- ",
     "# ", "> ", "<h1>", "<b>", "1. ", "***", "~~", "&amp;", "http://", "arXiv:", "10.1234/", "|-", "  - a\n",
     "- [", "[a]: ", "&", "- a\n\n", "\t- ", "[a][b]", "|a|\n|-|\n"],
)  # fmt: skip
def test_repeated_marks_do_not_slow_the_readers_down(piece):
    data = (piece * (20_000 // len(piece))).encode()

    with within(10):
        read_markdown.read(data, "a.md")
        markdown_entry.find_parts(Document("").parse_text(piece * (list_items.LONGEST_ENTRY // len(piece))))
        read_csl.read(data, "a.json")
