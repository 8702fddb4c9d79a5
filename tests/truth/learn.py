"""Learn how much each feature of two papers counts for their being related: `python -m tests.truth.learn`.

Fits a logistic regression to the labels of papers and their neighbours, and prints the constants for
`generator/derive/relatedness.py`. The held-out labels are not used.
"""

from collections.abc import Iterator
from dataclasses import astuple, fields

import numpy as np

from generator.derive.relatedness import Features, build_corpus, find_features, find_neighbours
from tests.truth.evaluation import read_lines
from tests.truth.related import LABELS, judge_all, judge_pairs, read_catalogues

# All pairs of the shipped papers have a label, but the papers are few: they must not outweigh the others.
SHIPPED_WEIGHT = 0.3
PENALTY = 1.0  # of the squares of the weights of features with variance 1


def main() -> None:
    samples = [*read_samples()]
    weights, bias = fit(*map(np.array, zip(*samples, strict=True)))
    print(f"{len(samples)} pairs, of which {np.mean([verdict for _, verdict, _ in samples]):.2f} are related")
    print(
        ", ".join(
            f"{field.name}={weight:.3g}" for field, weight in zip(fields(Features), weights, strict=True)
        )
    )
    print(f"bias {bias:.3g}")


def read_samples() -> Iterator[tuple[tuple[float, ...], bool, float]]:
    """Yield the features of each pair with a label, whether it is related, and how much it counts."""
    labels = read_lines(LABELS)
    shipped, corpus = read_catalogues()
    chosen = [label for label in labels if label["set"] == "shipped"]
    yield from measure(shipped, [label["paper"] for label in chosen], judge_all(chosen), SHIPPED_WEIGHT)
    chosen = [label for label in labels if label["set"] == "development"]
    yield from measure(corpus, [label["paper"] for label in chosen], judge_pairs(chosen), 1.0)


def measure(catalogue, papers, judged, importance):
    """Yield the features of papers and those of their neighbours that have a label."""
    corpus = build_corpus(catalogue.papers, catalogue.assignments, catalogue.people)
    indices = range(len(corpus.papers))
    neighbours = dict(enumerate(find_neighbours(corpus, indices)))
    for index in indices:
        if corpus.papers[index].id in papers:
            for other in neighbours[index]:
                verdict = judged.get((corpus.papers[index].id, corpus.papers[other].id))
                if verdict is not None:
                    features = find_features(corpus, neighbours, index, other)
                    yield astuple(features), verdict, importance


def fit(features, verdicts, importance):
    """Return the weights and the bias with the greatest likelihood."""
    from scipy.optimize import minimize  # noqa: PLC0415 - quick tests import this module and fit nothing

    mean, deviation = features.mean(axis=0), features.std(axis=0)
    scaled = np.column_stack([(features - mean) / deviation, np.ones(len(features))])

    def find_loss(weights):
        evidence = scaled @ weights
        losses = np.logaddexp(0, evidence) - verdicts * evidence
        return importance @ losses + PENALTY / 2 * weights[:-1] @ weights[:-1]

    fitted = minimize(find_loss, np.zeros(scaled.shape[1])).x
    weights = fitted[:-1] / deviation
    return weights, fitted[-1] - weights @ mean


if __name__ == "__main__":
    main()
