"""Draft the curation file of a paper, with known facts filled in, for a curator to complete.

Values in, the text of a file out. A draft passes the checks of `generator.curation.read` as it is, whatever
the paper's title and authors are: what only a person can write is commented out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.curation import schema, syntax, writer
from generator.curation.checks import SUMMARY_TEMPLATE
from generator.curation.schema_check import check_tree
from generator.derive.classify import classify
from generator.derive.lookup import find_known_paper, identify_reference
from generator.derive.pending_papers import build_paper_without_facts
from generator.derive.suggestions import Suggestion, suggest_topics
from generator.model.curation_values import Appearance, Link
from generator.model.errors import UsageError
from generator.model.grouping import group_pairs
from generator.model.layout import build_paper_path
from generator.model.papers import Assignment, Catalogue, Paper
from generator.model.text import clean_line, join_first

_MAX_AUTHORS = 8
_DRAFTED_KEYS = ("topics", "summary", "venue", "links", "highlight", "record")
_MORE_OF_A_RECORD = [
    "authors: [Amy Example, {name: Bo Sample, affiliations: [Toy University]}]",
    "published: 2026-02-03",
    "abstract: >-",
    "  The abstract, as printed.",
]


def draft_paper(
    paper: Paper,
    catalogue: Catalogue,
    suggestions: Sequence[Suggestion] | None = None,
    *,
    brief: bool = False,
) -> str:
    """Draft the curation file of a paper.

    Args:
        paper: The paper.
        catalogue: The catalogue that it is part of.
        suggestions: Topics suggested for it; computed if it is None, which takes time.
        brief: Leave out what the paper's page shows: all facts but the title, and the names of more fields.
    """
    comments = [f"Title: {paper.title}"] if paper.title else []
    if not brief:
        names = join_first([author.name for author in paper.authors], _MAX_AUTHORS)
        comments += [f"Authors: {names}"] if names else []
        comments += [f"Page: {paper.url}"] if paper.url else []
    lines = [*map(writer.format_comment, comments), *_draft_fields(paper, catalogue, suggestions)]
    return writer.format_file("paper", lines if brief else [*lines, _name_more_fields()])


def draft_record(reference: str, title: str, catalogue: Catalogue) -> tuple[str, str]:
    """Draft the curation file of a paper that is on no feed: with a record.

    Args:
        reference: An arXiv id, a DOI or a URL.
        title: The paper's title.
        catalogue: The catalogue, which does not have the paper yet.

    Returns:
        The file's path below the catalogue's folder, and its text.

    Raises:
        UsageError: The reference is none of these, the catalogue has the paper, or the title is not allowed.
    """
    if paper := find_known_paper(reference, catalogue):
        raise UsageError(f"the catalogue has this paper: omit --manual and use {paper.slug}")
    paper_id, identity = identify_reference(reference)
    record = {"title": clean_line(title), **identity}
    paper = build_paper_without_facts(paper_id, record["title"])
    text = writer.format_file(
        "paper",
        [
            *writer.format_mapping({"record": record}),
            *writer.comment_out(_MORE_OF_A_RECORD, indent=2),
            *_draft_fields(paper, catalogue, None),
            _name_more_fields(),
        ],
    )
    _check_record(text)
    return build_paper_path(paper_id), text


def _check_record(text: str) -> None:
    """Raise `UsageError` if the title or the URL breaks the rules of the schema."""
    tree, problems = syntax.parse_yaml(text.encode(), "")
    all_problems = (*problems, *(check_tree(tree, "paper", "")[1] if tree else ()))
    if all_problems:
        raise UsageError("; ".join(problem.message for problem in all_problems))


def _draft_fields(
    paper: Paper, catalogue: Catalogue, suggestions: Sequence[Suggestion] | None
) -> Iterator[str]:
    """Yield the fields that a curator fills in, with what is known of each."""
    uncurated = replace(paper, curated_topics=None)
    if suggestions is None:
        suggestions = suggest_topics(catalogue, [uncurated])
    # The catalogue has the topics of the rules, unless a curator has chosen others.
    is_curated = paper.curated_topics is not None or paper.id not in catalogue.assignments
    by_rules = (classify([uncurated], catalogue.topics) if is_curated else catalogue.assignments)[paper.id]
    yield from _draft_topics(by_rules, {one.topic: one.evidence for one in suggestions}, catalogue)
    yield from writer.comment_out(["summary: >-", f"  {SUMMARY_TEMPLATE}"])
    listed = {venue.id for venue in catalogue.venues if venue.is_listed}
    if paper.appearance and paper.appearance.source != "curation" and paper.appearance.venue in listed:
        yield from writer.comment_out([_draft_venue(paper.appearance)])
    yield from _draft_links(link for link in paper.links if link.source != "curation")
    yield from writer.format_mapping({"highlight": writer.Commented(False, "true: picked by the curators")})


def _draft_topics(
    by_rules: Sequence[Assignment], suggested: Mapping[str, str], catalogue: Catalogue
) -> Iterator[str]:
    """Yield the topics that the rules assign, and as comments those that are suggested."""
    reasons = {assignment.topic: assignment.reason for assignment in by_rules}
    chosen = list(reasons or suggested)[: schema.read_limit("paper", "maxItems", ("topics",))]
    if not chosen:
        example = next((topic.id for topic in catalogue.topics), "")
        yield from writer.comment_out([f"topics: [{example}]  # from topics.yml"])
    else:
        topics = [
            writer.Commented(topic, "; ".join(filter(None, (reasons.get(topic), suggested.get(topic)))))
            for topic in chosen
        ]
        comment = "these replace the topics from the rules: keep the right ones"
        yield from writer.format_mapping({"topics": writer.Commented(topics, comment)})
    for topic, evidence in suggested.items():
        if topic not in chosen:
            yield from writer.comment_out([f"- {topic}  {writer.format_comment(evidence)}"], indent=2)


def _draft_venue(appearance: Appearance) -> str:
    venue: dict[str, writer.Value] = {"id": appearance.venue}
    if appearance.year:
        venue["year"] = appearance.year
    reason = writer.format_comment(
        f"shown already, from “{appearance.evidence}”; use this line to correct it"
    )
    return f"venue: {writer.format_flow(venue)}  {reason}"


def _draft_links(links: Iterable[Link]) -> list[str]:
    urls_by_kind = group_pairs((link.kind.value, link.url) for link in links)
    if not urls_by_kind:
        return []
    return writer.format_mapping({"links": writer.Commented(urls_by_kind, "found in abstract and comment")})


def _name_more_fields() -> str:
    keys = [key for key in schema.load_schema("paper")["properties"] if key not in _DRAFTED_KEYS]
    return writer.format_comment(f"More fields: {', '.join(keys)}")
