"""Keep a record of the site in ``site/``, so that the next build can reuse its files.

The record is one file below ``.cache/``: how the pages were made, and the result of the check. It belongs to
a site whose files have certain names, sizes and times. If one of them differs, nothing is reused.
"""

import logging
from pathlib import Path
from typing import Final

import msgspec

from generator.model.layout import CACHE, SITE
from generator.site.check import CheckRecord
from generator.site.site_record import SiteRecord
from generator.system import digests
from generator.system.cache import load_result, remove_result, save_result

_SITE: Final = f"{CACHE}/site.results"
_NEW_PAGES: Final = f"{CACHE}/new-site.results"  # of a site that is not in its place yet

REUSE: Final = "--reuse"  # tells `generator.site` that it may reuse the files of the site

log = logging.getLogger(__name__)


class SavedSite(msgspec.Struct, frozen=True):
    """The record of a site.

    Attributes:
        listing: A digest of the names, sizes and times of its files.
        pages: A `SiteRecord` of how its pages were made. Only the process that makes pages decodes it.
        check: The result of the check.
    """

    listing: str
    pages: msgspec.Raw
    check: CheckRecord

    def is_listing_of(self, folder: Path) -> bool:
        """Whether a folder has the same files, or hard links to them."""
        return bool(self.listing) and self.listing == digests.digest_folder_listing(folder)


def load_saved_site(root: Path) -> SavedSite | None:
    """Return the record of the site; None if its files cannot be reused."""
    saved = load_result(root / _SITE, digests.digest_program(), SavedSite)
    if saved and not saved.is_listing_of(root / SITE):
        log.info("%s is not as the last run left it; all pages are made again", root / SITE)
        return None
    return saved


def save_built_site(root: Path, pages: msgspec.Raw | None, check: CheckRecord) -> str:
    """Save the record of the site that is in its place now; without `pages`, it will not be reused.

    Returns:
        A digest of the names, sizes and times of its files.
    """
    listing = digests.digest_folder_listing(root / SITE)
    if pages is None:
        remove_result(root / _SITE)
    else:
        save_result(root / _SITE, digests.digest_program(), SavedSite(listing, pages, check))
    return listing


def load_previous_pages(root: Path) -> SiteRecord | None:
    """Return how the pages of the site were made; only for a site that `load_saved_site` returned."""
    saved = load_result(root / _SITE, digests.digest_program(), SavedSite)
    return msgspec.msgpack.decode(saved.pages, type=SiteRecord) if saved else None


def save_new_pages(root: Path, pages: SiteRecord | None) -> None:
    """Save how the pages of a new site were made; None if they cannot be reused."""
    if pages is None:
        remove_result(root / _NEW_PAGES)
    else:
        save_result(root / _NEW_PAGES, digests.digest_program(), pages)


def take_new_pages(root: Path) -> msgspec.Raw | None:
    """Return what `save_new_pages` saved, and remove it."""
    pages = load_result(root / _NEW_PAGES, digests.digest_program(), msgspec.Raw)
    remove_result(root / _NEW_PAGES)
    return pages
