"""Run independent tasks, one after the other or as the caller chooses."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class TaskRunner(Protocol):
    """Runs tasks and returns their results, in the order of the tasks."""

    def __call__(self, tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
        """Return the results; raise the error of a task."""


def run_serially(tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
    """Run tasks in this process, one after the other."""
    return [task() for task in tasks]
