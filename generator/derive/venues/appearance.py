"""What a clause of a comment claims: an appearance, a submission, or a workshop beside a conference."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.venues.mentions import (
    ANY_YEAR,
    BEFORE_NAME,
    ORDINAL,
    QUOTE,
    YEAR,
    Mention,
)
from generator.derive.venues.spellings import LOOSE_LENGTH, SPONSOR, Sort
from generator.derive.venues.word_patterns import any_of
from generator.model.curation_values import Venue, VenueKind

_CLAUSE_END = re.compile(
    r"[.!?][\"”)\]]*\s+(?=[\"“(\[]?[A-Z0-9])|;\s*|\n|\s\|\s|\s[-–—]+\s+(?=(?:A|An|The|This)\s)|\.\s+(?=arXiv)"
)
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|proc|int|intl|conf|symp|trans|vol|no|pp|al|eds?|dr|prof|st|comm?|comput|syst|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$",
    re.IGNORECASE,
)
_ABBREVIATION_LENGTH = 12
_UNDER = r"under\s+(?:[\w-]+\s+){0,2}(?:review|revision|submission|consideration)"
PENDING = any_of(r"submi(?:t|ss)\w*", _UNDER, r"in\s+review")
# Words with which a clause does not claim that this very paper is at the venue.
NO_CLAIM = any_of(
    # It is not there yet, or never will be.
    r"(?:re-?)?submi(?:t|ss)\w*",
    _UNDER,
    r"(?:in\s+(?:peer\s+)?|for\s+)review",
    r"in\s+preparation|prepared\s+for|planned|intended|likely|possibl[ey]|to\s+be\s+sent|sent\s+to",
    r"not\s+(?:yet\s+|been\s+|be\s+){0,2}(?:accepted|included|part|published|presented)|if\s+accepted",
    r"reject\w*|unpublished|withdrawn?",
    # Another paper is there.
    r"preliminary|earlier|previous|(?:early|initial|journal)\s+version",
    r"(?:first|originally|initially)\s+(?:presented|published)",
    r"in\s+part|partial\w*|(?:part|parts|portions?)\s+of|extension\s+(?:of|to)|extends|follow-?up|overlap\w*",
    r"(?:based|builds?)\s+(?:up)?on|related\s+to|similar|generali[sz]\w+|improves|supersed\w+|response\s+to",
    r"companion|accompan\w+|supplement\w*\s+(?:materials?\s+)?(?:to|of|for)|addendum|errat\w+|corrigend\w+",
    r"comments?\s+on|winners?\s+of|challenge|contest|competition",
    # It is no paper, or the words are about something else.
    r"thes[ie]s|dissertation|talk|seminar|lectures?(?!\s+notes)|funded|supported|grants?|keywords?",
    r"template|formatt\w+|format(?!\s*,)|style|class|\w+\.(?:cls|sty)",
)
# What is held beside a conference's own papers.
_BESIDE_THE_EVENT = any_of(
    r"workshops?|wkshps?|tutorials?|panel|bof|hackathon|keynote|plenary|mini-?symposi\w+|symposium\s+series",
    r"(?:spring|summer|fall|winter)\s+symposi\w+|posters?|demos?|demonstrations?|showcase|student|doctoral|phd",
    r"forum|work[\s-]in[\s-]progress|wip|late[\s-]breaking|abstracts?|companion|findings|adjunct",
    r"special\s+issue",
)
_HOSTED = any_of(
    r"in\s+conj\w+|co-?\s?locat\w*|coll?ocat\w*|affiliated|associated|association|alongside|satellite|hosted",
    r"side\s+event|(?:together|connection)\s+with|held\s+(?:at|with|in|during)",
)
# "HLPGPU at HiPEAC", "AI4MATH@ICML"
_HOSTED_NEXT = re.compile(
    rf"(?<!accepted )(?<!presented )@\s*$"
    rf"|\b[A-Z][\w-]{{0,30}}[A-Z][\w-]{{0,30}}(?:\s?{QUOTE}?\d{{2,4}})?\)?,?\s+"
    rf"(?:[Aa]t|with|of|during)\s+(?:the\s+)?{BEFORE_NAME}"
)
_STRONG = any_of(
    r"accept\w*|appear\w*|publish\w*|publication|present\w*|proc(?:eeding\w*)?|camera[\s-]ready|in\s+press",
    "forthcoming",
)
_DERIVED = any_of(
    r"version\s+of|(?:full|extended|longe?r?|shorte?r?|complete)[\s-]+version(?!\s+for)|technical\s+report"
)
_PART_END = re.compile(r"[,;:.|–—]\s|[()\[\]\"“]|\s-\s")
_PART_WORD = re.compile(r"[^\W_]+")
_FILLER = re.compile(
    rf"{SPONSOR}|{ORDINAL}|\d+|the|in|at|for|of|to|and|an?|as|our|papers?|article|conference|international|annual"
    r"|pages?|figures?|tables?|journal|magazine|full|main|track|research|final|dans|preprint|proceedings|version"
    r"|edition|invited|regular|best|award",
    re.IGNORECASE,
)
_VOLUME_NEXT = re.compile(rf"[\s,]*(?:elsevier|wiley|springer)?[\s,]*(?:\(?{YEAR}|vol)", re.IGNORECASE)
_BARE_LENGTH = 2
_GRADE_STRONG, _GRADE_OTHER = 2, 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that makes one statement, with the venues it names."""

    text: str
    start: int
    mentions: tuple[Mention, ...]

    def before(self, mention: Mention) -> str:
        """What stands before a mention."""
        return self.text[: mention.start - self.start]

    def of(self, venue: Venue) -> tuple[Mention, ...]:
        """The mentions of a venue."""
        return tuple(mention for mention in self.mentions if mention.venue.id == venue.id)

    def without(self, venue: Venue) -> str:
        """The text with the venue's names blanked out."""
        text = self.text
        for mention in self.of(venue):
            start, end = mention.start - self.start, mention.end - self.start
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text

    @property
    def venues(self) -> set[str]:
        """Ids of the venues that are mentioned."""
        return {mention.venue.id for mention in self.mentions}


