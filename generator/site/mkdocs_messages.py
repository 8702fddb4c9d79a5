"""What MkDocs logs while processes make pages: collected by page, and logged in the order of pages."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Final

MKDOCS_LOG: Final = logging.getLogger("mkdocs")

Message = tuple[int, str, int, str]  # the index of the page, the name of the logger, the level, the text


@contextmanager
def collect_messages(index: int, messages: list[Message]) -> Iterator[None]:
    """Collect what MkDocs logs about a page, instead of logging it.

    Args:
        index: The index of the page.
        messages: Gets the messages.
    """
    handlers, MKDOCS_LOG.handlers = MKDOCS_LOG.handlers, [_MessageCollector(index, messages)]
    try:
        yield
    finally:
        MKDOCS_LOG.handlers = handlers


def log_messages(messages: Iterable[Message]) -> None:
    """Log messages in the order of their pages."""
    for _, name, level, text in sorted(messages, key=itemgetter(0)):
        logging.getLogger(name).log(level, "%s", text)


class _MessageCollector(logging.Handler):
    def __init__(self, index: int, messages: list[Message]) -> None:
        super().__init__()
        self._index = index
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append((self._index, record.name, record.levelno, record.getMessage()))
