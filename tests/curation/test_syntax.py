"""Strict YAML: what is read, what is refused, and where it says so."""

import re

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.curation.syntax import DEEPEST_NESTING, LARGEST_FILE, Place, quote, read
from tests.builders import within

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

EMPTY = "the file is empty, or holds nothing but comments (write its keys and values, or remove the file)"
REFUSED = [
    pytest.param(
        "a: 1\nb: 2\na: 3\n",
        [
            (
                "3:1: a key stands once, got 'a' again (it stands in line 1 already; put both values"
                " there, or remove one)"
            ),
        ],
        id="twice",
    ),
    pytest.param(
        "a: {b: 1, b: {c: 1, c: 2}}",
        [
            (
                "1:11: a key stands once, got 'b' again (it stands in line 1 already; put both values"
                " there, or remove one)"
            ),
            (
                "1:21: a key stands once, got 'c' again (it stands in line 1 already; put both values"
                " there, or remove one)"
            ),
        ],
        id="twice-inside-of-what-stands-twice",
    ),
    pytest.param(
        "a: &x 1\nb: *x\n",
        [
            (
                "1:4: YAML's anchors are not used here, got '&x' (put quotes around text that begins"
                " with &; leave out the name of a value)"
            ),
            (
                "2:4: YAML's aliases are not used here, got '*x' (put quotes around text that begins"
                " with *; write out a value that stands elsewhere)"
            ),
        ],
        id="anchor-and-alias",
    ),
    pytest.param(
        "*x : 1\n",
        [
            (
                "1:1: YAML's aliases are not used here, got '*x' (put quotes around text that begins"
                " with *; write out a value that stands elsewhere)"
            ),
        ],
        id="alias-as-key",
    ),
    pytest.param(
        "a: !!python/object/apply:os.system ['true']",
        [
            (
                "1:4: YAML's tags are not used here, got '!!python/object/apply:os.system' (put"
                " quotes around text that begins with !; leave out the type of a value)"
            ),
        ],
        id="tag",
    ),
    pytest.param(
        "a: !<%0A::error::x> 1",
        [
            (
                "1:4: YAML's tags are not used here, got '\\n::error::x' (put quotes around text that"
                " begins with !; leave out the type of a value)"
            ),
        ],
        id="tag-that-would-start-a-line",
    ),
    pytest.param(
        "a: ! 1",
        [
            (
                "1:4: YAML's tags are not used here, got '!' (put quotes around text that begins with"
                " !; leave out the type of a value)"
            ),
        ],
        id="bare-tag",
    ),
    pytest.param(
        "a:\n  <<: {b: 1}\n",
        [
            ("2:3: YAML's merge keys are not used here, got '<<' (write out the keys that it would bring)"),
        ],
        id="merge",
    ),
    pytest.param(
        "a: 1\n---\nb: 2\n",
        [
            (
                "2:1: a file holds one document, and here a second begins (remove the line --- here,"
                " and keys that then stand twice)"
            ),
        ],
        id="two",
    ),
    pytest.param(
        "a: 1\n---\n",
        [
            (
                "2:1: a file holds one document, and here a second begins (remove the line --- here,"
                " and keys that then stand twice)"
            ),
        ],
        id="two-marks",
    ),
    pytest.param(
        "a:\n\tb: 1\n",
        [
            "2:1: lines are indented with blanks; this one has a tab (replace each tab by two blanks)",
        ],
        id="tab",
    ),
    pytest.param(
        "a:\n  -\tb\n",
        [
            "2:4: lines are indented with blanks; this one has a tab (replace each tab by two blanks)",
        ],
        id="tab-after-dash",
    ),
    pytest.param(
        "\ufeffa: 1",
        [
            "1:1: the file begins with an invisible byte order mark (save it as UTF-8 without BOM)",
        ],
        id="byte-order-mark",
    ),
    pytest.param(
        "a: 1\nb: \ufeff2",
        [
            (
                "2:4: a file holds no invisible control characters, got '\\ufeff' (remove it; it often"
                " comes along when one copies from a PDF)"
            ),
        ],
        id="mark-inside",
    ),
    pytest.param(
        b"a: 1\nb: \xfcber\n",
        [
            (
                "2: the file must be in UTF-8, and this line is not (choose that encoding in your"
                " editor and save the file again)"
            ),
        ],
        id="latin-1",
    ),
    pytest.param(
        "a: 1".encode("utf-16"),
        [
            (
                "1: the file must be in UTF-8, and this line is not (choose that encoding in your"
                " editor and save the file again)"
            ),
        ],
        id="utf-16",
    ),
    pytest.param(
        "a: 1\nbc: d\x00",
        [
            (
                "2:6: a file holds no invisible control characters, got '\\x00' (remove it; it often"
                " comes along when one copies from a PDF)"
            ),
        ],
        id="nul",
    ),
    pytest.param("", [EMPTY], id="empty"),
    pytest.param(" \n# nothing\n", [EMPTY], id="only-comments"),
    pytest.param("--- # nothing\n...\n", [EMPTY], id="only-marks"),
    pytest.param(
        "a" * (LARGEST_FILE + 1),
        [
            (
                "a file may have 64,000 bytes; this one has more (shorten it; figures and long texts"
                " belong behind a link)"
            ),
        ],
        id="too-large",
    ),
    pytest.param(
        "[" * 14 + "]" * 14,
        [
            (
                "1:14: lists and keys may be nested 12 deep; this is deeper (write it with fewer"
                " brackets; the rest of the file is not read)"
            ),
        ],
        id="too-deep",
    ),
    pytest.param(
        "[a]: 1\n",
        [
            "1:1: a key is a word, and no list and no keys of its own (remove the brackets)",
        ],
        id="a-list-as-key",
    ),
    pytest.param(
        "title: Attention: all you need",
        [
            (
                "1:17: this line has a colon that YAML takes for the end of a key (put quotes around"
                " text that holds a colon and a blank)"
            ),
        ],
        id="colon",
    ),
    pytest.param(
        "a: 'b\nc: d\n",
        [
            (
                "1:4: a quote is opened here and never closed (close it, and put text with an"
                " apostrophe between double quotes)"
            ),
        ],
        id="open-quote",
    ),
    pytest.param(
        "a: @b",
        [
            (
                "1:4: text cannot begin with this mark (put quotes around text that begins with a"
                " mark such as %, @ or `)"
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
        "1:4: YAML's anchors are not used here, got '&x' (put quotes around text that begins"
        " with &; leave out the name of a value)"
    ),
    (
        "2:1: a key stands once, got 'a' again (it stands in line 1 already; put both values"
        " there, or remove one)"
    ),
    (
        "2:4: YAML's tags are not used here, got '!!str' (put quotes around text that begins"
        " with !; leave out the type of a value)"
    ),
    (
        "3:4: YAML's aliases are not used here, got '*x' (put quotes around text that begins"
        " with *; write out a value that stands elsewhere)"
    ),
    (
        "4:11: a key stands once, got 'd' again (it stands in line 4 already; put both values"
        " there, or remove one)"
    ),
    ("5:1: YAML's merge keys are not used here, got '<<' (write out the keys that it would bring)"),
    "6:3: a key is a word, and no list and no keys of its own (remove the brackets)",
]

BOMBS = {
    "laughs": "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 300)),
    "merges": "a0: &a0 {b: 1}\n"
    + "\n".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 200)),
    "brackets": "[" * LARGEST_FILE,
    "braces": "{" * LARGEST_FILE,
    "dashes": "- " * (LARGEST_FILE // 2),
    "questions": "? " * (LARGEST_FILE // 2),
    "colons": ": " * (LARGEST_FILE // 2),
    "quotes": "'" * LARGEST_FILE,
    "exclamations": "!" * LARGEST_FILE,
    "one key": "a: 1\n" * (LARGEST_FILE // 5),
    "many keys": "\n".join(f"{n}:" for n in range(9_000)),
    "a long key": f"? {'k' * 30_000}\n: 1\n? {'k' * 30_000}\n: 1\n",
    "commas": f"[{',' * (LARGEST_FILE - 2)}]",
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
    """Writes what stands twice out, as people do."""

    def ignore_aliases(self, data):  # noqa: ARG002 - PyYAML's
        return True


def said(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [str(problem).removeprefix("f.yml:").strip() for problem in read(data, "f.yml")[1]]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_scalars_are_the_text_that_was_written(text, expected):
    tree, problems = read(text.encode(), "f.yml")

    assert problems == ()
    assert expected == tree.value


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_what_surprises_people_is_refused_at_its_place(text, expected):
    assert expected == said(text)


def test_all_problems_of_a_file_come_at_once():
    assert said(SEVERAL) == SEVERAL_PROBLEMS


def test_places_are_those_of_keys_and_values():
    tree, _ = read(b"a: b\nc:\n  - d\n  - e: {f: g}\n", "f.yml")

    assert {
        ("a",): Place(1, 1),
        ("c",): Place(2, 1),
        ("c", 1, "e"): Place(4, 5),
        ("c", 1, "e", "f"): Place(4, 9),
    } == (tree.keys)
    assert Place(1, 4) == tree.places["a",]
    assert Place(3, 5) == tree.places["c", 0]
    assert Place(4, 12) == tree.places["c", 1, "e", "f"]


def test_the_first_of_two_equal_keys_counts():
    assert read(b"a: 1\na: 2\n", "f.yml")[0].value == {"a": "1"}


def test_what_may_be_nested_is_read_and_no_more():
    deep = ("[" * DEEPEST_NESTING + "]" * DEEPEST_NESTING).encode()

    assert read(deep, "f.yml")[1] == ()
    assert read(b"[[" + deep + b"]]", "f.yml")[0] is None


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_ends_soon(text):
    with within(seconds=10):
        read(text[:LARGEST_FILE].encode(), "f.yml")


@given(st.binary(max_size=200) | st.text().map(str.encode) | SCRIBBLE.map(str.encode))
@example(b'a: "\\ud800"')
@example(b"%YAML 9.9\n---\na: 1")
@example(b"? !\n: &\n")
def test_no_bytes_raise_and_no_message_breaks_its_line(data):
    tree, problems = read(data, "f.yml")

    assert tree is not None or problems
    assert all(str(problem).isprintable() for problem in problems)


@settings(max_examples=50)
@given(SCRIBBLE)
def test_every_problem_has_a_place_inside_of_the_file(text):
    lines = text.replace("\u2028", "\n").count("\n") + 1

    for problem in read(text.encode(), "f.yml")[1]:
        assert 0 <= problem.line <= lines + 1


@given(PLAIN, st.booleans())
@settings(max_examples=100)
def test_what_a_safe_dump_of_text_writes_is_read_back(value, unicode):
    dumped = yaml.dump({"value": value}, Dumper=_Dumper, allow_unicode=unicode)
    assume(not ODD_INDENT.search(dumped))  # valid, but refused: people who write it mean blanks
    tree, problems = read(dumped.encode(), "f.yml")

    assert problems == ()
    assert {"value": value} == tree.value


@settings(max_examples=50)
@given(st.text() | st.lists(st.text()))
def test_a_quote_is_short_and_on_one_line(value):
    assert len(quote(value)) <= 60
    assert len(quote(value).splitlines()) == 1
