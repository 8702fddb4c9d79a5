"""All files under ``docs/``, as values: nothing is written here."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.model.papers import Catalogue, Page, Repository
from generator.publish import search
from generator.publish.discovery import render_discovery_files
from generator.publish.pages import page_kinds
from generator.publish.pages.redirects import Redirect, render_redirect
from generator.publish.prepare_site import prepare_site
from generator.publish.site_data import SiteData
from generator.publish.write_pages import PageBatch
from generator.system.memo import ResultKeeper, keep_nothing

_JOINED_BATCHES = 250  # small ones, of a page or a few


def make_all_pages(
    catalogue: Catalogue, repository: Repository | None = None, site_url: str | None = None
) -> Iterator[Page]:
    """Make all files but the search index, in a fixed order. The arguments are those of `prepare_site`."""
    for batch in _make_page_batches(prepare_site(catalogue, repository, site_url)):
        yield from batch()


def make_batches(site: SiteData, keep: ResultKeeper = keep_nothing) -> list[PageBatch]:
    """Return all files in batches that can be made in parallel, the longest first.

    Args:
        site: The data that they are made from.
        keep: Provides results of a previous run, and keeps those of this one.
    """
    return [partial(make_search_index, site, keep), *_make_page_batches(site, keep)]


def make_search_index(site: SiteData, keep: ResultKeeper = keep_nothing) -> Iterator[Page]:
    """Make the files of the search index. The arguments are those of `make_batches`."""
    return search.build_index(site.catalogue, site.groups, site.collections, keep)


def _make_page_batches(site: SiteData, keep: ResultKeeper = keep_nothing) -> list[PageBatch]:
    kinds = page_kinds.KINDS
    redirects = [redirect for kind in kinds for redirect in kind.list_redirects(site)]
    return [
        partial(_make_other_files, site, redirects, keep),
        *(partial(kind.make_pages, site) for kind in kinds),
        *(batch for kind in kinds for batch in _join_batches([*kind.list_batches(site)])),
    ]


def _make_other_files(site: SiteData, redirects: Sequence[Redirect], keep: ResultKeeper) -> Iterator[Page]:
    pages_by_former = {
        redirect.page: redirect.targets[0].page for redirect in redirects if len(redirect.targets) == 1
    }
    yield from site.outputs.render_files(pages_by_former, keep)
    yield from render_discovery_files(site)
    for redirect in redirects:
        yield render_redirect(redirect, site)


def _join_batches(batches: Sequence[PageBatch]) -> Iterator[PageBatch]:
    for start in range(0, len(batches), _JOINED_BATCHES):
        yield partial(_run_batches, batches[start : start + _JOINED_BATCHES])


def _run_batches(batches: Iterable[PageBatch]) -> Iterator[Page]:
    for batch in batches:
        yield from batch()
