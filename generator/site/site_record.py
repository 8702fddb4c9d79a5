"""The record of a built site, from which the next build knows which of its files it can reuse."""

from typing import Any

import msgspec

SourceState = tuple[int, int, int, int]  # size, times and inode of a file, which every write changes


_MAX_INT = 2**63 - 1  # of MessagePack


def make_recordable(value: object) -> Any:  # noqa: ANN401 - any value
    """Return a value of front matter as one that is read as it was written, and that templates show alike.

    YAML has dates, sets and numbers of any size, which MessagePack changes or refuses.
    """
    if isinstance(value, list):
        return [make_recordable(item) for item in value]
    if isinstance(value, dict):
        return {make_recordable(key): make_recordable(item) for key, item in value.items()}
    if isinstance(value, int):
        return value if abs(value) <= _MAX_INT else str(value)
    return value if value is None or isinstance(value, str | float) else str(value)


class PageRecord(msgspec.Struct, frozen=True, array_like=True):
    """What a page was made from, and what the rest of the site needs of it.

    Attributes:
        digest: Of its address and its Markdown; empty if it cannot be reused.
        title: Its title.
        meta: Its front matter that `sitemap.xml` shows, from `make_recordable`.
        anchors: The anchors that links can name.
        links: Links to anchors, as `page.links_to_anchors`, by the path of the page that should have them.
        targets: The files that it links to, as indices of `SiteRecord.files`.
    """

    digest: str
    title: str | None
    meta: dict[str, Any]
    anchors: list[str]
    links: dict[str, dict[str, str]]
    targets: list[int]


class SiteRecord(msgspec.Struct, frozen=True):
    """What the pages of a site were made from.

    Attributes:
        fingerprint: Of what all pages depend on.
        navigation: Digest of what pages show of the navigation.
        reads: What templates read of it, as in `NavigationReads.names`.
        files: The paths below ``docs/`` of all published files, with their addresses.
        sources: The states of all files below ``docs/``, by path, before the first one was read.
        pages: All pages, by path.
    """

    fingerprint: str
    navigation: str
    reads: list[str]
    files: list[tuple[str, str]]
    sources: dict[str, SourceState]
    pages: dict[str, PageRecord]
