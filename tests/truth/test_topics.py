"""The rules of this repository keep their goals on the labels."""

import pytest

from tests.truth import topics

pytestmark = pytest.mark.usefixtures("shipped_data")


@pytest.mark.slow
def test_the_topics_meet_their_goals():
    *_, together = topics.evaluate()

    assert [figure.name for figure in together.figures if not figure.meets_goal] == []


@pytest.mark.slow
def test_every_label_has_a_record_and_names_topics_of_the_catalogue():
    labels = topics.read_lines(topics.LABELS)
    known = {topic.id for topic in topics.read_topics()} | topics.find_former_ids().keys()

    assert [label["id"] for label in labels] == [record["id"] for record in topics.read_lines(topics.RECORDS)]
    assert {
        topic for label in labels for key in ("topics", "also_acceptable") for topic in label[key]
    } <= known
    assert {label["set"] for label in labels} == topics.SETS.keys()


def test_labels_keep_the_ids_that_topics_had():
    label = {"id": "1", "title": "A title", "topics": ["old"], "also_acceptable": []}
    evaluation = topics.compare("Toys", [label], {"1": ()}, {"old": "new"})

    assert evaluation.misses == ("1 A title", "    missed new")
