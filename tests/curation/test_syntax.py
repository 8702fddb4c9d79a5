"""Strict YAML: what is allowed, what is not, and where it is reported."""

import re

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.curation.hints import quote
from generator.curation.syntax import MAX_DEPTH, MAX_FILE_SIZE, Place, parse_yaml
from tests.builders import within
from tests.properties import limit_examples
from tests.tables import for_each_row

VALUES = [
    pytest.param("a: 2602.10310", {"a": "2602.10310"}, id="an-id-keeps-its-zero"),
    pytest.param("a: 0704.0001", {"a": "0704.0001"}, id="an-id-keeps-its-first-zero"),
    pytest.param("a: no", {"a": "no"}, id="no-is-a-word"),
    pytest.param("a: on\nb: Yes\nc: true", {"a": "on", "b": "Yes", "c": "true"}, id="so-are-on-and-yes"),
    pytest.param("a: 1.10", {"a": "1.10"}, id="decimals-stay"),
    pytest.param("a: 2026-01-01", {"a": "2026-01-01"}, id="a-date-is-text"),
    pytest.param("a: 2026-13-45", {"a": "2026-13-45"}, id="an-impossible-date-too"),
    pytest.param(f"a: {'9' * 5000}", {"a": "9" * 5000}, id="a-huge-number-too"),
    pytest.param("a: 0x1F\nb: 12:30:45\nc: .inf", {"a": "0x1F", "b": "12:30:45", "c": ".inf"}, id="numbers"),
    pytest.param("a: null\nb: ~", {"a": "null", "b": "~"}, id="null-is-a-word"),
    pytest.param("a:\nb:\n- \n", {"a": None, "b": [None]}, id="left-empty"),
    pytest.param("a: ''\nb: ' '", {"a": "", "b": " "}, id="quoted-empty-is-text"),
    pytest.param("1: a\nno: b", {"1": "a", "no": "b"}, id="keys-are-text"),
    pytest.param("'<<': a", {"<<": "a"}, id="a-quoted-merge-key-is-a-key"),
    pytest.param("a: >-\n  b\n  c\n", {"a": "b c"}, id="folded"),
    pytest.param("a: |\n  b\n  c\n", {"a": "b\nc\n"}, id="literal"),
    pytest.param("---\na: [b, {c: d}]\n...\n", {"a": ["b", {"c": "d"}]}, id="one-document-with-its-marks"),
    pytest.param("# a comment\n- Ünal\r\n- 日本\r\n", ["Ünal", "日本"], id="windows-lines-and-unicode"),
    pytest.param('a: "\\u00fc\\x07"', {"a": "ü\x07"}, id="escapes"),
]

