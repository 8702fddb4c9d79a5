"""Tasks run by several processes, with the outcome of one.

This process forks others, and all of them take the next task until none is left. What a child's tasks
return or raise comes back pickled. Where a system had better not fork (macOS, by Python's own advice:
https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods) or cannot (Windows),
everything is done here.
"""

import gc
import multiprocessing
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any, TypeVar

from generator.errors import StoreError
from generator.tasks import in_turn

_T = TypeVar("_T")
_Task = Callable[[], Any]


def available() -> int:
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
            return in_turn(tasks)
        taken = multiprocessing.get_context("fork").Value("q", 0)
        with _forked(others, tasks, taken) as children:
            found = dict(_take(tasks, taken))
            for child, answer in children:
                found |= _received(child, answer)
        return [found[number] for number in range(len(tasks))]


def _take(tasks: Sequence[_Task], taken: "Synchronized[int]", parent: int = 0) -> Iterator[tuple[int, Any]]:
    """Run the tasks that nobody else takes, as long as the parent lives: number and result."""
    while not parent or os.getppid() == parent:
        with taken.get_lock():
            number = taken.value
            taken.value += 1
        if number >= len(tasks):
            return
        yield number, tasks[number]()


@contextmanager
def _forked(
    count: int, tasks: Sequence[_Task], taken: "Synchronized[int]"
) -> Iterator[list[tuple[ForkProcess, "Connection[Any, Any]"]]]:
    """Children that take tasks, with the pipes that they answer by; afterwards they are gone."""
    context = multiprocessing.get_context("fork")
    children: list[tuple[ForkProcess, Connection[Any, Any]]] = []
    gc.freeze()  # or else the collector would touch, and so copy, all that is shared
    try:
        for _ in range(count):
            answer, its_end = context.Pipe(duplex=False)
            child = context.Process(target=_work, args=(tasks, taken, its_end, os.getpid()), daemon=True)
            with warnings.catch_warnings():
                # Of threads, of which NumPy's are the only ones; they do nothing but linear algebra.
                warnings.simplefilter("ignore", DeprecationWarning)
                child.start()
            its_end.close()
            children.append((child, answer))
        yield children
    finally:
        gc.unfreeze()
        for child, answer in children:
            child.terminate()
            child.join()
            answer.close()


def _work(
    tasks: Sequence[_Task], taken: "Synchronized[int]", answer: "Connection[Any, Any]", parent: int
) -> None:
    """What a child does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends us
    with suppress(BrokenPipeError):  # nobody listens any more
        try:
            answer.send((dict(_take(tasks, taken, parent)), None))
        except Exception as error:  # noqa: BLE001 - it is raised by the parent
            taken.value = len(tasks)
            error.add_note(f"in a process of its own:\n{traceback.format_exc()}")
            answer.send(({}, error))


def _received(child: ForkProcess, answer: "Connection[Any, Any]") -> dict[int, Any]:
    """What a child's tasks returned, by number."""
    try:
        found, error = answer.recv()
    except EOFError as closed:
        child.join()
        raise StoreError(
            f"a process that shared the work ended with {child.exitcode}; free some memory, or use --jobs 1"
        ) from closed
    if error is not None:
        raise error
    return found  # type: ignore[no-any-return]  # as `_work` sent it
