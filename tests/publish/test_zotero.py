"""What Zotero saves from a page, and imports from RIS and BibTeX, for each kind of paper."""

import pytest

from generator.model.curation_values import Appearance, Status, Venue, VenueKind
from generator.model.doi_records import DoiRecord
from generator.publish.citations import bibtex, ris
from generator.publish.citations.citation_record import build_record, is_preprint
from generator.publish.metadata import build_citation_tags
from tests.builders import make_paper
from tests.zotero import read_bibtex, read_page, read_ris

ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)
BRIDGE = Venue("bridge", "The Bridge", "The Bridge", VenueKind.JOURNAL)
PROCEEDINGS = DoiRecord(
    "10.5555/toy.1", "crossref", type="proceedings-article", containers=("Proceedings of ToyConf",),
    event=("Toy Conference",), pages="7-9", publisher="Toy Press",
)  # fmt: skip
CHAPTER = DoiRecord(
    "10.5555/toy.2", "crossref", type="book-chapter", containers=("Toys",), publisher="Toy Press"
)
POSTED = DoiRecord("10.5555/toy.3", "crossref", type="posted-content", publisher="Toy Archive")

# The paper and its venue, and the type of Zotero's item: from page, RIS and BibTeX.
KINDS = {
    "preprint at arXiv": ({}, None, ("preprint", "preprint", "book")),
    "preprint elsewhere": ({"publication": POSTED}, None, ("preprint", "preprint", "book")),
    "unknown": (
        {"paper_id": "url:https://toys.example/1"},
        None,
        ("journalArticle", "journalArticle", "book"),
    ),
    "conference": ({"appearance": Appearance("icpe", 2026)}, ICPE, ("conferencePaper",) * 3),
    "proceedings": ({"publication": PROCEEDINGS}, None, ("conferencePaper",) * 3),
    "chapter": ({"publication": CHAPTER}, None, ("bookSection",) * 3),
    "journal": ({"appearance": Appearance("bridge", 2026)}, BRIDGE, ("journalArticle",) * 3),
}


def read_all(paper, venue=None, topics=("Caches",)):
    """Read the page, the RIS entry and the BibTeX entry of a paper."""
    record = build_record(paper, venue, topics)
    tags = [("og:type", "article"), *build_citation_tags(paper, record, topics)]
    tags += [("DC.type", "preprint")] if is_preprint(record) else []
    entries = [
        each.add_abstract(each.write_entry(record), "An abstract.") for each in (ris.FORMAT, bibtex.FORMAT)
    ]
    [from_ris], [from_bibtex] = read_ris(entries[0]), read_bibtex(entries[1])
    return read_page(tags), from_ris, from_bibtex


@pytest.mark.parametrize(("changes", "venue", "types"), KINDS.values(), ids=KINDS)
def test_zotero_gives_each_kind_of_paper_its_type(changes, venue, types):
    items = read_all(make_paper(**changes), venue)

    assert tuple(item["itemType"] for item in items) == types


@pytest.mark.parametrize(("changes", "venue", "types"), KINDS.values(), ids=KINDS)
def test_title_authors_abstract_and_topics_arrive_from_each_source(changes, venue, types):
    for item in read_all(make_paper(**changes), venue):
        assert (item["title"], item["abstractNote"], item["tags"][0]) == ("A title", "An abstract.", "Caches")
        assert len(item["creators"]) == 2


def test_a_preprint_has_its_number_and_its_pdf():
    from_page, from_ris, from_bibtex = read_all(make_paper())

    assert (from_page["publisher"], from_page["number"]) == ("arXiv", "arXiv:2602.00001")
    assert (from_page["date"], from_page["url"]) == ("2026/02/03", "https://arxiv.org/abs/2602.00001")
    assert from_page["attachments"] == ["https://arxiv.org/pdf/2602.00001"]
    assert (from_ris["institution"], from_ris["reportNumber"]) == ("arXiv", "arXiv:2602.00001")
    assert (from_bibtex["publisher"], from_bibtex["extra"]) == ("arXiv", "arXiv: 2602.00001")


def test_a_conference_paper_has_its_proceedings_its_conference_and_its_pages():
    from_page, from_ris, _ = read_all(make_paper(publication=PROCEEDINGS))

    assert (from_page["publicationTitle"], from_page["conferenceName"]) == (
        "Proceedings of ToyConf",
        "Toy Conference",
    )
    assert (from_ris["proceedingsTitle"], from_ris["conferenceName"]) == (
        "Proceedings of ToyConf",
        "Toy Conference",
    )
    assert from_page["pages"] == "7-9"


def test_an_article_has_its_volume_and_issue():
    paper = make_paper(appearance=Appearance("bridge", 2026, None, "55", "4"))
    from_page, from_ris, _ = read_all(paper, BRIDGE)

    for item in (from_page, from_ris):
        assert (item["publicationTitle"], item["volume"], item["issue"]) == ("The Bridge", "55", "4")


def test_a_withdrawn_paper_offers_no_pdf():
    assert read_all(make_paper(status=Status.WITHDRAWN))[0]["attachments"] == []


def test_a_topic_with_a_comma_stays_one_keyword():
    for item in read_all(make_paper(), topics=("Caches, large; fast",))[1:]:
        assert item["tags"] == ["Caches large fast", "cs.PF"]
