"""Why a paper's page says what it says: the rules behind its topics, the source of each fact, its relations.

Values come in, with the bytes of the curation file for its line numbers, and a text for a terminal goes out.
"""

import math
from collections.abc import Iterator, Mapping

from generator.curation import syntax
from generator.curation.hints import quote
from generator.derive.classify import MIN_SCORE, find_evidence
from generator.model.curation_values import PaperCuration, Topic
from generator.model.entries import Entry, Stored
from generator.model.errors import UsageError
from generator.model.papers import Catalogue, Paper
from generator.model.text import clean_line, truncate

_LONGEST_VALUE = 70  # characters of a fact that are repeated
_WIDTH = 18  # of the column of names
# Facts that a feed or a record tells, with their names for people.
_TOLD = {
    "title": "title",
    "authors": "authors",
    "abstract": "abstract",
    "published": "published",
    "updated": "updated",
    "version": "version",
    "primary_category": "primary category",
    "categories": "categories",
    "comment": "comment",
    "journal_ref": "journal reference",
}
_WRITTEN = ("summary", "note", "awards", "highlight")  # what only people tell, by its key in their file


def explain(
    paper_id: str,
    catalogue: Catalogue,
    curation: PaperCuration | None,
    stored: Stored,
    file: bytes | None = None,
) -> str:
    """All that is known of how a paper's page came about, as lines of text.

    Args:
        paper_id: Whose page.
        catalogue: Where the paper is.
        curation: What people wrote about it, or None.
        stored: What the feeds said, by feed and id.
        file: The bytes of the curation file, for its line numbers.

    Raises:
        UsageError: The catalogue has no such paper.
    """
    paper = next((paper for paper in catalogue.papers if paper.id == paper_id), None)
    if paper is None:
        raise UsageError(f"the catalogue has no paper {quote(paper_id)}")
    written = _Written(curation, places(file or b""))
    entries = {feed: papers[paper_id].entry for feed, papers in sorted(stored.items()) if paper_id in papers}
    sections = {
        f"{paper.id}: {paper.title}": (),
        f"Topics ({MIN_SCORE:g} points are enough)": _topics(paper, catalogue, written),
        "Facts": _facts(paper, entries, written),
        "Related papers": _related(paper, catalogue, written),
    }
    blocks = ("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in sections.items())
    return "\n\n".join(blocks) + "\n"


def places(file: bytes) -> dict[syntax.Path, int]:
    """The line of each key and each value of a curation file, by its path; none where it is no YAML."""
    tree, _ = syntax.parse_yaml(file, "")
    if tree is None:
        return {}
    found = {**tree.places, **tree.keys}
    return {at: place.line for at, place in found.items() if "<key>" not in at}  # where a key is read


class _Written:
    """What people wrote about a paper, and where."""

    def __init__(self, curation: PaperCuration | None, lines: Mapping[syntax.Path, int]) -> None:
        self.curation = curation or PaperCuration(path="")
        self._lines = lines

    def at(self, *path: str | int) -> str:
        """``data/curation/papers/2602.23556.yml:3``; the file alone where the line is not known."""
        line = next(
            (self._lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._lines), 0
        )
        return f"{self.curation.path}:{line}" if line else self.curation.path


# --- topics ----------------------------------------------------------------------------------------------


def _topics(paper: Paper, catalogue: Catalogue, written: _Written) -> Iterator[str]:
    """Each topic that is given or that anything speaks for or against, the given ones first."""
    given = [assignment.topic for assignment in catalogue.assignments.get(paper.id, ())]
    others = sorted(topic.id for topic in catalogue.topics if topic.id not in given)
    topics = {topic.id: topic for topic in catalogue.topics}
    unspoken = 0
    for topic_id in (*given, *others):
        topic = topics[topic_id]
        found = find_evidence(paper, topic)
        if topic_id in given or found:
            yield _topic(topic, found, _decision(topic_id, paper, written, is_given=topic_id in given))
        else:
            unspoken += 1
    if unspoken:
        yield f"Nothing speaks for or against the other {unspoken}."


def _decision(topic: str, paper: Paper, written: _Written, *, is_given: bool) -> str:
    if paper.curated_topics is None:
        return "given by its rules" if is_given else "denied: not enough"
    if is_given:
        return f"given by a curator ({written.at('topics', paper.curated_topics.index(topic))})"
    return f"denied: a curator chose the topics ({written.at('topics')})"


def _topic(topic: Topic, found: tuple[tuple[str, float], ...], decision: str) -> str:
    score = math.fsum(weight for _, weight in found)
    words = ", ".join(f"{words} {weight:+g}" for words, weight in found) or "nothing"
    return f"{topic.id:{_WIDTH}} {decision}\n{'':{_WIDTH + 3}}its rules find {score:.4g} points: {words}"


# --- facts -----------------------------------------------------------------------------------------------


def _facts(paper: Paper, entries: Mapping[str, Entry], written: _Written) -> Iterator[str]:
    for field, name in _TOLD.items():
        value = getattr(paper, field)
        if value not in (None, ()):
            yield _fact(name, value, _teller(field, value, entries, written))
    for doi in paper.dois:
        yield _fact("DOI", doi, _doi_teller(doi, paper, entries, written))
    yield from _read_facts(paper, written)
    for field in _WRITTEN:
        if value := getattr(paper, field):
            yield _fact(field, value, written.at(field))
    if paper.first_seen:
        yield _fact("first seen", paper.first_seen, f"in {_feeds(entries)}")


def _read_facts(paper: Paper, written: _Written) -> Iterator[str]:
    """What was read from the authors' words, unless a curator wrote it."""
    if place := paper.appearance:
        is_written = place.source == "curation"
        source = written.at("venue") if is_written else f"read in the {place.source}: “{place.evidence}”"
        yield _fact("venue", f"{place.venue} {place.year or ''}", source)
    for link in paper.links:
        source = (
            written.at("links", link.kind) if link.source == "curation" else f"found in the {link.source}"
        )
        yield _fact(f"link to {link.kind}", link.url, source)
    if written.curation.status is not None:
        source = written.at("status")
    elif paper.status == "withdrawn":
        source = f"read in the comment: “{paper.comment}”"
    else:
        source = "no comment of the authors says otherwise"
    yield _fact("status", paper.status, source)


def _fact(name: str, value: object, source: str) -> str:
    shown = truncate(clean_line(_shown(value)), _LONGEST_VALUE)
    return f"{name:{_WIDTH}} {shown}\n{'':{_WIDTH + 3}}{source}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(part, "name", part)) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _teller(field: str, value: object, entries: Mapping[str, Entry], written: _Written) -> str:
    """Who says a fact that feeds tell unless a curator knows better."""
    curation = written.curation
    if correction := curation.corrections.get(field):
        return f"corrected by a curator ({written.at('corrections', field)}): {correction.reason}"
    tellers = {feed: entry for feed, entry in entries.items() if getattr(entry, field) == value}
    if tellers:
        return _feeds(tellers)
    if curation.record is not None and getattr(curation.record, field) == value:
        key = "categories" if field == "primary_category" else field
        return f"a curator's record ({written.at('record', key)})"
    return f"put together from {_feeds(entries)}"


def _feeds(entries: Mapping[str, Entry]) -> str:
    """``the feed cs-pf (v3)``."""
    names = [f"{feed} (v{entry.version})" if entry.version else feed for feed, entry in entries.items()]
    return f"the feed{'s' if len(names) > 1 else ''} {', '.join(names)}" if names else "no feed"


def _doi_teller(doi: str, paper: Paper, entries: Mapping[str, Entry], written: _Written) -> str:
    tellers = {feed: entry for feed, entry in entries.items() if doi in entry.dois}
    if tellers:
        return _feeds(tellers)
    if doi in paper.publications:
        return written.at("publications", paper.publications.index(doi))
    return f"a curator's record ({written.at('record', 'doi')})"


# --- relations -------------------------------------------------------------------------------------------


def _related(paper: Paper, catalogue: Catalogue, written: _Written) -> Iterator[str]:
    papers = {other.id: other for other in catalogue.papers}
    for relation in catalogue.relations.get(paper.id, ()):
        other = papers[relation.paper]
        source = _namer(paper, other, written) or f"score {relation.score:g}"
        yield _fact(other.slug, other.title, f"{relation.reason} ({source})")
    if not catalogue.relations.get(paper.id):
        yield "No other paper is near."


def _namer(paper: Paper, other: Paper, written: _Written) -> str | None:
    """Where a curator named one of two papers beside the other."""
    if other.id in paper.curated_related:
        return written.at("related", paper.curated_related.index(other.id))
    return other.curation_path if paper.id in other.curated_related else None
