"""Lists of papers that people already have: a Markdown list, BibTeX or CSL-JSON becomes curation.

``read_markdown``, ``read_bibtex`` and ``read_csl`` read bytes into `Mention` values of ``list_items``;
``convert`` turns these into files for ``data/curation`` and tells what was left out.
"""
