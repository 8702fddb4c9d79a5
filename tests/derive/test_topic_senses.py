"""In which senses and spellings the topics of this repository count words."""

import pytest

from generator.derive.classify import classify
from tests.builders import make_paper
from tests.truth.topics import read_topics

pytestmark = pytest.mark.usefixtures("shipped_data")

# A topic, a title that has it, and one that has a word of it in another sense.
SENSES = [
    (
        "high-performance-computing",
        "Job submission in a computational grid of universities",
        "Demand response: data centres as flexible loads of the utility grid",
    ),
    (
        "energy-and-power",
        "The energy consumption of a wind farm's control software",
        "Neural networks forecast wind power from weather records",
    ),
    (
        "memory-and-caches",
        "Improving locality by tiling arrays for the L2 cache",
        "Mapping processes for communication locality on torus networks",
    ),
    (
        "edge-and-embedded",
        "Running speech models on Android phones",
        "Detecting Android malware by the permissions that programs request",
    ),
    (
        "reliability",
        "The reliability of disks that share a power supply",
        "The reliability of clinical answers: hallucinations of chatbots",
    ),
    (
        "compilers",
        "Code generation for loops on vector processors",
        "Developers accept LLM assisted code generation by an AI agent",
    ),
    (
        "performance-modelling",
        "Predictive modeling of the time that file transfers take",
        "Performance analysis by confusion matrices of a classification task",
    ),
    (
        "model-training",
        "Training large speech models on few machines",
        "Pruning pretrained and trained large vision networks",
    ),
    (
        "model-evaluation",
        "The generalization of image classifiers",
        "Generalized and generalizing bounds for a coupon collector",
    ),
    (
        "retrieval-and-vector-search",
        "A recommendation system for music",
        "Balanced search trees with unequal costs of comparisons",
    ),
    (
        "storage-and-io",
        "MDS codes for disk arrays",
        "MDS codes against stragglers in coded computation",
    ),
]

# A topic, and spellings of one of its words.
SPELLINGS = [
    ("processors", "Microarchitecture", "Micro-architecture", "Micro architectures"),
    ("benchmarking", "Microbenchmarks", "Micro-benchmarking", "A micro benchmark"),
    ("tuning-and-configuration", "Hyperparameters tuned", "Hyper-parameters tuned"),
    ("cloud-and-data-centres", "Autoscaling", "Auto-scaling", "Auto-scaled services"),
    ("retrieval-and-vector-search", "Reranking", "Re-ranking", "Re-ranked"),
    ("parallel-programming", "Multithreading", "Multi-threaded"),
]


@pytest.fixture(scope="module", name="topics")
def read_topics_once():
    return read_topics()


def assign(titles, topics):
    """Return the topics of each title."""
    papers = [
        make_paper(f"2602.{number:05}", title=title, abstract="", categories=())
        for number, title in enumerate(titles, 1)
    ]
    assigned = classify(papers, topics)
    return {paper.title: {given.topic for given in assigned[paper.id]} for paper in papers}


def test_a_word_counts_in_the_sense_of_its_topic_only(topics):
    assigned = assign([title for _, *titles in SENSES for title in titles], topics)

    assert [row for row in SENSES if row[0] not in assigned[row[1]]] == []
    assert [row for row in SENSES if row[0] in assigned[row[2]]] == []


def test_all_spellings_of_a_word_have_its_topic(topics):
    assigned = assign([title for _, *titles in SPELLINGS for title in titles], topics)

    assert [
        (topic, title) for topic, *titles in SPELLINGS for title in titles if topic not in assigned[title]
    ] == []
