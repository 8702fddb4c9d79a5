"""``catalogue health``: feeds that fail, and schedules that GitHub is about to stop."""

import os
import subprocess
from datetime import date

import pytest

from generator.cli import main
from generator.maintain.health import find_warnings, format_warnings

DAY = date(2026, 3, 24)
SETTINGS = """\
title: A small catalogue
description: Just enough of a catalogue to be looked at.
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
  - {id: cs-os, kind: arxiv, categories: [cs.OS]}
"""


@pytest.fixture(name="root")
def catalogue_in_a_repository(tmp_path):
    """A catalogue whose feeds were fetched on 2026-03-20, with a commit on the same day."""
    for feed in ("cs-pf", "cs-os"):
        (tmp_path / "data/feeds" / feed).mkdir(parents=True)
        (tmp_path / "data/feeds" / feed / "feed.json").write_text('{"succeeded": "2026-03-20"}')
    (tmp_path / "data/catalogue.yml").write_text(SETTINGS)
    dates = {"GIT_AUTHOR_DATE": "2026-03-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-20T12:00:00Z"}
    author = ["-c", "user.name=Amy", "-c", "user.email=amy@example.org"]
    for arguments in (["init", "--quiet"], ["add", "."], [*author, "commit", "--quiet", "--message", "all"]):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True, env={**os.environ, **dates})  # noqa: S607
    return tmp_path


def first_sentences(warnings):
    return [warning.partition(". ")[0] for warning in warnings]


def test_a_healthy_catalogue_has_no_warnings(root):
    assert find_warnings(root, DAY, 7, 50) == ()
    assert format_warnings(()) == "All feeds are up to date, and the schedules are active.\n"


def test_a_feed_that_was_not_fetched_for_days_is_reported(root):
    (root / "data/feeds/cs-os/feed.json").unlink()

    assert first_sentences(find_warnings(root, DAY, 3, 50)) == [
        "The feed `cs-pf` was last fetched on 2026-03-20",
        "The feed `cs-os` has never been fetched",
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # The clock of the last run may be past midnight when this one is not.
        (date(2026, 3, 19), []),
        (
            date(2026, 3, 1),
            [
                "The feed `cs-pf` was last fetched on 2026-03-20, a day in the future",
                "The feed `cs-os` was last fetched on 2026-03-20, a day in the future",
            ],
        ),
    ],
)
def test_a_fetch_in_the_future_is_reported(root, day, expected):
    assert first_sentences(find_warnings(root, day, 7, 50)) == expected


def test_a_repository_without_commits_is_reported_before_github_stops_its_schedules(root):
    assert find_warnings(root, date(2026, 5, 9), 90, 50) == ()
    assert first_sentences(find_warnings(root, date(2026, 5, 10), 90, 50)) == [
        "The last commit was on 2026-03-20"
    ]


def test_the_command_exits_with_one_and_prints_what_it_reports(root, tmp_path, capsys):
    assert main(["health", "--root", str(root), "--report", str(tmp_path / "health.md")]) == 1
    assert (tmp_path / "health.md").read_text() == capsys.readouterr().out
