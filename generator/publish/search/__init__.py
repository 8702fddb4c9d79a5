"""The index that the site's lists and its search read in the browser, cut into small files.

    Catalogue ── make_records ──> Record ── build_postings ──> Postings ── build_table ──> files

`overrides/assets/js/search/` reads these files: `tables.js` by key and number, `facets.js` the facets. Papers
are numbered from the oldest, which is 0, so that a new paper leaves the numbers of the others unchanged.
"""

from generator.publish.search.search_index import build_index

__all__ = ["build_index"]
