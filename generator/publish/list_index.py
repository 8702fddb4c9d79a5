"""``papers/papers.json`` and its parts: what the lists of the site filter, sort and show.

They are fetched when a reader reaches for a filter or opens their saved papers, and so they are small. The
first file holds a column for each field, with numbers that point into short tables; the parts hold titles
and names, and are fetched for the rows that are shown. Papers stand in the catalogue's order, the newest
first; parts are counted from the oldest paper, so that a new one changes the last part only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator import tex
from generator.derive.groups import Groups
from generator.model.arxiv_categories import NAMES
from generator.model.curation_values import LinkKind, Status
from generator.model.json_text import encode_compact
from generator.model.papers import Catalogue, Page, Paper
from generator.model.text import fold
from generator.publish import paths
from generator.publish.formatting import shorten_authors

_EPOCH = date(1970, 1, 1)
_CODE, _CURATED, _WITHDRAWN = 1, 2, 4
_PART = 500  # papers in a part
_DAYS = 60  # on which papers came, that a page tells of


def listing(catalogue: Catalogue, groups: Groups) -> Iterator[Page]:
    """The first file, one column a line, and the parts.

    ``topics``, ``venues`` and ``categories`` are tables of id, name and, for topics, the parent's number or
    -1; ``part`` is how many papers a part holds, and ``code`` maps positions to addresses. All others are
    columns with one value a paper: ``slug``; ``place``, the position when titles are sorted by
    `fold`, then slug; ``published`` and ``seen``, days since 1970-01-01 or null; ``topic``,
    all that list the paper, and ``category``, the primary one first; ``venue`` and ``placed``, its number
    and the year or -1 and 0; ``marks``, the sum of 1 (has code), 2 (curated) and 4 (withdrawn).

    A part maps slugs to the title and the names that a row shows, as plain text, formulas included.

    Args:
        catalogue: All papers.
        groups: Where they are listed.
    """
    papers = catalogue.papers
    used = {topic for listed in groups.topics_by_paper.values() for topic in listed}
    topics = [topic.id for topic in catalogue.topics if topic.id in used]
    venues = [venue for venue in _by_name(catalogue) if venue in groups.by_venue]
    categories = sorted({category for paper in papers for category in paper.categories})
    columns: dict[str, object] = {
        "topics": [
            [topic.id, topic.title, topics.index(topic.parent) if topic.parent else -1]
            for topic in catalogue.topics
            if topic.id in used
        ],
        "venues": _venue_table(catalogue, venues),
        "categories": [[category, NAMES.get(category, "")] for category in categories],
        "part": _PART,
        "slug": [paper.slug for paper in papers],
        "place": _places(papers),
        "published": [_day(paper.published.date()) if paper.published else None for paper in papers],
        "seen": [_day(paper.first_seen) if paper.first_seen else None for paper in papers],
        "topic": [sorted(map(topics.index, groups.topics_by_paper[paper.id])) for paper in papers],
        "category": [[categories.index(category) for category in paper.categories] for paper in papers],
        "venue": [venues.index(paper.appearance.venue) if paper.appearance else -1 for paper in papers],
        "placed": [(paper.appearance and paper.appearance.year) or 0 for paper in papers],
        "marks": [_marks(paper) for paper in papers],
        "code": {str(place): url for place, paper in enumerate(papers) if (url := _code(paper))},
    }
    yield Page(paths.LISTING, _lines(columns))
    oldest_first = papers[::-1]
    for number, start in enumerate(range(0, len(papers), _PART)):
        part = oldest_first[start : start + _PART]
        words = {paper.slug: [tex.to_text(paper.title), _names(paper)] for paper in part}
        yield Page(paths.locate_listing_part(number), _lines(words))


def first_seen(papers: Iterable[Paper], as_of: date) -> str:
    """``2026-11-21 2026-11-20:3 2026-11-18:12``: how many papers came on which of the last days.

    Args:
        papers: Those of a page.
        as_of: The day of the catalogue, which comes first.
    """
    days = Counter(paper.first_seen for paper in papers if paper.first_seen)
    newest = sorted(days, reverse=True)[:_DAYS]
    return " ".join([as_of.isoformat(), *(f"{day.isoformat()}:{days[day]}" for day in newest)])


def _lines(members: Mapping[str, object]) -> str:
    lines = (f"{encode_compact(name)}:{encode_compact(value)}" for name, value in members.items())
    return "{" + ",\n".join(lines) + "}\n"


def _by_name(catalogue: Catalogue) -> list[str]:
    return [venue.id for venue in sorted(catalogue.venues, key=lambda venue: (fold(venue.acronym), venue.id))]


def _venue_table(catalogue: Catalogue, venues: Iterable[str]) -> list[list[str]]:
    short = {venue.id: venue.acronym for venue in catalogue.venues}
    return [[venue, short[venue]] for venue in venues]


def _names(paper: Paper) -> str:
    names, rest = shorten_authors(paper.authors)
    return ", ".join(tex.to_text(author.name) for author in names) + rest


def _places(papers: Sequence[Paper]) -> list[int]:
    """Where each paper stands among all, sorted by title."""
    keys = [(fold(tex.to_text(paper.title)), paper.slug) for paper in papers]
    places = [0] * len(papers)
    for place, position in enumerate(sorted(range(len(papers)), key=keys.__getitem__)):
        places[position] = place
    return places


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _code(paper: Paper) -> str | None:
    return next((link.url for link in paper.links if link.kind is LinkKind.CODE), None)


def _marks(paper: Paper) -> int:
    return (
        _CODE * bool(_code(paper))
        + _CURATED * bool(paper.curation_path)
        + _WITHDRAWN * (paper.status is Status.WITHDRAWN)
    )
