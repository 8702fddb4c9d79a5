"""The feeds of the site: Atom for each page that readers can follow, and JSON Feed for the whole catalogue.

Formats: Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). All text is plain text.

Ids do not contain the address of the site, so that they survive a new domain. The id of an entry is the
paper's address at arXiv, its DOI or its publisher's address: a reader who follows two of our feeds sees a
paper once. The id of a feed is a UUID of the catalogue's title and the feed's path. Times come from the
papers, so that a feed changes only when its content does.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from generator import tex
from generator.model import ids
from generator.model.arxiv_categories import NAMES
from generator.model.curation_values import Status
from generator.model.dates import Precision, format_instant
from generator.model.papers import Catalogue, DeferredPage, Page, Paper
from generator.model.text import clean_line
from generator.model.withdrawal import Withdrawal, Withdrawer
from generator.publish import paths
from generator.publish.atom_markup import make_author, make_element, make_empty_element
from generator.publish.lastmod import find_last_change, find_last_update
from generator.publish.page_digests import digest_values
from generator.publish.paper_collections import PaperCollection
from generator.translation.messages import _

_MAX_ENTRIES = 50
_MAX_AUTHORS = 50  # of a paper; some papers have thousands
_UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # Atom requires a time


def render_feeds(
    catalogue: Catalogue,
    feeds: Mapping[str, PaperCollection],
    redirects: Iterable[tuple[str, str]],
    site: str,
    digests: Mapping[str, bytes],
) -> Iterator[Page]:
    """Render the files of all feeds.

    Args:
        catalogue: The catalogue.
        feeds: Collections with a feed, by page.
        redirects: Former pages, each with the page that it leads to. The feed of the new page is served at
            the address of the former feed, too, for readers who still follow that.
        site: The address of the site, with a slash at its end.
        digests: From `digest_papers`.
    """
    renderer = _FeedRenderer(catalogue, site, {topic.id: topic.title for topic in catalogue.topics})
    pages = [(page, paths.locate_feed(page)) for page in feeds]
    pages += [(page, paths.locate_feed(former_page)) for former_page, page in redirects]
    renderings = [
        (paths.HOME, paths.JSON_FEED, renderer.render_json),
        *((page, path, renderer.render_atom) for page, path in pages),
    ]
    for page, path, render in renderings:
        feed, papers = feeds[page], select_newest(feeds[page].papers)
        heading = (site, catalogue.settings.title, feed.page, feed.name, feed.description)
        digest = digest_values((path, heading, papers), digests)
        yield DeferredPage(path, digest, partial(render, feed, path, papers))


@dataclass(frozen=True, slots=True)
class _FeedRenderer:
    """Renders the feeds of one catalogue; an entry that several feeds share is rendered once.

    Attributes:
        topics: Titles by topic id.
        entries: Rendered Atom entries by paper id.
    """

    catalogue: Catalogue
    site: str
    topics: Mapping[str, str]
    entries: dict[str, str] = field(default_factory=dict)

    def render_atom(self, feed: PaperCollection, path: str, papers: Iterable[Paper]) -> str:
        """Render a feed of these papers as Atom, at its own path or at a former one."""
        page_url = paths.build_page_url(self.site, feed.page)
        parts = [
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
            make_element("id", build_feed_id(self.catalogue, paths.locate_feed(feed.page))),
            make_element("title", self._build_title(feed)),
            make_element("subtitle", clean_line(feed.description)),
            make_element("updated", format_instant(find_last_update(papers) or _UNKNOWN_TIME)),
            make_author(clean_line(self.catalogue.settings.title)),
            make_empty_element("link", rel="self", type="application/atom+xml", href=self.site + path),
            make_empty_element("link", rel="alternate", type="text/html", href=page_url),
            *map(self._get_entry, papers),
            "</feed>\n",
        ]
        return "".join(parts)

    def render_json(self, feed: PaperCollection, path: str, papers: Iterable[Paper]) -> str:
        """Render a feed of these papers as JSON Feed."""
        content = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self._build_title(feed),
            "home_page_url": paths.build_page_url(self.site, feed.page),
            "feed_url": self.site + path,
            "description": clean_line(feed.description),
            "items": list(map(self._build_item, papers)),
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _build_title(self, feed: PaperCollection) -> str:
        title = self.catalogue.settings.title
        return clean_line(title if feed.page == paths.HOME else f"{feed.name} – {title}")

    def _get_entry(self, paper: Paper) -> str:
        if paper.id not in self.entries:
            self.entries[paper.id] = "".join(self._render_entry(paper))
        return self.entries[paper.id]

    def _render_entry(self, paper: Paper) -> Iterator[str]:
        yield "<entry>\n"
        yield make_element("id", build_entry_id(paper))
        yield make_element("title", tex.to_line(paper.title))
        url = paths.build_page_url(self.site, paths.locate_paper(paper.slug))
        yield make_empty_element("link", rel="alternate", type="text/html", href=url)
        if paper.url:
            yield make_empty_element("link", rel="related", href=paper.url)
        yield make_element("updated", format_instant(find_last_change(paper) or _UNKNOWN_TIME))
        if published := _format_published(paper):
            yield make_element("published", published)
        yield from map(make_author, _list_authors(paper))
        categories = [(category, NAMES.get(category, category)) for category in paper.categories]
        for term, label in (*self._list_topics(paper), *categories):
            yield make_empty_element("category", term=clean_line(term), label=clean_line(label))
        yield make_element("summary", _build_content(paper))
        yield "</entry>\n"

    def _build_item(self, paper: Paper) -> dict[str, object]:
        item = {
            "id": build_entry_id(paper),
            "url": paths.build_page_url(self.site, paths.locate_paper(paper.slug)),
            "external_url": paper.url,
            "title": tex.to_line(paper.title),
            "content_text": _build_content(paper),
            "summary": tex.to_line(paper.summary) if paper.summary else None,
            "date_published": _format_published(paper),
            "date_modified": format_instant(find_last_change(paper) or _UNKNOWN_TIME),
            "authors": [{"name": name} for name in _list_authors(paper)],
            "tags": [clean_line(title) for _, title in self._list_topics(paper)],
        }
        return {name: value for name, value in item.items() if value or name == "content_text"}

    def _list_topics(self, paper: Paper) -> list[tuple[str, str]]:
        """List the paper's topics, as id and title."""
        assignments = self.catalogue.assignments[paper.id]
        return [(assignment.topic, self.topics[assignment.topic]) for assignment in assignments]


