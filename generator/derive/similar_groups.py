"""Join the groups of papers of one name that have similar papers."""

from collections.abc import Mapping, Sequence

import numpy as np

from generator.derive.related_papers import Words
from generator.derive.shared_names import PersonPapers, SharedNames
from generator.derive.similarity import Matrix, build_vectors
from generator.derive.terms import read_words
from generator.model.grouping import group_by_shared_keys, group_pairs

_MIN_SIMILARITY = 0.15  # of papers that the same person has probably written


def join_similar(groups_by_key: Mapping[str, tuple[PersonPapers, ...]], previous: Words) -> SharedNames:
    """Join the groups of each name that have similar papers.

    Args:
        groups_by_key: The groups by author key.
        previous: The words of papers in a previous run. The result is the same without them.
    """
    papers = {paper.id: paper for parts in groups_by_key.values() for part in parts for paper in part}
    rows = {paper_id: row for row, paper_id in enumerate(papers)}
    if not papers:
        return SharedNames()
    words = read_words(tuple(papers.values()), previous=previous)
    matrix = build_vectors(tuple(papers.values()), words=words).matrix
    ids = {
        key: _join_parts(parts, matrix[[rows[paper.id] for part in parts for paper in part]])
        for key, parts in groups_by_key.items()
    }
    return SharedNames(ids, words)


def _join_parts(parts: Sequence[PersonPapers], vectors: Matrix) -> list[list[str]]:
    """Join parts with similar papers: the ids of each group, of which that of the most parts comes first."""
    similarities = (vectors @ vectors.T).tocoo()
    is_similar = similarities.data >= _MIN_SIMILARITY
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    rows, columns = owners[similarities.row[is_similar]], owners[similarities.col[is_similar]]
    links = set(zip(rows.tolist(), columns.tolist(), strict=True))
    links_by_part = group_pairs((part, link) for link in sorted(links) for part in link)
    groups = group_by_shared_keys(range(len(parts)), lambda part: links_by_part.get(part, ()))
    return [
        [paper.id for part in group for paper in parts[part]]
        for group in sorted(groups, key=len, reverse=True)
    ]
