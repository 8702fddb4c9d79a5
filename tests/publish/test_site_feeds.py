"""The feeds of the site: they are valid, and change only when their content does."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from generator.model.curation_values import ListEntry, ReadingList, Status, Topic, Venue, VenueKind
from generator.model.withdrawal import Withdrawal, Withdrawer
from generator.publish.prepare_site import prepare_site
from generator.publish.site_feeds import render_feeds
from tests.builders import make_authors, make_catalogue, make_paper
from tests.properties import limit_examples

SITE = "https://papers.example/toys/"
ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339 with a capital T and a capital Z, as RFC 4287 requires.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TOPICS = (Topic("caches", "Caches", "Fast & small."), Topic("queues", "Queues", "Waiting."))
VENUE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)


def make_dates(day):
    return {"published": datetime(2026, 2, day, tzinfo=UTC), "updated": datetime(2026, 2, day, 1, tzinfo=UTC)}


def make_numbered_paper(number, **fields):
    return make_paper(
        f"2602.0000{number}", **{**make_dates(number), "first_seen": date(2026, 2, 10), **fields}
    )


def render(*papers, assignments=None, redirects=(), **fields):
    """Render the feeds of a catalogue of these papers: the text of each by path."""
    catalogue = replace(
        make_catalogue(*papers, topics=TOPICS, assignments=assignments, venues=(VENUE,)), **fields
    )
    outputs = prepare_site(catalogue).outputs
    pages = render_feeds(catalogue, outputs.feeds, redirects, SITE, outputs.digests)
    return {page.path: page.text for page in pages}


def parse_atom(text):
    return etree.fromstring(text.encode())


def list_ids(text):
    return [entry.findtext(f"{ATOM}id") for entry in parse_atom(text).iter(f"{ATOM}entry")]


def check_atom(text, address):
    """Check what RFC 4287 requires of a feed document (4.1.1, 4.1.2, 4.2)."""
    feed = parse_atom(text)
    assert feed.tag == f"{ATOM}feed"
    for container in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [element] = container.findall(f"{ATOM}{name}")
            assert element.text or name == "title"
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
    [own_link] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own_link.get("href") == address
    assert len(set(list_ids(text))) == len(list_ids(text))


def check_json(text):
    """Check what https://www.jsonfeed.org/version/1.1/ requires."""
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


