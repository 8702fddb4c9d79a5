"""CSV for spreadsheets: one paper per row, in plain text (RFC 4180, UTF-8 with a byte order mark)."""

import csv
import io
from collections.abc import Iterable, Iterator

from generator import tex
from generator.model import ids
from generator.model.curation_values import Status
from generator.model.escaping import escape_formula
from generator.model.text import clean_line
from generator.publish import paths
from generator.publish.exports.export_format import ExportedPaper, ExportFormat
from generator.translation.messages import N_

_BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only with it
_SEPARATOR = "; "  # between the values in a cell
_COLUMNS = (
    "id", "title", "authors", "published", "updated", "venue", "venue_year", "topics", "categories", "doi",
    "url", "code", "withdrawn", "retracted", "summary", "page",
)  # fmt: skip


def write_entry(exported: ExportedPaper) -> str:
    """Write the row of a paper."""
    return _write_row([escape_formula(clean_line(cell)) for cell in _list_cells(exported)])


def _write_header() -> str:
    return _BYTE_ORDER_MARK + _write_row(_COLUMNS)


def _write_row(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _list_cells(exported: ExportedPaper) -> Iterator[str]:
    """List the cells of a paper's row, in the order of `_COLUMNS`."""
    paper, appearance = exported.paper, exported.paper.appearance
    yield ids.format_id(paper.id)
    yield tex.to_text(paper.title)
    yield _SEPARATOR.join(tex.to_text(author.name) for author in paper.authors)
    yield paper.published_iso
    yield f"{paper.updated:%Y-%m-%d}" if paper.updated else ""
    yield exported.venue.acronym if exported.venue else ""
    yield str(appearance.year) if appearance and appearance.year else ""
    yield _SEPARATOR.join(title for _, title in exported.topics)
    yield _SEPARATOR.join(paper.categories)
    yield paper.dois[0] if paper.dois else ""
    yield paper.url or ""
    yield paper.code_url or ""
    yield "yes" if paper.status is Status.WITHDRAWN else ""
    yield "yes" if paper.is_retracted else ""
    yield tex.to_text(paper.summary or "")
    yield paths.build_url(paths.locate_paper(paper.slug))


FORMAT = ExportFormat(
    label="CSV",
    extension="csv",
    description=N_("one paper per row, for spreadsheets"),
    write_entry=write_entry,
    write_start=_write_header,
)
