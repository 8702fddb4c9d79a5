"""Evaluate which names are suggested as one person's, and which names several people are said to share.

There are three kinds of labels: two `names`, two `papers` under one name, and the `page` of a name. The
records are all papers of these names in a larger collection; with those of the same field as the shipped
catalogue, they make the catalogue in which co-authors are found and names are counted.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from generator.derive.assemble import assemble
from generator.derive.groups import group_papers
from generator.derive.people_suggestions import suggest_merges
from generator.derive.shared_names import find_shared_names
from generator.ingest.observations import from_entry
from generator.model.entries import Author, Entry
from generator.model.text import fold_name
from generator.pipeline.read_data import read_data
from tests.paths import REPOSITORY
from tests.truth.corpus import DAY, read_corpus
from tests.truth.evaluation import FOLDER, Evaluation, Figure, read_lines

LABELS = "labels/people.jsonl"
RECORDS = FOLDER / "records/people.jsonl.gz"
ONE, OTHER, SEVERAL = "same person", "other person", "several people"
SETS = {
    "development": "the labels that came with the task, of names only",
    "further": "labels given before the rules were written, and read while they were",
    "held-out": "labels given before the rules were written, and not read since",
}


def evaluate() -> Iterator[Evaluation]:
    """Evaluate each set of labels."""
    labels = [label for label in read_lines(LABELS) if label["label"] != "unknown"]
    catalogue = read_catalogue()
    merged = {
        fold_name(name): suggestion.person.id
        for suggestion in suggest_merges(catalogue)
        for name in (suggestion.person.name, *suggestion.person.spellings)
    }
    shared = find_shared_names(catalogue, group_papers(catalogue))
    for name, description in SETS.items():
        chosen = [label for label in labels if label["set"] == name]
        title = f"People: {name}, {description} ({len(chosen)} labels)"
        parts = [compare_names(chosen, merged), compare_papers(chosen, shared), compare_pages(chosen, shared)]
        yield Evaluation(
            title,
            tuple(figure for figures, _ in parts for figure in figures if figure.total),
            tuple(miss for _, misses in parts for miss in misses),
        )


def read_catalogue():
    """Return a catalogue of the labelled records and the corpus of the tests, without curators' people."""
    _, curation, _ = read_data(REPOSITORY)
    lines = gzip.decompress(RECORDS.read_bytes()).decode().splitlines()
    papers = {entry.id: from_entry(entry, DAY) for entry in map(build_entry, map(json.loads, lines))}
    return assemble({"corpus": papers | read_corpus()}, replace(curation, papers={}, lists=(), people=()))


def build_entry(record) -> Entry:
    published = datetime.fromisoformat(record["published"]).replace(tzinfo=UTC)
    return Entry(
        id=record["id"],
        version=1,
        title=record["title"],
        abstract=record["abstract"],
        authors=tuple(map(Author, record["authors"])),
        categories=tuple(record["categories"]),
        primary_category=record["categories"][0],
        published=published,
        updated=published,
    )


def compare_names(labels, merged):
    """Compare the names that are suggested to be merged with labels."""
    rows = []
    for label in labels:
        if label["kind"] == "names":
            one, other = (merged.get(fold_name(label[key])) for key in ("one", "other"))
            rows.append((f"{label['one']}, {label['other']}", label, one is not None and one == other))
    return count("suggested merges of one person's names", "names of one person that are merged", rows, ONE)


def compare_papers(labels, shared):
    """Compare the papers under one name that are in different groups with labels."""
    rows = []
    for label in labels:
        if label["kind"] == "papers":
            groups = [
                {paper.id for paper in group}.intersection(label["papers"])
                for group in shared.get(fold_name(label["name"]), ())
            ]
            rows.append((f"{label['name']}: {label['papers']}", label, sum(map(bool, groups)) > 1))
    return count(
        "separated pairs that are by two people", "pairs by two people that are separated", rows, OTHER
    )


def compare_pages(labels, shared):
    """Compare the pages that say that several people may share a name with labels."""
    rows = [
        (label["name"], label, fold_name(label["name"]) in shared)
        for label in labels
        if label["kind"] == "page"
    ]
    return count(
        "pages with the remark that are right", "pages of several people with the remark", rows, SEVERAL
    )


def count(precision, recall, rows, expected):
    """Return the figures of precision and recall, and the misses.

    Args:
        precision: The name of the first figure.
        recall: The name of the second.
        rows: What a label is about, the label, and whether the program says it.
        expected: What the label says if the program should.
    """
    right = sum(is_said and label["label"] == expected for _, label, is_said in rows)
    said = sum(is_said for _, _, is_said in rows)
    figures = (
        Figure(precision, right, said),
        Figure(recall, right, sum(label["label"] == expected for _, label, _ in rows)),
    )
    misses = [
        f"{about} is labelled {label['label']}: {label.get('reason', '')}"
        for about, label, is_said in rows
        if is_said != (label["label"] == expected)
    ]
    return figures, misses
