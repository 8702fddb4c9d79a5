"""``catalogue suggest``: list the papers that need a curator, and suggest topics, people and venues."""

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from generator.curate.advice import find_advice
from generator.curate.venue_entries import count_unlisted_venues, propose_venue_entries
from generator.curation.writer import Value, format_comment, format_mapping
from generator.derive.assemble import assemble
from generator.derive.groups import group_papers
from generator.derive.people_suggestions import PersonSuggestion, suggest_merges, suggest_splits
from generator.derive.same_papers import suggest_same_papers
from generator.derive.suggestions import suggest_topics
from generator.derive.work_queue import build_work_queue
from generator.model import layout
from generator.model.ids import build_slug
from generator.model.papers import Catalogue
from generator.model.text import format_count
from generator.pipeline.read_data import find_curation_warnings, read_data
from generator.system.command import CommandResult, parse_positive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--most",
        type=parse_positive,
        default=20,
        metavar="N",
        help="list at most N entries of each kind (default: 20)",
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """List papers, topics and people, each with the reason, and entries for venues."""
    data = read_data(root)
    catalogue = assemble(*data)
    candidates, suggested_topics = build_work_queue(catalogue, options.most), suggest_topics(catalogue)
    lines = []
    if candidates:
        papers = format_count(len(candidates), "paper needs", "papers need")
        lines += [f"{papers} a curator; the first:"]
    for candidate in candidates[: options.most]:
        lines += [f"{candidate.paper.id}  {candidate.paper.title}", f"    {'; '.join(candidate.reasons)}"]
    if suggested_topics:
        topics = format_count(len(suggested_topics), "topic is", "topics are")
        lines += ["", f"{topics} suggested, for papers that are similar to curated ones; the first:"]
    for suggestion in suggested_topics[: options.most]:
        lines.append(f"{suggestion.paper.id}  {suggestion.topic}  {suggestion.evidence}")
    lines += list_people(catalogue, options.most)
    if venue_count := count_unlisted_venues(catalogue):
        venues = format_count(venue_count, "venue is", "venues are")
        lines += ["", f"{venues} not in venues.yml and on two papers or more; the first, as entries:"]
        lines += propose_venue_entries(catalogue, options.most)
    lines += list_same_papers(catalogue, options.most)
    if advice := [*map(str, find_curation_warnings(*data)), *find_advice(catalogue)]:
        lines += ["", "Other things to improve:", *advice]
    return CommandResult("\n".join(lines).removeprefix("\n") or "nothing to suggest")


def list_same_papers(catalogue: Catalogue, max_count: int) -> Iterator[str]:
    """List the papers that are probably one, with the line for the file of the one that stays."""
    suggestions = suggest_same_papers(catalogue.papers)
    if suggestions:
        pairs = format_count(len(suggestions), "pair of papers is", "pairs of papers are")
        yield from (
            "",
            f"{pairs} probably one paper: title, author and year agree; lines for their files:",
        )
    for suggestion in suggestions[:max_count]:
        yield from ("", format_comment(f"{suggestion.main.curation_file}: {suggestion.main.title}"))
        yield from format_mapping({"same_as": [build_slug(suggestion.other.id)]})


def list_people(catalogue: Catalogue, max_count: int) -> Iterator[str]:
    """List the suggested entries for the file of people, ready to be copied."""
    merges, splits = suggest_merges(catalogue), suggest_splits(catalogue, group_papers(catalogue))
    if merges:
        names = format_count(len(merges), "person has", "people have")
        yield from ("", f"{names} probably several names; lines for {layout.PEOPLE}:", "")
        for suggestion in merges[:max_count]:
            yield from _format_suggestion(suggestion)
    if splits:
        names = format_count(len(splits), "name is", "names are")
        yield from ("", f"{names} probably shared by several people; lines for {layout.PEOPLE}:", "")
        for suggestion in chain.from_iterable(splits[:max_count]):
            yield from _format_suggestion(suggestion)


def _format_suggestion(suggestion: PersonSuggestion) -> Iterator[str]:
    """Format an entry as lines of YAML, below a comment with the evidence."""
    person = suggestion.person
    fields: dict[str, Value | None] = {
        "name": person.name,
        "family": person.family,
        "spellings": person.spellings,
        "papers": [build_slug(paper_id) for paper_id in person.papers],
        "orcid": person.orcid,
        "homepage": person.homepage,
        "formerly": person.former_ids,
    }
    yield format_comment(
        suggestion.evidence if suggestion.is_new else f"replaces the entry; {suggestion.evidence}"
    )
    yield from format_mapping({person.id: {key: value for key, value in fields.items() if value}})
