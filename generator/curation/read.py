"""Convert everything that people write to values, and find everything that is wrong with it.

Bytes come in by path, as `generator.curation.folder.read_files` returns them, so that no test needs a disk.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from slugify import slugify

from generator.curation import paper_file
from generator.curation.checks import SlugGuesser, find_duplicate_files, find_former_id_conflicts
from generator.curation.file_set import Contents, File, FileSet, IrregularFile
from generator.curation.hints import find_nearest_word, quote, suggest_similar
from generator.curation.known_papers import KnownPapers
from generator.curation.people import build_people
from generator.curation.record import build_entry, index_records
from generator.curation.settings import build_settings
from generator.model import ids, layout, urls
from generator.model.curation_values import (
    Curation,
    ListEntry,
    PaperCuration,
    Person,
    Phrase,
    ReadingList,
    Settings,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.entries import Entry
from generator.model.errors import DataError, Problem
from generator.model.text import clean_line, fold
from generator.system.memo import Memo

_SIMILAR_NAMES = 0.8  # the similarity of names of files that differ in a letter or two
_RECORD = re.compile(rb"^[\"']?record[\"']?\s*:", re.MULTILINE)


def read_curation(
    contents: Contents,
    ids_by_slug: Mapping[str, str],
    root: str | PurePath = "",
    abstracts: Mapping[str, str | None] | None = None,
    *,
    is_complete: bool = True,
    memo: Memo[Any] | None = None,
) -> tuple[Curation, tuple[Problem, ...]]:
    """Convert and check the files that people write. A file with problems gives no value.

    Args:
        contents: Bytes by path below the catalogue's folder, from `read_files`.
        ids_by_slug: Of every stored paper, former slugs included.
        root: The catalogue's folder, put before paths in messages.
        abstracts: Of stored papers, by id; summaries must not copy them.
        is_complete: Whether all stored papers could be read. If not, none is reported as unknown.
        memo: For the values of files, as `FileSet` has it.

    Returns:
        The values, and all problems in the order of their places.
    """
    files = _make_file_set(contents, PurePath(root), memo)
    settings = _build_settings(files)
    paper_files = {path: files.load(path, "paper") for path in files.list_folder(layout.PAPERS)}
    records = _build_records(paper_files, ids_by_slug)
    known_ids = {**ids_by_slug, **index_records(records)}
    requested_ids = (
        {ids.build_slug(paper_id): paper_id for paper_id in settings.requested_ids} if settings else {}
    )
    papers = KnownPapers(
        ids_by_slug=known_ids,
        pending_ids_by_slug={slug: requested_ids[slug] for slug in requested_ids.keys() - known_ids.keys()},
        broken_records=frozenset(_find_broken_records(files, paper_files, records)),
        is_complete=is_complete and settings is not None,  # without settings, nobody knows what is pending
    )
    topics, venues = _read_topics(files), _read_venues(files)
    all_abstracts = {**(abstracts or {}), **{entry.id: entry.abstract for entry in records.values()}}
    curations: dict[str, PaperCuration] = {}
    for path, file in paper_files.items():
        paper_id = papers.find_paper_of_file(path, _get_slug(path), files)
        if file is None:
            continue
        # A file that names no paper is checked like the others, so that all problems are reported at once.
        known_id = paper_id or ""
        paper_file.check_values(file, topics, venues, all_abstracts.get(known_id))
        curations[known_id] = paper_file.build_paper_curation(
            path, file, known_id, papers, records.get(_get_slug(path))
        )
    curations.pop("", None)
    list_paths = (path for path in files.list_folder(layout.LISTS) if not files.has_only_comments(path))
    lists = (_read_list(files, path, papers) for path in list_paths)
    curation = Curation(
        settings=settings or Settings("", ""),
        topics=tuple((topics or {}).values()),
        venues=tuple((venues or {}).values()),
        lists=tuple(filter(None, lists)),
        papers=curations,
        people=_read_people(files, papers),
    )
    _report_other_files(files, known_ids)
    _report_duplicate_files(files, papers)
    return curation, tuple(sorted(files.problems))


def parse_settings(contents: Contents, root: PurePath) -> Settings:
    """Build the settings from ``data/catalogue.yml`` alone; problems of other files do not matter.

    Args:
        contents: That file by its path, as `generator.curation.folder` reads it; nothing if it is missing.
        root: The catalogue's folder, put before paths in messages.

    Raises:
        DataError: The settings have problems.
    """
    files = _make_file_set(contents, root)
    settings = _build_settings(files)
    _report_other_files(files, {})
    if files.problems or settings is None:
        raise DataError(files.problems)
    return settings


def _make_file_set(contents: Contents, root: PurePath, memo: Memo[Any] | None = None) -> FileSet:
    irregular = {path: content for path, content in contents.items() if isinstance(content, IrregularFile)}
    regular = {path: content for path, content in contents.items() if not isinstance(content, IrregularFile)}
    return FileSet(regular, irregular, root, memo or Memo())


def _get_slug(path: str) -> str:
    """Return the name of a file without folder and extension."""
    return path.rpartition("/")[2].removesuffix(".yml")


def _build_settings(files: FileSet) -> Settings | None:
    file = files.load_required(layout.SETTINGS, "catalogue")
    return build_settings(file.value, file.report) if file else None


def _report_other_files(files: FileSet, ids_by_slug: Mapping[str, str]) -> None:
    """Report files with unknown names, and everything that is not a regular file."""
    folders = (layout.PAPERS, layout.LISTS)
    allowed = {*layout.SINGLE_FILES, *(path for folder in folders for path in files.list_folder(folder))}
    for path in files.contents:
        if path not in allowed:
            files.report(path, "a file of this name is not allowed here", _suggest_name(path, ids_by_slug))
    for path, kind in files.irregular.items():
        files.report(path, f"must be a regular file, got {kind}", "replace it with the file itself")


def _suggest_name(path: str, ids_by_slug: Mapping[str, str]) -> str:
    """Suggest the right name of a file, with its folder, or list the names that are allowed."""
    folder, _, name = path.rpartition("/")
    stem, _, extension = name.rpartition(".")
    if slug := SlugGuesser(ids_by_slug).guess_slug(name):
        return f"rename it to {layout.PAPERS}/{slug}.yml"
    if folder.rpartition("/")[2].casefold() in ("list", "lists") and extension.casefold() in ("yml", "yaml"):
        return _suggest_list_name(stem)
    places = {place.rpartition("/")[2].removesuffix(".yml"): place for place in layout.SINGLE_FILES}
    if similar := find_nearest_word(stem.casefold(), places, cutoff=_SIMILAR_NAMES):
        return f"did you mean {places[similar]}?"
    return f"{layout.CURATION}/ has papers/<id>.yml, lists/<name>.yml, topics.yml, venues.yml and people.yml"


def _suggest_list_name(stem: str) -> str:
    """Suggest the name of a list's file, with its folder; empty if the name has no letters or digits."""
    list_id = slugify(stem)
    return f"rename it to {layout.build_list_path(list_id)}" if layout.is_list_id(list_id) else ""


