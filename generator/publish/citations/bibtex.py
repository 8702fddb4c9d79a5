r"""BibTeX, from a paper's record and of a title.

It follows arXiv's own (https://info.arxiv.org/help/hypertex/bibstyles): a preprint is ``@misc`` with
``eprint``, and both ``archivePrefix`` and ``eprinttype`` name its kind for BibTeX's and biblatex's styles.
``overrides/assets/js/citations.js`` says the same in JavaScript; a test compares the two.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from generator import tex
from generator.model.text import clean_line

_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
}
_ESCAPES = str.maketrans(
    {
        "{": "",
        "}": "",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "%&#$_"},
    }
)
_NOT_VERBATIM = re.compile(r"[{}\\ ]")
_BRACES = re.compile(r"[{}]")
_UNESCAPED_BRACES = re.compile(r"(?<!\\)[{}]")
_AS_SOURCE = '<code class="tex">'  # how `tex.markup` shows a formula that it does not know
_WORD = re.compile(r"(\w+)")
# Who is no person, and what BibTeX would take apart: braces make one name of it.
_GROUP = re.compile(r"\b(?:collaboration|consortium|team|group|project|and)\b|,|^others$", re.IGNORECASE)


def entry(record: Mapping[str, Any], most: int | None = None) -> str:
    """The record as a BibTeX entry in UTF-8, one field a line, ending in a newline.

    Args:
        record: As `generator.publish.citations.citation_record.build_record` makes it.
        most: How many authors are named; the rest are “others”, which BibTeX prints as “et al.”.
    """
    kind, container = _TYPES.get(record["type"], ("misc", "howpublished"))
    special = record.get("custom", {})
    eprint = special.get("eprint", "")
    fields = {
        "title": special.get("texTitle") or escape(record.get("title", "")),
        "author": _authors(record.get("author", ()), most),
        container: escape(record.get("container-title", "")),
        "volume": escape(record.get("volume", "")),
        "number": escape(record.get("issue", "")),
        "pages": escape(record.get("page", "")).replace("-", "--"),
        "year": str(record["issued"]["date-parts"][0][0]) if "issued" in record else "",
        "eprint": eprint,
        "archivePrefix": "arXiv" if eprint else "",
        "eprinttype": "arXiv" if eprint else "",
        "primaryClass": escape(special.get("primaryClass", "")),
        "doi": _verbatim(record.get("DOI", "")),
        "url": _verbatim(record.get("URL", "")),
    }
    folded = {name: _folded(value) for name, value in fields.items()}
    lines = [f"  {name} = {{{value}}}," for name, value in folded.items() if value]
    return "\n".join([f"@{kind}{{{record['id']},", *lines, "}", ""])


def title(text: str) -> str:
    """The title with formulas as TeX and braces around words that BibTeX must not put in lower case."""
    parts = []
    for segment in tex.segments(clean_line(text)):
        if segment.kind is not tex.Kind.TEXT and _is_harmless(segment.source):
            parts.append(segment.source)
        else:
            parts += [_keep_case(part) for part in _WORD.split(tex.plain(segment.source))]
    return _folded("".join(parts))


def escape(text: str) -> str:
    """Text without anything that BibTeX or TeX would act on."""
    return text.translate(_ESCAPES)


def is_group(name: str) -> bool:
    """Whether the name is no person's, or BibTeX would take it apart."""
    return _GROUP.search(name) is not None


def _folded(value: str) -> str:
    """The value without the blanks that braces left behind."""
    return " ".join(filter(None, value.split(" ")))


def _authors(names: Sequence[Mapping[str, str]], most: int | None) -> str:
    rest = ["others"] if most is not None and len(names) > most else []
    return " and ".join([*map(_author, names[:most]), *rest])


def _author(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{escape(name['literal'])}}}"
    given, family = escape(name["given"]), escape(name["family"])
    return f"{family}, {escape(name['suffix'])}, {given}" if "suffix" in name else f"{given} {family}"


def _keep_case(word: str) -> str:
    escaped = escape(word)
    return f"{{{escaped}}}" if any(letter.isupper() for letter in word[1:]) else escaped


def _verbatim(address: str) -> str:
    """A DOI or an address, which styles print as it is, or nothing where braces would break the entry."""
    return "" if _NOT_VERBATIM.search(address) else address


def _is_harmless(source: str) -> bool:
    """Whether a formula holds only commands that we know, and breaks no entry.

    BibTeX counts all braces, other readers those without a backslash.
    """
    balanced = _is_balanced(_BRACES.findall(source)) and _is_balanced(_UNESCAPED_BRACES.findall(source))
    return balanced and "%" not in source and _AS_SOURCE not in tex.markup(source)


def _is_balanced(braces: list[str]) -> bool:
    depths = list(accumulate(1 if brace == "{" else -1 for brace in braces))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)
