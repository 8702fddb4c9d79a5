"""Files and folders: a failing disk or a killed process leaves the old state or the new one."""

import errno
import os
import subprocess
import sys
import threading
import time
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
    pytest.param(READ_ONLY, True, id="fails-permanently"),
    pytest.param(Killed(), True, id="killed"),
]
EXCHANGES = [pytest.param(True, id="exchange"), pytest.param(False, id="two-steps")]

HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "a")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def read_texts(folder):
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def make_folder(folder, **contents):
    folder.mkdir()
    for name, text in contents.items():
        (folder / name).write_text(text)


def find_moments(action, *, exchange=True):
    """Number the disk operations of an action."""
    with failing(Disk(None, FULL), exchange=exchange) as disk:
        action()
    assert len(disk.operations) >= 4
    return range(1, len(disk.operations) + 1)


def test_a_file_can_be_written_twice(tmp_path):
    path = tmp_path / "page.md"
    files.write_atomically(path, b"one")
    files.write_atomically(path, b"two")

    assert read_texts(tmp_path) == {"page.md": "two"}


def test_the_content_is_on_the_disk_before_the_file_is_replaced(tmp_path):
    with failing(Disk(None, FULL)) as disk:
        files.write_atomically(tmp_path / "page.md", b"new")

    assert disk.operations == ["create", "write", "fsync", "replace", "open", "fsync"]


@pytest.mark.parametrize(("error", "permanently"), FAULTS)
@pytest.mark.parametrize("before", [None, "old"])
def test_a_failed_write_leaves_the_old_or_the_new_file(tmp_path, before, error, permanently):
    path = tmp_path / "page.md"
    states = set()
    for moment in find_moments(lambda: files.write_atomically(tmp_path / "other.md", b"new")):
        path.unlink(missing_ok=True)
        if before:
            path.write_text(before)
        expected = Killed if isinstance(error, Killed) else StoreError
        with failing(Disk(moment, error, permanently=permanently)), pytest.raises(expected):
            files.write_atomically(path, b"new")
        states.add(path.read_text() if path.exists() else None)
        files.write_atomically(path, b"newer")

        assert read_texts(tmp_path) == {"other.md": "new", "page.md": "newer"}

    assert states == {before, "new"}


def test_a_failed_write_leaves_no_temporary_file(tmp_path):
    sentence = rf"^cannot write {tmp_path}/page\.md: No space left on device$"
    with failing(Disk(2, FULL)), pytest.raises(StoreError, match=sentence):
        files.write_atomically(tmp_path / "page.md", b"new")

    assert read_texts(tmp_path) == {}


def test_missing_folders_are_created_on_request(tmp_path):
    files.write_atomically(tmp_path / "a/b/page.md", b"new", create_folders=True)

    assert read_texts(tmp_path / "a/b") == {"page.md": "new"}


def test_text_is_appended_to_a_file_that_may_not_exist(tmp_path):
    for text in ("é\n", "b\n"):
        files.append_text(tmp_path / "summary.md", text)

    assert read_texts(tmp_path) == {"summary.md": "é\nb\n"}


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


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_a_folder_replaces_another(tmp_path, exchange):
    make_folder(tmp_path / "target", a="old", b="old")
    make_folder(tmp_path / "new", b="new", c="new")
    with failing(Disk(None, FULL), exchange=exchange):
        files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]
    assert read_texts(tmp_path / "target") == {"b": "new", "c": "new"}


def test_a_folder_is_renamed_if_there_is_none_to_replace(tmp_path):
    make_folder(tmp_path / "new", a="new")
    files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize(("error", "permanently"), FAULTS)
@pytest.mark.parametrize("exchange", EXCHANGES)
def test_a_failed_replacement_leaves_the_old_or_the_new_folder(tmp_path, exchange, error, permanently):
    def prepare(name):
        root = tmp_path / name
        root.mkdir()
        make_folder(root / "target", a="old", b="old")
        make_folder(root / "new", b="new", c="new")
        return root

    def replace(root):
        files.replace_folder(root / "new", root / "target")

    states = []
    trial = prepare("trial")
    for moment in find_moments(lambda: replace(trial), exchange=exchange):
        root = prepare(str(moment))
        with failing(Disk(moment, error, permanently=permanently), exchange=exchange), suppress(type(error)):
            replace(root)
        files.recover_folder(root / "target")
        states.append(read_texts(root / "target"))

        assert states[-1] in ({"a": "old", "b": "old"}, {"b": "new", "c": "new"})
        assert {path.name for path in root.iterdir()} <= {"target", "new"}

    assert states[0] == {"a": "old", "b": "old"}
    assert states[-1] == {"b": "new", "c": "new"}


def test_the_new_folder_is_on_the_disk_before_the_old_one_is_replaced(tmp_path):
    make_folder(tmp_path / "target", a="old")
    make_folder(tmp_path / "new", a="new")
    expected = [(tmp_path / "new").stat().st_ino, tmp_path.stat().st_ino]
    synced = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
        files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert synced == expected


