"""``catalogue topics``: how many papers each topic has, and which get or lose one by changed rules."""

from dataclasses import replace

import pytest

from generator.cli import main
from generator.curate.phrase_trial import find_phrase, format_phrase_matches
from generator.curate.topic_changes import compare_topics, count_topics, format_topic_changes
from generator.model.curation_values import Phrase, Topic
from generator.model.errors import UsageError
from generator.model.layout import TOPICS
from tests.builders import make_catalogue, make_paper
from tests.runner import git

CACHES = Topic("caches", "Caches", "", phrases=(Phrase("cache", 1.0),))
QUEUES = Topic("queues", "Queues", "", phrases=(Phrase("queue", 1.0),))
AREA = Topic("machines", "Machines", "")
BOTH = make_paper("2602.00001", title="Caches and queues")
ONE = make_paper("2602.00002", title="Queues")
CURATED = make_paper("2602.00003", title="Queues", curated_topics=("caches",))
NONE = make_paper("2602.00004", title="A title")
PAPERS = [BOTH, ONE, CURATED, NONE]
WITHOUT_QUEUES = replace(QUEUES, phrases=(Phrase("queueing network", 1.0),))


def compare(before, after):
    """Return each change as topic, sign and paper."""
    return [
        (change.topic, "+" if change.is_gain else "-", change.paper.id)
        for change in compare_topics(PAPERS, before, after)
    ]


# The topics before and after, and what changes.
CHANGES = [
    pytest.param([CACHES, QUEUES], [CACHES, QUEUES], [], id="nothing"),
    pytest.param(
        [CACHES],
        [CACHES, QUEUES],
        [("queues", "+", BOTH.id), ("queues", "+", ONE.id)],
        id="papers-without-a-curators-choice-get-a-new-topic",
    ),
    pytest.param(
        [CACHES, QUEUES],
        [CACHES, WITHOUT_QUEUES],
        [("queues", "-", BOTH.id), ("queues", "-", ONE.id)],
        id="papers-lose-a-topic",
    ),
    pytest.param(
        [CACHES, QUEUES], [CACHES], [("queues", "-", BOTH.id), ("queues", "-", ONE.id)], id="a-topic-is-gone"
    ),
    pytest.param(
        [QUEUES], [replace(QUEUES, id="waiting", former_ids=("queues",))], [], id="a-topic-has-a-new-id"
    ),
    pytest.param(
        [CACHES, QUEUES],
        [WITHOUT_QUEUES, replace(CACHES, phrases=(Phrase("queue", 1.0),))],
        [("queues", "-", BOTH.id), ("queues", "-", ONE.id), ("caches", "+", ONE.id)],
        id="in-the-order-of-the-new-file",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_the_papers_that_get_or_lose_a_topic_are_listed(before, after, expected):
    assert compare(before, after) == expected


def test_each_change_has_its_reason():
    changes = compare_topics(
        PAPERS, [CACHES, QUEUES], [replace(CACHES, exclude=(Phrase("queue", 1.5),)), QUEUES]
    )

    assert format_topic_changes(changes, "HEAD", 10).splitlines() == [
        "compared with the rules of HEAD: 0 more, 1 fewer",
        "",
        "caches: 0 more, 1 fewer",
        "  - 2602.00001  Caches and queues",
        "      0.5 points now, 2 points before: “cache” in the title",
    ]


def test_long_lists_are_cut():
    text = format_topic_changes(compare_topics(PAPERS, [CACHES], [CACHES, QUEUES]), "main", 1)

    assert text.splitlines()[2:] == [
        "queues: 2 more, 0 fewer",
        "  + 2602.00001  Caches and queues",
        "      2 points: “queue” in the title",
        "  + 1 other paper",
    ]


def test_no_change_is_stated():
    assert format_topic_changes((), "main", 10).startswith("no paper gets or loses a topic")


def test_papers_are_counted_by_topic():
    catalogue = make_catalogue(*PAPERS, topics=(AREA, CACHES, QUEUES), assignments={BOTH.id: ["queues"]})

    assert [line.split(maxsplit=1) for line in count_topics(catalogue).splitlines()] == [
        ["0", "caches"],
        ["1", "queues"],
        ["3", "without a topic"],
    ]


@pytest.mark.slow
def test_changed_rules_are_compared_with_the_committed_ones(toys, capsys):
    git("init", "--quiet", toys)
    git("-C", toys, "add", "--all")
    git("-C", toys, "commit", "--quiet", "--message", "all")
    text = (toys / TOPICS).read_text("utf-8")
    (toys / TOPICS).write_text(text.replace("queue: 1,", "quay: 1,"), "utf-8")

    assert main(["topics", "--try", "--root", str(toys)]) == 0
    assert "queues: 0 more, 1 fewer\n  - cs/0301008  Queues Before the Web" in capsys.readouterr().out


def test_the_topics_of_a_catalogue_are_counted(toys, capsys):
    assert main(["topics", "--root", str(toys)]) == 0
    assert "      1  queues\n" in capsys.readouterr().out


# --- a phrase that is in no rule yet ---------------------------------------------------------------------


def test_the_papers_with_a_phrase_are_listed_with_their_points_and_topics():
    mentions = replace(NONE, id="2602.00005", abstract="First. A queue waits.")
    catalogue = make_catalogue(BOTH, ONE, NONE, mentions, topics=[CACHES], assignments={BOTH.id: ["caches"]})
    matches = find_phrase(catalogue, "queueing")

    assert format_phrase_matches("queueing", matches, 4, 2).splitlines() == [
        "“queueing” is in 3 of 4 papers",
        "with the weight 2, it is enough for a topic of 2 papers",
        "  4 points: “queueing” in the title; topics now: caches",
        "      2602.00001  Caches and queues",
        "  4 points: “queueing” in the title; no topic now",
        "      2602.00002  Queues",
        "  1 other paper",
    ]


@pytest.mark.parametrize("phrase", ["?!", "https://example.org"])
def test_a_phrase_without_a_word_is_refused(phrase):
    with pytest.raises(UsageError, match="the phrase must have a word"):
        find_phrase(make_catalogue(BOTH), phrase)


def test_the_command_tries_a_phrase(toys, capsys):
    assert main(["topics", "--root", str(toys), "--try", "no such phrase"]) == 0
    assert capsys.readouterr().out.startswith("“no such phrase” is in 0 of ")
