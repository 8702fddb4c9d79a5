"""Find what the registries of DOIs state about a paper: its records, and the venue that they name.

Without their records, the publication is the one that a publisher's feed or a curator's record states.

A record counts only if it describes this paper: authors sometimes state the DOI of other work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator.derive.venues import VenueIndex
from generator.derive.venues.unlisted_appearances import find_unlisted_registered_appearance
from generator.ingest.title_match import fold_title, has_family_name
from generator.model import ids
from generator.model.curation_values import Appearance, Link, PaperCuration
from generator.model.doi_records import JOURNAL_ARTICLE, POSTED_CONTENT, DoiRecord, Lookup, Lookups
from generator.model.entries import Entry
from generator.model.grouping import keep_first
from generator.model.publications import Publication, StatedPublication

_MIN_SHARED = 0.5  # of the words of two titles of one paper
_MIN_WORDS = 2  # that two titles of one author share
_MAX_YEARS_APART = 1  # of the year of a conference and that of its proceedings


@dataclass(frozen=True, slots=True)
class RegisteredFacts:
    """What registries state about a paper.

    Attributes:
        records: The records that describe the paper, those of publications first.
        appearance: The venue of the first publication; before `add_unlisted_appearance` only a listed one.
        dois: DOIs that were found by the title of the paper.
        seen: The day on which the newest of these facts was first seen.
        rejected: The records of the paper's DOIs that describe other work.
        stated: The publication that a feed or a curator's record states.
    """

    records: tuple[DoiRecord, ...] = ()
    appearance: Appearance | None = None
    dois: tuple[str, ...] = ()
    seen: date | None = None
    rejected: tuple[DoiRecord, ...] = ()
    stated: StatedPublication | None = None

    @property
    def publication(self) -> Publication | None:
        """The record of the first publication, or else what a feed or a curator's record states."""
        return next((record for record in self.records if record.is_publication), self.stated)

    @property
    def venue_publication(self) -> Publication | None:
        """The publication, unless it is on a preprint server, which is not a venue."""
        publication = self.publication
        return None if publication and publication.type == POSTED_CONTENT else publication


def find_registered_facts(
    entry: Entry,
    curation: PaperCuration | None,
    lookups: Lookups,
    venue_index: VenueIndex,
    stated: StatedPublication | None = None,
) -> RegisteredFacts:
    """Find what registries state about a paper, and its publication if only a feed or a record states it.

    Args:
        entry: The paper.
        curation: What people wrote about it, or None.
        lookups: The answers of the registries.
        venue_index: The listed venues.
        stated: The publication that a feed or a curator's record states.
    """
    publications = curation.publications if curation else ()
    answers = list(_iter_answers(entry, (*publications, *entry.dois), lookups))
    if not answers and stated is None:
        return RegisteredFacts()
    matching_answers = [(lookup, record) for lookup, record in answers if describes_paper(record, entry)]
    matching_answers.sort(key=lambda answer: not answer[1].is_publication)
    records = keep_first((record for _, record in matching_answers), lambda record: record.doi)
    facts = RegisteredFacts(
        records=records,
        dois=tuple(record.doi for lookup, record in matching_answers if lookup.key == entry.id),
        seen=max((lookup.changed for lookup, _ in matching_answers if lookup.changed), default=None),
        rejected=tuple(record for _, record in answers if record not in records),
        stated=stated,
    )
    publication = facts.venue_publication
    if publication is None:
        return facts
    return replace(facts, appearance=venue_index.find_registered_appearance(publication))


def _iter_answers(entry: Entry, dois: Iterable[str], lookups: Lookups) -> Iterator[tuple[Lookup, DoiRecord]]:
    """Yield the answers with a record: for the paper's DOIs, and for its title."""
    for key in dict.fromkeys((*map(ids.build_doi_id, dois), entry.id)):
        lookup = lookups.get(key)
        if lookup and lookup.record:
            yield lookup, lookup.record


def find_link_records(links: Iterable[Link], lookups: Lookups) -> dict[str, DoiRecord]:
    """Return the records of the data and code that links with a DOI lead to, by the address of the link."""
    records: dict[str, DoiRecord] = {}
    for link in links:
        doi = find_link_doi(link)
        lookup = lookups.get(ids.build_doi_id(doi)) if doi else None
        if lookup and lookup.record:
            records[link.url] = lookup.record
    return records


def find_link_doi(link: Link) -> str | None:
    """Return the DOI in the address of a link."""
    return ids.find_doi(link.url)


def describes_paper(record: DoiRecord, entry: Entry) -> bool:
    """Whether a record describes this paper or another version of it, and not other work.

    Args:
        record: The record of a DOI that authors, publishers or curators give for the paper.
        entry: The paper.
    """
    if record.notice_of:
        return False
    if any(relation.target == entry.id for relation in record.relations):
        return True
    return is_about_paper(entry, record.title, (author.family for author in record.authors))


def is_about_paper(entry: Entry, title: str, families: Iterable[str]) -> bool:
    """Whether a work with the DOI of a paper is the paper, and not other work, by its title and authors.

    Args:
        entry: The paper.
        title: The title of the work.
        families: Family names of its authors.
    """
    words, other_words = (set(fold_title(text).split()) for text in (entry.title, title))
    shared = len(words & other_words)
    if shared >= _MIN_SHARED * len(words | other_words):
        return True
    return shared >= _MIN_WORDS and any(has_family_name(entry, family) for family in families)


def select_stated_appearance(
    appearance: Appearance | None, facts: RegisteredFacts, venue_index: VenueIndex
) -> Appearance | None:
    """Return the venue that the authors state, unless a registry states that the paper is elsewhere.

    The registry's name may be one that the list of venues does not have. Then the authors' venue counts if it
    is of the same kind and year.

    Args:
        appearance: What the authors state.
        facts: What the registries state.
        venue_index: The listed venues.
    """
    publication = facts.venue_publication
    if appearance is None or publication is None or facts.appearance:
        return appearance
    is_journal = publication.type == JOURNAL_ARTICLE
    is_event = appearance.unlisted.is_event if appearance.unlisted else venue_index.is_event(appearance.venue)
    if is_journal == is_event:
        return None
    years = [year for year in (appearance.year, publication.year) if year is not None]
    return appearance if not years or max(years) - min(years) <= _MAX_YEARS_APART else None


def add_unlisted_appearance(facts: RegisteredFacts, stated: Appearance | None) -> RegisteredFacts:
    """Add the venue in the words of the registry, if neither the registry nor the authors name a listed one.

    Args:
        facts: What the registries state.
        stated: What the authors state, from `select_stated_appearance`.
    """
    is_listed = stated is not None and stated.unlisted is None
    publication = facts.venue_publication
    if facts.appearance or publication is None or is_listed:
        return facts
    return replace(facts, appearance=find_unlisted_registered_appearance(publication))
