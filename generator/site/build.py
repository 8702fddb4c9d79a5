"""The website, built beside the old one and put in its place when it is right."""

import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from generator.model.errors import BuildError, DataError, StoreError
from generator.site.check import check_site
from generator.system.files import recover_folder, remove_folder, replace_folder
from generator.system.processes import Processes

log = logging.getLogger(__name__)


def build_site(
    root: Path, slugs: Sequence[str], as_of: date, processes: Processes, *, mkdocs_only: bool = False
) -> None:
    """Build ``site/`` from ``docs/``.

    Args:
        root: The catalogue's folder.
        slugs: The papers whose pages must be there.
        as_of: The day of the data; it stands for today, so that equal inputs give equal bytes.
        processes: What shares the work.
        mkdocs_only: Whether to build with plain MkDocs, which takes longer.

    Raises:
        BuildError: MkDocs found something to complain of; the old site stands.
        DataError: The built site has problems; the old site stands.
        StoreError: The disk does not let us.
    """
    new, target = root / ".site-new", root / "site"
    try:
        recover_folder(target)
        remove_folder(new)
        midnight = datetime.combine(as_of, time(), UTC)
        env = {**build_environment(), "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))}
        _run(_plain_command(root, new) if mkdocs_only else _command(root, new, processes), env)
        problems = check_site(new, slugs, processes)
        if problems:
            raise DataError(problems)
        pages = sum(1 for _ in new.rglob("*.html"))
        replace_folder(new, target)
    except OSError as error:
        raise StoreError(f"cannot write {target}: {error.strerror}; the old site is unchanged") from error
    finally:
        remove_folder(new)
    log.info("built %d pages in %s", pages, target)


def build_environment() -> dict[str, str]:
    """The environment for MkDocs, without Material's notice of its own end on every build."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _command(root: Path, target: Path, processes: Processes) -> list[str]:
    command = [sys.executable, "-m", "generator.site", str(root / "mkdocs.yml"), str(target.resolve())]
    return [*command, str(processes.count)]


def _plain_command(root: Path, target: Path) -> list[str]:
    """Not with ``--quiet``, which silences warnings before ``--strict`` counts them."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return [*command, "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(target.resolve())]


def _run(command: Sequence[str], env: Mapping[str, str]) -> None:
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    said = [line for line in result.stderr.splitlines() if not line.startswith("INFO ")]
    if result.returncode:
        lines = "\n".join([*said, *result.stdout.splitlines()]).strip()
        raise BuildError(f"mkdocs could not build the site:\n{lines}\nThe old site is unchanged.")
    for line in said:
        log.warning("mkdocs: %s", line)
