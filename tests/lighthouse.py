"""Print the scores of Lighthouse for the shipped site, and the weight of its pages: a part of `make bench`.

The site is served on loopback as GitHub Pages does: compressed, and cached for ten minutes. Chromium can
reach no other host. Lighthouse comes from npm through npx, which needs Node.js and, once, the registry.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.catalogues import add_theme, copy_data
from tests.chromium import find
from tests.paths import REPOSITORY
from tests.servers import GitHubPagesHandler, serve_folder

LIGHTHOUSE = ("npx", "--yes", "lighthouse@13.0.1")
CHROMIUM_OPTIONS = (
    "--headless=new --no-sandbox --disable-background-networking "
    "--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
)
PAGES = {
    "home": "",
    "paper": "papers/2602.23556/",
    "topic": "topics/llm-inference/",
    "list": "papers/",
    "map": "map/",
    "search": "search/?q=gpu",
}
RUNS = 5  # of each page; the scores are their medians
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ASSETS = ("*.css", "*.js", "*.svg", "*.json")
GREEN = 0.9  # the score from which Lighthouse shows an audit in green


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_folder(Path(folder) / "site", GitHubPagesHandler) as server,
    ):
        copy_data(Path(folder))
        add_theme(Path(folder))
        on_github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "someone/their-papers"}
        subprocess.run(
            [sys.executable, "-m", "generator", "site", "--root", folder, "--quiet"],
            check=True, cwd=REPOSITORY, env={**os.environ, **on_github, "SITE_URL": server.address},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        print_weights(Path(folder) / "site")
        print_scores(server.address, Path(folder))


def print_weights(site: Path) -> None:
    print("\n| page | HTML | compressed |\n|---|---:|---:|")
    weights = sorted(weigh(page) for page in site.glob("papers/*/index.html"))
    print(format_row("paper, median", weights[len(weights) // 2]))
    print(format_row("paper, heaviest", weights[-1]))
    for name, path in PAGES.items():
        print(format_row(name, weigh(site / path.partition("?")[0] / "index.html")))
    assets = [path for pattern in ASSETS for path in site.rglob(pattern) if path.stat().st_size > 1_000]
    print("\n| file | bytes | compressed |\n|---|---:|---:|")
    for path in sorted(assets, key=lambda path: -path.stat().st_size)[:12]:
        print(format_row(path.relative_to(site).as_posix(), weigh(path)))


def weigh(path: Path) -> tuple[int, int]:
    """Return the bytes of a file, and those after compression."""
    data = path.read_bytes()
    return len(data), len(gzip.compress(data, 6))


def format_row(name: str, weight: tuple[int, int]) -> str:
    return f"| {name} | {weight[0] / 1000:.1f} kB | {weight[1] / 1000:.1f} kB |"


def print_scores(address: str, folder: Path) -> None:
    """Print the median scores, and every audit that was not green once."""
    chromium = find()
    if shutil.which(LIGHTHOUSE[0]) is None or chromium is None:
        print("\nLighthouse was not run: it needs npx (Node.js) and Chromium.")
        return
    print(f"\n| Lighthouse, mobile | {' | '.join(CATEGORIES)} |\n|---|{'---:|' * len(CATEGORIES)}")
    remarks: set[str] = set()
    for name, path in PAGES.items():
        reports = [run_lighthouse(address + path, folder / f"{name}.json", chromium) for _ in range(RUNS)]
        scores = (
            median(report["categories"][category]["score"] for report in reports) for category in CATEGORIES
        )
        print(f"| {name} | {' | '.join(f'{100 * score:.0f}' for score in scores)} |", flush=True)
        remarks |= {
            f"- {name}: {audit['title']}"
            for report in reports
            for audit in report["audits"].values()
            if audit["score"] is not None and audit["score"] < GREEN
        }
    print("\n" + "\n".join(sorted(remarks)))


def run_lighthouse(url: str, path: Path, chromium: str) -> dict[str, Any]:
    """Return the report on a page, which is written to a file; raise CalledProcessError if there is none."""
    subprocess.run(
        [*LIGHTHOUSE, url, "--quiet", "--no-enable-error-reporting", "--output=json", f"--output-path={path}",
         f"--chrome-flags={CHROMIUM_OPTIONS}"],
        check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "CHROME_PATH": chromium, "NO_UPDATE_NOTIFIER": "1"},
    )  # fmt: skip
    return json.loads(path.read_text())


if __name__ == "__main__":
    main()
