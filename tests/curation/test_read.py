"""The files that people write: their values, and the messages for wrong ones.

``data/curation/`` has wrong files; the first word of each name says which kind of file it is, and
``expected.txt`` has all messages. ``make golden`` rewrites that list.
"""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curation import file_set
from generator.curation.checks import MAX_COPIED_WORDS, check_summary, find_duplicate_files
from generator.curation.file_set import IrregularFile
from generator.curation.folder import read_files
from generator.curation.known_papers import KnownPapers
from generator.curation.read import read_curation
from generator.curation.syntax import MAX_FILE_SIZE, MAX_VOCABULARY_SIZE
from generator.model import ids
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
from generator.model.layout import CURATION, DATA, LISTS, PAPERS, PEOPLE, SETTINGS, TOPICS, VENUES
from generator.system.memo import Memo
from tests.paths import DATA as TEST_DATA
from tests.properties import limit_examples
from tests.tables import for_each_row

WRONG = TEST_DATA / "curation"
EXPECTED = WRONG / "expected.txt"
PAPER = f"{PAPERS}/2602.00001.yml"
# The kind of a wrong file, by the first word of its name, and its path.
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

# Changes to the valid files (None for a missing file), and the problems that follow.
OTHERS = [
    pytest.param(
        {TOPICS: None},
        [
            "curation/topics.yml: this file is required (restore it)",
        ],
        id="no-topics",
    ),
    pytest.param(
        {VENUES: None},
        [
            "curation/venues.yml: this file is required (restore it)",
        ],
        id="no-venues",
    ),
    pytest.param(
        {SETTINGS: None},
        [
            "catalogue.yml: this file is required (restore it)",
        ],
        id="no-settings",
    ),
    pytest.param(
        {TOPICS: "caches: [", VENUES: "asplos: 3"},
        [
            (
                "curation/topics.yml:2:1: expected a value here (write one, or close the bracket that "
                "opens before this place)"
            ),
            "curation/venues.yml:1:9: asplos must be a mapping of keys to values, got '3'",
        ],
        id="broken-topics-and-venues-break-nothing-else",
    ),
    pytest.param(
        {f"{PAPERS}/2602.10311.yml": "highlight: true"},
        [
            (
                "curation/papers/2602.10311.yml: no feed has the paper 2602.10311 (did you mean "
                "data/curation/papers/2602.10310.yml?)"
            ),
        ],
        id="nearly-an-id",
    ),
    pytest.param(
        {f"{PAPERS}/0704.0001.yml": "highlight: true"},
        [
            (
                "curation/papers/0704.0001.yml: no feed has the paper 0704.0001 (check "
                "arxiv.org/abs/0704.0001; a paper that is on no feed needs a record in its own file)"
            ),
        ],
        id="unknown-id",
    ),
    pytest.param(
        {f"{PAPERS}/doi-10.1145-1.2.yml": "highlight: true"},
        [
            (
                "curation/papers/doi-10.1145-1.2.yml: no feed has the paper doi-10.1145-1.2 (a paper that "
                "is on no feed needs a record in its own file)"
            ),
        ],
        id="unknown-doi",
    ),
    pytest.param(
        {f"{PAPERS}/2602.10310v2.yml": "highlight: true"},
        [
            (
                "curation/papers/2602.10310v2.yml: the file of a paper must be named by its id: "
                "'2602.10310v2' must not contain a version; write '2602.10310' "
                "(rename it to data/curation/papers/2602.10310.yml)"
            ),
        ],
        id="version-in-the-name",
    ),
    pytest.param(
        {f"{PAPERS}/cache.yml": "highlight: yes"},
        [
            (
                "curation/papers/cache.yml: the file of a paper must be named by its id, got 'cache' (the id "
                "is the end of the URL of its page, such as doi-10.5555-3779212 or 2602.23556)"
            ),
            (
                "curation/papers/cache.yml:1:12: highlight must be true or false, got 'yes' (did you mean "
                "true?)"
            ),
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
            (
                "curation/notes.yml: a file of this name is not allowed here (data/curation/ has "
                "papers/<id>.yml, lists/<name>.yml, topics.yml, venues.yml and people.yml)"
            ),
            (
                "curation/papers/README.md: a file of this name is not allowed here (data/curation/ has "
                "papers/<id>.yml, lists/<name>.yml, topics.yml, venues.yml and people.yml)"
            ),
            (
                "curation/papers/old/2602.10310.yml: a file of this name is not allowed here (rename it to "
                "data/curation/papers/2602.10310.yml)"
            ),
        ],
        id="unexpected-files",
    ),
    pytest.param(
        {f"{LISTS}/{name}.yml": GOOD[f"{LISTS}/first-steps.yml"] for name in ("First steps", "index")},
        [
            (
                "curation/lists/First steps.yml: the name of a list's file must consist of lower-case "
                "letters, digits and single hyphens, and not be 'index', got 'First steps' "
                "(rename it to data/curation/lists/first-steps.yml)"
            ),
            (
                "curation/lists/index.yml: the name of a list's file must consist of lower-case letters, "
                "digits and single hyphens, and not be 'index', got 'index'"
            ),
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
            (
                "curation/lists/second.YML: a file of this name is not allowed here (rename it to "
                "data/curation/lists/second.yml)"
            ),
            (
                "curation/papers/2602.10310.yaml: a file of this name is not allowed here (rename it to "
                "data/curation/papers/2602.10310.yml)"
            ),
            (
                "curation/topic.yml: a file of this name is not allowed here (did you mean "
                "data/curation/topics.yml?)"
            ),
            (
                "papers/2602.10310.yml: a file of this name is not allowed here (rename it to "
                "data/curation/papers/2602.10310.yml)"
            ),
        ],
        id="nearly-expected-files",
    ),
    pytest.param(
        {f"{PAPERS}/a\n::error::b": ""},
        [
            (
                "'data/curation/papers/a\\n::error::b': a file of this name is not allowed here "
                "(data/curation/ has papers/<id>.yml, lists/<name>.yml, topics.yml, venues.yml and "
                "people.yml)"
            ),
        ],
        id="a-name-that-would-start-a-line",
    ),
    pytest.param(
        {PAPER: f"topics: [{'a' * 300}]"},
        [
            (
                "curation/papers/2602.00001.yml:1:10: topic must be an id from topics.yml, got "
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
            ),
        ],
        id="a-long-word-is-cut",
    ),
    pytest.param(
        {f"{PAPERS}/CS-0301008.yml": "highlight: true", f"{PAPERS}/cs-0301008.yml": "highlight: true"},
        [
            (
                "curation/papers/CS-0301008.yml: a paper must have only one file, and 'cs-0301008.yml' is "
                "for the same paper (move everything to data/curation/papers/cs-0301008.yml, and delete "
                "this file)"
            ),
            (
                "curation/papers/CS-0301008.yml: the file of a paper must be named by its id, got "
                "'CS-0301008' (the id is the end of the URL of its page, such as doi-10.5555-3779212 or "
                "2602.23556)"
            ),
        ],
        id="two-files-for-one-paper",
    ),
    pytest.param(
        {PAPER: "topics: [memory]"},
        [
            (
                "curation/papers/2602.00001.yml:1:10: topic must be an id from topics.yml, got 'memory' "
                "(it was renamed to 'caches')"
            ),
        ],
        id="a-renamed-topic",
    ),
    pytest.param(
        {PAPER: "#" * (MAX_FILE_SIZE + 1)},
        [
            (
                "curation/papers/2602.00001.yml: the file must have at most 64,000 bytes (shorten it; "
                "link to figures and long texts)"
            ),
        ],
        id="too-large",
    ),
]

