"""Read issue forms (``.github/ISSUE_TEMPLATE``): the text of an issue in, values for a curation file out.

GitHub writes a form as Markdown: for each field a heading of level 3 with its name, then the answer. Most
fields are named like the keys of a paper's curation file. Anyone can send any text, so nothing is guessed:
a field that occurs twice or a value of the wrong form is a problem. All problems are collected, and the other
values are returned beside them, so that their own problems can be found, too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.curate.topic_names import TopicNames
from generator.curation.hints import quote
from generator.curation.syntax import Path
from generator.ingest.author_names import parse_authors
from generator.model import ids
from generator.model.errors import DataError, Problem
from generator.model.text import clean_line, clean_text

SOURCE = "the form"  # instead of a path, in problems

_MAX_LENGTH = 65_536  # characters; GitHub's limit
_MAX_UNKNOWN_TOPICS = 10  # that are reported; a suggestion takes long
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
        reference: The paper: an id, a URL or the slug of its page, as it was written; empty if it is missing.
        title: The title of a paper that the catalogue does not have yet, or an empty string.
        values: Values by key of the paper's curation file; mappings and lists are added to those in the file.
        replaces: Whether they may replace values in the file; so it is only for papers of the catalogue.
        lines: The line of each field that has an answer, by its name.
        problems: Fields that are missing or repeated, and answers that give no value.
    """

    reference: str
    title: str
    values: Mapping[str, Any]
    replaces: bool
    lines: Mapping[str, int]
    problems: tuple[Problem, ...]

    def build_problem(self, name: str, message: str, hint: str = "") -> Problem:
        """Build the problem of a field, whose name it begins with."""
        if not message.startswith((f"{name} ", f"{name}, ")):
            message = f"{name}: {message}"
        return Problem(SOURCE, self.lines.get(name, 0), 0, message, hint)

    def build_value_problem(self, path: Path, message: str, hint: str = "") -> Problem:
        """Build the problem of a value in the curation file that the form gives, by its path there.

        A message may begin with the path; where the field has another name, that replaces it.
        """
        name, place = str(path[0]), ", ".join(map(str, path))
        if name == "record":
            name = "title" if path[1:] == ("title",) else "id"
        elif self.replaces:
            name = "reason" if path[-1] == "reason" else "right"
        if path[0] in ("record", "corrections") and message.startswith(f"{place} "):
            message = name + message.removeprefix(place)
        return self.build_problem(name, message, hint)


def parse_form(text: str, topic_names: TopicNames) -> IssueForm:
    """Read the form in an issue's text.

    Args:
        text: The text.
        topic_names: The names of topics that answers may contain.

    Raises:
        DataError: It is not a form.
    """
    if len(text) > _MAX_LENGTH:
        message = f"a form must have at most {_MAX_LENGTH:,} characters, got {len(text):,}"
        raise DataError([Problem(SOURCE, 0, 0, message)])
    lines = clean_text(text).split("\n")
    headings = {match[1] for line in lines if (match := _HEADING.fullmatch(line))}
    if "right" in headings:
        return _parse_fix(_split(lines, _FIX_ENTRY_FIELDS), topic_names)
    if "id" in headings:
        return _parse_paper(_split(lines, ("id", "title", *_FIELDS)), topic_names)
    message = "the issue must contain one of this repository's forms, got other text"
    raise DataError([Problem(SOURCE, 0, 0, message, "open a new issue from a form, and keep its headings")])


@dataclass(slots=True)
class _Answers:
    """The answers of a form.

    Attributes:
        texts: By field; fields without an answer are left out.
        lines: The line of each of these fields.
        problems: Found so far.
    """

    texts: dict[str, str]
    lines: dict[str, int]
    problems: list[Problem] = field(default_factory=list)

    def report(self, name: str, message: str, hint: str = "") -> None:
        """Record a problem of a field; the message begins with its name."""
        self.problems.append(Problem(SOURCE, self.lines.get(name, 0), 0, message, hint))

    def require(self, name: str) -> str:
        """Return the answer of a field on one line, or report that it is missing."""
        if name not in self.texts:
            self.report(name, f"{name} is required")
        return clean_line(self.texts.get(name, ""))

    def parse(self, name: str, key: str, topic_names: TopicNames) -> dict[str, Any]:
        """Return the value that a field gives to a key of the file, or nothing and report a problem."""
        text = self.texts[name]
        if key == "topics":
            topics, unknown = topic_names.parse(text)
            for word in unknown[:_MAX_UNKNOWN_TOPICS]:
                hint = topic_names.suggest(word) or "the page “Contribute” lists the topics"
                self.report(name, f"{name} must be topics of this catalogue, got {quote(word)}", hint)
            return {key: topics} if topics else {}
        try:
            return {key: _PARSERS[key](text)}
        except ValueError as error:
            self.report(name, f"{name} {error}")
            return {}


def _split(lines: list[str], names: tuple[str, ...]) -> _Answers:
    """Return the answers by field; of a field that occurs twice, the first one and a problem."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    answers = _Answers({}, {})
    for number, line in enumerate(lines, start=1):
        match = _HEADING.fullmatch(line)
        name = match[1] if match else None
        if name == _CONSENT:
            current = []
        elif name in names:
            current = []
            if name in parts:
                message = f"a field must occur only once, got {quote(name)} again"
                problem = Problem(SOURCE, number, 0, message, "do not use its heading in an answer")
                answers.problems.append(problem)
            else:
                parts[name], answers.lines[name] = current, number
        else:
            current.append(line)
    texts = {name: "\n".join(part).strip() for name, part in parts.items()}
    answers.texts |= {name: text for name, text in texts.items() if text not in ("", _NO_ANSWER)}
    return answers


# --- the two forms ---------------------------------------------------------------------------------------


def _parse_paper(answers: _Answers, topic_names: TopicNames) -> IssueForm:
    """Read the form "Add or curate a paper"."""
    reference = answers.require("id")
    values: dict[str, Any] = {}
    for name in _FIELDS:
        if name in answers.texts:
            values |= answers.parse(name, name, topic_names)
    if not set(answers.texts) - {"id"}:
        answers.report("id", "at least one field must be filled in, got only the id")
    title = clean_line(answers.texts.get("title", ""))
    return IssueForm(reference, title, values, False, answers.lines, tuple(answers.problems))


def _parse_fix(answers: _Answers, topic_names: TopicNames) -> IssueForm:
    """Read the form "Fix an entry"."""
    reference, key, right, reason = map(answers.require, ("id", "field", "right", "reason"))
    values: dict[str, Any] = {}
    if key in _CORRECTIONS and right and reason:
        try:
            value = _list_names(answers.texts["right"]) if key == "authors" else right
            values = {"corrections": {_CORRECTIONS[key]: {"value": value, "reason": reason}}}
        except ValueError as error:
            answers.report("right", f"right: {error}")
    elif key == "status" and right:
        values = {"status": right.lower()}
    elif key in _FIELDS and right:
        values = answers.parse("right", key, topic_names)
    elif key and key not in (*_CORRECTIONS, *_FIELDS, "status"):
        message = f"field {quote(key)} cannot be fixed automatically: a maintainer has to edit the file"
        answers.report("field", message)
    return IssueForm(reference, "", values, True, answers.lines, tuple(answers.problems))


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


# By the fields of a form, which are the keys of a paper's curation file. `TopicNames` reads topics.
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "summary": clean_line,
    "note": str,
    "venue": _parse_venue,
    "links": _parse_links,
    "awards": _split_phrases,
    "related": _split_words,
    "publications": _parse_dois,
}
_FIELDS = ("topics", *_PARSERS)
