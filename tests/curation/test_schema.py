"""The problems of files that break their schemas, and the limits that schemas set."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from generator.curation.hints import suggest_similar
from generator.curation.schema import load_schema, read_limit
from generator.curation.schema_check import check_tree
from generator.curation.syntax import MAX_FILE_SIZE, Place, Tree, parse_yaml
from generator.derive.merge import PRECEDENCE, FieldSource
from generator.model import ids
from generator.model.curation_values import LinkKind
from generator.model.urls import clean_url
from tests.builders import within
from tests.paths import REPOSITORY
from tests.properties import limit_examples
from tests.tables import for_each_row

SCHEMAS = ("catalogue", "list", "paper", "people", "topics", "venues")
A_DESCRIPTION = "description: A description that is long enough for every schema."

# A schema, a file, and its problems.
BROKEN = [
    pytest.param(
        "paper",
        "sumary: a",
        [
            "1:1: unknown key 'sumary' (did you mean 'summary'?)",
        ],
        id="unknown-key",
    ),
    pytest.param(
        "paper",
        "zzz: a",
        [
            (
                "1:1: unknown key 'zzz' (allowed keys: topics, summary, note, venue, links, awards, "
                "highlight, related, same_as, status, publications, record, corrections)"
            ),
        ],
        id="unknown-key-like-no-other",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, yeer: 2026}",
        [
            "1:16: unknown key 'yeer' (did you mean 'year'?)",
        ],
        id="inner-key",
    ),
    pytest.param(
        "paper",
        "corrections:\n  autors: {}\n",
        [
            "2:3: unknown key 'autors' (did you mean 'authors'?)",
        ],
        id="unknown-correction",
    ),
    pytest.param(
        "paper",
        "venue: {year: 2026}",
        [
            "1:8: venue must have id (for example id: pnas)",
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
                "1:1: the file must have description and feeds (for example description: Research papers "
                "on how plants are pollinated.)"
            ),
        ],
        id="from-the-root",
    ),
    pytest.param(
        "paper",
        "topics: caches",
        [
            ("1:9: topics must be a list, got 'caches' (for example topics: [pollination, bees])"),
        ],
        id="text-for-a-list",
    ),
    pytest.param(
        "paper",
        "topics: {a: b}",
        [
            ('1:9: topics must be a list, got {"a": "b"} (for example topics: [pollination, bees])'),
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
            (
                "1:8: venue must be a mapping of keys to values, got 'icpe' (for example venue: {id: "
                "pnas, year: 2026})"
            ),
        ],
        id="text-for-a-mapping",
    ),
    pytest.param(
        "paper",
        "- a",
        [
            (
                '1:1: the file must be a mapping of keys to values, got ["a"] (write one key per line, '
                "followed by a colon, a space and its value)"
            ),
        ],
        id="a-list-for-a-file",
    ),
    pytest.param(
        "topics",
        f"a: {{title: Aa, {A_DESCRIPTION}, rules: {{phrases: [b]}}}}",
        [
            (
                '1:99: a, rules, phrases must be a mapping of keys to values, got ["b"] (for example '
                "phrases: {pollination: 2, nectar: 1})"
            ),
        ],
        id="list-for-weights",
    ),
    pytest.param(
        "paper",
        "{}",
        [
            (
                "1:1: the file must have at least 1 key, got 0 (write one key per line, followed by a "
                "colon, a space and its value)"
            ),
        ],
        id="no-keys",
    ),
    pytest.param(
        "paper",
        "topics: []",
        [
            ("1:9: topics must have at least 1 entry, got 0 (for example topics: [pollination, bees])"),
        ],
        id="no-entries",
    ),
    pytest.param(
        "paper",
        "topics:",
        [
            "1:8: topics must have a value (write one, or delete the line)",
        ],
        id="no-value",
    ),
    pytest.param(
        "paper",
        "status:",
        [
            "1:8: status must have a value (write one, or delete the line)",
        ],
        id="no-word",
    ),
    pytest.param(
        "paper",
        "links:\n  code:\n",
        [
            "2:8: links, code must have a value (write one, or delete the line)",
        ],
        id="no-address",
    ),
    pytest.param(
        "list",
        f"title: Toys\n{A_DESCRIPTION}\npapers:\n- \n- {{note: abc}}\n- [b]",
        [
            "4:2: papers, entry 1 must have a value (write one, or delete the line)",
            "5:3: papers, entry 2 must have id (for example id: 10.5555/3779212)",
            (
                '6:3: papers, entry 3 must be text or a mapping of keys to values, got ["b"] (for example '
                "{id: 10.5555/3779212, note: Start here.})"
            ),
        ],
        id="entries-of-a-list",
    ),
    pytest.param(
        "paper",
        "status: widthdrawn",
        [
            ("1:9: status must be listed or withdrawn, got 'widthdrawn' (did you mean 'withdrawn'?)"),
        ],
        id="nearly-a-word",
    ),
    pytest.param(
        "paper",
        "status: gone",
        [
            "1:9: status must be listed or withdrawn, got 'gone'",
        ],
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
            "1:10: summary must have at least 20 characters, got 'short'",
        ],
        id="too-short",
    ),
    pytest.param(
        "paper",
        f"summary: {'long ' * 101}",
        [
            "1:10: summary must have at most 500 characters, got 504",
        ],
        id="too-long",
    ),
    pytest.param(
        "paper",
        f"topics: {list('abcdefghi')}",
        [
            "1:9: topics must have at most 8 entries, got 9",
        ],
        id="too-many",
    ),
    pytest.param(
        "paper",
        "topics: [a, b, a]",
        [
            "1:16: topics, entry 3 must occur only once in its list, got 'a' again",
        ],
        id="twice",
    ),
    pytest.param(
        "paper",
        "links:\n  code:\n  - https://a.example\n  - https://a.example\n",
        [
            ("4:5: links, code, entry 2 must occur only once in its list, got 'https://a.example' again"),
        ],
        id="address-twice",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, year: 26}",
        [
            "1:22: venue, year must be at least 1950, got 26",
        ],
        id="too-early",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, year: 9999}",
        [
            "1:22: venue, year must be at most 2100, got 9999",
        ],
        id="too-late",
    ),
    pytest.param(
        "paper",
        "venue: {id: a, year: next}",
        [
            "1:22: venue, year must be an integer, got 'next' (for example year: 2026)",
        ],
        id="word-for-a-year",
    ),
    pytest.param(
        "paper",
        f"venue: {{id: a, year: {'9' * 5000}}}",
        [
            (
                "1:22: venue, year must be an integer, got "
                "'9999999999999999999999999999999999999999999999999999999999… (for example year: 2026)"
            ),
        ],
        id="huge-number",
    ),
    pytest.param(
        "topics",
        f"a:\n  title: Aa\n  {A_DESCRIPTION}\n  rules:\n    phrases: {{bb: heavy, cc: 0, dd: 11}}",
        [
            "5:19: a, rules, phrases, bb must be a number, got 'heavy' (for example bb: 1.5)",
            "5:30: a, rules, phrases, cc must be at least 0.1, got 0",
            "5:37: a, rules, phrases, dd must be at most 10, got 11",
        ],
        id="weights",
    ),
    pytest.param(
        "topics",
        f"a:\n  title: Aa\n  {A_DESCRIPTION}\n  rules:\n    exclude: {{b: 1, '': 1}}",
        [
            "5:15: a key must have at least 2 characters, got 'b'",
            "5:21: a key must have at least 2 characters, got ''",
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
                "1:15: links, code must be an https:// URL with a public host name and no password, got "
                "'http://a.example' (did you mean 'https://a.example'?)"
            ),
        ],
        id="http",
    ),
    pytest.param(
        "paper",
        "publications: [doi.org/10.1145/1]",
        [
            (
                "1:16: publications, entry 1 must be a DOI such as 10.5555/3779212.3790145, got "
                "'doi.org/10.1145/1' (did you mean '10.1145/1'?)"
            ),
        ],
        id="address-for-a-doi",
    ),
    pytest.param(
        "venues",
        "A B: {short: AB, title: Aabb, kind: confrence}",
        [
            (
                "1:1: a key must consist of lower-case letters, digits and single hyphens, and not be "
                "'index', got 'A B' (did you mean 'a-b'?)"
            ),
            (
                "1:37: A B, kind must be conference, journal, magazine or workshop, got 'confrence' "
                "(did you mean 'conference'?)"
            ),
        ],
        id="venue",
    ),
    pytest.param(
        "paper",
        "topic: [a]\nvenue: {yeer: b}\nhighlight: no\nstatus: gone\nsummary:\n",
        [
            "1:1: unknown key 'topic' (did you mean 'topics'?)",
            "2:8: venue must have id (for example id: pnas)",
            "2:9: unknown key 'yeer' (did you mean 'year'?)",
            "3:12: highlight must be true or false, got 'no' (did you mean false?)",
            "4:9: status must be listed or withdrawn, got 'gone'",
            "5:9: summary must have a value (write one, or delete the line)",
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
        "paper", 'awards: ["best\\u200b\\x07"]', {"awards": ["best"]}, id="invisible-characters-are-removed"
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
    "https://xn--bcher-kva.example/": True,
    "https://": False,
    "https://a.example:99999/": False,
    "https://example.123/": False,
    "https://a_.example.org/": False,
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
    ("topics", "maxLength", ("caches", "formerly", 0), 100),
    ("catalogue", "maxLength", ("feeds", 0, "id"), 60),
]

VALUES = st.recursive(
    st.none()
    | st.text(max_size=20)
    | st.sampled_from(["2026", "true", "0.5", "https://a.example", "listed"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(sorted(json.dumps([load_schema(name) for name in SCHEMAS]).split('"'))),
            inner,
            max_size=4,
        )
        | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=10,
)


def check(schema, text):
    tree, problems = parse_yaml(text.encode(), "f.yml")
    assert problems == ()
    return [str(problem).removeprefix("f.yml:") for problem in check_tree(tree, schema, "f.yml")[1]]


@for_each_row(("schema", "text", "expected"), BROKEN)
def test_each_mistake_is_reported_at_its_place_with_a_hint(schema, text, expected):
    assert expected == check(schema, text)


@for_each_row(("schema", "text", "expected"), TYPED)
def test_scalars_get_their_declared_types(schema, text, expected):
    value, problems = check_tree(parse_yaml(text.encode(), "f.yml")[0], schema, "f.yml")

    assert problems == ()
    assert expected == value
    assert repr(expected) == repr(value)


@for_each_row(("written", "expected"), WEIGHTS.items())
def test_a_weight_is_a_decimal_number(written, expected):
    text = f"a: {{title: Aa, {A_DESCRIPTION}, rules: {{phrases: {{cache: {written}}}}}}}"
    value, problems = check_tree(parse_yaml(text.encode(), "f.yml")[0], "topics", "f.yml")

    assert (expected is None) == bool(problems)
    assert expected is None or expected == value["a"]["rules"]["phrases"]["cache"]


@for_each_row(("address", "is_right"), ADDRESSES.items())
def test_a_url_is_https_with_a_host_and_without_password(address, is_right):
    for schema, text in (
        ("paper", f"links: {{code: {json.dumps(address)}}}"),
        ("venues", f"a: {{short: Aa, title: Aaa, kind: journal, url: {json.dumps(address)}}}"),
    ):
        assert is_right == (check(schema, text) == [])


@for_each_row(("name", "is_right"), NAMES.items())
def test_ids_that_become_addresses_are_safe_names(name, is_right):
    topic = f"{json.dumps(name)}: {{title: Aa, {A_DESCRIPTION}}}"
    venue = f"{json.dumps(name)}: {{short: Aa, title: Aaa, kind: journal}}"

    assert is_right == (check("topics", topic) == [])
    assert is_right == (check("venues", venue) == [])


def test_a_key_cannot_break_a_message():
    lines = check("topics", '"a\\n::error::b": {title: Aa}')

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
        lines = check("paper", f"note: {json.dumps(note)}")

    assert is_right == (lines == [])
    assert is_right or lines[0].startswith("1:7: note must nest lists and quotes at most eight deep, got ")


@given(VALUES, st.sampled_from(SCHEMAS))
@limit_examples(80)
def test_any_content_gives_problems_of_one_line(value, schema):
    _, problems = check_tree(Tree(value), schema, "f.yml")

    assert all(len(str(problem).splitlines()) == 1 for problem in problems)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("character", ["a", "[", " ", "/", "-", "> ", "1. ", "a.", "\n", "https://a"])
def test_every_pattern_is_fast(schema, character):
    text = character * (MAX_FILE_SIZE // 2 // len(character))
    patterns = [value for key, value in _items(load_schema(schema)) if key == "pattern"]
    with within(seconds=5):
        for pattern in patterns:
            for probe in (text, f"{text}\x00", f"https://{text}"):
                Draft7Validator({"pattern": pattern}).is_valid(probe)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_schema_is_valid_and_explains_its_patterns(schema):
    Draft7Validator.check_schema(load_schema(schema))
    objects = [value for _, value in _items({"": load_schema(schema)}) if isinstance(value, dict)]

    assert all(
        value["patternErrorMessage"].startswith("must ")
        for value in objects
        if isinstance(value.get("pattern"), str)
    )


def test_corrections_allow_what_merging_takes_from_corrections():
    expected = {name for name, sources in PRECEDENCE.items() if FieldSource.CORRECTION in sources}

    assert expected == set(load_schema("paper")["properties"]["corrections"]["properties"])


@pytest.mark.parametrize(("schema", "keyword", "path", "expected"), LIMITS)
def test_a_limit_is_read_from_its_schema(schema, keyword, path, expected):
    assert read_limit(schema, keyword, path) == expected


def test_a_limit_that_no_schema_sets_is_an_error():
    with pytest.raises(KeyError):
        read_limit("paper", "maxLength", ("topics",))


def test_the_schema_has_every_kind_of_link():
    assert set(load_schema("paper")["properties"]["links"]["properties"]) == set(LinkKind)


def test_every_schema_is_tested():
    folder = REPOSITORY / "generator/schemas"

    assert {f"{name}.schema.json" for name in SCHEMAS} == {path.name for path in folder.iterdir()}


def test_only_a_similar_choice_is_suggested():
    assert suggest_similar("asplas", ["icpe", "asplos"]) == "did you mean 'asplos'?"
    assert suggest_similar("zzz", ["icpe", "asplos"]) == ""
    assert suggest_similar("a", []) == ""


def test_a_missing_value_has_the_place_of_its_mapping():
    tree, _ = parse_yaml(b"a:\n  b: c\n", "f.yml")

    assert tree.find_place(("a", "b", "missing", 3)) == Place(2, 6)
    assert Tree().find_place(("a",)) == Place(1, 1)


def test_the_limit_of_dois_is_that_of_the_model():
    doi = "10.5555/".ljust(read_limit("paper", "maxLength", ("record", "doi")), "1")

    assert ids.parse_doi(doi) == doi
    with pytest.raises(ValueError, match="is not a DOI"):
        ids.parse_doi(f"{doi}1")


def _items(value):
    """All keys and values of nested mappings and lists."""
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, inner in pairs:
        yield key, inner
        if isinstance(inner, dict | list):
            yield from _items(inner)


@given(st.text(st.sampled_from('ab/_~:.@-0129 \n"<>\\\\#?%ü[]'), max_size=20))
def test_a_url_is_accepted_exactly_if_pages_may_show_it(rest):
    url = f"https://{rest}"
    tree = parse_yaml(f"links: {{code: {json.dumps(url)}}}".encode(), "a")[0]
    problems = check_tree(tree, "paper", "a")[1]

    assert (problems == ()) == (clean_url(url) is not None and not re.search(r"\s", url))
