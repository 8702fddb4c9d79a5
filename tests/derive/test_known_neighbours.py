"""Neighbours and related papers with the results of a previous run are those of a first run."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.derive import known_neighbours, relate, relatedness, similarity
from generator.derive.known_neighbours import find_all_neighbours
from generator.derive.relatedness import build_corpus
from generator.model.curation_values import Person
from generator.model.papers import Assignment
from generator.system.memo import Memo
from generator.system.tasks import run_serially
from tests.builders import make_authors, make_paper, relate_papers

WORDS = "cache queue energy tape gpu kernel matrix tensor disk thread".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
PAPERS = st.dictionaries(
    st.integers(1, 30).map("2602.{:05}".format),
    st.tuples(
        TEXTS,
        TEXTS,
        st.sampled_from([(), ("cs.PF",), ("cs.PF", "cs.AR")]),
        st.sampled_from(["Amy A", "Bo B", "A. A."]),
        st.sampled_from([(), ("memory",), ("memory", "energy")]),
        st.sampled_from([(), ("2602.00001",)]),
        st.sampled_from(
            [{}, {"published": datetime(2025, 5, 1, tzinfo=UTC)}, {"first_seen": date(2030, 1, 1)}]
        ),
    ),
    min_size=8,
    max_size=30,
)
EDITS = st.lists(PAPERS.map(lambda papers: dict([*papers.items()][:3])), min_size=1, max_size=4)
PEOPLE = st.sampled_from([(), (Person("amy", "Amy A", ("A. A.",)),)])


@pytest.fixture(scope="module", autouse=True)
def a_small_world():
    """Few papers with few neighbours and frequent features are like many papers."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module in (known_neighbours, relatedness):
            monkeypatch.setattr(module, "MAX_NEIGHBOURS", 2)
        monkeypatch.setattr(known_neighbours, "_MAX_CHANGED", 1)
        monkeypatch.setattr(similarity, "_MAX_RARE", 2)
        monkeypatch.setattr(relate, "_MIN_PROBABILITY", 0.1)
        yield


def make(values):
    """Make papers and their topics."""
    papers = [
        make_paper(
            paper_id,
            title=title,
            abstract=abstract,
            categories=categories,
            authors=make_authors(author),
            curated_related=related,
            **dates,
        )
        for paper_id, (title, abstract, categories, author, _, related, dates) in values.items()
    ]
    topics = {
        paper_id: tuple(Assignment(topic, "") for topic in value[4]) for paper_id, value in values.items()
    }
    return papers, topics


@pytest.fixture
def in_steps(monkeypatch):
    """Terms are not counted in the newest of a few papers."""
    monkeypatch.setattr(relatedness, "_STEP_DIGITS", 3)


@pytest.mark.slow
@pytest.mark.usefixtures("in_steps")
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAPERS, EDITS, st.lists(st.integers(1, 30), max_size=2), PEOPLE)
def test_related_papers_are_those_of_a_first_run_after_any_changes(values, edits, removed, people):
    memo = Memo()
    relate_papers(*make(values), people, memo=memo)
    for edit in edits:
        values = {**values, **edit}
        for number in removed:
            values.pop(f"2602.{number:05}", None)
        memo = Memo(memo.results)
        first = Memo()

        assert relate_papers(*make(values), memo=memo) == relate_papers(*make(values), memo=first)
        assert memo.results == first.results


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize(
    "dates", [{"published": datetime(2030, 1, 1, tzinfo=UTC)}, {"first_seen": date(2030, 1, 1)}], ids=str
)
def test_a_changed_date_decides_in_which_papers_terms_are_counted(dates):
    words = [*["cache tape"] * 5, "queue", "energy", "disk", "cache"]
    values = {
        f"2602.{number:05}": (word, "", (), "Amy A", (), (), {"published": None})
        for number, word in enumerate(words)
    }
    memo = Memo()
    relate_papers(*make(values), memo=memo)
    changed = make({**values, "2602.00007": ("disk", "", (), "Amy A", (), (), {"published": None, **dates})})

    assert relate_papers(*changed, memo=Memo(memo.results)) == relate_papers(*changed)
    assert relate_papers(*changed) != relate_papers(*make(values))


