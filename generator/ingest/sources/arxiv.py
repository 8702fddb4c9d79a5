"""The kind ``arxiv``: papers of arXiv's API, by a search, by categories or by ids."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from generator.ingest import arxiv_api, arxiv_atom, arxiv_history, safe_xml
from generator.ingest.arxiv_api import ArxivApi
from generator.ingest.feed_run import FeedRun, FetchContext
from generator.ingest.seen_day import check_time
from generator.ingest.sources.feed_source import FeedSource, History, Refresh
from generator.ingest.time_span import Progress, Span
from generator.model import ids
from generator.model.entries import FeedDocument
from generator.model.text import clean_line, format_count

_KIND = "arxiv"
_FIRST_DAY = date(1991, 8, 14)  # of arXiv

_OVERLAP = timedelta(days=10)  # papers appear up to a week after their own date


@dataclass(frozen=True, slots=True)
class _Options:
    """What to request.

    Attributes:
        query: A search in arXiv's syntax.
        categories: Papers in any of these categories.
        ids: Single papers.
    """

    query: str = ""
    categories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def _build_search(options: _Options) -> str:
    """Return the search in arXiv's syntax, or an empty string for a feed of single papers."""
    return clean_line(options.query) or arxiv_api.build_category_search(options.categories)


def _has_search(options: _Options) -> bool:
    return bool(_build_search(options))


def _connect(context: FetchContext) -> ArxivApi:
    return ArxivApi(context.client, context.today, _find_endpoint(context))


def _find_endpoint(context: FetchContext) -> str:
    return context.endpoints.get(_KIND, arxiv_api.ENDPOINT)


def find_arxiv_hosts(context: FetchContext) -> frozenset[str]:
    """Return the hosts that requests to arXiv's API may have."""
    return arxiv_api.find_api_hosts(_find_endpoint(context))


# --- new papers ------------------------------------------------------------------------------------------


def _fetch(run: FeedRun, options: _Options) -> None:
    if options.ids:
        fetch_by_id(run, dict.fromkeys(ids.parse_arxiv_id(text)[0] for text in options.ids))
    else:
        _fetch_newest(run, _build_search(options))
    run.save_success()


def _fetch_newest(run: FeedRun, search: str) -> None:
    known_versions = {paper_id: paper.entry.version or 0 for paper_id, paper in run.papers.items()}
    complete_until = _find_complete_until(run)
    # Pages come newest first. Without this state, a run that is stopped leaves a gap behind its first page.
    state = run.state
    if not state.succeeded:
        state = msgspec.structs.replace(state, complete_until=complete_until)
    since = datetime.combine(complete_until, time(), UTC)
    for document in arxiv_api.iter_newest(_connect(run.context), search, known_versions, since, _OVERLAP):
        run.set_day(document.generated_at)
        run.add(document, state)
        run.outcome = replace(run.outcome, service_total=document.total)
        known_versions |= {entry.id: run.papers[entry.id].entry.version or 0 for entry in document.entries}
        new, revised = len(run.outcome.new), len(run.outcome.revised)
        run.context.report(f"{run.feed.id}: {new:,} new, {revised:,} revised")


def _find_complete_until(run: FeedRun) -> date:
    """Return the day up to which everything has been fetched; without a success, that of the newest paper."""
    state = run.state
    if state.history and not state.succeeded:
        return state.history.since.date()
    updated = (check_time(paper.entry.updated, run.context.today) for paper in run.papers.values())
    days = (moment.date() for moment in updated if moment)
    return state.succeeded or state.complete_until or max(days, default=_FIRST_DAY)


