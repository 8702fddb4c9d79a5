"""Explain a paper's page: the rules behind its topics, the source of each fact, and its related papers.

Values come in, with the bytes of the curation file for its line numbers, and a text for a terminal goes out.
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.curation.syntax import Path, parse_yaml
from generator.derive.authors import build_authors
from generator.derive.classify import MIN_SCORE, find_evidence, sum_evidence
from generator.model.curation_values import Appearance, PaperCuration, Topic
from generator.model.dates import Precision
from generator.model.doi_records import DoiRecord
from generator.model.entries import Entry, Stored
from generator.model.papers import Catalogue, Paper, PaperAuthor, Relation
from generator.model.publications import SOURCE_FEED, SOURCE_RECORD, Publication
from generator.model.text import clean_line, format_count, truncate

_MAX_VALUE = 70  # characters of a fact to show
_WIDTH = 18  # of the column of names
# Facts of feeds and records.
_FEED_FACTS = (
    *("title", "authors", "abstract", "published", "updated", "version", "primary_category", "categories"),
    *("comment", "journal_ref"),
)
_NAMES = {"primary_category": "primary category", "journal_ref": "journal reference"}
_SOURCES = {SOURCE_FEED: "the publisher's feed", SOURCE_RECORD: "a curator's record"}
_CURATED_FACTS = ("summary", "note", "awards", "highlight")  # by their keys in the curation file


def explain_paper(
    paper: Paper,
    catalogue: Catalogue,
    related: Sequence[Relation],
    curation: PaperCuration | None,
    stored: Stored,
    file: bytes = b"",
) -> str:
    """Explain everything on a paper's page, as lines of text.

    Args:
        paper: The paper.
        catalogue: The catalogue that it is part of.
        related: Its related papers.
        curation: What people wrote about it, or None.
        stored: What the feeds have, by feed and id.
        file: The bytes of the curation file, for its line numbers.
    """
    sources = _Sources(paper, curation, stored, file)
    sections = {
        f"{paper.id}: {paper.title}": (),
        "Topics": _explain_topics(paper, catalogue, sources),
        "Facts": _explain_facts(paper, sources),
        "Related papers": _explain_related(paper, catalogue, related, sources),
    }
    blocks = ("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in sections.items())
    return "\n\n".join(blocks) + "\n"


def find_lines(file: bytes) -> dict[Path, int]:
    """Return the line of each key and value of a curation file, by its path; empty if it is not YAML."""
    tree, _ = parse_yaml(file, "")
    if tree is None:
        return {}
    places = {**tree.places, **tree.keys}
    return {at: place.line for at, place in places.items() if "<key>" not in at}


class _Sources:
    """Names the source of each fact of a paper: feeds, or a line of its curation file.

    Attributes:
        curation: What people wrote about the paper.
        entries: What the feeds have of it, by feed.
    """

    def __init__(self, paper: Paper, curation: PaperCuration | None, stored: Stored, file: bytes) -> None:
        self.curation = curation or PaperCuration(path="")
        self.entries: Mapping[str, Entry] = {
            feed: papers[paper_id].entry
            for feed, papers in sorted(stored.items())
            for paper_id in (*paper.same_as, paper.id)
            if paper_id in papers
        }
        self._lines = find_lines(file)

    def find_line(self, *path: str | int) -> str:
        """Return ``data/curation/papers/2602.23556.yml:3``, or the file alone if the line is not known."""
        ends = range(len(path), 0, -1)
        line = next((self._lines[path[:end]] for end in ends if path[:end] in self._lines), 0)
        return f"{self.curation.path}:{line}" if line else self.curation.path

    def find_source(self, field: str, paper: Paper) -> str:
        """Describe the source of a fact that feeds provide and curators can correct."""
        if correction := self.curation.corrections.get(field):
            return f"corrected by a curator ({self.find_line('corrections', field)}): {correction.reason}"
        entries = {feed: entry for feed, entry in self.entries.items() if _has_value(entry, paper, field)}
        if entries:
            return _format_feeds(entries)
        record = self.curation.record
        if record is not None and _has_value(record, paper, field):
            key = "categories" if field == "primary_category" else field
            return f"a curator's record ({self.find_line('record', key)})"
        return f"merged from {_format_feeds(self.entries)}"

    def find_source_of_doi(self, doi: str, paper: Paper) -> str:
        """Describe the source of one of the paper's DOIs."""
        entries = {feed: entry for feed, entry in self.entries.items() if doi in entry.dois}
        if entries:
            return _format_feeds(entries)
        if doi in paper.publications:
            return self.find_line("publications", paper.publications.index(doi))
        if any(record.doi == doi for record in paper.records):
            return "a registry of DOIs, found by title, first author and year"
        return f"a curator's record ({self.find_line('record', 'doi')})"


