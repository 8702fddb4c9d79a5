"""Regular expressions of words."""

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """A pattern for any of these as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
