"""A catalogue of one's own out of this one: two files say what it is about, and what others wrote is gone."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath

from slugify import slugify

from generator.curation import read as curation
from generator.curation.folder import read_files
from generator.curation.layout import DATA, PAPERS, SETTINGS, TOPICS, VENUES
from generator.curation.schema import limit
from generator.curation.writer import Value, format_flow, format_mapping, write_file
from generator.ingest import store
from generator.ingest.arxiv_api import categories_query
from generator.model.curation_values import FeedKind
from generator.model.errors import DataError, StoreError, UsageError
from generator.system import git
from generator.system.files import (
    hold_lock,
    read_file,
    remove_folder,
    replace_folder,
    write_atomically,
)

_SITE_NAME = re.compile(r"^site_name:.*$", re.MULTILINE)
_MKDOCS = "mkdocs.yml"
_TOPICS = """\
# One topic to begin with: rename it, and give it rules. The schema describes all fields.
first-topic:
  title: First topic
  description: Papers come here by the rules below, or because a curator says so.
  # rules:
  #   phrases: {a phrase of title or abstract: 2}
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What a new catalogue is about.

    Attributes:
        title: Its name.
        categories: arXiv categories whose papers belong into it.
        query: A search in arXiv's syntax that narrows these down, or an empty string.
        description: One sentence for readers, or an empty string for one made from the title.
        keeps_topics: Whether the topics that are there stay.
    """

    title: str
    categories: tuple[str, ...]
    query: str = ""
    description: str = ""
    keeps_topics: bool = False


def start(root: Path, wanted: Start, *, force: bool) -> None:
    """Make the catalogue in a folder this one: ``data/`` changes in one step, and then ``site_name``.

    Gone are the feeds' data, the curated papers, the reading lists and the people; venues stay.

    Args:
        root: The catalogue's folder.
        wanted: What it is about.
        force: Whether it may be done where git could not bring back what is gone.

    Raises:
        DataError: The settings would not pass the checks; nothing was changed.
        UsageError: Something would be lost, or ``mkdocs.yml`` has no ``site_name``; nothing was changed.
        StoreError: The disk does not let us.
    """
    if not force:
        _refuse_to_lose(root)
    configuration = read_file(root / _MKDOCS).decode()
    named, count = _SITE_NAME.subn(lambda _: f"site_name: {format_flow(wanted.title)}", configuration)
    if count != 1:
        raise UsageError(f"{root / _MKDOCS} has {count} lines that begin with site_name:, and needs one")
    new = root / ".data-new"
    try:
        with hold_lock(root / store.LOCK):
            remove_folder(new)
            _write_data(root / DATA, new, wanted)
            _check(root, new)
            replace_folder(new, root / "data")
        write_atomically(root / _MKDOCS, named.encode())
    except OSError as error:
        raise StoreError(f"cannot write {root / 'data'}: {error.strerror}") from error
    finally:
        remove_folder(new)


def _refuse_to_lose(root: Path) -> None:
    if git.query(root, "rev-parse", "--is-inside-work-tree") != "true":
        raise UsageError(
            "this folder is not kept by git, which could bring back what is gone; --force does it"
        )
    if changed := git.run(root, "status", "--porcelain", "--", "data", _MKDOCS).splitlines():
        first = changed[0][3:]
        raise UsageError(f"{first} is not committed and would be lost; commit it, or say --force")


def _write_data(old: Path, new: Path, wanted: Start) -> None:
    """What ``data/`` is to hold, in a folder of its own."""
    papers = new / _inside_data(PAPERS)
    papers.mkdir(parents=True)
    (papers / ".gitkeep").touch()
    (new / _inside_data(SETTINGS)).write_text(settings(wanted), "utf-8")
    kept = [VENUES, TOPICS] if wanted.keeps_topics else [VENUES]
    for name in map(_inside_data, kept):
        if (old / name).is_file():
            shutil.copyfile(old / name, new / name)
    if not wanted.keeps_topics:
        (new / _inside_data(TOPICS)).write_text(write_file("topics", _TOPICS.splitlines()), "utf-8")


def settings(wanted: Start) -> str:
    """The text of ``data/catalogue.yml``."""
    description = wanted.description or (
        f"{wanted.title}: research papers sorted by topic and venue, with short notes in plain words."
    )
    longest = limit("catalogue", "maxLength", ("feeds", 0, "id"))
    feed: dict[str, Value] = {
        "id": slugify("-".join(wanted.categories), max_length=longest) or "papers",
        "kind": FeedKind.ARXIV.value,
    }
    if wanted.query:
        within = categories_query(wanted.categories)
        grouped = f"({within})" if len(wanted.categories) > 1 else within
        feed["query"] = f"{grouped} AND ({wanted.query})"
    else:
        feed["categories"] = wanted.categories
    values: dict[str, Value] = {"title": wanted.title, "description": description, "feeds": [feed]}
    return write_file("catalogue", format_mapping(values))


def _inside_data(path: str) -> PurePath:
    return PurePath(path).relative_to(DATA)


def _check(root: Path, new: Path) -> None:
    problems = curation.read(read_files(new), {}, root)[1]
    if problems:
        raise DataError(problems)
