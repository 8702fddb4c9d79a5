"""Lists of papers: what the readers find, which files follow, and which problems are reported.

``data/lists`` has a README in the usual styles, a BibTeX file, a Zotero export and a broken file of each
format. ``papers.tsv`` has the papers of the catalogue: id, title, DOIs, authors.
"""

import json
import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curate.lists import (
    list_items,
    markdown_entry,
    read_bibtex,
    read_csl,
    read_markdown,
)
from generator.curate.lists.convert import convert_list
from generator.curate.lists.markdown_text import MarkdownDocument
from generator.curation.read import read_curation
from generator.model.curation_values import Link, LinkKind, ListEntry, ReadingList, Topic
from generator.model.errors import UsageError
from generator.model.layout import SETTINGS, TOPICS, VENUES
from generator.model.papers import Assignment
from generator.model.text import clean_line
from tests.builders import make_authors, make_catalogue, make_paper, within
from tests.paths import DATA
from tests.properties import limit_examples
from tests.tables import for_each_row

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
    make_paper(paper_id, title=title, dois=tuple(dois.split()), authors=make_authors(names), url=None)
    for paper_id, title, dois, names in (
        line.split("\t") for line in (LISTS / "papers.tsv").read_text("utf-8").splitlines()
    )
)
KNOWN = make_catalogue(*PAPERS, topics=TOPIC_VALUES)
# One paper that has a DOI, and another.
TOY = make_paper("2602.00001", title="A toy", dois=("10.5555/Toy.1",))
TOYS = make_catalogue(TOY, make_paper("2602.00002", title="Another"), topics=TOPIC_VALUES)

# A reference, and the paper's id.
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

# An entry of a Markdown list: its title, its note, and its code.
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
    (f"|Year|Title|Link|\n|--|:-:|-:|\n|2026|A toy|[arXiv]({URL}) [repo]({CODE})|", "A toy", None, (CODE,)),
    (f"|Paper|By|Stars|Notes|\n|--|--|--|--|\n|[A toy]({URL})|Amy, Bo|12|good :fire:|", "A toy", "good", ()),
    (f"|Title|Why?|Code|\n|--|--|--|\n|A toy [pdf]({URL})|`x` is *fast*|null|", "A toy", "x is fast", ()),
    (f"||\n|--|--|\n|[A toy]({URL})|fast|", "A toy", "fast", ()),
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

# Markdown without entries.
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
    """Broken BibTeX is reported as a problem; the library logs it, too."""
    caplog.set_level(logging.CRITICAL, "bibtexparser")


def convert(name, data=None, catalogue=KNOWN, **options):
    content = (LISTS / name).read_bytes() if data is None else data
    return convert_list(content, name, options.get("list_name"), options.get("title"), catalogue)


def read_entries(text):
    return read_markdown.read_markdown(text, "a.md").entries


def make_bibtex(*fields):
    return "".join(f"@misc{{k{number},\n{text}}}\n" for number, text in enumerate(fields))


def read_new_files(conversion, catalogue=KNOWN):
    """The curation with the new files, and the problems of these."""
    contents = {
        SETTINGS: b"title: Toy papers\ndescription: Papers that hold everything hard.\nfeeds: []\n",
        VENUES: b"asplos: {short: ASPLOS, title: Architectural Support, kind: conference}\n",
        TOPICS: "".join(
            f"{topic.id}:\n  title: {topic.title}\n  description: Papers of a kind, for some readers.\n"
            for topic in catalogue.topics
        ).encode(),
    }
    contents |= {path: text.encode() for path, text in conversion.files.items()}
    curated, problems = read_curation(contents, {paper.slug: paper.id for paper in catalogue.papers})
    return curated, [
        problem for problem in problems if "/lists/" in problem.path or "/papers/" in problem.path
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_becomes_files_without_a_problem(name):
    curated, problems = read_new_files(convert(name))

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
def test_the_summary_counts_entries_papers_and_files(name, summary):
    assert str(convert(name)).startswith(summary)


def test_a_readme_keeps_order_notes_and_topics():
    conversion = convert("README.md")
    curated, _ = read_new_files(conversion)
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
    assert "2602.22423" not in entries  # it is in a code block


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        (
            "broken.bib",
            [
                "broken.bib:5: an entry must be valid BibTeX: Unexpected block start",
                "broken.bib:11: an entry must be valid BibTeX: Expected comma after entry key",
                "broken.bib:13: “A digit is missing” is skipped: 2602.2242 has four digits",
                "broken.bib:14: an entry must be valid BibTeX: Unexpectedly reached end of file",
            ],
        ),
        (
            "broken.json",
            [
                "broken.json:3: an entry must be an object",
                "broken.json:4: “42” is skipped: '9999.99999' must begin with a y",
                "broken.json:5:51: invalid JSON, the rest is not read: Expecting ',' delimiter",
            ],
        ),
        (
            "broken.md",
            [
                "broken.md:4: the heading",
                "broken.md:6: an entry must name one paper, got 2602.22409 and 2602.22392",
                "broken.md:10: “",
                "broken.md:11: “Wrong” is skipped: '2613.00001' must begin with a y",
            ],
        ),
    ],
)
def test_broken_entries_are_reported_with_their_lines(name, messages):
    problems = [str(problem) for problem in convert(name).problems]

    assert messages == [problem[: len(message)] for problem, message in zip(problems, messages, strict=True)]


