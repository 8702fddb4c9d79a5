"""Ids of papers: which texts are ids, and the addresses and file names that follow from ids."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import ids
from tests.tables import for_each_row

SPELLINGS = [
    ("2602.23556", "2602.23556", None),
    ("2602.23556v1", "2602.23556", 1),
    ("2602.23556v12", "2602.23556", 12),
    (" 2602.23556v2\n", "2602.23556", 2),
    ("2602.10310", "2602.10310", None),
    ("1501.00001", "1501.00001", None),
    ("1412.9999", "1412.9999", None),
    ("0704.0001", "0704.0001", None),
    ("cs/0301008", "cs/0301008", None),
    ("cs.DC/0301008v3", "cs/0301008", 3),
    ("math.GT/0309136", "math/0309136", None),
    ("solv-int/9901001v1", "solv-int/9901001", 1),
    ("hep-th/9108001", "hep-th/9108001", None),
    ("cond-mat/0703772", "cond-mat/0703772", None),
    ("arXiv:2602.23556v2", "2602.23556", 2),
    ("ARXIV:cs/0301008", "cs/0301008", None),
    ("oai:arXiv.org:2602.23556v3", "2602.23556", 3),
    ("http://arxiv.org/abs/cs/0301008v1", "cs/0301008", 1),
    ("https://arxiv.org/pdf/2602.23556v2", "2602.23556", 2),
    ("https://export.arxiv.org/pdf/2602.23556v2.pdf", "2602.23556", 2),
    ("https://www.arxiv.org/html/2602.23556", "2602.23556", None),
    ("10.48550/arXiv.2602.23556", "2602.23556", None),
    ("https://doi.org/10.48550/arxiv.cs/0301008", "cs/0301008", None),
]

NO_ID = "is not an arXiv id; ids look like 2602.23556 or cs/0301008"
REFUSED = [
    ("2602.2355", "2602.2355 has four digits after the point; ids since 1501 have five"),
    ("1412.00001v2", "1412.00001 has five digits after the point; ids before 1501 have four"),
    ("2613.00001", "'2613.00001' must begin with a year and month from 0704 on"),
    ("2600.00001", "'2600.00001' must begin with a year and month from 0704 on"),
    ("0703.0001", "'0703.0001' must begin with a year and month from 0704 on"),
    ("sc/0301008", "arXiv has no archive named 'sc'"),
    ("cs/0704001", "'cs/0704001' must contain a month from July 1991 to March 2007"),
    ("cs/9106001", "'cs/9106001' must contain a month from July 1991 to March 2007"),
    ("cs/9913001", "'cs/9913001' must contain a month from July 1991 to March 2007"),
    ("", f"'' {NO_ID}"),
    ("2602.1031", "2602.1031 has four digits after the point; ids since 1501 have five"),
    ("2602.235567", f"'2602.235567' {NO_ID}"),
    ("2602.23556v0", f"'2602.23556v0' {NO_ID}"),
    ("2602.23556v", f"'2602.23556v' {NO_ID}"),
    ("2602.23556v99999", f"'2602.23556v99999' {NO_ID}"),
    ("2602.23556V1", f"'2602.23556V1' {NO_ID}"),
    ("26arXiv:02.23556", f"'26arXiv:02.23556' {NO_ID}"),
    ("CS/0301008", f"'CS/0301008' {NO_ID}"),
    ("cs-0301008", f"'cs-0301008' {NO_ID}"),
    ("../../x", f"'../../x' {NO_ID}"),
    ("cs/../../x", f"'cs/../../x' {NO_ID}"),
    ("cs/0301008/../../../etc", f"'cs/0301008/../../../etc' {NO_ID}"),
    ("/2602.23556", f"'/2602.23556' {NO_ID}"),
    ("2602.23556\0", f"'2602.23556\\x00' {NO_ID}"),
    ("2602.23556\n.md", f"'2602.23556\\n.md' {NO_ID}"),
    ("٢٦٠٢.٢٣٥٥٦", f"'٢٦٠٢.٢٣٥٥٦' {NO_ID}"),
    ("２６０２.２３５５６", f"'２６０２.２３５５６' {NO_ID}"),
    ("2602․23556", f"'2602․23556' {NO_ID}"),
    ("arxıv:2602.23556", f"'arxıv:2602.23556' {NO_ID}"),
    ("https://arxiv.org.evil.example/abs/2602.23556", NO_ID),
    ("https://evil.example/https://arxiv.org/abs/2602.23556", NO_ID),
]

DOIS = [
    ("10.1145/3779212.3790145", "10.1145/3779212.3790145"),
    ("doi:10.1109/CCGRID64434.2025.00037", "10.1109/CCGRID64434.2025.00037"),
    ("DOI: 10.1016/j.aop.2008.08.003.", "10.1016/j.aop.2008.08.003"),
    ("https://doi.org/10.1142/S021797921244002X", "10.1142/S021797921244002X"),
    ("http://dx.doi.org/10.1002/(SICI)1<2::AID>3.0.CO;2-#", "10.1002/(SICI)1<2::AID>3.0.CO;2-#"),
]

NO_DOIS = [
    "",
    "10.1145",
    "10.1145/",
    "11.1145/3779212",
    "10.1145/a b",
    "10.1145/\u202eevil",
    "10.1145/a\u200bb",
    "10.1145/\x00",
    "10.1145/https://doi.org/10.1145/../x y",
    "10.١١٤٥/3779212",
    "10.1145/" + "a" * 301,
]

URLS = [
    ("https://example.org/a?b=c#d", "url:https://example.org/a?b=c#d"),
    ("https://example.org/a/?fbclid=c", "url:https://example.org/a"),
    ("http://Example.ORG/A", "url:https://example.org/A"),
    ("https://example.org/a?utm_source=rss&b=c&af=R", "url:https://example.org/a?b=c"),
    ("https://example.org/a?rss=yes", "url:https://example.org/a"),
]

SLUGS = [
    ("2602.23556", "2602.23556"),
    ("cs/0301008", "cs-0301008"),
    ("solv-int/9901001", "solv-int-9901001"),
    ("doi:10.1145/3779212.3790145", "doi-10.1145-3779212.3790145"),
    ("doi:10.1016/s0167-739x(00)00077-x", "doi-10.1016-s0167-739x-00-00077-x-7c640a4586a4d5e5"),
    ("url:https://example.org/papers/A%20b/", "url-a-20b-e886341f8516cb6f"),
]

NEW_IDS = st.builds(
    lambda year, month, number: f"{year:02d}{month:02d}.{number:05d}",
    st.integers(15, 99),
    st.integers(1, 12),
    st.integers(0, 99_999),
)
MIDDLE_IDS = st.builds(
    lambda year, month, number: f"{year:02d}{month:02d}.{number:04d}",
    st.integers(8, 14),
    st.integers(1, 12),
    st.integers(0, 9_999),
)
OLD_IDS = st.builds(
    lambda archive, year, month, number: f"{archive}/{year % 100:02d}{month:02d}{number:03d}",
    st.sampled_from(["cs", "math", "astro-ph", "solv-int", "q-bio", "physics"]),
    st.integers(1992, 2006),
    st.integers(1, 12),
    st.integers(0, 999),
)
ARXIV_IDS = st.one_of(NEW_IDS, MIDDLE_IDS, OLD_IDS)

# Suffixes that are close to one another, so that a map that forgets something meets two of them.
SUFFIXES = st.one_of(
    st.text("ab.-_/()<>;:%é\U0001f600", min_size=1, max_size=6),
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=400),
)
OTHER_IDS = st.one_of(
    SUFFIXES.map(lambda suffix: ids.build_doi_id(f"10.1145/{suffix}")),
    SUFFIXES.map(lambda path: f"url:https://example.org/{path}"),
    st.sampled_from(["con", "nul", "aux.h", "com1", "..", ".", ".hidden", "a" * 1000]).flatmap(
        lambda name: st.sampled_from(
            [f"doi:10.1145/{name}", f"url:https://example.org/{name}", "url:" + name]
        )
    ),
)


@for_each_row(("text", "paper_id", "version"), SPELLINGS)
def test_an_arxiv_id_is_parsed_into_id_and_version(text, paper_id, version):
    assert ids.parse_arxiv_id(text) == (paper_id, version)


# The archives that gave out ids before April 2007 (https://arxiv.org/archive/).
ARCHIVES = """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs
    dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol
    physics plasm-ph q-alg q-bio quant-ph solv-int supr-con
