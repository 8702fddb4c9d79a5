"""The files under ``data/curation`` and ``data/catalogue.yml``: checked, and turned into values.

Bytes come in by path, as `generator.curation.folder.read_files` returns them, so that all of it can be tested
without a disk.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, TypeVar

from generator.curation import checks, schema, syntax
from generator.curation.folder import Contents, Oddity, read_settings_file
from generator.curation.layout import (
    CURATION,
    LISTS,
    PAPERS,
    PEOPLE,
    SETTINGS,
    TOPICS,
    VENUES,
    is_list_id,
)
from generator.curation.people import people
from generator.curation.record import index_records, record
from generator.curation.settings import settings
from generator.model import ids
from generator.model.curation_values import (
    Appearance,
    Correction,
    Curation,
    Link,
    LinkKind,
    ListEntry,
    PaperCuration,
    Person,
    Phrase,
    ReadingList,
    Settings,
    Status,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.entries import Entry
from generator.model.errors import DataError, Problem
from generator.model.text import clean_line, clean_paragraphs

_RECORD = re.compile(rb"^[\"']?record[\"']?\s*:", re.MULTILINE)
_DASHES = re.compile(" ?[-\u2010-\u2015\u2212]+ ?")
_ELSEWHERE = re.compile(r"(doi|url)[-:]")
_NEEDS_RECORD = "a paper that is on no feed needs a record in its own file"
_ONE_LETTER = 0.9  # likeness of ids that differ in one; all ids look much the same
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _File:
    """A file that keeps its schema, and where to put remarks on it."""

    name: str
    value: Any
    tree: syntax.Tree
    problems: list[Problem]

    def remark(self, at: syntax.Path, message: str, hint: str = "") -> None:
        """Add a problem at one of the file's values."""
        place = schema.place_of(self.tree, at)
        self.problems.append(Problem(self.name, place.line, place.column, message, hint))


@dataclass(slots=True)
class _Reader:
    """Reads one set of files; collects what is wrong with them."""

    contents: Mapping[str, bytes]
    odd: Mapping[str, Oddity]
    root: PurePath
    problems: list[Problem] = field(default_factory=list)

    def load(self, name: str, schema_name: str) -> _File | None:
        """A file, or None if it breaks its schema."""
        path = self.path(name)
        tree, problems = syntax.read(self.contents[name], path)
        self.problems += problems
        if tree is None:
            return None
        value, broken = schema.check(tree, schema_name, path)
        named = {(problem.line, problem.column) for problem in problems}
        self.problems += (problem for problem in broken if (problem.line, problem.column) not in named)
        return None if broken else _File(path, value, tree, self.problems)

    def required(self, name: str, schema_name: str) -> _File | None:
        """Like `load`, for a file that must be there."""
        if name in self.contents:
            return self.load(name, schema_name)
        if name not in self.odd:
            self.add(name, "this file must be there", "restore it")
        return None

    def add(self, name: str, message: str, hint: str = "") -> None:
        """Add a problem of a file as a whole."""
        self.problems.append(Problem(self.path(name), 0, 0, message, hint))

    def path(self, name: str) -> str:
        """The file's name for messages, on one line whatever it holds."""
        path = (self.root / name).as_posix()
        return path if path.isprintable() else repr(path)

    def inside(self, folder: str) -> list[str]:
        """The names of a folder's files, sorted."""
        return sorted(
            name for name in self.contents if name.rpartition("/")[0] == folder and name.endswith(".yml")
        )


def read(
    contents: Contents,
    known_slugs: Mapping[str, str],
    root: str | PurePath = "",
    abstracts: Mapping[str, str | None] | None = None,
    *,
    is_whole: bool = True,
) -> tuple[Curation, tuple[Problem, ...]]:
    """All that people wrote, and everything that is wrong with it.

    A broken file is left out of the values and named in the problems.

    Args:
        contents: Bytes by path below the catalogue's folder, from `read_files`.
        known_slugs: Slug to id of every paper in the store.
        root: The catalogue's folder, put before paths in messages.
        abstracts: Id to abstract of papers in the store; summaries must not copy them.
        is_whole: Whether all of the store could be read; if not, no paper is said to be unknown.
    """
    reader = _read_contents(contents, PurePath(root))
    found = {name: reader.load(name, "paper") for name in reader.inside(PAPERS)}
    records = _records(found, known_slugs)
    known = _Known(
        slugs={**known_slugs, **index_records(records)},
        broken_records=frozenset(_broken_records(reader, found, records)),
        is_whole=is_whole,
        topics=_topics(reader),
        venues=_venues(reader),
        abstracts={**(abstracts or {}), **{entry.id: entry.abstract for entry in records.values()}},
    )
    papers = dict(filter(None, (_paper(reader, name, file, known, records) for name, file in found.items())))
    lists = filter(None, (_list(reader, name, known) for name in reader.inside(LISTS)))
    curated = Curation(
        settings=_settings(reader),
        topics=tuple((known.topics or {}).values()),
        venues=tuple((known.venues or {}).values()),
        lists=tuple(lists),
        papers=papers,
        people=_people(reader, known),
    )
    _unexpected(reader)
    _several(reader, known.slugs)
    return curated, tuple(sorted(reader.problems))


