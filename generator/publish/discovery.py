"""Files by which programs find their way: OpenSearch, ``llms.txt`` and ``robots.txt``.

They lie where the site begins. On a site below a host's root nobody asks for ``robots.txt``, and it does no
harm there.
"""

import re

from markupsafe import Markup

from generator.derive.groups import Groups
from generator.model.papers import Catalogue, Page
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.exports.export_formats import list_downloads

_LONGEST_SHORT_NAME = 16  # characters; so says the specification of each of these
_LONGEST_LONG_NAME = 48
_LONGEST_DESCRIPTION = 1024
_MARK = re.compile(r"[\\`*_\[\]<>#]")

# https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
_OPENSEARCH = Markup("""\
<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{short}</ShortName>
<LongName>{long}</LongName>
<Description>{description}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="16" height="16" type="image/svg+xml">{site}assets/favicon.svg</Image>
<Url type="text/html" template="{site}search/?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{site}opensearch.xml"/>
</OpenSearchDescription>
""")


def render_discovery_files(catalogue: Catalogue, groups: Groups, site: str) -> tuple[Page, ...]:
    """The files.

    Args:
        catalogue: What the site is about.
        groups: How many papers its topics have.
        site: The site's address, with a slash at its end.
    """
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n"
    return (
        Page("opensearch.xml", _opensearch(catalogue, site)),
        Page("llms.txt", _llms(catalogue, groups, site)),
        Page("robots.txt", robots),
    )


def _opensearch(catalogue: Catalogue, site: str) -> str:
    title = clean_line(catalogue.settings.title)
    description = clean_line(catalogue.settings.description)
    text = _OPENSEARCH.format(
        short=_cut(title, _LONGEST_SHORT_NAME),
        long=_cut(title, _LONGEST_LONG_NAME),
        description=_cut(description, _LONGEST_DESCRIPTION),
        site=site,
    )
    return str(text)


def _cut(text: str, longest: int) -> str:
    """As many whole words as fit, and at least a piece of the first."""
    if len(text) <= longest:
        return text
    words, _, _ = text[: longest + 1].rpartition(" ")
    return words or text[:longest]


def _llms(catalogue: Catalogue, groups: Groups, site: str) -> str:
    """https://llmstxt.org: a heading, what this is, and links with notes."""
    settings = catalogue.settings

    def link(name: str, way: str, note: str) -> str:
        return f"- [{_marked(name)}]({site}{way}): {_marked(note)}"

    about = (
        f"{len(catalogue.papers)} papers, as of {catalogue.as_of}. Facts come from the papers' feeds; topics,"
        " summaries and venues are the catalogue's own, and each page says where it has them from. The paper"
        f" with the arXiv id 2602.00001 has the page {site}papers/2602.00001/, and cs/0301008 has"
        f" {site}papers/cs-0301008/."
    )
    lines = [
        f"# {_marked(settings.title)}",
        "",
        f"> {_marked(settings.description)}",
        "",
        about,
        "",
        "## Data",
        "",
        *(link(download.label, download.path, download.description) for download in list_downloads()),
        link("Atom feed", paths.locate_feed(paths.HOME), "the newest papers"),
        "",
        "## Topics",
        "",
        *(
            link(
                topic.title,
                paths.build_url(paths.locate("topics", topic.id)),
                f"{len(groups.by_topic.get(topic.id, ()))} papers. {topic.description}",
            )
            for topic in catalogue.topics
        ),
        "",
        "## Optional",
        "",
        link("Papers", paths.build_url(paths.PAPERS), "the newest first"),
        link("Authors", paths.build_url(paths.AUTHORS), "names with two papers or more"),
        link("Venues", paths.build_url(paths.VENUES), "where papers appeared"),
        link("Years", paths.build_url(paths.YEARS), "all papers by year"),
        link("About", paths.build_url(paths.ABOUT), "where facts come from"),
        "",
    ]
    return "\n".join(lines)


def _marked(text: str) -> str:
    """Text in which Markdown sees no marks."""
    return _MARK.sub(r"\\\g<0>", clean_line(text))
