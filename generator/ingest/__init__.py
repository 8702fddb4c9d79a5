"""Feeds: documents to entries (`arxiv`, `syndication`), and what is kept of them (`store`)."""
