"""Short texts that pages share."""

import pytest

from generator.model.curation_values import Appearance, Venue, VenueKind
from generator.publish.formatting import (
    choose_sentence,
    choose_statement,
    format_venue,
    is_right_to_left,
    isolate_direction,
    split_lead,
)
from tests.builders import make_paper

ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.MAGAZINE)


@pytest.mark.parametrize(
    ("appearance", "venue", "full", "expected"),
    [
        (Appearance("icpe", 2026, "1-2"), ICPE, False, "ICPE 2026"),
        (Appearance("icpe", 2026, "1-2"), ICPE, True, "ICPE 2026, pp. 1-2"),
        (Appearance("icpe"), ICPE, True, "ICPE"),
        (Appearance("bridge", 2026, "29-36", "55", "4"), BRIDGE, False, "The Bridge 2026"),
        (Appearance("bridge", 2026, "29-36", "55", "4"), BRIDGE, True, "The Bridge 55, 4, 29-36 (2026)"),
        (Appearance("bridge", None, None, "55"), BRIDGE, True, "The Bridge 55"),
        (Appearance("bridge", 2026, "29-36"), BRIDGE, True, "The Bridge 2026, pp. 29-36"),
    ],
)
def test_a_venue_is_shown_with_what_is_known(appearance, venue, full, expected):
    assert format_venue(appearance, venue, full=full) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A & B", "A & B"), ("É", "É"), ("דוד *כהן*", "<bdi>דוד \\*כהן\\*</bdi>"), ("$x^2$ م", "<bdi><math>")],
)
def test_text_from_right_to_left_does_not_reorder_its_line(text, expected):
    assert isolate_direction(text).startswith(expected)
    assert is_right_to_left(text) == expected.startswith("<bdi>")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, None),
        ({"contribution": "We test."}, ("We test.", "From the abstract")),
        (
            {"summary": "Tests. And more.", "contribution": "We test."},
            ("Tests. And more.", "From the curators"),
        ),
    ],
)
def test_a_curators_summary_precedes_the_sentence_of_the_abstract(texts, expected):
    paper = make_paper("2601.00001", **texts)

    assert choose_statement(paper) == expected
    assert choose_sentence(paper) == (expected and f"{expected[0].partition('.')[0]}.")


LONG = f"Caches of many kinds{', and more kinds of them' * 8}."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("Caches. And queues.", ("Caches. And queues.", "")),
        (LONG, (LONG, "")),
        (f"{LONG} And queues. And more.", (LONG, "And queues. And more.")),
        (f"Caches, e.g. of disks. {LONG}", ("Caches, e.g. of disks.", LONG)),
    ],
)
def test_a_long_text_under_a_title_is_folded_after_its_first_sentence(text, expected):
    assert split_lead(text) == expected
