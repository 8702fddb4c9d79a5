"""Measures the search: `make bench-search`, or `make bench-search CORPUS=FOLDER`.

Of this repository's papers; with CORPUS, a folder of arXiv Atom documents (plain or gzip), at the sizes
given too. Beside ours stands Material's own search, on an index of the same records. Prints Markdown. One
row alone: `python -m tests.bench_search FOLDER --sizes 7500 --engines ours`; size 0 is this repository's.

Hit rates are asked of the engines themselves. Times and bytes are those of the search box in headless
Chromium with four times CPU slowdown, from a server that compresses as GitHub Pages does: from the key to
the frame that shows what the engine answers to the letters so far, which is compared. Bytes are all that was
sent of index and scripts of the search, headers included. Chromium slows down the page, but no workers;
so the time that our engine takes on the page's own thread stands beside it.
"""

import argparse
import functools
import gzip
import html
import http.server
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from playwright.sync_api import sync_playwright

from generator import pipeline, tex
from generator.derive.groups import group_papers
from generator.publish import search
from tests.bench import prepare, timed
from tests.browser.fixtures import CHROMIUM_OPTIONS
from tests.catalogues import add_theme, copy_data
from tests.chromium import find
from tests.paths import REPOSITORY
from tests.search_queries import KINDS, queries

OWN = 0  # instead of a size: this repository's papers
SIZES = (OWN, 7_500, 20_000)
SAMPLE = {"ours": 200, "Material": 30}  # papers looked for; Material's engine takes a second for each query
TIMED = {"ours": 8, "Material": 2}  # queries whose times and bytes are taken
SLOWDOWN = 4
LETTERS = " network"  # typed after the first query
KEY = 120  # milliseconds between keys, as people type
SWIFT = 150  # ... that a letter may take
REST = 1500  # ... until everything that belongs to a query has come
COMPRESSED = {".json", ".js", ".css", ".html", ".svg", ".xml"}

OURS = """async (queries) => {
  const { ask } = await import(new URL("assets/js/search/client.js", document.baseURI));
  const found = [];
  for (const query of queries) found.push((await ask(query, {})).results.map(({ path }) => path));
  return found;
}"""

MATERIALS = """async (queries) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const worker = new Worker(new URL(config.search, document.baseURI));
  const index = await (await fetch("search/search_index.json")).json();
  const next = (message) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => (data.type === message ? resolve(data.data) : null);
  });
  worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } });
  await next(1);
  const found = [];
  for (const query of queries) {
    worker.postMessage({ type: 2, data: query });
    found.push((await next(3)).items.slice(0, 10).map((group) => group[0].location));
  }
  return found;
}"""

ASK = {"ours": OURS, "Material": MATERIALS}

# Milliseconds until the list of results has changed after a value was typed, and what it shows then.
TYPE = """(value) => new Promise((resolve) => {
  const input = document.querySelector(".md-search__input");
  const box = document.querySelector(".md-search");
  const start = performance.now();
  const results = () => [...box.querySelectorAll(".md-search-result__list a")].map(({ href }) => href);
  const done = () => {
    if (!results().length) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const time = performance.now() - start;
      resolve([time, results()]);
    });
  };
  const observer = new MutationObserver(done);
  const list = box.querySelector(".md-search-result__list"); // ours comes with the first query
  observer.observe(list ?? box, { childList: true, subtree: !list });
  input.focus();
  input.value = value;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
})"""

# Which of [value, addresses shown] are not what our engine answers, to one who is typing or who has stopped.
WRONG = """async (typed) => {
  const { ask } = await import(new URL("assets/js/search/client.js", document.baseURI));
  const wrong = [];
  for (const [value, shown] of typed) {
    let isRight = false;
    for (const isTyped of [true, false]) {
      const { places, results } = await ask(value, { most: 5, isTyped });
      const paths = [...places, ...results].map(({ path }) => new URL(path, document.baseURI).href);
      isRight ||= paths.length > 0 && paths.every((path, at) => path === shown[at]);
    }
    if (!isRight) wrong.push(value);
  }
  return wrong;
}"""

# The time of our engine alone, without a worker: first query, and each letter after it.
ALONE = """async ([query, letters]) => {
  const { Engine } = await import(new URL("assets/js/search/engine.js", document.baseURI));
  const load = async (url) => (await fetch(url)).json();
  const engine = new Engine(new URL("search/", document.baseURI), load);
  const times = [];
  for (const value of [query, ...letters]) {
    const start = performance.now();
    await engine.search(value, { most: 5, isTyped: true });
    times.push(performance.now() - start);
  }
  return times;
}"""


