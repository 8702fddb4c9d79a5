"""A static site generator for a curated paper catalogue.

It reads feeds and curation from ``data/`` and writes Markdown pages to ``docs/``; MkDocs builds a website
from them. Read `generator.pipeline` first: it has the steps in their order.
"""