ABSTRACT = (
    "Caches are everywhere. We measure how long lookups take on a GPU with many small caches, and find that"
    " they are up to 3.5x faster than on a CPU."
)
# Summaries, and the words that they copy from the abstract; None if they copy none.
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

# Names of files of papers, and the duplicates among them with the file that they repeat.
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


def read_with_changes(changes):
    contents = {name: text.encode() for name, text in {**GOOD, **changes}.items() if text is not None}
    return read_curation(contents, SLUGS)


def list_problems(path):
    """The problems of a wrong file in its place, with the file's own name."""
    place = PLACES[path.name.partition("-")[0]]
    contents = {**encode(GOOD), place: path.read_bytes()}
    _, problems = read_curation(contents, SLUGS, abstracts={"2602.00001": ABSTRACT})
    return [str(problem).replace(place, path.name, 1) for problem in problems]


def encode(texts):
    return {name: text.encode() for name, text in texts.items()}


# --- wrong files -----------------------------------------------------------------------------------------


def test_wrong_files_give_the_expected_messages(request):
    messages = "\n\n".join("\n".join(list_problems(path)) for path in sorted(WRONG.glob("*.yml"))) + "\n"
    if request.config.getoption("--golden"):
        EXPECTED.write_text(messages, "utf-8")

    assert EXPECTED.read_text("utf-8").split("\n\n") == messages.split("\n\n")


