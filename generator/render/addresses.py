"""Where pages lie under ``docs/``, and how one refers to another."""

import posixpath
from functools import cache

HOME = "index.md"
ABOUT = "about.md"
CONTRIBUTE = "contribute.md"
PAPERS = "papers/index.md"
TOPICS = "topics/index.md"
NAMES = "authors/index.md"
VENUES = "venues/index.md"
YEARS = "years/index.md"
LISTS = "lists/index.md"
SEARCH = "search.md"


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


def served(page: str) -> str:
    """Where a page's file is served, below the site's own address."""
    return page.removesuffix("index.md") if page.endswith("index.md") else f"{page.removesuffix('.md')}/"


@cache
def _folder(page: str) -> str:
    return posixpath.dirname(page)


def relative(target: str, origin: str) -> str:
    """The way from one page's file to another's, as Markdown wants it."""
    folder, name_only = posixpath.split(target)
    if folder == _folder(origin):
        return name_only
    return posixpath.relpath(target, _folder(origin) or ".")
