"""The pages of authors: an index by letter, and the papers of each author."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby

from generator.derive.authors import build_person_key
from generator.derive.groups import MIN_PAPERS, AuthorPapers, Groups, build_name_slug
from generator.model import layout
from generator.model.papers import Catalogue, Page, Paper
from generator.model.person_names import read_name, split_name
from generator.model.text import fold, fold_name
from generator.publish import paths
from generator.publish.pages.page_kind import PageKind
from generator.publish.pages.redirects import Redirect, RedirectTarget
from generator.publish.pagination import MAX_PAPERS, make_part_pages, split_by_year
from generator.publish.paper_collections import PaperCollection, list_author_keys
from generator.publish.site_data import (
    SiteData,
    find_frequent_authors,
    find_frequent_topics,
    select_most_frequent,
)
from generator.publish.write_pages import PageBatch
from generator.translation.messages import N_, _

_MAX_ON_INDEX = 300  # authors; more are listed on pages of letters
_MAX_PROLIFIC = 60  # authors on the index, if there are pages of letters
_MAX_NEWEST = 100  # papers on the page of an author with many; the others are on pages of years
_OTHER = N_("Other")  # the name of all letters but A to Z


@dataclass(frozen=True, slots=True)
class _ListedAuthor:
    """An author on the index: the name, the last part of the page's address, and the number of papers."""

    name: str
    slug: str
    count: int


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter, its page, and the number of authors whose names are sorted under it."""

    name: str
    page: str
    count: int
    authors: Sequence[_ListedAuthor]


def list_author_pages(site: SiteData) -> Iterator[PageBatch]:
    """List functions that make the pages of one author each."""
    return (
        partial(_make_pages_of_author, key, author, site) for key, author in site.groups.by_author.items()
    )


def make_author_index(site: SiteData) -> Iterator[Page]:
    """Make the index, with a page for each letter if it is long."""
    title = site.catalogue.settings.title
    edit = site.edit_links.link_file(_("Edit the people"), layout.PEOPLE) if site.catalogue.people else None
    authors = sorted(
        site.groups.by_author.values(), key=lambda author: (_build_sort_key(author), author.slug)
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
        wide=True,
        letters=letters,
        count=len(authors),
        prolific=_list_on_index(prolific[:_MAX_PROLIFIC]) if is_long else [],
    )
    links = [replace(letter, authors=()) for letter in letters]
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
            wide=True,
            letters=links,
            letter=letter,
        )


def _group_by_letter(authors: Sequence[AuthorPapers]) -> list[_Letter]:
    """Group sorted authors by letter; names in other scripts are in one group, which is the last."""
    ordered = sorted(authors, key=lambda author: _find_letter(author) == _OTHER)
    letters = []
    for name, group in groupby(ordered, key=_find_letter):
        listed = _list_on_index(group)
        letters.append(_Letter(_(name), paths.locate_letter(name.lower()), len(listed), listed))
    return letters


def _list_on_index(authors: Iterable[AuthorPapers]) -> list[_ListedAuthor]:
    return [_ListedAuthor(author.name, author.slug, len(author.papers)) for author in authors]


def _find_letter(author: AuthorPapers) -> str:
    first = _build_sort_key(author)[:1].upper()
    return first if "A" <= first <= "Z" else _OTHER


def _build_sort_key(author: AuthorPapers) -> str:
    """Build a sort key: the family name without ``von`` and the like, then the given name.

    Organisations are sorted by their names as they are.
    """
    parts = split_name(author.name, author.family)
    if parts is None:
        return fold(author.name)
    words = parts.family.split()
    start = next((position for position, word in enumerate(words) if not word.islower()), 0)
    return fold(" ".join([*words[start:], parts.given, *words[:start], parts.suffix]))


def _make_pages_of_author(key: str, author: AuthorPapers, site: SiteData) -> Iterator[Page]:
    path = paths.locate_below(paths.AUTHORS, author.slug)
    parts = split_by_year(path, author.papers) if len(author.papers) > MAX_PAPERS else ()
    title = site.catalogue.settings.title
    if author.person and not author.person.is_registered:
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
        wide=True,
        name=author.name,
        person=author.person,
        spellings=_list_other_spellings(author, key, site),
        groups=len(site.shared_names.get(key, ())),
        namesakes=_describe_namesakes(author, key, site),
        topics=find_frequent_topics(author.papers, site),
        years=[] if parts else _count_by_year(author.papers),
        papers=author.papers[:_MAX_NEWEST] if parts else author.papers,
        count=len(author.papers),
        parts=parts,
        coauthors=find_frequent_authors(author.papers, site, without=key),
        related=_find_related_authors(author.papers, site),
    )
    yield from make_part_pages(parts, site, author.name, path)


def _list_other_spellings(author: AuthorPapers, key: str, site: SiteData) -> list[str]:
    """List the spellings of a person's name in papers that differ from the name of the page."""
    if author.person is None:
        return []
    spellings = {
        name.text
        for paper in author.papers
        for other_key, other in zip(site.groups.author_keys[paper.id], paper.authors, strict=True)
        if other_key == key and (name := read_name(other.stated_name or other.name))
    }
    return sorted(spellings - {author.name})


