"""The kinds of feeds: one module for each, and their registry."""
