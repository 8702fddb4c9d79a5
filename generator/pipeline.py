"""The steps in their order. Read this module first.

    feed documents ── arxiv | syndication ──> entries ── store ──> data/feeds      (import_documents)
    data/feeds + data/curation ── merge ── classify ── relate ──> Catalogue       (assemble)
    Catalogue ── render ──> pages ── write ──> docs/                              (make_pages)
    docs/ ── mkdocs build, beside the old site ── check ── swap ──> site/         (make_site)

`assemble` and what it calls are functions from values to values; the others touch the disk.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from slugify import slugify

from generator import ids
from generator.classify import classify
from generator.curation import read as curation
from generator.errors import DataError, Problem, StoreError, UsageError
from generator.feeds import arxiv, store, syndication, xml
from generator.files import locked
from generator.links import find_links
from generator.merge import Derived, correct, is_withdrawn, merge
from generator.model import Catalogue, Curated, Document, FeedKind, Paper, Status, StoredPaper
from generator.relate import relate
from generator.render.pages import pages
from generator.site.build import build
from generator.venues import VenueIndex
from generator.write import Written, write

log = logging.getLogger(__name__)

Stored = Mapping[str, Mapping[str, StoredPaper]]  # feed to id to paper


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to one feed."""

    feed: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def import_documents(
    root: Path, paths: Sequence[Path], feed: str | None, now: datetime
) -> tuple[list[Imported], tuple[Problem, ...]]:
    """Put feed documents into the store; all of them, or nothing if one cannot be believed.

    Args:
        root: The catalogue's folder.
        paths: Documents of arXiv's API or any RSS or Atom.
        feed: The feed to put them in, or None to find it.
        now: When documents that carry no time of their own are taken to be from.

    Returns:
        What was done to each feed, and the entries that were skipped.

    Raises:
        DataError: A document cannot be believed, or the store cannot be read.
        StoreError: The disk does not let us, or another run is at work.
        UsageError: No feed was named and none could be found.
    """
    documents = _read_documents(paths)
    by_feed: dict[str, list[Document]] = {}
    for document, kind in documents:
        by_feed.setdefault(feed or _feed_for(root, document, kind), []).append(document)
    folder = root / "data" / "feeds"
    with locked(root / "data" / ".lock"):
        stored = store.read(folder)
        results = []
        for name, found in sorted(by_feed.items()):
            old = stored.get(name, {})
            new = old
            for document in found:
                new = store.add(new, document.entries, document.answered or now)
            store.write(folder, name, new)
            results.append(_difference(name, old, new, found))
    problems = [problem for document, _ in documents for problem in document.problems]
    return results, tuple(sorted(problems))


def _read_documents(paths: Sequence[Path]) -> list[tuple[Document, FeedKind]]:
    documents, problems = [], []
    for path in paths:
        try:
            documents.append(_read_document(path))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return documents


def _read_document(path: Path) -> tuple[Document, FeedKind]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    root = xml.parse(data, str(path))
    if arxiv.is_arxiv(root):
        return arxiv.read(root, str(path)), FeedKind.ARXIV
    return syndication.read(data, str(path)), FeedKind.SYNDICATION


def _feed_for(root: Path, document: Document, kind: FeedKind) -> str:
    """The feed of the settings that a document can only belong to; one named after itself otherwise."""
    curated, problems = read_curation(root, {})
    settings_problems = [problem for problem in problems if problem.path.endswith(curation.SETTINGS)]
    if settings_problems:
        raise DataError(settings_problems)
    candidates = [feed.id for feed in curated.settings.feeds if feed.kind == kind]
    if kind is FeedKind.ARXIV and len(candidates) == 1:
        return candidates[0]
    name = slugify(document.title, max_length=60)
    if kind is FeedKind.ARXIV or not name:
        known = ", ".join(candidates) or "none in data/catalogue.yml"
        raise UsageError(f"say with --feed which feed this is for; known are: {known}")
    return name


