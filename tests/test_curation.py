"""The files that people write: what they become, and all that is said of wrong ones.

``curation/`` holds one wrong file each; the first word of its name says which file it stands for, and
``expected.txt`` what people are told. ``pytest tests/test_curation.py --golden`` writes that list anew.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.curation.read import LISTS, PAPERS, SETTINGS, TOPICS, VENUES, files, read
from generator.curation.syntax import LARGEST_FILE
from generator.errors import Problem, StoreError
from generator.model import (
    Correction,
    Link,
    LinkKind,
    ListEntry,
    Phrase,
    Placement,
    ReadingList,
    Status,
    Topic,
    Venue,
    VenueKind,
)

WRONG = Path(__file__).parent / "curation"
EXPECTED = WRONG / "expected.txt"
PAPER = f"{PAPERS}/2602.00001.yml"
# What the first word of a wrong file's name stands for.
PLACES = {
    "paper": PAPER,
    "list": f"{LISTS}/first-steps.yml",
    "topics": TOPICS,
    "venues": VENUES,
    "catalogue": SETTINGS,
}

SLUGS = {
    "2602.00001": "2602.00001",
    "2602.10310": "2602.10310",
    "cs-0301008": "cs/0301008",
    "doi-10.5555-toy.6": "doi:10.5555/toy.6",
}
GOOD = {
    SETTINGS: """\
title: Toy papers
description: Papers that hold everything that is hard about papers.
contact: maintainer@toys.example
feeds:
  - {id: toys, kind: arxiv, categories: [cs.PF]}
""",
    TOPICS: """\
machines:
  title: Machines
  description: What computers are made of, and how fast each of the parts can be.
caches:
  title: Caches
  parent: machines
  description: >-
    Small memories that are fast
    because they are small.
  rules:
    phrases: {cache: 1.5, hit rate: 1}
    categories: {cs.AR: 0.5}
    exclude: {cash: 2}
  formerly: [memory]
""",
    VENUES: """\
asplos:
  short: ASPLOS
  title: Architectural Support
  kind: conference
  url: https://www.asplos-conference.org/
  spellings: [ASPLOS Conference]
""",
    f"{LISTS}/first-steps.yml": """\
title: First steps
description: What to read before building a toy of one's own.
papers:
  - {id: cs/0301008, note: Old and still right.}
  - 2602.10310
""",
    PAPER: """\
topics: [caches]
summary: >-
  Measures lookups on a GPU
  and finds them fast.
note: |
  Read *section 3* first.
