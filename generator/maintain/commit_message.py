"""Describe how the stored papers change, as the message of a commit: two stores in, text out."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import ids
from generator.model.entries import Stored, StoredPaper
from generator.model.text import join_first

_WIDTH = 72  # characters of a line, as is usual in messages of commits
_MOST_NAMED = 1_000  # papers of a kind that the message names


@dataclass(frozen=True, slots=True)
class StoreChanges:
    """Papers that differ between two stores, by their slugs: these are safe in any text.

    Attributes:
        new: Papers that no feed had.
        revised: Papers with a newer version.
        changed: Papers whose stored facts changed, with the same version.
        removed: Papers that no feed has any more.
    """

    new: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def slugs_by_kind(self) -> dict[str, tuple[str, ...]]:
        """The slugs by kind of change; kinds without papers are left out."""
        kinds = {"new": self.new, "revised": self.revised, "changed": self.changed, "removed": self.removed}
        return {kind: slugs for kind, slugs in kinds.items() if slugs}


def find_changes(before: Stored, after: Stored) -> StoreChanges:
    """Compare two stores."""
    new_ids = {
        former_id: paper_id
        for papers in after.values()
        for paper_id, paper in papers.items()
        for former_id in paper.former_ids
    }
    old, new = _group_by_id(before, new_ids), _group_by_id(after)
    changed = {paper_id for paper_id in new.keys() & old.keys() if new[paper_id] != old[paper_id]}
    revised = {
        paper_id for paper_id in changed if _latest_version(new[paper_id]) > _latest_version(old[paper_id])
    }
    return StoreChanges(
        new=_sort_slugs(new.keys() - old.keys()),
        revised=_sort_slugs(revised),
        changed=_sort_slugs(changed - revised),
        removed=_sort_slugs(old.keys() - new.keys()),
    )


def _group_by_id(stored: Stored, new_ids: Mapping[str, str] | None = None) -> dict[str, list[StoredPaper]]:
    """Return what each feed has of each paper, in the order of the feeds' names.

    Args:
        stored: A store.
        new_ids: The ids of papers that have got another one.
    """
    new_ids = new_ids or {}
    papers: dict[str, list[StoredPaper]] = {}
    for feed in sorted(stored):
        for paper_id, paper in stored[feed].items():
            papers.setdefault(new_ids.get(paper_id, paper_id), []).append(paper)
    return papers


def _latest_version(papers: Iterable[StoredPaper]) -> int:
    return max(paper.entry.version or 0 for paper in papers)


def _sort_slugs(paper_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(ids.build_slug, paper_ids), reverse=True))


def format_summary(changes: StoreChanges) -> str:
    """Return one line with counts and as many slugs as fit: ``3 new, 1 revised (2602.23556, ...)``."""
    if not changes.slugs_by_kind:
        return "nothing new"
    counts = ", ".join(f"{len(slugs):,} {kind}" for kind, slugs in changes.slugs_by_kind.items())
    slugs = [slug for slugs in changes.slugs_by_kind.values() for slug in slugs]
    room = _WIDTH - len(f"data: {counts} (, ...)")
    shown: list[str] = []
    while len(shown) < len(slugs) and len(", ".join([*shown, slugs[len(shown)]])) <= room:
        shown.append(slugs[len(shown)])
    if not shown:
        return counts
    ellipsis = ["..."] if len(shown) < len(slugs) else []
    return f"{counts} ({', '.join([*shown, *ellipsis])})"


def format_message(changes: StoreChanges) -> str:
    """Return the message of the commit: the summary, and a paragraph for each kind of change."""
    paragraphs = [f"data: {format_summary(changes)}"]
    for kind, slugs in changes.slugs_by_kind.items():
        text = f"{kind}: {join_first(slugs, _MOST_NAMED)}"
        paragraphs.append(
            textwrap.fill(
                text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
            )
        )
    return "\n\n".join(paragraphs) + "\n"
