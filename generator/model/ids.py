"""Identity of papers: parse, format, and build the addresses and names of files that follow from an id.

An arXiv id is kept without version and as text (a number would lose zeros): ``2602.23556``,
``cs/0301008``. A paper from elsewhere is known by its DOI (``doi:10.1145/3779212``) or else by its
address (``url:https://...``). The grammar is arXiv's: https://info.arxiv.org/help/arxiv_identifier.html
"""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit, urlunsplit

from slugify import slugify

from generator.model import identifiers, urls
from generator.model.text import quote_text

# Archives that gave out ids before April 2007.
# fmt: off
_ARCHIVES = frozenset({
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn",
    "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex",
    "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th",
    "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph", "solv-int", "supr-con",
})
# fmt: on
_NEW = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})", re.ASCII)
_OLD = re.compile(r"([a-z-]{2,9})(?:\.[A-Za-z]{2})?/(\d{2})(\d{2})(\d{3})", re.ASCII)
_VERSION = re.compile(r"(.+?)v([1-9]\d{0,3})", re.ASCII)
_LIKE_ARXIV = re.compile(r"\d{3,}\.\d|[a-z.-]+/\d", re.ASCII)
_OLD_SLUG = re.compile(r"([a-z-]+)-(\d{7})", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE | re.ASCII)
# Short enough for the name of a file, and unlike a slug that ends in a hash.
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/(?![0-9a-f]{16}\Z)[a-z0-9.]{0,80}[a-z0-9]", re.ASCII)
_FIRST_NEW_ID = 704  # April 2007
_FIRST_HTML = 2312  # December 2023
_FIRST_FIVE_DIGITS = 1501  # January 2015
_MAX_DOI_LENGTH = 300  # characters, as in the schemas
# How the ids of papers begin that are known by a DOI, or only by an address.
_DOI_KIND = "doi:"
_URL_KIND = "url:"
_ELSEWHERE = ("doi:", "doi-", "url:", "url-")  # ids and slugs
_MAX_STORED_LENGTH = urls.MAX_LENGTH + len(_URL_KIND)  # characters
_MAX_NAME_LENGTH = 200  # characters of an entry's own id
# The tracking parameters that were left out of ids until November 2026.
_FORMER_TRACKING = re.compile(
    r"(?:^|&)(?:utm_[a-z]+|af|rss|ai|feed|track|dgcid|rft_dat)=[^&]*", re.IGNORECASE
)


def parse_arxiv_id(text: str) -> tuple[str, int | None]:
    """Parse an arXiv id into the id without version, and the version or None.

    Takes an id with or without version, ``arXiv:...``, an address at arXiv, or arXiv's DOI.

    >>> parse_arxiv_id("arXiv:2602.23556v2"), parse_arxiv_id("https://arxiv.org/abs/cs.DC/0301008")
    (('2602.23556', 2), ('cs/0301008', None))

    Raises:
        ValueError: The text is no arXiv id; the message states the rule it breaks.
    """
    bare = identifiers.extract_arxiv_id(text) or identifiers.trim_arxiv_id(text)
    if match := _ARXIV_DOI.fullmatch(identifiers.extract_doi(text) or bare):
        bare = match[1].lower()
    version = None
    if match := _VERSION.fullmatch(bare):
        bare, version = match[1], int(match[2])
    if match := _NEW.fullmatch(bare):
        _check_new(bare, int(match[1] + match[2]), int(match[2]), len(match[3]))
        return bare, version
    if match := _OLD.fullmatch(bare):
        archive, year, month, number = match.groups()
        if archive not in _ARCHIVES:
            message = f"arXiv has no archive named {archive!r}"
            raise ValueError(message)
        if not _is_old_month(int(year), int(month)):
            message = f"{bare!r} must contain a month from July 1991 to March 2007"
            raise ValueError(message)
        return f"{archive}/{year}{month}{number}", version
    message = f"{quote_text(text)} is not an arXiv id; ids look like 2602.23556 or cs/0301008"
    raise ValueError(message)


def _check_new(bare: str, year_and_month: int, month: int, digits: int) -> None:
    if not 1 <= month <= 12 or year_and_month < _FIRST_NEW_ID:  # noqa: PLR2004 - months of a year
        message = f"{bare!r} must begin with a year and month from 0704 on"
        raise ValueError(message)
    expected = 5 if year_and_month >= _FIRST_FIVE_DIGITS else 4
    if digits != expected:
        words = {4: "four", 5: "five"}
        since = "since 1501" if expected == 5 else "before 1501"  # noqa: PLR2004 - as above
        message = f"{bare} has {words[digits]} digits after the point; ids {since} have {words[expected]}"
        raise ValueError(message)