def _difference(
    feed: str, old: Mapping[str, StoredPaper], new: Mapping[str, StoredPaper], documents: Sequence[Document]
) -> Imported:
    seen = {entry.id for document in documents for entry in document.entries}
    added = sorted(paper_id for paper_id in seen if paper_id not in old)
    changed = sorted(paper_id for paper_id in seen if paper_id in old and old[paper_id] != new[paper_id])
    return Imported(feed, tuple(added), tuple(changed), len(seen) - len(added) - len(changed))


def read_catalogue(root: Path) -> Catalogue:
    """Everything under ``data/``, assembled.

    Raises:
        DataError: Every problem of every file, if there is one.
        StoreError: The disk does not let us read.
    """
    stored = store.read(root / "data" / "feeds")
    curated, problems = read_curation(root, stored)
    if problems:
        raise DataError(problems)
    return assemble(stored, curated)


def read_curation(root: Path, stored: Stored) -> tuple[Curated, tuple[Problem, ...]]:
    """What people wrote, and all that is wrong with it."""
    slugs = {ids.slug(paper_id): paper_id for papers in stored.values() for paper_id in papers}
    return curation.read(curation.files(root / "data"), slugs, f"{root / 'data'}/")


def lint(root: Path) -> tuple[Problem, ...]:
    """All that is wrong under ``data/``, sorted."""
    try:
        stored = store.read(root / "data" / "feeds")
    except DataError as error:
        return error.problems
    return read_curation(root, stored)[1]


def assemble(stored: Stored, curated: Curated) -> Catalogue:
    """The catalogue that follows from what is stored and what people wrote."""
    papers = _merge_all(stored, curated)
    assignments = classify(papers, curated.topics)
    log.info("classified %d papers under %d topics", len(papers), len(curated.topics))
    relations = relate(papers, assignments)
    log.info("related %d papers", len(papers))
    return Catalogue(
        settings=curated.settings,
        papers=papers,
        topics=curated.topics,
        venues=curated.venues,
        lists=curated.lists,
        assignments=assignments,
        relations=relations,
        as_of=_as_of(stored),
    )


def _merge_all(stored: Stored, curated: Curated) -> tuple[Paper, ...]:
    """One paper for each id, the newest first."""
    feeds: dict[str, list[str]] = {}
    combined: dict[str, StoredPaper] = {}
    for feed, found in sorted(stored.items()):
        for paper_id, paper in found.items():
            feeds.setdefault(paper_id, []).append(feed)
            known = combined.get(paper_id)
            combined[paper_id] = store.combine(known, paper) if known else paper
    index = VenueIndex(curated.venues)
    papers = []
    for paper_id, sighting in combined.items():
        opinion = curated.papers.get(paper_id)
        entry = correct(sighting.entry, opinion)
        derived = Derived(
            placement=index.place(entry.journal_ref, entry.comment),
            links=find_links(entry.abstract, entry.comment),
            status=Status.WITHDRAWN if is_withdrawn(entry.comment) else Status.LISTED,
        )
        papers.append(merge(sighting, entry, derived, opinion, tuple(feeds[paper_id])))
    return tuple(sorted(papers, key=_newest_first))


def _newest_first(paper: Paper) -> tuple[float, str]:
    return (-paper.published.timestamp() if paper.published else 0.0, paper.id)


def _as_of(stored: Stored) -> date:
    """The day of the newest thing that any feed told us; it moves only with content."""
    times = [
        time
        for papers in stored.values()
        for paper in papers.values()
        for time in (paper.as_of, paper.first_seen, *paper.changed.values())
    ]
    return max(times).date() if times else date(1970, 1, 1)


def make_pages(root: Path, *, dry_run: bool = False) -> Written:
    """Write the Markdown pages of the catalogue under ``docs/``."""
    catalogue = read_catalogue(root)
    written = write(root / "docs", pages(catalogue), dry_run=dry_run)
    log.info("pages: %s", written)
    return written


def make_site(root: Path) -> None:
    """Write the pages and build the site from them.

    Raises:
        DataError: The data has problems; nothing was written.
        BuildError: MkDocs or the check of its output failed; the old site stands.
        StoreError: The disk does not let us.
    """
    catalogue = read_catalogue(root)
    written = write(root / "docs", pages(catalogue))
    log.info("pages: %s", written)
    build(root, [paper.slug for paper in catalogue.papers], catalogue.as_of)
