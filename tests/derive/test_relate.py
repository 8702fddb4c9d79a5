"""Which papers are shown as related, judged on the abstracts of the catalogue's own feed."""

import random
from datetime import UTC, date, datetime

import pytest

from generator.derive import relate
from generator.derive.merge import DerivedFacts, merge_paper
from generator.derive.relate import MAX_RELATED, relate_paper
from generator.derive.related_papers import KnownNeighbours
from generator.ingest import store
from generator.model.curation_values import Person
from generator.model.papers import Assignment, PaperAuthor
from tests.builders import make_authors, make_paper, relate_papers

SEEN = datetime(2026, 2, 5, tzinfo=UTC)

ALGEBRA = make_paper(
    "2603.99999",
    title="Étale cohomology of abelian varieties",
    abstract="We compute étale cohomology groups of abelian varieties over finite fields and prove a"
    " conjecture on torsion sheaves. The proof uses spectral sequences and a vanishing theorem.",
    authors=make_authors("Zed Zariski"),
)


@pytest.fixture(scope="module", name="papers")
def real_papers(shipped_data):
    nothing = DerivedFacts(None, (), None)
    return [
        merge_paper(stored, stored.entry, nothing, None, ("cs-pf",))
        for stored in store.read(shipped_data / "feeds")["cs-pf"].values()
    ]


@pytest.fixture(scope="module", name="hundred")
def a_hundred_real_papers(papers):
    """Far from a power of two, at which all weights change; and the same however the feed grows."""
    return sorted(papers, key=lambda paper: paper.id)[:100]


@pytest.fixture(scope="module", name="relations")
def relations_of_real_papers(papers):
    return relate_papers(papers, {})


def ids(relations):
    return [relation.paper for relation in relations]


def test_papers_have_related_papers_up_to_the_limit(papers, relations):
    """Here without their topics, so that fewer papers are sure to be related."""
    assert set(relations) == {paper.id for paper in papers}
    assert len(papers) > 100
    assert all(len(related) <= MAX_RELATED for related in relations.values())
    assert sum(bool(related) for related in relations.values()) > 0.1 * len(papers)


def test_the_relations_of_one_paper_are_those_it_has_among_all(papers, relations):
    for paper_id in list(relations)[::50]:
        assert relate_paper(paper_id, papers, {}) == relations[paper_id]


def test_no_paper_is_related_to_itself_or_twice(relations):
    for paper_id, related in relations.items():
        assert paper_id not in ids(related)
        assert len(set(ids(related))) == len(related)


def test_the_closest_paper_is_first_and_each_has_a_reason(relations):
    for related in relations.values():
        assert list(related) == sorted(related, key=lambda relation: (-relation.score, relation.paper))
        assert all(relation.reason for relation in related)


def test_relations_do_not_depend_on_the_order_of_papers(papers, relations):
    shuffled = random.Random(1).sample(papers, len(papers))  # noqa: S311 - any order will do

    assert relate_papers(shuffled, {}) == relations


def test_an_unrelated_new_paper_changes_few_relations(hundred):
    before, after = relate_papers(hundred, {}), relate_papers([*hundred, ALGEBRA], {})
    changed = [paper.id for paper in hundred if set(ids(after[paper.id])) != set(ids(before[paper.id]))]

    assert len(changed) <= 10


def test_a_new_paper_with_words_of_its_own_changes_no_relation(hundred):
    stranger = make_paper(
        "2603.99998",
        title="Xyzzy",
        abstract="Plugh quux frobnicate.",
        authors=(),
        first_seen=date(2030, 1, 1),
    )
    after = relate_papers([*hundred, stranger], {})

    assert after.pop(stranger.id) == ()
    assert after == relate_papers(hundred, {})


def test_a_copy_is_the_closest_paper(papers):
    original = papers[0]
    copy = make_paper("2603.99997", title=original.title, abstract=original.abstract, authors=())
    after = relate_papers([*papers, copy], {})

    assert ids(after[original.id])[0] == copy.id
    assert ids(after[copy.id])[0] == original.id


# --- small catalogues ------------------------------------------------------------------------------------

ONE = make_paper(
    "2602.00001", title="Cache lookup", abstract="Lookup in a cache.", authors=make_authors("Amy A", "Bo B")
)
TWO = make_paper(
    "2602.00002", title="Cache energy", abstract="Energy of a cache.", authors=make_authors("Cy C")
)
THREE = make_paper("2602.00003", title="Queues", abstract="Waiting in queues.", authors=make_authors("Amy A"))
FOUR = make_paper("2602.00004", title="Tape", abstract="Winding tape.", authors=make_authors("Di D"))


