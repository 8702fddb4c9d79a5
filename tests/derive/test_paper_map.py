"""The map of papers: the same for every order and process, similar papers near each other, nearly still."""

import math
import random
from dataclasses import replace
from datetime import date
from functools import cache
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.derive.known_neighbours import find_all_neighbours
from generator.derive.map_topics import PLANE_SIDE, place_topics
from generator.derive.paper_map import place_papers
from generator.derive.relatedness import build_corpus
from generator.model.curation_values import Topic
from generator.model.papers import MAP_SIZE, Assignment
from generator.system.processes import Processes
from generator.system.tasks import run_serially
from tests.truth.related import read_catalogues

TOPICS = (
    Topic("machines", "Machines", ""),
    Topic("queues", "Queues", ""),
    Topic("caches", "Caches", "", parent="machines"),
    Topic("gpus", "GPUs", "", parent="machines"),
)
IDS = st.integers(1, 25).map("2602.{:05}".format)
GRAPHS = st.dictionaries(
    IDS,
    st.tuples(
        st.lists(IDS, max_size=4, unique=True),
        st.lists(st.sampled_from([topic.id for topic in TOPICS]), max_size=3, unique=True),
    ),
    max_size=25,
)


def make(graph):
    """Make neighbours and assignments; only papers of the graph can be neighbours."""
    neighbours = {
        paper: {
            other: round(0.1 + int(other[-2:]) / 40, 4)
            for other in others
            if other in graph and other != paper
        }
        for paper, (others, _) in graph.items()
    }
    assignments = {paper: [Assignment(topic, "") for topic in topics] for paper, (_, topics) in graph.items()}
    return neighbours, assignments


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(GRAPHS, st.randoms(use_true_random=False), st.sampled_from([TOPICS, TOPICS[:2][::-1] + TOPICS[2:]]))
def test_every_paper_has_a_place_on_the_map_that_no_order_changes(graph, rng, topics):
    neighbours, assignments = make(graph)
    positions = place_papers(neighbours, assignments, topics)
    shuffled = {
        paper: dict(rng.sample([*neighbours[paper].items()], len(neighbours[paper])))
        for paper in rng.sample([*neighbours], len(neighbours))
    }

    assert positions.keys() == graph.keys()
    assert all(0 <= value < MAP_SIZE for position in positions.values() for value in position)
    assert place_papers(shuffled, assignments, topics) == positions


def test_a_paper_is_near_its_topic_and_the_paper_that_is_similar_to_it():
    ids = [f"2602.{number:05}" for number in range(40)]
    neighbours = {paper: {} for paper in ids} | {ids[0]: {ids[1]: 0.9}, ids[1]: {ids[0]: 0.9}}
    assignments = {
        paper: [Assignment(("caches", "queues")[number % 2], "")] for number, paper in enumerate(ids[2:])
    }
    positions = place_papers(neighbours, assignments | {ids[0]: [Assignment("caches", "")]}, TOPICS)

    middle = [sum(positions[paper][axis] for paper in ids[2::2]) / 19 for axis in (0, 1)]
    others = [sum(positions[paper][axis] for paper in ids[3::2]) / 19 for axis in (0, 1)]
    for paper in ids[:2]:
        assert math.dist(positions[paper], middle) < math.dist(positions[paper], others)
    assert math.dist(positions[ids[0]], positions[ids[1]]) < math.dist(middle, others) / 4


def test_a_catalogue_without_papers_has_an_empty_map():
    assert place_papers({}, {}, TOPICS) == {}


def test_papers_without_topics_or_similar_papers_have_places_of_their_own():
    neighbours = {f"2602.{number:05}": {} for number in range(200)}
    positions = place_papers(neighbours, {}, ())

    assert len(set(positions.values())) == 200


def test_topics_with_similar_papers_move_towards_each_other():
    def measure(affinity):
        affinities = np.full((6, 6), 10.0)
        np.fill_diagonal(affinities, 1000)
        affinities[0, 3] = affinities[3, 0] = affinity
        places = place_topics(range(6), affinities)
        return math.dist(places[0], places[3]) / PLANE_SIDE

    assert measure(900) < 0.8 * measure(10)


def make_random():
    """Make a source of the same numbers for each test, whatever ran before it."""
    return random.Random(1)  # noqa: S311


@cache
def read_world():
    """The corpus of the tests: its papers by date, their topics, and the topics' tree."""
    _, catalogue = read_catalogues()
    papers = sorted(catalogue.papers, key=lambda paper: (str(paper.published), paper.id))
    return papers, catalogue.assignments, catalogue.topics


def place(papers, run=run_serially):
    _, assignments, topics = read_world()
    known = find_all_neighbours(build_corpus(papers, assignments, ()), {}, run)
    neighbours = {paper: row.neighbours for paper, row in known.items()}
    return neighbours, place_papers(neighbours, assignments, topics)


@pytest.mark.slow
def test_the_map_of_real_papers_depends_neither_on_their_order_nor_on_processes():
    papers = read_world()[0]
    shuffled = make_random().sample(papers, len(papers))

    assert place(papers)[1] == place(shuffled, Processes(2))[1]


@pytest.mark.slow
def test_similar_papers_are_near_each_other():
    neighbours, positions = place(read_world()[0])

    def measure(pairs):
        return mean(math.dist(positions[one], positions[other]) for one, other in pairs)

    similar = measure([(paper, other) for paper, row in neighbours.items() for other in row])
    rng = make_random()
    any_pair = measure([rng.sample([*positions], 2) for _ in range(5000)])
    assert similar < 0.4 * any_pair


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["newest", "random"])
def test_the_median_paper_moves_by_less_than_a_hundredth_of_the_map_when_50_are_added(kind):
    papers = read_world()[0]
    added = papers[-50:] if kind == "newest" else make_random().sample(papers, 50)
    others = [paper for paper in papers if paper not in added]
    before = place(others)[1]
    after = place(others + [replace(paper, first_seen=date(2026, 12, 1)) for paper in added])[1]

    moves = [math.dist(before[paper], after[paper]) / MAP_SIZE for paper in before]
    assert median(moves) < 0.01
