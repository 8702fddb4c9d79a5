"""ORCID iDs of registries: to whom they belong, and whose papers they join and keep apart."""

from dataclasses import replace
from datetime import date

from generator.derive.assemble import assemble
from generator.derive.author_orcids import add_orcids, find_registered_people
from generator.derive.groups import group_papers
from generator.ingest.observations import from_entry
from generator.model.curation_values import Curation, Person, Settings
from generator.model.doi_records import Contributor, DoiRecord, Lookup
from generator.model.entries import Author, Entry
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_authors, make_catalogue, make_paper, within
from tests.tables import for_each_row

FILLERS = [f"Bo{number} Name{number}" for number in range(40)]  # make all other names rare
ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"
A, B, C, D, E = (f"2602.0000{number}" for number in range(1, 6))


def make_record(*contributors):
    return DoiRecord(
        "10.5555/toy.1",
        "crossref",
        authors=tuple(Contributor(name, name.split()[-1], orcid) for name, orcid in contributors),
    )


def write(paper_id, *authors):
    """Make a paper of authors, each a name or a name with an iD."""
    pairs = [author if isinstance(author, tuple) else (author, None) for author in authors]
    return make_paper(
        paper_id,
        authors=tuple(
            replace(made, orcid=orcid)
            for (_, orcid), made in zip(pairs, make_authors(*(name for name, _ in pairs)), strict=True)
        ),
    )


def make_catalogue_of(*papers, people=()):
    return replace(
        make_catalogue(*papers), people=people, registered_people=find_registered_people(papers, people)
    )


def papers_by_slug(*papers, people=()):
    """Address of each author's page to the author's papers."""
    groups = group_papers(make_catalogue_of(*papers, people=people))
    return {author.slug: [paper.id for paper in author.papers] for author in groups.by_author.values()}


# The authors of a paper, the contributors of its record, and the iDs that the authors get.
STATED = [
    (["Amy Example", "Bo Sample"], [("Amy Example", ONE)], [ONE, None]),
    (["A. Example", "Bo Sample"], [("Amy Exámple", ONE), ("Bo B. Sample", TWO)], [ONE, TWO]),
    (["Amy Example", "A. Example"], [("Amy Example", ONE)], [ONE, None]),  # an equal name counts first
    (["Amy Example", "Ann Example"], [("A. Example", ONE)], [None, None]),  # either of them
    (["Amy Example"], [("Amy Example", ONE), ("A. Example", TWO)], [None]),  # two iDs
    (["Amy Example"], [("Bo Sample", ONE)], [None]),
    (["Amy Example"], [("Amy Example", None)], [None]),
    ([], [("Amy Example", ONE)], []),
]


@for_each_row(("names", "contributors", "orcids"), STATED)
def test_an_id_belongs_to_the_author_whose_name_fits(names, contributors, orcids):
    authors = add_orcids(make_authors(*names), [make_record(*contributors)])

    assert [author.orcid for author in authors] == orcids


def test_two_records_with_different_ids_for_one_author_give_none():
    records = [make_record(("Amy Example", ONE)), make_record(("Amy Example", TWO))]

    assert [author.orcid for author in add_orcids(make_authors("Amy Example"), records)] == [None]


def test_a_record_of_thousands_of_namesakes_takes_no_time():
    names = [f"A{chr(0x4E00 + number)} Example" for number in range(5_000)]
    record = make_record(*((name, ONE) for name in names), *((f"B{name}", TWO) for name in names))

    with within(seconds=5):
        assert add_orcids(make_authors(*names), [record])[0].orcid == ONE


def test_registries_are_read_when_the_catalogue_is_assembled():
    stored = {
        "toys": {
            paper_id: from_entry(
                Entry(paper_id, 1, title, authors=(Author(name),), dois=(doi,)), date(2026, 2, 5)
            )
            for paper_id, title, name, doi in (
                (A, "Caches of toys", "Amy Example", "10.5555/a"),
                (B, "Queues of toys", "A. B. Example", "10.5555/b"),
            )
        }
    }
    lookups = {
        f"doi:{doi}": Lookup(
            f"doi:{doi}",
            date(2026, 2, 5),
            record=DoiRecord(
                doi, "crossref", title=title, authors=(Contributor("Amy B. Example", "Example", ONE),)
            ),
        )
        for title, doi in (("Caches of toys", "10.5555/a"), ("Queues of toys", "10.5555/b"))
    }
    curation = Curation(Settings("Toys", "Papers."), (), (), (), {})
    catalogue = assemble(stored, curation, lookups)

    assert [(person.orcid, person.papers) for person in catalogue.registered_people] == [(ONE, (A, B))]


def test_names_with_one_id_have_one_page_with_their_other_papers():
    papers = [
        write(A, ("Amy Example", ONE)),
        write(B, ("A. B. Example", ONE)),
        write(C, "Amy Example"),
        write(D, ("Bo Sample", TWO), *FILLERS),
    ]

    assert papers_by_slug(*papers) == {"a-b-example": [A, B, C]}  # the name on the oldest paper


