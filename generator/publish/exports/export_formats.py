"""The downloads of the site: the whole catalogue, and the citations of topics and years.

To add a format of the whole catalogue, write a module like ``csv_table`` and name its format in `FORMATS`. A
citation format is added in ``citations.citation_formats``. The About page and ``llms.txt`` list both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator import tex
from generator.model.papers import DeferredPage, Page, Paper
from generator.publish import paths
from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_formats import DEFAULT_FORMAT, list_exported_formats
from generator.publish.citations.citation_record import Record
from generator.publish.exports import csv_table, json_lines
from generator.publish.exports.export_format import ExportedPaper
from generator.publish.exports.joined_page import FileFormat, JoinedPage
from generator.publish.page_digests import digest_values
from generator.system.memo import Memo, ResultKeeper
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


def render_exports(
    papers: Mapping[bytes, Paper],
    export_paper: Callable[[Paper], ExportedPaper],
    get_entries: Callable[[Paper], Entries],
    keep: ResultKeeper,
) -> Iterator[Page]:
    """Render the files of `list_downloads`, one after the other.

    Args:
        papers: All papers, in the order of the files, by the digests of `digest_papers`.
        export_paper: Returns a paper with its topics and its venue.
        get_entries: Returns the entries of a paper, from `write_entries`.
        keep: Provides results of a previous run, and keeps those of this one.
    """
    for export in FORMATS:
        path, before = paths.locate_export(export.extension), export.write_start()
        if export.write_entry is None:
            yield Page(path, before)
        else:
            write_part = partial(_export, export.write_entry, export_paper)
            yield from _join(path, FileFormat(write_part, before), papers, keep)
    for citation in list_exported_formats():
        write_part = partial(_cite_with_abstract, citation, get_entries)
        file_format = FileFormat(write_part, citation.before, citation.between, citation.after)
        yield from _join(paths.locate_export(citation.extension), file_format, papers, keep)


def _join(
    path: str, file_format: FileFormat, papers: Mapping[bytes, Paper], keep: ResultKeeper
) -> Iterator[Page]:
    with keep(path, int) as lengths:
        yield JoinedPage(path, file_format, papers, lengths)


def _export(
    write_entry: Callable[[ExportedPaper], str], export_paper: Callable[[Paper], ExportedPaper], paper: Paper
) -> str:
    return write_entry(export_paper(paper))


def _cite_with_abstract(
    citation: CitationFormat, get_entries: Callable[[Paper], Entries], paper: Paper
) -> str:
    """Return the entry of a paper, with the abstract if the format has abstracts."""
    entries = get_entries(paper)
    entry, abstract = entries[citation.extension], entries[_ABSTRACT]
    return citation.add_abstract(entry, abstract) if citation.add_abstract and abstract else entry


def write_entries(paper: Paper, record: Record) -> Entries:
    """Write the citation record of a paper in each citation format of the downloads."""
    entries = {citation.extension: citation.write_entry(record) for citation in list_exported_formats()}
    return {**entries, _ABSTRACT: tex.to_line(paper.abstract or "")}


def render_bibliographies(
    papers: Mapping[bytes, Paper],
    bibliographies: Mapping[str, Sequence[Paper]],
    get_entries: Callable[[Paper], Entries],
    digests: Mapping[str, bytes],
    memo: Memo[str],
) -> Iterator[Page]:
    """Render the citations of topics, years and authors.

    Args:
        papers: As for `render_exports`.
        bibliographies: The papers that a page offers citations of, by page.
        get_entries: As for `render_exports`.
        digests: From `digest_papers`.
        memo: The papers in the `DEFAULT_FORMAT`.
    """
    entries = {
        paper.id: memo.recall(digest, partial(_cite, get_entries, paper)) for digest, paper in papers.items()
    }
    for page, listed in bibliographies.items():
        path = paths.locate_bibliography(page, DEFAULT_FORMAT.extension)
        digest = digest_values((path, listed), digests)
        yield DeferredPage(path, digest, partial(_join_entries, listed, entries))


def _cite(get_entries: Callable[[Paper], Entries], paper: Paper) -> str:
    return get_entries(paper)[DEFAULT_FORMAT.extension]


def _join_entries(papers: Iterable[Paper], entries: Mapping[str, str]) -> str:
    return DEFAULT_FORMAT.join_entries(entries[paper.id] for paper in papers)
