"""Give advice on curation files: suggest improvements that are not errors.

`lint` does not report these: when feeds add papers or drop them, a build must not fail.
"""

from collections.abc import Iterator

from generator.derive.authors import (
    build_authors,
    build_person_key,
    find_author_key,
    fold_spelling,
    index_people_by_name,
)
from generator.model.entries import Author
from generator.model.papers import Catalogue, Paper


def find_advice(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what a curator could tidy up, as sentences."""
    return tuple(_find_unused_names(catalogue))


def _find_unused_names(catalogue: Catalogue) -> Iterator[str]:
    """Yield the names in people.yml that no paper has; they may be misspelt."""
    people_by_name = index_people_by_name(catalogue.people)
    used = {
        (find_author_key(people_by_name, name, paper.id), folded)
        for paper in catalogue.papers
        for name, spelling in _list_spellings(paper)
        for folded in fold_spelling(spelling)
    }
    used_keys = {key for key, _ in used}
    for person in catalogue.people:
        key = build_person_key(person)
        if key not in used_keys:
            yield f"people.yml: no paper has an author with a name of {person.id}"
            continue
        for spelling in person.spellings:
            if used.isdisjoint((key, folded) for folded in fold_spelling(spelling)):
                yield f"people.yml: no paper has “{spelling}”, a spelling of {person.id}"


def _list_spellings(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield each author's name with its spellings: as the feed states it, and with the given name first."""
    stated_names = [author.stated_name or author.name for author in paper.authors]
    read = build_authors([Author(name) for name in stated_names], paper.id)
    read_names = {author.stated_name: author.name for author in read}
    for author, stated in zip(paper.authors, stated_names, strict=True):
        yield author.name, stated
        yield author.name, read_names.get(stated, stated)