def test_an_interrupted_replacement_is_undone_before_the_next(tmp_path):
    make_folder(tmp_path / ".target.old", a="old")
    make_folder(tmp_path / "new", a="new")
    with failing(Disk(3, FULL)), pytest.raises(OSError, match="No space left"):
        files.replace_folder(tmp_path / "new", tmp_path / "target")

    assert read_texts(tmp_path / "target") == {"a": "old"}


def test_recovery_without_an_interruption_changes_nothing(tmp_path):
    make_folder(tmp_path / "target", a="old")
    files.recover_folder(tmp_path / "target")
    files.recover_folder(tmp_path / "never")

    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_only_one_run_can_hold_a_lock(tmp_path):
    lock = tmp_path / ".lock"
    sentence = f"another run is writing to {tmp_path} \\(process {os.getpid()}\\); wait until it has finished"
    with files.hold_lock(lock):
        with pytest.raises(StoreError, match=sentence) as refused, files.hold_lock(lock):
            pytest.fail("both hold the lock")
        assert refused.value.exit_code == 3
    with files.hold_lock(lock):
        pass


def test_a_lock_is_released_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), files.hold_lock(tmp_path / ".lock"):
        raise ZeroDivisionError
    with files.hold_lock(tmp_path / ".lock"):
        pass


def test_the_lock_of_a_killed_run_is_released(tmp_path):
    lock = tmp_path / ".lock"
    lock.write_text("1\n")
    command = [sys.executable, "-S", "-c", HOLDER, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="process 1"), files.hold_lock(lock):
            pytest.fail("both hold the lock")
        holder.kill()
    with files.hold_lock(lock):
        assert lock.read_text() == f"{os.getpid()}\n"


def test_any_content_of_a_lock_file_is_accepted(tmp_path):
    lock = tmp_path / ".lock"
    lock.write_bytes(b"\xff" * 1_000_000)
    with lock.open("r+b") as file:
        files.fcntl.flock(file, files.fcntl.LOCK_EX)
        with pytest.raises(StoreError) as refused, files.hold_lock(lock):
            pytest.fail("both hold the lock")
    assert len(str(refused.value)) < 200 + len(str(tmp_path))


def test_a_symlink_is_not_locked_and_its_target_is_kept(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".lock").symlink_to("mine")

    with pytest.raises(StoreError, match="it is a symlink; remove it"), files.hold_lock(tmp_path / ".lock"):
        pytest.fail("there is no lock")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_lock_can_be_held_on_a_full_disk(tmp_path):
    with failing(Disk(2, FULL)) as disk, files.hold_lock(tmp_path / ".lock"):
        pass
    assert disk.operations == ["create", "write"]


@pytest.mark.parametrize(
    ("error", "reason"), [(READ_ONLY, "Read-only file system"), (PermissionError(13, "Denied"), "Denied")]
)
def test_a_folder_that_cannot_be_written_is_reported(tmp_path, error, reason):
    with failing(Disk(1, error)), pytest.raises(StoreError) as refused, files.hold_lock(tmp_path / ".lock"):
        pytest.fail("there is no lock")
    assert str(refused.value) == f"cannot write to {tmp_path}: {reason}"


def test_a_missing_folder_is_reported(tmp_path):
    with (
        pytest.raises(StoreError, match=r"cannot write to .*: No such file"),
        files.hold_lock(tmp_path / "no/.lock"),
    ):
        pytest.fail("there is no folder")


def test_a_disk_without_locks_is_reported(tmp_path, monkeypatch):
    def no_locks(file, operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with (
        pytest.raises(StoreError, match=r"cannot lock .*: No locks available"),
        files.hold_lock(tmp_path / ".lock"),
    ):
        pytest.fail("there is no lock")


def test_a_missing_folder_can_be_removed(tmp_path):
    files.remove_folder(tmp_path / "never")

    assert not (tmp_path / "never").exists()


def test_a_run_waits_for_the_lock_of_another_one(tmp_path):
    lock, steps = tmp_path / ".lock", []

    def wait_for_lock():
        with files.hold_lock(lock, steps.append):
            steps.append("second")

    with files.hold_lock(lock):
        waiter = threading.Thread(target=wait_for_lock)
        waiter.start()
        while not steps:
            time.sleep(0.001)
        steps.append("first")
    waiter.join()

    assert steps == [f"waiting until another run has finished (process {os.getpid()})", "first", "second"]


@pytest.mark.parametrize(
    "target", ["/dev/zero", "/etc/hosts", "../outside", "pipe", "folder", "none", "self"]
)
def test_only_a_plain_file_of_the_folder_is_read(target, tmp_path):
    (tmp_path / "root/folder").mkdir(parents=True)
    (tmp_path / "outside").write_text("secret")
    os.mkfifo(tmp_path / "root/pipe")
    path = tmp_path / "root/self"
    path.symlink_to(target)

    with pytest.raises(StoreError, match="cannot read "):
        files.read_file_within(path, tmp_path / "root", 9)


def test_a_large_file_is_read_up_to_the_limit(tmp_path):
    (tmp_path / "large").write_bytes(b"x" * 100)
    (tmp_path / "link").symlink_to("large")

    assert files.read_file_within(tmp_path / "link", tmp_path, 9) == b"x" * 9
