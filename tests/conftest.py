"""What tests share: no network but loopback, the toy catalogue, and the option that rewrites goldens."""

import logging
import os
import shutil
import socket
import subprocess
import sys
from datetime import date

import pytest
import yaml
from hypothesis import settings

from generator.curation.read import read_settings
from generator.ingest.document_import import import_documents
from tests.catalogues import add_theme
from tests.paths import REPOSITORY, TOYS

pytest_plugins = ["tests.browser.fixtures"]

DOCUMENTS = ("first.atom.xml", "second.atom.xml", "journal.rss.xml")
LATER = date(2024, 6, 1)

# `make check` asks for fewer examples; `make test` for as many as each property deserves.
settings.register_profile("quick", max_examples=15, deadline=None)
settings.register_profile("thorough", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thorough"))

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


# What a catalogue of one's own has changed.
SHIPPED = "Computer Performance Papers"


def pytest_collection_modifyitems(config, items):
    """Leave out what looks at the shipped papers where these are no longer: in a catalogue of one's own."""
    title = yaml.safe_load((REPOSITORY / "data/catalogue.yml").read_text("utf-8"))["title"]
    if title != SHIPPED:
        config.hook.pytest_deselected(items=[item for item in items if _looks_at_shipped_papers(item)])
        items[:] = [item for item in items if not _looks_at_shipped_papers(item)]


def _looks_at_shipped_papers(item):
    """Whether a test asks for them, or is about them by the name of a parameter."""
    return "shipped_data" in item.fixturenames or "shipped" in item.name.partition("[")[2]


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="write goldens anew instead of comparing")


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Refuse every address but loopback, by an error that no library takes for a broken connection."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        assert self.family == socket.AF_UNIX or address[0] in _LOOPBACK, f"a test reached for {address}"
        return connect(self, address)

    def guarded_lookup(host, *arguments, **options):
        assert host in _LOOPBACK, f"a test looked up {host}"
        return lookup(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_repository():
    """Forget the run on GitHub Actions that these tests may be part of, and the site's address."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "GITHUB_SERVER_URL",
            "GITHUB_REPOSITORY",
            "GITHUB_REF_NAME",
            "GITHUB_BASE_REF",
            "SITE_URL",
        ):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def _no_handlers_left():
    """Take back what the command does to logging: its handler writes to a stream that ends with the test."""
    before = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers[:] = before


@pytest.fixture(scope="session", name="shipped_data")
def data_of_the_shipped_catalogue():
    """``data/`` as this project ships it; who asks for it is left out in a catalogue of one's own."""
    return REPOSITORY / "data"


@pytest.fixture(name="golden")
def golden_option(request):
    """Whether goldens are written anew."""
    return request.config.getoption("--golden")


@pytest.fixture(name="toys")
def toy_catalogue(tmp_path):
    """A copy of the toy catalogue, with its documents imported and all that a build needs."""
    root = tmp_path / "toys"
    shutil.copytree(TOYS, root)
    add_theme(root)
    for name in DOCUMENTS:
        import_documents(root, read_settings(root).feeds, [root / "documents" / name], None, LATER)
    return root


@pytest.fixture(scope="session", name="catalogue_command")
def run_catalogue():
    """Runs the ``catalogue`` command as a process of its own and returns what came of it."""

    def run(*arguments, cwd=REPOSITORY, environment=None):
        command = [sys.executable, "-m", "generator", *map(str, arguments)]
        env = {"PYTHONPATH": str(REPOSITORY), **(environment or {})}
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=env)

    return run
