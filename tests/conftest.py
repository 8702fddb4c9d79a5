"""Fixtures of all tests: no network but loopback, the toy catalogue, and the option that rewrites goldens."""

import gc
import logging
import os
import shutil
import socket
import subprocess
import sys

import pytest
import yaml
from hypothesis import settings

from tests.paths import REPOSITORY

pytest_plugins = ["tests.browser.fixtures"]

# `make check` runs properties with few examples, `make test` with as many as each property needs. Both run
# the same ones each time, so that no change fails for what another one did. `make explore` runs many others.
settings.register_profile("quick", max_examples=15, deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None, derandomize=True)
settings.register_profile("explore", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thorough"))

SHIPPED_TITLE = "Computer Performance Papers"  # a new catalogue has another one
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_GITHUB_VARIABLES = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_REF_NAME", "GITHUB_BASE_REF")


@pytest.hookimpl(tryfirst=True)  # before pytest selects tests by their marks
def pytest_collection_modifyitems(config, items):
    """Mark the tests of the shipped papers; deselect them in a new catalogue, which does not have them."""
    for item in filter(_needs_shipped_papers, items):
        item.add_marker("shipped")
    title = yaml.safe_load((REPOSITORY / "data/catalogue.yml").read_text("utf-8"))["title"]
    if title != SHIPPED_TITLE:
        config.hook.pytest_deselected(items=[item for item in items if _needs_shipped_papers(item)])
        items[:] = [item for item in items if not _needs_shipped_papers(item)]


def pytest_collection_finish():
    """Collect garbage rarely, and not among modules and collected tests: quick tests take 15 % less time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _needs_shipped_papers(item):
    """Whether a test uses the fixture of the shipped papers, or has a parameter that names them."""
    return "shipped_data" in item.fixturenames or "shipped" in item.name.partition("[")[2]


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="rewrite goldens instead of comparing with them")


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Refuse every address but loopback, with an error that no library treats as a broken connection."""
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        assert self.family == socket.AF_UNIX or address[0] in _LOOPBACK, f"a test connected to {address}"
        return connect(self, address)

    def guarded_getaddrinfo(host, *arguments, **options):
        assert host in _LOOPBACK, f"a test looked up {host}"
        return getaddrinfo(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_repository():
    """Remove the variables of GitHub Actions, which may run these tests, and the address of the site."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (*_GITHUB_VARIABLES, "SITE_URL"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_disk():
    """Do not wait for the disk; what a power cut leaves behind is tested with the store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


@pytest.fixture(autouse=True)
def _restore_logging():
    """Restore the handlers of logging: that of the command writes to a stream that ends with the test."""
    handlers = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers[:] = handlers


@pytest.fixture(scope="session", name="shipped_data")
def data_of_the_shipped_catalogue():
    """The folder ``data/`` of this project; a test that uses it is not run in a new catalogue."""
    return REPOSITORY / "data"


@pytest.fixture(name="golden")
def golden_option(request):
    """Whether goldens are rewritten."""
    return request.config.getoption("--golden")


@pytest.fixture(scope="session", name="imported_toys")
def imported_toy_catalogue(tmp_path_factory):
    """The toy catalogue with its documents imported, and everything that a build needs."""
    from tests.toys import import_toys  # noqa: PLC0415 - the process that distributes tests does without it

    root = tmp_path_factory.mktemp("imported") / "toys"
    import_toys(root)
    return root


@pytest.fixture(scope="session", name="known_toys")
def toy_catalogue_with_kept_results(tmp_path_factory, imported_toys):
    """The imported toy catalogue without the theme, and with what a first run keeps."""
    from tests.toys import keep_results  # noqa: PLC0415 - see above

    root = tmp_path_factory.mktemp("known") / "toys"
    shutil.copytree(imported_toys, root, ignore=shutil.ignore_patterns("overrides"))
    keep_results(root)
    return root


@pytest.fixture(name="toys")
def toy_catalogue(request, tmp_path):
    """A copy of the toy catalogue that a test may change; only slow tests build it, and from nothing."""
    is_slow = request.node.get_closest_marker("slow")
    source = request.getfixturevalue("imported_toys" if is_slow else "known_toys")
    return shutil.copytree(source, tmp_path / "toys")


@pytest.fixture(scope="session", name="catalogue_command")
def run_catalogue():
    """A function that runs the ``catalogue`` command in another process."""

    def run(*arguments, cwd=REPOSITORY, environment=None):
        command = [sys.executable, "-m", "generator", *map(str, arguments)]
        env = {"PYTHONPATH": str(REPOSITORY), **(environment or {})}
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=env)

    return run
