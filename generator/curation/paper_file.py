"""Convert a paper's curation file to a value, and check it against topics, venues and the abstract."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from generator.curation.checks import check_summary, find_pictures
from generator.curation.file_set import File
from generator.curation.hints import quote, suggest_id
from generator.curation.known_papers import KnownPapers
from generator.curation.record import list_former_ids
from generator.model import urls
from generator.model.curation_values import (
    Appearance,
    Correction,
    Link,
    LinkKind,
    PaperCuration,
    Status,
    Topic,
    Venue,
)
from generator.model.entries import Entry
from generator.model.publications import normalise_pages
from generator.model.text import clean_line, clean_paragraphs

_T = TypeVar("_T")


def build_paper_curation(
    path: str, file: File, paper_id: str, papers: KnownPapers, record: Entry | None
) -> PaperCuration:
    """Convert the content of a paper's file.

    Args:
        path: The file's path below the catalogue's folder.
        file: Its content; ids of papers that are unknown are reported.
        paper_id: The paper's id.
        papers: The papers that it may refer to.
        record: The paper that its record describes, if it has one.
    """
    value = file.value
    return PaperCuration(
        path=path,
        topics=convert_optional(value, "topics", tuple),
        summary=convert_optional(value, "summary", clean_line),
        note=value.get("note"),
        venue=convert_optional(value, "venue", _convert_appearance),
        links=tuple(_convert_links(value.get("links", {}))),
        awards=tuple(clean_line(award) for award in value.get("awards", ())),
        highlight=value.get("highlight", False),
        related=tuple(_find_other_papers("related", file, paper_id, papers)),
        same_as=tuple(_find_other_papers("same_as", file, paper_id, papers)),
        status=convert_optional(value, "status", Status),
        publications=tuple(value.get("publications", ())),
        corrections={
            field: Correction(
                _convert_correction(field, correction["value"]), clean_line(correction["reason"])
            )
            for field, correction in value.get("corrections", {}).items()
        },
        record=record,
        former_ids=list_former_ids(value["record"], paper_id) if "record" in value else (),
    )


def check_values(
    file: File, topics: Mapping[str, Topic] | None, venues: Mapping[str, Venue] | None, abstract: str | None
) -> None:
    """Report topics and a venue that do not exist, pictures in the note, and a summary that is copied.

    Args:
        file: A paper's file.
        topics: By id; None if their file has problems.
        venues: By id; None if their file has problems.
        abstract: The paper's; None if no feed has it.
    """
    value = file.value
    for index, topic in enumerate(value.get("topics", ())):
        if topics is not None and topic not in topics:
            new_id = next((other.id for other in topics.values() if topic in other.former_ids), None)
            titles = {other.id: (other.title,) for other in topics.values()}
            hint = f"it was renamed to {new_id!r}" if new_id else suggest_id(topic, titles)
            file.report(("topics", index), f"topic must be an id from topics.yml, got {quote(topic)}", hint)
    venue = value.get("venue", {}).get("id")
    if venue is not None and venues is not None and venue not in venues:
        message = f"venue must be an id from venues.yml, got {quote(venue)}"
        names = {other.id: (other.acronym, other.name, *other.spellings) for other in venues.values()}
        file.report(("venue", "id"), message, suggest_id(venue, names))
    for line, column, picture in find_pictures(value.get("note", "")):
        message = f"note must not contain pictures, got {quote(picture)}"
        file.report_in_text(("note",), line, column, message, "link to it: [plot](https://…)")
    if "summary" in value and (explanation := check_summary(value["summary"], abstract)):
        file.report(("summary",), *explanation)


def convert_optional(value: Mapping[str, Any], key: str, convert: Callable[[Any], _T]) -> _T | None:
    """Convert a key's value, if the key is there."""
    return convert(value[key]) if key in value else None


def _convert_appearance(value: Mapping[str, Any]) -> Appearance:
    return Appearance(value["id"], value.get("year"), convert_optional(value, "pages", _convert_pages))


def _convert_pages(text: str) -> str:
    return normalise_pages(clean_line(text))


def _convert_links(links: Mapping[str, str | list[str]]) -> list[Link]:
    return [
        Link(LinkKind(kind), urls.clean_url(url) or url)
        for kind, values in links.items()
        for url in ([values] if isinstance(values, str) else values)
    ]


def _convert_correction(field: str, value: Any) -> object:  # noqa: ANN401 - as the schema declares it
    if field == "authors":
        return tuple(clean_line(name) for name in value)
    return clean_paragraphs(value) if field == "abstract" else clean_line(value)


def _find_other_papers(key: str, file: File, paper_id: str, papers: KnownPapers) -> list[str]:
    """Return the ids of the papers that a key names; report the paper itself and repeated ones."""
    references = file.value.get(key, ())
    positions = papers.resolve_all(references, (key,), file.report)
    if (position := positions.pop(paper_id, None)) is not None:
        message = f"{key} must name other papers, got {quote(references[position])}, the paper itself"
        file.report((key, position), message)
    return list(positions)
