"""The steps in their order. Read this module first.

    feeds ── fetch ──> feed documents ── read ──> entries ── store ──> data/feeds  (generator.intake)
    data/feeds + data/curation ── merge ── classify ── relate ──> Catalogue       (assemble)
    Catalogue ── render, search ──> pages, index ── write ──> docs/               (make_pages)
    docs/ ── build as MkDocs does, beside the old site ── check ── swap ──> site/ (make_site)

`assemble` and what it calls are functions from values to values; the others touch the disk.
"""

import logging
import os
import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from generator.curation import read as curation
from generator.curation.folder import Contents, read_files
from generator.curation.layout import CURATION, DATA, SETTINGS
from generator.derive.classify import classify
from generator.derive.code_links import find_links
from generator.derive.merge import Derived, entries, merge
from generator.derive.relate import relate
from generator.derive.venues import VenueIndex
from generator.ingest import store
from generator.model import ids
from generator.model.errors import DataError, Problem
from generator.model.papers import Catalogue, Curated, Paper, Status, StoredPaper
from generator.model.withdrawal import is_withdrawn
from generator.publish import search
from generator.publish.pages.all_pages import make_batches
from generator.publish.site_data import prepare_site
from generator.publish.write_pages import PageBatch, WriteResult, generated_files, write_pages
from generator.site.build import build
from generator.site.site_url import address
from generator.system import repository, stamp
from generator.system.files import iter_files
from generator.system.processes import Processes, count_processors
from generator.system.tasks import TaskRunner, run_serially

log = logging.getLogger(__name__)

_PAGES, _SITE = "pages", "site"  # the names of their stamps
_SHARED_FROM = 500  # papers: with fewer, other processes would hardly begin before the work is done
_OUTSIDE = {"data", "site", "node_modules"}  # of what lies beside mkdocs.yml: not looked at by MkDocs

Stored = Mapping[str, Mapping[str, StoredPaper]]  # feed to id to paper


def read_catalogue(root: Path, processes: int | None = 1) -> Catalogue:
    """Everything under ``data/``, assembled. Raises as `read_all` does."""
    return read_all(root, processes)[2]


def read_all(root: Path, processes: int | None = 1) -> tuple[Stored, Curated, Catalogue]:
    """What the store holds, what people wrote, and the catalogue that follows.

    Args:
        root: The catalogue's folder.
        processes: How many share the work; None is as many as serve it.

    Raises:
        DataError: Every problem of every file, if there is one.
        StoreError: The disk does not let us read.
    """
    stored = store.read(root / "data" / "feeds")
    curated, problems = read_curation(root, stored)
    if problems:
        raise DataError(problems)
    return stored, curated, assemble(stored, curated, _processes(processes, sum(map(len, stored.values()))))


def read_curation(
    root: Path, stored: Stored, *, is_whole: bool = True
) -> tuple[Curated, tuple[Problem, ...]]:
    """What people wrote, and all that is wrong with it; less can be said where not all is stored."""
    return check_curation(root, read_files(root / DATA), stored, is_whole=is_whole)


def check_curation(
    root: Path, contents: Contents, stored: Stored, *, is_whole: bool = True
) -> tuple[Curated, tuple[Problem, ...]]:
    """The same for given contents, so that files can be checked before they are written.

    Args:
        root: The catalogue's folder, for messages.
        contents: As `generator.curation.folder.read_files` returns them.
        stored: What the store holds.
        is_whole: Whether that is all of it.
    """
    slugs = {ids.slug(paper_id): paper_id for papers in stored.values() for paper_id in papers}
    abstracts = {
        paper_id: paper.entry.abstract for papers in stored.values() for paper_id, paper in papers.items()
    }
    return curation.read(contents, slugs, root, abstracts, is_whole=is_whole)


def lint(root: Path) -> tuple[Problem, ...]:
    """All that is wrong under ``data/``, sorted."""
    stored, broken = store.read_all(root / "data" / "feeds")
    return tuple(sorted((*broken, *read_curation(root, stored, is_whole=not broken)[1])))


