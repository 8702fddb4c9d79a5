"""Shipped venues are recognised by each of their names, and their namesakes and side events are not."""

import csv

import pytest

from generator.derive.venues import PaperYears, VenueIndex
from generator.pipeline.read_data import read_data
from tests.paths import FEEDS, REPOSITORY
from tests.tables import for_each_row
from tests.venues import find_listed

COMMENTS = [
    "Accepted at {} 2025",
    "Accepted by {}, 2025",
    "Accpeted to {} 2025",
    "In {}, 2025",
    "12 pages, 3 figures, {} 2025",
    "To appear in {} (2025)",
    "Published in the {} 2025. Code: https://toys.example",
    "Camera-ready version of our paper to appear in {} 2025",
]
COMMENTS_OF_EVENTS = [
    "In Proceedings of the {} 2025",
    "Accepted at the 12th {} 2025, Rome, Italy",
    "Rejected by WXYZ 2024 and accepted by {} 2025",
]
REFERENCES_OF_EVENTS = ["{} 2025, pp. 1-12", "Proceedings of the {}, 2025", "In {} (2025), 1-12"]
REFERENCES_OF_JOURNALS = ["{} 12(3), 2025", "{}, vol. 12, no. 3, pp. 1-9, 2025", "{} 12 (2025) 1-9"]


@pytest.fixture(name="venues", scope="module")
def shipped_venues():
    return read_data(REPOSITORY)[1].venues


@pytest.fixture(name="index", scope="module")
def index_of_shipped_venues(venues):
    return VenueIndex(venues)


def list_names(venue):
    return dict.fromkeys((venue.acronym, venue.name, *venue.spellings))


def read_comments():
    """Read comments as authors write them, with the listed venue that they claim, or none."""
    with (FEEDS / "venue_comments.tsv").open(encoding="utf-8") as file:
        return {row["comment"]: row["venue"] for row in csv.DictReader(file, dialect="excel-tab")}


def find(index, comment=None, journal_ref=None):
    appearance = find_listed(index, journal_ref, comment, PaperYears(2025, 2025))
    return (appearance.venue, appearance.year) if appearance else None


@pytest.mark.slow
@pytest.mark.parametrize("form", COMMENTS)
def test_each_name_in_a_comment_is_recognised(form, venues, index):
    names = [(venue.id, name) for venue in venues for name in list_names(venue)]

    assert [pair for pair in names if find(index, form.format(pair[1])) != (pair[0], 2025)] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", COMMENTS_OF_EVENTS)
def test_each_name_of_an_event_in_a_comment_is_recognised(form, venues, index):
    names = [(venue.id, name) for venue in venues if venue.is_event for name in list_names(venue)]

    assert [pair for pair in names if find(index, form.format(pair[1])) != (pair[0], 2025)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "is_event"),
    [(form, True) for form in REFERENCES_OF_EVENTS] + [(form, False) for form in REFERENCES_OF_JOURNALS],
)
def test_each_name_in_a_journal_reference_is_recognised(form, is_event, venues, index):
    names = [(venue.id, name) for venue in venues if venue.is_event == is_event for name in list_names(venue)]

    missed = [pair for pair in names if find(index, None, form.format(pair[1])) != (pair[0], 2025)]
    assert missed == []


