"""A page that has the search engine of the site alone."""

import shutil
from contextlib import contextmanager

from generator.publish.pages.all_pages import make_search_index
from generator.publish.prepare_site import prepare_site
from tests.paths import REPOSITORY
from tests.servers import serve_folder


@contextmanager
def open_engine(browser, root, catalogue):
    """Open a page that has the site's scripts and the index of a catalogue, and nothing else.

    Args:
        browser: The browser.
        root: An empty folder for the files.
        catalogue: The catalogue that is searched.
    """
    shutil.copytree(REPOSITORY / "overrides/assets", root / "assets")
    for page in make_search_index(prepare_site(catalogue)):
        path = root / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text)
    (root / "index.html").write_text("<!doctype html><title>Engine</title>")
    with serve_folder(root) as server:
        page = browser.new_page()
        page.goto(server.address)
        yield page
        page.close()
