"""Unite the spellings of each unlisted venue in the catalogue, and choose its id and its names.

Two names are one venue if they fold alike; so are an acronym and the full name that a text states next to it,
unless the acronym stands for another full name already. The oldest paper decides, so that ids stay the same
when papers are added.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from generator.derive.groups import build_name_slug
from generator.derive.venues.unlisted_names import strip_sponsors
from generator.model.curation_values import Venue
from generator.model.papers import Paper
from generator.model.text import fold

_MIN_SHARED = 0.5  # of the words of the shorter one of two full names of a venue


@dataclass(slots=True)
class _Spellings:
    """The spellings of one venue.

    Attributes:
        key: The folded name that determines its id.
        counts: How many papers have each spelling.
        words: The words of its full name; empty if only the acronym is known.
    """

    key: str
    counts: Counter[Venue] = field(default_factory=Counter)
    words: frozenset[str] = frozenset()


def identify_unlisted_venues(
    papers: Sequence[Paper], listed: Iterable[Venue]
) -> tuple[tuple[Paper, ...], tuple[Venue, ...]]:
    """Return the papers with the ids of their venues, and the venues that are not listed, by id.

    Args:
        papers: All papers of the catalogue.
        listed: The venues of ``venues.yml``.
    """
    groups = _group_spellings(papers)
    reserved_ids = frozenset(venue_id for venue in listed for venue_id in (venue.id, *venue.former_ids))
    ids = {key: build_name_slug(key, reserved_ids) for key in {group.key for group in groups.values()}}
    venues = {ids[group.key]: _choose_names(ids[group.key], group.counts) for group in groups.values()}
    identified = []
    for paper in papers:
        if paper.appearance and (venue := paper.appearance.unlisted):
            appearance = replace(paper.appearance, venue=ids[groups[venue].key], unlisted=None)
            identified.append(replace(paper, appearance=appearance))
        else:
            identified.append(paper)
    return tuple(identified), tuple(venues[venue_id] for venue_id in sorted(venues))


def _group_spellings(papers: Iterable[Paper]) -> dict[Venue, _Spellings]:
    """Map each venue, as a text spells it, to all spellings of the same venue."""
    by_name: dict[str, _Spellings] = {}
    by_acronym: dict[str, _Spellings] = {}
    groups: dict[Venue, _Spellings] = {}
    for paper in sorted(papers, key=lambda paper: (paper.published_iso, paper.id)):
        if paper.appearance and (venue := paper.appearance.unlisted):
            group = groups.get(venue) or _find_group(venue, by_name, by_acronym)
            group.counts[venue] += 1
            groups[venue] = group
    return groups


def _find_group(
    venue: Venue, by_name: dict[str, _Spellings], by_acronym: dict[str, _Spellings]
) -> _Spellings:
    """Find the group of a spelling, or add one."""
    name = _fold_name(venue.name, venue)
    acronym = _fold_name(venue.acronym, venue)
    words = frozenset(name.split()) if name != acronym else frozenset()
    group = by_name.get(name) if words else by_name.get(name) or by_acronym.get(name)
    if group is None and words:
        group = by_acronym.get(acronym)
        if (
            group
            and group.words
            and len(group.words & words) < _MIN_SHARED * min(len(group.words), len(words))
        ):
            group = None
    if group is None:
        group = _Spellings(name if acronym in by_acronym else acronym)
    group.words = group.words or words
    by_name.setdefault(name, group)
    by_acronym.setdefault(acronym, group)
    return group


def _fold_name(name: str, venue: Venue) -> str:
    """Fold a name; a conference has the same name without its sponsors, and a journal has not."""
    return fold(strip_sponsors(name) if venue.is_event else name)


def _choose_names(venue_id: str, counts: Counter[Venue]) -> Venue:
    """Choose the acronym, the full name and the kind that most papers have."""
    acronyms: Counter[str] = Counter()
    names: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for venue, count in counts.items():
        kinds[venue.kind] += count
        (acronyms if venue.acronym != venue.name or " " not in venue.name else names)[venue.acronym] += count
        if venue.acronym != venue.name:
            names[venue.name] += count
    name = _choose_most_frequent(names) or _choose_most_frequent(acronyms)
    kind = next(venue.kind for venue in counts if venue.kind == _choose_most_frequent(kinds))
    return Venue(venue_id, _choose_most_frequent(acronyms) or name, name, kind, is_listed=False)


def _choose_most_frequent(counts: Counter[str]) -> str:
    """Return the most frequent text, and of equally frequent ones the first in the alphabet."""
    return min(counts, key=lambda text: (-counts[text], text), default="")
