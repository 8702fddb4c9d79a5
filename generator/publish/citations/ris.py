"""RIS, which EndNote, Mendeley and Zotero read.

The tags are those of the format's description of 2011 (https://en.wikipedia.org/wiki/RIS_(file_format)),
which also demands CR and LF at the end of a line. It has no type for preprints. A preprint is a report here:
readers turn ``GEN`` into a journal article, and drop the number of ``UNPB``. Zotero adds ``M2`` to its field
"Extra", and takes the type of the item from a line "Type: preprint" there
(https://github.com/zotero/translators, "RIS.js"; https://www.zotero.org/support/kb/item_types_and_fields).
"""

from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_record import (
    Record,
    format_status,
    format_year,
    get_date_parts,
    get_event_title,
    is_preprint,
    join_name,
    split_pages,
)

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "paper-conference": "CONF",
    "chapter": "CHAP",
}
_NAME_PARTS = ("family", "given", "suffix")
_DATE_FIELDS = 4  # year, month, day and other, with a slash between all of them
_LINE_END = "\r\n"
_END = f"ER  - {_LINE_END}"


def write_entry(record: Record) -> str:
    """Write the record's lines, from ``TY`` to ``ER``."""
    default_type = "RPRT" if is_preprint(record) else "GEN"
    first_page, last_page = split_pages(record)
    date_parts = get_date_parts(record)
    fields = [
        ("TY", _TYPES.get(record["type"], default_type)),
        ("ID", record["id"]),
        *(("AU", join_name(name, _NAME_PARTS, ", ")) for name in record.get("author", ())),
        ("TI", record.get("title", "")),
        ("T2", get_event_title(record) or record.get("container-title", "")),
        ("C3", record.get("container-title", "") if record["type"] == "paper-conference" else ""),
        ("T3", record.get("collection-title", "")),
        ("VL", record.get("volume", "")),
        ("IS", record.get("issue", "")),
        ("SP", first_page),
        ("EP", last_page),
        ("PY", format_year(record)),
        (
            "DA",
            "/".join([*(f"{part:02}" for part in date_parts), "", ""][:_DATE_FIELDS])
            if len(date_parts) > 1
            else "",
        ),
        ("PB", record.get("publisher", "")),
        ("SN", record.get("ISSN") or record.get("number", "")),
        ("M3", "Preprint" if is_preprint(record) else ""),
        ("M2", "Type: preprint" if is_preprint(record) else ""),
        ("N1", format_status(record)),
        *(("KW", keyword) for keyword in record.get("custom", {}).get("keywords", ())),
        ("DO", record.get("DOI", "")),
        ("UR", record.get("URL", "")),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return _LINE_END.join([*lines, _END])


def _add_abstract(entry: str, abstract: str) -> str:
    return f"{entry.removesuffix(_END)}AB  - {abstract}{_LINE_END}{_END}"


FORMAT = CitationFormat(
    label="RIS",
    extension="ris",
    media_type="application/x-research-info-systems",
    write_entry=write_entry,
    between=_LINE_END,
    add_abstract=_add_abstract,
)