# Forms in which authors of 2025 write the same few venues.
FORMS = [
    ("Accepted at AAAI-26", "aaai", 2026),
    ("11 pages, ICML-25", "icml", 2025),
    ("KDD 25 Oral", "kdd", 2025),
    ("NeurIPS 2025 poster", "neurips", 2025),
    ("accepted as a poster presentation at ICLR 2026", "iclr", 2026),
    ("ICLR Oral Presentation", "iclr", None),
    ("IEEE VTC-Spring 2025", "vtc", 2025),
    ("accepted by IEEE VTC fall 2025", "vtc", 2025),
    ("To appear in IEEE Vehicular Technology Conference-Fall, 2025", "vtc", 2025),
    ("ICSE-SEIP 2025", "icse", 2025),
    ("Accepted at ICSE 2026 SEIP", "icse", 2026),
    ("Accepted by AAAI 2026 AISI", "aaai", 2026),
    ("To appear in the JSAC special issue on toys", "jsac", None),
    ("In ISCA, 2026", "isca", 2026),
    ("ISCA, June 2025", "isca", 2025),
    ("Accepted to the IEEE Real Time System Symposium (RTSS) 2025", "rtss", 2025),
    ("Proc. IEEE International Communications Conference (ICC), Ottawa, June 2025", "icc", 2025),
    ("accepted by Network and Distributed System Security (NDSS) Symposium 2026", "ndss", 2026),
    ("Advances in NeurIPS, 2025", "neurips", 2025),
    ("Advances in Neural Information Processing Systems, 2025", "neurips", 2025),
    ("Published at NeurIPS Datasets and Benchmarks 2025", "neurips", 2025),
    ("ITC 37 (2025)", "itc", 2025),
    ("Accepted at ISCA 2025, supported by NSF grant numbers 1 and 2", "isca", 2025),
    ("Presented at ISCA 2025 as part of the proceedings", "isca", 2025),
    ("Rejected by MICRO 2024 and accepted by ISCA 2025", "isca", 2025),
    ("Submitted to and accepted for ISCA 2025", "isca", 2025),
    (
        "To be published in Communications of the ACM (submitted 26 June 2025, accepted 3 May 2026)",
        "cacm",
        None,
    ),
    ("Accepted by IEEE TPDS, part of this work was presented at IPDPS 2024", "tpds", None),
    ("JSAC, May 2025, a shorter version will appear in Globecom 2025", "jsac", 2025),
    ("Accpeted by ISCA 2025", "isca", 2025),
    ("Acepted to ISCA 2025", "isca", 2025),
    ("Pubished in the procedings of ISCA 2025", "isca", 2025),
    ("Best Paper Runner-up at ISCA 2025", "isca", 2025),
    ("Accepted as a lecture at ISCAS 2025", "iscas", 2025),
    ("An extended abstract of this paper appears in PODC 2025", "podc", 2025),
    ("Full version of our PODS paper", "pods", None),
    ("ESEC/FSE 2025", "fse", 2025),
    ("The 3rd OMNeT++ Community Summit, 2025", "omnet-summit", 2025),
    ("to appear in Comp. Phys. Comm.", "cpc", None),
    ("IEEE Int. Symp. Inf. Theory 2025", "isit", 2025),
    ("IEEE Trans. Very Large Scale Integr. (VLSI) Syst., 2025", "tvlsi", 2025),
    ("IEEE Transaction on Wireless Communication, 2025", "twc", 2025),
    ("Parallel and Distributed Systems, IEEE Transactions on, 2025", "tpds", 2025),
    ("accepted by TKDE", "tkde", None),
    ("14 pages, to appear in ToN", "ton", None),
    ("Passive and Active Measurements (PAM) 2025", "pam", 2025),
    (
        "@inproceedings{x, booktitle={2025 IEEE 41st International Conference on Data Engineering (ICDE)}}",
        "icde",
        2025,
    ),
    ("to appear in proc. IEEE GLOBECOM 2025", "globecom", 2025),
    ("accepted to AAAI/ACM AIES 2025", "aies", 2025),
    ("will appear in Electronic Notes in Theoretical Computer Science", "entcs", None),
    ("Accepted by the Fortieth AAAI Conference on Artificial Intelligence. AAAI 2026", "aaai", 2026),
    (
        "Submitted to IEEE Transactions on Communications, May 2024. Accepted for publication, July 2025",
        "tcom",
        None,
    ),
    ("Submitted to ISCA 2025. It was accepted", "isca", 2025),
    ("Version of the paper submitted to ICDE 2025, in Proceedings of ICDE 2025", "icde", 2025),
    ("ICSE 2025 accepted submission", "icse", 2025),
    ("To appear in MICRO-58 (2025)", "micro", 2025),
    ("13th ICLR, Singapore, 2025", "iclr", 2025),
    ("Accepted at MICRO-57", "micro", None),
    ("15 pages, ASPLOS-30", "asplos", None),
    ("In Proceedings of the 57th MICRO", "micro", None),
    ("12 pages, 52nd ISCA", "isca", None),
    ("ISCA, Buenos Aires, 2025", "isca", 2025),
    ("14 pages, SC, St Louis, MO, USA, 2025", "sc", 2025),
    ("ISCA 2025 artifact evaluated", "isca", 2025),
    ("To be presented at the International Teletraffic Conference 2025", "itc", 2025),
    ("Oral @ NeurIPS 2025", "neurips", 2025),
    ("Accepted at AAAI 2026 AI Alignment Track", "aaai", 2026),
    ("Accepted by ICML 2025; this is the manuscript that was submitted to the conference", "icml", 2025),
    ("Accepted by ICML 2025, and this is the manuscript that was submitted to the conference", "icml", 2025),
    ("Published at MAMA Workshop in conjunction with ACM Sigmetrics, June 2025", "mama", 2025),
]
NOT_THE_VENUE = [
    "ISCA 2025 artifact",
    "MICRO 2025 artifact appendix",
    "Slides and ASPLOS 2025 source code",
    "Buenos Aires, SC, USA, 2025",
    "DASHSys, VLDB 2026",
    "Toys at Scale (MOSS), ICML 2025",
    "DS@HEP, SC25",
    "accepted by AAAI 2026 Bridge LMReasoning",
    "Accepted at AAAI 2026 Bridge Program on Logic & AI",
    "Accepted: MLSys 2026 Young Professionals Symposium (YPS)",
    "Accepted for presentation at the AAAI 2026 EGSAI Community Activity (AAAI 2026)",
    "AAAI 2026, Singapore (AIGOV)",
    "Accepted in IEEE Bigdata 2025- LLMs4ALL",
    "NeurIPS 2025 AI4Tab",
    "Accepted at the ICBINB Worshop at ICLR 2025",
    "Accepted for publication at IAAI-26 / AAAI-26",
    "accepted as NSDI 2025 poster",
    "AAAI-26 Student Abstract and Poster Program",
    "Accepted by the 34th International Conference on World Wide Web Companion. WWW 2025",
    "VLDB 2025 demo (51st International Conference on Very Large Data Bases)",
    "Accepted at 2025 IEEE International System-on-Chip Conference (SOCC)",
    "accepted at IEEE SOCC 2025",
    "International Conference on ICT Systems Security and Privacy Protection (IFIP SEC 2025)",
    "accepted at IFIP SEC 2025",
    "Conference on Software Engineering Research, Management and Applications (SERA 2025)",
    "Proceedings of the 2025 International Conference on Software Engineering Research & Practice",
    "accepted at the 2025 SIAM International Conference on Data Engineering",
    "Accepted to IEEE International Conference on Autonomous and Trusted Computing (ATC 2025)",
    "accepted by the IEICE Transactions on Communications",
    "accepted by the International Journal of Parallel and Distributed Computing",
    "to appear in the proceedings of the IEEE Symposium on Toys, 2025",
    "The Third Toy Language Conference. Association for Computational Linguistics. 2025",
    "The theory part of the work is accepted to IEEE/ACM ToN",
    "Preliminary version of an accepted paper at INFOCOM 2025",
    "Sumbitted to ISCA 2025",
    "Under reveiw at ISCA 2025",
    "Software, 2025",
    "to appear in Frontiers in Theoretical Computer Science",
    "47th International Conference on Software Engineering (ICSE). Companion Volume. (2025)",
    "accepted at Selected Areas in Cryptography (SAC 2025)",
    "presented to the European Space Agency (ESA), 2025",
    "Submitted to ISCA 2025. Accepted by WXYZ 2025",
    "Submitted to ISCA 2025. Code will be released if accepted",
    "Submitted to ISCA 2025 and MICRO 2025. Accepted in May",
    "Accepted to the Finding of ACL 2025",
    "NewInML @ ICML 2025",
    "Accepted at SOSP 2025 - The International Workshop on Big Toys (BigToys)",
    "This is the appendix to the paper on toys accepted to ICDE 2025",
    "In TOYS'25 at 12th Symposium on the Foundations of Software Engineering (FSE'25)",
    "minor revision, ACM TACO",
    "ICLR 2026 Tiny Papers",
]


@for_each_row(("comment", "venue", "year"), FORMS)
def test_a_form_of_a_claim_is_recognised(comment, venue, year, index):
    assert find(index, comment) == (venue, year)


def test_venues_of_many_comments(index):
    comments = read_comments()
    appearances = {comment: find_listed(index, None, comment) for comment in comments}

    assert {text: claim.venue if claim else "" for text, claim in appearances.items()} == comments


@for_each_row("comment", NOT_THE_VENUE)
def test_a_side_event_or_a_namesake_is_not_the_venue(comment, index):
    assert find(index, comment) is None


def test_the_number_of_an_event_is_not_its_year(index):
    comment = (
        "To appear in the proceedings of the 18th International Teletraffic Congress (ITC18), August 2003"
    )

    appearance = find_listed(index, None, comment, PaperYears(2003, 2003))
    assert (appearance.venue, appearance.year) == ("itc", 2003)
    assert find_listed(index, None, comment).year == 2003


@pytest.mark.parametrize("name", ["ICML", "ICSE"])
def test_a_poster_is_a_paper_where_papers_are_posters(name, index):
    has_posters = name == "ICML"

    assert (find(index, f"accepted as a poster at {name} 2025") is not None) == has_posters
