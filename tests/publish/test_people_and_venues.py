"""What the page of an author or a venue shows apart from its papers."""

from generator.model.curation_values import Appearance, Topic, Venue, VenueKind
from generator.model.papers import Relation
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_authors, make_catalogue, make_paper

CACHES, QUEUES = Topic("caches", "Caches", "What caches are."), Topic("queues", "Queues", "What queues are.")
ICPE = Venue("icpe", "ICPE", "Performance Engineering", VenueKind.CONFERENCE)


def make_files():
    """Two papers by Amy and Bo, two by Cy and Amy, two by Dee, which are related to those of Amy and Bo."""
    authors = [("Amy A", "Bo B")] * 2 + [("Cy C", "Amy A")] * 2 + [("Dee D", "Eve E")] * 2
    papers = [
        make_paper(f"2602.{number:05}", authors=make_authors(*names), appearance=Appearance("icpe", 2026))
        for number, names in enumerate(authors, start=1)
    ]
    catalogue = make_catalogue(
        *papers,
        topics=(CACHES, QUEUES),
        venues=(ICPE,),
        assignments={"2602.00001": ["caches", "queues"], "2602.00002": ["caches"]},
        relations={
            "2602.00001": (Relation("2602.00005", "", 1), Relation("2602.00003", "", 1)),
            "2602.00002": (Relation("2602.00005", "", 1), Relation("2602.00006", "", 1)),
        },
    )
    return {page.path: page.text for page in make_all_pages(catalogue)}


def list_related(page):
    _, _, section = page.partition("{ #related-authors }")
    return [
        line.split("](")[0].removeprefix("-   [") for line in section.split("\n") if line.startswith("-   ")
    ]


def test_an_author_has_authors_of_related_papers_who_are_no_co_authors():
    files = make_files()

    assert list_related(files["authors/bo-b.md"]) == ["Dee D", "Eve E", "Cy C"]
    assert list_related(files["authors/amy-a.md"]) == ["Dee D", "Eve E"]
    assert "[Dee D](dee-d.md)&nbsp;*2*" in files["authors/bo-b.md"]


def test_an_author_without_related_papers_has_no_such_section():
    assert "related-authors" not in make_files()["authors/dee-d.md"]


def test_a_venue_has_its_topics():
    page = make_files()["venues/icpe.md"]

    topics = [
        f"[{name}](../topics/{name.lower()}.md)&nbsp;*{count}*"
        for name, count in (("Caches", 2), ("Queues", 1))
    ]
    assert f"Topics: {topics[0]}{{ .count }}\u00a0· {topics[1]}" in page
