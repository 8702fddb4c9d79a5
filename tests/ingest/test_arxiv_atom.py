"""Answers of arXiv's API: which are accepted, and what their entries become."""

from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import arxiv_atom, safe_xml
from generator.model.entries import Author, Entry
from generator.model.errors import FeedError
from tests.paths import FEEDS
from tests.tables import for_each_row

ARXIV = FEEDS / "arxiv"
TODAY = date(2026, 11, 29)

ANSWERS = [  # name, entries, matches, when it was made
    ("arxiv-new-empty-badlength-id", 0, 0, "2026-04-12 22:09:33"),
    ("arxiv-new-empty-unknown-id", 0, 0, "2026-04-12 22:09:26"),
    ("arxiv-new-id-1605.08386", 1, 1, "2026-04-12 22:10:19"),
    ("arxiv-new-oldid-astro-ph", 1, 1, "2026-05-11 23:51:23"),
    ("arxiv-new-oldid-quant-ph", 1, 1, "2026-04-12 22:10:29"),
    ("arxiv-new-partial-idlist", 1, 1, "2026-04-12 22:09:36"),
    ("arxiv-new-testing-p0-10", 10, 214_881, "2026-04-12 22:09:27"),
    ("arxiv-new-testing-s5-10", 10, 214_881, "2026-04-12 22:09:50"),
    ("arxiv-new-title-0", 1, 1, "2026-04-12 22:09:25"),
    ("arxiv-old-2016-and", 1, 1, "2016-10-09 04:00:00"),
    ("arxiv-old-2016-andnot", 10, 24, "2016-10-09 04:00:00"),
    ("arxiv-old-2016-au-del_maestro", 10, 31, "2016-10-09 04:00:00"),
    ("arxiv-old-2016-id-1111.2011v2", 1, 1, "2016-10-09 04:00:00"),
    ("arxiv-old-2016-phrase", 2, 2, "2016-10-09 04:00:00"),
    ("seed-cs.PF.atom", 15, 5073, "2026-03-24 12:40:24"),
]

IPDPS = "2025 IEEE International Parallel and Distributed Processing Symposium (IPDPS) (pp. 775-788)"
CCGRID = (
    "2025 IEEE 25th International Symposium on Cluster, Cloud and Internet Computing (CCGrid) (pp. 01-04)"
)
SEED = [  # id, version, DOI, authors, primary category, published, updated, journal reference
    ("2602.23556", 1, None, 6, "cs.LG", "2026-02-26", "2026-02-26", None),
    ("2601.01265", 3, "10.1145/3779212.3790145", 4, "cs.AR", "2026-01-03", "2026-02-26", None),
    ("2602.22540", 1, None, 3, "quant-ph", "2026-02-26", "2026-02-26", "The Bridge 55, 4, 29-36 (2026)"),
    ("2602.22423", 1, None, 4, "cs.DC", "2026-02-25", "2026-02-25", None),
    ("2602.22409", 1, "10.1109/IPDPS64566.2025.00074", 2, "cs.DC", "2026-02-25", "2026-02-25", IPDPS),
    ("2602.22392", 1, "10.1109/CCGRID64434.2025.00037", 5, "cs.DC", "2026-02-25", "2026-02-25", CCGRID),
    ("2602.22103", 1, None, 3, "cs.DC", "2026-02-25", "2026-02-25", None),
    ("2603.10026", 1, "10.1145/3779212.3790209", 8, "cs.AR", "2026-02-24", "2026-02-24", None),
    ("2603.04445", 1, None, 2, "cs.NI", "2026-02-23", "2026-02-23", None),
    ("2508.19073", 3, None, 3, "cs.DC", "2025-08-26", "2026-02-23", None),
    ("2603.00126", 1, None, 6, None, "2026-02-23", "2026-02-23", None),
    ("2602.05695", 2, None, 8, "cs.AI", "2026-02-05", "2026-02-23", None),
    ("2409.09874", 3, None, 7, "cs.DC", "2024-09-15", "2026-02-22", None),
    ("2602.17808", 1, None, 8, "cs.DC", "2026-02-19", "2026-02-19", None),
    ("2603.08727", 1, None, 2, "cs.AR", "2026-02-19", "2026-02-19", None),
]

