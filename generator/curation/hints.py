"""Parts of messages: the value that was found, on one line, and the nearest allowed one."""

import difflib
import json
from collections.abc import Iterable, Mapping

from generator.model.text import clean_line, fold, quote_text, truncate

_MAX_VALUE_LENGTH = 60  # characters


def quote(value: object) -> str:
    """Show a value in a message, shortened and on one line.

    >>> quote("caches"), quote(["a", "b"])
    ("'caches'", '["a", "b"]')
    """
    if isinstance(value, str):
        return quote_text(value)
    return truncate(clean_line(json.dumps(value, ensure_ascii=False)), _MAX_VALUE_LENGTH)


def suggest_similar(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Suggest the choice that is most similar to a word; an empty string if none is similar enough.

    >>> suggest_similar("asplas", ["icpe", "asplos"])
    "did you mean 'asplos'?"

    Args:
        word: What was found.
        choices: What is allowed.
        cutoff: The least similarity, up to 1 for equal words.
    """
    similar = find_nearest_word(word, choices, cutoff=cutoff)
    return f"did you mean {similar!r}?" if similar else ""


def suggest_id(word: str, names_by_id: Mapping[str, Iterable[str]]) -> str:
    """Suggest the id of what has this name, or else the id that is most similar to it.

    >>> suggest_id("Toy Systems", {"toys": ["Toy Systems"], "systems": ["Systems"]})
    "did you mean 'toys'?"

    Args:
        word: What was found.
        names_by_id: The ids that are allowed, with the names that pages show.
    """
    folded = fold(word)
    named = (each for each, names in names_by_id.items() if folded in map(fold, names))
    return suggest_similar(next(named, word), names_by_id)


def find_nearest_word(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the choice that is most similar to a word, or None. The arguments are those of the above."""
    return next(iter(difflib.get_close_matches(word, sorted(choices), n=1, cutoff=cutoff)), None)
