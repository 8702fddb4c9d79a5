"""The pages of authors: an index by letter, and the papers under each name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.curation import layout
from generator.derive.groups import AuthorPapers
from generator.model.papers import Page
from generator.model.text import fold
from generator.publish import paths
from generator.publish.pagination import LONGEST, by_year, part_pages
from generator.publish.site_data import SiteData, find_frequent_authors

_MOST_ON_ONE_PAGE = 300  # names; more of them are listed by letter
_PROLIFIC = 60  # names on the index, where the others are listed by letter
_NEWEST = 100  # papers on the page of a name, where the others are under their years
_OTHER = "Other"  # what is said of letters beyond A to Z


@dataclass(frozen=True, slots=True)
class _Letter:
    """Names that begin alike."""

    name: str
    page: str
    names: Sequence[AuthorPapers]


def author_pages(site: SiteData) -> Iterator[Page]:
    """The index, its letters where it is long, and a page for each name."""
    yield from _index(site)
    for key, name in site.groups.by_author.items():
        yield from _name_page(key, name, site)


def _index(site: SiteData) -> Iterator[Page]:
    title = site.catalogue.settings.title
    edit = site.edit_links.file("Edit the people", layout.PEOPLE) if site.catalogue.people else None
    names = sorted(site.groups.by_author.values(), key=lambda name: (_sort_key(name), name.slug))
    is_long = len(names) > _MOST_ON_ONE_PAGE
    letters = _letters(names)
    prolific = sorted(names, key=lambda name: (-len(name.papers), _sort_key(name), name.slug))
    yield site.render_page(
        "names",
        paths.AUTHORS,
        "Authors",
        f"Authors in {title}.",
        edit=edit,
        letters=letters,
        count=len(names),
        prolific=prolific[:_PROLIFIC] if is_long else [],
    )
    for letter in letters if is_long else ():
        description = f"Authors in {title} whose names begin with {letter.name}."
        title = f"Authors: {letter.name}"
        yield site.render_page("letter", letter.page, title, description, letters=letters, letter=letter)


def _letters(names: Sequence[AuthorPapers]) -> list[_Letter]:
    """Names by the letter that they are sorted under; those of other scripts together, and last."""
    ordered = sorted(names, key=lambda name: _letter(name) == _OTHER)
    return [
        _Letter(letter, paths.locate_letter(letter.lower()), tuple(found))
        for letter, found in groupby(ordered, key=_letter)
    ]


def _letter(name: AuthorPapers) -> str:
    first = _sort_key(name)[:1].upper()
    return first if "A" <= first <= "Z" else _OTHER


def _sort_key(name: AuthorPapers) -> str:
    """The last word of a name before the others, which is right for most names and stable for all."""
    words = fold(name.name).split()
    return " ".join([*words[-1:], *words[:-1]])


def _name_page(key: str, name: AuthorPapers, site: SiteData) -> Iterator[Page]:
    title = site.catalogue.settings.title
    path = paths.locate("authors", name.slug)
    parts = by_year(path, name.papers) if len(name.papers) > LONGEST else ()
    label = "Edit this author" if name.person else "Join or split this name"
    yield site.render_page(
        "name",
        path,
        name.name,
        f"Papers {'by' if name.person else 'under the name'} {name.name} in {title}.",
        edit=site.edit_links.people(label, name.name, name.slug),
        name=name.name,
        person=name.person,
        spellings=_other_spellings(name, key, site),
        papers=name.papers[:_NEWEST] if parts else name.papers,
        count=len(name.papers),
        parts=parts,
        coauthors=find_frequent_authors(name.papers, site, without=key),
    )
    yield from part_pages(parts, site, name.name, path)


def _other_spellings(name: AuthorPapers, key: str, site: SiteData) -> list[str]:
    """How the papers spell a person's name, where that is not how the page does."""
    if name.person is None:
        return []
    authors = ((author.name, paper.id) for paper in name.papers for author in paper.authors)
    found = {spelt for spelt, paper in authors if site.groups.author_key(spelt, paper) == key}
    return sorted(found - {name.name})