@for_each_row("path", sorted(WRONG.glob("*.yml")))
def test_a_wrong_file_is_reported_and_no_other(path):
    problems = list_problems(path)

    assert problems
    assert all(line.startswith(f"{path.name}:") and line.isprintable() for line in problems)
    assert len(problems) == len(set(problems))


@for_each_row("path", sorted(WRONG.glob("*.yml")))
def test_a_file_that_was_read_before_has_the_same_value_and_the_same_problems(path):
    contents = {**encode(GOOD), PLACES[path.name.partition("-")[0]]: path.read_bytes()}
    memo = Memo()
    first = read_curation(contents, SLUGS, memo=memo)
    later = read_curation(contents, SLUGS, memo=Memo(memo.results))

    assert first == later == read_curation(contents, SLUGS)


def test_valid_files_of_any_size_are_not_parsed_again(monkeypatch):
    contents, memo = encode({**GOOD, TOPICS: GOOD[TOPICS] + "#" * MAX_FILE_SIZE}), Memo()
    first = read_curation(contents, SLUGS, memo=memo)
    monkeypatch.setattr(file_set, "parse_yaml", None)

    assert read_curation(contents, SLUGS, memo=Memo(memo.results)) == first


def test_the_places_of_many_problems_are_found_by_parsing_the_file_once_more(monkeypatch):
    parse, parsed = file_set.parse_yaml, []
    monkeypatch.setattr(file_set, "parse_yaml", lambda data, path: parsed.append(data) or parse(data, path))
    people = "".join(f"p{n}: {{name: Amy, papers: [2602.{n:05}]}}\n" for n in range(10, 30)).encode()
    _, problems = read_curation({**encode(GOOD), PEOPLE: people}, SLUGS)

    assert [problem.line for problem in problems] == [*range(1, 21)]
    assert parsed.count(people) == 2  # for its value, and for all places


@for_each_row(("changes", "expected"), OTHERS)
def test_problems_between_files_are_reported(changes, expected):
    _, problems = read_with_changes(changes)

    assert expected == [str(problem).removeprefix(f"{DATA}/") for problem in problems]


RIGHT_NAMES = {
    "curation/papers/2602.10310v2.yml": "papers/2602.10310.yml",
    "curation/papers/arXiv-2602.10310.yml": "papers/2602.10310.yml",
    "curation/papers/2602.10310V1.YAML": "papers/2602.10310.yml",
    "curation/papers/2602.10310.yml.txt": "papers/2602.10310.yml",
    "curation/papers/CS-0301008.yml": "papers/cs-0301008.yml",
    "curation/papers/cs.DC-0301008.yml": "papers/cs-0301008.yml",
    "curation/papers/cs/0301008.yml": None,  # the folder has a part of the id
    "curation/papers/10.5555-toy.6.yml": "papers/doi-10.5555-toy.6.yml",
    "curation/papers/10.5555_toy.6.yml": "papers/doi-10.5555-toy.6.yml",
    "curation/papers/DOI-10.5555-Toy.6.yml": "papers/doi-10.5555-toy.6.yml",
    "curation/papers/10.5555-unknown.yml": None,
    "curation/2602.10310.yml": "papers/2602.10310.yml",
    "curation/paper/doi-10.5555-toy.6.yaml": "papers/doi-10.5555-toy.6.yml",
    "curation/lists/2602.10310.yml": "lists/2602-10310.yml",
    "curation/lists/First Steps.yml": "lists/first-steps.yml",
    "curation/list/Größe.YAML": "lists/grosse.yml",
    "curation/lists/???.yml": None,
    "curation/Topics.YML": "topics.yml",
    "curation/lists/old/venue.yml": "venues.yml",
    "people.yaml": "people.yml",
    "curation/README.md": None,
}


