"""Evaluate which sentence of an abstract is shown as the contribution of the paper."""

from collections.abc import Iterator

from generator.derive.contributions import find_contribution
from tests.truth.evaluation import Evaluation, Figure, read_lines

LABELS = "labels/contribution.jsonl"
SETS = {
    "development": "read while the rules were written",
    "held-out": "labelled before the rules were written",
}


def evaluate() -> Iterator[Evaluation]:
    """Evaluate each set of labels. A label has the best sentence, and others that a reader would accept."""
    labels = read_lines(LABELS)
    for name, description in SETS.items():
        yield _compare(f"Contribution: {name}, {description}", [x for x in labels if x["set"] == name])


def _compare(title: str, labels: list[dict]) -> Evaluation:
    answers = [find_contribution(label["title"], label["abstract"]) for label in labels]
    pairs = [*zip(labels, answers, strict=True)]
    best = [label for label, answer in pairs if _is_same(answer, label["sentence"])]
    accepted = [
        label
        for label, answer in pairs
        if any(_is_same(answer, sentence) for sentence in (label["sentence"], *label.get("also", ())))
    ]
    figures = (
        Figure("the best sentence", len(best), len(labels), 0.80),
        Figure("an accepted sentence", len(accepted), len(labels), 0.90),
        Figure("without a sentence", sum(answer is None for answer in answers), len(labels)),
    )
    misses = (_describe(label, answer) for label, answer in pairs if label not in best)
    return Evaluation(f"{title} ({len(labels)} papers)", figures, tuple(misses))


def _is_same(answer: str | None, sentence: str | None) -> bool:
    """Whether an answer is a sentence or the beginning of it."""
    if answer is None or sentence is None:
        return answer is sentence
    return answer == sentence or (answer.endswith(" …") and sentence.startswith(answer[:-2]))


def _describe(label: dict, answer: str | None) -> str:
    accepted = " (accepted)" if any(_is_same(answer, sentence) for sentence in label.get("also", ())) else ""
    return f"{label['id']} shows{accepted}: {answer}\n  - best: {label['sentence']}"
