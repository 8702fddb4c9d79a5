"""The downloads of the site: the whole catalogue, and the citations of topics and years.

To add a format of the whole catalogue, write a module like ``csv_table`` and name its format in `FORMATS`. A
citation format is added in ``citations.citation_formats``. The About page and ``llms.txt`` list both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator import tex
from generator.model.papers import DeferredPage, JoinedPage, Page, Paper
from generator.publish import paths
from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_formats import DEFAULT_FORMAT, list_exported_formats
from generator.publish.citations.citation_record import Record
from generator.publish.exports import csv_table, json_lines
from generator.publish.exports.export_format import ExportedPaper
from generator.publish.page_digests import digest_values
from generator.translation.messages import _

FORMATS = (json_lines.FORMAT, json_lines.SCHEMA_FORMAT, csv_table.FORMAT)

Entries = dict[str, str]  # a paper in each citation format of the downloads, by the format's extension

# The key of a paper's abstract among its entries. It is added to the citations in files of all papers.
_ABSTRACT = "abstract"


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


def render_exports(exported: Iterable[ExportedPaper]) -> Iterator[Page]:
    """Render the files of `list_downloads` that are not citations: all papers, in the order of the files."""
    papers = list(exported)
    for export in FORMATS:
        yield JoinedPage(paths.locate_export(export.extension), export.write_parts(papers))


def render_bibliographies(
    all_papers: Sequence[Paper],
    bibliographies: Mapping[str, Sequence[Paper]],
    entries: Mapping[str, Entries],
    digests: Mapping[str, bytes],
) -> Iterator[Page]:
    """Render the citations of all papers, and those of topics and years.

    Args:
        all_papers: All papers, in the order of the files.
        bibliographies: The papers that a page offers citations of, by page.
        entries: The papers' entries by id, from `write_entries`.
        digests: From `digest_papers`.
    """
    for citation in list_exported_formats():
        parts = citation.join_parts(_cite_with_abstracts(citation, all_papers, entries))
        yield JoinedPage(paths.locate_export(citation.extension), parts)
    for page, papers in bibliographies.items():
        path = paths.locate_bibliography(page, DEFAULT_FORMAT.extension)
        digest = digest_values((path, papers), digests)
        yield DeferredPage(path, digest, partial(_cite, papers, entries))


def write_entries(paper: Paper, record: Record) -> Entries:
    """Write the citation record of a paper in each citation format of the downloads."""
    entries = {citation.extension: citation.write_entry(record) for citation in list_exported_formats()}
    return {**entries, _ABSTRACT: tex.to_line(paper.abstract or "")}


def _cite(papers: Iterable[Paper], entries: Mapping[str, Entries]) -> str:
    return DEFAULT_FORMAT.join_entries(entries[paper.id][DEFAULT_FORMAT.extension] for paper in papers)


def _cite_with_abstracts(
    citation: CitationFormat, papers: Iterable[Paper], entries: Mapping[str, Entries]
) -> Iterator[str]:
    """Yield the entries of papers, with abstracts if the format has them."""
    for paper in papers:
        entry, abstract = entries[paper.id][citation.extension], entries[paper.id][_ABSTRACT]
        yield citation.add_abstract(entry, abstract) if citation.add_abstract and abstract else entry
