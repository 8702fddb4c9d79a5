"""The page of all feeds, from which readers choose some for their feed reader, and a file with them.

The file is OPML 2.0 (http://opml.org/spec2.opml), which feed readers import. Authors and venues may be many:
the feeds of authors, and of venues with few papers, are named on their own pages only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from generator.model.papers import DeferredPage, Page
from generator.model.text import clean_line, fold
from generator.publish import paths
from generator.publish.atom_markup import make_element
from generator.publish.page_digests import digest_values
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import N_, _

_MAX_VENUES = 100  # those with most papers


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed: its name, and the page whose papers it has."""

    name: str
    page: str

    @property
    def path(self) -> str:
        """The path of its file."""
        return paths.locate_feed(self.page)


_Groups = Sequence[tuple[str, Sequence[_Feed]]]  # headings, each with feeds


def make_follow_page(site: SiteData) -> Iterator[Page]:
    """Make the page and the file."""
    groups = _group_feeds(site)
    yield site.render_page(
        "follow",
        paths.FOLLOW,
        _("Follow"),
        _("Feeds of new papers by topic, venue and reading list, for a feed reader."),
        groups=[(heading, list(map(_describe, feeds))) for heading, feeds in groups],
        opml=paths.FEED_LIST,
    )
    title, address = clean_line(site.catalogue.settings.title), site.outputs.site
    digest = digest_values((paths.FEED_LIST, title, address, groups), site.digests)
    yield DeferredPage(paths.FEED_LIST, digest, partial(_render_opml, groups, title, address))


def _group_feeds(site: SiteData) -> _Groups:
    """Group the feeds of the site by the kind of their pages; topics stay in the order of ``topics.yml``."""
    feeds = site.outputs.feeds
    everything = [
        _Feed(_("All new papers"), paths.HOME),
        _Feed(_("Weekly digest: one entry for each week"), paths.WEEKS),
    ]
    topics = [_Feed(feed.name, page) for page, feed in feeds.items() if _is_below(page, paths.TOPICS)]
    lists = [_Feed(feed.name, page) for page, feed in feeds.items() if _is_below(page, paths.LISTS)]
    of_venues = [(page, feed) for page, feed in feeds.items() if _is_below(page, paths.VENUES)]
    of_venues.sort(key=lambda pair: -len(pair[1].papers))
    venues = [_Feed(feed.name, page) for page, feed in of_venues[:_MAX_VENUES]]
    groups = [
        (_("Everything"), everything),
        (_("Topics"), topics),
        (_("Reading lists"), lists),
        (_("Venues"), sorted(venues, key=lambda feed: fold(feed.name))),
    ]
    return [(heading, feeds_of_group) for heading, feeds_of_group in groups if feeds_of_group]


def _is_below(page: str, index: str) -> bool:
    return page != index and page.startswith(f"{paths.get_folder(index)}/")


def _describe(feed: _Feed) -> Mapping[str, str]:
    return {"name": feed.name, "page": feed.page, "path": feed.path}


def _render_opml(groups: _Groups, title: str, site: str) -> str:
    parts = ['<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n<head>\n']
    parts += [make_element("title", title), "</head>\n<body>\n"]
    for heading, feeds in groups:
        parts.append(f'<outline text="{escape(heading)}">\n')
        parts += [_render_outline(feed, title, site) for feed in feeds]
        parts.append("</outline>\n")
    parts.append("</body>\n</opml>\n")
    return "".join(parts)


def _render_outline(feed: _Feed, title: str, site: str) -> str:
    name = clean_line(f"{feed.name} – {title}")
    addresses = {"xmlUrl": site + feed.path, "htmlUrl": paths.build_page_url(site, feed.page)}
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in addresses.items())
    return f'<outline type="rss" text="{escape(name)}"{attributes}/>\n'


KIND = PageKind(
    paths.FOLLOW,
    make_follow_page,
    label=N_("Follow"),
    note=N_("feeds of new papers, for a feed reader"),
)