def test_an_atom_entry_has_the_facts_of_a_paper():
    text = render(
        make_numbered_paper(
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


def test_a_json_item_has_the_facts_of_a_paper():
    feed = check_json(
        render(make_numbered_paper(1, summary="In short."), assignments={"2602.00001": ["caches"]})[
            "feed.json"
        ]
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


def test_topics_authors_and_lists_have_a_feed():
    reading_list = ReadingList("first", "First steps", "Begin here.", (ListEntry("2602.00001"),))
    feeds = render(
        make_numbered_paper(1),
        make_numbered_paper(2),
        assignments={"2602.00001": ["caches"]},
        lists=(reading_list,),
    )

    assert set(feeds) == {
        "feed.json",
        "feed.xml",
        "topics/caches/feed.xml",
        "topics/queues/feed.xml",
        "authors/amy-example/feed.xml",
        "authors/bo-sample/feed.xml",
        "lists/first/feed.xml",
    }
    for path, text in feeds.items():
        if path.endswith(".xml"):
            check_atom(text, SITE + path)
    assert list_ids(feeds["topics/caches/feed.xml"]) == ["https://arxiv.org/abs/2602.00001"]
    assert list_ids(feeds["topics/queues/feed.xml"]) == []
    assert "<title>Caches – Toy papers</title>" in feeds["topics/caches/feed.xml"]


def test_a_feed_has_the_fifty_papers_that_were_added_last():
    papers = [make_paper(f"2602.{number:05}", first_seen=date(2026, 2, 5)) for number in range(1, 60)]
    late = make_paper("1901.00001", published=datetime(2019, 1, 1, tzinfo=UTC), first_seen=date(2026, 2, 6))
    ids = list_ids(render(*papers, late)["feed.xml"])

    assert len(ids) == 50
    assert ids[0] == "https://arxiv.org/abs/1901.00001"


@pytest.mark.parametrize(
    ("paper_id", "expected"),
    [
        ("2602.00001", "https://arxiv.org/abs/2602.00001"),
        ("cs/0301008", "https://arxiv.org/abs/cs/0301008"),
        ("doi:10.5555/toy.6", "https://doi.org/10.5555/toy.6"),
        ("url:https://toys.example/6", "https://toys.example/6"),
    ],
)
def test_the_id_of_an_entry_is_the_address_of_the_paper(paper_id, expected):
    assert list_ids(render(make_paper(paper_id))["feed.xml"]) == [expected]


def test_ids_do_not_change_with_the_address_of_the_site():
    catalogue = make_catalogue(make_numbered_paper(1), make_numbered_paper(2), topics=TOPICS)
    outputs = prepare_site(catalogue).outputs
    here, there = (
        {page.path: page.text for page in render_feeds(catalogue, outputs.feeds, (), site, outputs.digests)}
        for site in (SITE, "https://other.example/")
    )

    for path, text in here.items():
        pattern = r"<id>.*?</id>|\"id\": \".*?\"|<updated>.*?</updated>"
        assert re.findall(pattern, text) == re.findall(pattern, there[path])
    feed_ids = [
        parse_atom(text).findtext(f"{ATOM}id") for path, text in here.items() if path.endswith(".xml")
    ]
    assert len(set(feed_ids)) == len(feed_ids)
    assert all(UUID(feed_id).version == 5 for feed_id in feed_ids)


def test_a_new_paper_of_another_topic_does_not_change_a_feed():
    before = render(
        make_numbered_paper(1),
        make_numbered_paper(2, authors=make_authors("Cy Other")),
        assignments={"2602.00001": ["caches"]},
    )
    after = render(
        make_numbered_paper(1),
        make_numbered_paper(2, authors=make_authors("Cy Other")),
        make_numbered_paper(9, authors=make_authors("Di Other"), first_seen=date(2026, 3, 1)),
        assignments={"2602.00001": ["caches"], "2602.00009": ["queues"]},
        as_of=date(2026, 3, 1),
    )

    assert before["topics/caches/feed.xml"] == after["topics/caches/feed.xml"]
    assert before["topics/queues/feed.xml"] != after["topics/queues/feed.xml"]


def test_the_time_of_a_feed_is_that_of_its_last_update():
    def read_time(*papers):
        return parse_atom(render(*papers)["feed.xml"]).findtext(f"{ATOM}updated")

    assert read_time(make_numbered_paper(1)) == "2026-02-10T00:00:00Z"
    assert (
        read_time(make_numbered_paper(1), make_numbered_paper(2, updated=datetime(2026, 3, 5, 7, tzinfo=UTC)))
        == "2026-03-05T07:00:00Z"
    )
    assert read_time() == "1970-01-01T00:00:00Z"


def test_a_paper_without_dates_has_the_time_at_which_it_was_first_seen():
    undated = make_numbered_paper(1, published=None, updated=None)

    assert "<updated>2026-02-10T00:00:00Z</updated>" in render(undated)["feed.xml"]
    check_atom(render(replace(undated, first_seen=None))["feed.xml"], f"{SITE}feed.xml")


@pytest.mark.parametrize(
    ("by", "note"),
    [
        (Withdrawer.AUTHORS, "Withdrawn by its authors."),
        (Withdrawer.ADMINISTRATORS, "Withdrawn by the administrators of arXiv."),
        (Withdrawer.UNKNOWN, "Withdrawn."),
    ],
)
def test_the_text_of_a_withdrawn_paper_begins_with_who_withdrew_it(by, note):
    paper = make_numbered_paper(1, status=Status.WITHDRAWN, withdrawal=Withdrawal(by, "comment"))
    feed = feedparser.parse(render(paper)["feed.xml"].encode())

    assert feed.entries[0].summary.split("\n")[0] == note


def test_the_new_feed_is_served_at_a_former_address():
    feeds = render(make_numbered_paper(1), redirects=[("topics/buffers.md", "topics/caches.md")])
    old, new = feeds["topics/buffers/feed.xml"], feeds["topics/caches/feed.xml"]

    check_atom(old, f"{SITE}topics/buffers/feed.xml")
    assert old.replace("topics/buffers/feed.xml", "topics/caches/feed.xml") == new


@limit_examples(60)
@given(st.text(), st.text(), st.text())
@example("</title><script>alert(1)</script>", "]]>", "&amp; <b>")
@example("\x00\x0b", "\ufffe", "\u2028")
def test_no_text_becomes_an_element(title, name, abstract):
    feeds = render(make_numbered_paper(1, title=title, authors=make_authors(name), abstract=abstract))
    check_atom(feeds["feed.xml"], f"{SITE}feed.xml")
    check_json(feeds["feed.json"])
    entry = parse_atom(feeds["feed.xml"]).find(f"{ATOM}entry")

    assert {child.tag.removeprefix(ATOM) for child in entry} <= {
        "id", "title", "link", "updated", "published", "author", "category", "summary",
    }  # fmt: skip
    assert all(len(child) == 0 for child in entry if child.tag != f"{ATOM}author")
