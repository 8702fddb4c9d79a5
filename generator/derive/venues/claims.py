"""Decide whether a clause of a comment claims that the paper appeared at a venue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.venues.claim_words import (
    ABBREVIATION,
    ACCEPTANCE,
    ACCEPTANCE_START,
    ACCEPTED_LATER,
    ACRONYM_AT,
    ACRONYM_IN_LIST,
    CLAUSE_END,
    DATES_OF_REVIEW,
    DENIAL,
    DENIAL_AFTER_ACCEPTANCE,
    FILLER_WORD,
    FROM_THESIS,
    HOSTED_BY,
    MATERIAL_AFTER,
    NOT_AN_EVENT,
    ORDINAL_BEFORE,
    OTHER_PAPER,
    OTHER_PAPER_START,
    OTHER_SUBJECT,
    OTHER_VERSION,
    PART_END,
    PART_WORD,
    PENDING,
    PUBLICATION,
    SHORTER_VERSION,
    SIDE_EVENT,
    SIDE_EVENT_AFTER,
    SIDE_EVENT_WITH_TALKS,
    SUBMISSION,
    THESIS,
    YEAR_OR_VOLUME_AFTER,
)
from generator.derive.venues.mentions import ANY_YEAR, CONTEXT_LENGTH, NUMBER_AFTER, VenueMention
from generator.derive.venues.spellings import MIN_WORDS_OF_LOOSE, SpellingKind
from generator.model.curation_values import Venue, VenueKind

_MAX_ABBREVIATION_LENGTH = 12
_MAX_WORDS_WITHOUT_YEAR = 2
# How sure a claim is: with a word of publication, by the name alone, or of a shorter version of the paper.
SURE, LESS_SURE, OF_SHORTER_VERSION = 3, 2, 1


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

    def get_text_after(self, mention: VenueMention) -> str:
        """Return the part after a mention."""
        return self.text[mention.end - self.start :]

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
        return {mention.venue.id for mention in self.mentions if mention.is_valid}


def is_thesis(text: str) -> bool:
    """Whether a comment states that the work is a thesis, and not that the paper is based on one."""
    return any(
        not FROM_THESIS.search(text[max(0, match.start() - CONTEXT_LENGTH) : match.start()])
        for match in THESIS.finditer(text)
    )


def mask_dates_of_review(text: str) -> str:
    """Replace brackets with the days of submission and acceptance by spaces; all positions stay the same."""
    return DATES_OF_REVIEW.sub(lambda match: " " * len(match[0]), text)


def split_clauses(text: str, mentions: Sequence[VenueMention] = ()) -> Iterator[Clause]:
    """Split text into clauses, not within the mentions of venues."""
    start = 0
    for end, next_start in (*_find_clause_ends(text, mentions), (len(text), len(text))):
        clause_mentions = tuple(mention for mention in mentions if start <= mention.start < end)
        yield Clause(text[start:end], start, clause_mentions)
        start = next_start


def _find_clause_ends(text: str, mentions: Sequence[VenueMention]) -> list[tuple[int, int]]:
    """Find where clauses end and the next ones start: not within a name, and not after an abbreviation."""
    ends = [
        (match.start(), match.end())
        for match in CLAUSE_END.finditer(text)
        if not ABBREVIATION.search(text[max(0, match.start() - _MAX_ABBREVIATION_LENGTH) : match.start()])
    ]
    ends += [(match.start(), match.end()) for match in OTHER_PAPER_START.finditer(text)]
    ends = sorted(
        end for end in ends if not any(mention.start < end[0] < mention.end for mention in mentions)
    )
    return sorted({*ends, *_find_acceptances(text, ends)})


def _find_acceptances(text: str, ends: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Find where clauses that begin with a submission or a rejection continue with an acceptance."""
    starts = [0, *(next_start for _, next_start in ends)]
    for start, end in zip(starts, [*(end for end, _ in ends), len(text)], strict=True):
        pending = PENDING.search(text, start, end)
        match = ACCEPTANCE_START.search(text, pending.end(), end) if pending else None
        if match:
            yield match.start(), match.end()


def is_at_venue(mention: VenueMention, clause: Clause) -> bool:
    """Whether the paper is at the venue itself, and not at an event next to it."""
    if not mention.is_valid or HOSTED_BY.search(clause.get_text_before(mention)):
        return False
    if any(
        ACRONYM_AT.search(clause.get_text_before(other)) for other in clause.list_mentions_of(mention.venue)
    ):
        return False
    if not mention.venue.is_event or mention.venue.kind is VenueKind.WORKSHOP:
        return True
    if "workshops" in mention.spelling.words:
        return True
    side_event = SIDE_EVENT_WITH_TALKS if mention.venue.has_poster_papers else SIDE_EVENT
    if side_event.search(clause.text) or SIDE_EVENT_AFTER.match(clause.get_text_after(mention)):
        return False
    return not _follows_other_event(mention, clause)


