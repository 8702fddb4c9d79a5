"""The files that people write: what they become, and all that is said of wrong ones.

``curation/`` holds one wrong file each; the first word of its name says which file it stands for, and
``expected.txt`` what people are told. ``pytest tests/test_curation.py --golden`` writes that list anew.
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.curation.checks import COPIED_WORDS, copied, same_paper
from generator.curation.folder import Oddity, read_files
from generator.curation.layout import CURATION, DATA, LISTS, PAPERS, SETTINGS, TOPICS, VENUES
from generator.curation.read import read
from generator.curation.syntax import LARGEST_FILE
from generator.model.curation_values import (
    Appearance,
    Correction,
    Link,
    LinkKind,
    ListEntry,
    Phrase,
    ReadingList,
    Status,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.errors import Problem, StoreError
from tests.paths import DATA as TEST_DATA

WRONG = TEST_DATA / "curation"
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

# What a file of another name is told.
ALLOWED = " (data/curation/ has papers/<id>.yml, lists/<address>.yml, topics.yml, venues.yml and people.yml)"

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
                "curation/topics.yml:2:1: a value should stand here"
                " (write one, or close the bracket that is open before it)"
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
        [
            (
                "curation/papers/0704.0001.yml: no feed has a paper 0704.0001 (look it up at"
                " arxiv.org/abs/0704.0001; a paper that is on no feed needs a record in its own file)"
            )
        ],
        id="unknown-id",
    ),
    pytest.param(
        {f"{PAPERS}/doi-10.1145-1.2.yml": "highlight: true"},
        [
            (
                "curation/papers/doi-10.1145-1.2.yml: no feed has a paper doi-10.1145-1.2"
                " (a paper that is on no feed needs a record in its own file)"
            )
        ],
        id="unknown-doi",
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
            "curation/papers/cache.yml:1:12: highlight must be true or false, got 'yes' (did you mean true?)",
        ],
        id="no-id",
    ),
    pytest.param(
        {
            f"{PAPERS}/README.md": "",
            f"{PAPERS}/old/2602.10310.yml": "",
            "data/curation/notes.yml": "",
        },
        [
            f"curation/{name}: no file of this name is expected here{ALLOWED}"
            for name in (
                "notes.yml",
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
        {
            f"{PAPERS}/2602.10310.yaml": "",
            f"{LISTS}/second.YML": "",
            "data/curation/topic.yml": "",
            "data/papers/2602.10310.yml": "",
        },
        [
            "curation/lists/second.YML: no file of this name is expected here (name it second.yml)",
            "curation/papers/2602.10310.yaml: no file of this name is expected here (name it 2602.10310.yml)",
            (
                "curation/topic.yml: no file of this name is expected here"
                " (did you mean 'data/curation/topics.yml'?)"
            ),
            f"papers/2602.10310.yml: no file of this name is expected here{ALLOWED}",
        ],
        id="nearly-expected-files",
    ),
    pytest.param(
        {f"{PAPERS}/a\n::error::b": ""},
        [rf"'data/curation/papers/a\n::error::b': no file of this name is expected here{ALLOWED}"],
        id="a-name-that-would-start-a-line",
    ),
    pytest.param(
        {PAPER: f"topics: [{'a' * 300}]"},
        [
            f"curation/papers/2602.00001.yml:1:10: topic must be one of topics.yml, got '{'a' * 58}…",
        ],
        id="a-long-word-is-cut",
    ),
    pytest.param(
        {f"{PAPERS}/CS-0301008.yml": "highlight: true", f"{PAPERS}/cs-0301008.yml": "highlight: true"},
        [
            (
                "curation/papers/CS-0301008.yml: a paper has one file, and 'cs-0301008.yml' is for the same"
                " paper (put all of it into cs-0301008.yml, and remove this one)"
            ),
            (
                "curation/papers/CS-0301008.yml: a paper's file is named by its id: 'CS-0301008' is no arXiv"
                " id; they look like 2602.23556 or cs/0301008"
            ),
        ],
        id="two-files-for-one-paper",
    ),
    pytest.param(
        {PAPER: "topics: [memory]"},
        [
            (
                "curation/papers/2602.00001.yml:1:10: topic must be one of topics.yml, got 'memory'"
                " (it is 'caches' now)"
            )
        ],
        id="a-renamed-topic",
    ),
    pytest.param(
        {PAPER: "#" * (LARGEST_FILE + 1)},
        [
            (
                "curation/papers/2602.00001.yml: a file may have 64,000 bytes; this one has more"
                " (shorten it; figures and long texts belong behind a link)"
            )
        ],
        id="too-large",
    ),
]

ABSTRACT = (
    "Caches are everywhere. We measure how long lookups take on a GPU with many small caches, and find that"
    " they are up to 3.5x faster than on a CPU."
)
# Summaries, and the words of the abstract that they repeat; None for those in someone's own words.
SUMMARIES = [
    pytest.param("Times lookups in a GPU's caches; they beat a CPU's.", None, id="own-words"),
    pytest.param("Looks at lookups on a GPU with many small caches, and says why.", None, id="eight-shared"),
    pytest.param(
        "New: how long lookups take on a GPU with many small caches. That is all.",
        "how long lookups take on a gpu with many small caches",
        id="eleven-shared",
    ),
    pytest.param(
        "HOW LONG lookups take,\non a GPU with — many small *caches*; and why.",
        "how long lookups take on a gpu with many small caches and",
        id="with-other-marks-and-capitals",
    ),
    pytest.param("Caches are everywhere!", "caches are everywhere", id="short-but-all-of-it"),
    pytest.param("Caches are nowhere.", None, id="short-and-new"),
    pytest.param("ches are everywhere", None, id="parts-of-words-are-no-words"),
    pytest.param("…", None, id="no-words"),
]

# Names of files in the folder of papers, and those that are too much there.
NAMES = [
    pytest.param(["2602.10310.yml", "2602.00001.yml", "cs-0301008.yml"], {}, id="different-papers"),
    pytest.param(
        ["2602.10310.yml", "2602.10310v2.yml"], {"2602.10310v2.yml": "2602.10310.yml"}, id="a-version"
    ),
    pytest.param(
        ["2602.10310v1.yml", "2602.10310v2.yml"], {"2602.10310v2.yml": "2602.10310v1.yml"}, id="two-versions"
    ),
    pytest.param(["cs-0301008.yml", "CS-0301008.yml"], {"CS-0301008.yml": "cs-0301008.yml"}, id="case"),
    pytest.param(
        ["cs-0301008.yml", "cs0301008.yml", "cs.PF-0301008.yml", "cs_0301008v1.yml"],
        dict.fromkeys(["cs0301008.yml", "cs.PF-0301008.yml", "cs_0301008v1.yml"], "cs-0301008.yml"),
        id="ways-to-write-an-old-id",
    ),
    pytest.param(
        ["2602.10310.yml", "2602.10310.yaml", "2602.10310.yml.txt", "arXiv-2602.10310.yml"],
        dict.fromkeys(["2602.10310.yaml", "2602.10310.yml.txt", "arXiv-2602.10310.yml"], "2602.10310.yml"),
        id="endings-and-prefixes",
    ),
    pytest.param(
        ["doi-10.5555-toy.6.yml", "DOI-10.5555-TOY.6.yml"],
        {"DOI-10.5555-TOY.6.yml": "doi-10.5555-toy.6.yml"},
        id="a-doi",
    ),
    pytest.param(["Notes.yml", "notes.yml"], {"Notes.yml": "notes.yml"}, id="no-ids-but-one-on-some-disks"),
    pytest.param(["arxiv.yml", "v2.yml", ".yml", ""], {"": ".yml"}, id="nothing-left-of-it"),
]


def with_changes(changes):
    contents = {name: text.encode() for name, text in {**GOOD, **changes}.items() if text is not None}
    return read(contents, SLUGS)


def with_wrong(path):
    """What is said if this file is in its place, under the file's own name."""
    place = PLACES[path.name.partition("-")[0]]
    contents = {**_bytes(GOOD), place: path.read_bytes()}
    _, problems = read(contents, SLUGS, abstracts={"2602.00001": ABSTRACT})
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

    assert expected == [str(problem).removeprefix(f"{DATA}/") for problem in problems]


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


