"""What happened to papers between two stores."""

from dataclasses import replace
from datetime import date

import pytest

from generator.ingest import observations
from generator.ingest.paper_changes import PaperChanges, compare_papers, compare_stores
from generator.model.entries import Entry

DAY = date(2026, 3, 24)
PAGE, PART = "url:https://toys.example/issue", "url:https://toys.example/issue#caches"


def make_stored_paper(paper_id="2602.00001", version=1, former_ids=(), **fields):
    paper = observations.from_entry(Entry(paper_id, version, "A title", **fields), DAY)
    return replace(paper, former_ids=former_ids)


def make_feed(*papers):
    return {paper.entry.id: paper for paper in papers}


STORED = make_stored_paper()
WITHDRAWN = "This paper has been withdrawn by the authors"
CASES = {
    "new": ([], [STORED], {"new"}),
    "the same": ([STORED], [STORED], {"unchanged"}),
    "a newer version": ([STORED], [make_stored_paper(version=2)], {"revised"}),
    "the first known version": ([make_stored_paper(version=None)], [STORED], {"revised"}),
    "another fact": ([STORED], [make_stored_paper(dois=("10.5555/1",))], {"changed"}),
    "an older version": ([make_stored_paper(version=2)], [STORED], {"changed"}),
    "a withdrawal": ([STORED], [make_stored_paper(version=2, comment=WITHDRAWN)], {"revised", "withdrawn"}),
    "a withdrawal of the same version": (
        [STORED],
        [make_stored_paper(comment=WITHDRAWN)],
        {"changed", "withdrawn"},
    ),
    "withdrawn before": (
        [make_stored_paper(comment=WITHDRAWN)],
        [make_stored_paper(version=2, comment=WITHDRAWN)],
        {"revised"},
    ),
}


def list_kinds(changes):
    return {kind for kind in PaperChanges.__slots__ if getattr(changes, kind)}


@pytest.mark.parametrize(("before", "after", "kinds"), CASES.values(), ids=CASES)
def test_each_kind_of_change_is_the_same_for_a_feed_and_a_store(before, after, kinds):
    before, after = make_feed(*before), make_feed(*after)

    assert list_kinds(compare_papers(before, after, after)) == kinds
    assert list_kinds(compare_stores({"cs-pf": before}, {"cs-pf": after})) == kinds


def test_papers_keep_their_order_and_others_are_left_out():
    after = make_feed(
        make_stored_paper("2602.00001"), make_stored_paper("2602.00002"), make_stored_paper("2602.00003")
    )

    assert compare_papers({}, after, ["2602.00003", "2602.00001"]).new == ("2602.00003", "2602.00001")


def test_a_paper_that_is_not_stored_any_more_is_removed():
    assert compare_stores({"cs-pf": make_feed(STORED)}, {}) == PaperChanges(removed=("2602.00001",))


def test_a_paper_of_two_feeds_is_new_once_and_changed_once():
    one, other = make_feed(STORED), make_feed(make_stored_paper(version=2))

    assert compare_stores({}, {"a": one, "b": other}).new == ("2602.00001",)
    assert compare_stores({"a": one}, {"a": one, "b": one}).changed == ("2602.00001",)
    assert compare_stores({"a": one}, {"a": one, "b": other}).revised == ("2602.00001",)


PAGE_PAPER, PART_PAPER = make_stored_paper(PAGE), make_stored_paper(PART, former_ids=(PAGE,))
RENAMES = {
    "renamed": ([PAGE_PAPER], [PART_PAPER], {"changed": (PART,)}),
    "renamed, and another under the old id": (
        [PAGE_PAPER],
        [PART_PAPER, PAGE_PAPER],
        {"new": (PAGE,), "changed": (PART,)},
    ),
    "both stored": ([PAGE_PAPER, PART_PAPER], [PAGE_PAPER, PART_PAPER], {"unchanged": (PAGE, PART)}),
    "united": ([PAGE_PAPER, PART_PAPER], [PART_PAPER], {"changed": (PART,)}),
}


@pytest.mark.parametrize(("before", "after", "expected"), RENAMES.values(), ids=RENAMES)
def test_a_paper_with_another_id_is_the_same_paper(before, after, expected):
    before, after = make_feed(*before), make_feed(*after)
    changes = compare_papers(before, after, [PAGE, PART])

    assert {kind: set(getattr(changes, kind)) for kind in list_kinds(changes)} == {
        kind: set(paper_ids) for kind, paper_ids in expected.items()
    }
    assert changes == compare_stores({"toys": before}, {"toys": after})


def test_another_feed_may_keep_the_former_id():
    before = {"a": make_feed(PAGE_PAPER), "b": make_feed(PAGE_PAPER)}
    after = {"a": make_feed(PART_PAPER), "b": make_feed(PAGE_PAPER)}

    changes = compare_stores(before, after)

    assert (changes.new, changes.changed, changes.unchanged) == ((), (PART,), (PAGE,))


def test_an_id_that_a_document_gave_up_again_is_left_out():
    """A document can name a paper by its page first and by its part later."""
    entries = [Entry(PAGE, None, "On caches"), Entry(PART, None, "On caches")]
    before = observations.add_entries({}, entries[:1], DAY)
    after = observations.add_entries(before, entries, DAY)

    assert compare_papers(before, after, [PAGE, PART]) == PaperChanges(changed=(PART,))
