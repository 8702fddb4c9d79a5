"""Build the appearance of a paper at an unlisted venue, from its texts or from a registered publication.

Its venue has no id yet, because that depends on the names in the whole catalogue.
"""

from dataclasses import replace

from generator.derive.venues import claims
from generator.derive.venues.appearance_details import PaperYears, add_details, find_year, quote_evidence
from generator.derive.venues.claims import Clause
from generator.derive.venues.container_names import iter_container_names
from generator.derive.venues.mentions import ANY_YEAR, VenueMention, mask_identifiers
from generator.derive.venues.spellings import Spelling, SpellingKind
from generator.derive.venues.unlisted_claims import find_in_comment, find_in_reference
from generator.derive.venues.unlisted_names import MAX_NAME_LENGTH, UnlistedName
from generator.model.curation_values import Appearance, Venue, VenueKind
from generator.model.doi_records import JOURNAL_ARTICLE
from generator.model.publications import Publication

_MAX_YEAR_LENGTH = 8  # characters of a year, its quotes and a bracket


def find_unlisted_appearance(
    reference: tuple[str, tuple[VenueMention, ...]],
    comment: tuple[str, tuple[VenueMention, ...]],
    paper_years: PaperYears | None,
) -> Appearance | None:
    """Find where the authors state that a paper appeared: in the journal reference, or else in the comment.

    A name that contains a listed venue is left out, because the rules for listed venues rejected it,
    unless it is that of a workshop next to the venue, or of another event with the same acronym.

    Args:
        reference: The journal reference, and the listed venues in it.
        comment: The comment, and the listed venues in it.
        paper_years: The years of the paper's versions, if they are known.
    """
    text, listed = reference
    masked = mask_identifiers(text)
    if name := find_in_reference(masked):
        clause = Clause(masked, 0, ())
        if _is_listed(name, clause, listed):
            return None
        return _build(_remove_host(name, clause, listed), clause, text, paper_years, "journal reference")
    if listed or claims.is_thesis(text) or claims.is_thesis(comment[0]):
        return None
    text, listed = comment
    claim = next(find_in_comment(claims.mask_dates_of_review(mask_identifiers(text))), None)
    if claim is None or _is_listed(*claim, listed):
        return None
    name, clause = claim
    return _build(_remove_host(name, clause, listed), clause, text, paper_years, "comment")


def _is_listed(name: UnlistedName, clause: Clause, listed: tuple[VenueMention, ...]) -> bool:
    """Whether a name is that of a listed venue."""
    start, end = name.start + clause.start, name.end + clause.start
    mentions = [mention for mention in listed if mention.start < end and start < mention.end]
    if name.is_hosted:
        return any(mention.venue.kind is VenueKind.WORKSHOP for mention in mentions)
    return any(mention.is_valid or not name.has_title_word for mention in mentions)


def _remove_host(name: UnlistedName, clause: Clause, listed: tuple[VenueMention, ...]) -> UnlistedName:
    """Remove the acronym of the conference that hosts a workshop: ``Workshop on Caches (ISCA 2024)``."""
    end = name.end + clause.start
    hosts = {
        mention.venue.acronym for mention in listed if mention.start < end <= mention.end + _MAX_YEAR_LENGTH
    }
    is_host = name.kind is VenueKind.WORKSHOP and name.name and name.acronym in hosts
    return replace(name, acronym="") if is_host else name


def _build(
    name: UnlistedName, clause: Clause, text: str, paper_years: PaperYears | None, source: str
) -> Appearance:
    """Build the appearance; the year is the one next to the name, or else the nearest in the clause."""
    venue = _build_venue(name)
    spelling = Spelling(venue, SpellingKind.TITLE, (), (), loose=False)
    mention = VenueMention(
        spelling, name.start + clause.start, name.end + clause.start, name.year, name.has_short_year
    )
    clause = Clause(clause.text, clause.start, (mention,))
    appearance = Appearance(
        "",
        find_year(clause, mention, paper_years) or _find_only_year(clause.text, name, paper_years),
        source=source,
        evidence=quote_evidence(text, mention, clause.start, clause.start + len(clause.text)),
        unlisted=venue,
    )
    return add_details(appearance, clause.text, mention) if source == "journal reference" else appearance


def _find_only_year(text: str, name: UnlistedName, paper_years: PaperYears | None) -> int | None:
    """Find the only year in a clause: that of a workshop is next to the name of the conference."""
    years = {int(year) for year in ANY_YEAR.findall(text)}
    is_allowed = len(years) == 1 and name.is_event and (not paper_years or paper_years.allows(*years))
    return years.pop() if is_allowed else None


def _build_venue(name: UnlistedName) -> Venue:
    return Venue("", name.acronym or name.name, name.name or name.acronym, name.kind, is_listed=False)


def find_unlisted_registered_appearance(publication: Publication) -> Appearance | None:
    """Find the venue that a registry or a feed names: its journal, or the conference of its proceedings.

    A book or a series is no venue.
    """
    venue = _find_registered_venue(publication)
    if venue is None:
        return None
    is_event = venue.is_event
    return Appearance(
        "",
        year=publication.year,
        pages=publication.pages,
        volume=None if is_event else publication.volume,
        number=None if is_event else publication.issue,
        source=publication.source,
        evidence=publication.container,
        unlisted=venue,
    )


def _find_registered_venue(publication: Publication) -> Venue | None:
    if publication.type == JOURNAL_ARTICLE:
        journal = publication.container
        is_short = 0 < len(journal) <= MAX_NAME_LENGTH
        return Venue("", journal, journal, VenueKind.JOURNAL, is_listed=False) if is_short else None
    names = filter(None, map(find_in_reference, iter_container_names(publication)))
    event = next((name for name in names if name.is_event and (name.has_title_word or name.acronym)), None)
    return _build_venue(event) if event else None
