"""Combine stored papers and curation into a catalogue; both come in as values."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from generator.derive.author_orcids import add_orcids, find_registered_people
from generator.derive.authors import apply_people, build_authors, index_people_by_name
from generator.derive.classify import classify
from generator.derive.code_links import find_links
from generator.derive.contributions import find_contribution
from generator.derive.merge import DerivedFacts, build_entries, merge_paper
from generator.derive.registered_facts import (
    add_unlisted_appearance,
    find_link_records,
    find_registered_facts,
    select_stated_appearance,
)
from generator.derive.same_papers import MainIds, find_same_papers, unite_stored, use_main_ids
from generator.derive.stated_publications import build_stated_publication
from generator.derive.unlisted_venues import identify_unlisted_venues
from generator.derive.venues import PaperYears, VenueIndex
from generator.ingest import observations
from generator.model.curation_values import Appearance, Curation, Link
from generator.model.dates import Precision
from generator.model.doi_records import Lookups
from generator.model.entries import Entry, Stored, StoredPaper
from generator.model.grouping import group_pairs
from generator.model.papers import DAY_WITHOUT_DATA, Assignment, Catalogue, Paper, PaperAuthor
from generator.model.publications import SOURCE_FEED, SOURCE_RECORD, StatedPublication
from generator.model.withdrawal import Withdrawal, find_withdrawal
from generator.system.memo import Memo
from generator.system.tasks import TaskRunner, run_serially

_PRECISIONS = tuple(Precision)  # the most exact one first


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What the texts of a paper state.

    Attributes:
        appearance: Where it appeared.
        links: Where code, data and the like are.
        withdrawal: Who has withdrawn it; None if it is not withdrawn.
        contribution: The sentence of the abstract that states what it contributes.
    """

    appearance: Appearance | None
    links: tuple[Link, ...]
    withdrawal: Withdrawal | None
    contribution: str | None


@dataclass(frozen=True, slots=True)
class _Texts:
    """What these facts are made from."""

    title: str
    abstract: str | None
    comment: str | None
    journal_ref: str | None
    dois: Sequence[str]
    years: PaperYears | None


@dataclass(frozen=True, slots=True)
class AssemblyMemos:
    """Results of a previous run with the same venues, topics and language."""

    texts: Memo[TextFacts] = field(default_factory=Memo)
    authors: Memo[tuple[PaperAuthor, ...]] = field(default_factory=Memo)
    topics: Memo[tuple[Assignment, ...]] = field(default_factory=Memo)


def assemble(
    stored: Stored,
    curated: Curation,
    lookups: Lookups | None = None,
    memos: AssemblyMemos | None = None,
    run: TaskRunner = run_serially,
) -> Catalogue:
    """Merge papers and assign topics. The catalogue has no relations yet: they take most of the time.

    Args:
        stored: The papers of all feeds.
        curated: What people wrote.
        lookups: What registries state about DOIs.
        memos: Results that need not be computed again.
        run: Runs the tasks that read texts. Each task is for a block of papers.
    """
    memos = memos or AssemblyMemos()
    lookups = lookups or {}
    main_ids = find_same_papers(list_entries(stored, curated), curated.papers, lookups)
    curated = use_main_ids(curated, main_ids)
    papers, unlisted_venues = identify_unlisted_venues(
        _merge_papers(stored, curated, lookups, main_ids, memos, run), curated.venues
    )
    return Catalogue(
        settings=curated.settings,
        papers=papers,
        topics=curated.topics,
        venues=(*curated.venues, *unlisted_venues),
        lists=curated.lists,
        people=curated.people,
        registered_people=find_registered_people(papers, curated.people),
        assignments=classify(papers, curated.topics, memo=memos.topics, run=run),
        relations={},
        as_of=_find_latest_day(stored),
        pending=_find_pending(papers, curated),
    )


def _find_pending(papers: Iterable[Paper], curated: Curation) -> dict[str, str | None]:
    """Return the ids that are requested and not fetched, with the files that curators wrote already."""
    known_ids = {paper_id for paper in papers for paper_id in (paper.id, *paper.other_ids)}
    files = {paper_id: curation.path for paper_id, curation in curated.papers.items()}
    requested_ids = curated.settings.requested_ids
    return {paper_id: files.get(paper_id) for paper_id in requested_ids if paper_id not in known_ids}


def list_entries(stored: Stored, curated: Curation) -> dict[str, Entry]:
    """Return the papers of all feeds and records by id, before those of several sources become one."""
    records = {curation.record.id: curation.record for curation in curated.papers.values() if curation.record}
    papers = _combine_feeds(stored, {})[0]
    return records | {paper_id: paper.entry for paper_id, paper in papers.items()}


