"""The catalogue to take along: JSON Lines with its schema, CSV, and citations in three formats.

JSON Lines hold everything, as the feeds and curators wrote it, TeX included; CSV is for people with a
spreadsheet, and is plain text. All are in the catalogue's order, the newest paper first.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib import resources
from typing import Any

from generator import tex
from generator.derive.groups import Groups
from generator.model import ids
from generator.model.curation_values import LinkKind, Status
from generator.model.json_text import encode_compact
from generator.model.papers import Catalogue, Page, Paper
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.citations.citation_formats import FORMATS, cite, cite_all, join_bibtex
from generator.publish.citations.citation_record import Record

# A cell that begins so would be run as a formula by spreadsheets (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
_BETWEEN = "; "  # values in a cell
_COLUMNS = (
    "id", "title", "authors", "published", "updated", "venue", "venue_year", "topics", "categories", "doi",
    "url", "code", "withdrawn", "summary", "page",
)  # fmt: skip


def render_exports(
    catalogue: Catalogue, offered: Mapping[str, Sequence[Paper]], records: Mapping[str, Record]
) -> Iterator[Page]:
    """All files of exports.

    Args:
        catalogue: Its papers.
        offered: What `collect_bibliographies` found.
        records: Paper id to record.
    """
    yield Page(
        paths.locate_export("jsonl"), "".join(f"{encode_compact(paper)}\n" for paper in _objects(catalogue))
    )
    yield Page(
        paths.SCHEMA,
        resources.files("generator").joinpath("publish", "export.schema.json").read_text("utf-8"),
    )
    yield Page(paths.locate_export("csv"), _csv(catalogue))
    for name in ("ris", "csl"):
        path = paths.locate_export(FORMATS[name].extension)
        yield Page(path, cite_all([records[paper.id] for paper in catalogue.papers], name))
    entries = {paper.id: cite(records[paper.id], "bibtex") for paper in catalogue.papers}
    yield Page(paths.locate_export("bib"), join_bibtex(entries.values()))
    for page, papers in offered.items():
        yield Page(paths.locate_bibliography(page), join_bibtex(entries[paper.id] for paper in papers))


def collect_bibliographies(catalogue: Catalogue, groups: Groups) -> dict[str, tuple[Paper, ...]]:
    """The pages that offer their papers as BibTeX: those of topics and years that have any."""
    topics = (topic.id for topic in catalogue.topics if topic.id in groups.by_topic)
    years = groups.by_year.items()
    return {
        **{paths.locate("topics", topic): groups.by_topic[topic] for topic in topics},
        **{paths.locate("years", year): papers for year, papers in sorted(years)},
    }


# --- JSON Lines ------------------------------------------------------------------------------------------


def _objects(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    titles = {venue.id: venue.name for venue in catalogue.venues}
    for paper in catalogue.papers:
        appearance = paper.appearance
        yield {
            "id": paper.id,
            "page": paths.build_url(paths.locate("papers", paper.slug)),
            "title": paper.title,
            "authors": [asdict(author) for author in paper.authors],
            "abstract": paper.abstract,
            "categories": paper.categories,
            "primary_category": paper.primary_category,
            "published": _time(paper.published),
            "updated": _time(paper.updated),
            "version": paper.version,
            "versions": [
                {"number": version.number, "updated": _time(version.updated)} for version in paper.versions
            ],
            "comment": paper.comment,
            "journal_ref": paper.journal_ref,
            "dois": paper.dois,
            "url": paper.url,
            "withdrawn": paper.status is Status.WITHDRAWN,
            "venue": appearance
            and {
                "id": appearance.venue,
                "title": titles[appearance.venue],
                "year": appearance.year,
                "volume": appearance.volume,
                "number": appearance.number,
                "pages": appearance.pages,
                "source": appearance.source,
            },
            "topics": [
                {"id": given.topic, "reason": given.reason} for given in catalogue.assignments[paper.id]
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


def _time(when: datetime | None) -> str | None:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if when else None


# --- CSV -------------------------------------------------------------------------------------------------


def _csv(catalogue: Catalogue) -> str:
    """RFC 4180 in UTF-8, with a byte order mark for spreadsheets."""
    venues = {venue.id: venue.acronym for venue in catalogue.venues}
    topics = {topic.id: topic.title for topic in catalogue.topics}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for paper in catalogue.papers:
        row = _row(paper, venues, [topics[given.topic] for given in catalogue.assignments[paper.id]])
        writer.writerow(map(_cell, row))
    return _BYTE_ORDER_MARK + text.getvalue()


def _row(paper: Paper, venues: Mapping[str, str], topics: Iterable[str]) -> Iterator[str]:
    """What stands under `_COLUMNS`."""
    appearance = paper.appearance
    yield f"arXiv:{paper.id}" if ids.is_arxiv_id(paper.id) else paper.id  # a bare one would become a number
    yield tex.plain(paper.title)
    yield _BETWEEN.join(tex.plain(author.name) for author in paper.authors)
    yield f"{paper.published:%Y-%m-%d}" if paper.published else ""
    yield f"{paper.updated:%Y-%m-%d}" if paper.updated else ""
    yield venues[appearance.venue] if appearance else ""
    yield str(appearance.year) if appearance and appearance.year else ""
    yield _BETWEEN.join(topics)
    yield _BETWEEN.join(paper.categories)
    yield paper.dois[0] if paper.dois else ""
    yield paper.url or ""
    yield next((link.url for link in paper.links if link.kind is LinkKind.CODE), "")
    yield "yes" if paper.status is Status.WITHDRAWN else ""
    yield tex.plain(paper.summary or "")
    yield paths.build_url(paths.locate("papers", paper.slug))


def _cell(text: str) -> str:
    """The text on one line, and as text: an apostrophe stops what would be a formula."""
    line = clean_line(text)
    return f"'{line}" if _FORMULA.match(line) else line