@pytest.mark.parametrize(("summary", "expected"), SUMMARIES)
def test_a_summary_does_not_copy_its_abstract(summary, expected):
    said = copied(summary, ABSTRACT)

    if expected is None:
        assert said is None
    else:
        message, hint = said
        length = len(expected.split())
        assert message == (
            f"summary must be in your own words, but {length} words in a row are the abstract's;"
            f" got {expected!r}"
        )
        assert hint == "say what is new and what was measured as you would tell a colleague"


def test_a_summary_of_a_paper_without_abstract_copies_nothing():
    assert copied("Caches are everywhere.", None) is None
    assert copied("Caches are everywhere.", "") is None


@given(st.lists(st.sampled_from(["cache", "fast", "toy"]), min_size=COPIED_WORDS), st.text(), st.text())
def test_as_many_words_of_the_abstract_as_that_are_found_wherever_they_stand(words, before, after):
    text = " ".join(words)

    assert copied(f"{before} {text}\n{after}", f"{after} {text} {before}") is not None


@pytest.mark.parametrize(("names", "expected"), NAMES)
def test_a_paper_has_one_file(names, expected):
    found = {name: (message, hint) for name, message, hint in same_paper(names, SLUGS)}

    assert set(expected) == set(found)
    for name, kept in expected.items():
        assert found[name][0] == f"a paper has one file, and {kept!r} is for the same paper"
        assert found[name][1].startswith("put all of it into ")