LATER = "arXiv does this under load; request it again later"
NO_API = "this is not an answer of arXiv's API (its <id> must begin with https://arxiv.org/api/)"
NO_ANSWER = [
    (
        "arxiv-new-ERROR-400.xml",
        "arXiv answered with an error: incorrect id format for abc (correct the query)",
    ),
    (
        "api-ERROR-400-query.xml",
        (
            "arXiv answered with an error: Invalid query string: 'all:TREM2 AND (all:microglia'"
            " (correct the query)"
        ),
    ),
    ("rss-ERROR-400.xml", NO_API),
    ("rss-cs.PF-weekend-empty.xml", NO_API),
    ("arxiv-rss-2026-09-24-trimmed.xml", NO_API),
]
NO_TAG = "1:1: the document is not XML: Start tag expected, '<' not found"
NO_XML = [
    ("http-406-body.txt", "the document is empty (fetch it again)"),
    ("http-429-body.txt", f"{NO_TAG} (it may be cut off, or an error page)"),
]

API = "https://arxiv.org/api/Gkr77sAx4ZjI3LN+CxeN8vreoWM"
ABS = "http://arxiv.org/abs/"
COUNTS = [  # total, offset, size of the page, number of entries, error
    (2, 0, 10, 2, None),
    (5073, 60, 2, 2, None),
    (62, 60, 15, 2, None),
    (1, 5, 10, 0, None),
    (5, 0, 0, 0, None),
    (10, 0, 10, 2, f"the answer must have 10 entries, got 2 ({LATER})"),
    (5073, 60, 15, 0, f"the answer must have 15 entries, got 0 ({LATER})"),
    (62, 60, 15, 1, f"the answer must have 2 entries, got 1 ({LATER})"),
    (1, 0, 10, 2, f"the answer must have 1 entries, got 2 ({LATER})"),
    (0, 0, 10, 1, f"the answer must have 0 entries, got 1 ({LATER})"),
]

