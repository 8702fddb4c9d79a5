"""Measure how related papers cost more with more papers: `python -m tests.bench_related FOLDER`.

FOLDER has arXiv Atom documents (plain or gzip). Their papers, with the topics of this repository, make
catalogues of each size. A catalogue that is larger has further papers: their sentences are those of several
papers of one category, with new words that a few papers share, as a growing field has them. Prints Markdown.
"""

import argparse
import gzip
import multiprocessing
import random
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from generator.derive import similarity
from generator.derive.assemble import assemble
from generator.derive.relate import MAX_RELATED
from generator.derive.relatedness import build_corpus, find_neighbours
from generator.ingest.arxiv_atom import parse_answer
from generator.ingest.observations import from_entry
from generator.model.grouping import group_pairs
from generator.model.papers import Catalogue, Paper
from generator.pipeline.read_data import read_data
from tests.builders import relate_papers
from tests.paths import REPOSITORY
from tests.truth.corpus import DAY

SIZES = (7_500, 20_000, 40_000, 86_564)
SAMPLE = 1_000  # papers whose neighbours are compared with those of the exact product
SOURCES = 3  # papers whose sentences make a new one
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NEW_WORDS = 300  # how many are in use at a time


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    catalogue = read_documents(options.corpus)
    print(
        "| papers | ms of CPU a paper | memory a paper | shown a paper | of the six nearest, found |",
        "|---:|---:|---:|---:|---:|",
        sep="\n",
    )
    for size in options.sizes:
        # A process of its own, so that its peak memory is that of this size.
        process = multiprocessing.get_context("fork").Process(target=print_row, args=(catalogue, size))
        process.start()
        process.join()
    return 0


def read_documents(folder: Path) -> Catalogue:
    """Make a catalogue of the papers of all documents."""
    stored = {}
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        document = etree.fromstring(gzip.decompress(data) if path.suffix == ".gz" else data)
        entries = parse_answer(document, path.name, DAY).entries
        stored |= {entry.id: from_entry(entry, DAY) for entry in entries}
    _, curation, _ = read_data(REPOSITORY)
    return assemble({"bench": stored}, replace(curation, papers={}, lists=()))


def print_row(catalogue: Catalogue, size: int) -> None:
    """Print the CPU and memory that related papers need, and the recall of their neighbours."""
    papers, sources = grow(catalogue.papers, size)
    assignments = {paper.id: catalogue.assignments[sources.get(paper.id, paper.id)] for paper in papers}
    before, start = read_peak_memory(), time.process_time()
    relations = relate_papers(papers, assignments, catalogue.all_people)
    seconds, kilobytes = time.process_time() - start, read_peak_memory() - before
    cells = (
        f"{size:,}",
        f"{1000 * seconds / size:.2f}",
        f"{kilobytes / size:.1f} kB",
        f"{sum(map(len, relations.values())) / size:.1f}",
        f"{measure_recall(papers, assignments):.4f}",
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def read_peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure_recall(papers, assignments) -> float:
    """Return how many of the nearest papers are as near as those of the exact product."""
    chosen = random.Random(1).sample(range(len(papers)), min(SAMPLE, len(papers)))  # noqa: S311 - to repeat it
    rows = [[*find_neighbours(build_corpus(papers, assignments, ()), chosen)]]
    similarity._MAX_RARE = 99  # noqa: SLF001 - then all features are rare, and all papers are compared
    rows.append([*find_neighbours(build_corpus(papers, assignments, ()), chosen)])
    found = total = 0
    for own, exact in zip(*rows, strict=True):
        nearest = [*exact.values()][:MAX_RELATED]
        found += sum(value >= nearest[-1] for value in [*own.values()][: len(nearest)])
        total += len(nearest)
    return found / total


def grow(papers: Sequence[Paper], size: int) -> tuple[list[Paper], dict[str, str]]:
    """Return so many papers, and for each new one a paper that it has the topics of."""
    rng = random.Random(15)  # noqa: S311 - to repeat it
    papers = rng.sample(sorted(papers, key=lambda paper: paper.id), len(papers))
    chosen = papers[:size]
    by_category = group_pairs((paper.primary_category, paper) for paper in papers)
    words = make_words(rng)
    sources = {}
    for number in range(size - len(chosen)):
        first = rng.choice(papers)
        others = [first, *rng.choices(by_category[first.primary_category], k=SOURCES - 1)]
        paper = combine(f"99{number // 10_000:02}.{number % 10_000:05}", others, next(words), rng)
        sources[paper.id] = rng.choice(others).id
        chosen.append(paper)
    return chosen, sources


def combine(paper_id: str, papers: Sequence[Paper], words: Sequence[str], rng: random.Random) -> Paper:
    """Make a paper of sentences of others; some of them get a new word."""
    sentences: list[str] = []
    for paper in papers:
        all_sentences = SENTENCE_END.split(paper.abstract or "")
        sentences += rng.sample(all_sentences, max(1, len(all_sentences) // SOURCES))
    sentences[: len(words)] = [f"{sentence} {word}" for sentence, word in zip(sentences, words, strict=False)]
    title = [*rng.choice(papers).title.split()[:5], *rng.choice(papers).title.split()[-4:]]
    return replace(papers[0], id=paper_id, title=" ".join(title), abstract=" ".join(sentences))


def make_words(rng: random.Random) -> Iterator[list[str]]:
    """Yield new words for each paper; a word is new in every second one."""
    words: list[str] = []
    while True:
        if len(words) < SOURCES or rng.random() < 0.5:
            words.append("".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(4)))
        yield rng.sample(words[-NEW_WORDS:], min(SOURCES, len(words)))


if __name__ == "__main__":
    sys.exit(main())
