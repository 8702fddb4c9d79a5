"""Check what feeds of arXiv ask for: names of categories, and queries in the syntax of its API.

arXiv answers a query with an unknown field or category as if nothing matched. The syntax:
https://info.arxiv.org/help/api/user-manual.html#query_details
"""

import re
from collections.abc import Iterator

from generator.model.arxiv_categories import NAMES, SUBSUMED
from generator.model.text import quote_text

_FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn", "id", "all", "submittedDate", "lastUpdatedDate")
# What people write for a field in other search engines.
_OTHER_NAMES = {
    "title": "ti", "author": "au", "authors": "au", "abstract": "abs", "comment": "co", "comments": "co",
    "journal": "jr", "category": "cat", "categories": "cat", "subject": "cat", "report": "rn", "any": "all",
    "date": "submittedDate", "submitted": "submittedDate", "updated": "lastUpdatedDate",
}  # fmt: skip
_ARCHIVES = frozenset(name.partition(".")[0] for name in NAMES if "." in name)
_PHRASE = re.compile(r'"[^"]*"')
_FIELD = re.compile(r"(?<![\w.])([^\W\d]\w*):(?!//)\s*([^\s()\"\[\]]*)")
_ENCODED = re.compile(r"\+(?:AND|OR|ANDNOT)\+|%2[0-9A-F]", re.IGNORECASE)


def find_category_problem(category: str) -> tuple[str, str] | None:
    """Return why a category is none of arXiv's, and the nearest one or an empty string; None if it is one.

    >>> find_category_problem("cs.os")
    ("must be an arXiv category, got 'cs.os'", 'cs.OS')
    >>> find_category_problem("cs.OS") is None
    True
    """
    if category in NAMES or category in SUBSUMED:
        return None
    if category in _ARCHIVES:
        message = f"must be an arXiv category, got {quote_text(category)}, which is a group of categories"
        return message, next(name for name in NAMES if name.startswith(f"{category}."))
    nearest = next((name for name in NAMES if name.casefold() == category.casefold()), "")
    return f"must be an arXiv category, got {quote_text(category)}", nearest


def find_query_problems(query: str) -> Iterator[tuple[str, str]]:
    """Yield each problem of a query, and what to do or an empty string.

    >>> list(find_query_problems("(cat:cs.OS AND title:cache"))
    [("'(' must have its ')'", ''), ("a query must not have the field 'title:'", 'did you mean ti:?')]
    """
    if _ENCODED.search(query):
        yield "a query must not be encoded as in a URL", 'write spaces, and quotation marks as "'
        return
    if query.count('"') % 2:
        yield "'\"' must have a second one after the phrase", ""
    words = _PHRASE.sub('""', query)
    if bracket := _find_unpaired(words):
        yield bracket, ""
    for field, value in _FIELD.findall(words):
        if field not in _FIELDS:
            yield f"a query must not have the field {quote_text(f'{field}:')}", _suggest_field(field)
        elif field == "cat" and value and (problem := _find_pattern_problem(value)):
            yield f"in a query, cat: {problem[0]}", f"did you mean {problem[1]}?" if problem[1] else ""


def _find_pattern_problem(pattern: str) -> tuple[str, str] | None:
    """Return what `find_category_problem` does; ``*`` matches any characters, such as in ``q-bio.*``."""
    beginning, star, _ = pattern.partition("*")
    if not star:
        return find_category_problem(pattern)
    if any(name.startswith(beginning) for name in (*NAMES, *SUBSUMED)):
        return None
    return f"must begin like an arXiv category, got {quote_text(pattern)}", ""


def _find_unpaired(text: str) -> str:
    """Return a message on the first bracket without its partner, or an empty string."""
    depth = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return "')' must have its '(' before it"
    return "'(' must have its ')'" if depth else ""


def _suggest_field(field: str) -> str:
    """Return a hint with the field that is probably meant, or with all fields."""
    fields_by_name = {name.casefold(): name for name in _FIELDS} | _OTHER_NAMES
    nearest = fields_by_name.get(field.casefold())
    return f"did you mean {nearest}:?" if nearest else f"the fields are {', '.join(_FIELDS)}"