def test_a_reason_has_the_spelling_that_other_papers_have_made_usual():
    def write(word):
        abstracts = [*["cache gpu"] * 2, *[f"tape {word}"] * 3, *[""] * 20]
        return make(
            {
                f"2602.{number:05}": ("", abstract, (), f"Bo {number}", (), (), {})
                for number, abstract in enumerate(abstracts)
            }
        )

    memo = Memo()
    before = relate_papers(*write("gpu"), memo=memo)
    after = relate_papers(*write("GPU"), memo=Memo(memo.results))

    assert after == relate_papers(*write("GPU"))
    assert after["2602.00000"] != before["2602.00000"]


def test_only_papers_around_a_change_are_related_again(monkeypatch):
    explained = []
    original = relate.find_shared_terms
    monkeypatch.setattr(
        relate,
        "find_shared_terms",
        lambda vectors, paper, others: explained.append(paper) or original(vectors, paper, others),
    )
    values = {
        f"2602.{number:05}": (title, "", (), f"Bo {number}", (), (), {})
        for number, title in enumerate([*["cache tape"] * 3, *["queue disk"] * 3, "energy", *[""] * 20])
    }
    memo = Memo()
    relate_papers(*make(values), memo=memo)
    explained.clear()
    shares_an_author = {**values, "2602.00006": ("energy", "", (), "Bo 4", (), (), {})}
    relate_papers(*make(shares_an_author), memo=(memo := Memo(memo.results)))
    of_author = [*explained]
    explained.clear()
    is_curated = {**shares_an_author, "2602.00001": ("cache tape", "", (), "Bo 1", (), ("2602.00006",), {})}
    relate_papers(*make(is_curated), memo=Memo(memo.results))

    assert (of_author, explained) == ([6], [0, 1, 2, 6])


def find(texts, known=None, monkeypatch=None):
    """Return the neighbours of papers with these titles, and the numbers of those that were looked up."""
    found = []
    papers = [
        make_paper(f"2602.{number:05}", title=title, abstract="", categories=(), authors=())
        for number, title in enumerate(texts)
    ]
    corpus = build_corpus(papers, {}, ())
    if monkeypatch:
        original = known_neighbours.find_neighbours
        monkeypatch.setattr(
            known_neighbours,
            "find_neighbours",
            lambda corpus, numbers: found.extend(numbers) or original(corpus, numbers),
        )
    return find_all_neighbours(corpus, known or {}, run_serially), found


@pytest.mark.parametrize(
    ("count", "last", "new_last", "is_border"),
    [(4, "queue", "cache", False), (5, "queue", "cache", True), (5, "cache", "queue", True)],
    ids=["from 4 to 5", "from 5 to 6", "from 6 to 5"],
)
def test_all_papers_with_a_word_change_when_its_frequency_crosses_a_rounding_border(
    count, last, new_last, is_border, monkeypatch
):
    """The logarithms of 4 and of 5 are rounded to 2, that of 6 to 3."""
    others = [*["gpu"] * 20, *["cache tape"] * 3, *["cache"] * (count - 3)]
    known, _ = find([*others, last])
    expected, _ = find([*others, new_last])
    neighbours, found = find([*others, new_last], known, monkeypatch)

    assert neighbours == expected
    assert {20, 21, 22}.intersection(found) == ({20, 21, 22} if is_border else set())
    assert not {*range(20)}.intersection(found)


def test_a_new_paper_takes_the_place_of_one_that_is_as_similar_and_comes_later():
    known, _ = find(["queue", *["cache"] * 4, *["gpu"] * 20])
    neighbours, _ = find(["cache", *["cache"] * 4, *["gpu"] * 20], known)

    assert [*known["2602.00004"].neighbours] == ["2602.00001", "2602.00002"]
    assert [*neighbours["2602.00004"].neighbours] == ["2602.00000", "2602.00001"]


def test_a_word_that_is_no_longer_rare_changes_papers_whose_weights_stay():
    """The 32nd paper makes all words rarer, the sixth paper with a word makes it more frequent."""
    known, _ = find([*[""] * 26, *["cache"] * 5])
    neighbours, _ = find([*[""] * 26, *["cache"] * 6], known)

    assert known["2602.00030"].neighbours != neighbours["2602.00030"].neighbours == {}
