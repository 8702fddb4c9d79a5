"""Files that describe the site to programs: OpenSearch, ``llms.txt`` and ``robots.txt``.

They are at the top of the site. If that is not the top of its host, crawlers do not read ``robots.txt``, and
it does no harm.
"""

from dataclasses import dataclass

from markupsafe import Markup

from generator.model import ids
from generator.model.escaping import escape_markdown
from generator.model.papers import Catalogue, Page
from generator.model.text import clean_line, truncate
from generator.publish import paths
from generator.publish.exports.export_formats import list_downloads
from generator.publish.site_data import SiteData
from generator.translation.messages import _, ngettext

# https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
_OPENSEARCH = Markup("""\
<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{short_name}</ShortName>
<LongName>{long_name}</LongName>
<Description>{description}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="16" height="16" type="image/svg+xml">{site}assets/favicon.svg</Image>
<Url type="text/html" template="{search}?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{own_address}"/>
</OpenSearchDescription>
""")
_MAX_SHORT_NAME_LENGTH = 16  # characters, as in the specification
_MAX_LONG_NAME_LENGTH = 48
_MAX_DESCRIPTION_LENGTH = 1024


def render_discovery_files(site: SiteData) -> tuple[Page, ...]:
    """Render the files."""
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {site.outputs.site}sitemap.xml\n"
    return (
        Page(paths.OPENSEARCH, _render_opensearch(site.catalogue, site.outputs.site)),
        Page(paths.LLMS_TXT, _render_llms_txt(site)),
        Page(paths.ROBOTS_TXT, robots),
    )


def _render_opensearch(catalogue: Catalogue, site_url: str) -> str:
    """Render the file with which a browser searches the site from its address bar."""
    title = clean_line(catalogue.settings.title)
    description = clean_line(catalogue.settings.description)
    text = _OPENSEARCH.format(
        short_name=_shorten_name(title),
        long_name=truncate(title, _MAX_LONG_NAME_LENGTH),
        description=truncate(description, _MAX_DESCRIPTION_LENGTH),
        site=site_url,
        search=paths.build_page_url(site_url, paths.SEARCH),
        own_address=site_url + paths.OPENSEARCH,
    )
    return str(text)


def _shorten_name(title: str) -> str:
    """Shorten a title to a name of at most 16 characters, with initials if it has three words or more.

    >>> _shorten_name("Computer Performance Papers")
    'CP Papers'
    """
    *words, last = title.split()
    with_initials = "".join(word[0] for word in words if word[0].isalnum()) + f" {last}"
    if len(words) > 1 and len(with_initials) <= _MAX_SHORT_NAME_LENGTH < len(title):
        return with_initials
    return truncate(title, _MAX_SHORT_NAME_LENGTH)


def _render_llms_txt(site: SiteData) -> str:
    """Render the file for language models (https://llmstxt.org): what the site is, and links with notes."""
    settings = site.catalogue.settings
    links_of_pages = [_Link(page.label, paths.build_url(page.page), page.note) for page in site.sections]
    sections = [
        (_("Data"), _list_data_links()),
        (_("Topics"), _list_topic_links(site)),
        ("Optional", links_of_pages),  # the format gives this heading a meaning
    ]
    paragraphs = [f"# {_escape(settings.title)}", f"> {_escape(settings.description)}", _describe_site(site)]
    for heading, links in sections:
        lines = [
            f"- [{_escape(link.label)}]({site.outputs.site}{link.path}): {_escape(link.note)}"
            for link in links
        ]
        paragraphs += [f"## {heading}", "\n".join(lines)] if lines else []
    return "\n\n".join(paragraphs) + "\n"


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a page or file of the site, with a note about it."""

    label: str
    path: str
    note: str


def _describe_site(site: SiteData) -> str:
    catalogue = site.catalogue
    papers = _count_papers(len(catalogue.papers))
    about = _(
        "%(papers)s. Facts come from the papers' feeds. Topics, summaries and venues are the catalogue's own,"
        " and each page shows their sources.",
        papers=_("%(papers)s, as of %(day)s", papers=papers, day=catalogue.as_of) if site.day else papers,
    )
    example = next((paper for paper in catalogue.papers if ids.is_arxiv_id(paper.id)), None)
    if example is None:
        return about
    address = paths.build_page_url(site.outputs.site, paths.locate_paper(example.slug))
    name = _("The paper with the arXiv id %(id)s has the page %(address)s.", id=example.id, address=address)
    return f"{about} {name}"


def _list_data_links() -> list[_Link]:
    downloads = [_Link(download.label, download.path, download.description) for download in list_downloads()]
    return [*downloads, _Link(_("Atom feed"), paths.locate_feed(paths.HOME), _("the newest papers"))]


def _list_topic_links(site: SiteData) -> list[_Link]:
    links = []
    for topic in site.catalogue.topics:
        count = _count_papers(len(site.groups.by_topic.get(topic.id, ())))
        path = paths.build_url(paths.locate_below(paths.TOPICS, topic.id))
        links.append(_Link(topic.title, path, f"{count}. {topic.description}"))
    return links


def _count_papers(count: int) -> str:
    return ngettext("%(count)s paper", "%(count)s papers", count)


def _escape(text: str) -> str:
    return escape_markdown(clean_line(text)).strip()
