"""Drafts of curation files: they contain the known facts, and always pass the checks."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.curation import folder
from generator.curation.read import read_curation
from generator.derive.classify import classify
from generator.derive.code_links import find_links
from generator.derive.drafts import draft_paper, draft_record
from generator.derive.lookup import find_paper
from generator.derive.suggestions import Suggestion
from generator.model import ids, layout
from generator.model.curation_values import Appearance, Link, LinkKind, Phrase, Topic, Venue, VenueKind
from generator.model.entries import Author, Entry
from generator.model.errors import UsageError
from generator.pipeline.read_catalogue import read_catalogue
from tests.builders import make_authors, make_catalogue, make_paper
from tests.curation.required_files import REQUIRED_FILES
from tests.tables import for_each_row

CACHES = Topic("caches", "Caches", "Small and fast memories.", phrases=(Phrase("cache", 2.0),))
QUEUES = Topic("queues", "Queues", "Where requests wait.", phrases=(Phrase("queue", 2.0),))
ASPLOS = Venue("asplos", "ASPLOS", "Architectural Support", VenueKind.CONFERENCE)

NEW = make_paper("2602.23556", title="Caches for everyone", dois=("10.1145/3779212.3790145",))
BY_DOI = make_paper("doi:10.5555/toy.6", title="Energy of toys", url="https://toys.example/articles/6")
CATALOGUE = make_catalogue(NEW, BY_DOI, topics=(CACHES, QUEUES), venues=(ASPLOS,))

TITLE = "Gauges: a “study” of 10% # of it"
# A reference, the name of the file for it, and the record there.
RECORDS = [
    ("2603.00001v2", "2603.00001", Entry("2603.00001", None, TITLE)),
    (
        "https://doi.org/10.5555/Gauges.1",
        "doi-10.5555-gauges.1",
        Entry("doi:10.5555/gauges.1", None, TITLE, dois=("10.5555/Gauges.1",)),
    ),
    (
        "http://toys.example/gauges?utm_source=a",
        ids.build_slug("url:https://toys.example/gauges"),
        Entry(
            "url:https://toys.example/gauges",
            None,
            TITLE,
            links=("https://toys.example/gauges?utm_source=a",),
        ),
    ),
]
# A reference, a title, and a part of the message.
REFUSED = [
    ("2602.23556v1", TITLE, "omit --manual and use 2602.23556"),
    ("10.5555/toy.6", TITLE, "omit --manual and use doi-10.5555-toy.6"),
    ("gauges", TITLE, "a paper is named by its DOI, its https URL or its arXiv id, got 'gauges'"),
    ("https://arxiv.org/abs/2613.00001", TITLE, "'2613.00001' must begin with a year and month"),
    ("https://arxiv.org/abs/2602.001", TITLE, "is not an arXiv id"),
    ("https://doi.org/gauges", TITLE, "is not a DOI"),
    ("10.5555/gau\\ges", TITLE, "must be a DOI"),
    ("2603.00001", "", "record, title must have a value"),
    ("2603.00001", "a" * 501, "500"),
]


def read_with_required_files(path, text):
    """The curation of a small catalogue with one more file, and its problems."""
    slugs = {paper.slug: paper.id for paper in CATALOGUE.papers}
    return read_curation(REQUIRED_FILES | {path: text.encode()}, slugs)


def test_a_draft_has_all_that_is_known():
    paper = make_paper(
        "2602.23557",
        title="A cache,\nand a # queue",
        authors=make_authors("Amy Example", "Bo Sample"),
        appearance=Appearance("asplos", 2026, source="comment", evidence="ASPLOS '26"),
        links=(
            Link(LinkKind.CODE, "https://github.com/toys/cache", "abstract"),
            Link(LinkKind.DATA, "https://toys.example/{a}", "comment"),
            Link(LinkKind.DATA, "https://toys.example/: b", "comment"),
            Link(LinkKind.SLIDES, "https://toys.example/slides", "curation"),
        ),
        curated_topics=("queues",),
    )

    assert draft_paper(paper, CATALOGUE) == (
        """\
# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json
# Title: A cache, and a # queue
# Authors: Amy Example, Bo Sample
# Page: https://arxiv.org/abs/2602.00001
topics:  # these replace the topics from the rules: keep the right ones
  - caches  # “cache” in the title
  - queues  # “queue” in the title
# summary: >-
#   One or two sentences in your own words: what is new, and what was found.
# venue: {id: asplos, year: 2026}  # shown already, from “ASPLOS '26”; use this line to correct it
links:  # found in abstract and comment
  code:
    - https://github.com/toys/cache
  data:
    - https://toys.example/{a}
    - "https://toys.example/: b"