LACKING = "the answer lacks one of totalResults, startIndex, itemsPerPage (it may be cut off or altered)"
OTHER_ROOTS = [
    pytest.param(f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{API}</id></feed>', LACKING, id="no-counts"),
    pytest.param(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/</id></feed>', NO_API, id="home-page"
    ),
    pytest.param(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org.example/api/x</id></feed>',
        NO_API,
        id="other-host",
    ),
    pytest.param('<feed xmlns="http://www.w3.org/2005/Atom"/>', NO_API, id="no-id"),
    pytest.param(f"<feed><id>{API}</id></feed>", NO_API, id="no-namespace"),
    pytest.param("<busy/>", NO_API, id="other-element"),
    pytest.param(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id><entry>'
        "<id>http://arxiv.org/api/errors#max_results_must_be_an_integer</id><title>Error</title>"
        "<summary>max_results must be an integer</summary></entry></feed>",
        "arXiv answered with an error: max_results must be an integer (correct the query)",
        id="error-of-the-old-api",
    ),
    pytest.param(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://arxiv.org/api/errors</id></entry></feed>',
        "arXiv answered with an error: no reason given (correct the query)",
        id="error-without-reason",
    ),
]

BROKEN = [
    pytest.param(
        {"id": "https://example.org/abs/2602.00001v1"},
        "its <id> must be an address at arxiv.org/abs/, got 'https://example.org/abs/2602.00001v1'",
        id="other-host",
    ),
    pytest.param({"id": ""}, "its <id> must be an address at arxiv.org/abs/, got ''", id="no-id"),
    pytest.param({"id": f"{ABS}2602.00001"}, "its <id> '2602.00001' has no version", id="no-version"),
    pytest.param(
        {"id": f"{ABS}2602.0001v1"},
        "2602.0001 has four digits after the point; ids since 1501 have five",
        id="digits",
    ),
    pytest.param(
        {"id": f"{ABS}../../x"},
        "'../../x' is not an arXiv id; ids look like 2602.23556 or cs/0301008",
        id="path",
    ),
    pytest.param({"title": " \u200b\n"}, "2602.00001 has no title", id="no-title"),
    pytest.param(
        {"title": "T" * 1_001}, "its title must have at most 1,000 characters, got 1,001", id="long-title"
    ),
    pytest.param(
        {"summary": "S" * 20_001},
        "its abstract must have at most 20,000 characters, got 20,001",
        id="long-abstract",
    ),
    pytest.param(
        {"comment": "C" * 10_001},
        "its comment must have at most 10,000 characters, got 10,001",
        id="long-comment",
    ),
    pytest.param(
        {"journal_ref": "J" * 10_001},
        "its journal reference must have at most 10,000 characters, got 10,001",
        id="long-journal-reference",
    ),
    pytest.param(
        {"author": [("N" * 501,)]}, "its author must have at most 500 characters, got 501", id="long-name"
    ),
    pytest.param(
        {"author": [("N", "A" * 10_001)]},
        "its affiliation must have at most 10,000 characters, got 10,001",
        id="long-affiliation",
    ),
    pytest.param(
        {"author": [("N",)] * 10_001},
        "a paper must have at most 10,000 authors, got 10,001",
        id="many-authors",
    ),
]

DAY = datetime(2026, 2, 26, 23, 39, 42, tzinfo=UTC)
LEFT_OUT = "is not a valid time and is ignored"
DATES = [  # the text (the answer is from 2026-03-24 12:40:24), the date, the remark
    ("2026-02-26T23:39:42Z", DAY, None),
    ("2026-02-26T18:39:42-05:00", DAY, None),
    ("\n 2026-02-26T23:39:42Z ", DAY, None),
    ("2026-03-26T12:40:24Z", datetime(2026, 3, 26, 12, 40, 24, tzinfo=UTC), None),
    ("", None, None),
    ("2026-02-26T23:39:42", None, f"'2026-02-26T23:39:42' {LEFT_OUT}"),
    ("2026-02-26", None, f"'2026-02-26' {LEFT_OUT}"),
    ("2026-03-26T12:40:25Z", None, f"'2026-03-26T12:40:25Z' {LEFT_OUT}"),
    ("2036-02-26T23:39:42Z", None, f"'2036-02-26T23:39:42Z' {LEFT_OUT}"),
    ("1985-12-31T23:59:59Z", None, f"'1985-12-31T23:59:59Z' {LEFT_OUT}"),
    ("2026-02-30T00:00:00Z", None, f"'2026-02-30T00:00:00Z' {LEFT_OUT}"),
    ("0001-01-01T00:00:00+14:00", None, f"'0001-01-01T00:00:00+14:00' {LEFT_OUT}"),
    ("9999-12-31T23:59:59-14:00", None, f"'9999-12-31T23:59:59-14:00' {LEFT_OUT}"),
    ("yesterday " * 20, None, f"'{' '.join(['yesterday'] * 5)}… {LEFT_OUT}"),
]

NO_DOI = "is not a DOI; DOIs look like 10.1145/3779212.3790145"
DOIS = [  # fields, DOIs, remarks
    ([], (), []),
    (["10.1145/3779212.3790145"], ("10.1145/3779212.3790145",), []),
    (["10.1145/1 10.1109/2\n10.1016/3"], ("10.1145/1", "10.1109/2", "10.1016/3"), []),
    (["10.1145/1", "10.1109/2"], ("10.1145/1", "10.1109/2"), []),
    (["10.1145/ABC", "10.1145/abc"], ("10.1145/ABC",), []),
    (["http://dx.doi.org/10.1145/1", "doi:10.1145/2"], ("10.1145/1", "10.1145/2"), []),
    (["10.1145/1 forthcoming"], ("10.1145/1",), [f"'forthcoming' {NO_DOI}"]),
    (["10.1145/\u202e1"], (), [f"'10.1145/\\u202e1' {NO_DOI}"]),
    (["10.1145/" + "a" * 5_000], (), [f"'{'10.1145/' + 'a' * 50}… {NO_DOI}"]),
]

TEXTS = [  # element, as written, as read
    ("title", "One\n  Title", "One Title"),
    ("title", "0", "0"),
    ("title", "<script>alert(1)</script> &amp; $d<n$", "<script>alert(1)</script> &amp; $d<n$"),
    ("title", "Mu\u0308ller \u202egnp.exe\u202c \ufeffand\u200b zero", "Müller gnp.exe and zero"),
    ("title", "C1 \u0085 and \u009b controls", "C1 and controls"),
    ("summary", "  One paragraph,\nwrapped.\n", "One paragraph, wrapped."),
    ("summary", "First.\n  Second.", "First.\nSecond."),
    ("summary", " \n ", None),
    ("comment", "8 pages,\n  3 figures", "8 pages, 3 figures"),
    ("comment", " ", None),
    ("journal_ref", " Phys. Rev. B 85,\n115117 (2012) ", "Phys. Rev. B 85, 115117 (2012)"),
]
ATTRIBUTES = {"summary": "abstract"}

TAGS = {name: name for name in ("id", "title", "updated", "published", "summary")} | {
    name: f"arxiv:{name}" for name in ("comment", "journal_ref")
}


def read_file(name):
    path = ARXIV / name
    return arxiv_atom.parse_answer(safe_xml.parse_xml(path.read_bytes(), name), name, TODAY)


def read_entries(name):
    return {entry.id: entry for entry in read_file(name).entries}


def build_entry(fields=None):
    """Build an entry as arXiv writes it, with other or additional fields."""
    fields = {"id": f"{ABS}2602.00001v1", "title": "A title", "author": [("A. Author",)]} | (fields or {})
    parts = [f"<{tag}>{escape(fields[name])}</{tag}>" for name, tag in TAGS.items() if name in fields]
    parts += [f"<arxiv:doi>{escape(doi)}</arxiv:doi>" for doi in fields.get("doi", ())]
    if "primary" in fields:
        parts.append(f'<arxiv:primary_category term="{escape(fields["primary"])}"/>')
    parts += [f'<category term="{escape(term)}"/>' for term in fields.get("category", ())]
    for name, *places in fields["author"]:
        affiliations = "".join(f"<arxiv:affiliation>{escape(place)}</arxiv:affiliation>" for place in places)
        parts.append(f"<author><name>{escape(name)}</name>{affiliations}</author>")
    return f"<entry>{''.join(parts)}</entry>\n"


def build_answer(*entries, total=None, offset=0, size=None, updated="2026-03-24T12:40:24Z"):
    """Build an answer with these entries, one in a line, from line 7 on."""
    total = len(entries) if total is None else total
    size = len(entries) if size is None else size
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"\n'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<id>{API}</id><title>arXiv Query: cat:cs.PF</title><updated>{updated}</updated>\n"
        f"<opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>\n"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"<opensearch:startIndex>{offset}</opensearch:startIndex>\n" + "".join(entries) + "</feed>"
    )