def _has_value(entry: Entry, paper: Paper, field: str) -> bool:
    """Whether an entry states the paper's value of a field."""
    if field == "authors":  # whatever curators call these people
        authors = build_authors(entry.authors, paper.id)
        return list(map(_get_stated, authors)) == list(map(_get_stated, paper.authors))
    return bool(getattr(entry, field) == getattr(paper, field))


def _get_stated(author: PaperAuthor) -> tuple[str, tuple[str, ...]]:
    return author.stated_name, author.affiliations


# --- topics ----------------------------------------------------------------------------------------------


def _explain_topics(paper: Paper, catalogue: Catalogue, sources: _Sources) -> Iterator[str]:
    """Yield each topic that is assigned or has evidence; the assigned ones first."""
    assigned = [assignment.topic for assignment in catalogue.assignments.get(paper.id, ())]
    unassigned = sorted(topic.id for topic in catalogue.topics if topic.id not in assigned)
    topics_by_id = {topic.id: topic for topic in catalogue.topics}
    without_evidence = 0
    for topic_id in (*assigned, *unassigned):
        topic = topics_by_id[topic_id]
        evidence = find_evidence(paper, topic)
        if topic_id in assigned or evidence:
            score = sum_evidence(evidence)
            decision = _explain_decision(topic_id, paper, sources, score, is_assigned=topic_id in assigned)
            yield _format_topic(topic, evidence, score, decision)
        else:
            without_evidence += 1
    if without_evidence:
        yield f"There is no evidence for or against {format_count(without_evidence, 'other topic')}."


def _explain_decision(topic: str, paper: Paper, sources: _Sources, score: float, *, is_assigned: bool) -> str:
    has_enough = score >= MIN_SCORE
    if paper.curated_topics is not None:
        if is_assigned:
            line = sources.find_line("topics", paper.curated_topics.index(topic))
            return f"assigned by a curator ({line})"
        return f"not assigned: a curator chose the topics ({sources.find_line('topics')})"
    if is_assigned:
        closest = f", as the closest topic: none has {MIN_SCORE:g} points"
        return f"assigned by its rules{'' if has_enough else closest}"
    reason = "the strongest topic has many more points" if has_enough else "the score is too low"
    return f"not assigned: {reason}"


def _format_topic(topic: Topic, evidence: tuple[tuple[str, float], ...], score: float, decision: str) -> str:
    words = ", ".join(f"{words} {weight:+g}" for words, weight in evidence) or "no evidence"
    return f"{topic.id:{_WIDTH}} {decision}\n{'':{_WIDTH + 3}}score from the rules: {score:.4g} ({words})"


# --- facts -----------------------------------------------------------------------------------------------


def _explain_facts(paper: Paper, sources: _Sources) -> Iterator[str]:
    for field in _FEED_FACTS:
        value = getattr(paper, field)
        if value not in (None, ()):
            is_partial = field == "published" and paper.published_precision is not Precision.DAY
            shown = paper.published_iso if is_partial else value
            yield _format_fact(_NAMES.get(field, field), shown, sources.find_source(field, paper))
    for doi in paper.dois:
        yield _format_fact("DOI", doi, sources.find_source_of_doi(doi, paper))
    yield from _explain_facts_from_words(paper, sources)
    for field in _CURATED_FACTS:
        if value := getattr(paper, field):
            yield _format_fact(field, value, sources.find_line(field))
    if paper.first_seen:
        yield _format_fact("first seen", paper.first_seen, f"in {_format_feeds(sources.entries)}")


