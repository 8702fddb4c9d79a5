"""Group values by a key, or keep the first value of each key."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def group_pairs(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    """Collect the values of each key; keys and values stay in their order.

    >>> group_pairs([("b", 1), ("a", 2), ("b", 3)])
    {'b': (1, 3), 'a': (2,)}
    """
    groups: dict[_Key, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def keep_first(values: Iterable[_Value], key: Callable[[_Value], Hashable]) -> tuple[_Value, ...]:
    """Keep the first of several values that have the same key.

    >>> keep_first(["a", "B", "b", "A"], str.lower)
    ('a', 'B')
    """
    values_by_key: dict[Hashable, _Value] = {}
    for value in values:
        values_by_key.setdefault(key(value), value)
    return tuple(values_by_key.values())
