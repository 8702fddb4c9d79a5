"""Files and folders are the old ones or the new ones, whatever happens while they are written."""

import errno
import os
import subprocess
import sys
from contextlib import suppress
from functools import partial

import pytest

from generator.model.errors import StoreError
from generator.system import files
from tests.faults import Disk, Killed, failing

FULL = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")

FAULTS = [
    pytest.param(FULL, False, id="fails-once"),
    pytest.param(READ_ONLY, True, id="fails-for-good"),
    pytest.param(Killed(), True, id="killed"),
]
WAYS = [pytest.param(True, id="exchange"), pytest.param(False, id="two-steps")]

HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "a")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def tree(folder):
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def make(folder, **contents):
    folder.mkdir()
    for name, text in contents.items():
        (folder / name).write_text(text)


def moments(action, *, exchange=True):
    """As many numbers as the action has operations."""
    with failing(Disk(None, FULL), exchange=exchange) as disk:
        action()
    assert len(disk.operations) >= 4
    return range(1, len(disk.operations) + 1)


def test_a_file_is_written_and_written_again(tmp_path):
    path = tmp_path / "page.md"
    files.write_atomically(path, b"one")
    files.write_atomically(path, b"two")

    assert tree(tmp_path) == {"page.md": "two"}


def test_a_file_is_on_the_disk_before_it_takes_the_place(tmp_path):
    with failing(Disk(None, FULL)) as disk:
        files.write_atomically(tmp_path / "page.md", b"new")

    assert disk.operations == ["create", "write", "fsync", "replace", "open", "fsync"]


@pytest.mark.parametrize(("error", "for_good"), FAULTS)
@pytest.mark.parametrize("before", [None, "old"])
def test_a_file_is_the_old_or_the_new_one_whatever_fails(tmp_path, before, error, for_good):
    path = tmp_path / "page.md"
    found = set()
    for moment in moments(lambda: files.write_atomically(tmp_path / "other.md", b"new")):
        path.unlink(missing_ok=True)
        if before:
            path.write_text(before)
        expected = Killed if isinstance(error, Killed) else StoreError
        with failing(Disk(moment, error, for_good=for_good)), pytest.raises(expected):
            files.write_atomically(path, b"new")
        found.add(path.read_text() if path.exists() else None)
        files.write_atomically(path, b"newer")

        assert tree(tmp_path) == {"other.md": "new", "page.md": "newer"}

    assert found == {before, "new"}


def test_a_file_that_could_not_be_written_leaves_nothing_behind(tmp_path):
    sentence = rf"^cannot write {tmp_path}/page\.md: No space left on device$"
    with failing(Disk(2, FULL)), pytest.raises(StoreError, match=sentence):
        files.write_atomically(tmp_path / "page.md", b"new")

    assert tree(tmp_path) == {}


def test_missing_folders_are_created_on_request(tmp_path):
    files.write_atomically(tmp_path / "a/b/page.md", b"new", create_folders=True)

    assert tree(tmp_path / "a/b") == {"page.md": "new"}


def test_text_is_appended_to_a_file_that_may_not_exist(tmp_path):
    for text in ("é\n", "b\n"):
        files.append_text(tmp_path / "summary.md", text)

    assert tree(tmp_path) == {"summary.md": "é\nb\n"}


def test_no_more_is_read_than_the_limit(tmp_path):
    (tmp_path / "list.md").write_text("abc")

    assert (files.read_file(tmp_path / "list.md"), files.read_file(tmp_path / "list.md", 2)) == (
        b"abc",
        b"ab",
    )


@pytest.mark.parametrize(
    ("act", "verb"), [(files.read_file, "read"), (partial(files.append_text, text="x"), "write")]
)
def test_a_path_that_is_a_folder_is_reported(tmp_path, act, verb):
    with pytest.raises(StoreError, match=f"^cannot {verb} {tmp_path}: Is a directory$"):
        act(tmp_path)


@pytest.mark.parametrize("exchange", WAYS)
def test_a_folder_takes_the_place_of_another(tmp_path, exchange):
    make(tmp_path / "target", a="old", b="old")
    make(tmp_path / "new", b="new", c="new")
    with failing(Disk(None, FULL), exchange=exchange):
        files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]
    assert tree(tmp_path / "target") == {"b": "new", "c": "new"}


def test_a_folder_may_be_the_first(tmp_path):
    make(tmp_path / "new", a="new")
    files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize(("error", "for_good"), FAULTS)
