"""Find topics by what people call them: by id, former id or title, whatever the case, accents and plurals."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from generator.model.curation_values import Topic
from generator.model.text import clean_line, fold, tokenise

_STOP_WORDS = frozenset("a an and for in of on or the to with".split())
_SEPARATOR = re.compile(r"[,;\n]")
_DECORATION = " `*•-\t"  # around the names in a list in Markdown
_MAX_LENGTH = 80  # characters of a name that are compared with titles
_CUTOFF = 0.6


class TopicNames:
    """The names of the topics of a catalogue."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._ids_by_words = {
            split_topic_name(name): topic.id
            for topic in topics
            for name in (*topic.former_ids, topic.id, topic.title)
        }
        self._titles = {fold(name): topic.title for topic in topics for name in (topic.id, topic.title)}
        self.max_words = max(map(len, self._ids_by_words), default=0)
        self._max_parts = max((len(_SEPARATOR.split(topic.title)) for topic in topics), default=1)

    def find(self, words: tuple[str, ...]) -> str | None:
        """Return the id of the topic whose name has these words, as `split_topic_name` returns them."""
        return self._ids_by_words.get(words)

    def parse(self, text: str) -> tuple[list[str], list[str]]:
        """Return the ids of the topics that a text lists, and the names that are none.

        Names are separated by commas, semicolons or new lines, which titles may contain, too. Ids may also
        be separated by spaces.
        """
        parts = [
            part for part in (clean_line(part).strip(_DECORATION) for part in _SEPARATOR.split(text)) if part
        ]
        topics: dict[str, None] = {}
        unknown: list[str] = []
        position = 0
        while position < len(parts):
            ends = range(min(position + self._max_parts, len(parts)), position, -1)
            matches = ((end, self.find(split_topic_name(" ".join(parts[position:end])))) for end in ends)
            end, topic = next((match for match in matches if match[1]), (position + 1, None))
            topic_ids = [topic] if topic else self._find_each(parts[position])
            topics |= dict.fromkeys(topic_ids)
            if not topic_ids:
                unknown.append(parts[position])
            position = end
        return list(topics), list(dict.fromkeys(unknown))

    def _find_each(self, text: str) -> list[str]:
        """Return the topics of words that are all names of topics, or else nothing."""
        topics = [self.find(split_topic_name(word)) for word in text.split()]
        return [topic for topic in topics if topic] if all(topics) else []

    def suggest(self, name: str) -> str:
        """Return a hint with the title that is most similar to a name or whose id is; empty if none is."""
        matches = get_close_matches(fold(name[:_MAX_LENGTH]), sorted(self._titles), n=1, cutoff=_CUTOFF)
        return f"did you mean {self._titles[matches[0]]!r}?" if matches else ""


def split_topic_name(text: str) -> tuple[str, ...]:
    """Return the words of a name that count when names are compared.

    >>> split_topic_name("The memory of GPUs")
    ('memory', 'gpu')
    """
    return tuple(word for word in tokenise(text) if word not in _STOP_WORDS)