@for_each_row(("name", "right_name"), RIGHT_NAMES.items())
def test_the_message_on_a_wrong_name_has_the_right_one_with_its_folder(name, right_name):
    _, problems = read_with_changes({f"data/{name}": "title: Toys\ndescription: Papers on toys, in order.\n"})

    hints = [problem.hint for problem in problems if problem.path.startswith(f"data/{name}")]
    if right_name is None:
        assert [hint for hint in hints if "rename" in hint or "did you mean" in hint] == []
    else:
        right_path = f"data/curation/{right_name}"
        assert {f"rename it to {right_path}", f"did you mean {right_path}?"} & set(hints)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "note: |\n  Two.\n\n  See ![plot](plot.png), `![x](y)` and ![b](https://b.example/c.png).\n",
            ["4:7", "4:40"],
        ),
        ("highlight: true\nnote: |+\n\n    > - ![plot](plot.png)\n", ["4:9"]),
        ("note: See ![plot](plot.png).\n", ["1:7"]),
        ("note: >-\n  Lines are\n  joined ![plot](plot.png).\n", ["1:7"]),
        ('note: "One.\\r\\r![plot](plot.png)"\n', ["1:7"]),
        ("note: |\n  ![a\n  plot](plot.png)\n  ![b](plot.png)\n", ["2:3", "4:3"]),
        ("note: '![plot][1] is no picture, $O(n)$ <b> `![a](b)`'\n", []),
    ],
)
def test_a_picture_in_a_note_is_refused_at_its_place(text, places):
    _, problems = read_with_changes({PAPER: text})

    assert [f"{problem.line}:{problem.column}" for problem in problems] == places
    assert {problem.hint for problem in problems} <= {"link to it: [plot](https://…)"}


def test_a_paper_that_is_requested_and_not_fetched_is_pending():
    settings = GOOD[SETTINGS] + "  - {id: one, kind: arxiv, ids: [2602.99999v1, 2602.00001]}\n"
    changes = {
        SETTINGS: settings,
        f"{PAPERS}/2602.99999.yml": "topics: [caches]\n",
        f"{PAPERS}/2602.10310.yml": "related: [2602.99999, 2602.00001]\n",
        f"{LISTS}/soon.yml": "title: Soon\ndescription: Papers to come, in order.\npapers: [2602.99999]\n",
    }
    curation, problems = read_with_changes(changes)

    assert problems == ()
    assert curation.papers["2602.99999"].topics == ("caches",)
    assert curation.papers["2602.10310"].related == ("2602.00001",)
    assert "soon" not in {reading_list.id for reading_list in curation.lists}
    _, problems = read_with_changes({**changes, SETTINGS: GOOD[SETTINGS]})
    assert [problem.path for problem in problems] == sorted(set(changes) - {SETTINGS})
    # Nobody knows what is pending without the settings, and one mistake in them is one problem.
    _, problems = read_with_changes({**changes, SETTINGS: settings + "x"})
    assert {problem.path for problem in problems} == {SETTINGS}


def test_a_wrong_file_does_not_affect_others():
    wrong = dict.fromkeys((PAPER, f"{LISTS}/second.yml"), "zzz: 1")
    curation, problems = read_with_changes({f"{PAPERS}/2602.10310.yml": "highlight: true", **wrong})

    assert len(problems) == 3
    assert set(curation.papers) == {"2602.10310"}
    assert [reading_list.id for reading_list in curation.lists] == ["first-steps"]


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, f"{PAPERS}/2602.10310.yml", f"{LISTS}/a.yml"]) | st.text(),
        st.binary(max_size=50) | st.sampled_from(list(encode(GOOD).values())),
        max_size=6,
    )
)
@limit_examples(40)
def test_any_files_give_problems_and_no_exception(changes):
    _, problems = read_curation({**encode(GOOD), **changes}, SLUGS)

    assert all(isinstance(problem, Problem) and len(str(problem).splitlines()) == 1 for problem in problems)
    assert list(problems) == sorted(problems)


