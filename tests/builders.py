"""Values for tests: a paper or catalogue in which only what matters has to be named."""

import signal
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from generator.derive.related_papers import find_related_papers
from generator.model import ids
from generator.model.curation_values import Settings, Status
from generator.model.papers import Assignment, Catalogue, Paper, PaperAuthor

_PAPER = Paper(
    id="2602.00001",
    slug="2602.00001",
    version=1,
    title="A title",
    abstract="An abstract.",
    authors=(PaperAuthor("Amy Example"), PaperAuthor("Bo Sample")),
    categories=("cs.PF",),
    primary_category="cs.PF",
    published=datetime(2026, 2, 3, tzinfo=UTC),
    updated=datetime(2026, 2, 4, tzinfo=UTC),
    comment=None,
    journal_ref=None,
    dois=(),
    url="https://arxiv.org/abs/2602.00001",
    versions=(),
    first_seen=date(2026, 2, 5),
    feeds=("cs-pf",),
    summary=None,
    note=None,
    appearance=None,
    links=(),
    awards=(),
    highlight=False,
    status=Status.LISTED,
    curated_topics=None,
    curated_related=(),
    publications=(),
    correction_reasons={},
    curation_path=None,
)


def make_paper(paper_id=_PAPER.id, **fields):
    """Make a paper that differs from a plain one by its id and these fields."""
    return replace(_PAPER, id=paper_id, slug=ids.build_slug(paper_id), **fields)


def make_authors(*names):
    """Make authors without affiliations."""
    return tuple(PaperAuthor(name) for name in names)


def make_catalogue(*papers, topics=(), venues=(), assignments=None, relations=None):
    """Make a catalogue of these papers; assignments are given as paper id to ids of topics."""
    return Catalogue(
        settings=Settings("Toy papers", "What toys are made of."),
        papers=papers,
        topics=topics,
        venues=venues,
        lists=(),
        assignments={
            paper.id: tuple(
                Assignment(topic, "because", 2.0) for topic in (assignments or {}).get(paper.id, ())
            )
            for paper in papers
        },
        relations={paper.id: (relations or {}).get(paper.id, ()) for paper in papers},
        as_of=date(2026, 2, 5),
        positions={paper.id: (10 * number, 5 * number) for number, paper in enumerate(papers)},
    )


def relate_papers(papers, assignments, *arguments, **options):
    """Map each paper id to its related papers."""
    return find_related_papers(papers, assignments, *arguments, **options).relations


@contextmanager
def within(seconds):
    """Fail what would otherwise go on for minutes; far more than the slowest machine needs."""

    def stop(*_):
        raise AssertionError(f"this took more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
