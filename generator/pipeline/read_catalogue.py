"""Read the data, and derive from them the values that pages are made from."""

from dataclasses import replace
from pathlib import Path

from generator.derive.assemble import assemble
from generator.derive.relate import relate_papers
from generator.model.papers import Catalogue
from generator.pipeline.read_data import read_data
from generator.system.processes import Processes, count_processors
from generator.system.tasks import TaskRunner, run_serially
from generator.translation.messages import use_language

_FEW_PAPERS = 500  # with fewer, one process is done before others have started


def read_catalogue(root: Path, processes: int | None = 1) -> Catalogue:
    """Read the data, and derive topics and related papers, with reasons in the catalogue's language.

    Args:
        root: The catalogue's folder.
        processes: How many processes to use; None lets the number of papers decide.

    Raises:
        DataError: Every problem of every file.
        StoreError: A file cannot be read.
    """
    stored, curation, lookups = read_data(root)
    with use_language(curation.settings.language):
        catalogue = assemble(stored, curation, lookups)
        return add_relations(catalogue, choose_processes(processes, catalogue))


def add_relations(catalogue: Catalogue, run: TaskRunner = run_serially) -> Catalogue:
    """Add the related papers of each paper."""
    relations = relate_papers(catalogue.papers, catalogue.assignments, catalogue.all_people, run)
    return replace(catalogue, relations=relations)


def choose_processes(count: int | None, catalogue: Catalogue) -> Processes:
    """Return as many processes as are asked for, or else one per processor if there are enough papers."""
    default = count_processors() if len(catalogue.papers) >= _FEW_PAPERS else 1
    return Processes(count or default)
