"""What Lighthouse says of the shipped site, and what its pages weigh: a part of `make bench`.

The site is served on loopback as GitHub Pages serves it: compressed, and to be kept for ten minutes. Chromium
is kept from every other host. Lighthouse comes from npm by npx, which needs Node.js and, once, the registry.
"""

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.catalogues import add_theme, copy_data
from tests.chromium import find
from tests.paths import REPOSITORY

COMMAND = ("npx", "--yes", "lighthouse@13.0.1")
CHROMIUM = (
    "--headless=new --no-sandbox --disable-background-networking "
    "--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
)
PAGES = {"home": "", "paper": "papers/2602.23556/", "topic": "topics/llm-inference/"}
SCORES = ("performance", "accessibility", "best-practices", "seo")
FILES = ("*.css", "*.js", "*.svg", "*.json")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder) / "site") as address:
        copy_data(Path(folder))
        add_theme(Path(folder))
        on_github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "someone/their-papers"}
        subprocess.run(
            [sys.executable, "-m", "generator", "site", "--root", folder, "--quiet"],
            check=True, cwd=REPOSITORY, env={**os.environ, **on_github, "SITE_URL": address},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        _weigh(Path(folder) / "site")
        return _judge(address, Path(folder))


def _weigh(site: Path) -> None:
    print("\n| page | HTML | compressed |\n|---|---:|---:|")
    weights = sorted(_weight(page) for page in site.glob("papers/*/index.html"))
    print(_row("paper, median", weights[len(weights) // 2]))
    print(_row("paper, heaviest", weights[-1]))
    for name, path in PAGES.items():
        print(_row(name, _weight(site / path / "index.html")))
    loaded = [path for pattern in FILES for path in site.rglob(pattern) if path.stat().st_size > 1_000]
    print("\n| file | bytes | compressed |\n|---|---:|---:|")
    for path in sorted(loaded, key=lambda path: -path.stat().st_size)[:12]:
        print(_row(path.relative_to(site).as_posix(), _weight(path)))


def _weight(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    return len(data), len(gzip.compress(data, 6))


def _row(name: str, weight: tuple[int, int]) -> str:
    return f"| {name} | {weight[0] / 1000:.1f} kB | {weight[1] / 1000:.1f} kB |"


def _judge(address: str, folder: Path) -> int:
    """Print the scores, and every audit that is not perfect; 1 if Lighthouse could not be asked."""
    chromium = find()
    if shutil.which(COMMAND[0]) is None or chromium is None:
        print("\nLighthouse was not asked: it needs npx (Node.js) and Chromium.")
        return 0
    print(f"\n| Lighthouse, desktop | {' | '.join(SCORES)} |\n|---|{'---:|' * len(SCORES)}")
    remarks = []
    for name, path in PAGES.items():
        report = folder / f"{name}.json"
        result = subprocess.run(
            [*COMMAND, address + path, "--preset=desktop", "--quiet", "--no-enable-error-reporting",
             "--output=json", f"--output-path={report}", f"--chrome-flags={CHROMIUM}"],
            check=False, capture_output=True, text=True,
            env={**os.environ, "CHROME_PATH": chromium, "NO_UPDATE_NOTIFIER": "1"},
        )  # fmt: skip
        if result.returncode:
            print(f"\nLighthouse failed on {name}: {result.stderr.strip()[-500:]}")
            return 1
        found = json.loads(report.read_text())
        scores = (f"{100 * found['categories'][category]['score']:.0f}" for category in SCORES)
        print(f"| {name} | {' | '.join(scores)} |")
        remarks += [
            f"- {name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
            for audit in found["audits"].values()
            if audit["score"] is not None and audit["score"] < 0.9  # Lighthouse's own green
        ]
    print("\n" + "\n".join(remarks))
    return 0


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_AsGitHubPages, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _AsGitHubPages(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        data = gzip.compress((path if found else Path(self.directory) / "404.html").read_bytes(), 6)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path if found else "404.html"))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
