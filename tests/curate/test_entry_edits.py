"""Values set in a paper's file: everything else stays as its author wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curate.entry_edits import set_values
from generator.curation import syntax
from generator.curation.writer import format_file, format_mapping
from generator.model.errors import DataError
from generator.model.text import clean_text
from tests.builders import within
from tests.paths import DATA, REPOSITORY
from tests.properties import limit_examples
from tests.tables import for_each_row

MODELINE = "# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json\n"
FILE = f"""\
{MODELINE}# A remark of the author's.
topics: [caches]   # chosen with care
summary: >-
  Two
  lines.

# About the links.
links:  # all of them
  # the authors' own
  code: https://a.example/  # by hand
  # more to come

highlight: false
"""
LONG = "Measures how long lookups take on a GPU with many small caches, and compares that with CPUs of now."
# Values, and the lines that become others in FILE.
EDITS = [
    pytest.param({"awards": ["Best paper"]}, ("false\n", "false\nawards:\n  - Best paper\n"), id="a-new-key"),
    pytest.param(
        {"topics": ["gpu"]},
        ("topics: [caches]   # chosen with care\n", "topics:\n  - gpu\n"),
        id="another-list",
    ),
    pytest.param({"summary": "One line."}, (">-\n  Two\n  lines.\n", "One line.\n"), id="a-short-text"),
    pytest.param({"summary": LONG}, ("  Two\n  lines.\n", f"  {LONG}\n"), id="a-long-text"),
    pytest.param(
        {"note": "One.\n\nTwo."}, ("false\n", "false\nnote: |-\n  One.\n\n  Two.\n"), id="paragraphs"
    ),
    pytest.param(
        {"links": {"data": ["https://b.example/"]}},
        ("  # more to come\n", "  # more to come\n  data:\n    - https://b.example/\n"),
        id="a-key-in-a-mapping",
    ),
    pytest.param(
        {"links": {"code": "https://b.example/"}},
        ("https://a.example/  # by hand", "https://b.example/  # by hand"),
        id="another-value-in-a-mapping",
    ),
    pytest.param({"topics": ["caches"], "highlight": "false"}, ("", ""), id="the-values-that-are-there"),
]
# Ways to write a file that a round trip by ruamel.yaml would change; the key that is set comes after it.
STYLES = {
    "text-over-two-lines": "summary: Two\n  lines.\n",
    "quoted-text-over-two-lines": 'summary: "Two\n  lines."\n',
    "brackets-over-two-lines": "topics: [a,\n  b]\n",
    "spaces-within-brackets": "venue: { id: a, year: 2026 }\n",
    "a-comma-at-the-end": "topics: [a, b,]\n",
    "a-list-that-is-not-indented": "topics:\n- a\n- b\n",
    "deep-indentation": "topics:\n    - a\nlinks:\n    code: https://a.example/\n",
    "a-space-before-the-colon": "topics : [a]\n",
    "spaces-after-the-colon": "topics:   [a]\nstatus:  listed\n",
    "spaces-at-the-end": "topics: [a]  \n",
    "the-beginning-of-a-document": "---\ntopics: [a]\n",
    "numbers-and-dates": "a: +1\nb: 0x1F\nc: 2026-01-01\nd: True\ne: ~\n",
    "escapes": 'a: "\\u00fc \\x41"\n',
    "a-tab-before-a-comment": "a: b\t# c\n",
    "a-deep-block": "summary: >-\n      Two\n      lines.\n",
    "an-empty-value": "topics:\n",
    "trailing-lines": "note: |+\n  a\n\n",
}
# Files that are left alone.
REFUSED = {
    "brackets-around-all": "{topics: [caches]}\n",
    "a-list": "- topics\n",
    "a-bracket-left-open": "topics: [caches\n",
    "the-end-of-a-document": "topics: [caches]\n...\n",
    "an-anchor": "topics: &a [caches]\n",
    "an-alias-bomb": "a: &a [b]\nc: [*a, *a]\n",
    "a-tag": "topics: !!python/object/apply:os.system ['true']\n",
    "a-key-twice": "topics: [a]\ntopics: [b]\n",
}

SHIPPED = sorted((REPOSITORY / "data/curation").rglob("*.yml"))

TEXT = st.text(min_size=1, max_size=300).map(clean_text).filter(str.strip)
SCRIBBLE = st.text(st.sampled_from("ab1 \n:#-'\"\\{}[],&*!|>%@?"), max_size=60)


def read(text, path="x.yml"):
    tree, problems = syntax.parse_yaml(text.encode(), path)
    assert problems == ()
    return tree.value


def edit(text, values, *, path="x.yml", replaces=True):
    return set_values(text, values, path, replaces=replaces)


@for_each_row(("values", "lines"), EDITS)
def test_an_edit_changes_the_lines_of_its_key_only(values, lines):
    old, new = lines

    assert edit(FILE, values) == FILE.replace(old, new)


@pytest.mark.parametrize(("values", "lines"), EDITS)
@pytest.mark.parametrize("end", ["\r\n", "\n\n", ""])
def test_the_ends_of_the_lines_stay(values, lines, end):
    text = (FILE + "last: line").replace("\n", "\r\n") + end if end == "\r\n" else f"{FILE}last: line{end}"

    assert read(edit(text, values)) == read(edit(f"{FILE}last: line\n", values))
    assert edit(text, values).count("\r\n") == (edit(text, values).count("\n") if end == "\r\n" else 0)


def test_a_file_that_is_not_there_is_written_with_its_schema():
    assert edit(None, {"awards": ["Best paper"]}) == f"{MODELINE}awards:\n  - Best paper\n"
    assert edit("# Nothing yet.\n", {"awards": ["X"]}) == "# Nothing yet.\nawards:\n  - X\n"


@for_each_row("style", STYLES.values())
def test_a_file_keeps_its_style(style):
    addition = "status: listed\n" if "status" not in style else ""

    assert edit(style + addition, {"awards": ["X"]}) == f"{style}{addition}awards:\n  - X\n"
    assert edit(f"{style}awards: [Y]\n# End.\n", {"awards": ["X"]}) == f"{style}awards:\n  - X\n# End.\n"
    assert read(edit(f"{style}more: {{a: b}}\n", {"more": {"c": "d"}})) == {
        **read(style),
        "more": {"a": "b", "c": "d"},
    }
    assert edit(f"{style}more: {{a: b}}\n", {"more": {"c": "d"}}).startswith(style)


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_file_of_the_catalogue_keeps_all_other_lines(path):
    text = path.read_text("utf-8")
    edited = edit(text, {"awards-of-a-test": ["X"]}, path=path.name)

    assert edited == f"{text}awards-of-a-test:\n  - X\n"
    for key, value in list(read(edited, path.name).items())[:3]:
        changed = {**value, "more": "a"} if isinstance(value, dict) else f"{value} more"
        again = edit(edited, {key: changed}, path=path.name)

        assert read(again, path.name).keys() == read(edited, path.name).keys()
        assert [line for line in edited.splitlines() if line.startswith("#")] == [
            line for line in again.splitlines() if line.startswith("#")
        ]


@for_each_row("path", sorted((DATA / "curation").glob("*.yml")))
def test_a_wrong_file_is_changed_as_asked_or_left_alone(path):
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        edited = edit(text, {"summary": "Another summary.", "links": {"code": "https://b.example/"}})
    except DataError:
        return

    assert read(edited)["summary"] == "Another summary."


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"topics": ["gpu"]}, "topics"),
        ({"links": {"code": ["https://other.example/"]}}, "links.code"),
        ({"summary": {"a": "b"}}, "summary"),
    ],
)
def test_an_addition_replaces_no_other_value(values, name):
    with pytest.raises(DataError, match=f"cannot replace {name},"):
        edit(FILE, values, replaces=False)


def test_all_conflicts_of_an_addition_are_reported_at_their_places():
    with pytest.raises(DataError) as error:
        edit(FILE, {"topics": ["gpu"], "summary": "Other.", "awards": ["X"]}, replaces=False)

    assert [(problem.line, problem.message) for problem in error.value.problems] == [
        (3, "this form cannot replace topics, which has another value in the file"),
        (4, "this form cannot replace summary, which has another value in the file"),
    ]


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_file_that_a_program_cannot_change_safely_is_left_alone(text):
    with pytest.raises(DataError):
        edit(text, {"summary": "x"})


@given(note=TEXT, line=TEXT.map(str.split).map(" ".join))
def test_every_text_is_read_back_unchanged(note, line):
    values = {"note": note, "awards": [line], "links": {"code": line}}
    text = edit(None, values, replaces=False)
    again = edit(text, {"awards": ["other"], "links": {"data": note}})

    assert read(text) == values
    assert read(again) == {"note": note, "awards": ["other"], "links": {"code": line, "data": note}}


@given(
    st.dictionaries(st.sampled_from(["topics", "links"]), TEXT | st.dictionaries(TEXT, TEXT, max_size=3)),
    SCRIBBLE,
)
@limit_examples(50)
def test_any_file_is_changed_as_asked_or_left_alone(values, scribble):
    for text in (
        scribble,
        f"summary: |\n  a\n{scribble}",
        format_file("paper", [*format_mapping(values), *scribble.splitlines()]),
        format_file("paper", [f"# {scribble!r}", *format_mapping(values)]),
    ):
        try:
            edited = edit(text, {"links": {"code": "a"}, "awards": ["b"]})
        except DataError:
            continue
        tree, _ = syntax.parse_yaml(text.encode(), "x.yml")
        before = tree.value if tree else {}
        links = before.get("links")

        assert read(edited) == {
            **before,
            "links": {**(links if isinstance(links, dict) else {}), "code": "a"},
            "awards": ["b"],
        }


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["# a\n", "  b: c\n", "  # d\n", "\n", "  e: [f, g]\n", "  ? "])
def test_a_large_file_is_changed_in_a_moment(piece):
    lines = "".join(f"  k{n}: v\n{piece}" for n in range(60_000 // (len(piece) + 12)))
    with within(seconds=20):
        try:
            edited = edit(f"links:\n{lines}", {"links": {"code": "a"}})
        except DataError:
            return

    assert read(edited)["links"]["code"] == "a"
