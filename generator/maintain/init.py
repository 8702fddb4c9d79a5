"""``catalogue init``: create a repository with a new catalogue, or turn this repository into one."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from generator.curation.writer import format_flow
from generator.maintain.file_upgrade import MANIFEST, format_manifest
from generator.maintain.new_data import NewCatalogue, build_data
from generator.maintain.package_source import PackageSource, find_package_source, parse_source
from generator.maintain.repository_files import build_program_files, build_readme
from generator.model.errors import StoreError, UsageError
from generator.model.layout import DATA, LOCK, MKDOCS_CONFIG, TOPICS, VENUES
from generator.system import git
from generator.system.command import CommandResult, check_root
from generator.system.files import (
    convert_errors,
    hold_lock,
    read_file,
    remove_folder,
    replace_folder,
    write_atomically,
)

_SITE_NAME = re.compile(r"^site_name:.*$", re.MULTILINE)
_STEPS_IN_PLACE = """\
The catalogue is now "{title}". Next steps:
  1. Run `catalogue fetch`.{history}
  2. Run `make serve` and look at the site. Then commit data/ and mkdocs.yml, and push.
On GitHub, under Settings:
  3. Pages: set Source to "GitHub Actions".
  4. Actions, General: tick "Allow GitHub Actions to create and approve pull requests".
On GitHub, in the tab Actions:
  5. Enable the workflows if GitHub asks, and run "Update" once.
docs/project/maintaining.md describes each step."""
_STEPS_IN_FOLDER = """\
The catalogue "{title}" is in {folder}. Next steps:
  1. In that folder, run `make install`, and then `.venv/bin/catalogue fetch`.{history}
  2. Run `make serve` and look at the site. Then commit everything, and push it to GitHub.
