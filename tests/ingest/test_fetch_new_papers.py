"""Fetching what is new from arXiv: nothing is missed, and nothing is requested twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.ingest import arxiv_api as api
from generator.ingest.feed_folder import find_feeds
from generator.model.curation_values import Feed
from tests import server_faults as faults
from tests.ingest.fetch_world import PF, READINGS, UNTIL, change_at, make_records, shuffle_ties
from tests.scripted_arxiv import make_record


def test_a_day_without_new_papers_takes_one_request_and_changes_no_byte(fetched):
    fetched.daily()
    before = fetched.files()

    outcome = fetched.daily()

    assert (outcome.requests, outcome.unchanged, outcome.has_changes, outcome.exit_code) == (1, 20, False, 0)
    assert fetched.files() == before


def test_new_revised_and_withdrawn_papers_are_reported(fetched):
    first, second, *others = fetched.server.records
    comment = "<arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment>"
    revised = first.revise("2026-03-23T10:00:00Z")
    withdrawn = second.revise("2026-03-23T11:00:00Z", comment)
    fetched.server.records = [*others, revised, withdrawn]

    outcome = fetched.daily()

    assert sorted(outcome.new) == [record.id for record in others[-5:]]
    assert sorted(outcome.revised) == [first.id, second.id]
    assert (outcome.withdrawn, outcome.paper_count, outcome.service_total) == ((second.id,), 35, 35)
    assert (fetched.versions()[first.id], fetched.versions()[second.id]) == (2, 2)


def test_the_first_run_fetches_every_paper(world):
    world.server.records = make_records(60, hours=1)

    outcome = world.daily()

    assert (outcome.failure, outcome.paper_count) == ("", 60)
    assert world.server.requested_pages == [(0, 20), (17, 30), (44, 16)]


def test_a_late_paper_within_the_overlap_is_fetched(world):
    world.server.records = make_records(50, begin="2026-03-12T00:30:00", hours=6)
    world.daily()
    late = make_record(
        99, "2026-03-16T00:00:00Z"
    )  # eight days before the last success, beyond the first page
    world.server.records.append(late)

    outcome = world.daily()

    assert (outcome.new, outcome.failure) == ((late.id,), "")
    assert world.server.requested_pages == [(0, 20), (17, 30), (44, 16)]  # and ten days before that one


def test_a_late_paper_moves_the_overlap_further_back(fetched):
    fetched.daily()
    late = [
        make_record(99, "2026-03-15T00:00:00Z"),
        make_record(98, "2026-03-06T00:00:00Z"),
        make_record(97, "2026-02-26T00:00:00Z"),
    ]
    fetched.server.records += late

    outcome = fetched.daily()

    assert set(outcome.new) == {record.id for record in late}
    assert fetched.server.requested_pages == [(0, 20), (17, 30)]


def test_an_older_version_received_later_changes_nothing(fetched):
    paper = fetched.server.records[29]
    others = [record for record in fetched.server.records if record is not paper]
    fetched.server.records = [*others, paper.revise("2026-03-23T10:00:00Z")]
    fetched.daily()
    before = fetched.files()
    fetched.server.records, fetched.server.server_time = [*others, paper], "2026-03-25T12:00:00Z"

    assert fetched.daily().has_changes is False
    assert fetched.files() == before
    assert fetched.versions()[paper.id] == 2


def test_no_paper_is_missed_when_others_arrive_between_pages(new):
    arriving = make_records(5, first=51, begin="2026-03-20T00:00:00")
    new.server.before = change_at(2, lambda server: server.records.extend(arriving))

    outcome = new.daily()

    assert (outcome.failure, len(new.papers()), outcome.unchanged) == ("", 50, 0)
    new.server.before = None
    assert set(new.daily().new) == {record.id for record in arriving}


@pytest.mark.parametrize("vanishing", [1, 2])
def test_no_paper_is_missed_when_another_vanishes_between_pages(vanishing, new):
    gone = new.server.records[-vanishing:]
    expected = {record.id for record in new.server.records}
    new.server.before = change_at(2, lambda server: server.records.__delitem__(slice(-vanishing, None)))

    outcome = new.daily()

    assert outcome.failure == ""
    assert set(new.papers()) == expected >= {record.id for record in gone}


def test_pages_that_moved_too_far_are_a_failure_until_the_next_run(new):
    expected = {record.id for record in new.server.records}
    new.server.before = change_at(2, lambda server: server.records.__delitem__(slice(-20, None)))

    outcome = new.daily()

    assert outcome.failure.startswith("papers were added while the pages were fetched")
    new.server.before = None
    assert new.daily().failure == ""
    assert set(new.papers()) == expected


def test_papers_with_equal_times_at_the_border_of_pages_are_fetched(world):
    same = [make_record(number, "2026-03-01T12:00:00Z") for number in range(50, 54)]
    later, earlier = make_records(18, begin="2026-03-02T00:00:00", hours=6), make_records(10, first=30)
    world.server.records = [*later, *same, *earlier]
    world.server.order_ties = shuffle_ties

    assert world.daily().failure == ""
    assert set(world.papers()) == {record.id for record in world.server.records}


def test_more_new_papers_than_paging_reaches_are_a_failure(fetched):
    succeeded = fetched.state()["succeeded"]
    fetched.server.records = make_records(30) + make_records(
        70, first=31, begin="2026-03-20T00:00:00", hours=12
    )
    fetched.server.server_time = "2026-04-24T12:00:00Z"

    outcome = fetched.daily()

    assert outcome.failure.startswith("more than 60 papers changed since 2026-03-24")
    assert outcome.hint == "catalogue fetch --since 2026-03, then again"
    assert (outcome.exit_code, fetched.state()["succeeded"]) == (3, succeeded)
    assert fetched.daily().exit_code == 3

    assert (
        fetched.history(since=datetime(2026, 3, 1, tzinfo=UTC), until=UNTIL + timedelta(days=30)).failure
        == ""
    )
    assert (fetched.daily().failure, len(fetched.papers())) == ("", 100)


def test_a_first_run_that_stops_between_pages_leaves_no_gap(fetched):
    (fetched.root / "data/feeds/cs-pf/feed.json").unlink()  # as after an import, which knows of no success
    fetched.server.records = make_records(30) + make_records(30, first=31, begin="2026-05-01T00:00:00")
    fetched.server.server_time = "2026-07-02T12:00:00Z"
    fetched.server.faults = {2: faults.status(403)}
    assert (fetched.daily().failure != "", fetched.state()) == (True, {"heard": "2026-03-19"})

    fetched.server.faults = {}
    assert fetched.daily().failure == ""
    assert (len(fetched.papers()), fetched.state()) == (60, {"succeeded": "2026-07-02"})


def test_an_unsorted_answer_is_rejected(fetched):
    fetched.server.sorts = False
    fetched.server.records = [*fetched.server.records[1::2], *fetched.server.records[::2]]
    before = fetched.files()

    outcome = fetched.daily()

    assert outcome.failure.startswith("arXiv did not sort the entries as requested, 3 times")
    assert (outcome.requests, fetched.files()) == (READINGS, before)


def test_a_few_entries_out_of_order_are_accepted(fetched):
    odd = fetched.server.records[33]
    fetched.server.records[33] = odd.revise("2026-03-23T10:00:00Z")
    fetched.server.every_fault = faults.replaced("2026-03-23T10:00:00Z", "2026-03-01T10:00:00Z")

    assert fetched.daily().failure == ""


def test_an_empty_answer_is_rejected_if_papers_are_stored(fetched):
    before = fetched.files()
    fetched.server.records = []

    outcome = fetched.daily()

    assert outcome.failure.startswith("arXiv states a total of 0 papers, but at least 1 are known, 3 times")
    assert (outcome.requests, fetched.files()) == (READINGS, before)


def test_a_search_without_matches_is_valid_if_no_paper_is_stored(world):
    outcome = world.daily()

    assert (outcome.failure, outcome.paper_count, outcome.service_total, outcome.requests) == ("", 0, 0, 1)


def test_a_broken_entry_is_skipped_and_reported(fetched):
    fetched.server.every_fault = faults.replaced("Paper 33<", "<")

    outcome = fetched.daily()

    assert (len(outcome.new), outcome.skipped_count, outcome.failure, outcome.exit_code) == (4, 1, "", 1)
    assert [problem.message for problem in outcome.problems] == ["entry skipped: 2603.00033 has no title"]


def test_a_success_in_the_future_is_replaced(fetched):
    path = fetched.root / "data/feeds/cs-pf/feed.json"
    path.write_text('{"succeeded": "2050-01-01"}')

    assert fetched.daily().failure == ""
    assert fetched.state() == {"succeeded": "2026-03-24"}


def test_a_failed_feed_does_not_affect_the_others(fetched):
    other, third = replace(PF, id="other"), replace(PF, id="third")
    fetched.server.faults = {2: faults.status(403)}

    first, failed, last = fetched.daily(PF, other, third)

    assert [(outcome.exit_code, outcome.paper_count) for outcome in (first, failed, last)] == [
        (0, 35),
        (3, 0),
        (0, 35),
    ]
    assert find_feeds(fetched.root / "data/feeds") == ("cs-pf", "third")
    assert fetched.server.measure_pauses() == [3, 3, 3]


def test_papers_are_requested_by_id(fetched):
    wanted = Feed("wanted", "arxiv", {"ids": ["2603.00020", "2603.00021", "2603.99999"]})

    outcome = fetched.daily(wanted)

    assert sorted(fetched.papers("wanted")) == ["2603.00020", "2603.00021"]
    assert (outcome.missing, outcome.requests, outcome.failure) == (("2603.99999",), 1, "")
    assert fetched.server.requests[-1]["parameters"]["id_list"] == "2603.00020,2603.00021,2603.99999"


def test_a_refresh_reports_changed_revised_and_withdrawn_papers(fetched):
    doi, version, withdrawn, *others = fetched.server.records
    comment = "<arxiv:comment>This paper has been withdrawn by its authors.</arxiv:comment>"
    fetched.server.records = [
        doi.append("<arxiv:doi>10.1145/3779212.3790145</arxiv:doi>"),
        version.revise("2026-03-23T10:00:00Z"),
        withdrawn.revise("2026-03-23T11:00:00Z", comment),
        *others,
    ]

    outcome = fetched.refresh()

    assert (outcome.changed, outcome.revised) == ((doi.id,), (version.id, withdrawn.id))
    assert (outcome.withdrawn, outcome.unchanged, outcome.new) == ((withdrawn.id,), 27, ())
    assert fetched.papers()[doi.id].entry.dois == ("10.1145/3779212.3790145",)


def test_a_refresh_keeps_and_reports_missing_papers(fetched):
    before = fetched.files()
    gone = fetched.server.records.pop(3)

    outcome = fetched.refresh()

    assert (outcome.missing, outcome.failure, outcome.exit_code) == ((gone.id,), "", 0)
    assert fetched.files() == before


def test_a_refresh_sends_batches(fetched, monkeypatch):
    monkeypatch.setattr(api, "IDS_PER_REQUEST", 7)

    outcome = fetched.refresh()

    assert (outcome.requests, outcome.unchanged) == (5, 30)
    sizes = [len(request["parameters"]["id_list"].split(",")) for request in fetched.server.requests]
    assert sizes == [7, 7, 7, 7, 2]


def test_a_refresh_rejects_an_answer_without_any_paper_of_a_batch(fetched):
    before = fetched.files()
    fetched.server.records = []

    outcome = fetched.refresh()

    assert outcome.failure.startswith("arXiv states a total of 0 papers, but at least 1 are known, 3 times")
    assert (outcome.missing, fetched.files()) == ((), before)
