"""What the statistics show, as sentences; None where nothing stands out, or a change could be chance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import sqrt

from generator.model.papers import Paper
from generator.publish.figures import DataTable
from generator.translation.messages import _, ngettext

_YEAR = 365  # days
_MIN_PAPERS = 20  # of a share or a change that is stated
_MIN_GROWTH = 1.25
# With less of the papers of the year before, the catalogue has grown, not the field.
_MIN_COVERAGE = 0.5
_MIN_DEVIATIONS = 2  # by which a difference of two counts exceeds the one that chance makes likely


def state_highest(rows: Sequence[tuple[str | int, ...]]) -> str | None:
    """State which of several years, months, categories or venues has the most papers, if it is one alone.

    Args:
        rows: Each name and its number of papers.
    """
    row = _find_highest(rows)
    if row is None or len(rows) == 1:
        return None
    name, count = row
    return _("%(name)s has the most papers: %(count)s", name=name, count=count)


def state_largest_area(areas: Sequence[tuple[str, int]]) -> str | None:
    """State which of several areas has the most papers, if it is one alone.

    Args:
        areas: Each title and its number of papers.
    """
    row = _find_highest(areas)
    if row is None or len(areas) == 1:
        return None
    title, count = row
    return ngettext(
        "The largest area is %(title)s, with one paper",
        "The largest area is %(title)s, with %(count)s papers",
        int(count),
        title=title,
    )


def state_growth(papers: Iterable[Paper], as_of: date) -> str | None:
    """State by how much more or fewer papers the last twelve months have than the twelve before them."""
    before, after = _count_last_years(papers, as_of)
    if min(before, after) < _MIN_PAPERS or before < _MIN_COVERAGE * after or not _is_different(before, after):
        return None
    percent = round(100 * abs(after - before) / before)
    if after > before:
        return _("%(percent)s%% more papers in the past 12 months than in the 12 before", percent=percent)
    return _("%(percent)s%% fewer papers in the past 12 months than in the 12 before", percent=percent)


def state_fastest_topic(
    papers: Sequence[Paper], papers_by_topic: Mapping[str, Sequence[Paper]], as_of: date
) -> str | None:
    """State which topic has gained the most papers in twelve months.

    Args:
        papers: All papers.
        papers_by_topic: The title of each topic to its papers.
        as_of: The day of the data.
    """
    before, after = _count_last_years(papers, as_of)
    if before < _MIN_COVERAGE * after:
        return None
    counts = {topic: _count_last_years(own, as_of) for topic, own in papers_by_topic.items()}
    topic = _find_highest([(topic, later - earlier) for topic, (earlier, later) in counts.items()])
    if topic is None:
        return None
    before, after = counts[str(topic[0])]
    if after < _MIN_PAPERS or after < _MIN_GROWTH * before or not _is_different(before, after):
        return None
    return _(
        "%(topic)s has grown most: %(after)s papers in the past 12 months, %(before)s in the 12 before",
        topic=topic[0],
        before=before,
        after=after,
    )


def state_main_category(categories: DataTable) -> str | None:
    """State which primary category has the most papers, and which share of those that have one."""
    main = _find_main(categories)
    return (
        None if main is None else _("%(name)s is the most frequent category: %(percent)s%% of papers", **main)
    )


def state_main_venue(venues: DataTable) -> str | None:
    """State which venue has the most papers, and which share of those that have one."""
    main = _find_main(venues)
    return (
        None
        if main is None
        else _("%(name)s is the most frequent venue: %(percent)s%% of published papers", **main)
    )


def state_share_with_code(code: DataTable) -> str | None:
    """State the share of papers with code in the latest year that has enough papers."""
    years = [(year, percent) for year, count, _with_code, percent in code.rows if int(count) >= _MIN_PAPERS]
    if not years:
        return None
    year, percent = years[-1]
    return _("%(percent)s%% of papers from %(year)s have a link to code", percent=percent, year=year)


def _find_main(ranking: DataTable) -> dict[str, object] | None:
    """Return the name of the row with the most papers, and its share in percent; None if these are few."""
    row = _find_highest(ranking.rows)
    if row is None or int(row[1]) < _MIN_PAPERS:
        return None
    return {
        "name": row[0],
        "percent": round(100 * int(row[1]) / sum(int(count) for _name, count in ranking.rows)),
    }


def _find_highest(rows: Sequence[tuple[str | int, ...]]) -> tuple[str | int, ...] | None:
    """Return the row with the highest number in its second column; None if several have it."""
    ranked = sorted(rows, key=lambda row: -int(row[1]))
    is_unique = ranked and (len(ranked) == 1 or ranked[0][1] != ranked[1][1])
    return ranked[0] if is_unique else None


def _count_last_years(papers: Iterable[Paper], as_of: date) -> tuple[int, int]:
    """Count the papers of the twelve months before the last twelve, and of the last twelve.

    A paper of which only the year is known is in neither.
    """
    ages = [
        (as_of - paper.published.date()).days for paper in papers if paper.published and paper.published_month
    ]
    return sum(_YEAR <= age < 2 * _YEAR for age in ages), sum(age < _YEAR for age in ages)


def _is_different(before: int, after: int) -> bool:
    """Whether chance hardly explains a difference: a count of papers varies by its square root."""
    return abs(after - before) > _MIN_DEVIATIONS * sqrt(before + after)
