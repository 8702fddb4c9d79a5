"""What a commit of ``data/feeds`` brings, as its message: two stores come in, text goes out."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import ids
from generator.model.entries import StoredPaper

Stored = Mapping[str, Mapping[str, StoredPaper]]  # feed to id to paper

_LONGEST_SUBJECT = 72  # characters
_MOST_NAMED = 1_000  # papers of a kind in the message's body
_WIDTH = 72


@dataclass(frozen=True, slots=True)
class News:
    """What changed in the store, by the slugs of papers, which are safe wherever they stand.

    Attributes:
        new: Papers that no feed had.
        revised: Papers with a newer version.
        changed: Papers of which the same version has other facts.
        removed: Papers that are no longer there; the store itself never does this.
    """

    new: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """Slugs by what happened to them, without what did not happen."""
        found = {"new": self.new, "revised": self.revised, "changed": self.changed, "removed": self.removed}
        return {kind: slugs for kind, slugs in found.items() if slugs}


def news(before: Stored, after: Stored) -> News:
    """What the second store has that the first one has not."""
    old, new = _by_id(before), _by_id(after)
    known = [paper_id for paper_id in new if paper_id in old and new[paper_id] != old[paper_id]]
    revised = {paper_id for paper_id in known if _version(new[paper_id]) > _version(old[paper_id])}
    return News(
        new=_slugs(new.keys() - old.keys()),
        revised=_slugs(revised),
        changed=_slugs(set(known) - revised),
        removed=_slugs(old.keys() - new.keys()),
    )


def _by_id(stored: Stored) -> dict[str, list[StoredPaper]]:
    """What each feed says of each paper, feeds in order."""
    found: dict[str, list[StoredPaper]] = {}
    for feed in sorted(stored):
        for paper_id, paper in stored[feed].items():
            found.setdefault(paper_id, []).append(paper)
    return found


def _version(papers: Iterable[StoredPaper]) -> int:
    return max(paper.entry.version or 0 for paper in papers)


def _slugs(paper_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(ids.build_slug, paper_ids), reverse=True))


def summary(found: News) -> str:
    """One line: what happened, and as many papers as fit; such as ``3 new, 1 revised (2602.23556, ...)``."""
    if not found.kinds:
        return "nothing new"
    counts = ", ".join(f"{len(slugs):,} {kind}" for kind, slugs in found.kinds.items())
    named = [slug for slugs in found.kinds.values() for slug in slugs]
    room = _LONGEST_SUBJECT - len("data: ") - len(counts) - len(" (, ...)")
    shown: list[str] = []
    while len(shown) < len(named) and len(", ".join([*shown, named[len(shown)]])) <= room:
        shown.append(named[len(shown)])
    if not shown:
        return counts
    return f"{counts} ({', '.join(shown if len(shown) == len(named) else [*shown, '...'])})"


def message(found: News) -> str:
    """The message of the commit that brings it: a summary, and then every paper."""
    paragraphs = [f"data: {summary(found)}"]
    for kind, slugs in found.kinds.items():
        more = f" and {len(slugs) - _MOST_NAMED:,} more" if len(slugs) > _MOST_NAMED else ""
        text = f"{kind}: {', '.join(slugs[:_MOST_NAMED])}{more}"
        paragraphs.append(
            textwrap.fill(
                text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
            )
        )
    return "\n\n".join(paragraphs) + "\n"
