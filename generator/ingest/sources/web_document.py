"""Documents that are fetched by their address: requested only if they changed, and filtered by phrases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

import msgspec

from generator.ingest.feed_run import FeedRun, FetchContext
from generator.model.entries import FeedDocument
from generator.model.errors import FeedError, Problem
from generator.model.text import quote_text, tokenise
from generator.system.http import Answer, is_header_value

# The header of an answer, and the request header with which the server compares it.
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What to request.

    Attributes:
        url: The address of the document.
        hosts: Other hosts that the address may redirect to.
        phrases: Only entries that contain one of these are stored; all entries if there are no phrases.
    """

    url: str
    hosts: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The host of the address."""
        return urlsplit(self.url).hostname or ""


def find_document_hosts(_context: FetchContext, options: WebOptions) -> frozenset[str]:
    """Return the host of the address, and those that it may redirect to."""
    return frozenset({options.host, *options.hosts})


def request_document(
    run: FeedRun, options: WebOptions, accept: str, hosts: frozenset[str] = frozenset()
) -> Answer:
    """Request the document, unless it is unchanged since the last run that changed a paper.

    Args:
        run: The feed.
        options: What to request.
        accept: The media types to accept.
        hosts: Further hosts that the address may redirect to.

    Raises:
        FetchError: The document is not available now.
    """
    conditions = _find_conditions(run, options)
    hosts |= find_document_hosts(run.context, options)
    answer = run.context.client.get(options.url, accept=accept, hosts=hosts, conditions=conditions)
    run.set_day(answer.date)
    _report_unusable(run, options, answer)
    return answer


def _report_unusable(run: FeedRun, options: WebOptions, answer: Answer) -> None:
    """Add a remark on each header that the next steps would use, and whose value is unusable."""
    is_usable = {"date": answer.date is not None} | {
        name: is_header_value(value) for name, value in answer.headers.items() if name in _CONDITIONS
    }
    for name, value in answer.headers.items():
        if not is_usable.get(name, True):
            message = f"the header {name}, {quote_text(value)}, is unusable and ignored"
            run.add_remark(Problem(options.url, 0, 0, message))


def save_conditions(run: FeedRun, options: WebOptions, answer: Answer) -> None:
    """Remember how to recognise this answer, if it changed a paper or is the first one."""
    if answer.is_unchanged or not (run.outcome.has_changes or not _find_conditions(run, options)):
        return
    conditions = {
        sent: answer.headers[name]
        for name, sent in _CONDITIONS.items()
        if is_header_value(answer.headers.get(name, ""))
    }
    if conditions:
        key = _build_key(options)
        run.save(msgspec.structs.replace(run.state, conditions=conditions, conditions_for=key))


def _find_conditions(run: FeedRun, options: WebOptions) -> Mapping[str, str]:
    if run.state.conditions_for != _build_key(options):
        return {}
    conditions = run.state.conditions
    return {
        name: conditions[name]
        for name in _CONDITIONS.values()
        if is_header_value(conditions.get(name, ""))  # a pull request can change the stored file
    }


def _build_key(options: WebOptions) -> str:
    return " ".join((options.url, *options.phrases))


def fetch_document(
    run: FeedRun, options: WebOptions, accept: str, parse: Callable[[bytes, str, date], FeedDocument | None]
) -> None:
    """Fetch and store a document, if it has changed.

    Args:
        run: The feed.
        options: What to request.
        accept: The media types to accept.
        parse: As `FeedSource.parse_document`.

    Raises:
        FeedError: The document is not valid, or of another kind.
        FetchError: The document is not available now.
        StoreError: The papers cannot be stored.
    """
    answer = request_document(run, options, accept)
    if not answer.is_unchanged:
        document = parse(answer.body, options.url, run.context.today)
        if document is None:
            reason = f"the document is not of the kind {run.feed.kind!r}"
            raise FeedError(options.url, reason, "correct the kind of the feed in data/catalogue.yml")
        run.add(select_entries(document, options.phrases))
    save_conditions(run, options, answer)
    run.save_success()


def select_entries(document: FeedDocument, phrases: Sequence[str]) -> FeedDocument:
    """Return the document with the entries that contain one of the phrases; all if there are no phrases."""
    if not phrases:
        return document
    padded_phrases = list(map(_pad_terms, phrases))
    entries = []
    for entry in document.entries:
        texts = list(map(_pad_terms, (entry.title, entry.abstract or "")))
        if any(phrase in text for phrase in padded_phrases for text in texts):
            entries.append(entry)
    return replace(document, entries=tuple(entries))


def _pad_terms(text: str) -> str:
    """Return the terms of a text with a space around each, so that only whole words are found in it."""
    return f" {' '.join(tokenise(text))} "
