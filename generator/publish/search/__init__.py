"""The search index: sorted tables cut into small files, of which a reader's browser loads the few it needs.

    Catalogue ── records ──> Record ── postings ──> terms and where they stand ── tables ──> files

`overrides/assets/js/search/engine.js` reads what is written here; both say in the same words what a file
holds. Papers are numbered by their dates, the oldest being 0, so that a new one leaves the others alone.
"""

from generator.publish.search.search_index import index

__all__ = ["index"]
