"""Evaluate the topics that the rules of this repository assign."""

from collections.abc import Iterator, Mapping

from generator.derive.classify import classify
from generator.model.papers import Assignment
from generator.pipeline.read_data import read_data
from tests.builders import make_paper
from tests.paths import REPOSITORY
from tests.truth.evaluation import Evaluation, Figure, read_lines

LABELS = "labels/topics.jsonl"
RECORDS = "records/topics.jsonl"
SETS = {
    "development": "the labels that came first",
    "further": "labels given before the rules were changed, and read while they were",
    "held-out": "labels given before the rules were changed, and not read since",
    "shipped": "the papers of this repository, read together with what their pages say",
    "drawn": "of cs.PF, labelled before their pages were read, and read since",
}


def evaluate() -> Iterator[Evaluation]:
    """Evaluate each set of labels, and all of them together."""
    labels, assignments, former_ids = read_lines(LABELS), assign_topics(), find_former_ids()
    for name, description in SETS.items():
        chosen = [label for label in labels if label["set"] == name]
        yield compare(f"Topics: {name}, {description}", chosen, assignments, former_ids)
    yield compare("Topics: all labels", labels, assignments, former_ids, has_misses=False)


def assign_topics() -> Mapping[str, tuple[Assignment, ...]]:
    """Assign topics to the records by the rules of this repository."""
    records = read_lines(RECORDS)
    papers = [
        make_paper(
            record["id"],
            title=record["title"],
            abstract=record["abstract"],
            categories=tuple(record["categories"]),
        )
        for record in records
    ]
    return classify(papers, read_topics())


def read_topics():
    _, curation, _ = read_data(REPOSITORY)
    return curation.topics


def find_former_ids() -> dict[str, str]:
    """Map each former id of a topic to its id, because labels keep the ids that they were given with."""
    return {former: topic.id for topic in read_topics() for former in topic.former_ids}


def compare(title, labels, assignments, former_ids, *, has_misses=True) -> Evaluation:
    """Compare assignments with labels.

    A topic that a label calls acceptable is neither required nor wrong.
    """
    right = wrong = found = missed = deserving = without = 0
    misses = []
    for label in labels:
        required = {former_ids.get(topic, topic) for topic in label["topics"]}
        allowed = required | {former_ids.get(topic, topic) for topic in label["also_acceptable"]}
        given = {assignment.topic: assignment for assignment in assignments[label["id"]]}
        right += len(given.keys() & allowed)
        wrong += len(given.keys() - allowed)
        found += len(given.keys() & required)
        missed += len(required - given.keys())
        deserving += bool(required)
        without += bool(required) and not given
        misses += describe(label, required - given.keys(), given.keys() - allowed, given)
    figures = (
        Figure("precision", right, right + wrong, 0.90),
        Figure("recall", found, found + missed, 0.85),
        Figure("papers without a topic that need one", without, deserving, 0.03, is_limit=True),
    )
    return Evaluation(f"{title} ({len(labels)} papers)", figures, tuple(misses if has_misses else ()))


def describe(label, missed, wrong, given) -> Iterator[str]:
    """Describe what is missed and what is wrong in one paper."""
    if missed or wrong:
        yield f"{label['id']} {label['title']}"
    for topic in sorted(missed):
        yield f"    missed {topic}"
    for topic in sorted(wrong):
        yield f"    wrong {topic} ({given[topic].score:g}): {given[topic].reason}"
