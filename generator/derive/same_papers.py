"""Find the papers that several sources have under different ids, such as a preprint and its article.

A paper at arXiv and a paper with the DOI that it states are one, if title or first author agree: authors also
state DOIs of other work. Other pairs are one only if a curator says so with ``same_as``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from generator.derive.registered_facts import is_about_paper
from generator.ingest.observations import combine_published
from generator.ingest.title_match import MIN_WORDS, find_family_name, fold_title, has_family_name
from generator.model import ids
from generator.model.curation_values import Curation, ListEntry, PaperCuration, ReadingList
from generator.model.doi_records import Lookups
from generator.model.entries import PUBLICATION_FIELDS, Author, Entry, StoredPaper
from generator.model.errors import Problem
from generator.model.grouping import group_pairs, keep_first
from generator.model.layout import build_paper_path
from generator.model.papers import Paper
from generator.model.text import quote_text

_MAX_YEARS_APART = 3  # of a preprint and its article
_FILLED_FIELDS = ("abstract", "authors", "comment", "journal_ref")

MainIds = Mapping[str, str]  # another id of a paper to the id that its page has


def find_same_papers(
    entries: Mapping[str, Entry], curations: Mapping[str, PaperCuration], lookups: Lookups
) -> dict[str, str]:
    """Map the other ids of papers to the id of their page: the arXiv id, or that of the curator's file.

    Args:
        entries: All papers of feeds and records by id.
        curations: What people wrote, by id.
        lookups: The answers of the registries, which find DOIs by titles.
    """
    main_ids: dict[str, str] = {}
    by_curation = _find_by_curation(entries, curations)
    for other_id, main_id in (*by_curation, *_find_by_doi(entries, curations, lookups)):
        main, other = _follow(main_id, main_ids), _follow(other_id, main_ids)
        if ids.is_arxiv_id(other) and not ids.is_arxiv_id(main):
            main, other = other, main
        if main != other:
            main_ids[other] = main
    return {other_id: _follow(other_id, main_ids) for other_id in main_ids}


def _follow(paper_id: str, main_ids: MainIds) -> str:
    while paper_id in main_ids:
        paper_id = main_ids[paper_id]
    return paper_id


def _find_by_curation(
    entries: Mapping[str, Entry], curations: Mapping[str, PaperCuration]
) -> Iterator[tuple[str, str]]:
    for paper_id, curation in sorted(curations.items()):
        for other_id in curation.same_as:
            if paper_id in entries and other_id in entries:
                yield other_id, paper_id


def _find_by_doi(
    entries: Mapping[str, Entry], curations: Mapping[str, PaperCuration], lookups: Lookups
) -> Iterator[tuple[str, str]]:
    """Yield the papers that are named by a DOI, each with the only paper of arXiv that has this DOI."""
    arxiv_ids = group_pairs(
        (doi_id, paper_id)
        for paper_id, entry in sorted(entries.items())
        if ids.is_arxiv_id(paper_id)
        for doi_id in _list_doi_ids(entry, curations.get(paper_id), lookups)
        if doi_id in entries
    )
    for doi_id, candidates in arxiv_ids.items():
        article = entries[doi_id]
        matches = [paper_id for paper_id in candidates if _is_same(entries[paper_id], article)]
        if len(matches) > 1:
            title = fold_title(article.title)
            matches = [paper_id for paper_id in matches if fold_title(entries[paper_id].title) == title]
        if len(matches) == 1:
            yield doi_id, matches[0]


def _list_doi_ids(entry: Entry, curation: PaperCuration | None, lookups: Lookups) -> Iterable[str]:
    """List the ids of the DOIs that a feed, a curator or a registry gives for a paper."""
    lookup = lookups.get(entry.id)
    dois = [*entry.dois, *(curation.publications if curation else ())]
    dois += [lookup.record.doi] if lookup and lookup.record else []
    return dict.fromkeys(map(ids.build_doi_id, dois))


def _is_same(preprint: Entry, article: Entry) -> bool:
    return is_about_paper(preprint, article.title, [find_family_name(article)])


# --- uniting ---------------------------------------------------------------------------------------------


def unite_stored(main: StoredPaper, other: StoredPaper) -> StoredPaper:
    """Add what another source has of a paper: its publication, DOIs, links, and values that are unknown."""
    entry, added = main.entry, other.entry
    published, precision = combine_published(entry, added)
    values = {name: getattr(entry, name) or getattr(added, name) for name in _FILLED_FIELDS}
    if not entry.container:
        values |= {name: getattr(added, name) for name in PUBLICATION_FIELDS}
    united = replace(
        entry,
        **values,
        dois=keep_first((*entry.dois, *added.dois), ids.build_doi_id),
        links=tuple(dict.fromkeys((*entry.links, *added.links))),
        published=published,
        published_precision=precision,
    )
    return replace(main, entry=united, first_seen=min(main.first_seen, other.first_seen))


def use_main_ids(curated: Curation, main_ids: MainIds) -> Curation:
    """Return what people wrote with one id for each paper; the file of the main id takes precedence."""
    if not main_ids:
        return curated
    papers: dict[str, PaperCuration] = {}
    for paper_id, curation in sorted(curated.papers.items(), key=lambda item: item[0] in main_ids):
        main_id = main_ids.get(paper_id, paper_id)
        united = replace(curation, related=_replace(curation.related, main_ids, main_id))
        papers[main_id] = _add_curation(papers[main_id], united) if main_id in papers else united
    return replace(
        curated,
        papers=papers,
        lists=tuple(_use_main_ids_in_list(reading_list, main_ids) for reading_list in curated.lists),
        people=tuple(replace(person, papers=_replace(person.papers, main_ids)) for person in curated.people),
    )


def _use_main_ids_in_list(reading_list: ReadingList, main_ids: MainIds) -> ReadingList:
    entries = (
        ListEntry(main_ids.get(entry.paper, entry.paper), entry.note) for entry in reading_list.entries
    )
    return replace(reading_list, entries=keep_first(entries, lambda entry: entry.paper))


def _replace(paper_ids: Iterable[str], main_ids: MainIds, own_id: str = "") -> tuple[str, ...]:
    replaced = dict.fromkeys(main_ids.get(paper_id, paper_id) for paper_id in paper_ids)
    return tuple(paper_id for paper_id in replaced if paper_id != own_id)


def _add_curation(main: PaperCuration, other: PaperCuration) -> PaperCuration:
    """Add the values of another file where the file of the paper has none."""
    empty = PaperCuration("")
    return replace(
        main,
        **{
            field.name: getattr(other, field.name)
            for field in fields(PaperCuration)
            if getattr(main, field.name) == getattr(empty, field.name)
        },
    )


# --- advice ----------------------------------------------------------------------------------------------


def find_second_files(
    entries: Mapping[str, Entry], curated: Curation, main_ids: MainIds
) -> tuple[Problem, ...]:
    """Find files of papers that have another id, too, and records with the DOI of another paper.

    Args:
        entries: All papers of feeds and records by id.
        curated: What people wrote, as the files state it.
        main_ids: From `find_same_papers`.
    """
    owners: dict[str, str] = {}
    for paper_id, entry in sorted(entries.items(), key=lambda item: (not ids.is_arxiv_id(item[0]), item[0])):
        for doi_id in _list_doi_ids(entry, curated.papers.get(paper_id), {}):
            owners.setdefault(doi_id, paper_id)
    problems = []
    for paper_id, curation in sorted(curated.papers.items()):
        owner = main_ids.get(paper_id) or owners.get(paper_id, paper_id)
        target = build_paper_path(owner)
        if paper_id in main_ids:
            message = f"the catalogue has this paper as {owner}"
            hint = f"move everything but the record to {target}, and delete this file"
        elif curation.record and owner != paper_id:
            message = f"the catalogue has this DOI as that of {owner}, {quote_text(entries[owner].title)}"
            hint = f"if it is this paper, write to {target} instead; otherwise correct the DOI"
        else:
            continue
        problems.append(Problem(curation.path, 0, 0, message, hint))
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class SamePaperSuggestion:
    """Two papers that are probably one: the one that stays, and the other one."""

    main: Paper
    other: Paper


def suggest_same_papers(papers: Iterable[Paper]) -> tuple[SamePaperSuggestion, ...]:
    """Suggest papers of different sources that have one title and first author, and similar years."""
    by_title = group_pairs((fold_title(paper.title), paper) for paper in papers)
    suggestions = []
    for title, same in by_title.items():
        if len(title.split()) < MIN_WORDS:
            continue
        main, *others = sorted(same, key=lambda paper: (not ids.is_arxiv_id(paper.id), paper.id))
        suggestions += [
            SamePaperSuggestion(main, other)
            for other in others
            if not ids.is_arxiv_id(other.id) and _has_same_author_and_year(main, other)
        ]
    return tuple(sorted(suggestions, key=lambda suggestion: (suggestion.main.id, suggestion.other.id)))


def _build_entry(paper: Paper) -> Entry:
    authors = tuple(Author(author.stated_name or author.name) for author in paper.authors)
    return Entry(paper.id, None, paper.title, authors=authors)


def _has_same_author_and_year(one: Paper, other: Paper) -> bool:
    if not (one.authors and other.authors and one.published and other.published):
        return False
    is_near = abs(one.published.year - other.published.year) <= _MAX_YEARS_APART
    return is_near and has_family_name(_build_entry(one), find_family_name(_build_entry(other)))
