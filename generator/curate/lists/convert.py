"""Convert a list of papers: to a reading list, and to files for papers if the list knows more of them.

Nothing is overwritten and nothing is guessed. An entry whose paper the catalogue does not have, and a heading
that names no topic, become problems with a hint.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath

from slugify import slugify

from generator.curate.lists.heading_topics import HeadingTopics
from generator.curate.lists.list_items import Heading, ImportedEntry, PaperList, decode_list
from generator.curate.lists.read_bibtex import read_bibtex
from generator.curate.lists.read_csl import read_csl
from generator.curate.lists.read_markdown import read_markdown
from generator.curation.schema import read_limit
from generator.curation.syntax import MAX_FILE_SIZE
from generator.curation.writer import Value, format_comment, format_file, format_mapping
from generator.derive.lookup import index_papers_by_name
from generator.derive.pending_papers import build_pending_paper
from generator.model import ids, urls
from generator.model.errors import Problem, UsageError
from generator.model.grouping import keep_first
from generator.model.layout import PAPERS, build_list_path, build_paper_path, is_list_id
from generator.model.papers import Catalogue, Paper
from generator.model.text import clean_line, fold, format_count, truncate

READERS: Mapping[str, Callable[[str, str], PaperList]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".bib": read_bibtex,
    ".json": read_csl,
}
_MAX_NAME = 60  # characters of a reading list's name
_NOTE = ("papers", 0, "note")  # the place of a note in a reading list
_EMPTY_NOTES = frozenset(["null", "none", "nan", "n a", "tbd", "todo"])  # notes that say nothing
_MAX_ENTRIES_SIZE = MAX_FILE_SIZE - 4_000  # bytes; the other lines of a reading list need fewer than 4,000
_MAX_QUOTE = 80  # characters of a title in a message
_MAX_AUTHORS = 3

_NewFile = tuple[str, str]  # a path below the catalogue's folder, and the text


@dataclass(frozen=True, slots=True)
class Conversion:
    """The result of converting a list.

    Attributes:
        files: Text by path below the catalogue's folder; none of the files exists.
        problems: What was left out, with its line, in order.
        entry_count: How many entries the list has.
        paper_count: How many papers of the catalogue it names.
        requested_ids: arXiv ids of the papers in the files that are still to be fetched.
    """

    files: Mapping[str, str]
    problems: tuple[Problem, ...]
    entry_count: int
    paper_count: int
    requested_ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Summarise the conversion in one line."""
        curated = sum(path.startswith(f"{PAPERS}/") for path in self.files)
        lists = len(self.files) - curated
        return (
            f"{format_count(self.entry_count, 'entry', 'entries')} read,"
            f" {format_count(self.paper_count, 'paper')} of this catalogue among them"
            f"{f', and {len(self.requested_ids):,} to be fetched' if self.requested_ids else ''}:"
            f" {format_count(lists, 'reading list')} and {format_count(curated, 'curation file')};"
            f" {format_count(len(self.problems), 'problem')}"
        )


def convert_list(
    data: bytes,
    path: str,
    name: str | None,
    title: str | None,
    catalogue: Catalogue,
    *,
    adds_papers: bool = False,
) -> Conversion:
    """Convert a list to curation files.

    Args:
        data: The list's bytes: Markdown, BibTeX or CSL-JSON.
        path: Its path, whose extension is that of its format; for messages, too.
        name: The reading list's name in addresses, or None to make one from the title.
        title: The reading list's title, or None for the list's own.
        catalogue: The catalogue.
        adds_papers: Whether to take papers of arXiv that the catalogue does not have, too.

    Raises:
        UsageError: The format is unknown, or the name is not allowed.
    """
    reader = READERS.get(PurePath(path).suffix.lower())
    if reader is None:
        raise UsageError(f"a list must be Markdown (.md), BibTeX (.bib) or CSL-JSON (.json), got {path!r}")
    if name is not None and not (is_list_id(name) and len(name) <= _MAX_NAME):
        rule = f"at most {_MAX_NAME} lower-case letters, digits and single hyphens, and not be 'index'"
        raise UsageError(f"the name of a list must consist of {rule}, got {name!r}")
    display_path = path if path.isprintable() else repr(path)
    text = decode_list(data, display_path)
    paper_list = PaperList("", (), (text,)) if isinstance(text, Problem) else reader(text, display_path)
    converter = _Converter(display_path, catalogue, list(paper_list.problems), adds_papers)
    converter.find_papers(paper_list.entries)
    files = dict([*converter.build_lists(name, title or paper_list.title), *converter.build_paper_files()])
    problems = tuple(sorted(set(converter.problems)))
    known_ids = {paper.id for paper in catalogue.papers}
    requested_ids = tuple(paper_id for paper_id in converter.places if paper_id not in known_ids)
    paper_count = len(converter.places) - len(requested_ids)
    return Conversion(files, problems, len(paper_list.entries), paper_count, requested_ids)


