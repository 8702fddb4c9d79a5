"""The state of a feed: ``feed.json`` next to its papers.

The file changes only when a paper does, so that other runs change no byte. Therefore the day of the last
success is written every few days at most.
"""

import hashlib
import re
from collections.abc import Mapping, Set
from datetime import date, timedelta

import msgspec

from generator.ingest.time_span import Progress
from generator.model.errors import DataError, Problem

FILE = "feed.json"

_SUCCESS_INTERVAL = timedelta(days=3)
_MAX_REPORTED = 1_000
_ENTRY_NUMBER = re.compile(r"\Aentry \d+ ")


class State(msgspec.Struct, frozen=True):
    """What the store has of a feed apart from its papers. Some names in the file are older than these.

    Attributes:
        succeeded: The day of the last success, or up to three days before it.
        complete_until: Everything up to this day has been fetched (until the first success).
        conditions: Request headers with which a server does not send an unchanged document again.
        conditions_for: The address and options that these headers are for.
        pending_ids: Papers that were announced and are not available yet, and the day of the announcement.
        history: How far reading a time span has come, if it was stopped.
        reported: Keys of problems in documents that were reported; each is reported once.
    """

    succeeded: date | None = None
    complete_until: date | None = msgspec.field(default=None, name="heard")
    conditions: Mapping[str, str] = msgspec.field(default_factory=dict)
    conditions_for: str = msgspec.field(default="", name="source")
    pending_ids: Mapping[str, date] = msgspec.field(default_factory=dict, name="awaited")
    history: Progress | None = None
    reported: tuple[str, ...] = ()


def parse_state(data: bytes, path: str) -> State:
    """Parse the bytes of a file.

    Raises:
        DataError: They are not what `encode_state` returns.
    """
    try:
        return msgspec.json.decode(data, type=State)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "the program writes this file; restore it with git, or remove it"
        raise DataError([Problem(path, 0, 0, f"not the state of a feed: {error}", hint)]) from error


def encode_state(state: State) -> bytes:
    """Encode a state as the bytes of a file, without unknown values."""
    fields = {name: value for name, value in msgspec.to_builtins(state).items() if value}
    return msgspec.json.format(msgspec.json.encode(fields, order="deterministic"), indent=1) + b"\n"


def limit_state_days(state: State, today: date) -> State:
    """Replace days after today, which an earlier run stored when a clock was wrong.

    A success in the future becomes unknown, so that the next run looks back far enough.
    """
    succeeded, complete_until = (
        day if day and day <= today else None for day in (state.succeeded, state.complete_until)
    )
    pending_ids = {paper_id: min(day, today) for paper_id, day in state.pending_ids.items()}
    return msgspec.structs.replace(
        state, succeeded=succeeded, complete_until=complete_until, pending_ids=pending_ids
    )


def build_problem_key(problem: Problem) -> str:
    """Return a key of a document's problem that stays the same when the entry gets another place in it."""
    message = _ENTRY_NUMBER.sub("entry ", problem.message)
    return hashlib.sha256(message.encode(errors="replace")).hexdigest()[:16]


def record_problems(state: State, keys: Set[str]) -> State:
    """Return the state in which the problems with these keys are reported."""
    reported = {*state.reported, *keys}
    if len(reported) > _MAX_REPORTED:
        reported = {*keys}  # others are reported again if they occur again
    return msgspec.structs.replace(state, reported=tuple(sorted(reported)[:_MAX_REPORTED]))


def record_success(state: State, until: date, today: date, *, has_changes: bool) -> State:
    """Return the state after a run that succeeded.

    Args:
        state: The state before.
        until: Everything up to this day has been fetched.
        today: The day by the service's clock; a success after it is replaced.
        has_changes: Whether the run changed a paper.
    """
    last_success = state.succeeded if state.succeeded and state.succeeded <= today else until
    is_outdated = state.succeeded != last_success or until >= last_success + _SUCCESS_INTERVAL
    succeeded = max(last_success, until) if has_changes or is_outdated else last_success
    return msgspec.structs.replace(state, complete_until=None, succeeded=succeeded)
