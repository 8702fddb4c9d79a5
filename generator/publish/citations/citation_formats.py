"""Citations in every format, from records.

``overrides/assets/js/citations.js`` is the same in JavaScript, for pages and for the reading list: the two
give the same bytes, which a test holds for every paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.json_text import encode_compact
from generator.publish.citations import bibtex, ris

_MOST_AUTHORS = 10  # that plain text names
_ENDS = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class Format:
    """A form of citation: its name for people, the end of a file's name, and its media type."""

    label: str
    extension: str
    media_type: str


FORMATS = {
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex"),
    "ris": Format("RIS", "ris", "application/x-research-info-systems"),
    "csl": Format("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json"),
    "text": Format("Plain text", "txt", "text/plain"),
}


def cite(record: Mapping[str, Any], name: str) -> str:
    """One record in one of `FORMATS`, as a whole file."""
    return cite_all([record], name)


def cite_all(records: Iterable[Mapping[str, Any]], name: str) -> str:
    """Records in one of `FORMATS`, as a whole file in UTF-8."""
    if name == "bibtex":
        return join_bibtex(map(bibtex.entry, records))
    if name == "ris":
        return "\r\n".join(map(ris.entry, records))
    if name == "csl":
        return "[\n" + ",\n".join(map(encode_compact, records)) + "\n]\n"
    return "".join(map(_text, records))


def join_bibtex(entries: Iterable[str]) -> str:
    """Entries of BibTeX as a file, for whoever has them already."""
    return "\n".join(entries)


def _text(record: Mapping[str, Any]) -> str:
    """``Amy Example, Bo Sample (2026). A Cache. The Bridge 55(4), 29-36. https://doi.org/…``, as a line."""
    names = [_name(name) for name in record.get("author", ())]
    shown = ", ".join(names[:_MOST_AUTHORS]) + (" et al." if len(names) > _MOST_AUTHORS else "")
    year = f"({record['issued']['date-parts'][0][0]})" if "issued" in record else ""
    numbers = record.get("volume", "") + (f"({record['issue']})" if "issue" in record else "")
    where = " ".join(filter(None, [record.get("container-title", ""), numbers]))
    said = [
        " ".join(filter(None, [shown, year])),
        record.get("title", ""),
        ", ".join(filter(None, [where, record.get("page", "")])),
        record.get("number", ""),
    ]
    address = f"https://doi.org/{record['DOI']}" if "DOI" in record else record.get("URL", "")
    sentences = [part if part.endswith(_ENDS) else f"{part}." for part in said if part]
    return " ".join([*sentences, *([address] if address else [])]) + "\n"


def _name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    return " ".join(name[part] for part in ("given", "family", "suffix") if part in name)
