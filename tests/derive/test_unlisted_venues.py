"""Venues in the words of authors and registries: which names are read, and which of them are one venue."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curation.schema import accepts, get_id_declaration
from generator.derive.registered_facts import RegisteredFacts, add_unlisted_appearance
from generator.derive.unlisted_venues import identify_unlisted_venues
from generator.derive.venues import PaperYears, VenueIndex
from generator.derive.venues.unlisted_appearances import find_unlisted_registered_appearance
from generator.model.curation_values import Appearance, Venue, VenueKind
from generator.model.doi_records import DoiRecord
from tests.builders import make_paper
from tests.tables import for_each_row
from tests.venues import find_unlisted

ISCA = Venue("isca", "ISCA", "International Symposium on Computer Architecture", VenueKind.CONFERENCE)
CHIP = Venue("socc", "SOCC", "Symposium on Cloud Computing", VenueKind.CONFERENCE)
INDEX = VenueIndex((ISCA, CHIP))

# A comment, and the acronym, full name, year and kind of the venue.
COMMENTS = [
    ("Accepted at EMNLP 2025", "EMNLP", "", 2025, "conference"),
    ("8 pages, accepted to appear in the main track of IEEE WoTQ'19", "WoTQ", "", 2019, "conference"),
    ("accepted by ACM MM 2025", "ACM MM", "", 2025, "conference"),
    ("CIKM2025", "CIKM", "", 2025, "conference"),
    ("In Proceedings FESCA 2013, arXiv:1302.4780", "FESCA", "", 2013, "conference"),
    ("Accepted to iFM 2018", "iFM", "", 2018, "conference"),
    ("To appear in Interspeech 2025", "", "Interspeech", 2025, "conference"),
    ("In Proc. of the 5th Workshop on Toys (WoT 2024)", "WoT", "Workshop on Toys", 2024, "workshop"),
    (
        "WoT 2024 (the Fifth Workshop on Toys), Basel",
        "WoT", "Workshop on Toys", 2024, "workshop",
    ),
    ("Accepted at ISCA 2024 Workshop on Toys", "", "ISCA Workshop on Toys", 2024, "workshop"),
    ("Presented at the Workshop on Toys at ISCA 2024", "", "Workshop on Toys", 2024, "workshop"),
    ("Presented at the Workshop on Toys (ISCA 2024)", "", "Workshop on Toys", 2024, "workshop"),
    ("Accepted at WoT4All @ ISCA 2024", "WoT4All", "", 2024, "workshop"),
    ("Best paper, TOYW@ACM ISCA'24", "TOYW", "", 2024, "workshop"),
    ("WoTQ @ ECML PKDD 2025, Porto", "WoTQ", "", 2025, "workshop"),
    ("Presented at the 6th Workshop on Old Toys @ VLDB 2025", "", "Workshop on Old Toys", 2025, "workshop"),
    ("Accepted at the Symposium on Toys@FLoC 2022", "", "Symposium on Toys", 2022, "conference"),
    ("Accepted at the IEEE ISCA 2017 workshops", "", "IEEE ISCA workshops", 2017, "workshop"),
    ("Accepted to Findings of ACL 2025", "", "Findings of ACL", 2025, "conference"),
    (
        "Proceedings of the 3rd International Conference on Toys, Dolls, and Games, Basel, June 2012",
        "", "International Conference on Toys, Dolls, and Games", 2012, "conference",
    ),
    (
        "Accepted at 2026 IEEE International System-on-Chip Conference (SOCC)",
        "SOCC", "IEEE International System-on-Chip Conference", 2026, "conference",
    ),
    ("10 pages; Annals of Toys (AnTo) Vol.2, No.3, June 2012", "AnTo", "Annals of Toys", 2012, "journal"),
    ("To appear in Theory and Practice of Toys", "", "Theory and Practice of Toys", None, "journal"),
    ("Accepted in IEEE Toys Magazine. 12 pages", "", "IEEE Toys Magazine", None, "magazine"),
    ("published in Proceedings of the ACM on Toys", "", "Proceedings of the ACM on Toys", None, "journal"),
    ("Accepted by Elsevier Computer Toys", "", "Computer Toys", None, "journal"),
]  # fmt: skip
NO_VENUES = [
    "under review @ WoTQ 2024",
    "Copyright @ IEEE 2025",
    "Submitted to WoTQ 2024",
    "WoTQ 2024 submission",
    "under review at the Workshop on Toys",
    "Accepted by IEEE",
    "Accepted for publication in LNCS",
    "Published in Lecture Notes in Computer Science",
    "To appear in the Handbook of Toys, edited by A. Example",
    "to appear in Modern Toy Theory, eds. A. Example and B. Sample",
    "Technical Report 2017, accepted somewhere",
    "Technical report of a paper in the proceedings of WoTQ 2016",
    "PhD thesis, accepted at University of Toys, 2012",
    "10 pages, June 2012",
    "published by Amy Example",
    "Accepted as a poster at WoTQ 2012",
    "Accepted at WoTQ 2012 (tutorial)",
    "accepted at the ISCA program committee",
    "Extended version of our paper. WoTQ 2012",
    "LaTeX 2012, 4 pages",
    "Accepted at ISCA 2018 poster session",  # a listed venue whose claim is not believed
    "Waiting for conference response",
]
REFERENCES = [
    ("Cryptologia, Volume 32, Issue 1, January 2008, pages 37 - 44", "Cryptologia", 2008, "32", "37-44"),
    ("Math. Proc. Toy Soc. 145 (2008) 549-577", "Math. Proc. Toy Soc.", 2008, "145", "549-577"),
    ('A. Example, "On the toys", Toy Theory, vol. 407, (2008), 29-84', "Toy Theory", 2008, "407", "29-84"),
    ("Toys, IEEE Transactions on, vol.53, pp.19-49, 2007", "IEEE Transactions on Toys", 2007, "53", "19-49"),
    ("Proc. 6th Toy Conference on Dolls (TCD-6), Basel, 2006, 39-44", "TCD", 2006, None, None),
    ("A. Example, Toys, in Proceedings of the Toy Congress 2007", "Toy Congress", 2007, None, None),
]  # fmt: skip


@for_each_row(("comment", "acronym", "name", "year", "kind"), COMMENTS)
def test_a_comment_names_a_venue(comment, acronym, name, year, kind):
    appearance = find_unlisted(INDEX, None, comment)
    venue = appearance.unlisted

    assert (venue.acronym, venue.name) == (acronym or name, name or acronym)
    assert (appearance.year, venue.kind, venue.is_listed) == (year, kind, False)
    assert appearance.source == "comment"


# A comment with a claim of another version at a listed venue, and the venue that the paper has.
OF_OTHER_VERSIONS = [
    ("Extended version of an ISCA 2023 paper. Accepted by the Journal of Toys", "Journal of Toys"),
    (
        "To appear in Theory and Practice of Toys. This is the full version of our ISCA 2023 paper",
        "Theory and Practice of Toys",
    ),
    ("Extended version of an ISCA 2023 paper", "isca"),
    ("Extended version of an ISCA 2023 paper. Submitted to the Journal of Toys", "isca"),
    ("Presented at WoTQ 2022. A shorter version of this work will appear in ISCA 2023", "isca"),
    ("ISCA 2023. Accepted by the Journal of Toys", "isca"),
]


@pytest.mark.parametrize(("comment", "venue"), OF_OTHER_VERSIONS)
def test_a_journal_of_this_version_precedes_the_conference_of_another_one(comment, venue):
    appearance = INDEX.find_stated_appearance(None, comment)

    assert (appearance.venue or appearance.unlisted.name) == venue


@for_each_row("comment", NO_VENUES)
def test_a_comment_names_no_venue(comment):
    assert find_unlisted(INDEX, None, comment) is None


@pytest.mark.parametrize(("reference", "acronym", "year", "volume", "pages"), REFERENCES)
def test_a_journal_reference_names_a_venue(reference, acronym, year, volume, pages):
    appearance = find_unlisted(INDEX, reference, "Accepted at WoTQ 2001")

    assert appearance.unlisted.acronym == acronym
    assert (appearance.year, appearance.volume, appearance.pages) == (year, volume, pages)
    assert (appearance.source, appearance.evidence) == ("journal reference", reference)


@pytest.mark.parametrize("reference", ["LNCS, Vol. 978 (1995) 187-196", "Rapport de recherche. (2007)", ""])
def test_a_reference_without_a_venue_leaves_the_comment(reference):
    assert find_unlisted(INDEX, reference, "Accepted at WoTQ 2001").unlisted.acronym == "WoTQ"


def test_the_comment_of_a_reference_to_a_listed_venue_is_not_read():
    assert find_unlisted(INDEX, "Student posters of ISCA 2018", "Accepted at WoTQ 2001") is None


def test_two_digits_that_count_the_event_are_no_year():
    years = PaperYears(1998, 1999)

    assert find_unlisted(INDEX, None, "Accepted at WoTQ'57, 1998", years).year == 1998


@given(st.text(alphabet="aA .,()'-&<>*[]\\\"0 2012acceptedatin\n", max_size=80))
def test_names_are_short_plain_text(words):
    for text in (f"Accepted at {words}", words):
        if appearance := find_unlisted(INDEX, words, text):
            venue = appearance.unlisted
            for name in (venue.acronym, venue.name):
                assert 0 < len(name) <= 160
                assert not set(name) & set('<>*[]\\"\n()')


# --- registries -------------------------------------------------------------------------------------------

RECORDS = [
    ("journal-article", ("Journal of Toys",), (), "Journal of Toys", "journal"),
    ("proceedings-article", ("Proceedings of the 5th Workshop on Toys",), (), "Workshop on Toys", "workshop"),
    ("proceedings-article", ("LNCS", "Toys"), ("WoT '12: Workshop on Toys", "WoT"), "WoT", "workshop"),
    ("book-chapter", ("Toy Notes", "Toy Conference of Bonn"), (), "Toy Conference of Bonn", "conference"),
    ("book-chapter", ("Handbook of Toys",), (), None, None),
    ("book-chapter", ("Modern Toy Theory",), (), None, None),
    ("journal-article", ("J" * 161,), (), None, None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "containers", "event", "acronym", "venue_kind"), RECORDS)
def test_a_record_names_a_venue(kind, containers, event, acronym, venue_kind):
    record = DoiRecord(
        "10.5555/1", "crossref", type=kind, containers=containers, event=event, published="2012"
    )
    appearance = find_unlisted_registered_appearance(record)
    venue = appearance and appearance.unlisted

    assert (venue and venue.acronym, venue and venue.kind) == (acronym, venue_kind)
    assert appearance is None or (appearance.year, appearance.source) == (2012, "crossref")


def test_a_listed_venue_takes_precedence_over_the_words_of_a_registry():
    record = DoiRecord("10.5555/1", "crossref", type="journal-article", containers=("Journal of Toys",))
    facts = RegisteredFacts(records=(record,))
    comment = find_unlisted(INDEX, None, "Accepted at WoTQ 2001")

    assert add_unlisted_appearance(facts, Appearance("isca")).appearance is None
    assert add_unlisted_appearance(facts, comment).appearance.unlisted.name == "Journal of Toys"
    assert add_unlisted_appearance(RegisteredFacts(), None).appearance is None


# --- ids --------------------------------------------------------------------------------------------------


def make_papers(*names, kind=VenueKind.CONFERENCE):
    """Make papers, the oldest first, with venues given as ``acronym|name``."""
    papers = []
    for number, (acronym, _, name) in enumerate(text.partition("|") for text in names):
        venue = Venue("", acronym or name, name or acronym, kind, is_listed=False)
        papers.append(
            make_paper(
                f"2602.{number:05}",
                published=datetime(2026, 2, 1 + number, tzinfo=UTC),
                appearance=Appearance("", 2026, unlisted=venue),
            )
        )
    return papers


def find_ids(papers, listed=()):
    identified, _ = identify_unlisted_venues(papers, listed)
    return [paper.appearance.venue for paper in identified]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["WoT", "WOT", "IEEE WoT"], ["wot"] * 3),
        (["WoT", "WoT|Workshop on Toys", "|Workshop on Toys"], ["wot"] * 3),
        (["|Workshop on Toys", "WoT|IEEE Workshop on Toys", "WoT"], ["workshop-on-toys"] * 3),
        (["WoT|Workshop on Toys", "WoT|Week of Trains"], ["wot", "week-of-trains"]),
        (["WoT|Workshop on Toys", "WoT|International Workshop on Toys"], ["wot"] * 2),
        (["Workshop on Toys|", "Workshop on Dolls|"], ["workshop-on-toys", "workshop-on-dolls"]),
    ],
)
def test_names_of_one_venue_have_one_id(names, expected):
    assert find_ids(make_papers(*names)) == expected


def test_sponsors_belong_to_the_name_of_a_journal():
    assert find_ids(make_papers("IEEE Toys", "Toys", kind=VenueKind.JOURNAL)) == ["ieee-toys", "toys"]


def test_newer_papers_change_no_ids():
    names = ["|Workshop on Toys", "WoT", "WoT|Week of Trains", "WoT|Workshop on Toys", "XYZ"]
    ids = find_ids(make_papers(*names))

    assert [find_ids(make_papers(*names[:end])) for end in range(len(names))] == [
        ids[:end] for end in range(len(names))
    ]


def test_the_order_of_papers_does_not_matter():
    papers = make_papers("WoT|Workshop on Toys", "WoT|Week of Trains", "WoT")

    assert find_ids(papers[::-1]) == find_ids(papers)[::-1]


def test_an_id_is_none_of_a_listed_venue():
    listed = (Venue("wot", "Other", "Other", VenueKind.CONFERENCE, former_ids=("xyz",)),)
    first, second = find_ids(make_papers("WoT", "XYZ"), listed)

    assert {first, second}.isdisjoint({"wot", "xyz"})
    assert first.startswith("wot-")


def test_the_most_frequent_names_are_shown():
    papers = make_papers(
        "WoT", "WOT|Workshop on Toys", "WoT", "|Workshop on Toys", "WoT|Toy Workshop on Toys"
    )
    _, (venue,) = identify_unlisted_venues(papers, ())

    assert (venue.acronym, venue.name) == ("WoT", "Workshop on Toys")


def test_papers_without_such_a_venue_stay_as_they_are():
    papers = (make_paper("2602.00001"), make_paper("2602.00002", appearance=Appearance("isca", 2018)))

    assert identify_unlisted_venues(papers, (ISCA,)) == (papers, ())


@pytest.mark.parametrize("name", ["Index", "Con", "機器学習 Tokyo", "A" * 24, "Symposium on " + "Toys " * 20])
def test_every_id_is_part_of_an_address(name):
    (venue_id,) = find_ids(make_papers(f"|{name}"))
    declaration = get_id_declaration("venues") | {"maxLength": 80}

    assert accepts(declaration, venue_id)
