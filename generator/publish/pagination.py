"""Split long lists into pages: by year, a long year by month, and a long month by number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.model.dates import Precision
from generator.model.papers import Page, Paper
from generator.publish import paths
from generator.publish.site_data import SiteData, group_by_month
from generator.translation.messages import _, ngettext

MAX_PAPERS = 200  # on one page


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long list, with its own page.

    Attributes:
        name: What its papers have in common, such as ``March 2026``.
        path: Its page, as a file under ``docs/``.
        papers: All of its papers.
        parts: Smaller parts, if it is too long itself; its page then lists these instead of papers.
    """

    name: str
    path: str
    papers: tuple[Paper, ...]
    parts: tuple["Part", ...] = ()


def get_published_year(paper: Paper) -> int | None:
    """Return the year of a paper's first version."""
    return paper.published.year if paper.published else None


def name_year(year: int | None) -> str:
    """Return the name of a year, or of the list of papers without a date."""
    return str(year or _("No date"))


def get_year_segment(year: int | None) -> str:
    """Return the last part of the address of a year's page."""
    return str(year or "undated")


def split_by_year(
    page: str, papers: Sequence[Paper], find_year: Callable[[Paper], int | None] = get_published_year
) -> tuple[Part, ...]:
    """Split a list, the newest year first; papers without a year come last.

    Args:
        page: The page of the whole list; the pages of the parts are below it.
        papers: The papers, the newest first.
        find_year: Returns the year under which a paper is listed.
    """
    papers_by_year: dict[int | None, list[Paper]] = {}
    for paper in papers:
        papers_by_year.setdefault(find_year(paper), []).append(paper)
    parts = []
    for year in sorted(papers_by_year, key=lambda year: -(year or 0)):
        name, path = name_year(year), paths.locate_below(page, get_year_segment(year))
        parts.append(_split_if_long(Part(name, path, tuple(papers_by_year[year])), _split_by_month))
    return tuple(parts)


def _split_if_long(part: Part, split: Callable[[Part], Iterator[Part]]) -> Part:
    return replace(part, parts=tuple(split(part))) if len(part.papers) > MAX_PAPERS else part


def _split_by_month(part: Part) -> Iterator[Part]:
    """Split a year by month of publication, or by number if all papers are of one month."""
    papers_by_month = {month: tuple(papers) for month, papers in groupby(part.papers, key=_get_month)}
    if len(papers_by_month) == 1:
        yield from _split_by_number(part)
        return
    for month, papers in papers_by_month.items():
        name = group_by_month(papers)[0].name
        segment = "undated" if month is None else f"{month[1]:02}" if month[1] else "year"
        if month and str(month[0]) != part.name:
            segment = f"{month[0]}-{segment}"
        yield _split_if_long(Part(name, paths.locate_below(part.path, segment), papers), _split_by_number)


def locate_months(years: Sequence[Part]) -> dict[str, tuple[str, str]]:
    """Map each month of publication, such as ``2026-02``, to the page of its papers, and an anchor there.

    Args:
        years: The parts of a list, from `split_by_year`.
    """
    places = {}
    for year in years:
        for part in year.parts or (year,):
            for month in group_by_month(part.papers):
                name = month.papers[0].published_month
                if name in places:  # another part has papers of this month, too
                    places[name] = year.path, ""
                elif name:
                    places[name] = part.path, "" if year.parts else month.id
    return places


def _get_month(paper: Paper) -> tuple[int, int] | None:
    """Return the year and the month of publication, which is 0 if only the year is known."""
    if paper.published is None:
        return None
    month = 0 if paper.published_precision is Precision.YEAR else paper.published.month
    return paper.published.year, month


def _split_by_number(part: Part) -> Iterator[Part]:
    """Split a part into pieces of equal length, from the oldest paper, so that a full piece never changes."""
    oldest_first = part.papers[::-1]
    starts = range(0, len(oldest_first), MAX_PAPERS)
    for number, start in reversed(list(enumerate(starts, start=1))):
        papers = oldest_first[start : start + MAX_PAPERS][::-1]
        name = _("%(list)s, part %(number)s", list=part.name, number=number)
        yield Part(name, paths.locate_below(part.path, number), papers)


def make_part_pages(  # noqa: PLR0913 - parts differ in all of these
    parts: Sequence[Part],
    site: SiteData,
    heading: str,
    page: str,
    *,
    facets: str | None = None,
    is_whole: bool = False,
    above: tuple[str, str] | None = None,
) -> Iterator[Page]:
    """Make a page for each part, and for its smaller parts.

    Args:
        parts: The result of `split_by_year`.
        site: The data of the site.
        heading: The title of the whole list.
        page: The page of the whole list.
        facets: The facets of the list, such as ``topic=caches``, to which the form that filters the papers of
            a year is limited. None if years are not those of publication; then there is no form.
        is_whole: Whether the name of a part is a complete title, as that of a year is.
        above: Name and page of the part that these are parts of; without its papers, on which their pages do
            not depend.
    """
    for part in parts:
        title = part.name if is_whole else _("%(list)s, %(part)s", list=heading, part=part.name)
        has_form = facets is not None and part.name.isdecimal()
        yield site.render_page(
            "part",
            part.path,
            title,
            ngettext(
                "%(title)s: %(count)s paper in %(catalogue)s.",
                "%(title)s: %(count)s papers in %(catalogue)s.",
                len(part.papers),
                title=title,
                catalogue=site.catalogue.settings.title,
            ),
            wide=True,
            listed=part.papers,
            heading=title,
            name=part.name,
            above=above,
            count=len(part.papers),
            is_dated=any(paper.published for paper in part.papers),
            whole=_("All years") if is_whole else _("All of %(list)s", list=heading),
            whole_page=page,
            facets="&".join(filter(None, (facets, f"year={part.name}"))) if has_form else "",
            parts=part.parts,
            months=[] if part.parts else group_by_month(part.papers),
        )
        yield from make_part_pages(
            part.parts, site, heading, page, is_whole=is_whole, above=(part.name, part.path)
        )
