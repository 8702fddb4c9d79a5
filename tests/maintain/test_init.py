"""``catalogue init``: this repository becomes a new catalogue."""

import re

import pytest
import yaml

from generator.cli import main
from generator.curation.folder import read_settings
from generator.maintain.new_data import NewCatalogue, format_settings
from generator.maintain.repository_files import build_example_data
from tests.catalogues import read_tree


def init(root, *arguments, title="Mine", category="cs.OS"):
    return main(["init", "--root", str(root), "--title", title, "--category", category, *arguments])


def test_the_settings_state_the_title_the_categories_and_the_query():
    text = format_settings(
        NewCatalogue('Papers: "A"', "What it is about.", ("cs.OS", "cs.DC"), 'abs:"file system"')
    )

    assert yaml.safe_load(text) == {
        "title": 'Papers: "A"',
        "description": "What it is about.",
        "feeds": [
            {
                "id": "cs-os-cs-dc",
                "kind": "arxiv",
                "query": '(cat:cs.OS OR cat:cs.DC) AND (abs:"file system")',
            }
        ],
    }


def test_the_feeds_that_the_settings_suggest_are_valid(tmp_path):
    text = format_settings(NewCatalogue("Papers on systems", "Papers on operating systems.", ("cs.OS",)))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/catalogue.yml").write_text(re.sub(r"# (- id|  kind)", r"\1", text))

    assert [feed.kind for feed in read_settings(tmp_path).feeds] == ["arxiv", "crossref"]


def test_data_that_git_cannot_restore_are_kept(toys, capsys):
    before = read_tree(toys / "data", "*.yml")

    assert init(toys) == 2
    assert "this folder is not in a git repository" in capsys.readouterr().err
    assert read_tree(toys / "data", "*.yml") == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"title": "X"}, "title must have at least 3 characters"),
        ({"category": "CS OS"}, "must be an arXiv category such as q-bio.PE"),
    ],
)
def test_invalid_settings_change_nothing(toys, capsys, options, message):
    before = read_tree(toys, "*.yml")

    assert init(toys, "--force", **options) == 1
    assert message in capsys.readouterr().err
    assert read_tree(toys, "*.yml") == before


def test_topics_can_be_kept(toys):
    topics = (toys / "data/curation/topics.yml").read_bytes()

    assert init(toys, "--force", "--topics", "keep") == 0
    assert (toys / "data/curation/topics.yml").read_bytes() == topics
    assert not (toys / "data/feeds").exists()
    assert (toys / "data/curation/people.yml").read_bytes() == build_example_data()[
        "data/curation/people.yml"
    ]
    assert main(["lint", "--root", str(toys)]) == 0
    assert "site_name: Mine" in (toys / "mkdocs.yml").read_text().splitlines()


def test_examples_take_the_place_of_a_missing_file_of_the_old_catalogue(toys):
    (toys / "data/curation/venues.yml").unlink()

    assert init(toys, "--force") == 0
    assert (toys / "data/curation/venues.yml").read_bytes() == build_example_data()[
        "data/curation/venues.yml"
    ]
