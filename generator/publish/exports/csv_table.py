"""CSV for spreadsheets: one paper per row, in plain text (RFC 4180, UTF-8 with a byte order mark)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from generator import tex
from generator.model import ids
from generator.model.curation_values import Status
from generator.model.escaping import escape_formula
from generator.model.papers import Catalogue, Paper
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.exports.export_format import ExportFormat
from generator.translation.messages import N_

_BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only with it
_SEPARATOR = "; "  # between the values in a cell
_COLUMNS = (
    "id", "title", "authors", "published", "updated", "venue", "venue_year", "topics", "categories", "doi",
    "url", "code", "withdrawn", "retracted", "summary", "page",
)  # fmt: skip


def write_file(catalogue: Catalogue) -> str:
    """Write a header and a row for each paper."""
    acronyms = {venue.id: venue.acronym for venue in catalogue.venues}
    topic_titles = {topic.id: topic.title for topic in catalogue.topics}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for paper in catalogue.papers:
        topics = [topic_titles[assignment.topic] for assignment in catalogue.assignments[paper.id]]
        cells = _list_cells(paper, acronyms, topics)
        writer.writerow([escape_formula(clean_line(cell)) for cell in cells])
    return _BYTE_ORDER_MARK + text.getvalue()


def _list_cells(paper: Paper, acronyms: Mapping[str, str], topics: Iterable[str]) -> Iterator[str]:
    """List the cells of a paper's row, in the order of `_COLUMNS`."""
    appearance = paper.appearance
    yield ids.format_id(paper.id)
    yield tex.to_text(paper.title)
    yield _SEPARATOR.join(tex.to_text(author.name) for author in paper.authors)
    yield paper.published_iso
    yield f"{paper.updated:%Y-%m-%d}" if paper.updated else ""
    yield acronyms[appearance.venue] if appearance else ""
    yield str(appearance.year) if appearance and appearance.year else ""
    yield _SEPARATOR.join(topics)
    yield _SEPARATOR.join(paper.categories)
    yield paper.dois[0] if paper.dois else ""
    yield paper.url or ""
    yield paper.code_url or ""
    yield "yes" if paper.status is Status.WITHDRAWN else ""
    yield "yes" if paper.is_retracted else ""
    yield tex.to_text(paper.summary or "")
    yield paths.build_url(paths.locate_paper(paper.slug))


FORMAT = ExportFormat(
    label="CSV", extension="csv", description=N_("one paper per row, for spreadsheets"), write_file=write_file
)
