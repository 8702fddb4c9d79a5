"""Build small feeds of publishers, and parse them."""

from datetime import UTC, date, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from generator.ingest import syndication
from generator.model.entries import Entry, FeedDocument
from tests.paths import FEEDS

PUBLISHERS = FEEDS / "publishers"
TODAY = date(2026, 11, 29)


@lru_cache
def parse_publisher(name: str) -> FeedDocument:
    return syndication.parse_feed((PUBLISHERS / name).read_bytes(), name, TODAY)


def build_rss(*entries: str, head: str = "") -> bytes:
    """Build an RSS feed from the inner XML of its items, with the vocabularies that publishers use."""
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    )
    inner = "\n".join(f"<item>{entry}</item>" for entry in entries)
    return (
        f'<rss version="2.0" {spaces}><channel><title>A feed</title>{head}\n{inner}</channel></rss>'.encode()
    )


def build_atom(entry: str) -> bytes:
    start = '<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>'
    return f"{start}<entry>{entry}</entry></feed>".encode()


def build_item(**fields: str) -> str:
    """Build the inner XML of an item with a title, a link and these fields; ``__`` is the colon."""
    values = {"title": "A title", "link": "https://example.org/paper"} | fields
    return "".join(
        f"<{name.replace('__', ':')}>{escape(text)}</{name.replace('__', ':')}>"
        for name, text in values.items()
    )


def parse_entry(data: bytes) -> Entry:
    """Parse a feed with one entry and no problems."""
    document = syndication.parse_feed(data, "a.xml", TODAY)
    assert document.problems == ()
    (entry,) = document.entries
    return entry


def parse_problem(data: bytes) -> str:
    """Parse a feed with one problem."""
    (problem,) = syndication.parse_feed(data, "a.xml", TODAY).problems
    return str(problem)


def parse_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def list_names(entry: Entry) -> tuple[str, ...]:
    return tuple(author.name for author in entry.authors)