def _read_contents(contents: Contents, root: PurePath) -> _Reader:
    odd = {name: content for name, content in contents.items() if isinstance(content, Oddity)}
    plain = {name: content for name, content in contents.items() if not isinstance(content, Oddity)}
    return _Reader(plain, odd, root)


@dataclass(frozen=True, slots=True)
class _Known:
    """What files may refer to.

    Attributes:
        slugs: Slug to id of every paper, in a feed or in a record.
        broken_records: Slugs of files that hold a record which cannot be used, and are told so already.
        is_whole: Whether these are all.
        topics: None where their own file is broken.
        venues: None where their own file is broken.
        abstracts: By the id of the paper.
    """

    slugs: Mapping[str, str]
    broken_records: frozenset[str]
    is_whole: bool
    topics: Mapping[str, Topic] | None
    venues: Mapping[str, Venue] | None
    abstracts: Mapping[str, str | None]


def read_settings(root: Path) -> Settings:
    """Read ``data/catalogue.yml`` from the disk, and no other file, whose problems do not matter.

    Args:
        root: The catalogue's folder.

    Raises:
        DataError: The settings have problems.
        StoreError: The file cannot be read.
    """
    reader = _read_contents(read_settings_file(root), root)
    settings = _settings(reader)
    _unexpected(reader)
    if reader.problems:
        raise DataError(reader.problems)
    return settings


def _settings(reader: _Reader) -> Settings:
    file = reader.required(SETTINGS, "catalogue")
    if file is None:
        return Settings("", "")
    return settings(file.value, file.remark)


def _unexpected(reader: _Reader) -> None:
    expected = {SETTINGS, TOPICS, VENUES, PEOPLE, *reader.inside(PAPERS), *reader.inside(LISTS)}
    for name in reader.contents:
        if name not in expected:
            reader.add(name, "no file of this name is expected here", _right_name(name))
    for name, oddity in reader.odd.items():
        message = f"only plain files are read here, and this is {oddity}"
        reader.add(name, message, "put the file itself in its place")


def _right_name(name: str) -> str:
    """What a file that is not expected was most likely meant to be."""
    stem, _, ending = name.rpartition(".")
    folder, _, own = stem.rpartition("/")
    if ending.lower() in ("yml", "yaml") and folder in (PAPERS, LISTS):
        return f"name it {own}.yml"
    if hint := schema.did_you_mean(name, (TOPICS, VENUES, PEOPLE, SETTINGS), cutoff=_ONE_LETTER):
        return hint
    return f"{CURATION}/ has papers/<id>.yml, lists/<address>.yml, topics.yml, venues.yml and people.yml"


def _several(reader: _Reader, slugs: Mapping[str, str]) -> None:
    folder = f"{PAPERS}/"
    names = [name.removeprefix(folder) for name in reader.contents if name.startswith(folder)]
    for name, message, hint in checks.same_paper(names, slugs):
        reader.add(folder + name, message, hint)


def _topics(reader: _Reader) -> dict[str, Topic] | None:
    file = reader.required(TOPICS, "topics")
    if file is None:
        return None
    for topic_id, fields in file.value.items():
        parent = fields.get("parent")
        at = (topic_id, "parent")
        if parent is not None and parent not in file.value:
            hint = schema.did_you_mean(parent, file.value)
            file.remark(at, f"parent must be a topic of this file, got {syntax.quote(parent)}", hint)
        elif parent is not None and "parent" in file.value[parent]:
            file.remark(at, f"topics have two levels, but {parent!r} has a parent itself")
    _check_former_ids(file, "topic")
    return {topic_id: _topic(topic_id, fields) for topic_id, fields in file.value.items()}


def _check_former_ids(file: _File, noun: str) -> None:
    """A former id's address leads to one topic or person, and is no other's own."""
    owners: dict[str, str] = {}
    for key, fields in file.value.items():
        for index, former in enumerate(fields.get("formerly", ())):
            at = (key, "formerly", index)
            owner = owners.setdefault(former, key)
            if former in file.value:
                file.remark(at, f"a former id names no {noun}, but {former!r} does")
            elif owner != key:
                file.remark(at, f"a former id leads to one {noun}, and {former!r} leads to {owner!r} already")