def parse(text):
    return arxiv_atom.parse_answer(safe_xml.parse_xml(text.encode(), "answer.xml"), "answer.xml", TODAY)


def parse_one(**fields):
    document = parse(build_answer(build_entry(fields)))
    return document.entries[0], [problem.message for problem in document.problems]


def find_error(text):
    with pytest.raises(FeedError) as caught:
        parse(text)
    return str(caught.value).removeprefix("answer.xml:").lstrip()


# --- real answers ----------------------------------------------------------------------------------------


@for_each_row(("name", "count", "total", "made"), ANSWERS)
def test_a_real_answer_is_parsed_without_problems(name, count, total, made):
    document = read_file(f"{name}.xml")

    assert (len(document.entries), document.total) == (count, total)
    assert document.generated_at == datetime.fromisoformat(f"{made}+00:00")
    assert document.problems == ()
    for entry in document.entries:
        assert entry.version
        assert entry.abstract
        assert entry.authors
        assert entry.published <= entry.updated <= document.generated_at
        assert entry.primary_category in (entry.categories[0], None)


def test_every_real_answer_is_tested():
    told_of = {f"{name}.xml" for name, *_ in ANSWERS} | {name for name, _ in NO_ANSWER + NO_XML}

    assert told_of == {path.name for path in ARXIV.iterdir()} - {"README.md"}


