"""The feeds in ``data/catalogue.yml``: what each kind needs and may say."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from generator.curation.schema import did_you_mean
from generator.curation.syntax import Path
from generator.model import ids
from generator.model.curation_values import Feed, FeedKind, Settings
from generator.model.text import clean_line

Remark = Callable[[Path, str, str], None]

# What a feed of a kind is told by: exactly one of these; and what else it may say.
_ESSENTIAL = {
    FeedKind.ARXIV: ("query", "categories", "ids"),
    FeedKind.RSS: ("url",),
    FeedKind.FILE: ("path",),
}
_FURTHER = {FeedKind.ARXIV: (), FeedKind.RSS: ("phrases", "hosts"), FeedKind.FILE: ("phrases",)}
_COMMON = ("id", "kind")


def settings(value: Mapping[str, Any], remark: Remark) -> Settings:
    """The settings in a file that keeps its schema.

    Args:
        value: The file's value.
        remark: Told what is wrong with a value: its path, the rule and a hint.
    """
    known: set[str] = set()
    feeds = []
    for index, fields in enumerate(value["feeds"]):
        at = ("feeds", index)
        if fields["id"] in known:
            remark((*at, "id"), f"each feed has its own id, got {fields['id']!r} again", "")
        known.add(fields["id"])
        feeds.append(_feed(fields, at, remark))
    contact = clean_line(value["contact"]) if "contact" in value else None
    return Settings(clean_line(value["title"]), clean_line(value["description"]), contact, tuple(feeds))


def _feed(fields: Mapping[str, Any], at: Path, remark: Remark) -> Feed:
    kind = FeedKind(fields["kind"])
    essential = _ESSENTIAL[kind]
    if sum(key in fields for key in essential) != 1:
        remark(at, f"a feed of kind {kind} has one of {', '.join(essential)}", "")
    allowed = (*_COMMON, *essential, *_FURTHER[kind])
    for key in fields:
        if key not in allowed:
            hint = did_you_mean(key, allowed) or f"it may say {', '.join(allowed)}"
            remark((*at, key), f"a feed of kind {kind} does not say {key!r}", hint)
    if "path" in fields and not _is_inside(fields["path"]):
        remark((*at, "path"), f"a feed's file lies in the catalogue's folder, got {fields['path']!r}", "")
    return Feed(
        id=fields["id"],
        kind=kind,
        query=clean_line(fields.get("query", "")),
        categories=tuple(fields.get("categories", ())),
        ids=tuple(filter(None, (_id(text, (*at, "ids", n), remark) for n, text in _numbered(fields, "ids")))),
        url=fields.get("url", ""),
        hosts=tuple(fields.get("hosts", ())),
        phrases=tuple(clean_line(phrase) for phrase in fields.get("phrases", ())),
        path=fields.get("path", ""),
    )


def _numbered(fields: Mapping[str, Any], key: str) -> list[tuple[int, str]]:
    return list(enumerate(fields.get(key, ())))


def _id(text: str, at: Path, remark: Remark) -> str | None:
    try:
        return ids.parse_arxiv_id(text)[0]
    except ValueError as error:
        remark(at, str(error), "")
        return None


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and not urlsplit(path).scheme
