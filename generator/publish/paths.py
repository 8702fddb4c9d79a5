"""Where pages lie under ``docs/``, and how one refers to another."""

import posixpath
from functools import cache

LOCAL = "http://127.0.0.1:8000/"  # where the site lies while one works on it
HOME = "index.md"
ABOUT = "about.md"
CONTRIBUTE = "contribute.md"
NEW = "new.md"
STATS = "stats/index.md"
PAPERS = "papers/index.md"
LISTING = "papers/papers.json"  # for scripts: what lists filter and sort by
SAVED = "saved.md"
TOPICS = "topics/index.md"
NAMES = "authors/index.md"
VENUES = "venues/index.md"
YEARS = "years/index.md"
LISTS = "lists/index.md"
SEARCH = "search.md"


def listing_part(number: int) -> str:
    """Titles and names of some papers, for scripts."""
    return f"papers/papers-{number}.json"


JSON_FEED = "feed.json"
SCHEMA = "catalogue.schema.json"


def paper(slug: str) -> str:
    """The page of a paper."""
    return f"papers/{slug}.md"


def topic(topic_id: str) -> str:
    """The page of a topic."""
    return f"topics/{topic_id}.md"


def name(slug: str) -> str:
    """The page of an author's name."""
    return f"authors/{slug}.md"


def venue(venue_id: str) -> str:
    """The page of a venue."""
    return f"venues/{venue_id}.md"


def year(number: int) -> str:
    """The page of a year."""
    return f"years/{number}.md"


def reading_list(list_id: str) -> str:
    """The page of a reading list."""
    return f"lists/{list_id}.md"


def feed(page: str) -> str:
    """The Atom feed of a page: ``feed.xml`` where the page is served."""
    return f"{served(page)}feed.xml"


def bibliography(page: str) -> str:
    """The BibTeX of a page's papers: ``caches.bib`` where the page of caches is served."""
    way = served(page)
    return f"{way}{way.rstrip('/').rpartition('/')[2]}.bib"


def export(extension: str) -> str:
    """The whole catalogue as a file."""
    return f"catalogue.{extension}"


def served(page: str) -> str:
    """Where a page's file is served, below the site's own address."""
    return page.removesuffix("index.md") if page.endswith("index.md") else f"{page.removesuffix('.md')}/"


@cache
def folder(page: str) -> str:
    """The folder of a page's file; empty for those at the top."""
    return posixpath.dirname(page)


def letter(name: str) -> str:
    """The page of the authors whose names begin with a letter."""
    return f"authors/by-letter/{name}.md"


def inside(page: str, name: str | int) -> str:
    """A page below another: ``topics/caches.md`` and 2026 are ``topics/caches/2026.md``."""
    return f"{page.removesuffix('.md').removesuffix('/index')}/{name}.md"


def beside(page: str, name: str) -> str:
    """A file in a page's folder."""
    return posixpath.join(folder(page), name)


def href(target: str, origin: str) -> str:
    """The way from one page's address to another's, as a browser wants it."""
    shared = f"{folder(target)}/" if folder(target) and folder(target) == folder(origin) else ""
    way_up = "../" * (served(origin).count("/") - shared.count("/"))
    return way_up + served(target).removeprefix(shared) or "./"


def relative(target: str, origin: str) -> str:
    """The way from one page's file to another's, as Markdown wants it."""
    way, _, name_only = target.rpartition("/")
    return _up(folder(origin), way) + name_only


@cache
def _up(origin: str, target: str) -> str:
    """The way from folder to folder, with a slash at its end."""
    way = posixpath.relpath(target or ".", origin or ".")
    return "" if way == "." else f"{way}/"
