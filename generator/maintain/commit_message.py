"""Describe how the stored papers change, as the message of a commit."""

import textwrap

from generator.ingest.paper_changes import PaperChanges
from generator.model import ids
from generator.model.text import format_count, join_first

_WIDTH = 72  # characters of a line, as is usual in messages of commits
_MAX_NAMED = 1_000  # papers of a kind that the message names


def _list_slugs(changes: PaperChanges) -> dict[str, tuple[str, ...]]:
    """List the slugs of papers, which are safe in any text, by what happened; the newest papers first."""
    paper_ids = {
        "new": changes.new,
        "revised": changes.revised,
        "changed": changes.changed,
        "removed": changes.removed,
    }
    return {
        kind: tuple(sorted(map(ids.build_slug, same_kind), reverse=True))
        for kind, same_kind in paper_ids.items()
        if same_kind
    }


def format_summary(changes: PaperChanges, records: int = 0) -> str:
    """Return one line with counts and as many slugs as fit: ``3 new, 1 revised (2602.23556, ...)``.

    Args:
        changes: How the papers have changed.
        records: How many records of registries are new or changed.
    """
    slugs_by_kind = _list_slugs(changes)
    counts = ", ".join(
        [
            *(f"{len(slugs):,} {kind}" for kind, slugs in slugs_by_kind.items()),
            *([format_count(records, "DOI record")] if records else []),
        ]
    )
    if not slugs_by_kind:
        return counts or "nothing new"
    slugs = [slug for slugs in slugs_by_kind.values() for slug in slugs]
    room = _WIDTH - len(f"data: {counts} (, ...)")
    shown: list[str] = []
    while len(shown) < len(slugs) and len(", ".join([*shown, slugs[len(shown)]])) <= room:
        shown.append(slugs[len(shown)])
    if not shown:
        return counts
    ellipsis = ["..."] if len(shown) < len(slugs) else []
    return f"{counts} ({', '.join([*shown, *ellipsis])})"


def format_message(changes: PaperChanges, records: int = 0) -> str:
    """Return the message of the commit: the summary, and a paragraph for each kind of change.

    Arguments are those of `format_summary`.
    """
    paragraphs = [f"data: {format_summary(changes, records)}"]
    for kind, slugs in _list_slugs(changes).items():
        text = f"{kind}: {join_first(slugs, _MAX_NAMED)}"
        paragraphs.append(
            textwrap.fill(
                text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
            )
        )
    return "\n\n".join(paragraphs) + "\n"
