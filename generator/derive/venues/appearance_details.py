"""Find the year, pages, volume and number in the words around a mention."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.derive.venues.claims import Clause
from generator.derive.venues.mentions import ANY_YEAR, CONTEXT_LENGTH, YEAR, VenueMention
from generator.derive.venues.spellings import SPONSOR
from generator.model.curation_values import Appearance
from generator.model.publications import normalise_pages

# Numbers that count something and ranges, which are not years.
_COUNT_OR_RANGE = re.compile(
    r"\b(?:pp?|pages?|vol(?:ume)?|v|nos?|n|issue|number|art(?:icle)?|paper|id|section)\b[\s.:#]*\d+"
    r"(?:\s*[-–—]+\s*\d+)?"
    r"|\d+\s*[-–—]+\s*\d+|\d+(?=\s+(?:pages?|figures?|tables?|papers?))",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\baccept\w*|\bto appear|\bforthcoming|\bcamera[\s-]ready|\bin press", re.IGNORECASE)
_MAX_YEARS_APART = 2
_MAX_EVIDENCE_LENGTH = 240  # characters
_YEAR_IN_BRACKETS = re.compile(rf"\([^()]{{0,40}}?\b({YEAR})\)")
_ON_A_DAY = re.compile(r"\bon\s+[\w\s.,]{1,16}$")
_OTHER_ACRONYM_BEFORE = re.compile(
    rf"(?!(?:{SPONSOR}|USA|UK|UAE)\b)\b[A-Z][\w-]{{0,30}}[A-Z][\w-]{{0,30}}[\s'’-]{{0,2}}$"
)
_MAX_GAP = 3  # characters between a name and its year
_PAGE_WORD = r"\b(?<!\d )(?:pp?|pages?|pg)"
_PAGES = re.compile(
    rf"{_PAGE_WORD}[.:\s]*([A-Z]?\d+(?::\d+)?\s*[-–—]+\s*[A-Z]?\d+(?::\d+)?)(?!\w)", re.IGNORECASE
)
_PAGE = re.compile(rf"{_PAGE_WORD}\b[.:\s]*(\d+)(?![\w-]|\s*[-–—])", re.IGNORECASE)
_RANGE = r"(\d+)\s*[-–—]+\s*(\d+)"
_VOLUME_BEFORE = rf"[\s,](?P<volume>(?!{YEAR}\b)\d+)\s*"
_NUMBER_WORD = r"[Nn]os?\.?\s*"
_ISSUE = rf"(?P<number>(?!{YEAR}\b)\d+(?:[-–/]\d+)?)"
_YEAR_PART = rf"\([^()]*{YEAR}\)[\s,:]*"
# Volume, number and pages without words.
_COMPACT_FORMS = (
    re.compile(rf"{_VOLUME_BEFORE},\s*{_ISSUE},\s*{_RANGE}"),  # 55, 4, 29-36
    re.compile(rf"{_VOLUME_BEFORE}\({_ISSUE}\)\s*[:,]\s*{_RANGE}"),  # 12(3):45-67
    re.compile(
        rf"{_VOLUME_BEFORE}(?:,\s*(?:{_NUMBER_WORD})?|{_NUMBER_WORD}){_ISSUE}\s*{_YEAR_PART}{_RANGE}"
    ),  # 66, 3 (2003) 515-548
    re.compile(
        rf"{_VOLUME_BEFORE}{_YEAR_PART}{_NUMBER_WORD}{_ISSUE},\s*{_RANGE}"
    ),  # 4 (2009), no. 15, 717-725
    re.compile(rf"{_VOLUME_BEFORE}{_YEAR_PART}{_RANGE}"),  # 145 (2008) 549-577
    re.compile(rf"{_VOLUME_BEFORE}:\s*{_RANGE}"),  # 212: 88-95
    re.compile(rf"{_YEAR_PART}{_RANGE}"),  # (25/06/2006) 119-124
)
_VOLUME = re.compile(r"\bv(?:ol(?:ume)?)?\b[.:\s]*(\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:nos?|n|number|issue|iss)\b[.:\s]*(\d+(?:[-–/]\d+)?)(?!\d)", re.IGNORECASE)
_VOLUME_AFTER_NAME = re.compile(r",?\s+(\d{1,3})(?:\s*\((\d{1,3})\))?(?=\s*[,(]|\s*$)")


@dataclass(frozen=True, slots=True)
class PaperYears:
    """The years from the first version of a paper to its newest one."""

    first: int
    last: int

    def allows(self, year: int, *, is_short: bool = False, is_planned: bool = False) -> bool:
        """Whether the paper can have appeared in a year: at most two years after its newest version.

        Many papers are posted long after they appeared. But a paper that is "accepted" has not appeared
        more than two years before its first version, and two digits of such a year are the number of the
        event: ``MICRO '57`` is the 57th MICRO.
        """
        is_late_enough = self.first - _MAX_YEARS_APART <= year or not (is_short or is_planned)
        return is_late_enough and year <= self.last + _MAX_YEARS_APART


def find_year(clause: Clause, mention: VenueMention, paper_years: PaperYears | None) -> int | None:
    """Find the year of a mention: next to the name, or else the nearest that belongs to no other name.

    Args:
        clause: The clause that claims the appearance.
        mention: The venue in it.
        paper_years: Which years are possible; None if all are.
    """
    mentions = clause.list_mentions_of(mention.venue)
    allows = paper_years.allows if paper_years else _allow_any_year
    is_planned = bool(_PLANNED.search(clause.text))
    years_after = [
        other.year
        for other in mentions
        if other.year is not None
        and allows(other.year, is_short=other.has_short_year, is_planned=is_planned)
        and (paper_years is not None or not _is_event_number(clause, other))
    ]
    if years_after:
        return years_after[0]
    text = _COUNT_OR_RANGE.sub(lambda match: " " * len(match[0]), clause.text)
    if not mention.venue.is_event:
        years_in_brackets = [
            year for year in map(int, _YEAR_IN_BRACKETS.findall(text)) if allows(year, is_planned=is_planned)
        ]
        if years_in_brackets:
            return years_in_brackets[-1]
    years = [
        match
        for match in ANY_YEAR.finditer(text)
        if allows(int(match[0]), is_planned=is_planned) and not _is_other_year(match, text, clause, mention)
    ]
    distances = [
        _measure_distance(match.start() + clause.start, match.end() + clause.start, mentions)
        for match in years
    ]
    return int(years[distances.index(min(distances))][0]) if years else None


def _is_event_number(clause: Clause, mention: VenueMention) -> bool:
    """Whether two digits are the number of the event: ``18th Teletraffic Congress (ITC18)``."""
    ordinal = rf"\b{(mention.year or 0) % 100}\s?(?:st|nd|rd|th)\b"
    return mention.has_short_year and bool(re.search(ordinal, clause.text))


def _allow_any_year(_year: int, *, is_short: bool = False, is_planned: bool = False) -> bool:  # noqa: ARG001 - as `PaperYears.allows`
    return True


def _is_other_year(year: re.Match[str], text: str, clause: Clause, mention: VenueMention) -> bool:
    """Whether a year follows another name in capitals, or belongs to the day on which a journal accepted."""
    position = year.start() + clause.start
    for other in clause.mentions:
        if other.end <= position <= other.end + _MAX_GAP:
            return other.venue.id != mention.venue.id
    before = text[max(0, year.start() - CONTEXT_LENGTH) : year.start()]
    return bool(_OTHER_ACRONYM_BEFORE.search(before)) or (
        not mention.venue.is_event and bool(_ON_A_DAY.search(before))
    )


def _measure_distance(start: int, end: int, mentions: Iterable[VenueMention]) -> int:
    return min(max(mention.start - end, start - mention.end, 0) for mention in mentions)


def add_details(appearance: Appearance, text: str, mention: VenueMention) -> Appearance:
    """Add the pages, volume and number in a journal reference; a conference has pages only.

    The volume of a conference is that of the series in which its proceedings appear.
    """
    compact = next((match for form in _COMPACT_FORMS if (match := form.search(text, mention.end))), None)
    pages = _find_pages(text, compact)
    if mention.venue.is_event:
        return replace(appearance, pages=pages)
    after_name = _VOLUME_AFTER_NAME.match(text, mention.end)
    volume = _VOLUME.search(text) or after_name
    number = _NUMBER.search(text)
    parts = compact.groupdict() if compact else {}
    return replace(
        appearance,
        pages=pages,
        volume=parts.get("volume") or (volume[1] if volume else None),
        number=parts.get("number") or (number[1] if number else after_name[2] if after_name else None),
    )


def quote_evidence(text: str, mention: VenueMention, start: int, end: int) -> str:
    """Quote the clause between two positions, or the part around the name if the clause is long."""
    if end - start > _MAX_EVIDENCE_LENGTH:
        start = max(start, min(mention.start - _MAX_EVIDENCE_LENGTH // 2, end - _MAX_EVIDENCE_LENGTH))
        end = min(end, max(start + _MAX_EVIDENCE_LENGTH, mention.end))
    return " ".join(text[start:end].split())


def _find_pages(text: str, compact: re.Match[str] | None) -> str | None:
    if match := _PAGES.search(text):
        first, last = normalise_pages(match[1]).split("-")
    elif compact:
        first, last = compact.groups()[-2:]
    else:
        match = _PAGE.search(text)
        return match[1] if match else None
    if first.isdigit() and last.isdigit() and int(last) < int(first):
        return None
    return f"{first}-{last}"
