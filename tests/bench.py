"""Measure what docs/project/benchmarks.md reports: `make bench`, or `make bench CORPUS=FOLDER`.

CORPUS is a folder of arXiv Atom documents (plain or gzip). Their papers make a catalogue with the topics
and venues of this repository. Without CORPUS, it has the 2,253 papers of the tests. Prints Markdown.
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
CURATION = "topics: [benchmarking]\nsummary: One of many files that exist to measure the time of a command.\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--documents", type=int, metavar="N", help="use the first N documents")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        documents = prepare(root, options.corpus, options.documents)
        rows = [("import", *measure(root, "import", "--feed", "bench", *documents))]
        count = add_curation(root)
        rows += [
            (f"lint of {count:,} curation files", *measure(root, "lint")),
            ("data to Markdown, cold", *measure(root, "pages")),
            ("data to Markdown, unchanged", *measure(root, "pages")),
        ]
        edit_curation(root)
        rows.append(("data to Markdown, one curation file edited", *measure(root, "pages")))
    print(f"| {count:,} papers | seconds | of CPU | peak memory |\n|---|---:|---:|---:|")
    for name, seconds, cpu, megabytes in rows:
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} | {megabytes:.0f} MB |")
    return 0


def prepare(root: Path, corpus: Path, most: int | None = None) -> list[Path]:
    """Make a catalogue without papers, and return the documents to import into it."""
    copy_data_without_papers(root)
    documents = []
    for path in sorted(corpus.iterdir())[:most]:
        data = path.read_bytes()
        documents.append(root / path.name.removesuffix(".gz"))
        documents[-1].write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
    return documents


def add_curation(root: Path) -> int:
    """Write a curation file for each stored paper, and return the number of papers."""
    folder = root / "data/curation/papers"
    folder.mkdir()
    lines = [
        line for path in (root / "data/feeds/bench").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    for line in lines:
        slug = line.split('"id":"', 1)[1].split('"', 1)[0].replace("/", "-")
        (folder / f"{slug}.yml").write_text(CURATION)
    return len(lines)


def edit_curation(root: Path) -> None:
    """Add a note to one curation file."""
    path = min((root / "data/curation/papers").iterdir())
    path.write_text(f"{path.read_text()}note: Edited once more.\n")


def measure(root: Path, *arguments: object) -> tuple[float, float, float]:
    """Return the seconds, seconds of CPU and megabytes of a command, including the start of Python."""
    command = [sys.executable, "-m", "generator", *map(str, arguments), "--root", str(root), "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