@for_each_row(("summary", "expected"), SUMMARIES)
def test_a_summary_must_not_copy_its_abstract(summary, expected):
    explanation = check_summary(summary, ABSTRACT)

    if expected is None:
        assert explanation is None
    else:
        length = len(expected.split())
        assert explanation == (
            f"summary must be in your own words, got {length} words in a row from the abstract: {expected!r}",
            "describe what is new and what was found, as you would to a colleague",
        )


def test_without_an_abstract_a_summary_copies_nothing():
    assert check_summary("Caches are everywhere.", None) is None
    assert check_summary("Caches are everywhere.", "") is None


@given(
    st.lists(st.sampled_from(["cache", "fast", "toy"]), min_size=MAX_COPIED_WORDS + 1), st.text(), st.text()
)
def test_copied_words_are_found_anywhere(words, before, after):
    text = " ".join(words)

    assert check_summary(f"{before} {text}\n{after}", f"{after} {text} {before}") is not None


@for_each_row(("names", "expected"), NAMES)
def test_a_second_file_for_a_paper_is_reported(names, expected):
    duplicates = {name: (message, hint) for name, message, hint in find_duplicate_files(names, SLUGS)}

    assert set(expected) == set(duplicates)
    for name, first in expected.items():
        message, hint = duplicates[name]
        assert message == f"a paper must have only one file, and {first!r} is for the same paper"
        assert hint.startswith("move everything to ")


@given(st.lists(st.text(max_size=8) | st.sampled_from([*SLUGS, "2602.10310v2.yml"]), unique=True))
def test_duplicate_files_do_not_depend_on_the_order(names):
    assert list(find_duplicate_files(names, SLUGS)) == list(find_duplicate_files(reversed(names), SLUGS))


# --- valid files ------------------------------------------------------------------------------------------


def test_valid_files_have_no_problems():
    assert read_with_changes({})[1] == ()


def test_the_file_of_a_paper_becomes_its_curation():
    curated = read_with_changes({})[0].papers["2602.00001"]

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


def test_keys_that_are_missing_are_unknown():
    curated = read_with_changes({PAPER: "highlight: false"})[0].papers["2602.00001"]

    assert (curated.topics, curated.summary, curated.note, curated.venue, curated.status) == (None,) * 5
    assert (curated.links, curated.awards, curated.related, curated.corrections) == ((), (), (), {})


@pytest.mark.parametrize(
    ("slug", "paper_id"), [("cs-0301008", "cs/0301008"), ("doi-10.5555-toy.6", "doi:10.5555/toy.6")]
)
def test_the_file_of_a_paper_is_named_by_its_slug(slug, paper_id):
    curation, problems = read_with_changes({f"{PAPERS}/{slug}.yml": "highlight: true"})

    assert problems == ()
    assert paper_id in curation.papers


URL = "https://toys.example/Lookups?id=12"
URL_ID = f"url:{URL}"


@for_each_row(
    "reference", [URL, URL_ID, "http://Toys.example/Lookups/?id=12&utm_source=rss", ids.build_slug(URL_ID)]
)
def test_a_paper_without_a_doi_is_named_by_its_url_or_the_end_of_that_of_its_page(reference):
    papers = KnownPapers({ids.build_slug(URL_ID): URL_ID}, {}, frozenset(), is_complete=True)
    problems = []

    assert papers.resolve(reference, ("papers", 0), lambda *problem: problems.append(problem)) == URL_ID
    assert problems == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [("775-788", "775-788"), ("775--788", "775-788"), ("775 — 788", "775-788"), ("e12", "e12"), ("7", "7")],
)
def test_pages_have_one_hyphen(written, expected):
    curated, _ = read_with_changes({PAPER: f"venue: {{id: asplos, pages: {written}}}"})

    assert expected == curated.papers["2602.00001"].venue.pages


