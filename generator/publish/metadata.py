"""Metadata of pages for machines: ``citation_*`` tags of papers, JSON-LD of papers, lists and the home page.

Google Scholar and Zotero read Highwire's ``citation_*`` tags
(https://scholar.google.com/intl/en/scholar/inclusion.html). Zotero takes the type of an item from the last
tag that implies one, and else from ``DC.type``, where it knows "preprint"
(https://github.com/zotero/translators, "Embedded Metadata.js" and "RDF.js"). So a preprint has no
``citation_technical_report_institution``, and the title of proceedings, which alone would be that of a book,
comes before the name of the conference. Search engines read JSON-LD
(https://schema.org/ScholarlyArticle). We are not the publisher: a page names the paper's own address
(``sameAs``, ``citation_public_url``), and names a journal only if a source does. To keep pages small, JSON-LD
leaves out the abstract and names only the first of many authors; the tags have both in full.
"""

from collections.abc import Sequence
from typing import Any

from generator import tex
from generator.model import ids
from generator.model.curation_values import Settings
from generator.model.organisation_names import is_organisation
from generator.model.papers import Paper, PaperAuthor
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.citations.citation_record import (
    Record,
    get_date_parts,
    get_event_title,
    split_author,
    split_pages,
    to_plain_name,
)
from generator.publish.formatting import select_first_authors

_MAX_LISTED = 10  # papers in the JSON-LD of a list

_CONTAINER_TAGS = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "paper-conference": "citation_inbook_title",
    "chapter": "citation_inbook_title",
}

JsonLd = dict[str, Any]
Tag = tuple[str, str]  # name and content of a meta element, as plain text


def build_citation_tags(paper: Paper, record: Record, topics: Sequence[str] = ()) -> list[Tag]:
    """Build the ``citation_*`` tags of a paper's page.

    Args:
        paper: The paper.
        record: Its citation record.
        topics: Titles of its topics; Zotero turns them into tags.
    """
    tags = [("citation_title", tex.to_text(paper.title))]
    for author in paper.authors:
        tags.append(("citation_author", _format_author(author)))
        tags += [
            ("citation_author_institution", tex.to_text(affiliation)) for affiliation in author.affiliations
        ]
    tags += _build_date_tags(paper, record)
    tags += _build_publication_tags(record)
    if ids.is_arxiv_id(paper.id):
        tags += [("citation_arxiv_id", paper.id), ("citation_public_url", ids.build_abstract_url(paper.id))]
    if paper.pdf_url:
        tags.append(("citation_pdf_url", paper.pdf_url))
    tags += [("citation_keywords", topic) for topic in topics]
    if paper.abstract:
        tags.append(("citation_abstract", tex.to_line(paper.abstract)))
    return tags


def _format_author(author: PaperAuthor) -> str:
    """Format a name; with a comma where its last word is not the family name, as programs would assume."""
    parts = split_author(author)
    name = to_plain_name(author.name)
    if parts is None or not parts.given or parts.family == name.rpartition(" ")[2]:
        return name
    return ", ".join(filter(None, (parts.family, parts.given, parts.suffix)))


def _build_date_tags(paper: Paper, record: Record) -> list[Tag]:
    """Build the date of publication, and the date online if that is more precise."""
    date_parts = get_date_parts(record)
    dates = {"citation_publication_date": "/".join(f"{part:02}" for part in date_parts)}
    if len(date_parts) == 1 and "-" in paper.published_iso:
        dates["citation_online_date"] = paper.published_iso.replace("-", "/")
    return [(name, date) for name, date in dates.items() if date]


def _build_publication_tags(record: Record) -> list[Tag]:
    """Build the DOI, and the tags that state where the paper appeared."""
    first_page, last_page = split_pages(record)
    tags = [
        ("citation_doi", record.get("DOI")),
        (_CONTAINER_TAGS.get(record["type"], ""), record.get("container-title")),
        ("citation_conference_title", get_event_title(record)),
        ("citation_issn", record.get("ISSN")),
        ("citation_volume", record.get("volume")),
        ("citation_issue", record.get("issue")),
        ("citation_firstpage", first_page),
        ("citation_lastpage", last_page),
        ("citation_publisher", record.get("publisher")),
        ("citation_technical_report_number", record.get("number")),
    ]
    return [(name, content) for name, content in tags if name and content]


def build_paper_json_ld(paper: Paper, url: str, topics: Sequence[str] = ()) -> JsonLd:
    """Build the ``ScholarlyArticle`` of a paper's page.

    Args:
        paper: The paper.
        url: The address of its page.
        topics: Titles of its topics.
    """
    other_urls = [paper.url, *(ids.build_doi_url(doi) for doi in paper.dois)]
    identifiers = [("arXiv", paper.id)] if ids.is_arxiv_id(paper.id) else []
    identifiers += [("DOI", doi) for doi in paper.dois]
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "url": url,
        "headline": tex.to_text(paper.title),
        "author": [
            _build_person(author.name, author.orcid) for author in select_first_authors(paper.authors)
        ],
        "datePublished": paper.published_iso or None,
        "dateModified": f"{paper.updated:%Y-%m-%d}" if paper.updated else None,
        "keywords": list(topics),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": kind, "value": value} for kind, value in identifiers
        ],
        "sameAs": [other_url for other_url in other_urls if other_url],
        "isAccessibleForFree": True if ids.is_arxiv_id(paper.id) else None,
    }
    return {name: value for name, value in article.items() if value}


def _build_person(name: str, orcid: str | None) -> JsonLd:
    kind = "Organization" if is_organisation(name) else "Person"
    person = {"@type": kind, "name": tex.to_text(name)}
    return {**person, "sameAs": f"https://orcid.org/{orcid}"} if orcid else person


def build_list_json_ld(name: str, description: str, url: str, papers: Sequence[Paper], site: str) -> JsonLd:
    """Build the ``CollectionPage`` of a page that lists papers.

    Args:
        name: The title of the page.
        description: A sentence about it.
        url: Its address.
        papers: All papers that it lists; the first are named.
        site: The address of the site, with a slash at its end.
    """
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "url": paths.build_page_url(site, paths.locate_paper(paper.slug)),
        }
        for position, paper in enumerate(papers[:_MAX_LISTED], start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "url": url,
        "name": clean_line(name),
        "description": clean_line(description),
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(papers), "itemListElement": items},
    }


def build_site_json_ld(settings: Settings, site: str) -> JsonLd:
    """Build the ``WebSite`` of the home page, which can be searched."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "url": site,
        "name": clean_line(settings.title),
        "description": clean_line(settings.description),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{paths.build_page_url(site, paths.SEARCH)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
