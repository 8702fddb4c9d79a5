"""In a browser, a page of `catalogue serve` loads itself again when it has changed, and shows problems."""

import pytest
from playwright.sync_api import expect

from generator.pipeline.make_pages import make_pages
from generator.site.build import build_mkdocs_environment
from generator.site.preview import Preview
from generator.site.preview_server import PreviewServer

pytestmark = pytest.mark.slow

SUMMARY = "A sentence of its own."
PROBLEMS = ["data/curation/topics.yml:1:1: <b>wrong</b>", "data/curation/venues.yml:2:1: also wrong"]


@pytest.fixture(name="server")
def served_toys(toys, tmp_path_factory, monkeypatch):
    with PreviewServer(0) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        for name, value in {**build_mkdocs_environment("en"), "SITE_URL": url}.items():
            monkeypatch.setenv(name, value)
        make_pages(toys, processes=1)
        server.start(Preview(toys, url, tmp_path_factory.mktemp("preview")))
        yield server


@pytest.fixture(name="open_preview")
def page_opener(browser, server):
    """Opens pages, and counts how often each was loaded."""
    contexts, complaints = [], []

    def open_preview(path):
        context = browser.new_context()
        contexts.append(context)
        page, loads = context.new_page(), []
        page.on("load", lambda loaded: loads.append(loaded.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        with page.expect_response(lambda answer: "/.preview/state" in answer.url):
            page.goto(f"http://127.0.0.1:{server.server_port}{path}")
        return page, loads

    yield open_preview
    for context in contexts:
        context.close()
    assert complaints == []  # such as of a script that the policy of the page forbids


def test_only_the_open_page_that_changed_is_loaded_again(toys, server, open_preview):
    page, loads = open_preview("/papers/2404.00005/")
    other_page, other_loads = open_preview("/about/")
    path = toys / "docs/papers/2404.00005.md"
    path.write_text(f"{path.read_text()}\n{SUMMARY}\n")
    server.update({"docs/papers/2404.00005.md"}, [])

    expect(page.get_by_text(SUMMARY)).to_be_visible()
    page.wait_for_load_state()
    server.update((), PROBLEMS)  # the other page is up to date when it shows them
    expect(other_page.get_by_role("alert")).to_be_visible()
    assert (len(loads), len(other_loads)) == (2, 1)


def test_problems_are_a_bar_over_the_last_good_page(server, open_preview):
    page, loads = open_preview("/papers/2404.00005/")
    bar, heading = page.get_by_role("alert"), page.get_by_role("heading", level=1)
    server.update((), PROBLEMS)

    expect(bar).to_contain_text(PROBLEMS[0])
    expect(bar).to_contain_text(PROBLEMS[1])
    expect(heading).to_be_visible()
    page.reload()
    expect(bar).to_contain_text(PROBLEMS[0])
    server.update((), [])
    expect(bar).to_have_count(0)
    assert len(loads) == 2  # the one above included
