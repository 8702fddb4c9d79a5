"""Compare stored papers before and after a run: which are new, revised, changed, withdrawn or removed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.entries import Stored, StoredPaper
from generator.model.grouping import group_pairs
from generator.model.withdrawal import find_withdrawal


@dataclass(frozen=True, slots=True)
class PaperChanges:
    """Ids of papers by what happened to them. Apart from ``withdrawn``, each id is in one of the tuples.

    Attributes:
        new: Papers that were not stored before.
        revised: Papers with a newer version.
        changed: Papers whose version is the same and has other facts, such as a DOI, or another id.
        unchanged: Papers whose stored facts are the same.
        removed: Papers that are not stored any more.
        withdrawn: Those of the revised and changed papers that have been withdrawn.
    """

    new: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def compare_papers(
    before: Mapping[str, StoredPaper], after: Mapping[str, StoredPaper], paper_ids: Iterable[str]
) -> PaperChanges:
    """Compare what one feed has of some papers.

    Args:
        before: The feed's papers before, by id.
        after: Its papers now.
        paper_ids: The papers to compare; one that has another id now is left out.
    """
    papers = {paper_id: after[paper_id] for paper_id in paper_ids if paper_id in after}
    earlier_ids = {name for paper in papers.values() for name in (paper.entry.id, *paper.former_ids)}
    earlier_papers = {name: before[name] for name in earlier_ids if name in before}
    return compare_stores({"": earlier_papers}, {"": papers})


def compare_stores(before: Stored, after: Stored) -> PaperChanges:
    """Compare two stores; a paper that several feeds have is one paper.

    Returns:
        The ids of all papers, in the order of the feeds' names and their papers.
    """
    earlier, later = group_pairs(_iter_with_new_ids(before, after)), group_pairs(_iter_papers(after))
    shared = {paper_id: (earlier[paper_id], later[paper_id]) for paper_id in later if paper_id in earlier}
    different = {paper_id: pair for paper_id, pair in shared.items() if pair[0] != pair[1]}
    revised = {paper_id for paper_id, pair in different.items() if _is_revised(*pair)}
    return PaperChanges(
        new=tuple(paper_id for paper_id in later if paper_id not in earlier),
        revised=tuple(paper_id for paper_id in different if paper_id in revised),
        changed=tuple(paper_id for paper_id in different if paper_id not in revised),
        unchanged=tuple(paper_id for paper_id in shared if paper_id not in different),
        removed=tuple(paper_id for paper_id in earlier if paper_id not in later),
        withdrawn=tuple(paper_id for paper_id, pair in different.items() if _is_newly_withdrawn(*pair)),
    )


_Records = tuple[StoredPaper, ...]  # what each feed has of one paper


def _iter_papers(stored: Stored) -> Iterator[tuple[str, StoredPaper]]:
    """Yield the id and the record of each paper, in the order of the feeds' names."""
    for feed in sorted(stored):
        yield from stored[feed].items()


def _iter_with_new_ids(before: Stored, after: Stored) -> Iterator[tuple[str, StoredPaper]]:
    """Yield the papers of the earlier store as `_iter_papers` does, with the ids that they have now."""
    new_ids = {name: paper_id for paper_id, paper in _iter_papers(after) for name in paper.former_ids}
    for feed in sorted(before):
        earlier, later = before[feed], after.get(feed, {})
        for paper_id, paper in earlier.items():
            new_id = new_ids.get(paper_id, paper_id)
            is_renamed = new_id in later and new_id not in earlier
            # A former id can be that of another paper of the feed, too.
            yield paper_id if paper_id in later and not is_renamed else new_id, paper


def _is_revised(before: _Records, after: _Records) -> bool:
    return _find_latest_version(after) > _find_latest_version(before)


def _find_latest_version(papers: _Records) -> int:
    return max(paper.entry.version or 0 for paper in papers)


def _is_newly_withdrawn(before: _Records, after: _Records) -> bool:
    return _has_withdrawn(after) and not _has_withdrawn(before)


def _has_withdrawn(papers: _Records) -> bool:
    return any(
        find_withdrawal(paper.entry.comment, paper.entry.abstract, paper.entry.title) for paper in papers
    )
