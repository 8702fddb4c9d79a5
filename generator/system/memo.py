"""Results of a pure function by its arguments, so that the next run need not compute them again."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import msgspec

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
        key = blake2b(_encode(arguments), digest_size=_DIGEST_SIZE).digest()
        if key not in self.results:
            self.results[key] = self.previous[key] if key in self.previous else compute()
        return self.results[key]


# Provides the results of a previous run, given a name, the type of a result, and what all results depend on.
ResultKeeper = Callable[..., AbstractContextManager[Memo[Any]]]


def keep_nothing(_name: str, _result_type: Any, *_rules: object) -> AbstractContextManager[Memo[Any]]:  # noqa: ANN401 - any type
    """Provide no results of a previous run, and keep none."""
    return nullcontext(Memo())
