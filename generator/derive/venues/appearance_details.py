"""Year, pages, volume and number out of the words around a mention."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.derive.venues.appearance import Clause
from generator.derive.venues.mentions import ANY_YEAR, NEAR, YEAR, Mention
from generator.derive.venues.spellings import SPONSOR

# Numbers that count something, ranges, and days on which a journal accepted are no years of the venue.
_COUNTED = re.compile(
    r"\b(?:pp?|pages?|vol(?:ume)?|v|nos?|n|issue|number|art(?:icle)?|paper|id|section)\b[\s.:#]*\d+"
    r"(?:\s*[-–—]+\s*\d+)?"
    r"|\d+\s*[-–—]+\s*\d+|\d+(?=\s+(?:pages?|figures?|tables?|papers?))",
    re.IGNORECASE,
)
_BRACKETED_DATE = re.compile(rf"\([^()]{{0,40}}?\b({YEAR})\)")
_DAY = re.compile(r"\bon\s+[\w\s.,]{1,16}$")
_OTHERS_YEAR = re.compile(
    rf"(?!(?:{SPONSOR}|USA|UK|UAE)\b)\b[A-Z][\w-]{{0,30}}[A-Z][\w-]{{0,30}}[\s'’-]{{0,2}}$"
)
_BESIDE_LENGTH = 3
_DASH = re.compile(r"\s*[-–—]+\s*")
_PAGE_WORD = r"\b(?<!\d )(?:pp?|pages?|pg)"
_PAGES = re.compile(
    rf"{_PAGE_WORD}[.:\s]*([A-Z]?\d+(?::\d+)?\s*[-–—]+\s*[A-Z]?\d+(?::\d+)?)(?!\w)", re.IGNORECASE
)
_PAGE = re.compile(rf"{_PAGE_WORD}\b[.:\s]*(\d+)(?![\w-]|\s*[-–—])", re.IGNORECASE)
_RANGE = r"(\d+)\s*[-–—]+\s*(\d+)"
_VOLUME_FIRST = rf"[\s,](?P<volume>(?!{YEAR}\b)\d+)\s*"
_NO = r"[Nn]os?\.?\s*"
_COUNT = rf"(?P<number>(?!{YEAR}\b)\d+(?:[-–/]\d+)?)"
_DATED = rf"\([^()]*{YEAR}\)[\s,:]*"
_COMPACT = (
    re.compile(rf"{_VOLUME_FIRST},\s*{_COUNT},\s*{_RANGE}"),  # 55, 4, 29-36
    re.compile(rf"{_VOLUME_FIRST}\({_COUNT}\)\s*[:,]\s*{_RANGE}"),  # 12(3):45-67
    re.compile(
        rf"{_VOLUME_FIRST}(?:,\s*(?:{_NO})?|{_NO}){_COUNT}\s*{_DATED}{_RANGE}"
    ),  # 66, 3 (2003) 515-548
    re.compile(rf"{_VOLUME_FIRST}{_DATED}{_NO}{_COUNT},\s*{_RANGE}"),  # 4 (2009), no. 15, 717-725
    re.compile(rf"{_VOLUME_FIRST}{_DATED}{_RANGE}"),  # 145 (2008) 549-577
    re.compile(rf"{_VOLUME_FIRST}:\s*{_RANGE}"),  # 212: 88-95
    re.compile(rf"{_DATED}{_RANGE}"),  # (25/06/2006) 119-124
)
_VOLUME = re.compile(r"\bv(?:ol(?:ume)?)?\b[.:\s]*(\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:nos?|n|number|issue|iss)\b[.:\s]*(\d+(?:[-–/]\d+)?)(?!\d)", re.IGNORECASE)
_PLAIN_VOLUME = re.compile(r",?\s+(\d{1,3})(?:\s*\((\d{1,3})\))?(?=\s*[,(]|\s*$)")


@dataclass(frozen=True, slots=True)
class _Details:
    """What a journal reference says beside the venue."""

    pages: str | None = None
    volume: str | None = None
    number: str | None = None


def year_of(clause: Clause, chosen: Mention) -> int | None:
    """The year beside the venue's name, or else the nearest of the clause that is not another's."""
    same = clause.of(chosen.venue)
    beside = [mention.year for mention in same if mention.year is not None]
    if beside:
        return beside[0]
    text = _COUNTED.sub(lambda match: " " * len(match[0]), clause.text)
    if not chosen.is_event and (dates := _BRACKETED_DATE.findall(text)):
        return int(dates[-1])
    years = [match for match in ANY_YEAR.finditer(text) if not _is_others(match, text, clause, chosen)]
    distances = [_distance(match.start() + clause.start, match.end() + clause.start, same) for match in years]
    return int(years[distances.index(min(distances))][0]) if years else None


def _is_others(year: re.Match[str], text: str, clause: Clause, chosen: Mention) -> bool:
    """Whether a year stands beside another name in capitals, or is that of a journal's day of acceptance."""
    place = year.start() + clause.start
    for mention in clause.mentions:
        if mention.end <= place <= mention.end + _BESIDE_LENGTH:
            return mention.venue.id != chosen.venue.id
    before = text[max(0, year.start() - NEAR) : year.start()]
    return bool(_OTHERS_YEAR.search(before)) or (not chosen.is_event and bool(_DAY.search(before)))


def _distance(start: int, end: int, mentions: Iterable[Mention]) -> int:
    return min(max(mention.start - end, start - mention.end, 0) for mention in mentions)


def details_of(text: str, mention: Mention) -> _Details:
    """Pages, volume and number of a journal reference; a conference's volume is its series' and left out."""
    compact = next((match for form in _COMPACT if (match := form.search(text, mention.end))), None)
    pages = _pages(text, compact)
    if mention.is_event:
        return _Details(pages)
    plain = _PLAIN_VOLUME.match(text, mention.end)
    volume = _VOLUME.search(text) or plain
    number = _NUMBER.search(text)
    parts = compact.groupdict() if compact else {}
    return _Details(
        pages,
        volume=parts.get("volume") or (volume[1] if volume else None),
        number=parts.get("number") or (number[1] if number else plain[2] if plain else None),
    )


def _pages(text: str, compact: re.Match[str] | None) -> str | None:
    if match := _PAGES.search(text):
        first, last = _DASH.split(match[1])
    elif compact:
        first, last = compact.groups()[-2:]
    else:
        match = _PAGE.search(text)
        return match[1] if match else None
    if first.isdigit() and last.isdigit() and int(last) < int(first):
        return None
    return f"{first}-{last}"
