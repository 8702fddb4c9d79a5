"""The pictures that other sites show of papers: which papers have one, and what it looks like."""

import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.pages.paper_list import make_paper_list
from generator.publish.pages.paper_page import make_paper_page
from generator.publish.prepare_site import prepare_site
from generator.publish.social_cards import (
    ACCENT,
    HEIGHT,
    MAX_BYTES,
    MAX_CARDS,
    TEXT_WIDTH,
    WIDTH,
    choose_papers_with_card,
    fit_title,
    make_card,
    measure_text,
)
from tests.builders import make_authors, make_catalogue, make_paper
from tests.paths import REPOSITORY

LETTERS = "Wi.@ éğμ–"  # wide and narrow ones of the font
LONG_TITLE = "A Very Long Title of a Paper on Microarchitectural Assumptions, " * 4


@pytest.mark.parametrize(
    ("fields", "has_card"),
    [
        ({}, False),
        ({"summary": "Halves the time."}, True),
        ({"note": "Read section 4."}, True),
        ({"highlight": True}, True),
        ({"highlight": True, "title": "On the time $O(n^2)$ of Erdős"}, True),
        ({"highlight": True, "title": "数据库的性能"}, False),
        ({"highlight": True, "authors": make_authors("דוד כהן")}, False),
        ({"highlight": True, "authors": ()}, True),
    ],
)
def test_a_paper_that_curators_describe_has_a_card_if_the_font_can_write_it(fields, has_card):
    assert bool(choose_papers_with_card([make_paper(**fields)])) == has_card


def test_the_newest_papers_have_cards_up_to_the_limit():
    papers = [make_paper(f"2601.{number:05}", highlight=True) for number in range(MAX_CARDS + 1)]

    assert choose_papers_with_card(papers) == papers[:MAX_CARDS]


@given(st.text(LETTERS, min_size=1, max_size=400).filter(str.strip))
def test_the_lines_of_a_title_fit_the_card_and_lose_nothing_but_the_end(title):
    size, lines = fit_title(title)
    joined = "".join(lines).replace(" ", "")

    assert 1 <= len(lines) <= 4
    assert max(measure_text(line, size) for line in lines) <= TEXT_WIDTH
    assert joined == title.replace(" ", "") or (
        joined.endswith("…") and title.replace(" ", "").startswith(joined.removesuffix("…"))
    )


def test_a_short_title_is_larger_than_a_long_one():
    assert fit_title("Toy Caches")[0] > fit_title(LONG_TITLE)[0]


@pytest.mark.parametrize("title", [LONG_TITLE, "&@%§W" * 80, "</text><image href='x'/>&"])
def test_a_card_is_a_small_image_of_the_recommended_size_and_always_the_same(title):
    paper = make_paper(title=title, authors=make_authors(*["Nick Lindsay-Trippel"] * 9), highlight=True)
    card = make_card(paper, None, "Toy <Papers>")
    image = card.data

    assert card.path == "papers/2602.00001/card.png"
    assert struct.unpack(">II", image[16:24]) == (WIDTH, HEIGHT)
    assert len(image) <= MAX_BYTES
    assert image == card.data


def test_another_title_is_another_card_and_another_abstract_is_not():
    digests = {
        make_card(make_paper(**fields), None, "Toys").digest
        for fields in ({}, {"abstract": "Other."}, {"title": "Other"})
    }

    assert len(digests) == 2


def test_the_page_of_a_paper_states_what_its_card_shows():
    described, other = make_paper("2601.00001", highlight=True), make_paper("2601.00002")
    site = prepare_site(make_catalogue(described, other))
    cards = [page.path for page in make_paper_list(site) if page.path.endswith(".png")]

    assert cards == ["papers/2601.00001/card.png"]
    assert "card: Title, authors and venue" in make_paper_page(described, site).text
    assert "card:" not in make_paper_page(other, site).text


def test_cards_have_the_accent_of_the_theme():
    styles = (REPOSITORY / "overrides/assets/catalogue.css").read_text()

    assert re.search(r"--cat-accent: (#\w+);", styles).group(1) == ACCENT


def test_pages_state_the_size_of_cards():
    template = (REPOSITORY / "overrides/paper.html").read_text()

    assert re.findall(r'og:image:(\w+)" content="(\d+)"', template) == [
        ("width", str(WIDTH)),
        ("height", str(HEIGHT)),
    ]
