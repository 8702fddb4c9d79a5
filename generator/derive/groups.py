"""The catalogue seen from its sides: papers by topic, author, venue and year, newest first."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from slugify import slugify

from generator.model.curation_values import Person
from generator.model.papers import Catalogue, Paper
from generator.model.text import fold_name

_Key = TypeVar("_Key", str, int)

MIN_PAPERS = 2  # under a name, for it to have a page

# What a name alone may not be: the list of names, devices, or another name with its hash.
_TAKEN = re.compile(r"index|con|prn|aux|nul|com\d|lpt\d|(?:.*-)?[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class AuthorPapers:
    """All papers under one author's name, as it is most often spelt, or of one person.

    Attributes:
        name: As the page shows it.
        slug: The page's address.
        papers: In the catalogue's order.
        person: Who a curator says this is; None where the name is all that is known.
    """

    name: str
    slug: str
    papers: tuple[Paper, ...]
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """Where each paper is listed.

    Attributes:
        by_topic: Topic id to papers; a topic lists those of its subtopics too.
        by_name: What `key` gives to its papers, for names and people that have a page.
        by_venue: Venue id to papers.
        by_year: Year of publication to papers.
        listed_under: Paper id to all topics that list it.
        claims: Folded name to the people who claim it, those who claim it on some papers only first.
    """

    by_topic: Mapping[str, tuple[Paper, ...]]
    by_name: Mapping[str, AuthorPapers]
    by_venue: Mapping[str, tuple[Paper, ...]]
    by_year: Mapping[int, tuple[Paper, ...]]
    listed_under: Mapping[str, frozenset[str]]
    claims: Mapping[str, tuple[Person, ...]]

    def key(self, author: str, paper: str) -> str:
        """Who an author is: the same text for all names of a person, or else the folded name.

        Args:
            author: The name, as the paper spells it.
            paper: The paper's id.
        """
        return find_author_key(self.claims, author, paper)


def group_papers(catalogue: Catalogue) -> Groups:
    """The catalogue's papers by all that they can be found by."""
    listed_under = _with_parents(catalogue)
    topics = _collect((topic, paper) for paper in catalogue.papers for topic in listed_under[paper.id])
    venues = _collect((paper.appearance.venue, paper) for paper in catalogue.papers if paper.appearance)
    years = _collect((paper.published.year, paper) for paper in catalogue.papers if paper.published)
    claims = index_people_by_name(catalogue.people)
    return Groups(topics, _by_name(catalogue, claims), venues, years, listed_under, claims)


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


def index_people_by_name(people: Iterable[Person]) -> dict[str, tuple[Person, ...]]:
    """Folded name to the people who claim it, those who claim it on some papers only first."""
    claims: dict[str, list[Person]] = defaultdict(list)
    for person in sorted(people, key=lambda person: not person.papers):
        for name in dict.fromkeys(map(fold_name, (person.name, *person.spellings))):
            claims[name].append(person)
    return {name: tuple(claimants) for name, claimants in claims.items()}


def find_author_key(claims: Mapping[str, tuple[Person, ...]], author: str, paper: str) -> str:
    """Who an author is, as for `Groups.key`.

    Args:
        claims: From `index_people_by_name`.
        author: The name, as the paper spells it.
        paper: The paper's id.
    """
    folded = fold_name(author)
    owners = (person for person in claims.get(folded, ()) if not person.papers or paper in person.papers)
    return next((build_person_key(person) for person in owners), folded)


def build_person_key(person: Person) -> str:
    """What `find_author_key` gives for a person's names."""
    return f"@{person.id}"  # a folded name holds no such mark


def _by_name(catalogue: Catalogue, claims: Mapping[str, tuple[Person, ...]]) -> dict[str, AuthorPapers]:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    collected: dict[str, list[Paper]] = defaultdict(list)
    for paper in catalogue.papers:
        for key, name in {
            find_author_key(claims, author.name, paper.id): author.name for author in paper.authors
        }.items():
            spellings[key][name] += 1
            collected[key].append(paper)
    people = {
        build_person_key(person): AuthorPapers(
            person.name, person.id, tuple(collected.pop(build_person_key(person), ())), person
        )
        for person in sorted(catalogue.people, key=lambda person: person.id)
    }
    taken = frozenset(slug for person in catalogue.people for slug in (person.id, *person.formerly))
    return people | {
        key: AuthorPapers(_commonest(spellings[key]), build_name_slug(key, taken), tuple(found))
        for key, found in sorted(collected.items())
        if len(found) >= MIN_PAPERS and key
    }


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))


def build_name_slug(folded: str, taken: frozenset[str] = frozenset()) -> str:
    """A name's address: it depends on this name and on people alone, and no other name has it.

    A name in another script is transliterated, which can make two names alike, and so carries a piece of
    its hash; so does one that would be a name of something else, or that a person has.

    Args:
        folded: The folded name.
        taken: The addresses of people, former ones included.
    """
    slug = slugify(folded, max_length=80)
    is_plain = folded.isascii() and slug == folded.replace(" ", "-")
    if is_plain and slug not in taken and not _TAKEN.fullmatch(slug):
        return slug
    return f"{slug}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}".strip("-")