def _topic(topic_id: str, value: Mapping[str, Any]) -> Topic:
    rules = value.get("rules", {})
    return Topic(
        id=topic_id,
        title=clean_line(value["title"]),
        description=clean_line(value["description"]),
        parent=value.get("parent"),
        phrases=_phrases(rules.get("phrases", {})),
        categories=rules.get("categories", {}),
        exclude=_phrases(rules.get("exclude", {})),
        former_ids=tuple(value.get("formerly", ())),
    )


def _phrases(weights: Mapping[str, float]) -> tuple[Phrase, ...]:
    return tuple(Phrase(clean_line(words), weight) for words, weight in weights.items())


def _venues(reader: _Reader) -> dict[str, Venue] | None:
    file = reader.required(VENUES, "venues")
    if file is None:
        return None
    return {
        venue_id: Venue(
            id=venue_id,
            acronym=clean_line(fields["short"]),
            name=clean_line(fields["title"]),
            kind=VenueKind(fields["kind"]),
            url=fields.get("url"),
            spellings=tuple(clean_line(spelling) for spelling in fields.get("spellings", ())),
        )
        for venue_id, fields in file.value.items()
    }


def _people(reader: _Reader, known: _Known) -> tuple[Person, ...]:
    file = reader.load(PEOPLE, "people") if PEOPLE in reader.contents else None
    if file is None:
        return ()
    _check_former_ids(file, "person")
    return people(file.value, file.remark, lambda at, text: _reference(file, at, text, known))


def _slug(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".yml")


def _records(found: Mapping[str, _File | None], known_slugs: Mapping[str, str]) -> dict[str, Entry]:
    """The papers that people wrote whole, by slug."""
    records = {}
    for name, file in found.items():
        if file is not None and "record" in file.value:
            slug = _slug(name)
            entry = record(slug, known_slugs.get(slug), file.value["record"], file.remark)
            if entry is not None:
                records[slug] = entry
    return records


def _broken_records(
    reader: _Reader, found: Mapping[str, _File | None], records: Mapping[str, Entry]
) -> Iterator[str]:
    """The slugs of files that hold a record, as far as one can see, and yield none."""
    for name, file in found.items():
        holds_one = _RECORD.search(reader.contents[name]) if file is None else "record" in file.value
        if holds_one and _slug(name) not in records:
            yield _slug(name)


def _paper(
    reader: _Reader, name: str, file: _File | None, known: _Known, records: Mapping[str, Entry]
) -> tuple[str, PaperCuration] | None:
    paper_id = _paper_id(reader, name, known)
    if file is None or paper_id is None:
        return None
    value = file.value
    for index, topic in enumerate(value.get("topics", ())):
        if known.topics is not None and topic not in known.topics:
            hint = _renamed(topic, known.topics) or schema.did_you_mean(topic, known.topics)
            message = f"topic must be one of topics.yml, got {syntax.quote(topic)}"
            file.remark(("topics", index), message, hint)
    if "summary" in value and (remark := checks.copied(value["summary"], known.abstracts.get(paper_id))):
        file.remark(("summary",), *remark)
    venue = value.get("venue", {}).get("id")
    if venue is not None and known.venues is not None and venue not in known.venues:
        hint = schema.did_you_mean(venue, known.venues)
        file.remark(("venue", "id"), f"venue must be one of venues.yml, got {syntax.quote(venue)}", hint)
    return paper_id, PaperCuration(
        path=name,
        topics=_optional(value, "topics", tuple),
        summary=_optional(value, "summary", clean_line),
        note=value.get("note"),
        venue=_optional(value, "venue", _appearance),
        links=tuple(_links(value.get("links", {}))),
        awards=tuple(clean_line(award) for award in value.get("awards", ())),
        highlight=value.get("highlight", False),
        related=tuple(_related(file, paper_id, known)),
        status=_optional(value, "status", Status),
        publications=tuple(value.get("publications", ())),
        corrections={
            field: Correction(_corrected(field, correction["value"]), clean_line(correction["reason"]))
            for field, correction in value.get("corrections", {}).items()
        },
        record=records.get(_slug(name)),
    )


def _renamed(topic: str, topics: Mapping[str, Topic]) -> str:
    """A hint for who uses a topic's former id."""
    return next((f"it is {now.id!r} now" for now in topics.values() if topic in now.former_ids), "")


