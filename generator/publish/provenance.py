"""Why a paper is in the catalogue, and who states what its page shows: HTML for a folded part of the page."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from generator import tex
from generator.model import ids
from generator.model.curation_values import LinkKind, Venue
from generator.model.dates import format_day
from generator.model.doi_records import DoiRecord
from generator.model.papers import Paper
from generator.model.publications import SOURCE_FEED, SOURCE_RECORD
from generator.publish.formatting import format_venue
from generator.publish.other_sites import list_actions
from generator.publish.page_links import UNTRUSTED, build_html_link
from generator.publish.published_version import format_data
from generator.translation.messages import N_, _

_SOURCES = {
    "curation": N_("from a curator"),
    "abstract": N_("from the abstract"),
    "comment": N_("from the authors' comment"),
    "journal reference": N_("from the journal reference"),
    "crossref": N_("from Crossref"),
    "datacite": N_("from DataCite"),
    SOURCE_FEED: N_("from the publisher's feed"),
    SOURCE_RECORD: N_("from a curator"),
}
_LINK_LABELS = {
    LinkKind.CODE: N_("Code: %(address)s"),
    LinkKind.DATA: N_("Data: %(address)s"),
    LinkKind.SLIDES: N_("Slides: %(address)s"),
    LinkKind.VIDEO: N_("Video: %(address)s"),
    LinkKind.ARTIFACT: N_("Artifact: %(address)s"),
    LinkKind.PROJECT: N_("Project page: %(address)s"),
}
_CORRECTIONS = {
    "title": N_("Corrected title"),
    "abstract": N_("Corrected abstract"),
    "comment": N_("Corrected comment"),
    "journal_ref": N_("Corrected journal reference"),
    "primary_category": N_("Corrected primary category"),
    "authors": N_("Corrected authors"),
}

_Fact = tuple[Markup | str, Markup | str]  # a fact, and its reason or source


def list_fact_sources(
    paper: Paper, venue: Venue | None, topics: Sequence[tuple[str, str, str]]
) -> list[tuple[Markup, Markup]]:
    """List facts of a page in HTML, each with its reason or source.

    Args:
        paper: The paper.
        venue: Where it appeared.
        topics: Its topics: id, title, and why the paper has it.
    """
    return [(escape(fact), escape(source)) for fact, source in _list_facts(paper, venue, topics)]


def _list_facts(paper: Paper, venue: Venue | None, topics: Sequence[tuple[str, str, str]]) -> Iterator[_Fact]:
    for _id, title, reason in topics:
        yield title, reason
    if venue and paper.appearance:
        yield format_venue(paper.appearance, venue), _(_SOURCES[paper.appearance.source])
    if paper.publication:
        yield _("Published version"), _(_SOURCES[paper.publication.source])
    yield from _list_links(paper)
    for field, reason in paper.correction_reasons.items():
        yield _(_CORRECTIONS[field]), tex.to_html(reason, inline=True)
    if paper.first_seen:
        yield _("Added to the catalogue"), format_day(paper.first_seen)


def _list_links(paper: Paper) -> Iterator[_Fact]:
    data_by_doi = {record.doi: record for record in paper.records if not record.is_publication}
    for position, doi in enumerate(paper.dois):
        record = data_by_doi.get(doi.lower())
        if record or position:  # the page shows the first one
            yield build_html_link(f"DOI {doi}", ids.build_doi_url(doi)), _describe_record(record)
    shown = {action.url for action in list_actions(paper)}  # as links
    for link in paper.links:
        label = _(_LINK_LABELS[link.kind], address=link.url.removeprefix("https://").rstrip("/"))
        sources = [_(_SOURCES[link.source]), _describe_record(paper.link_records.get(link.url))]
        fact = label if link.url in shown else build_html_link(label, link.url, UNTRUSTED)
        yield fact, ": ".join(filter(None, sources))


def _describe_record(record: DoiRecord | None) -> str:
    """Describe what a registry states about the data or code that a link leads to."""
    if record is None:
        return ""
    return _("%(details)s (from %(registry)s)", details=format_data(record), registry=record.registry_name)
