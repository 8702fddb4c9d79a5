"""Read the name of an unlisted venue, one that is not in ``venues.yml``, at a given place of a text.

The name is what the authors wrote, without what only counts the event: ``the 5th Workshop on Caches
(WoC 2024)`` gives ``Workshop on Caches`` and ``WoC``. Text without the form of a name gives None.
"""

import re
from dataclasses import dataclass, replace

from generator.derive.venues.disambiguation import is_abbreviation
from generator.derive.venues.mentions import MONTH_ABBREVIATION, ORDINAL, QUOTE, YEAR
from generator.derive.venues.spellings import SPONSOR
from generator.model.curation_values import VenueKind
from generator.model.dates import MONTHS, complete_year


@dataclass(frozen=True, slots=True)
class UnlistedName:
    """The name of a venue in a text.

    Attributes:
        acronym: Such as ``WoC``, or an empty string.
        name: The full name, or an empty string; one of the two is not empty.
        kind: What its words say that it is.
        year: The year in the name or right next to it, or None.
        has_short_year: Whether that year has two digits, which can also count the event.
        start: Where it starts.
        end: Where it ends, with the acronym and the year next to it.
        has_title_word: Whether a word such as "conference" or "journal" is part of the name.
    """

    acronym: str
    name: str
    kind: VenueKind
    year: int | None
    has_short_year: bool
    start: int
    end: int
    has_title_word: bool = False

    @property
    def is_event(self) -> bool:
        """Whether it is a conference or workshop."""
        return self.kind.is_event

    @property
    def is_hosted(self) -> bool:
        """Whether it can be next to a conference, as workshops and volumes of findings are."""
        return self.kind is VenueKind.WORKSHOP or bool(_FINDINGS.search(self.name))


_FINDINGS = re.compile(r"\bfindings?\b", re.IGNORECASE)
MAX_NAME_LENGTH = 160  # characters
_MIN_TITLE_WORDS = 3
_MAX_COINED_WORDS = 3
_MIN_LETTERS_OF_WORD = 5  # of a name that is a single word, such as Cryptologia
_MAX_SHORT_ACRONYM = 2  # letters; only with its sponsor it is a name: ACM MM

