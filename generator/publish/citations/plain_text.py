"""A citation as a line of text, to be pasted into a message or a document."""

from generator.model import ids
from generator.publish.citations.citation_format import CitationFormat
from generator.publish.citations.citation_record import Record, format_status, format_year, join_name
from generator.translation.messages import N_

_MAX_AUTHORS = 10
_NAME_PARTS = ("given", "family", "suffix")
_SENTENCE_ENDS = (".", "?", "!")


def write_entry(record: Record) -> str:
    """Write ``Amy Example, Bo Sample (2026). A Cache. The Bridge 55(4), 29-36. https://doi.org/…``."""
    names = [join_name(name, _NAME_PARTS, " ") for name in record.get("author", ())]
    authors = ", ".join(names[:_MAX_AUTHORS]) + (" et al." if len(names) > _MAX_AUTHORS else "")
    year = f"({format_year(record)})" if format_year(record) else ""
    volume = record.get("volume", "") + (f"({record['issue']})" if "issue" in record else "")
    container = " ".join(filter(None, [record.get("container-title", ""), volume]))
    parts = [
        " ".join(filter(None, [authors, year])),
        record.get("title", ""),
        ", ".join(filter(None, [container, record.get("page", "")])),
        record.get("number", ""),
        format_status(record),
    ]
    sentences = [part if part.endswith(_SENTENCE_ENDS) else f"{part}." for part in parts if part]
    url = ids.build_doi_url(record["DOI"]) if "DOI" in record else record.get("URL", "")
    return " ".join([*sentences, *([url] if url else [])]) + "\n"


FORMAT = CitationFormat(
    label=N_("Plain text"),
    extension="txt",
    media_type="text/plain",
    write_entry=write_entry,
    is_exported=False,
)
