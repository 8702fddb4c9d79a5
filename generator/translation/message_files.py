"""Read the message files: the template of all messages, and their translation into each language."""

import gettext
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages import Catalog

ENGLISH = "en"  # the language of the program
FOLDER = Path(__file__).parent / "languages"

_TEMPLATE = "messages.pot"
_SCRIPTS = "overrides/assets/js/"
_FORMS_REPEAT = 100  # from here on, the plural form of a number is that of its last two digits


def list_languages() -> list[str]:
    """List the languages that the site can have: English, and those with a message file."""
    return sorted({ENGLISH, *(path.stem for path in FOLDER.glob("*.po"))})


def load_translations(language: str) -> gettext.NullTranslations:
    """Load the translations into a language; messages without a translation stay English."""
    return _load_translations(FOLDER, language)


@cache
def _load_translations(folder: Path, language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - English sites do not need it

    compiled = BytesIO()
    write_mo(compiled, _read(folder / f"{language}.po"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _read(path: Path) -> "Catalog":
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English sites do not need it

    return read_po(BytesIO(path.read_bytes()), abort_invalid=True)


def collect_script_messages(language: str) -> Mapping[str, object]:
    """Collect what the site's scripts need to translate their messages.

    Returns:
        ``messages`` maps each message of a script to its translation, or to all of its plural forms.
        ``plurals`` has a digit for each number up to 199, its plural form. Larger numbers have the form of
        100 plus their last two digits.
    """
    if language == ENGLISH:
        return {"plurals": "", "messages": {}}
    translations = load_translations(language)
    forms = [_find_plural_form(translations, number) for number in range(2 * _FORMS_REPEAT)]
    used_forms = sorted(set(forms))
    numbers = [forms.index(form) for form in used_forms]  # one for each form
    messages: dict[str, str | list[str]] = {}
    for message in _read(FOLDER / _TEMPLATE):
        if not any(path.startswith(_SCRIPTS) for path, _line in message.locations):
            continue
        if isinstance(message.id, str):
            messages[message.id] = translations.gettext(message.id)
        else:
            singular, plural = message.id
            messages[singular] = [translations.ngettext(singular, plural, number) for number in numbers]
    return {"plurals": "".join(str(used_forms.index(form)) for form in forms), "messages": messages}


def _find_plural_form(translations: gettext.NullTranslations, number: int) -> int:
    plural: Callable[[int], int] = translations.plural  # type: ignore[attr-defined]  # of GNUTranslations
    return plural(number)
