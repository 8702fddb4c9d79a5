"""The people of ``people.yml``: spellings that belong together, and namesakes that do not."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from generator.curation import syntax
from generator.model.curation_values import Person
from generator.model.text import clean_line, fold_name


class Remark(Protocol):
    """Takes a problem at one of the file's values."""

    def __call__(self, at: syntax.Path, message: str, hint: str = "") -> None:
        """Take one."""


def people(
    value: Mapping[str, Any], remark: Remark, resolve: Callable[[syntax.Path, str], str | None]
) -> tuple[Person, ...]:
    """The people of a file that keeps its schema.

    Args:
        value: The file's content.
        remark: Takes what is wrong with it.
        resolve: Gives the id of a paper that is named at a place, or None after saying what is wrong.
    """
    found = tuple(_person(key, fields, remark, resolve) for key, fields in value.items())
    _check_orcids(found, remark)
    _check_claims(found, remark)
    return found


def _person(
    key: str,
    fields: Mapping[str, Any],
    remark: Remark,
    resolve: Callable[[syntax.Path, str], str | None],
) -> Person:
    papers: list[str] = []
    for index, text in enumerate(fields.get("papers", ())):
        at = (key, "papers", index)
        paper = resolve(at, text)
        if paper in papers:
            remark(at, f"a paper is named once, got {syntax.quote(text)} again")
        elif paper is not None:
            papers.append(paper)
    return Person(
        id=key,
        name=clean_line(fields["name"]),
        spellings=tuple(clean_line(spelling) for spelling in fields.get("spellings", ())),
        papers=tuple(papers or fields.get("papers", ())),  # an unknown paper does not stand for all
        orcid=fields.get("orcid"),
        homepage=fields.get("homepage"),
        former_ids=tuple(fields.get("formerly", ())),
    )


def _check_orcids(people: tuple[Person, ...], remark: Remark) -> None:
    owners: dict[str, str] = {}
    for person in people:
        if person.orcid is None:
            continue
        at = (person.id, "orcid")
        if not _has_right_check_digit(person.orcid):
            message = f"the last character of an ORCID iD checks the others; got {person.orcid!r}"
            remark(at, message, "one of its digits is wrong: copy it from orcid.org")
        elif person.orcid in owners:
            owner = owners[person.orcid]
            remark(at, f"an ORCID iD belongs to one person, and {owner!r} has this one", "make one of them")
        owners.setdefault(person.orcid, person.id)


def _has_right_check_digit(orcid: str) -> bool:
    """ISO 7064's MOD 11-2: https://support.orcid.org/hc/en-us/articles/360006897674."""
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


def _check_claims(people: tuple[Person, ...], remark: Remark) -> None:
    """Whether each name on each paper has one owner at most."""
    claimed: dict[tuple[str, str | None], str] = {}
    for person in people:
        seen: set[str] = set()
        for at, spelling in _spellings(person):
            folded = fold_name(spelling)
            if not folded:
                remark(at, f"a name has letters, got {syntax.quote(spelling)}")
            elif folded not in seen:
                _claim(person, folded, at, claimed, remark)
            seen.add(folded)


def _spellings(person: Person) -> Iterator[tuple[syntax.Path, str]]:
    yield (person.id, "name"), person.name
    for index, spelling in enumerate(person.spellings):
        yield (person.id, "spellings", index), spelling


def _claim(
    person: Person,
    folded: str,
    at: syntax.Path,
    claimed: dict[tuple[str, str | None], str],
    remark: Remark,
) -> None:
    for paper in person.papers or (None,):
        owner = claimed.setdefault((folded, paper), person.id)
        if owner == person.id:
            continue
        where = f"on {paper}" if paper else "on every paper"
        hint = "say under papers whose is which" if paper is None else "name the paper under one of them"
        remark(at, f"this name {where} is {owner!r} already", hint)
