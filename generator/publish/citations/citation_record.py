"""The facts of a paper that citations are written from: one record for all formats.

A record is an item of CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html). What only
other formats need is under ``custom``, which the schema reserves for such fields: ``eprint``,
``primaryClass``, ``texTitle`` (the title as TeX, where it is more than the escaped title) and ``keywords``.
Texts are plain, on one line.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator import tex
from generator.model import ids
from generator.model.curation_values import Status, Venue, VenueKind
from generator.model.doi_records import BOOK_CHAPTER, JOURNAL_ARTICLE, POSTED_CONTENT
from generator.model.papers import Paper, PaperAuthor
from generator.model.person_names import NameParts, split_name
from generator.model.text import clean_line, fold
from generator.model.withdrawal import strip_notice
from generator.publish.citations.bibtex_text import escape_bibtex, format_title

Record = Mapping[str, Any]

_TYPES = {
    VenueKind.JOURNAL: "article-journal",
    VenueKind.MAGAZINE: "article-magazine",
    VenueKind.CONFERENCE: "paper-conference",
    VenueKind.WORKSHOP: "paper-conference",
}
_PREPRINT = "article"  # CSL has no other type for preprints
_KEY_STOPWORDS = frozenset(
    "a an and as at by can do for from how in is it of on the to towards toward what why with".split()
)
_KEYWORD_SEPARATORS = re.compile(r"[,;]")
_NO_BRACES = str.maketrans("", "", "{}")


def build_record(paper: Paper, venue: Venue | None, topics: Sequence[str] = ()) -> Record:
    """Build the record of a paper. Unknown facts are left out.

    Args:
        paper: The paper.
        venue: The venue of its appearance, or None if it is unknown or not listed.
        topics: Titles of its topics. They and the categories are its keywords.
    """
    title = clean_line(tex.to_text(clean_line(paper.title)))
    date_parts = _build_date_parts(paper)
    authors = list(map(_build_name, paper.authors))
    fields: Record = {
        "id": build_citation_key(paper),
        "type": _find_type(paper, venue),
        "title": title,
        "author": [name for name in authors if name],
        "issued": {"date-parts": [date_parts]} if date_parts else None,
        **_build_container(paper, venue),
        "DOI": _choose_doi(paper),
        "URL": paper.url,
        "status": _find_status(paper),
        "custom": _build_custom(paper, title, topics),
    }
    return {name: value for name, value in fields.items() if value}


def is_preprint(record: Record) -> bool:
    """Whether a record is that of a preprint at a server that a source names.

    Other papers of this type have no publisher: no source states where they appeared.
    """
    return record["type"] == _PREPRINT and ("publisher" in record or "container-title" in record)


def _find_status(paper: Paper) -> str:
    """Return what readers of a citation must know; an empty text for most papers."""
    if paper.is_retracted:
        return "retracted"
    return "withdrawn" if paper.status is Status.WITHDRAWN else ""


def build_citation_key(paper: Paper) -> str:
    """Build the key that LaTeX documents cite the paper by, such as ``example2026cache-2602.00001``.

    It depends on this paper alone, and no other paper has it. It does not change with a notice of withdrawal.
    """
    family_name = _fold_family(paper.authors[0]).split()[-1:] if paper.authors else []
    words = [
        word for word in fold(tex.to_text(strip_notice(paper.title))).split() if word not in _KEY_STOPWORDS
    ]
    year = map(str, _build_date_parts(paper)[:1])
    readable = "".join([*(family_name or ["anonymous"]), *year, *words[:1]])
    return f"{''.join(letter for letter in readable if letter.isascii())}-{paper.slug}"


def _fold_family(author: PaperAuthor) -> str:
    parts = split_author(author)
    return fold(parts.family if parts else author.name)


def _build_date_parts(paper: Paper) -> list[int]:
    """Build the date of publication: ``[2026, 2, 3]``, ``[2026, 2]``, ``[2026]``, or ``[]`` if it is unknown.

    A preprint's date is not the date of the article that was published later.
    """
    venue_year = paper.appearance.year if paper.appearance else None
    if venue_year is None and paper.publication:
        venue_year = paper.publication.year
    day = paper.published
    if day and (venue_year is None or (venue_year == day.year and not ids.is_arxiv_id(paper.id))):
        return [int(part) for part in paper.published_iso.split("-")]
    return [venue_year] if venue_year else []


def get_date_parts(record: Record) -> Sequence[int]:
    """Return the date of a record: ``[2026, 2, 3]``, ``[2026]``, or ``[]`` if it is unknown."""
    parts: Sequence[int] = record["issued"]["date-parts"][0] if "issued" in record else []
    return parts


def format_status(record: Record) -> str:
    """Return ``Retracted`` or ``Withdrawn``, or an empty text."""
    return str(record.get("status", "")).capitalize()


def format_year(record: Record) -> str:
    """Return the year of a record, or an empty text if it is unknown."""
    return str(get_date_parts(record)[0]) if "issued" in record else ""


def split_pages(record: Record) -> tuple[str, str]:
    """Split the pages of a record into the first and the last one; each is empty if it is unknown."""
    first_page, _, last_page = record.get("page", "").partition("-")
    return first_page, last_page


def get_event_title(record: Record) -> str:
    """Return the name of the conference, or else the title of its proceedings; empty for other papers."""
    if record["type"] != "paper-conference":
        return ""
    return str(record.get("event-title") or record.get("container-title", ""))


def join_name(name: Mapping[str, str], parts: Sequence[str], separator: str) -> str:
    """Join the parts of a person's name in this order: ``Example, Amy``; a group's name stays whole."""
    return name.get("literal") or separator.join(name[part] for part in parts if part in name)


def _find_type(paper: Paper, venue: Venue | None) -> str:
    if venue:
        return _TYPES[venue.kind]
    if paper.publication is None or paper.publication.type == POSTED_CONTENT:
        return _PREPRINT
    if paper.publication.type == BOOK_CHAPTER and not paper.publication.event:
        return "chapter"
    return "article-journal" if paper.publication.type == JOURNAL_ARTICLE else "paper-conference"


def _choose_doi(paper: Paper) -> str | None:
    """Return the DOI of the version that is cited, or else the first one."""
    cited = paper.publication.doi if paper.publication else ""
    return next((doi for doi in paper.dois if doi.lower() == cited), next(iter(paper.dois), None))


def _build_container(paper: Paper, venue: Venue | None) -> Record:
    """Build the fields that state where the paper appeared: the words of a registry or a feed come first."""
    publication, appearance = paper.publication, paper.appearance
    if publication:
        pages = publication.pages or (appearance.pages if appearance else None)
        return {
            "container-title": clean_line(publication.container),
            "collection-title": clean_line(publication.series),
            "event-title": clean_line(next(iter(publication.event), "")),
            "volume": clean_line(publication.volume or ""),
            "issue": clean_line(publication.issue or ""),
            "page": clean_line(pages or ""),
            "publisher": clean_line(publication.publisher or ""),
            "ISSN": next(iter(publication.issns), None),
        }
    if venue is None or paper.appearance is None:
        return {"publisher": "arXiv", "number": ids.format_id(paper.id)} if ids.is_arxiv_id(paper.id) else {}
    return {
        "container-title": clean_line(venue.name),
        "volume": clean_line(paper.appearance.volume or ""),
        "issue": clean_line(paper.appearance.number or ""),
        "page": clean_line(paper.appearance.pages or ""),
    }


def _build_custom(paper: Paper, title: str, topics: Sequence[str]) -> Record:
    """Build the fields that CSL-JSON does not have."""
    tex_title = format_title(paper.title)
    fields = {
        "eprint": paper.id if ids.is_arxiv_id(paper.id) else None,
        "primaryClass": clean_line(paper.primary_category or "") if ids.is_arxiv_id(paper.id) else None,
        "texTitle": tex_title if tex_title != escape_bibtex(title) else None,
        "keywords": list(dict.fromkeys(filter(None, map(_clean_keyword, (*topics, *paper.categories))))),
    }
    return {name: value for name, value in fields.items() if value}


def _clean_keyword(name: str) -> str:
    """Clean the title of a topic or a category; programs would split it at commas and semicolons."""
    return clean_line(_KEYWORD_SEPARATORS.sub(" ", name))


def split_author(author: PaperAuthor) -> NameParts | None:
    """Split an author's name; None for an organisation or a single word."""
    return _split_name(author.name, author.family)


@lru_cache(maxsize=1 << 16)  # names occur on many papers, and in several places of each
def _split_name(name: str, family: str | None) -> NameParts | None:
    return split_name(to_plain_name(name), to_plain_name(family) if family else None)


@lru_cache(maxsize=1 << 16)
def to_plain_name(name: str) -> str:
    """Convert a name to plain text on one line, without braces."""
    return clean_line(tex.to_text(clean_line(name)).translate(_NO_BRACES))


def _build_name(author: PaperAuthor) -> dict[str, str] | None:
    """Build a name in the form of CSL-JSON; None for an empty one."""
    parts = split_author(author)
    if parts is None:
        literal = to_plain_name(author.name)
        return {"literal": literal} if literal else None
    texts = {"family": parts.family, "given": parts.given, "suffix": parts.suffix}
    return {part: text for part, text in texts.items() if text}
