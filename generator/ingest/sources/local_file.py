"""The kind ``file``: a document of any kind in the catalogue's folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from generator.ingest.feed_run import FeedRun
from generator.ingest.safe_xml import MAX_DOCUMENT_SIZE
from generator.ingest.seen_day import choose_day
from generator.ingest.sources.feed_source import FeedSource
from generator.ingest.sources.web_document import select_entries
from generator.model.entries import FeedDocument
from generator.model.errors import DataError, Problem, StoreError
from generator.system.files import read_file_within


@dataclass(frozen=True, slots=True)
class _Options:
    """What to read.

    Attributes:
        path: The document, below the catalogue's folder.
        phrases: Only entries that contain one of these are stored; all entries if there are no phrases.
    """

    path: str
    phrases: tuple[str, ...] = ()


def build_source(parse_document: Callable[[bytes, str, date], FeedDocument]) -> FeedSource[_Options]:
    """Build the kind of feed.

    Args:
        parse_document: Parses a document of any kind.
    """

    def fetch(run: FeedRun, options: _Options) -> None:
        path = run.context.root / options.path
        try:
            data = read_file_within(path, run.context.root, MAX_DOCUMENT_SIZE + 1)
        except StoreError as error:
            reason = str(error).removeprefix(f"cannot read {path}: ")
            raise DataError([Problem(str(path), 0, 0, f"cannot be read: {reason}")]) from error
        document = parse_document(data, str(path), run.context.today)
        seen = choose_day(document.generated_at, run.context.today)
        run.add(select_entries(document, options.phrases), seen=seen)
        run.save_success()

    return FeedSource(
        kind="file", options=_Options, fetch=fetch, find_hosts=lambda *_: frozenset(), is_local=True
    )
