"""Give advice on curation files: suggest improvements that are not errors.

`lint` does not report these: when feeds add papers or drop them, a build must not fail.
"""

from collections.abc import Iterator

from generator.derive.authors import build_person_key, find_author_key, fold_spelling, index_people_by_name
from generator.model.papers import Catalogue


def find_advice(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what a curator could tidy up, as sentences."""
    return tuple(_find_unused_names(catalogue))


def _find_unused_names(catalogue: Catalogue) -> Iterator[str]:
    """Yield the names in people.yml that no paper has; they may be misspelt."""
    people_by_name = index_people_by_name(catalogue.people)
    used = {
        (find_author_key(people_by_name, author.name, paper.id), spelling)
        for paper in catalogue.papers
        for author in paper.authors
        for spelling in fold_spelling(author.stated_name or author.name)
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