# Words that are no part of a name.
_OTHER_WORD = (
    rf"(?:(?:{'|'.join(MONTHS)}|{MONTH_ABBREVIATION}|Spring|Summer|Fall|Autumn|Winter|Vol(?:ume)?"
    r"|Pages?|Pp?|Pg|No|Issue|Special|Article|Art|Paper|Accepted|Published|Presented|Code|Project|This|We|Our|It"
    r"|See|Please|Also|Pre-?[Pp]rint|Held|Authors?|Copyright|Version|Figures?|Tables?|Camera|Best|Oral|Spotlight"
    rf"|Main|Track|Extended|Full|Proc(?!\.)|Proceedings?|Submi\w{{1,8}}|{YEAR}|\d+)(?!\w))"
)
_SMALL_WORD = r"(?:on|of|the|its|for|and|in|to|with|from|de|des|du|la|le|les|en|et|für|und)"
_EVENT = r"(?:conferences?|symposi(?:um|a)|workshops?|congress|meeting|forum|summit|colloquium|convention)"
# A word that ends so is no abbreviation: "Networks." ends a name, "Comput." does not.
_ABBREVIATED = "".join(rf"(?<!{end})" for end in "ies ems rks ons ics ing ogy nce ces are".split())
_WORD = (
    rf"(?:(?!{_OTHER_WORD})(?:[a-z]{{1,2}}(?=[A-Z]))?[^\W_a-z](?:[\w'’+/-]{{0,40}}[\w+])?"
    rf"(?:{_ABBREVIATED}\.(?=\s(?:[A-Z(\d]|on\s|of\s)|,))?|&)"
)
_PHRASE = rf"{_WORD}(?:\s(?:{_SMALL_WORD}\s){{0,2}}(?:{_WORD}|{_EVENT}(?!\w))){{0,24}}"
_NAME = re.compile(_PHRASE)
# "Symposium on Signals" goes on with ", Systems, and Computers".
_LIST = re.compile(rf"(?:,\s(?:and\s|&\s)?{_PHRASE}){{1,6}}")
_LAST_OF_LIST = re.compile(r"(?:\band|&)\s[^,]*$", re.IGNORECASE)
_EVENT_WORD = re.compile(rf"\b(?:{_EVENT}|conf|symp|findings)(?!\w)", re.IGNORECASE)
_JOURNAL_WORD = re.compile(
    r"\b(?:journal|j\.|transactions|trans|letters|magazine|surveys|annals|bulletin|quarterly|acta)(?!\w)",
    re.IGNORECASE,
)
_ENDS_WITH_EVENT = re.compile(rf"(?:{_EVENT_WORD.pattern})$", re.IGNORECASE)
# "CHANTS workshop in ACM MobiCom"
_HOST_AFTER = re.compile(rf"(?<=shop|hops) in (?:{SPONSOR} )?\w*[A-Z]\w*[A-Z]\w*$")
_WORKSHOP_WORD = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    rf"(?:(?:the|(?:elsevier|springer|wiley)(?:['’]s)?(?!\s+nature)|{ORDINAL}|[IVX]+(?:th)?(?=\s+[A-Z])|annual|edition\s+of|{YEAR})(?![\w-])[\s,-]{{0,3}})*",
    re.IGNORECASE,
)
_SPONSORS = rf"(?:{SPONSOR}|AAAI|ASME|IASTED|IFAC|AIAA|IET|IAPR|CCF|ELRA)"
_LEADING_SPONSORS = re.compile(rf"(?:{_SPONSORS}\b(?:[\s/&-]|and\b)*)+")
_EDITION_AFTER_SPONSORS = re.compile(
    rf"({_LEADING_SPONSORS.pattern})(?:(?:Annual|{ORDINAL})\s)+", re.IGNORECASE
)
# Journals whose name begins with "Proceedings".
PROCEEDINGS_JOURNAL = (
    r"Proceedings\sof\sthe\s(?:IEEE(?=\s*(?:$|[,;.(]|vol))|National\sAcademy\sof\sSciences|VLDB\sEndowment"
    r"|ACM\son(?=\s[A-Z]))"
)
_PROCEEDINGS_JOURNAL = re.compile(rf"{PROCEEDINGS_JOURNAL}(?:(?<=\son)\s{_PHRASE})?")
# "Information Theory, IEEE Transactions on"
_INVERTED = re.compile(r",\s((?:IEEE|ACM|IEEE/ACM)\s(?:Transactions|Journal|Letters)(?:\son|\sof)?)(?!\w)")
_YEAR_AFTER = re.compile(
    rf"[\s,]{{0,2}}\(?(?P<year>{YEAR})\)?(?![\w-])|\s?[-–]?\s?{QUOTE}\s?(?P<short>\d\d)(?!\w)"
    r"|\s(?P<bare>\d\d)(?=\s*(?:$|[,.;)]))"
)
_YEAR_IN_WORD = re.compile(
    rf"(?<=[^\W\d_])[-{QUOTE[1:-1]}]?(?:(?P<year>{YEAR})(?![\w-])|(?P<short>\d\d)(?![\w-]))"
)
_EDITION_IN_WORD = re.compile(r"-\d$")
# What a conference hosts: "ICML 2025 Workshop on Caches".
_HOSTED = re.compile(
    rf"\s((?:{_WORD}\s(?:{_SMALL_WORD}\s)?){{0,8}}?(?:[Ww]orkshops?(?:\s(?:on|for|of)\s(?=(?P<phrase>{_PHRASE}))(?P=phrase))?|Findings))(?!\w)"
)
# "TFA @ ICML 2025", "TFA@ICML'25": the conference next to which an event is, and its year.
_AT_HOST = re.compile(
    rf"\s?@\s?(?:{SPONSOR}\s)?(?!{SPONSOR}\b)[A-Z][A-Za-z]{{1,15}}(?:\s[A-Z]{{2,8}})?"
    rf"[\s-]?(?:(?P<year>{YEAR})|{QUOTE}?(?P<short>\d\d))(?!\w)"
)
_ACRONYM = re.compile(r"[^\W_]{1,16}(?:[-+&/][^\W_]{1,15}){0,3}")
_ACRONYM_IN_BRACKETS = re.compile(
    rf"[\s,]{{0,2}}[(\[](?:{_SPONSORS}\s+)?(?P<acronym>[A-Za-z\d][\w+&/-]{{1,24}})"
    rf"(?:[\s,-]{{1,2}}(?P<year>{YEAR})|[\s-]?{QUOTE}?(?P<short>\d\d))?[)\]]"
)
_ACRONYM_AFTER_PUNCTUATION = re.compile(
    rf"(?:\s[-–—]|,)\s(?P<acronym>[A-Z][\w+&/-]{{1,15}})(?:\s(?P<year>{YEAR})|\s?{QUOTE}(?P<short>\d\d))(?!\w)"
)
_NAME_OF_ACRONYM = re.compile(r"\s?[(\[:,]\s?")
_GENERIC_WORD = re.compile(
    rf"\b(?:{_SPONSORS}|international|annual|european|national|joint|world|global|asian?|american|int|on|of|the|and|for|in"
    rf"|{_EVENT}|journal|transactions|letters|magazine)\b|[^\w\s]",
    re.IGNORECASE,
)
# Words in the names of publishers, series, books, reports and other things that are no venues.
_NO_VENUE = re.compile(
    r"\b(?:press|universit\w+|institut\w*|department|faculty|technical\s+(?:report|note|memo)s?|(?<!scientific\s)reports?"
    r"|thes[ie]s|chapters?|books?|handbook|encyclop\w+|springer\S*|elsevier|wiley|kluwer|birkh\S*|verlag|publish\w*"
    r"|publications?|archives?|repository|schools?|laborator\w+|festschrift|essays|honou?r|lect(?:ure)?|notes|preprints?"
    r"|series|papers?|manuscript|appendix|github|zenodo|arxiv|posters?|demos?|demonstrations?|tutorials?|panel"
    r"|doctoral|phd|student|keynote|competition|challenge|hackathon|funding|grants?|english|french|german|chinese"
    r"|rapport|digital\s+library|xplore|committee|waiting|peer\s+review\w*)\b|^(?:J\.|Association|Society|Consortium)\s(?!.*\b(?:meeting|conference|journal)\b)"
    r"|['’]\d",
    re.IGNORECASE,
)
_NO_ACRONYM = re.compile(
    rf"(?!SIG)(?:{_SPONSORS}|LNCS|LNAI|LNBIP|EPTCS|CCIS|CEUR(?:-WS)?|LIPI?cs|OASI?cs|AISC|AIP|SPIE|MDPI|IGI|IOS|AMS|HAL|CoRR"
    r"|SSRN|PhD|MSc|BSc|MS|USA|UK|UAE|EU|US|NY|CA|PDF|PS|DOI|URL|ISBN|ISSN|ID|TBA|TBD|TR|RFC|ISO|LaTeX\w*|TeX|RevTe[Xx]\d?"
    r"|MATLAB|GitHub|OpenReview|HTML|CD|DVD|CC|BY|NIST|NASA|CERN|INRIA|MIT|TU|AI|ML|NLP|GPU|CPU|HPC|IT|SCIE?|EI|JCR"
    r"|DBLP|COVID|[IVX]+|PC|OS|AMD|IBM|VLSI)"
)
_CONFERENCE_WORDS = {"conference", "Conference", "symposium", "Symposium"}
_JOURNAL_ACRONYM = re.compile(r"[TJ][A-Z]{2,5}|[A-Z]{2,6}J|IJ[A-Z]{2,8}")
_CHARACTERS = re.compile(r"[\w\s.,'’&+/-]+")


