"""Which papers were imported with the history of a feed, and which were new when they were seen."""

from datetime import UTC, date, datetime

from generator.derive.imports import find_imported_papers
from tests.builders import make_paper

FIRST_DAY, LATER_DAY = date(2026, 3, 1), date(2026, 6, 1)


def make_papers(prefix, count, first_seen, published):
    return [
        make_paper(f"{prefix}.{number:05}", first_seen=first_seen, published=published)
        for number in range(count)
    ]


RECENT = datetime(2026, 5, 20, tzinfo=UTC)
OLD = datetime(2020, 1, 1, tzinfo=UTC)


def test_all_papers_of_the_first_day_were_imported():
    papers = make_papers("2603", 2, FIRST_DAY, datetime(2026, 2, 28, tzinfo=UTC))
    new = make_papers("2605", 2, LATER_DAY, RECENT)

    assert find_imported_papers(papers + new) == {paper.id for paper in papers}


def test_the_history_of_a_later_feed_was_imported_but_not_its_recent_papers():
    first = make_papers("2603", 1, FIRST_DAY, OLD)
    history = make_papers("2001", 20, LATER_DAY, OLD)
    recent = make_papers("2605", 3, LATER_DAY, RECENT)

    assert find_imported_papers(first + history + recent) == {paper.id for paper in first + history}


def test_a_few_older_papers_are_late_additions():
    first = make_papers("2603", 1, FIRST_DAY, OLD)
    late = make_papers("2001", 19, LATER_DAY, OLD)

    assert find_imported_papers(first + late) == {first[0].id}


def test_papers_without_dates_were_new_but_on_the_first_day():
    undated = make_papers("2603", 30, LATER_DAY, None)

    assert find_imported_papers([*undated, make_paper("2001.00001", first_seen=None)]) == {
        paper.id for paper in undated
    }
    first = make_papers("2602", 1, FIRST_DAY, None)
    assert find_imported_papers([*undated, *first]) == {first[0].id}
    assert find_imported_papers([]) == frozenset()
