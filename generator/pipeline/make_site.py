"""``catalogue site``: write the pages, and build the website from them in ``site/``."""

import argparse
import logging
from contextlib import nullcontext
from pathlib import Path

from generator.model.layout import SITE
from generator.pipeline import up_to_date
from generator.pipeline.make_pages import add_jobs_option, hold_build_lock, write_catalogue
from generator.pipeline.read_catalogue import choose_processes, read_catalogue
from generator.site.build import build_site, select_facts, start_build
from generator.system.command import CommandResult
from generator.system.processes import pause_garbage_collection, return_free_memory

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_jobs_option(parser)
    parser.add_argument(
        "--plain", action="store_true", help="build with MkDocs alone: the same site, but slower"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Build the site, and name its folder."""
    make_site(root, options.jobs, mkdocs_only=options.plain)
    return CommandResult(f"the site is in {root / SITE}")


@pause_garbage_collection()
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
    with hold_build_lock(root):
        page_inputs = up_to_date.digest_page_inputs(root)
        if not mkdocs_only and up_to_date.is_site_current(root, page_inputs):
            log.info("site: up to date")
            return
        # The other process loads MkDocs and looks at the previous site while this one makes the pages.
        with nullcontext() if mkdocs_only or processes == 1 else start_build(root) as waiting:
            catalogue = read_catalogue(root, processes, keeps_results=True)
            log.info("pages: %s", write_catalogue(root, catalogue, processes))
            pages, site_inputs = up_to_date.digest_pages(root), up_to_date.digest_site_inputs(root)
            up_to_date.save_pages(root, page_inputs, pages)
            run_tasks = choose_processes(processes, len(catalogue.papers))
            facts = select_facts(catalogue)
            del catalogue  # a large one takes as much memory as the build
            return_free_memory()
            site = build_site(root, facts, run_tasks, mkdocs_only=mkdocs_only, waiting=waiting)
        up_to_date.save_site(root, page_inputs, site_inputs, pages, site)
