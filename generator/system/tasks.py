"""Run independent tasks, one after the other, side by side, or as the caller chooses."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Protocol, TypeVar

MAX_THREADS = 16
_BLOCK = 128  # items of a task; comparing as many papers with 20,000 takes 30 MB

_T = TypeVar("_T")
_S = TypeVar("_S")


class TaskRunner(Protocol):
    """Runs tasks and returns their results, in the order of the tasks."""

    def __call__(self, tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
        """Return the results; raise the error of a task."""


def run_serially(tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
    """Run tasks in this process, one after the other."""
    return [task() for task in tasks]


def run_in_blocks(
    compute: Callable[[Sequence[_S]], list[_T]], items: Sequence[_S], run: TaskRunner
) -> Iterator[_T]:
    """Return the results of a function for items, in their order; each task is for a block of them."""
    blocks = [items[start : start + _BLOCK] for start in range(0, len(items), _BLOCK)]
    return chain.from_iterable(run([partial(compute, block) for block in blocks]))


def run_in_threads(tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
    """Run tasks that wait for the network in up to `MAX_THREADS` threads; a single task in this thread.

    The first error of a task is raised after all tasks. An interrupt of the caller is raised at once: the
    threads end with the process, which would wait for those of a `ThreadPoolExecutor`.
    """
    if len(tasks) <= 1:
        return run_serially(tasks)
    futures: list[Future[_T]] = [Future() for _ in tasks]
    pairs = list(zip(futures, tasks, strict=True))
    waiting: queue.SimpleQueue[tuple[Future[_T], Callable[[], _T]]] = queue.SimpleQueue()
    for pair in pairs[MAX_THREADS:]:
        waiting.put(pair)
    for pair in pairs[:MAX_THREADS]:
        threading.Thread(target=_run_waiting, args=(*pair, waiting), daemon=True).start()
    wait(futures)
    return [future.result() for future in futures]


def _run_waiting(
    future: Future[_T],
    task: Callable[[], _T],
    waiting: "queue.SimpleQueue[tuple[Future[_T], Callable[[], _T]]]",
) -> None:
    """Run a task, and then others until none waits."""
    with suppress(queue.Empty):
        while True:
            try:
                future.set_result(task())
            except BaseException as error:  # noqa: BLE001 - raised in the thread of the caller
                future.set_exception(error)
            future, task = waiting.get_nowait()
