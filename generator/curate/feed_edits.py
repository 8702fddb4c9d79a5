"""Add arXiv ids to the settings, so that the next fetch requests these papers. All other text stays."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from generator.curation import syntax
from generator.curation.writer import Value, format_flow, format_mapping
from generator.model import ids
from generator.model.errors import DataError, Problem
from generator.model.layout import SETTINGS
from generator.system.files import read_file

_FEED_ID = "single-papers"

_Node: TypeAlias = Any  # the types of PyYAML's nodes say nothing of their values


def request_papers(root: Path, paper_ids: Iterable[str]) -> dict[str, str]:
    """Return the text of the settings with further ids, by its path; empty if it has all of them.

    Args:
        root: The catalogue's folder.
        paper_ids: arXiv ids without version.

    Raises:
        DataError: The file is written in a way that does not allow this.
        StoreError: The file cannot be read.
    """
    old_text = read_file(root / SETTINGS).decode()
    new_text = add_ids(old_text, paper_ids)
    return {SETTINGS: new_text} if new_text != old_text else {}


def add_ids(text: str, paper_ids: Iterable[str]) -> str:
    """Add ids to the first feed that requests papers by id; without one, add such a feed at the end.

    Args:
        text: The settings, which have no problems.
        paper_ids: arXiv ids without version; those that a feed requests already are left out.

    Raises:
        DataError: The file is written in a way that does not allow this.
    """
    tree, _ = syntax.parse_yaml(text.encode(), SETTINGS)
    value: Any = tree.value if tree else {}
    requested = {ids.parse_arxiv_id(word)[0] for feed in value["feeds"] for word in feed.get("ids", ())}
    new_ids = [paper_id for paper_id in dict.fromkeys(paper_ids) if paper_id not in requested]
    if not new_ids:
        return text
    feeds = _find_value(yaml.compose(text, Loader=yaml.SafeLoader), "feeds")
    lists = [_find_value(feed, "ids") for feed in feeds.value]
    position = next((index for index, node in enumerate(lists) if node is not None), None)
    if position is None:
        feed: dict[str, Value] = {"id": _choose_id(value["feeds"]), "kind": "arxiv", "ids": new_ids}
        value["feeds"].append(feed)
        new_text = _append(text, feeds, [feed])
    else:
        value["feeds"][position]["ids"] += new_ids
        new_text = _append(text, lists[position], new_ids)
    new_tree, problems = syntax.parse_yaml(new_text.encode(), SETTINGS)
    if problems or new_tree is None or new_tree.value != value:
        message = f"the ids {', '.join(new_ids[:3])} cannot be added automatically"
        raise DataError(problems or [Problem(SETTINGS, 1, 1, message, "add them by hand")])
    return new_text


def _find_value(node: _Node, key: str) -> _Node:
    """Return the value of a key of a mapping, or None."""
    return next((value for name, value in node.value if name.value == key), None)


def _choose_id(feeds: Sequence[dict[str, Any]]) -> str:
    """Choose an id that no feed has."""
    used = {feed["id"] for feed in feeds}
    choices = (_FEED_ID, *(f"{_FEED_ID}-{number}" for number in range(2, len(used) + 2)))
    return next(choice for choice in choices if choice not in used)


def _append(text: str, node: _Node, values: Sequence[Value]) -> str:
    """Append values to a list, in brackets or on lines of their own as the list is written."""
    end = _find_end(text, node)
    if node.flow_style:
        inserted = "".join(f", {format_flow(value, is_nested=True)}" for value in values)
        return text[:end] + inserted + text[end:]
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * node.start_mark.column
    lines = [f"{indent}{line.removeprefix('  ')}" for line in format_mapping({"items": values})[1:]]
    line_end = text.find("\n", end) + 1 or len(text)
    before = text[:line_end] if text[:line_end].endswith("\n") else text[:line_end] + newline
    return before + "".join(f"{line}{newline}" for line in lines) + text[line_end:]


def _find_end(text: str, node: _Node) -> int:
    """Return where the last value of a list ends. The end of a block would include comments below it."""
    last = node.value[-1]
    while isinstance(last, yaml.CollectionNode) and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    return len(text[: last.end_mark.index].rstrip())
