"""Which comments state that a paper is withdrawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.withdrawal import is_withdrawn

WITHDRAWN = [
    "Withdrawn",
    "withdrawn.",
    "WITHDRAWN due to an error in Theorem 2",
    "[withdrawn]",
    "Withdrawn by the authors",
    "Withdrawn by arXiv administrators because of a disputed authorship",
    "Withdrawn from arXiv by the authors",
    "Withdrawn; see 2602.00002",
    "This paper has been withdrawn",
    "This paper has been withdrawn by the author due to a crucial error in equation 1",
    "This  submission has been withdrawn by arXiv administrators as the author violated policy",
    "This article was withdrawn",
    "This work is withdrawn for revision",
    "This version withdrawn by arXiv administrators",
    "This has been withdrawn",
    "This paper has been temporarily withdrawn",
    "The paper is withdrawn because it was submitted twice",
    "The manuscript has been withdrawn. A new version will follow",
    "Paper withdrawn",
    "Paper withdrawn by the authors",
    "Submission withdrawn, error in the proof",
    "The author has withdrawn this paper",
    "The authors have withdrawn this manuscript",
]
NOT_WITHDRAWN = [
    "",
    "12 pages, 3 figures",
    "Withdrawal of deposits in banks; 12 pages",
    "Withdrawals and deposits",
    "Withdrawn from ICSE 2025 and submitted to ICPE 2026",
    "This paper was withdrawn from SIGMETRICS and extended",
    "Paper withdrawn from a workshop, now at ASPLOS",
    "A study of why papers are withdrawn",
    "12 pages. An earlier version of this paper was withdrawn",
    "v1 was withdrawn by mistake; v2 stands",
    "Withdrawn papers as a data set",
    "The withdrawn samples are marked",
    "This paper withdraws a claim of 2501.00001",
    "This paper is not withdrawn",
]


@pytest.mark.parametrize("comment", WITHDRAWN)
def test_a_comment_that_states_the_withdrawal_is_recognised(comment):
    assert is_withdrawn(comment)


@pytest.mark.parametrize("comment", [None, *NOT_WITHDRAWN])
def test_a_comment_that_only_mentions_withdrawal_is_not(comment):
    assert not is_withdrawn(comment)


@pytest.mark.parametrize(
    "noun", ["paper", "article", "submission", "manuscript", "preprint", "work", "version"]
)
@pytest.mark.parametrize(
    "sentence", ["This {} is withdrawn", "The {} was withdrawn", "Our {} has been withdrawn", "{} withdrawn"]
)
def test_each_name_of_a_paper_can_be_withdrawn(noun, sentence):
    assert is_withdrawn(sentence.format(noun))


@pytest.mark.parametrize("word", ["by", "due", "because", "as", "since", "pending", "until", "to"])
def test_a_reason_can_follow_the_withdrawal(word):
    assert is_withdrawn(f"Withdrawn {word} something")


@given(st.text(st.sampled_from("this paper is withdrawn by from the\n ")))
def test_any_comment_is_classified(comment):
    assert is_withdrawn(comment) in {True, False}
