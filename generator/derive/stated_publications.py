"""Build the publication that a feed or a record states; its type follows from the name of the container."""

import re

from generator.model.dates import format_partial_date
from generator.model.doi_records import JOURNAL_ARTICLE, POSTED_CONTENT, PROCEEDINGS_ARTICLE
from generator.model.entries import Entry
from generator.model.publications import StatedPublication
from generator.model.text import fold

# "Proceedings of the Royal Society" is a journal, as are numbered series of proceedings.
_EVENT = re.compile(r"\b(?:conference|symposium|workshop|congress|colloquium|meeting)s?\b", re.IGNORECASE)
_SERIAL = re.compile(
    r"\b(?:journal|letters|transactions|magazine|review|(?:conference|workshop) (?:series|proceedings))\b",
    re.IGNORECASE,
)
_PREPRINT_SERVERS = frozenset(
    map(
        fold,
        [
            "arXiv", "bioRxiv", "medRxiv", "ChemRxiv", "EarthArXiv", "engrXiv", "PsyArXiv", "SocArXiv",
            "TechRxiv", "Research Square", "SSRN", "SSRN Electronic Journal", "Preprints.org",
            "OSF Preprints",
        ],
    )
)  # fmt: skip


def build_stated_publication(entry: Entry, source: str) -> StatedPublication | None:
    """Build the publication that an entry of a feed or a record states; None if it names no container.

    Args:
        entry: The paper, as its publisher states it.
        source: ``feed`` or ``record``.
    """
    if not entry.container:
        return None
    published = entry.published and format_partial_date(entry.published, entry.published_precision)
    return StatedPublication(
        source=source,
        type=_find_type(entry.container),
        container=entry.container,
        volume=entry.volume,
        issue=entry.issue,
        pages=entry.pages,
        issns=entry.issns,
        publisher=entry.publisher,
        published=published or None,
        doi=entry.dois[0].lower() if entry.dois else "",
    )


def _find_type(container: str) -> str:
    """Return the type of a paper in a container.

    >>> _find_type("Zootaxa"), _find_type("2026 Conference on Toys"), _find_type("bioRxiv")
    ('journal-article', 'proceedings-article', 'posted-content')
    """
    if fold(container) in _PREPRINT_SERVERS:
        return POSTED_CONTENT
    return (
        PROCEEDINGS_ARTICLE if _EVENT.search(container) and not _SERIAL.search(container) else JOURNAL_ARTICLE
    )