def _merge_papers(
    stored: Stored,
    curated: Curation,
    lookups: Lookups,
    main_ids: MainIds,
    memos: AssemblyMemos,
    run: TaskRunner,
) -> tuple[Paper, ...]:
    """Make one paper for each id, and sort them, newest first."""
    combined, feeds = _combine_feeds(stored, main_ids)
    published = _list_published_entries(stored, main_ids)
    same_ids = group_pairs((main_id, other_id) for other_id, main_id in sorted(main_ids.items()))
    venue_index = VenueIndex(curated.venues)
    people_by_name = index_people_by_name(curated.people)
    entries = build_entries(combined, curated.papers)
    calls = [
        (texts, partial(_read_texts, venue_index, texts)) for texts in map(_collect_texts, entries.values())
    ]
    papers = []
    for (paper_id, entry), facts in zip(entries.items(), memos.texts.recall_all(calls, run), strict=True):
        stored_paper, curation = combined.get(paper_id), curated.papers.get(paper_id)
        publication = _find_stated_publication(entry, published.get(paper_id))
        registered = find_registered_facts(entry, curation, lookups, venue_index, publication)
        names = entry.authors, entry.id
        stated = select_stated_appearance(facts.appearance, registered, venue_index)
        registered = add_unlisted_appearance(registered, stated)
        derived = DerivedFacts(
            appearance=stated,
            links=facts.links,
            withdrawal=facts.withdrawal,
            contribution=facts.contribution,
            registered=registered,
            authors=memos.authors.recall(names, partial(build_authors, *names)),
        )
        paper = merge_paper(stored_paper, entry, derived, curation, tuple(feeds.get(paper_id, ())))
        authors = add_orcids(paper.authors, paper.records)
        if authors is not paper.authors:
            paper = replace(paper, authors=authors)
        paper = apply_people(paper, people_by_name)
        link_records, same_as = find_link_records(paper.links, lookups), same_ids.get(paper_id, ())
        if link_records or same_as:
            paper = replace(paper, link_records=link_records, same_as=same_as)
        papers.append(paper)
    return tuple(sorted(papers, key=_build_sort_key))


def _collect_texts(entry: Entry) -> _Texts:
    return _Texts(
        entry.title, entry.abstract, entry.comment, entry.journal_ref, entry.dois, _list_years(entry)
    )


def _read_texts(venue_index: VenueIndex, texts: _Texts) -> TextFacts:
    return TextFacts(
        appearance=venue_index.find_stated_appearance(texts.journal_ref, texts.comment, texts.years),
        links=find_links(texts.abstract, texts.comment, texts.dois),
        withdrawal=find_withdrawal(texts.comment, texts.abstract, texts.title),
        contribution=find_contribution(texts.title, texts.abstract),
    )


def _list_published_entries(stored: Stored, main_ids: MainIds) -> Mapping[str, Entry]:
    """Map each paper to what the first feed that states its journal or proceedings has of it."""
    return {
        main_ids.get(paper_id, paper_id): paper.entry
        for feed in sorted(stored, reverse=True)
        for paper_id, paper in stored[feed].items()
        if paper.entry.container
    }


def _find_stated_publication(entry: Entry, published: Entry | None) -> StatedPublication | None:
    """Find the publication that feeds or a curator's record state.

    Args:
        entry: All that is known of the paper; its date can be that of a preprint.
        published: What the feed states that names the container, or None.
    """
    if published is None:
        return build_stated_publication(entry, SOURCE_RECORD)
    dated = replace(entry, published=published.published, published_precision=published.published_precision)
    return build_stated_publication(replace(dated, dois=published.dois or entry.dois), SOURCE_FEED)


def _list_years(entry: Entry) -> PaperYears | None:
    """List the years of a paper's versions; None if no date is known."""
    years = [moment.year for moment in (entry.published, entry.updated) if moment is not None]
    return PaperYears(min(years), max(years)) if years else None


def _combine_feeds(
    stored: Stored, main_ids: MainIds
) -> tuple[Mapping[str, StoredPaper], Mapping[str, list[str]]]:
    """Combine what several feeds have of one paper: id to paper, and id to the names of its feeds."""
    combined: dict[str, StoredPaper] = {}
    feeds: dict[str, list[str]] = {}
    for feed, papers_by_id in sorted(stored.items()):
        for paper_id, paper in papers_by_id.items():
            names = feeds.setdefault(main_ids.get(paper_id, paper_id), [])
            names += [] if feed in names else [feed]
            other = combined.get(paper_id)
            combined[paper_id] = observations.combine(other, paper) if other else paper
    for other_id, main_id in sorted(main_ids.items()):
        if other := combined.pop(other_id, None):
            main = combined.get(main_id)
            combined[main_id] = (
                unite_stored(main, other) if main else replace(other, entry=replace(other.entry, id=main_id))
            )
    return combined, feeds


def _build_sort_key(paper: Paper) -> tuple[float, int, str]:
    """Sort by date, the newest first; a year alone comes after all dates of the year."""
    precision = _PRECISIONS.index(paper.published_precision)
    return (-paper.published.timestamp() if paper.published else math.inf, precision, paper.id)


def _find_latest_day(stored: Stored) -> date:
    """Return the day of the newest change in any feed. It is the same as long as the data are the same."""
    days = [
        day
        for papers_by_id in stored.values()
        for paper in papers_by_id.values()
        for day in (paper.as_of, paper.first_seen, *paper.changed.values())
    ]
    return max(days, default=DAY_WITHOUT_DATA)
