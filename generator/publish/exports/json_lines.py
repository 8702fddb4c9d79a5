"""JSON Lines: all facts of a paper on one line, as feeds and curators wrote them, TeX included."""

from dataclasses import asdict
from datetime import datetime
from importlib import resources
from typing import Any

from generator.model import urls
from generator.model.curation_values import Status
from generator.model.dates import format_instant
from generator.model.doi_records import DoiRecord
from generator.model.json_text import encode_compact
from generator.model.papers import PaperAuthor
from generator.model.publications import Publication
from generator.publish import paths
from generator.publish.citations.citation_record import split_author
from generator.publish.exports.export_format import ExportedPaper, ExportFormat
from generator.translation.messages import N_


def write_entry(exported: ExportedPaper) -> str:
    """Write the line of a paper, which ``export.schema.json`` describes."""
    return f"{encode_compact(_describe(exported))}\n"


def _describe(exported: ExportedPaper) -> dict[str, Any]:
    paper, appearance, venue = exported.paper, exported.paper.appearance, exported.venue
    return {
        "id": paper.id,
        "page": paths.build_url(paths.locate_paper(paper.slug)),
        "title": paper.title,
        "authors": [_describe_author(author) for author in paper.authors],
        "abstract": paper.abstract,
        "categories": paper.categories,
        "primary_category": paper.primary_category,
        "published": _format_time(paper.published),
        "published_precision": paper.published_precision,
        "updated": _format_time(paper.updated),
        "version": paper.version,
        "versions": [
            {"number": version.number, "updated": _format_time(version.updated)} for version in paper.versions
        ],
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "dois": paper.dois,
        "url": paper.url,
        "withdrawn": paper.status is Status.WITHDRAWN,
        "venue": appearance
        and venue
        and {
            "id": appearance.venue,
            "title": venue.name,
            "year": appearance.year,
            "volume": appearance.volume,
            "number": appearance.number,
            "pages": appearance.pages,
            "source": appearance.source,
        },
        "publication": paper.publication and _describe_publication(paper.publication),
        "notices": [
            {"kind": notice.kind, "doi": notice.doi, "day": notice.day, "source": record.registry}
            for record, notice in paper.notices
        ],
        "topics": [
            {"id": assignment.topic, "reason": assignment.reason} for assignment, _title in exported.topics
        ],
        "summary": paper.summary,
        "note": paper.note,
        "links": [asdict(link) for link in paper.links],
        "awards": paper.awards,
        "highlight": paper.highlight,
        "publications": paper.publications,
        "corrected": dict(paper.correction_reasons),
        "first_seen": paper.first_seen and f"{paper.first_seen:%Y-%m-%d}",
        "feeds": paper.feeds,
    }


def _describe_publication(publication: Publication) -> dict[str, Any]:
    record = publication if isinstance(publication, DoiRecord) else DoiRecord("", "")
    return {
        "doi": publication.doi or None,
        "type": publication.type,
        "container": publication.container,
        "event": next(iter(publication.event), None),
        "volume": publication.volume,
        "issue": publication.issue,
        "pages": publication.pages,
        "issns": publication.issns,
        "published": publication.published,
        "publisher": publication.publisher,
        "licence": urls.clean_url(record.licence or ""),
        "orcids": {author.name: author.orcid for author in record.authors if author.orcid},
        "relations": [{"kind": relation.kind, "id": relation.target} for relation in record.relations],
        "source": publication.source,
    }


def _describe_author(author: PaperAuthor) -> dict[str, Any]:
    parts = split_author(author)
    return {
        "name": author.name,
        "family": parts.family if parts else None,
        "affiliations": author.affiliations,
    }


def _format_time(time: datetime | None) -> str | None:
    return format_instant(time) if time else None


def _read_schema() -> str:
    folder = resources.files("generator")
    return folder.joinpath("publish", "exports", "export.schema.json").read_text("utf-8")


FORMAT = ExportFormat(
    label="JSON Lines",
    extension="jsonl",
    description=N_("all facts of every paper, one paper per line"),
    write_entry=write_entry,
)
SCHEMA_FORMAT = ExportFormat(
    label="JSON Schema",
    extension="schema.json",
    description=N_("the fields of a line in the JSON Lines file"),
    write_entry=None,
    write_start=_read_schema,
)
