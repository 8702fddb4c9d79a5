"""The ORCID iDs that registries state for the authors of papers, and the people whom they identify.

Names with one iD are one person's, and a name with two iDs is that of two people. Crossref takes iDs from
publishers (https://www.crossref.org/documentation/principles-practices/best-practices/bibliographic/), who
sometimes give an author the iD of a co-author. Therefore an iD counts only with a name that fits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from generator.derive.authors import find_author_key, fold_spelling, index_people_by_name, is_person_key
from generator.derive.groups import build_name_slug, list_reserved_slugs
from generator.derive.name_frequencies import count_author_names
from generator.model.curation_values import Person
from generator.model.doi_records import DoiRecord
from generator.model.grouping import group_pairs
from generator.model.name_forms import are_compatible_names, fold_family
from generator.model.papers import Paper, PaperAuthor

_MAX_NAMESAKES = 50  # authors of a paper with one family name; more are compared by their whole names only

_PapersByName: TypeAlias = Mapping[str, Sequence[str]]  # folded name to ids of papers


def add_orcids(authors: Sequence[PaperAuthor], records: Iterable[DoiRecord]) -> tuple[PaperAuthor, ...]:
    """Give the authors of a paper the ORCID iDs that its records state for their names.

    An iD is left out if several authors could have it, or if an author would have several.

    Args:
        authors: The authors of the paper.
        records: What registries state about the DOIs of the paper.
    """
    stated = {
        (contributor.name, contributor.orcid)
        for record in records
        for contributor in record.authors
        if contributor.orcid
    }
    if not stated:
        return tuple(authors)
    by_form = group_pairs(
        (form, index) for index, author in enumerate(authors) for form in fold_spelling(author.name)
    )
    by_family = group_pairs((fold_family(author.name), index) for index, author in enumerate(authors))
    orcids: dict[int, set[str]] = defaultdict(set)
    for name, orcid in sorted(stated):
        matches = {index for form in fold_spelling(name) for index in by_form.get(form, ())}
        namesakes = by_family.get(fold_family(name), ())
        if not matches and len(namesakes) <= _MAX_NAMESAKES:
            matches = {index for index in namesakes if are_compatible_names(name, authors[index].name)}
        if len(matches) == 1:
            orcids[matches.pop()].add(orcid)
    return tuple(
        replace(author, orcid=min(orcids[index])) if len(orcids.get(index, ())) == 1 else author
        for index, author in enumerate(authors)
    )


def find_registered_people(papers: Sequence[Paper], people: Sequence[Person]) -> tuple[Person, ...]:
    """Find the people whom ORCID iDs identify, where their names alone do not.

    These are people with several names, people who share a name with another iD, and those whom a curator
    describes with their iD; the latter have the curator's id. Papers that belong to a curator's person by the
    name are left out. Papers without an iD go with a name that has only one iD and is not common.

    Args:
        papers: All papers with the iDs of their authors, newest first.
        people: The people whom curators describe.
    """
    with_orcid, without_orcid = _collect_papers(papers, people)
    if not with_orcid:
        return ()
    orcids_by_name = group_pairs((name, orcid) for orcid, names in with_orcid.items() for name in names)
    curated = {person.orcid: person for person in people if person.orcid}
    frequencies = count_author_names(papers)
    reserved_slugs = list_reserved_slugs(people)
    registered = []
    for orcid, papers_by_name in with_orcid.items():
        unique = {name for name in papers_by_name if len(orcids_by_name[name]) == 1}
        if orcid not in curated and len(papers_by_name) == len(unique) == 1:
            continue
        own = {name for name in unique if not frequencies.is_shared(name)}
        main = next(iter(papers_by_name))  # of the oldest paper, so that the address does not change
        person_id = build_name_slug(main, reserved_slugs, None if main in own else orcid)
        paper_ids = {paper for ids in papers_by_name.values() for paper in ids}
        paper_ids.update(paper for name in own for paper in without_orcid.get(name, ()))
        registered.append(
            Person(
                id=curated[orcid].id if orcid in curated else person_id,
                name=main,
                spellings=tuple(sorted(papers_by_name)),
                papers=tuple(sorted(paper_ids)),
                orcid=orcid,
                is_registered=True,
            )
        )
    return tuple(sorted(registered, key=lambda person: person.id))


def _collect_papers(
    papers: Sequence[Paper], people: Sequence[Person]
) -> tuple[dict[str, _PapersByName], _PapersByName]:
    """Collect the papers of each iD by folded name, and the others by folded name, the oldest first."""
    people_by_name = index_people_by_name(people)
    with_orcid: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    without_orcid: dict[str, list[str]] = defaultdict(list)
    for paper in reversed(papers):
        for author in paper.authors:
            name = find_author_key(people_by_name, author.name, paper.id)
            if name and not is_person_key(name):
                ids = with_orcid[author.orcid][name] if author.orcid else without_orcid[name]
                ids.append(paper.id)
    checked: dict[str, _PapersByName] = {}
    for orcid, papers_by_name in sorted(with_orcid.items()):
        unlike = _find_unlike_names(papers_by_name)
        for name in unlike:
            without_orcid[name] += papers_by_name.pop(name)
        if papers_by_name:
            checked[orcid] = papers_by_name
    return checked, without_orcid


def _find_unlike_names(papers_by_name: _PapersByName) -> list[str]:
    """Find names that have no word in common with the most frequent one: the iD is somebody else's there.

    If such a name is as frequent, nobody can tell whose iD it is, and all names are returned.
    """
    main = max(papers_by_name, key=lambda name: (len(papers_by_name[name]), name))
    words = _list_whole_words(main)
    unlike = [name for name in papers_by_name if name != main and words.isdisjoint(_list_whole_words(name))]
    if any(len(papers_by_name[name]) == len(papers_by_name[main]) for name in unlike):
        return list(papers_by_name)
    return unlike


def _list_whole_words(name: str) -> set[str]:
    return {word for word in name.split() if len(word) > 1}
