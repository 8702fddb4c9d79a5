"""Check the fields of entries: limits of length and number, and possible dates."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from generator.model import dates

# Limits for the entries of publishers; arXiv's own are smaller.
LONGEST_TITLE = 1_000  # characters
LONGEST_ABSTRACT = 50_000
LONGEST_REFERENCE = 1_000
LONGEST_TERM = 200
MOST_AUTHORS = 10_000  # the largest collaborations have about 5,000
MOST_TERMS = 100

_LONGEST_QUOTE = 40


def require_length(name: str, text: str, longest: int) -> str:
    """Return the text if it is not too long.

    Args:
        name: The name of the field, for messages.
        text: The value of the field.
        longest: The largest number of characters.

    Raises:
        ValueError: The text is too long.
    """
    if len(text) > longest:
        message = f"its {name} must have at most {longest:,} characters, got {len(text):,}"
        raise ValueError(message)
    return text


def require_title(title: str) -> str:
    """Return the title of an entry if it is neither empty nor too long.

    Raises:
        ValueError: It is empty or too long.
    """
    if not title:
        message = "an entry must have a title"
        raise ValueError(message)
    return require_length("title", title, LONGEST_TITLE)


def require_abstract(abstract: str | None) -> str | None:
    """Return the abstract of an entry; None for an empty one.

    Raises:
        ValueError: It is too long.
    """
    return require_length("abstract", abstract or "", LONGEST_ABSTRACT) or None


def require_author_count(count: int) -> None:
    """Raise ValueError if a paper has too many authors."""
    if count > MOST_AUTHORS:
        message = f"a paper must have at most {MOST_AUTHORS:,} authors, got {count:,}"
        raise ValueError(message)


def select_terms(terms: Sequence[str], remarks: list[str]) -> tuple[str, ...]:
    """Return the terms of an entry, and add a remark if some exceed a limit.

    Args:
        terms: The terms, each once.
        remarks: Receives the remark.
    """
    selected = [term for term in terms if len(term) <= LONGEST_TERM][:MOST_TERMS]
    if len(selected) < len(terms):
        remarks.append(
            f"an entry must have at most {MOST_TERMS} categories of at most {LONGEST_TERM} characters;"
            " the others are ignored"
        )
    return tuple(selected)


def find_date(
    name: str, texts: Iterable[str], latest: datetime | None, remarks: list[str]
) -> datetime | None:
    """Return the first date in several texts, and add a remark on each text before it that is left out.

    Args:
        name: The name of the field, for remarks.
        texts: The texts, the best one first; empty ones are ignored.
        latest: The latest time that a date may have, or None.
        remarks: Receives the remarks.
    """
    for text in filter(None, texts):
        quoted = repr(text[:_LONGEST_QUOTE])
        try:
            instant = dates.parse_date(text)
        except ValueError:
            remarks.append(f"{name} {quoted} is not a valid date and is ignored")
            continue
        if instant and latest and instant > latest:
            remarks.append(f"{name} {quoted} is later than the feed itself and is ignored")
        elif instant:
            return instant
    return None
