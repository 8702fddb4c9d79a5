"""The website, built beside the old one and put in its place when it is right."""

import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from generator.errors import BuildError, DataError, StoreError
from generator.files import recover_folder, remove_folder, replace_folder
from generator.site.check import check

log = logging.getLogger(__name__)


def build(root: Path, slugs: Sequence[str], as_of: date) -> None:
    """Build ``site/`` from ``docs/``.

    Args:
        root: The catalogue's folder.
        slugs: The papers whose pages must be there.
        as_of: The day of the data; it stands for today, so that equal inputs give equal bytes.

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
        _run_mkdocs(root, new, {**environment(), "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))})
        problems = check(new, slugs)
        if problems:
            raise DataError(problems)
        pages = sum(1 for _ in new.rglob("*.html"))
        replace_folder(new, target)
    except OSError as error:
        raise StoreError(f"cannot write {target}: {error.strerror}; the old site is unchanged") from error
    finally:
        remove_folder(new)
    log.info("built %d pages in %s", pages, target)


def environment() -> dict[str, str]:
    """The environment for MkDocs, without Material's notice of its own end on every build."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _run_mkdocs(root: Path, target: Path, env: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--site-dir", str(target.resolve())]
    result = subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=root, env=env, capture_output=True, text=True, check=False
    )
    if result.returncode:
        said = (result.stderr + result.stdout).strip()
        raise BuildError(f"mkdocs could not build the site:\n{said}\nThe old site is unchanged.")
    for line in result.stderr.splitlines():
        log.warning("mkdocs: %s", line)
