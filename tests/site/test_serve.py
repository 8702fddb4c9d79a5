"""``catalogue serve``: a change of the data is on the served page without further commands."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from generator.cli import main
from tests.builders import within
from tests.paths import REPOSITORY

pytestmark = pytest.mark.slow

SECONDS = 120  # far more than a slow machine needs


@pytest.fixture(name="port")
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def serve_toys(toys, port):
    """Run the command, and provide its process once its server answers."""
    command = [sys.executable, "-m", "generator", "serve", "--root", toys, "--port", str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True) as process:
        with within(SECONDS):
            assert any("Serving on" in line for line in process.stderr)
        try:
            yield process
        finally:
            process.terminate()


@pytest.fixture(name="server")
def served_toys(toys, port):
    with serve_toys(toys, port) as process:
        yield process


def read(url):
    with urlopen(url) as answer:  # noqa: S310 - of a server on loopback
        return answer.read().decode()


PAGE = "/papers/2404.00005/"
SUMMARY = "A summary that was not there before."


def wait_for_change(address, version=""):
    """Ask as the script in each page does: the server answers when something has changed."""
    return json.loads(read(f"{address}/.preview/state?path={PAGE}&version={version}"))


def test_an_edited_curation_file_is_on_its_page(toys, port, server):
    address = f"http://127.0.0.1:{port}"
    path = toys / "data/curation/papers/2404.00005.yml"
    with within(SECONDS):
        state = wait_for_change(address)
        assert SUMMARY not in read(address + PAGE)
        path.write_text(f"summary: {SUMMARY}\n")
        changed = wait_for_change(address, state["version"])
        assert changed["digest"] != state["digest"]
        assert SUMMARY in read(address + PAGE)
        line = server.stderr.readline()
        assert re.fullmatch(r"\d+ pages? changed in \d+\.\d s\n", line)

        path.write_text("topics: [nowhere]\n")
        broken = wait_for_change(address, changed["version"])
        [problem] = broken["problems"]
        assert "topic must be an id from topics.yml, got 'nowhere'" in problem
        assert server.stderr.readline() == f"{problem}\n"
        assert SUMMARY in read(address + PAGE)

        path.write_text(f"summary: {SUMMARY}\n")
        repaired = wait_for_change(address, broken["version"])
        assert (repaired["problems"], repaired["digest"]) == ([], changed["digest"])
        server.send_signal(signal.SIGINT)
        assert server.wait() == 0


def test_removed_settings_are_a_problem_until_they_are_back(toys, port, server):
    address, path = f"http://127.0.0.1:{port}", toys / "data/catalogue.yml"
    text = path.read_text()
    with within(SECONDS):
        state = wait_for_change(address)
        path.unlink()
        state = wait_for_change(address, state["version"])
        assert "catalogue.yml" in state["problems"][0]
        path.write_text(text)
        while state["problems"]:
            state = wait_for_change(address, state["version"])
        assert server.poll() is None


def test_files_by_hand_and_in_new_folders_are_noticed(toys, port, server):
    address = f"http://127.0.0.1:{port}"
    with within(SECONDS):
        for name in ("guide/first", "guide/second"):
            state = wait_for_change(address)
            path = toys / f"docs/{name}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text("# By hand\n")
            while True:
                state = wait_for_change(address, state["version"])
                with suppress(HTTPError):
                    assert "By hand" in read(f"{address}/{name}/")
                    break


# The command, with a change of a file just after the pages were written for the first time.
EDIT_AT_START = """
import sys
from pathlib import Path
from generator.cli import main
from generator.site import serve

class SlowPreview(serve.Preview):
    def __init__(self, root, *arguments):
        super().__init__(root, *arguments)
        (Path(root) / "data/curation/papers/2404.00005.yml").write_text(f"summary: {sys.argv[3]}\\n")

