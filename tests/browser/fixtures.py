"""Fixtures for a real browser: the shipped catalogue and the toy one, built and served on loopback.

Both are built as GitHub Actions builds them, with a repository known, and so with all links to the editor.
"""

import pytest

from tests.catalogues import add_theme, copy_data
from tests.chromium import find
from tests.paths import DATA
from tests.servers import serve_folder

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # needed as root, as continuous integration often is
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ON_GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "someone/their-papers"}
_TIMEOUT = 60_000  # milliseconds; a busy machine is slow, and a test that passes does not wait this long
SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Adds up by how much the page moves. Pages show again what they hide until results arrive, if these take five
# seconds; a busy machine may be as slow, and then this would be a move.
WATCH_LAYOUT = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
const later = window.setTimeout;
window.setTimeout = (act, pause, ...values) => pause === 5000 ? 0 : later(act, pause, ...values);"""
# The form of a list saves the scroll position in the browser's history; returns it, once that is done.
WAIT_FOR_MEMORY = """() => new Promise((resolve) => {
  const look = () => history.state?.scrollY === scrollY ? resolve(scrollY) : requestAnimationFrame(look);
  look();
})"""


@pytest.fixture(scope="session", name="shipped_site")
def built_shipped_catalogue(tmp_path_factory, catalogue_command, shipped_data):
    """The shipped catalogue's site, built from a copy: its address and its folder."""
    root = tmp_path_factory.mktemp("shipped")
    copy_data(root, shipped_data)
    add_theme(root)
    yield from _built_and_served(root, catalogue_command)


@pytest.fixture(scope="session", name="site")
def shipped_site_address(shipped_site):
    return shipped_site[0]


@pytest.fixture(scope="session", name="site_folder")
def shipped_site_folder(shipped_site):
    return shipped_site[1]


@pytest.fixture(scope="session", name="site_of_a_later_day")
def built_catalogue_of_a_later_day(tmp_path_factory, catalogue_command, shipped_data):
    """The shipped catalogue on the day after its first, which brought half of the papers: its address."""
    root = tmp_path_factory.mktemp("later")
    copy_data(root, shipped_data)
    add_theme(root)
    first_day, later_day = '"first_seen":"2026-03-24"', '"first_seen":"2026-03-25"'
    for path in root.glob("data/feeds/*/26*.jsonl"):
        path.write_text(path.read_text().replace(first_day, later_day))
    for address, _ in _built_and_served(root, catalogue_command):
        yield address


@pytest.fixture(name="built_toys")
def built_toy_catalogue(toys, catalogue_command):
    yield from _built_and_served(toys, catalogue_command)


@pytest.fixture(name="toy_site")
def toy_site_address(built_toys):
    return built_toys[0]


@pytest.fixture(name="toy_site_folder")
def toy_site_folder_of(built_toys):
    return built_toys[1]


@pytest.fixture(name="renamed_site")
def built_catalogue_with_former_ids(tmp_path, catalogue_command):
    """The site of a catalogue in which papers have got other ids: its address."""
    copy_data(tmp_path, DATA / "former_ids/data")
    add_theme(tmp_path)
    for address, _ in _built_and_served(tmp_path, catalogue_command):
        yield address


def _built_and_served(root, catalogue_command):
    """Build the site with the address at which it is served."""
    with serve_folder(root / "site") as server:
        environment = {**ON_GITHUB, "SITE_URL": server.address}
        result = catalogue_command("site", "--root", root, environment=environment)
        assert result.returncode == 0, result.stderr
        yield server.address, root / "site"


@pytest.fixture(scope="module", name="browser")
def headless_chromium():
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - quick tests need no browser

    expect.set_options(timeout=_TIMEOUT)
    path = find()
    assert path, "the browser tests need Chromium; `make test` installs it or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(name="open_page")
def page_opener(browser, site):
    """Opens pages, and fails the test if one of them errs or asks another host for anything.

    A test names a site of its own before this, so that it is served until its pages are closed.
    """
    contexts, complaints = [], []

    def complain(kind, text):
        complaints.append(f"{kind}: {text}")

    def open_page(address="", base=site, **options):
        context = browser.new_context(**options)
        context.set_default_timeout(_TIMEOUT)
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
