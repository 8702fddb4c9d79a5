"""Digests of what pages are made from, so that a page is only rendered if that has changed.

The digest of a paper covers all of its fields, whether the page shows them or not. Then no page can show
what its digest leaves out.
"""

from collections.abc import Container, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec
from markupsafe import Markup

from generator.model.curation_values import Venue
from generator.model.papers import Catalogue, Paper

_DIGEST_SIZE = 20  # bytes
_SIMPLE_TYPES = frozenset({str, Markup, int, bool, type(None)})


def digest_papers(catalogue: Catalogue, venue_pages: Container[str]) -> dict[str, bytes]:
    """Map the id of each paper to a digest of the paper, its venue and its topics.

    Args:
        catalogue: The papers.
        venue_pages: Ids of the venues that have a page.
    """
    venues: dict[str, tuple[Venue, bool]] = {
        venue.id: (venue, venue.id in venue_pages) for venue in catalogue.venues
    }
    titles = {topic.id: topic.title for topic in catalogue.topics}
    digests = {}
    for paper in catalogue.papers:
        venue = venues[paper.appearance.venue] if paper.appearance else None
        topics = [(topic, titles[topic.topic]) for topic in catalogue.assignments[paper.id]]
        digests[paper.id] = _digest((paper, venue, topics))
    return digests


def digest_values(values: object, papers: Mapping[str, bytes]) -> bytes:
    """Return a digest of what a page is made from.

    Args:
        values: Texts, numbers, dates and papers, and tuples, lists, mappings and dataclasses of these.
        papers: From `digest_papers`.
    """
    return _digest(_replace_papers(values, papers))


def _replace_papers(value: Any, papers: Mapping[str, bytes]) -> Any:  # noqa: ANN401 - any value
    """Replace each paper by its digest, at any depth."""
    kind = type(value)
    if kind in _SIMPLE_TYPES:
        return value
    if kind is Paper:
        return papers[value.id]
    if kind is list or kind is tuple:
        return [papers[item.id] if type(item) is Paper else _replace_papers(item, papers) for item in value]
    if kind is dict:
        return {key: _replace_papers(item, papers) for key, item in value.items()}
    return [_replace_papers(getattr(value, name), papers) for name in _list_fields(kind)] or value  # type: ignore[arg-type]


@cache
def _list_fields(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type
    """List the fields of a dataclass; other types have none."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _encode_markup(value: object) -> object:
    """Encode markup unlike text, which is escaped on pages."""
    if isinstance(value, Markup):
        return (str(value), True)
    raise NotImplementedError(f"a page is made from a {type(value)}, which has no digest")


_encode = msgspec.msgpack.Encoder(enc_hook=_encode_markup).encode


def _digest(value: object) -> bytes:
    return blake2b(_encode(value), digest_size=_DIGEST_SIZE).digest()
