"""``catalogue init``: turn this repository into a new catalogue, without the papers of the old one."""

import argparse
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath

from slugify import slugify

from generator.curation.folder import read_files
from generator.curation.read import read_curation
from generator.curation.schema import read_limit
from generator.curation.writer import Value, format_file, format_flow, format_mapping
from generator.ingest.arxiv_api import build_category_search
from generator.ingest.sources.arxiv import ARXIV
from generator.model.errors import DataError, StoreError, UsageError
from generator.model.layout import DATA, LOCK, MKDOCS_CONFIG, PAPERS, SETTINGS, TOPICS, VENUES
from generator.system import git
from generator.system.command import CommandResult
from generator.system.files import hold_lock, read_file, remove_folder, replace_folder, write_atomically

_SITE_NAME = re.compile(r"^site_name:.*$", re.MULTILINE)
_TOPICS_TEXT = """\
# A first topic. Change its id, title and description, and add rules. The schema lists all keys.
first-topic:
  title: First topic
  description: Papers are assigned by the rules below, or by a curator.
  # rules:
  #   phrases: {a phrase of title or abstract: 2}
"""
# Lines for the end of the settings, where the list of feeds ends.
_MORE_FEEDS = (
    "  # Facts of published papers, such as pages, publisher and retractions, from Crossref and DataCite:",
    "  # - id: crossref",
    "  #   kind: crossref",
)
_NEXT_STEPS = """\
The catalogue is now "{title}". Next steps:
  1. Run `catalogue fetch`. For older papers, add --since 2015-01; with --dry-run, it only counts them.
  2. Run `make serve` and look at the site. Then commit data/ and mkdocs.yml, and push.
On GitHub, under Settings:
  3. Pages: set Source to "GitHub Actions".
  4. Actions, General: tick "Allow GitHub Actions to create and approve pull requests".
On GitHub, in the tab Actions:
  5. Enable the workflows if GitHub asks, and run "Update" once.
docs/project/maintaining.md describes each step."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--title", required=True, metavar="TEXT", help="the name of the catalogue")
    parser.add_argument(
        "--category",
        required=True,
        action="append",
        metavar="CATEGORY",
        help="an arXiv category to fetch, such as cs.OS; can be repeated",
    )
    parser.add_argument(
        "--query",
        default="",
        metavar="QUERY",
        help="a query in arXiv's syntax that narrows the categories",
    )
    parser.add_argument(
        "--description",
        default="",
        metavar="TEXT",
        help="one sentence that describes the catalogue to readers",
    )
    parser.add_argument(
        "--topics",
        choices=["empty", "keep"],
        default="empty",
        help="start with one example topic, or keep the present topics (default: empty)",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace the data even if they are not committed to git"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Replace the data, and list the next steps."""
    new = NewCatalogue(
        title=options.title,
        categories=tuple(options.category),
        query=options.query,
        description=options.description,
        keeps_topics=options.topics == "keep",
    )
    replace_catalogue(root, new, force=options.force)
    return CommandResult(_NEXT_STEPS.format(title=options.title))


@dataclass(frozen=True, slots=True)
class NewCatalogue:
    """What a new catalogue is about.

    Attributes:
        title: Its name.
        categories: arXiv categories whose papers belong to it.
        query: A search in arXiv's syntax that selects among these papers, or an empty string.
        description: One sentence for readers, or an empty string for one made from the title.
        keeps_topics: Whether the topics of the old catalogue stay.
    """

    title: str
    categories: tuple[str, ...]
    query: str = ""
    description: str = ""
    keeps_topics: bool = False


def replace_catalogue(root: Path, new: NewCatalogue, *, force: bool) -> None:
    """Replace ``data/`` in one step, and then ``site_name`` in ``mkdocs.yml``.

    Stored and curated papers, reading lists and people are removed; venues stay.

    Args:
        root: The catalogue's folder.
        new: What the new catalogue is about.
        force: Whether to do this even if git cannot restore the old data.

    Raises:
        DataError: The new data have problems; nothing was changed.
        UsageError: Data would be lost, or ``mkdocs.yml`` has no ``site_name``; nothing was changed.
        StoreError: A file cannot be read or written.
    """
    if not force:
        _check_that_git_can_restore(root)
    config = read_file(root / MKDOCS_CONFIG).decode()
    new_config, count = _SITE_NAME.subn(lambda _: f"site_name: {format_flow(new.title)}", config)
    if count != 1:
        raise UsageError(
            f"{root / MKDOCS_CONFIG} must have one line that starts with site_name:, and has {count}"
        )
    new_data = root / ".data-new"
    try:
        with hold_lock(root / LOCK):
            remove_folder(new_data)
            _write_data(root / DATA, new_data, new)
            if problems := read_curation(read_files(new_data), {}, root)[1]:
                raise DataError(problems)
            replace_folder(new_data, root / DATA)
        write_atomically(root / MKDOCS_CONFIG, new_config.encode())
    except OSError as error:
        raise StoreError(f"cannot write {root / DATA}: {error.strerror}") from error
    finally:
        remove_folder(new_data)


def _check_that_git_can_restore(root: Path) -> None:
    if git.query(root, "rev-parse", "--is-inside-work-tree") != "true":
        raise UsageError(
            "this folder is not in a git repository, so its data would be lost; "
            "use --force to replace them anyway"
        )
    if changes := git.run_git(root, "status", "--porcelain", "--", DATA, MKDOCS_CONFIG).splitlines():
        name = changes[0][3:]
        raise UsageError(
            f"{name} is not committed and would be lost; commit it, or use --force to replace it anyway"
        )


def _write_data(old: Path, folder: Path, new: NewCatalogue) -> None:
    """Write the content of ``data/`` to a folder.

    Args:
        old: The data of the old catalogue.
        folder: The folder to write to.
        new: What the new catalogue is about.
    """
    papers = folder / _strip_data_folder(PAPERS)
    papers.mkdir(parents=True)
    (papers / ".gitkeep").touch()
    (folder / _strip_data_folder(SETTINGS)).write_text(format_settings(new), "utf-8")
    kept_files = [VENUES, TOPICS] if new.keeps_topics else [VENUES]
    for name in map(_strip_data_folder, kept_files):
        if (old / name).is_file():
            shutil.copyfile(old / name, folder / name)
    if not new.keeps_topics:
        (folder / _strip_data_folder(TOPICS)).write_text(
            format_file("topics", _TOPICS_TEXT.splitlines()), "utf-8"
        )


def _strip_data_folder(path: str) -> PurePath:
    return PurePath(path).relative_to(DATA)


def format_settings(new: NewCatalogue) -> str:
    """Return the text of ``data/catalogue.yml``."""
    description = new.description or f"{new.title}: research papers, organised by topic and venue."
    max_length = read_limit("catalogue", "maxLength", ("feeds", 0, "id"))
    feed: dict[str, Value] = {
        "id": slugify("-".join(new.categories), max_length=max_length) or "papers",
        "kind": ARXIV.kind,
    }
    if new.query:
        categories = build_category_search(new.categories)
        group = f"({categories})" if len(new.categories) > 1 else categories
        feed["query"] = f"{group} AND ({new.query})"
    else:
        feed["categories"] = new.categories
    values: dict[str, Value] = {"title": new.title, "description": description, "feeds": [feed]}
    return format_file("catalogue", [*format_mapping(values), *_MORE_FEEDS])
