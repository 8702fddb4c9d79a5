"""BibTeX, which LaTeX reads.

The fields follow arXiv's own entries (https://info.arxiv.org/help/hypertex/bibstyles): a preprint is
``@misc`` with ``eprint``, and both ``archivePrefix`` (BibTeX) and ``eprinttype`` (BibLaTeX) name its archive.
"""

import re
from collections.abc import Mapping

from generator.model.person_names import NameParts
from generator.publish.citations.bibtex_names import format_bibtex_name
from generator.publish.citations.bibtex_text import escape_bibtex, squeeze_spaces
from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_record import Record, format_status, format_year

_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
}
_END = "}\n"
_NOT_VERBATIM = re.compile(r"[{}\\ ]")


def write_entry(record: Record) -> str:
    """Write the record as an entry, one field a line."""
    entry_type, container_field = _TYPES.get(record["type"], ("misc", "howpublished"))
    custom = record.get("custom", {})
    eprint = custom.get("eprint", "")
    fields = {
        "title": custom.get("texTitle") or escape_bibtex(record.get("title", "")),
        "author": " and ".join(map(_format_author, record.get("author", ()))),
        container_field: escape_bibtex(record.get("container-title", "")),
        "series": escape_bibtex(record.get("collection-title", "")),
        "volume": escape_bibtex(record.get("volume", "")),
        "number": escape_bibtex(record.get("issue", "")),
        "pages": escape_bibtex(record.get("page", "")).replace("-", "--"),
        "publisher": escape_bibtex(record.get("publisher", "")) if container_field != "journal" else "",
        "issn": record.get("ISSN", ""),
        "year": format_year(record),
        "eprint": eprint,
        "archivePrefix": "arXiv" if eprint else "",
        "eprinttype": "arXiv" if eprint else "",
        "primaryClass": escape_bibtex(custom.get("primaryClass", "")),
        "note": format_status(record),
        "doi": _drop_unsafe(record.get("DOI", "")),
        "url": _drop_unsafe(record.get("URL", "")),
        "keywords": escape_bibtex(", ".join(custom.get("keywords", ()))),
    }
    values = {name: squeeze_spaces(value) for name, value in fields.items()}
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join([f"@{entry_type}{{{record['id']},", *lines, _END])


def _add_abstract(entry: str, abstract: str) -> str:
    value = squeeze_spaces(escape_bibtex(abstract))
    return f"{entry.removesuffix(_END)}  abstract = {{{value}}},\n{_END}" if value else entry


def _format_author(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{escape_bibtex(name['literal'])}}}"
    return format_bibtex_name(NameParts(**{part: escape_bibtex(text) for part, text in name.items()}))


def _drop_unsafe(identifier: str) -> str:
    """Keep a DOI or URL as it is, because styles print it verbatim; drop one that would break the entry."""
    return "" if _NOT_VERBATIM.search(identifier) else identifier


FORMAT = CitationFormat(
    label="BibTeX",
    extension="bib",
    media_type="application/x-bibtex",
    write_entry=write_entry,
    between="\n",
    add_abstract=_add_abstract,
)
