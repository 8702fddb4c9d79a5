"""Turn ``data/catalogue.yml`` into settings. What each kind of feed needs is in its schema."""

from collections.abc import Callable, Mapping
from typing import Any

from generator.curation.syntax import Path
from generator.model.curation_values import Feed, Settings
from generator.model.text import clean_line

Remark = Callable[[Path, str, str], None]


def settings(value: Mapping[str, Any], remark: Remark) -> Settings:
    """Build the settings.

    Args:
        value: The file's value, which is valid by its schema.
        remark: Receives each further problem: the path of a value, the rule, and a hint.
    """
    feeds: dict[str, Feed] = {}
    for index, fields in enumerate(value["feeds"]):
        options = {key: option for key, option in fields.items() if key not in ("id", "kind")}
        feed = Feed(fields["id"], fields["kind"], options)
        if feed.id in feeds:
            remark(("feeds", index, "id"), f"each feed has its own id, got {feed.id!r} again", "")
        feeds[feed.id] = feed
    contact = clean_line(value["contact"]) if "contact" in value else None
    title, description = clean_line(value["title"]), clean_line(value["description"])
    return Settings(title, description, contact, tuple(feeds.values()))
