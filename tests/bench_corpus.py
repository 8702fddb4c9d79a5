"""Write a large corpus of arXiv documents: ``python -m tests.bench_corpus FOLDER TARGET SIZE``.

FOLDER has arXiv Atom documents (plain or gzip). TARGET gets their papers and new ones made of them (see
`bench_related.grow`), in documents of 2,500 papers, for ``make bench CORPUS=TARGET`` and the like.
"""

import sys
from pathlib import Path

from lxml.builder import ElementMaker
from lxml.etree import tostring

from generator.model.dates import format_instant
from generator.model.papers import Paper
from tests.bench_related import grow, read_documents

PAPERS_IN_DOCUMENT = 2_500
ATOM = ElementMaker(namespace="http://www.w3.org/2005/Atom", nsmap={None: "http://www.w3.org/2005/Atom"})
ARXIV = ElementMaker(namespace="http://arxiv.org/schemas/atom")
SEARCH = ElementMaker(namespace="http://a9.com/-/spec/opensearch/1.1/")


def main() -> int:
    folder, target, size = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    papers, _ = grow(read_documents(folder).papers, size)
    target.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(papers), PAPERS_IN_DOCUMENT):
        part = papers[start : start + PAPERS_IN_DOCUMENT]
        feed = ATOM.feed(
            ATOM.id("https://arxiv.org/api/corpus"),
            ATOM.updated("2026-03-24T12:50:00Z"),
            SEARCH.totalResults(str(len(papers))),
            SEARCH.startIndex(str(start)),
            SEARCH.itemsPerPage(str(PAPERS_IN_DOCUMENT)),
            *map(write, part),
        )
        (target / f"{start:06}.atom.xml").write_bytes(tostring(feed, encoding="utf-8", xml_declaration=True))
    return 0


def write(paper: Paper):
    paper_id = paper.id
    if paper_id.startswith("99"):  # of `grow`; the month 0 is no id of arXiv
        month, _, number = paper_id.removeprefix("99").partition(".")
        paper_id = f"30{int(month) + 1:02}.{int(number) + 1:05}"
    published = format_instant(paper.published) if paper.published else "2020-01-01T00:00:00Z"
    return ATOM.entry(
        ATOM.id(f"http://arxiv.org/abs/{paper_id}v1"),
        ATOM.title(paper.title),
        ATOM.summary(paper.abstract or ""),
        ATOM.published(published),
        ATOM.updated(published),
        *(ATOM.author(ATOM.name(author.name)) for author in paper.authors),
        ARXIV.primary_category(term=paper.primary_category),
        ATOM.category(term=paper.primary_category),
    )


if __name__ == "__main__":
    sys.exit(main())
