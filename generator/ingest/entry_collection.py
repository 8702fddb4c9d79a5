"""Collect the entries of a document: entries that cannot be used become problems."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from generator.model.entries import Document, Entry
from generator.model.errors import Problem
from generator.model.text import fold

Item = TypeVar("Item")


def collect_entries(
    items: Iterable[tuple[int, Item]],
    parse: Callable[[Item], tuple[Entry, list[str]]],
    *,
    title: str,
    path: str,
    generated_at: datetime | None,
) -> Document:
    """Parse the entries of a publisher's feed. Of several entries with one id, the first is kept.

    Args:
        items: The line of each entry (0 if unknown), and the entry.
        parse: Returns an entry with remarks on what was left out of it, or raises ValueError.
        title: The title of the feed.
        path: The name of the document, for messages.
        generated_at: When the feed was generated, or None.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    skipped = 0
    for number, (line, item) in enumerate(items, 1):
        try:
            entry, remarks = parse(item)
        except ValueError as error:
            problems.append(Problem(path, line, 0, f"entry {number} skipped: {error}"))
            skipped += 1
            continue
        first = entries.setdefault(entry.id, entry)
        if first is entry:
            problems += [Problem(path, line, 0, f"{entry.id}: {remark}") for remark in remarks]
        elif fold(first.title) != fold(entry.title):
            message = f"entry {number} skipped: it has the same id as another entry, {entry.id}"
            problems.append(Problem(path, line, 0, message))
    return Document(title, generated_at, tuple(entries.values()), tuple(problems), skipped=skipped)