def select_newest(papers: Sequence[Paper]) -> list[Paper]:
    """Select the papers that a feed shows: those that the catalogue saw last, the newest first."""
    return sorted(papers, key=_build_sort_key)[:_MAX_ENTRIES]


def _build_sort_key(paper: Paper) -> tuple[int, float, str]:
    first_seen = paper.first_seen or (paper.published.date() if paper.published else None)
    published = paper.published.timestamp() if paper.published else 0.0
    return (-first_seen.toordinal() if first_seen else 0, -published, paper.id)


def build_entry_id(paper: Paper) -> str:
    """Build the paper's permanent address outside of the site: at arXiv, its DOI, or its publisher's.

    A paper whose id has changed keeps the old one here, so that feed readers do not show it again.
    """
    return ids.build_permanent_url(next(iter(paper.former_ids), paper.id))


def _format_published(paper: Paper) -> str:
    """Format the time of publication; empty if its day is unknown, because both formats need a time."""
    if paper.published is None or paper.published_precision is not Precision.DAY:
        return ""
    return format_instant(paper.published)


def build_feed_id(catalogue: Catalogue, path: str) -> str:
    """Build the id of a feed, or of an entry that is no paper, from its path on the site."""
    return uuid5(NAMESPACE_URL, f"catalogue:{catalogue.settings.title}:{path}").urn


def _build_content(paper: Paper) -> str:
    """Build the text of an entry: a note if the paper was withdrawn or retracted, summary, abstract."""
    paragraphs = [
        _describe_withdrawal(paper.withdrawal) if paper.status is Status.WITHDRAWN else "",
        _("Retracted.") if paper.is_retracted else "",
        tex.to_line(paper.summary or ""),
        *map(tex.to_line, (paper.abstract or "").split("\n")),
    ]
    return "\n\n".join(filter(None, paragraphs))


def _describe_withdrawal(withdrawal: Withdrawal | None) -> str:
    match withdrawal.by if withdrawal else Withdrawer.UNKNOWN:
        case Withdrawer.AUTHORS:
            return _("Withdrawn by its authors.")
        case Withdrawer.ADMINISTRATORS:
            return _("Withdrawn by the administrators of arXiv.")
        case Withdrawer.UNKNOWN:
            return _("Withdrawn.")


def _list_authors(paper: Paper) -> list[str]:
    return list(filter(None, (tex.to_line(author.name) for author in paper.authors[:_MAX_AUTHORS])))