def test_a_shared_author_relates_papers_that_share_no_words():
    relations = relate_papers([ONE, TWO, THREE, FOUR], {})

    assert {relation.paper: relation.reason for relation in relations[THREE.id]} == {
        ONE.id: "shared author: Amy A"
    }
    assert relations[FOUR.id] == ()


def test_the_reason_names_shared_words_in_their_own_spelling():
    relations = relate_papers([ONE, TWO, FOUR], {})

    assert [(relation.paper, relation.reason) for relation in relations[ONE.id]] == [
        (TWO.id, "shared terms: cache")
    ]


@pytest.fixture(name="relate_to")
def relate_by_scripted_probabilities(monkeypatch):
    """Relate a paper of Amy A to other ones: the probability of each, and whether it is of Amy A, too.

    A shared author adds 0.1 to the probability.
    """

    def relate_to(*others, topic=None):
        monkeypatch.setattr(relate, "estimate_probability", estimate)
        monkeypatch.setattr(relate, "find_shared_terms", lambda _, __, others: [["caches"]] * len(others))
        names = ["Amy A", *("Amy A" if is_by_amy else f"Bo {n}" for n, (_, is_by_amy) in enumerate(others))]
        papers = [make_paper(f"2602.1{n:04}", authors=make_authors(name)) for n, name in enumerate(names)]
        known = {paper.id: KnownNeighbours(b"", {}) for paper in papers}
        probabilities = zip(papers[1:], others, strict=True)
        known[papers[0].id].neighbours.update((paper.id, value) for paper, (value, _) in probabilities)
        monkeypatch.setattr(relate, "find_all_neighbours", lambda *_: known)
        topics = {paper.id: (Assignment(topic, "because"),) for paper in papers if topic}
        return [
            (relation.score, relation.is_related) for relation in relate_papers(papers, topics)[papers[0].id]
        ]

    def estimate(features):
        return round(features.similarity**2 + 0.1 * (features.authors > 0), 4)

    return relate_to


PROBABLE = [(0.85 + number / 100, False) for number in range(6)]


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ([(0.75, False), (0.77, False), (0.5, False)], [0.77]),
        ([(0.75, True), (0.77, False), (0.67, True), (0.65, True)], [0.77, 0.75, 0.67]),
        ([(0.84, True), *PROBABLE], [0.9, 0.89, 0.88, 0.87, 0.86, 0.85]),
    ],
    ids=["least", "authors", "six and an author"],
)
def test_probable_papers_are_shown_and_shared_authors_admit_more_but_move_none(relate_to, others, shown):
    assert relate_to(*others) == [(pytest.approx(score), True) for score in shown]


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ([0.5, 0.3, 0.4, 0.2], [(0.5, False), (0.4, False), (0.3, False)]),
        ([0.19, 0.3], [(0.3, False)]),
        ([0.5, 0.8], [(0.8, True), (0.5, False)]),
        ([0.8, 0.81, 0.82, 0.5], [(0.82, True), (0.81, True), (0.8, True)]),
    ],
    ids=["at most three", "not too different", "after the related ones", "only if few are related"],
)
def test_few_related_papers_are_followed_by_similar_ones_on_the_same_topic(relate_to, others, shown):
    others = [(probability, False) for probability in others]

    assert relate_to(*others, topic="memory") == [(pytest.approx(score), kind) for score, kind in shown]
    assert [score for score, _ in relate_to(*others)] == [score for score, is_related in shown if is_related]


def test_a_reason_never_names_a_filler(relations):
    """What the papers of this catalogue say of themselves says nothing of their subject."""
    reasons = [related.reason for relation in relations.values() for related in relation]
    terms = {term for reason in reasons for term in reason.partition("shared terms: ")[2].split(", ")}

    assert not terms & {"both", "on", "have", "via", "novel", "propose", "existing", "significantly", "paper"}
    assert len(terms) > 30
    assert {"KV cache", "GPU kernels", "LLM training"} <= terms


