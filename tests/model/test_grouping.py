"""Grouping by keys that values share."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from generator.model.grouping import group_by_shared_keys

KEYS = st.frozensets(st.integers(0, 9), max_size=3)


@given(key_sets=st.lists(KEYS, max_size=12))
def test_groups_share_no_key_and_hold_each_value_once_in_order(key_sets):
    values = list(enumerate(key_sets))
    groups = group_by_shared_keys(values, lambda value: value[1])

    assert sorted(value for group in groups for value in group) == values
    assert all(group == sorted(group) for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    keys = [frozenset().union(*(value[1] for value in group)) for group in groups]
    assert all(one.isdisjoint(other) for one, other in combinations(keys, 2))


@given(key_sets=st.lists(KEYS, max_size=12))
def test_a_group_is_connected(key_sets):
    for group in group_by_shared_keys(list(enumerate(key_sets)), lambda value: value[1]):
        reached, waiting = set(group[0][1]), group[1:]
        while connected := [value for value in waiting if not reached.isdisjoint(value[1])]:
            reached.update(*(value[1] for value in connected))
            waiting = [value for value in waiting if value not in connected]
        assert waiting == []
