"""Which topics are assigned to a paper, and the reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.classify import MIN_SCORE, classify, find_evidence
from generator.model.curation_values import Phrase, Topic
from generator.model.papers import Assignment
from tests.builders import make_paper
from tests.properties import limit_examples
from tests.tables import for_each_row

CACHES = Topic(
    id="caches",
    title="Caches",
    description="Small memories.",
    phrases=(Phrase("cache", 1.0), Phrase("hit rate", 0.5)),
    categories={"cs.AR": 1.0},
    exclude=(Phrase("web cache", 5.0),),
    ignore=("cache of snacks",),
)

# Title, abstract, categories, and the score for `CACHES`, or None if it is not assigned.
SCORES = [
    pytest.param("Cache", "", (), 2.0, id="a-phrase-counts-twice-in-the-title"),
    pytest.param("A title", "A cache.", ("cs.AR",), 2.0, id="it-counts-once-in-the-first-sentence"),
    pytest.param("Caches", "First. A cache.", (), 2.5, id="it-counts-half-in-another-sentence"),
    pytest.param("A title", "First. A cache.", ("cs.AR",), None, id="in-passing-it-is-not-enough"),
    pytest.param("Caches", "First. Cache. A cache. Caches. A cache. End.", (), 3.5, id="no-more-than-thrice"),
    pytest.param("A cache", "Our cache, our caches.", (), 3.0, id="repetition-in-a-sentence-does-not-count"),
    pytest.param("A title", "A title.", ("cs.AR", "cs.PF"), None, id="a-category-alone"),
    pytest.param("A title", "A cache has a hit rate.", ("cs.AR",), 2.5, id="weights-add-up"),
    pytest.param("Caching", "", (), 2.0, id="all-forms-of-a-word-are-one"),
    pytest.param("On hit-rates", "A cache's hit  rate.", (), 2.5, id="hyphens-are-spaces"),
    pytest.param("A hitrate", "A cache.", (), 2.0, id="two-words-may-be-written-as-one"),
    pytest.param("ON CACHES", "", (), 2.0, id="case-does-not-count"),
    pytest.param("On cachés", "", (), 2.0, id="accents-do-not-count"),
    pytest.param("Cachet", "Cachet.", ("cs.AR",), None, id="words-are-whole"),
    pytest.param("Rate of a hit", "A hit, and its rate.", ("cs.AR",), None, id="phrases-are-whole"),
    pytest.param("A hit", "First hit. Rate it.", ("cs.AR",), None, id="phrases-end-with-the-sentence"),
    pytest.param("A cache", "A web cache.", (), None, id="an-exclusion-subtracts"),
    pytest.param("Cache of snacks", "", (), None, id="another-sense-does-not-count"),
    pytest.param("A cache, not a cache of snacks", "", (), 2.0, id="only-where-it-is"),
    pytest.param("", "", (), None, id="no-text"),
]


def score(title, abstract, categories=(), topic=CACHES):
    paper = make_paper(title=title, abstract=abstract, categories=categories)
    return next((given.score for given in classify([paper], [topic])[paper.id]), None)


@for_each_row(("title", "abstract", "categories", "expected"), SCORES)
def test_a_topic_is_assigned_if_its_score_is_high_enough(title, abstract, categories, expected):
    assert expected == score(title, abstract, categories)


def test_a_paper_without_abstract_is_classified_by_its_title():
    assert score("A cache", None) == 2.0


@pytest.mark.parametrize(("words", "weight"), [(10, 0.2), (3, 2 / 3), (20, 0.1)])
def test_rounding_errors_of_weights_do_not_count(words, weight):
    phrases = tuple(Phrase(f"word{chr(97 + number)}x", weight) for number in range(words))
    text = " ".join(phrase.words for phrase in phrases)

    assert score("A title", text, topic=replace(CACHES, phrases=phrases)) == MIN_SCORE


def test_a_word_counts_once_for_a_topic():
    """Neither the words of a longer phrase count again, nor the same words in another spelling."""
    phrases = (Phrase("data center", 1.0), Phrase("data centres", 1.5), Phrase("center", 1.0))

    assert score("A datacentre", None, topic=replace(CACHES, phrases=phrases)) == 3.0
    assert score("Data centers in the center", None, topic=replace(CACHES, phrases=phrases)) == 5.0


# Scores of two topics by their weights in the title, and which of them are assigned.
TWO_TOPICS = [
    pytest.param(4.0, 1.6, ["strong", "weak"], id="near-the-strongest"),
    pytest.param(4.0, 1.5, ["strong"], id="far-below-the-strongest"),
    pytest.param(9.0, 2.0, ["strong", "weak"], id="enough-in-any-case"),
    pytest.param(1.0, 0.9, ["strong"], id="too-little"),
    pytest.param(0.9, 0.8, ["strong"], id="the-closest-if-none-has-enough"),
    pytest.param(0.9, 0.9, ["strong", "weak"], id="two-that-are-equally-close"),
    pytest.param(0.8, 0.8, [], id="none-is-close"),
]


@pytest.mark.parametrize(("strong", "weak", "expected"), TWO_TOPICS)
def test_a_topic_in_passing_is_not_assigned_next_to_a_strong_one(strong, weak, expected):
    topics = [
        replace(CACHES, id="strong", phrases=(Phrase("cache", strong),)),
        replace(CACHES, id="weak", phrases=(Phrase("queue", weak),)),
    ]
    paper = make_paper(title="Caches and queues", abstract="")

    assert [given.topic for given in classify([paper], topics)[paper.id]] == expected


def test_topics_are_sorted_by_score_then_by_id():
    topics = [replace(CACHES, id=name, phrases=(Phrase("cache", weight),)) for name, weight in TOPIC_WEIGHTS]
    paper = make_paper(title="A cache", abstract="")

    assert [given.topic for given in classify([paper], topics)[paper.id]] == ["strong", "equal-a", "equal-b"]


TOPIC_WEIGHTS = [("equal-b", 1), ("strong", 2), ("equal-a", 1), ("weak", 0.5)]


def test_a_curators_topics_replace_the_rules_and_keep_their_order():
    paper = make_paper(title="Cache", curated_topics=("queues", "caches"))

    assert classify([paper], [CACHES]) == {
        paper.id: (
            Assignment("queues", "assigned by a curator"),
            Assignment("caches", "assigned by a curator"),
        )
    }


def test_a_curator_can_state_that_a_paper_has_no_topic():
    paper = make_paper(title="Cache", curated_topics=())

    assert classify([paper], [CACHES]) == {paper.id: ()}


def test_the_reason_names_the_evidence_the_strongest_first():
    paper = make_paper(title="A cache", abstract="A cache with a hit rate.", categories=("cs.AR",))
    topic = replace(CACHES, categories={"cs.AR": 1.5})

    assert classify([paper], [topic])[paper.id][0].reason == (
        "“cache” in the title, category cs.AR, “cache” in the abstract, “hit rate” in the abstract"
    )


def test_the_reason_is_short_and_names_no_exclusion():
    phrases = tuple(Phrase(f"cache {word}", 2) for word in ("one", "two", "three", "four", "five"))
    topic = replace(CACHES, phrases=phrases, exclude=(Phrase("cash", 1),))
    paper = make_paper(
        title="A title", abstract="Cache one, cache two, cache three, cache four, cache five; cash"
    )
    reason = classify([paper], [topic])[paper.id][0].reason

    assert "cash" not in reason
    assert reason.count("“") == 4


def test_the_evidence_contains_what_counts_for_and_against_a_topic():
    paper = make_paper(title="A web cache", abstract="", categories=("cs.AR",))

    assert dict(find_evidence(paper, CACHES)) == {
        "“cache” in the title": 2.0,
        "category cs.AR": 1.0,
        "against it: “web cache”": -5.0,
    }


def test_each_paper_is_classified_on_its_own():
    papers = [make_paper("2602.00001", title="Cache"), make_paper("2602.00002", title="Queue")]

    assert classify(papers, [CACHES]) == {
        **classify(papers[:1], [CACHES]),
        **classify(papers[1:], [CACHES]),
    }
    assert classify(papers, []) == {"2602.00001": (), "2602.00002": ()}


@limit_examples(50)
@given(st.text(), st.text(), st.text(min_size=1))
def test_any_text_and_any_phrase_are_classified(title, abstract, words):
    topic = replace(CACHES, phrases=(Phrase(words, 2.0),), exclude=(Phrase(words, 1.0),))
    paper = make_paper(title=title, abstract=abstract)

    assert set(classify([paper], [topic])) == {paper.id}


@limit_examples(50)
@given(st.permutations(list(CACHES.phrases)), st.permutations(["cs.AR", "cs.PF", "cs.OS"]))
def test_scores_do_not_depend_on_the_order_of_rules_and_categories(phrases, categories):
    topic = replace(CACHES, phrases=tuple(phrases))
    text = "A cache with a hit rate"

    assert score(text, text, tuple(categories), topic) == 5.5