def read_venue_name(text: str, start: int) -> UnlistedName | None:
    """Read the name that starts at a place of a text, or return None.

    Args:
        text: The text, without addresses and identifiers.
        start: Where the name starts; articles, ordinals and years there are skipped.
    """
    if journal := _PROCEEDINGS_JOURNAL.match(text, start):
        return _build_name(journal[0], VenueKind.JOURNAL, start, journal.end())
    before = _BEFORE_NAME.match(text, start)
    start = before.end() if before else start
    phrase = _NAME.match(text, start)
    if phrase is None:
        return None
    candidate = _split_year(text, _build_name(phrase[0], VenueKind.CONFERENCE, start, phrase.end()))
    if candidate.year is not None and (hosted := _HOSTED.match(text, candidate.end)):
        candidate = replace(candidate, name=f"{candidate.name} {hosted[1]}", end=hosted.end())
    if host := _HOST_AFTER.search(candidate.name):
        candidate = replace(candidate, name=candidate.name[: host.start()])
    if host_and_year := _AT_HOST.match(text, candidate.end):
        candidate = _add_year(replace(candidate, kind=VenueKind.WORKSHOP), host_and_year)
    if _has_title_word(candidate.name):
        venue = _read_title(text, _add_list(text, candidate))
    else:
        venue = _read_acronym(text, candidate) or _read_other_name(text, candidate)
    return venue if venue and _is_printable_name(venue.name) else None