venue: {id: asplos, year: 2026, pages: 775–788}
links:
  code: https://github.com/toys/cache
  slides: [https://toys.example/a, https://toys.example/b]
awards: [Best toy]
highlight: true
related: [cs/0301008, 'doi:10.5555/toy.6', 2602.10310v2]
status: listed
publications: [10.5555/toy.6b]
corrections:
  title: {value: A  better title, reason: As in the PDF.}
  abstract: {value: "One.\\n\\nTwo.", reason: As in the PDF.}
  authors: {value: [Amy Example, Bo  Ünal], reason: As in the PDF.}
""",
}

# Changes to the good files (None for one that is not there), and what is said then.
OTHERS = [
    pytest.param(
        {TOPICS: None}, ["curation/topics.yml: this file must be there (restore it)"], id="no-topics"
    ),
    pytest.param(
        {VENUES: None}, ["curation/venues.yml: this file must be there (restore it)"], id="no-venues"
    ),
    pytest.param({SETTINGS: None}, ["catalogue.yml: this file must be there (restore it)"], id="no-settings"),
    pytest.param(
        {TOPICS: "caches: [", VENUES: "asplos: 3"},
        [
            (
                "curation/topics.yml:2:1: this is no YAML: did not find expected node content"
                " (a value is missing, or a bracket is never closed)"
            ),
            "curation/venues.yml:1:9: asplos must be keys and values, got '3'",
        ],
        id="broken-topics-and-venues-break-nothing-else",
    ),
    pytest.param(
        {f"{PAPERS}/2602.10311.yml": "highlight: true"},
        ["curation/papers/2602.10311.yml: no feed has a paper 2602.10311 (did you mean '2602.10310'?)"],
        id="nearly-an-id",
    ),
    pytest.param(
        {f"{PAPERS}/0704.0001.yml": "highlight: true"},
        ["curation/papers/0704.0001.yml: no feed has a paper 0704.0001 (import or fetch it first)"],
        id="unknown-id",
    ),
    pytest.param(
        {f"{PAPERS}/2602.10310v2.yml": "highlight: true"},
        [
            (
                "curation/papers/2602.10310v2.yml: a paper's file is named by its id: '2602.10310v2' names a"
                " version; a file is for all versions of its paper: '2602.10310' (did you mean '2602.10310'?)"
            )
        ],
        id="version-in-the-name",
    ),
    pytest.param(
        {f"{PAPERS}/cache.yml": "highlight: yes"},
        [
            (
                "curation/papers/cache.yml: a paper's file is named by its id: 'cache' is no arXiv id;"
                " they look like 2602.23556 or cs/0301008"
            ),
            "curation/papers/cache.yml:1:12: highlight must be true or false, got 'yes'",
        ],
        id="no-id",
    ),
    pytest.param(
        {
            f"{PAPERS}/README.md": "",
            f"{PAPERS}/old/2602.10310.yml": "",
            f"{PAPERS}/2602.10310.yaml": "",
            "curation/notes.yml": "",
        },
        [
            f"curation/{name}: this file belongs to nothing"
            " (papers/<id>.yml and lists/<address>.yml go here, beside topics.yml and venues.yml)"
            for name in (
                "notes.yml",
                "papers/2602.10310.yaml",
                "papers/README.md",
                "papers/old/2602.10310.yml",
            )
        ],
        id="unexpected-files",
    ),
    pytest.param(
        {f"{LISTS}/{name}.yml": GOOD[f"{LISTS}/first-steps.yml"] for name in ("First steps", "index")},
        [
            f"curation/lists/{name}.yml: a list's file has lower-case letters, digits and hyphens only,"
            f" and is not index; got '{name}'"
            for name in ("First steps", "index")
        ],
        id="names-of-lists",
    ),
    pytest.param(
        {f"{PAPERS}/a\n::error::b": ""},
        [
            (
                r"'curation/papers/a\n::error::b': this file belongs to nothing"
                " (papers/<id>.yml and lists/<address>.yml go here, beside topics.yml and venues.yml)"
            )
        ],
        id="a-name-that-would-start-a-line",
    ),
    pytest.param(
        {PAPER: f"topics: [{'a' * 300}]"},
        [
            f"curation/papers/2602.00001.yml:1:10: topic must be one of topics.yml, got '{'a' * 58}…",
        ],
        id="a-long-word-is-cut",
    ),
]


def with_changes(changes):
    contents = {name: text.encode() for name, text in {**GOOD, **changes}.items() if text is not None}
    return read(contents, SLUGS, prefix="")


def with_wrong(path):
    """What is said if this file is in its place, under the file's own name."""
    place = PLACES[path.name.partition("-")[0]]
    _, problems = read({**_bytes(GOOD), place: path.read_bytes()}, SLUGS, prefix="")
    return [str(problem).replace(place, path.name, 1) for problem in problems]


def _bytes(texts):
    return {name: text.encode() for name, text in texts.items()}


# --- wrong files -----------------------------------------------------------------------------------------


def test_wrong_files_are_met_with_the_expected_words(request):
    said = "\n\n".join("\n".join(with_wrong(path)) for path in sorted(WRONG.glob("*.yml"))) + "\n"
    if request.config.getoption("--golden"):
        EXPECTED.write_text(said, "utf-8")

    assert EXPECTED.read_text("utf-8").split("\n\n") == said.split("\n\n")


@pytest.mark.parametrize("path", sorted(WRONG.glob("*.yml")), ids=lambda path: path.stem)
def test_a_wrong_file_is_named_and_nothing_else_is(path):
    said = with_wrong(path)

    assert said
    assert all(line.startswith(f"{path.name}:") and line.isprintable() for line in said)
    assert len(said) == len(set(said))


@pytest.mark.parametrize(("changes", "expected"), OTHERS)
def test_what_is_wrong_with_the_files_together(changes, expected):
    _, problems = with_changes(changes)

    assert expected == [str(problem) for problem in problems]


def test_a_wrong_file_costs_itself_only():
    wrong = dict.fromkeys((PAPER, f"{LISTS}/second.yml"), "zzz: 1")
    curated, problems = with_changes({f"{PAPERS}/2602.10310.yml": "highlight: true", **wrong})

    assert len(problems) == 3
    assert set(curated.papers) == {"2602.10310"}
    assert [found.id for found in curated.lists] == ["first-steps"]


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, f"{PAPERS}/2602.10310.yml", f"{LISTS}/a.yml"]) | st.text(),
        st.binary(max_size=50) | st.sampled_from(list(_bytes(GOOD).values())),
        max_size=6,
    )
)
@settings(max_examples=40)
def test_no_files_raise(changes):
    _, problems = read({**_bytes(GOOD), **changes}, SLUGS)

    assert all(isinstance(problem, Problem) and len(str(problem).splitlines()) == 1 for problem in problems)
    assert list(problems) == sorted(problems)


# --- good files ------------------------------------------------------------------------------------------


def test_good_files_have_no_problems():
    assert with_changes({})[1] == ()


