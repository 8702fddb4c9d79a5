"""What a run of fetching did, for people, for programs and for a job's summary."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import msgspec

from generator.model.errors import Problem
from generator.model.text import clean_line, format_code

_COLUMNS = (
    *("feed", "requests", "new", "revised", "changed", "withdrawn", "unchanged", "skipped", "held"),
    "at service",
)
_MOST_SHOWN = 100  # ids or remarks of a kind; JSON has all


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one feed.

    Attributes:
        feed: Its name.
        requests: How many requests it took.
        new: Ids of papers that were not known.
        revised: Ids of papers of which there is a newer version.
        changed: Ids of papers of which the same version has other facts, such as a DOI.
        withdrawn: Ids of papers whose authors have withdrawn them since the last run.
        unchanged: How many known papers came as they were.
        missing: Ids that were asked for and not answered; their record stays.
        lost: How many entries could not be read at all, and were skipped.
        skipped: What could not be read, and why.
        held: How many papers the feed holds now.
        counted: How many papers the service counts, where it tells.
        failure: Why the feed failed, or an empty string.
        hint: What to do about it.
        is_ours: Whether it failed by what lies in the catalogue's own folder.
    """

    feed: str
    requests: int = 0
    new: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: int = 0
    missing: tuple[str, ...] = ()
    lost: int = 0
    skipped: tuple[Problem, ...] = ()
    held: int = 0
    counted: int | None = None
    failure: str = ""
    hint: str = ""
    is_ours: bool = False

    @property
    def exit_code(self) -> int:
        """0 all well, 1 problems in data, 3 the world failed."""
        if self.failure:
            return 1 if self.is_ours else 3
        return 1 if self.lost else 0

    @property
    def has_news(self) -> bool:
        """Whether anything came that was not known."""
        return bool(self.new or self.revised or self.changed)


def table(outcomes: Sequence[Outcome]) -> str:
    """One line a feed, for a terminal, then what there is to say; no line is made of foreign text alone."""
    rows = [_COLUMNS, *(_row(outcome) for outcome in outcomes)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(_COLUMNS))]
    lines = ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
    return "\n".join([*lines, *_remarks(outcomes)])


def _row(outcome: Outcome) -> tuple[str, ...]:
    counts = (
        outcome.requests,
        len(outcome.new),
        len(outcome.revised),
        len(outcome.changed),
        len(outcome.withdrawn),
        outcome.unchanged,
        outcome.lost,
        outcome.held,
        outcome.counted,
    )
    return (outcome.feed, *("-" if count is None else f"{count:,}" for count in counts))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        row[0].ljust(widths[0]),
        *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
    ]


def _remarks(outcomes: Sequence[Outcome]) -> list[str]:
    """What there is to say beside numbers, a line each."""
    remarks = []
    for outcome in outcomes:
        if outcome.failure:
            remarks.append(f"{outcome.feed} failed: {outcome.failure}")
            remarks.append(f"what to do: {outcome.hint or 'run again later'}; what came before is stored")
        if outcome.missing:
            remarks.append(
                f"{outcome.feed}: not answered, and kept where it is stored: {_some(outcome.missing)}"
            )
        remarks += [f"{outcome.feed}: {problem.message}" for problem in outcome.skipped[:_MOST_SHOWN]]
        if len(outcome.skipped) > _MOST_SHOWN:
            remarks.append(f"{outcome.feed}: and {len(outcome.skipped) - _MOST_SHOWN:,} remarks more")
    return [clean_line(remark) for remark in remarks]


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _MOST_SHOWN:,} more" if len(ids) > _MOST_SHOWN else ""
    return ", ".join(ids[:_MOST_SHOWN]) + more


def as_json(outcomes: Sequence[Outcome]) -> bytes:
    """The whole report, for programs."""
    feeds = [
        asdict(replace(outcome, skipped=()))
        | {"skipped": [str(problem) for problem in outcome.skipped], "exit_code": outcome.exit_code}
        for outcome in outcomes
    ]
    return msgspec.json.format(msgspec.json.encode({"feeds": feeds}), indent=1) + b"\n"


def as_markdown(outcomes: Sequence[Outcome]) -> bytes:
    """The report for a job's summary. Text of feeds in it is code, and ends no code."""
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---|" + "---:|" * (len(_COLUMNS) - 1)]
    lines += [f"| {' | '.join(_row(outcome))} |" for outcome in outcomes]
    for outcome in outcomes:
        lists = {"New": outcome.new, "Revised": outcome.revised, "Withdrawn": outcome.withdrawn}
        for name, found in lists.items():
            if found:
                lines += ["", f"**{name} in {outcome.feed}:** {format_code(_some(found))}"]
    for remark in _remarks(outcomes):
        lines += ["", format_code(remark)]
    return ("\n".join(lines) + "\n").encode()
