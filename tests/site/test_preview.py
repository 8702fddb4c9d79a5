"""The preview of `catalogue serve` has the files of the built site, and tells which pages have changed."""

import json
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from generator.pipeline.make_pages import make_pages
from generator.pipeline.read_catalogue import read_catalogue
from generator.site.build import build_mkdocs_environment, build_site, select_facts
from generator.site.mkdocs_reference import MkDocsSite
from generator.site.page_writer import PageWriter
from generator.site.preview import Preview
from generator.site.preview_server import PreviewServer
from generator.system.processes import Processes
from tests.catalogues import read_tree

pytestmark = pytest.mark.slow

HOST = "http://127.0.0.1:8000/"
PAGE, SUMMARY = "docs/papers/2404.00005.md", "A sentence of its own."


@pytest.fixture(name="root")
def toys_with_pages(toys, monkeypatch):
    for name, value in build_mkdocs_environment("en").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SITE_URL", HOST)
    make_pages(toys, processes=1)
    (toys / "docs/guide").mkdir()
    (toys / "docs/guide/first.md").write_text("# First steps\n\nWith a [link](../papers/index.md).\n")
    (toys / "docs/guide/data.txt").write_text("data")
    return toys


@pytest.fixture(name="preview")
def preview_of_toys(root, tmp_path_factory):
    return Preview(root, HOST, tmp_path_factory.mktemp("preview"))


def make_all(preview, names):
    return {name: preview.make(name) for name in names}


def test_every_file_is_that_of_the_built_site(root, preview, monkeypatch):
    catalogue = read_catalogue(root, 1)
    build_site(root, select_facts(catalogue), Processes(1))
    site = {name: data for name, data in read_tree(root / "site").items() if name != "sitemap.xml.gz"}

    assert make_all(preview, site) == site
    assert make_all(preview, reversed(site)) == site
    assert all(preview.has(name) for name in site.keys() - preview_templates(preview))
    assert not any(b"/.preview/" in data for data in site.values())
    assert preview.make("nothing.html") is None
    assert preview.make("../mkdocs.yml") is None


def test_the_sitemap_needs_no_page_to_be_rendered(preview, monkeypatch):
    monkeypatch.setattr(MkDocsSite, "render", None)

    assert f"{HOST}papers/2404.00005/</loc>".encode() in preview.make("sitemap.xml")


def preview_templates(preview):
    return {name for name in ("404.html", "sitemap.xml") if preview.make(name)}


def append(path, text):
    path.write_text(path.read_text() + text)


