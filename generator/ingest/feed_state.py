"""What a feed remembers between runs: ``feed.json`` beside its papers.

It moves only when something was learnt, so that a run without news changes no byte: the day of the last
success is written anew at most every few days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import msgspec

from generator.ingest.arxiv_history import Progress
from generator.model.errors import DataError, Problem

FILE = "feed.json"

_REMEMBERED = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a feed apart from its papers.

    Attributes:
        succeeded: The day of a last success, at most a few days before the actual one.
        heard: Up to which day everything was heard, while the first success is still to come.
        conditions: What to send so that an unchanged document need not be sent again.
        source: What these conditions are true of.
        awaited: Ids that were announced and not answered yet, and since when.
        history: How far a reading of history came, if one is under way.
    """

    succeeded: date | None = None
    heard: date | None = None
    conditions: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    awaited: Mapping[str, date] = field(default_factory=dict)
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
    """The file's bytes for a state; what is not known is left out."""
    told = {name: value for name, value in msgspec.to_builtins(state).items() if value}
    return msgspec.json.format(msgspec.json.encode(told, order="deterministic"), indent=1) + b"\n"


def limit_days(state: State, today: date) -> State:
    """Replace days after today, which an earlier run stored when a clock was wrong.

    A success in the future becomes unknown, so that the next run looks back far enough.
    """
    return replace(
        state,
        succeeded=state.succeeded if state.succeeded and state.succeeded <= today else None,
        heard=state.heard if state.heard and state.heard <= today else None,
        awaited={paper_id: min(day, today) for paper_id, day in state.awaited.items()},
    )


def after_success(state: State, until: date, today: date, *, is_news: bool) -> State:
    """The state after a run that went well.

    Args:
        state: The one before.
        until: Up to which day everything was heard.
        today: The day by the service's clock; a success that is said to have been later is not believed.
        is_news: Whether the run brought anything.
    """
    known = state.succeeded if state.succeeded and state.succeeded <= today else until
    is_old = state.succeeded != known or until >= known + _REMEMBERED
    return replace(state, heard=None, succeeded=max(known, until) if is_news or is_old else known)
