"""Texts of a previous run are not split again; the tokens are the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.derive import tokens
from generator.derive.tokens import read_tokens
from tests.builders import make_paper

TEXTS = st.one_of(
    st.lists(st.sampled_from("Cache caches of real-time x. 2x 5G \\\\emph Erdős".split()), max_size=6).map(
        " ".join
    ),
    st.text(max_size=20),
)
PAPERS = st.lists(
    st.builds(lambda title, abstract: make_paper("2602.00001", title=title, abstract=abstract), TEXTS, TEXTS),
    max_size=6,
)


@given(PAPERS, PAPERS)
def test_tokens_do_not_depend_on_a_previous_run(papers, others):
    assert read_tokens(papers, read_tokens([*others, *papers[:2]])) == read_tokens(papers)


def test_words_that_no_paper_has_are_forgotten():
    paper = make_paper("2602.00001", title="Tape", abstract=None)

    assert "Tape" in (known := read_tokens([paper])).spellings
    assert read_tokens([replace(paper, title="Cache")], known).spellings == ["", "", "Cache"]


def test_only_new_texts_are_split(monkeypatch):
    split = []
    monkeypatch.setattr(tokens, "strip_urls", lambda text: split.append(text) or text)
    paper = make_paper("2602.00001", title="Tape", abstract="Queues")
    known = read_tokens([paper])
    read_tokens([paper, replace(paper, abstract="Caches")], known)

    assert split == ["Tape", "Queues", "Caches"]


def test_a_notice_of_withdrawal_in_the_title_has_no_tokens():
    paper = make_paper("2602.00001", title="Tape", abstract="Queues")
    titles = ["RETRACTED ARTICLE: Tape", "Tape (withdrawn)"]

    for title in titles:
        assert read_tokens([replace(paper, title=title)]) == read_tokens([paper])
