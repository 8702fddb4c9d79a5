"""Decide whether a clause of a comment claims that the paper appeared at a venue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.venues.mentions import (
    ANY_YEAR,
    CONTEXT_LENGTH,
    MONTH_ABBREVIATION,
    ORDINAL,
    PREFIX,
    QUOTE,
    YEAR,
    VenueMention,
)
from generator.derive.venues.spellings import MIN_WORDS_OF_LOOSE, SPONSOR, SpellingKind
from generator.model.curation_values import Venue, VenueKind


def _match_words(*patterns: str) -> re.Pattern[str]:
    """Compile a pattern that matches any of these as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_CLAUSE_END = re.compile(
    r"[.!?][\"”)\]]*\s+(?=[\"“(\[]?[A-Z0-9])|;\s*|\n|\s\|\s|\s[-–—]+\s+(?=(?:A|An|The|This)\s)|\.\s+(?=arXiv)"
)
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|proc|int|intl|conf|symp|trans|vol|no|pp|al|eds?|dr|prof|st|comm?|comput|syst|vs"
    rf"|(?!may){MONTH_ABBREVIATION}|sept)$",
    re.IGNORECASE,
)
_MAX_ABBREVIATION_LENGTH = 12
_UNDER_REVIEW = r"under\s+(?:[\w-]+\s+){0,2}(?:review|revision|consideration)"
SUBMISSION = _match_words(r"submi(?:t|ss)\w*", _UNDER_REVIEW, r"in\s+review")
# Words in a clause that does not claim that this very paper is at the venue.
NO_CLAIM = _match_words(
    # The paper is not there yet, or never will be.
    r"(?:re-?)?submi(?:t|ss)\w*",
    _UNDER_REVIEW,
    r"(?:in\s+(?:peer\s+)?|for\s+)review",
    r"in\s+preparation",
    r"prepared\s+for",
    r"planned",
    r"intended",
    r"likely",
    r"possibl[ey]",
    r"to\s+be\s+sent",
    r"sent\s+to",
    r"not\s+(?:yet\s+|been\s+|be\s+){0,2}(?:accepted|included|part|published|presented)",
    r"if\s+accepted",
    r"reject\w*",
    r"unpublished",
    r"withdrawn?",
    # Another paper is there.
    r"preliminary",
    r"earlier",
    r"previous",
    r"(?:early|initial|journal)\s+version",
    r"(?:first|originally|initially)\s+(?:presented|published)",
    r"in\s+part",
    r"partial\w*",
    r"(?:part|parts|portions?)\s+of",
    r"extension\s+(?:of|to)",
    r"extends",
    r"follow-?up",
    r"overlap\w*",
    r"(?:based|builds?)\s+(?:up)?on",
    r"related\s+to",
    r"similar",
    r"generali[sz]\w+",
    r"improves",
    r"supersed\w+",
    r"(?:response|repl(?:y|ies)|rebuttal)\s+to",
    r"(?:reproductions?|replications?|re-?implementations?|critiques?|translations?|surveys?|summar(?:y|ies))\s+of",
    r"(?:chapters?|sections?|results|parts?)\s+(?:[\dIVX]+(?:\s*(?:,|and|&|[-–])\s*[\dIVX]+)?\s+)?(?:(?:of|in|from)\s+[\w\s]{1,40}?)?"
    r"(?:was|were|is|are|has|have|had|will|appear\w*|published|presented|accepted)",
    r"companion",
    r"accompan\w+",
    r"supplement\w*\s+(?:materials?\s+)?(?:to|of|for)",
    r"addendum",
    r"errat\w+",
    r"corrigend\w+",
    r"comments?\s+on",
    r"winners?\s+of",
    r"challenge",
    r"contest",
    r"competition",
    # It is not a paper, or the words are about something else.
    r"thes[ie]s",
    r"dissertation",
    r"talk",
    r"seminar",
    r"lectures?(?!\s+notes)",
    r"funded",
    r"supported",
    r"grants?",
    r"keywords?",
    r"template",
    r"formatt\w+",
    r"format(?!\s*,)",
    r"style",
    r"class",
    r"\w+\.(?:cls|sty)",
)
_THESIS = _match_words(r"thes[ie]s(?!\s+(?:award|prize))", r"dissertation", r"habilitation")
# Words before the thesis from which a paper was made: "part of my thesis", "the first author's thesis".
_FROM_THESIS = re.compile(
    r"\b(?:of|on|from|in|by|extends?|into|see|to|reports?|for|contains?)\s+[^.,;:]{0,60}$"
    r"|(?<!master)(?<!bachelor)(?:['’]s|s['’])\s+[^.,;:]{0,30}$",
    re.IGNORECASE,
)
# Events at a conference whose papers are not the conference's own.
_SIDE_EVENT = _match_words(
    r"workshops?",
    r"wkshps?",
    r"tutorials?",
    r"panel",
    r"bof",
    r"hackathon",
    r"keynote",
    r"plenary",
    r"mini-?symposi\w+",
    r"symposium\s+series",
    r"(?:spring|summer|fall|winter)\s+symposi\w+",
    r"posters?",
    r"demos?",
    r"demonstrations?",
    r"showcase",
    r"student",
    r"doctoral",
    r"phd",
    r"forum",
    r"work[\s-]in[\s-]progress",
    r"wip",
    r"late[\s-]breaking",
    r"abstracts?",
    r"findings",
    r"adjunct",
    r"special\s+issue",
)
# Words between a side event and the conference that it belongs to.
_HOSTED_BY = _match_words(
    r"in\s+conj\w+",
    r"co-?\s?locat\w*",
    r"coll?ocat\w*",
    r"affiliated",
    r"associated",
    r"association",
    r"alongside",
    r"satellite",
    r"hosted",
    r"side\s+event",
    r"(?:together|connection)\s+with",
    r"held\s+(?:at|with|in|during)",
)
# "HLPGPU at HiPEAC", "AI4MATH@ICML"
_ACRONYM_AT = re.compile(
    rf"(?<!accepted )(?<!presented )@\s*$"
    rf"|\b[A-Z][\w-]{{0,30}}[A-Z][\w-]{{0,30}}(?:\s?{QUOTE}?\d{{2,4}})?\)?,?\s+"
    rf"(?:[Aa]t|with|of|during)\s+(?:the\s+)?{PREFIX}"
)
_PUBLICATION = _match_words(
    r"accept\w*",
    r"appear\w*",
    r"publish\w*",
    r"publication",
    r"present\w*",
    r"proc(?:eeding\w*)?",
    r"camera[\s-]ready",
    r"in\s+press",
    r"forthcoming",
)
# Words of a paper that another paper at the venue was derived from, or the other way round.
_OTHER_VERSION = _match_words(
    r"version\s+of",
    r"(?:full|extended|longe?r?|shorte?r?|complete)[\s-]+version(?!\s+for)",
    r"technical\s+report",
)
_PART_END = re.compile(r"[,;:.|–—]\s|[()\[\]\"“]|\s-\s")
_PART_WORD = re.compile(r"[^\W_]+")
# Words that may be next to a venue in a remark of its own, such as "12 pages, ASPLOS '26".
_FILLER_WORD = re.compile(
    rf"{SPONSOR}|{ORDINAL}|\d+|the|in|at|for|of|to|and|an?|as|our|papers?|article|conference|international|annual"
    r"|pages?|figures?|tables?|journal|magazine|full|main|track|research|final|dans|preprint|version"
    r"|edition|invited|regular|best|award",
    re.IGNORECASE,
)
_YEAR_OR_VOLUME_AFTER = re.compile(
    rf"[\s,]*(?:elsevier|wiley|springer)?[\s,]*(?:\(?{YEAR}|vol)", re.IGNORECASE
)
_MAX_WORDS_WITHOUT_YEAR = 2
# How sure a claim is: with a word of publication, or by the name alone.
_SURE, _LESS_SURE = 2, 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text that makes one statement.

    Attributes:
        text: The part.
        start: Where it starts in the text.
        mentions: The mentions of venues in it.
    """

    text: str
    start: int
    mentions: tuple[VenueMention, ...]

    def get_text_before(self, mention: VenueMention) -> str:
        """Return the part before a mention."""
        return self.text[: mention.start - self.start]

    def list_mentions_of(self, venue: Venue) -> tuple[VenueMention, ...]:
        """List the mentions of a venue."""
        return tuple(mention for mention in self.mentions if mention.venue.id == venue.id)

    def mask_venue(self, venue: Venue) -> str:
        """Replace the mentions of a venue by spaces."""
        text = self.text
        for mention in self.list_mentions_of(venue):
            start, end = mention.start - self.start, mention.end - self.start
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text

    @property
    def venue_ids(self) -> set[str]:
        """The ids of the venues that it mentions."""
        return {mention.venue.id for mention in self.mentions}


def is_thesis(text: str) -> bool:
    """Whether a comment states that the work is a thesis, and not that the paper is based on one."""
    return any(
        not _FROM_THESIS.search(text[max(0, match.start() - CONTEXT_LENGTH) : match.start()])
        for match in _THESIS.finditer(text)
    )


def split_clauses(text: str, mentions: Sequence[VenueMention]) -> Iterator[Clause]:
    """Split text into clauses, and keep those that mention a venue."""
    start = 0
    for end, next_start in (*_find_clause_ends(text, mentions), (len(text), len(text))):
        clause_mentions = tuple(mention for mention in mentions if start <= mention.start < end)
        if clause_mentions:
            yield Clause(text[start:end], start, clause_mentions)
        start = next_start


def _find_clause_ends(text: str, mentions: Sequence[VenueMention]) -> Iterator[tuple[int, int]]:
    """Find where clauses end and the next ones start: not within a name, and not after an abbreviation."""
    for match in _CLAUSE_END.finditer(text):
        end = match.start()
        is_in_name = any(mention.start < end < mention.end for mention in mentions)
        if not is_in_name and not _ABBREVIATION.search(text[max(0, end - _MAX_ABBREVIATION_LENGTH) : end]):
            yield end, match.end()


def is_at_venue(mention: VenueMention, clause: Clause) -> bool:
    """Whether the paper is at the venue itself, and not at an event next to it."""
    before = clause.get_text_before(mention)
    if not mention.is_valid or _HOSTED_BY.search(before) or _ACRONYM_AT.search(before):
        return False
    if not mention.venue.is_event or mention.venue.kind is VenueKind.WORKSHOP:
        return True
    return "workshops" in mention.spelling.words or not _SIDE_EVENT.search(clause.text)


def find_claim(clause: Clause, *, is_submitted: bool) -> tuple[int, VenueMention] | None:
    """Find the venue at which a clause claims the paper is, and how sure the claim is (higher is surer).

    Args:
        clause: A clause of a comment.
        is_submitted: Whether the comment mentions a submission anywhere.
    """
    if NO_CLAIM.search(clause.text):
        return None
    is_other_version = _OTHER_VERSION.search(clause.text)
    if is_other_version and len(clause.venue_ids) > 1:
        return None
    mentions = [mention for mention in clause.mentions if is_at_venue(mention, clause)]
    if publication := _PUBLICATION.search(clause.text):
        later = [mention for mention in mentions if mention.start - clause.start > publication.start()]
        chosen = next(iter(later or mentions), None)
    else:
        alone = (
            mention
            for mention in mentions
            if is_other_version or (not is_submitted and _is_own_remark(mention, clause))
        )
        chosen = next(alone, None)
    sureness = _SURE if publication and not is_other_version else _LESS_SURE
    return (sureness, chosen) if chosen else None


def _is_own_remark(mention: VenueMention, clause: Clause) -> bool:
    """Whether the name is a remark of its own: ``22 pages, ASPLOS '26``."""
    text = clause.mask_venue(mention.venue)
    before, after = text[: mention.start - clause.start], text[mention.end - clause.start :]
    if not _has_only_filler(_PART_END.split(before)[-1]):
        return False
    if mention.year is not None:
        return True
    words = len(mention.spelling.words)
    if mention.spelling.kind is SpellingKind.EVERYDAY and words <= MIN_WORDS_OF_LOOSE:
        return bool(_YEAR_OR_VOLUME_AFTER.match(after))
    if mention.venue.is_event and words <= _MAX_WORDS_WITHOUT_YEAR and not ANY_YEAR.search(text):
        return False
    return _has_only_filler(_PART_END.split(f"{after} ", maxsplit=1)[0])


def _has_only_filler(text: str) -> bool:
    return all(_FILLER_WORD.fullmatch(word) for word in _PART_WORD.findall(text))
