"""What pages tell machines: ``citation_*`` tags, and JSON-LD.

Highwire's tags are read by Google Scholar and Zotero (https://scholar.google.com/intl/en/scholar/inclusion.html),
JSON-LD by search engines (https://schema.org/ScholarlyArticle). We are not the publisher: pages say where the
paper is (``sameAs``, ``citation_public_url``) and claim a journal only where somebody says so. The abstract,
and all of many authors, stand in the tags alone, for a page must stay light.
"""

import re
from collections.abc import Sequence
from typing import Any

from generator import tex
from generator.model import ids
from generator.model.curation_values import Settings, Status, Venue, VenueKind
from generator.model.json_text import encode_compact
from generator.model.papers import Paper
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.citations.citation_record import build_date_parts
from generator.publish.templating import first_authors

# What could end the script element or a line, and a second space, which `overrides/paper.html` would drop.
_UNSAFE = re.compile("[<>&\x85\u2028\u2029]|(?<= ) ")

_LISTED = 10  # papers that a list's JSON-LD names


def build_citation_tags(
    paper: Paper, venue: Venue | None, topics: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Names and contents of the page's ``citation_*`` tags, as plain text.

    Args:
        paper: The paper.
        venue: Where its appearance says it appeared, or None for a preprint.
        topics: Titles of its topics, which become tags in Zotero.
    """
    tags = [("citation_title", tex.to_text(paper.title))]
    for author in paper.authors:
        tags.append(("citation_author", tex.to_text(author.name)))
        tags += [("citation_author_institution", tex.to_text(place)) for place in author.affiliations]
    tags += _dates(paper)
    tags += [("citation_doi", doi) for doi in paper.dois[:1]]
    tags += _where(paper, venue)
    if ids.is_arxiv_id(paper.id):
        tags += [("citation_arxiv_id", paper.id), ("citation_public_url", ids.build_abstract_url(paper.id))]
        if paper.status is Status.LISTED:
            tags.append(("citation_pdf_url", ids.build_pdf_url(paper.id)))
    tags += [("citation_keywords", topic) for topic in topics]
    if paper.abstract:
        tags.append(("citation_abstract", tex.to_text(paper.abstract.replace("\n", " "))))
    return tags


def _dates(paper: Paper) -> list[tuple[str, str]]:
    """When it appeared, and when it was online where that is something else."""
    appeared = build_date_parts(paper)
    dates = {"citation_publication_date": "/".join(f"{part:02}" for part in appeared)}
    if len(appeared) == 1 and paper.published:
        dates["citation_online_date"] = f"{paper.published:%Y/%m/%d}"
    return [(name, date) for name, date in dates.items() if date]


def _where(paper: Paper, venue: Venue | None) -> list[tuple[str, str]]:
    if venue is None or paper.appearance is None:
        if not ids.is_arxiv_id(paper.id):
            return []
        return [
            ("citation_technical_report_institution", "arXiv"),
            ("citation_technical_report_number", f"arXiv:{paper.id}"),
        ]
    is_journal = venue.kind in (VenueKind.JOURNAL, VenueKind.MAGAZINE)
    tags = [("citation_journal_title" if is_journal else "citation_conference_title", venue.name)]
    first, _, last = (paper.appearance.pages or "").partition("-")
    given = {
        "citation_volume": paper.appearance.volume,
        "citation_issue": paper.appearance.number,
        "citation_firstpage": first,
        "citation_lastpage": last,
    }
    return tags + [(name, value) for name, value in given.items() if value]


def build_paper_json_ld(paper: Paper, url: str, topics: Sequence[str] = ()) -> str:
    """The paper as a ``ScholarlyArticle``, safe inside of a script element.

    Args:
        paper: The paper; of many authors the first are named.
        url: Its page.
        topics: Titles of its topics.
    """
    elsewhere = [paper.url, *(ids.build_doi_url(doi) for doi in paper.dois)]
    names = [("arXiv", paper.id)] if ids.is_arxiv_id(paper.id) else []
    names += [("DOI", doi) for doi in paper.dois]
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "url": url,
        "headline": tex.to_text(paper.title),
        "author": [
            {"@type": "Person", "name": tex.to_text(author.name)} for author in first_authors(paper.authors)
        ],
        "datePublished": f"{paper.published:%Y-%m-%d}" if paper.published else None,
        "dateModified": f"{paper.updated:%Y-%m-%d}" if paper.updated else None,
        "keywords": list(topics),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in names
        ],
        "sameAs": [address for address in elsewhere if address],
        "isAccessibleForFree": True if ids.is_arxiv_id(paper.id) else None,
    }
    return dump_script_json({name: value for name, value in article.items() if value})


def build_list_json_ld(name: str, description: str, url: str, papers: Sequence[Paper], site: str) -> str:
    """A page that lists papers as a ``CollectionPage``, safe inside of a script element.

    Args:
        name: The page's title.
        description: A sentence about it.
        url: The page.
        papers: All that it lists; the first are named.
        site: The site's address, with a slash at its end.
    """
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "url": site + paths.build_url(paths.locate("papers", paper.slug)),
        }
        for position, paper in enumerate(papers[:_LISTED], start=1)
    ]
    return dump_script_json(
        {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "url": url,
            "name": clean_line(name),
            "description": clean_line(description),
            "mainEntity": {"@type": "ItemList", "numberOfItems": len(papers), "itemListElement": items},
        }
    )


def build_site_json_ld(settings: Settings, site: str) -> str:
    """The home page as a ``WebSite`` that can be searched, safe inside of a script element."""
    return dump_script_json(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "url": site,
            "name": clean_line(settings.title),
            "description": clean_line(settings.description),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{site}search/?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    )


def dump_script_json(value: object) -> str:
    """The value as JSON on one line, safe inside of a script element."""
    return _UNSAFE.sub(_escaped, encode_compact(value))


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"
