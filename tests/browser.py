"""Fixtures for a real browser: the shipped catalogue and the toy one, built and served on loopback."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.chromium import find

REPOSITORY = Path(__file__).parent.parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # needed as root, as continuous integration often is
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="session", name="site")
def shipped_site(tmp_path_factory, catalogue_command):
    """The address of the shipped catalogue, built from a copy and served on loopback."""
    root = tmp_path_factory.mktemp("shipped")
    for name in ("data", "overrides"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    (root / "docs").mkdir()
    yield from _built_and_served(root, catalogue_command)


def _built_and_served(root, catalogue_command):
    result = catalogue_command("site", "--root", root)
    assert result.returncode == 0, result.stderr
    handler = functools.partial(Quiet, directory=str(root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module", name="browser")
def headless_chromium():
    path = find()
    assert path, "the browser tests need Chromium; `make test` installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(name="open_page")
def page_opener(browser, site):
    """Opens pages, and fails the test if one of them errs or asks another host for anything."""
    contexts, complaints = [], []

    def complain(kind, text):
        complaints.append(f"{kind}: {text}")

    def open_page(address="", base=site, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complain("console", said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complain("script", str(error)))
        page.on("dialog", lambda dialog: (complain("dialog", dialog.message), dialog.dismiss()))
        page.on(
            "request", lambda asked: None if asked.url.startswith(base) else complain("foreign", asked.url)
        )
        page.goto(base + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(name="toy_site")
def toy_site_address(toys, catalogue_command):
    yield from _built_and_served(toys, catalogue_command)
