"""Addresses: what may be shown, which pages and links are the same, and the ids in addresses."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import ids, urls
from tests.tables import for_each_row

# An address, and how it may be shown.
SHOWN = [
    ("https://sand.ai/a?b=c#d", "https://sand.ai/a?b=c#d"),
    ("http://sand.ai", "https://sand.ai"),
    ("HTTP://Sand.AI/A", "https://sand.ai/A"),
    (" https://sand.ai/a ", "https://sand.ai/a"),
    ("https://sand.ai./a", "https://sand.ai/a"),
    ("http://sand.ai:80/a", "https://sand.ai/a"),
    ("https://sand.ai:443/a", "https://sand.ai/a"),
    ("https://sand.ai:8443/a", "https://sand.ai:8443/a"),
    ("https://my_host.sand.ai/a", "https://my_host.sand.ai/a"),
    ("https://sand.ai/%7Ea/ü|x", "https://sand.ai/%7Ea/%C3%BC%7Cx"),
    ("http://sand.ai/a%20b", "https://sand.ai/a%20b"),
    ("https://sand.ai/é?ü=1&b=c d", "https://sand.ai/%C3%A9?%C3%BC=1&b=c%20d"),
    ("https://sand.ai/?utm_source=rss", "https://sand.ai/?utm_source=rss"),
    ("https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://BÜCHER.example/a", "https://xn--bcher-kva.example/a"),
    ("https://straße.example:8443/a", "https://xn--strae-oqa.example:8443/a"),
    ("https://例え.テスト/a", "https://xn--r8jz45g.xn--zckzah/a"),
]
# An address that may not be shown.
NOT_SHOWN = [
    "http://sand.ai:8080/a",
    "https://sand.ai:port/a",
    "https://sand.ai:99999/a",
    "https://user@sand.ai/a",
    "https://@sand.ai/a",
    "https://sand.ai\\@evil.example/a",
    "https://sand.ai/a b",
    "https://sand.ai/a\nb",
    "java\tscript:alert(1)",
    "https://sand.ai/\u202eb",
    "https://sand.ai/\x00",
    'https://sand.ai/"onload=',
    "https://sand.ai/<b>",
    "ftp://sand.ai/a",
    "data:text/html,x",
    "javascript://sand.ai/%0aalert(1)",
    "//sand.ai/a",
    "sand.ai/a",
    "https:///a",
    "https://localhost",
    "https://10.0.0.1/a",
    "https://0x7f.1/a",
    "https://１２７.０.０.１/a",
    "https://[::1]/a",
    "https://[oops/a",
    "https://-a.example",
    "https://a b.example",
    "https://\u200d.example",
    "https://" + "a" * 64 + ".org/",
    "https://" + "ü" * 64 + ".org/",
    "https://sand.ai/" + "a" * 2_000,
    "",
]
# Addresses of one page each.
SAME_PAGE = [
    ["https://sand.ai/a?x=1", "http://SAND.ai:80/a?x=1&utm_source=rss", "https://sand.ai./a/?x=1"],
    [
        "https://sand.ai/a",
        "https://sand.ai/a?fbclid=1",
        "https://sand.ai/a#utm_source=rss",
        "https://sand.ai/a?rss=1&utm_medium=x y&ai=3&TRACK=a<b",
    ],
    ["https://sand.ai", "https://sand.ai/", "https://sand.ai/?af=R"],
    ["https://sand.ai/a?b=1&c", "https://sand.ai/a?b=1&&c"],
    ["https://bücher.example/", "https://xn--bcher-kva.example"],
    ["https://pubmed.ncbi.nlm.nih.gov/1/", "https://pubmed.ncbi.nlm.nih.gov/1/?fc=2&ff=20211221&v=2.16.2"],
    ["https://localhost/a", "https://localhost/a?utm_source=rss"],
]
TRACKING = [
    "utm_source", "utm_term", "UTM_Medium", "af", "rss", "ai", "feed", "track", "dgcid", "rft_dat", "fbclid",
    "gclid", "mc_cid", "mc_eid", "cmpid",
]  # fmt: skip
OTHER_PAGE = [
    ("https://sand.ai/issue#a1", "https://sand.ai/issue#a2"),
    ("https://sand.ai/issue", "https://sand.ai/issue#a1"),
    ("https://sand.ai/a", "https://sand.ai/A"),
    ("https://sand.ai/a", "https://sand.ai/a?id=1"),
    ("https://sand.ai/a?utm=1", "https://sand.ai/a?utm=2"),
    ("https://sand.ai/a", "https://sand.ai:8443/a"),
]
SAME_LINK = [
    "https://github.com/A/B",
    "https://GitHub.com/a/b/",
    "http://github.com/a/b.git",
    "https://www.github.com/a/b",
    "https://github.com/a/b?utm_source=arxiv",
]
CASE_INSENSITIVE_HOSTS = ["bitbucket.org", "codeberg.org", "github.com", "gitlab.com"]
OTHER_LINK = [
    ("https://github.com/a/b", "https://github.com/a/c"),
    ("https://youtu.be/AbC", "https://youtu.be/aBc"),
    ("https://sand.ai/a", "https://sand.ai/a#b"),
    ("https://sand.ai/a", "https://wwww.sand.ai/a"),
]
# An address as it is cut out of a text, and the address alone.
TRIMMED = [
    ("https://sand.ai/a.", "https://sand.ai/a"),
    ("https://sand.ai/a).,", "https://sand.ai/a"),
    ("https://sand.ai/a_(b)", "https://sand.ai/a_(b)"),
    ("https://sand.ai/a_(b))", "https://sand.ai/a_(b)"),
    ("https://sand.ai/a(see", "https://sand.ai/a"),
    ("https://sand.ai/a]", "https://sand.ai/a"),
    ("https://sand.ai/a}{x", "https://sand.ai/a"),
    ("https://sand.ai/a\\footnote", "https://sand.ai/a"),
    ("https://sand.ai/a_", "https://sand.ai/a"),
    ("https://sand.ai/a*'", "https://sand.ai/a"),
    ("10.1016/s0167-739x(00)00077-x).", "10.1016/s0167-739x(00)00077-x"),
    ("", ""),
    (")", ""),
]
# A text, and the DOI in it.
DOIS = [
    ("http://doi.org/10.1093/zoolinnean/zlab078", "10.1093/zoolinnean/zlab078"),
    ("https://dx.doi.org/10.4039/tce.2021.38?rft_dat=source%3Ddrss", "10.4039/tce.2021.38"),
    ("https://doi.org/10.1145/1#top", "10.1145/1"),
    ("http://dx.doi.org/10.1002/(SICI)1<2::AID>3.0.CO;2-#", "10.1002/(SICI)1<2::AID>3.0.CO;2-#"),
    ("doi.org/10.1145/1/", "10.1145/1"),
    ("https://doi.org/doi:10.1145/1", "10.1145/1"),
    (
        "https://www.tandfonline.com/doi/full/10.1080/01650521.2020.1783478?af=R",
        "10.1080/01650521.2020.1783478",
    ),
    ("https://onlinelibrary.wiley.com/doi/10.1002/tax.12650/abstract/", "10.1002/tax.12650"),
    ("https://www.biorxiv.org/content/10.1101/2021.12.01.470123v1.full.pdf", "10.1101/2021.12.01.470123"),
    ("https://x.org/a/10.1002%2F%28SICI%291097%3C1%3E", "10.1002/(SICI)1097<1>"),
    ("doi:10.1145/1", "10.1145/1"),
    ("DOI: 10.1145/1.", "10.1145/1"),
    ("10.1145/1", "10.1145/1"),
    ("https://x.org/handle/10.1234/5", None),
    ("https://x.org/10.1234/a%20b", None),
    ("https://x.org/10.1234/a%00b", None),
    ("https://x.org/10.1234/a%E2%80%AEb", None),
    ("https://x.org/1", None),
    ("https://x.org/?doi=1", None),
    ("https://[x", None),
    ("pmid:34929406", None),
    ("10.1145/" + "1" * 300, None),
    ("https://x.org/10.1145/" + "1" * 3_000, None),
]
AFTER_DOI = [
    "/", "/full", "/fulltext", "/full-text", "/abs", "/abstract", "/pdf", "/epdf", "/html", "/meta",
    "/summary", "/references", "/figures", ".full", ".abstract", ".pdf", ".htm", ".html", ".xml", ".full.pdf",
]  # fmt: skip
# A text, and the arXiv id and version in it.
ARXIV_IDS = [
    ("http://export.arxiv.org/abs/math.GT/0309136v2?context=x", ("math/0309136", 2)),
    ("https://arxiv.org/html/2602.23556v1#S3", ("2602.23556", 1)),
    ("https://arxiv.org/abs/2602.23556/", ("2602.23556", None)),
    ("arxiv.org/pdf/2602.23556v3.pdf", ("2602.23556", 3)),
    ("http://xxx.lanl.gov/abs/hep-th/9108001", ("hep-th/9108001", None)),
    ("oai:arXiv.org:2602.23556v3", ("2602.23556", 3)),
    ("arXiv: 2602.23556", ("2602.23556", None)),
    ("10.48550/arXiv.2602.23556", ("2602.23556", None)),
    ("https://doi.org/10.48550/arxiv.cs/0301008", ("cs/0301008", None)),
    ("2602.23556", None),
    ("https://arxiv.org/list/cs.PF/recent", None),
    ("https://arxiv.org/abs/", None),
    ("https://example.org/abs/2602.10310", None),
    ("https://arxiv.org.example/abs/2602.10310", None),
    ("https://example.org/?https://arxiv.org/abs/2602.10310", None),
]

ADDRESS_LIKE = st.one_of(
    st.text(),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["https://", "http://", "HTTPS://", "ftp://", "github.com/", r"\href{http://", "//"]),
        st.sampled_from(
            ["sand.ai", "github.com/a/b", "a@sand.ai", "sand.ai:80", "[::1]", "1.2.3.4", "ü.de", ""]
        ),
        st.one_of(st.text(), st.text(alphabet="/.,;:()[]{}\\_%#?&=~'\" ab\n\t|^`")),
    ),
)


@for_each_row(("text", "url"), SHOWN)
def test_an_address_is_shown_as_https_in_ascii(text, url):
    assert urls.clean_url(text) == url


@for_each_row("text", NOT_SHOWN)
def test_an_address_that_could_mislead_or_that_no_host_has_is_not_shown(text):
    assert urls.clean_url(text) is None


@given(ADDRESS_LIKE)
def test_a_clean_address_is_clean_and_unchanged(text):
    url = urls.clean_url(text)

    if url is not None:
        assert urls.clean_url(url) == url
        assert url.isascii()
        assert url.isprintable()
        assert urlsplit(url).scheme == "https"
        assert urlsplit(url).username is None


@pytest.mark.parametrize("spellings", SAME_PAGE, ids=lambda spellings: spellings[0])
def test_all_spellings_of_a_page_have_one_canonical_form_and_id(spellings):
    assert {urls.canonicalise_url(url) for url in spellings} == {urls.canonicalise_url(spellings[0])}
    assert {ids.build_url_id(url) for url in spellings} == {ids.build_url_id(spellings[0])}


@for_each_row("name", TRACKING)
def test_a_tracking_parameter_does_not_count(name):
    assert urls.canonicalise_url(f"https://sand.ai/a?id=1&{name}=2") == "https://sand.ai/a?id=1"


@for_each_row("name", ["id", "trackid", "feeds", "xutm_source", "utm", "page"])
def test_other_parameters_count(name):
    assert urls.canonicalise_url(f"https://sand.ai/a?{name}=2") == f"https://sand.ai/a?{name}=2"


@for_each_row(("one", "other"), OTHER_PAGE)
def test_different_pages_have_different_ids(one, other):
    assert ids.build_url_id(one) != ids.build_url_id(other)


@given(ADDRESS_LIKE)
def test_a_canonical_address_is_canonical_and_unchanged(text):
    url = urls.clean_url(text)

    if url is not None:
        canonical = urls.canonicalise_url(url)
        assert urls.canonicalise_url(canonical) == canonical
        assert urls.clean_url(canonical) == canonical


@for_each_row("url", SAME_LINK)
def test_spellings_of_one_link_have_one_key(url):
    assert urls.build_link_key(url) == urls.build_link_key(SAME_LINK[0])


@for_each_row("host", CASE_INSENSITIVE_HOSTS)
def test_code_hosts_ignore_case(host):
    assert urls.build_link_key(f"https://{host}/A/B") == urls.build_link_key(f"https://{host}/a/b")


@for_each_row(("one", "other"), OTHER_LINK)
def test_different_links_have_different_keys(one, other):
    assert urls.build_link_key(one) != urls.build_link_key(other)


@given(ADDRESS_LIKE)
def test_addresses_of_one_page_are_one_link(text):
    assert urls.build_link_key(urls.canonicalise_url(text)) == urls.build_link_key(text)


@for_each_row(("text", "url"), TRIMMED)
def test_an_address_is_cut_out_of_its_sentence(text, url):
    assert urls.trim_url(text) == url


@for_each_row("mark", ".,;:!?'*_$)]}\\")
def test_a_mark_after_an_address_is_no_part_of_it(mark):
    assert urls.trim_url(f"https://sand.ai/a{mark}") == "https://sand.ai/a"


@for_each_row("mark", '<>"“”„‘’«»…—–、，。；：（）`|^ ')
def test_a_mark_that_no_address_contains_ends_an_address_in_text(mark):
    assert [url for *_, url in urls.find_urls(f"https://sand.ai/a{mark}b")] == ["https://sand.ai/a"]


@for_each_row("host", CASE_INSENSITIVE_HOSTS)
def test_an_address_of_a_code_host_is_found_without_scheme(host):
    assert [url for *_, url in urls.find_urls(f"Code: {host}/a/b.")] == [f"https://{host}/a/b"]


@for_each_row("mark", "_#%&~$")
def test_an_escaped_mark_is_unescaped(mark):
    assert urls.unescape(f"a\\{mark}b") == urls.unescape(f"a{{\\{mark}}}b") == f"a{mark}b"


@given(st.text(alphabet="a./()[]{}\\,_'$"))
def test_a_trimmed_address_is_a_beginning_of_the_text_and_trimmed(text):
    url = urls.trim_url(text)

    assert text.startswith(url)
    assert urls.trim_url(url) == url


@for_each_row(("text", "doi"), DOIS)
def test_the_doi_in_an_address_is_found(text, doi):
    assert ids.find_doi(text) == doi


@for_each_row("ending", AFTER_DOI)
def test_what_a_publisher_puts_after_a_doi_is_no_part_of_it(ending):
    assert ids.find_doi(f"https://x.org/doi/10.1145/1{ending}") == "10.1145/1"


@for_each_row("folder", ["abs", "pdf", "html", "format", "e-print", "src"])
def test_each_folder_of_arxiv_has_addresses_of_papers(folder):
    assert ids.find_arxiv_id(f"https://arxiv.org/{folder}/2602.23556v1") == ("2602.23556", 1)


@for_each_row("host", ["arxiv.org", "www.arxiv.org", "export.arxiv.org", "rss.arxiv.org"])
def test_each_host_of_arxiv_is_known(host):
    assert host in urls.ARXIV_HOSTS
    assert urls.is_arxiv_or_doi(f"https://{host}/")


@for_each_row("mark", '<>"\\\n\x00\u202e')
def test_an_address_with_a_forbidden_character_is_not_shown(mark):
    assert urls.clean_url(f"https://sand.ai/a{mark}b") is None


@for_each_row(("text", "expected"), ARXIV_IDS)
def test_an_arxiv_id_is_found_in_addresses_at_arxiv_only(text, expected):
    assert ids.find_arxiv_id(text) == expected


@given(ADDRESS_LIKE)
def test_any_text_is_searched_for_ids_without_an_error(text):
    doi = ids.find_doi(text)

    assert doi is None or ids.parse_doi(doi) == doi
    assert ids.find_arxiv_id(text) is None or ids.find_arxiv_id(text) == ids.parse_arxiv_id(text)
