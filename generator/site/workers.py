"""Work that processes share: copies of this one, which hand back what they found."""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import TypeVar

from generator.errors import BuildError

_AT_A_TIME = 16

Result = TypeVar("Result")


def available() -> int:
    """How many processes can work at a time; one where processes cannot be copied, or not safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Progress:
    """Numbers from 0 on, of which each goes to one of the processes that ask for them, a few at a time."""

    def __init__(self, end: int) -> None:
        self._end = end
        self._next = multiprocessing.Value("i", 0)

    def __iter__(self) -> Iterator[int]:
        while True:
            with self._next.get_lock():
                first = self._next.value
                self._next.value = first + _AT_A_TIME
            if first >= self._end:
                return
            yield from range(first, min(first + _AT_A_TIME, self._end))


def share(work: Callable[[int], Result], count: int) -> list[Result]:
    """What work gives for each number below a count, each in a process of its own, the first in this one.

    Raises:
        BuildError: One of the processes was ended from outside.
    """
    helpers = []
    was_collecting = gc.isenabled()
    gc.disable()  # looking for garbage in what is shared would copy it into each process
    try:
        for number in range(1, count):
            context = multiprocessing.get_context("fork")
            ours, theirs = context.Pipe(duplex=False)
            helper = context.Process(target=_hand_back, args=(work, number, theirs), daemon=True)
            helper.start()
            theirs.close()
            helpers.append((helper, ours))
        return [work(0), *(ours.recv() for _, ours in helpers)]
    except EOFError as error:
        raise BuildError("a process that built pages was ended; run again, with more memory free") from error
    finally:
        for helper, ours in helpers:
            ours.close()
            helper.terminate()
            helper.join()
        if was_collecting:
            gc.enable()


def _hand_back(work: Callable[[int], Result], number: int, way: "Connection[Result, Result]") -> None:
    way.send(work(number))
    way.close()