class Server(http.server.ThreadingHTTPServer):
    """A folder, served compressed, with a count of the bytes sent."""

    daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), functools.partial(_Compressed, directory=str(folder)))
        self.sent = 0  # bytes of what belongs to the search, headers included
        self.address = f"http://127.0.0.1:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@functools.lru_cache(maxsize=4096)
def _compressed(path, _changed):
    return gzip.compress(Path(path).read_bytes(), 6)


class _Compressed(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a body waits 40 ms for the receipt of its headers

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        is_text = path.suffix in COMPRESSED
        data = _compressed(str(path), path.stat().st_mtime_ns) if is_text else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        if "search" in self.path:
            self.server.sent += sum(map(len, self._headers_buffer)) + len(data)
        self.end_headers()
        self.wfile.write(data)
        return None

    def log_message(self, *_):
        """Say nothing."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="papers; 0: this repository's")
    parser.add_argument("--engines", nargs="*", choices=ASK, default=tuple(ASK))
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)  # what is timed, in its own process
    options = parser.parse_args()
    if options.index:
        return _index(options.index)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_OPTIONS)
        root = Path(temporary)
        folders = [
            _catalogue(root / str(size), options.corpus, size)
            for size in (options.sizes if options.corpus else [OWN])
        ]
        rows = []
        if "ours" in options.engines:
            site = _our_site(root / "ours")
            for folder in folders:
                catalogue = pipeline.read_catalogue(folder)
                rows.append(_our_index(site, folder) | _asked(browser, site, catalogue, "ours"))
                rows[-1]["alone"] = _alone(browser, site, catalogue)
                print(f"measured at {len(catalogue.papers)} papers: {rows[-1]}", file=sys.stderr)
        if "Material" in options.engines:
            site = _stock_site(root / "stock")
            rows += [
                _stock_index(site, catalogue) | _asked(browser, site, catalogue, "Material")
                for catalogue in map(pipeline.read_catalogue, folders)
            ]
        browser.close()
    _print(rows)
    return 0


def _our_site(root):
    copy_data(root)
    add_theme(root)
    _run("-m", "generator", "site", "--quiet", "--root", root)
    return root / "site"


def _stock_site(root):
    (root / "docs").mkdir(parents=True)
    (root / "docs/index.md").write_text("# Papers\n")
    (root / "mkdocs.yml").write_text("site_name: Stock\ntheme:\n  name: material\n  font: false\n")
    _run("-m", "mkdocs", "build", "--quiet", "--config-file", root / "mkdocs.yml")
    return root / "site"


def _run(*arguments):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def _catalogue(root, corpus, size):
    """A catalogue's folder: the first papers of the corpus, or this repository's own."""
    if size == OWN:
        copy_data(root)
        return root
    root.mkdir()
    timed(root, "import", "--feed", "bench", *prepare(root, corpus))
    left = size
    for path in sorted((root / "data/feeds/bench").glob("*.jsonl")):
        lines = path.read_text().splitlines(keepends=True)[:left]
        path.write_text("".join(lines))
        left -= len(lines)
    return root


def _index(root):
    catalogue = pipeline.read_catalogue(root)
    groups = group_papers(catalogue)
    start = time.process_time()
    pages = list(search.index(catalogue, groups))
    seconds = time.process_time() - start
    tracemalloc.start()  # tells what indexing needs beside the catalogue, and takes its time
    sum(1 for _ in search.index(catalogue, groups))
    memory = tracemalloc.get_traced_memory()[1] / 1e6
    print(json.dumps({"index": seconds, "memory": memory}))
    for page in pages:
        path = root / "docs" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text)
    return 0


def _our_index(site, root):
    measured = json.loads(_run("-m", "tests.bench_search", "--index", root))
    shutil.copytree(root / "docs/search", site / "search", dirs_exist_ok=True)
    return {"engine": "ours"} | measured | _size(root / "docs/search")


def _stock_index(site, catalogue):
    """An index as Material's plugin writes it, with a document for each paper."""
    docs = [
        {
            "location": f"papers/{paper.slug}/",
            "title": html.escape(tex.to_text(paper.title)),
            "text": html.escape(f"{', '.join(author.name for author in paper.authors)} {paper.abstract}"),
        }
        for paper in catalogue.papers
    ]
    path = site / "search/search_index.json"
    config = json.loads(path.read_text())["config"]
    path.write_text(json.dumps({"config": config, "docs": docs}, ensure_ascii=False))
    return {"engine": "Material", "index": None, "memory": None} | _size(path.parent)


def _size(folder):
    files = [path for path in folder.rglob("*.json") if path.is_file()]
    sizes = [len(gzip.compress(path.read_bytes(), 6)) for path in files]
    return {"files": len(files), "size": sum(sizes)}


def _asked(browser, site, catalogue, engine):
    """Hit rates, times and bytes."""
    server = Server(site)
    asked = queries(catalogue.papers, SAMPLE[engine])
    page = browser.new_page()
    page.set_default_timeout(0)
    page.goto(server.address)
    answers = page.evaluate(ASK[engine], [query for kind in KINDS for query, _ in asked[kind]])
    page.close()
    hits = {}
    for kind in KINDS:
        found = [
            [path.removeprefix("papers/").rstrip("/") for path in paths]
            for paths in islice(answers, len(asked[kind]))
        ]
        answers = answers[len(asked[kind]) :]
        pairs = list(zip([slug for _, slug in asked[kind]], found, strict=True))
        hits[kind] = tuple(
            sum(slug in paths[:most] for slug, paths in pairs) / len(pairs) for most in (1, 10)
        )
    timed_queries = [query for query, _ in asked["three title words"][: TIMED[engine]]]
    measured = [_timed(browser, server, query, engine) for query in timed_queries]
    server.shutdown()
    first, later, sent, typed = zip(*measured, strict=True)
    return {
        "papers": len(catalogue.papers),
        "hits": hits,
        "first": first,
        "later": [time for times in later for time in times],
        "sent": sent,
        "typed": typed,
    }


def _timed(browser, server, query, engine):
    """Milliseconds of the first query and of letters after it, bytes of the first, bytes when typed."""
    letters = [query + LETTERS[:end] for end in range(1, len(LETTERS) + 1)]
    with _slow_page(browser, server) as page:
        first, _ = page.evaluate(TYPE, query)
        page.wait_for_timeout(REST)
        sent = server.sent
        later, lists = zip(*(page.evaluate(TYPE, value) for value in letters), strict=True)
        if engine == "ours":
            wrong = page.evaluate(WRONG, list(zip(letters, lists, strict=True)))
            assert not wrong, f"another list than the engine's was shown for {wrong}"
    with _slow_page(browser, server) as page:
        page.focus(".md-search__input")
        page.keyboard.type(query, delay=KEY)
        page.wait_for_selector(".md-search-result__link")
        page.wait_for_timeout(REST)
        typed = server.sent
    return first, later, sent, typed


@contextmanager
def _slow_page(browser, server):
    """A page as after a first visit, with nothing of the search in the cache."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(0)
    server.sent = 0
    page.goto(server.address)
    page.wait_for_load_state("networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    yield page
    context.close()


def _alone(browser, site, catalogue):
    """Milliseconds of our engine on the slowed page's own thread: first queries, letters after them."""
    server = Server(site)
    first, later = [], []
    for query, _ in queries(catalogue.papers, SAMPLE["ours"])["three title words"][: TIMED["ours"]]:
        with _slow_page(browser, server) as page:
            letters = [query + LETTERS[:end] for end in range(1, len(LETTERS) + 1)]
            times = page.evaluate(ALONE, [query, letters])
            first.append(times[0])
            later += times[1:]
    server.shutdown()
    return first, later


def _print(rows):
    print(
        "| | papers | index, CPU | its memory | files | all, gzip | first query | typed by letters |", end=""
    )
    print(f" first result | later letters | within {SWIFT} ms | on the page's thread |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        cells = [
            row["engine"],
            f"{row['papers']:,}",
            "" if row["index"] is None else f"{row['index']:.1f} s",
            "" if row["memory"] is None else f"{row['memory']:.0f} MB",
            row["files"],
            f"{row['size'] / 1e6:.1f} MB",
            _range(row["sent"], 1000, "kB"),
            _range(row["typed"], 1000, "kB"),
            _range(row["first"], 1, "ms"),
            _range(row["later"], 1, "ms"),
            f"{sum(time <= SWIFT for time in row['later'])} of {len(row['later'])}",
            " then ".join(_range(times, 1, "ms") for times in row["alone"]) if "alone" in row else "",
        ]
        print("| " + " | ".join(map(str, cells)) + " |")
    print("\n| hit@1, hit@10 | " + " | ".join(f"{row['engine']}, {row['papers']:,}" for row in rows) + " |")
    print("|---|" + "---:|" * len(rows))
    for kind in KINDS:
        cells = [", ".join(f"{share:.2f}" for share in row["hits"][kind]) for row in rows]
        print(f"| {kind} | " + " | ".join(cells) + " |")


def _range(values, unit, name):
    """Median and greatest value."""
    return f"{statistics.median(values) / unit:.0f} ({max(values) / unit:.0f}) {name}"


if __name__ == "__main__":
    sys.exit(main())
