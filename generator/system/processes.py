"""Tasks run by several processes, with the outcome of one.

This process forks others, and all of them take the next task until none is left. What a child's tasks
return or raise comes back pickled. Where a system had better not fork (macOS, by Python's own advice:
https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods) or cannot (Windows),
everything is done here.
"""

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
_WIDTH = 8  # bytes of a task's number


def count_processors() -> int:
    """How many processes can work at a time, each on a processor of its own."""
    return len(os.sched_getaffinity(0)) if sys.platform.startswith("linux") else 1


@dataclass(frozen=True, slots=True)
class Processes:
    """Runs tasks in so many processes, this one included."""

    count: int

    def __call__(self, tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
        """What the tasks return, in their order; they begin in their order, too.

        Raises:
            StoreError: A process was killed, most often because memory ran out.
            Exception: What a task raised; then no other begins, and all processes are ended.
        """
        others = min(self.count, len(tasks)) - 1
        if others < 1 or not sys.platform.startswith("linux"):
            return run_serially(tasks)
        with _numbers(len(tasks)) as numbers, _forked(others, tasks, numbers) as children:
            found = dict(_take(tasks, numbers))
            for child, answer in children:
                found |= _received(child, answer)
        return [found[number] for number in range(len(tasks))]


@contextmanager
def _numbers(count: int) -> Iterator[int]:
    """A file in memory with the numbers of all tasks: who reads one, takes it.

    Processes share the place where they read, which the kernel moves on, so that there is no lock that a
    process could hold when it is killed.
    """
    numbers = os.memfd_create("tasks")
    try:
        with open(numbers, "wb", closefd=False) as file:
            file.write(b"".join(number.to_bytes(_WIDTH) for number in range(count)))
        os.lseek(numbers, 0, os.SEEK_SET)
        yield numbers
    finally:
        os.close(numbers)


def _take(tasks: Sequence[_Task], numbers: int, parent: int = 0) -> Iterator[tuple[int, Any]]:
    """Run the tasks that nobody else takes, as long as the parent lives: number and result."""
    while (not parent or os.getppid() == parent) and (taken := os.read(numbers, _WIDTH)):
        number = int.from_bytes(taken)
        yield number, tasks[number]()


@contextmanager
def _forked(
    count: int, tasks: Sequence[_Task], numbers: int
) -> Iterator[list[tuple[ForkProcess, "Connection[Any, Any]"]]]:
    """Children that take tasks, with the pipes that they answer by; afterwards they are gone."""
    context = multiprocessing.get_context("fork")
    children: list[tuple[ForkProcess, Connection[Any, Any]]] = []
    gc.freeze()  # or else the collector would touch, and so copy, all that is shared
    try:
        for _ in range(count):
            ends = context.Pipe(duplex=False)
            child = context.Process(target=_work, args=(tasks, numbers, *ends, os.getpid()), daemon=True)
            with warnings.catch_warnings():
                # Of threads, of which NumPy's are the only ones; they do nothing but linear algebra.
                warnings.simplefilter("ignore", DeprecationWarning)
                child.start()
            ends[1].close()
            children.append((child, ends[0]))
        yield children
    finally:
        gc.unfreeze()
        for child, answer in children:
            child.terminate()
            child.join()
            answer.close()


def _work(
    tasks: Sequence[_Task],
    numbers: int,
    our_end: "Connection[Any, Any]",
    answer: "Connection[Any, Any]",
    parent: int,
) -> None:
    """What a child does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends us
    our_end.close()  # or else we would wait for ourselves to listen, when the parent is gone
    with suppress(BrokenPipeError):  # nobody listens any more
        try:
            answer.send((dict(_take(tasks, numbers, parent)), None))
        except Exception as error:  # noqa: BLE001 - it is raised by the parent
            os.ftruncate(numbers, 0)
            answer.send(({}, _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error, or one that says as much where pickle does not bring it back as it was."""
    try:
        arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        is_same = (type(arrived), str(arrived)) == (type(error), str(error))
    except Exception:  # noqa: BLE001 - constructors that take other arguments raise anything
        is_same = False
    portable = error if is_same else RuntimeError(f"{type(error).__name__}: {error}")
    portable.add_note(f"in a process of its own:\n{''.join(traceback.format_exception(error))}")
    return portable


def _received(child: ForkProcess, answer: "Connection[Any, Any]") -> dict[int, Any]:
    """What a child's tasks returned, by number."""
    try:
        found, error = answer.recv()
    except (EOFError, OSError) as closed:  # before it answered, or while it did
        child.join()
        raise StoreError(
            f"a process that shared the work ended with {child.exitcode}; free some memory, or use --jobs 1"
        ) from closed
    if error is not None:
        raise error
    return found  # type: ignore[no-any-return]  # as `_work` sent it
