"""The catalogue seen from its sides: papers by topic, author, venue and year, newest first."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from slugify import slugify

from generator.model import Catalogue, Paper
from generator.text import fold_name

_Key = TypeVar("_Key", str, int)

LEAST_PAPERS = 2  # under a name, for it to have a page

# What a name alone may not be: the list of names, devices, or another name with its hash.
_TAKEN = re.compile(r"index|con|prn|aux|nul|com\d|lpt\d|(?:.*-)?[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Name:
    """All papers under one author's name, as it is most often spelt."""

    name: str
    slug: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Where each paper is listed.

    Attributes:
        by_topic: Topic id to papers; a topic lists those of its subtopics too.
        by_name: Folded name to its papers, for names that have a page.
        by_venue: Venue id to papers.
        by_year: Year of publication to papers.
        listed_under: Paper id to all topics that list it.
    """

    by_topic: Mapping[str, tuple[Paper, ...]]
    by_name: Mapping[str, Name]
    by_venue: Mapping[str, tuple[Paper, ...]]
    by_year: Mapping[int, tuple[Paper, ...]]
    listed_under: Mapping[str, frozenset[str]]


def group(catalogue: Catalogue) -> Groups:
    """The catalogue's papers by all that they can be found by."""
    listed_under = _with_parents(catalogue)
    topics = _collect((topic, paper) for paper in catalogue.papers for topic in listed_under[paper.id])
    venues = _collect((paper.placement.venue, paper) for paper in catalogue.papers if paper.placement)
    years = _collect((paper.published.year, paper) for paper in catalogue.papers if paper.published)
    return Groups(topics, _by_name(catalogue.papers), venues, years, listed_under)


def _with_parents(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Paper id to its own topics and those that these belong to."""
    parents = {topic.id: topic.parent for topic in catalogue.topics}
    return {
        paper_id: frozenset(
            topic for given in own for topic in (given.topic, parents.get(given.topic)) if topic is not None
        )
        for paper_id, own in catalogue.assignments.items()
    }


def _collect(pairs: Iterable[tuple[_Key, Paper]]) -> dict[_Key, tuple[Paper, ...]]:
    collected: dict[_Key, list[Paper]] = defaultdict(list)
    for key, paper in pairs:
        collected[key].append(paper)
    return {key: tuple(papers) for key, papers in collected.items()}


def _by_name(papers: Iterable[Paper]) -> dict[str, Name]:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    collected: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key, name in {fold_name(author.name): author.name for author in paper.authors}.items():
            spellings[key][name] += 1
            collected[key].append(paper)
    return {
        key: Name(_commonest(spellings[key]), name_slug(key), tuple(found))
        for key, found in sorted(collected.items())
        if len(found) >= LEAST_PAPERS and key
    }


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))


def name_slug(folded: str) -> str:
    """A name's address: it depends on this name alone, and no other name has it.

    A name in another script is transliterated, which can make two names alike, and so carries a piece of
    its hash; so does one that would be a name of something else.
    """
    slug = slugify(folded, max_length=80)
    if folded.isascii() and slug == folded.replace(" ", "-") and not _TAKEN.fullmatch(slug):
        return slug
    return f"{slug}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}".strip("-")
