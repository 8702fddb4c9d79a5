"""Measure the search: `make bench-search`, or `make bench-search CORPUS=FOLDER`.

It searches the papers of this repository, and with CORPUS, a folder of arXiv Atom documents (plain or
gzip), also catalogues of other sizes. For comparison, it measures the search of Material with an index of
the same papers. Prints Markdown. For one row: `python -m tests.bench_search FOLDER --sizes 7500 --engines
ours`; size 0 is this repository.

Hit rates are those of the engines. Times and bytes are those of the search box in headless Chromium, four
times slowed down, with a server that compresses as GitHub Pages does. A time is from a key to the frame
that shows the results for the letters so far; these are compared with those of the engine. Bytes are those
of index and scripts of the search, including headers. Chromium slows down the page, but not its workers.
Therefore our engine is also measured on the thread of the page.
"""

import argparse
import gzip
import html
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from playwright.sync_api import sync_playwright

from generator import tex
from generator.pipeline.read_catalogue import read_catalogue
from generator.publish.pages.all_pages import make_search_index
from generator.publish.prepare_site import prepare_site
from tests.bench import measure, prepare
from tests.browser.fixtures import CHROMIUM_OPTIONS
from tests.catalogues import add_theme, copy_data
from tests.chromium import find
from tests.paths import REPOSITORY
from tests.search_queries import KINDS, queries
from tests.servers import GitHubPagesHandler, serve_folder

OWN = 0  # instead of a size: the papers of this repository
SIZES = (OWN, 7_500, 20_000)
SAMPLE = {"ours": 200, "Material": 30}  # papers to find; the engine of Material takes a second for each query
TIMED = {"ours": 8, "Material": 2}  # queries whose times and bytes are measured
SLOWDOWN = 4  # of the processor
LETTERS = " network"  # typed after the first query
KEY_DELAY = 120  # milliseconds between keys, as people type
FAST = 150  # milliseconds that a letter may take
SHARED_SCRIPTS = {"filters.js", "format.js", "identifiers.js", "words.js"}  # of lists and search
LOADING_TIME = 1500  # milliseconds in which all files of a query are loaded

OURS = """async (queries) => {
  const { search } = await import(new URL("assets/js/search/client.js", document.baseURI));
  const { parseFilters } = await import(new URL("assets/js/filters.js", document.baseURI));
  const answers = [];
  for (const query of queries) answers.push(await search({ filters: { ...parseFilters(""), query } }));
  return answers.map(({ papers }) => papers.map(({ slug }) => `papers/${slug}/`));
}"""

MATERIAL = """async (queries) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const worker = new Worker(new URL(config.search, document.baseURI));
  const index = await (await fetch("search/search_index.json")).json();
  const next = (message) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => (data.type === message ? resolve(data.data) : null);
  });
  worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } });
  await next(1);
  const paths = [];
  for (const query of queries) {
    worker.postMessage({ type: 2, data: query });
    paths.push((await next(3)).items.slice(0, 10).map((group) => group[0].location));
  }
  return paths;
}"""

ASK = {"ours": OURS, "Material": MATERIAL}

