"""What can be found of a paper: its words by field, and what a result shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import tex
from generator.derive.groups import Groups
from generator.model import ids
from generator.model.curation_values import LinkKind, Topic, Venue
from generator.model.papers import Catalogue, Paper
from generator.model.text import fold, fold_name, stem, tokenize

_MOST_NAMES = 40  # that a result carries; all authors can be searched for
_LONGEST_TEXT = 2500  # characters of an abstract that a result carries
_COMPOUND = re.compile(r"(?<![\w-])(\w+)[-\u2010\u2011'’](\w+)(?![\w-])")
_LETTER_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
        " upsilon phi chi psi omega".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Record:
    """A paper as the search knows it; texts are plain Unicode, without TeX.

    Attributes:
        title: One line.
        authors: Their names in order, with commas between.
        subjects: Summary, note, topics, venue and awards: what people said of the paper.
        abstract: One line.
        keys: What names this paper alone: its id, its DOIs.
        shown: What a result shows: slug, title, authors, how many more there are, year, venue, topic,
            summary, abstract.
        topics: Ids of the topics that list it.
        venue: Id of the venue.
        year: Of publication.
        code: Whether there is code.
        curated: Whether people wrote about it.
    """

    title: str
    authors: str
    subjects: str
    abstract: str
    keys: tuple[str, ...]
    shown: tuple[object, ...]
    topics: tuple[str, ...]
    venue: str | None
    year: int | None
    code: bool
    curated: bool


def records(catalogue: Catalogue, groups: Groups) -> Iterator[Record]:
    """The catalogue's papers, oldest first and those without a date before all others."""
    topics = {topic.id: topic for topic in catalogue.topics}
    venues = {venue.id: venue for venue in catalogue.venues}
    for paper in sorted(catalogue.papers, key=_oldest_first):
        own = [topics[given.topic] for given in catalogue.assignments[paper.id]]
        venue = venues[paper.appearance.venue] if paper.appearance else None
        yield _record(paper, own, venue, sorted(groups.topics_by_paper.get(paper.id, ())))


def _oldest_first(paper: Paper) -> tuple[float, str]:
    return (paper.published.timestamp() if paper.published else float("-inf"), paper.id)


def _record(paper: Paper, topics: list[Topic], venue: Venue | None, listed_under: list[str]) -> Record:
    title, abstract, summary = (
        tex.to_text(text or "").replace("\n", " ") for text in (paper.title, paper.abstract, paper.summary)
    )
    names = [tex.to_text(author.name) for author in paper.authors]
    where = _where(paper, venue)
    said = [summary, tex.to_text(paper.note or ""), *paper.awards, *(topic.title for topic in topics), where]
    return Record(
        title=title,
        authors=", ".join(names),
        subjects=" . ".join([*said, venue.name if venue else ""]),
        abstract=abstract,
        keys=tuple(key for key in (_key(paper.id), *map(str.lower, paper.dois)) if key),
        shown=(
            paper.slug,
            title,
            names[:_MOST_NAMES],
            len(names[_MOST_NAMES:]),
            paper.published.year if paper.published else 0,
            where,
            topics[0].title if topics else "",
            summary,
            abstract[:_LONGEST_TEXT],
        ),
        topics=tuple(listed_under),
        venue=venue.id if venue else None,
        year=paper.published.year if paper.published else None,
        code=any(link.kind is LinkKind.CODE for link in paper.links),
        curated=paper.curation_path is not None,
    )


def _where(paper: Paper, venue: Venue | None) -> str:
    if venue is None or paper.appearance is None:
        return ""
    return f"{venue.acronym} {paper.appearance.year}" if paper.appearance.year else venue.acronym


def _key(paper_id: str) -> str | None:
    if ids.is_arxiv_id(paper_id):
        return paper_id.lower()
    kind, _, name = paper_id.partition(":")
    return name if kind == "doi" else None


def words(text: str) -> list[str]:
    """The terms of a text, and what one may type instead of them.

    Compounds of two are also one word (“pre-fetching”: “prefetching”), Greek letters also their names.
    """
    found = [*tokenize(text)]
    if text.isascii() and "-" not in text and "'" not in text:  # neither compounds nor Greek letters
        return found
    found += [stem(fold_name(one + other).replace(" ", "")) for one, other in _COMPOUND.findall(text)]
    return (
        found if text.isascii() else found + [_LETTER_NAMES[word] for word in found if word in _LETTER_NAMES]
    )


def places(catalogue: Catalogue, groups: Groups) -> Iterator[tuple[str, str, str, str, int]]:
    """Pages that a reader may look for by name: key, folder, slug, name, number of papers."""
    for topic in catalogue.topics:
        count = len(groups.by_topic.get(topic.id, ()))
        yield from _place(_rotations(topic.title), "topics", topic.id, topic.title, count)
    for venue in catalogue.venues:
        count = len(groups.by_venue.get(venue.id, ()))
        keys = [*_rotations(venue.acronym), *_rotations(venue.name)] if count else []
        yield from _place(keys, "venues", venue.id, venue.acronym, count)
    for name in groups.by_author.values():
        parts = fold_name(name.name).split()
        keys = [" ".join(parts), " ".join([*parts[-1:], *parts[:-1]])]
        yield from _place(keys, "authors", name.slug, name.name, len(name.papers))


def _place(
    keys: Iterable[str], folder: str, slug: str, name: str, count: int
) -> Iterator[tuple[str, str, str, str, int]]:
    for key in dict.fromkeys(filter(None, keys)):
        yield key, folder, slug, name, count


def _rotations(name: str) -> list[str]:
    """The folded name, begun with each of its words."""
    parts = fold(name).split()
    return [" ".join([*parts[start:], *parts[:start]]) for start in range(len(parts))]