def _optional(value: Mapping[str, Any], key: str, convert: Callable[[Any], _T]) -> _T | None:
    return convert(value[key]) if key in value else None


def _paper_id(reader: _Reader, name: str, known: _Known) -> str | None:
    """The id that a file is named by, if that is the id of a known paper."""
    slug, known_slugs = _slug(name), known.slugs
    if slug in known_slugs or slug in known.broken_records:
        return known_slugs.get(slug)
    hint = schema.did_you_mean(slug, known_slugs, cutoff=_ONE_LETTER)
    try:
        paper_id = ids.parse_slug(slug)
    except ValueError as error:
        if _ELSEWHERE.match(slug):
            _unknown(reader.add, name, slug, hint, known)
        else:
            reader.add(name, f"a paper's file is named by its id: {error}", hint)
    else:
        _unknown(reader.add, name, paper_id, hint, known)
        return None if known.is_whole else paper_id
    return None


def _unknown(add: Callable[[_T, str, str], None], at: _T, paper: str, hint: str, known: _Known) -> None:
    """Say that no feed has a paper, unless there are feeds that could not be read."""
    if known.is_whole:
        look = "" if _ELSEWHERE.match(paper) else f"look it up at arxiv.org/abs/{paper}; "
        add(at, f"no feed has a paper {paper}", hint or f"{look}{_NEEDS_RECORD}")


def _appearance(value: Mapping[str, Any]) -> Appearance:
    return Appearance(value["id"], value.get("year"), _optional(value, "pages", _pages))


def _pages(text: str) -> str:
    """The pages with one hyphen between first and last, whichever dash was written."""
    return _DASHES.sub("-", clean_line(text))


def _links(value: Mapping[str, str | list[str]]) -> list[Link]:
    return [
        Link(LinkKind(kind), url)
        for kind, urls in value.items()
        for url in ([urls] if isinstance(urls, str) else urls)
    ]


def _corrected(field: str, value: Any) -> object:  # noqa: ANN401 - as the schema declares it for the field
    if field == "authors":
        return tuple(clean_line(name) for name in value)
    return clean_paragraphs(value) if field == "abstract" else clean_line(value)


def _related(file: _File, paper_id: str, known: _Known) -> list[str]:
    """The papers that a file relates its own to."""
    related: list[str] = []
    for index, text in enumerate(file.value.get("related", ())):
        other = _reference(file, ("related", index), text, known)
        if other == paper_id:
            file.remark(("related", index), "a paper is related to others, not to itself")
        elif other in related:
            file.remark(("related", index), f"a paper is named once, got {text!r} again")
        elif other is not None:
            related.append(other)
    return related


def _reference(file: _File, at: syntax.Path, text: str, known: _Known) -> str | None:
    """The id of the known paper that a file refers to, by id or by slug."""
    if found := known.slugs.get(text) or known.slugs.get(ids.build_slug(text)):
        return found
    if known.broken_records & {text, ids.build_slug(text)}:
        return None
    try:
        paper_id = _id(text)
    except ValueError as error:
        file.remark(at, str(error))
        return None
    if found := known.slugs.get(ids.build_slug(paper_id)):
        return found
    hint = schema.did_you_mean(ids.build_slug(paper_id), known.slugs, cutoff=_ONE_LETTER)
    _unknown(file.remark, at, paper_id, hint, known)
    return None


def _id(text: str) -> str:
    """The id that an id of any form, an address at arXiv or a DOI stands for."""
    return ids.find_paper_id(text) or ids.parse_arxiv_id(text)[0]


def _list(reader: _Reader, name: str, known: _Known) -> ReadingList | None:
    file = reader.load(name, "list")
    if file is None:
        return None
    list_id = name.rpartition("/")[2].removesuffix(".yml")
    if not is_list_id(list_id):
        rule = "a list's file has lower-case letters, digits and hyphens only, and is not index"
        reader.add(name, f"{rule}; got {list_id!r}")
        return None
    title, description = clean_line(file.value["title"]), clean_line(file.value["description"])
    return ReadingList(list_id, title, description, tuple(_entries(file, known)))


def _entries(file: _File, known: _Known) -> list[ListEntry]:
    entries: dict[str, ListEntry] = {}
    for index, entry in enumerate(file.value["papers"]):
        fields = {"id": entry} if isinstance(entry, str) else entry
        paper_id = _reference(file, ("papers", index), fields["id"], known)
        if paper_id in entries:
            file.remark(("papers", index), f"a paper is named once, got {fields['id']!r} again")
        elif paper_id is not None:
            entries[paper_id] = ListEntry(paper_id, _optional(fields, "note", clean_line))
    return list(entries.values())
