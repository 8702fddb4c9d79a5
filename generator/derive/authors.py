"""The authors of papers: their names in one form, and the people whom curators or registries identify."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.model import ids
from generator.model.curation_values import Person
from generator.model.entries import Author
from generator.model.grouping import group_pairs
from generator.model.papers import Paper, PaperAuthor
from generator.model.person_names import read_name, read_names
from generator.model.text import fold_name

PeopleByName = Mapping[str, tuple[Person, ...]]  # from `index_people_by_name`


def build_authors(authors: Sequence[Author], paper_id: str) -> tuple[PaperAuthor, ...]:
    """Read the names of a paper's authors, and leave out what is no name.

    Args:
        authors: As the feed or a curator wrote them.
        paper_id: The paper's id. arXiv writes the given name first, so that ``Ramesh S`` is not turned.
    """
    names = read_names([author.name for author in authors], has_initials_last=not ids.is_arxiv_id(paper_id))
    return tuple(
        PaperAuthor(name.text, author.affiliations, name.family, author.name)
        for author, name in zip(authors, names, strict=True)
        if name
    )


def apply_people(paper: Paper, people_by_name: PeopleByName) -> Paper:
    """Give the authors of a paper the names and the ORCID iDs that curators gave to them."""
    authors = tuple(_apply_person(author, people_by_name, paper.id) for author in paper.authors)
    return paper if authors == paper.authors else replace(paper, authors=authors)


def _apply_person(author: PaperAuthor, people_by_name: PeopleByName, paper_id: str) -> PaperAuthor:
    for name in (author.stated_name, author.name):
        if person := _find_person(people_by_name, name, paper_id):
            family = person.family or _find_family(person, author)
            return replace(author, name=person.name, family=family, orcid=person.orcid or author.orcid)
    return author


def _find_family(person: Person, author: PaperAuthor) -> str | None:
    """Return the family name that the feed states, if it is that of the person's name, too."""
    has_family = author.family and f" {person.name}".endswith(f" {author.family}")
    return author.family if has_family else None


def index_people_by_name(people: Iterable[Person]) -> dict[str, tuple[Person, ...]]:
    """Map each folded name to the people who use it.

    Those whom curators describe come first, and of these the ones who are limited to certain papers.
    """
    return group_pairs(
        (name, person)
        for person in sorted(people, key=lambda person: (person.is_registered, not person.papers))
        for name in dict.fromkeys(
            folded for name in (person.name, *person.spellings) for folded in fold_spelling(name)
        )
    )


def fold_spelling(name: str) -> tuple[str, ...]:
    """Fold a name as it is written, and with the given name first and without what is no part of it."""
    read = read_name(name)
    return tuple(dict.fromkeys(fold_name(form) for form in (name, *([read.text] if read else []))))


def find_author_key(people_by_name: PeopleByName, author: str, paper_id: str) -> str:
    """Return the same key for all names of one person: the person's key, or else the folded name.

    Args:
        people_by_name: From `index_people_by_name`.
        author: The author's name.
        paper_id: The paper's id; a person may be limited to certain papers.
    """
    person = _find_person(people_by_name, author, paper_id)
    return build_person_key(person) if person else fold_name(author)


def build_person_key(person: Person) -> str:
    """Return the author key of a person whom curators described."""
    return f"@{person.id}"  # a folded name never contains "@"


def is_person_key(key: str) -> bool:
    """Whether an author key is that of a person, from `build_person_key`, and not a folded name."""
    return key.startswith("@")


def _find_person(people_by_name: PeopleByName, name: str, paper_id: str) -> Person | None:
    people = people_by_name.get(fold_name(name))
    if people is None:  # as for nearly all names
        return None
    return next((person for person in people if not person.papers or paper_id in person.papers), None)