@pytest.mark.parametrize("text", ["{[]: 1}", '{"title": "A", {}: 1}', "{1: 2}", '{"title": "A",}', "{}", "{"])
def test_an_object_that_is_not_json_or_no_list_is_a_problem(text):
    result = read_csl.read_csl(text, "a.json")

    assert result.entries == ()
    assert [problem.message[:12] for problem in result.problems] == ["invalid JSON"]


@pytest.mark.parametrize(
    "field", ["title={A}", 'title="A"', "year=2024", "title={A {B}}", "month=jan # { 1}"]
)
@pytest.mark.parametrize("space", [" ", "\n  ", " ;\n"])
def test_a_missing_comma_is_reported_with_the_entry(field, space):
    text = (
        f"@misc{{a, doi={{10.5555/1}},\n{field}{space}eprint={{2602.00001}}}}\n@misc{{b, doi={{10.5555/2}}}}"
    )
    result = read_bibtex.read_bibtex(text, "a.bib")

    assert [problem.line for problem in result.problems] == [1]
    assert f"no comma after its field '{field.partition('=')[0]}'" in result.problems[0].message
    assert [entry.references.ids for entry in result.entries] == [("doi:10.5555/2",)]


@pytest.mark.parametrize(
    "field",
    ["title={A = b}", 'title="A = {b}" # " c = d"', 'title={A {"b" c = d}}', "url={https://a.org/?b=c d=e}"],
)
def test_an_equals_sign_in_a_value_needs_no_comma(field):
    assert read_bibtex.read_bibtex(f"@misc{{a, {field}, doi={{10.5555/1}}}}", "a.bib").problems == ()


@for_each_row(
    ("fields", "paper_id"),
    [
        ("eprint={0402594v3}, archivePrefix={arXiv}, primaryClass={cond-mat}", "cond-mat/0402594"),
        ("OPTdoi={10.5555/1}", "doi:10.5555/1"),
        ("doi={10.5555/\n    1}", "doi:10.5555/1"),
        ("journal = arxiv # {0711.2949}", "0711.2949"),
        ("doi = {10.5555/a{\\_}}", "doi:10.5555/a"),
        ("eprint={https://www.biorxiv.org/content/early/2018/01/01/123456.full.pdf}", "doi:10.1101/123456"),
        ("note={\\href{https://doi.org/10.5555/1}{10.5555/1}}", "doi:10.5555/1"),
        ("bdsk-url-1={https://dx.doi.org/10.5555/1}", "doi:10.5555/1"),
        ("archivePrefix={arXiv}, eprint={2602.00001 [cs]}", "2602.00001"),
        ("journal={arXiv}, pages={2602.00001}", "2602.00001"),
        ("journal={arXiv}, volume={abs/2602.0}, url={https://arxiv.org/abs/2602.00001}", "2602.00001"),
        ("journal={CoRR}, volume={cs.PF/0301008}", "cs/0301008"),
        ("adsurl={https://ui.adsabs.harvard.edu/abs/2026arXiv260200001E}", "2602.00001"),
    ],
)
def test_an_identifier_is_read_in_each_field_of_bibtex(fields, paper_id):
    (entry,) = read_bibtex.read_bibtex(f"@misc{{a, title={{A}}, {fields}}}", "a.bib").entries

    assert entry.references.ids == (paper_id,)


