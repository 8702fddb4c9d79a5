"""Where a paper was published, as a registry of DOIs, a publisher's feed or a curator's record states it."""

import re
from dataclasses import dataclass
from typing import Protocol

SOURCE_FEED = "feed"
SOURCE_RECORD = "record"

_DASHES = re.compile("\\s*[-\u2010-\u2015\u2212]+\\s*")


def normalise_pages(text: str) -> str:
    """Put a single hyphen, without spaces, between the first and the last page.

    >>> normalise_pages("775 – 788"), normalise_pages("e12")
    ('775-788', 'e12')
    """
    return _DASHES.sub("-", text)


class Publication(Protocol):
    """The published version of a paper: a `DoiRecord` or a `StatedPublication`."""

    @property
    def doi(self) -> str:
        """The DOI in lower case, or an empty string."""

    @property
    def source(self) -> str:
        """Who states it: a key of `REGISTRY_NAMES`, ``feed`` or ``record``."""

    @property
    def type(self) -> str:
        """Such as ``journal-article``."""

    @property
    def containers(self) -> tuple[str, ...]:
        """Names of the journal or proceedings; the most exact one last."""

    @property
    def container(self) -> str:
        """The name to show of the journal or the proceedings, or an empty string."""

    @property
    def series(self) -> str:
        """The series in which the proceedings are a volume, or an empty string."""

    @property
    def event(self) -> tuple[str, ...]:
        """Names of the conference."""

    @property
    def event_year(self) -> int | None:
        """The year of the conference."""

    @property
    def year(self) -> int | None:
        """The year of the conference, or else of publication."""

    @property
    def published(self) -> str | None:
        """The date as a partial date."""

    @property
    def volume(self) -> str | None:
        """Of the container."""

    @property
    def issue(self) -> str | None:
        """Of the container."""

    @property
    def pages(self) -> str | None:
        """The first and the last page with a hyphen, or the number of the article."""

    @property
    def issns(self) -> tuple[str, ...]:
        """Of the container."""

    @property
    def publisher(self) -> str | None:
        """The name of the publisher."""


@dataclass(frozen=True, slots=True)
class StatedPublication:
    """What a feed or a curator's record states; `Publication` describes the attributes."""

    source: str
    type: str
    container: str
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    issns: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    doi: str = ""

    @property
    def containers(self) -> tuple[str, ...]:
        """The container alone."""
        return (self.container,)

    @property
    def series(self) -> str:
        """Unknown."""
        return ""

    @property
    def event(self) -> tuple[str, ...]:
        """Unknown."""
        return ()

    @property
    def event_year(self) -> int | None:
        """Unknown."""
        return None

    @property
    def year(self) -> int | None:
        """The year of publication."""
        return int(self.published[:4]) if self.published else None
