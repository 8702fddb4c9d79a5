"""The pages of authors: an index by letter, and the papers of each author."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.derive.groups import MIN_PAPERS, AuthorPapers, Groups, build_name_slug
from generator.model import layout
from generator.model.curation_values import Person
from generator.model.papers import Catalogue, Page
from generator.model.text import build_sort_name, fold_name
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.redirects import Redirect, RedirectTarget
from generator.publish.pagination import MAX_PAPERS, make_part_pages, split_by_year
from generator.publish.paper_collections import PaperCollection, list_author_keys
from generator.publish.site_data import SiteData, find_frequent_authors
from generator.translation.messages import N_, _

_MAX_ON_INDEX = 300  # authors; more are listed on pages of letters
_MAX_PROLIFIC = 60  # authors on the index, if there are pages of letters
_MAX_NEWEST = 100  # papers on the page of an author with many; the others are on pages of years
_OTHER = N_("Other")  # the name of all letters but A to Z


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter, its page, and the authors whose names are sorted under it."""

    name: str
    page: str
    authors: Sequence[AuthorPapers]


def make_author_pages(site: SiteData) -> Iterator[Page]:
    """Make the index, with a page for each letter if it is long, and pages for each author."""
    yield from _make_index(site)
    for key, author in site.groups.by_author.items():
        yield from _make_pages_of_author(key, author, site)


def _make_index(site: SiteData) -> Iterator[Page]:
    title = site.catalogue.settings.title
    edit = site.edit_links.link_file(_("Edit the people"), layout.PEOPLE) if site.catalogue.people else None
    authors = sorted(
        site.groups.by_author.values(), key=lambda author: (build_sort_name(author.name), author.slug)
    )
    is_long = len(authors) > _MAX_ON_INDEX
    letters = _group_by_letter(authors)
    prolific = sorted(authors, key=lambda author: -len(author.papers))
    yield site.render_page(
        "names",
        paths.AUTHORS,
        _("Authors"),
        _("Authors in %(catalogue)s.", catalogue=title),
        edit=edit,
        letters=letters,
        count=len(authors),
        prolific=prolific[:_MAX_PROLIFIC] if is_long else [],
    )
    for letter in letters if is_long else ():
        yield site.render_page(
            "letter",
            letter.page,
            _("Authors: %(letter)s", letter=letter.name),
            _(
                "Authors in %(catalogue)s whose names begin with %(letter)s.",
                catalogue=title,
                letter=letter.name,
            ),
            letters=letters,
            letter=letter,
        )


def _group_by_letter(authors: Sequence[AuthorPapers]) -> list[_Letter]:
    """Group sorted authors by letter; names in other scripts are in one group, which is the last."""
    ordered = sorted(authors, key=lambda author: _find_letter(author) == _OTHER)
    return [
        _Letter(_(letter), paths.locate_letter(letter.lower()), tuple(authors_of_letter))
        for letter, authors_of_letter in groupby(ordered, key=_find_letter)
    ]


def _find_letter(author: AuthorPapers) -> str:
    first = build_sort_name(author.name)[:1].upper()
    return first if "A" <= first <= "Z" else _OTHER


def _make_pages_of_author(key: str, author: AuthorPapers, site: SiteData) -> Iterator[Page]:
    path = paths.locate_below(paths.AUTHORS, author.slug)
    parts = split_by_year(path, author.papers) if len(author.papers) > MAX_PAPERS else ()
    title = site.catalogue.settings.title
    if author.person:
        label = _("Edit this author")
        description = _("Papers by %(author)s in %(catalogue)s.", author=author.name, catalogue=title)
    else:
        label = _("Merge or split this author")
        description = _(
            "Papers under the name %(author)s in %(catalogue)s.", author=author.name, catalogue=title
        )
    yield site.render_page(
        "name",
        path,
        author.name,
        description,
        edit=site.edit_links.link_people(label, author.name, author.slug),
        name=author.name,
        person=author.person,
        spellings=_list_other_spellings(author, key, site),
        papers=author.papers[:_MAX_NEWEST] if parts else author.papers,
        count=len(author.papers),
        parts=parts,
        coauthors=find_frequent_authors(author.papers, site, without=key),
    )
    yield from make_part_pages(parts, site, author.name, path)


def _list_other_spellings(author: AuthorPapers, key: str, site: SiteData) -> list[str]:
    """List the spellings of a person's name in papers that differ from the name of the page."""
    if author.person is None:
        return []
    spellings = {
        spelling.name
        for paper in author.papers
        for spelling in paper.authors
        if site.groups.author_key(spelling.name, paper.id) == key
    }
    return sorted(spellings - {author.name})


def list_authors(_catalogue: Catalogue, groups: Groups) -> Iterator[PaperCollection]:
    """List all authors who have a page."""
    for author in groups.by_author.values():
        yield PaperCollection(
            paths.locate_below(paths.AUTHORS, author.slug),
            author.name,
            _("Papers by %(author)s.", author=author.name),
            author.papers,
            search_keys=list_author_keys(author.name),
        )


def list_former_authors(site: SiteData) -> Iterator[Redirect]:
    """List the former addresses of people, and the addresses of names that curators gave to people."""
    slugs = {author.slug for author in site.groups.by_author.values()}
    for person in site.catalogue.people:
        slugs |= set(person.former_ids)
        for former in person.former_ids:
            yield Redirect(paths.locate_below(paths.AUTHORS, former), [_build_target(person)])
    names = Counter(fold_name(author.name) for paper in site.catalogue.papers for author in paper.authors)
    for folded_name, people in sorted(site.groups.people_by_name.items()):
        slug = build_name_slug(folded_name)
        if names[folded_name] >= MIN_PAPERS and slug not in slugs:  # the name had a page of its own
            yield Redirect(
                paths.locate_below(paths.AUTHORS, slug), [_build_target(person) for person in people]
            )


def _build_target(person: Person) -> RedirectTarget:
    return RedirectTarget(person.name, paths.locate_below(paths.AUTHORS, person.id))


KIND = PageKind(
    paths.AUTHORS,
    make_author_pages,
    label=N_("Authors"),
    note=N_("authors with at least two papers"),
    list_collections=list_authors,
    list_redirects=list_former_authors,
)