REFUSED = [
    pytest.param(
        "a: 1\nb: 2\na: 3\n",
        [
            (
                "3:1: a key must occur only once, got 'a' again (it is in line 1, too; combine the "
                "values, or delete one)"
            ),
        ],
        id="twice",
    ),
    pytest.param(
        "a: {b: 1, b: {c: 1, c: 2}}",
        [
            (
                "1:11: a key must occur only once, got 'b' again (it is in line 1, too; combine the "
                "values, or delete one)"
            ),
            (
                "1:21: a key must occur only once, got 'c' again (it is in line 1, too; combine the "
                "values, or delete one)"
            ),
        ],
        id="duplicate-key-inside-of-duplicate-key",
    ),
    pytest.param(
        "a: &x 1\nb: *x\n",
        [
            (
                "1:4: YAML anchors are not allowed, got '&x' (put quotes around text that starts with &, "
                "or delete the anchor)"
            ),
            (
                "2:4: YAML aliases are not allowed, got '*x' (put quotes around text that starts with *, "
                "or repeat the other value here)"
            ),
        ],
        id="anchor-and-alias",
    ),
    pytest.param(
        "*x : 1\n",
        [
            (
                "1:1: YAML aliases are not allowed, got '*x' (put quotes around text that starts with *, "
                "or repeat the other value here)"
            ),
        ],
        id="alias-as-key",
    ),
    pytest.param(
        "a: !!python/object/apply:os.system ['true']",
        [
            (
                "1:4: YAML tags are not allowed, got '!!python/object/apply:os.system' (put quotes around "
                "text that starts with !, or delete the tag)"
            ),
        ],
        id="tag",
    ),
    pytest.param(
        "a: !<%0A::error::x> 1",
        [
            (
                "1:4: YAML tags are not allowed, got '\\n::error::x' (put quotes around text that starts "
                "with !, or delete the tag)"
            ),
        ],
        id="tag-that-would-start-a-line",
    ),
    pytest.param(
        "a: ! 1",
        [
            (
                "1:4: YAML tags are not allowed, got '!' (put quotes around text that starts with !, or "
                "delete the tag)"
            ),
        ],
        id="bare-tag",
    ),
    pytest.param(
        "a:\n  <<: {b: 1}\n",
        [
            "2:3: YAML merge keys are not allowed, got '<<' (write the keys that it would insert)",
        ],
        id="merge",
    ),
    pytest.param(
        "a: 1\n---\nb: 2\n",
        [
            (
                "2:1: the file must be one YAML document, got a second one (delete this line ---, and "
                "keys that then occur twice)"
            ),
        ],
        id="two",
    ),
    pytest.param(
        "a: 1\n---\n",
        [
            (
                "2:1: the file must be one YAML document, got a second one (delete this line ---, and "
                "keys that then occur twice)"
            ),
        ],
        id="two-marks",
    ),
    pytest.param(
        "a:\n\tb: 1\n",
        [
            "2:1: lines must be indented with spaces, got a tab (replace each tab with two spaces)",
        ],
        id="tab",
    ),
    pytest.param(
        "a:\n  -\tb\n",
        [
            "2:4: lines must be indented with spaces, got a tab (replace each tab with two spaces)",
        ],
        id="tab-after-dash",
    ),
    pytest.param(
        "\ufeffa: 1",
        [
            "1:1: the file must not start with a byte order mark (save it as UTF-8 without BOM)",
        ],
        id="byte-order-mark",
    ),
    pytest.param(
        "a: 1\nb: \ufeff2",
        [
            (
                "2:4: the file must not contain control characters, got '\\ufeff' (delete it; it often "
                "comes from copying a PDF)"
            ),
        ],
        id="mark-inside",
    ),
    pytest.param(
        b"a: 1\nb: \xfcber\n",
        [
            "2: the file must be UTF-8 text (choose UTF-8 in your editor, and save the file again)",
        ],
        id="latin-1",
    ),
    pytest.param(
        "a: 1".encode("utf-16"),
        [
            "1: the file must be UTF-8 text (choose UTF-8 in your editor, and save the file again)",
        ],
        id="utf-16",
    ),
    pytest.param(
        "a: 1\nbc: d\x00",
        [
            (
                "2:6: the file must not contain control characters, got '\\x00' (delete it; it often comes "
                "from copying a PDF)"
            ),
        ],
        id="nul",
    ),
    pytest.param(
        "",
        [
            "the file must not be empty (write its keys and values, or delete the file)",
        ],
        id="empty",
    ),
    pytest.param(
        " \n# nothing\n",
        [
            "the file must not be empty (write its keys and values, or delete the file)",
        ],
        id="only-comments",
    ),
    pytest.param(
        "--- # nothing\n...\n",
        [
            "the file must not be empty (write its keys and values, or delete the file)",
        ],
        id="only-marks",
    ),
    pytest.param(
        "a" * (MAX_FILE_SIZE + 1),
        [
            "the file must have at most 64,000 bytes (shorten it; link to figures and long texts)",
        ],
        id="too-large",
    ),
    pytest.param(
        "[" * 14 + "]" * 14,
        [
            (
                "1:14: lists and mappings must be nested at most 12 deep (use fewer brackets; the rest of "
                "the file was not read)"
            ),
        ],
        id="too-deep",
    ),
    pytest.param(
        "[a]: 1\n",
        [
            "1:1: a key must be text, got a list or a mapping (delete the brackets)",
        ],
        id="a-list-as-key",
    ),
    pytest.param(
        "title: Attention: all you need",
        [
            (
                "1:17: text that contains a colon and a space must be in quotes (put quotes around the "
                "whole text)"
            ),
        ],
        id="colon",
    ),
    pytest.param(
        "a: 'b\nc: d\n",
        [
            (
                "1:4: quotes must be closed, and those that open here are not (close them, and put text "
                "with an apostrophe in double quotes)"
            ),
        ],
        id="open-quote",
    ),
    pytest.param(
        "a: @b",
        [
            (
                "1:4: text that starts with this character must be in quotes (put quotes around text that "
                "starts with %, @ or `)"
            ),
        ],
        id="mark-in-front",
    ),
]

SEVERAL = """\
a: &x 1
a: !!str 2
b: *x
c: {d: 1, d: 2}
<<: {e: f}
? [g]
: h
"""
SEVERAL_PROBLEMS = [
    (
        "1:4: YAML anchors are not allowed, got '&x' (put quotes around text that starts with &, or "
        "delete the anchor)"
    ),
    (
        "2:1: a key must occur only once, got 'a' again (it is in line 1, too; combine the values, or "
        "delete one)"
    ),
    (
        "2:4: YAML tags are not allowed, got '!!str' (put quotes around text that starts with !, or "
        "delete the tag)"
    ),
    (
        "3:4: YAML aliases are not allowed, got '*x' (put quotes around text that starts with *, or "
        "repeat the other value here)"
    ),
    (
        "4:11: a key must occur only once, got 'd' again (it is in line 4, too; combine the values, "
        "or delete one)"
    ),
    "5:1: YAML merge keys are not allowed, got '<<' (write the keys that it would insert)",
    "6:3: a key must be text, got a list or a mapping (delete the brackets)",
]

