"""Issue forms as values: the text of an issue comes in, what a curation file is to say goes out.

GitHub writes a form as Markdown, a heading of the third level and then the answer for each field. All of it
is a stranger's: a field is known by its name alone, what is given twice is refused, and nothing is guessed.
The forms: ``.github/ISSUE_TEMPLATE``. Their fields are named as the keys of a paper's file.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.curation.hints import did_you_mean, quote
from generator.model import ids
from generator.model.curation_values import LinkKind
from generator.model.errors import DataError, Problem
from generator.model.text import clean_line, clean_text

LONGEST = 65_536  # characters, as many as GitHub takes

_SOURCE = "the form"
_HEADING = re.compile(r"### +(\S[^\n]*?) *")
_NOTHING = "_No response_"
_VENUE = re.compile(r"([A-Za-z0-9-]+)(?:[\s,]+([0-9]{4}))?")
_PAGE = re.compile(r"https?://\S+/papers/([^/\s?#]+)/?(?:[?#]\S*)?", re.ASCII)

_PAPER = ("id", "title", "topics", "summary", "note", "venue", "links", "awards", "related", "publications")
_FIX = ("id", "field", "wrong", "right", "reason")
_ENDS = ("Before you send it",)
# What the form "fix an entry" calls the facts of a feed, and the keys of `corrections`.
_FACTS = {
    "title": "title",
    "authors": "authors",
    "abstract": "abstract",
    "comment": "comment",
    "journal reference": "journal_ref",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a form asks for.

    Attributes:
        reference: The paper, as it was named.
        title: The title given for a paper that is on no feed, or an empty string.
        values: Keys of the paper's file, and what they are to hold; mappings are added to what is there.
        replaces: Whether a key that the file has already may be replaced.
    """

    reference: str
    title: str
    values: Mapping[str, Any]
    replaces: bool


def read(text: str) -> Form:
    """The form in an issue's text.

    Raises:
        DataError: It is no form, or a field does not say what it should; all of it at once.
    """
    if len(text) > LONGEST:
        raise _refused(0, f"a form has up to {LONGEST:,} characters, got {len(text):,}")
    lines = clean_text(text).split("\n")
    headings = {match[1] for line in lines if (match := _HEADING.fullmatch(line))}
    if "right" in headings:
        return _fix(_fields(lines, _FIX))
    if "id" in headings:
        return _paper(_fields(lines, _PAPER))
    raise _refused(0, "this is none of the forms of this repository", "use the form, and leave its headings")


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    line: int


def _fields(lines: list[str], names: tuple[str, ...]) -> dict[str, _Field]:
    """The answers, by field; those without an answer are left out."""
    found: dict[str, tuple[int, list[str]]] = {}
    current: list[str] = []
    problems = []
    for number, line in enumerate(lines, start=1):
        match = _HEADING.fullmatch(line)
        name = match[1] if match else None
        if name in _ENDS:
            current = []
        elif name in names and name in found:
            message = f"a field is there once, got {quote(name)} again"
            problems.append(Problem(_SOURCE, number, 0, message, "write no such heading in an answer"))
        elif name in names:
            current = []
            found[name] = (number, current)
        else:
            current.append(line)
    if problems:
        raise DataError(problems)
    fields = {name: _Field("\n".join(answer).strip(), number) for name, (number, answer) in found.items()}
    return {name: field for name, field in fields.items() if field.text not in ("", _NOTHING)}


def _paper(fields: Mapping[str, _Field]) -> Form:
    values, problems = {}, []
    for name, convert in _VALUES.items():
        if name in fields:
            try:
                values[name] = convert(fields[name].text)
            except ValueError as error:
                problems.append(Problem(_SOURCE, fields[name].line, 0, f"{name} {error}"))
    reference = _required(fields, "id", problems)
    title = clean_line(fields["title"].text) if "title" in fields else ""
    if not set(fields) - {"id"}:
        problems.append(Problem(_SOURCE, 0, 0, "beside the id, one more field says something"))
    if problems:
        raise DataError(problems)
    return Form(_reference(reference), title, values, replaces=False)


def _fix(fields: Mapping[str, _Field]) -> Form:
    problems: list[Problem] = []
    reference, field, right, reason = (
        _required(fields, name, problems) for name in ("id", "field", "right", "reason")
    )
    values: dict[str, Any] = {}
    try:
        values = _mended(clean_line(field), right, clean_line(reason)) if right else {}
    except ValueError as error:
        line = fields["right"].line
        problems.append(Problem(_SOURCE, line, 0, str(error)))
    if problems:
        raise DataError(problems)
    return Form(_reference(reference), "", values, replaces=True)


def _mended(field: str, right: str, reason: str) -> dict[str, Any]:
    if field in _FACTS:
        value = _names(right) if field == "authors" else clean_line(right)
        return {"corrections": {_FACTS[field]: {"value": value, "reason": reason}}}
    if field == "status":
        return {"status": clean_line(right).lower()}
    if field not in _VALUES:
        message = f"field {quote(field)} is not for a program to mend; a maintainer does it by hand"
        raise ValueError(message)
    return {field: _VALUES[field](right)}


def _required(fields: Mapping[str, _Field], name: str, problems: list[Problem]) -> str:
    if name not in fields:
        problems.append(Problem(_SOURCE, 0, 0, f"{name} must be there"))
        return ""
    return fields[name].text


def _reference(text: str) -> str:
    """The paper's id, or the slug in the address of its page here."""
    line = clean_line(text)
    page = _PAGE.fullmatch(line)
    return page[1] if page else line


def _list(text: str) -> list[str]:
    return [part for part in map(clean_line, re.split(r"[,\n]", text)) if part]


def _names(text: str) -> list[str]:
    return [part for part in map(clean_line, re.split(r"[,;\n]| and ", text)) if part]


def _words(text: str) -> list[str]:
    return re.split(r"[\s,]+", text.strip(" ,\n"))


def _venue(text: str) -> dict[str, str]:
    match = _VENUE.fullmatch(clean_line(text))
    if match is None:
        message = (
            f"must be an id of venues.yml and a year, such as asplos 2026; got {quote(clean_line(text))}"
        )
        raise ValueError(message)
    return {"id": match[1].lower(), **({"year": match[2]} if match[2] else {})}


def _links(text: str) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for line in filter(None, map(clean_line, text.split("\n"))):
        kind, colon, url = line.lstrip("-* ").partition(":")
        if not colon or url.startswith("//"):
            hint = did_you_mean(kind, LinkKind) or "such as code: https://github.com/someone/something"
            message = f"must have a kind before each address, {hint}; got {quote(line)}"
            raise ValueError(message)
        links.setdefault(kind.strip().lower(), []).append(url.strip(" <>"))
    return links


def _dois(text: str) -> list[str]:
    return [_doi(word) for word in _words(text)]


def _doi(word: str) -> str:
    try:
        return ids.parse_doi(word)
    except ValueError:
        return word  # the checks say what is wrong with it


_VALUES: Mapping[str, Callable[[str], Any]] = {
    "topics": _words,
    "summary": clean_line,
    "note": str,
    "venue": _venue,
    "links": _links,
    "awards": _list,
    "related": _words,
    "publications": _dois,
}


def _refused(line: int, message: str, hint: str = "") -> DataError:
    return DataError([Problem(_SOURCE, line, 0, message, hint)])
