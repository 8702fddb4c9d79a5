"""The facets that lists and search filter by: their choices, and which of these each paper has."""

from collections.abc import Iterable, Mapping, Sequence, Set

from generator.derive.groups import Groups
from generator.model.arxiv_categories import format_category
from generator.model.json_text import encode_as_letter
from generator.model.papers import Catalogue
from generator.model.text import fold
from generator.publish.search.search_records import FACETS, Record

_MARKS = ("code", "curated", "withdrawn", "retracted")


def build_facets(records: Sequence[Record], catalogue: Catalogue, groups: Groups) -> dict[str, object]:
    """Map each facet to its choices, in the order in which they are shown, and to the choices of each paper.

    A choice is ``[id, name, level]``; the level of a topic below another one and of a venue without a page is
    1, else 0. Choices of ``has``, ``quarter`` and ``seen`` have no name: the site's scripts name those of
    ``has``, and the others are not offered. The papers are one text: for each paper the letters of its
    choices (``]`` is the first choice, ``^`` the second), separated by spaces. That is a quarter smaller than
    the numbers of the papers of each choice.

    Args:
        records: Records of all papers, in the order of their numbers.
        catalogue: Names topics and venues.
        groups: States which topics are used, and which venues have a page.
    """
    used = {facet: {value for record in records for value in record.facets[facet]} for facet in FACETS}
    facets: dict[str, object] = {}
    for facet, choices in _list_choices(used, catalogue, groups).items():
        letters = {choice[0]: encode_as_letter(place) for place, choice in enumerate(choices)}
        papers = ("".join(sorted(letters[value] for value in record.facets[facet])) for record in records)
        facets[facet] = {"choices": choices, "papers": " ".join(papers)}
    return facets


def _list_choices(
    used: Mapping[str, Set[str]], catalogue: Catalogue, groups: Groups
) -> dict[str, list[tuple[str, str, int]]]:
    """Map each facet to the choices that papers have."""
    topics, venues = catalogue.topics, catalogue.venues
    return {
        "topic": [
            (topic.id, topic.title, int(topic.parent in groups.by_topic))
            for topic in topics
            if topic.id in used["topic"]
        ],
        "year": [(year, year, 0) for year in sorted(used["year"], key=int, reverse=True)],
        "venue": [
            (venue.id, venue.acronym, int(venue.id not in groups.by_venue))
            for venue in sorted(venues, key=lambda venue: (fold(venue.acronym), venue.id))
            if venue.id in used["venue"]
        ],
        "category": [(category, format_category(category), 0) for category in sorted(used["category"])],
        "has": [(mark, "", 0) for mark in _MARKS if mark in used["has"]],
        "quarter": [(quarter, "", 0) for quarter in sorted(used["quarter"])],
        "seen": [(day, "", 0) for day in sorted(used["seen"])],
    }


def order_by_title(records: Iterable[Record]) -> list[int]:
    """List the numbers of papers in the order of their folded titles, then slugs."""
    keys = [(fold(record.title), record.row[0]) for record in records]
    return sorted(range(len(keys)), key=keys.__getitem__)