def _describe_namesakes(author: AuthorPapers, key: str, site: SiteData) -> list[Mapping[str, object]]:
    """Describe the other authors who use the name of a page, and the page of other papers with this name."""
    folded_name = fold_name(author.name)
    people = site.groups.people_by_name.get(folded_name, ())
    keys = dict.fromkeys([*map(build_person_key, people), folded_name])
    namesakes = [
        site.groups.by_author[other] for other in keys if other != key and other in site.groups.by_author
    ]
    return [
        {
            "name": namesake.name,
            "slug": namesake.slug,
            "count": len(namesake.papers),
            "topic": next((topic["title"] for topic in find_frequent_topics(namesake.papers, site)), None),
        }
        for namesake in namesakes
    ]


def _find_related_authors(papers: Iterable[Paper], site: SiteData) -> list[Mapping[str, object]]:
    """Find the authors of most papers that are related to these, and who wrote none of these."""
    papers = list(papers)
    own = {key for paper in papers for key in site.groups.author_keys[paper.id]}
    related = {relation.paper for paper in papers for relation in site.catalogue.relations[paper.id]}
    by_author = site.groups.by_author
    counts = Counter(chain.from_iterable(map(site.groups.author_keys.__getitem__, related)))
    others = {key: count for key, count in counts.items() if key in by_author and key not in own}
    return [
        {"name": by_author[key].name, "slug": by_author[key].slug, "count": count}
        for key, count in select_most_frequent(others)
    ]


def _count_by_year(papers: Iterable[Paper]) -> list[tuple[int, int]]:
    """Count the papers of each year, the latest first."""
    return sorted(Counter(paper.published.year for paper in papers if paper.published).items(), reverse=True)


def list_authors(_catalogue: Catalogue, groups: Groups) -> Iterator[PaperCollection]:
    """List all authors who have a page."""
    for author in groups.by_author.values():
        yield PaperCollection(
            paths.locate_below(paths.AUTHORS, author.slug),
            author.name,
            _("Papers by %(author)s.", author=author.name),
            author.papers,
            search_keys=list_author_keys(author.name, author.family),
            has_bibliography=True,
        )


def list_former_authors(site: SiteData) -> Iterator[Redirect]:
    """List the former addresses of people, and those of names as feeds spell them, which had pages."""
    slugs = {author.slug for author in site.groups.by_author.values()}
    for person in site.catalogue.people:
        slugs |= set(person.former_ids)
        for former in person.former_ids:
            target = RedirectTarget(person.name, paths.locate_below(paths.AUTHORS, person.id))
            yield Redirect(paths.locate_below(paths.AUTHORS, former), [target])
    for person in site.catalogue.all_people:
        author = site.groups.by_author.get(build_person_key(person))
        slug = build_name_slug(fold_name(person.name), orcid=person.orcid) if person.orcid else ""
        if author and slug and slug not in slugs:  # where the page was while others had the name, too
            slugs.add(slug)
            yield Redirect(paths.locate_below(paths.AUTHORS, slug), [_build_target(author)])
    for folded_name, keys in sorted(_collect_spellings(site).items()):
        slug = build_name_slug(folded_name)
        authors = [site.groups.by_author[key] for key in keys if key in site.groups.by_author]
        if slug not in slugs and authors:
            slugs.add(slug)
            yield Redirect(paths.locate_below(paths.AUTHORS, slug), list(map(_build_target, authors)))


def _collect_spellings(site: SiteData) -> dict[str, tuple[str, ...]]:
    """Map the folded names that several papers have, as feeds spell them, to the keys of their authors."""
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for paper in site.catalogue.papers:
        for key, author in zip(site.groups.author_keys[paper.id], paper.authors, strict=True):
            folded_name = fold_name(author.stated_name or author.name)
            keys[folded_name][key] = None
            counts[folded_name] += 1
    return {
        name: tuple(sorted(keys_of_name))
        for name, keys_of_name in keys.items()
        if name and counts[name] >= MIN_PAPERS
    }


def _build_target(author: AuthorPapers) -> RedirectTarget:
    return RedirectTarget(author.name, paths.locate_below(paths.AUTHORS, author.slug))


KIND = PageKind(
    paths.AUTHORS,
    make_author_index,
    list_batches=list_author_pages,
    label=N_("Authors"),
    note=N_("authors with at least two papers"),
    list_collections=list_authors,
    list_redirects=list_former_authors,
)
