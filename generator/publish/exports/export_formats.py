"""The downloads of the site: the whole catalogue, and the citations of topics and years.

To add a format of the whole catalogue, write a module like ``csv_table`` and name its format in `FORMATS`. A
citation format is added in ``citations.citation_formats``. The About page and ``llms.txt`` list both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.papers import Catalogue, Page, Paper
from generator.publish import paths
from generator.publish.citations.citation_formats import DEFAULT_FORMAT, list_exported_formats
from generator.publish.citations.citation_record import Record
from generator.publish.exports import csv_table, json_lines
from generator.translation.messages import _

FORMATS = (json_lines.FORMAT, json_lines.SCHEMA_FORMAT, csv_table.FORMAT)


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the whole catalogue, as pages offer it."""

    label: str
    path: str
    description: str


def list_downloads() -> list[Download]:
    """List the files of the whole catalogue, in the order in which pages offer them."""
    downloads = [
        Download(export.label, paths.locate_export(export.extension), _(export.description))
        for export in FORMATS
    ]
    return downloads + [
        Download(_(citation.label), paths.locate_export(citation.extension), _("the citations of all papers"))
        for citation in list_exported_formats()
    ]


def render_exports(
    catalogue: Catalogue, bibliographies: Mapping[str, Sequence[Paper]], records: Mapping[str, Record]
) -> Iterator[Page]:
    """Render the files of `list_downloads` and the citations of topics and years.

    Args:
        catalogue: The papers.
        bibliographies: The papers that a page offers citations of, by page.
        records: Citation records by paper id.
    """
    for export in FORMATS:
        yield Page(paths.locate_export(export.extension), export.write_file(catalogue))
    for citation in list_exported_formats():
        entries = {paper.id: citation.write_entry(records[paper.id]) for paper in catalogue.papers}
        yield Page(paths.locate_export(citation.extension), citation.join_entries(entries.values()))
        if citation is DEFAULT_FORMAT:
            for page, papers in bibliographies.items():
                text = citation.join_entries(entries[paper.id] for paper in papers)
                yield Page(paths.locate_bibliography(page, citation.extension), text)
