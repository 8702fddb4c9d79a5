"""Identity of papers: parse, format, and the addresses that follow from an id.

An arXiv id is kept without version and as text (a number would lose zeros): ``2602.23556``,
``cs/0301008``. A paper from elsewhere is known by its DOI (``doi:10.1145/3779212``) or else by its
address (``url:https://...``). The grammar is arXiv's: https://info.arxiv.org/help/arxiv_identifier.html
"""

import hashlib
import re
from urllib.parse import quote, urlsplit, urlunsplit

from slugify import slugify

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
_OLD = re.compile(r"([a-z-]{2,9})(?:\.[A-Z]{2})?/(\d{2})(\d{2})(\d{3})", re.ASCII)
_VERSION = re.compile(r"(.+?)v([1-9]\d{0,3})", re.ASCII)
_OLD_SLUG = re.compile(r"([a-z-]+)-(\d{7})", re.ASCII)
_ARXIV_ADDRESS = re.compile(
    r"\A(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format|e-print)/|arxiv:|oai:arxiv\.org:)",
    re.IGNORECASE | re.ASCII,
)
_DOI = re.compile(r"10\.\d{4,9}/\S{1,300}", re.ASCII)
_DOI_PREFIX = re.compile(r"\A(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE | re.ASCII)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE | re.ASCII)
# Short enough for a file name, and not to be taken for a slug that ends in a hash.
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/(?![0-9a-f]{16}\Z)[a-z0-9.]{0,80}[a-z0-9]", re.ASCII)
_FIRST_NEW_ID = 704
_FIRST_FIVE_DIGITS = 1501
_SHOWN = 80  # characters of a wrong id that a message repeats
_TRACKING = re.compile(r"(?:^|&)(?:utm_[a-z]+|af|rss|ai|feed|track|dgcid|rft_dat)=[^&]*", re.IGNORECASE)


def parse_arxiv_id(text: str) -> tuple[str, int | None]:
    """The id without version, and the version or None.

    Takes an id with or without version, ``arXiv:...``, an address at arxiv.org, or arXiv's DOI.

    Raises:
        ValueError: The text is no arXiv id; the message says which rule it breaks.
    """
    bare = _ARXIV_ADDRESS.sub("", text.strip(), count=1).removesuffix(".pdf")
    if match := _ARXIV_DOI.fullmatch(_DOI_PREFIX.sub("", bare, count=1)):
        bare = match[1]
    version = None
    if match := _VERSION.fullmatch(bare):
        bare, version = match[1], int(match[2])
    if match := _NEW.fullmatch(bare):
        _check_new(bare, int(match[1] + match[2]), int(match[2]), len(match[3]))
        return bare, version
    if match := _OLD.fullmatch(bare):
        archive, year, month, number = match.groups()
        if archive not in _ARCHIVES:
            message = f"arXiv never had an archive named {archive!r}"
            raise ValueError(message)
        if not _is_old_month(int(year), int(month)):
            message = f"{bare!r} is of no month between July 1991 and March 2007"
            raise ValueError(message)
        return f"{archive}/{year}{month}{number}", version
    message = f"{text[:_SHOWN]!r} is no arXiv id; they look like 2602.23556 or cs/0301008"
    raise ValueError(message)


def _check_new(bare: str, month: int, month_of_year: int, digits: int) -> None:
    if not 1 <= month_of_year <= 12 or month < _FIRST_NEW_ID:  # noqa: PLR2004 - months of a year
        message = f"{bare!r} does not begin with a year and month since 0704"
        raise ValueError(message)
    expected = 5 if month >= _FIRST_FIVE_DIGITS else 4
    if digits != expected:
        words = {4: "four", 5: "five"}
        since = "since 1501" if expected == 5 else "before 1501"  # noqa: PLR2004 - as above
        message = f"{bare} has {words[digits]} digits after the point; ids {since} have {words[expected]}"
        raise ValueError(message)


def _is_old_month(year: int, month: int) -> bool:
    since_1991 = (year - 91) % 100 * 12 + month
    return 1 <= month <= 12 and 7 <= since_1991 <= 16 * 12 + 3  # noqa: PLR2004 - 1991-07 to 2007-03


def is_arxiv_id(paper_id: str) -> bool:
    """Whether this id is arXiv's."""
    return not paper_id.startswith(("doi:", "url:"))


def build_doi_id(doi: str) -> str:
    """The id of a paper known by its DOI; DOIs do not tell cases apart."""
    return f"doi:{doi.lower()}"


def parse_doi(text: str) -> str:
    """The bare DOI in the case it was written.

    Raises:
        ValueError: The text is no DOI, bare or with ``doi:`` or a resolver before it.
    """
    bare = _DOI_PREFIX.sub("", text.strip(), count=1).rstrip(".,;")
    if not _DOI.fullmatch(bare) or not bare.isprintable():
        message = f"{text[:_SHOWN]!r} is no DOI; they look like 10.1145/3779212.3790145"
        raise ValueError(message)
    return bare


def build_url_id(url: str) -> str:
    """The id of a paper known by nothing but its address; tracking parameters do not count."""
    scheme, host, path, query, _ = urlsplit(url)
    query = _TRACKING.sub("", query).strip("&")
    return "url:" + urlunsplit(("https" if scheme == "http" else scheme, host.lower(), path, query, ""))


def build_slug(paper_id: str) -> str:
    """The paper's part of addresses and file names: safe, lower case, and its alone.

    arXiv ids stay readable and can be read back with `parse_slug`; other ids end in a piece of their hash
    wherever letters had to be left out.
    """
    if is_arxiv_id(paper_id):
        return paper_id.replace("/", "-")
    kind, _, name = paper_id.partition(":")
    if kind == "doi" and _PLAIN_DOI.fullmatch(name):
        return "doi-" + name.replace("/", "-")
    digest = hashlib.sha256(paper_id.encode()).hexdigest()[:16]
    words = name if kind == "doi" else name.rstrip("/").rpartition("/")[2]
    return f"{kind}-{slugify(words, regex_pattern=r'[^a-z0-9.]+', max_length=60).strip('.')}-{digest}"


def parse_slug(text: str) -> str:
    """The arXiv id behind a slug.

    Raises:
        ValueError: The slug is not one of an arXiv id, or names a version.
    """
    match = _OLD_SLUG.fullmatch(text)
    paper_id, version = parse_arxiv_id(f"{match[1]}/{match[2]}" if match else text)
    if version is not None:
        message = (
            f"{text!r} names a version; a file is for all versions of its paper: {build_slug(paper_id)!r}"
        )
        raise ValueError(message)
    if build_slug(paper_id) != text:
        message = (
            f"{text!r} is not how {paper_id} is written in names of files; that is {build_slug(paper_id)!r}"
        )
        raise ValueError(message)
    return paper_id


def find_month(paper_id: str) -> str | None:
    """Year and month (``2602``) that an arXiv id carries, or None for other ids."""
    if not is_arxiv_id(paper_id):
        return None
    return paper_id.rpartition("/")[2][:4]


def build_abstract_url(paper_id: str, version: int | None = None) -> str:
    """The paper's page at arXiv, of one version if given."""
    return f"https://arxiv.org/abs/{_versioned(paper_id, version)}"


def build_pdf_url(paper_id: str, version: int | None = None) -> str:
    """The paper's PDF at arXiv, of one version if given."""
    return f"https://arxiv.org/pdf/{_versioned(paper_id, version)}"


def build_doi_url(doi: str) -> str:
    """The resolver's address for a DOI."""
    return f"https://doi.org/{quote(doi, safe='/.:;()-_')}"


def _versioned(paper_id: str, version: int | None) -> str:
    return paper_id if version is None else f"{paper_id}v{version}"