def clauses(text: str, mentions: Sequence[Mention]) -> Iterator[Clause]:
    """The clauses that name a venue; no boundary cuts a name or follows an abbreviation."""
    start = 0
    for end, following in (*_ends(text, mentions), (len(text), len(text))):
        named = tuple(mention for mention in mentions if start <= mention.start < end)
        if named:
            yield Clause(text[start:end], start, named)
        start = following


def _ends(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where clauses end, and where the next ones begin."""
    for match in _CLAUSE_END.finditer(text):
        end = match.start()
        is_inside = any(mention.start < end < mention.end for mention in mentions)
        if not is_inside and not _ABBREVIATION.search(text[max(0, end - _ABBREVIATION_LENGTH) : end]):
            yield end, match.end()


def is_at(mention: Mention, clause: Clause) -> bool:
    """Whether the paper itself is at the venue, and not at something that is held beside it."""
    before = clause.before(mention)
    if not mention.counts or _HOSTED.search(before) or _HOSTED_NEXT.search(before):
        return False
    if not mention.is_event or mention.venue.kind is VenueKind.WORKSHOP:
        return True
    return "workshops" in mention.name.words or not _BESIDE_THE_EVENT.search(clause.text)


def claimed(clause: Clause, *, pending: bool) -> tuple[int, Mention] | None:
    """How surely a comment's clause says that the paper is at a venue, and at which."""
    if NO_CLAIM.search(clause.text):
        return None
    derived = _DERIVED.search(clause.text)
    if derived and len(clause.venues) > 1:
        return None
    good = [mention for mention in clause.mentions if is_at(mention, clause)]
    if strong := _STRONG.search(clause.text):
        later = [mention for mention in good if mention.start - clause.start > strong.start()]
        chosen = next(iter(later or good), None)
    else:
        bare = (mention for mention in good if derived or (not pending and _is_alone(mention, clause)))
        chosen = next(bare, None)
    grade = _GRADE_STRONG if strong and not derived else _GRADE_OTHER
    return (grade, chosen) if chosen else None


def _is_alone(mention: Mention, clause: Clause) -> bool:
    """Whether the name stands as a remark of its own: ``22 pages, ASPLOS '26``."""
    text = clause.without(mention.venue)
    before, after = text[: mention.start - clause.start], text[mention.end - clause.start :]
    if not _is_filler(_PART_END.split(before)[-1]):
        return False
    if mention.year is not None:
        return True
    words = len(mention.name.words)
    if mention.name.sort is Sort.PLAIN and words <= LOOSE_LENGTH:
        return bool(_VOLUME_NEXT.match(after))
    if mention.is_event and words <= _BARE_LENGTH and not ANY_YEAR.search(text):
        return False
    return _is_filler(_PART_END.split(f"{after} ", maxsplit=1)[0])


def _is_filler(text: str) -> bool:
    return all(_FILLER.fullmatch(word) for word in _PART_WORD.findall(text))
