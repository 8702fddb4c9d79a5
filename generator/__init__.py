"""A static site generator for a curated paper catalogue.

Feeds and curation come in as files under ``data/``; Markdown pages leave under ``docs/``, and MkDocs
builds them. Read `generator.pipeline` first: it names the steps in their order.
"""
