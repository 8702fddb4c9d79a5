"""What a change of data does to the pages: two sets of pages come in, a report for reviewers goes out.

Pages hold what strangers wrote. In the report it is text: fenced in Markdown, by a fence that it cannot
close, and in a job's log behind a mark, so that no line begins with what GitHub would take for a command.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

from generator.model.text import clean_line, format_code, format_code_block

_VERBS = ("added", "changed", "removed")
_MOST_EXCERPTS = 20
_MOST_LINES = 14  # of an excerpt
_MOST_NAMED = 60  # pages of a kind
_LONGEST_LINE = 240  # characters
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a page: the verb, its path under ``docs/``, and lines that came (``+``) or went."""

    verb: str
    path: str
    lines: tuple[str, ...]


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The pages that differ, papers first: path to Markdown comes in twice."""
    changes = []
    for path in sorted(before.keys() | after.keys(), key=lambda path: (not path.startswith("papers/"), path)):
        old, new = before.get(path), after.get(path)
        if old != new:
            verb = "added" if old is None else "removed" if new is None else "changed"
            changes.append(Change(verb, path, tuple(_difference(_shown(old or ""), _shown(new or "")))))
    return tuple(changes)


def _shown(page: str) -> list[str]:
    """The lines of a page as a reader sees them, without what is around them."""
    text = html.unescape(_TAG.sub(" ", _FRONT_MATTER.sub("", page)))
    return [line for line in map(clean_line, text.split("\n")) if line]


def _difference(before: Sequence[str], after: Sequence[str]) -> Iterable[str]:
    """Lines that came or went."""
    lines = unified_diff(before, after, lineterm="", n=0)
    return (line for line in islice(lines, 2, None) if not line.startswith("@@"))


def as_markdown(changes: Sequence[Change]) -> str:
    """The report for a job's summary."""
    lines = [f"**Pages:** {_counts(changes)}"]
    for change in changes[:_MOST_EXCERPTS]:
        excerpt = [f"{line[0]} {line[1:]}" for line in _excerpt(change)]
        lines += [
            "",
            f"{change.verb} {format_code(change.path)}",
            "",
            format_code_block("\n".join(excerpt), "diff"),
        ]
    for verb, paths in _others(changes):
        lines += ["", f"Also {verb}: {', '.join(map(format_code, paths[:_MOST_NAMED]))}{_more(paths)}"]
    return "\n".join(lines) + "\n"


def as_text(changes: Sequence[Change]) -> str:
    """The report for a terminal, or a job's log."""
    lines = [f"pages: {_counts(changes)}"]
    for change in changes[:_MOST_EXCERPTS]:
        # GitHub reads ##[ as a command wherever it stands in a line.
        excerpt = (line.replace("##[", "## [") for line in _excerpt(change))
        lines += [f"{change.verb} docs/{change.path}", *(f"  | {line}" for line in excerpt)]
    for verb, paths in _others(changes):
        lines.append(f"also {verb}: {', '.join(paths[:_MOST_NAMED])}{_more(paths)}")
    return "\n".join(lines)


def _counts(changes: Iterable[Change]) -> str:
    verbs = [change.verb for change in changes]
    return ", ".join(f"{verbs.count(verb):,} {verb}" for verb in _VERBS)


def _others(changes: Sequence[Change]) -> Iterable[tuple[str, list[str]]]:
    """The pages without an excerpt, by verb."""
    for verb in _VERBS:
        if paths := [change.path for change in changes[_MOST_EXCERPTS:] if change.verb == verb]:
            yield verb, paths


def _more(paths: Sequence[str]) -> str:
    return f" and {len(paths) - _MOST_NAMED:,} more" if len(paths) > _MOST_NAMED else ""


def _excerpt(change: Change) -> list[str]:
    lines = [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in change.lines]
    left = len(lines) - _MOST_LINES
    return lines if left <= 0 else [*lines[:_MOST_LINES], f" and {left:,} lines more"]
