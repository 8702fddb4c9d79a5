"""Import feed documents by hand: files in, papers in the store."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from slugify import slugify

from generator.ingest import feed_folder, observations, store
from generator.ingest.paper_changes import PaperChanges, compare_papers
from generator.ingest.safe_xml import MAX_DOCUMENT_SIZE
from generator.ingest.seen_day import choose_day, refuse_early_clock
from generator.ingest.sources.feed_source import FeedSource
from generator.ingest.sources.registry import find_source, get_source
from generator.model import layout
from generator.model.curation_values import Feed
from generator.model.entries import FeedDocument
from generator.model.errors import DataError, Problem, UsageError
from generator.model.grouping import group_pairs
from generator.system.files import hold_lock, read_file

_LISTS = frozenset([".bib", ".json", ".markdown", ".md"])
_LIST_HINT = "to convert a list in Markdown, BibTeX or CSL-JSON, use `catalogue import-list`"


def import_documents(
    root: Path, feeds: Sequence[Feed], paths: Iterable[Path], feed: str | None, today: date
) -> tuple[dict[str, PaperChanges], tuple[Problem, ...]]:
    """Store the papers of feed documents: of all documents, or of none if one is not valid.

    Args:
        root: The catalogue's folder.
        feeds: The feeds in the settings.
        paths: Documents of any kind of feed.
        feed: The feed to store the papers in, or None to find it by the kind or title of each document.
        today: The day by this machine's clock.

    Returns:
        What happened to the documents' papers, by the name of the feed, and the entries that were skipped.

    Raises:
        DataError: A document is not valid, or the store cannot be parsed.
        StoreError: A file cannot be read or written, another run holds the lock, or the clock is wrong.
        UsageError: ``feed`` is None, and a document could belong to several feeds or to none.
    """
    refuse_early_clock(today)
    documents = _read_documents(paths, today)
    documents_by_feed = group_pairs(
        (feed or _find_feed(feeds, source, document), document) for source, document in documents
    )
    folder = root / layout.FEEDS
    with hold_lock(root / layout.LOCK):
        stored = {
            name: store.limit_stored_days(folder, name, papers_of_feed, today)
            for name, papers_of_feed in store.read(folder).items()
        }
        changes = {}
        for name, documents_of_feed in sorted(documents_by_feed.items()):
            papers_before = papers = stored.get(name, {})
            for document in documents_of_feed:
                papers = observations.add_entries(
                    papers, document.entries, choose_day(document.generated_at, today)
                )
            store.write_feed(folder, name, papers)
            paper_ids = dict.fromkeys(
                entry.id for document in documents_of_feed for entry in document.entries
            )
            changes[name] = compare_papers(papers_before, papers, paper_ids)
    problems = [problem for _, document in documents for problem in document.problems]
    return changes, tuple(sorted(problems))


def _read_documents(paths: Iterable[Path], today: date) -> list[tuple[FeedSource[Any], FeedDocument]]:
    documents: list[tuple[FeedSource[Any], FeedDocument]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(find_source(read_file(path, MAX_DOCUMENT_SIZE + 1), str(path), today))
        except DataError as error:
            is_list = path.suffix.lower() in _LISTS
            problems += [replace(each, hint=_LIST_HINT) if is_list else each for each in error.problems]
    if problems:
        raise DataError(problems)
    return documents


def _find_feed(feeds: Sequence[Feed], source: FeedSource[Any], document: FeedDocument) -> str:
    """Return the name of the feed that a document belongs to.

    It is a name made from the title of the document. For a kind without useful titles, it is the only feed of
    that kind.
    """
    names_of_kind = [feed.id for feed in feeds if feed.kind == source.kind]
    name = slugify(document.title, max_length=feed_folder.MAX_FEED_NAME) if source.is_named_by_title else ""
    if not source.is_named_by_title and len(names_of_kind) == 1:
        return names_of_kind[0]
    if not name or any(feed.id == name and not get_source(feed.kind).is_named_by_title for feed in feeds):
        choices = ", ".join(names_of_kind) or "none of this kind"
        raise UsageError(f"name the feed of {source.kind} documents with --feed; in the settings: {choices}")
    return name
