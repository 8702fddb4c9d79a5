"""Describe how the stored papers change, as the message of a commit: two stores in, text out."""

import textwrap
from collections.abc import Iterable, Mapping

from generator.model import ids
from generator.model.entries import Stored, StoredPaper
from generator.model.grouping import group_pairs
from generator.model.text import join_first

_WIDTH = 72  # characters of a line, as is usual in messages of commits
_MOST_NAMED = 1_000  # papers of a kind that the message names


Changes = Mapping[str, tuple[str, ...]]


def find_changes(before: Stored, after: Stored) -> Changes:
    """Compare two stores.

    Returns:
        The slugs of papers that differ, which are safe in any text, by what happened: ``new`` (no feed had
        the paper), ``revised`` (it has a newer version), ``changed`` (other facts of the same version) and
        ``removed`` (no feed has it any more).
    """
    new_ids = {
        former_id: paper_id
        for papers in after.values()
        for paper_id, paper in papers.items()
        for former_id in paper.former_ids
    }
    old, new = _group_by_id(before, new_ids), _group_by_id(after, {})
    changed = {paper_id for paper_id in new.keys() & old.keys() if new[paper_id] != old[paper_id]}
    revised = {
        paper_id for paper_id in changed if _latest_version(new[paper_id]) > _latest_version(old[paper_id])
    }
    paper_ids = {
        "new": new.keys() - old.keys(),
        "revised": revised,
        "changed": changed - revised,
        "removed": old.keys() - new.keys(),
    }
    return {kind: _sort_slugs(same_kind) for kind, same_kind in paper_ids.items() if same_kind}


def _group_by_id(stored: Stored, new_ids: Mapping[str, str]) -> dict[str, tuple[StoredPaper, ...]]:
    """Return what each feed has of each paper, in the order of the feeds' names.

    Args:
        stored: A store.
        new_ids: The ids of papers that have got another one.
    """
    return group_pairs(
        (new_ids.get(paper_id, paper_id), paper)
        for feed in sorted(stored)
        for paper_id, paper in stored[feed].items()
    )


def _latest_version(papers: Iterable[StoredPaper]) -> int:
    return max(paper.entry.version or 0 for paper in papers)


def _sort_slugs(paper_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(ids.build_slug, paper_ids), reverse=True))


def format_summary(changes: Changes) -> str:
    """Return one line with counts and as many slugs as fit: ``3 new, 1 revised (2602.23556, ...)``."""
    if not changes:
        return "nothing new"
    counts = ", ".join(f"{len(slugs):,} {kind}" for kind, slugs in changes.items())
    slugs = [slug for slugs in changes.values() for slug in slugs]
    room = _WIDTH - len(f"data: {counts} (, ...)")
    shown: list[str] = []
    while len(shown) < len(slugs) and len(", ".join([*shown, slugs[len(shown)]])) <= room:
        shown.append(slugs[len(shown)])
    if not shown:
        return counts
    ellipsis = ["..."] if len(shown) < len(slugs) else []
    return f"{counts} ({', '.join([*shown, *ellipsis])})"


def format_message(changes: Changes) -> str:
    """Return the message of the commit: the summary, and a paragraph for each kind of change."""
    paragraphs = [f"data: {format_summary(changes)}"]
    for kind, slugs in changes.items():
        text = f"{kind}: {join_first(slugs, _MOST_NAMED)}"
        paragraphs.append(
            textwrap.fill(
                text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
            )
        )
    return "\n\n".join(paragraphs) + "\n"