def _is_old_month(year: int, month: int) -> bool:
    months_since_1991 = (year - 91) % 100 * 12 + month
    return 1 <= month <= 12 and 7 <= months_since_1991 <= 16 * 12 + 3  # noqa: PLR2004 - 1991-07 to 2007-03


def find_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """Return arXiv id and version of an address at arXiv, an OAI identifier, ``arXiv:...`` or arXiv's DOI.

    Returns None for other text, and for a bare number: other publishers number their papers, too.

    >>> find_arxiv_id("oai:arXiv.org:2602.23556v2"), find_arxiv_id("2602.23556")
    (('2602.23556', 2), None)
    """
    if identifiers.extract_arxiv_id(text) is None and not _ARXIV_DOI.fullmatch(find_doi(text) or ""):
        return None
    try:
        return parse_arxiv_id(text)
    except ValueError:
        return None


def is_arxiv_id(paper_id: str) -> bool:
    """Whether a paper's id, or its slug, is one of arXiv's.

    >>> is_arxiv_id("2602.23556"), is_arxiv_id("doi:10.1145/3779212"), is_arxiv_id("doi-10.1145-3779212")
    (True, False, False)
    """
    return not paper_id.startswith(_ELSEWHERE)


def resembles_arxiv_id(text: str) -> bool:
    """Whether a text that is no arXiv id was perhaps meant as one.

    >>> resembles_arxiv_id("602.23556"), resembles_arxiv_id("10.1145/3779212")
    (True, False)
    """
    return _LIKE_ARXIV.match(text) is not None


def check_stored_id(paper_id: str) -> None:
    """Check that a text is the id of a paper in the form in which it is stored, and can name files and links.

    >>> check_stored_id("doi:10.1145/3779212")

    Raises:
        ValueError: It is not; the message says why.
    """
    if is_arxiv_id(paper_id) and parse_arxiv_id(paper_id) != (paper_id, None):
        message = f"{quote_text(paper_id)} is not in the form of stored ids"
        raise ValueError(message)
    doi, url = get_doi(paper_id), get_url(paper_id)
    is_unsafe = (doi and not is_doi(doi)) or (url and urls.clean_url(url) is None)
    if is_unsafe or len(paper_id) > _MAX_STORED_LENGTH:
        message = f"{quote_text(paper_id)} is not the id of a DOI or of an address that may be shown"
        raise ValueError(message)


def is_stored_id(paper_id: str) -> bool:
    """Whether a text is the id of a paper in the form in which it is stored.

    >>> is_stored_id("2602.23556"), is_stored_id("2602.23556v2"), is_stored_id("doi:x")
    (True, False, False)
    """
    try:
        check_stored_id(paper_id)
    except ValueError:
        return False
    return True


def get_doi(paper_id: str) -> str | None:
    """Return the DOI of a paper that is known by it, or None for other ids.

    >>> get_doi("doi:10.1145/3779212"), get_doi("2602.23556")
    ('10.1145/3779212', None)
    """
    return paper_id.removeprefix(_DOI_KIND) if paper_id.startswith(_DOI_KIND) else None


def get_url(paper_id: str) -> str | None:
    """Return the address of a paper that is known only by it, or None for other ids.

    >>> get_url("url:https://example.org/post"), get_url("doi:10.1145/3779212")
    ('https://example.org/post', None)
    """
    return paper_id.removeprefix(_URL_KIND) if paper_id.startswith(_URL_KIND) else None


def format_id(paper_id: str) -> str:
    """Return the id so that it cannot be taken for a number: arXiv's ids as arXiv writes them.

    >>> format_id("2602.23556"), format_id("doi:10.1145/3779212")
    ('arXiv:2602.23556', 'doi:10.1145/3779212')
    """
    return f"arXiv:{paper_id}" if is_arxiv_id(paper_id) else paper_id


def remove_fragment(paper_id: str) -> str:
    """Return the id of the page on which a paper is, for an id that names a place on a page.

    >>> remove_fragment("url:https://example.org/post#2"), remove_fragment("doi:10.1145/1#2")
    ('url:https://example.org/post', 'doi:10.1145/1#2')
    """
    return paper_id if get_url(paper_id) is None else paper_id.partition("#")[0]


def build_part_id(page_id: str, name: str) -> str:
    """Return the id of one of several papers at the same address, by its name in the feed.

    >>> build_part_id("url:https://example.org/current", "item 3")
    'url:https://example.org/current#item%203'
    """
    if len(name) > _MAX_NAME_LENGTH:
        name = hashlib.sha256(name.encode()).hexdigest()[:16]
    page, _, fragment = page_id.partition("#")
    return f"{page}#{fragment}{fragment and '.'}{quote(name, safe='')}"


