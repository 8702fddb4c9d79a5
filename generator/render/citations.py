"""Citations of a paper, in the forms that reference managers read.

BibTeX follows arXiv's own (https://info.arxiv.org/help/hypertex/bibstyles): a preprint is ``@misc`` with
``eprint``, and both ``archivePrefix`` and ``eprinttype`` name its kind for BibTeX's and biblatex's styles.
"""

import re
from itertools import accumulate

from generator import ids, tex
from generator.model import Author, Paper, Venue, VenueKind
from generator.text import fold, one_line

_KEY_STOPWORDS = frozenset(
    "a an and as at by can do for from how in is it of on the to towards toward what why with".split()
)
_SPECIAL = re.compile(r"[%&#$_]")
_BACKSLASHES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_BRACES = re.compile(r"[{}]")
_UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
_AS_SOURCE = '<code class="tex">'  # how `tex.markup` shows a formula that it does not know
_WORD = re.compile(r"(\w+)")
# Who is no person, and what BibTeX would take apart: braces make one name of it.
_GROUP = re.compile(r"\b(?:collaboration|consortium|team|group|project|and)\b|,|^others$", re.IGNORECASE)


def bibtex(paper: Paper, venue: Venue | None) -> str:
    """The paper as a BibTeX entry in UTF-8, one field a line, ending in a newline.

    Args:
        paper: The paper.
        venue: Where its placement says it appeared, or None.
    """
    fields = {
        "title": _title(paper.title),
        "author": " and ".join(filter(None, map(_author, paper.authors))),
        **_where(paper, venue),
        **_eprint(paper),
        "doi": _verbatim(paper.dois[0] if paper.dois else ""),
        "url": _verbatim(paper.web or ""),
    }
    folded = {name: " ".join(value.split()) for name, value in fields.items()}
    lines = [f"  {name} = {{{value}}}," for name, value in folded.items() if value]
    return "\n".join([f"@{_kind(venue)}{{{key(paper)},", *lines, "}", ""])


def key(paper: Paper) -> str:
    """The citation key: it depends on this paper alone, and no other paper has it."""
    first = fold(paper.authors[0].name).split()[-1:] if paper.authors else []
    words = [word for word in fold(tex.plain(paper.title)).split() if word not in _KEY_STOPWORDS]
    spoken = "".join(c for c in "".join([*(first or ["anonymous"]), _year(paper), *words[:1]]) if c.isascii())
    return f"{spoken}-{paper.slug}"


def _kind(venue: Venue | None) -> str:
    if venue is None:
        return "misc"
    return "article" if venue.kind in (VenueKind.JOURNAL, VenueKind.MAGAZINE) else "inproceedings"


def _year(paper: Paper) -> str:
    if paper.placement and paper.placement.year:
        return str(paper.placement.year)
    return str(paper.published.year) if paper.published else ""


def _where(paper: Paper, venue: Venue | None) -> dict[str, str]:
    if venue is None or paper.placement is None:
        return {"year": _year(paper)}
    container = "journal" if _kind(venue) == "article" else "booktitle"
    return {
        container: _escape(venue.title),
        "volume": _escape(paper.placement.volume or ""),
        "number": _escape(paper.placement.number or ""),
        "pages": _escape((paper.placement.pages or "").replace("-", "--")),
        "year": _year(paper),
    }


def _eprint(paper: Paper) -> dict[str, str]:
    if not ids.is_arxiv(paper.id):
        return {}
    return {
        "eprint": paper.id,
        "archivePrefix": "arXiv",
        "eprinttype": "arXiv",
        "primaryClass": _escape(paper.primary_category or ""),
    }


def _author(author: Author) -> str:
    name = _escape(tex.plain(one_line(author.name))).strip()
    return f"{{{name}}}" if _GROUP.search(name) else name


def _title(title: str) -> str:
    """The title with formulas as TeX and braces around words that BibTeX must not put in lower case."""
    parts = []
    for segment in tex.segments(one_line(title)):
        if segment.kind is not tex.Kind.TEXT and _is_harmless(segment.source):
            parts.append(segment.source)
        else:
            parts += [_keep_case(part) for part in _WORD.split(tex.plain(segment.source))]
    return "".join(parts)


def _keep_case(word: str) -> str:
    escaped = _escape(word)
    return f"{{{escaped}}}" if any(letter.isupper() for letter in word[1:]) else escaped


def _verbatim(address: str) -> str:
    """A DOI or an address, which styles print as it is, or nothing where braces would break the entry."""
    return "" if re.search(r"[{}\\\s]", address) else address


def _escape(text: str) -> str:
    """Text without anything that BibTeX or TeX would act on."""
    escaped = "".join(_BACKSLASHES.get(character, character) for character in _BRACES.sub("", text))
    return _SPECIAL.sub(r"\\\g<0>", escaped)


def _is_harmless(source: str) -> bool:
    """Whether a formula holds only commands that we know, and breaks no entry.

    BibTeX counts all braces, other readers those without a backslash.
    """
    balanced = _is_balanced(_BRACES.findall(source)) and _is_balanced(_UNESCAPED_BRACES.findall(source))
    return balanced and "%" not in source and _AS_SOURCE not in tex.markup(source)


def _is_balanced(braces: list[str]) -> bool:
    depths = list(accumulate(1 if brace == "{" else -1 for brace in braces))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)