def _report_duplicate_files(files: FileSet, papers: KnownPapers) -> None:
    folder = f"{layout.PAPERS}/"
    names = [path.removeprefix(folder) for path in files.contents if path.startswith(folder)]
    for name, message, hint in find_duplicate_files(names, papers.ids_by_slug):
        files.report(folder + name, message, hint)


# --- topics and venues -----------------------------------------------------------------------------------


def _read_topics(files: FileSet) -> dict[str, Topic] | None:
    """Return the topics by id, or None if their file has problems."""
    file = files.load_required(layout.TOPICS, "topics")
    if file is None:
        return None
    for topic_id, fields in file.value.items():
        _check_parent(file, topic_id, fields.get("parent"))
    for at, message in find_former_id_conflicts(file.value, "topic"):
        file.report(at, message)
    return {topic_id: _build_topic(topic_id, fields) for topic_id, fields in file.value.items()}


def _check_parent(file: File, topic_id: str, parent: str | None) -> None:
    at = (topic_id, "parent")
    if parent is None:
        return
    if parent not in file.value:
        message = f"parent must be a topic of this file, got {quote(parent)}"
        file.report(at, message, suggest_similar(parent, file.value))
    elif "parent" in file.value[parent]:
        file.report(at, f"parent must be a topic that has no parent itself, got {quote(parent)}")


def _build_topic(topic_id: str, fields: Mapping[str, Any]) -> Topic:
    rules = fields.get("rules", {})
    return Topic(
        id=topic_id,
        title=clean_line(fields["title"]),
        description=clean_line(fields["description"]),
        parent=fields.get("parent"),
        phrases=_build_phrases(rules.get("phrases", {})),
        categories=rules.get("categories", {}),
        exclude=_build_phrases(rules.get("exclude", {})),
        ignore=tuple(map(clean_line, rules.get("ignore", ()))),
        former_ids=tuple(fields.get("formerly", ())),
    )