def fetch_by_id(run: FeedRun, paper_ids: Iterable[str]) -> None:
    """Fetch papers by id; those that arXiv does not have are reported as missing.

    Raises:
        FetchError: The papers are not available now.
    """
    paper_ids = tuple(paper_ids)
    requested = 0
    for batch, document in arxiv_api.iter_by_id(_connect(run.context), paper_ids, run.papers):
        run.set_day(document.generated_at)
        run.add(document)
        missing = set(batch) - {entry.id for entry in document.entries}
        run.outcome = replace(run.outcome, missing=(*run.outcome.missing, *sorted(missing)))
        requested += len(batch)
        run.context.report(f"{run.feed.id}: requested {requested:,} of {len(paper_ids):,} papers")


def _refresh(run: FeedRun) -> None:
    """Fetch the newest version of every stored paper that has an arXiv id."""
    fetch_by_id(run, (paper_id for paper_id in sorted(run.papers) if ids.is_arxiv_id(paper_id)))


REFRESH = Refresh(_refresh, find_arxiv_hosts)


# --- a time span -----------------------------------------------------------------------------------------


def _fetch_history(run: FeedRun, options: _Options, span: Span) -> None:
    closes_gap = _has_no_gap(run, span)
    progress = _find_progress(run, _build_search(options), span)
    published = (paper.entry.published for paper in run.papers.values() if paper.entry.published)
    min_total = int(any(progress.part_since <= moment <= progress.until for moment in published))
    span_total = progress.span_total
    for document, following in arxiv_history.iter_history(_connect(run.context), progress, min_total):
        run.set_day(document.generated_at)
        run.add(document, msgspec.structs.replace(run.state, history=following))
        span_total = span_total or document.total
        run.outcome = replace(run.outcome, service_total=span_total)
        remaining = max(0, (document.total or 0) - (document.offset or 0) - arxiv_api.count_entries(document))
        run.context.report(_format_progress(run, remaining, following))
    if closes_gap:
        run.save_success(span.until.date())


def _find_progress(run: FeedRun, search: str, span: Span) -> Progress:
    """Return where to begin: where an earlier run for the same time span was stopped, if one was."""
    stopped = run.state.history
    if (
        stopped
        and (stopped.search, stopped.since) == (search, span.since)
        and stopped.part_since <= span.until
    ):
        day = f"{stopped.part_since:%Y-%m-%d}"
        run.context.report(f"{run.feed.id}: continuing an earlier run that was stopped at {day}")
        return msgspec.structs.replace(stopped, until=span.until)
    return Progress(search, span.since, span.until, part_since=span.since)


def _has_no_gap(run: FeedRun, span: Span) -> bool:
    """Whether everything up to the end of the time span has been fetched when the span has been."""
    complete_until = _find_complete_until(run)
    return complete_until == _FIRST_DAY or span.since.date() <= complete_until


def _format_progress(run: FeedRun, remaining: int, following: Progress | None) -> str:
    total = run.outcome.service_total or 0
    requests = arxiv_history.count_requests(remaining) if following else 0
    reached = "to the end"
    if following:
        reached = f"to {following.last_submitted or following.part_since:%Y-%m-%d}"
    seconds = requests * run.context.client.pause
    return (
        f"{run.feed.id}: {reached}, {total - remaining:,} of {total:,} papers, "
        f"{format_count(requests, 'request')} and about {seconds:.0f} s left"
    )


def _forecast(context: FetchContext, options: _Options, span: Span) -> tuple[int, int]:
    total = arxiv_history.count_papers(_connect(context), _build_search(options), span)
    return total, arxiv_history.count_requests(total)


# --- documents -------------------------------------------------------------------------------------------


def _read_document(data: bytes, path: str, today: date) -> FeedDocument | None:
    root = safe_xml.parse_xml(data, path)
    return arxiv_atom.parse_answer(root, path, today) if arxiv_atom.is_arxiv(root) else None


ARXIV = FeedSource(
    kind=_KIND,
    options=_Options,
    fetch=_fetch,
    find_hosts=lambda context, _options: find_arxiv_hosts(context),
    refresh=REFRESH,
    history=History(_FIRST_DAY, _has_search, _fetch_history, _forecast),
    parse_document=_read_document,
    is_named_by_title=False,  # the title is the query
)
