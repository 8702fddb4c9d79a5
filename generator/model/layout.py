"""The folders and files of a catalogue, by path below its folder, and the names that files may have."""

import re

from generator.model import ids

MKDOCS_CONFIG = "mkdocs.yml"
DOCS = "docs"  # Markdown, most of which is generated
OVERRIDES = "overrides"  # the theme
SITE = "site"  # the website
NEXT_SITE = ".site-new"  # where the next one is built, from a copy of the previous one
DATA = "data"

# What the program writes.
FEEDS = f"{DATA}/feeds"
LOCK = f"{DATA}/.lock"  # held by every run that writes below DATA
CACHE = ".cache"  # can be deleted at any time
BUILD_LOCK = f"{CACHE}/build.lock"  # held by every run that writes below DOCS or SITE
LAST_REQUEST = f"{DATA}/.last-request"

# What people write.
CURATION = f"{DATA}/curation"
SETTINGS = f"{DATA}/catalogue.yml"
TOPICS = f"{CURATION}/topics.yml"
VENUES = f"{CURATION}/venues.yml"
PEOPLE = f"{CURATION}/people.yml"
SINGLE_FILES = (SETTINGS, TOPICS, VENUES, PEOPLE)
PAPERS = f"{CURATION}/papers"
LISTS = f"{CURATION}/lists"

_LIST_ID = re.compile(r"(?!index\Z)[a-z0-9]+(?:-[a-z0-9]+)*")


def build_paper_path(paper_id: str) -> str:
    """Return the path of a paper's file.

    >>> build_paper_path("cs/0301008")
    'data/curation/papers/cs-0301008.yml'
    """
    return f"{PAPERS}/{ids.build_slug(paper_id)}.yml"


def build_list_path(list_id: str) -> str:
    """Return the path of a reading list's file.

    >>> build_list_path("first-steps")
    'data/curation/lists/first-steps.yml'
    """
    return f"{LISTS}/{list_id}.yml"


def is_list_id(text: str) -> bool:
    """Whether a reading list may have this id, which is its address and the name of its file.

    >>> is_list_id("first-steps"), is_list_id("index"), is_list_id("First steps")
    (True, False, False)
    """
    return _LIST_ID.fullmatch(text) is not None
