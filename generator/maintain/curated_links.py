"""Every address that curators wrote, and a report of those that no longer lead anywhere."""

from collections.abc import Iterable, Mapping, Sequence

from generator.curation.layout import PEOPLE, VENUES, list_file
from generator.derive.code_links import find_links
from generator.maintain.link_visits import Verdict, Visit
from generator.model.curation_values import Curation
from generator.model.text import clean_line, format_code, format_count, truncate

_MOST_SHOWN = 80  # of a kind; an issue holds 65,536 characters
_LONGEST_SHOWN = 150  # characters of an address
_HEADINGS = {
    Verdict.BROKEN: "Gone: mend or remove",
    Verdict.MOVED: "Moved for good: write the new address",
    Verdict.UNCLEAR: "Could not be told: many servers refuse programs; open these by hand now and then",
}


def addresses(curated: Curation) -> dict[str, tuple[str, ...]]:
    """Each address that people wrote, and the files it stands in, by address."""
    found: dict[str, set[str]] = {}
    for url, place in _addresses(curated):
        found.setdefault(url, set()).add(place)
    return {url: tuple(sorted(found[url])) for url in sorted(found)}


def _addresses(curated: Curation) -> Iterable[tuple[str, str]]:
    for curation in curated.papers.values():
        written = [*curation.links, *find_links(curation.note, None)]
        urls = [link.url for link in written] + list(curation.record.links if curation.record else ())
        yield from ((url, curation.path) for url in urls)
    for venue in curated.venues:
        if venue.url:
            yield venue.url, VENUES
    for person in curated.people:
        if person.homepage:
            yield person.homepage, PEOPLE
    for reading_list in curated.lists:
        text = "\n".join([reading_list.description, *(entry.note or "" for entry in reading_list.entries)])
        yield from ((link.url, list_file(reading_list.id)) for link in find_links(text, None))


def as_markdown(visits: Sequence[Visit], places: Mapping[str, Sequence[str]]) -> str:
    """The report, for a job's summary and for the issue."""
    lines = [
        f"Of {format_count(len(visits), 'address', 'addresses')}, {_count(visits, Verdict.BROKEN)} gone."
    ]
    for verdict, heading in _HEADINGS.items():
        found = sorted((visit for visit in visits if visit.verdict is verdict), key=lambda visit: visit.url)
        if found:
            lines += ["", f"**{heading}**", ""]
            lines += [_line(visit, places[visit.url]) for visit in found[:_MOST_SHOWN]]
        if len(found) > _MOST_SHOWN:
            lines.append(f"- and {len(found) - _MOST_SHOWN:,} more")
    return "\n".join(lines) + "\n"


def as_text(visits: Sequence[Visit], places: Mapping[str, Sequence[str]]) -> str:
    """One line for each address that is not well, and a sum."""
    lines = [
        f"{visit.verdict}: {clean_line(visit.url)} in {', '.join(places[visit.url])}:"
        f" {clean_line(visit.reason)}"
        for visit in sorted(visits, key=lambda visit: visit.url)
        if visit.verdict is not Verdict.WELL
    ]
    return "\n".join(
        [
            *lines,
            f"of {format_count(len(visits), 'address', 'addresses')}, {_count(visits, Verdict.BROKEN)} gone",
        ]
    )


def _count(visits: Iterable[Visit], verdict: Verdict) -> str:
    return f"{sum(visit.verdict is verdict for visit in visits):,}"


def _line(visit: Visit, places: Sequence[str]) -> str:
    files = ", ".join(format_code(place) for place in places[:3])
    url, reason = (truncate(text, _LONGEST_SHOWN) for text in (visit.url, visit.reason))
    return f"- {format_code(url)} in {files}: {format_code(reason)}"
