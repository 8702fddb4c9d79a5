"""Keep a record of the site in ``site/``, so that the next build can reuse its files.

The record is one file below ``.cache/``: how the pages were made, and the result of the check. It belongs to
a site whose files have certain names, sizes and times. If one of them differs, nothing is reused.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from generator.model.layout import CACHE, NEXT_SITE, SITE
from generator.site.check import CheckRecord
from generator.site.site_record import SiteRecord
from generator.system import digests
from generator.system.cache import decode_result, load_result, remove_result, save_result

_SITE: Final = f"{CACHE}/site.results"
_NEW_PAGES: Final = f"{CACHE}/new-site.results"  # of a site that is not in its place yet

REUSE: Final = "--reuse"  # tells `generator.site` that it may reuse the files of the site


class SavedSite(msgspec.Struct, frozen=True):
    """The record of a site.

    Attributes:
        listing: A digest of the names, sizes and times of its files.
        pages: A `SiteRecord` of how its pages were made. Only the process that makes pages reads it.
        check: The result of the check.
    """

    listing: str
    pages: msgspec.Raw
    check: CheckRecord


@dataclass(frozen=True, slots=True)
class ReusableSite:
    """The site in ``site/``, if its files are still those of its record.

    Attributes:
        pages: How its pages were made.
        has_copy: Whether the folder of the next site has the same files, or hard links to them.
    """

    pages: SiteRecord
    has_copy: bool


def load_saved_site(root: Path) -> SavedSite | None:
    """Return the record of the site; None if there is none. The files may have been changed since."""
    return load_result(root / _SITE, digests.digest_program(), SavedSite)


def find_reusable_site(root: Path) -> ReusableSite | None:
    """Return the site; None if its files cannot be reused."""
    saved = load_saved_site(root)
    if not (saved and saved.listing and saved.listing == digests.digest_folder_listing(root / SITE)):
        return None
    pages = decode_result(root / _SITE, saved.pages, SiteRecord)
    if pages is None:
        return None
    return ReusableSite(pages, saved.listing == digests.digest_folder_listing(root / NEXT_SITE))


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


def renew_record(root: Path) -> None:
    """Save the record of the site again. It has not changed, but links to its files changed their times."""
    if saved := load_saved_site(root):
        save_built_site(root, saved.pages, saved.check)


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