def _explain_facts_from_words(paper: Paper, sources: _Sources) -> Iterator[str]:
    """Yield facts that were found in the authors' words, unless a curator wrote them."""
    if appearance := paper.appearance:
        is_curated = appearance.source == "curation"
        source = sources.find_line("venue") if is_curated else _explain_appearance(appearance, paper)
        yield _format_fact("venue", f"{appearance.venue} {appearance.year or ''}", source)
    if paper.publication:
        yield _format_fact("published in", paper.publication.container, _name_source(paper.publication))
    for record, notice in paper.notices:
        yield _format_fact(notice.kind, notice.doi or notice.day or "no details", _name_record(record))
    for record in paper.rejected_records:
        words = f"not used: at {record.registry_name}, the DOI {record.doi} is that of a different work"
        yield _format_fact("unused record", record.title or "without a title", words)
    for link in paper.links:
        is_curated = link.source == "curation"
        source = sources.find_line("links", link.kind) if is_curated else f"found in the {link.source}"
        yield _format_fact(f"link to {link.kind}", link.url, source)
    if sources.curation.status is not None:
        source = sources.find_line("status")
    elif paper.withdrawal:
        source = f"found in the {paper.withdrawal.source}: “{getattr(paper, paper.withdrawal.source)}”"
    else:
        source = "neither title, comment nor abstract has a notice of withdrawal"
    yield _format_fact("status", paper.status, source)


def _explain_appearance(appearance: Appearance, paper: Paper) -> str:
    publication = paper.publication
    if publication and appearance.source == publication.source:
        return f"{_name_source(publication)}: “{appearance.evidence}”"
    return f"found in the {appearance.source}: “{appearance.evidence}”"


def _name_source(publication: Publication) -> str:
    if isinstance(publication, DoiRecord):
        return _name_record(publication)
    return f"stated by {_SOURCES[publication.source]}"


def _name_record(record: DoiRecord) -> str:
    return f"stated by {record.registry_name} for the DOI {record.doi}"


def _format_fact(name: str, value: object, source: str) -> str:
    line = truncate(clean_line(_format_value(value)), _MAX_VALUE)
    return f"{name:{_WIDTH}} {line}\n{'':{_WIDTH + 3}}{source}"


def _format_value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(part, "name", part)) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _format_feeds(entries: Mapping[str, Entry]) -> str:
    """Format the names of feeds: ``the feed cs-pf (v3)``."""
    names = [f"{feed} (v{entry.version})" if entry.version else feed for feed, entry in entries.items()]
    return f"the feed{'s' if len(names) > 1 else ''} {', '.join(names)}" if names else "no feed"


# --- related papers --------------------------------------------------------------------------------------


def _explain_related(
    paper: Paper, catalogue: Catalogue, related: Sequence[Relation], sources: _Sources
) -> Iterator[str]:
    papers_by_id = {candidate.id: candidate for candidate in catalogue.papers}
    for relation in related:
        related_paper = papers_by_id[relation.paper]
        score = (
            f"score {relation.score:g}" if relation.is_related else f"only similar: score {relation.score:g}"
        )
        source = _find_curator(paper, related_paper, sources) or score
        yield _format_fact(related_paper.slug, related_paper.title, f"{relation.reason} ({source})")
    if not related:
        yield "No other paper is similar enough."


def _find_curator(paper: Paper, other: Paper, sources: _Sources) -> str | None:
    """Return the file, with its line if known, in which a curator relates two papers."""
    if other.id in paper.curated_related:
        return sources.find_line("related", paper.curated_related.index(other.id))
    return other.curation_path if paper.id in other.curated_related else None