README.md describes what to set on GitHub, and GUIDE.md how to write sources, topics, venues and lists."""
_HISTORY_STEP = """
     For older papers of arXiv, add --since 2015-01; with --dry-run, it only counts them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="a new or empty folder for the catalogue; without it, this repository becomes the new catalogue",
    )
    parser.add_argument("--title", required=True, metavar="TEXT", help="the name of the catalogue")
    parser.add_argument(
        "--description",
        default="",
        metavar="TEXT",
        help="one sentence that describes the catalogue to readers",
    )
    sources = parser.add_argument_group("sources of papers; at least one, and each can be repeated")
    sources.add_argument(
        "--arxiv",
        "--category",
        dest="categories",
        default=[],
        action="append",
        metavar="CATEGORY",
        help="an arXiv category, such as cs.OS",
    )
    sources.add_argument(
        "--feed",
        dest="urls",
        default=[],
        action="append",
        metavar="URL",
        help="an RSS, Atom or JSON feed, for example of a journal",
    )
    sources.add_argument(
        "--file",
        dest="documents",
        default=[],
        action="append",
        type=Path,
        metavar="PATH",
        help="a file with such a feed, which is copied into the catalogue",
    )
    parser.add_argument(
        "--query",
        default="",
        metavar="QUERY",
        help="a query in arXiv's syntax that narrows the categories",
    )
    parser.add_argument(
        "--topics",
        choices=["empty", "keep"],
        default="empty",
        help="start with one example topic, or keep the present topics (default: empty)",
    )
    parser.add_argument(
        "--source",
        metavar="WHEEL",
        help="with DIR: the wheel of this program that the catalogue installs, as URL#sha256=DIGEST or a "
        "file (default: the wheel that this program was installed from)",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace the data even if they are not committed to git"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Write the files of a new catalogue, and list the next steps."""
    new = NewCatalogue(
        title=options.title,
        description=options.description or f"{options.title}: research papers, organised by topic and venue.",
        categories=tuple(options.categories),
        query=options.query,
        urls=tuple(options.urls),
        documents=tuple(options.documents),
    )
    keeps_topics = options.topics == "keep"
    history = _HISTORY_STEP if new.categories else ""
    if keeps_topics or options.folder is None:
        check_root(root)
    if options.folder is None:
        _replace_catalogue(root, new, keeps_topics=keeps_topics, force=options.force)
        return CommandResult(_STEPS_IN_PLACE.format(title=options.title, history=history))
    source = parse_source(options.source) if options.source else find_package_source()
    kept_files = _read_files(root, TOPICS, VENUES) if keeps_topics else ()
    _create_repository(options.folder, new, source, dict(kept_files))
    return CommandResult(_STEPS_IN_FOLDER.format(title=options.title, folder=options.folder, history=history))


def _create_repository(
    folder: Path, new: NewCatalogue, source: PackageSource, kept_files: dict[str, bytes]
) -> None:
    """Write all files of a repository with a new catalogue.

    Args:
        folder: A folder that does not exist, or has nothing but ``.git``.
        new: What the catalogue is about.
        source: The wheel of this program that the repository installs.
        kept_files: Files that take the place of examples, by path.

    Raises:
        DataError: The data would have problems; nothing was written.
        UsageError: The folder has files; nothing was written.
        StoreError: A file cannot be read or written.
    """
    with convert_errors("read", folder):
        if folder.exists() and any(path.name != ".git" for path in folder.iterdir()):
            raise UsageError(f"{folder} has files; state a new or empty folder")
    program_files = build_program_files(new.title, source)
    files = {
        **program_files,
        MANIFEST: format_manifest(program_files),
        **build_data(new, kept_files.items(), folder),
        "README.md": build_readme(new.title, new.description),
    }
    for path, content in files.items():
        write_atomically(folder / path, content, create_folders=True)


def _replace_catalogue(root: Path, new: NewCatalogue, *, keeps_topics: bool, force: bool) -> None:
    """Replace ``data/`` in one step, and then ``site_name`` in ``mkdocs.yml``.

    Stored and curated papers, reading lists and people are removed; venues stay.

    Args:
        root: The catalogue's folder.
        new: What the new catalogue is about.
        keeps_topics: Whether the topics of the old catalogue stay.
        force: Whether to do this even if git cannot restore the old data.

    Raises:
        DataError: The new data have problems; nothing was changed.
        UsageError: Data would be lost, or ``mkdocs.yml`` has no ``site_name``; nothing was changed.
        StoreError: A file cannot be read or written.
    """
    if not force:
        _check_that_git_can_restore(root)
    config = _replace_site_name(root, new.title)
    kept_files = _read_files(root, VENUES, *([TOPICS] if keeps_topics else []))
    files = build_data(new, kept_files, root)
    new_data = root / ".data-new"
    try:
        with hold_lock(root / LOCK):
            remove_folder(new_data)
            for path, content in files.items():
                below_data = path.removeprefix(f"{DATA}/")
                target = root / path if below_data == path else new_data / below_data
                write_atomically(target, content, create_folders=True)
            replace_folder(new_data, root / DATA)
        write_atomically(root / MKDOCS_CONFIG, config.encode())
    except OSError as error:
        raise StoreError(f"cannot write {root / DATA}: {error.strerror}") from error
    finally:
        remove_folder(new_data)


def _replace_site_name(root: Path, title: str) -> str:
    """Return the settings of MkDocs with the new title."""
    config = read_file(root / MKDOCS_CONFIG).decode()
    new_config, count = _SITE_NAME.subn(lambda _: f"site_name: {format_flow(title)}", config)
    if count != 1:
        raise UsageError(
            f"{root / MKDOCS_CONFIG} must have one line that starts with site_name:, and has {count}"
        )
    return new_config


def _read_files(root: Path, *paths: str) -> Iterator[tuple[str, bytes]]:
    """Iterate over the given files that exist, by path."""
    return ((path, read_file(root / path)) for path in paths if (root / path).is_file())


def _check_that_git_can_restore(root: Path) -> None:
    git.check_repository(root, "its data would be lost; use --force to replace them anyway")
    if name := git.find_uncommitted(root, "--", DATA, MKDOCS_CONFIG):
        raise UsageError(
            f"{name} is not committed and would be lost; commit it, or use --force to replace it anyway"
        )
