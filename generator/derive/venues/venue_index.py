"""Find the appearance of a paper in its journal reference and its comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.derive.venues import claims
from generator.derive.venues.appearance_details import PaperYears, add_details, find_year, quote_evidence
from generator.derive.venues.claim_words import OTHER_VERSION, SUBMISSION
from generator.derive.venues.claims import Clause
from generator.derive.venues.container_names import (
    find_venue_by_name,
    iter_container_names,
    list_without_edition,
)
from generator.derive.venues.find_mentions import find_mentions
from generator.derive.venues.mentions import VenueMention, mask_identifiers
from generator.derive.venues.spellings import index_spellings
from generator.derive.venues.unlisted_appearances import find_unlisted_appearance
from generator.model.curation_values import Appearance, Venue
from generator.model.doi_records import JOURNAL_ARTICLE
from generator.model.publications import Publication

_MAX_TEXT_LENGTH = 4_000
_READ_TEXTS = 16  # the same texts of a paper are read for listed venues and for others


@dataclass(frozen=True, slots=True)
class _ListedClaim:
    """What the authors state about a listed venue.

    Attributes:
        appearance: Where the paper appeared, or None.
        is_of_other_version: Whether it is another version of the paper that appeared there.
    """

    appearance: Appearance | None
    is_of_other_version: bool = False


class VenueIndex:
    """The spellings of all venues, indexed to find them in the texts of many papers."""

    __slots__ = ("_read", "_spellings", "_venues")

    def __init__(self, venues: Sequence[Venue]) -> None:
        self._spellings = index_spellings(venues)
        self._venues = {venue.id: venue for venue in venues}
        self._read = lru_cache(maxsize=_READ_TEXTS)(self._find_mentions)

    def is_event(self, venue_id: str) -> bool:
        """Whether a venue is a conference or workshop."""
        return self._venues[venue_id].is_event

    def find_registered_appearance(self, publication: Publication) -> Appearance | None:
        """Find the listed venue of a publication; None if its container and event have other names.

        A journal must have exactly one of the venue's names, because longer names are those of other
        journals. The title of proceedings is read as a journal reference is.
        """
        names = list(iter_container_names(publication))
        exact = (find_venue_by_name(name, self._spellings) for name in list_without_edition(names))
        if venue := next(filter(None, exact), None):
            return _build_registered_appearance(publication, venue, None)
        if publication.type == JOURNAL_ARTICLE:
            return None
        for name in names:
            text, mentions = self._read(name)
            if mentions:  # if the first name means a workshop next to a conference, the others do as well
                appearance = _read_journal_reference(text, mentions, None)
                return (
                    _build_registered_appearance(publication, self._venues[appearance.venue], appearance.year)
                    if appearance
                    else None
                )
        return None

    def find_stated_appearance(
        self, journal_ref: str | None, comment: str | None, paper_years: PaperYears | None = None
    ) -> Appearance | None:
        """Find the venue of a paper: in its journal reference, or else in its comment.

        A listed venue precedes others, unless it has another version of the paper and a journal has this
        one: “Extended version of an ISCA 2023 paper. Accepted by the Journal of Toys”. If the journal
        reference names a listed venue, the comment is not read for listed ones, even if the reference means
        a workshop next to that venue.

        Args:
            journal_ref: The authors' reference to a publication.
            comment: The authors' comment.
            paper_years: The years of the paper's versions, if they are known; limits the year of the venue.
        """
        claim = self._read_claim(journal_ref, comment, paper_years)
        if claim.appearance and not claim.is_of_other_version:
            return claim.appearance
        other = find_unlisted_appearance(self._read(journal_ref), self._read(comment), paper_years)
        is_journal = other and other.unlisted and not other.unlisted.is_event
        return other if is_journal or not claim.appearance else claim.appearance

    def _read_claim(
        self, journal_ref: str | None, comment: str | None, paper_years: PaperYears | None
    ) -> _ListedClaim:
        text, mentions = self._read(journal_ref)
        if mentions:
            return _ListedClaim(_read_journal_reference(text, mentions, paper_years))
        if claims.is_thesis(text):
            return _ListedClaim(None)
        text, mentions = self._read(comment)
        return _read_comment(text, mentions, paper_years) if mentions else _ListedClaim(None)

    def _find_mentions(self, text: str | None) -> tuple[str, tuple[VenueMention, ...]]:
        """Limit a text, and find the venues in it."""
        text = (text or "")[:_MAX_TEXT_LENGTH]
        return text, find_mentions(mask_identifiers(text), self._spellings)


def _build_registered_appearance(
    publication: Publication, venue: Venue, stated_year: int | None
) -> Appearance:
    """Build the appearance; the volume of proceedings is that of their series, and is left out."""
    return Appearance(
        venue.id,
        year=publication.event_year or stated_year or publication.year,
        pages=publication.pages,
        volume=None if venue.is_event else publication.volume,
        number=None if venue.is_event else publication.issue,
        source=publication.source,
        evidence=publication.container,
    )


def _read_journal_reference(
    text: str, mentions: tuple[VenueMention, ...], paper_years: PaperYears | None
) -> Appearance | None:
    clause = Clause(mask_identifiers(text), 0, mentions)
    chosen = next((mention for mention in mentions if claims.is_at_venue(mention, clause)), None)
    if chosen is None or claims.is_denied(chosen, clause):
        return None
    evidence = quote_evidence(text, chosen, 0, len(text))
    year = find_year(clause, chosen, paper_years)
    appearance = Appearance(chosen.venue.id, year, source="journal reference", evidence=evidence)
    return add_details(appearance, clause.text, chosen)


def _read_comment(
    text: str, mentions: tuple[VenueMention, ...], paper_years: PaperYears | None
) -> _ListedClaim:
    """Read the clause with the surest claim; of equal ones, the first. The parts of a thesis are not read."""
    if claims.is_thesis(text):
        return _ListedClaim(None)
    best: tuple[int, VenueMention, Clause] | None = None
    masked = claims.mask_dates_of_review(mask_identifiers(text))
    is_submitted = bool(SUBMISSION.search(masked))
    clauses = [*claims.split_clauses(masked, mentions)]
    side_venues = {venue for clause in clauses for venue in claims.find_side_venues(clause)}
    for clause in clauses:
        claim = claims.find_claim(clause, is_submitted=is_submitted)
        if claim and claim[0] < claims.SURE and claim[1].venue.id in side_venues:
            continue
        if claim and (best is None or claim[0] > best[0]):
            best = (*claim, clause)
    if best:
        _, chosen, clause = best
        year = find_year(clause, chosen, paper_years) or _find_year_elsewhere(clauses, chosen, paper_years)
    elif submission := claims.find_accepted_submission(clauses):
        chosen, clause = submission.mentions[0], submission
        year = chosen.year  # other years are those of the submission
    else:
        return _ListedClaim(None)
    evidence = quote_evidence(text, chosen, clause.start, clause.start + len(clause.text))
    appearance = Appearance(chosen.venue.id, year, source="comment", evidence=evidence)
    return _ListedClaim(appearance, bool(OTHER_VERSION.search(clause.text)))


def _find_year_elsewhere(
    clauses: Sequence[Clause], chosen: VenueMention, paper_years: PaperYears | None
) -> int | None:
    """Find the year right next to another mention of the venue."""
    mentions = (
        (clause, mention)
        for clause in clauses
        for mention in clause.list_mentions_of(chosen.venue)
        if mention.is_valid and mention.year
    )
    return next((find_year(clause, mention, paper_years) for clause, mention in mentions), None)
