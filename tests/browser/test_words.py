"""Words and identifiers: the rules of the site's scripts compared with those of the program."""

import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model import ids
from generator.model.text import fold, tokenize
from generator.publish.search.search_records import extract_terms
from tests.browser.fixtures import open_engine
from tests.builders import make_catalogue

pytestmark = pytest.mark.slow

FOLD = """async (texts) => {
  const { fold, stem } = await import("/assets/js/words.js");
  return texts.map((text) => [fold(text), fold(text).split(" ").filter(Boolean).map(stem)]);
}"""
PARSE_QUERY = """async (texts) => {
  const { parseQuery } = await import("/assets/js/search/query.js");
  return texts.map((text) => parseQuery(text));
}"""
PARSE_IDENTIFIER = """async (texts) => {
  const { parseIdentifier } = await import("/assets/js/identifiers.js");
  return texts.map(parseIdentifier);
}"""
# Letters of all kinds that change when they are folded, and marks between words.
TRICKY = "aAsSzZ019 -_'’\u2010.,:é́ǰßẞøØłŁđĐıİiIæÆœŒþÞςσΣᾳᾼΐŉﬁℝ𝔸ⅧⓚꮿᏴᏼҊԱէ日本한ไทย\u0345\u200d\u00a0"


@pytest.fixture(scope="module", name="scripts")
def page_with_the_scripts(browser, tmp_path_factory):
    with open_engine(browser, tmp_path_factory.mktemp("scripts"), make_catalogue()) as page:
        yield page


def assert_folded_alike(scripts, texts):
    for text, folded in zip(texts, scripts.evaluate(FOLD, texts), strict=True):
        assert folded == [fold(text), list(tokenize(text))], [f"U+{ord(letter):04X}" for letter in text]


def test_every_character_is_folded_as_in_the_program(scripts):
    """Characters that Python's Unicode does not know yet may be letters to a newer browser."""
    characters = (chr(code) for code in range(sys.maxunicode + 1))
    known = [letter for letter in characters if unicodedata.category(letter) not in {"Cn", "Cs", "Co"}]

    assert len(known) > 140_000
    assert_folded_alike(scripts, known)
    assert_folded_alike(scripts, [f"gpu{letter}s" for letter in known])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.text(st.sampled_from(TRICKY)), min_size=20, max_size=60))
def test_any_text_is_folded_as_in_the_program(scripts, texts):
    assert_folded_alike(scripts, texts)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.text(st.sampled_from(TRICKY), max_size=40), min_size=20, max_size=60))
def test_a_text_is_found_by_each_word_of_itself(scripts, texts):
    for text, words in zip(texts, scripts.evaluate(PARSE_QUERY, texts), strict=True):
        expected = list(dict.fromkeys(tokenize(text)))
        assert {word["term"] for word in words} == set(expected[:32]) or len(expected) > 32
        assert {word["compound"] for word in words if word["compound"]} <= set(extract_terms(text))


ARXIV_FORMS = [
    "{}", "{}v3", " {} ", "arXiv:{}", "arxiv:{}v1", "https://arxiv.org/abs/{}", "http://export.arxiv.org/abs/{}v2",
    "https://www.arxiv.org/pdf/{}v2.pdf", "https://arxiv.org/html/{}v1", "10.48550/arXiv.{}",
    "https://doi.org/10.48550/arXiv.{}", "oai:arXiv.org:{}",
]  # fmt: skip
DOI_FORMS = [
    "{}", "doi:{}", "doi: {}", "https://doi.org/{}", "http://dx.doi.org/{}", "{}.", "https://dl.acm.org/doi/{}",
    "https://example.org/article/{}.pdf",
]  # fmt: skip


@pytest.mark.parametrize("form", ARXIV_FORMS)
@pytest.mark.parametrize("arxiv_id", ["2602.23556", "0704.0001", "cs/0301008", "hep-th/9901001"])
def test_an_arxiv_id_is_recognised_as_in_the_program(scripts, form, arxiv_id):
    text = form.format(arxiv_id)

    assert scripts.evaluate(PARSE_IDENTIFIER, [text]) == [ids.parse_arxiv_id(text)[0]] == [arxiv_id]


@pytest.mark.parametrize("form", DOI_FORMS)
def test_a_doi_is_recognised_as_in_the_program(scripts, form):
    text = form.format("10.1145/ABC_1.2")

    assert scripts.evaluate(PARSE_IDENTIFIER, [text]) == [ids.parse_doi(text).lower()] == ["10.1145/abc_1.2"]


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
    assert scripts.evaluate(PARSE_IDENTIFIER, [text]) == [identifier]
