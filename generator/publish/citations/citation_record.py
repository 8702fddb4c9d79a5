"""One record of a paper, from which every citation follows.

It is an item of CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html). What BibTeX
needs besides stands under ``custom``, which the schema keeps for that: ``eprint``, ``primaryClass`` and
``texTitle``, the title as TeX where it is more than the escaped one. Texts are plain, one line each.
"""

from typing import Any

from generator import tex
from generator.model import ids
from generator.model.curation_values import Venue, VenueKind
from generator.model.papers import Paper
from generator.model.text import clean_line, fold
from generator.publish.citations import bibtex

Record = dict[str, Any]

_TYPES = {
    VenueKind.JOURNAL: "article-journal",
    VenueKind.MAGAZINE: "article-magazine",
    VenueKind.CONFERENCE: "paper-conference",
    VenueKind.WORKSHOP: "paper-conference",
}
_KEY_STOPWORDS = frozenset(
    "a an and as at by can do for from how in is it of on the to towards toward what why with".split()
)
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_SHORTEST_WITH_SUFFIX = 3  # words
_NO_BRACES = str.maketrans("", "", "{}")


def build_record(paper: Paper, venue: Venue | None) -> Record:
    """The paper's record; what is not known is left out.

    Args:
        paper: The paper.
        venue: Where its appearance says it appeared, or None for a preprint.
    """
    title = clean_line(tex.plain(clean_line(paper.title)))
    appeared = build_date_parts(paper)
    known: Record = {
        "id": build_citation_key(paper),
        "type": _TYPES[venue.kind] if venue else "article",
        "title": title,
        "author": [name for name in map(_author, (author.name for author in paper.authors)) if name],
        "issued": {"date-parts": [appeared]} if appeared else None,
        **_where(paper, venue),
        "DOI": paper.dois[0] if paper.dois else None,
        "URL": paper.url,
        "custom": _for_bibtex(paper, title),
    }
    return {name: value for name, value in known.items() if value}


def packed(known: Record) -> Record:
    """The record as a page carries it, which ``overrides/assets/js/cite.js`` unpacks.

    People are ``Family, Given`` or ``Family, Given, Suffix``, for no part of a person's name holds a comma.
    A title that is `texTitle` without its braces is empty.
    """
    shorter: Record = {}
    if known.get("title") == known.get("custom", {}).get("texTitle", "").translate(_NO_BRACES):
        shorter["title"] = ""
    if "author" in known:
        names = (name if "literal" in name else ", ".join(name.values()) for name in known["author"])
        shorter["author"] = list(names)
    return known | shorter


def build_citation_key(paper: Paper) -> str:
    """The citation key: it depends on this paper alone, and no other paper has it."""
    first = fold(paper.authors[0].name).split()[-1:] if paper.authors else []
    words = [word for word in fold(tex.plain(paper.title)).split() if word not in _KEY_STOPWORDS]
    year = map(str, build_date_parts(paper)[:1])
    spoken = "".join(c for c in "".join([*(first or ["anonymous"]), *year, *words[:1]]) if c.isascii())
    return f"{spoken}-{paper.slug}"


def build_date_parts(paper: Paper) -> list[int]:
    """When it appeared: year, month and day, the year alone, or nothing where nobody tells.

    The date of a preprint is not that of what was published later in its place.
    """
    year = paper.appearance.year if paper.appearance else None
    day = paper.published
    if day and (year is None or (year == day.year and not ids.is_arxiv_id(paper.id))):
        return [day.year, day.month, day.day]
    return [year] if year else []


def _where(paper: Paper, venue: Venue | None) -> Record:
    if venue is None or paper.appearance is None:
        return {"publisher": "arXiv", "number": f"arXiv:{paper.id}"} if ids.is_arxiv_id(paper.id) else {}
    return {
        "container-title": clean_line(venue.name),
        "volume": clean_line(paper.appearance.volume or ""),
        "issue": clean_line(paper.appearance.number or ""),
        "page": clean_line(paper.appearance.pages or ""),
    }


def _for_bibtex(paper: Paper, title: str) -> Record:
    source = bibtex.title(paper.title)
    known = {
        "eprint": paper.id if ids.is_arxiv_id(paper.id) else None,
        "primaryClass": clean_line(paper.primary_category or "") if ids.is_arxiv_id(paper.id) else None,
        "texTitle": source if source != bibtex.escape(title) else None,
    }
    return {name: value for name, value in known.items() if value}


def _author(name: str) -> dict[str, str] | None:
    """A name in its parts, a group in one; None where nothing is left of it.

    The family name begins with the first word in lower case after the first word (“van der”), or else is
    the last word, as BibTeX reads names.
    """
    text = clean_line(tex.plain(clean_line(name)).translate(_NO_BRACES))
    words = text.split()
    if len(words) <= 1 or bibtex.is_group(text):
        return {"literal": text} if text else None
    suffix = words.pop() if words[-1] in _SUFFIXES and len(words) >= _SHORTEST_WITH_SUFFIX else None
    start = next((at for at in range(1, len(words)) if words[at][0].islower()), len(words) - 1)
    parts = {"family": " ".join(words[start:]), "given": " ".join(words[:start])}
    return parts | ({"suffix": suffix} if suffix else {})