@dataclass(slots=True)
class _Place:
    """A paper's place in the list: its line and its note, and all entries that name the paper."""

    paper: Paper
    line: int
    note: str | None
    entries: list[ImportedEntry]


@dataclass(slots=True)
class _Converter:
    """Converts one list.

    Attributes:
        path: The list's path, for messages.
        catalogue: The catalogue.
        problems: Found so far.
        adds_papers: Whether to take papers of arXiv that the catalogue does not have.
        places: Of the papers that the list names, by id, in its order.
        reported_headings: Each is reported once.
        paper_lines: Lines of entries that name a paper; a heading there is a paper, and no topic.
    """

    path: str
    catalogue: Catalogue
    problems: list[Problem]
    adds_papers: bool
    places: dict[str, _Place] = field(default_factory=dict)
    reported_headings: set[Heading] = field(default_factory=set)
    paper_lines: set[int] = field(default_factory=set)

    def report(self, line: int, message: str, hint: str = "") -> None:
        """Record a problem."""
        self.problems.append(Problem(self.path, line, 0, message, hint))

    def find_papers(self, entries: Iterable[ImportedEntry]) -> None:
        """Find the papers that entries name; report entries that name none of the catalogue's."""
        papers_by_name = index_papers_by_name(self.catalogue.papers)
        papers_by_title = {fold(paper.title): paper for paper in self.catalogue.papers}
        for entry in entries:
            if entry.references.ids:
                self.paper_lines.add(entry.line)
            names = [*entry.references.ids, *map(urls.build_link_key, entry.references.urls)]
            matches = [papers_by_name[name] for name in names if name in papers_by_name]
            papers = {paper.id: paper for paper in matches}
            same_title = papers_by_title.get(fold(entry.title))
            pending = None if papers or same_title else self._build_pending_paper(entry)
            if pending is not None:
                papers = {pending.id: pending}
            if not papers:
                self._report_unknown(entry, same_title)
                continue
            first, *ignored_papers = papers.values()
            for other in ignored_papers:
                message = f"an entry must name one paper, got {first.id} and {other.id}; the first is used"
                self.report(entry.line, message, f"give {other.id} an entry of its own")
            self._add_place(first, entry)

    def _add_place(self, paper: Paper, entry: ImportedEntry) -> None:
        place = self.places.get(paper.id)
        if place is None:
            self.places[paper.id] = _Place(paper, entry.line, _build_note(entry, paper), [entry])
            return
        place.entries.append(entry)
        message = f"a paper must have one entry, and {paper.id} has one in line {place.line}, which is used"
        self.report(entry.line, message, "topics and links are taken from both")

    def _build_pending_paper(self, entry: ImportedEntry) -> Paper | None:
        """Build the paper of arXiv that an entry names, if it is requested already or is to be added."""
        arxiv_ids = [paper_id for paper_id in entry.references.ids if ids.is_arxiv_id(paper_id)]
        wanted = (name for name in arxiv_ids if self.adds_papers or name in self.catalogue.pending)
        paper_id = next(wanted, None)
        return build_pending_paper(paper_id, self.catalogue, entry.title) if paper_id else None

    def _report_unknown(self, entry: ImportedEntry, paper_of_same_title: Paper | None) -> None:
        title = f"“{truncate(entry.title, _MAX_QUOTE)}”" if entry.title else "this entry"
        references = entry.references
        if references.ids:
            paper_id = ids.get_doi(references.ids[0]) or references.ids[0]
            message = f"{title} is skipped: no feed has the paper {paper_id}"
            feed = "import the list with --add to fetch it, or "
            record = f"write a record for it with `catalogue new {paper_id} --manual TITLE`"
            hint = f"{feed if ids.is_arxiv_id(references.ids[0]) else ''}{record}"
        elif references.faults:
            message, hint = f"{title} is skipped: {references.faults[0]}", "correct its URL"
        elif references.urls:
            url = clean_line(references.urls[0])
            message = f"{title} is skipped: no feed has a paper at {url}"
            hint = (
                "add its DOI to the entry, or write a record for it with `catalogue new URL --manual TITLE`"
            )
        else:
            message = f"{title} is skipped: it has no DOI, no URL and no arXiv id"
            hint = "add one to the entry, and import the list again"
        if paper_of_same_title is not None:
            hint = f"if it is {paper_of_same_title.id}, which has the same title, add its URL to the entry"
        self.report(entry.line, message, hint)

    # --- the reading list --------------------------------------------------------------------------------

    def build_lists(self, name: str | None, title: str) -> Iterator[_NewFile]:
        """Build the reading list, in as many files as its size requires."""
        if not self.places:
            hint = "import or fetch its papers first"
            self.report(0, "a list must name at least one paper of this catalogue, got none", hint)
            return
        title = truncate(clean_line(title), read_limit("list", "maxLength", ("title",)))
        if len(title) < read_limit("list", "minLength", ("title",)):
            title = f"Papers of {truncate(clean_line(PurePath(self.path).stem), _MAX_QUOTE)}"
        parts = _split_entries(
            [
                {"id": place.paper.id, **({"note": place.note} if place.note else {})}
                for place in self.places.values()
            ]
        )
        first_id = name or _build_list_id(title)
        list_ids = [first_id, *(f"{first_id}-{number}" for number in range(2, len(parts) + 1))]
        used_ids = {reading_list.id for reading_list in self.catalogue.lists}
        if existing := [list_id for list_id in list_ids if list_id in used_ids]:
            message = f"the reading list {existing[0]} exists, and is not changed"
            self.report(0, message, "choose another name with --name")
            return
        if len(parts) > 1:
            limit = f"a file must have at most {MAX_FILE_SIZE:,} bytes"
            self.report(0, f"{limit}; the reading list is written in {len(parts)} parts")
        for number, (list_id, entries) in enumerate(zip(list_ids, parts, strict=True), 1):
            fields: dict[str, Value] = {
                "title": _number_title(title, number, len(parts)),
                "description": self._describe(),
                "papers": entries,
            }
            yield build_list_path(list_id), format_file("list", format_mapping(fields))

    def _describe(self) -> str:
        source = truncate(clean_line(PurePath(self.path).name), _MAX_QUOTE)
        return f"The papers of {source} that this catalogue has, in the same order and with the same notes."

    # --- files of papers ---------------------------------------------------------------------------------

    def build_paper_files(self) -> Iterator[_NewFile]:
        """Build a file for each paper that has none, if the list states topics or code of it."""
        headings = HeadingTopics(self.catalogue.topics)
        for place in self.places.values():
            topics = list(dict.fromkeys(chain.from_iterable(map(headings.find_topics, place.entries))))
            code_urls = _find_new_code(place)
            for entry in place.entries:
                self._report_heading(entry, headings)
            if place.paper.curation_path is not None:
                self._report_existing(place, topics, code_urls)
            elif topics or code_urls:
                yield self._build_paper_file(place.paper, topics, code_urls)

    def _build_paper_file(self, paper: Paper, topics: Sequence[str], code_urls: Sequence[str]) -> _NewFile:
        # The topics of a file replace those from the rules, and a heading never removes a topic.
        by_rules = [assignment.topic for assignment in self.catalogue.assignments.get(paper.id, ())]
        unlisted = [topic for topic in by_rules if topic not in topics] if topics else []
        lines = [format_comment(_describe_paper(paper))]
        if topics:
            rest = "; the others from the rules" if unlisted else ""
            source = f"Topics from the list: {', '.join(topics)}{rest}."
            max_topics = read_limit("paper", "maxItems", ("topics",))
            lines += [format_comment(source), *format_mapping({"topics": [*topics, *unlisted][:max_topics]})]
        if code_urls:
            lines += format_mapping({"links": {"code": code_urls[0] if len(code_urls) == 1 else code_urls}})
        return build_paper_path(paper.id), format_file("paper", lines)

    def _report_existing(self, place: _Place, topics: Sequence[str], code_urls: Sequence[str]) -> None:
        paper = place.paper
        new = [f"topic {topic}" for topic in topics if topic not in (paper.curated_topics or ())]
        new += [f"code at {url}" for url in code_urls]
        message = f"{paper.id} has a curation file, which is not changed: {paper.curation_path}"
        self.report(place.line, message, f"the list would add {', '.join(new)}" if new else "")

    def _report_heading(self, entry: ImportedEntry, headings: HeadingTopics) -> None:
        """Report the heading directly above an entry if it names no topic."""
        if not entry.headings or headings.match(entry.headings[-1].text):
            return
        heading = entry.headings[-1]
        if heading in self.reported_headings or heading.line in self.paper_lines:
            return
        self.reported_headings.add(heading)
        outer = headings.find_topics(entry)
        hint = f"its papers get the topics {', '.join(outer)}" if outer else headings.suggest(heading.text)
        message = f"the heading “{truncate(heading.text, _MAX_QUOTE)}” is not a topic of topics.yml"
        self.report(heading.line, message, hint)


