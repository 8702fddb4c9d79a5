"""From two texts to a appearance."""

from collections.abc import Sequence

from generator.derive.venues.appearance import NO_CLAIM, PENDING, Clause, claimed, clauses, is_at
from generator.derive.venues.appearance_details import details_of, year_of
from generator.derive.venues.find_mentions import find_mentions
from generator.derive.venues.mentions import Mention, masked
from generator.derive.venues.spellings import by_first_word
from generator.model.curation_values import Appearance, Venue

_MAX_EVIDENCE = 240
_MAX_TEXT = 4_000


class VenueIndex:
    """The venues' spellings, ready to be found in the texts of many papers."""

    __slots__ = ("_names",)

    def __init__(self, venues: Sequence[Venue]) -> None:
        self._names = by_first_word(venues)

    def place(self, journal_ref: str | None, comment: str | None) -> Appearance | None:
        """Where the paper appeared or will: by its journal reference, or else by its comment.

        A journal reference that names a known venue is the last word, even where it names it for a workshop
        beside it.
        """
        text, mentions = self._read(journal_ref)
        if mentions:
            return _by_reference(text, mentions)
        text, mentions = self._read(comment)
        return _by_comment(text, mentions) if mentions else None

    def _read(self, text: str | None) -> tuple[str, tuple[Mention, ...]]:
        text = (text or "")[:_MAX_TEXT]
        return text, find_mentions(masked(text), self._names)


def _by_reference(text: str, mentions: tuple[Mention, ...]) -> Appearance | None:
    clause = Clause(masked(text), 0, mentions)
    chosen = next((mention for mention in mentions if is_at(mention, clause)), None)
    if chosen is None or NO_CLAIM.search(clause.text):
        return None
    details = details_of(clause.text, chosen)
    return Appearance(
        venue=chosen.venue.id,
        year=year_of(clause, chosen),
        pages=details.pages,
        volume=details.volume,
        number=details.number,
        source="journal reference",
        evidence=_evidence(text, chosen, 0, len(text)),
    )


def _by_comment(text: str, mentions: tuple[Mention, ...]) -> Appearance | None:
    best: tuple[int, Mention, Clause] | None = None
    pending = bool(PENDING.search(text))
    for clause in clauses(masked(text), mentions):
        claim = claimed(clause, pending=pending)
        if claim and (best is None or claim[0] > best[0]):
            best = (*claim, clause)
    if best is None:
        return None
    _, chosen, clause = best
    evidence = _evidence(text, chosen, clause.start, clause.start + len(clause.text))
    return Appearance(chosen.venue.id, year_of(clause, chosen), source="comment", evidence=evidence)


def _evidence(text: str, mention: Mention, start: int, end: int) -> str:
    """The clause, or what is near the name in a long one."""
    if end - start > _MAX_EVIDENCE:
        start = max(start, min(mention.start - _MAX_EVIDENCE // 2, end - _MAX_EVIDENCE))
        end = min(end, max(start + _MAX_EVIDENCE, mention.end))
    return " ".join(text[start:end].split())
