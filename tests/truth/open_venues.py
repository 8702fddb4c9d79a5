"""Evaluate where the authors' texts say that papers appeared, for venues that the list did not have."""

from collections.abc import Iterator

from generator.derive.venues import PaperYears, VenueIndex
from generator.derive.venues.unlisted_names import strip_sponsors
from generator.model.text import fold
from generator.pipeline.read_data import read_data
from tests.paths import REPOSITORY
from tests.truth.evaluation import Evaluation, Figure, read_lines

LABELS = "labels/open_venues.jsonl"
SETS = {
    "development": "labels given before the rules were written, and read while they were",
    "further": "labels given before anybody saw what the rules said; the rules were corrected by them",
    "held-out": "labels given when the rules were complete",
}


def evaluate() -> Iterator[Evaluation]:
    """Evaluate each set of labels by the list of venues of this repository."""
    _, curation, _ = read_data(REPOSITORY)
    labels = read_lines(LABELS)
    for name, description in SETS.items():
        chosen = [label for label in labels if label["set"] == name]
        yield compare(f"Open list of venues: {name}, {description}", chosen, curation.venues)


def compare(title, labels, venues) -> Evaluation:
    """Compare the venues that are shown with labels.

    A label names a venue in the words that a reader takes for its name. If its ``is_sure`` is false, the
    text can be read either way, so that the venue is not required.
    """
    index, listed = VenueIndex(venues), {venue.id: venue for venue in venues}
    right = wrong = found = required = years_right = years = unlisted = unlisted_right = 0
    misses = []
    for label in labels:
        names, year, is_sure = (label["label"][key] for key in ("names", "year", "is_sure"))
        texts = label["journal_ref"], label["comment"], PaperYears(*label["years"])
        appearance = index.find_stated_appearance(*texts)
        venue = appearance and (appearance.unlisted or listed[appearance.venue])
        is_right = bool(venue) and not list_names(venue).isdisjoint(map(fold_name, names))
        text = label["journal_ref"] or label["comment"]
        right += is_right
        wrong += bool(venue) and not is_right
        unlisted += bool(appearance and appearance.unlisted)
        unlisted_right += bool(appearance and appearance.unlisted) and is_right
        required += is_sure
        found += is_sure and is_right
        if is_right and year is not None:
            years += 1
            years_right += appearance.year == year
            if appearance.year != year:
                misses.append(f"{label['id']} year {appearance.year}, not {year}: {text}")
        if venue and not is_right:
            misses.append(f"{label['id']} shows {venue.acronym} ({venue.name}): {text}")
        elif is_sure and not is_right:
            misses.append(f"{label['id']} lacks {names[0]}: {text}")
    figures = (
        Figure("precision of venues that are not listed", unlisted_right, unlisted, 0.98),
        Figure("precision of all venues", right, right + wrong, 0.97),
        Figure("recall of all venues", found, required, 0.80),
        Figure("right years", years_right, years, 0.95),
    )
    return Evaluation(f"{title} ({len(labels)} texts)", figures, tuple(misses))


def list_names(venue) -> set[str]:
    return {fold_name(name) for name in (venue.acronym, venue.name, *venue.spellings)}


def fold_name(name) -> str:
    """Fold a name without sponsors, "annual" and plurals, which texts and lists leave out or add."""
    return " ".join(word.rstrip("s") for word in fold(strip_sponsors(name)).split() if word != "annual")
