"""What an upgrade does with each file, and the manifest by which it recognises unchanged ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.maintain.file_upgrade import (
    Action,
    FileChange,
    FileHistory,
    format_change,
    format_changes,
    format_manifest,
    parse_manifest,
    plan_changes,
)
from tests.tables import for_each_row

OLD, NEW, OWN, MERGED = b"old\n", b"new\n", b"own\n", b"merged\n"


def plan(present, new, written=None, *, original=None, merged=None, generated=()):
    """Plan the upgrade of one file."""
    digests = {} if written is None else parse_manifest(format_manifest({"x": written}))
    files = {} if present is None else {"x": present}
    history = FileHistory(files, digests, lambda _: original, lambda *_: merged)
    new_files = {} if new is None else {"x": new}
    return [(change.action, change.after) for change in plan_changes(history, new_files, generated)]


@for_each_row(
    ("options", "expected"),
    [
        ({"present": None, "new": NEW}, [(Action.ADD, NEW)]),
        ({"present": OLD, "new": NEW, "written": OLD}, [(Action.REPLACE, NEW)]),
        ({"present": OLD, "new": OLD, "written": OLD}, []),
        ({"present": OLD, "new": None, "written": OLD}, [(Action.REMOVE, None)]),
        # The maintainer removed or changed the file.
        ({"present": None, "new": NEW, "written": OLD}, []),
        ({"present": OWN, "new": OLD, "written": OLD}, []),
        ({"present": OWN, "new": None, "written": OLD}, []),
        ({"present": NEW, "new": NEW, "written": OLD}, []),
        (
            {"present": OWN, "new": NEW, "written": OLD, "original": OLD, "merged": MERGED},
            [(Action.MERGE, MERGED)],
        ),
        ({"present": OWN, "new": NEW, "written": OLD, "original": OLD, "merged": OWN}, []),
        ({"present": OWN, "new": NEW, "written": OLD, "original": OLD}, [(Action.OVERWRITE, NEW)]),
        ({"present": OWN, "new": NEW, "written": OLD, "merged": MERGED}, [(Action.OVERWRITE, NEW)]),
        ({"present": OWN, "new": NEW, "original": OLD, "merged": MERGED}, [(Action.MERGE, MERGED)]),
        ({"present": OWN, "new": NEW, "written": OLD, "generated": {"x"}}, [(Action.REPLACE, NEW)]),
    ],
)
def test_each_case_has_its_action(options, expected):
    assert plan(**options) == expected


contents = st.none() | st.sampled_from([OLD, NEW, OWN])


@given(contents, contents, contents, contents)
def test_a_second_upgrade_changes_nothing(present, new, written, original):
    def apply(files, changes):
        result = {**files, **{change.path: change.after for change in changes}}
        return {path: content for path, content in result.items() if content is not None}

    def make_history(files, digests):
        return FileHistory(files, digests, lambda _: original, lambda *_: MERGED)

    new_files = {} if new is None else {"x": new}
    files = {} if present is None else {"x": present}
    first = make_history(files, {} if written is None else parse_manifest(format_manifest({"x": written})))
    files = apply(files, plan_changes(first, new_files, ()))
    second = make_history(files, parse_manifest(format_manifest(new_files)))

    assert [*plan_changes(second, new_files, ())] == []


@pytest.mark.parametrize("content", [b"", b"[]", b"3", b"\xff", b"[" * 100_000, b'{"x": 3}'])
def test_a_damaged_manifest_knows_no_file(content):
    assert parse_manifest(content) == {}


def test_a_change_shows_the_lines_that_differ():
    change = FileChange("a/b.yml", Action.MERGE, b"one\ntwo\n", b"one\nthree\n")

    assert format_change(change).splitlines() == [
        "a/b.yml: merge with your changes",
        "--- a/b.yml", "+++ a/b.yml", "@@ -1,2 +1,2 @@", " one", "-two", "+three",
    ]  # fmt: skip
    assert format_change(FileChange("x.whl", Action.REPLACE, b"\xff", b"\xfe")) == "x.whl: replace"


def test_a_long_difference_is_cut():
    lines = "".join(f"{number}\n" for number in range(500)).encode()

    assert format_change(FileChange("x", Action.REPLACE, b"", lines)).splitlines()[-1] == "(443 more lines)"


def test_removed_files_are_counted_by_folder_unless_the_maintainer_changed_them():
    changes = [
        FileChange("generator/a.py", Action.REMOVE, b"", None),
        FileChange("generator/b/c.py", Action.REMOVE, b"", None),
        FileChange("generator/d.py", Action.REMOVE_CHANGED, b"mine", None),
        FileChange("pyproject.toml", Action.REMOVE, b"", None),
    ]

    assert format_changes(changes) == (
        "generator/d.py: remove, although you have changed it\n\n"
        "remove generator (2 files), pyproject.toml (1 file)"
    )
