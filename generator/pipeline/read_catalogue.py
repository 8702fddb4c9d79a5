"""Read the data, and derive from them the values that pages are made from."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.derive.assemble import AssemblyMemos, TextFacts, assemble
from generator.derive.related_papers import RelatedPapers, find_related_papers
from generator.model.papers import Assignment, Catalogue, PaperAuthor, Position
from generator.pipeline.kept_results import keep_results
from generator.pipeline.read_data import read_data
from generator.system.memo import Memo, keep_nothing
from generator.system.processes import Processes, count_processors
from generator.system.tasks import TaskRunner, run_serially
from generator.translation.messages import use_language

_FEW_PAPERS = 500  # with fewer, one process is done before others have started


def read_catalogue(root: Path, processes: int | None = 1, *, keeps_results: bool = False) -> Catalogue:
    """Read the data, and derive topics and related papers, with reasons in the catalogue's language.

    Args:
        root: The catalogue's folder.
        processes: How many processes to use; None lets the number of papers decide.
        keeps_results: Whether to use results of the previous run, and to keep those of this one.

    Raises:
        DataError: Every problem of every file.
        StoreError: A file cannot be read.
    """
    keep = partial(keep_results, root) if keeps_results else keep_nothing
    with keep("curation-files", Any) as memo, keep("feed-files", list[int]) as feeds_memo:
        stored, curation, lookups = read_data(root, memo, feeds_memo)
    language = curation.settings.language
    with use_language(language):
        with (
            keep("texts", TextFacts, curation.venues) as texts,
            keep("authors", tuple[PaperAuthor, ...]) as authors,
            keep("topics", tuple[Assignment, ...], curation.topics, language) as topics,
        ):
            memos = AssemblyMemos(texts, authors, topics)
            run = choose_processes(processes, sum(map(len, stored.values())))
            catalogue = assemble(stored, curation, lookups, memos, run)
        with (
            keep("relations", RelatedPapers, language) as relations,
            keep("map", dict[str, Position]) as positions,
        ):
            return add_relations(catalogue, run, relations, positions)


def add_relations(
    catalogue: Catalogue,
    run: TaskRunner = run_serially,
    relations: Memo[RelatedPapers] | None = None,
    positions: Memo[dict[str, Position]] | None = None,
) -> Catalogue:
    """Add the related papers of each paper, and its position on the map.

    Args:
        catalogue: The catalogue.
        run: Runs the tasks.
        relations: The related papers of a previous run.
        positions: The positions of a previous run.
    """
    papers, assignments = catalogue.papers, catalogue.assignments
    related = find_related_papers(papers, assignments, catalogue.all_people, run, relations)
    neighbours = {paper: known.neighbours for paper, known in related.neighbours.items()}
    facts = (
        neighbours,
        [(topic.id, topic.parent) for topic in catalogue.topics],
        [(paper, [assignment.topic for assignment in assignments[paper]]) for paper in neighbours],
    )

    def place() -> dict[str, Position]:
        from generator.derive.paper_map import place_papers  # noqa: PLC0415 - it loads SciPy

        return place_papers(neighbours, assignments, catalogue.topics)

    positions = positions or Memo()
    return replace(catalogue, relations=related.relations, positions=positions.recall(facts, place))


def choose_processes(count: int | None, papers: int) -> Processes:
    """Return as many processes as are asked for, or else one per processor if there are enough papers."""
    default = count_processors() if papers >= _FEW_PAPERS else 1
    return Processes(count or default)
