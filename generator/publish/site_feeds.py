"""The site's own feeds, for whoever follows it.

Atom (RFC 4287) for the catalogue, topics, venues, authors and reading lists; JSON Feed 1.1
(https://www.jsonfeed.org/version/1.1/) for the catalogue. Ids outlive the site's address, which a new domain
changes: an entry's is the paper's own at arXiv, its DOI or its publisher's, so that a reader who follows two
of our feeds sees a paper once; a feed's is a UUID made of the catalogue's title and the feed's path. Times
are the papers' own: nothing moves but with content. All text is plain text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5

from generator import tex
from generator.derive.groups import Groups
from generator.model import ids
from generator.model.arxiv_categories import NAMES
from generator.model.curation_values import Status
from generator.model.papers import Catalogue, Page, Paper
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.lastmod import find_last_change, find_last_update

_MOST_ENTRIES = 50
_MOST_AUTHORS = 50  # of a paper; some have thousands
_NOBODY_KNOWS = datetime(1970, 1, 1, tzinfo=UTC)  # when nothing tells; Atom demands a time


@dataclass(frozen=True, slots=True)
class Feed:
    """What a reader can follow.

    Attributes:
        page: The file of the page that shows the same.
        title: Its name.
        subtitle: A sentence about it.
        papers: All papers it is about; it tells the newest.
    """

    page: str
    title: str
    subtitle: str
    papers: Sequence[Paper]

    @property
    def path(self) -> str:
        """The feed's own file."""
        return paths.locate_feed(self.page)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Feeds of one catalogue at one address; entries are made once."""

    catalogue: Catalogue
    site: str
    topics: Mapping[str, str]
    entries: dict[str, str] = field(default_factory=dict)

    def atom(self, feed: Feed, path: str) -> Page:
        """The feed, at its own address or at a former one."""
        shown = newest(feed.papers)
        parts = [
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
            _element("id", _feed_id(self.catalogue, feed.path)),
            _element("title", clean_line(feed.title)),
            _element("subtitle", clean_line(feed.subtitle)),
            _element("updated", _time(find_last_update(shown))),
            _author(clean_line(self.catalogue.settings.title)),
            _empty("link", rel="self", type="application/atom+xml", href=self.site + path),
            _empty("link", rel="alternate", type="text/html", href=self.address(feed.page)),
            *map(self._entry, shown),
            "</feed>\n",
        ]
        return Page(path, "".join(parts))

    def address(self, page: str) -> str:
        """The whole address of a page that is named by its file."""
        return self.site + paths.build_url(page)

    def _entry(self, paper: Paper) -> str:
        """An entry, which many feeds may hold."""
        if paper.id not in self.entries:
            self.entries[paper.id] = "".join(self._parts(paper))
        return self.entries[paper.id]

    def _parts(self, paper: Paper) -> Iterator[str]:
        yield "<entry>\n"
        yield _element("id", build_entry_id(paper))
        yield _element("title", clean_line(tex.to_text(paper.title)))
        page = self.address(paths.locate("papers", paper.slug))
        yield _empty("link", rel="alternate", type="text/html", href=page)
        if paper.url:
            yield _empty("link", rel="related", href=paper.url)
        yield _element("updated", _time(find_last_change(paper)))
        if paper.published:
            yield _element("published", _time(paper.published))
        yield from map(_author, names(paper))
        for term, label in (*self.tags(paper), *((name, NAMES.get(name, name)) for name in paper.categories)):
            yield _empty("category", term=clean_line(term), label=clean_line(label))
        yield _element("summary", words(paper))
        yield "</entry>\n"

    def tags(self, paper: Paper) -> list[tuple[str, str]]:
        """The paper's topics, as id and title."""
        return [(given.topic, self.topics[given.topic]) for given in self.catalogue.assignments[paper.id]]

    def json(self, feed: Feed) -> Page:
        """The feed as JSON."""
        shown = newest(feed.papers)
        content = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": clean_line(feed.title),
            "home_page_url": self.address(feed.page),
            "feed_url": self.site + paths.JSON_FEED,
            "description": clean_line(feed.subtitle),
            "items": [self._item(paper) for paper in shown],
        }
        return Page(paths.JSON_FEED, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def _item(self, paper: Paper) -> dict[str, object]:
        known = {
            "id": build_entry_id(paper),
            "url": self.address(paths.locate("papers", paper.slug)),
            "external_url": paper.url,
            "title": clean_line(tex.to_text(paper.title)),
            "content_text": words(paper),
            "summary": clean_line(tex.to_text(paper.summary)) if paper.summary else None,
            "date_published": _time(paper.published) if paper.published else None,
            "date_modified": _time(find_last_change(paper)),
            "authors": [{"name": name} for name in names(paper)],
            "tags": [clean_line(title) for _, title in self.tags(paper)],
        }
        return {name: value for name, value in known.items() if value or name == "content_text"}


def collect_feeds(catalogue: Catalogue, groups: Groups) -> dict[str, Feed]:
    """The feeds of the site, by the file of the page they belong to."""
    title = catalogue.settings.title
    venues = {venue.id: venue for venue in catalogue.venues}
    by_id = {paper.id: paper for paper in catalogue.papers}
    found = [Feed(paths.HOME, title, catalogue.settings.description, catalogue.papers)]
    found += [
        Feed(
            paths.locate("topics", topic.id),
            f"{topic.title} – {title}",
            topic.description,
            groups.by_topic.get(topic.id, ()),
        )
        for topic in catalogue.topics
    ]
    found += [
        Feed(
            paths.locate("venues", venue),
            f"{venues[venue].acronym} – {title}",
            f"Papers at {venues[venue].name}.",
            papers,
        )
        for venue, papers in sorted(groups.by_venue.items())
    ]
    found += [
        Feed(
            paths.locate("authors", name.slug),
            f"{name.name} – {title}",
            f"Papers by {name.name}.",
            name.papers,
        )
        for name in groups.by_author.values()
    ]
    found += [
        Feed(
            paths.locate("lists", listed.id),
            f"{listed.title} – {title}",
            listed.description,
            [by_id[entry.paper] for entry in listed.entries],
        )
        for listed in catalogue.lists
    ]
    return {feed.page: feed for feed in found}


def render_feeds(
    catalogue: Catalogue, found: Mapping[str, Feed], moved: Iterable[tuple[str, str]], site: str
) -> Iterator[Page]:
    """The files of all feeds.

    Args:
        catalogue: What they are about.
        found: What `collect_feeds` found.
        moved: Files of pages that only lead to others, each with the page it leads to. Whoever follows
            the feed of the old one goes on getting the new one's.
        site: The site's address, with a slash at its end.
    """
    writer = _Writer(catalogue, site, {topic.id: topic.title for topic in catalogue.topics})
    yield writer.json(found[paths.HOME])
    for feed in found.values():
        yield writer.atom(feed, feed.path)
    for former, page in moved:
        yield writer.atom(found[page], paths.locate_feed(former))


def newest(papers: Sequence[Paper]) -> list[Paper]:
    """The papers that a feed tells: those that the catalogue found last, the newest first."""

    def order(paper: Paper) -> tuple[int, float, str]:
        seen = paper.first_seen or (paper.published.date() if paper.published else None)
        published = paper.published.timestamp() if paper.published else 0.0
        return (-seen.toordinal() if seen else 0, -published, paper.id)

    return sorted(papers, key=order)[:_MOST_ENTRIES]


def build_entry_id(paper: Paper) -> str:
    """The paper's permanent address, which is not ours."""
    if ids.is_arxiv_id(paper.id):
        return ids.build_abstract_url(paper.id)
    kind, _, name = paper.id.partition(":")
    return ids.build_doi_url(name) if kind == "doi" else name


def names(paper: Paper) -> list[str]:
    """The first of the authors."""
    shown = (clean_line(tex.to_text(author.name)) for author in paper.authors[:_MOST_AUTHORS])
    return [name for name in shown if name]


def words(paper: Paper) -> str:
    """What an entry says: that the paper was withdrawn, the curator's words, the abstract."""
    said = [
        "Withdrawn by its authors." if paper.status is Status.WITHDRAWN else "",
        clean_line(tex.to_text(paper.summary or "")),
        *(clean_line(tex.to_text(paragraph)) for paragraph in (paper.abstract or "").split("\n")),
    ]
    return "\n\n".join(filter(None, said))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n"


def _empty(name: str, **attributes: str) -> str:
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}/>\n"


def _author(name: str) -> str:
    return f"<author><name>{escape(name)}</name></author>\n"


def _feed_id(catalogue: Catalogue, path: str) -> str:
    return uuid5(NAMESPACE_URL, f"catalogue:{catalogue.settings.title}:{path}").urn


def _time(when: datetime | None) -> str:
    """RFC 3339, in UTC."""
    return f"{when or _NOBODY_KNOWS:%Y-%m-%dT%H:%M:%SZ}"
