"""The venue, year and pages of a paper are found in its journal reference or its comment, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.venues import VenueIndex
from generator.model.curation_values import Appearance, Venue, VenueKind
from tests.tables import for_each_row
from tests.venues import find_listed

CONFERENCE, JOURNAL = VenueKind.CONFERENCE, VenueKind.JOURNAL
MAGAZINE, WORKSHOP = VenueKind.MAGAZINE, VenueKind.WORKSHOP

# id, acronym, name, kind, further spellings
VENUES = [
    (
        "asplos",
        "ASPLOS",
        "International Conference on Architectural Support for Programming Languages and Operating Systems",
        CONFERENCE,
    ),
    ("atc", "ATC", "USENIX Annual Technical Conference", CONFERENCE, "USENIX ATC"),
    ("aaai", "AAAI", "AAAI Conference on Artificial Intelligence", CONFERENCE),
    ("cc", "CC", "ACM SIGPLAN International Conference on Compiler Construction", CONFERENCE),
    (
        "ccgrid",
        "CCGrid",
        "IEEE/ACM International Symposium on Cluster, Cloud and Internet Computing",
        CONFERENCE,
        "International Symposium on Cluster, Cloud and Grid Computing",
    ),
    ("cloud", "IEEE CLOUD", "IEEE International Conference on Cloud Computing", CONFERENCE),
    ("cluster", "IEEE Cluster", "IEEE International Conference on Cluster Computing", CONFERENCE, "CLUSTER"),
    ("cvpr", "CVPR", "IEEE/CVF Conference on Computer Vision and Pattern Recognition", CONFERENCE),
    ("dac", "DAC", "ACM/IEEE Design Automation Conference", CONFERENCE),
    (
        "date",
        "DATE",
        "Design, Automation and Test in Europe Conference",
        CONFERENCE,
        "Design, Automation and Test in Europe",
    ),
    ("euro-par", "Euro-Par", "European Conference on Parallel Processing", CONFERENCE, "EuroPar"),
    ("eurosys", "EuroSys", "European Conference on Computer Systems", CONFERENCE),
    ("fast", "FAST", "USENIX Conference on File and Storage Technologies", CONFERENCE),
    ("hipc", "HiPC", "IEEE International Conference on High Performance Computing", CONFERENCE),
    ("hpca", "HPCA", "IEEE International Symposium on High-Performance Computer Architecture", CONFERENCE),
    ("icml", "ICML", "International Conference on Machine Learning", CONFERENCE),
    ("icpe", "ICPE", "ACM/SPEC International Conference on Performance Engineering", CONFERENCE),
    ("ics", "ICS", "ACM International Conference on Supercomputing", CONFERENCE),
    ("icse", "ICSE", "IEEE/ACM International Conference on Software Engineering", CONFERENCE),
    ("ictai", "ICTAI", "IEEE International Conference on Tools with Artificial Intelligence", CONFERENCE),
    ("infocom", "INFOCOM", "IEEE International Conference on Computer Communications", CONFERENCE),
    ("ipdps", "IPDPS", "IEEE International Parallel and Distributed Processing Symposium", CONFERENCE),
    ("isc", "ISC", "ISC High Performance", CONFERENCE, "International Supercomputing Conference"),
    ("isca", "ISCA", "ACM/IEEE International Symposium on Computer Architecture", CONFERENCE),
    ("micro", "MICRO", "IEEE/ACM International Symposium on Microarchitecture", CONFERENCE),
    ("mlsys", "MLSys", "Conference on Machine Learning and Systems", CONFERENCE),
    ("neurips", "NeurIPS", "Conference on Neural Information Processing Systems", CONFERENCE),
    (
        "pact",
        "PACT",
        "International Conference on Parallel Architectures and Compilation Techniques",
        CONFERENCE,
    ),
    ("parco", "ParCo", "International Conference on Parallel Computing", CONFERENCE),
    ("performance", "IFIP Performance", "International Symposium on Computer Performance", CONFERENCE),
    (
        "qest",
        "QEST",
        "International Conference on Quantitative Evaluation of Systems",
        CONFERENCE,
        "Quantitative Evaluation of Systems",
    ),
    (
        "samos",
        "SAMOS",
        "International Conference on Embedded Computer Systems: Architectures, Modeling and Simulation",
        CONFERENCE,
    ),
    (
        "sc",
        "SC",
        "International Conference for High Performance Computing, Networking, Storage, and Analysis",
        CONFERENCE,
    ),
    (
        "sigmetrics",
        "SIGMETRICS",
        "ACM International Conference on Measurement and Modeling of Computer Systems",
        CONFERENCE,
    ),
    ("sigmod", "SIGMOD", "ACM SIGMOD International Conference on Management of Data", CONFERENCE),
    ("vldb", "VLDB", "International Conference on Very Large Data Bases", CONFERENCE),
    ("pmbs", "PMBS", "International Workshop on Performance Modeling, Benchmarking and Simulation", WORKSHOP),
    ("access", "IEEE Access", "IEEE Access", JOURNAL),
    ("cal", "IEEE CAL", "IEEE Computer Architecture Letters", JOURNAL, "IEEE Computer Architecture Letter"),
    (
        "ccpe",
        "CCPE",
        "Concurrency and Computation: Practice and Experience",
        JOURNAL,
    ),
    ("parallel-computing", "Parallel Computing", "Parallel Computing (Elsevier)", JOURNAL),
    ("peva", "Performance Evaluation", "Performance Evaluation: An International Journal", JOURNAL),
    ("per", "PER", "ACM SIGMETRICS Performance Evaluation Review", JOURNAL),
    ("pvldb", "PVLDB", "Proceedings of the VLDB Endowment", JOURNAL),
    ("tc", "IEEE TC", "IEEE Transactions on Computers", JOURNAL),
    (
        "ton",
        "IEEE/ACM ToN",
        "IEEE/ACM Transactions on Networking",
        JOURNAL,
        "IEEE Transactions on Networking",
    ),
    ("tpds", "IEEE TPDS", "IEEE Transactions on Parallel and Distributed Systems", JOURNAL),
    ("ieee-micro", "IEEE Micro", "IEEE Micro", MAGAZINE),
    ("the-bridge", "The Bridge", "The Bridge", MAGAZINE),
]

# Papers of a real feed: journal reference, comment, expected.
REAL_PAPERS = {
    "Rudder": (
        None,
        "Accepted to the 40th ACM International Conference on Supercomputing (ICS 2026)",
        ("ics", 2026),
    ),
    "CounterPoint": (
        None,
        (
            "This is an extended version of a paper which has been accepted to the 31st ACM International "
            "Conference on Architectural Support for Programming Languages and Operating Systems conference "
            "(ASPLOS, March 2026). 20 pages, 20 figures, 8 tables"
        ),
        ("asplos", 2026),
    ),
    "The Road to Useful Quantum Computers": (
        "The Bridge 55, 4, 29-36 (2026)",
        (
            "This article was written by invitation for the National Academy of Engineering (NAE)'s "
            "magazine, The Bridge, based on a talk given by the first author at The Grainger Foundation "
            "Frontiers of Engineering 2025 Symposium."
        ),
        ("the-bridge", 2026, "29-36", "55", "4"),
    ),
    "CARAT": (
        None,
        (
            "to be published in 40th IEEE International Parallel & Distributed Processing Symposium "
            "(IPDPS), 2026"
        ),
        ("ipdps", 2026),
    ),
    "AdapTBF": (
        "2025 IEEE International Parallel and Distributed Processing Symposium (IPDPS) (pp. 775-788)",
        None,
        ("ipdps", 2025, "775-788"),
    ),
    "DIAL": (
        (
            "2025 IEEE 25th International Symposium on Cluster, Cloud and Internet Computing "
            "(CCGrid) (pp. 01-04)"
        ),
        None,
        ("ccgrid", 2025, "01-04"),
    ),
    "PASTA": (None, None, None),
    "RedFuser": (None, "22 pages, 13 figures, ASPLOS '26", ("asplos", 2026)),
    "Dynamic Model Routing": (
        None,
        "Work funded by ADAPT Centre, Trinity College Dublin, and Huawei Ireland",
        None,
    ),
    "CARMA": (None, None, None),
    "QuickGrasp": (None, None, None),
    "SweetSpot": (
        None,
        "To appear at ICPE 2026 (International Conference on Performance Engineering)",
        ("icpe", 2026),
    ),
    "GPU-Centric Communication": (None, None, None),
    "SwapLess": (None, None, None),
    "ARKV": (None, "Accepted in ACM/IEEE CCGRID 2025 conference", ("ccgrid", 2025)),
}

CLAIMS = [
    ("Accepted at the 52nd International Conference on Very Large Data Bases (VLDB 2026)", "vldb", 2026),
    ("IEEE Access 2025", "access", 2025),
    ("To appear at IEEE ACCESS", "access", None),
    ("ICTAI 2025", "ictai", 2025),
    ("Accepted Version for: SAMOS XXV", "samos", None),
    ("IEEE Computer Architecture Letter", "cal", None),
    ("6 pages IEEE format, ICTAI 2025", "ictai", 2025),
    (
        "2018 18th IEEE/ACM International Symposium on Cluster, Cloud and Grid Computing (CCGRID)",
        "ccgrid",
        2018,
    ),
    ("SC '00: Proceedings of the 2000 ACM/IEEE Conference on Supercomputing", "sc", 2000),
    (
        (
            "Accepted at The International Conference for High Performance Computing Networking, Storage, "
            "and Analysis (SC '19)"
        ),
        "sc",
        2019,
    ),
    ("In Proc. of the 4th IEEE International Conference on Cloud Computing (CLOUD'11)", "cloud", 2011),
    ("Proceedings of the IEEE 2016 International Conference on Performance Engineering", "icpe", 2016),
    ("Forty-second International Conference on Machine Learning (ICML), 2025", "icml", 2025),
    (
        "To appear in: 2019 IEEE 26th International Conference on High Performance Computing (HiPC)",
        "hipc",
        2019,
    ),
    ("55th Design Automation Conference (DAC2018)", "dac", 2018),
    ("In proceedings of USENIX ATC 2018", "atc", 2018),
    ("accepted as a regular paper to IEEE Cluster 2018. To be published in September 2018", "cluster", 2018),
    (
        "Accepted for IFIP WG 7.3 Performance; IFIP Performance 2017. Nov. 14-16, 2017, New York",
        "performance",
        2017,
    ),
    ("to appear in Proceedings of Design, Automation and Test in Europe (DATE 2019)", "date", 2019),
    (
        "full version, accepted to the Conference on Quantitative Evaluation of SysTems (QEST) 2017",
        "qest",
        2017,
    ),
    ("Published as ... in Proceedings of Euro-Par 2019", "euro-par", 2019),
    ("8 pages, EuroPar'11", "euro-par", 2011),
    ("Accepted at mlsys 2026", "mlsys", 2026),
    ("14 pages, Sigmetrics 2013", "sigmetrics", 2013),
    ("Full version of Sigmetrics 2011 paper", "sigmetrics", 2011),
    ("Accepted for publication in Performance Evaluation", "peva", None),
    ("Accepted to Elsevier Performance Evaluation", "peva", None),
    ("IEEE transactions on networking, to appear", "ton", None),
    ("in IEEE Trans. Parallel Distributed Systems, Volume: 27, Issue: 3, March 2016", "tpds", 2016),
    ("Wiley Journal on Concurrency and Computation: Practice and Experience, to appear", "ccpe", None),
    ("published at Parallel Computing (ParCo)", "parco", None),
    ("8 pages, 8 figures, IEEE Micro paper", "ieee-micro", None),
    ("Accepted at IEEE MICRO 2019", "micro", 2019),
    ("PVLDB 17(3), accepted", "pvldb", None),
    ("ACM SIGMETRICS Performance Evaluation Review, 2015", "per", 2015),
    (
        "7 pages, in the 7th International Workshop in Performance Modeling, Benchmarking and Simulation",
        "pmbs",
        None,
    ),
    (
        "Accepted at the 3rd Workshop on Performance Modeling (PMBS12), held in conjunction with SC12",
        "pmbs",
        2012,
    ),
    (
        "To appear in IEEE/ACM Transactions on Networking. A preliminary version appeared in INFOCOM 2015",
        "ton",
        None,
    ),
    (
        "Manuscript submitted October 22, 2018; accepted December 17, 2018; to appear in ACM SIGMETRICS 2019",
        "sigmetrics",
        2019,
    ),
    ("Appears in IEEE/ACM Transactions on Networking on 12 Nov 2017", "ton", None),
    ("Accepted to ISCA-2019. See https://example.org/SC19 and write to SC20@example.org", "isca", 2019),
    ("5 pages. arXiv admin note: overlap with arXiv:1912.08966. To appear in ISCA", "isca", None),
]

NO_CLAIMS = [
    pytest.param("14 pages, submitted to SC25 for review", id="submitted"),
    pytest.param("13 pages, 6 figures, MLSys 2026 Submission", id="submission"),
    pytest.param("Under review at MLSys 2026", id="under-review"),
    pytest.param("15 pages, under double-blind review at ISCA 2020", id="under-double-blind-review"),
    pytest.param("IEEE Access 2025. Under review", id="bare-and-pending"),
    pytest.param("The paper is going to be submitted to TPDS", id="will-be-submitted"),
    pytest.param("10 pages, Submitted to EuroPar 2017 and rejected. Revised", id="rejected"),
    pytest.param("In preparation for IEEE Access", id="in-preparation"),
    pytest.param("This paper is not presented in ISCA 2012", id="not-presented"),
    pytest.param("A preliminary version of this paper appeared at SIGMETRICS 2013", id="preliminary"),
    pytest.param("Extension of our SIGMOD 2026 paper", id="extension"),
    pytest.param("16 pages, 8 figures, ICML 2024 template", id="template"),
    pytest.param("Master thesis, presented at EuroSys 2020", id="thesis"),
    pytest.param("Work funded by ADAPT Centre", id="funding"),
    pytest.param("Presented at the ES-FoMo workshop at ICML 2025", id="workshop-at"),
    pytest.param(
        "Presented at the 4th Workshop on Uncertainty (CVPR 2025), June 11, 2025", id="workshop-in-brackets"
    ),
    pytest.param(
        "First International Workshop on Refactoring (REFAC'19) in conjunction with ISC'19", id="conjunction"
    ),
    pytest.param("accepted for DRBSD-1, co-located with ISC High Performance 2025", id="co-located"),
    pytest.param("Accepted to AI4MATH@ICML2025", id="at-sign"),
    pytest.param("Presented: HLPGPU at SC 2018", id="acronym-at"),
    pytest.param("NeurIPS 2025 MLSB", id="acronym-after"),
    pytest.param("to appear in SIGMETRICS MAMA 2012", id="acronym-before-the-year"),
    pytest.param("IPDPS/APDCM11, pp. 564-571, Anchorage, May 2011", id="slash"),
    pytest.param("In AAAI Symposium series", id="symposium-series"),
    pytest.param("Presented at the 2025 AAAI Fall Symposium", id="fall-symposium"),
    pytest.param("Accepted into IEEE INFOCOM 2018 Poster Sessions", id="poster"),
    pytest.param("Extended version of papers at ISCA 2020 and MICRO 2021", id="derived-from-two"),
    pytest.param(
        "IEEE International Parallel and Distributed Processing Symposium Workshops (IPDPSW) 2016",
        id="ipdpsw",
    ),
    pytest.param(
        "to appear in the IEEE International Parallel and Distributed Processing Symposium Workshops", id="ws"
    ),
    pytest.param(
        "Proceedings of the 25th Asia and South Pacific Design Automation Conference (ASP-DAC), 2020",
        id="aspdac",
    ),
    pytest.param(
        "Accepted to the International Conference on Machine Learning and Applications (ICMLA 2025)",
        id="icmla",
    ),
    pytest.param("18th International Conference on Management of Data (COMAD 2012)", id="comad"),
    pytest.param(
        "Published in International Symposium on Computer Architecture and Digital Design 2012", id="and"
    ),
    pytest.param("International Conference on Cloud Computing, Security and Privacy 2013", id="list"),
    pytest.param("28th European Conference on Artificial Intelligence (ECAI 2025)", id="ecai"),
    pytest.param(
        "Accepted at the 2nd Conference on Advanced and Trusted Computing (ATC 2016)", id="other-atc"
    ),
    pytest.param("Information Security Conference, ISC 2005", id="other-isc"),
    pytest.param("ICS 2010: Symposium on Innovations in Computer Science", id="other-ics"),
    pytest.param("The archival version has been accepted to AAAI (AIES 2025)", id="other-in-brackets"),
    pytest.param("Accepted to the SIGMETRICS Explorations newsletter", id="newsletter"),
    pytest.param(
        "Accepted at the 31st Workshop on Languages and Compilers for Parallel Computing", id="plain-subject"
    ),
    pytest.param("presented at ParaFest - Advances in Parallel Computing, 2015", id="plain-series"),
    pytest.param("Energy and Performance Evaluation of Apache HBase", id="plain-words"),
    pytest.param("Keywords: Parallel Computing, Performance Evaluation", id="keywords"),
    pytest.param("Performance Evaluation, Parallel Computing", id="plain-alone"),
    pytest.param("We accepted a fast date with a micro pact in cc to ics", id="lower-case-words"),
    pytest.param("Released under CC BY 4.0. Data as of DATE", id="capitals-alone"),
    pytest.param("AAAI conference", id="no-year-no-claim"),
    pytest.param("Uses data of ISCA 2019 and INFOCOM 2018", id="mentioned-in-passing"),
    pytest.param("Appears in MICRO52", id="count-not-year"),
    pytest.param("DC-MICRO 2019, ICML-W 2019, SC_2019, 3SC 2019", id="joined"),
    pytest.param("arXiv:SC.2019 https://example.org/ISCA2019", id="address"),
    pytest.param("12 pages, 4 figures", id="nothing"),
    pytest.param("", id="empty"),
]

# journal reference; venue, year, pages, volume, number
REFERENCES = [
    ("Performance Evaluation 70 (2013) 1-20", ("peva", 2013, "1-20", "70", None)),
    ("Parallel Computing, vol. 12, no. 3, pp. 1-20, 2024", ("parallel-computing", 2024, "1-20", "12", "3")),
    ("IEEE Transactions on Computers 12(3):45-67, 2021", ("tc", 2021, "45-67", "12", "3")),
    ("IEEE Trans. Computers 65, 3 (2016) 515–548", ("tc", 2016, "515-548", "65", "3")),
    ("IEEE Transactions on Computers 4 (2009), no. 15, 717-725.", ("tc", 2009, "717-725", "4", "15")),
    (
        "IEEE Transactions on Computers 80, no. 15 (2024): 22428-22461",
        ("tc", 2024, "22428-22461", "80", "15"),
    ),
    ("IEEE/ACM Transactions on Networking, Volume:27, Issue: 3, March 2016", ("ton", 2016, None, "27", "3")),
    (
        "Proceedings of the VLDB Endowment, Volume 8, Issue 2, Article 31 (2024)",
        ("pvldb", 2024, None, "8", "2"),
    ),
    ("IEEE Access 7, pp. 155625-155636 (2019)", ("access", 2019, "155625-155636", "7", None)),
    ("IEEE Micro 40(2), 2020, p. 33", ("ieee-micro", 2020, "33", "40", "2")),
    ("IEEE TC 407, (2008), pp. 1950-1962", ("tc", 2008, "1950-1962", "407", None)),
    ("IEEE Transactions on Computers 93 (2019), pp. 1021-35", ("tc", 2019, None, "93", None)),
    ("IEEE Transactions on Computers, pp. 1990–1999", ("tc", None, "1990-1999", None, None)),
    ("SC '19: Proceedings of SC, Article 12, pp. 1–14", ("sc", 2019, "1-14", None, None)),
    (
        "Proc. 12th ISCA (ISCA 2006), Boston, volume 4967 of LNCS, pages 1170-1179. Springer",
        ("isca", 2006, "1170-1179", None, None),
    ),
    ("Dans EuroPar (2007)", ("euro-par", 2007, None, None, None)),
    ("25th Design Automation Conference (25/06/1999) 1-6", ("dac", 1999, "1-6", None, None)),
    ("MICRO-52 (2150)", ("micro", None, None, None, None)),
    ("Advances in Parallel Computing 12 (2003) 1-9", None),
    ("Quantum Information Processing 12 (2003) 1-9", None),
]

ACRONYMS_WITH_YEAR = [
    "SC25",
    "SC'25",
    "SC ’25",
    "SC 2025",
    "SC-2025",
    "SC '2025",
    "2025 SC",
    "2025 ACM/IEEE SC",
]

PIECES = (
    "SC25 SC ICS IPDPS Accepted to in the Proc. of 2019 '19 ( ) , . ; - / IEEE Access Performance Evaluation "
    "International Conference on Supercomputing workshop submitted vol. 3 pp. 1-20 (2016) & ´ \n é ☃ 𝒳 @ “"
)
WORDS = st.lists(st.sampled_from(PIECES.split(" "))).map(" ".join)
TEXT = st.none() | st.text() | WORDS


@pytest.fixture(scope="module")
def index():
    venues = [Venue(row[0], row[1], row[2], row[3], None, tuple(row[4:])) for row in VENUES]
    return VenueIndex(venues)


def list_facts(appearance):
    if appearance is None:
        return None
    return (appearance.venue, appearance.year, appearance.pages, appearance.volume, appearance.number)


@for_each_row("title", REAL_PAPERS)
def test_the_appearance_of_a_real_paper_is_found(index, title):
    journal_ref, comment, expected = REAL_PAPERS[title]
    padded = None if expected is None else (*expected, *(None,) * (5 - len(expected)))

    assert list_facts(find_listed(index, journal_ref, comment)) == padded


@for_each_row(("comment", "venue", "year"), CLAIMS)
def test_a_claim_in_a_comment_gives_venue_and_year(index, comment, venue, year):
    assert list_facts(find_listed(index, None, comment)) == (venue, year, None, None, None)


@for_each_row("comment", NO_CLAIMS)
def test_a_comment_without_a_sure_claim_gives_no_venue(index, comment):
    assert find_listed(index, None, comment) is None


@for_each_row(("reference", "expected"), REFERENCES)
def test_a_journal_reference_gives_the_details_that_are_sure(index, reference, expected):
    assert list_facts(find_listed(index, reference, None)) == expected


@pytest.mark.parametrize("text", ACRONYMS_WITH_YEAR)
def test_an_ambiguous_acronym_with_a_year_is_a_venue(index, text):
    assert list_facts(find_listed(index, None, text)) == ("sc", 2025, None, None, None)


@pytest.mark.parametrize(
    "text", ["Accepted at DAC", "In Proceedings of FAST", "to appear in the ISC conference"]
)
def test_an_ambiguous_acronym_after_words_of_publication_is_a_venue(index, text):
    assert find_listed(index, None, text).year is None


def test_the_journal_reference_precedes_the_comment(index):
    appearance = find_listed(index, "IEEE Access 7 (2019)", "Accepted at ISCA 2018")

    assert appearance == Appearance(
        "access", 2019, volume="7", source="journal reference", evidence="IEEE Access 7 (2019)"
    )


def test_the_comment_is_read_if_the_journal_reference_names_no_known_venue(index):
    assert find_listed(index, "Quantum 7 (2019)", "Accepted at ISCA 2018").venue == "isca"


def test_the_comment_is_not_read_if_the_journal_reference_names_a_workshop(index):
    assert find_listed(index, "2018 IPDPS Workshops, pp. 1-10", "Accepted at IPDPS 2018") is None


def test_the_evidence_is_the_clause_with_the_claim(index):
    appearance = find_listed(index, None, "12 pages.  Accepted  to ISCA 2018. Code: https://example.org")

    assert appearance == Appearance("isca", 2018, source="comment", evidence="Accepted to ISCA 2018")


def test_long_evidence_is_cut_around_the_name(index):
    evidence = find_listed(index, None, "word " * 100 + "accepted to ISCA 2018 " + "word " * 100).evidence

    assert "accepted to ISCA 2018" in evidence
    assert len(evidence) <= 240


def test_a_claim_of_publication_precedes_the_mere_name_of_a_venue(index):
    assert find_listed(index, None, "ISCA 2018. Accepted by IEEE Transactions on Computers").venue == "tc"


def test_a_paper_without_texts_has_no_venue(index):
    assert find_listed(index, None, None) is None


def test_a_catalogue_without_venues_finds_none():
    assert find_listed(VenueIndex([]), "IEEE Access 7 (2019)", "Accepted at ISCA 2018") is None


def test_accents_case_and_hyphens_do_not_matter_in_a_title():
    venue = Venue(
        "x",
        "CFSE",
        "Conférence sur les Systèmes d'Exploitation",
        CONFERENCE,
        None,
        ("Symposium on Co-Design",),
    )
    index = VenueIndex([venue])

    assert (
        find_listed(index, None, "accepted at the conference sur les systemes d’exploitation, 2019").year
        == 2019
    )
    assert find_listed(index, None, "accepted at the SYMPOSIUM ON CODESIGN") is None
    assert find_listed(index, None, "accepted at the Symposium on Co Design").venue == "x"


@given(TEXT, TEXT)
def test_any_text_gives_an_appearance_with_its_evidence_or_none(index, journal_ref, comment):
    appearance = find_listed(index, journal_ref, comment)

    if appearance is not None:
        source = {"journal reference": journal_ref, "comment": comment}[appearance.source]
        assert appearance.evidence in " ".join(source.split())
        assert appearance.year is None or 1950 <= appearance.year <= 2100