BOMBS = {
    "laughs": "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 300)),
    "merges": "a0: &a0 {b: 1}\n"
    + "\n".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 200)),
    "brackets": "[" * MAX_FILE_SIZE,
    "braces": "{" * MAX_FILE_SIZE,
    "dashes": "- " * (MAX_FILE_SIZE // 2),
    "questions": "? " * (MAX_FILE_SIZE // 2),
    "colons": ": " * (MAX_FILE_SIZE // 2),
    "quotes": "'" * MAX_FILE_SIZE,
    "exclamations": "!" * MAX_FILE_SIZE,
    "one key": "a: 1\n" * (MAX_FILE_SIZE // 5),
    "many keys": "\n".join(f"{n}:" for n in range(9_000)),
    "a long key": f"? {'k' * 30_000}\n: 1\n? {'k' * 30_000}\n: 1\n",
    "commas": f"[{',' * (MAX_FILE_SIZE - 2)}]",
}

SCRIBBLE = st.text(st.sampled_from("ab1 \n\t-:?,[]{}&*!|>'\"%@`#<~.\\\ufeff\x00\u2028ü"), max_size=60)
# PyYAML writes these three as they are, and YAML 1.1 takes them for ends of lines.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"))
ODD_INDENT = re.compile(r"^ *[\u00a0\u2000-\u200a\u202f\u3000]", re.MULTILINE)
PLAIN = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class _Dumper(yaml.SafeDumper):
    """Repeats equal values instead of using aliases."""

    def ignore_aliases(self, data):  # noqa: ARG002 - PyYAML's
        return True


def list_problems(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [str(problem).removeprefix("f.yml:").strip() for problem in parse_yaml(data, "f.yml")[1]]


@for_each_row(("text", "expected"), VALUES)
def test_scalars_are_text(text, expected):
    tree, problems = parse_yaml(text.encode(), "f.yml")

    assert problems == ()
    assert expected == tree.value


@for_each_row(("text", "expected"), REFUSED)
def test_ambiguous_yaml_is_reported_at_its_place(text, expected):
    assert expected == list_problems(text)


def test_all_problems_of_a_file_are_reported_at_once():
    assert list_problems(SEVERAL) == SEVERAL_PROBLEMS


def test_keys_and_values_have_places():
    tree, _ = parse_yaml(b"a: b\nc:\n  - d\n  - e: {f: g}\n", "f.yml")

    assert {
        ("a",): Place(1, 1),
        ("c",): Place(2, 1),
        ("c", 1, "e"): Place(4, 5),
        ("c", 1, "e", "f"): Place(4, 9),
    } == (tree.keys)
    assert Place(1, 4) == tree.places["a",]
    assert Place(3, 5) == tree.places["c", 0]
    assert Place(4, 12) == tree.places["c", 1, "e", "f"]


def test_the_first_of_two_equal_keys_is_used():
    assert parse_yaml(b"a: 1\na: 2\n", "f.yml")[0].value == {"a": "1"}


def test_nesting_is_limited():
    deep = ("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode()

    assert parse_yaml(deep, "f.yml")[1] == ()
    assert parse_yaml(b"[[" + deep + b"]]", "f.yml")[0] is None


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_hostile_files_are_parsed_quickly(text):
    with within(seconds=10):
        parse_yaml(text[:MAX_FILE_SIZE].encode(), "f.yml")


@given(st.binary(max_size=200) | st.text().map(str.encode) | SCRIBBLE.map(str.encode))
@example(b'a: "\\ud800"')
@example(b"%YAML 9.9\n---\na: 1")
@example(b"? !\n: &\n")
def test_any_bytes_give_a_tree_or_problems_of_one_line(data):
    tree, problems = parse_yaml(data, "f.yml")

    assert tree is not None or problems
    assert all(str(problem).isprintable() for problem in problems)


@limit_examples(50)
@given(SCRIBBLE)
def test_every_problem_has_a_place_inside_the_file(text):
    lines = text.replace("\u2028", "\n").count("\n") + 1

    for problem in parse_yaml(text.encode(), "f.yml")[1]:
        assert 0 <= problem.line <= lines + 1


@given(PLAIN, st.booleans())
def test_what_pyyaml_writes_is_read_back(value, unicode):
    dumped = yaml.dump({"value": value}, Dumper=_Dumper, allow_unicode=unicode)
    assume(not ODD_INDENT.search(dumped))  # valid, but refused: people who write it mean spaces
    tree, problems = parse_yaml(dumped.encode(), "f.yml")

    assert problems == ()
    assert {"value": value} == tree.value


@limit_examples(50)
@given(st.text() | st.lists(st.text()))
def test_a_quoted_value_is_short_and_on_one_line(value):
    assert len(quote(value)) <= 60
    assert len(quote(value).splitlines()) == 1
