"""Find the names that several people probably share, from co-authors and contents of their papers.

The papers of a name fall into groups: two papers are in one group if they have another author in common, or
if their texts are similar. Several groups mean little if the name is rare: a person can have several subjects
and teams. They count if the name is common among the authors of the catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TypeAlias, TypeVar

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from generator.derive.groups import AuthorPapers, Groups
from generator.derive.name_frequencies import count_author_names
from generator.derive.similarity import Matrix, build_vectors
from generator.model.grouping import group_pairs
from generator.model.papers import Catalogue, Paper

# Papers of larger teams have authors who do not know each other.
MAX_TEAM = 50

_MIN_SIMILARITY = 0.15  # of papers that the same person has probably written

_Value = TypeVar("_Value")
PersonPapers: TypeAlias = tuple[Paper, ...]


def find_shared_names(catalogue: Catalogue, groups: Groups) -> dict[str, tuple[PersonPapers, ...]]:
    """Find the names that several people probably share.

    People whom curators or registries identify are left out. The result maps the keys of authors to the
    groups of their papers, the largest first. Each group is probably by one person.

    Args:
        catalogue: The catalogue.
        groups: Its papers by author.
    """
    frequencies = count_author_names(catalogue.papers)
    authors = {
        key: author
        for key, author in groups.by_author.items()
        if author.person is None and frequencies.is_shared(key)
    }
    teams = _find_teams(authors.values(), groups)
    groups_by_key = {key: _join_by_coauthors(key, author.papers, teams) for key, author in authors.items()}
    groups_by_key = {key: parts for key, parts in groups_by_key.items() if len(parts) > 1}
    similar = _join_similar(groups_by_key)
    return {key: parts for key, parts in similar.items() if len(parts) > 1}


def _find_teams(authors: Iterable[AuthorPapers], groups: Groups) -> dict[str, Set[str]]:
    """Map papers to the keys of their authors; papers of large teams have none."""
    papers = {paper.id: paper for author in authors for paper in author.papers}
    return {
        paper.id: {groups.find_author_key(author.name, paper.id) for author in paper.authors}
        if len(paper.authors) <= MAX_TEAM
        else frozenset()
        for paper in papers.values()
    }


def _join_by_coauthors(
    key: str, papers: Sequence[Paper], teams: Mapping[str, Set[str]]
) -> tuple[PersonPapers, ...]:
    """Group papers that have an author other than this one in common."""
    pairs = [
        (coauthor, index) for index, paper in enumerate(papers) for coauthor in teams[paper.id] - {key, ""}
    ]
    links = [(indices[0], index) for indices in group_pairs(sorted(pairs)).values() for index in indices[1:]]
    return _group(papers, links)


def _join_similar(
    groups_by_key: Mapping[str, tuple[PersonPapers, ...]],
) -> dict[str, tuple[PersonPapers, ...]]:
    """Join the groups of each name that have similar papers."""
    papers = {paper.id: paper for parts in groups_by_key.values() for part in parts for paper in part}
    rows = {paper_id: row for row, paper_id in enumerate(papers)}
    if not papers:
        return {}
    matrix = build_vectors(tuple(papers.values())).matrix
    return {
        key: _join_parts(parts, matrix[[rows[paper.id] for part in parts for paper in part]])
        for key, parts in groups_by_key.items()
    }


def _join_parts(parts: Sequence[PersonPapers], vectors: Matrix) -> tuple[PersonPapers, ...]:
    similarities = (vectors @ vectors.T).tocoo()
    is_similar = similarities.data >= _MIN_SIMILARITY
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    links = zip(
        owners[similarities.row[is_similar]].tolist(),
        owners[similarities.col[is_similar]].tolist(),
        strict=True,
    )
    return tuple(
        tuple(paper for part in group for paper in part) for group in _group(parts, sorted(set(links)))
    )


def _group(values: Sequence[_Value], links: Sequence[tuple[int, int]]) -> tuple[tuple[_Value, ...], ...]:
    """Group values that are linked directly or through others, the largest group first.

    Args:
        values: The values.
        links: Pairs of their indices.
    """
    matrix = coo_array(
        (np.ones(len(links)), ([one for one, _ in links], [other for _, other in links])),
        shape=(len(values), len(values)),
    )
    _, labels = connected_components(matrix, directed=False)
    by_label = group_pairs(zip(labels.tolist(), values, strict=True))
    return tuple(sorted(by_label.values(), key=len, reverse=True))
