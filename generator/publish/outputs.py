"""What the site offers to programs: citations, feeds, downloads, and metadata of pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.model.json_text import encode_compact
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.citations.citation_formats import DEFAULT_FORMAT, cite_paper, has_citation_file
from generator.publish.citations.citation_record import Record, build_record
from generator.publish.exports.export_formats import render_exports
from generator.publish.lastmod import find_last_update
from generator.publish.metadata import build_list_json_ld, build_site_json_ld
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_feeds import render_feeds
from generator.translation.message_files import collect_script_messages


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the site offers to programs, and on which pages. Pages are named by their files.

    Attributes:
        site: The address of the site, with a slash at its end.
        records: Citation records by paper id.
        updates: Times of the last update by paper id; papers without dates are left out.
        feeds: Collections with a feed, by page.
        bibliographies: The papers of collections with a file of citations, by page.
    """

    catalogue: Catalogue
    site: str
    records: Mapping[str, Record]
    updates: Mapping[str, datetime]
    feeds: Mapping[str, PaperCollection]
    bibliographies: Mapping[str, Sequence[Paper]]

    def list_page_files(self, page: str) -> dict[str, str | None]:
        """List the paths of a page's ``feed`` and ``bibliography``; None if it has none."""
        return {
            "feed": paths.locate_feed(page) if page in self.feeds else None,
            "bibliography": paths.locate_bibliography(page, DEFAULT_FORMAT.extension)
            if page in self.bibliographies
            else None,
        }

    def build_list_meta(
        self, page: str, title: str, description: str, papers: Sequence[Paper] | None
    ) -> dict[str, object]:
        """Build the front matter for programs of a page that is not a paper's.

        Args:
            page: The page.
            title: Its title.
            description: A sentence about it.
            papers: The papers that it lists; None means those of its feed, or none if it has no feed.
        """
        if papers is None and page in self.feeds:
            papers = self.feeds[page].papers
        sources = self.catalogue.papers if papers is None else papers
        updated = max((self.updates[paper.id] for paper in sources if paper.id in self.updates), default=None)
        meta: dict[str, object] = {"updated": f"{updated:%Y-%m-%d}"} if updated else {}
        if page == paths.HOME:
            meta["json_ld"] = build_site_json_ld(self.catalogue.settings, self.site)
        elif papers:
            meta["json_ld"] = build_list_json_ld(
                title, description, paths.build_page_url(self.site, page), papers, self.site
            )
        if page != paths.HOME and page in self.feeds:  # the theme links every page to the home page's feed
            meta["feed"] = paths.locate_feed(page)
        return meta

    def render_files(self, redirects: Mapping[str, str]) -> Iterator[Page]:
        """Render the feeds, the exports, and the citations that are too long for their pages.

        Args:
            redirects: Former pages, and the pages that they lead to.
        """
        followed = [(former, page) for former, page in redirects.items() if page in self.feeds]
        yield from render_feeds(self.catalogue, self.feeds, followed, self.site)
        yield from render_exports(self.catalogue, self.bibliographies, self.records)
        for paper in self.catalogue.papers:
            record = self.records[paper.id]
            if has_citation_file(record):
                yield Page(
                    paths.locate_citations(paths.locate_paper(paper.slug)),
                    f"{encode_compact(cite_paper(record))}\n",
                )
        messages = collect_script_messages(self.catalogue.settings.language)
        yield Page(paths.SCRIPT_MESSAGES, f"{encode_compact(messages)}\n")


def build_outputs(catalogue: Catalogue, site: str, collections: Sequence[PaperCollection]) -> Outputs:
    """Build what the site offers to programs.

    Args:
        catalogue: The catalogue.
        site: The address of the site, with a slash at its end.
        collections: The papers that have a page of their own.
    """
    venues = {venue.id: venue for venue in catalogue.venues}
    return Outputs(
        catalogue=catalogue,
        site=site,
        records={
            paper.id: build_record(paper, venues[paper.appearance.venue] if paper.appearance else None)
            for paper in catalogue.papers
        },
        updates={paper.id: when for paper in catalogue.papers if (when := find_last_update([paper]))},
        feeds={collection.page: collection for collection in collections if collection.has_feed},
        bibliographies={
            collection.page: collection.papers for collection in collections if collection.has_bibliography
        },
    )
