"""Derive the catalogue from feeds and curation: merge papers, find venues and links, topics, groups."""