@pytest.mark.parametrize(
    "fields", ["journal={Nature}, number={2602.00001}", "eprint={PMC1}, eprinttype={pmc}"]
)
def test_a_number_of_another_archive_is_no_arxiv_id(fields):
    (entry,) = read_bibtex.read_bibtex(f"@misc{{a, title={{A}}, {fields}}}", "a.bib").entries

    assert entry.references.ids == ()


@pytest.mark.parametrize("start", ["@misc[a,", "misc{a,", "@data-set{a,", "\n\n  @misc [a,"])
def test_what_should_be_an_entry_and_is_none_is_reported(start):
    text = f"A comment, of words = text.\n{start} doi={{10.5555/1}}}}\n@misc{{b, doi={{10.5555/2}}}}"
    result = read_bibtex.read_bibtex(text, "a.bib")

    assert [problem.line for problem in result.problems] == [2 + start.count("\n")]
    assert len(result.entries) == 1


@pytest.mark.parametrize(
    "value", ["null", "None", "NaN", "N/A", "NA", "tbd", "ToDo", "-", "🔥", ":fire: :star2:"]
)
def test_a_placeholder_is_no_note(value):
    (text,) = convert("a.md", f"||\n|--|--|\n|[A toy]({URL})|{value}|".encode(), TOYS).files.values()

    assert "note:" not in text


@for_each_row(("address", "paper_id"), ADDRESSES)
def test_a_reference_names_a_paper(address, paper_id):
    assert (paper_id,) == list_items.resolve_references([address]).ids


@pytest.mark.parametrize("address", NO_PAPERS)
def test_other_urls_name_no_paper(address):
    references = list_items.resolve_references([address])

    assert (references.ids, references.faults, references.urls) == ((), (), (address,))


@for_each_row(("text", "title", "note", "code"), ENTRIES)
def test_an_entry_of_markdown_is_read(text, title, note, code):
    (entry,) = read_entries(text)

    assert (title, note, ("2602.00001",), code) == (
        entry.title,
        entry.note,
        entry.references.ids,
        entry.references.code_urls,
    )


@for_each_row("text", NO_ENTRIES)
def test_markdown_without_entries_gives_none(text):
    assert read_entries(text) == ()


def test_entries_have_the_headings_above_them():
    text = (
        f"# Title\n## One\n### Two ##\n- [A]({URL})\n\n"
        f"Three\n---\n- [B]({URL})\n<h3>Four</h3>\n\n- [C]({URL})"
    )

    paths = [[heading.text for heading in entry.headings] for entry in read_entries(text)]

    assert paths == [["One", "Two"], ["Three"], ["Three", "Four"]]
    assert read_markdown.read_markdown(text, "a.md").title == "Title"


def test_a_heading_that_names_a_paper_is_an_entry_and_a_heading():
    text = f"## Toys\n### [A]({URL})\n- [B](https://arxiv.org/abs/2602.00002)\n### [C](https://arxiv.org/abs/2602.00003)"

    paths = {entry.title: [heading.text for heading in entry.headings] for entry in read_entries(text)}

    assert paths == {"A": ["Toys"], "B": ["Toys", "A"], "C": ["Toys"]}


@pytest.mark.parametrize(
    "text",
    [
        "<table>\n<tr><td><a href='{}'>A</a></td></tr>\n<tr><td><a href='{}'>B</a></td></tr>\n</table>",
        "<ul>\n<li><a href={}>A</a>\n<li><a href='{}'>B</a>\n</ul>",
        "<!--\n<tr><td><a href='https://arxiv.org/abs/2602.00009'>C</a>-->{}\n\n<li>{}</li>",
    ],
)
def test_each_row_and_item_of_html_is_an_entry(text):
    entries = read_entries(text.format(URL, "https://arxiv.org/abs/2602.00002"))

    assert [entry.references.ids for entry in entries] == [("2602.00001",), ("2602.00002",)]
    assert [entry.line for entry in entries] in ([2, 3], [1, 4])


SICI = "10.1002/(SICI)1097(1998)17:1<L1::AID-X1>3.0.CO;2-2"


