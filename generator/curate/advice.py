"""What in the curation is not wrong, and still worth a look. Catalogue in, sentences out.

These are no problems for `lint`: a paper that a feed brings, or no longer brings, must not stop a build.
"""

from collections.abc import Iterator

from generator.derive.groups import build_person_key, find_author_key, index_people_by_name
from generator.derive.lookup import index_papers_by_name
from generator.model.papers import Catalogue
from generator.model.text import fold_name


def remarks(catalogue: Catalogue) -> tuple[str, ...]:
    """What a curator could tidy up, in the order of the files."""
    return (*_recorded_twice(catalogue), *_unused_spellings(catalogue))


def _recorded_twice(catalogue: Catalogue) -> Iterator[str]:
    """Records of papers that a feed has under another id."""
    papers_on_feeds = index_papers_by_name(paper for paper in catalogue.papers if paper.feeds)
    for paper in sorted(catalogue.papers, key=lambda paper: paper.id):
        known = papers_on_feeds.get(paper.id)
        if known is not None and known.id != paper.id and not paper.feeds:
            yield (
                f"{paper.curation_path} records a paper that a feed has as {known.id}, by the same DOI:"
                f" move what it says to {known.slug}.yml, without the record, and remove it"
            )


def _unused_spellings(catalogue: Catalogue) -> Iterator[str]:
    """Names in people.yml that no paper has; one of them may be mistyped."""
    claims = index_people_by_name(catalogue.people)
    used = {
        (find_author_key(claims, author.name, paper.id), fold_name(author.name))
        for paper in catalogue.papers
        for author in paper.authors
    }
    owners = {key for key, _ in used}
    for person in catalogue.people:
        key = build_person_key(person)
        if key not in owners:
            yield f"people.yml: no paper is by {person.id}, under none of the names given there"
            continue
        for spelling in person.spellings:
            if (key, fold_name(spelling)) not in used:
                yield f"people.yml: no paper spells {person.id} as “{spelling}”"
