"""Learn how much each feature of two papers counts for their being related: `python -m tests.truth.learn`.

Fits a logistic regression to the labels of papers and their neighbours, and prints the constants for
`generator/derive/relatedness.py`. Then prints, for several minimum probabilities, the share of related papers
among those that are at least so probable, by cross-validation: the probability of a pair follows from the
labels of other papers. The drawn labels are not used.
"""

import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

import numpy as np

from generator.derive.relatedness import Features, build_corpus, find_features, find_neighbours
from tests.truth.evaluation import read_lines
from tests.truth.related import LABELS, LEARNED, judge_all, judge_pairs, read_catalogues

# All pairs of the shipped papers have a label, but the papers are few: they must not outweigh the others.
SHIPPED_WEIGHT = 0.3
FOLDS, RUNS = 5, 10
MIN_PROBABILITIES = (0.7, 0.72, 0.74, 0.76, 0.78, 0.8)
PENALTY = 1.0  # of the squares of the weights of features with variance 1


def main() -> None:
    samples = [*read_samples()]
    weights, bias = fit(*select(samples))
    print(f"{len(samples)} pairs, of which {np.mean([sample.verdict for sample in samples]):.2f} are related")
    print(
        ", ".join(
            f"{field.name}={weight:.3g}" for field, weight in zip(fields(Features), weights, strict=True)
        )
    )
    print(f"bias {bias:.3g}\n")
    probabilities = cross_validate(samples)
    for min_probability in MIN_PROBABILITIES:
        cells = [f"{min_probability:.2f}"]
        for name in ("shipped", *LEARNED):
            is_in_set = np.array([sample.set_name == name for sample in samples])
            verdicts = np.array([sample.verdict for sample in samples])[is_in_set]
            is_shown = probabilities[:, is_in_set] >= min_probability
            cells.append(f"{name} {(is_shown * verdicts).sum() / is_shown.sum():.3f}")
        print(", ".join(cells))


@dataclass(frozen=True)
class Sample:
    """The features of a pair with a label, whether it is related, and how much it counts."""

    features: tuple[float, ...]
    verdict: bool
    importance: float
    paper: str
    set_name: str


def read_samples() -> Iterator[Sample]:
    """Yield each labelled pair of a paper and a neighbour."""
    labels = read_lines(LABELS)
    shipped, corpus = read_catalogues()
    chosen = [label for label in labels if label["set"] == "shipped"]
    yield from measure(shipped, chosen, judge_all(chosen), SHIPPED_WEIGHT)
    chosen = [label for label in labels if label["set"] in LEARNED]
    yield from measure(corpus, chosen, judge_pairs(chosen), 1.0)


def select(samples):
    """Return the features, the verdicts and the importance of samples."""
    columns = ((sample.features, sample.verdict, sample.importance) for sample in samples)
    return [np.array(column) for column in zip(*columns, strict=True)]


def cross_validate(samples):
    """Return the probabilities of all samples, in rows of several runs."""
    papers = sorted({sample.paper for sample in samples})
    rows = []
    for seed in range(RUNS):
        shuffled = random.Random(seed).sample(papers, len(papers))  # noqa: S311 - to repeat it
        folds = {paper: number % FOLDS for number, paper in enumerate(shuffled)}
        row = np.zeros(len(samples))
        for fold in range(FOLDS):
            is_left_out = np.array([folds[sample.paper] == fold for sample in samples])
            others = [sample for sample in samples if folds[sample.paper] != fold]
            weights, bias = fit(*select(others))
            row[is_left_out] = 1 / (1 + np.exp(-bias - select(samples)[0][is_left_out] @ weights))
        rows.append(row)
    return np.array(rows)


def measure(catalogue, labels, judged, importance):
    """Yield the features of papers and those of their neighbours that have a label."""
    corpus = build_corpus(catalogue.papers, catalogue.assignments, catalogue.people)
    set_names = {label["paper"]: label["set"] for label in labels}
    indices = range(len(corpus.papers))
    neighbours = dict(enumerate(find_neighbours(corpus, indices)))
    for index in indices:
        paper = corpus.papers[index].id
        for other in neighbours[index] if paper in set_names else ():
            verdict = judged.get((paper, corpus.papers[other].id))
            if verdict is not None:
                features = find_features(corpus, neighbours, index, other)
                yield Sample(astuple(features), verdict, importance, paper, set_names[paper])


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