serve.Preview = SlowPreview
main(["serve", "--root", sys.argv[1], "--port", sys.argv[2]])
"""


def test_a_change_during_the_start_is_noticed(toys, port):
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", EDIT_AT_START, str(toys), str(port), SUMMARY]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True) as process:
        try:
            with within(SECONDS):
                assert any("pages changed in" in line for line in process.stderr)
                assert SUMMARY in read(address + PAGE)
        finally:
            process.terminate()


def test_the_first_pages_are_no_change(toys, port):
    shutil.rmtree(toys / "docs", ignore_errors=True)
    with serve_toys(toys, port) as process, within(SECONDS):
        (toys / "data/curation/papers/2404.00005.yml").write_text(f"summary: {SUMMARY}\n")
        assert not process.stderr.readline().startswith("0 pages")


def test_a_folder_that_is_moved_away_or_made_again_is_noticed(toys, tmp_path, port):
    address, guide = f"http://127.0.0.1:{port}", toys / "docs/guide"
    papers = toys / "data/curation/papers"
    (papers / "2404.00005.yml").write_text(f"summary: {SUMMARY}\n")
    guide.mkdir(parents=True)
    with serve_toys(toys, port), within(SECONDS):
        state = wait_for_change(address)
        assert SUMMARY in read(address + PAGE)
        papers.rename(tmp_path / "trash")
        while SUMMARY in read(address + PAGE):
            state = wait_for_change(address, state["version"])
        for text in ("First", "Second"):
            shutil.rmtree(guide)
            state = wait_for_change(address, state["version"])
            guide.mkdir()
            state = wait_for_change(address, state["version"])
            (guide / "page.md").write_text(f"# {text}\n")
            state = wait_for_change(address, state["version"])
            assert text in read(f"{address}/guide/page/")


def test_a_terminated_command_leaves_no_server_behind(port, server):
    with within(SECONDS):
        server.terminate()
        assert server.wait() == 0
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_problems_of_the_data_stop_the_command_before_it_serves(toys, port, capfd):
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["serve", "--root", str(toys), "--port", str(port)]) == 1
    errors = capfd.readouterr().err
    assert "topic must be an id from topics.yml, got 'nowhere'" in errors
    assert "cannot serve the site" in errors


def test_a_port_in_use_is_an_error(toys, capfd):
    with socket.create_server(("127.0.0.1", 0)) as server, within(SECONDS):
        port = server.getsockname()[1]
        assert main(["serve", "--root", str(toys), "--port", str(port)]) == 3
    assert f"catalogue serve: cannot serve on port {port}: Address already in use" in capfd.readouterr().err


# What a browser, a script or a curious reader may ask for, and the status of the answer.
ODD_PATHS = {
    "/%00": 404,
    "/papers/%00": 404,
    "/%0a": 404,
    "/a%7f": 404,
    "/%ff": 404,
    "/%ed%a0%80": 404,
    "/../../etc/passwd": 404,
    "/%2e%2e/%2e%2e/etc/passwd": 404,
    "/..%2f..%2fetc%2fpasswd": 404,
    "//papers": 302,
    "//example.org/%2e%2e": 404,
    "/" + "a" * 5_000: 404,
    "/" + "a/" * 2_000: 404,
    "/.preview/": 404,
    "/.preview/state": 200,
    "/.preview/state?path=%00": 200,
    "papers": 302,
    "/search/?q=%00": 200,
    "/papers": 302,
    "/": 200,
}


def test_no_path_is_an_error_of_the_server(port, server):
    statuses, locations = {}, set()
    with within(SECONDS):
        for path in ODD_PATHS:
            connection = HTTPConnection("127.0.0.1", port)
            connection.putrequest("GET", path)
            connection.endheaders()
            answer = connection.getresponse()
            statuses[path] = answer.status
            locations.add(answer.getheader("Location", "/"))
            connection.close()

    assert statuses == ODD_PATHS
    assert [location for location in locations if not re.match(r"/(?!/)", location)] == []
