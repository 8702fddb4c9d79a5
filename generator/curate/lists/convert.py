"""A list of papers into curation: a reading list, and a file for each paper of which the list tells more.

Nothing that exists is overwritten, and nothing is invented: an entry whose paper the catalogue does not
know, and a heading that is no topic, become remarks that say what to do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePath

from slugify import slugify

from generator.curate.lists import read_bibtex, read_csl, read_markdown
from generator.curate.lists.list_items import Heading, Mention, Reading
from generator.curation.hints import did_you_mean
from generator.curation.layout import build_list_path, build_paper_path, is_list_id
from generator.curation.schema import read_limit
from generator.curation.syntax import LARGEST_FILE
from generator.curation.writer import Value, format_comment, format_file, format_mapping
from generator.derive.lookup import index_papers_by_name
from generator.model import ids, urls
from generator.model.curation_values import Topic
from generator.model.errors import Problem, UsageError
from generator.model.papers import Catalogue, Paper
from generator.model.text import clean_line, fold, format_count, tokenize, truncate

READERS: Mapping[str, Callable[[bytes, str], Reading]] = {
    ".md": read_markdown.read,
    ".markdown": read_markdown.read,
    ".bib": read_bibtex.read,
    ".json": read_csl.read,
}
_LONGEST_NAME = 60
_NOTE = ("papers", 0, "note")  # where a list has the note on a paper
_SHOWN = 80  # characters of a title in a message
_SMALL_WORDS = frozenset("a an and for in of on or the to with".split())
# What headings say besides their subject, without plural endings.
_FILLERS = frozenset("article awesome list paper publication reading research survey work".split())
_SHOWN_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written: its path in the catalogue's folder, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a list.

    Attributes:
        files: New files; none of them exists yet.
        remarks: What was left out or left alone, each with its line and what to do, in order.
        entries: How many entries the list has.
        listed: How many papers the catalogue knows of them.
    """

    files: tuple[NewFile, ...]
    remarks: tuple[Problem, ...]
    entries: int
    listed: int

    def __str__(self) -> str:
        papers = sum("/papers/" in file.path for file in self.files)
        lists = len(self.files) - papers
        return (
            f"{format_count(self.entries, 'entry', 'entries')} read, {format_count(self.listed, 'paper')} of"
            f" this catalogue among them: {format_count(lists, 'reading list')} and"
            f" {format_count(papers, 'curation file')}; {format_count(len(self.remarks), 'remark')}"
        )


def convert(data: bytes, path: str, name: str | None, title: str | None, catalogue: Catalogue) -> Converted:
    """The curation that follows from a list.

    Args:
        data: The list's bytes: Markdown, BibTeX or CSL-JSON.
        path: Its name, which tells its format, for messages.
        name: The reading list's address, or None to make one from the title.
        title: The reading list's title, or None for the list's own.
        catalogue: All that is known already.

    Raises:
        UsageError: The file's name tells no format that is known, or the reading list's name cannot be one.
    """
    reader = READERS.get(PurePath(path).suffix.lower())
    if reader is None:
        raise UsageError(f"a list is Markdown (.md), BibTeX (.bib) or CSL-JSON (.json), got {path!r}")
    if name is not None and not (is_list_id(name) and len(name) <= _LONGEST_NAME):
        rule = (
            f"a list's name has lower-case letters, digits and hyphens, {_LONGEST_NAME} at most, and is not"
        )
        raise UsageError(f"{rule} index; got {name!r}")
    shown = path if path.isprintable() else repr(path)
    reading = reader(data, shown)
    work = _Work(shown, catalogue, list(reading.problems))
    work.find(reading.mentions)
    files = [*work.lists(name, title or reading.title), *work.papers()]
    return Converted(tuple(files), tuple(sorted(set(work.remarks))), len(reading.mentions), len(work.places))


@dataclass(slots=True)
class _Place:
    """A paper that a list names, with all that the list says of it."""

    paper: Paper
    line: int
    note: str | None
    mentions: list[Mention]


