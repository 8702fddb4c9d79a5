"""All files of the index."""

import hashlib
import string
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.derive.groups import Groups
from generator.model.json_text import encode_compact
from generator.model.papers import Catalogue, Page
from generator.publish.paper_collections import PaperCollection
from generator.publish.search.facets import build_facets, order_by_title
from generator.publish.search.postings import EncodedTerms, KeptRows, build_postings
from generator.publish.search.search_records import PlainTexts, make_records
from generator.publish.search.tables import SortedTable, build_table, build_utf16_key
from generator.system.memo import ResultKeeper, keep_nothing

_FOLDER = "search"  # under docs/, and on the site
_ROWS_IN_FILE = 16
_FEW_PAPERS = 320  # so few have their rows in one file: twenty results would load most of the files anyway
_TEXTS_IN_FILE = 4  # an abstract is as long as eight rows, and a result rarely needs its neighbours'
_MIN_CORRECTED_LENGTH = 5  # letters; the spelling of shorter terms is not corrected by their endings
_DIGITS = string.digits + string.ascii_letters


def build_index(
    catalogue: Catalogue,
    groups: Groups,
    collections: Iterable[PaperCollection],
    keep: ResultKeeper = keep_nothing,
) -> Iterator[Page]:
    """Build the files of the index, in a fixed order.

    ``terms/``: [term, number of papers with it, code, gaps, code, gaps ...] (`encode_postings`).
    ``words/`` and ``endings/``: [term, its frequency as a power of two], by term and by reversed term.
    ``identifiers/``: [slug, id or DOI, number of the paper].
    ``names/``: [folded name, folder, slug, name, number of papers] of pages of topics, venues and authors.
    ``rows/`` and ``texts/``: what a row of a list shows and a passage is taken from, by number of the paper.
    ``facets.json``: the choices of each facet, and those of each paper (`build_facets`).
    ``titles.json``: numbers of papers in the order of their titles.
    ``index.json``: how many papers there are, and with which key each file of a table begins.

    Args:
        catalogue: The papers, in its order.
        groups: The topics, venues and authors that list them.
        collections: Papers with a page; the search offers the pages with search keys.
        keep: Provides results of a previous run, and keeps those of this one.
    """
    with keep("plain-texts", PlainTexts) as texts:
        records = list(make_records(catalogue, groups, texts))
    with keep("search-terms", EncodedTerms) as terms, keep("search-rows", KeptRows) as rows:
        postings = build_postings(records, terms, rows)
    rows_by_term = [(term, postings.rows[term]) for term in sorted(postings.rows, key=build_utf16_key)]
    frequencies = [(term, frequency.bit_length()) for term, (frequency, _) in rows_by_term]
    with keep("search-words", dict[str, SortedTable]) as tables_of_words:
        words = tables_of_words.recall(frequencies, partial(_build_words, frequencies))
    tables = {
        "terms": build_table((term, row) for term, (_, row) in rows_by_term),
        **words,
        "identifiers": _sort_into_table(
            (key, [key, number]) for number, record in enumerate(records) for key in record.keys
        ),
        "names": _sort_into_table(
            (key, [key, *_split_page(collection.page), collection.name, len(collection.papers)])
            for collection in collections
            for key in collection.search_keys
        ),
    }
    pages = [
        Page(f"{_FOLDER}/{name}/{number}.json", text)
        for name, built in tables.items()
        for number, text in enumerate(built.files)
    ]
    rows_in_file = _FEW_PAPERS if len(records) <= _FEW_PAPERS else _ROWS_IN_FILE
    pages += _split_list("rows", [record.row for record in records], rows_in_file)
    pages += _split_list("texts", [record.texts for record in records], _TEXTS_IN_FILE)
    pages.append(
        Page(f"{_FOLDER}/facets.json", encode_compact(build_facets(records, catalogue, groups)) + "\n")
    )
    pages.append(Page(f"{_FOLDER}/titles.json", encode_compact(order_by_title(records)) + "\n"))
    head = {
        "version": _digest(pages),
        "papers": len(records),
        "undated": sum(not paper.published for paper in catalogue.papers),
        "rows": rows_in_file,
        "texts": _TEXTS_IN_FILE,
        "common": sorted(postings.common),
        "lengths": "".join(_DIGITS[min(length, len(_DIGITS) - 1)] for length in postings.title_lengths),
        **{name: built.starts for name, built in tables.items()},
    }
    yield from pages
    yield _build_page("index", head)


def _build_page(name: str, value: object) -> Page:
    return Page(f"{_FOLDER}/{name}.json", f"{encode_compact(value)}\n")


def _split_page(page: str) -> list[str]:
    """Split a page into folder and slug: ``topics/caches.md`` into ``topics`` and ``caches``."""
    return page.removesuffix(".md").split("/")


def _digest(pages: Iterable[Page]) -> str:
    """Return the version of the index, by which a browser keeps apart files of two indexes."""
    digest = hashlib.sha256()
    for page in pages:
        digest.update(page.text.encode())
    return digest.hexdigest()[:12]


def _split_list(name: str, values: Sequence[object], size: int) -> Iterator[Page]:
    """Write values, one a line, in files of ``size`` values each."""
    for start in range(0, len(values), size):
        text = ",\n".join(map(encode_compact, values[start : start + size]))
        yield Page(f"{_FOLDER}/{name}/{start // size}.json", f"[{text}]\n")


def _build_words(frequencies: Iterable[tuple[str, int]]) -> dict[str, SortedTable]:
    """Build tables of terms without their postings, to correct spelling: by beginning, and by ending.

    Args:
        frequencies: Each term, and its frequency as a power of two, in the order of a table.
    """
    return {
        "words": build_table((term, encode_compact([term, power])) for term, power in frequencies),
        "endings": _sort_into_table(
            (term[::-1], [term[::-1], power])
            for term, power in frequencies
            if len(term) >= _MIN_CORRECTED_LENGTH
        ),
    }


def _sort_into_table(rows: Iterable[tuple[str, list[object]]]) -> SortedTable:
    lines = [(key, encode_compact(row)) for key, row in rows]
    return build_table(sorted(lines, key=lambda line: (build_utf16_key(line[0]), line[1])))
