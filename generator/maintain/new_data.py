"""The data of a new catalogue: its settings, and examples of what curators write."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from slugify import slugify

from generator.curation.read import read_curation
from generator.curation.schema import read_limit
from generator.curation.writer import Value, format_file, format_mapping
from generator.ingest.arxiv_api import build_category_search
from generator.ingest.sources.arxiv import ARXIV
from generator.maintain.repository_files import build_example_data
from generator.model.errors import DataError, UsageError
from generator.model.layout import PAPERS, SETTINGS
from generator.system.files import read_file

_DOCUMENTS = "documents"  # the folder of a new catalogue for feed documents
_GENERIC = re.compile(r"\.(?:xml|rss|atom|json)$|^(?:www|feeds?|rss|export)\.|[?#].*$")
# Lines for the end of the settings, where the list of feeds ends.
_MORE_FEEDS = (
    "  # Facts of published papers, such as pages, publisher and retractions, from Crossref and DataCite:",
    "  # - id: crossref",
    "  #   kind: crossref",
)


@dataclass(frozen=True, slots=True)
class NewCatalogue:
    """What a new catalogue is about, and where its papers come from.

    Attributes:
        title: Its name.
        description: One sentence for readers.
        categories: arXiv categories whose papers belong to it.
        query: A search in arXiv's syntax that selects among these papers, or an empty string.
        urls: RSS, Atom and JSON feeds.
        documents: Files with feed documents, which the catalogue will contain.
    """

    title: str
    description: str
    categories: tuple[str, ...] = ()
    query: str = ""
    urls: tuple[str, ...] = ()
    documents: tuple[Path, ...] = ()


def build_data(new: NewCatalogue, kept_files: Iterable[tuple[str, bytes]], root: Path) -> dict[str, bytes]:
    """Build and check all files of a new catalogue's data, by path below its folder.

    Args:
        new: What the catalogue is about.
        kept_files: Files that take the place of examples, by path.
        root: The catalogue's folder, for messages.

    Raises:
        DataError: The data have problems.
        UsageError: There is no feed, a query without a category, or two documents with one name.
        StoreError: A document cannot be read.
    """
    if not (new.categories or new.urls or new.documents):
        raise UsageError("state at least one source of papers: --arxiv CATEGORY, --feed URL or --file PATH")
    if new.query and not new.categories:
        raise UsageError("--query narrows arXiv categories, so it needs --arxiv")
    names = [path.name for path in new.documents]
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"two documents are named {repeated}, and one would replace the other; rename one")
    files = {
        **build_example_data(),
        **dict(kept_files),
        SETTINGS: format_settings(new).encode(),
        f"{PAPERS}/.gitkeep": b"",
    }
    contents = {path: content for path, content in files.items() if path.endswith(".yml")}
    if problems := read_curation(contents, {}, root)[1]:
        raise DataError(problems)
    return files | {f"{_DOCUMENTS}/{path.name}": read_file(path) for path in new.documents}


def format_settings(new: NewCatalogue) -> str:
    """Return the text of ``data/catalogue.yml``."""
    values: dict[str, Value] = {
        "title": new.title,
        "description": new.description,
        "feeds": _build_feeds(new),
    }
    return format_file("catalogue", [*format_mapping(values), *_MORE_FEEDS])


def _build_feeds(new: NewCatalogue) -> Sequence[Value]:
    feeds: list[dict[str, Value]] = []
    if new.categories:
        options: dict[str, Value] = {"kind": ARXIV.kind, "categories": new.categories}
        if new.query:
            search = build_category_search(new.categories)
            group = f"({search})" if len(new.categories) > 1 else search
            options = {"kind": ARXIV.kind, "query": f"{group} AND ({new.query})"}
        feeds.append({"id": "-".join(new.categories), **options})
    for url in new.urls:
        parts = urlsplit(url)
        kind = "json-feed" if parts.path.endswith(".json") else "rss"
        feeds.append({"id": f"{parts.hostname or ''}-{parts.path}", "kind": kind, "url": url})
    feeds += (
        {"id": path.stem, "kind": "file", "path": f"{_DOCUMENTS}/{path.name}"} for path in new.documents
    )
    return _assign_ids(feeds)


def _assign_ids(feeds: Iterable[dict[str, Value]]) -> list[Value]:
    """Turn the proposed ids of feeds into valid and different ones."""
    limit = read_limit("catalogue", "maxLength", ("feeds", 0, "id")) - len("-99")
    ids: set[str] = set()
    result: list[Value] = []
    for feed in feeds:
        proposal = slugify(_GENERIC.sub("", str(feed["id"])), max_length=limit) or "papers"
        candidates = (f"{proposal}-{number}" if number > 1 else proposal for number in range(1, len(ids) + 2))
        feed_id = next(candidate for candidate in candidates if candidate not in ids)
        ids.add(feed_id)
        result.append({**feed, "id": feed_id})
    return result
