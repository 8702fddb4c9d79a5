"""Find the names that several people probably share, from co-authors and contents of their papers.

The papers of a name fall into groups: two papers are in one group if they have another author in common, or
if their texts are similar. Several groups mean little if the name is rare: a person can have several subjects
and teams. They count if the name is common among the authors of the catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.derive.groups import AuthorPapers, Groups
from generator.derive.name_frequencies import count_author_names
from generator.derive.related_papers import Words
from generator.model.grouping import group_by_shared_keys
from generator.model.papers import Catalogue, Paper
from generator.system.memo import Memo

# Papers of larger teams have authors who do not know each other.
MAX_TEAM = 50

PersonPapers: TypeAlias = tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class SharedNames:
    """What one run finds, and leaves for the next.

    Attributes:
        ids: The ids of the papers of each group, by author key.
        words: Of all papers that were compared.
    """

    ids: dict[str, list[list[str]]] = field(default_factory=dict)
    words: Words = field(default_factory=Words)


def find_shared_names(
    catalogue: Catalogue, groups: Groups, memo: Memo[SharedNames] | None = None
) -> dict[str, tuple[PersonPapers, ...]]:
    """Find the names that several people probably share.

    People whom curators or registries identify are left out. The result maps the keys of authors to the
    groups of their papers, the largest first. Each group is probably by one person.

    Args:
        catalogue: The catalogue.
        groups: Its papers by author.
        memo: The result of a previous run.
    """
    memo = memo or Memo()
    frequencies = count_author_names(catalogue.papers)
    authors = {
        key: author
        for key, author in groups.by_author.items()
        if author.person is None and frequencies.is_shared(key)
    }
    teams = _find_teams(authors.values(), groups)
    groups_by_key = {key: _join_by_coauthors(key, author.papers, teams) for key, author in authors.items()}
    groups_by_key = {key: parts for key, parts in groups_by_key.items() if len(parts) > 1}

    previous = next(iter(memo.previous.values()), SharedNames())

    def join_groups() -> SharedNames:
        from generator.derive.similar_groups import join_similar  # noqa: PLC0415 - it loads SciPy

        return join_similar(groups_by_key, previous.words)

    ids_by_key = memo.recall(_list_facts(groups_by_key), join_groups).ids
    papers = {paper.id: paper for paper in catalogue.papers}
    return {
        key: tuple(tuple(papers[paper_id] for paper_id in part) for part in parts)
        for key, parts in ids_by_key.items()
        if len(parts) > 1
    }


def _find_teams(authors: Iterable[AuthorPapers], groups: Groups) -> dict[str, Set[str]]:
    """Map papers to the keys of their authors; papers of large teams have none."""
    papers = {paper.id: paper for author in authors for paper in author.papers}
    return {
        paper.id: frozenset(groups.author_keys[paper.id] if len(paper.authors) <= MAX_TEAM else ())
        for paper in papers.values()
    }


def _join_by_coauthors(
    key: str, papers: Sequence[Paper], teams: Mapping[str, Set[str]]
) -> tuple[PersonPapers, ...]:
    """Group papers that have an author other than this one in common, the largest group first."""
    parts = group_by_shared_keys(papers, lambda paper: teams[paper.id] - {key, ""})
    return tuple(map(tuple, sorted(parts, key=len, reverse=True)))


def _list_facts(groups_by_key: Mapping[str, tuple[PersonPapers, ...]]) -> dict[str, object]:
    """List what `join_similar` depends on: who has which papers, and what `build_vectors` reads of these."""
    return {
        key: [[(paper.id, paper.title, paper.abstract, paper.categories) for paper in part] for part in parts]
        for key, parts in groups_by_key.items()
    }
