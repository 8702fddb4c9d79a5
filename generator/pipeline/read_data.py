"""Read and check everything under ``data/``: the papers of the feeds, and what people wrote."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.curation.file_set import Contents
from generator.curation.folder import read_files
from generator.curation.read import read_curation
from generator.derive.assemble import list_entries
from generator.derive.same_papers import find_same_papers, find_second_files
from generator.ingest import record_store, store
from generator.model import ids
from generator.model.curation_values import Curation
from generator.model.doi_records import Lookups
from generator.model.entries import Stored
from generator.model.errors import DataError, Problem
from generator.model.layout import DATA, FEEDS
from generator.site.published_files import find_forbidden_files
from generator.system.memo import Memo


def read_data(
    root: Path, memo: Memo[Any] | None = None, feeds_memo: Memo[list[int]] | None = None
) -> tuple[Stored, Curation, Lookups]:
    """Read what the feeds, people and registries of DOIs provide.

    Args:
        root: The catalogue's folder.
        memo: For `read_curation`.
        feeds_memo: For `store.read`.

    Raises:
        DataError: Every problem of every file.
        StoreError: A file cannot be read.
    """
    stored = store.read(root / FEEDS, feeds_memo)
    curated, problems = check_curation(root, read_files(root / DATA), stored, memo=memo)
    if problems:
        raise DataError(problems)
    return stored, curated, record_store.read_records(root / FEEDS)


def find_curation_warnings(stored: Stored, curated: Curation, lookups: Lookups) -> tuple[Problem, ...]:
    """Find what curators should tidy up, and what is no error, because a feed may have caused it."""
    entries = list_entries(stored, curated)
    return find_second_files(entries, curated, find_same_papers(entries, curated.papers, lookups))


def find_problems(root: Path, today: date | None = None) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Find every problem of every file, and links that leave the repository, sorted by place.

    Args:
        root: The catalogue's folder.
        today: If it is given, a stored day in the future is a problem.

    Returns:
        The problems, and the result of `find_curation_warnings`.

    Raises:
        StoreError: A file cannot be read.
    """
    stored, broken_lines = store.read_valid_papers(root / FEEDS, today)
    lookups, broken_records = record_store.read_valid_records(root / FEEDS)
    contents = read_files(root / DATA)
    curated, problems = check_curation(root, contents, stored, is_complete=not broken_lines)
    broken_rules = (
        *store.check_lines(root / FEEDS),
        *record_store.check_record_lines(root / FEEDS, today),
    )
    forbidden_files = find_forbidden_files(root)
    all_problems = {*broken_lines, *broken_rules, *broken_records, *problems, *forbidden_files}
    warnings = find_curation_warnings(stored, curated, lookups)
    return tuple(sorted(all_problems)), tuple(replace(one, path=str(root / one.path)) for one in warnings)


def check_curation(
    root: Path,
    contents: Contents,
    stored: Stored,
    *,
    is_complete: bool = True,
    memo: Memo[Any] | None = None,
) -> tuple[Curation, tuple[Problem, ...]]:
    """Read and check the contents of curation files, which may be on the disk or about to be written.

    Args:
        root: The catalogue's folder, for messages.
        contents: As `generator.curation.folder.read_files` returns them.
        stored: The papers of all feeds.
        is_complete: Whether that is all of it. If not, an id that is not stored is no problem.
        memo: For `read_curation`.
    """
    papers_by_id = {paper_id: paper for papers in stored.values() for paper_id, paper in papers.items()}
    ids_by_slug = {
        ids.build_slug(name): paper_id
        for paper_id, paper in papers_by_id.items()
        for name in (*paper.former_ids, paper_id)
    }
    abstracts = {paper_id: paper.entry.abstract for paper_id, paper in papers_by_id.items()}
    return read_curation(contents, ids_by_slug, root, abstracts, is_complete=is_complete, memo=memo)
