"""The paths and names of the files of a catalogue."""

from generator.model import layout
from tests.tables import for_each_row

# An id, and whether a reading list may have it.
LIST_IDS = [
    ("first-steps", True),
    ("2026", True),
    ("index-of-tools", True),
    ("index", False),
    ("First-steps", False),
    ("first steps", False),
    ("first--steps", False),
    ("../first-steps", False),
    ("first-steps\n", False),
    ("", False),
]


@for_each_row(("list_id", "expected"), LIST_IDS)
def test_the_id_of_a_list_is_a_safe_file_name(list_id, expected):
    assert layout.is_list_id(list_id) is expected


def test_each_paper_and_each_list_has_its_file():
    assert layout.build_paper_path("cs/0301008") == "data/curation/papers/cs-0301008.yml"
    assert layout.build_list_path("first-steps") == "data/curation/lists/first-steps.yml"
