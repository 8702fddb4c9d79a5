"""Compare two sets of pages, and report the changes to reviewers.

Pages contain untrusted text. In Markdown it stays inside of a code block, which it cannot close. In the log
of a job every line of it starts with a bar, so that GitHub does not run it as a workflow command.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

from generator.model.escaping import format_code, format_code_block
from generator.model.text import clean_line, join_first, truncate
from generator.publish import paths

_VERBS = ("added", "changed", "removed")
_MAX_EXCERPTS = 20  # pages that are shown with an excerpt
_MAX_LINES = 14  # lines of an excerpt
_MAX_NAMED = 60  # other pages of a kind that are named
_MAX_LINE_LENGTH = 240  # characters
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that differs.

    Attributes:
        verb: One of ``added``, ``changed`` and ``removed``.
        path: The page, below ``docs/``.
        lines: Lines that were added (``+``) or removed (``-``).
        text: The Markdown of the page after the change; empty if the page was removed.
    """

    verb: str
    path: str
    lines: tuple[str, ...]
    text: str


def compare_pages(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[PageChange, ...]:
    """Find the pages that differ, papers first.

    Args:
        before: The Markdown of each page by its path.
        after: The same, after the change.
    """
    changes = []
    papers = paths.build_url(paths.PAPERS)
    for path in sorted(before.keys() | after.keys(), key=lambda path: (not path.startswith(papers), path)):
        old, new = before.get(path), after.get(path)
        if old != new:
            verb = "added" if old is None else "removed" if new is None else "changed"
            lines = _find_changed_lines(_split_lines(old or ""), _split_lines(new or ""))
            changes.append(PageChange(verb, path, tuple(lines), new or ""))
    return tuple(changes)


def strip_front_matter(page: str) -> str:
    """Return a page without its front matter."""
    return _FRONT_MATTER.sub("", page)


def _split_lines(page: str) -> list[str]:
    """Return the lines of a page as readers see them: without front matter, tags and entities."""
    text = html.unescape(_TAG.sub(" ", strip_front_matter(page)))
    return [line for line in map(clean_line, text.split("\n")) if line]


def _find_changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterable[str]:
    lines = islice(unified_diff(before, after, lineterm="", n=0), 2, None)  # without the names of files
    return (line for line in lines if not line.startswith("@@"))


def format_changes_as_markdown(changes: Sequence[PageChange]) -> str:
    """Format the report for the summary of a job."""
    lines = [f"**Pages:** {_format_counts(changes)}"]
    for change in changes[:_MAX_EXCERPTS]:
        excerpt = "\n".join(f"{line[0]} {line[1:]}" for line in _cut_excerpt(change))
        lines += ["", f"{change.verb} {format_code(change.path)}", "", format_code_block(excerpt, "diff")]
    for verb, others in _list_paths_without_excerpt(changes).items():
        lines += ["", f"Also {verb}: {join_first(list(map(format_code, others)), _MAX_NAMED)}"]
    return "\n".join(lines) + "\n"


def format_changes_as_text(changes: Sequence[PageChange]) -> str:
    """Format the report for a terminal, or the log of a job."""
    lines = [f"pages: {_format_counts(changes)}"]
    for change in changes[:_MAX_EXCERPTS]:
        # GitHub runs ##[ as a command anywhere in a line.
        excerpt = (line.replace("##[", "## [") for line in _cut_excerpt(change))
        lines += [f"{change.verb} docs/{change.path}", *(f"  | {line}" for line in excerpt)]
    for verb, others in _list_paths_without_excerpt(changes).items():
        lines.append(f"also {verb}: {join_first(others, _MAX_NAMED)}")
    return "\n".join(lines)


def _format_counts(changes: Iterable[PageChange]) -> str:
    verbs = [change.verb for change in changes]
    return ", ".join(f"{verbs.count(verb):,} {verb}" for verb in _VERBS)


def _list_paths_without_excerpt(changes: Sequence[PageChange]) -> dict[str, list[str]]:
    """Return the pages without an excerpt by their verb."""
    rest = changes[_MAX_EXCERPTS:]
    paths_by_verb = {verb: [change.path for change in rest if change.verb == verb] for verb in _VERBS}
    return {verb: names for verb, names in paths_by_verb.items() if names}


def _cut_excerpt(change: PageChange) -> list[str]:
    lines = [truncate(line, _MAX_LINE_LENGTH) for line in change.lines]
    if len(lines) <= _MAX_LINES:
        return lines
    return [*lines[:_MAX_LINES], f" and {len(lines) - _MAX_LINES:,} more lines"]
