"""Words and identifiers: the rules of the site's scripts compared with those of the program."""

import re
import sys
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.model import ids
from generator.model.identifiers import find_references
from generator.model.text import fold, tokenise
from generator.publish.search.search_records import extract_terms
from tests.browser.engine_page import open_engine
from tests.builders import make_catalogue
from tests.identifier_forms import ARXIV_FORMS, DOI_FORMS, NO_FORMS, RUNNING_TEXTS

pytestmark = pytest.mark.slow

FOLD = """async (texts) => {
  const { fold, stem } = await import("/assets/js/words.js");
  return texts.map((text) => [fold(text), fold(text).split(" ").filter(Boolean).map(stem)]);
}"""
PARSE_QUERY = """async (texts) => {
  const { parseQuery } = await import("/assets/js/search/query.js");
  return texts.map((text) => parseQuery(text));
}"""
FIND_IDENTIFIERS = """async (texts) => {
  const { findIdentifiers, parseIdentifier } = await import("/assets/js/identifiers.js");
  return texts.map((text) => [parseIdentifier(text), findIdentifiers(text)]);
}"""
# Letters of all kinds that change when they are folded, and marks between words.
TRICKY = "aAsSzZ019 -_/'’\u2010.,:é́ǰßẞøØłŁđĐıİiIæÆœŒþÞςσΣᾳᾼΐŉﬁℝ𝔸ⅧⓚꮿᏴᏼҊԱէ日本한ไทย\u0345\u200d\u00a0"


@pytest.fixture(scope="module", name="scripts")
def page_with_the_scripts(browser, tmp_path_factory):
    with open_engine(browser, tmp_path_factory.mktemp("scripts"), make_catalogue()) as page:
        yield page


def assert_folded_alike(scripts, texts):
    for text, folded in zip(texts, scripts.evaluate(FOLD, texts), strict=True):
        assert folded == [fold(text), list(tokenise(text))], [f"U+{ord(letter):04X}" for letter in text]


def test_every_character_is_folded_as_in_the_program(scripts):
    """Characters that Python's Unicode does not know yet may be letters to a newer browser."""
    characters = (chr(code) for code in range(sys.maxunicode + 1))
    known = [letter for letter in characters if unicodedata.category(letter) not in {"Cn", "Cs", "Co"}]

    assert len(known) > 140_000
    assert_folded_alike(scripts, known)
    assert_folded_alike(scripts, [f"gpu{letter}s" for letter in known])


MARKS = "\u0301\u0323\u0344\u0345\u05b0\u0f73\u093e\u20e3\u3099\uff9e\uff9f\U0001d165İé\u309b"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.lists(st.tuples(st.sampled_from(MARKS), st.integers(1, 40))).map(
            lambda runs: "".join(f"{mark * count}" for mark, count in runs)
        ),
        min_size=20,
        max_size=60,
    )
)
@example(texts=["İ" + "\u0301" * 29 + "\u05b0", "\u0345" * 29 + "\u05b0" * 9, "\u0344" * 30 + "\u05b0"])
def test_many_marks_in_a_row_are_folded_as_in_the_program(scripts, texts):
    assert_folded_alike(scripts, [f"gpu{text}s" for text in texts])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.text(st.sampled_from(TRICKY)), min_size=20, max_size=60))
def test_any_text_is_folded_as_in_the_program(scripts, texts):
    assert_folded_alike(scripts, texts)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.text(st.sampled_from(TRICKY), max_size=40), min_size=20, max_size=60))
def test_a_text_is_found_by_each_word_of_itself(scripts, texts):
    for text, words in zip(texts, scripts.evaluate(PARSE_QUERY, texts), strict=True):
        expected = list(dict.fromkeys(tokenise(text)))
        assert {word["term"] for word in words} == set(expected[:32]) or len(expected) > 32
        assert {word["compound"] for word in words if word["compound"]} <= set(extract_terms(text))


def assert_identified_alike(scripts, texts):
    """Assert that scripts find the identifiers that the program finds in each text, as one and within it."""
    answers = scripts.evaluate(FIND_IDENTIFIERS, texts)
    for text, (identifier, identifiers) in zip(texts, answers, strict=True):
        expected = find_identifier(text)
        if expected is not REFUSED:
            assert (text, identifier) == (text, expected)
        listed = [find_identifier(reference) for reference in find_references(text)]
        if REFUSED not in listed:
            assert (text, identifiers) == (text, list(dict.fromkeys(filter(None, listed))))


REFUSED = "in the place of an identifier, but none"  # only the index knows for the scripts


def find_identifier(text):
    try:
        paper_id = ids.find_paper_id(text)
    except ValueError:
        return REFUSED
    if paper_id is None:
        with suppress(ValueError):
            return ids.parse_arxiv_id(text)[0]
        return REFUSED if re.search(r"\d{4}\.\d*|/\d{7}", text) else None
    return paper_id.removeprefix("doi:")


@pytest.mark.parametrize("arxiv_id", ["2602.23556", "0704.0001", "cs/0301008", "hep-th/9901001"])
def test_a_typed_id_is_an_identifier(scripts, arxiv_id):
    texts = [arxiv_id, f"{arxiv_id}v3", f" {arxiv_id} ", f"{arxiv_id}v1.pdf", f"{arxiv_id} [cs.PF]"]

    assert [answer for answer, _ in scripts.evaluate(FIND_IDENTIFIERS, texts)] == [arxiv_id] * len(texts)


def test_each_form_of_an_identifier_is_recognised_as_in_the_program(scripts):
    forms = [*(text for text, _ in (*ARXIV_FORMS, *DOI_FORMS, *RUNNING_TEXTS)), *NO_FORMS]

    assert_identified_alike(scripts, [*forms, *(f"See ({text}), and more." for text in forms)])


PIECES = [
    *(text for text, _ in (*ARXIV_FORMS, *DOI_FORMS)),
    *"{}()[]<>,;: \\$&/%.",
    " and ",
    "doi:",
    "arXiv:",
    "&lt;",
    "\\_",
    "https://",
    "10.1145/",
    "example.org/",
    "2403.02101",
    "?id=",
    "#",
    "/full",
    ".pdf",
    "v2",
    "\\url{",
    " [cs]",
]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), min_size=20, max_size=60))
def test_any_text_is_searched_for_identifiers_as_in_the_program(scripts, texts):
    assert_identified_alike(scripts, texts)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("arXiv:2602.23556v1 [cs.PF]", "2602.23556"),
        ("cs.PF/0301008v2", "cs/0301008"),
        ("2602.2", "2602.2"),  # still being typed
        ("2602", None),
        ("attention is all you need", None),
        ("", None),
    ],
)
def test_what_readers_type_is_recognised_where_the_program_is_stricter(scripts, text, identifier):
    assert [answer for answer, _ in scripts.evaluate(FIND_IDENTIFIERS, [text])] == [identifier]
