"""Find the names of unlisted venues at the places of a text that claim an appearance.

A name counts in three places only: right after words such as "accepted at" or "in proceedings of"; as a part
of a comment of its own with the form of a venue, such as ``CIKM 2025``; and at the start of a journal
reference. What follows the name must show that it ends there.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.derive.venues.claim_words import NO_CLAIM, OTHER_VERSION, SIDE_EVENT, SUBMISSION
from generator.derive.venues.claims import Clause, split_clauses
from generator.derive.venues.unlisted_names import PROCEEDINGS_JOURNAL, UnlistedName, read_venue_name
from generator.model.curation_values import VenueKind
from generator.model.dates import MONTHS

# Words between a claim and its preposition: "accepted (for oral presentation) at".
_FILLER = r"(?-i:[a-z(][\w-]{0,20}[),]?\s){0,7}?"
# Series in which the proceedings of many conferences appear.
_SERIES = r"Proceedings\sof\s(?:Machine\sLearning\sResearch|Meetings\son\sAcoustics)"
_PROCEEDINGS = (
    rf"(?:(?!{PROCEEDINGS_JOURNAL}|{_SERIES})[Pp]roc(?:eedings?|\.|s)?(?:\s(?:of|for))?\s(?:the\s)?)"
)
_TRACK = r"(?:[a-z]{1,20}\strack\s(?:of|at)\s(?:the\s)?)"
_NAME_START = r"[\"“‘'`]?(?=(?:[a-z]{1,2}(?=[A-Z]))?[^\W_a-z]|first|second|third|[a-z]{2,12}th\b)"
_LEAD = re.compile(
    rf"(?:(?i:\bacc\w{{2,6}}ed\s{_FILLER}by\s"
    rf"|\b(?:acc\w{{2,6}}ed|acceptance|appear(?:s|ed|ing)?|published|publication|presented|presentation"
    rf"|forthcoming|in\spress|camera[\s-]ready)(?:\s{_FILLER}(?:at|to|in|on|for|during):?\s|\s?[:,@]\s?))"
    rf"(?:the\s)?{_TRACK}?{_PROCEEDINGS}?|\b{_PROCEEDINGS}){_NAME_START}"
)
_STARTS_WITH_PROCEEDINGS = re.compile(_PROCEEDINGS)
_ENDS_WITH_PROCEEDINGS = re.compile(rf"{_PROCEEDINGS}.?$")
# Words about the title of a book.
_BOOK = re.compile(r"\b(?:eds?\b|edited|editors?|books?|chapter|monograph|hrsg)", re.IGNORECASE)
_PART_START = re.compile(r"(?:^|[,;.|]\s?|\s[-–—]\s|\n)\s*(?:In\s)?")
_DAY = rf"(?:\d|{'|'.join(MONTHS)})"
# What may follow a name after a claim.
_END = re.compile(
    rf"\s*(?:$|[,;.:)(\[\]<\"”’'`|@–—-]|{_DAY}|(?i:vol\b|on\s(?:the\s)?{_DAY}|proceedings|(?:conference|journal)\b|main\b|full\b"
    r"|(?:research\s)?track|co-?\s?located|(?:as|and|with|held|which|was|will)\s)|(?:in|at)\s(?:the\s)?[A-Z\d])"
)
# What may follow a name that is a part of its own.
_PART_END = re.compile(
    r"\s*(?:$|[,;.|)\]\n(:<@]|[-–—]\s"
    r"|(?:proceedings|conference|camera|preprint|main|full|accepted|vol|pp|pages|no|at|held|co-?\s?located|\d+\s+pages)\b)",
    re.IGNORECASE,
)
# The authors and the title of the paper in a reference.
_QUOTED_TITLE = re.compile(r".{0,300}?[\"“][^\"”]{8,300}[\"”][\s.,]*")
_REFERENCE_LEAD = re.compile(
    rf"\(?(?:(?:Dans|[Ii]n|To appear in|Appeared in|Published in)[\s:]+)?(?:the\s)?{_PROCEEDINGS}?"
)
_REFERENCE_END = re.compile(r"\s*(?:$|[,;.:(\[]|\d|vol|pp|no\b|v\.|-)", re.IGNORECASE)
_NUMBERS_AFTER = re.compile(r"[\s,.]*(?:\(?\d|vol|no\b|issue|v\.)", re.IGNORECASE)
# The proceedings in such a comment can be those of another paper.
_OF_OTHER_PAPER = re.compile(r"\bversion\s+of\b|\btech(?:nical)?\s?report\b", re.IGNORECASE)
_WORD_END = re.compile(r"\s*(?:$|[.;(]|,\s(?:vol|in press|\d))", re.IGNORECASE)
_WORKSHOPS = re.compile(r"\bworkshops?\b", re.IGNORECASE)


def find_in_comment(text: str) -> Iterator[tuple[UnlistedName, Clause]]:
    """Yield the names that a comment claims and their clauses, the surest first.

    Args:
        text: The comment, without addresses and identifiers.
    """
    clauses = [clause for clause in split_clauses(text) if _may_claim(clause)]
    is_of_other_paper = bool(_OF_OTHER_PAPER.search(text))
    for clause in clauses:
        for lead in _LEAD.finditer(clause.text):
            name = read_venue_name(clause.text, lead.end())
            is_clear = name and _END.match(clause.text, name.end) and _is_at_venue(name, clause)
            if name and is_clear and not (is_of_other_paper and _STARTS_WITH_PROCEEDINGS.match(lead[0])):
                yield _correct_kind(name, lead[0]), clause
    if is_of_other_paper or SUBMISSION.search(text):
        return
    for clause in clauses:
        for part in _PART_START.finditer(clause.text):
            name = read_venue_name(clause.text, part.end())
            has_form = name and (name.has_title_word or (name.acronym and name.year))
            if name and has_form and _PART_END.match(clause.text, name.end) and _is_at_venue(name, clause):
                yield name, clause


def find_in_reference(text: str) -> UnlistedName | None:
    """Find the name at the start of a journal reference, after the title of the paper if that is quoted.

    Args:
        text: The reference, without addresses and identifiers.
    """
    if NO_CLAIM.search(text):
        return None
    title = _QUOTED_TITLE.match(text)
    start = _REFERENCE_LEAD.match(text, title.end() if title else 0)
    leads = [*([start] if start else []), *_LEAD.finditer(text)]
    return next(filter(None, (_read_reference(text, lead) for lead in leads)), None)


def _read_reference(text: str, lead: re.Match[str]) -> UnlistedName | None:
    name = read_venue_name(text, lead.end())
    if name is None or not _REFERENCE_END.match(text, name.end):
        return None
    has_form = name.has_title_word or name.acronym
    if text[name.end : name.end + 1] == ":" and not has_form:
        return None
    is_clear = has_form or name.year or _NUMBERS_AFTER.match(text, name.end)
    return _correct_kind(name, lead[0]) if is_clear else None


def _may_claim(clause: Clause) -> bool:
    return not NO_CLAIM.search(clause.text) and not OTHER_VERSION.search(clause.text)


def _correct_kind(name: UnlistedName, lead: str) -> UnlistedName:
    """Correct the kind of a name after "proceedings" that does not say itself that it is an event."""
    is_event = not name.has_title_word and _ENDS_WITH_PROCEEDINGS.search(lead)
    return replace(name, kind=VenueKind.CONFERENCE) if is_event and not name.is_event else name


def _is_at_venue(name: UnlistedName, clause: Clause) -> bool:
    """Whether the paper is at the venue itself: not in a book, or at a poster session of the event."""
    if not name.has_title_word and not name.acronym and name.year is None and not _is_journal(name, clause):
        return False
    if not name.is_event:
        return True
    rest = f"{clause.text[: name.start]} {clause.text[name.end :]}"
    if name.kind is VenueKind.WORKSHOP:
        rest = _WORKSHOPS.sub("", rest)
    return not SIDE_EVENT.search(rest)


def _is_journal(name: UnlistedName, clause: Clause) -> bool:
    """Whether everyday words are the name of a journal, and not a book's or a part of a longer name."""
    if _BOOK.search(clause.text) or clause.text[name.end : name.end + 1] == ":":
        return False
    return " " in name.name or bool(_WORD_END.match(clause.text, name.end))