@for_each_row("paper", SEED)
def test_the_seed_feed_has_the_expected_facts(paper):
    paper_id, version, doi, authors, primary, published, updated, journal_ref = paper
    entry = read_entries("seed-cs.PF.atom.xml")[paper_id]

    assert entry.version == version
    assert entry.dois == ((doi,) if doi else ())
    assert len(entry.authors) == authors
    assert entry.primary_category == primary
    assert (f"{entry.published:%Y-%m-%d}", f"{entry.updated:%Y-%m-%d}") == (published, updated)
    assert entry.journal_ref == journal_ref


def test_the_seed_feed_keeps_its_order():
    assert [entry.id for entry in read_file("seed-cs.PF.atom.xml").entries] == [paper[0] for paper in SEED]


def test_the_seed_feed_has_authors_in_order_and_in_unicode():
    seed_entries = read_entries("seed-cs.PF.atom.xml")

    assert [author.name for author in seed_entries["2602.23556"].authors] == [
        "Aishwarya Sarkar",
        "Sayan Ghosh",
        "Nathan Tallent",
        "Aman Chadha",
        "Tanya Roosta",
        "Ali Jannesari",
    ]
    assert Author("Pınar Tözün") in seed_entries["2508.19073"].authors
    assert Author("Doğan Sağbili") in seed_entries["2409.09874"].authors


def test_every_author_of_the_seed_feed_has_an_own_affiliation():
    assert [
        (author.name.split()[-1], author.affiliations)
        for author in read_entries("seed-cs.PF.atom.xml")["2601.01265"].authors
    ] == [
        ("Lindsay", ("Yale University",)),
        ("Trippel", ("Stanford University",)),
        ("Khandelwal", ("Yale University",)),
        ("Bhattacharjee", ("Yale University",)),
    ]


def test_the_seed_feed_keeps_paragraphs_and_mathematics():
    seed_entries = read_entries("seed-cs.PF.atom.xml")

    assert len(seed_entries["2601.01265"].abstract.split("\n")) == 3
    assert "$μ$path Decision Diagrams" in seed_entries["2601.01265"].abstract


def test_an_entry_of_the_new_format_is_parsed_completely():
    abstract = read_entries("arxiv-new-oldid-astro-ph.xml")["astro-ph/0601001"].abstract

    assert abstract.startswith("We derive the frequencies of hot Jupiters (HJs) with 3--5 day periods")
    assert "Gould & Morgan (2003)" in abstract
    assert "V_max<17.5" in abstract
    assert read_file("arxiv-new-oldid-astro-ph.xml").entries == (
        Entry(
            id="astro-ph/0601001",
            version=1,
            title="Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III Transit Surveys Toward "
            "the Galactic Bulge and Carina",
            abstract=abstract,
            authors=(
                Author("Andrew Gould", ("Ohio State",)),
                Author("Susan Dorsher", ("Ohio State",)),
                Author("B. Scott Gaudi", ("CfA",)),
                Author("Andrzej Udalski", ("Warsaw University Observatory",)),
            ),
            categories=("astro-ph",),
            primary_category="astro-ph",
            published=datetime(2006, 1, 2, 14, 57, 58, tzinfo=UTC),
            updated=datetime(2006, 1, 2, 14, 57, 58, tzinfo=UTC),
            comment="62 pages including 16 figures and 9 tables. Submitted to Acta Astronomica. Full "
            "resolution version at http://www.astronomy.ohio-state.edu/~gould/ogle_hot_jupiters.ps.gz",
            journal_ref="ActaAstron.56:1-50,2006",
        ),
    )