def assemble(stored: Stored, curated: Curated, run: TaskRunner = run_serially) -> Catalogue:
    """The catalogue that follows from what is stored and what people wrote.

    Args:
        stored: What the store holds.
        curated: What people wrote.
        run: What does the work that can be shared.
    """
    papers = _merge_all(stored, curated)
    assignments = classify(papers, curated.topics)
    log.info("classified %d papers under %d topics", len(papers), len(curated.topics))
    relations = relate(papers, assignments, curated.people, run)
    log.info("related %d papers", len(papers))
    return Catalogue(
        settings=curated.settings,
        papers=papers,
        topics=curated.topics,
        venues=curated.venues,
        lists=curated.lists,
        people=curated.people,
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
    for paper_id, entry in entries(combined, curated.papers).items():
        sighting, opinion = combined.get(paper_id), curated.papers.get(paper_id)
        derived = Derived(
            placement=index.place(entry.journal_ref, entry.comment),
            links=find_links(entry.abstract, entry.comment),
            status=Status.WITHDRAWN if is_withdrawn(entry.comment) else Status.LISTED,
        )
        papers.append(merge(sighting, entry, derived, opinion, tuple(feeds.get(paper_id, ()))))
    return tuple(sorted(papers, key=_newest_first))


def _newest_first(paper: Paper) -> tuple[float, str]:
    return (-paper.published.timestamp() if paper.published else 0.0, paper.id)


def _as_of(stored: Stored) -> date:
    """The day of the newest thing that any feed told us; it moves only with content."""
    days = [
        day
        for papers in stored.values()
        for paper in papers.values()
        for day in (paper.as_of, paper.first_seen, *paper.changed.values())
    ]
    return max(days, default=date(1970, 1, 1))


def _processes(count: int | None, papers: int) -> Processes:
    """As many as asked for, or else as can work at a time; a small catalogue is done before others begin."""
    return Processes(count or (count_processors() if papers >= _SHARED_FROM else 1))


def make_pages(root: Path, *, processes: int | None = None, dry_run: bool = False) -> WriteResult:
    """Write the Markdown pages of the catalogue under ``docs/``, unless they are there already.

    Args:
        root: The catalogue's folder.
        processes: How many share the work; None is as many as serve it. The pages are the same.
        dry_run: Say what would be done, and do nothing.
    """
    inputs, there = _inputs_of_pages(root), list(generated_files(root / "docs"))
    if not dry_run and stamp.is_current(root, _PAGES, inputs, stamp.digest_listing(there)):
        log.info("pages: nothing that they are made from has changed")
        return WriteResult((), (), (), len(there))
    catalogue = read_catalogue(root, processes)
    return _write_pages(root, catalogue, inputs, processes, dry_run=dry_run)


def _all_pages(root: Path, catalogue: Catalogue) -> list[PageBatch]:
    """All that is written under ``docs/``: the index that finds pages, which takes longest, and the pages."""
    site = prepare_site(catalogue, repository.find(root, os.environ), address(root))
    return [partial(search.index, catalogue, site.groups), *make_batches(site)]


def make_site(root: Path, processes: int | None = None, *, plainly: bool = False) -> None:
    """Write the pages and build the site from them, unless both are there already.

    Args:
        root: The catalogue's folder.
        processes: How many share the work; None is as many as serve it.
        plainly: Build it in any case, with MkDocs alone.

    Raises:
        DataError: The data has problems; nothing was written.
        BuildError: MkDocs or the check of its output failed; the old site stands.
        StoreError: The disk does not let us.
    """
    inputs = _inputs_of_pages(root)
    if not plainly and stamp.is_current(root, _SITE, _inputs_of_site(root, inputs), _listing_of_site(root)):
        log.info("site: nothing that it is made from has changed")
        return
    catalogue = read_catalogue(root, processes)
    _write_pages(root, catalogue, inputs, processes)
    inputs = _inputs_of_site(root, inputs)
    slugs = [paper.slug for paper in catalogue.papers]
    build(root, slugs, catalogue.as_of, _processes(processes, len(slugs)), plainly=plainly)
    if inputs == _inputs_of_site(root, _inputs_of_pages(root)):
        stamp.save(root, _SITE, inputs, _listing_of_site(root))


def _write_pages(
    root: Path, catalogue: Catalogue, inputs: str, processes: int | None, *, dry_run: bool = False
) -> WriteResult:
    """Write what follows from the inputs, and stamp it if they are still the same."""
    run = _processes(processes, len(catalogue.papers))
    written = write_pages(root / "docs", _all_pages(root, catalogue), run=run, dry_run=dry_run)
    if not dry_run and inputs == _inputs_of_pages(root):
        stamp.save(root, _PAGES, inputs, stamp.digest_listing(generated_files(root / "docs")))
    log.info("pages: %s", written)
    return written


def _inputs_of_pages(root: Path) -> str:
    """A digest of all that pages follow from."""
    data = stamp.digest_contents(root / name for name in (SETTINGS, CURATION, f"{DATA}/feeds"))
    around = repr((repository.find(root, os.environ), address(root)))
    return stamp.digest(stamp.digest_program(), data, around)


def _inputs_of_site(root: Path, inputs_of_pages: str) -> str:
    """A digest of all that the site follows from: what lies beside it, what ``mkdocs.yml`` asks for."""
    config = root / "mkdocs.yml"
    if not config.is_file():
        return ""
    tops = sorted(path for path in root.iterdir() if path.name not in _OUTSIDE and path.name[0] != ".")
    beside = stamp.digest_contents(tops, without=set(generated_files(root / "docs")))
    words = set(re.findall(r"\w+", config.read_text(encoding="utf-8", errors="replace")))
    asked = [f"{name}={os.environ[name]}" for name in sorted(words & os.environ.keys())]
    return stamp.digest(inputs_of_pages, beside, *asked)


def _listing_of_site(root: Path) -> str:
    return stamp.digest_listing([*generated_files(root / "docs"), *iter_files(root / "site")])
