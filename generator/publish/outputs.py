"""What the site offers to programs: citations, feeds, downloads, and metadata of pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from generator.model.curation_values import Topic, Venue
from generator.model.json_text import encode_compact
from generator.model.papers import Catalogue, DeferredPage, Page, Paper
from generator.publish import paths
from generator.publish.citations.citation_formats import DEFAULT_FORMAT, cite_paper, has_citation_file
from generator.publish.citations.citation_record import Record, build_record
from generator.publish.exports.export_format import ExportedPaper
from generator.publish.exports.export_formats import (
    Entries,
    render_bibliographies,
    render_exports,
    write_entries,
)
from generator.publish.lastmod import find_last_update
from generator.publish.metadata import build_list_json_ld, build_site_json_ld
from generator.publish.page_digests import digest_values
from generator.publish.paper_collections import PaperCollection
from generator.publish.site_feeds import render_feeds
from generator.system.memo import Memo, ResultKeeper, keep_nothing
from generator.translation.message_files import collect_script_messages


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the site offers to programs, and on which pages. Pages are named by their files.

    Attributes:
        venues: Venues by id.
        topics: Topics by id.
        site: The address of the site, with a slash at its end.
        digests: From `digest_papers`.
        updates: Times of the last update by paper id; papers without dates are left out.
        feeds: Collections with a feed, by page.
        bibliographies: The papers of collections with a file of citations, by page.
    """

    catalogue: Catalogue
    venues: Mapping[str, Venue]
    topics: Mapping[str, Topic]
    site: str
    digests: Mapping[str, bytes]
    updates: Mapping[str, datetime]
    feeds: Mapping[str, PaperCollection]
    bibliographies: Mapping[str, Sequence[Paper]]

    def build_record(self, paper: Paper) -> Record:
        """Build the citation record of a paper. It follows from the paper, its venue and its topics."""
        exported = self._export_paper(paper)
        return build_record(paper, exported.venue, [title for _assignment, title in exported.topics])

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
        updates = (
            self.updates.values() if papers is None else [self.updates.get(paper.id) for paper in papers]
        )
        updated = max(filter(None, updates), default=None)
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

    def render_files(self, redirects: Mapping[str, str], keep: ResultKeeper = keep_nothing) -> Iterator[Page]:
        """Render the feeds, the exports, and the citations that are too long for their pages.

        Args:
            redirects: Former pages, and the pages that they lead to.
            keep: Provides results of a previous run, and keeps those of this one.
        """
        followed = [(former, page) for former, page in redirects.items() if page in self.feeds]
        yield from render_feeds(self.catalogue, self.feeds, followed, self.site, self.digests)
        papers = {self.digests[paper.id]: paper for paper in self.catalogue.papers}
        get_entries = partial(self._get_entries, Memo())
        yield from render_exports(papers, self._export_paper, get_entries, keep)
        with keep("citations", str, self.catalogue.settings.language) as memo:
            yield from render_bibliographies(papers, self.bibliographies, get_entries, self.digests, memo)
        for paper in filter(has_citation_file, self.catalogue.papers):
            path = paths.locate_citations(paths.locate_paper(paper.slug))
            digest = digest_values((path, paper), self.digests)
            yield DeferredPage(path, digest, partial(self._render_citations, paper))
        messages = collect_script_messages(self.catalogue.settings.language)
        yield Page(paths.SCRIPT_MESSAGES, f"{encode_compact(messages)}\n")

    def _export_paper(self, paper: Paper) -> ExportedPaper:
        assignments = self.catalogue.assignments[paper.id]
        topics = [(assignment, self.topics[assignment.topic].title) for assignment in assignments]
        return ExportedPaper(paper, topics, self.venues[paper.appearance.venue] if paper.appearance else None)

    def _get_entries(self, memo: Memo[Entries], paper: Paper) -> Entries:
        return memo.recall(self.digests[paper.id], lambda: write_entries(paper, self.build_record(paper)))

    def _render_citations(self, paper: Paper) -> str:
        return f"{encode_compact(cite_paper(self.build_record(paper)))}\n"


def build_outputs(
    catalogue: Catalogue, site: str, collections: Sequence[PaperCollection], digests: Mapping[str, bytes]
) -> Outputs:
    """Build what the site offers to programs.

    Args:
        catalogue: The catalogue.
        site: The address of the site, with a slash at its end.
        collections: The papers that have a page of their own.
        digests: From `digest_papers`.
    """
    return Outputs(
        catalogue=catalogue,
        venues={venue.id: venue for venue in catalogue.venues},
        topics={topic.id: topic for topic in catalogue.topics},
        site=site,
        digests=digests,
        updates={paper.id: when for paper in catalogue.papers if (when := find_last_update([paper]))},
        feeds={collection.page: collection for collection in collections if collection.has_feed},
        bibliographies={
            collection.page: collection.papers for collection in collections if collection.has_bibliography
        },
    )
