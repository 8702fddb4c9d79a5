"""Propose entries for ``venues.yml``: the venues that texts name most often and that it does not list."""

import re
from collections import Counter
from collections.abc import Iterator

from generator.curation import schema, writer
from generator.model.curation_values import Venue
from generator.model.papers import Catalogue
from generator.model.text import format_count

_MIN_PAPERS = 2
_INITIAL = re.compile(r"\b[^\W_a-z]")


def count_unlisted_venues(catalogue: Catalogue) -> int:
    """Count the venues that ``venues.yml`` does not list and that two papers have."""
    return len(_list_unlisted(catalogue))


def propose_venue_entries(catalogue: Catalogue, max_count: int) -> Iterator[str]:
    """Yield the lines of entries, those of most papers first.

    An entry keeps the id, so that the address of the venue's page stays. An id that is too long is replaced,
    and redirects.

    Args:
        catalogue: The catalogue.
        max_count: How many entries to propose at most.
    """
    for venue, count in _list_unlisted(catalogue)[:max_count]:
        yield from writer.comment_out([format_count(count, "paper")])
        yield from writer.format_mapping(_build_entry(venue))


def _list_unlisted(catalogue: Catalogue) -> list[tuple[Venue, int]]:
    counts = Counter(paper.appearance.venue for paper in catalogue.papers if paper.appearance)
    unlisted = ((venue, counts[venue.id]) for venue in catalogue.venues if not venue.is_listed)
    frequent = ((venue, count) for venue, count in unlisted if count >= _MIN_PAPERS)
    return sorted(frequent, key=lambda entry: (-entry[1], entry[0].id))


def _build_entry(venue: Venue) -> dict[str, writer.Value]:
    has_short_name = len(venue.acronym) <= schema.read_limit("venues", "maxLength", ("*", "short"))
    initials = "".join(_INITIAL.findall(venue.name))
    fields: dict[str, writer.Value] = {
        "short": venue.acronym
        if has_short_name
        else writer.Commented(initials, "the initials; write the acronym that people use"),
        "title": venue.name,
        "kind": venue.kind.value,
    }
    is_id = schema.accepts(schema.get_id_declaration("venues"), venue.id) and has_short_name
    if not is_id:
        fields["formerly"] = [venue.id]
    return {venue.id if is_id else initials.lower(): fields}
