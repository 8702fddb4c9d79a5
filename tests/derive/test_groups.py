"""Papers by topic, name, venue and year, and the addresses of names."""

import re
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from generator.derive.groups import build_name_slug, group_papers
from generator.model.curation_values import Appearance, Topic, Venue, VenueKind
from generator.model.text import fold
from tests.builders import make_authors, make_catalogue, make_paper
from tests.properties import limit_examples
from tests.tables import for_each_row

TOPICS = (
    Topic("memory", "Memory", "What remembers."),
    Topic("caches", "Caches", "What remembers fast.", parent="memory"),
    Topic("queues", "Queues", "What waits."),
)
A, B, C = "2602.00001", "2602.00002", "2602.00003"

# Names and their addresses; # replaces a part of a hash.
SLUGS = {
    "Amy Example": "amy-example",
    "Amy O'Example-Jones": "amy-o-example-jones",
    "Sébastien Piérard": "sebastien-pierard",
    "Bo Ünal": "bo-unal",
    "J. K. Łoś": "j-k-los",
    "李 明": "li-ming-#",
    "Index": "index-#",
    "con": "con-#",
    "COM1": "com1-#",
    "Amy deadbeef": "amy-deadbeef-#",
    "a" * 100: f"{'a' * 80}-#",
}

NAMES = st.text(st.sampled_from("aábcčdeé 李明りжσ-.'0189🦀"), max_size=12) | st.text(max_size=20)


def group(*papers, **catalogue):
    return group_papers(make_catalogue(*papers, **catalogue))


def slugs(names):
    return {key: name.slug for key, name in names.items()}


def test_a_topic_lists_the_papers_of_its_subtopics():
    papers = make_paper(A), make_paper(B), make_paper(C)
    groups = group(*papers, topics=TOPICS, assignments={A: ["caches"], B: ["memory"], C: ["queues"]})

    assert groups.by_topic == {"caches": papers[:1], "memory": papers[:2], "queues": papers[2:]}
    assert groups.topics_by_paper == {A: {"caches", "memory"}, B: {"memory"}, C: {"queues"}}


def test_a_paper_with_topic_and_subtopic_is_listed_once():
    groups = group(make_paper(), topics=TOPICS, assignments={A: ["caches", "memory"]})

    assert len(groups.by_topic["memory"]) == 1


def test_an_unlisted_venue_has_a_page_from_its_third_paper_on():
    venues = [
        Venue(name, name, name, VenueKind.CONFERENCE, is_listed=name == "isca")
        for name in ("isca", "wot", "xyz")
    ]
    names = ["isca", "wot", "wot", "wot", "xyz", "xyz"]
    papers = [
        make_paper(f"2602.{number:05}", appearance=Appearance(name)) for number, name in enumerate(names)
    ]

    groups = group_papers(make_catalogue(*papers, venues=venues))

    assert {name: len(papers) for name, papers in groups.by_venue.items()} == {"isca": 1, "wot": 3}


def test_a_paper_without_topic_is_in_no_topic():
    groups = group(make_paper(), topics=TOPICS)

    assert groups.by_topic == {}
    assert groups.topics_by_paper == {A: frozenset()}


def test_spellings_of_a_name_are_grouped_and_the_most_frequent_is_shown():
    groups = group(
        make_paper(A, authors=make_authors("Sebastien Pierard")),
        make_paper(B, authors=make_authors("Sébastien Piérard")),
        make_paper(C, authors=make_authors("Sébastien  Piérard", "SÉBASTIEN PIÉRARD", "Sébastien Piérard")),
    )
    (name,) = groups.by_author.values()

    assert (name.name, name.slug, len(name.papers)) == ("Sébastien Piérard", "sebastien-pierard", 3)


def test_a_name_has_a_page_from_its_second_paper_on():
    groups = group(
        make_paper(A, authors=make_authors("Amy A", "Bo B")), make_paper(B, authors=make_authors("Amy A"))
    )

    assert slugs(groups.by_author) == {"amy a": "amy-a"}


def test_a_name_without_letters_has_no_page():
    assert (
        group(
            make_paper(A, authors=make_authors("***")), make_paper(B, authors=make_authors("***"))
        ).by_author
        == {}
    )


def test_papers_keep_their_order_in_every_group():
    papers = [make_paper(paper_id, appearance=Appearance("icpe")) for paper_id in (C, A, B)]
    groups = group(*papers, topics=TOPICS, assignments={paper_id: ["queues"] for paper_id in (A, B, C)})

    for papers in (groups.by_topic["queues"], groups.by_venue["icpe"], groups.by_year[2026]):
        assert [paper.id for paper in papers] == [C, A, B]
    assert [paper.id for paper in groups.by_author["amy example"].papers] == [C, A, B]


def test_papers_are_grouped_by_venue_and_year_if_these_are_known():
    old = make_paper(B, published=datetime(2003, 1, 9, tzinfo=UTC))
    groups = group(make_paper(A, appearance=Appearance("icpe", 2025)), old, make_paper(C, published=None))

    assert {venue: len(papers) for venue, papers in groups.by_venue.items()} == {"icpe": 1}
    assert {year: len(papers) for year, papers in groups.by_year.items()} == {2026: 1, 2003: 1, None: 1}


@for_each_row(("name", "expected"), SLUGS.items())
def test_the_slug_of_a_name_is_readable_unless_it_is_reserved(name, expected):
    assert expected == re.sub(r"-[0-9a-f]{8}$", "-#", build_name_slug(fold(name)), count=1)


@limit_examples(50)
@given(NAMES.map(fold).filter(bool), NAMES.map(fold).filter(bool))
@example(fold("李明"), fold("里明"))
@example("a" * 80 + "b", "a" * 80 + "c")
def test_different_names_have_different_slugs(one, other):
    assert (one == other) == (build_name_slug(one) == build_name_slug(other))


@limit_examples(50)
@given(NAMES.map(fold).filter(bool))
def test_the_slug_of_a_name_is_a_safe_file_name(name):
    slug = build_name_slug(name)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slug not in {"index", "con", "nul", "aux", "prn", "com1", "lpt9"}
    assert build_name_slug(name) == slug


@limit_examples(50)
@given(NAMES.map(fold).filter(bool))
def test_no_name_can_have_the_slug_with_hash_of_another(name):
    slug = build_name_slug(name)
    forged = slug.replace("-", " ")

    assert forged == name or build_name_slug(forged) != slug
