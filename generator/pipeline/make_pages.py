"""``catalogue pages``: write the Markdown pages and the files for download under ``docs/``."""

import argparse
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from generator.model.errors import DataError
from generator.model.layout import BUILD_LOCK, DOCS
from generator.model.papers import Catalogue
from generator.pipeline import up_to_date
from generator.pipeline.kept_results import keep_results, remove_unused_results
from generator.pipeline.read_catalogue import choose_processes, read_catalogue
from generator.publish.pages.all_pages import make_batches
from generator.publish.prepare_site import prepare_site
from generator.publish.write_pages import FileState, WriteResult, find_generated_files, write_pages
from generator.site.published_files import find_forbidden_files
from generator.site.site_url import read_site_url
from generator.system import repository
from generator.system.command import CommandResult, parse_positive
from generator.system.files import hold_lock
from generator.system.memo import keep_nothing
from generator.system.processes import pause_garbage_collection
from generator.translation.messages import use_language

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--dry-run", action="store_true", help="show which pages would change, and write nothing"
    )
    add_jobs_option(parser)


def add_jobs_option(parser: argparse.ArgumentParser) -> None:
    """Declare the number of processes."""
    parser.add_argument(
        "--jobs", type=parse_positive, metavar="N", help="use N processes (default: one per processor)"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write the pages, and count the changes; name them if asked to be verbose or to write nothing."""
    result = make_pages(root, processes=options.jobs, dry_run=options.dry_run)
    changes = {"added": result.added, "changed": result.changed, "removed": result.removed}
    lines = [f"{verb} docs/{path}" for verb, paths in changes.items() for path in paths]
    names_changes = options.dry_run or options.verbose
    return CommandResult("\n".join([*(lines if names_changes else ()), str(result)]))


@pause_garbage_collection()
def make_pages(root: Path, *, processes: int | None = None, dry_run: bool = False) -> WriteResult:
    """Write the pages and files, unless they are up to date.

    Args:
        root: The catalogue's folder.
        processes: How many processes to use; None lets the number of papers decide. The pages are the same.
        dry_run: Whether to return what would change, and write nothing.

    Raises:
        DataError: The data have problems; nothing was written.
        StoreError: A file cannot be read or written.
    """
    with nullcontext() if dry_run else hold_build_lock(root):
        inputs = up_to_date.digest_page_inputs(root)
        if not dry_run and up_to_date.are_pages_current(root, inputs):
            return WriteResult((), (), (), sum(1 for _ in find_generated_files(root / DOCS)))
        catalogue = read_catalogue(root, processes, keeps_results=not dry_run)
        result = write_catalogue(root, catalogue, processes, dry_run=dry_run)
        if not dry_run:
            up_to_date.save_pages(root, inputs, up_to_date.digest_pages(root))
        return result


@contextmanager
def hold_build_lock(root: Path) -> Iterator[None]:
    """Keep other runs from writing pages or the site, and wait for one that does.

    Raises:
        DataError: The folders of the site have links that leave the repository.
        StoreError: The lock cannot be taken.
    """
    problems = find_forbidden_files(root)
    if problems:
        raise DataError(problems)
    path = root / BUILD_LOCK
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        log.warning("cannot write %s (%s); do not start another run", path.parent, error.strerror)
        yield
        return
    with hold_lock(path, log.warning):
        yield


def write_catalogue(
    root: Path, catalogue: Catalogue, processes: int | None, *, dry_run: bool = False
) -> WriteResult:
    """Write the pages and files of a catalogue.

    Args:
        root: The catalogue's folder.
        catalogue: What was read there.
        processes: As for `make_pages`.
        dry_run: As for `make_pages`.

    Raises:
        StoreError: A file cannot be read or written.
    """
    log.info("papers: %d, topics: %d", len(catalogue.papers), len(catalogue.topics))
    run_tasks = choose_processes(processes, len(catalogue.papers))
    with use_language(catalogue.settings.language):
        keep = keep_nothing if dry_run else partial(keep_results, root)
        site = prepare_site(catalogue, repository.find(root, os.environ), read_site_url(root), keep)
        with keep("pages", FileState, catalogue.settings.language) as memo:
            batches = make_batches(site, keep)
            result = write_pages(root / DOCS, batches, run=run_tasks, memo=memo, dry_run=dry_run)
    if not dry_run:
        remove_unused_results(root)
    return result
