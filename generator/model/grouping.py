"""Group values by a key, or keep the first value of each key."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
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


def group_by_shared_keys(
    values: Iterable[_Value], find_keys: Callable[[_Value], Collection[Hashable]]
) -> list[list[_Value]]:
    """Group values that have a key in common, directly or by way of others.

    Groups are in the order of their first values, and values in groups stay in their order.

    >>> group_by_shared_keys(["ab", "cd", "ef", "bc"], set)
    [['ab', 'cd', 'bc'], ['ef']]
    """
    groups: list[tuple[set[Hashable], list[tuple[int, _Value]]]] = []
    for position, value in enumerate(values):
        keys, members = set(find_keys(value)), [(position, value)]
        connected = [group for group in groups if not keys.isdisjoint(group[0])]
        groups = [group for group in groups if keys.isdisjoint(group[0])]
        for other_keys, others in connected:
            keys |= other_keys
            members += others
        groups.append((keys, sorted(members, key=lambda member: member[0])))
    ordered = sorted((members for _, members in groups), key=lambda members: members[0][0])
    return [[value for _, value in members] for members in ordered]


def keep_first(values: Iterable[_Value], key: Callable[[_Value], Hashable]) -> tuple[_Value, ...]:
    """Keep the first of several values that have the same key.

    >>> keep_first(["a", "B", "b", "A"], str.lower)
    ('a', 'B')
    """
    values_by_key: dict[Hashable, _Value] = {}
    for value in values:
        values_by_key.setdefault(key(value), value)
    return tuple(values_by_key.values())