""".split()


@for_each_row("archive", ARCHIVES)
def test_an_old_id_begins_with_an_archive(archive):
    assert ids.parse_arxiv_id(f"{archive}/9901001v2") == (f"{archive}/9901001", 2)
    assert ids.parse_slug(f"{archive}-9901001") == f"{archive}/9901001"


@for_each_row(("text", "sentence"), REFUSED)
def test_an_invalid_arxiv_id_is_refused_with_the_rule_it_breaks(text, sentence):
    with pytest.raises(ValueError, match=f"{re.escape(sentence)}$"):
        ids.parse_arxiv_id(text)


@for_each_row("text", ["v" * 100_000, "9" * 100_000, "a-" * 50_000 + "/0301008", "1v1" * 50_000])
def test_a_very_long_id_is_refused_fast_and_with_a_short_message(text):
    with pytest.raises(ValueError, match="is not an arXiv id") as refused:
        ids.parse_arxiv_id(text)
    assert len(str(refused.value)) < 200


@given(st.text())
def test_a_parsed_id_is_in_its_canonical_form(text):
    try:
        paper_id, version = ids.parse_arxiv_id(text)
    except ValueError:
        return
    assert ids.parse_arxiv_id(paper_id) == (paper_id, None)
    assert version is None or 1 <= version <= 9999


@given(ARXIV_IDS, st.integers(1, 9999))
def test_a_formatted_id_is_parsed_again(paper_id, version):
    assert ids.parse_arxiv_id(paper_id) == (paper_id, None)
    assert ids.parse_arxiv_id(f"{paper_id}v{version}") == (paper_id, version)
    assert ids.parse_arxiv_id(ids.build_abstract_url(paper_id, version)) == (paper_id, version)
    assert ids.parse_arxiv_id(ids.build_pdf_url(paper_id)) == (paper_id, None)


@given(ARXIV_IDS)
def test_the_slug_of_an_arxiv_id_is_parsed_again(paper_id):
    assert ids.parse_slug(ids.build_slug(paper_id)) == paper_id


@given(ARXIV_IDS)
def test_an_arxiv_id_contains_its_month(paper_id):
    assert ids.find_month(paper_id) in {paper_id[:4], paper_id.partition("/")[2][:4]}


@for_each_row("paper_id", ["doi:10.1145/2602.23556", "url:https://example.org/2602.23556"])
def test_other_ids_contain_no_month(paper_id):
    assert ids.find_month(paper_id) is None


@for_each_row(
    ("slug", "sentence"),
    [
        ("2602.23556v2", "must not contain a version; write '2602.23556'"),
        ("cs-0301008v1", "is not an arXiv id"),
        ("arxiv:2602.23556", "must be written '2602.23556' in names of files"),
        ("2602.23556.pdf", "must be written '2602.23556' in names of files"),
        (" 2602.23556", "must be written '2602.23556' in names of files"),
        ("cs/0301008", "must be written 'cs-0301008' in names of files"),
        ("sc-0301008", "arXiv has no archive named 'sc'"),
        ("2602.2355", "2602.2355 has four digits after the point; ids since 1501 have five"),
        ("2602.23556\n", "must be written '2602.23556' in names of files"),
        ("doi-10.1145-3779212", "is not an arXiv id"),
    ],
)
def test_a_slug_in_another_spelling_is_refused(slug, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        ids.parse_slug(slug)


@for_each_row(("text", "doi"), DOIS)
def test_a_doi_is_parsed_and_keeps_its_case(text, doi):
    assert ids.parse_doi(text) == doi


@for_each_row("text", NO_DOIS)
def test_an_invalid_doi_is_refused(text):
    with pytest.raises(
        ValueError, match=r"is not a DOI; DOIs look like 10\.1145/3779212\.3790145$"
    ) as refused:
        ids.parse_doi(text)
    assert len(str(refused.value)) < 200


def test_dois_that_differ_in_case_give_the_same_id():
    assert ids.build_doi_id("10.1109/IPDPS64566.2025.00074") == ids.build_doi_id(
        "10.1109/ipdps64566.2025.00074"
    )


def test_the_address_of_a_doi_is_percent_encoded():
    address = ids.build_doi_url('10.1002/a"<b>#?c d')

    assert address == "https://doi.org/10.1002/a%22%3Cb%3E%23%3Fc%20d"


@for_each_row(("url", "paper_id"), URLS)
def test_all_spellings_of_an_address_give_the_same_id(url, paper_id):
    assert ids.build_url_id(url) == paper_id
    assert ids.build_url_id(paper_id.removeprefix("url:")) == paper_id


@for_each_row(("paper_id", "slug"), SLUGS)
def test_a_slug_is_readable(paper_id, slug):
    assert ids.build_slug(paper_id) == slug


@given(OTHER_IDS)
def test_any_slug_is_a_safe_file_name(paper_id):
    assert re.fullmatch(r"(doi|url)-[a-z0-9.-]*[a-z0-9]", ids.build_slug(paper_id))
    assert len(ids.build_slug(paper_id)) <= 120


@given(st.lists(st.one_of(ARXIV_IDS, OTHER_IDS), unique=True, min_size=2, max_size=8))
def test_different_ids_have_different_slugs(paper_ids):
    assert len({ids.build_slug(paper_id).casefold() for paper_id in paper_ids}) == len(paper_ids)


def test_no_doi_can_have_the_slug_with_hash_of_another():
    hashed = ids.build_slug("doi:10.1145/---")
    prefix, _, digest = hashed.rpartition("-")

    assert prefix == "doi-10.1145"
    assert ids.build_slug(f"doi:10.1145/{digest}") != hashed
