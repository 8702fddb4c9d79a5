"""Try a phrase before it is in a rule: which papers would get a topic by it, and which topics they have now.

Values come in, and text for a terminal goes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.classify import MIN_SCORE, find_evidence, sum_evidence
from generator.derive.word_roots import split_into_roots
from generator.model.curation_values import Phrase, Topic
from generator.model.errors import UsageError
from generator.model.papers import Catalogue, Paper
from generator.model.text import format_count, truncate

_WEIGHT = 2.0  # of a phrase that names a topic
_MAX_TITLE = 80  # characters


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A paper that contains the phrase.

    Attributes:
        paper: The paper.
        score: Its points for a topic whose only phrase this is.
        reason: Where the phrase is.
        topics: Ids of the topics that the paper has now.
    """

    paper: Paper
    score: float
    reason: str
    topics: tuple[str, ...]


def find_phrase(catalogue: Catalogue, phrase: str) -> tuple[PhraseMatch, ...]:
    """Find the papers with a phrase in the title or the abstract, those with the most points first.

    Raises:
        UsageError: The phrase has no word.
    """
    if not split_into_roots(phrase):
        raise UsageError(f"the phrase must have a word, got {phrase!r}")
    topic = Topic("trial", "", "", phrases=(Phrase(phrase, _WEIGHT),))
    matches = []
    for paper in catalogue.papers:
        if evidence := find_evidence(paper, topic):
            reason = ", ".join(words for words, _weight in evidence)
            topics = tuple(assignment.topic for assignment in catalogue.assignments[paper.id])
            matches.append(PhraseMatch(paper, sum_evidence(evidence), reason, topics))
    return tuple(sorted(matches, key=lambda match: -match.score))


def format_phrase_matches(
    phrase: str, matches: Sequence[PhraseMatch], paper_count: int, max_papers: int
) -> str:
    """Format matches as lines of text.

    Args:
        phrase: The phrase.
        matches: The papers with it.
        paper_count: The number of papers of the catalogue.
        max_papers: List at most so many papers.
    """
    enough = sum(match.score >= MIN_SCORE for match in matches)
    total = format_count(paper_count, "paper")
    lines = [
        f"“{phrase}” is in {len(matches):,} of {total}",
        f"with the weight {_WEIGHT:g}, it is enough for a topic of {format_count(enough, 'paper')}",
    ]
    for match in matches[:max_papers]:
        lines.append(f"  {match.score:g} points: {match.reason}; {_describe_topics(match.topics)}")
        lines.append(f"      {match.paper.id}  {truncate(match.paper.title, _MAX_TITLE)}")
    if len(matches) > max_papers:
        lines.append(f"  {format_count(len(matches) - max_papers, 'other paper')}")
    return "\n".join(lines)


def _describe_topics(topics: Sequence[str]) -> str:
    return f"topics now: {', '.join(topics)}" if topics else "no topic now"
