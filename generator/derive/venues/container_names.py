"""Find the venue that a registry's record or a feed names as its journal, proceedings or conference."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.derive.venues.spellings import SMALL_WORDS, Spelling, SpellingKind, split_words
from generator.model.curation_values import Venue
from generator.model.publications import Publication

_EDITION = re.compile(r"\s*(?:['’]?\d{2}|(?:19|20)\d{2})\s*$")


def find_venue_by_name(name: str, spellings: Mapping[str, Sequence[Spelling]]) -> Venue | None:
    """Return the only venue that has exactly this name, or None.

    An acronym that could be an ordinary word, or that of several conferences, does not name a conference.

    Args:
        name: The whole name of a container or a conference.
        spellings: The result of `spellings.index_spellings`.
    """
    words = [word.key for word in split_words(name)]
    words = words[1:] if words[:1] == ["the"] else words
    main_words = tuple(word for word in words if word not in SMALL_WORDS)
    venues = {
        spelling.venue.id: spelling.venue
        for first_word in {"the", *words[:1]}
        for spelling in spellings.get(first_word, ())
        if _drop_article(spelling.words) in (tuple(words), main_words) and _is_unambiguous(spelling)
    }
    return next(iter(venues.values())) if len(venues) == 1 else None


def _drop_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if words[:1] == ("the",) else words


def _is_unambiguous(spelling: Spelling) -> bool:
    return not spelling.venue.is_event or spelling.kind is not SpellingKind.AMBIGUOUS


def iter_container_names(publication: Publication) -> Iterator[str]:
    """Yield the names of the container and of the conference, the most exact one first."""
    yield from reversed(publication.containers)
    yield from publication.event


def list_without_edition(names: Iterable[str]) -> list[str]:
    """Return names without a year at their end.

    >>> list_without_edition(["ASPLOS '26", "IEEE Micro"])
    ['ASPLOS', 'IEEE Micro']
    """
    return [_EDITION.sub("", name) for name in names]