# Changes of files, and the page that shows them.
CHANGES = {
    "a page": (lambda root: append(root / PAGE, SUMMARY), PAGE, "papers/2404.00005/index.html"),
    "a page in the navigation": (
        lambda root: append(root / "docs/about.md", SUMMARY),
        "docs/about.md",
        "about/index.html",
    ),
    "the title of a page in the navigation": (
        lambda root: (root / "docs/about.md").write_text(f'---\ntitle: "{SUMMARY}"\n---\n\nText.\n'),
        "docs/about.md",
        "papers/2404.00005/index.html",
    ),
    "a page by hand": (
        lambda root: append(root / "docs/guide/first.md", SUMMARY),
        "docs/guide/first.md",
        "guide/first/index.html",
    ),
    "a new page": (
        lambda root: (root / "docs/guide/second.md").write_text(f"# Two\n\n{SUMMARY}\n"),
        "docs/guide/second.md",
        "guide/second/index.html",
    ),
    "a renamed folder": (
        lambda root: (
            (root / "docs/guide").rename(root / "docs/manual")
            and append(root / "docs/manual/first.md", SUMMARY)
        ),
        "docs/manual",
        "manual/first/index.html",
    ),
    "the theme": (
        lambda root: append(root / "overrides/partials/footer.html", SUMMARY),
        "overrides/partials/footer.html",
        "papers/2404.00005/index.html",
    ),
    "a setting": (
        lambda root: append(root / "mkdocs.yml", f'\ncopyright: "{SUMMARY}"\nextra_css: []\n'),
        "mkdocs.yml",
        None,
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_after_an_update_files_are_those_of_a_new_preview(root, preview, tmp_path_factory, case):
    change, path, name = CHANGES[case]
    change(root)
    preview.update({path})
    fresh = Preview(root, HOST, tmp_path_factory.mktemp("fresh"))
    names = {f"{page}/index.html" for page in ("papers/2404.00005", "about", "guide/first", "guide/second")}
    names |= {"index.html", "404.html", "sitemap.xml", "manual/first/index.html", "guide/data.txt"}

    assert make_all(preview, names) == make_all(fresh, names)
    assert name is None or SUMMARY.encode() in preview.make(name)


def test_a_site_with_plugins_is_built_by_mkdocs(root, preview):
    path = root / "mkdocs.yml"
    path.write_text(path.read_text().replace("plugins: []", "plugins: [search]"))
    preview.update({"mkdocs.yml"})

    assert b"2404.00005" in preview.make("search/search_index.json")
    append(root / PAGE, SUMMARY)
    preview.update({PAGE})
    assert SUMMARY.encode() in preview.make("papers/2404.00005/index.html")


def test_a_site_can_be_below_a_path(root, preview, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://someone.example/papers/")
    preview.update({"mkdocs.yml"})

    assert preview.mount_path == "/papers/"
    assert f'href="{HOST}papers/about/"'.encode() in preview.make("about/index.html")


# --- the server ------------------------------------------------------------------------------------------


@pytest.fixture(name="server")
def server_of_preview(preview):
    with PreviewServer(0) as server:
        server.start(preview)
        yield server


def read(server, path):
    try:
        with urlopen(f"http://127.0.0.1:{server.server_port}{path}") as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def read_state(server, path="/papers/2404.00005/", version=""):
    return json.loads(read(server, f"/.preview/state?path={quote(path)}&version={version}")[1])


def test_pages_have_the_script_and_other_files_do_not(server, preview):
    script = '<script src="/.preview/reload.js"></script>\n'

    assert read(server, "/about/") == (200, preview.make("about/index.html").decode() + script)
    assert read(server, "/about") == read(server, "/about/")
    assert read(server, "/nowhere/") == (404, preview.make("404.html").decode() + script)
    assert read(server, "/guide/data.txt") == (200, "data")
    assert "location.reload" in read(server, "/.preview/reload.js")[1]


def test_only_pages_that_changed_have_another_digest(root, server):
    paths = ("/papers/2404.00005/", "/about/", "/nowhere/", "/guide/data.txt")
    before = {path: read_state(server, path)["digest"] for path in paths}
    append(root / PAGE, SUMMARY)
    server.update({PAGE}, [])
    after = {path: read_state(server, path)["digest"] for path in paths}

    assert [path for path in paths if before[path] != after[path]] == ["/papers/2404.00005/"]
    server.update({"overrides/assets/catalogue.css"}, [])
    assert all(read_state(server, path)["digest"] != after[path] for path in paths)


def test_problems_are_shown_until_they_are_gone(root, server, preview):
    good = preview.make("papers/2404.00005/index.html")
    before = read_state(server)
    server.update((), ["topics.yml:1:1: wrong"])
    during = read_state(server, version=before["version"])
    server.update((), [])
    after = read_state(server, version=during["version"])

    assert [state["problems"] for state in (before, during, after)] == [[], ["topics.yml:1:1: wrong"], []]
    assert len({state["digest"] for state in (before, during, after)}) == 1
    assert good.decode() in read(server, "/papers/2404.00005/")[1]


def test_a_template_with_an_error_leaves_the_last_good_page(root, server, caplog):
    page = read(server, "/about/")
    digest = read_state(server, "/about/")["digest"]
    path = root / "overrides/partials/footer.html"
    text = path.read_text()
    path.write_text("{% if %}")
    [problem] = server.update({"overrides/partials/footer.html"}, []) or [""]
    broken = read_state(server, "/about/")

    assert problem == ""
    assert "about/index.html: TemplateSyntaxError" in broken["problems"][0]
    assert read(server, "/about/") == page
    path.write_text(text)
    server.update({"overrides/partials/footer.html"}, [])
    repaired = read_state(server, "/about/")
    assert repaired["problems"] == []
    assert repaired["digest"] != digest


def test_settings_that_are_not_valid_leave_the_last_good_site(root, server):
    page = read(server, "/about/")
    path = root / "mkdocs.yml"
    text = path.read_text()
    path.write_text(text.replace("site_name:", "site_nam:"))
    problems = server.update({"mkdocs.yml"}, [])

    assert problems
    assert read_state(server, "/about/")["problems"] == list(problems)
    assert server.update({PAGE}, []) == problems
    assert read(server, "/about/") == page
    path.write_text(text)
    assert server.update({"mkdocs.yml"}, []) == []


def test_an_error_that_nobody_expects_is_shown_and_leaves_the_last_good_site(root, server):
    page = read(server, "/about/")
    path = root / "overrides/notes.html"
    path.write_bytes(b"\xff")
    problems = server.update({"overrides/notes.html"}, [])

    assert problems[0].startswith("UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff")
    assert read_state(server, "/about/")["problems"] == list(problems)
    assert read(server, "/about/") == page
    path.unlink()
    assert server.update({"overrides/notes.html"}, []) == []


# --- the process that writes the pages -------------------------------------------------------------------


@pytest.fixture(name="writer")
def page_writer(root):
    writer = PageWriter(root)
    yield writer
    writer.stop()


def test_the_process_answers_again_and_again(root, writer):
    path = root / "data/curation/papers/2404.00005.yml"
    assert writer.write_pages().problems == []
    path.write_text(f"summary: {SUMMARY}\n")
    assert "papers/2404.00005.md" in writer.write_pages().changed
    path.write_text("summary: [\n")
    [problem] = writer.write_pages().problems
    assert problem.startswith(f"{path}:2:1:")
    path.unlink()
    assert "papers/2404.00005.md" in writer.write_pages().changed


def test_a_process_that_died_is_started_again(writer):
    writer.write_pages()
    writer._process.kill()  # noqa: SLF001 - as the system does when memory is short
    writer._process.wait()  # noqa: SLF001

    assert "the program failed" in writer.write_pages().problems[0]
    assert writer.write_pages().problems == []
