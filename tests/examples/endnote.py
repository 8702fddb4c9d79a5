"""EndNote's tagged format, which EndNote opens with a double click.

The tags are those of https://en.wikipedia.org/wiki/Refer_(software).
"""

from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_record import Record, format_year, join_name

_TYPES = {
    "article-journal": "Journal Article",
    "article-magazine": "Magazine Article",
    "paper-conference": "Conference Paper",
}


def write_entry(record: Record) -> str:
    """Write the record's lines, from ``%0`` to ``%U``."""
    fields = [
        ("%0", _TYPES.get(record["type"], "Report")),
        *(("%A", join_name(name, ("family", "given"), ", ")) for name in record.get("author", ())),
        ("%T", record.get("title", "")),
        ("%J", record.get("container-title", "")),
        ("%D", format_year(record)),
        ("%R", record.get("DOI", "")),
        ("%U", record.get("URL", "")),
    ]
    return "".join(f"{tag} {value}\n" for tag, value in fields if value)


FORMAT = CitationFormat(
    label="EndNote",
    extension="enw",
    media_type="application/x-endnote-refer",
    write_entry=write_entry,
    between="\n",
)
