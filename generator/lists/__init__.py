"""Lists of papers that people already have: a Markdown list, BibTeX or CSL-JSON becomes curation.

``markdown``, ``bibtex`` and ``csl`` read bytes into `generator.lists.mention.Mention` values; ``convert``
turns these into files for ``data/curation`` and tells what was left out.
"""
