"""Paths of generated files under ``docs/``, and relative links between them.

A page is named by its file, such as ``topics/caches.md``. Links in Markdown name files, and MkDocs checks
them; links in HTML name addresses, such as ``../topics/caches/``.
"""

import posixpath
from functools import cache

LOCAL = "http://127.0.0.1:8000/"  # the site's address during development
HOME = "index.md"
ABOUT = "about.md"
CONTRIBUTE = "contribute.md"
NEW = "new.md"
WEEKS = "weeks/index.md"
FOLLOW = "follow.md"
STATS = "stats/index.md"
MAP = "map/index.md"
PAPERS = "papers/index.md"
SAVED = "saved.md"
TOPICS = "topics/index.md"
AUTHORS = "authors/index.md"
VENUES = "venues/index.md"
YEARS = "years/index.md"
LISTS = "lists/index.md"
SEARCH = "search.md"
JSON_FEED = "feed.json"
SCRIPT_MESSAGES = "messages.json"
LLMS_TXT = "llms.txt"
FEED_LIST = "feeds.opml"  # all feeds, for feed readers
OPENSEARCH = "opensearch.xml"
ROBOTS_TXT = "robots.txt"


def locate_letter(name: str) -> str:
    """Return the page of the authors whose names begin with a letter."""
    return locate_below(AUTHORS, f"by-letter/{name}")


def locate_paper(slug: str) -> str:
    """Return the page of a paper."""
    return locate_below(PAPERS, slug)


def locate_card(slug: str) -> str:
    """Return the social card of a paper, which is in the folder of the page's address."""
    return f"{build_url(locate_paper(slug))}card.png"


def locate_below(page: str, name: str | int) -> str:
    """Return a page below another.

    ``topics/index.md`` and ``caches`` give ``topics/caches.md``; ``topics/caches.md`` and 2026 give
    ``topics/caches/2026.md``.
    """
    return f"{page.removesuffix('.md').removesuffix('/index')}/{name}.md"


def locate_next_to(page: str, name: str) -> str:
    """Return a file in the folder of a page: ``stats/index.md`` and ``a.csv`` give ``stats/a.csv``."""
    return posixpath.join(get_folder(page), name)


def locate_feed(page: str) -> str:
    """Return the Atom feed of a page: ``topics/caches.md`` gives ``topics/caches/feed.xml``."""
    return f"{build_url(page)}feed.xml"


def locate_bibliography(page: str, extension: str) -> str:
    """Return the citations of a page's papers: ``topics/caches.md`` gives ``topics/caches/caches.bib``."""
    url = build_url(page)
    return f"{url}{url.rstrip('/').rpartition('/')[2]}.{extension}"


def locate_citations(page: str) -> str:
    """Return the file of citations that are too long for a paper's page.

    ``papers/2602.00001.md`` gives ``papers/2602.00001/citations.json``.
    """
    return f"{build_url(page)}citations.json"


def locate_export(extension: str) -> str:
    """Return the file with the whole catalogue: ``csv`` gives ``catalogue.csv``."""
    return f"catalogue.{extension}"


def build_url(page: str) -> str:
    """Return a page's address, relative to the site's: ``topics/caches.md`` gives ``topics/caches/``."""
    return page.removesuffix("index.md") if page.endswith("index.md") else f"{page.removesuffix('.md')}/"


def build_page_url(site: str, page: str) -> str:
    """Return a page's full address.

    Args:
        site: The address of the site, with a slash at its end.
        page: The page, as a file under ``docs/``.
    """
    return site + build_url(page)


@cache
def get_folder(page: str) -> str:
    """Return the folder of a page's file; empty for files at the top."""
    return posixpath.dirname(page)


def build_relative_url(target: str, origin: str) -> str:
    """Return the address of one page as HTML on another page links to it.

    ``topics/caches.md`` from ``papers/index.md`` is ``../topics/caches/``.
    """
    shared = (
        f"{get_folder(target)}/" if get_folder(target) and get_folder(target) == get_folder(origin) else ""
    )
    parents = "../" * (build_url(origin).count("/") - shared.count("/"))
    return parents + build_url(target).removeprefix(shared) or "./"


def build_relative_path(target: str, origin: str) -> str:
    """Return the file of one page as Markdown on another page links to it.

    ``topics/caches.md`` from ``papers/index.md`` is ``../topics/caches.md``.
    """
    folder, _, name = target.rpartition("/")
    return _relate_folders(get_folder(origin), folder) + name


@cache
def _relate_folders(origin: str, target: str) -> str:
    """Return the path from one folder to another, with a slash at its end unless it is empty."""
    path = posixpath.relpath(target or ".", origin or ".")
    return "" if path == "." else f"{path}/"
