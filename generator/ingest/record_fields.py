"""Read the fields of registries' JSON, none of which is trusted: a value of the wrong type is no value."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.ingest.publisher_markup import TextFormat, join_paragraphs
from generator.model import ids, urls
from generator.model.dates import EARLIEST_YEAR
from generator.model.doi_records import Contributor, RecordRelation
from generator.model.orcids import find_orcid
from generator.model.publications import normalise_pages

MAX_TITLE_LENGTH = 500  # characters
MAX_NAME_LENGTH = 200
MAX_NUMBER_LENGTH = 40  # of a volume, an issue or pages
YEARS_AHEAD = 2  # issues and conferences are dated ahead, by less than this

MAX_VALUES = 20  # of one field
_MAX_AUTHORS = 50  # without an ORCID
MAX_READ_AUTHORS = 10_000
_MAX_SOURCE_LENGTH = 4_000  # characters of markup that are read
_MAX_NUMBER = 10**18
_MONTHS, _DAYS = range(1, 13), range(1, 32)


def get_mapping(value: object) -> Mapping[str, Any]:
    """Return a JSON object; an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def iter_values(value: object) -> Iterator[Any]:
    """Iterate over the values of a JSON array, or over nothing."""
    return iter(value if isinstance(value, list) else ())


def get_text(value: object, max_length: int = MAX_TITLE_LENGTH) -> str:
    """Return a text without markup on one line; an empty text for another type or a text that is too long.

    >>> get_text("Fast <i>caches</i> &amp; <jats:sub>2</jats:sub> <mml:math><mml:mi>n</mml:mi></mml:math>")
    'Fast caches & ₂ n'
    """
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MAX_NUMBER:
        value = str(value)
    if not isinstance(value, str) or len(value) > _MAX_SOURCE_LENGTH:
        return ""
    text = join_paragraphs(join_paragraphs(value, TextFormat.HTML), TextFormat.UNSTATED)
    return text if len(text) <= max_length else ""


def get_texts(value: object) -> tuple[str, ...]:
    """Return the texts of an array, or a single text, each once."""
    values = [value] if isinstance(value, str) else list(iter_values(value))[:MAX_VALUES]
    return tuple(dict.fromkeys(text for item in values if (text := get_text(item))))


def get_number(value: object) -> str | None:
    """Return the number of a volume or an issue, which may have letters."""
    return get_text(value, MAX_NUMBER_LENGTH) or None


def get_pages(value: object) -> str | None:
    """Return pages with a hyphen between the first and the last.

    >>> get_pages("775 – 788"), get_pages("e12")
    ('775-788', 'e12')
    """
    return normalise_pages(get_text(value, MAX_NUMBER_LENGTH)) or None


def get_clean_doi(value: object) -> str | None:
    """Return a DOI in lower case."""
    doi = ids.find_doi(value) if isinstance(value, str) else None
    return doi.lower() if doi else None


def get_licence(value: object) -> str | None:
    """Return the address of a licence if it may be shown."""
    return urls.clean_url(value) if isinstance(value, str) else None


def get_partial_date(parts: Iterable[object], latest_year: int) -> str | None:
    """Return a partial date of a year, a month and a day; None if the year is impossible.

    >>> get_partial_date([2026, 2], 2028), get_partial_date([2026, 13, 1], 2028)
    ('2026-02', '2026')
    >>> get_partial_date([2026, 2, 31], 2028)
    '2026-02'
    >>> get_partial_date([2107, 1, 1], 2028) is None
    True
    """
    ranges = (range(EARLIEST_YEAR, latest_year + 1), _MONTHS, _DAYS)
    numbers: list[int] = []
    for part, allowed in zip(parts, ranges, strict=False):
        if isinstance(part, bool) or not isinstance(part, int) or part not in allowed:
            break
        numbers.append(part)
    if len(numbers) == len(ranges) and numbers[2] > monthrange(*numbers[:2])[1]:
        numbers.pop()
    return "-".join(f"{number:02}" for number in numbers) or None


def select_authors(contributors: Iterable[Contributor | None]) -> tuple[Contributor, ...]:
    """Return the first authors, and all that have an ORCID."""
    authors = [author for author, _ in zip(contributors, range(MAX_READ_AUTHORS), strict=False) if author]
    return (*authors[:_MAX_AUTHORS], *(author for author in authors[_MAX_AUTHORS:] if author.orcid))


def build_contributor(given: object, family: object, whole: object, orcid: object) -> Contributor | None:
    """Build an author; None without a name.

    Args:
        given: The given names.
        family: The family name.
        whole: The whole name, or the name of a group.
        orcid: An ORCID iD, or its address.
    """
    family_name = get_text(family, MAX_NAME_LENGTH)
    name = " ".join(filter(None, [get_text(given, MAX_NAME_LENGTH), family_name]))
    name = name if family_name else get_text(whole, MAX_NAME_LENGTH) or name
    if not name:
        return None
    return Contributor(name, family_name, find_orcid(orcid) if isinstance(orcid, str) else None)


def select_relations(pairs: Iterable[tuple[str, object]], own_doi: str) -> tuple[RecordRelation, ...]:
    """Return relations to works with an arXiv id or a DOI, sorted.

    Args:
        pairs: The kind of each relation, and the identifier of the other work.
        own_doi: The DOI of the record, which is not related to itself.
    """
    relations = {
        (kind, paper_id)
        for kind, target in pairs
        if isinstance(target, str)
        and (paper_id := _find_target(target))
        and paper_id != ids.build_doi_id(own_doi)
    }
    return tuple(RecordRelation(*pair) for pair in sorted(relations)[:MAX_VALUES])


def find_arxiv_target(value: object) -> str | None:
    """Return the arXiv id, after ``arXiv:``, in a field that has one in any form.

    >>> find_arxiv_target("2401.00001v2"), find_arxiv_target("https://arxiv.org/abs/2401.00001")
    ('arXiv:2401.00001', 'arXiv:2401.00001')
    """
    try:
        return ids.format_id(ids.parse_arxiv_id(value)[0]) if isinstance(value, str) else None
    except ValueError:
        return None


def _find_target(text: str) -> str | None:
    if arxiv_id := ids.find_arxiv_id(text):
        return arxiv_id[0]
    try:
        return ids.find_paper_id(text)
    except ValueError:
        return None