def test_a_name_with_two_ids_is_that_of_two_people_and_other_papers_keep_its_page():
    papers = [
        write(A, ("Wei Wang", ONE)),
        write(B, ("Wei Wang", TWO)),
        write(C, ("Wei Wang", ONE)),
        write(D, "Wei Wang"),
        write(E, "Wei Wang"),
    ]
    pages = papers_by_slug(*papers)

    assert pages.pop("wei-wang") == [D, E]
    assert sorted(pages.values()) == [[A, C], [B]]
    assert all(slug.startswith("wei-wang-") for slug in pages)


def test_the_address_of_a_name_lists_the_people_whom_ids_distinguish():
    pages = make_all_pages(make_catalogue_of(write(A, ("Wei Wang", ONE)), write(B, ("Wei Wang", TWO))))
    text = next(page.text for page in pages if page.path == "authors/wei-wang.md")

    assert text.count("[Wei Wang](wei-wang-") == 2


def test_a_name_that_only_one_id_has_needs_no_person():
    assert find_registered_people([write(A, ("Amy Example", ONE)), write(B, "Amy Example")], ()) == ()


def test_the_id_of_a_coauthor_joins_nobody():
    papers = [
        write(A, ("Amy Example", ONE)),
        write(B, ("Amy Example", ONE)),
        write(C, ("Bo Sample", ONE)),
        write(D, "Bo Sample"),
    ]

    assert papers_by_slug(*papers) == {"amy-example": [A, B], "bo-sample": [C, D]}


def test_an_id_of_two_unlike_names_counts_for_neither():
    assert find_registered_people([write(A, ("Amy Example", ONE)), write(B, ("Bo Sample", ONE))], ()) == ()


def test_papers_with_the_id_of_somebody_else_stay_with_the_name():
    papers = [
        *(write(paper_id, ("Amy Example", ONE)) for paper_id in (A, B)),
        *(write(f"2602.1000{number}", ("Amy Example", ONE)) for number in range(2)),
        write(C, ("Bo Sample", ONE)),
        write(D, ("Bo Sample", TWO)),
        write(E, ("Bo B. Sample", TWO), *FILLERS),
    ]

    assert sorted(papers_by_slug(*papers).values()) == [[A, B, "2602.10000", "2602.10001"], [C, D, E]]


def test_former_addresses_of_a_registered_person_redirect():
    papers = [
        write(A, ("Amy B. Example", ONE)),
        write(B, "Amy B. Example"),
        write(C, ("Amy Example", ONE)),
        write(D, "Amy Example", *FILLERS),
    ]
    pages = {page.path: page.text for page in make_all_pages(make_catalogue_of(*papers))}
    former = {path for path, text in pages.items() if "redirect_to: authors/amy-example/" in text}

    assert "authors/amy-b-example.md" in former  # of the name
    assert len(former) == 2  # that of the person while somebody else had the name, too


def test_a_changed_family_name_is_one_person():
    papers = [write(A, ("Amy Example", ONE)), write(B, ("Amy Sample", ONE)), write(C, "Amy Sample")]

    assert list(papers_by_slug(*papers).values()) == [[A, B, C]]


def test_papers_without_an_id_stay_with_a_common_name():
    others = [
        write(f"2602.1{number:04}", f"{given} Wang", f"Wei {family}")
        for number, (given, family) in enumerate(
            zip("Ann Bo Cy Di".split(), "Li Wu Xu Yu".split(), strict=True)
        )
    ]
    papers = [
        write(A, ("Wei Wang", ONE)),
        write(B, ("W. Wang", ONE)),
        write(C, "Wei Wang"),
        write(D, "Wei Wang"),
    ]
    pages = papers_by_slug(*papers, *others)

    assert pages["wei-wang"] == [C, D]
    assert [A, B] in pages.values()


def test_a_curator_takes_precedence_over_a_registry():
    amy = Person("amy", "Amy Example", ("A. Example",))
    papers = [write(A, ("Amy Example", ONE)), write(B, ("A. Example", TWO)), write(C, ("Amy Example", TWO))]

    assert papers_by_slug(*papers, people=(amy,)) == {"amy": [A, B, C]}


def test_the_id_that_a_curator_states_finds_further_names():
    amy = Person("amy", "Amy Example", orcid=ONE)
    papers = [write(A, ("Amy Example", ONE)), write(B, ("A. B. Example", ONE))]

    assert papers_by_slug(*papers, people=(amy,)) == {"amy": [A, B]}


def test_the_page_of_a_registered_person_shows_the_id_and_all_names():
    papers = [write(A, ("Amy Example", ONE)), write(B, ("A. B. Example", ONE), *FILLERS)]
    pages = make_all_pages(make_catalogue_of(*papers))
    text = next(page.text for page in pages if page.path == "authors/a-b-example.md")

    assert f"[{ONE}](https://orcid.org/{ONE}) (stated by publishers)" in text
    assert "Also published as “" in text
