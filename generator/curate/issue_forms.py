"""Read issue forms (``.github/ISSUE_TEMPLATE``): the text of an issue in, values for a curation file out.

GitHub writes a form as Markdown: for each field a heading of level 3 with its name, then the answer. Most
fields are named like the keys of a paper's curation file. Anyone can send any text, so nothing is guessed:
a field that occurs twice or a value of the wrong form is an error.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.curation.hints import quote
from generator.ingest.author_names import parse_authors
from generator.model import ids
from generator.model.errors import DataError, Problem
from generator.model.text import clean_line, clean_text

SOURCE = "the form"  # instead of a path, in problems

_MAX_LENGTH = 65_536  # characters; GitHub's limit
_HEADING = re.compile(r"### +(\S[^\n]*?) *")
_NO_ANSWER = "_No response_"
_VENUE = re.compile(r"([A-Za-z0-9-]+)(?:[\s,]+([0-9]{4}))?")
_LABEL = re.compile(r"\b(doi|arxiv)(?::\s+|\s+(?=\d))", re.IGNORECASE)  # "DOI: 10.1145/1" is one word
_FIX_ENTRY_FIELDS = ("id", "field", "wrong", "right", "reason")
_CONSENT = "Before you send it"  # the last heading of a form; no field
# What the form "Fix an entry" calls the facts of a feed, to their keys in `corrections`.
_CORRECTIONS = {
    "title": "title",
    "authors": "authors",
    "abstract": "abstract",
    "comment": "comment",
    "journal reference": "journal_ref",
}


@dataclass(frozen=True, slots=True)
class IssueForm:
    """The content of an issue form.

    Attributes:
        reference: The paper: an id, a URL or the slug of its page, as it was written.
        title: The title of a paper that the catalogue does not have yet, or an empty string.
        values: Values by key of the paper's curation file; mappings and lists are added to those in the file.
        replaces: Whether they may replace values in the file.
    """

    reference: str
    title: str
    values: Mapping[str, Any]
    replaces: bool


def parse_form(text: str) -> IssueForm:
    """Read the form in an issue's text.

    Raises:
        DataError: It is not a form, or fields are missing or have wrong values; with all problems.
    """
    if len(text) > _MAX_LENGTH:
        message = f"a form must have at most {_MAX_LENGTH:,} characters, got {len(text):,}"
        raise DataError([Problem(SOURCE, 0, 0, message)])
    lines = clean_text(text).split("\n")
    headings = {match[1] for line in lines if (match := _HEADING.fullmatch(line))}
    if "right" in headings:
        return _parse_fix(_split(lines, _FIX_ENTRY_FIELDS))
    if "id" in headings:
        return _parse_paper(_split(lines, ("id", "title", *_PARSERS)))
    message = "the issue must contain one of this repository's forms, got other text"
    raise DataError([Problem(SOURCE, 0, 0, message, "open a new issue from a form, and keep its headings")])


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    line: int


def _split(lines: list[str], names: tuple[str, ...]) -> dict[str, _Answer]:
    """Return the answers by field; fields without an answer are left out."""
    answers: dict[str, tuple[int, list[str]]] = {}
    current: list[str] = []
    problems = []
    for number, line in enumerate(lines, start=1):
        match = _HEADING.fullmatch(line)
        name = match[1] if match else None
        if name == _CONSENT:
            current = []
        elif name in names and name in answers:
            message = f"a field must occur only once, got {quote(name)} again"
            problems.append(Problem(SOURCE, number, 0, message, "do not use its heading in an answer"))
        elif name in names:
            current = []
            answers[name] = (number, current)
        else:
            current.append(line)
    if problems:
        raise DataError(problems)
    fields = {name: _Answer("\n".join(answer).strip(), number) for name, (number, answer) in answers.items()}
    return {name: answer for name, answer in fields.items() if answer.text not in ("", _NO_ANSWER)}


# --- the two forms ---------------------------------------------------------------------------------------


def _parse_paper(answers: Mapping[str, _Answer]) -> IssueForm:
    """Read the form "Add or curate a paper"."""
    values, problems = {}, []
    for name, parse in _PARSERS.items():
        if name in answers:
            try:
                values[name] = parse(answers[name].text)
            except ValueError as error:
                problems.append(Problem(SOURCE, answers[name].line, 0, f"{name} {error}"))
    reference = _require(answers, "id", problems)
    title = clean_line(answers["title"].text) if "title" in answers else ""
    if not set(answers) - {"id"}:
        problems.append(Problem(SOURCE, 0, 0, "at least one field must be filled in, got only the id"))
    if problems:
        raise DataError(problems)
    return IssueForm(clean_line(reference), title, values, replaces=False)


def _parse_fix(answers: Mapping[str, _Answer]) -> IssueForm:
    """Read the form "Fix an entry"."""
    problems: list[Problem] = []
    reference, field, right, reason = (
        _require(answers, name, problems) for name in ("id", "field", "right", "reason")
    )
    values: dict[str, Any] = {}
    try:
        values = _parse_right_value(clean_line(field), right, clean_line(reason)) if right else {}
    except ValueError as error:
        problems.append(Problem(SOURCE, answers["right"].line, 0, str(error)))
    if problems:
        raise DataError(problems)
    return IssueForm(clean_line(reference), "", values, replaces=True)


def _parse_right_value(field: str, right: str, reason: str) -> dict[str, Any]:
    if field in _CORRECTIONS:
        value = _list_names(right) if field == "authors" else clean_line(right)
        return {"corrections": {_CORRECTIONS[field]: {"value": value, "reason": reason}}}
    if field == "status":
        return {"status": clean_line(right).lower()}
    if field not in _PARSERS:
        message = f"field {quote(field)} cannot be fixed automatically: a maintainer has to edit the file"
        raise ValueError(message)
    return {field: _PARSERS[field](right)}


def _require(answers: Mapping[str, _Answer], name: str, problems: list[Problem]) -> str:
    if name not in answers:
        problems.append(Problem(SOURCE, 0, 0, f"{name} is required"))
        return ""
    return answers[name].text


# --- values ----------------------------------------------------------------------------------------------


def _split_phrases(text: str) -> list[str]:
    return [part for part in map(clean_line, re.split(r"[,\n]", text)) if part]


def _list_names(text: str) -> list[str]:
    """Return the names of authors, which are on lines of their own or separated as in a feed."""
    return [author.name for author in parse_authors(list(filter(str.strip, text.split("\n"))))]


def _split_words(text: str) -> list[str]:
    return re.split(r"[\s,]+", _LABEL.sub(r"\1:", text.strip(" ,\n")))


def _parse_venue(text: str) -> dict[str, str]:
    line = clean_line(text)
    match = _VENUE.fullmatch(line)
    if match is None:
        message = f"must be an id of venues.yml and a year, such as pnas 2026, got {quote(line)}"
        raise ValueError(message)
    return {"id": match[1].lower(), **({"year": match[2]} if match[2] else {})}


def _parse_links(text: str) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for line in filter(None, map(clean_line, text.split("\n"))):
        kind, colon, url = line.lstrip("-* ").partition(":")
        if not colon or url.startswith("//"):
            example = "code: https://github.com/someone/something"
            message = f"must have a kind before each URL, such as {example}, got {quote(line)}"
            raise ValueError(message)
        links.setdefault(kind.strip().lower(), []).append(url.strip(" <>"))
    return links


def _parse_dois(text: str) -> list[str]:
    return [_parse_doi(word) for word in _split_words(text)]


def _parse_doi(word: str) -> str:
    try:
        return ids.parse_doi(word)
    except ValueError:
        return word  # the checks of curation files explain what is wrong


# By the fields of a form, which are the keys of a paper's curation file.
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "topics": _split_words,
    "summary": clean_line,
    "note": str,
    "venue": _parse_venue,
    "links": _parse_links,
    "awards": _split_phrases,
    "related": _split_words,
    "publications": _parse_dois,
}