def _follows_other_event(mention: VenueMention, clause: Clause) -> bool:
    """Whether the acronym of an unknown event precedes the name in a list: ``DASHSys, VLDB 2026``."""
    match = ACRONYM_IN_LIST.search(clause.get_text_before(mention))
    if match is None or NOT_AN_EVENT.fullmatch(match["acronym"]):
        return False
    place = clause.start + match.start("acronym")
    return not any(other.start <= place < other.end for other in clause.mentions)


def is_denied(mention: VenueMention, clause: Clause) -> bool:
    """Whether words of the clause show that this very paper is not at the venue."""
    before, after = clause.get_text_before(mention), clause.get_text_after(mention)
    denial = DENIAL.search(clause.text)
    if denial and denial.start() < len(before):
        return True
    denial_after = DENIAL_AFTER_ACCEPTANCE if ACCEPTANCE.search(before) else DENIAL
    if denial_after.search(clause.text, len(before)):
        return True
    rest_of_part = PART_END.split(after, maxsplit=1)[0]
    if OTHER_PAPER.search(before) or OTHER_PAPER.search(rest_of_part):
        return True
    after_publication = PUBLICATION.split(before)[-1]
    return bool(OTHER_SUBJECT.search(after_publication) or OTHER_SUBJECT.search(rest_of_part))


def find_claim(clause: Clause, *, is_submitted: bool) -> tuple[int, VenueMention] | None:
    """Find the venue at which a clause claims the paper is, and how sure the claim is (higher is surer).

    Args:
        clause: A clause of a comment.
        is_submitted: Whether the comment mentions a submission anywhere.
    """
    other_version = OTHER_VERSION.search(clause.text)
    mentions = [
        mention
        for mention in clause.mentions
        if not is_denied(mention, clause) and is_at_venue(mention, clause)
    ]
    if other_version and len(clause.venue_ids) > 1:
        mentions = [mention for mention in mentions if mention.start - clause.start < other_version.start()]
        other_version = None
    if publication := PUBLICATION.search(clause.text):
        later = [mention for mention in mentions if mention.start - clause.start > publication.start()]
        chosen = next(iter(later or mentions), None)
    else:
        alone = (
            mention
            for mention in mentions
            if other_version or (not is_submitted and _is_own_remark(mention, clause))
        )
        chosen = next(alone, None)
    if chosen is None:
        return None
    if other_version and SHORTER_VERSION.search(clause.text):
        return OF_SHORTER_VERSION, chosen
    return (SURE if publication and not other_version else LESS_SURE), chosen


def find_accepted_submission(clauses: Sequence[Clause]) -> Clause | None:
    """Find the clause of the only submission, if a later clause states that the paper was accepted.

    Args:
        clauses: All clauses of a comment, including those that mention no venue.
    """
    submissions = [clause for clause in clauses if clause.mentions]
    if len(submissions) != 1 or len(submissions[0].venue_ids) != 1:
        return None
    clause = submissions[0]
    is_accepted = any(
        later.start > clause.start and ACCEPTED_LATER.match(later.text) and not DENIAL.search(later.text)
        for later in clauses
    )
    is_submission = SUBMISSION.search(clause.text) and is_at_venue(clause.mentions[0], clause)
    return clause if is_accepted and is_submission else None


def find_side_venues(clause: Clause) -> set[str]:
    """Find the ids of the venues of which a clause names a side event with a word of publication."""
    if not PUBLICATION.search(clause.text):
        return set()
    return {mention.venue.id for mention in clause.mentions if not is_at_venue(mention, clause)}


def _is_own_remark(mention: VenueMention, clause: Clause) -> bool:
    """Whether the name is a remark of its own: ``22 pages, ASPLOS '26``."""
    text = clause.mask_venue(mention.venue)
    before, after = text[: mention.start - clause.start], text[mention.end - clause.start :]
    if MATERIAL_AFTER.match(after) or not _has_only_filler(PART_END.split(before)[-1]):
        return False
    if mention.year is not None:
        return True
    words = len(mention.spelling.words)
    if mention.spelling.kind is SpellingKind.EVERYDAY and words <= MIN_WORDS_OF_LOOSE:
        return bool(YEAR_OR_VOLUME_AFTER.match(after))
    is_long = not mention.venue.is_event or words > _MAX_WORDS_WITHOUT_YEAR
    is_counted = NUMBER_AFTER.match(after) or ORDINAL_BEFORE.search(before[-CONTEXT_LENGTH:])
    if not (is_long or is_counted or ANY_YEAR.search(text)):
        return False
    return _has_only_filler(PART_END.split(f"{after} ", maxsplit=1)[0])


def _has_only_filler(text: str) -> bool:
    return all(FILLER_WORD.fullmatch(word) for word in PART_WORD.findall(text))
