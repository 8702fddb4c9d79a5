"""The citation formats of the site, and what pages carry of them.

To add a format, write a module like ``ris`` and name its format in `FORMATS`. The menu “Cite”, the Saved
page, the exports and the lists of downloads follow. Citations are written here and nowhere else: the scripts
in ``overrides/assets/js`` only show, copy, download and join the texts.
"""

from collections.abc import Iterator, Mapping

from generator.model.papers import Paper
from generator.publish.citations import bibtex, csl, plain_text, ris
from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_record import Record
from generator.translation.messages import _

FORMATS = (bibtex.FORMAT, ris.FORMAT, csl.FORMAT, plain_text.FORMAT)
# Pages show this format without scripts, and topics and years offer their papers in it.
DEFAULT_FORMAT = bibtex.FORMAT
# A page may weigh 25 kB. All formats together take about 100 bytes an author.
_MAX_AUTHORS_ON_PAGE = 10


def list_exported_formats() -> Iterator[CitationFormat]:
    """List the formats that the whole catalogue is offered in."""
    return (citation_format for citation_format in FORMATS if citation_format.is_exported)


def has_citation_file(paper: Paper) -> bool:
    """Whether a paper has so many authors that its citations have a file of their own."""
    return len(paper.authors) > _MAX_AUTHORS_ON_PAGE


def cite_paper(record: Record) -> list[Mapping[str, str]]:
    """Write the paper in each format, for its menu “Cite”.

    Each citation has the `label`, `extension` and `type` of its format, and the `text` of a whole file. The
    text of `DEFAULT_FORMAT` is left out, because the page shows it.
    """
    return [
        _describe(citation_format)
        if citation_format is DEFAULT_FORMAT
        else {**_describe(citation_format), "text": citation_format.write_file([record])}
        for citation_format in FORMATS
    ]


def describe_exported_formats() -> list[Mapping[str, str]]:
    """Describe the formats that the Saved page puts the citations of several papers together in.

    Each has `label`, `extension` and `type`, and what surrounds the entries of a file: `before`, `between`
    and `after`.
    """
    return [
        {
            **_describe(citation_format),
            "before": citation_format.before,
            "between": citation_format.between,
            "after": citation_format.after,
        }
        for citation_format in list_exported_formats()
    ]


def _describe(citation_format: CitationFormat) -> dict[str, str]:
    return {
        "label": _(citation_format.label),
        "extension": citation_format.extension,
        "type": citation_format.media_type,
    }
