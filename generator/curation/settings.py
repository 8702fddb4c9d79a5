"""Turn ``data/catalogue.yml`` into settings. What each kind of feed needs is in its schema."""

from collections.abc import Mapping
from typing import Any

from generator.curation.file_set import Report
from generator.curation.hints import suggest_similar
from generator.model.arxiv_categories import NAMES
from generator.model.arxiv_queries import find_category_problem, find_query_problems
from generator.model.curation_values import Feed, Settings
from generator.model.text import clean_line
from generator.translation.message_files import ENGLISH, list_languages


def build_settings(value: Mapping[str, Any], report: Report) -> Settings:
    """Build the settings.

    Args:
        value: The file's value, which is valid by its schema.
        report: Receives each further problem.
    """
    feeds: dict[str, Feed] = {}
    for index, fields in enumerate(value["feeds"]):
        options = {key: option for key, option in fields.items() if key not in ("id", "kind")}
        feed = Feed(fields["id"], fields["kind"], options)
        if feed.id in feeds:
            report(("feeds", index, "id"), f"the id of a feed must be unique, got {feed.id!r} again")
        feeds[feed.id] = feed
        _check_arxiv(index, options, report)
    language = value.get("language", ENGLISH)
    if language not in (languages := list_languages()):
        report(
            ("language",),
            f"language must have a message file, got {language!r}",
            f"there are {', '.join(languages)}; docs/project/extending.md of the program describes how to "
            "add one",
        )
    contact = clean_line(value["contact"]) if "contact" in value else None
    title, description = clean_line(value["title"]), clean_line(value["description"])
    return Settings(title, description, contact, tuple(feeds.values()), language)


def _check_arxiv(index: int, options: Mapping[str, Any], report: Report) -> None:
    """Report names and queries for which arXiv would find nothing."""
    for position, category in enumerate(options.get("categories", ())):
        if problem := find_category_problem(category):
            message, nearest = problem
            hint = f"did you mean {nearest!r}?" if nearest else suggest_similar(category, NAMES)
            report(("feeds", index, "categories", position), message, hint)
    for message, hint in find_query_problems(options.get("query", "")):
        report(("feeds", index, "query"), message, hint)