def test_an_entry_of_the_old_format_is_parsed_completely():
    (entry,) = read_file("arxiv-old-2016-id-1111.2011v2.xml").entries

    assert entry.abstract.startswith(
        "Theoretical description of anisotropic systems, such as layered superconductors"
    )
    assert entry.abstract.endswith("to the theory describing a single node.")
    assert "\n" not in entry.abstract
    assert entry == Entry(
        id="1111.2011",
        version=2,
        title="Quantum Criticality for Extended Nodes on a Bethe Lattice in the Large Connectivity Limit",
        abstract=entry.abstract,
        authors=(Author("James M. Murray"), Author("Adrian Del Maestro"), Author("Zlatko Tesanovic")),
        categories=("cond-mat.str-el", "cond-mat.stat-mech"),
        primary_category="cond-mat.str-el",
        published=datetime(2011, 11, 8, 18, 48, 36, tzinfo=UTC),
        updated=datetime(2012, 4, 2, 12, 38, 54, tzinfo=UTC),
        comment="8 pages, 3 figures. Published version",
        journal_ref="Phys. Rev. B 85, 115117 (2012)",
        dois=("10.1103/PhysRevB.85.115117",),
    )


@for_each_row(
    ("name", "paper_id", "attribute", "value"),
    [
        ("arxiv-new-title-0", "2104.12255", "title", "0"),
        ("arxiv-new-id-1605.08386", "1605.08386", "comment", "20 pages, 3 figures"),
        ("arxiv-new-id-1605.08386", "1605.08386", "categories", ("math.CO", "math.ST")),
        ("arxiv-new-oldid-quant-ph", "quant-ph/0201082", "categories", ("quant-ph", "cs.PL")),
        ("arxiv-new-testing-p0-10", "2204.08348", "version", 3),
        ("arxiv-new-testing-p0-10", "2204.08348", "dois", ("10.1145/3533767.3534401",)),
        ("arxiv-new-testing-p0-10", "1205.1866", "dois", ("10.5121/vlsic.2012.3205",)),
        ("arxiv-new-testing-s5-10", "2403.16981", "categories", ("math.ST", "cs.IT", "stat.ML")),
        ("arxiv-old-2016-andnot", "1101.2206", "version", 3),
        ("arxiv-old-2016-and", "cond-mat/0603029", "journal_ref", "Phys. Rev. B 74, 024520 (2006)"),
        ("arxiv-old-2016-au-del_maestro", "1201.4869", "dois", ("10.1142/S021797921244002X",)),
        (
            "arxiv-old-2016-au-del_maestro",
            "1005.5383",
            "journal_ref",
            "Physical Review B 82, 060515(R) (2010)",
        ),
        (
            "arxiv-old-2016-phrase",
            "cond-mat/0607501",
            "updated",
            datetime(2006, 11, 6, 19, 33, 40, tzinfo=UTC),
        ),
    ],
)
def test_single_facts_of_real_entries(name, paper_id, attribute, value):
    assert getattr(read_entries(f"{name}.xml")[paper_id], attribute) == value


