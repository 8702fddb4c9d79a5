"""The map as its script reads it, and as a picture."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from generator.model.curation_values import Topic
from generator.model.dates import Precision
from generator.publish.map_layers import build_map, draw_map, write_map
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_catalogue, make_paper

TOPICS = (
    Topic("unused", "Unused", ""),
    Topic("machines", "Machines & more", ""),
    Topic("caches", "Caches", "", parent="machines"),
    Topic("queues", "Queues <2>", ""),
)
TOPICS_BY_PAPER = {"a:1": ["caches"], "a:2": ["queues", "caches"], "a:3": ["caches"]}


def make(*days, **fields):
    """Make a catalogue; its papers are named from the oldest, and it lists the newest first."""
    papers = [
        make_paper(f"a:{number}", published=day and datetime.fromisoformat(day).replace(tzinfo=UTC), **fields)
        for number, day in enumerate(days, 1)
    ]
    catalogue = make_catalogue(*reversed(papers), topics=TOPICS, assignments=TOPICS_BY_PAPER)
    positions = {paper.id: (100 * number, 200 * number) for number, paper in enumerate(papers, 1)}
    return replace(catalogue, positions=positions)


def read(catalogue):
    return json.loads(write_map(build_map(catalogue)))


def test_papers_are_numbered_from_the_oldest_with_the_letter_of_their_first_topic():
    value = read(make(None, "2024-05-01", "2025-01-01", "2025-02-01", "2026-01-01"))

    assert (value["x"], value["y"]) == ([100, 200, 300, 400, 500], [200, 400, 600, 800, 1000])
    assert value["first"] == "]^]  "
    assert value["periods"] == [["2024", 1], ["2025", 2], ["2026", 4]]


def test_a_topic_is_named_in_the_middle_of_its_papers_and_an_area_without_papers_is_left_out():
    value = read(make("2024-01-01", "2025-01-01", "2026-01-01"))

    assert [area[0] for area in value["areas"]] == ["Machines & more", "Queues <2>"]
    assert value["topics"] == [["Caches", 0, 100, 200, 2], ["Queues <2>", 1, 200, 400, 1]]


def test_a_young_catalogue_is_filtered_by_months_if_all_are_known():
    days = "2025-11-30", "2025-12-01", "2026-02-01"

    assert read(make(*days))["periods"] == [["2025-11", 0], ["2025-12", 1], ["2026-02", 2]]
    assert read(make(*days, published_precision=Precision.YEAR))["periods"] == [["2025", 0], ["2026", 2]]


def test_the_picture_has_a_point_for_each_paper_and_the_names_of_topics():
    tree = etree.fromstring(
        draw_map(build_map(make("2024-01-01", "2025-01-01", "2026-01-01", None)), "All & more")
    )
    names = {"s": "http://www.w3.org/2000/svg"}

    assert sum(path.count("M") for path in tree.xpath("//s:path/@d", namespaces=names)) == 4
    assert tree.xpath("//s:text/text()", namespaces=names) == ["Caches", "Queues <2>"]
    assert tree.xpath("//s:title/text()", namespaces=names) == ["All & more"]


def test_from_the_eleventh_area_on_points_are_squares():
    layers = build_map(make("2024-01-01"))

    def draw(count):
        return draw_map(replace(layers, areas=[f"Area {number}" for number in range(count)]), "")

    assert "square" not in draw(10)
    assert draw(12).count("square") == 2
    assert ".a11{stroke-linecap:square}" in draw(12)


def test_larger_letters_leave_out_names_that_would_overlap():
    layers = build_map(make("2024-01-01", "2025-01-01"))

    assert draw_map(layers, "", letter_size=13).count("<text") > draw_map(
        layers, "", letter_size=1_000
    ).count("<text")


def test_papers_at_one_place_are_one_point():
    catalogue = make("2024-01-01", "2025-01-01")
    same = replace(
        catalogue, positions=dict.fromkeys(catalogue.positions, (5, 5)), assignments={"a:1": (), "a:2": ()}
    )

    assert draw_map(build_map(same), "").count("M30 30h0") == 1


def test_a_catalogue_without_papers_has_a_page_without_a_map():
    files = {page.path: page.text for page in make_all_pages(make_catalogue())}

    assert "There are no papers yet." in files["map/index.md"]
    assert not {"map/map.json", "map/map.svg"} & files.keys()


def test_the_page_lists_all_topics_for_readers_who_do_not_see_the_map():
    files = {page.path: page.text for page in make_all_pages(make("2024-01-01"))}

    assert "[Caches](../topics/caches.md)" in files["map/index.md"]
    assert '<noscript><img src="map.svg"' in files["map/index.md"]


def test_pages_keep_space_for_the_pictures_as_they_are_drawn():
    files = {page.path: page.text for page in make_all_pages(make("2024-01-01"))}
    _, _, width, height = etree.fromstring(files["map/map.svg"]).get("viewBox").split()

    for path in ("index.md", "map/index.md"):
        assert f'width="{width}" height="{height}"' in files[path]
