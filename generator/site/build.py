"""Build the website next to the previous one, check it, and put it in its place."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from generator.model.errors import BuildError, DataError, StoreError
from generator.model.layout import MKDOCS_CONFIG, NEXT_SITE, SITE
from generator.model.papers import Catalogue
from generator.site import site_cache
from generator.site.check import check_site
from generator.site.site_copy import list_inodes, update_copy
from generator.site.site_url import read_site_url
from generator.site.sitemap import divide_sitemap
from generator.system.files import recover_folder, remove_folder, replace_folder
from generator.system.processes import Processes

# The last line of a traceback, which plain MkDocs prints if the disk is full.
_SYSTEM_ERROR = re.compile(r"^\w+Error: \[Errno \d+\] (.+?)(?:: '.*)?\Z", re.MULTILINE)

WAIT = "--wait"  # tells `generator.site` to read its arguments from standard input, when they are known
LANGUAGE_VARIABLE = "CATALOGUE_LANGUAGE"  # of the theme, in ``mkdocs.yml``

log = logging.getLogger(__name__)
_LATEST_SECOND = 2**32 - 1  # MkDocs writes it into the header of a gzip file, which has 32 bits for it


@contextmanager
def start_build() -> Iterator[subprocess.Popen[str]]:
    """Start the process that builds a site. It loads its modules, and waits until `build_site` needs it."""
    command = [sys.executable, "-m", "generator.site", WAIT]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own arguments
        command, env=build_mkdocs_environment(""), stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()  # nothing happens if it has ended


def build_site(
    root: Path,
    catalogue: Catalogue,
    processes: Processes,
    *,
    mkdocs_only: bool = False,
    waiting: subprocess.Popen[str] | None = None,
) -> str:
    """Build ``site/`` from ``docs/``, and return a digest of the names, sizes and times of its files.

    Args:
        root: The catalogue's folder.
        catalogue: Its papers must have pages, and its day is used as the current day, so that equal data give
            equal bytes.
        processes: Runs the tasks that share the work.
        mkdocs_only: Whether to build with plain MkDocs, from nothing, which takes longer.
        waiting: From `start_build`; without it, the process is started now.

    Raises:
        BuildError: MkDocs reported warnings or errors; the previous site is left in place.
        DataError: The new site has problems; the previous site is left in place.
        StoreError: The site cannot be written.
    """
    new, target = root / NEXT_SITE, root / SITE
    previous, is_complete = None, False
    try:
        recover_folder(target)
        previous = None if mkdocs_only else site_cache.load_saved_site(root)
        if not (previous and previous.is_listing_of(new)):
            remove_folder(new)
        config, folder = str(root / MKDOCS_CONFIG), str(new.resolve())
        if mkdocs_only:  # without --quiet, which removes warnings before --strict counts them
            arguments = ["mkdocs", "build", "--strict", "--config-file", config, "--site-dir", folder]
        else:
            arguments = ["generator.site", config, folder, str(processes.count)]
            arguments += [site_cache.REUSE] if previous else []
        _run([sys.executable, "-m", *arguments], _build_environment_of_day(catalogue), waiting)
        divide_sitemap(new, read_site_url(root) or "")
        slugs = [paper.slug for paper in catalogue.papers]
        files, old_files = list_inodes(new), list_inodes(target) if previous else {}
        checked = check_site(new, slugs, processes, (old_files, previous.check) if previous else None)
        if checked.problems:
            raise DataError(checked.problems)
        previous = None
        replace_folder(new, target, keeps_old=bool(old_files))
        if old_files:
            update_copy(new, old_files, target, files)
        is_complete = True
        listing = site_cache.save_built_site(
            root, None if mkdocs_only else site_cache.take_new_pages(root), checked.record
        )
    except OSError as error:
        message = f"cannot write {target}: {error.strerror}; the previous site is left in place"
        raise StoreError(message) from error
    finally:
        if not is_complete:
            remove_folder(new)
        if previous:  # the build failed; its hard links changed the times of files
            site_cache.save_built_site(root, previous.pages, previous.check)
    count = sum(name.endswith(".html") for name in checked.record.files)
    log.info("site: %d pages, of which %d changed", count, checked.changed)
    return listing


def build_mkdocs_environment(language: str) -> dict[str, str]:
    """Return the environment variables for MkDocs.

    Args:
        language: That of the theme.
    """
    # The other variable removes Material's notice about its end of life.
    return {**os.environ, LANGUAGE_VARIABLE: language, "NO_MKDOCS_2_WARNING": "1"}


def _build_environment_of_day(catalogue: Catalogue) -> dict[str, str]:
    """Return the environment variables for MkDocs, with the catalogue's day as the current one."""
    midnight = datetime.combine(catalogue.as_of, time(), UTC)
    seconds = max(0, min(int(midnight.timestamp()), _LATEST_SECOND))
    return {**build_mkdocs_environment(catalogue.settings.language), "SOURCE_DATE_EPOCH": str(seconds)}


def _run(
    command: Sequence[str], environment: Mapping[str, str], waiting: subprocess.Popen[str] | None
) -> None:
    if waiting:
        arguments = command[3:]  # the process was started with the first three: Python, -m and the module
        stdout, stderr = waiting.communicate(json.dumps([arguments, environment]))
        _report_result(waiting.returncode, stdout, stderr)
    else:
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        _report_result(result.returncode, result.stdout, result.stderr)


def _report_result(exit_code: int, stdout: str, stderr: str) -> None:
    """Log the warnings of a build, or raise its error: `OSError` or `BuildError`."""
    messages = [line for line in stderr.splitlines() if not line.startswith("INFO ")]
    if exit_code == StoreError.exit_code:
        raise OSError(0, stderr.strip())
    if exit_code:
        if error := _SYSTEM_ERROR.search(stderr.strip()):
            raise OSError(0, error[1])
        lines = "\n".join([*messages, *stdout.splitlines()]).strip()
        raise BuildError(f"MkDocs reported warnings or errors:\n{lines}\nThe previous site is left in place.")
    for message in messages:
        log.warning("mkdocs: %s", message)