@pytest.mark.parametrize("exchange", WAYS)
def test_a_folder_is_the_old_or_the_new_one_whatever_fails(tmp_path, exchange, error, for_good):
    def prepare(name):
        root = tmp_path / name
        root.mkdir()
        make(root / "target", a="old", b="old")
        make(root / "new", b="new", c="new")
        return root

    def replace(root):
        files.replace_folder(root / "new", root / "target")

    found = []
    trial = prepare("trial")
    for moment in moments(lambda: replace(trial), exchange=exchange):
        root = prepare(str(moment))
        with failing(Disk(moment, error, for_good=for_good), exchange=exchange), suppress(type(error)):
            replace(root)
        files.recover_folder(root / "target")
        found.append(tree(root / "target"))

        assert found[-1] in ({"a": "old", "b": "old"}, {"b": "new", "c": "new"})
        assert {path.name for path in root.iterdir()} <= {"target", "new"}

    assert found[0] == {"a": "old", "b": "old"}
    assert found[-1] == {"b": "new", "c": "new"}


def test_the_new_folder_is_on_the_disk_before_it_takes_the_place(tmp_path):
    make(tmp_path / "target", a="old")
    make(tmp_path / "new", a="new")
    expected = [(tmp_path / "new").stat().st_ino, tmp_path.stat().st_ino]
    synced = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
        files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert synced == expected


def test_replacing_brings_back_first_what_was_moved_aside(tmp_path):
    make(tmp_path / ".target.old", a="old")
    make(tmp_path / "new", a="new")
    with failing(Disk(3, FULL)), pytest.raises(OSError, match="No space left"):
        files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert tree(tmp_path / "target") == {"a": "old"}


def test_recovering_where_nothing_happened_does_nothing(tmp_path):
    make(tmp_path / "target", a="old")
    files.recover_folder(tmp_path / "target")
    files.recover_folder(tmp_path / "never")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_two_runs_cannot_hold_a_lock(tmp_path):
    lock = tmp_path / ".lock"
    sentence = f"another run is writing to {tmp_path} \\(process {os.getpid()}\\); wait for it to end"
    with files.hold_lock(lock):
        with pytest.raises(StoreError, match=sentence) as refused, files.hold_lock(lock):
            pytest.fail("both hold it")
        assert refused.value.exit_code == 3
    with files.hold_lock(lock):
        pass


def test_a_lock_is_let_go_of_when_its_holder_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), files.hold_lock(tmp_path / ".lock"):
        raise ZeroDivisionError
    with files.hold_lock(tmp_path / ".lock"):
        pass


def test_the_lock_of_a_dead_run_is_taken_over(tmp_path):
    lock = tmp_path / ".lock"
    lock.write_text("1\n")
    command = [sys.executable, "-S", "-c", HOLDER, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="process 1"), files.hold_lock(lock):
            pytest.fail("both hold it")
        holder.kill()
    with files.hold_lock(lock):
        assert lock.read_text() == f"{os.getpid()}\n"


def test_a_lock_file_can_hold_anything(tmp_path):
    lock = tmp_path / ".lock"
    lock.write_bytes(b"\xff" * 1_000_000)
    with lock.open("r+b") as file:
        files.fcntl.flock(file, files.fcntl.LOCK_EX)
        with pytest.raises(StoreError) as refused, files.hold_lock(lock):
            pytest.fail("both hold it")
    assert len(str(refused.value)) < 200 + len(str(tmp_path))


def test_a_lock_that_is_a_link_is_refused_and_what_it_leads_to_is_kept(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".lock").symlink_to("mine")

    with pytest.raises(StoreError, match="it is a link; remove it"), files.hold_lock(tmp_path / ".lock"):
        pytest.fail("there is no lock")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_full_disk_does_not_keep_a_run_from_holding_the_lock(tmp_path):
    with failing(Disk(2, FULL)) as disk, files.hold_lock(tmp_path / ".lock"):
        pass
    assert disk.operations == ["create", "write"]


@pytest.mark.parametrize(
    ("error", "reason"), [(READ_ONLY, "Read-only file system"), (PermissionError(13, "Denied"), "Denied")]
)
def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path, error, reason):
    with failing(Disk(1, error)), pytest.raises(StoreError) as refused, files.hold_lock(tmp_path / ".lock"):
        pytest.fail("there is no lock")
    assert str(refused.value) == f"cannot write to {tmp_path}: {reason}"


def test_a_lock_in_no_folder_is_said_in_a_sentence(tmp_path):
    with (
        pytest.raises(StoreError, match=r"cannot write to .*: No such file"),
        files.hold_lock(tmp_path / "no/.lock"),
    ):
        pytest.fail("there is no folder")


def test_a_disk_that_cannot_lock_is_said_in_a_sentence(tmp_path, monkeypatch):
    def no_locks(file, operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with (
        pytest.raises(StoreError, match=r"cannot lock .*: No locks available"),
        files.hold_lock(tmp_path / ".lock"),
    ):
        pytest.fail("there is no lock")


def test_removing_what_is_not_there_is_fine(tmp_path):
    files.remove_folder(tmp_path / "never")

    assert not (tmp_path / "never").exists()