@for_each_row(
    ("text", "paper_id"),
    [
        (f"- A, doi:{SICI}", f"doi:{SICI.lower()}"),
        (f"- A, {SICI.replace('<', '&lt;').replace('>', '&gt;')}.", f"doi:{SICI.lower()}"),
        (f"|Paper|DOI|\n|--|--|\n|A|{SICI}|", f"doi:{SICI.lower()}"),
        ("- A <doi:10.5555/1>", "doi:10.5555/1"),
        ("- A <https://doi.org/10.5555/1>", "doi:10.5555/1"),
        ("- A [arXiv:2602.00001](https://a.example/)", "2602.00001"),
        ("- A [doi](https://doi.org/10.5555/1\\_2)", "doi:10.5555/1_2"),
        ("- A arXiv:2602.00001 [cs.PF]", "2602.00001"),
    ],
)
def test_an_identifier_is_read_in_each_form_of_markdown(text, paper_id):
    (entry,) = read_entries(text)

    assert (entry.references.ids, entry.note) == ((paper_id,), None)


def test_an_entry_with_nested_entries_is_their_heading():
    text = f"- Surveys\n  - [A]({URL})\n  - [B](https://arxiv.org/abs/2602.00002)\n"

    first, second = read_entries(text)

    assert (first.line, second.line) == (2, 3)
    assert [heading.text for heading in first.headings] == ["Surveys"]


@for_each_row(("heading", "topics"), HEADINGS)
def test_entries_get_the_topics_that_their_heading_names(heading, topics):
    curated, _ = read_new_files(convert("a.md", f"## {heading}\n- [A toy]({URL})\n".encode(), TOYS), TOYS)

    assert (topics or None) == (curated.papers[TOY.id].topics if TOY.id in curated.papers else None)


def test_a_heading_without_a_topic_is_reported_once():
    text = f"# T\n## Graph\n### Quantization and sparsity\n- [A toy]({URL})\n- [B](https://arxiv.org/abs/2602.00002)\n"

    (problem,) = convert("a.md", text.encode(), TOYS).problems

    assert (
        str(problem) == "a.md:3: the heading “Quantization and sparsity” is not a topic of topics.yml"
        " (its papers get the topics graph-processing)"
    )


def test_topics_from_the_rules_are_kept():
    catalogue = replace(TOYS, assignments={TOY.id: (Assignment("networks", "because", 2.0),)})

    conversion = convert("a.md", f"## LLM inference\n[A toy]({URL})".encode(), catalogue)
    curated, _ = read_new_files(conversion, TOYS)

    assert curated.papers[TOY.id].topics == ("llm-inference", "networks")


def test_known_code_is_not_written_again():
    paper = replace(TOY, links=(Link(LinkKind.CODE, CODE, "abstract"),))

    conversion = convert("a.md", f"- [A toy]({URL}) [code]({CODE}.git)".encode(), make_catalogue(paper))

    assert list(conversion.files) == ["data/curation/lists/papers-of-a.yml"]


def test_an_existing_curation_file_is_not_changed():
    paper = replace(TOY, curation_path="data/curation/papers/2602.00001.yml")

    conversion = convert("a.md", f"- [A toy]({URL}) [code]({CODE})".encode(), make_catalogue(paper))

    assert list(conversion.files) == ["data/curation/lists/papers-of-a.yml"]
    (problem,) = conversion.problems
    assert str(problem) == (
        "a.md:1: 2602.00001 has a curation file, which is not changed:"
        f" data/curation/papers/2602.00001.yml (the list would add code at {CODE})"
    )


def test_an_existing_reading_list_is_not_changed():
    catalogue = replace(TOYS, lists=(ReadingList("mine", "Mine", "My papers.", (ListEntry(TOY.id),)),))

    conversion = convert("a.md", f"[A toy]({URL})".encode(), catalogue, list_name="mine")

    assert conversion.files == {}
    assert [str(problem).partition(" (")[0] for problem in conversion.problems] == [
        "a.md: the reading list mine exists, and is not changed"
    ]


def test_a_second_import_writes_nothing():
    first = convert("README.md")
    curated, _ = read_new_files(first)
    papers = [
        replace(paper, curation_path=curated.papers[paper.id].path) if paper.id in curated.papers else paper
        for paper in PAPERS
    ]
    after = replace(make_catalogue(*papers, topics=TOPIC_VALUES), lists=curated.lists)

    assert convert("README.md", catalogue=after).files == {}


def test_an_entry_without_id_gets_a_paper_of_the_same_title_as_a_hint():
    problems = [
        str(problem)
        for problem in convert(
            "a.bib", make_bibtex("title={A {Toy}}", "title={Unknown}").encode(), TOYS
        ).problems
    ]

    assert (
        "a.bib:1: “A Toy” is skipped: it has no DOI, no URL and no arXiv id"
        " (if it is 2602.00001, which has the same title, add its URL to the entry)" in problems
    )
    assert (
        "a.bib:3: “Unknown” is skipped: it has no DOI, no URL and no arXiv id"
        " (add one to the entry, and import the list again)" in problems
    )


