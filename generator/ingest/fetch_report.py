"""Report what a fetch did: for people, for programs, and for the summary of a job."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import msgspec

from generator.model.errors import Problem
from generator.model.escaping import format_code
from generator.model.text import clean_line, join_first

# The columns of the table, and the attributes of `Outcome` in them.
_COLUMNS = {
    **{name: name for name in ("feed", "requests", "new", "revised", "changed", "withdrawn", "unchanged")},
    "skipped": "skipped_count",
    "stored": "paper_count",
    "at service": "service_total",
}
# The keys of the JSON report are older than the names of these attributes.
_JSON_KEYS = {
    "skipped_count": "lost",
    "problems": "skipped",
    "paper_count": "held",
    "service_total": "counted",
}
_MAX_SHOWN = 100  # ids or remarks of one kind; the JSON report has all


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of fetching one feed. The JSON report has the attributes as keys, some by `_JSON_KEYS`.

    Attributes:
        feed: Its name.
        requests: Number of requests.
        new: Ids of papers that were not stored before.
        revised: Ids of papers with a newer version.
        changed: Ids of papers whose version is the same and has other facts, such as a DOI.
        withdrawn: Ids of papers that have been withdrawn since the last run.
        unchanged: Number of stored papers that came again without a change.
        missing: Ids that were requested and not answered; their stored facts are kept.
        skipped_count: Number of entries that were skipped because they could not be parsed.
        problems: What could not be parsed, and why.
        paper_count: Number of papers that the store has of the feed.
        service_total: Number of papers that the service counts, if it states one.
        failure: Why the feed failed, or an empty string.
        hint: What to do about it.
        is_ours: Whether the feed failed because of a file in the catalogue.
        is_unreached: Whether it failed because no connection to a server was made.
    """

    feed: str
    requests: int = 0
    new: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: int = 0
    missing: tuple[str, ...] = ()
    skipped_count: int = 0
    problems: tuple[Problem, ...] = ()
    paper_count: int = 0
    service_total: int | None = None
    failure: str = ""
    hint: str = ""
    is_ours: bool = False
    is_unreached: bool = False

    @property
    def exit_code(self) -> int:
        """0 for success, 1 for problems in the data, 3 for a failure of network, service or disk."""
        if self.failure:
            return 1 if self.is_ours else 3
        return 1 if self.skipped_count else 0

    @property
    def has_changes(self) -> bool:
        """Whether any paper is new or has changed."""
        return bool(self.new or self.revised or self.changed)


def format_table(outcomes: Sequence[Outcome]) -> str:
    """Format a table for a terminal, and remarks below it. No line consists of foreign text alone."""
    rows = [tuple(_COLUMNS), *(_build_row(outcome) for outcome in outcomes)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(_COLUMNS))]
    lines = ["  ".join(_align(row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, *_format_remarks(outcomes)])


def _build_row(outcome: Outcome) -> tuple[str, ...]:
    values = (getattr(outcome, name) for name in _COLUMNS.values())
    counts = (len(value) if isinstance(value, tuple) else value for value in values)
    return tuple(
        "-" if count is None else f"{count:,}" if isinstance(count, int) else count for count in counts
    )


def _align(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return [row[0].ljust(widths[0]), *numbers]


def _format_remarks(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each failure, for missing papers, and for each part that was skipped."""
    remarks = []
    for outcome in outcomes:
        name = outcome.feed
        if outcome.failure:
            remarks.append(f"{name} failed: {outcome.failure}")
            remarks.append(
                f"what to do: {outcome.hint or 'run again later'}; papers received before are stored"
            )
        if outcome.missing:
            missing = join_first(outcome.missing, _MAX_SHOWN)
            remarks.append(f"{name}: not returned by the source; stored versions are kept: {missing}")
        remarks += [f"{name}: {problem.message}" for problem in outcome.problems[:_MAX_SHOWN]]
        if len(outcome.problems) > _MAX_SHOWN:
            remarks.append(f"{name}: and {len(outcome.problems) - _MAX_SHOWN:,} more remarks")
    requesting = [outcome for outcome in outcomes if outcome.requests]
    if len(requesting) > 1 and all(outcome.is_unreached for outcome in requesting):
        remarks.append("no server was reached; check the network of this machine")
    return [clean_line(remark) for remark in remarks]


def format_result(outcome: Outcome) -> str:
    """Format the result of one feed in a line, for the progress of a fetch.

    >>> format_result(Outcome("cs-pf", new=("2602.00001",)))
    '1 new, 0 revised, 0 changed'
    """
    if outcome.failure:
        return clean_line(f"failed: {outcome.failure}")
    return f"{len(outcome.new):,} new, {len(outcome.revised):,} revised, {len(outcome.changed):,} changed"


def format_json(outcomes: Sequence[Outcome]) -> bytes:
    """Format the complete report as JSON, for programs."""
    feeds = [
        {_JSON_KEYS.get(name, name): value for name, value in asdict(outcome).items()}
        | {"skipped": [str(problem) for problem in outcome.problems], "exit_code": outcome.exit_code}
        for outcome in outcomes
    ]
    return msgspec.json.format(msgspec.json.encode({"feeds": feeds}), indent=1) + b"\n"


def format_markdown(outcomes: Sequence[Outcome]) -> bytes:
    """Format the report as Markdown for GitHub. Text from feeds is code, which it cannot end."""
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---|" + "---:|" * (len(_COLUMNS) - 1)]
    lines += [f"| {' | '.join(_build_row(outcome))} |" for outcome in outcomes]
    for outcome in outcomes:
        ids_by_heading = {"New": outcome.new, "Revised": outcome.revised, "Withdrawn": outcome.withdrawn}
        for heading, ids in ids_by_heading.items():
            if ids:
                lines += ["", f"**{heading} in {outcome.feed}:** {format_code(join_first(ids, _MAX_SHOWN))}"]
    for remark in _format_remarks(outcomes):
        lines += ["", format_code(remark)]
    return ("\n".join(lines) + "\n").encode()
