"""What the site offers programs: records to cite, feeds to follow, files to take along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.derive.groups import Groups
from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.citations.citation_record import Record, build_record
from generator.publish.discovery import render_discovery_files
from generator.publish.exports import collect_bibliographies, render_exports
from generator.publish.lastmod import find_last_update
from generator.publish.metadata import build_list_json_ld, build_site_json_ld
from generator.publish.site_feeds import Feed, collect_feeds, render_feeds


@dataclass(frozen=True, slots=True)
class Outputs:
    """What programs are offered, and on which page.

    Attributes:
        site: The site's address, with a slash at its end.
        records: Paper id to record.
        news: Paper id to when there was something new of it, where that is known.
        feeds: A page's file to its feed.
        bibliographies: A page's file to the papers that it offers as BibTeX.
    """

    catalogue: Catalogue
    site: str
    records: Mapping[str, Record]
    news: Mapping[str, datetime]
    feeds: Mapping[str, Feed]
    bibliographies: Mapping[str, tuple[Paper, ...]]

    def address(self, page: str) -> str:
        """The whole address of a page that is named by its file."""
        return self.site + paths.build_url(page)

    def paths(self, page: str) -> dict[str, str | None]:
        """The files of a page's ``feed`` and of its ``bibliography``; None where it has none."""
        return {
            "feed": paths.locate_feed(page) if page in self.feeds else None,
            "bibliography": paths.locate_bibliography(page) if page in self.bibliographies else None,
        }

    def meta(
        self, page: str, title: str, description: str, listed: Sequence[Paper] | None
    ) -> dict[str, object]:
        """Front matter that tells programs of a page which is no paper's.

        Args:
            page: Its file.
            title: Its title.
            description: A sentence about it.
            listed: The papers it lists; None stands for those of its feed, or for no list at all.
        """
        if listed is None and page in self.feeds:
            listed = self.feeds[page].papers
        papers = self.catalogue.papers if listed is None else listed
        when = max((self.news[paper.id] for paper in papers if paper.id in self.news), default=None)
        known: dict[str, object] = {"updated": f"{when:%Y-%m-%d}"} if when else {}
        if page == paths.HOME:
            known["json_ld"] = build_site_json_ld(self.catalogue.settings, self.site)
        elif listed:
            known["json_ld"] = build_list_json_ld(title, description, self.address(page), listed, self.site)
        if page != paths.HOME and page in self.feeds:  # every page names the catalogue's own feed
            known["feed"] = paths.locate_feed(page)
        return known

    def files(self, groups: Groups, moved: Mapping[str, str]) -> Iterator[Page]:
        """All files that are no pages.

        Args:
            groups: Where papers are listed.
            moved: Files of pages that only lead to another, and the other's.
        """
        followed = [(former, page) for former, page in moved.items() if page in self.feeds]
        yield from render_feeds(self.catalogue, self.feeds, followed, self.site)
        yield from render_exports(self.catalogue, self.bibliographies, self.records)
        yield from render_discovery_files(self.catalogue, groups, self.site)


def build_outputs(catalogue: Catalogue, groups: Groups, site: str) -> Outputs:
    """What the site offers programs.

    Args:
        catalogue: What it is about.
        groups: Where papers are listed.
        site: Its address, with a slash at its end.
    """
    venues = {venue.id: venue for venue in catalogue.venues}
    return Outputs(
        catalogue=catalogue,
        site=site,
        records={
            paper.id: build_record(paper, venues[paper.appearance.venue] if paper.appearance else None)
            for paper in catalogue.papers
        },
        news={paper.id: when for paper in catalogue.papers if (when := find_last_update([paper]))},
        feeds=collect_feeds(catalogue, groups),
        bibliographies=collect_bibliographies(catalogue, groups),
    )