def _is_printable_name(name: str) -> bool:
    has_form = not name or (len(name) <= MAX_NAME_LENGTH and _CHARACTERS.fullmatch(name))
    return bool(has_form) and not _NO_VENUE.search(name)


def _build_name(name: str, kind: VenueKind, start: int, end: int) -> UnlistedName:
    return UnlistedName("", name, kind, None, False, start, end, has_title_word=kind is VenueKind.JOURNAL)


def _has_title_word(name: str) -> bool:
    return bool(_EVENT_WORD.search(name) or _JOURNAL_WORD.search(name))


def _add_year(candidate: UnlistedName, match: re.Match[str]) -> UnlistedName:
    """Add the year in a match, unless there is one."""
    groups = match.groupdict()
    digits = groups["year"] or groups["short"] or groups.get("bare")
    if candidate.year is not None or digits is None:
        return candidate
    if groups["year"]:
        return replace(candidate, year=int(digits))
    return replace(candidate, year=complete_year(int(digits)), has_short_year=True)


def _split_year(text: str, candidate: UnlistedName) -> UnlistedName:
    """Split the year from a name: in its words, ``ICME2025``, or right after it, ``ICME '25``."""
    if own_year := _YEAR_IN_WORD.search(candidate.name):
        before, after = candidate.name[: own_year.start()], candidate.name[own_year.end() :]
        if after and not _has_title_word(after):
            return _add_year(replace(candidate, name=before, end=candidate.end - len(after)), own_year)
        return _add_year(replace(candidate, name=before + after), own_year)
    match = _YEAR_AFTER.match(text, candidate.end)
    if match is None or (match["bare"] and not _is_acronym(strip_sponsors(candidate.name))):
        return candidate
    return _add_year(replace(candidate, end=match.end()), match)


def _add_list(text: str, candidate: UnlistedName) -> UnlistedName:
    """Add the rest of a list, up to its last "and"."""
    has_subject = not _ENDS_WITH_EVENT.search(candidate.name)
    match = _LIST.match(text, candidate.end) if candidate.year is None and has_subject else None
    parts = match[0].split(", ") if match else []
    while parts and not _LAST_OF_LIST.search(parts[-1]):
        parts.pop()
    rest = ", ".join(parts)
    return replace(candidate, name=candidate.name + rest, end=candidate.end + len(rest))


def strip_sponsors(name: str) -> str:
    """Strip the sponsors at the start of a name, unless it has no other words.

    >>> strip_sponsors("IEEE/ACM Symposium on Caches")
    'Symposium on Caches'
    """
    match = _LEADING_SPONSORS.match(name)
    return name[match.end() :] or name if match else name


def _is_acronym(word: str) -> bool:
    """Whether a word has the form of an acronym: two capitals, or a digit and a capital."""
    capitals = sum(map(str.isupper, word))
    is_mixed = capitals > 1 or (capitals == 1 and word[0].isdigit())
    return is_mixed and bool(_ACRONYM.fullmatch(word)) and not _NO_ACRONYM.fullmatch(word)


def _read_title(text: str, candidate: UnlistedName) -> UnlistedName | None:
    """Add the kind, and the acronym and year next to the title; None if it is too short to be one."""
    is_event = bool(_EVENT_WORD.search(candidate.name))
    if is_event:
        kind = VenueKind.WORKSHOP if _WORKSHOP_WORD.search(candidate.name) else VenueKind.CONFERENCE
    else:
        kind = VenueKind.MAGAZINE if "Magazine" in candidate.name else VenueKind.JOURNAL
    name = _EDITION_AFTER_SPONSORS.sub(r"\1", candidate.name, count=1)
    candidate = _add_acronym(text, replace(candidate, name=name, kind=kind, has_title_word=True))
    candidate = _split_acronym(candidate)
    words = _GENERIC_WORD.sub("", candidate.name).split()
    if not words and not candidate.acronym:
        return None
    words = strip_sponsors(candidate.name).split()
    has_two_words = len(words) > 1 and (candidate.year or not is_event or _is_acronym(words[0]))
    is_short = len(words) < _MIN_TITLE_WORDS and not has_two_words
    if is_short and not candidate.acronym:
        return None
    return _add_year_after(text, candidate)


