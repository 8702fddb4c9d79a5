"""Measures what docs/project/benchmarks.md reports: `make bench`, or `make bench CORPUS=FOLDER`.

With CORPUS, a folder of arXiv Atom documents (plain or gzip) is the catalogue, with this repository's topics
and venues; without it, the 2,253 performance papers that the tests hold are. Prints Markdown.
"""

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.catalogues import copy_data_without_papers
from tests.paths import FEEDS, REPOSITORY

CORPUS = FEEDS / "corpus"
SUMMARY = (
    "topics: [benchmarking]\nsummary: One file of many, which says nothing new and measures only time.\n"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--documents", type=int, default=None, help="only so many documents of it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        documents = prepare(root, options.corpus, options.documents)
        rows = [("import", *timed(root, "import", "--feed", "bench", *documents))]
        papers = sum(
            len(path.read_bytes().splitlines()) for path in (root / "data/feeds/bench").glob("*.jsonl")
        )
        for path in (root / "data/feeds/bench").glob("*.jsonl"):
            for line in path.read_text().splitlines():
                slug = line.split('"id":"', 1)[1].split('"', 1)[0].replace("/", "-")
                (root / f"data/curation/papers/{slug}.yml").write_text(SUMMARY)
        rows += [
            (f"lint of {papers:,} curation files", *timed(root, "lint")),
            ("data to Markdown, cold", *timed(root, "pages")),
            ("data to Markdown, unchanged", *timed(root, "pages")),
        ]
    print(f"| {papers:,} papers | seconds | of CPU | peak memory |\n|---|---:|---:|---:|")
    for name, seconds, cpu, megabytes in rows:
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} | {megabytes:.0f} MB |")
    return 0


def prepare(root: Path, corpus: Path, most: int | None = None) -> list[Path]:
    """A catalogue without papers, and the documents to import into it."""
    copy_data_without_papers(root)
    (root / "data/curation/papers").mkdir()
    documents = []
    for path in sorted(corpus.iterdir())[:most]:
        data = path.read_bytes()
        documents.append(root / path.name.removesuffix(".gz"))
        documents[-1].write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
    return documents


def timed(root: Path, *arguments: object) -> tuple[float, float, float]:
    """Seconds, those of CPU and megabytes that a command takes, the start of Python included."""
    command = [sys.executable, "-m", "generator", *map(str, arguments), "--root", str(root), "--quiet"]
    before = time.perf_counter()
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
