"""One paper of several sources, by its DOI or by a curator: it has one page, and all ids lead to it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.derive.assemble import assemble, list_entries
from generator.derive.lookup import find_paper
from generator.derive.same_papers import find_same_papers, find_second_files, suggest_same_papers
from generator.ingest import observations
from generator.model.curation_values import (
    Curation,
    ListEntry,
    PaperCuration,
    Person,
    ReadingList,
    Settings,
)
from generator.model.doi_records import DoiRecord, Lookup
from generator.model.entries import Author, Entry
from generator.publish.citations import bibtex
from generator.publish.citations.citation_record import build_record
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.site_feeds import build_entry_id
from tests.builders import make_authors, make_paper

DOI = "10.5555/Toy.1"
DOI_ID = "doi:10.5555/toy.1"
ARXIV_ID = "2501.00001"
PREPRINT = Entry(
    ARXIV_ID,
    2,
    "On the Size of Toys",
    abstract="We measure.",
    authors=(Author("Amy Example"),),
    categories=("cs.PF",),
    primary_category="cs.PF",
    published=datetime(2025, 1, 3, tzinfo=UTC),
    updated=datetime(2025, 2, 3, tzinfo=UTC),
    comment="8 pages",
    dois=(DOI,),
)
ARTICLE = Entry(
    DOI_ID,
    None,
    "On the size of toys.",
    authors=(Author("Example, Amy"),),
    categories=("RESEARCH ARTICLE",),
    published=datetime(2026, 5, 1, tzinfo=UTC),
    dois=("10.5555/toy.1",),
    links=("https://journal.example/toys",),
    container="Journal of Toys",
    volume="55",
    issue="4",
    pages="29-36",
)
PATH = "data/curation/papers/doi-10.5555-toy.1.yml"


def store_feeds(*entries):
    seen = date(2026, 11, 29)
    return {
        f"feed-{number}": {entry.id: observations.from_entry(entry, seen)}
        for number, entry in enumerate(entries)
    }


def curate(papers=None, **fields):
    return Curation(Settings("Toys", "Papers."), (), (), (), papers or {}, **fields)


def combine(*entries, papers=None, lookups=None, **fields):
    curated = replace(curate(papers), **fields)
    catalogue = assemble(store_feeds(*entries), curated, lookups)
    return replace(catalogue, relations={paper.id: () for paper in catalogue.papers})


def find_ids(catalogue):
    return sorted(paper.id for paper in catalogue.papers)


@pytest.mark.parametrize("entries", [(PREPRINT, ARTICLE), (ARTICLE, PREPRINT)])
def test_a_preprint_and_the_article_with_its_doi_are_one_paper(entries):
    (paper,) = combine(*entries).papers

    assert (paper.id, paper.same_as, paper.slug) == (ARXIV_ID, (DOI_ID,), ARXIV_ID)
    assert paper.feeds == ("feed-0", "feed-1")
    assert (paper.title, paper.version, paper.categories) == (PREPRINT.title, 2, ("cs.PF",))
    assert paper.published == PREPRINT.published
    assert paper.dois == (DOI,)
    assert (paper.publication.container, paper.publication.year) == ("Journal of Toys", 2026)


def test_it_is_cited_as_the_article_with_its_preprint():
    catalogue = combine(PREPRINT, ARTICLE)
    (paper,) = catalogue.papers
    entry = bibtex.FORMAT.write_entry(build_record(paper, catalogue.venues[0]))

    assert entry.startswith("@article{example2026size-2501.00001,")
    for line in ("journal = {Journal of Toys}", "volume = {55}", "year = {2026}", "eprint = {2501.00001}"):
        assert line in entry


def test_all_ids_lead_to_its_page():
    catalogue = combine(PREPRINT, ARTICLE)
    texts = {page.path: page.text for page in make_all_pages(catalogue)}

    assert {find_paper(name, catalogue).id for name in (ARXIV_ID, DOI_ID, DOI, "doi-10.5555-toy.1")} == {
        ARXIV_ID
    }
    assert "redirect_to: papers/2501.00001/" in texts["papers/doi-10.5555-toy.1.md"]
    assert build_entry_id(catalogue.papers[0]) == "https://arxiv.org/abs/2501.00001"


OTHERS = {
    "another title and author": replace(ARTICLE, title="Cooking for Two", authors=(Author("Bo Sample"),)),
    "another DOI": replace(ARTICLE, id="doi:10.5555/toy.2", dois=("10.5555/toy.2",)),
}


@pytest.mark.parametrize("article", OTHERS.values(), ids=OTHERS)
def test_other_work_stays_another_paper(article):
    assert find_ids(combine(PREPRINT, article)) == [ARXIV_ID, article.id]


def test_a_doi_that_a_curator_or_a_registry_adds_counts():
    preprint = replace(PREPRINT, dois=())
    record = DoiRecord(
        DOI.lower(), "crossref", "journal-article", PREPRINT.title, containers=("Journal of Toys",)
    )
    lookups = {ARXIV_ID: Lookup(ARXIV_ID, date(2026, 5, 1), date(2026, 5, 1), record=record)}

    assert find_ids(combine(preprint, ARTICLE)) == [ARXIV_ID, DOI_ID]
    assert find_ids(
        combine(preprint, ARTICLE, papers={ARXIV_ID: PaperCuration("", publications=(DOI,))})
    ) == [ARXIV_ID]
    assert find_ids(combine(preprint, ARTICLE, lookups=lookups)) == [ARXIV_ID]


def test_of_two_preprints_with_a_doi_the_one_with_the_title_is_the_article():
    extended = replace(PREPRINT, id="2502.00001", title="On the Size of Toys and of Boxes")
    same = replace(PREPRINT, id="2502.00001")

    assert find_ids(combine(PREPRINT, extended, ARTICLE)) == [ARXIV_ID, "2502.00001"]
    assert find_ids(combine(PREPRINT, same, ARTICLE)) == [ARXIV_ID, "2502.00001", DOI_ID]


@pytest.mark.parametrize("holder", [ARXIV_ID, DOI_ID])
def test_a_curator_can_state_that_two_papers_are_one(holder):
    preprint = replace(PREPRINT, dois=(), title="Toys")
    other = DOI_ID if holder == ARXIV_ID else ARXIV_ID
    (paper,) = combine(preprint, ARTICLE, papers={holder: PaperCuration(PATH, same_as=(other,))}).papers

    assert (paper.id, paper.same_as, paper.curation_path) == (ARXIV_ID, (DOI_ID,), PATH)


def test_papers_of_two_journals_have_the_id_of_the_curators_file():
    other = replace(ARTICLE, id="url:https://mirror.example/toys", dois=(), container=None)
    (paper,) = combine(ARTICLE, other, papers={DOI_ID: PaperCuration(PATH, same_as=(other.id,))}).papers

    assert (paper.id, paper.same_as) == (DOI_ID, (other.id,))


def test_what_people_wrote_under_another_id_is_kept():
    papers = {
        DOI_ID: PaperCuration(
            PATH, summary="Of the article.", awards=("Best paper",), related=("2501.00009",)
        ),
        ARXIV_ID: PaperCuration("data/curation/papers/2501.00001.yml", summary="Of the preprint."),
        "2501.00009": PaperCuration("", related=(DOI_ID, ARXIV_ID)),
    }
    catalogue = combine(
        *(PREPRINT, ARTICLE, replace(PREPRINT, id="2501.00009", title="Boxes", dois=())),
        papers=papers,
        lists=(ReadingList("first", "First", "Toys.", (ListEntry(DOI_ID, "A note."), ListEntry(ARXIV_ID))),),
        people=(Person("amy", "Amy Example", papers=(DOI_ID,)),),
    )
    by_id = {paper.id: paper for paper in catalogue.papers}

    assert (by_id[ARXIV_ID].summary, by_id[ARXIV_ID].awards) == ("Of the preprint.", ("Best paper",))
    assert by_id[ARXIV_ID].curated_related == ("2501.00009",)
    assert by_id["2501.00009"].curated_related == (ARXIV_ID,)
    assert catalogue.lists[0].entries == (ListEntry(ARXIV_ID, "A note."),)
    assert catalogue.people[0].papers == (ARXIV_ID,)


def test_a_record_with_the_doi_of_a_preprint_makes_no_second_page():
    record = Entry(DOI_ID, None, PREPRINT.title, dois=(DOI,), container="Journal of Toys", volume="55")
    (paper,) = combine(PREPRINT, papers={DOI_ID: PaperCuration(PATH, record=record)}).papers

    assert (paper.id, paper.curation_path) == (ARXIV_ID, PATH)
    assert (paper.publication.source, paper.publication.volume) == ("record", "55")


# --- warnings and suggestions ---------------------------------------------------------------------


def warn(*entries, papers):
    stored, curated = store_feeds(*entries), curate(papers)
    all_entries = list_entries(stored, curated)
    return list(
        map(str, find_second_files(all_entries, curated, find_same_papers(all_entries, curated.papers, {})))
    )


def test_a_record_of_a_paper_that_is_known_by_its_doi_is_named():
    record = Entry(DOI_ID, None, PREPRINT.title, dois=(DOI,))

    expected = (
        f"{PATH}: the catalogue has this paper as 2501.00001 (move everything but the record to"
        " data/curation/papers/2501.00001.yml, and delete this file)"
    )

    assert warn(PREPRINT, papers={DOI_ID: PaperCuration(PATH, record=record)}) == [expected]


def test_a_record_with_the_doi_of_a_paper_with_another_title_is_named():
    record = Entry(DOI_ID, None, "The paper's title", (), (Author("Bo Sample"),), dois=(DOI,))
    expected = (
        f"{PATH}: the catalogue has this DOI as that of 2501.00001, 'On the Size of Toys'"
        " (if it is this paper, write to data/curation/papers/2501.00001.yml instead;"
        " otherwise correct the DOI)"
    )

    assert warn(PREPRINT, papers={DOI_ID: PaperCuration(PATH, record=record)}) == [expected]


def test_there_is_no_warning_about_other_files():
    papers = {
        ARXIV_ID: PaperCuration("", publications=("10.5555/toy.3",)),
        "doi:10.5555/toy.2": PaperCuration(
            "", record=Entry("doi:10.5555/toy.2", None, "Boxes", dois=("10.5555/toy.2",))
        ),
    }

    assert warn(PREPRINT, ARTICLE, papers=papers) == []


def suggest(**fields):
    preprint = make_paper("2501.00001", title="On the Size of Toys", authors=make_authors("Amy Example"))
    article = make_paper(
        DOI_ID,
        **{"title": "On the size of toys", "authors": make_authors("A. Example", "Bo Sample"), **fields},
    )
    return [(one.main.id, one.other.id) for one in suggest_same_papers([article, preprint])]


def test_papers_with_one_title_and_first_author_are_suggested():
    assert suggest() == [(ARXIV_ID, DOI_ID)]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "On the size of boxes"},
        {"authors": make_authors("Bo Sample")},
        {"authors": ()},
        {"published": datetime(2001, 1, 1, tzinfo=UTC)},
        {"published": None},
    ],
)
def test_other_papers_are_not_suggested(fields):
    assert suggest(**fields) == []


def test_two_papers_of_arxiv_are_not_suggested():
    assert suggest_same_papers([make_paper("2501.00001"), make_paper("2501.00002")]) == ()