@given(st.lists(st.text(max_size=8) | st.sampled_from([*SLUGS, "2602.10310v2.yml"]), unique=True))
def test_files_are_told_apart_whatever_their_names_and_order(names):
    assert list(same_paper(names, SLUGS)) == list(same_paper(reversed(names), SLUGS))


# --- good files ------------------------------------------------------------------------------------------


def test_good_files_have_no_problems():
    assert with_changes({})[1] == ()


def test_a_papers_file_becomes_its_curation():
    curated = with_changes({})[0].papers["2602.00001"]

    assert curated.path == "data/curation/papers/2602.00001.yml"
    assert curated.topics == ("caches",)
    assert curated.summary == "Measures lookups on a GPU and finds them fast."
    assert curated.note == "Read *section 3* first.\n"
    assert curated.venue == Appearance("asplos", 2026, "775-788")
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
        former_ids=("memory",),
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

    assert _bytes(GOOD) == read_files(tmp_path / DATA)


def test_a_folder_without_files_has_none(tmp_path):
    assert read_files(tmp_path / DATA) == {}


def test_nothing_but_plain_files_is_read(tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "passwords.yml").write_text("topics: [caches]")
    (tmp_path / PAPERS).mkdir(parents=True)
    (tmp_path / PAPER).symlink_to(secret / "passwords.yml")
    (tmp_path / PAPERS / "2602.10310.yml").symlink_to("nowhere")
    (tmp_path / LISTS).symlink_to(secret)
    (tmp_path / SETTINGS).symlink_to(secret / "passwords.yml")
    os.mkfifo(tmp_path / TOPICS)
    found = read_files(tmp_path / DATA)

    assert found == {
        **dict.fromkeys([PAPER, f"{PAPERS}/2602.10310.yml", LISTS, SETTINGS], Oddity.LINK),
        TOPICS: Oddity.SPECIAL,
    }
    hint = "put the file itself in its place"
    assert set(read({**found, VENUES: b"asplos: {short: A1, title: Aaa, kind: journal}"}, SLUGS)[1]) == {
        Problem(name, 0, 0, f"only plain files are read here, and this is {oddity}", hint)
        for name, oddity in found.items()
    }


def test_yaml_in_the_wrong_folder_is_found_and_nothing_else_is(tmp_path):
    wrong = ["data/papers/2602.10310.yml", "data/2602.10310.yaml", "data/feeds/2602.10310.yml"]
    for name in [*wrong, "data/.lock", "data/mine.xml", "data/feeds/toys/2602.jsonl"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert sorted(read_files(tmp_path / DATA)) == sorted(wrong)


def test_where_not_all_papers_are_known_none_is_said_to_be_unknown():
    changes = {
        f"{PAPERS}/2603.00001.yml": "topics: [caches]",
        PAPER: "related: [2603.00002]\ntopics: [cachs]",
    }
    _, problems = read({**_bytes(GOOD), **_bytes(changes)}, SLUGS, is_whole=False)

    assert [problem.message for problem in problems] == ["topic must be one of topics.yml, got 'cachs'"]


def test_a_folder_of_curation_that_is_a_link_is_not_entered(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/topics.yml").write_text("")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/curation").symlink_to(tmp_path / "secret")

    assert read_files(tmp_path / DATA) == {CURATION: Oddity.LINK}


@pytest.mark.parametrize("name", [b"a\n::error::b.yml", b"caf\xe9.yml", b"\x1b[31m.yml"])
def test_a_file_is_shown_on_one_line_whatever_its_name(tmp_path, name):
    (tmp_path / PAPERS).mkdir(parents=True)
    (tmp_path / PAPERS / os.fsdecode(name)).write_text("highlight: true")
    problems = read({**_bytes(GOOD), **read_files(tmp_path / DATA)}, SLUGS)[1]

    assert problems
    assert all(str(problem).isprintable() for problem in problems)


def test_of_a_huge_file_no_more_is_read_than_tells_so(tmp_path):
    (tmp_path / DATA).mkdir()
    (tmp_path / SETTINGS).write_bytes(b"#" * (10 * LARGEST_FILE))

    assert len(read_files(tmp_path / DATA)[SETTINGS]) == LARGEST_FILE + 1


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / DATA).mkdir()
    (tmp_path / SETTINGS).touch()

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"cannot read .*catalogue\.yml: Permission denied"):
        read_files(tmp_path / DATA)