def test_topics_venues_and_lists_are_read():
    curated, _ = read_with_changes({})

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


def test_files_are_read_by_their_path(tmp_path):
    for name, content in encode(GOOD).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / LISTS / ".gitkeep").touch()

    assert encode(GOOD) == read_files(tmp_path / DATA)


def test_a_missing_folder_has_no_files(tmp_path):
    assert read_files(tmp_path / DATA) == {}


def test_only_regular_files_are_read(tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "passwords.yml").write_text("topics: [caches]")
    (tmp_path / PAPERS).mkdir(parents=True)
    (tmp_path / PAPER).symlink_to(secret / "passwords.yml")
    (tmp_path / PAPERS / "2602.10310.yml").symlink_to("nowhere")
    (tmp_path / LISTS).symlink_to(secret)
    (tmp_path / SETTINGS).symlink_to(secret / "passwords.yml")
    os.mkfifo(tmp_path / TOPICS)
    contents = read_files(tmp_path / DATA)

    assert contents == {
        **dict.fromkeys([PAPER, f"{PAPERS}/2602.10310.yml", LISTS, SETTINGS], IrregularFile.LINK),
        TOPICS: IrregularFile.SPECIAL,
    }
    hint = "replace it with the file itself"
    venues = {VENUES: b"asplos: {short: A1, title: Aaa, kind: journal}"}
    assert set(read_curation(contents | venues, SLUGS)[1]) == {
        Problem(path, 0, 0, f"must be a regular file, got {kind}", hint) for path, kind in contents.items()
    }


def test_of_other_folders_only_yaml_is_read(tmp_path):
    wrong = ["data/papers/2602.10310.yml", "data/2602.10310.yaml", "data/feeds/2602.10310.yml"]
    for name in [*wrong, "data/.lock", "data/mine.xml", "data/feeds/toys/2602.jsonl"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert sorted(read_files(tmp_path / DATA)) == sorted(wrong)


def test_if_the_store_is_incomplete_no_paper_is_reported_as_unknown():
    changes = {
        f"{PAPERS}/2603.00001.yml": "topics: [caches]",
        PAPER: "related: [2603.00002]\ntopics: [cachs]",
    }
    _, problems = read_curation({**encode(GOOD), **encode(changes)}, SLUGS, is_complete=False)

    assert [problem.message for problem in problems] == ["topic must be an id from topics.yml, got 'cachs'"]


def test_a_folder_that_is_a_symlink_is_not_read(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/topics.yml").write_text("")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/curation").symlink_to(tmp_path / "secret")

    assert read_files(tmp_path / DATA) == {CURATION: IrregularFile.LINK}


@pytest.mark.parametrize("name", [b"a\n::error::b.yml", b"caf\xe9.yml", b"\x1b[31m.yml"])
def test_the_name_of_a_file_cannot_break_a_message(tmp_path, name):
    (tmp_path / PAPERS).mkdir(parents=True)
    (tmp_path / PAPERS / os.fsdecode(name)).write_text("highlight: true")
    problems = read_curation({**encode(GOOD), **read_files(tmp_path / DATA)}, SLUGS)[1]

    assert problems
    assert all(str(problem).isprintable() for problem in problems)


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    (tmp_path / DATA).mkdir()
    (tmp_path / SETTINGS).write_bytes(b"#" * (10 * MAX_FILE_SIZE))

    assert len(read_files(tmp_path / DATA)[SETTINGS]) == MAX_FILE_SIZE + 1


def test_the_files_with_the_words_of_a_field_may_be_larger():
    text = GOOD[TOPICS] + "#" * MAX_FILE_SIZE
    too_large = {TOPICS: text + "#" * MAX_VOCABULARY_SIZE}

    assert read_curation(encode({**GOOD, TOPICS: text}), SLUGS)[1] == ()
    assert "at most 256,000 bytes" in str(read_curation(encode({**GOOD, **too_large}), SLUGS)[1][0])


def test_a_file_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / DATA).mkdir()
    (tmp_path / SETTINGS).touch()

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"cannot read .*catalogue\.yml: Permission denied"):
        read_files(tmp_path / DATA)