def _build_phrases(weights: Mapping[str, float]) -> tuple[Phrase, ...]:
    return tuple(Phrase(clean_line(words), weight) for words, weight in weights.items())


def _read_venues(files: FileSet) -> dict[str, Venue] | None:
    """Return the venues by id, or None if their file has problems."""
    if files.has_only_comments(layout.VENUES):
        return {}
    file = files.load_required(layout.VENUES, "venues")
    if file is None:
        return None
    for at, message in find_former_id_conflicts(file.value, "venue"):
        file.report(at, message)
    _check_venue_names(file)
    return {
        venue_id: Venue(
            id=venue_id,
            acronym=clean_line(fields["short"]),
            name=clean_line(fields["title"]),
            kind=VenueKind(fields["kind"]),
            url=paper_file.convert_optional(fields, "url", urls.clean_url),
            spellings=tuple(clean_line(spelling) for spelling in fields.get("spellings", ())),
            has_poster_papers=fields.get("poster_papers", False),
            former_ids=tuple(fields.get("formerly", ())),
        )
        for venue_id, fields in file.value.items()
    }


def _check_venue_names(file: File) -> None:
    owners: dict[str, str] = {}
    for venue_id, fields in file.value.items():
        spellings = [(("spellings", index), name) for index, name in enumerate(fields.get("spellings", ()))]
        for at, name in [(("title",), fields["title"]), *spellings]:
            owner = owners.setdefault(fold(name), venue_id)
            if owner != venue_id:
                message = f"a name must belong to one venue, and {owner!r} has {quote(name)}, too"
                file.report((venue_id, *at), message, "delete it from one of them, or make them one venue")


# --- people, records and lists ---------------------------------------------------------------------------


def _read_people(files: FileSet, papers: KnownPapers) -> tuple[Person, ...]:
    if layout.PEOPLE not in files.contents or files.has_only_comments(layout.PEOPLE):
        return ()
    file = files.load(layout.PEOPLE, "people")
    if file is None:
        return ()
    for at, message in find_former_id_conflicts(file.value, "person"):
        file.report(at, message)
    return build_people(file.value, papers, file.report)


def _build_records(
    paper_files: Mapping[str, File | None], ids_by_slug: Mapping[str, str]
) -> dict[str, Entry]:
    """Build the papers that records describe, by slug."""
    entries: dict[str, Entry] = {}
    for path, file in paper_files.items():
        if file is not None and "record" in file.value:
            slug = _get_slug(path)
            entry = build_entry(slug, ids_by_slug.get(slug), file.value["record"], file.report)
            if entry is not None:
                entries[slug] = entry
    return entries


def _find_broken_records(
    files: FileSet, paper_files: Mapping[str, File | None], records: Mapping[str, Entry]
) -> Iterator[str]:
    """Yield the slugs of files that seem to have a record, and give none."""
    for path, file in paper_files.items():
        has_record = _RECORD.search(files.contents[path]) if file is None else "record" in file.value
        if has_record and _get_slug(path) not in records:
            yield _get_slug(path)


def _read_list(files: FileSet, path: str, papers: KnownPapers) -> ReadingList | None:
    file = files.load(path, "list")
    list_id = _get_slug(path)
    if not layout.is_list_id(list_id):
        rule = "must consist of lower-case letters, digits and single hyphens, and not be 'index'"
        hint = _suggest_list_name(list_id)
        files.report(path, f"the name of a list's file {rule}, got {list_id!r}", hint)
        return None
    if file is None:
        return None
    entries = _build_list_entries(file, papers)
    if not entries:
        return None  # all of its papers are pending or reported
    title, description = clean_line(file.value["title"]), clean_line(file.value["description"])
    return ReadingList(list_id, title, description, tuple(entries))


def _build_list_entries(file: File, papers: KnownPapers) -> list[ListEntry]:
    items = [{"id": item} if isinstance(item, str) else item for item in file.value["papers"]]
    positions = papers.resolve_all((item["id"] for item in items), ("papers",), file.report)
    return [
        ListEntry(paper_id, paper_file.convert_optional(items[position], "note", clean_line))
        for paper_id, position in positions.items()
    ]
