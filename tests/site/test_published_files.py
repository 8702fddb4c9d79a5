"""Links and special files below the folders that MkDocs publishes."""

import os
import socket

import pytest

from generator.cli import main
from generator.model.errors import DataError
from generator.pipeline.make_pages import make_pages
from generator.pipeline.make_site import make_site
from generator.site.published_files import find_forbidden_files

# A link by its path, where it leads to, and the end of the message; nothing if it is allowed.
LINKS = {
    "a file outside": ("docs/leak.txt", "{outside}/secret", "not leave the repository"),
    "a relative path": ("docs/leak.txt", "../../outside/secret", "not leave the repository"),
    "a folder outside": ("docs/leak", "{outside}", "not leave the repository"),
    "a file of the system": ("docs/hosts.md", "/etc/hosts", "not leave the repository"),
    "a device": ("docs/zero.md", "/dev/zero", "not leave the repository"),
    "from the theme": ("overrides/partials/x.html", "{outside}/secret", "not leave the repository"),
    "a link to a link": ("docs/two.txt", "one.txt", "not leave the repository"),
    "the folder itself": ("docs", "{outside}", "not leave the repository"),
    "the configuration": ("mkdocs.yml", "{outside}/secret", "not leave the repository"),
    "git": ("docs/config.txt", "../.git/config", "not lead to a hidden file"),
    "a folder above": ("docs/up", "..", "lead to a plain file"),
    "a folder of the repository": ("docs/shared", "../overrides", "lead to a plain file"),
    "nothing": ("docs/none.md", "no-such-file", "and this one leads nowhere"),
    "itself": ("docs/self.md", "self.md", "and this one leads nowhere"),
    "the README": ("docs/readme.md", "../README.md", ""),
    "a page next to it": ("docs/copy.md", "guide/index.md", ""),
}  # fmt: skip


@pytest.fixture(name="root")
def catalogue_next_to_a_secret(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    for folder in (outside, root / "docs/guide", root / "overrides/partials", root / ".git"):
        folder.mkdir(parents=True)
    for path in (outside / "secret", root / "docs/guide/index.md", root / "README.md", root / ".git/config"):
        path.write_text("text")
    (root / "docs/one.txt").symlink_to(outside / "secret")
    return root


@pytest.mark.parametrize("case", LINKS)
def test_a_link_must_lead_to_a_file_of_the_repository(case, root):
    name, target, message = LINKS[case]
    if name != "docs/two.txt":
        (root / "docs/one.txt").unlink()
    path = root / name
    if path.is_dir():
        path.rename(root / "moved")
    path.symlink_to(target.format(outside=root.parent / "outside"))

    problems = {problem.path: problem.message for problem in find_forbidden_files(root)}

    assert problems.get(str(path), "").endswith(message)
    assert bool(problems) is bool(message)


def test_a_pipe_and_a_socket_are_refused(root, monkeypatch):
    (root / "docs/one.txt").unlink()
    os.mkfifo(root / "docs/pipe.md")
    monkeypatch.chdir(root / "docs")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
        problems = find_forbidden_files(root)

    assert [problem.path.rpartition("/")[2] for problem in problems] == ["pipe.md", "socket.md"]


def test_plain_files_are_allowed(root):
    (root / "docs/one.txt").unlink()

    assert find_forbidden_files(root) == ()


@pytest.mark.parametrize("make", [make_pages, make_site])
def test_nothing_is_written_while_there_is_a_link_that_leaves_the_repository(make, toys):
    (toys / "docs/leak.txt").symlink_to("/etc/hosts")

    with pytest.raises(DataError, match="must not leave the repository"):
        make(toys)
    assert not (toys / "docs/papers").exists()
    assert not (toys / "site").exists()


def test_lint_reports_a_link_that_leaves_the_repository(toys, capsys):
    (toys / "docs/leak.txt").symlink_to("/etc/hosts")

    assert main(["lint", "--root", str(toys)]) == 1
    assert f"{toys}/docs/leak.txt: a link must not leave the repository" in capsys.readouterr().out
