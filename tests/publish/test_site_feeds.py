"""The site's own feeds: what readers demand of them, and that they move only with content."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.derive.groups import group_papers
from generator.model.curation_values import ListEntry, ReadingList, Status, Topic, Venue, VenueKind
from generator.publish.site_feeds import collect_feeds, render_feeds
from tests.builders import a_catalogue, a_paper, authors

SITE = "https://papers.example/toys/"
ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339 as RFC 4287 demands it: capital T, capital Z.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TOPICS = (Topic("caches", "Caches", "Fast & small."), Topic("queues", "Queues", "Waiting."))
VENUE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)


def days(day):
    return {"published": datetime(2026, 2, day, tzinfo=UTC), "updated": datetime(2026, 2, day, 1, tzinfo=UTC)}


def paper(number, **fields):
    return a_paper(f"2602.0000{number}", **{**days(number), "first_seen": date(2026, 2, 10), **fields})


def made(*papers, assignments=None, moved=(), **fields):
    """The text of each feed by its path."""
    catalogue = replace(
        a_catalogue(*papers, topics=TOPICS, assignments=assignments, venues=(VENUE,)), **fields
    )
    groups = group_papers(catalogue)
    return {
        page.path: page.text
        for page in render_feeds(catalogue, collect_feeds(catalogue, groups), moved, SITE)
    }


def atom(text):
    return etree.fromstring(text.encode())


def ids_in(text):
    return [entry.findtext(f"{ATOM}id") for entry in atom(text).iter(f"{ATOM}entry")]


def check_atom(text, address):
    """What RFC 4287 demands of a feed document (4.1.1, 4.1.2, 4.2)."""
    feed = atom(text)
    assert feed.tag == f"{ATOM}feed"
    for container in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = container.findall(f"{ATOM}{name}")
            assert found.text or name == "title"
        assert TIME.fullmatch(container.findtext(f"{ATOM}updated"))
        [alternate] = [link for link in container.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert alternate.get("href").startswith(SITE)
        for link in container.findall(f"{ATOM}link"):
            assert link.get("href").startswith("https://")
        for category in container.findall(f"{ATOM}category"):
            assert category.get("term")
        for person in container.findall(f"{ATOM}author"):
            assert person.findtext(f"{ATOM}name")
    assert feed.find(f"{ATOM}author") is not None
    [own] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("href") == address
    assert len(set(ids_in(text))) == len(ids_in(text))


def check_json(text):
    """What https://www.jsonfeed.org/version/1.1/ demands."""
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}feed.json"
    assert isinstance(feed["title"], str)
    for item in feed["items"]:
        assert item["id"]
        assert isinstance(item["id"], str)
        assert isinstance(item["content_text"], str)
        for name in ("date_published", "date_modified"):
            assert TIME.fullmatch(item.get(name, "2026-01-01T00:00:00Z"))
        assert all(author["name"] for author in item.get("authors", ()))
        assert all(isinstance(tag, str) for tag in item.get("tags", ()))
    return feed


def test_an_entry_says_what_is_known_of_a_paper():
    text = made(
        paper(
            1, title=r"On $O(n)$ & G\"odel", summary="In short.", abstract="One.\nTwo.", categories=("cs.PF",)
        ),
        assignments={"2602.00001": ["caches"]},
    )["feed.xml"]
    feed = feedparser.parse(text.encode())
    [entry] = feed.entries

    assert feed.bozo == 0
    assert (feed.feed.title, feed.feed.subtitle) == ("Toy papers", "What toys are made of.")
    assert entry.title == "On O(n) & Gödel"
    assert entry.id == "https://arxiv.org/abs/2602.00001"
    assert [(link.rel, link.href) for link in entry.links] == [
        ("alternate", f"{SITE}papers/2602.00001/"),
        ("related", "https://arxiv.org/abs/2602.00001"),
    ]
    assert (entry.published, entry.updated) == ("2026-02-01T00:00:00Z", "2026-02-01T01:00:00Z")
    assert [author.name for author in entry.authors] == ["Amy Example", "Bo Sample"]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("caches", "Caches"), ("cs.PF", "Performance")]
    assert entry.summary == "In short.\n\nOne.\n\nTwo."


def test_an_item_of_the_json_feed_says_the_same():
    feed = check_json(
        made(paper(1, summary="In short."), assignments={"2602.00001": ["caches"]})["feed.json"]
    )

    assert feed["home_page_url"] == SITE
    assert feed["items"] == [
        {
            "id": "https://arxiv.org/abs/2602.00001",
            "url": f"{SITE}papers/2602.00001/",
            "external_url": "https://arxiv.org/abs/2602.00001",
            "title": "A title",
            "content_text": "In short.\n\nAn abstract.",
            "summary": "In short.",
            "date_published": "2026-02-01T00:00:00Z",
            "date_modified": "2026-02-01T01:00:00Z",
            "authors": [{"name": "Amy Example"}, {"name": "Bo Sample"}],
            "tags": ["Caches"],
        }
    ]


