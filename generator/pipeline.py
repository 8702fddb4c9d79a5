"""The steps from feeds to a website, in their order. Read this module first.

    feeds ── fetch ──> documents ── parse ──> entries ── store ──> data/feeds       (ingest.fetch_request)
    data/feeds + data/curation ── read ── check ──> stored papers, curation         (generator.read_data)
    stored papers + curation ── merge ── classify ── relate ──> Catalogue           (read_catalogue)
    Catalogue ── render ──> pages, search index, exports ── write ──> docs/         (make_pages)
    docs/ ── build a new site ── check ── replace the old one ──> site/             (make_site)

Everything between reading and writing is a function from values to values.
"""

import logging
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator import up_to_date
from generator.derive.assemble import assemble
from generator.derive.relate import relate_papers
from generator.model.papers import Catalogue
from generator.publish import search
from generator.publish.pages.all_pages import make_batches
from generator.publish.site_data import prepare_site
from generator.publish.write_pages import PageBatch, WriteResult, generated_files, write_pages
from generator.read_data import read_data
from generator.site.build import build_site
from generator.site.site_url import read_site_url
from generator.system import repository
from generator.system.processes import Processes, count_processors
from generator.system.tasks import TaskRunner, run_serially

log = logging.getLogger(__name__)

_FEW_PAPERS = 500  # with fewer, one process is done before others have started


def read_catalogue(root: Path, processes: int | None = 1) -> Catalogue:
    """Read the data, and derive topics and related papers.

    Args:
        root: The catalogue's folder.
        processes: How many processes to use; None lets the number of papers decide.

    Raises:
        DataError: Every problem of every file.
        StoreError: A file cannot be read.
    """
    catalogue = assemble(*read_data(root))
    return add_relations(catalogue, _choose_processes(processes, catalogue))


def add_relations(catalogue: Catalogue, run: TaskRunner = run_serially) -> Catalogue:
    """Add the related papers of each paper."""
    relations = relate_papers(catalogue.papers, catalogue.assignments, catalogue.people, run)
    return replace(catalogue, relations=relations)


def make_pages(root: Path, *, processes: int | None = None, dry_run: bool = False) -> WriteResult:
    """Write the Markdown pages and the files for download under ``docs/``, unless they are up to date.

    Args:
        root: The catalogue's folder.
        processes: How many processes to use; None lets the number of papers decide. The pages are the same.
        dry_run: Whether to return what would change, and write nothing.

    Raises:
        DataError: The data have problems; nothing was written.
        StoreError: A file cannot be read or written.
    """
    inputs = up_to_date.digest_page_inputs(root)
    if not dry_run and up_to_date.are_pages_current(root, inputs):
        return WriteResult((), (), (), sum(1 for _ in generated_files(root / "docs")))
    return _write_pages(root, read_catalogue(root, processes), inputs, processes, dry_run=dry_run)


def make_site(root: Path, processes: int | None = None, *, mkdocs_only: bool = False) -> None:
    """Write the pages and build the site in ``site/``, unless both are up to date.

    Args:
        root: The catalogue's folder.
        processes: How many processes to use; None lets the number of papers decide. The site is the same.
        mkdocs_only: Whether to build with plain MkDocs, even if the site is up to date.

    Raises:
        DataError: The data or the built site have problems; the previous site is left in place.
        BuildError: MkDocs reported warnings or errors; the previous site is left in place.
        StoreError: A file cannot be read or written.
    """
    page_inputs = up_to_date.digest_page_inputs(root)
    if not mkdocs_only and up_to_date.is_site_current(root, page_inputs):
        log.info("site: up to date")
        return
    catalogue = read_catalogue(root, processes)
    log.info("pages: %s", _write_pages(root, catalogue, page_inputs, processes))
    site_inputs = up_to_date.digest_site_inputs(root, page_inputs)
    slugs = [paper.slug for paper in catalogue.papers]
    run = _choose_processes(processes, catalogue)
    build_site(root, slugs, catalogue.as_of, run, mkdocs_only=mkdocs_only)
    up_to_date.save_site(root, site_inputs)


def _write_pages(
    root: Path, catalogue: Catalogue, inputs: str, processes: int | None, *, dry_run: bool = False
) -> WriteResult:
    site = prepare_site(catalogue, repository.find(root, os.environ), read_site_url(root))
    # The index is the longest batch, so that it is the first to start.
    batches: list[PageBatch] = [partial(search.build_index, catalogue, site.groups), *make_batches(site)]
    log.info("catalogue: %d papers, %d topics", len(catalogue.papers), len(catalogue.topics))
    run = _choose_processes(processes, catalogue)
    written = write_pages(root / "docs", batches, run=run, dry_run=dry_run)
    if not dry_run:
        up_to_date.save_pages(root, inputs)
    return written


def _choose_processes(count: int | None, catalogue: Catalogue) -> Processes:
    default = count_processors() if len(catalogue.papers) >= _FEW_PAPERS else 1
    return Processes(count or default)