def test_papers_that_share_only_a_topic_are_not_related():
    papers = [ONE, FOUR, *(make_paper(f"2603.0{n:04}", title="", abstract="", authors=()) for n in range(9))]
    same_topic = {paper.id: (Assignment("memory", "because"),) for paper in (ONE, FOUR)}

    assert relate_papers(papers, same_topic)[ONE.id] == ()


def test_a_shared_topic_raises_the_score():
    papers = [ONE, TWO, make_paper(THREE.id, title="Lookup", abstract="", authors=()), FOUR]
    same_topic = {paper.id: (Assignment("memory", "because"),) for paper in (ONE, TWO)}
    apart, together = (
        {related.paper: related.score for related in relate_papers(papers, topics)[ONE.id]}[TWO.id]
        for topics in ({}, same_topic)
    )

    assert together > apart


def test_papers_that_curators_relate_are_first_in_both_directions():
    chosen = make_paper(
        FOUR.id, title=FOUR.title, abstract=FOUR.abstract, authors=(), curated_related=(ONE.id,)
    )
    relations = relate_papers([ONE, TWO, THREE, chosen], {})

    assert (relations[chosen.id][0].paper, relations[chosen.id][0].reason) == (
        ONE.id,
        "suggested by a curator",
    )
    assert (relations[ONE.id][0].paper, relations[ONE.id][0].reason) == (chosen.id, "suggested by a curator")
    assert ids(relations[ONE.id]).count(chosen.id) == 1


def test_a_papers_own_curated_relations_come_before_those_of_other_papers():
    one, two = (
        make_paper(paper_id, authors=(), curated_related=(other,))
        for paper_id, other in (("2602.00001", "2602.00009"), ("2602.00002", "2602.00001"))
    )
    relations = relate_papers([one, two, make_paper("2602.00009", authors=())], {})

    assert ids(relations["2602.00001"])[:2] == ["2602.00009", "2602.00002"]


def test_papers_whose_curators_chose_the_same_paper_have_the_order_of_ids():
    one, *others = (
        make_paper(f"2602.0000{number}", authors=(), curated_related=("2602.00001",)) for number in (1, 2, 3)
    )
    for papers in ([one, *others], [*reversed(others), one]):
        assert ids(relate_papers(papers, {})[one.id])[:2] == ["2602.00002", "2602.00003"]


def test_a_curated_relation_to_itself_or_to_an_unknown_paper_is_left_out():
    lonely = make_paper(curated_related=("2602.00001", "2602.99999", "2602.99999"))

    assert relate_papers([lonely], {}) == {lonely.id: ()}


def test_an_author_who_is_listed_twice_counts_once():
    twice, once = ((PaperAuthor("Amy A"),) * times for times in (2, 1))
    (related,) = relate_papers(
        [make_paper("2602.00001", authors=twice), make_paper("2602.00002", authors=twice)], {}
    )["2602.00001"]

    assert (
        related
        == relate_papers(
            [make_paper("2602.00001", authors=once), make_paper("2602.00002", authors=once)], {}
        )["2602.00001"][0]
    )


def test_all_names_of_a_person_are_one_author_and_namesakes_are_not():
    papers = [ONE, make_paper(FOUR.id, title="Tape", abstract="Winding tape.", authors=make_authors("A. A."))]
    amy, other = Person("amy", "Amy A", ("A. A.",)), Person("other", "Amy A", papers=(THREE.id,))

    assert relate_papers(papers, {})[ONE.id] == ()
    assert [related.reason for related in relate_papers(papers, {}, [amy])[ONE.id]] == [
        "shared author: Amy A"
    ]
    assert relate_papers([ONE, THREE], {}, [amy, other])[ONE.id] == ()


def test_names_that_differ_in_case_and_accents_are_one_author():
    relations = relate_papers(
        [ONE, make_paper(THREE.id, title="Queues", abstract="", authors=make_authors("AMÝ A."))], {}
    )

    assert [related.reason for related in relations[ONE.id]] == ["shared author: Amy A"]


def test_names_without_letters_are_no_shared_authors():
    one, other = (
        make_paper(paper.id, title=paper.title, abstract="", authors=make_authors("?"))
        for paper in (ONE, FOUR)
    )

    assert relate_papers([one, other], {})[ONE.id] == ()


@pytest.mark.parametrize("papers", [[], [ONE], [make_paper(title="", abstract=None, authors=())]])
def test_single_papers_have_no_related_papers(papers):
    assert relate_papers(papers, {}) == {paper.id: () for paper in papers}
