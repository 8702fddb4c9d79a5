"""New files: the strict reader returns the values that were written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.curation import syntax, writer
from generator.model.layout import LISTS, PAPERS, PEOPLE, SETTINGS, TOPICS, VENUES
from tests.paths import REPOSITORY
from tests.tables import for_each_row

LONG = "Measures how long lookups take on a GPU with many small caches, and compares that with CPUs of now."
# A text, and how it is written as a value and inside of brackets.
TEXTS = [
    ("caches", "caches", "caches"),
    ("A cache's size", "A cache's size", "A cache's size"),
    ("Fast, and small", "Fast, and small", '"Fast, and small"'),
    ("Caches: a study", '"Caches: a study"', '"Caches: a study"'),
    ("C #", '"C #"', '"C #"'),
    ("C# and F#", "C# and F#", "C# and F#"),
    ("The “best” cache", "The “best” cache", "The “best” cache"),
    ('"Best" cache', "'\"Best\" cache'", "'\"Best\" cache'"),
    ('It\'s "best"', 'It\'s "best"', 'It\'s "best"'),
    ("- a", '"- a"', '"- a"'),
    ("{a}", '"{a}"', '"{a}"'),
    ("@a", '"@a"', '"@a"'),
    ("a:", '"a:"', '"a:"'),
    ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
    ("https://example.org/?a=b", "https://example.org/?a=b", '"https://example.org/?a=b"'),
    ("2602.10310", "2602.10310", "2602.10310"),
    ("cs/0301008", "cs/0301008", "cs/0301008"),
    ("10.1145/3779212", "10.1145/3779212", "10.1145/3779212"),
    ("2026", '"2026"', '"2026"'),
    ("1e3", '"1e3"', '"1e3"'),
    ("2026-02-03", "2026-02-03", "2026-02-03"),
    ("775-788", "775-788", "775-788"),
    ("1e-3", '"1e-3"', '"1e-3"'),
    ("true", '"true"', '"true"'),
    ("No", '"No"', '"No"'),
    ("null", '"null"', '"null"'),
    ("", '""', '""'),
    (" a", '" a"', '" a"'),
    ("a\tb", '"a\\tb"', '"a\\tb"'),
    ("a\u2028b", '"a\\u2028b"', '"a\\u2028b"'),
    ("a\u00a0b", '"a\\u00a0b"', '"a\\u00a0b"'),
    ("日本", "日本", "日本"),
]
# A key's value, and its lines.
ENTRIES = [
    ("words", ["key: words"]),
    (["a", "b"], ["key:", "  - a", "  - b"]),
    ([], ["key: []"]),
    ({}, ["key: {}"]),
    (True, ["key: true"]),
    (2026, ["key: 2026"]),
    (1.5, ["key: 1.5"]),
    ({"a": "b", "c": ["d"]}, ["key:", "  a: b", "  c:", "    - d"]),
    ([{"id": "a", "note": "b"}, {"id": "c"}], ["key:", "  - id: a", "    note: b", "  - id: c"]),
    ("one\n\n two", ["key: |-", "  one", "", "   two"]),
    ("one\ntwo\n", ["key: |", "  one", "  two"]),
    (" one\ntwo", ['key: " one\\ntwo"']),
    (LONG, ["key: >-", f"  {LONG}"]),
    ([LONG], ["key:", "  - >-", f"    {LONG}"]),
    (f"{LONG} {LONG}", ["key: >-", f"  {LONG}", f"  {LONG}"]),
    (LONG.replace(" ", "  "), [f"key: {LONG.replace(' ', '  ')}"]),
    ([writer.Commented("a", "why")], ["key:", "  - a  # why"]),
]

TEXT = st.text() | st.text(st.sampled_from("ab1 \n:#-'\"\\{}[],&*!|>%@`?.~<=\u00a0\u2028\x85"))
VALUES = st.recursive(
    TEXT | st.lists(st.sampled_from(["word", "a", LONG, "- b", "c: d"])).map(" ".join),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def read(text):
    tree, problems = syntax.parse_yaml(text.encode(), "f.yml")
    assert problems == ()
    return tree.value


@for_each_row(("text", "value", "nested"), TEXTS)
def test_a_text_has_quotes_only_where_it_needs_them(text, value, nested):
    assert writer.format_flow(text) == value
    assert writer.format_flow([text]) == f"[{nested}]"
    assert read(f"key: {value}\n") == {"key": text}


@for_each_row(("value", "expected"), ENTRIES)
def test_an_entry_is_written_as_people_write_it(value, expected):
    assert writer.format_mapping({"key": value}) == expected


@given(VALUES)
@example("---")
@example("```\na")
@example("<<<<<<< a\nb")
@example("\n a")
@example("a\n\n")
@example("a\n  \nb ")
@example({"<<": "a", "": "", "a: b": ["", [], {}]})
@example([[["a"], [{"b": [LONG, f"{LONG}\n{LONG}"]}]]])
def test_every_value_is_read_back_unchanged(value):
    text = writer.format_file(
        "paper", writer.format_mapping({"key": writer.Commented(value, "why"), "last": "line"})
    )

    assert read(text) == {"key": value, "last": "line"}
    assert read(f"key: {writer.format_flow(value)}\n") == {"key": value}


@given(st.text())
def test_a_comment_is_one_line_whatever_its_text(text):
    lines = writer.format_file(
        "paper", [writer.format_comment(text), *writer.format_mapping({"a": writer.Commented("b", text)})]
    )

    assert read(lines) == {"a": "b"}
    assert len(writer.format_comment(text)) <= 202


def test_lines_that_are_commented_out_keep_their_order_and_indentation():
    assert writer.comment_out(["a:", "  - b"], indent=2) == ["  # a:", "  #   - b"]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("catalogue", SETTINGS),
        ("topics", TOPICS),
        ("venues", VENUES),
        ("people", PEOPLE),
        ("paper", f"{PAPERS}/2602.10310.yml"),
        ("list", f"{LISTS}/first-steps.yml"),
    ],
)
def test_the_first_line_leads_editors_to_the_schema(kind, path):
    comment = writer.format_file(kind, []).strip()
    schema = (REPOSITORY / path).parent / comment.removeprefix("# yaml-language-server: $schema=")

    assert schema.resolve() == REPOSITORY / f"generator/schemas/{kind}.schema.json"
