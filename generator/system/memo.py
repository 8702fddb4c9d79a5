"""Results of a pure function by its arguments, so that the next run need not compute them again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import msgspec

from generator.system.tasks import TaskRunner, run_in_blocks

_DIGEST_SIZE = 20  # bytes

T = TypeVar("T")

_encode = msgspec.msgpack.Encoder().encode


class Memo(Generic[T]):
    """Results of one function, by a digest of its arguments.

    Attributes:
        previous: The results of the previous run, made by the same rules and the same program.
        results: Those that this run asked for; others are forgotten.
    """

    def __init__(self, previous: Mapping[bytes, T] | None = None) -> None:
        """Start with the results of a previous run."""
        self.previous = previous or {}
        self.results: dict[bytes, T] = {}

    @property
    def is_changed(self) -> bool:
        """Whether the results differ from those of the previous run."""
        return self.results != self.previous

    def recall(self, arguments: object, compute: Callable[[], T]) -> T:
        """Return the result for these arguments; compute it if there is none.

        Args:
            arguments: Everything that the result depends on, apart from rules and program: strings, numbers,
                None, and tuples and dataclasses of these.
            compute: Computes the result.
        """
        return self._recall(_digest(arguments), compute)

    def recall_all(self, calls: Iterable[tuple[object, Callable[[], T]]], run: TaskRunner) -> list[T]:
        """Return the results of many calls in their order, as `recall` does.

        Args:
            calls: The arguments and the function of each.
            run: Runs the tasks that compute missing results, each for a block of them.
        """
        functions = [(_digest(arguments), compute) for arguments, compute in calls]
        missing = {
            key: compute for key, compute in functions if key not in self.results and key not in self.previous
        }
        self.results |= zip(missing, run_in_blocks(_call_all, [*missing.values()], run), strict=True)
        return [self._recall(key, compute) for key, compute in functions]

    def _recall(self, key: bytes, compute: Callable[[], T]) -> T:
        if key not in self.results:
            self.results[key] = self.previous[key] if key in self.previous else compute()
        return self.results[key]


def _call_all(functions: Sequence[Callable[[], T]]) -> list[T]:
    return [compute() for compute in functions]


def _digest(arguments: object) -> bytes:
    return blake2b(_encode(arguments), digest_size=_DIGEST_SIZE).digest()


# Provides the results of a previous run, given a name, the type of a result, and what all results depend on.
ResultKeeper = Callable[..., AbstractContextManager[Memo[Any]]]


def keep_nothing(_name: str, _result_type: Any, *_rules: object) -> AbstractContextManager[Memo[Any]]:  # noqa: ANN401 - any type
    """Provide no results of a previous run, and keep none."""
    return nullcontext(Memo())
