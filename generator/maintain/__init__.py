"""Commands for maintainers: init, diff, links, health, size, commit-data, pull-request, issue.

The workflows under ``.github`` run these commands, so that each step also runs on your machine.
"""
