"""Find the topics that the headings and keywords of a list name."""

from collections.abc import Iterator, Sequence

from generator.curate.lists.list_items import ImportedEntry
from generator.curation.hints import suggest_similar
from generator.model.curation_values import Topic
from generator.model.text import tokenise

_STOP_WORDS = frozenset("a an and for in of on or the to with".split())
# Words of headings that do not change the subject, without plural endings.
_FILLERS = frozenset("article awesome list paper publication reading research survey work".split())
_MAX_HEADING = 80  # characters that are compared with titles


class HeadingTopics:
    """Matches words with the ids, former ids and titles of topics."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._titles = [topic.title for topic in topics]
        self._ids_by_words = {
            _split(name): topic.id for topic in topics for name in (*topic.former_ids, topic.id, topic.title)
        }
        self._max_words = max(map(len, self._ids_by_words), default=0)
        self._matches: dict[str, tuple[str, ...]] = {}

    def match(self, heading: str) -> tuple[str, ...]:
        """Return the topics that a heading names; of overlapping names the longest."""
        if heading not in self._matches:
            self._matches[heading] = tuple(dict.fromkeys(self._find(_split(heading))))
        return self._matches[heading]

    def find_topics(self, entry: ImportedEntry) -> tuple[str, ...]:
        """Return the topics of the nearest heading that names any, and of the keywords that are topics."""
        by_heading = (self.match(heading.text) for heading in reversed(entry.headings))
        topics = next(filter(None, by_heading), ())
        by_keyword = (self._ids_by_words.get(_split(word)) for word in entry.keywords)
        return tuple(dict.fromkeys((*topics, *filter(None, by_keyword))))

    def suggest(self, heading: str) -> str:
        """Return a hint for a heading that names no topic."""
        hint = suggest_similar(heading[:_MAX_HEADING], self._titles)
        return hint or "its papers keep the topics from the rules; if you want this topic, add it first"

    def _find(self, words: tuple[str, ...]) -> Iterator[str]:
        position = 0
        while position < len(words):
            max_words = min(self._max_words, len(words) - position)
            spans = (words[position : position + length] for length in range(max_words, 0, -1))
            first = words[position : position + 1]
            name = next((span for span in spans if span in self._ids_by_words), first)
            # A single word must be the whole subject: “graphs” is a topic, “knowledge graphs” is another.
            if name in self._ids_by_words and (len(name) > 1 or _FILLERS.issuperset({*words} - {*name})):
                yield self._ids_by_words[name]
            position += len(name)


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in tokenise(text) if word not in _STOP_WORDS)