@dataclass(slots=True)
class _Work:
    """One list being converted."""

    path: str
    catalogue: Catalogue
    remarks: list[Problem]
    places: dict[str, _Place] = field(default_factory=dict)
    told: set[Heading] = field(default_factory=set)

    def tell(self, line: int, message: str, hint: str = "") -> None:
        self.remarks.append(Problem(self.path, line, 0, message, hint))

    def find(self, mentions: Iterable[Mention]) -> None:
        """The known papers, in the list's order; what has none is told."""
        known = index_papers_by_name(self.catalogue.papers)
        titles = {fold(paper.title): paper for paper in self.catalogue.papers}
        for mention in mentions:
            found = {known[name].id: known[name] for name in _names(mention) if name in known}
            if not found:
                self._tell_unknown(mention, titles.get(fold(mention.title)))
                continue
            first, *others = found.values()
            for other in others:
                message = f"an entry is for one paper; this one is for {first.id}, and names {other.id} too"
                self.tell(mention.line, message, f"give {other.id} an entry of its own")
            self._place(first, mention)

    def _place(self, paper: Paper, mention: Mention) -> None:
        before = self.places.get(paper.id)
        if before is None:
            self.places[paper.id] = _Place(paper, mention.line, _note(mention, paper), [mention])
            return
        before.mentions.append(mention)
        message = f"{paper.id} has its place in the list from line {before.line}; it keeps that one"
        self.tell(mention.line, message, "topics and links of both are taken")

    def _tell_unknown(self, mention: Mention, namesake: Paper | None) -> None:
        title = f"“{truncate(mention.title, _SHOWN)}”" if mention.title else "this entry"
        if mention.ids:
            paper_id = mention.ids[0].removeprefix("doi:")
            message = f"{title} is {paper_id}, a paper that is on no feed; it is left out"
            feed = "add it to the ids of a feed in data/catalogue.yml and fetch it, or "
            record = f"catalogue new {paper_id} --manual TITLE writes a record for it"
            hint = f"{feed if ids.is_arxiv_id(mention.ids[0]) else ''}{record}"
        elif mention.faults:
            message = f"{title} is left out: {mention.faults[0]}"
            hint = "mend its address"
        else:
            message = f"{title} has no arXiv address and no DOI; it is left out"
            hint = "add one to the entry, and import the list again"
        if namesake is not None:
            hint = f"{namesake.id} has the same title; if that is the paper, add its address to the entry"
        self.tell(mention.line, message, hint)

    def lists(self, name: str | None, title: str) -> Iterator[NewFile]:
        """The reading list, in as many files as their size asks for."""
        if not self.places:
            self.tell(
                0, "no entry of this list is a paper of this catalogue", "import or fetch its papers first"
            )
            return
        title = truncate(clean_line(title), read_limit("list", "maxLength", ("title",)))
        if len(title) < read_limit("list", "minLength", ("title",)):
            title = f"Papers of {truncate(clean_line(PurePath(self.path).stem), _SHOWN)}"
        slug = name or _slug(title)
        taken = {one.id for one in self.catalogue.lists}
        parts = _parts(
            [
                {"id": place.paper.id, **({"note": place.note} if place.note else {})}
                for place in self.places.values()
            ]
        )
        slugs = [slug, *(f"{slug}-{number}" for number in range(2, len(parts) + 1))]
        if used := [one for one in slugs if one in taken]:
            message = (
                f"the reading list {used[0]} is there already; it stays as it is, and no list is written"
            )
            self.tell(0, message, "choose another name with --name")
            return
        if len(parts) > 1:
            self.tell(0, f"a file may have {LARGEST_FILE:,} bytes; the list is written in {len(parts)} parts")
        for number, (part, entries) in enumerate(zip(slugs, parts, strict=True), 1):
            fields: dict[str, Value] = {
                "title": _numbered(title, number, len(parts)),
                "description": self._description(),
                "papers": entries,
            }
            yield NewFile(build_list_path(part), format_file("list", format_mapping(fields)))

    def _description(self) -> str:
        source = truncate(clean_line(PurePath(self.path).name), _SHOWN)
        return f"The papers of {source} that this catalogue knows, in its order and with its words."

    def papers(self) -> Iterator[NewFile]:
        """A file for each paper without one of which the list tells more than the catalogue knows."""
        headings = _Headings(self.catalogue.topics)
        for place in self.places.values():
            topics = list(dict.fromkeys(chain.from_iterable(map(headings.topics, place.mentions))))
            code = _new_code(place)
            for mention in place.mentions:
                self._tell_heading(mention, headings)
            if place.paper.curation_path is not None:
                self._tell_curated(place, topics, code)
            elif topics or code:
                yield self._file(place.paper, topics, code)

    def _file(self, paper: Paper, topics: Sequence[str], code: Sequence[str]) -> NewFile:
        # A curator's topics stand in for those of the rules, and a heading denies no other topic.
        by_rules = [given.topic for given in self.catalogue.assignments.get(paper.id, ())]
        more = [topic for topic in by_rules if topic not in topics] if topics else []
        lines = [format_comment(_who(paper))]
        if topics:
            others = "; the others by the rules" if more else ""
            lines.append(format_comment(f"Topics by the words of the list: {', '.join(topics)}{others}."))
            most = read_limit("paper", "maxItems", ("topics",))
            lines += format_mapping({"topics": [*topics, *more][:most]})
        if code:
            lines += format_mapping({"links": {"code": code[0] if len(code) == 1 else code}})
        return NewFile(build_paper_path(paper.id), format_file("paper", lines))

    def _tell_curated(self, place: _Place, topics: Sequence[str], code: Sequence[str]) -> None:
        paper = place.paper
        new = [f"topic {topic}" for topic in topics if topic not in (paper.curated_topics or ())]
        new += [f"code at {url}" for url in code]
        message = f"{paper.id} has a curation file, which stays as it is: {paper.curation_path}"
        self.tell(place.line, message, f"the list would add {', '.join(new)}" if new else "")

    def _tell_heading(self, mention: Mention, headings: "_Headings") -> None:
        """Tell a heading that is no topic, though it stands right above a paper."""
        if not mention.headings or headings.match(mention.headings[-1].text):
            return
        nearest = mention.headings[-1]
        if nearest in self.told:
            return
        self.told.add(nearest)
        outer = headings.topics(mention)
        hint = f"papers below it go under {', '.join(outer)}" if outer else headings.hint(nearest)
        self.tell(
            nearest.line, f"the heading “{truncate(nearest.text, _SHOWN)}” is no topic of topics.yml", hint
        )