# Types a value: milliseconds until the list of results has changed, and the URLs that it then shows.
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
  const list = box.querySelector(".md-search-result__list"); // our list exists after the first query
  observer.observe(list ?? box, { childList: true, subtree: !list });
  input.focus();
  input.value = value;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
})"""

# Returns the values of [value, URLs shown] whose URLs are not those of our engine, while typing or after it.
WRONG = """async (typed) => {
  const { search } = await import(new URL("assets/js/search/client.js", document.baseURI));
  const { parseFilters } = await import(new URL("assets/js/filters.js", document.baseURI));
  const wrong = [];
  for (const [value, shown] of typed) {
    const filters = { ...parseFilters(""), query: value };
    let isRight = false;
    for (const isTyping of [true, false]) {
      const { pages, papers } = await search({ filters, size: 5, withPages: true, isTyping });
      const all = [...pages.map(({ path }) => path), ...papers.map(({ slug }) => `papers/${slug}/`)];
      const paths = all.map((path) => new URL(path, document.baseURI).href);
      isRight ||= paths.length > 0 && paths.every((path, at) => path === shown[at]);
    }
    if (!isRight) wrong.push(value);
  }
  return wrong;
}"""

# The times of our engine without a worker: for the first query, and for each letter after it.
ALONE = """async ([query, letters]) => {
  const { Engine } = await import(new URL("assets/js/search/engine.js", document.baseURI));
  const { parseFilters } = await import(new URL("assets/js/filters.js", document.baseURI));
  const load = async (url) => (await fetch(url)).json();
  const engine = new Engine(new URL("search/", document.baseURI), load);
  const times = [];
  for (const value of [query, ...letters]) {
    const start = performance.now();
    const filters = { ...parseFilters(""), query: value };
    await engine.search({ filters, size: 5, withPages: true, withTexts: true, isTyping: true });
    times.push(performance.now() - start);
  }
  return times;
}"""


class CountingHandler(GitHubPagesHandler):
    """Counts the bytes of the search in the attribute ``sent`` of the server, including headers."""

    def count_bytes(self, size):
        if "search" in self.path or self.path.rpartition("/")[2] in SHARED_SCRIPTS:
            self.server.sent = getattr(self.server, "sent", 0) + size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="numbers of papers; 0 is this repository"
    )
    parser.add_argument("--engines", nargs="*", choices=ASK, default=tuple(ASK))
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)  # to measure memory in another process
    options = parser.parse_args()
    if options.index:
        return measure_indexing(options.index)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_OPTIONS)
        root = Path(temporary)
        folders = [
            write_catalogue(root / str(size), options.corpus, size)
            for size in (options.sizes if options.corpus else [OWN])
        ]
        rows = []
        if "ours" in options.engines:
            site = build_our_site(root / "ours")
            for folder in folders:
                catalogue = read_catalogue(folder)
                rows.append(
                    measure_our_index(site, folder) | measure_search(browser, site, catalogue, "ours")
                )
                rows[-1]["alone"] = measure_engine(browser, site, catalogue)
                print(f"measured at {len(catalogue.papers)} papers: {rows[-1]}", file=sys.stderr)
        if "Material" in options.engines:
            site = build_stock_site(root / "stock")
            rows += [
                write_stock_index(site, catalogue) | measure_search(browser, site, catalogue, "Material")
                for catalogue in map(read_catalogue, folders)
            ]
        browser.close()
    print_tables(rows)
    return 0


def build_our_site(root):
    copy_data(root)
    add_theme(root)
    run_python("-m", "generator", "site", "--quiet", "--root", root)
    return root / "site"


def build_stock_site(root):
    (root / "docs").mkdir(parents=True)
    (root / "docs/index.md").write_text("# Papers\n")
    (root / "mkdocs.yml").write_text("site_name: Stock\ntheme:\n  name: material\n  font: false\n")
    run_python("-m", "mkdocs", "build", "--quiet", "--config-file", root / "mkdocs.yml")
    return root / "site"


def run_python(*arguments):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def write_catalogue(root, corpus, size):
    """Write a catalogue of the first papers of the corpus, or of the papers of this repository."""
    if size == OWN:
        copy_data(root)
        return root
    root.mkdir()
    measure(root, "import", "--feed", "bench", *prepare(root, corpus))
    left = size
    for path in sorted((root / "data/feeds/bench").glob("*.jsonl")):
        lines = path.read_text().splitlines(keepends=True)[:left]
        path.write_text("".join(lines))
        left -= len(lines)
    return root


def measure_indexing(root):
    site = prepare_site(read_catalogue(root))
    start = time.process_time()
    pages = list(make_search_index(site))
    seconds = time.process_time() - start
    tracemalloc.start()  # measures the memory of indexing without that of the catalogue; this is slow
    sum(1 for _ in make_search_index(site))
    memory = tracemalloc.get_traced_memory()[1] / 1e6
    print(json.dumps({"index": seconds, "memory": memory}))
    for page in pages:
        path = root / "docs" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text)
    return 0


def measure_our_index(site, root):
    measured = json.loads(run_python("-m", "tests.bench_search", "--index", root))
    shutil.copytree(root / "docs/search", site / "search", dirs_exist_ok=True)
    return {"engine": "ours"} | measured | measure_size(root / "docs/search")


def write_stock_index(site, catalogue):
    """Write an index as the plugin of Material does, with a document for each paper."""
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
    return {"engine": "Material", "index": None, "memory": None} | measure_size(path.parent)


def measure_size(folder):
    files = [path for path in folder.rglob("*.json") if path.is_file()]
    sizes = [len(gzip.compress(path.read_bytes(), 6)) for path in files]
    return {"files": len(files), "size": sum(sizes)}


def measure_search(browser, site, catalogue, engine):
    """Return hit rates, times and bytes."""
    queries_by_kind = queries(catalogue.papers, SAMPLE[engine])
    with serve_folder(site, CountingHandler) as server:
        page = browser.new_page()
        page.set_default_timeout(0)
        page.goto(server.address)
        answers = page.evaluate(ASK[engine], [query for kind in KINDS for query, _ in queries_by_kind[kind]])
        page.close()
        hits = {}
        for kind in KINDS:
            slugs = [
                [path.removeprefix("papers/").rstrip("/") for path in paths]
                for paths in islice(answers, len(queries_by_kind[kind]))
            ]
            answers = answers[len(queries_by_kind[kind]) :]
            pairs = list(zip([slug for _, slug in queries_by_kind[kind]], slugs, strict=True))
            hits[kind] = tuple(
                sum(slug in paths[:most] for slug, paths in pairs) / len(pairs) for most in (1, 10)
            )
        timed_queries = [query for query, _ in queries_by_kind["three title words"][: TIMED[engine]]]
        measured = [measure_query(browser, server, query, engine) for query in timed_queries]
    first, later, sent, typed = zip(*measured, strict=True)
    return {
        "papers": len(catalogue.papers),
        "hits": hits,
        "first": first,
        "later": [time for times in later for time in times],
        "sent": sent,
        "typed": typed,
    }


def measure_query(browser, server, query, engine):
    """Return milliseconds of a query and of each letter after it, and its bytes, pasted and typed."""
    letters = [query + LETTERS[:end] for end in range(1, len(LETTERS) + 1)]
    with open_slow_page(browser, server) as page:
        first, _ = page.evaluate(TYPE, query)
        page.wait_for_timeout(LOADING_TIME)
        sent = server.sent
        later, lists = zip(*(page.evaluate(TYPE, value) for value in letters), strict=True)
        if engine == "ours":
            wrong = page.evaluate(WRONG, list(zip(letters, lists, strict=True)))
            assert not wrong, f"the list differs from that of the engine for {wrong}"
    with open_slow_page(browser, server) as page:
        page.focus(".md-search__input")
        page.keyboard.type(query, delay=KEY_DELAY)
        page.wait_for_selector(".md-search-result__link")
        page.wait_for_timeout(LOADING_TIME)
        typed = server.sent
    return first, later, sent, typed


@contextmanager
def open_slow_page(browser, server):
    """Provide the home page as on a first visit: no file of the search is in the cache."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(0)
    server.sent = 0
    page.goto(server.address)
    page.wait_for_load_state("networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    yield page
    context.close()


def measure_engine(browser, site, catalogue):
    """Return milliseconds of our engine on the thread of a slow page: of queries, and of further letters."""
    first, later = [], []
    with serve_folder(site, CountingHandler) as server:
        for query, _ in queries(catalogue.papers, SAMPLE["ours"])["three title words"][: TIMED["ours"]]:
            with open_slow_page(browser, server) as page:
                letters = [query + LETTERS[:end] for end in range(1, len(LETTERS) + 1)]
                times = page.evaluate(ALONE, [query, letters])
                first.append(times[0])
                later += times[1:]
    return first, later


def print_tables(rows):
    print(
        "| | papers | indexing, CPU | memory | files | all, gzip | first query | typed by letters |", end=""
    )
    print(f" first result | later letters | within {FAST} ms | on the thread of the page |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        cells = [
            row["engine"],
            f"{row['papers']:,}",
            "" if row["index"] is None else f"{row['index']:.1f} s",
            "" if row["memory"] is None else f"{row['memory']:.0f} MB",
            row["files"],
            f"{row['size'] / 1e6:.1f} MB",
            format_range(row["sent"], 1000, "kB"),
            format_range(row["typed"], 1000, "kB"),
            format_range(row["first"], 1, "ms"),
            format_range(row["later"], 1, "ms"),
            f"{sum(time <= FAST for time in row['later'])} of {len(row['later'])}",
            " then ".join(format_range(times, 1, "ms") for times in row["alone"]) if "alone" in row else "",
        ]
        print("| " + " | ".join(map(str, cells)) + " |")
    print("\n| hit@1, hit@10 | " + " | ".join(f"{row['engine']}, {row['papers']:,}" for row in rows) + " |")
    print("|---|" + "---:|" * len(rows))
    for kind in KINDS:
        cells = [", ".join(f"{share:.2f}" for share in row["hits"][kind]) for row in rows]
        print(f"| {kind} | " + " | ".join(cells) + " |")


def format_range(values, unit, name):
    """Format the median and the maximum."""
    return f"{statistics.median(values) / unit:.0f} ({max(values) / unit:.0f}) {name}"


if __name__ == "__main__":
    sys.exit(main())
