"""Build the website next to the previous one, check it, and put it in its place."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
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

WAIT = "--wait"  # tells `generator.site` to read its other arguments from standard input, when they are known
LANGUAGE_VARIABLE = "CATALOGUE_LANGUAGE"  # of the theme, in ``mkdocs.yml``

log = logging.getLogger(__name__)
_LATEST_SECOND = 2**32 - 1  # MkDocs writes it into the header of a gzip file, which has 32 bits for it


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What must be known of a catalogue to build its site from pages.

    Attributes:
        slugs: Of the papers, which must have pages.
        as_of: The day that is used as the current one, so that equal data give equal bytes.
        language: Of the theme.
    """

    slugs: tuple[str, ...]
    as_of: date
    language: str


def select_facts(catalogue: Catalogue) -> SiteFacts:
    """Return what `build_site` needs of a catalogue."""
    slugs = tuple(paper.slug for paper in catalogue.papers)
    return SiteFacts(slugs, catalogue.as_of, catalogue.settings.language)


def start_build(root: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start the process that builds a site. It loads what it needs, and waits until `build_site` needs it."""
    command = [sys.executable, "-m", "generator.site", WAIT, str(root)]
    return _start(command, build_mkdocs_environment(""))


def build_site(
    root: Path,
    facts: SiteFacts,
    processes: Processes,
    *,
    mkdocs_only: bool = False,
    waiting: subprocess.Popen[str] | None = None,
) -> str:
    """Build ``site/`` from ``docs/``, and return a digest of the names, sizes and times of its files.

    Args:
        root: The catalogue's folder.
        facts: From `select_facts`.
        processes: Runs the tasks that share the work.
        mkdocs_only: Whether to build with plain MkDocs, from nothing, which takes longer.
        waiting: From `start_build`; without it, the process is started now.

    Raises:
        BuildError: MkDocs reported warnings or errors; the previous site is left in place.
        DataError: The new site has problems; the previous site is left in place.
        StoreError: The site cannot be written.
    """
    new, target = root / NEXT_SITE, root / SITE
    config, folder = str(root / MKDOCS_CONFIG), str(root.resolve() / NEXT_SITE)
    if mkdocs_only:  # without --quiet, which removes warnings before --strict counts them
        arguments = ["mkdocs", "build", "--strict", "--config-file", config, "--site-dir", folder]
    else:
        arguments = ["generator.site", config, folder, str(processes.count), site_cache.REUSE]
    command = [sys.executable, "-m", *arguments]
    is_complete = False
    try:
        recover_folder(target)
        _check_place(target)
        if mkdocs_only or new.is_symlink():
            remove_folder(new)
        with _run(command, _build_environment_of_day(facts), waiting):
            saved = None if mkdocs_only else site_cache.load_saved_site(root)
            old_files = list_inodes(target) if saved else {}
        divide_sitemap(new, read_site_url(root) or "")
        checked = check_site(new, facts.slugs, processes, (old_files, saved.check) if saved else None)
        is_reused = not set(old_files.values()).isdisjoint(checked.files.values())
        if checked.problems:
            remove_folder(new)
            if is_reused:
                site_cache.renew_record(root)
            raise DataError(checked.problems)
        replace_folder(new, target, keeps_old=is_reused)
        if is_reused:
            update_copy(new, old_files, target, checked.files)
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
    count = sum(name.endswith(".html") for name in checked.record.files)
    log.info("site: %d pages, of which %d changed", count, checked.changed)
    return listing


def _check_place(target: Path) -> None:
    """Raise StoreError if a link or a file has the name of the site: the site would take its place."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise StoreError(f"cannot write {target}: it must be a folder, not a link or a file; remove it")


def build_mkdocs_environment(language: str) -> dict[str, str]:
    """Return the environment variables for MkDocs.

    Args:
        language: That of the theme.
    """
    # The other variable removes Material's notice about its end of life.
    return {**os.environ, LANGUAGE_VARIABLE: language, "NO_MKDOCS_2_WARNING": "1"}


def _build_environment_of_day(facts: SiteFacts) -> dict[str, str]:
    """Return the environment variables for MkDocs, with the catalogue's day as the current one."""
    midnight = datetime.combine(facts.as_of, time(), UTC)
    seconds = max(0, min(int(midnight.timestamp()), _LATEST_SECOND))
    return {**build_mkdocs_environment(facts.language), "SOURCE_DATE_EPOCH": str(seconds)}


@contextmanager
def _run(
    command: Sequence[str], environment: Mapping[str, str], waiting: subprocess.Popen[str] | None
) -> Iterator[None]:
    """Run a command while the block is executed. At its end, report the result as `_report_result` does.

    Args:
        command: Python, ``-m``, a module and its arguments.
        environment: The environment variables.
        waiting: From `start_build`; a process of this module that waits for these arguments and variables.
    """
    with nullcontext(waiting) if waiting else _start(command, environment) as process:
        if waiting and waiting.stdin:
            arguments = command[3:]
            with suppress(BrokenPipeError):  # it has ended; its exit code and its messages say why
                waiting.stdin.write(f"{json.dumps([arguments, environment])}\n")
                waiting.stdin.flush()
        yield
        stdout, stderr = process.communicate()
    _report_result(process.returncode, stdout, stderr)


@contextmanager
def _start(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own arguments
        command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()  # nothing happens if it has ended


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
