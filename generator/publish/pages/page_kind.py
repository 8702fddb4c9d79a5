"""What the program knows about a kind of page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Never

from generator.derive.groups import Groups
from generator.model.papers import Catalogue, Page
from generator.publish.pages.redirects import Redirect
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_data import SiteData
from generator.publish.write_pages import PageBatch


def _list_nothing(*_data: object) -> Iterable[Never]:
    return ()


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page.

    Attributes:
        page: The page, or the index of the pages, as a file under ``docs/``: ``about.md`` or
            ``venues/index.md``. All files of the kind are this page and files below its address.
        make_pages: Make the pages, and the files that belong to them.
        list_batches: List the batches of the other pages, for a kind with thousands of them. Processes share
            the batches.
        label: The name of the kind on the search page and in ``llms.txt``; empty to leave it out there.
        note: What the page shows, in a few words; it follows the label in ``llms.txt``.
        list_collections: List the pages with a feed, with a file of citations, or with a name that the search
            offers, given the papers by topic, venue, author and year.
        list_redirects: List the former addresses of pages.
    """

    page: str
    make_pages: Callable[[SiteData], Iterable[Page]]
    list_batches: Callable[[SiteData], Iterable[PageBatch]] = _list_nothing
    label: str = ""
    note: str = ""
    list_collections: Callable[[Catalogue, Groups], Iterable[PaperCollection]] = _list_nothing
    list_redirects: Callable[[SiteData], Iterable[Redirect]] = _list_nothing