class _Headings:
    """Finds the topics that headings and keywords name."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._titles = [topic.title for topic in topics]
        for topic in topics:
            for name in (*topic.former_ids, topic.id, topic.title):
                self._names[_words(name)] = topic.id
        self._longest = max(map(len, self._names), default=0)
        self._known: dict[str, tuple[str, ...]] = {}

    def match(self, text: str) -> tuple[str, ...]:
        """Topics whose id or title stands in a heading, word by word; longer names hide those inside them."""
        if text not in self._known:
            self._known[text] = tuple(dict.fromkeys(self._matches(_words(text))))
        return self._known[text]

    def _matches(self, words: tuple[str, ...]) -> Iterator[str]:
        position = 0
        while position < len(words):
            longest = min(self._longest, len(words) - position)
            spans = (words[position : position + length] for length in range(longest, 0, -1))
            name = next((span for span in spans if span in self._names), words[position : position + 1])
            # “Graphs” is a topic; “knowledge graphs” may be another thing.
            if name in self._names and (len(name) > 1 or _FILLERS.issuperset({*words} - {*name})):
                yield self._names[name]
            position += len(name)

    def topics(self, mention: Mention) -> tuple[str, ...]:
        """Topics of the nearest heading that names some, and of keywords that are one."""
        by_heading = (self.match(heading.text) for heading in reversed(mention.headings))
        found = next(filter(None, by_heading), ())
        by_keyword = (self._names.get(_words(word)) for word in mention.keywords)
        return tuple(dict.fromkeys((*found, *filter(None, by_keyword))))

    def hint(self, heading: Heading) -> str:
        """What to do about a heading that is no topic."""
        near = did_you_mean(heading.text[:_SHOWN], self._titles)
        return (
            near
            or "its papers keep the topics that the rules give; add such a topic first if there should be one"
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in tokenize(text) if word not in _SMALL_WORDS)


def _names(mention: Mention) -> Iterator[str]:
    yield from mention.ids
    yield from map(urls.build_link_key, mention.addresses)


def _note(mention: Mention, paper: Paper) -> str | None:
    """The entry's words without the paper's own title, if that leaves any."""
    note = clean_line(mention.note or mention.title)
    if note.casefold() == mention.title.casefold() and not fold(note).startswith(fold(paper.title)):
        return None  # the list has another title, and no words beside it
    if note.casefold().startswith(paper.title.casefold()):
        note = note[len(paper.title) :].lstrip(" .,:;-–—")
    note = truncate(note, read_limit("list", "maxLength", _NOTE))
    return note if len(note) >= read_limit("list", "minLength", _NOTE) and fold(note) else None


def _new_code(place: _Place) -> list[str]:
    """Addresses of code that the catalogue does not know yet, in the order of the list."""
    known = {_key(link.url) for link in place.paper.links}
    found: dict[str, str] = {}
    for mention in place.mentions:
        for url in mention.code:
            if _key(url) not in known:
                found.setdefault(_key(url), url)
    return list(found.values())


def _key(url: str) -> str:
    """What the spellings of one address have in common."""
    return url.lower().rstrip("/").removesuffix(".git")


def _who(paper: Paper) -> str:
    """The paper's title and authors, for the reviewer."""
    names = [author.name for author in paper.authors]
    others = " et al." if len(names) > _SHOWN_AUTHORS else ""
    shown = names[:1] if others else names
    return ", ".join([paper.title, *shown]) + others


def _parts(entries: Sequence[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """The entries in groups that each fit into a file, with room for what stands above them."""
    room = LARGEST_FILE - 4_000
    parts: list[list[Mapping[str, str]]] = [[]]
    size = 0
    for entry in entries:
        length = sum(len(line.encode()) + 1 for line in format_mapping({"papers": [entry]}))
        if size + length > room:
            parts.append([])
            size = 0
        parts[-1].append(entry)
        size += length
    return parts


def _numbered(title: str, number: int, total: int) -> str:
    if total == 1:
        return title
    ending = f" ({number} of {total})"
    return truncate(title, read_limit("list", "maxLength", ("title",)) - len(ending)) + ending


def _slug(title: str) -> str:
    slug = slugify(title, max_length=_LONGEST_NAME, word_boundary=True)
    return slug if is_list_id(slug) else "reading-list"
