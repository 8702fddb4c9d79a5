"""Words in the language in use, with their values."""

import pytest

from generator.translation import message_files
from generator.translation.messages import N_, _, ngettext, use_language

GERMAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Papers at %(venue)s."
msgstr "Bei %(venue)s erschienen."

msgid "%(count)s paper"
msgid_plural "%(count)s papers"
msgstr[0] "%(count)s Artikel (Einzahl)"
msgstr[1] "%(count)s Artikel (Mehrzahl)"
"""


@pytest.fixture(autouse=True)
def _german(tmp_path, monkeypatch):
    monkeypatch.setattr(message_files, "FOLDER", tmp_path)
    (tmp_path / "de.po").write_text(GERMAN, "utf-8")


def test_words_are_english_without_a_language():
    assert _("Papers at %(venue)s.", venue="ICPE") == "Papers at ICPE."
    assert ngettext("%(count)s paper", "%(count)s papers", 1) == "1 paper"
    assert ngettext("%(count)s paper", "%(count)s papers", 7500) == "7,500 papers"


def test_words_are_translated_until_the_end_of_the_block():
    with use_language("de"):
        assert _("Papers at %(venue)s.", venue="ICPE") == "Bei ICPE erschienen."
        assert ngettext("%(count)s paper", "%(count)s papers", 1) == "1 Artikel (Einzahl)"
        with use_language("en"):
            assert _("Papers at %(venue)s.", venue="ICPE") == "Papers at ICPE."
        assert ngettext("%(count)s paper", "%(count)s papers", 2) == "2 Artikel (Mehrzahl)"
    assert _("Papers at %(venue)s.", venue="ICPE") == "Papers at ICPE."


def test_a_message_can_be_translated_after_it_was_marked():
    message = N_("Papers at %(venue)s.")

    with use_language("de"):
        assert _(message, venue="100 %") == "Bei 100 % erschienen."