def _build_note(entry: ImportedEntry, paper: Paper) -> str | None:
    """Return the words of an entry without the paper's title, if any are left."""
    note = clean_line(entry.note or entry.title)
    if note.casefold() == entry.title.casefold() and not fold(note).startswith(fold(paper.title)):
        return None  # only another title
    if note.casefold().startswith(paper.title.casefold()):
        note = note[len(paper.title) :].lstrip(" .,:;-–—")
    note = truncate(note, read_limit("list", "maxLength", _NOTE))
    is_note = len(note) >= read_limit("list", "minLength", _NOTE) and fold(note) not in _EMPTY_NOTES
    return note if is_note else None


def _find_new_code(place: _Place) -> list[str]:
    """Return the URLs of code that the paper does not have yet, in the order of the list."""
    old_keys = {urls.build_link_key(link.url) for link in place.paper.links}
    code_urls = chain.from_iterable(entry.references.code_urls for entry in place.entries)
    new_urls = (url for url in code_urls if urls.build_link_key(url) not in old_keys)
    return list(keep_first(new_urls, urls.build_link_key))


def _describe_paper(paper: Paper) -> str:
    """Return the paper's title and authors, for reviewers."""
    names = [author.name for author in paper.authors]
    shown = names if len(names) <= _MAX_AUTHORS else [f"{names[0]} et al."]
    return f"Title: {', '.join([paper.title, *shown])}"


def _split_entries(entries: Sequence[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """Split the entries of a reading list into groups that each fit into a file."""
    groups: list[list[Mapping[str, str]]] = [[]]
    size = 0
    for entry in entries:
        length = sum(len(line.encode()) + 1 for line in format_mapping({"papers": [entry]}))
        if size + length > _MAX_ENTRIES_SIZE:
            groups.append([])
            size = 0
        groups[-1].append(entry)
        size += length
    return groups


def _number_title(title: str, number: int, total: int) -> str:
    if total == 1:
        return title
    ending = f" ({number} of {total})"
    return truncate(title, read_limit("list", "maxLength", ("title",)) - len(ending)) + ending


def _build_list_id(title: str) -> str:
    list_id = slugify(title, max_length=_MAX_NAME, word_boundary=True)
    return list_id if is_list_id(list_id) else "reading-list"