def _split_acronym(candidate: UnlistedName) -> UnlistedName:
    """Split the acronym from ``TMA conference`` and ``IJT International Journal of Toys``."""
    acronym, _, name = strip_sponsors(candidate.name).partition(" ")
    if candidate.acronym or not _is_acronym(acronym):
        return candidate
    if name in _CONFERENCE_WORDS:
        return replace(candidate, acronym=acronym, name="")
    initials = [word.lower() for word in name.split() if word[0].isupper()]
    return (
        replace(candidate, acronym=acronym, name=name)
        if is_abbreviation(acronym.lower(), initials)
        else candidate
    )


def _add_year_after(text: str, candidate: UnlistedName) -> UnlistedName:
    """Add the year that is right after a name, if it has four digits or a quote."""
    match = _YEAR_AFTER.match(text, candidate.end) if candidate.year is None else None
    return _add_year(replace(candidate, end=match.end()), match) if match and not match["bare"] else candidate


def _add_acronym(text: str, candidate: UnlistedName) -> UnlistedName:
    """Add the acronym in brackets or after a dash or comma, and the year in it."""
    match = _ACRONYM_IN_BRACKETS.match(text, candidate.end)
    if match is None and candidate.is_event:
        match = _ACRONYM_AFTER_PUNCTUATION.match(text, candidate.end)
    if match is None:
        return candidate
    own_year = _YEAR_IN_WORD.search(match["acronym"])
    acronym = match["acronym"][: own_year.start()] if own_year else match["acronym"]
    acronym = _EDITION_IN_WORD.sub("", acronym)
    is_next_to_comma = match.re is _ACRONYM_AFTER_PUNCTUATION and text[match.start()] == ","
    words = [word.lower() for word in candidate.name.split() if word[0].isupper()]
    if not _is_acronym(acronym) or (is_next_to_comma and not is_abbreviation(acronym.lower(), words)):
        return candidate
    return _add_year(replace(candidate, acronym=acronym, end=match.end()), own_year or match)


def _read_acronym(text: str, candidate: UnlistedName) -> UnlistedName | None:
    """Read a name that is an acronym, with or without sponsors, and the full name that may follow it."""
    word = strip_sponsors(candidate.name)
    if " " in word or not _is_acronym(word):
        return None
    is_short = len(word) <= _MAX_SHORT_ACRONYM
    if is_short and (candidate.year is None or word == candidate.name):
        return None
    is_journal = candidate.year is None and _JOURNAL_ACRONYM.fullmatch(word)
    kind = VenueKind.JOURNAL if is_journal else candidate.kind
    acronym = replace(candidate, acronym=candidate.name if is_short else word, name="", kind=kind)
    opening = _NAME_OF_ACRONYM.match(text, candidate.end) if candidate.year else None
    full = read_venue_name(text, opening.end()) if opening else None
    if full and _EVENT_WORD.search(full.name) and not full.acronym and full.year in (None, candidate.year):
        return replace(acronym, name=full.name, kind=full.kind, end=full.end, has_title_word=True)
    return acronym


def _read_other_name(text: str, candidate: UnlistedName) -> UnlistedName | None:
    """Read the name of an event with its year, ``Virtual Concept 2005``, or of a journal."""
    words = strip_sponsors(candidate.name).split()
    if not words or _NO_ACRONYM.fullmatch(words[0]):
        return None
    if inverted := _INVERTED.match(text, candidate.end):
        name = f"{inverted[1]} {candidate.name}"
        return replace(
            _build_name(name, VenueKind.JOURNAL, candidate.start, inverted.end()), year=candidate.year
        )
    if candidate.year is not None and len(words) <= _MAX_COINED_WORDS:
        return candidate
    if len(words) >= _MIN_TITLE_WORDS and (with_acronym := _add_acronym(text, candidate)).acronym:
        return _add_year_after(text, with_acronym)
    if (rest := _LIST.match(text, candidate.end)) and _LAST_OF_LIST.search(rest[0]):
        return None
    is_too_short = len(words) == 1 and len(words[0]) < _MIN_LETTERS_OF_WORD
    return None if is_too_short else replace(candidate, kind=VenueKind.JOURNAL)
