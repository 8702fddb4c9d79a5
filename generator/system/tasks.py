"""Tasks that do not depend on each other: run one after the other, or as the caller says."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class TaskRunner(Protocol):
    """Runs tasks and gives what they return, in the order of the tasks."""

    def __call__(self, tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
        """What the tasks return; raises what one of them raises."""


def run_serially(tasks: Sequence[Callable[[], _T]], /) -> list[_T]:
    """Run tasks here, one after the other."""
    return [task() for task in tasks]
