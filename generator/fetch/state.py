"""What a feed remembers between runs: ``feed.json`` beside its papers.

It moves only when something was learnt, so that a run without news changes no byte: the day of the last
success is written anew at most every few days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec

from generator.errors import DataError, Problem
from generator.fetch.arxiv import Progress

FILE = "feed.json"

_REMEMBERED = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a feed apart from its papers.

    Attributes:
        succeeded: The day of a last success, at most a few days before the actual one.
        conditions: What to send so that an unchanged document need not be sent again.
        history: How far a reading of history came, if one is under way.
    """

    succeeded: date | None = None
    conditions: Mapping[str, str] | None = None
    history: Progress | None = None


def parse(data: bytes, path: str) -> State:
    """The state in a file's bytes.

    Raises:
        DataError: It is not what `encode` wrote.
    """
    try:
        return msgspec.json.decode(data, type=State)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "the program writes this file; restore it with git, or remove it"
        raise DataError([Problem(path, 0, 0, f"this is no state of a feed: {error}", hint)]) from error


def encode(state: State) -> bytes:
    """The file's bytes for a state."""
    return msgspec.json.format(msgspec.json.encode(state, order="deterministic"), indent=1) + b"\n"


def after_success(state: State, today: date, *, is_news: bool) -> State:
    """The state after a run that went well."""
    known = state.succeeded
    if known is not None and not is_news and known <= today < known + _REMEMBERED:
        return state
    return replace(state, succeeded=max(today, known) if known else today)