def parse_doi(text: str) -> str:
    """Parse a DOI: bare, after ``doi:``, or in an address of the resolver or a publisher; its case stays.

    >>> parse_doi("https://doi.org/10.1145/3779212.3790145"), parse_doi("DOI: 10.1016/J.AOP.2008.08.003.")
    ('10.1145/3779212.3790145', '10.1016/J.AOP.2008.08.003')

    Raises:
        ValueError: The text holds no DOI.
    """
    bare = (identifiers.extract_doi(text) or text.strip()).rstrip(".,;")
    if not is_doi(bare):
        message = f"{quote_text(text)} is not a DOI; DOIs look like 10.1145/3779212.3790145"
        raise ValueError(message)
    return bare


def is_doi(text: str) -> bool:
    """Whether a text is a DOI and nothing else.

    >>> is_doi("10.1145/3779212.3790145"), is_doi("https://doi.org/10.1145/3779212.3790145")
    (True, False)
    """
    return bool(_DOI.fullmatch(text)) and text.isprintable() and len(text) <= _MAX_DOI_LENGTH


def find_doi(text: str) -> str | None:
    """Return what `parse_doi` returns, or None if the text holds no DOI.

    >>> find_doi("https://example.org/article/10.1145/1.pdf"), find_doi("https://example.org/1")
    ('10.1145/1', None)
    """
    try:
        return parse_doi(text)
    except ValueError:
        return None


def choose_id(arxiv_id: str | None, dois: Sequence[str], links: Sequence[str]) -> str | None:
    """Return the id of a paper by its identifiers: its arXiv id, or its first DOI, or its first address.

    >>> choose_id(None, ["10.1145/3779212"], ["https://example.org/post"])
    'doi:10.1145/3779212'
    """
    if arxiv_id:
        return arxiv_id
    if dois:
        return build_doi_id(dois[0])
    return build_url_id(links[0]) if links else None


def build_doi_id(doi: str) -> str:
    """Return the id of a paper known by its DOI; capital letters do not count in DOIs.

    >>> build_doi_id("10.1109/IPDPS64566.2025")
    'doi:10.1109/ipdps64566.2025'
    """
    return f"{_DOI_KIND}{doi.lower()}"


def build_url_id(url: str) -> str:
    """Return the id of a paper known only by its address.

    >>> build_url_id("http://Example.org/Post/?utm_source=rss")
    'url:https://example.org/Post'
    """
    return f"{_URL_KIND}{urls.canonicalise_url(url)}"


def build_former_url_id(url: str) -> str:
    """Return the id that an address gave until November 2026, to find what was stored and named by it.

    >>> build_former_url_id("http://Example.org/Post/?utm_source=rss&fbclid=1#top")
    'url:https://example.org/Post/?fbclid=1'
    """
    scheme, host, path, query, _ = urlsplit(url)
    query = _FORMER_TRACKING.sub("", query).strip("&")
    return _URL_KIND + urlunsplit(("https" if scheme == "http" else scheme, host.lower(), path, query, ""))


def find_paper_id(text: str) -> str | None:
    """Return the id of the paper that an arXiv id or a DOI names, each in any form, or None for other text.

    >>> find_paper_id("https://doi.org/10.48550/arXiv.2602.23556"), find_paper_id("doi:10.1145/3779212")
    ('2602.23556', 'doi:10.1145/3779212')
    >>> find_paper_id("https://example.org/2602.23556") is None
    True

    Raises:
        ValueError: The text is an address at arXiv or at the DOI resolver, and holds no possible id.
    """
    if identifiers.extract_arxiv_id(text) is not None:
        return parse_arxiv_id(text)[0]
    if identifiers.extract_doi(text) is None:
        return None
    doi = parse_doi(text)
    return parse_arxiv_id(doi)[0] if _ARXIV_DOI.fullmatch(doi) else build_doi_id(doi)


def identify_paper(text: str) -> str:
    """Return the id of the paper that an arXiv id, a DOI or a URL names, each in any form.

    >>> identify_paper("2602.23556v2"), identify_paper("http://Example.org/Post/")
    ('2602.23556', 'url:https://example.org/Post')

    Raises:
        ValueError: It is none of these, or holds no possible id; the message states the rule it breaks.
    """
    if paper_id := find_paper_id(text):
        return paper_id
    if url := urls.clean_url(text):
        return build_url_id(url)
    try:
        return parse_arxiv_id(text)[0]
    except ValueError:
        if resembles_arxiv_id(text):
            raise
        message = f"a paper is named by its DOI, its https URL or its arXiv id, got {quote_text(text)}"
        raise ValueError(message) from None