def test_everything_that_can_be_followed_has_a_feed():
    listed = ReadingList("first", "First steps", "Begin here.", (ListEntry("2602.00001"),))
    found = made(paper(1), paper(2), assignments={"2602.00001": ["caches"]}, lists=(listed,))

    assert set(found) == {
        "feed.json",
        "feed.xml",
        "topics/caches/feed.xml",
        "topics/queues/feed.xml",
        "authors/amy-example/feed.xml",
        "authors/bo-sample/feed.xml",
        "lists/first/feed.xml",
    }
    for path, text in found.items():
        if path.endswith(".xml"):
            check_atom(text, SITE + path)
    assert ids_in(found["topics/caches/feed.xml"]) == ["https://arxiv.org/abs/2602.00001"]
    assert ids_in(found["topics/queues/feed.xml"]) == []
    assert "<title>Caches – Toy papers</title>" in found["topics/caches/feed.xml"]


def test_a_feed_tells_the_fifty_that_the_catalogue_found_last():
    papers = [a_paper(f"2602.{number:05}", first_seen=date(2026, 2, 5)) for number in range(1, 60)]
    late = a_paper("1901.00001", published=datetime(2019, 1, 1, tzinfo=UTC), first_seen=date(2026, 2, 6))
    found = ids_in(made(*papers, late)["feed.xml"])

    assert len(found) == 50
    assert found[0] == "https://arxiv.org/abs/1901.00001"


@pytest.mark.parametrize(
    ("paper_id", "expected"),
    [
        ("2602.00001", "https://arxiv.org/abs/2602.00001"),
        ("cs/0301008", "https://arxiv.org/abs/cs/0301008"),
        ("doi:10.5555/toy.6", "https://doi.org/10.5555/toy.6"),
        ("url:https://toys.example/6", "https://toys.example/6"),
    ],
)
def test_an_entrys_id_is_the_papers_own_address(paper_id, expected):
    assert ids_in(made(a_paper(paper_id))["feed.xml"]) == [expected]


def test_ids_do_not_change_with_the_address_of_the_site():
    catalogue = a_catalogue(paper(1), paper(2), topics=TOPICS)
    known = collect_feeds(catalogue, group_papers(catalogue))
    here, there = (
        {page.path: page.text for page in render_feeds(catalogue, known, (), site)}
        for site in (SITE, "https://other.example/")
    )

    for path, text in here.items():
        pattern = r"<id>.*?</id>|\"id\": \".*?\"|<updated>.*?</updated>"
        assert re.findall(pattern, text) == re.findall(pattern, there[path])
    feed_ids = [atom(text).findtext(f"{ATOM}id") for path, text in here.items() if path.endswith(".xml")]
    assert len(set(feed_ids)) == len(feed_ids)
    assert all(UUID(feed_id).version == 5 for feed_id in feed_ids)


def test_unrelated_papers_move_nothing():
    before = made(paper(1), paper(2, authors=authors("Cy Other")), assignments={"2602.00001": ["caches"]})
    after = made(
        paper(1),
        paper(2, authors=authors("Cy Other")),
        paper(9, authors=authors("Di Other"), first_seen=date(2026, 3, 1)),
        assignments={"2602.00001": ["caches"], "2602.00009": ["queues"]},
        as_of=date(2026, 3, 1),
    )

    assert before["topics/caches/feed.xml"] == after["topics/caches/feed.xml"]
    assert before["topics/queues/feed.xml"] != after["topics/queues/feed.xml"]


def test_the_time_of_a_feed_is_that_of_its_newest_news():
    def updated(*papers):
        return atom(made(*papers)["feed.xml"]).findtext(f"{ATOM}updated")

    assert updated(paper(1)) == "2026-02-10T00:00:00Z"
    assert updated(paper(1), paper(2, updated=datetime(2026, 3, 5, 7, tzinfo=UTC))) == "2026-03-05T07:00:00Z"
    assert updated() == "1970-01-01T00:00:00Z"


def test_a_paper_without_dates_stands_with_the_day_it_was_found():
    undated = paper(1, published=None, updated=None)

    assert "<updated>2026-02-10T00:00:00Z</updated>" in made(undated)["feed.xml"]
    check_atom(made(replace(undated, first_seen=None))["feed.xml"], f"{SITE}feed.xml")


def test_a_withdrawn_paper_says_so_first():
    assert (
        feedparser.parse(made(paper(1, status=Status.WITHDRAWN))["feed.xml"].encode())
        .entries[0]
        .summary.startswith("Withdrawn by its authors.")
    )


def test_who_follows_a_former_address_gets_the_new_feed():
    found = made(paper(1), moved=[("topics/buffers.md", "topics/caches.md")])
    old, new = found["topics/buffers/feed.xml"], found["topics/caches/feed.xml"]

    check_atom(old, f"{SITE}topics/buffers/feed.xml")
    assert old.replace("topics/buffers/feed.xml", "topics/caches/feed.xml") == new


@settings(max_examples=60)
@given(st.text(), st.text(), st.text())
@example("</title><script>alert(1)</script>", "]]>", "&amp; <b>")
@example("\x00\x0b\ud800", "\ufffe", "\u2028")
def test_any_text_is_shown_as_text(title, name, abstract):
    found = made(paper(1, title=title, authors=authors(name), abstract=abstract))
    check_atom(found["feed.xml"], f"{SITE}feed.xml")
    check_json(found["feed.json"])
    entry = atom(found["feed.xml"]).find(f"{ATOM}entry")

    assert {child.tag.removeprefix(ATOM) for child in entry} <= {
        "id", "title", "link", "updated", "published", "author", "category", "summary",
    }  # fmt: skip
    assert all(len(child) == 0 for child in entry if child.tag != f"{ATOM}author")