def test_a_papers_file_becomes_its_curation():
    curated = with_changes({})[0].papers["2602.00001"]

    assert curated.path == "data/curation/papers/2602.00001.yml"
    assert curated.topics == ("caches",)
    assert curated.summary == "Measures lookups on a GPU and finds them fast."
    assert curated.note == "Read *section 3* first.\n"
    assert curated.venue == Placement("asplos", 2026, "775-788")
    assert curated.links == (
        Link(LinkKind.CODE, "https://github.com/toys/cache"),
        Link(LinkKind.SLIDES, "https://toys.example/a"),
        Link(LinkKind.SLIDES, "https://toys.example/b"),
    )
    assert curated.awards == ("Best toy",)
    assert curated.highlight is True
    assert curated.related == ("cs/0301008", "doi:10.5555/toy.6", "2602.10310")
    assert curated.status is Status.LISTED
    assert curated.publications == ("10.5555/toy.6b",)
    assert curated.corrections == {
        "title": Correction("A better title", "As in the PDF."),
        "abstract": Correction("One.\nTwo.", "As in the PDF."),
        "authors": Correction(("Amy Example", "Bo Ünal"), "As in the PDF."),
    }


def test_what_a_papers_file_leaves_out_is_unknown():
    curated = with_changes({PAPER: "highlight: false"})[0].papers["2602.00001"]

    assert (curated.topics, curated.summary, curated.note, curated.venue, curated.status) == (None,) * 5
    assert (curated.links, curated.awards, curated.related, curated.corrections) == ((), (), (), {})


@pytest.mark.parametrize(
    ("slug", "paper_id"), [("cs-0301008", "cs/0301008"), ("doi-10.5555-toy.6", "doi:10.5555/toy.6")]
)
def test_a_papers_file_is_named_by_its_slug(slug, paper_id):
    curated, problems = with_changes({f"{PAPERS}/{slug}.yml": "highlight: true"})

    assert problems == ()
    assert paper_id in curated.papers


@pytest.mark.parametrize(
    ("written", "expected"),
    [("775-788", "775-788"), ("775--788", "775-788"), ("775 — 788", "775-788"), ("e12", "e12"), ("7", "7")],
)
def test_pages_have_one_hyphen(written, expected):
    curated, _ = with_changes({PAPER: f"venue: {{id: asplos, pages: {written}}}"})

    assert expected == curated.papers["2602.00001"].venue.pages


def test_topics_venues_and_lists_are_read():
    curated, _ = with_changes({})

    assert curated.settings.title == "Toy papers"
    assert curated.settings.contact == "maintainer@toys.example"
    assert [feed.id for feed in curated.settings.feeds] == ["toys"]
    assert curated.topics[1] == Topic(
        id="caches",
        title="Caches",
        description="Small memories that are fast because they are small.",
        parent="machines",
        phrases=(Phrase("cache", 1.5), Phrase("hit rate", 1.0)),
        categories={"cs.AR": 0.5},
        exclude=(Phrase("cash", 2.0),),
        formerly=("memory",),
    )
    url = "https://www.asplos-conference.org/"
    assert curated.venues == (
        Venue("asplos", "ASPLOS", "Architectural Support", VenueKind.CONFERENCE, url, ("ASPLOS Conference",)),
    )
    description = "What to read before building a toy of one's own."
    entries = (ListEntry("cs/0301008", "Old and still right."), ListEntry("2602.10310"))
    assert curated.lists == (ReadingList("first-steps", "First steps", description, entries),)


# --- the folder ------------------------------------------------------------------------------------------


def test_files_are_found_by_their_path_inside_of_data(tmp_path):
    for name, content in _bytes(GOOD).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / LISTS / ".gitkeep").touch()

    assert _bytes(GOOD) == files(tmp_path)


def test_a_folder_without_files_has_none(tmp_path):
    assert files(tmp_path) == {}


def test_a_link_is_not_followed_but_shown(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("topics: [caches]")
    data = tmp_path / "data"
    (data / PAPERS).mkdir(parents=True)
    (data / PAPER).symlink_to(secret)
    (data / "curation/outside").symlink_to(tmp_path)

    assert files(data) == {PAPER: str(secret).encode(), "curation/outside": str(tmp_path).encode()}
    assert [problem.path for problem in read({**_bytes(GOOD), **files(data)}, SLUGS, prefix="")[1]] == [
        "curation/outside",
        PAPER,
    ]


def test_of_a_huge_file_no_more_is_read_than_tells_so(tmp_path):
    (tmp_path / SETTINGS).write_bytes(b"#" * (10 * LARGEST_FILE))

    assert len(files(tmp_path)[SETTINGS]) == LARGEST_FILE + 1


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / SETTINGS).touch()

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(StoreError, match=r"cannot read .*catalogue\.yml: Permission denied"):
        files(tmp_path)
