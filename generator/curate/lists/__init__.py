"""Lists of papers (Markdown, BibTeX, CSL-JSON) to curation files: a reader for each format, and `convert`."""
