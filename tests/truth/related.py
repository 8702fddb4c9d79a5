"""Evaluate the related papers of the catalogue of this repository, and of a larger one of the same field.

Labels are `related` and `unrelated` papers of a paper. The labels of the set `shipped` cover all pairs of the
papers that have one: pairs that are not named are unrelated. Other pairs without a label do not count, and
neither do papers that curators relate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.derive.assemble import assemble
from generator.pipeline.read_catalogue import add_relations
from generator.pipeline.read_data import read_data
from tests.paths import REPOSITORY
from tests.truth.corpus import read_corpus
from tests.truth.evaluation import Evaluation, Figure, read_lines

LABELS = "labels/related.jsonl"
ENOUGH = 3  # related papers on a page
CURATED = 1.0  # the score of papers that curators relate
LEARNED = ("development", "further")  # the sets whose labels the constants were chosen with
SETS = {
    "development": "read while the rules were changed",
    "further": "held out until 2026-11-30, then learned from",
    "drawn": "labelled before the rules of 2026-11-30, and not used for them",
}


def evaluate() -> Iterator[Evaluation]:
    """Evaluate the shipped catalogue, and then each set of labels in the larger one."""
    labels = read_lines(LABELS)
    shipped, corpus = read_catalogues()
    chosen = [label for label in labels if label["set"] == "shipped"]
    yield compare("Related papers: the shipped catalogue", shipped, chosen, judge_all(chosen))
    for name, description in SETS.items():
        chosen = [label for label in labels if label["set"] == name]
        yield compare(f"Related papers: {name}, {description}", corpus, chosen, judge_pairs(labels))


def read_catalogues():
    """Return the catalogue of this repository, and one of the corpus of the tests with the same topics."""
    stored, curation, lookups = read_data(REPOSITORY)
    corpus = assemble({"corpus": read_corpus()}, replace(curation, papers={}, lists=()))
    return add_relations(assemble(stored, curation, lookups)), add_relations(corpus)


def judge_all(labels) -> Mapping[tuple[str, str], bool]:
    """Map all pairs of the papers with labels to whether they are related."""
    pairs = {(label["paper"], other) for label in labels for other in label["related"]}
    ids = [label["paper"] for label in labels]
    return {(one, other): (one, other) in pairs for one in ids for other in ids}


def judge_pairs(labels) -> Mapping[tuple[str, str], bool]:
    """Map pairs in both orders to whether they are related. The label of the first paper counts more."""
    judged = {}
    for label in labels:
        judged |= {(label["paper"], other): True for other in label["related"]}
        judged |= {(label["paper"], other): False for other in label.get("unrelated", ())}
    return {(other, one): is_related for (one, other), is_related in judged.items()} | judged


def compare(title, catalogue, labels, judged) -> Evaluation:
    """Compare the related papers that are shown with labels."""
    titles = {paper.id: paper.title for paper in catalogue.papers}
    labels = [label for label in labels if label["paper"] in titles]
    right = wrong = 0
    misses = []
    for label in labels:
        paper = label["paper"]
        shown = [
            relation
            for relation in catalogue.relations[paper]
            if relation.is_related and relation.score != CURATED
        ]
        verdicts = [judged.get((paper, relation.paper)) for relation in shown]
        right += verdicts.count(True)
        wrong += verdicts.count(False)
        if False in verdicts:
            misses.append(f"{paper} {titles[paper]}")
        for relation, verdict in zip(shown, verdicts, strict=True):
            if verdict is False:
                misses.append(f"    {relation.score:.2f} {titles[relation.paper]}: {relation.reason}")
    shown_counts = [len(shown) for shown in catalogue.relations.values()]
    counts = [sum(relation.is_related for relation in shown) for shown in catalogue.relations.values()]
    figures = (
        Figure("papers shown that are related", right, right + wrong, 0.85),
        Figure("papers with three or more", sum(count >= ENOUGH for count in counts), len(counts), 0.80),
        Figure("papers with none", counts.count(0), len(counts)),
        Figure(
            "papers with three or more, or similar ones",
            sum(count >= ENOUGH for count in shown_counts),
            len(counts),
        ),
    )
    return Evaluation(f"{title} ({len(labels)} papers)", figures, tuple(misses))
