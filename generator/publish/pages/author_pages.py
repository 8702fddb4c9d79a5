"""The pages of authors: an index by letter, and the papers under each name."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.curation import layout
from generator.derive.groups import MIN_PAPERS, AuthorPapers, Groups, build_name_slug
from generator.model.curation_values import Person
from generator.model.papers import Catalogue, Page
from generator.model.text import fold, fold_name
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.redirects import Redirect, RedirectTarget
from generator.publish.pagination import MAX_PAPERS, make_part_pages, split_by_year
from generator.publish.search.named_pages import NamedPage, list_author_keys
from generator.publish.site_data import SiteData, find_frequent_authors
from generator.publish.site_feeds import SiteFeed

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


def make_author_pages(site: SiteData) -> Iterator[Page]:
    """Make the index, with a page for each letter if it is long, and pages for each author."""
    yield from _make_index(site)
    for key, author in site.groups.by_author.items():
        yield from _make_pages_of_author(key, author, site)


def _make_index(site: SiteData) -> Iterator[Page]:
    title = site.catalogue.settings.title
    edit = site.edit_links.link_file("Edit the people", layout.PEOPLE) if site.catalogue.people else None
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


def _make_pages_of_author(key: str, name: AuthorPapers, site: SiteData) -> Iterator[Page]:
    title = site.catalogue.settings.title
    path = paths.locate("authors", name.slug)
    parts = split_by_year(path, name.papers) if len(name.papers) > MAX_PAPERS else ()
    label = "Edit this author" if name.person else "Join or split this name"
    yield site.render_page(
        "name",
        path,
        name.name,
        f"Papers {'by' if name.person else 'under the name'} {name.name} in {title}.",
        edit=site.edit_links.link_people(label, name.name, name.slug),
        name=name.name,
        person=name.person,
        spellings=_other_spellings(name, key, site),
        papers=name.papers[:_NEWEST] if parts else name.papers,
        count=len(name.papers),
        parts=parts,
        coauthors=find_frequent_authors(name.papers, site, without=key),
    )
    yield from make_part_pages(parts, site, name.name, path)


def _other_spellings(name: AuthorPapers, key: str, site: SiteData) -> list[str]:
    """How the papers spell a person's name, where that is not how the page does."""
    if name.person is None:
        return []
    authors = ((author.name, paper.id) for paper in name.papers for author in paper.authors)
    found = {spelt for spelt, paper in authors if site.groups.author_key(spelt, paper) == key}
    return sorted(found - {name.name})


def list_named_authors(site: SiteData) -> Iterator[NamedPage]:
    """List the pages of authors for the search."""
    for author in site.groups.by_author.values():
        keys = list_author_keys(author.name)
        yield NamedPage("authors", author.slug, author.name, len(author.papers), keys)


def list_former_authors(site: SiteData) -> Iterator[Redirect]:
    """List the former addresses of people, and the addresses of names that curators gave to people."""
    slugs = {author.slug for author in site.groups.by_author.values()}
    for person in site.catalogue.people:
        slugs |= set(person.former_ids)
        for former in person.former_ids:
            yield Redirect(paths.locate("authors", former), [_build_target(person)])
    names = Counter(fold_name(author.name) for paper in site.catalogue.papers for author in paper.authors)
    for folded_name, people in sorted(site.groups.people_by_name.items()):
        slug = build_name_slug(folded_name)
        if names[folded_name] >= MIN_PAPERS and slug not in slugs:  # the name had a page of its own
            yield Redirect(paths.locate("authors", slug), [_build_target(person) for person in people])


def _build_target(person: Person) -> RedirectTarget:
    return RedirectTarget(person.name, paths.locate("authors", person.id))


def list_author_feeds(_catalogue: Catalogue, groups: Groups) -> Iterator[SiteFeed]:
    """List the feeds of all authors."""
    for author in groups.by_author.values():
        page = paths.locate("authors", author.slug)
        yield SiteFeed(page, author.name, f"Papers by {author.name}.", author.papers)


KIND = PageKind(
    paths.AUTHORS,
    make_author_pages,
    label="Authors",
    note="names with two papers or more",
    list_named_pages=list_named_authors,
    list_redirects=list_former_authors,
    list_feeds=list_author_feeds,
)
