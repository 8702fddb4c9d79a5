"""Long lists in parts, so that no page is: by year, a year by month, and what is left by number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model.papers import Page, Paper
from generator.publish import paths
from generator.publish.site_data import SiteData, group_by_month

MAX_PAPERS = 200  # papers on one page


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long list, with a page of its own.

    Attributes:
        name: What the papers have in common, such as ``March 2026``.
        path: The page's file under ``docs/``.
        papers: All of its papers.
        parts: Finer ones, where it is too long itself; then its page lists these.
    """

    name: str
    path: str
    papers: tuple[Paper, ...]
    parts: tuple["Part", ...] = ()


def year_published(paper: Paper) -> int | None:
    """The year of a paper's first version."""
    return paper.published.year if paper.published else None


def split_by_year(
    page: str, papers: Sequence[Paper], year_of: Callable[[Paper], int | None] = year_published
) -> tuple[Part, ...]:
    """The parts of a list, the newest year first, and papers without a year last.

    Args:
        page: The page that the list belongs to; the parts lie below it.
        papers: The newest first.
        year_of: What is taken for a paper's year.
    """
    years: dict[int | None, list[Paper]] = {}
    for paper in papers:
        years.setdefault(year_of(paper), []).append(paper)
    parts = []
    for year in sorted(years, key=lambda year: -(year or 0)):
        name, path = str(year or "Undated"), paths.locate_below(page, year or "undated")
        parts.append(_with_finer(Part(name, path, tuple(years[year])), _months))
    return tuple(parts)


def _with_finer(part: Part, divide: Callable[[Part], Iterator[Part]]) -> Part:
    if len(part.papers) <= MAX_PAPERS:
        return part
    return Part(part.name, part.path, part.papers, tuple(divide(part)))


def _months(part: Part) -> Iterator[Part]:
    """A year's months; all of it where these do not divide it."""
    months = groupby(
        part.papers, key=lambda paper: paper.published and (paper.published.year, paper.published.month)
    )
    found = {month: tuple(papers) for month, papers in months}
    if len(found) == 1:
        yield from _numbered(part)
        return
    for month, papers in found.items():
        name = group_by_month(papers)[0].name
        segment = "undated" if month is None else f"{month[1]:02}"
        if month and str(month[0]) != part.name:
            segment = f"{month[0]}-{segment}"
        yield _with_finer(Part(name, paths.locate_below(part.path, segment), papers), _numbered)


def _numbered(part: Part) -> Iterator[Part]:
    """Pieces of equal length, counted from the oldest paper, so that a full one never changes."""
    oldest_first = part.papers[::-1]
    pieces = [
        oldest_first[start : start + MAX_PAPERS][::-1] for start in range(0, len(oldest_first), MAX_PAPERS)
    ]
    for number, papers in reversed(list(enumerate(pieces, start=1))):
        yield Part(f"{part.name}, part {number}", paths.locate_below(part.path, number), papers)


def make_part_pages(
    parts: Sequence[Part],
    site: SiteData,
    heading: str,
    page: str,
    *,
    facets: str | None = None,
    is_whole: bool = False,
) -> Iterator[Page]:
    """A page for each part, and for each of its finer ones.

    Args:
        parts: What `split_by_year` made.
        site: What every page is made from.
        heading: What the whole list is called.
        page: The page of the whole list.
        facets: What the form that filters a year's papers keeps to beside the year, such as
            ``topic=caches``; None where years are not those of publication, and there is no such form.
        is_whole: Whether a part's name says enough, as under years.
    """
    for part in parts:
        title = part.name if is_whole else f"{heading}, {part.name}"
        has_form = facets is not None and part.name.isdecimal()
        yield site.render_page(
            "part",
            part.path,
            title,
            f"{title}: {len(part.papers)} papers in {site.catalogue.settings.title}.",
            listed=part.papers,
            heading=title,
            count=len(part.papers),
            whole=f"All {heading.lower()}" if is_whole else f"All of {heading}",
            whole_page=page,
            facets="&".join(filter(None, (facets, f"year={part.name}"))) if has_form else "",
            parts=part.parts,
            months=[] if part.parts else group_by_month(part.papers),
        )
        yield from make_part_pages(part.parts, site, heading, page, is_whole=is_whole)
