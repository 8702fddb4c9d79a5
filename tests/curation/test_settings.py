"""The settings of the catalogue."""

from generator.curation.settings import build_settings

SETTINGS = {"title": "Toys", "description": "Papers on toys of all kinds.", "feeds": []}


def read(**values):
    problems = []
    settings = build_settings(SETTINGS | values, lambda *problem: problems.append(problem))
    return settings, problems


def test_the_language_is_english_unless_the_settings_name_another_one():
    assert read()[0].language == "en"
    assert read(language="en") == (read()[0], [])


def test_a_language_needs_a_message_file():
    _, problems = read(language="xx")

    ((place, message, hint),) = problems
    assert place == ("language",)
    assert message == "must be a language with a message file, got 'xx'"
    assert hint.startswith("there are en")
