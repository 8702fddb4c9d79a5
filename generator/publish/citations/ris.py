"""RIS, from a paper's record: what EndNote, Mendeley and Zotero read beside BibTeX.

Tags are those of the format's description of 2011 (https://en.wikipedia.org/wiki/RIS_(file_format)), lines
end as it demands. A preprint is a report, as in the page's ``citation_technical_report_*`` tags: readers
make a journal article of ``GEN`` and drop the number of ``UNPB``. ``citations.js`` says the same in
JavaScript.
"""

from collections.abc import Mapping
from typing import Any

_TYPES = {"article-journal": "JOUR", "article-magazine": "MGZN", "paper-conference": "CONF"}


def entry(record: Mapping[str, Any]) -> str:
    """The record's lines, from ``TY`` to ``ER``."""
    kind = _TYPES.get(record["type"], "RPRT" if "number" in record else "GEN")
    first, _, last = record.get("page", "").partition("-")
    date = record["issued"]["date-parts"][0] if "issued" in record else []
    fields = [
        ("TY", kind),
        ("ID", record["id"]),
        *(("AU", _author(name)) for name in record.get("author", ())),
        ("TI", record.get("title", "")),
        ("T2", record.get("container-title", "")),
        ("VL", record.get("volume", "")),
        ("IS", record.get("issue", "")),
        ("SP", first),
        ("EP", last),
        ("PY", str(date[0]) if date else ""),
        ("DA", "/".join([f"{part:02}" for part in date] + [""]) if len(date) > 1 else ""),
        ("PB", record.get("publisher", "")),
        ("SN", record.get("number", "")),
        ("DO", record.get("DOI", "")),
        ("UR", record.get("URL", "")),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _author(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    return ", ".join(name[part] for part in ("family", "given", "suffix") if part in name)
