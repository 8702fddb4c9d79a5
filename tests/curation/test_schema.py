"""What people are told where a file breaks its schema."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from generator.curation.schema import check, did_you_mean, limit, load, place_of
from generator.curation.syntax import LARGEST_FILE, Place, Tree, read
from generator.derive.merge import PRECEDENCE, Source
from generator.model.curation_values import LinkKind
from tests.builders import within
from tests.paths import REPOSITORY

SCHEMAS = ("catalogue", "list", "paper", "people", "topics", "venues")
A_DESCRIPTION = "description: A description that is long enough for every schema."
PAPER_KEYS = (
    "topics, summary, note, venue, links, awards, highlight, related, status, publications, record, "
    "corrections"
)

# A schema, a file, and all that is said of it.
BROKEN = [
    pytest.param(
        "paper", "sumary: a", ["1:1: unknown key 'sumary' (did you mean 'summary'?)"], id="unknown-key"
    ),
    pytest.param(
        "paper",
        "zzz: a",
        [f"1:1: unknown key 'zzz' (known are {PAPER_KEYS})"],
        id="unknown-key-like-no-other",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, yeer: 2026}",
        ["1:16: unknown key 'yeer' (did you mean 'year'?)"],
        id="inner-key",
    ),
    pytest.param(
        "paper",
        "corrections:\n  autors: {}\n",
        ["2:3: unknown key 'autors' (did you mean 'authors'?)"],
        id="unknown-correction",
    ),
    pytest.param(
        "paper",
        "venue: {year: 2026}",
        [
            "1:8: venue must have id (for example id: asplos)",
        ],
        id="missing-key",
    ),
    pytest.param(
        "paper",
        "corrections:\n  title: {}",
        [
            "2:10: corrections, title must have value and reason (for example value: The right title)",
        ],
        id="two-keys",
    ),
    pytest.param(
        "catalogue",
        "title: Toys",
        [
            (
                "1:1: the file must have description and feeds (for example description: Research"
                " papers on how fast computers are, and why.)"
            ),
        ],
        id="from-the-root",
    ),
    pytest.param(
        "paper",
        "topics: caches",
        [
            (
                "1:9: topics must be a list, got 'caches' (for example topics: [llm-inference,"
                " energy-and-power])"
            ),
        ],
        id="text-for-a-list",
    ),
    pytest.param(
        "paper",
        "topics: {a: b}",
        [
            (
                '1:9: topics must be a list, got {"a": "b"} (for example topics: [llm-inference,'
                " energy-and-power])"
            ),
        ],
        id="mapping-for-a-list",
    ),
    pytest.param(
        "paper",
        "note: [a]",
        [
            '1:7: note must be text, got ["a"] (for example note: Start with *section 3*.)',
        ],
        id="list-for-text",
    ),
    pytest.param(
        "paper",
        "venue: icpe",
        [
            ("1:8: venue must be keys and values, got 'icpe' (for example venue: {id: asplos, year: 2026})"),
        ],
        id="text-for-a-mapping",
    ),
    pytest.param(
        "paper",
        "- a",
        [
            (
                '1:1: the file must be keys and values, got ["a"] (write one key in a line, with a'
                " colon, a blank and its value after it)"
            ),
        ],
        id="a-list-for-a-file",
    ),
    pytest.param(
        "topics",
        f"a: {{title: Aa, {A_DESCRIPTION}, rules: {{phrases: [b]}}}}",
        [
            (
                '1:99: a, rules, phrases must be keys and values, got ["b"] (for example phrases:'
                " {LLM inference: 2, prefill: 1})"
            ),
        ],
        id="list-for-weights",
    ),
    pytest.param(
        "paper",
        "{}",
        [
            (
                "1:1: the file must have 1 or more keys, got 0 (write one key in a line, with a"
                " colon, a blank and its value after it)"
            ),
        ],
        id="no-keys",
    ),
    pytest.param(
        "paper",
        "topics: []",
        [
            (
                "1:9: topics must have 1 or more entries, got 0 (for example topics: [llm-inference,"
                " energy-and-power])"
            ),
        ],
        id="no-entries",
    ),
    pytest.param(
        "paper", "topics:", ["1:8: topics is empty (write its value, or leave it out)"], id="no-value"
    ),
    pytest.param(
        "paper", "status:", ["1:8: status is empty (write its value, or leave it out)"], id="no-word"
    ),
    pytest.param(
        "paper",
        "links:\n  code:\n",
        ["2:8: links, code is empty (write its value, or leave it out)"],
        id="no-address",
    ),
    pytest.param(
        "list",
        f"title: Toys\n{A_DESCRIPTION}\npapers:\n- \n- {{note: abc}}\n- [b]",
        [
            "4:2: papers, entry 1 is empty (write its value, or leave it out)",
            "5:3: papers, entry 2 must have id (for example id: 2602.23556)",
            (
                '6:3: papers, entry 3 must be text or keys and values, got ["b"] (for example {id:'
                " 2602.23556, note: Start here.})"
            ),
        ],
        id="entries-of-a-list",
    ),
    pytest.param(
        "paper",
        "status: widthdrawn",
        ["1:9: status must be one of listed, withdrawn; got 'widthdrawn' (did you mean 'withdrawn'?)"],
        id="nearly-a-word",
    ),
    pytest.param(
        "paper",
        "status: gone",
        ["1:9: status must be one of listed, withdrawn; got 'gone'"],
        id="no-such-word",
    ),
    pytest.param(
        "paper",
        "status: [gone]",
        [
            '1:9: status must be text, got ["gone"] (for example status: withdrawn)',
        ],
        id="list-for-a-word",
    ),
    pytest.param(
        "paper",
        "summary: short",
        [
            "1:10: summary must have 20 or more characters, got 'short'",
        ],
        id="too-short",
    ),
    pytest.param(
        "paper",
        f"summary: {'long ' * 101}",
        ["1:10: summary must have 500 or fewer characters, got 504"],
        id="too-long",
    ),
    pytest.param(
        "paper",
        f"topics: {list('abcdefghi')}",
        ["1:9: topics must have 8 or fewer entries, got 9"],
        id="too-many",
    ),
    pytest.param(
        "paper",
        "topics: [a, b, a]",
        ["1:16: topics, entry 3 must stand once in its list, got 'a' again"],
        id="twice",
    ),
    pytest.param(
        "paper",
        "links:\n  code:\n  - https://a.example\n  - https://a.example\n",
        ["4:5: links, code, entry 2 must stand once in its list, got 'https://a.example' again"],
        id="address-twice",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, year: 26}",
        ["1:22: venue, year must be 1950 or more, got 26"],
        id="too-early",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, year: 9999}",
        ["1:22: venue, year must be 2100 or less, got 9999"],
        id="too-late",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, year: next}",
        [
            "1:22: venue, year must be a whole number, got 'next' (for example year: 2026)",
        ],
        id="word-for-a-year",
    ),
    pytest.param(
        "paper",
        f"venue: {{id: a, year: {'9' * 5000}}}",
        [
            (
                "1:22: venue, year must be a whole number, got"
                " '9999999999999999999999999999999999999999999999999999999999… (for example year:"
                " 2026)"
            ),
        ],
        id="huge-number",
    ),
    pytest.param(
        "topics",
        f"a:\n  title: Aa\n  {A_DESCRIPTION}\n  rules:\n    phrases: {{bb: heavy, cc: 0, dd: 11}}",
        [
            "5:19: a, rules, phrases, bb must be a number, got 'heavy' (for example bb: 1.5)",
            "5:30: a, rules, phrases, cc must be 0.1 or more, got 0",
            "5:37: a, rules, phrases, dd must be 10 or less, got 11",
        ],
        id="weights",
    ),
    pytest.param(
        "topics",
        f"a:\n  title: Aa\n  {A_DESCRIPTION}\n  rules:\n    exclude: {{b: 1, '': 1}}",
        [
            "5:15: a key must have 2 or more characters, got 'b'",
            "5:21: a key must have 2 or more characters, got ''",
        ],
        id="words-too-short",
    ),
    pytest.param(
        "paper",
        "highlight: yes",
        [
            "1:12: highlight must be true or false, got 'yes' (did you mean true?)",
        ],
        id="yes-for-true",
    ),
    pytest.param(
        "paper",
        "highlight: True",
        [
            "1:12: highlight must be true or false, got 'True' (did you mean true?)",
        ],
        id="true-with-a-capital",
    ),
    pytest.param(
        "paper",
        "links: {code: http://a.example}",
        [
            (
                "1:15: links, code must be an address that begins with https:// and holds no"
                " password; got 'http://a.example' (did you mean 'https://a.example'?)"
            ),
        ],
        id="http",
    ),
    pytest.param(
        "paper",
        "publications: [doi.org/10.1145/1]",
        [
            (
                "1:16: publications, entry 1 must be a DOI such as 10.1145/3779212.3790145; got"
                " 'doi.org/10.1145/1' (did you mean '10.1145/1'?)"
            ),
        ],
        id="address-for-a-doi",
    ),
    pytest.param(
        "venues",
        "A B: {short: AB, title: Aabb, kind: confrence}",
        [
            (
                "1:1: a key must have lower-case letters, digits and hyphens only, and not be index;"
                " got 'A B' (did you mean 'a-b'?)"
            ),
            (
                "1:37: A B, kind must be one of conference, journal, magazine, workshop; got"
                " 'confrence' (did you mean 'conference'?)"
            ),
        ],
        id="venue",
    ),
    pytest.param(
        "paper",
        "topic: [a]\nvenue: {yeer: b}\nhighlight: no\nstatus: gone\nsummary:\n",
        [
            "1:1: unknown key 'topic' (did you mean 'topics'?)",
            "2:8: venue must have id (for example id: asplos)",
            "2:9: unknown key 'yeer' (did you mean 'year'?)",
            "3:12: highlight must be true or false, got 'no' (did you mean false?)",
            "4:9: status must be one of listed, withdrawn; got 'gone'",
            "5:9: summary is empty (write its value, or leave it out)",
        ],
        id="all-at-once",
    ),
]

TYPED = [
    pytest.param("paper", "highlight: true", {"highlight": True}, id="true"),
    pytest.param("paper", "highlight: false", {"highlight": False}, id="false"),
    pytest.param("paper", "venue: {id: a, year: 2026}", {"venue": {"id": "a", "year": 2026}}, id="year"),
    pytest.param(
        "paper", "venue: {id: '7', year: '2026'}", {"venue": {"id": "7", "year": 2026}}, id="quoted"
    ),
    pytest.param(
        "paper", "venue: {id: a, pages: 10}", {"venue": {"id": "a", "pages": "10"}}, id="pages-are-text"
    ),
    pytest.param("paper", "related: [2602.10310]", {"related": ["2602.10310"]}, id="ids-are-text"),
    pytest.param("paper", "awards: [true]", {"awards": ["true"]}, id="true-as-text"),
    pytest.param(
        "paper",
        "links: {code: https://a.example/b}",
        {"links": {"code": "https://a.example/b"}},
        id="one-address",
    ),
    pytest.param(
        "paper",
        "links: {code: [https://a.example]}",
        {"links": {"code": ["https://a.example"]}},
        id="addresses",
    ),
    pytest.param(
        "paper", 'awards: ["best\\u200b\\x07"]', {"awards": ["best"]}, id="what-nobody-sees-is-left-out"
    ),
]

WEIGHTS = {
    "2": 2.0,
    "0.25": 0.25,
    ".5": 0.5,
    "1.": 1.0,
    "+1": 1.0,
    "1e0": None,
    "1_0": None,
    "0x1": None,
    "-1": None,
}

ADDRESSES = {
    "https://github.com/a/b": True,
    "https://GitHub.com/a_b?c=d#e": True,
    "https://a.example:8443": True,
    "https://a.example/\u00fc": True,
    "http://a.example": False,
    "//a.example": False,
    "https://": False,
    "https://localhost": False,
    "https:///a": False,
    "https://a.example b": False,
    "https://a.example\n": False,
    "https://name:password@a.example": False,
    "https://a.example\\@b.example": False,
    'https://a.example/"onclick=': False,
    "https://a.example/<script>": False,
    "javascript:alert(1)": False,
    "data:text/html,a": False,
}

NAMES = {
    "a": True,
    "a-1": True,
    "a\n": False,
    "index": False,
    "A": False,
    "a--b": False,
    "../a": False,
    "": False,
}

# A schema, a keyword, a place in a file, and the limit there.
LIMITS = [
    ("paper", "maxItems", ("topics",), 8),
    ("paper", "maxLength", ("links", "code"), 500),
    ("paper", "maxLength", ("record", "authors", 0, "affiliations", 3), 500),
    ("list", "minLength", ("papers", 2, "note"), 3),
    ("people", "maxLength", ("amy-example", "name"), 200),
    ("topics", "maxLength", ("caches", "formerly", 0), 60),
    ("catalogue", "maxLength", ("feeds", 0, "id"), 60),
]

VALUES = st.recursive(
    st.none()
    | st.text(max_size=20)
    | st.sampled_from(["2026", "true", "0.5", "https://a.example", "listed"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(sorted(json.dumps([load(name) for name in SCHEMAS]).split('"'))),
            inner,
            max_size=4,
        )
        | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=10,
)


def said(schema, text):
    tree, problems = read(text.encode(), "f.yml")
    assert problems == ()
    return [str(problem).removeprefix("f.yml:") for problem in check(tree, schema, "f.yml")[1]]


@pytest.mark.parametrize(("schema", "text", "expected"), BROKEN)
def test_each_mistake_is_named_at_its_place_with_the_nearest_right_answer(schema, text, expected):
    assert expected == said(schema, text)


@pytest.mark.parametrize(("schema", "text", "expected"), TYPED)
def test_scalars_become_what_their_place_declares(schema, text, expected):
    value, problems = check(read(text.encode(), "f.yml")[0], schema, "f.yml")

    assert problems == ()
    assert expected == value
    assert repr(expected) == repr(value)


@pytest.mark.parametrize(("written", "expected"), WEIGHTS.items())
def test_a_weight_is_a_plain_number(written, expected):
    text = f"a: {{title: Aa, {A_DESCRIPTION}, rules: {{phrases: {{cache: {written}}}}}}}"
    value, problems = check(read(text.encode(), "f.yml")[0], "topics", "f.yml")

    assert (expected is None) == bool(problems)
    assert expected is None or expected == value["a"]["rules"]["phrases"]["cache"]


@pytest.mark.parametrize(("address", "is_right"), ADDRESSES.items())
def test_an_address_is_https_with_a_host_and_without_password(address, is_right):
    for schema, text in (
        ("paper", f"links: {{code: {json.dumps(address)}}}"),
        ("venues", f"a: {{short: Aa, title: Aaa, kind: journal, url: {json.dumps(address)}}}"),
    ):
        assert is_right == (said(schema, text) == [])


@pytest.mark.parametrize(("name", "is_right"), NAMES.items())
def test_what_becomes_an_address_of_ours_is_a_safe_name(name, is_right):
    topic = f"{json.dumps(name)}: {{title: Aa, {A_DESCRIPTION}}}"
    venue = f"{json.dumps(name)}: {{short: Aa, title: Aaa, kind: journal}}"

    assert is_right == (said("topics", topic) == [])
    assert is_right == (said("venues", venue) == [])


def test_a_key_of_a_file_cannot_start_a_line_of_the_report():
    lines = said("topics", '"a\\n::error::b": {title: Aa}')

    assert lines
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("note", "is_right"),
    [
        ("- a\n    - b\n        - c\n\n> d\n\n* * * * *", True),
        ("> " * 8 + "a", True),
        ("> " * 9 + "a", False),
        ("1. " * 1000, False),
        (f"a\n{'- ' * 9}b", False),
        (f"a\n{' ' * 40}- b", False),
    ],
)
def test_a_note_may_be_nested_eight_deep(note, is_right):
    with within(seconds=5):
        lines = said("paper", f"note: {json.dumps(note)}")

    assert is_right == (lines == [])
    assert is_right or lines[0].startswith(
        "1:7: note must have no list or quote nested more than eight deep; got "
    )


@given(VALUES, st.sampled_from(SCHEMAS))
@settings(max_examples=80)
def test_no_content_raises_and_no_message_breaks_its_line(value, schema):
    _, problems = check(Tree(value), schema, "f.yml")

    assert all(len(str(problem).splitlines()) == 1 for problem in problems)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("character", ["a", "[", " ", "/", "-", "> ", "1. ", "a.", "\n", "https://a"])
def test_no_pattern_of_a_schema_is_slow(schema, character):
    text = character * (LARGEST_FILE // 2 // len(character))
    patterns = [value for key, value in _items(load(schema)) if key == "pattern"]
    with within(seconds=5):
        for pattern in patterns:
            for probe in (text, f"{text}\x00", f"https://{text}"):
                Draft7Validator({"pattern": pattern}).is_valid(probe)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_schema_is_one_and_says_its_patterns_in_words(schema):
    Draft7Validator.check_schema(load(schema))
    objects = [value for _, value in _items({"": load(schema)}) if isinstance(value, dict)]

    assert all(
        value["patternErrorMessage"].startswith("must ")
        for value in objects
        if isinstance(value.get("pattern"), str)
    )


def test_what_may_be_corrected_is_what_merging_takes_from_corrections():
    expected = {name for name, sources in PRECEDENCE.items() if Source.CORRECTION in sources}

    assert expected == set(load("paper")["properties"]["corrections"]["properties"])


@pytest.mark.parametrize(("schema", "keyword", "path", "expected"), LIMITS)
def test_a_limit_is_read_from_its_schema(schema, keyword, path, expected):
    assert limit(schema, keyword, path) == expected


def test_a_limit_that_no_schema_sets_is_an_error():
    with pytest.raises(KeyError):
        limit("paper", "maxLength", ("topics",))


def test_every_kind_of_link_may_be_written():
    assert set(load("paper")["properties"]["links"]["properties"]) == set(LinkKind)


def test_every_schema_is_tested():
    folder = REPOSITORY / "generator/schemas"

    assert {f"{name}.schema.json" for name in SCHEMAS} == {path.name for path in folder.iterdir()}


def test_a_suggestion_is_near_or_is_not_made():
    assert did_you_mean("asplas", ["icpe", "asplos"]) == "did you mean 'asplos'?"
    assert did_you_mean("zzz", ["icpe", "asplos"]) == ""
    assert did_you_mean("a", []) == ""


def test_what_stands_nowhere_is_placed_at_what_is_around_it():
    tree, _ = read(b"a:\n  b: c\n", "f.yml")

    assert place_of(tree, ("a", "b", "missing", 3)) == Place(2, 6)
    assert place_of(Tree(), ("a",)) == Place(1, 1)


def _items(value):
    """All keys and values of nested mappings and lists."""
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, inner in pairs:
        yield key, inner
        if isinstance(inner, dict | list):
            yield from _items(inner)
