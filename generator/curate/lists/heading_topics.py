"""Find the topics that the headings and keywords of a list name."""

from collections.abc import Iterator, Sequence

from generator.curate.lists.list_items import ImportedEntry
from generator.curate.topic_names import TopicNames, split_topic_name
from generator.model.curation_values import Topic

# Words of headings that do not change the subject, without plural endings.
_FILLERS = frozenset("article awesome list paper publication reading research survey work".split())


class HeadingTopics:
    """Matches words with the ids, former ids and titles of topics."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._names = TopicNames(topics)
        self._matches: dict[str, tuple[str, ...]] = {}

    def match(self, heading: str) -> tuple[str, ...]:
        """Return the topics that a heading names; of overlapping names the longest."""
        if heading not in self._matches:
            self._matches[heading] = tuple(dict.fromkeys(self._find(split_topic_name(heading))))
        return self._matches[heading]

    def find_topics(self, entry: ImportedEntry) -> tuple[str, ...]:
        """Return the topics of the nearest heading that names any, and of the keywords that are topics."""
        by_heading = (self.match(heading.text) for heading in reversed(entry.headings))
        topics = next(filter(None, by_heading), ())
        by_keyword = (self._names.find(split_topic_name(word)) for word in entry.keywords)
        return tuple(dict.fromkeys((*topics, *filter(None, by_keyword))))

    def suggest(self, heading: str) -> str:
        """Return a hint for a heading that names no topic."""
        return (
            self._names.suggest(heading)
            or "its papers keep the topics from the rules; if you want this topic, add it first"
        )

    def _find(self, words: tuple[str, ...]) -> Iterator[str]:
        position = 0
        while position < len(words):
            max_words = min(self._names.max_words, len(words) - position)
            spans = (words[position : position + length] for length in range(max_words, 0, -1))
            first = words[position : position + 1]
            name = next((span for span in spans if self._names.find(span)), first)
            topic = self._names.find(name)
            # A single word must be the whole subject: “graphs” is a topic, “knowledge graphs” is another.
            if topic and (len(name) > 1 or _FILLERS.issuperset({*words} - {*name})):
                yield topic
            position += len(name)
