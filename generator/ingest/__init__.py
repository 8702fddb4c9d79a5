"""Feeds in: fetch and import their documents, parse the entries, and store the papers."""
