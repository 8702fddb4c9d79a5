"""Commands that run the pipeline: import, fetch, status, lint, pages, site."""