highlight: false  # true: picked by the curators
# More fields: note, awards, related, same_as, status, publications, corrections
"""
    )


def test_a_topic_of_the_nearest_papers_is_proposed_with_its_evidence():
    near = [Suggestion(NEW, "caches", "3 of 3"), Suggestion(NEW, "queues", "2 of 3")]
    assigned = make_catalogue(NEW, topics=(CACHES, QUEUES), assignments={NEW.id: ["caches"]})
    by_rules = draft_paper(NEW, assigned, near).splitlines()
    without_rules = draft_paper(BY_DOI, CATALOGUE, near).splitlines()

    assert by_rules[5:7] == ["  - caches  # because; 3 of 3", "  # - queues  # 2 of 3"]
    assert without_rules[5:7] == ["  - caches  # 3 of 3", "  - queues  # 2 of 3"]


def test_a_brief_draft_leaves_out_what_the_page_of_the_paper_shows():
    whole = draft_paper(BY_DOI, CATALOGUE).splitlines()
    brief = draft_paper(BY_DOI, CATALOGUE, brief=True).splitlines()

    left_out = [line.split(":")[0] for line in whole if line not in brief]

    assert left_out == ["# Authors", "# Page", "# More fields"]
    assert [line for line in whole if line in brief] == brief


def test_a_draft_without_a_topic_has_one_as_an_example():
    assert "\n# topics: [caches]  # from topics.yml\n" in draft_paper(BY_DOI, CATALOGUE)
    assert "\n# topics: []" in draft_paper(BY_DOI, make_catalogue(BY_DOI))


def test_many_authors_fit_on_one_line():
    paper = make_paper(authors=make_authors(*(f"{'A' * 100} Example{number}" for number in range(3000))))
    line = next(line for line in draft_paper(paper, CATALOGUE).splitlines() if "Authors" in line)

    assert len(line) <= 202


@pytest.mark.slow
def test_a_draft_of_each_shipped_paper_passes_the_checks_and_keeps_its_topics(shipped_data):
    catalogue = read_catalogue(shipped_data.parent)
    texts = {
        layout.build_paper_path(paper.id): draft_paper(paper, catalogue, ()).encode()
        for paper in catalogue.papers
    }
    slugs = {paper.slug: paper.id for paper in catalogue.papers}
    curated, problems = read_curation(folder.read_files(shipped_data) | texts, slugs)
    by_rules = classify([replace(paper, curated_topics=None) for paper in catalogue.papers], catalogue.topics)

    assert problems == ()
    assert set(curated.papers) == set(slugs.values())
    assert {paper_id: paper.topics for paper_id, paper in curated.papers.items() if paper.topics} == {
        paper_id: tuple(assignment.topic for assignment in assignments)
        for paper_id, assignments in by_rules.items()
        if assignments
    }


def test_a_draft_of_each_toy_passes_the_checks_for_every_reference_to_it(toys):
    catalogue = read_catalogue(toys)
    slugs = {paper.slug: paper.id for paper in catalogue.papers}
    files = folder.read_files(toys / "data")
    for paper in catalogue.papers:
        references = {paper.id, paper.slug, paper.url, *paper.dois}
        if ids.is_arxiv_id(paper.id):
            references |= {
                f"{paper.id}v1",
                ids.build_abstract_url(paper.id),
                f"{ids.build_pdf_url(paper.id)}v2",
            }
        text = draft_paper(paper, catalogue).encode()

        assert [find_paper(reference, catalogue) for reference in references] == [paper] * len(references)
        assert read_curation(files | {layout.build_paper_path(paper.id): text}, slugs)[1] == ()


@settings(deadline=None)
@given(title=st.text(), name=st.text(), evidence=st.text(), abstract=st.text())
def test_a_draft_of_any_paper_passes_the_checks(title, name, evidence, abstract):
    paper = replace(
        NEW,
        title=f"Cache {title}",
        authors=(Author(name),),
        appearance=Appearance("asplos", source="comment", evidence=evidence),
        links=find_links(f"https://toys.example/{abstract}", None),
    )
    text = draft_paper(paper, replace(CATALOGUE, assignments={}), ())
    curated, problems = read_with_required_files(layout.build_paper_path(paper.id), text)

    assert problems == ()
    assert curated.papers[paper.id].topics[0] == "caches"
    assert curated.papers[paper.id].summary is None
    assert sum("yaml-language-server:" in line[:25] for line in text.splitlines()) == 1


@pytest.mark.parametrize(("reference", "slug", "record"), RECORDS)
def test_a_paper_on_no_feed_gets_a_record(reference, slug, record):
    path, text = draft_record(reference, TITLE, CATALOGUE)
    curated, problems = read_with_required_files(path, text)

    assert path == f"data/curation/papers/{slug}.yml"
    assert problems == ()
    assert curated.papers[record.id].record == record


def test_the_topics_of_a_record_follow_from_its_title():
    _, text = draft_record("2603.00001", "A cache", CATALOGUE)

    assert "\n  - caches  # “cache” in the title\n" in text


@for_each_row(("reference", "title", "message"), REFUSED)
def test_a_record_that_would_not_pass_the_checks_is_a_usage_error(reference, title, message):
    with pytest.raises(UsageError) as error:
        draft_record(reference, title, CATALOGUE)

    assert message in str(error.value)


@settings(deadline=None)
@given(reference=st.text(), title=st.text())
def test_every_record_passes_the_checks_or_is_a_usage_error(reference, title):
    for asked in (reference, "2603.00001", f"10.5555/{reference}", f"https://toys.example/{reference}"):
        try:
            path, text = draft_record(asked, title, CATALOGUE)
        except UsageError:
            continue
        assert read_with_required_files(path, text)[1] == ()
