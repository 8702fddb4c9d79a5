"""How a repository looks after itself: starting anew, committing, comparing, forms, links, health.

`commands` is the entry: what each command takes and says. Every step of the workflows under ``.github`` is
one of these commands, so that all of it can be run at home.
"""
