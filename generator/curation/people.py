"""Convert ``people.yml`` to people, and check that each name on each paper belongs to one person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.curation.file_set import Report
from generator.curation.hints import quote
from generator.curation.known_papers import KnownPapers
from generator.curation.syntax import Path
from generator.model import urls
from generator.model.curation_values import Person
from generator.model.orcids import has_valid_check_digit
from generator.model.person_names import read_name, split_name
from generator.model.text import clean_line, fold_name


def build_people(value: Mapping[str, Any], papers: KnownPapers, report: Report) -> tuple[Person, ...]:
    """Build the people of a file.

    Args:
        value: The file's value, which is valid by its schema.
        papers: The papers that it may refer to.
        report: Receives what else is wrong with it.
    """
    people = tuple(_build_person(key, fields, papers, report) for key, fields in value.items())
    _check_orcids(people, report)
    _check_names(people, report)
    _check_families(people, report)
    _check_order(people, report)
    return people


def _build_person(key: str, fields: Mapping[str, Any], papers: KnownPapers, report: Report) -> Person:
    paper_ids = papers.resolve_all(fields.get("papers", ()), (key, "papers"), report)
    return Person(
        id=key,
        name=clean_line(fields["name"]),
        spellings=tuple(clean_line(spelling) for spelling in fields.get("spellings", ())),
        # Without papers a person has the name on all papers; a mistyped id must not cause that.
        papers=tuple(paper_ids or fields.get("papers", ())),
        orcid=fields.get("orcid"),
        homepage=urls.clean_url(fields["homepage"]) if "homepage" in fields else None,
        former_ids=tuple(fields.get("formerly", ())),
        family=clean_line(fields["family"]) if "family" in fields else None,
    )


def _check_orcids(people: Sequence[Person], report: Report) -> None:
    owners: dict[str, str] = {}
    for person in people:
        if person.orcid is None:
            continue
        at = (person.id, "orcid")
        owner = owners.setdefault(person.orcid, person.id)
        if not has_valid_check_digit(person.orcid):
            message = f"orcid must be a valid ORCID iD, got {person.orcid!r} with a wrong check digit"
            report(at, message, "copy it from orcid.org")
        elif owner != person.id:
            message = f"an ORCID iD must belong to one person, and {owner!r} has this one"
            report(at, message, "merge the two people")


def _check_names(people: Sequence[Person], report: Report) -> None:
    owners: dict[tuple[str, str | None], str] = {}  # by folded name and paper; None for all other papers
    for person in people:
        checked: set[str] = set()
        for at, name in _list_names(person):
            folded = fold_name(name)
            if not folded:
                report(at, f"a name must have letters, got {quote(name)}")
            elif folded not in checked:
                _check_owner(person, folded, at, owners, report)
            checked.add(folded)


def _check_families(people: Sequence[Person], report: Report) -> None:
    for person in people:
        if person.family is not None and not split_name(person.name, person.family):
            message = f"family must be the beginning or the end of the name, got {quote(person.family)}"
            report((person.id, "family"), message, f"copy it from {quote(person.name)}")


def _check_order(people: Sequence[Person], report: Report) -> None:
    for person in people:
        read = read_name(person.name) if "," in person.name else None
        if read and read.family:
            message = f"a name must have the given name first, got {quote(person.name)}"
            report((person.id, "name"), message, f"did you mean {quote(read.text)}?")


def _list_names(person: Person) -> Iterator[tuple[Path, str]]:
    yield (person.id, "name"), person.name
    for index, spelling in enumerate(person.spellings):
        yield (person.id, "spellings", index), spelling


def _check_owner(
    person: Person, folded: str, at: Path, owners: dict[tuple[str, str | None], str], report: Report
) -> None:
    for paper in person.papers or (None,):
        owner = owners.setdefault((folded, paper), person.id)
        if owner == person.id:
            continue
        scope = f"on {paper}" if paper else "on all papers"
        hint = "list the papers of each under papers" if paper is None else "list the paper under one of them"
        report(at, f"a name must belong to one person, and {owner!r} has this one {scope}", hint)
