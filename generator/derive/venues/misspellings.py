"""Patterns for common misspellings of the words around a venue."""

_MIN_LETTERS = 6


def add_misspellings(word: str) -> str:
    """Return a pattern for a word that also matches it with a missing, swapped or doubled letter.

    One letter may be missing, two neighbours may be swapped, and any letter may be doubled: "accepted" is
    also "acepted", "accpeted" and "accpetd". The first letter stays. A short word is returned as it is,
    because it differs too little from other words.
    """
    if len(word) < _MIN_LETTERS:
        return word
    forms = {word} | _drop_letter(word)
    forms |= {swapped for form in forms for swapped in _swap_letters(form)}
    return "(?:" + "|".join("".join(f"{letter}{{1,2}}" for letter in form) for form in sorted(forms)) + ")"


def _drop_letter(word: str) -> set[str]:
    """Return the word without each of its letters but the first."""
    return {word[:index] + word[index + 1 :] for index in range(1, len(word))}


def _swap_letters(word: str) -> set[str]:
    """Return the word with each two neighbouring letters but the first swapped."""
    return {
        word[:index] + word[index + 1] + word[index] + word[index + 2 :] for index in range(1, len(word) - 1)
    }
