"""Run tasks in several processes, with the same results and errors as in one.

This process forks the others. Each process takes the next task until none is left; results and errors of
the other processes are pickled. Everything runs in this process on systems where forking is unsafe (macOS,
see https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods) or missing (Windows).
"""

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

from generator.model.errors import StoreError
from generator.system.tasks import run_serially

_T = TypeVar("_T")
_Task = Callable[[], Any]
_WIDTH = 8  # bytes of a task's number in the work queue


def count_processors() -> int:
    """Return how many processes can run at the same time, each on its own processor."""
    return len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else 1


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """Keep the garbage collector from running until the end of the block.

    Reference counting frees nearly everything that a build leaves behind. The collector would only look again
    and again at the papers, which takes 9 % of the time of 7,500 papers and frees 10 MB.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def return_free_memory() -> None:
    """Return memory that is free to the system, which glibc keeps if it lies between parts that are used.

    Without this, 20,000 papers need a sixth more memory. It takes a millisecond or two (``malloc_trim(3)``).
    """
    with suppress(OSError, AttributeError, TypeError):  # another library or system
        ctypes.CDLL(None).malloc_trim(0)


@dataclass(frozen=True, slots=True)
class Processes:
    """Runs tasks in a number of processes, including this one."""

    count: int

    def __call__(self, tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
        """Return the results in the order of the tasks. Tasks also start in that order.

        Raises:
            StoreError: A process was killed, most often because memory ran out.
            Exception: The error of a task. Then no other task starts, and all processes are ended.
        """
        return_free_memory()  # children would share it
        children_count = min(self.count, len(tasks)) - 1
        if children_count < 1 or not sys.platform.startswith("linux"):
            return run_serially(tasks)
        with (
            _create_queue(len(tasks)) as queue,
            _fork_children(children_count, tasks, queue) as children,
        ):
            results = dict(_run_next_tasks(tasks, queue))
            for child, connection in children:
                results |= _receive_results(child, connection)
        return [results[number] for number in range(len(tasks))]


@contextmanager
def _create_queue(count: int) -> Iterator[int]:
    """Provide a memfd used as a work queue: it has the numbers of the tasks, and reading one claims its task.

    All processes share the position in the file, which the kernel moves. So there is no lock that a process
    could hold when it is killed. Two reads of a memfd can return the same bytes, because it is opened without
    FMODE_ATOMIC_POS (`fdget_pos` in Linux' ``fs/file.c``); opening it by its path sets that.
    """
    memory = os.memfd_create("tasks")
    try:
        with open(memory, "wb", closefd=False) as file:
            file.write(b"".join(number.to_bytes(_WIDTH) for number in range(count)))
        queue = os.open(f"/proc/self/fd/{memory}", os.O_RDWR)
    finally:
        os.close(memory)
    try:
        yield queue
    finally:
        os.close(queue)


def _run_next_tasks(tasks: Sequence[_Task], queue: int, parent: int = 0) -> Iterator[tuple[int, Any]]:
    """Claim and run tasks until none is left, or until the parent has died: number and result of each."""
    while (not parent or os.getppid() == parent) and (entry := os.read(queue, _WIDTH)):
        number = int.from_bytes(entry)
        yield number, tasks[number]()
        return_free_memory()


@contextmanager
def _fork_children(
    count: int, tasks: Sequence[_Task], queue: int
) -> Iterator[list[tuple[ForkProcess, "Connection[Any, Any]"]]]:
    """Provide children that run tasks, each with the connection for its results; end them afterwards."""
    context = multiprocessing.get_context("fork")
    children: list[tuple[ForkProcess, Connection[Any, Any]]] = []
    gc.freeze()  # otherwise the garbage collector would write to shared memory, and so copy it
    try:
        for _ in range(count):
            ends = context.Pipe(duplex=False)
            child = context.Process(target=_run_child, args=(tasks, queue, *ends, os.getpid()), daemon=True)
            with warnings.catch_warnings():
                # Python warns of threads. Only NumPy has some, and they only do linear algebra.
                warnings.simplefilter("ignore", DeprecationWarning)
                child.start()
            ends[1].close()
            children.append((child, ends[0]))
        yield children
    finally:
        gc.unfreeze()
        for child, connection in children:
            child.terminate()
            child.join()
            connection.close()


def _run_child(
    tasks: Sequence[_Task],
    queue: int,
    parents_end: "Connection[Any, Any]",
    connection: "Connection[Any, Any]",
    parent: int,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C also interrupts the parent, which ends the children
    parents_end.close()  # otherwise sending would block instead of failing when the parent has died
    with suppress(BrokenPipeError):  # the parent has died
        try:
            connection.send((dict(_run_next_tasks(tasks, queue, parent)), None))
        except Exception as error:  # noqa: BLE001 - the parent raises it
            os.ftruncate(queue, 0)
            connection.send(({}, _make_picklable(error)))


def _make_picklable(error: Exception) -> Exception:
    """Return the error, or a RuntimeError with the same message if pickling would change the error."""
    try:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        is_same = (type(copy), str(copy)) == (type(error), str(error))
    except Exception:  # noqa: BLE001 - a constructor with other arguments can raise anything
        is_same = False
    picklable = error if is_same else RuntimeError(f"{type(error).__name__}: {error}")
    picklable.add_note(f"in another process:\n{''.join(traceback.format_exception(error))}")
    return picklable


def _receive_results(child: ForkProcess, connection: "Connection[Any, Any]") -> dict[int, Any]:
    """Return the results of a child's tasks by their numbers, or raise its error."""
    try:
        results, error = connection.recv()
    except (EOFError, OSError) as closed:  # it ended before it sent its results, or while it did
        child.join()
        message = f"a process ended with exit code {child.exitcode}; free some memory, or use --jobs 1"
        raise StoreError(message) from closed
    if error is not None:
        raise error
    return results  # type: ignore[no-any-return]  # as `_run_child` sent it
