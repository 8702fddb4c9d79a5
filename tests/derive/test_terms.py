"""Which words and phrases of papers are their terms, and how people read them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive import terms
from generator.derive.fillers import FILLER_ROOTS, FILLERS
from generator.derive.terms import count_terms, read_words
from generator.derive.word_roots import find_root
from tests.builders import make_paper
from tests.tables import for_each_row


def find_in(*texts, title=""):
    """Map the spelling of each term to its counts in papers with these abstracts."""
    papers = [make_paper(f"2602.0{n:04}", title=title, abstract=text) for n, text in enumerate(texts)]
    words = read_words(papers)
    return dict(zip(words.terms.spellings, count_terms(words).T.todense().tolist(), strict=True))


def test_all_forms_of_a_word_are_one_term():
    assert find_in("quantized, caches", "a cache, quantization", "caches of quantised values. Cache") == {
        "cache": [1, 1, 2],
        "quantised": [1, 1, 1],
    }


def test_the_title_counts_three_times():
    assert find_in("a cache", "queues", title="Caches") == {"cache": [4, 3]}


NO_TERMS = (
    "the of and",
    "we propose a novel approach",
    "https://cache.example/queue",
    "x 12 2x 30B 0.5B \\textbf",
    "–, .",
    "",
)


@pytest.mark.parametrize("text", NO_TERMS)
def test_fillers_addresses_numbers_and_commands_are_no_terms(text):
    assert find_in(text, text, text) == {}


@pytest.mark.parametrize("word", "both on have via outperforms significantly novel".split())
def test_a_filler_is_a_filler_in_all_its_forms(word):
    assert find_root(word) in FILLER_ROOTS


def test_no_filler_of_the_list_is_a_term_or_part_of_a_phrase():
    assert set(find_in(*[" graph ".join(FILLERS)] * 3)) == {"graph"}


def test_a_word_of_one_paper_is_no_term_and_neither_is_a_phrase_of_two():
    assert set(find_in("graph training", "graph training", "tape")) == {"graph", "training"}
    assert set(find_in(*["graph training"] * 3)) == {"graph", "training", "graph training"}


@pytest.mark.parametrize("mark", [", ", ". ", " of ", " (", " 12 "])
def test_marks_and_fillers_end_a_phrase(mark):
    assert set(find_in(*[f"graph{mark}training"] * 3)) == {"graph", "training"}


@for_each_row(
    ("texts", "spellings"),
    [
        (["use of GNNs", "a GNN", "one gnn", "the GNN"], {"GNN"}),
        (["Prefetching helps.", "the prefetching", "Prefetching again"], {"prefetching"}),
        (["Prefetching", "Prefetching"], {"prefetching"}),
        (["PATCH and PATCH, a PATCH", "the patch", "a patch"], {"patch"}),
        (["a Byzantine", "the Byzantine", "Byzantine"], {"Byzantine"}),
        (["low-rank", "a low-rank", "low rank"], {"rank", "low-rank"}),
        (["Erdős numbers", "the Erdős", "erdos"], {"Erdős"}),
        (["in 5G", "the 5G", "2x"], {"5G"}),
    ],
)
def test_a_term_is_written_as_most_papers_write_it(texts, spellings):
    assert spellings <= set(find_in(*texts))


@pytest.mark.parametrize(
    ("texts", "spelling"),
    [
        (["graph neural networks"] * 3, "graph neural networks"),
        (["graph neural networks"] * 3 + ["graph neural nets"], "graph neural networks"),
        (["graph neural networks"] * 3 + ["graph neural."] * 2, "graph neural"),
        (["high-performance computing"] * 3, "high-performance computing"),
        (["the matrix-vector products"] * 3, "matrix-vector products"),
        (["real-time systems"] * 3, "real-time systems"),
        (["in real-time graph training"] * 3, "real-time graph training"),
    ],
)
def test_a_phrase_is_written_with_the_word_that_nearly_always_stands_beside_it(texts, spelling):
    assert spelling in find_in(*texts)


def test_a_weak_word_is_a_term_only_in_a_phrase():
    assert set(find_in(*["long context, long, a long queue"] * 3)) == {
        "context",
        "queue",
        "long context",
        "long queue",
    }


WORDS = st.lists(st.sampled_from("cache Caches queue low-rank GPU GPUs of we. 2x Low".split()), max_size=9)


@given(st.lists(WORDS.map(" ".join), max_size=8), st.randoms(use_true_random=False))
def test_terms_do_not_depend_on_the_order_of_papers(texts, order):
    papers = [make_paper(f"2602.0{n:04}", title="", abstract=text) for n, text in enumerate(texts)]
    shuffled = order.sample(papers, len(papers))
    words, others = read_words(papers), read_words(shuffled)

    assert (words.terms.roots, words.terms.spellings) == (others.terms.roots, others.terms.spellings)
    assert list_counts(papers, words) == list_counts(shuffled, others)


def list_counts(papers, words):
    return dict(zip((paper.id for paper in papers), count_terms(words).todense().tolist(), strict=True))


@given(st.text(max_size=60))
def test_any_text_has_terms_that_are_shown_as_single_lines(text):
    papers = [make_paper(f"2602.0000{n}", title=text, abstract=text) for n in range(3)]

    for spelling in read_words(papers).terms.spellings:
        assert spelling == spelling.strip()
        assert spelling.isprintable()
        assert len(spelling.split(" ")) <= 4


ROWS = st.lists(st.tuples(WORDS.map(" ".join), WORDS.map(" ".join), st.booleans()), max_size=12)


@pytest.mark.parametrize("max_changed", [0, 0.25, 1])
@given(kept=ROWS, removed=ROWS, added=ROWS, order=st.randoms(use_true_random=False))
def test_terms_do_not_depend_on_a_previous_run(max_changed, kept, removed, added, order):
    before, after = [*kept, *removed], [*added, *kept]
    order.shuffle(after)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(terms, "_MAX_CHANGED", max_changed)
        updated = read_words(*make_papers(after), read_words(*make_papers(before)))
    assert updated == read_words(*make_papers(after))


@given(ROWS)
def test_terms_of_some_papers_are_counted_in_all(rows):
    papers, is_counted = make_papers(rows)
    words = read_words(papers, is_counted)
    counts = count_terms(words, is_counted).todense()
    all_words = read_words(papers)
    columns = [all_words.terms.roots.index(roots) for roots in words.terms.roots]

    assert np.array_equal(counts, count_terms(all_words).todense()[:, columns])


def make_papers(rows):
    """Make papers, and say whether each is counted."""
    papers = [
        make_paper(f"2602.0{n:04}", title=title, abstract=text) for n, (title, text, _) in enumerate(rows)
    ]
    return papers, [is_counted for _, _, is_counted in rows]


def test_only_the_terms_of_changed_papers_are_counted_and_spelled_again(monkeypatch):
    texts = ["cache queues", "cache", "queue", "tape", "tape", "tape", "tape", "tape"]
    papers = [make_paper(f"2602.0000{n}", title="", abstract=text) for n, text in enumerate(texts)]
    previous = read_words(papers)
    spelled = []

    def choose_spellings(*arguments):
        spelled.append(original(*arguments))
        return spelled[-1]

    original = terms.choose_spellings
    monkeypatch.setattr(terms, "choose_spellings", choose_spellings)
    words = read_words([*papers, make_paper("2602.00009", title="", abstract="Cache")], None, previous)

    assert spelled == [["cache"], []]
    assert words.terms.spellings == ["cache", "queues", "tape"]
