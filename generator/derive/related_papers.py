"""The related papers of all papers, which are found again only if the facts that count have changed.

`generator.derive.relate` finds them. It is imported only then, because it loads SciPy, which takes as long as
reading and merging thousands of papers. Therefore the results that a run keeps are defined here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.model.curation_values import Person
from generator.model.papers import Assignment, Paper, Relation
from generator.system.memo import Memo
from generator.system.tasks import TaskRunner, run_serially


@dataclass(frozen=True, slots=True)
class KnownNeighbours:
    """The neighbours of a paper.

    Attributes:
        digest: Of everything that relates the paper to others.
        neighbours: Paper id to similarity, the most similar first.
    """

    digest: bytes
    neighbours: dict[str, float]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of papers: words, and marks that end a phrase or a sentence.

    Attributes:
        spellings: The vocabulary: words as they are written, sorted. The first two are empty, because the
            numbers 0 and 1 stand for tokens that are no words.
        roots: The root of each; empty if it is no term.
        texts: A digest of each text: the title and the abstract of each paper.
        lengths: The number of its tokens.
        numbers: The number of each token in the vocabulary, text after text, as 32-bit integers.
    """

    spellings: Sequence[str] = ("", "")
    roots: Sequence[str] = ("", "")
    texts: Sequence[bytes] = ()
    lengths: Sequence[int] = ()
    numbers: bytes = b""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of papers: words, and phrases of two words, that several of them have.

    Attributes:
        texts: As in `Tokens`.
        roots: For each term, the root of the word or of both words; sorted.
        spellings: For each term, how people write it, with the word that nearly always stands beside it.
        lengths: The number of terms of each paper.
        numbers: The number of each term of each paper, ascending, as 32-bit integers.
        counts: How often the paper has it, likewise.
    """

    texts: Sequence[bytes] = ()
    roots: Sequence[tuple[str, ...]] = ()
    spellings: Sequence[str] = ()
    lengths: Sequence[int] = ()
    numbers: bytes = b""
    counts: bytes = b""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of papers.

    Attributes:
        tokens: Of all papers, in the order of ids.
        terms: Of the papers in which terms are counted, likewise.
    """

    tokens: Tokens = Tokens()
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class RelatedPapers:
    """What one run finds, and leaves for the next.

    Attributes:
        relations: Paper id to its related papers.
        neighbours: Paper id to its neighbours.
        words: Of the papers.
    """

    relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    neighbours: dict[str, KnownNeighbours] = field(default_factory=dict)
    words: Words = Words()


def find_related_papers(
    papers: Sequence[Paper],
    assignments: Mapping[str, tuple[Assignment, ...]],
    people: Sequence[Person] = (),
    run: TaskRunner = run_serially,
    memo: Memo[RelatedPapers] | None = None,
) -> RelatedPapers:
    """Find the related papers of each paper, the nearest first, after those that curators chose.

    The result depends neither on the order of the papers nor on a previous run.

    Args:
        papers: All papers.
        assignments: Paper id to its topics.
        people: The authors whom curators described.
        run: Runs the tasks. Each task is for a block of papers.
        memo: The result of a previous run in the same language, if there is one.
    """
    memo = memo or Memo()
    known = next(iter(memo.previous.values()), RelatedPapers())
    facts = [
        (
            *(paper.id, paper.title, paper.abstract, paper.categories, paper.curated_related),
            *(paper.first_seen, paper.published_iso),
            [author.name for author in paper.authors],
            [assignment.topic for assignment in assignments.get(paper.id, ())],
        )
        for paper in papers
    ]

    def relate() -> RelatedPapers:
        from generator.derive.relate import relate_all  # noqa: PLC0415 - see above

        return relate_all(papers, assignments, people, run, known)

    return memo.recall((facts, people), relate)
