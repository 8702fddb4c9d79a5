"""Fixtures for tests of fetching."""

import functools
import shutil
from contextlib import contextmanager

import pytest

from generator.ingest import arxiv_api as api
from generator.ingest import arxiv_history, fetch_context
from generator.ingest.feed_client import FeedClient
from tests.ingest.fetch_world import HEADERS, SETTINGS, World, make_records, read_publisher
from tests.scripted_arxiv import FakeClock, ScriptedArxiv, read_corpus, serve_hosts


@contextmanager
def open_world(root):
    """A world in which pages are small."""
    clock = FakeClock()
    (root / "data").mkdir()
    with pytest.MonkeyPatch.context() as patch, ScriptedArxiv(monotonic=clock.monotonic) as server:
        for name, value in {"DAILY_PAGE_SIZE": 20, "MAX_PAGE_SIZE": 30, "PAGE_OVERLAP": 3}.items():
            patch.setattr(api, name, value)
        patch.setattr(arxiv_history, "HISTORY_PAGE_SIZE", 20)
        for module in (api, arxiv_history):
            patch.setattr(module, "MAX_OFFSET", 60)
        yield World(root, server, clock)


@pytest.fixture(name="world")
def world_with_small_pages(tmp_path):
    with open_world(tmp_path) as world:
        yield world


@pytest.fixture(scope="session", name="thirty_papers")
def data_of_thirty_fetched_papers(tmp_path_factory):
    with open_world(tmp_path_factory.mktemp("thirty")) as world:
        world.server.records = make_records(30)
        assert world.daily().failure == ""
        return world.root / "data"


@pytest.fixture(name="fetched")
def world_with_thirty_fetched_and_five_new_papers(world, thirty_papers):
    shutil.copytree(thirty_papers, world.root / "data", dirs_exist_ok=True)
    world.check()
    world.server.records = make_records(35)
    return world


@pytest.fixture(name="new")
def world_with_fifty_new_papers(world):
    """Reading them takes three pages, each of which begins three entries before the end of the last one."""
    world.server.records = make_records(50, hours=6)
    return world


@pytest.fixture(name="hosted")
def world_with_hosts(world):
    """A world in which three hosts are the scripted server, and one has a journal's feed."""
    serve_hosts(world.client, world.server, "feeds.example.org", "www.example.com", "rss.arxiv.org")
    world.server.pages["/journal"] = (HEADERS, read_publisher("pub-oup.xml"))
    return world


@pytest.fixture(name="announcing")
def world_in_which_arxiv_announces_papers(hosted):
    hosted.server.records = read_corpus()
    hosted.server.pages["/rss/cs.PF"] = (HEADERS, read_publisher("rss-cs.PF.xml"))
    return hosted


@pytest.fixture(name="catalogue")
def catalogue_with_a_server(tmp_path, monkeypatch):
    """A world whose server the command talks to, on the fake clock."""
    clock = FakeClock()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/catalogue.yml").write_text(SETTINGS)
    monkeypatch.setattr(fetch_context, "FeedClient", functools.partial(FeedClient, clock=clock))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    with ScriptedArxiv(make_records(35), monotonic=clock.monotonic) as server:
        monkeypatch.setenv("CATALOGUE_ARXIV_ENDPOINT", server.endpoint)
        world = World(tmp_path, server, clock)
        yield world
        world.check()
