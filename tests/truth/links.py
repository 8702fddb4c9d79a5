"""Evaluate which addresses in abstract and comment count as links of the paper, and their kinds."""

from collections.abc import Iterator

from generator.derive.code_links import find_links
from tests.truth.evaluation import Evaluation, Figure, read_lines


def evaluate() -> Iterator[Evaluation]:
    """Evaluate all labels. A link is right if its address and its kind are."""
    labels = read_lines("labels/links.jsonl")
    right, missed, wrong = [], [], []
    for label in labels:
        expected = {tuple(link) for link in label["links"]}
        links = {(str(link.kind), link.url) for link in find_links(label["abstract"], label["comment"])}
        right += sorted(expected & links)
        missed += [f"{label['id']} lacks {kind}: {url}" for kind, url in sorted(expected - links)]
        wrong += [f"{label['id']} shows {kind}: {url}" for kind, url in sorted(links - expected)]
    figures = (
        Figure("precision", len(right), len(right) + len(wrong), 0.97),
        Figure("recall", len(right), len(right) + len(missed), 0.97),
    )
    yield Evaluation(f"Links ({len(labels)} papers)", figures, (*missed, *wrong))
