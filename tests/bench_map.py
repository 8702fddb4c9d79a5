"""Measure the map of papers: `python -m tests.bench_map [FOLDER]`.

FOLDER has arXiv Atom documents (plain or gzip), or is left out for those of the tests. Prints, in Markdown,
what the map costs, how large its file is, and how far papers move when 50 are added, in percent of its width.
"""

import argparse
import gzip
import math
import random
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import quantiles

from generator.derive.paper_map import place_papers
from generator.derive.related_papers import find_related_papers
from generator.model.papers import MAP_SIZE
from generator.publish.map_layers import build_map, write_map
from tests.bench_related import read_documents
from tests.paths import FEEDS

SIZES = (2_238, 7_500, 20_000)
ADDED = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=FEEDS / "corpus")
    catalogue = read_documents(parser.parse_args().corpus)
    print("| papers | ms of CPU a paper | file, compressed | half of the papers move by | nine tenths by |")
    print("|---:|---:|---:|---:|---:|")
    by_date = sorted(catalogue.papers, key=lambda paper: (str(paper.published), paper.id))
    for size in (size for size in SIZES if size <= len(by_date)):
        papers = by_date[-size:]
        for number in random.Random(1).sample(range(size), ADDED):  # noqa: S311 - to repeat it
            papers[number] = replace(papers[number], first_seen=date.max)
        after, milliseconds = place(papers, catalogue)
        before, _ = place([paper for paper in papers if paper.first_seen != date.max], catalogue)
        tenths = quantiles([math.dist(before[paper], after[paper]) / MAP_SIZE for paper in before], n=10)
        layers = build_map(replace(catalogue, papers=tuple(papers[::-1]), positions=after))
        file = len(gzip.compress(write_map(layers).encode(), mtime=0)) / 1000
        print(
            f"| {size:,} | {milliseconds:.2f} | {file:.0f} kB | {tenths[4]:.2%} | {tenths[8]:.1%} |",
            flush=True,
        )
    return 0


def place(papers, catalogue):
    """Return the positions of papers, and the milliseconds of CPU for each paper."""
    known = find_related_papers(papers, catalogue.assignments, catalogue.all_people).neighbours
    neighbours = {paper: row.neighbours for paper, row in known.items()}
    start = time.process_time()
    positions = place_papers(neighbours, catalogue.assignments, catalogue.topics)
    return positions, 1000 * (time.process_time() - start) / len(papers)


if __name__ == "__main__":
    sys.exit(main())
