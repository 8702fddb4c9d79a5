"""All files of the search index."""

import hashlib
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.derive.groups import Groups
from generator.model.json_text import encode_compact
from generator.model.papers import Catalogue, Page
from generator.publish.search.postings import Postings, gaps, grouped, postings
from generator.publish.search.search_records import Record, places, records
from generator.publish.search.tables import Table, order, table

_FOLDER = "search"  # under docs/, and on the site
_BLOCK = 6  # papers in a file of results
_SHORTEST_CORRECTED = 5  # letters of a term whose ending is looked up to mend a typing error
_DIGITS = string.digits + string.ascii_letters


def index(catalogue: Catalogue, groups: Groups) -> Iterator[Page]:
    """The files of the index, in a fixed order.

    ``terms/``: [term, papers that hold it, code, gaps, code, gaps ...] (`postings.grouped`).
    ``words/`` and ``endings/``: [term, its frequency as a power of two] by term, and by term read backwards.
    ``keys/``: [id or DOI, paper] and [folded name, folder, slug, name, papers].
    ``records/``: what results show, by number.
    ``filters.json``: papers by topic, venue, year, code, curation.
    ``index.json``: how many papers there are, and with which key each file begins.

    Args:
        catalogue: What is searched.
        groups: Where its papers are listed.
    """
    found = list(records(catalogue, groups))
    inverted = postings(found)
    tables = {
        "terms": _terms(inverted),
        "words": _words(inverted, lambda term: term, 1),
        "endings": _words(inverted, lambda term: term[::-1], _SHORTEST_CORRECTED),
        "keys": _keys(found, catalogue, groups),
    }
    pages = [
        Page(f"{_FOLDER}/{name}/{number}.json", text)
        for name, made in tables.items()
        for number, text in enumerate(made.files)
    ]
    for start in range(0, len(found), _BLOCK):
        text = ",\n".join(encode_compact(record.shown) for record in found[start : start + _BLOCK])
        pages.append(Page(f"{_FOLDER}/records/{start // _BLOCK}.json", f"[{text}]\n"))
    pages.append(Page(f"{_FOLDER}/filters.json", encode_compact(_filters(found, catalogue)) + "\n"))
    head = {
        "version": _fingerprint(pages),
        "papers": len(found),
        "block": _BLOCK,
        "common": sorted(inverted.common),
        "lengths": "".join(_DIGITS[min(length, len(_DIGITS) - 1)] for length in inverted.lengths),
        **{name: made.starts for name, made in tables.items()},
    }
    yield from pages
    yield Page(f"{_FOLDER}/index.json", encode_compact(head) + "\n")


def _fingerprint(pages: Iterable[Page]) -> str:
    """What browsers tell files of one index from those of another by."""
    digest = hashlib.sha256()
    for page in pages:
        digest.update(page.text.encode())
    return digest.hexdigest()[:12]


def _terms(inverted: Postings) -> Table:
    return table(
        (term, encode_compact([term, inverted.frequency[term], *grouped(inverted.by_term[term])]))
        for term in sorted(inverted.by_term, key=order)
    )


def _words(inverted: Postings, key: Callable[[str], str], shortest: int) -> Table:
    """Terms without their postings, for mending typing errors."""
    rows = sorted(
        ((key(term), count) for term, count in inverted.frequency.items() if len(term) >= shortest),
        key=lambda row: order(row[0]),
    )
    return table((name, encode_compact([name, count.bit_length()])) for name, count in rows)


def _keys(found: Sequence[Record], catalogue: Catalogue, groups: Groups) -> Table:
    rows: list[tuple[str, list[object]]] = [
        (key, [key, number]) for number, record in enumerate(found) for key in dict.fromkeys(record.keys)
    ]
    rows += [(place[0], [*place]) for place in places(catalogue, groups)]
    written = sorted(
        ((key, encode_compact(row)) for key, row in rows), key=lambda row: (order(row[0]), row[1])
    )
    return table(written)


def _filters(found: Sequence[Record], catalogue: Catalogue) -> dict[str, object]:
    """For each filter its choices: key, name and the gaps between its papers' numbers."""
    names = {
        "topic": {topic.id: topic.title for topic in catalogue.topics},
        "venue": {venue.id: venue.acronym for venue in catalogue.venues},
    }
    by: dict[str, dict[str, list[int]]] = {
        name: defaultdict(list) for name in ("topic", "year", "venue", "has")
    }
    for number, record in enumerate(found):
        for topic in record.topics:
            by["topic"][topic].append(number)
        if record.venue:
            by["venue"][record.venue].append(number)
        if record.year:
            by["year"][str(record.year)].append(number)
        for name, true in (("code", record.code), ("curated", record.curated)):
            if true:
                by["has"][name].append(number)
    return {
        name: [
            [key, names.get(name, {}).get(key, key), gaps(numbers)]
            for key, numbers in sorted(choices.items())
        ]
        for name, choices in by.items()
    }
