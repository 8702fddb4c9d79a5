"""Group the catalogue's papers by topic, author, venue and year, newest first."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from slugify import slugify

from generator.curation.schema import accepts, get_id_declaration
from generator.derive.authors import PeopleByName, build_person_key, find_author_key, index_people_by_name
from generator.model.curation_values import Person
from generator.model.grouping import group_pairs
from generator.model.papers import Catalogue, Paper, PaperAuthor

MIN_PAPERS = 2  # authors with fewer papers have no page
_MIN_PAPERS_OF_UNLISTED = 3  # venues that are not listed and have fewer papers have no page


@dataclass(frozen=True, slots=True)
class AuthorPapers:
    """All papers of one author: of a name in all its spellings, or of a person who is identified.

    Attributes:
        name: The most frequent spelling, or the person's name.
        slug: The last part of the page's address.
        papers: In the catalogue's order.
        person: The description by curators or registries; None for an author known only by name.
        family: The family name if it is stated.
    """

    name: str
    slug: str
    papers: tuple[Paper, ...]
    person: Person | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """The catalogue's papers by everything that has a page.

    Attributes:
        by_topic: Topic id to papers; a topic includes the papers of its subtopics.
        by_author: Author key (see `find_author_key`) to the papers of each author who has a page.
        by_venue: Venue id to the papers of each venue that has a page.
        by_year: Year of publication to papers; None to those without a date.
        topics_by_paper: Paper id to its topics and their parents.
        author_keys: Paper id to the keys of its authors, in their order.
        people_by_name: From `index_people_by_name`.
    """

    by_topic: Mapping[str, tuple[Paper, ...]]
    by_author: Mapping[str, AuthorPapers]
    by_venue: Mapping[str, tuple[Paper, ...]]
    by_year: Mapping[int | None, tuple[Paper, ...]]
    topics_by_paper: Mapping[str, frozenset[str]]
    author_keys: Mapping[str, Sequence[str]]
    people_by_name: PeopleByName


def group_papers(catalogue: Catalogue) -> Groups:
    """Group the catalogue's papers."""
    topics_by_paper = _add_parents(catalogue)
    people_by_name = index_people_by_name(catalogue.all_people)
    author_keys = {
        paper.id: [find_author_key(people_by_name, author.name, paper.id) for author in paper.authors]
        for paper in catalogue.papers
    }
    return Groups(
        by_topic=group_pairs(
            (topic, paper) for paper in catalogue.papers for topic in topics_by_paper[paper.id]
        ),
        by_author=_group_by_author(catalogue, author_keys),
        by_venue=_group_by_venue(catalogue),
        by_year=group_pairs(
            (paper.published.year if paper.published else None, paper) for paper in catalogue.papers
        ),
        topics_by_paper=topics_by_paper,
        author_keys=author_keys,
        people_by_name=people_by_name,
    )


def build_name_slug(
    folded: str, reserved_slugs: frozenset[str] = frozenset(), orcid: str | None = None
) -> str:
    """Build the address of a name's page: unique, and dependent on this name and on ids of curators only.

    A name in another script is transliterated, which can make two names equal. Such a name, one that may
    not be an id and one that a curator has taken end in the first digits of their hash.

    Args:
        folded: The folded name of a person or a venue.
        reserved_slugs: Ids that curators gave to people or venues, former ones included.
        orcid: The ORCID iD of one of several people with this name; the address ends in digits of its hash.
    """
    declaration = get_id_declaration("people")
    slug = slugify(folded, max_length=declaration["maxLength"])
    is_plain = folded.isascii() and slug == folded.replace(" ", "-")
    if is_plain and orcid is None and slug not in reserved_slugs and accepts(declaration, slug):
        return slug
    return f"{slug}-{hashlib.sha256((orcid or folded).encode()).hexdigest()[:8]}".strip("-")


def list_reserved_slugs(people: Iterable[Person]) -> frozenset[str]:
    """List the ids of people, former ones included, which names may not have as addresses."""
    return frozenset(slug for person in people for slug in (person.id, *person.former_ids))


def _add_parents(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Map each paper id to its topics and their parents."""
    parents = {topic.id: topic.parent for topic in catalogue.topics}
    return {
        paper_id: frozenset(
            topic
            for assignment in assignments
            for topic in (assignment.topic, parents.get(assignment.topic))
            if topic is not None
        )
        for paper_id, assignments in catalogue.assignments.items()
    }


def _group_by_venue(catalogue: Catalogue) -> dict[str, tuple[Paper, ...]]:
    papers_by_venue = group_pairs(
        (paper.appearance.venue, paper) for paper in catalogue.papers if paper.appearance
    )
    unlisted = {venue.id for venue in catalogue.venues if not venue.is_listed}
    return {
        venue_id: papers
        for venue_id, papers in papers_by_venue.items()
        if venue_id not in unlisted or len(papers) >= _MIN_PAPERS_OF_UNLISTED
    }


def _group_by_author(
    catalogue: Catalogue, author_keys: Mapping[str, Sequence[str]]
) -> dict[str, AuthorPapers]:
    spellings: dict[str, list[PaperAuthor]] = defaultdict(list)
    papers_by_author: dict[str, list[Paper]] = defaultdict(list)
    for paper in catalogue.papers:
        # A paper can list the same author twice; it counts once.
        authors = dict(zip(author_keys[paper.id], paper.authors, strict=True))
        for key, author in authors.items():
            spellings[key].append(author)
            papers_by_author[key].append(paper)
    people = {}
    for person in sorted(catalogue.people, key=lambda person: person.id):
        key = build_person_key(person)
        papers = tuple(papers_by_author.pop(key, ()))
        people[key] = AuthorPapers(person.name, person.id, papers, person, person.family)
    for person in catalogue.registered_people:
        key = build_person_key(person)
        if papers := tuple(papers_by_author.pop(key, ())):
            people[key] = replace(_build_author(person.id, spellings[key], papers), person=person)
    reserved_slugs = list_reserved_slugs(catalogue.people)
    return people | {
        key: _build_author(build_name_slug(key, reserved_slugs), spellings[key], tuple(papers))
        for key, papers in sorted(papers_by_author.items())
        if len(papers) >= MIN_PAPERS and key
    }


def _build_author(slug: str, spellings: Iterable[PaperAuthor], papers: tuple[Paper, ...]) -> AuthorPapers:
    """Describe an author whom no curator described.

    The page has the most frequent spelling. Of equally frequent ones, it has the one with most accents,
    because accents get lost, and one that is not in capitals.
    """
    counts = Counter(author.name for author in spellings)
    name = min(
        counts,
        key=lambda name: (-counts[name], sum(map(str.isascii, name)) - len(name), name.isupper(), name),
    )
    families = (author.family for author in spellings if author.family and author.name == name)
    return AuthorPapers(name, slug, papers, family=min(families, default=None))
