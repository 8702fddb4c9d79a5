"""What MkDocs reports while processes make pages: its log, in the order of pages, and errors in templates."""

import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Final

import jinja2
from mkdocs.exceptions import Abort

MKDOCS_LOG: Final = logging.getLogger("mkdocs")

_TEMPLATES: Final = (".html", ".xml")

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


@contextmanager
def name_template_errors(name: str) -> Iterator[None]:
    """Turn an error in a template into an `Abort` that names its line.

    Jinja's error for a missing template is an `OSError`, too, and would look like that of a full disk.

    Args:
        name: The page, or the file of the theme, that is made.
    """
    try:
        yield
    except Exception as error:
        stack = traceback.extract_tb(error.__traceback__)
        places = [
            f"{frame.filename}:{frame.lineno}: " for frame in stack if frame.filename.endswith(_TEMPLATES)
        ]
        if not (places or isinstance(error, jinja2.TemplateError)):
            raise
        place = places[-1] if places else ""
        raise Abort(f"{place}{type(error).__name__}: {error}, when {name} was made") from error


class _MessageCollector(logging.Handler):
    def __init__(self, index: int, messages: list[Message]) -> None:
        super().__init__()
        self._index = index
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append((self._index, record.name, record.levelno, record.getMessage()))
