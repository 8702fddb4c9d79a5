"""``catalogue size``: check the site against the limits of GitHub Pages.

The limits: https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits
"""

import argparse
from pathlib import Path

from generator.model.errors import DataError, Problem, UsageError
from generator.model.layout import SITE
from generator.system.command import CommandResult
from generator.system.files import iter_files

_LIMIT = 1_000_000_000  # bytes of a site
_WARNING_LEVEL = 700_000_000  # bytes
_HINT = "shorten the list of feeds or narrow their queries in data/catalogue.yml, or use another host"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Declare no options."""


def run(root: Path, _options: argparse.Namespace) -> CommandResult:
    """Show the number of files and their size; fail or warn if it is too large."""
    return measure(root / SITE)


def measure(site: Path, limit: int = _LIMIT, warning_level: int = _WARNING_LEVEL) -> CommandResult:
    """Measure a site.

    Args:
        site: Its folder.
        limit: The largest size that Pages accepts, in bytes.
        warning_level: The size from which to warn, in bytes.

    Raises:
        DataError: The site is too large, or has symlinks, which Pages does not accept.
        UsageError: There is no site.
    """
    if not site.is_dir():
        raise UsageError(f"{site} does not exist; build the site with `catalogue site`")
    files = list(iter_files(site))
    size = sum(path.lstat().st_size for path in files)
    links = [path for path in files if path.is_symlink()]
    problems = [Problem(str(path), 0, 0, "GitHub Pages does not accept symlinks") for path in links]
    if size > limit:
        message = f"must have at most {_format(limit)} for GitHub Pages, and has {_format(size)}"
        problems.append(Problem(str(site), 0, 0, message, _HINT))
    if problems:
        raise DataError(problems)
    message = f"{_format(size)} of the {_format(limit)} that GitHub Pages accepts are used"
    warnings = (Problem(str(site), 0, 0, message, _HINT),) if size > warning_level else ()
    return CommandResult(f"{site}: {len(files):,} files, {_format(size)}", warnings=warnings)


def _format(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
