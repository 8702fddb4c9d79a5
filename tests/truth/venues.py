"""Evaluate which listed venue a comment and a journal reference claim, and its year."""

from collections.abc import Iterator, Sequence

from generator.derive.venues import PaperYears, VenueIndex
from generator.model.curation_values import Appearance
from generator.pipeline.read_data import read_data
from tests.paths import REPOSITORY
from tests.truth.evaluation import Evaluation, Figure, read_lines
from tests.venues import find_listed

LABELS = "labels/venues.jsonl"
SETS = {
    "development": "the labels that came first",
    "further": "labels given before the rules were changed, and read while they were",
    "held-out": "labels given before the rules were changed, and not read since",
    "later": "labels given after the rules were changed, without looking at the answers",
}


def evaluate() -> Iterator[Evaluation]:
    """Evaluate each set of labels, and all of them together."""
    labels = read_lines(LABELS)
    appearances = find_appearances(labels)
    for name, description in SETS.items():
        chosen = [label for label in labels if label["set"] == name]
        yield compare(f"Venues: {name}, {description}", chosen, appearances)
    yield compare("Venues: all labels", labels, appearances, has_misses=False)


def find_appearances(labels: Sequence[dict]) -> dict[str, Appearance | None]:
    """Find the appearances of the labelled texts among the venues of this repository."""
    _, curation, _ = read_data(REPOSITORY)
    index = VenueIndex(curation.venues)
    return {
        label["id"]: find_listed(
            index,
            label["journal_ref"],
            label["comment"],
            PaperYears(*label["years"]) if "years" in label else None,
        )
        for label in labels
    }


def compare(title, labels, appearances, *, has_misses=True) -> Evaluation:
    """Compare appearances with labels. What a label also accepts is neither required nor wrong."""
    right = wrong = missed = years = right_years = 0
    misses = []
    for label in labels:
        expected, appearance = label["venue"], appearances[label["id"]]
        venue = appearance.venue if appearance else None
        if venue == expected:
            right += expected is not None
            if venue and "year" in label:
                years += 1
                right_years += appearance.year == label["year"]
                if appearance.year != label["year"]:
                    misses.append(describe(label, venue, f"{appearance.year} instead of {label['year']}"))
        elif venue not in label.get("also_acceptable", ()):
            wrong += venue is not None
            missed += expected is not None
            misses.append(describe(label, venue or "nothing", f"instead of {expected or 'nothing'}"))
    figures = (
        Figure("precision", right, right + wrong, 0.98),
        Figure("recall", right, right + missed, 0.95),
        Figure("right about the year", right_years, years, 0.98),
    )
    return Evaluation(f"{title} ({len(labels)} texts)", figures, tuple(misses if has_misses else ()))


def describe(label: dict, found: str, expected: str) -> str:
    """Describe a miss."""
    texts = " / ".join(text for text in (label["journal_ref"], label["comment"]) if text)
    return f"{label['id']} has {found} {expected}: {texts}"
