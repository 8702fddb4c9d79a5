"""The repository in which readers can edit the files of the catalogue."""

import subprocess

import pytest

from generator.model.papers import Repository
from generator.system.repository import build_user_agent, find

ACTIONS = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "me/papers"}


@pytest.mark.parametrize(
    ("environment", "branch"),
    [
        ({}, "main"),
        ({"GITHUB_REF_NAME": "trunk"}, "trunk"),
        ({"GITHUB_REF_NAME": "7/merge", "GITHUB_BASE_REF": "main"}, "main"),
        ({"GITHUB_REF_NAME": 'x" onclick="y'}, "main"),
    ],
)
def test_github_actions_names_the_repository(tmp_path, environment, branch):
    assert find(tmp_path, ACTIONS | environment) == Repository("https://github.com/me/papers", branch)


@pytest.mark.parametrize("name", ["me", "me/papers/more", "me/pa pers", "", '"/x'])
def test_an_invalid_name_is_ignored(tmp_path, name):
    assert find(tmp_path, ACTIONS | {"GITHUB_REPOSITORY": name}) is None


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/me/papers.git",
        "https://github.com/me/papers",
        "https://user:secret@github.com/me/papers.git",
        "git@github.com:me/papers.git",
        "ssh://git@github.com/me/papers.git",
    ],
)
def test_git_names_the_repository_without_the_password_of_its_remote(tmp_path, remote):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)  # noqa: S607 - git by its name
    subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", remote], check=True)  # noqa: S607

    assert find(tmp_path, {}) == Repository("https://github.com/me/papers", "main")


def test_a_folder_outside_of_git_has_no_repository(tmp_path):
    assert find(tmp_path, {}) is None


@pytest.mark.parametrize(
    ("environment", "contact", "task", "user_agent"),
    [
        ({}, None, "", "paper-catalogue (no contact given)"),
        ({}, "mailto:a@example.org", "", "paper-catalogue (mailto:a@example.org)"),
        (ACTIONS, None, "", "paper-catalogue (+https://github.com/me/papers)"),
        (
            ACTIONS,
            "mailto:a@example.org",
            "link check",
            "paper-catalogue link check (+https://github.com/me/papers mailto:a@example.org)",
        ),
    ],
)
def test_servers_see_how_to_reach_the_sender(tmp_path, environment, contact, task, user_agent):
    assert build_user_agent(tmp_path, environment, contact, task) == user_agent
