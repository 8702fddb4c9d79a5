"""The message files: a template that is current, and translations with any plural forms."""

import re
import shlex

import pytest
from babel.messages import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import write_po

from generator.translation import message_files
from generator.translation.message_files import (
    FOLDER,
    collect_script_messages,
    list_languages,
    load_translations,
)
from tests.paths import REPOSITORY

SCRIPT = "overrides/assets/js/format.js"
PAPERS = ("%(count)s paper", "%(count)s papers")


@pytest.fixture(name="folder")
def empty_folder_of_message_files(tmp_path, monkeypatch):
    monkeypatch.setattr(message_files, "FOLDER", tmp_path)
    return tmp_path


def write_messages(folder, language, translations):
    """Write the file of a language; messages that it does not translate are not in it."""
    catalog = Catalog(locale=language.replace("-", "_"), fuzzy=False)
    for message, translation in translations.items():
        catalog.add(message, translation, locations=[(SCRIPT, 1)])
    name = "messages.pot" if language == "en" else f"{language}.po"
    with (folder / name).open("wb") as file:
        write_po(file, catalog)


def read_extraction_options():
    """The options of the command that `make messages` runs."""
    command = re.search(r"/pybabel (.+?) \.\n", (REPOSITORY / "Makefile").read_text("utf-8"), re.DOTALL)[1]
    return shlex.split(command.replace("\\\n", " "))


def test_the_template_has_all_messages(tmp_path, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    *options, output = read_extraction_options()
    assert output.startswith("--output-file=")

    CommandLineInterface().run(["pybabel", *options, f"--output-file={tmp_path}/messages.pot", "."])

    current = (FOLDER / "messages.pot").read_text("utf-8")
    assert current == (tmp_path / "messages.pot").read_text("utf-8"), "run: make messages"


def test_a_language_is_a_file(folder):
    write_messages(folder, "pt-BR", {"Topics": "Tópicos"})

    assert list_languages() == ["en", "pt-BR"]
    assert load_translations("pt-BR").gettext("Topics") == "Tópicos"
    assert load_translations("pt-BR").gettext("Venues") == "Venues"
    assert load_translations("en").gettext("Topics") == "Topics"


def test_a_message_that_is_to_be_checked_stays_english(folder):
    (folder / "de.po").write_text('#, fuzzy\nmsgid "Topics"\nmsgstr "Orte"\n', "utf-8")

    assert load_translations("de").gettext("Topics") == "Topics"


def test_scripts_get_their_own_messages_alone(folder):
    write_messages(folder, "en", {"Topics": "", PAPERS: ("", "")})
    of_pages = '\n#: generator/publish/figures.py\nmsgid "Year"\nmsgstr ""\n'
    template = folder / "messages.pot"
    template.write_text(template.read_text("utf-8") + of_pages, "utf-8")
    write_messages(folder, "de", {"Topics": "Themen", PAPERS: ("%(count)s Artikel",) * 2, "Year": "Jahr"})

    assert collect_script_messages("de")["messages"] == {
        "Topics": "Themen",
        "%(count)s paper": ["%(count)s Artikel", "%(count)s Artikel"],
    }
    assert collect_script_messages("en") == {"plurals": "", "messages": {}}


@pytest.mark.parametrize("language", ["de", "fr", "ja", "ru", "pl", "ar", "sl", "lv", "lt", "cy", "he", "ro"])
def test_scripts_choose_the_plural_form_that_gettext_chooses(folder, language):
    count = Catalog(locale=language).num_plurals
    write_messages(folder, "en", {PAPERS: ("", "")})
    write_messages(folder, language, {PAPERS: tuple(f"form {number}" for number in range(count))})
    content = collect_script_messages(language)
    forms = content["messages"]["%(count)s paper"]

    for number in (*range(1500), 10**6, 10**6 + 1):
        digit = content["plurals"][number if number < 200 else 100 + number % 100]  # as in messages.js
        assert forms[int(digit)] == load_translations(language).ngettext(*PAPERS, number), number
