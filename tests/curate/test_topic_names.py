"""By which names topics are found."""

from generator.curate.topic_names import split_topic_name
from tests.tables import for_each_row


@for_each_row("word", "a an and for in of on or the to with".split())
def test_small_words_of_a_name_do_not_count(word):
    assert split_topic_name(f"Memory {word} caches") == ("memory", "cache")
