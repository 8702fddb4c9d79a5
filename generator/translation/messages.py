"""Translate the words of the site.

English words are written where they are used, as whole sentences with named placeholders:
``_("Papers at %(venue)s.", venue=name)``. ``make messages`` collects them in ``languages/messages.pot``; each
other language is a file next to that, such as ``languages/de.po``. Templates and scripts use functions of the
same names with placeholders of the same form.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

from generator.translation.message_files import load_translations

_translations: ContextVar[NullTranslations] = ContextVar("translations", default=NullTranslations())  # noqa: B039 - it has no state


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Translate into a language until the end of the block; without it, words stay English.

    Args:
        language: One of `message_files.list_languages`.
    """
    token = _translations.set(load_translations(language))
    try:
        yield
    finally:
        _translations.reset(token)


def N_(message: str) -> str:  # noqa: N802 - the usual name, by which Babel finds the message
    """Mark a message that is translated later, such as one in a table."""
    return message


def _(message: str, **values: object) -> str:
    """Translate a message, and put values in the places of its placeholders.

    >>> _("Papers at %(venue)s.", venue="ICPE")
    'Papers at ICPE.'
    """
    text = _translations.get().gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Translate a message about a number of things; its placeholder ``count`` is the number with commas.

    >>> ngettext("%(count)s paper", "%(count)s papers", 7500)
    '7,500 papers'
    """
    return _translations.get().ngettext(singular, plural, number) % {**values, "count": f"{number:,}"}
