"""Collect every link that curators wrote, and report those that no longer work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.maintain.link_checker import LinkResult, LinkStatus
from generator.model import urls
from generator.model.curation_values import Curation
from generator.model.escaping import format_code
from generator.model.grouping import group_pairs
from generator.model.layout import PEOPLE, VENUES, build_list_path
from generator.model.text import clean_line, format_count, truncate

_MAX_SHOWN = 80  # links with the same status; an issue has at most 65,536 characters
_MAX_SHOWN_LENGTH = 150  # characters of an address or a reason
_MAX_FILES_SHOWN = 3  # of a link
_HEADINGS = {
    LinkStatus.BROKEN: "Broken: correct or remove these links",
    LinkStatus.MOVED: "Moved permanently: replace these links by the new addresses",
    LinkStatus.UNCLEAR: "Unclear, because many servers refuse programs: open these links by hand sometimes",
}


def collect_links(curation: Curation) -> dict[str, tuple[str, ...]]:
    """Return each link that people wrote, in order, with the files that contain it."""
    return group_pairs(sorted(set(_iter_links(curation))))


def _iter_links(curation: Curation) -> Iterator[tuple[str, str]]:
    for paper in curation.papers.values():
        record_links = paper.record.links if paper.record else ()
        links = (*(link.url for link in paper.links), *_find_urls(paper.note or ""), *record_links)
        yield from ((url, paper.path) for url in links)
    for venue in curation.venues:
        if venue.url:
            yield venue.url, VENUES
    for person in curation.people:
        if person.homepage:
            yield person.homepage, PEOPLE
    for reading_list in curation.lists:
        text = "\n".join([reading_list.description, *(entry.note or "" for entry in reading_list.entries)])
        yield from ((url, build_list_path(reading_list.id)) for url in _find_urls(text))


def _find_urls(text: str) -> Iterator[str]:
    """Yield the addresses in text, except those at arXiv and the DOI resolver, which stay for good."""
    for _, _, url in urls.find_urls(urls.unescape(text)):
        if not urls.is_arxiv_or_doi(url):
            yield url


def format_links_as_markdown(
    results: Sequence[LinkResult], files_by_link: Mapping[str, Sequence[str]]
) -> str:
    """Format a report as Markdown for GitHub, for the summary of a job and for an issue."""
    lines = [f"{_count_broken(results)} of {format_count(len(results), 'link')} broken."]
    for status, heading in _HEADINGS.items():
        reported = sorted(
            (result for result in results if result.status is status), key=lambda result: result.url
        )
        if reported:
            lines += ["", f"**{heading}**", ""]
            lines += [_format_item(result, files_by_link[result.url]) for result in reported[:_MAX_SHOWN]]
        if len(reported) > _MAX_SHOWN:
            lines.append(f"- and {len(reported) - _MAX_SHOWN:,} more")
    return "\n".join(lines) + "\n"


def format_links_as_text(results: Sequence[LinkResult], files_by_link: Mapping[str, Sequence[str]]) -> str:
    """Format a report with one line for each link that does not work, and their number."""
    lines = [
        f"{result.status}: {clean_line(result.url)} in {', '.join(files_by_link[result.url])}: "
        f"{clean_line(result.reason)}"
        for result in sorted(results, key=lambda result: result.url)
        if result.status is not LinkStatus.WORKS
    ]
    return "\n".join([*lines, f"{_count_broken(results)} of {format_count(len(results), 'link')} broken"])


def _count_broken(results: Iterable[LinkResult]) -> str:
    return f"{sum(result.status is LinkStatus.BROKEN for result in results):,}"


def _format_item(result: LinkResult, files: Sequence[str]) -> str:
    file_names = ", ".join(format_code(file) for file in files[:_MAX_FILES_SHOWN])
    url, reason = (truncate(text, _MAX_SHOWN_LENGTH) for text in (result.url, result.reason))
    return f"- {format_code(url)} in {file_names}: {format_code(reason)}"
