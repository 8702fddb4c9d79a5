"""Several processes do what one does: the same pages, the same errors, and nothing left behind."""

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

from generator import pipeline
from generator.derive.relate import relate_papers
from generator.model.errors import (
    DataError,
    FeedError,
    FetchError,
    Problem,
    StoreError,
)
from generator.system.processes import Processes, count_processors
from tests.catalogues import copy_data
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_results_come_in_the_order_of_the_tasks(count):
    assert Processes(count)([partial(pow, 2, number) for number in range(20)]) == [2**n for n in range(20)]


def test_no_task_gives_no_result():
    assert Processes(2)([]) == []


def test_all_processes_take_part():
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    here, there = sorted(Processes(2)([partial(_meet, met)] * 2), key=lambda process: process != os.getpid())

    assert here == os.getpid() != there


def test_what_a_child_raises_is_raised_here_and_ends_the_others():
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)
    tasks = [partial(_fail_elsewhere, met, os.getpid())] * 2

    with pytest.raises(StoreError, match="no room") as caught:
        Processes(2)(tasks)
    assert "in a process of its own" in caught.value.__notes__[0]
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
def test_an_error_of_a_child_says_here_what_it_said_there(error):
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(type(error)) as caught:
        Processes(2)([partial(_raise_elsewhere, met, os.getpid(), error)] * 2)
    assert (str(caught.value), caught.value.args) == (str(error), error.args)
    assert vars(caught.value).items() >= vars(error).items()


class _OddError(Exception):
    def __init__(self, one, other):
        super().__init__(f"{one} and {other}")


class _UnsendableError(Exception):
    def __init__(self):
        super().__init__("no way")
        self.held = lambda: None


@pytest.mark.parametrize(
    ("error", "said"),
    [(_OddError(1, 2), "_OddError: 1 and 2"), (_UnsendableError(), "_UnsendableError: no way")],
)
def test_an_error_that_cannot_be_sent_is_told_in_words(error, said):
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(RuntimeError, match=f"^{said}") as caught:
        Processes(2)([partial(_raise_elsewhere, met, os.getpid(), error)] * 2)
    assert "_raise_elsewhere" in caught.value.__notes__[0]


def test_what_is_raised_here_ends_the_others():
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(KeyboardInterrupt):
        Processes(2)([partial(_interrupt_here, met, os.getpid())] * 2)
    assert multiprocessing.active_children() == []


def test_a_process_that_was_killed_is_told():
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(StoreError, match="ended with -9; free some memory, or use --jobs 1"):
        Processes(2)([partial(_die_elsewhere, met, os.getpid())] * 2)


def test_a_process_that_was_killed_while_it_took_a_task_is_told(monkeypatch):
    here = os.getpid()
    monkeypatch.setattr(os, "read", partial(_read_and_die_elsewhere, os.read, here))

    with pytest.raises(StoreError, match="ended with -9"):
        Processes(2)([partial(_is_here, here)] * 1000)


def test_a_process_whose_answer_breaks_off_is_told(monkeypatch):
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)
    monkeypatch.setattr(Connection, "_send_bytes", _send_half_and_die)

    with pytest.raises(StoreError, match="ended with -9"):
        Processes(2)([partial(_meet, met)] * 2)


def test_a_process_whose_parent_was_killed_ends_though_nobody_takes_its_answer(tmp_path):
    script = tmp_path / "answers.py"
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
    # The child holds standard output until it ends, and so this ends with it.
    ended = subprocess.run(
        [sys.executable, script], env=os.environ | {"PYTHONPATH": str(REPOSITORY)}, capture_output=True,
        timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode == -signal.SIGKILL


def test_a_result_that_cannot_be_sent_is_an_error_and_no_silence():
    met = multiprocessing.get_context("fork").Barrier(2, timeout=60)

    with pytest.raises(Exception, match=r"pickle|local object"):
        Processes(2)([partial(_local, met)] * 2)


def test_where_nothing_forks_everything_is_done_here(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert count_processors() == 1
    assert Processes(2)([os.getpid] * 4) == [os.getpid()] * 4


def test_two_processes_write_the_bytes_of_one(toys, tmp_path):
    other = shutil.copytree(toys, tmp_path / "other")

    one, two = pipeline.make_pages(toys, processes=1), pipeline.make_pages(other, processes=2)

    assert (two, _files(other / "docs")) == (one, _files(toys / "docs"))


def test_two_processes_write_the_bytes_of_one_for_the_shipped_catalogue(tmp_path):
    roots = [tmp_path / "one", tmp_path / "two"]
    for count, root in enumerate(roots, start=1):
        copy_data(root)
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        pipeline.make_pages(root, processes=count)

    assert _files(roots[0] / "docs") == _files(roots[1] / "docs")


def test_a_second_run_of_two_processes_touches_nothing_and_removes_what_is_gone(toys):
    pipeline.make_pages(toys, processes=1)
    times = {path: path.stat().st_mtime_ns for path in (toys / "docs").rglob("*") if path.is_file()}
    (toys / "docs/papers/gone.md").write_text("old")

    written = pipeline.make_pages(toys, processes=2)

    assert (written.added, written.changed, written.removed) == ((), (), ("papers/gone.md",))
    assert times == {path: path.stat().st_mtime_ns for path in (toys / "docs").rglob("*") if path.is_file()}


def test_relations_are_the_same_in_several_processes(shipped_data):
    catalogue = pipeline.read_catalogue(shipped_data.parent)
    shared = relate_papers(catalogue.papers, catalogue.assignments, catalogue.people, Processes(2))

    assert shared
    assert shared == catalogue.relations


def test_a_full_disk_is_said_by_two_processes_as_by_one(toys):
    (toys / "docs/papers").mkdir(parents=True)
    for path in ("index.md", "feed.xml"):  # in two sections
        (toys / f"docs/papers/../{path}").mkdir()
        (toys / f"docs/{path}/keep").write_text("no page can take this place")
    said = []
    for jobs in ("1", "2"):
        command = [sys.executable, "-m", "generator", "pages", "--root", str(toys), "--jobs", jobs]
        process = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        said.append((process.returncode, process.stderr))

    assert said[0] == said[1]
    assert said[0][0] == 3
    assert "cannot write pages" in said[0][1]


def test_ctrl_c_ends_both_processes(tmp_path):
    script = tmp_path / "waits.py"
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
    working = [int(process.stdout.readline()) for _ in range(2)]
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)

    assert error.count("Traceback") == 1
    assert "KeyboardInterrupt" in error
    assert [number for number in working if Path(f"/proc/{number}").exists()] == []


def _meet(met):
    met.wait()
    return os.getpid()


def _fail_elsewhere(met, here):
    if _meet(met) != here:
        raise StoreError("no room")


def _raise_elsewhere(met, here, error):
    if _meet(met) != here:
        raise error


def _read_and_die_elsewhere(read, here, file, size):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(file, size)


def _is_here(here):
    assert os.getpid() == here


def _send_half_and_die(connection, data):
    os.write(connection.fileno(), len(data).to_bytes(4) + bytes(data[:1]))
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupt_here(met, here):
    if _meet(met) == here:
        raise KeyboardInterrupt
    time.sleep(600)


def _die_elsewhere(met, here):
    if _meet(met) != here:
        os.kill(os.getpid(), signal.SIGKILL)


def _local(met):
    met.wait()
    return lambda: None


def _files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