def build_slug(paper_id: str) -> str:
    """Return the paper's part of addresses and names of files: safe, in lower case, and unique.

    arXiv ids stay readable and can be read back with `parse_slug`; other ids end in digits of their hash
    wherever characters had to be left out.

    >>> build_slug("cs/0301008"), build_slug("doi:10.1145/3779212")
    ('cs-0301008', 'doi-10.1145-3779212')
    >>> build_slug("url:https://example.org/papers/A%20b")
    'url-a-20b-f48befa9ee22bb08'
    """
    if is_arxiv_id(paper_id):
        return paper_id.replace("/", "-")
    kind, _, name = paper_id.partition(":")
    doi = get_doi(paper_id)
    if doi and _PLAIN_DOI.fullmatch(doi):
        return f"{kind}-{doi.replace('/', '-')}"
    digest = hashlib.sha256(paper_id.encode()).hexdigest()[:16]
    words = doi or name.rstrip("/").rpartition("/")[2]
    return f"{kind}-{slugify(words, regex_pattern=r'[^a-z0-9.]+', max_length=60).strip('.')}-{digest}"


def parse_slug(slug: str) -> str:
    """Return the arXiv id of a slug.

    >>> parse_slug("cs-0301008")
    'cs/0301008'

    Raises:
        ValueError: It is not the slug of an arXiv id, or it contains a version.
    """
    match = _OLD_SLUG.fullmatch(slug)
    paper_id, version = parse_arxiv_id(f"{match[1]}/{match[2]}" if match else slug)
    expected = build_slug(paper_id)
    if version is not None:
        message = f"{slug!r} must not contain a version; write {expected!r}"
        raise ValueError(message)
    if expected != slug:
        message = f"{slug!r} must be written {expected!r} in names of files"
        raise ValueError(message)
    return paper_id


def find_month(paper_id: str) -> str | None:
    """Return year and month that an arXiv id contains, or None for other ids.

    >>> find_month("2602.23556"), find_month("cs/0301008"), find_month("doi:10.1145/3779212")
    ('2602', '0301', None)
    """
    if not is_arxiv_id(paper_id):
        return None
    return paper_id.rpartition("/")[2][:4]


def build_abstract_url(paper_id: str, version: int | None = None) -> str:
    """Return the address of the paper's page at arXiv, of one version if given.

    >>> build_abstract_url("2602.23556"), build_abstract_url("cs/0301008", 2)
    ('https://arxiv.org/abs/2602.23556', 'https://arxiv.org/abs/cs/0301008v2')
    """
    return f"{urls.ARXIV_SITE}/abs/{paper_id}{'' if version is None else f'v{version}'}"


def build_pdf_url(paper_id: str) -> str:
    """Return the address of the paper's PDF at arXiv.

    >>> build_pdf_url("2602.23556")
    'https://arxiv.org/pdf/2602.23556'
    """
    return f"{urls.ARXIV_SITE}/pdf/{paper_id}"


def build_html_url(paper_id: str) -> str | None:
    """Return the address of the paper's HTML version at arXiv, or None if the paper is too old to have one.

    arXiv converts TeX since December 2023 (https://info.arxiv.org/about/accessible_HTML.html). The feed does
    not state whether authors submitted TeX, as most do.

    >>> build_html_url("2602.23556"), build_html_url("2311.00001"), build_html_url("cs/0301008")
    ('https://arxiv.org/html/2602.23556', None, None)
    """
    month = paper_id[:4]  # that of an old id has a letter
    has_html = is_arxiv_id(paper_id) and month.isdecimal() and int(month) >= _FIRST_HTML
    return f"{urls.ARXIV_SITE}/html/{paper_id}" if has_html else None


def build_permanent_url(paper_id: str) -> str:
    """Return the paper's address outside of the site: at arXiv, at the DOI resolver, or its own.

    >>> build_permanent_url("2602.23556"), build_permanent_url("url:https://example.org/post")
    ('https://arxiv.org/abs/2602.23556', 'https://example.org/post')
    """
    if doi := get_doi(paper_id):
        return build_doi_url(doi)
    return get_url(paper_id) or build_abstract_url(paper_id)


def build_doi_url(doi: str) -> str:
    """Return the resolver's address for a DOI.

    >>> build_doi_url("10.1002/(SICI)1<2#")
    'https://doi.org/10.1002/(SICI)1%3C2%23'
    """
    return f"{urls.DOI_RESOLVER}/{quote(doi, safe='/.:;()-_')}"
