"""From feeds to a website: the steps in their order. Read this first.

    feeds ── fetch ──> documents ── parse ──> entries ── store ──> data/feeds       (fetch)
    data/feeds + data/curation ── read ── check ──> stored papers, curation         (read_data)
    stored papers + curation ── merge ── classify ── relate ──> Catalogue           (read_catalogue)
    Catalogue ── render ──> pages, search index, exports ── write ──> docs/         (make_pages)
    docs/ ── build a new site ── check ── replace the old one ──> site/             (make_site)

Everything between reading and writing is a function from values to values. A module here is one step, with
the command that runs it.
"""