def test_an_entry_with_only_a_url_is_told_from_one_without_any():
    (_, problem) = convert(
        "a.bib", make_bibtex("title={A Book}, url={http://toys.example/book}").encode()
    ).problems

    assert str(problem) == (
        "a.bib:1: “A Book” is skipped: no feed has a paper at http://toys.example/book (add its DOI to the "
        "entry, or write a record for it with `catalogue new URL --manual TITLE`)"
    )


def test_a_paper_on_no_feed_is_left_out():
    conversion = convert("a.md", b"- [B](https://arxiv.org/abs/1706.03762)", TOYS)

    assert conversion.files == {}
    assert [str(problem).partition(" (")[0] for problem in conversion.problems] == [
        "a.md: a list must name at least one paper of this catalogue, got none",
        "a.md:1: “B” is skipped: no feed has the paper 1706.03762",
    ]


def test_a_paper_with_two_entries_is_listed_once():
    text = f"## Graphs\n- [A toy]({URL}) - first\n## Networks\n- [A toy](doi:10.5555/toy.1) - second\n"

    conversion = convert("a.md", text.encode(), TOYS)
    curated, problems = read_new_files(conversion, TOYS)

    assert problems == []
    assert (ListEntry(TOY.id, "first"),) == curated.lists[0].entries
    assert curated.papers[TOY.id].topics == ("graph-processing", "networks")
    assert [str(problem).partition(" (")[0] for problem in conversion.problems] == [
        "a.md:4: a paper must have one entry, and 2602.00001 has one in line 2, which is used"
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
    (entry,) = read_bibtex.read_bibtex(make_bibtex(fields), "a.bib").entries

    assert (paper_id,) == entry.references.ids


def test_entries_of_bibtex_and_json_have_lines():
    bib = read_bibtex.read_bibtex((LISTS / "refs.bib").read_text(), "refs.bib")
    zotero = read_csl.read_csl((LISTS / "zotero.json").read_text(), "zotero.json")
    lines = [(LISTS / name).read_text("utf-8").split("\n") for name in ("refs.bib", "zotero.json")]

    assert all(lines[0][entry.line - 1].startswith("@") for entry in bib.entries)
    assert all(lines[1][entry.line - 1].strip() == "{" for entry in zotero.entries)


@pytest.mark.parametrize("wrapped", ['{"a": [1, "]"], "items": %s}', " \ufeff%s"])
def test_records_can_be_items_of_an_object(wrapped):
    data = (wrapped % json.dumps([{"URL": URL}])).strip().encode()

    conversion = convert("a.json", data)

    assert (conversion.entry_count, "no feed has the paper 2602.00001" in str(conversion.problems)) == (
        1,
        True,
    )


def test_html_in_csl_json_is_read_as_in_a_feed():
    record = {"URL": URL, "title": "H<sub>2</sub>O &amp; <i>a<b</i>", "annote": "<p>One</p><p>Two</p>"}

    (entry,) = read_csl.read_csl(json.dumps([record]), "a.json").entries

    assert (entry.title, entry.note) == ("H₂O & a<b", "One Two")


@for_each_row(
    "text",
    ["", "{}", "[", '{"items"', "[" * 100_000, "[{},]", "[1" + "0" * 5_000, '"a"', "nul"],
)
def test_invalid_csl_json_is_reported(text):
    paper_list = read_csl.read_csl(text, "a.json")

    assert len(paper_list.problems) >= 1


@pytest.mark.parametrize("name", ["a.md", "a.bib", "a.json"])
@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ("a\né".encode("latin-1"), 2, "a list must be UTF-8 text"),
        (b" " * 10_000_001, 0, "a list must have at most 10,000,000 bytes"),
    ],
    ids=["not UTF-8", "too large"],
)
def test_a_list_that_is_too_large_or_not_utf_8_is_reported(name, data, line, message):
    problems = convert(name, data).problems

    assert (line, message) in [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("reader", "entry"),
    [
        (read_markdown.read_markdown, f"- [A]({URL})\n"),
        (read_bibtex.read_bibtex, "@misc{k, eprint={2602.00001}}\n"),
        (read_csl.read_csl, "{}\n"),
    ],
)
def test_the_number_of_entries_is_limited(reader, entry, monkeypatch):
    monkeypatch.setattr(list_items, "MAX_ENTRIES", 3)
    text = f"[{','.join([entry] * 5)}]" if reader is read_csl.read_csl else entry * 5

    paper_list = reader(text, "x")

    assert len(paper_list.entries) == 3
    assert [problem.line for problem in paper_list.problems] == [4]


