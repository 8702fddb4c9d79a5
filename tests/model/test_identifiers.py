"""Identifiers in the forms in which people, programs and publishers write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import identifiers, ids
from tests.identifier_forms import ARXIV_FORMS, DOI_FORMS, NO_FORMS, RUNNING_TEXTS
from tests.tables import for_each_row

HARD = st.text(
    st.sampled_from("arxivdoi10.1145/48550:;,<>(){}[]\\_%2fF&lt;$ #?\n2403.02101v-") | st.characters(),
    max_size=60,
)


def resolve(references):
    return list(filter(None, map(ids.find_paper_id, references)))


@for_each_row(("text", "paper_id"), ARXIV_FORMS)
def test_an_arxiv_id_is_read_in_every_form(text, paper_id):
    assert ids.find_paper_id(text) == paper_id
    assert ids.parse_arxiv_id(text)[0] == paper_id
    assert ids.find_arxiv_id(text)[0] == paper_id


@for_each_row(("text", "doi"), DOI_FORMS)
def test_a_doi_is_read_in_every_form(text, doi):
    assert ids.find_paper_id(text) == f"doi:{doi}"
    assert ids.parse_doi(text).lower() == doi


@for_each_row("text", NO_FORMS)
def test_nothing_is_guessed(text):
    assert ids.find_paper_id(text) is None


@for_each_row(("text", "paper_ids"), RUNNING_TEXTS)
def test_identifiers_are_found_in_running_text(text, paper_ids):
    assert resolve(identifiers.find_references(text)) == paper_ids


@for_each_row(("text", "paper_id"), [*ARXIV_FORMS, *((text, f"doi:{doi}") for text, doi in DOI_FORMS)])
def test_each_form_is_found_within_a_sentence(text, paper_id):
    if not text.startswith(("info:", "urn:", "https://doi:", "{{")):
        assert resolve(identifiers.find_references(f"A paper ({text}), which counts.")) == [paper_id]


@given(HARD)
def test_any_text_is_searched_without_an_error(text):
    for reference in identifiers.find_references(text):
        assert reference
    if doi := ids.find_doi(text):
        assert ids.parse_doi(doi) == doi


@pytest.mark.parametrize(
    "text",
    ["https://a.org/" + "<" * 20_000, "10.1145/" + "[a]" * 7_000, "{" * 20_000, "\\_" * 10_000, "a." * 10_000,
     "arxiv " * 4_000, "arxiv:" * 4_000, "$" * 20_000, "&amp;" * 4_000, "10.1145/1," * 2_000, "%25" * 7_000],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_long_text_is_searched_in_linear_time(text):
    start = time.process_time()
    identifiers.find_references(text)
    assert time.process_time() - start < 1
