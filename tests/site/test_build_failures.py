"""Building a site when the disk is full, another run is building it, or a template has an error."""

import os
import re
import subprocess
import sys
import threading
import time

import pytest

from generator.pipeline.make_pages import hold_build_lock, make_pages
from tests.catalogues import read_tree
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow


def start_build(root, *options, largest_file="unlimited"):
    """Start ``catalogue site`` in a process that cannot write files larger than so many half kilobytes.

    It writes no compiled modules: Python 3.11 stores a truncated one when the limit ends the write, and the
    next process cannot import it (https://github.com/python/cpython/issues/126606).
    """
    command = [sys.executable, "-m", "generator", "site", "--root", str(root), *options]
    command = ["sh", "-c", 'ulimit -f "$0" && exec "$@"', largest_file, *command]
    return subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("options", [(), ("--plain",), ("--jobs", "2")], ids=["fast", "plain", "processes"])
@pytest.mark.parametrize("largest_file", ["20", "100"])
def test_a_disk_on_which_a_file_cannot_be_written_is_an_environment_failure(largest_file, options, toys):
    make_pages(toys)
    (toys / "site").mkdir()
    (toys / "site/old.html").write_text("old")

    build = start_build(toys, *options, largest_file=largest_file)
    _, errors = build.communicate()

    assert (build.returncode, "Traceback" in errors) == (3, False)
    last_line = errors.splitlines()[-1]
    assert last_line == (
        f"catalogue site: cannot write {toys}/site: File too large; the previous site is left in place"
    )
    assert read_tree(toys / "site") == {"old.html": b"old"}


@pytest.mark.parametrize("name", ["site", ".site-new", ".site.old"])
@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_link_or_a_file_with_the_name_of_a_folder_of_the_site(toys, tmp_path, name, kind):
    web = tmp_path / "web"
    web.mkdir()
    (web / "index.html").write_text("published")
    path = toys / name
    path.symlink_to(web) if kind == "link" else path.write_text("text")

    for _ in range(2):
        build = start_build(toys)
        errors = build.communicate()[1]
        if name == "site":
            assert build.returncode == 3
            assert errors.splitlines()[-1] == (
                f"catalogue site: cannot write {path}: it must be a folder, not a link or a file; remove it"
            )
            assert path.is_symlink() == (kind == "link")
            path.unlink()
            name = ""
        else:
            assert build.returncode == 0, errors
            assert (toys / "site/index.html").is_file()
    assert not (toys / "site").is_symlink()
    assert read_tree(web) == {"index.html": b"published"}


def test_two_builds_at_once_take_turns(toys):
    builds = [start_build(toys), start_build(toys)]
    errors = [build.communicate()[1] for build in builds]

    assert [build.returncode for build in builds] == [0, 0], errors
    assert sum("waiting until another run has finished" in text for text in errors) <= 1
    assert (toys / "site/index.html").is_file()


def test_pages_wait_for_a_build(toys, caplog):
    with hold_build_lock(toys):
        pages = threading.Thread(target=make_pages, args=(toys,))
        pages.start()
        while "waiting until another run has finished" not in caplog.text:
            assert pages.is_alive()
            time.sleep(0.001)
        assert not (toys / "docs/papers").exists()
    pages.join()

    assert (toys / "docs/papers").is_dir()


PLUGINS = "\nplugins: [search]\n"  # MkDocs builds such a site alone


@pytest.mark.parametrize(
    ("template", "error", "message", "made", "settings"),
    [
        ("paper.html", '{% include "none.html" %}', "TemplateNotFound: 'none.html' ", r"papers/\S+\.md", ""),
        ("list.html", "{{ nav.none.none }}", "UndefinedError: ", r"\S+\.md", ""),
        ("404.html", "{{ 1 / 0 }}", "ZeroDivisionError: division by zero", r"404\.html", ""),
        ("sitemap.xml", "{% if %}", "TemplateSyntaxError: ", r"sitemap\.xml", ""),
        ("404.html", '{% include "none.html" %}', "TemplateNotFound: 'none.html' ", "the site", PLUGINS),
    ],
)
def test_an_error_in_a_template_is_reported_with_its_line(template, error, message, made, settings, toys):
    path = toys / "overrides" / template
    lines = path.read_text().splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith(("{% block", "<urlset")))
    lines[number] += error
    path.write_text("\n".join(lines))
    with (toys / "mkdocs.yml").open("a") as file:
        file.write(settings)
    make_pages(toys)

    build = start_build(toys)
    _, errors = build.communicate()

    place = re.escape(f"{path}:{number + 1}: {message}")
    assert re.search(rf"^{place}.*, when {made} was made$", errors, re.MULTILINE), errors
    assert (build.returncode, "Traceback" in errors) == (1, False)
