"""A time span whose papers are fetched, and how far reading it has come."""

from dataclasses import dataclass
from datetime import datetime

import msgspec


@dataclass(frozen=True, slots=True)
class Span:
    """A time span in whole minutes, by when papers were first submitted."""

    since: datetime
    until: datetime


class Progress(msgspec.Struct, frozen=True):
    """How far reading a time span has come. The names in the file are older than these.

    Attributes:
        search: In the syntax of the service.
        since: The beginning of the time span.
        until: Its end.
        part_since: The beginning of the current part; all papers submitted earlier have been read.
        offset: Number of entries of the part that have been read.
        total: Number of entries in the part when they were read.
        last_submitted: When the last of them was submitted.
        border_ids: Papers that were submitted at that very time; their order is not fixed.
        span_total: Number of papers in the whole time span, by the service.
    """

    search: str
    since: datetime
    until: datetime
    part_since: datetime = msgspec.field(name="window")
    offset: int = msgspec.field(default=0, name="start")
    total: int | None = None
    last_submitted: datetime | None = msgspec.field(default=None, name="last")
    border_ids: tuple[str, ...] = msgspec.field(default=(), name="border")
    span_total: int | None = msgspec.field(default=None, name="whole")
