"""A run with nothing to do does nothing, and a run with anything to do does it all."""

import os
import shutil
from pathlib import Path

import pytest

from generator import pipeline
from generator.system import stamp

pytestmark = pytest.mark.slow

STUB = "data/curation/papers/2401.01234.yml"


@pytest.fixture(name="made")
def toys_with_pages(toys, monkeypatch):
    """The toy catalogue with its pages made, and a site that a stub of MkDocs builds."""
    monkeypatch.setattr(pipeline, "build_site", a_build)
    pipeline.make_site(toys)
    return toys


@pytest.fixture(name="reads")
def reading_counted(monkeypatch):
    """How often the catalogue is read, which only a run with work to do does."""
    reads = []
    read = pipeline.read_catalogue
    monkeypatch.setattr(
        pipeline, "read_catalogue", lambda root, *rest: reads.append(root) or read(root, *rest)
    )
    return reads


def a_build(root, slugs, *_, mkdocs_only):
    (root / "site").mkdir(exist_ok=True)
    for path in (root / "site").iterdir():
        path.unlink()
    (root / "site/index.html").write_text(f"{len(slugs)} papers")
    (root / "site/sitemap.xml").write_text(os.environ.get("SITE_URL", "nowhere"))


def test_pages_and_site_are_made_once(made, reads):
    pages = pipeline.make_pages(made)
    pipeline.make_site(made)

    assert reads == []
    assert (pages.added, pages.changed, pages.removed) == ((), (), ())
    assert pages.unchanged == sum(1 for path in (made / "docs").rglob("*") if path.is_file())


def write_same_size(path):
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b"x" + data[-1:])


def touched_back(path):
    """Another text of the same length, and the clock of the file turned back."""
    status = path.stat()
    write_same_size(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


OF_PAGES = {
    "a page is edited": lambda root: write_same_size(root / "docs/papers/2401.01234.md"),
    "a page is edited and looks old": lambda root: touched_back(root / "docs/papers/2401.01234.md"),
    "a page is gone": lambda root: (root / "docs/index.md").unlink(),
    "a stray page is there": lambda root: (root / "docs/papers/stray.md").write_text("stray"),
    "a page became a link": lambda root: (
        shutil.move(root / "docs/about.md", root / "about.md"),
        (root / "docs/about.md").symlink_to(root / "about.md"),
    ),
    "curation says more": lambda root: (root / STUB).write_text((root / STUB).read_text() + "\n# more\n"),
    "curation has one file less": lambda root: (root / STUB).unlink(),
    "settings changed": lambda root: append(root / "data/catalogue.yml", "# more\n"),
    "the store says something else": lambda root: replace(
        next((root / "data/feeds").rglob("2401.jsonl")), "Toy Caches", "Toy Towers"
    ),
    "the stamp is gone": lambda root: shutil.rmtree(root / ".cache"),
    "the stamps are no JSON": lambda root: [path.write_text("{") for path in (root / ".cache").iterdir()],
}
OF_SITE = {
    "the theme changed": lambda root: append(root / "overrides/assets/catalogue.css", "\n"),
    "the theme has a hidden icon": lambda root: (
        (root / "overrides/.icons").mkdir(),
        (root / "overrides/.icons/new.svg").write_text("<svg/>"),
    ),
    "settings of MkDocs changed": lambda root: append(root / "mkdocs.yml", "# more\n"),
    "a page of people's own is there": lambda root: (
        (root / "docs/project").mkdir(),
        (root / "docs/project/notes.md").write_text("# Notes"),
    ),
    "a built page is edited": lambda root: write_same_size(root / "site/index.html"),
    "a built page is gone": lambda root: (root / "site/index.html").unlink(),
    "a stray file is in the site": lambda root: (root / "site/stray.txt").write_text("stray"),
    "the site is gone": lambda root: shutil.rmtree(root / "site"),
}


def replace(path, old, new):
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def append(path, text):
    path.write_text(path.read_text() + text)


@pytest.mark.parametrize("disturb", OF_PAGES.values(), ids=OF_PAGES)
def test_pages_are_made_again_as_a_first_run_makes_them_if(made, reads, disturb):
    disturb(made)
    pipeline.make_pages(made)

    assert len(reads) == 1
    assert files(made / "docs") == files(first_run(made) / "docs")


@pytest.mark.parametrize("disturb", (OF_PAGES | OF_SITE).values(), ids=OF_PAGES | OF_SITE)
def test_the_site_is_built_again_if(made, reads, disturb):
    disturb(made)
    pipeline.make_site(made)

    assert len(reads) == 1
    assert sorted(files(made / "site")) == ["index.html", "sitemap.xml"]


def test_pages_are_made_again_where_the_repository_is_another(made, reads, monkeypatch):
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/else")
    pipeline.make_pages(made)

    assert len(reads) == 1
    assert "someone/else" in (made / "docs/papers/2401.01234.md").read_text()


def test_the_site_is_built_again_where_its_address_is_another(made, reads, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://papers.example/")
    pipeline.make_site(made)

    assert (made / "site/sitemap.xml").read_text() == "https://papers.example/"


@pytest.mark.parametrize("part", ["_PROGRAM", "distributions"])
def test_pages_are_made_again_by_another_program(made, reads, monkeypatch, tmp_path, part):
    monkeypatch.setattr(stamp, part, {"_PROGRAM": tmp_path, "distributions": tuple}[part])
    pipeline.make_pages(made)

    assert len(reads) == 1


def test_a_dry_run_says_what_it_would_do_and_stamps_nothing(made, reads):
    before = files(made / ".cache")
    (made / "docs/index.md").unlink()

    assert pipeline.make_pages(made, dry_run=True).added == ("index.md",)
    assert files(made / ".cache") == before


def test_nothing_is_stamped_that_was_made_while_its_data_changed(made, reads, monkeypatch):
    read = pipeline.read_catalogue
    append(made / STUB, "# one\n")
    monkeypatch.setattr(
        pipeline, "read_catalogue", lambda root, *rest: (read(root, *rest), append(root / STUB, "# two\n"))[0]
    )
    pipeline.make_pages(made)
    pipeline.make_pages(made)

    assert len(reads) == 2


@pytest.mark.parametrize("odd", [Path.symlink_to, lambda path, _: os.mkfifo(path)], ids=["link", "pipe"])
def test_of_links_and_pipes_nothing_is_read_and_nothing_known(tmp_path, odd):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plain").write_text("plain")
    plain = stamp.digest_contents([tmp_path / "data"])
    odd(tmp_path / "data/odd", tmp_path)

    assert plain
    assert stamp.digest_contents([tmp_path / "data"]) == ""
    assert not stamp.is_current(tmp_path, "pages", "", "")


def test_a_folder_that_cannot_hold_stamps_costs_only_time(toys):
    (toys / ".cache").write_text("in the way")

    assert pipeline.make_pages(toys).added
    assert pipeline.make_pages(toys).unchanged


def first_run(root):
    other = root.parent / "first"
    shutil.copytree(root / "data", other / "data")
    shutil.copy(root / "mkdocs.yml", other)
    pipeline.make_pages(other)
    return other


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
