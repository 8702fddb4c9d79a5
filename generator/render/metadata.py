"""What a paper's page tells machines: ``citation_*`` tags, and JSON-LD.

Highwire's tags are read by Google Scholar and Zotero (https://scholar.google.com/intl/en/scholar/inclusion.html),
JSON-LD by search engines (https://schema.org/ScholarlyArticle).
"""

import json
from typing import Any

from generator import ids, tex
from generator.model import Paper, Venue, VenueKind

# What could end the script element around it, or a line.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\x85\u2028\u2029"}


def citation_tags(paper: Paper, venue: Venue | None) -> list[tuple[str, str]]:
    """Names and contents of the page's ``citation_*`` tags, as plain text.

    Args:
        paper: The paper.
        venue: Where its placement says it appeared, or None for a preprint.
    """
    tags = [("citation_title", tex.plain(paper.title))]
    for author in paper.authors:
        tags.append(("citation_author", tex.plain(author.name)))
        tags += [("citation_author_institution", tex.plain(place)) for place in author.affiliations]
    if paper.published:
        tags.append(("citation_publication_date", f"{paper.published:%Y/%m/%d}"))
    tags += [("citation_doi", doi) for doi in paper.dois[:1]]
    tags += _where(paper, venue)
    if ids.is_arxiv(paper.id):
        tags += [("citation_arxiv_id", paper.id), ("citation_public_url", ids.abstract_url(paper.id))]
    if paper.abstract:
        tags.append(("citation_abstract", tex.plain(paper.abstract.replace("\n", " "))))
    return tags


def _where(paper: Paper, venue: Venue | None) -> list[tuple[str, str]]:
    if venue is None or paper.placement is None:
        if not ids.is_arxiv(paper.id):
            return []
        return [
            ("citation_technical_report_institution", "arXiv"),
            ("citation_technical_report_number", f"arXiv:{paper.id}"),
        ]
    is_journal = venue.kind in (VenueKind.JOURNAL, VenueKind.MAGAZINE)
    tags = [("citation_journal_title" if is_journal else "citation_conference_title", venue.title)]
    first, _, last = (paper.placement.pages or "").partition("-")
    given = {
        "citation_volume": paper.placement.volume,
        "citation_issue": paper.placement.number,
        "citation_firstpage": first,
        "citation_lastpage": last,
    }
    return tags + [(name, value) for name, value in given.items() if value]


def json_ld(paper: Paper) -> str:
    """The paper as a ``ScholarlyArticle``, safe inside of a script element."""
    addresses = [paper.web, *(ids.doi_url(doi) for doi in paper.dois)]
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": tex.plain(paper.title),
        "author": [{"@type": "Person", "name": tex.plain(author.name)} for author in paper.authors],
        "datePublished": f"{paper.published:%Y-%m-%d}" if paper.published else None,
        "dateModified": f"{paper.updated:%Y-%m-%d}" if paper.updated else None,
        "identifier": [f"arXiv:{paper.id}"] if ids.is_arxiv(paper.id) else list(paper.dois),
        "sameAs": [address for address in addresses if address],
        "isAccessibleForFree": True if ids.is_arxiv(paper.id) else None,
    }
    known = {name: value for name, value in article.items() if value}
    return script_json(known)


def script_json(value: object) -> str:
    """The value as JSON on one line, safe inside of a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