def test_a_long_list_is_written_in_parts():
    papers = [make_paper(f"2602.{number:05}", title=f"T{number}") for number in range(1, 400)]
    text = "# Much\n" + "".join(
        f"- [T]({paper.url.replace('2602.00001', paper.id)}) - {'words ' * 80}\n" for paper in papers
    )
    catalogue = make_catalogue(*papers)

    conversion = convert("a.md", text.encode(), catalogue)
    curated, problems = read_new_files(conversion, catalogue)

    assert problems == []
    parts = sorted(curated.lists, key=lambda part: part.title)
    assert [part.title for part in parts] == [f"Much ({number} of 4)" for number in (1, 2, 3, 4)]
    assert [entry.paper for part in parts for entry in part.entries] == [paper.id for paper in papers]


def test_the_number_of_lines_of_markdown_is_limited(monkeypatch):
    monkeypatch.setattr(read_markdown, "_MAX_LINES", 3)

    paper_list = read_markdown.read_markdown(f"- [A]({URL})\n" * 5, "a.md")

    assert len(paper_list.entries) == 3
    assert [problem.line for problem in paper_list.problems] == [4]


def test_the_length_of_an_entry_is_limited():
    words = "word " * 3_000
    text = f"- [A toy]({URL}) {words}\n  - {words}\n  - [pdf](https://arxiv.org/abs/2602.00002)\n"

    paper_list = read_markdown.read_markdown(text, "a.md")

    assert [entry.references.ids for entry in paper_list.entries] == [("2602.00001",)]
    assert [(problem.line, problem.message) for problem in paper_list.problems] == [
        (1, "an entry must have at most 20,000 characters; the rest is not read")
    ]


@pytest.mark.parametrize("name", ["Index", "index", "a_b", "../a", "", "a" * 61, "a\n"])
def test_an_invalid_name_is_a_usage_error(name):
    with pytest.raises(UsageError, match="the name of a list must consist of"):
        convert("a.md", b"", list_name=name)


def test_another_format_is_a_usage_error():
    with pytest.raises(UsageError, match="a list must be Markdown"):
        convert("a.docx", b"")


@given(HOSTILE, HOSTILE, HOSTILE)
@limit_examples(30)
def test_the_files_of_any_list_pass_the_checks(heading, words, address):
    code = f"https://github.com/{address}"
    texts = {
        "a.md": f"# {words}\n## LLM inference {heading}\n- [A toy]({URL}) {words} [code]({code}) {code}\n",
        "a.bib": f"@misc{{k, title={{{words}}}, eprint={{2602.00001}}, note={{{words}}},\n code={{{code}}}}}",
        "a.json": json.dumps(
            [{"title": words, "URL": URL, "note": words, "annote": address, "keyword": heading}]
        ),
    }
    paper = replace(TOY, title=words, authors=make_authors(heading))
    catalogue = make_catalogue(paper, topics=TOPIC_VALUES)
    for name, text in texts.items():
        conversion = convert(name, text.encode("utf-8", "replace"), catalogue, title=heading)

        assert read_new_files(conversion, catalogue)[1] == []


@given(HOSTILE)
def test_any_markdown_can_be_read(text):
    for entry in read_markdown.read_markdown(text, "a.md").entries:
        assert entry.title == clean_line(entry.title)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["[", "](", "![", "[[", "<a ", "<a href='", "**", "*a", "_ ", "\\", "`", "<!--", "|", "(", "[a](b", "- ",
     "# ", "> ", "<h1>", "<b>", "1. ", "***", "~~", "&amp;", "http://", "arXiv:", "10.1234/", "|-", "  - a\n",
     "- [", "[a]: ", "&", "- a\n\n", "\t- ", "[a][b]", "|a|\n|-|\n"],
)  # fmt: skip
def test_repeated_marks_are_read_quickly(piece):
    text = piece * (20_000 // len(piece))

    with within(10):
        read_markdown.read_markdown(text, "a.md")
        markdown_entry.find_parts(
            MarkdownDocument("").parse_text(piece * (list_items.MAX_ENTRY_LENGTH // len(piece)))
        )
        read_csl.read_csl(text, "a.json")