def test_an_unknown_id_is_missing_from_the_answer():
    (entry,) = read_file("arxiv-new-partial-idlist.xml").entries

    assert (entry.id, len(entry.authors), entry.authors[-2].name) == ("1707.08567", 34, "Dirk Wübben")


def test_overlapping_pages_have_equal_entries():
    one, other = read_entries("arxiv-new-testing-p0-10.xml"), read_entries("arxiv-new-testing-s5-10.xml")
    shared = one.keys() & other.keys()

    assert len(shared) == 5
    assert all(one[paper_id] == other[paper_id] for paper_id in shared)


# --- which answers are believed --------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "message"), NO_ANSWER)
def test_a_document_that_is_not_an_answer_is_rejected(name, message):
    with pytest.raises(FeedError) as caught:
        read_file(name)
    assert str(caught.value) == f"{name}: {message}"


@pytest.mark.parametrize(("name", "message"), NO_XML)
def test_the_body_of_a_refusal_is_rejected(name, message):
    with pytest.raises(FeedError) as caught:
        read_file(name)
    assert str(caught.value).removeprefix(f"{name}:").lstrip() == message


@for_each_row(("text", "message"), OTHER_ROOTS)
def test_another_root_element_is_rejected(text, message):
    assert find_error(text) == message


@for_each_row(("total", "offset", "size", "count", "message"), COUNTS)
def test_an_answer_must_have_the_entries_that_it_counts(total, offset, size, count, message):
    text = build_answer(
        *[build_entry({"id": f"{ABS}2602.0000{n}v1"}) for n in range(1, count + 1)],
        total=total,
        offset=offset,
        size=size,
    )

    if message is None:
        document = parse(text)
        assert len(document.entries) == count
        assert (document.total, document.offset, document.page_size) == (total, offset, size)
    else:
        assert find_error(text) == message


def test_counts_that_are_not_numbers_are_rejected():
    assert find_error(build_answer(total="many", size=1)) == LACKING


def test_an_answer_that_is_cut_off_anywhere_is_rejected():
    data = (ARXIV / "arxiv-new-title-0.xml").read_bytes().rstrip()

    for length in range(0, len(data), 7):
        with pytest.raises(FeedError):
            arxiv_atom.parse_answer(safe_xml.parse_xml(data[:length], "answer.xml"), "answer.xml", TODAY)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seed-cs.PF.atom.xml", True),
        ("arxiv-old-2016-and.xml", True),
        ("arxiv-new-ERROR-400.xml", True),
        ("arxiv-rss-2026-09-24-trimmed.xml", False),
        ("rss-ERROR-400.xml", False),
    ],
)
def test_answers_of_the_api_are_distinguished_from_other_feeds(name, expected):
    assert arxiv_atom.is_arxiv(safe_xml.parse_xml((ARXIV / name).read_bytes(), name)) == expected


# --- entries ---------------------------------------------------------------------------------------------


@for_each_row(("fields", "message"), BROKEN)
def test_a_broken_entry_is_a_problem_and_the_others_are_kept(fields, message):
    others = [build_entry({"id": f"{ABS}2602.0000{number}v1"}) for number in (2, 3)]
    document = parse(build_answer(others[0], build_entry(fields), others[1]))

    assert [entry.id for entry in document.entries] == ["2602.00002", "2602.00003"]
    assert [str(problem) for problem in document.problems] == [f"answer.xml:8: entry skipped: {message}"]


def test_an_answer_with_only_broken_entries_is_rejected():
    text = build_answer(build_entry({"id": f"{ABS}2602.1v1"}), build_entry({"title": ""}))

    assert find_error(text) == (
        "none of 2 entries can be parsed; entry skipped: '2602.1v1' is not an arXiv id; ids look like "
        "2602.23556 or cs/0301008"
    )


@pytest.mark.parametrize("name", ["published", "updated"])
@pytest.mark.parametrize(("stated", "expected", "remark"), DATES)
def test_an_impossible_date_is_unknown_and_a_problem(name, stated, expected, remark):
    entry, problems = parse_one(**{name: stated})

    assert getattr(entry, name) == expected
    assert problems == ([f"2602.00001: {name} {remark}"] if remark else [])


