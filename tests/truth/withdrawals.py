"""Evaluate which papers count as withdrawn, and who withdrew them by what the pages say."""

from collections.abc import Iterator

from generator.model.withdrawal import find_withdrawal
from tests.truth.evaluation import Evaluation, Figure, read_lines

LABELS = "labels/withdrawals.jsonl"


def evaluate() -> Iterator[Evaluation]:
    """Evaluate all labels. Papers that are probably withdrawn may count either way."""
    labels = [label for label in read_lines(LABELS) if label["label"] != "probably"]
    withdrawals = {label["id"]: find_withdrawal(label["comment"], label.get("abstract")) for label in labels}
    withdrawn = [label for label in labels if label["label"] == "withdrawn"]
    recalled = [label for label in withdrawn if withdrawals[label["id"]]]
    agents = [label for label in recalled if withdrawals[label["id"]].by == label["by"]]
    missed = [label for label in withdrawn if not withdrawals[label["id"]]]
    wrong = [label for label in labels if label["label"] == "stands" and withdrawals[label["id"]]]
    figures = (
        Figure("recall", len(recalled), len(withdrawn), 0.95),
        Figure("precision", len(recalled), len(recalled) + len(wrong), 1.0),
        Figure("right about who withdrew", len(agents), len(recalled), 0.95),
    )
    misses = (*map(_describe, missed), *map(_describe, wrong))
    yield Evaluation(f"Withdrawals ({len(labels)} papers)", figures, misses)


def _describe(label: dict) -> str:
    return f"{label['id']} is labelled {label['label']}: {label['comment'] or label['abstract']}"
