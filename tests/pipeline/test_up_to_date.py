"""Pages and site are made again if, and only if, an input or an output has changed."""

import os
import shutil
from contextlib import nullcontext

import pytest

from generator.pipeline.make_pages import make_pages
from generator.pipeline.make_site import make_site
from generator.pipeline.read_catalogue import read_catalogue
from generator.system import digests
from tests.catalogues import read_tree

pytestmark = pytest.mark.slow

CURATION_FILE = "data/curation/papers/2401.01234.yml"


@pytest.fixture(name="made")
def toys_with_pages(toys, monkeypatch):
    """The toy catalogue with its pages, and a site built by a stub of MkDocs."""
    monkeypatch.setattr("generator.pipeline.make_site.start_build", nullcontext)
    monkeypatch.setattr("generator.pipeline.make_site.build_site", build_stub_site)
    make_site(toys)
    return toys


@pytest.fixture(name="reads")
def count_reads(monkeypatch):
    """A list with an entry for each time that the catalogue is read; a run without work does not read it."""
    reads = []

    def count_and_read(root, *arguments, **options):
        reads.append(root)
        return read_catalogue(root, *arguments, **options)

    for module in ("make_pages", "make_site"):
        monkeypatch.setattr(f"generator.pipeline.{module}.read_catalogue", count_and_read)
    return reads


def build_stub_site(root, facts, *_, **__):
    (root / "site").mkdir(exist_ok=True)
    for path in (root / "site").iterdir():
        path.unlink()
    (root / "site/index.html").write_text(f"{len(facts.slugs)} papers")
    (root / "site/sitemap.xml").write_text(os.environ.get("SITE_URL", "nowhere"))
    return digests.digest_folder_listing(root / "site")


def test_nothing_is_made_twice(made, reads):
    pages = make_pages(made)
    make_site(made)

    assert reads == []
    assert (pages.added, pages.changed, pages.removed) == ((), (), ())
    assert pages.unchanged == sum(1 for path in (made / "docs").rglob("*") if path.is_file())


def write_same_size(path):
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b"x" + data[-1:])


def write_same_size_and_time(path):
    """Write a text of the same length, and restore the modification time."""
    status = path.stat()
    write_same_size(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


PAGE_CHANGES = {
    "a page is edited": lambda root: write_same_size(root / "docs/papers/2401.01234.md"),
    "a page is edited and its time restored": lambda root: write_same_size_and_time(
        root / "docs/papers/2401.01234.md"
    ),
    "a page is removed": lambda root: (root / "docs/index.md").unlink(),
    "a stray page is added": lambda root: (root / "docs/papers/stray.md").write_text("stray"),
    "a page becomes a symlink": lambda root: (
        shutil.move(root / "docs/about.md", root / "about.md"),
        (root / "docs/about.md").symlink_to(root / "about.md"),
    ),
    "a curation file has another comment": lambda root: append(root / CURATION_FILE, "\n# more\n"),
    "a curation file is removed": lambda root: (root / CURATION_FILE).unlink(),
    "the settings change": lambda root: append(root / "data/catalogue.yml", "# more\n"),
    "a stored paper changes": lambda root: replace(
        next((root / "data/feeds").rglob("2401.jsonl")), "Toy Caches", "Toy Towers"
    ),
    "the kept digests are removed": lambda root: shutil.rmtree(root / ".cache"),
    "the kept digests are damaged": lambda root: [
        path.write_text("{") for path in (root / ".cache").iterdir()
    ],
}
SITE_CHANGES = {
    "the theme changes": lambda root: append(root / "overrides/assets/catalogue.css", "\n"),
    "the theme gets an icon in a hidden folder": lambda root: (
        (root / "overrides/.icons").mkdir(),
        (root / "overrides/.icons/new.svg").write_text("<svg/>"),
    ),
    "the settings of MkDocs change": lambda root: append(root / "mkdocs.yml", "# more\n"),
    "a hand-written page is added": lambda root: (
        (root / "docs/project").mkdir(),
        (root / "docs/project/notes.md").write_text("# Notes"),
    ),
    "a built page is edited": lambda root: write_same_size(root / "site/index.html"),
    "a built page is removed": lambda root: (root / "site/index.html").unlink(),
    "a stray file is added to the site": lambda root: (root / "site/stray.txt").write_text("stray"),
    "the site is removed": lambda root: shutil.rmtree(root / "site"),
}


def replace(path, old, new):
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def append(path, text):
    path.write_text(path.read_text() + text)


@pytest.mark.parametrize("disturb", PAGE_CHANGES.values(), ids=PAGE_CHANGES)
def test_pages_are_made_again_if(made, reads, disturb):
    disturb(made)
    make_pages(made)

    assert len(reads) == 1
    assert read_tree(made / "docs") == read_tree(make_first_pages(made) / "docs")


@pytest.mark.parametrize("disturb", (PAGE_CHANGES | SITE_CHANGES).values(), ids=PAGE_CHANGES | SITE_CHANGES)
def test_the_site_is_built_again_if(made, reads, disturb):
    disturb(made)
    make_site(made)

    assert len(reads) == 1
    assert sorted(read_tree(made / "site")) == ["index.html", "sitemap.xml"]


def test_a_site_with_unknown_inputs_is_always_built_again(made, reads):
    (made / "link").symlink_to("mkdocs.yml")  # files next to mkdocs.yml are inputs; a link is not read
    make_site(made)
    make_site(made)

    assert len(reads) == 2


def test_pages_are_made_again_if_the_repository_differs(made, reads, monkeypatch):
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/else")
    make_pages(made)

    assert len(reads) == 1
    assert "someone/else" in (made / "docs/papers/2401.01234.md").read_text()


def test_the_site_is_built_again_if_its_address_differs(made, reads, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://papers.example/")
    make_site(made)

    assert (made / "site/sitemap.xml").read_text() == "https://papers.example/"


@pytest.mark.parametrize("part", ["_PROGRAM", "distributions"])
def test_pages_are_made_again_if_the_program_differs(made, reads, monkeypatch, tmp_path, part):
    # Another process, which has computed no digest yet.
    monkeypatch.setattr(digests, "digest_program", digests.digest_program.__wrapped__)
    make_pages(made)
    assert reads == []

    monkeypatch.setattr(digests, part, {"_PROGRAM": tmp_path, "distributions": tuple}[part])
    make_pages(made)

    assert len(reads) == 1


def test_a_dry_run_keeps_nothing(made, reads):
    before = read_tree(made / ".cache")
    (made / "docs/index.md").unlink()

    assert make_pages(made, dry_run=True).added == ("index.md",)
    assert read_tree(made / ".cache") == before


def test_pages_are_not_up_to_date_if_the_data_changed_meanwhile(made, reads, monkeypatch):
    append(made / CURATION_FILE, "# one\n")

    def read_and_change_data(root, *arguments, **options):
        reads.append(root)
        catalogue = read_catalogue(root, *arguments, **options)
        append(root / CURATION_FILE, "# two\n")
        return catalogue

    monkeypatch.setattr("generator.pipeline.make_pages.read_catalogue", read_and_change_data)
    make_pages(made)
    make_pages(made)

    assert len(reads) == 2


def test_a_cache_that_cannot_be_written_costs_only_time(toys):
    (toys / ".cache").write_text("in the way")

    assert make_pages(toys).added
    assert make_pages(toys).unchanged


def make_first_pages(root):
    other = root.parent / "first"
    shutil.copytree(root / "data", other / "data")
    shutil.copy(root / "mkdocs.yml", other)
    make_pages(other)
    return other