@pytest.mark.parametrize("updated", ["", "2026-03-24", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_an_answer_with_an_impossible_time_of_its_own_is_parsed(updated):
    document = parse(build_answer(build_entry({"published": "2026-02-26T23:39:42Z"}), updated=updated))

    assert document.entries[0].published == DAY


@for_each_row(("doi", "expected", "remarks"), DOIS)
def test_every_doi_of_every_field_is_parsed(doi, expected, remarks):
    entry, problems = parse_one(doi=doi)

    assert entry.dois == expected
    assert problems == [f"2602.00001: {remark}" for remark in remarks]


@pytest.mark.parametrize(
    ("fields", "primary", "categories"),
    [
        ({}, None, ()),
        ({"category": ["cs.PF"]}, None, ("cs.PF",)),
        ({"category": ["cs.PF", "cs.DC"], "primary": "cs.DC"}, "cs.DC", ("cs.DC", "cs.PF")),
        ({"category": ["cs.PF"], "primary": "math-ph"}, "math-ph", ("math-ph", "cs.PF")),
        ({"category": ["cs.DC", "68M20", "C.4; D.4.8"], "primary": "cs.DC"}, "cs.DC", ("cs.DC",)),
        ({"category": ["cs.PF"], "primary": "<b>"}, None, ("cs.PF",)),
        ({"category": ["../x", "", "a" * 21, "cs.PF"], "primary": ""}, None, ("cs.PF",)),
    ],
)
def test_the_primary_category_comes_first_or_is_unknown(fields, primary, categories):
    entry, problems = parse_one(**fields)

    assert (entry.primary_category, entry.categories) == (primary, categories)
    assert problems == []


def test_names_and_affiliations_are_on_one_line_and_stay_together():
    entry, _ = parse_one(
        author=[
            (" The LIGO Scientific Collaboration",),
            ("A.\n  Author", " Yale\nUniversity ", "CfA", "CfA", " "),
            ("  ", "Nowhere"),
            ("李 明",),
        ]
    )

    assert entry.authors == (
        Author("The LIGO Scientific Collaboration"),
        Author("A. Author", ("Yale University", "CfA")),
        Author("李 明"),
    )


def test_a_collaboration_of_thousands_is_parsed():
    entry, problems = parse_one(author=[(f"Author {number}",) for number in range(3_400)])

    assert (len(entry.authors), problems) == (3_400, [])


@for_each_row(("element", "written", "expected"), TEXTS)
def test_text_is_only_cleaned(element, written, expected):
    entry, problems = parse_one(**{element: written})

    assert getattr(entry, ATTRIBUTES.get(element, element)) == expected
    assert problems == []


def test_both_versions_of_a_paper_in_one_answer_are_parsed():
    document = parse(
        build_answer(build_entry({"id": f"{ABS}2602.00001v1"}), build_entry({"id": f"{ABS}2602.00001v3"}))
    )

    assert [(entry.id, entry.version) for entry in document.entries] == [("2602.00001", 1), ("2602.00001", 3)]


FIELD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.one_of(FIELD, FIELD.map(lambda text: ABS + text)),
            "title": FIELD,
            "summary": FIELD,
            "published": FIELD,
            "comment": FIELD,
            "journal_ref": FIELD,
            "doi": st.lists(FIELD, max_size=2),
            "author": st.lists(st.tuples(FIELD, FIELD), max_size=2),
        },
    )
)
def test_any_text_in_an_entry_leaves_the_other_entries_intact(fields):
    document = parse(build_answer(build_entry({"id": f"{ABS}2602.00002v1"}), build_entry(fields)))

    assert document.entries[0].id == "2602.00002"
    assert len(document.entries) == 2 or document.problems
