"""Several processes give the results and errors of one, and none of them outlives the run."""

import gc
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from generator.model.errors import (
    DataError,
    FeedError,
    FetchError,
    Problem,
    StoreError,
)
from generator.pipeline.make_pages import make_pages
from generator.pipeline.read_catalogue import read_catalogue
from generator.system.processes import Processes, count_processors, pause_garbage_collection
from tests.builders import relate_papers
from tests.catalogues import copy_data, read_tree
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_results_are_in_the_order_of_the_tasks(count):
    assert Processes(count)([partial(pow, 2, number) for number in range(20)]) == [2**n for n in range(20)]


def test_without_tasks_there_are_no_results():
    assert Processes(2)([]) == []


def test_no_task_runs_twice(tmp_path):
    path = tmp_path / "runs"

    def note(number):
        with path.open("ab", buffering=0) as file:
            file.write(number.to_bytes(4))

    for _ in range(3):
        path.write_bytes(b"")
        Processes(3)([partial(note, number) for number in range(5000)])
        assert path.stat().st_size == 4 * 5000


def test_every_process_runs_tasks():
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    here, there = sorted(
        Processes(2)([partial(_wait, barrier)] * 2), key=lambda process: process != os.getpid()
    )

    assert here == os.getpid() != there


def test_an_error_of_a_child_is_raised_here_and_ends_the_others():
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)
    tasks = [partial(_fail_in_child, barrier, os.getpid())] * 2

    with pytest.raises(StoreError, match="no room") as caught:
        Processes(2)(tasks)
    assert "in another process" in caught.value.__notes__[0]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    "error",
    [
        DataError([Problem("b.yml", 2, 1, "wrong", "right"), Problem("a.yml", 0, 0, "gone")]),
        FeedError("feed.xml", "no feed", "ask again", 3),
        FetchError("https://e.example/", "no answer", "wait", b"busy"),
        StoreError("no room"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_a_child_keeps_its_message_and_attributes(error):
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(type(error)) as caught:
        Processes(2)([partial(_raise_in_child, barrier, os.getpid(), error)] * 2)
    assert (str(caught.value), caught.value.args) == (str(error), error.args)
    assert vars(caught.value).items() >= vars(error).items()


class _OddError(Exception):
    def __init__(self, first, second):
        super().__init__(f"{first} and {second}")


class _UnpicklableError(Exception):
    def __init__(self):
        super().__init__("no way")
        self.callback = lambda: None


@pytest.mark.parametrize(
    ("error", "message"),
    [(_OddError(1, 2), "_OddError: 1 and 2"), (_UnpicklableError(), "_UnpicklableError: no way")],
)
def test_an_error_that_cannot_be_pickled_keeps_its_message(error, message):
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(RuntimeError, match=f"^{message}") as caught:
        Processes(2)([partial(_raise_in_child, barrier, os.getpid(), error)] * 2)
    assert "_raise_in_child" in caught.value.__notes__[0]


def test_an_error_in_this_process_ends_the_others():
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(KeyboardInterrupt):
        Processes(2)([partial(_interrupt_parent, barrier, os.getpid())] * 2)
    assert multiprocessing.active_children() == []


def test_a_killed_process_is_reported():
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(StoreError, match="ended with exit code -9; free some memory, or use --jobs 1"):
        Processes(2)([partial(_be_killed_in_child, barrier, os.getpid())] * 2)


def test_a_process_killed_while_it_claims_a_task_is_reported(monkeypatch):
    here = os.getpid()
    monkeypatch.setattr(os, "read", partial(_read_and_be_killed_in_child, os.read, here))

    with pytest.raises(StoreError, match="ended with exit code -9"):
        Processes(2)([partial(_check_process, here)] * 1000)


def test_a_process_killed_while_it_sends_results_is_reported(monkeypatch):
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)
    monkeypatch.setattr(Connection, "_send_bytes", _send_half_and_be_killed)

    with pytest.raises(StoreError, match="ended with exit code -9"):
        Processes(2)([partial(_wait, barrier)] * 2)


def test_a_process_ends_when_its_parent_was_killed(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal\n"
        "from generator.system.processes import Processes\n"
        "parent = os.getpid()\n"
        "def task():\n"
        "    if os.getpid() != parent:\n"
        "        os.kill(parent, signal.SIGKILL)\n"
        "        return bytes(1 << 20)\n"
        "    signal.pause()\n"
        "Processes(2)([task, task])\n"
    )
    # The child keeps standard output open, so that this returns when it ends.
    result = subprocess.run(
        [sys.executable, script], env=os.environ | {"PYTHONPATH": str(REPOSITORY)}, capture_output=True,
        timeout=60, check=False,
    )  # fmt: skip

    assert result.returncode == -signal.SIGKILL


def test_a_result_that_cannot_be_pickled_is_an_error():
    barrier = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(Exception, match=r"pickle|local object"):
        Processes(2)([partial(_return_lambda, barrier)] * 2)


def test_tasks_run_in_this_process_where_forking_is_unsafe(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert count_processors() == 1
    assert Processes(2)([os.getpid] * 4) == [os.getpid()] * 4


def test_two_processes_write_the_pages_of_one(toys, tmp_path):
    other = shutil.copytree(toys, tmp_path / "other")

    one, two = make_pages(toys, processes=1), make_pages(other, processes=2)

    assert (two, read_tree(other / "docs")) == (one, read_tree(toys / "docs"))


def test_two_processes_write_the_pages_of_one_for_the_shipped_catalogue(tmp_path):
    roots = [tmp_path / "one", tmp_path / "two"]
    for count, root in enumerate(roots, start=1):
        copy_data(root)
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        make_pages(root, processes=count)

    assert read_tree(roots[0] / "docs") == read_tree(roots[1] / "docs")


def test_a_second_run_with_two_processes_writes_nothing_and_removes_stray_pages(toys):
    make_pages(toys, processes=1)
    times = {path: path.stat().st_mtime_ns for path in (toys / "docs").rglob("*") if path.is_file()}
    (toys / "docs/papers/gone.md").write_text("old")

    written = make_pages(toys, processes=2)

    assert (written.added, written.changed, written.removed) == ((), (), ("papers/gone.md",))
    assert times == {path: path.stat().st_mtime_ns for path in (toys / "docs").rglob("*") if path.is_file()}


def test_two_processes_find_the_related_papers_of_one(shipped_data):
    catalogue = read_catalogue(shipped_data.parent)
    shared = relate_papers(catalogue.papers, catalogue.assignments, catalogue.people, Processes(2))

    assert shared
    assert shared == catalogue.relations


def test_two_processes_report_a_disk_error_as_one_does(toys):
    (toys / "docs/papers").mkdir(parents=True)
    for path in ("index.md", "feed.xml"):  # in two batches
        (toys / f"docs/papers/../{path}").mkdir()
        (toys / f"docs/{path}/keep").write_text("no page can take this place")
    results = []
    for jobs in ("1", "2"):
        command = [sys.executable, "-m", "generator", "pages", "--root", str(toys), "--jobs", jobs]
        process = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        results.append((process.returncode, process.stderr))

    assert results[0] == results[1]
    assert results[0][0] == 3
    assert "cannot write pages" in results[0][1]


def test_ctrl_c_ends_both_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import os, time\n"
        "from generator.system.processes import Processes\n"
        "def task():\n"
        "    os.write(1, b'%d\\n' % os.getpid())\n"
        "    time.sleep(600)\n"
        "Processes(2)([task, task])\n"
    )
    process = subprocess.Popen(
        [sys.executable, script],
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    process_ids = [int(process.stdout.readline()) for _ in range(2)]
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)

    assert error.count("Traceback") == 1
    assert "KeyboardInterrupt" in error
    assert [number for number in process_ids if Path(f"/proc/{number}").exists()] == []


def _wait(barrier):
    barrier.wait()
    return os.getpid()


def _fail_in_child(barrier, here):
    if _wait(barrier) != here:
        raise StoreError("no room")


def _raise_in_child(barrier, here, error):
    if _wait(barrier) != here:
        raise error


def _read_and_be_killed_in_child(read, here, file, size):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(file, size)


def _check_process(here):
    assert os.getpid() == here


def _send_half_and_be_killed(connection, data):
    os.write(connection.fileno(), len(data).to_bytes(4) + bytes(data[:1]))
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupt_parent(barrier, here):
    if _wait(barrier) == here:
        raise KeyboardInterrupt
    time.sleep(600)


def _be_killed_in_child(barrier, here):
    if _wait(barrier) != here:
        os.kill(os.getpid(), signal.SIGKILL)


def _return_lambda(barrier):
    barrier.wait()
    return lambda: None


def test_the_garbage_collector_pauses_and_goes_on():
    with pause_garbage_collection():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_the_garbage_collector_goes_on_after_an_error():
    with pytest.raises(ValueError, match="broken"), pause_garbage_collection():
        raise ValueError("broken")

    assert gc.isenabled()
