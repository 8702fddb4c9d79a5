"""A curator's desk: drafts, suggestions, explanations, and lists that people already have, as files.

What is written was not there before: nothing existing is overwritten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import pipeline
from generator.curate.advice import remarks
from generator.curate.explain import explain as explained
from generator.curate.lists.convert import convert
from generator.curate.lists.list_items import LARGEST_LIST
from generator.curation.layout import paper_file
from generator.derive.assemble import assemble
from generator.derive.drafts import draft_paper, draft_record
from generator.derive.lookup import find_paper
from generator.derive.suggestions import Candidate, Suggestion, build_work_queue, suggest_topics
from generator.model.errors import Problem, StoreError, UsageError
from generator.read_data import read_data
from generator.system.files import read_file


def new(root: Path, references: Sequence[str], title: str | None) -> list[str]:
    """Write a draft for each paper; returns the files.

    Args:
        root: The catalogue's folder.
        references: Ids, addresses or DOIs of known papers.
        title: The paper's title, if it is on no feed; then there is one reference.

    Raises:
        UsageError: A paper is not known, or has a file already; then none is written.
        StoreError: The disk does not let us.
    """
    catalogue = assemble(*read_data(root))
    if title is not None:
        if len(references) != 1:
            raise UsageError("--manual is for one paper at a time")
        files = [draft_record(references[0], title, catalogue)]
    else:
        papers = [find_paper(reference, catalogue) for reference in references]
        files = [(paper_file(paper.id), draft_paper(paper, catalogue)) for paper in papers]
    _write(root, dict(files))
    return [name for name, _ in files]


def _write(root: Path, files: dict[str, str]) -> None:
    existing = [name for name in files if (root / name).exists()]
    if existing:
        raise UsageError(f"{existing[0]} is there already; edit it, nothing was written")
    for name, text in files.items():
        target = root / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise StoreError(f"cannot write {target}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Work:
    """What a curator could do: papers that need one, topics by likeness, and what is worth a look."""

    candidates: tuple[Candidate, ...]
    suggestions: tuple[Suggestion, ...]
    remarks: tuple[str, ...]


def suggest(root: Path) -> Work:
    """What a curator could do next, best first."""
    catalogue = pipeline.read_catalogue(root)
    return Work(build_work_queue(catalogue), suggest_topics(catalogue), remarks(catalogue))


def explain(root: Path, reference: str) -> str:
    """Where everything on a paper's page comes from, in words.

    Raises:
        UsageError: The paper is not known.
    """
    stored, curated = read_data(root)
    catalogue = pipeline.add_relations(assemble(stored, curated))
    paper = find_paper(reference, catalogue)
    opinion = curated.papers.get(paper.id)
    data = (root / opinion.path).read_bytes() if opinion else None
    return explained(paper.id, catalogue, opinion, stored, data)


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a list: its summary, what needs a look, and the files."""

    summary: str
    remarks: tuple[Problem, ...]
    files: tuple[str, ...]


def import_list(root: Path, file: Path, name: str | None, title: str | None, *, dry_run: bool) -> Import:
    """Turn a list that people already have into curation files and a reading list.

    Raises:
        UsageError: The file's format is not known.
        StoreError: The disk does not let us.
    """
    data = read_file(file, LARGEST_LIST + 1)
    converted = convert(data, str(file), name, title, assemble(*read_data(root)))
    files = {new_file.path: new_file.text for new_file in converted.files}
    if not dry_run:
        _write(root, files)
    return Import(str(converted), converted.remarks, tuple(files))
