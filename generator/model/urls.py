"""Web addresses: what may be shown, what identifies a page, and which links are the same.

Addresses come from feeds, curators, forms and running text, and none of them is trusted. Addresses go out as
text; nothing is fetched. `generator.model.identifiers` finds the ids and DOIs in them.
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

MAX_LENGTH = 2_000  # characters; longer addresses break in browsers and mail programs

# The hosts of arXiv and of the DOI resolver. overrides/assets/js/identifiers.js has its own list of them for
# addresses that readers paste.
ARXIV_SITE = "https://arxiv.org"
DOI_RESOLVER = "https://doi.org"
ARXIV_API_HOST = "export.arxiv.org"
ARXIV_RSS_HOST = "rss.arxiv.org"
ARXIV_HOSTS = frozenset([ARXIV_API_HOST, ARXIV_RSS_HOST, "arxiv.org", "www.arxiv.org"])
_ARXIV_DOMAINS = ("arxiv.org", "xxx.lanl.gov")
_DOI_DOMAINS = ("doi.org",)

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})", re.ASCII
)
_FORBIDDEN = re.compile(r'[<>"\\]')
# The characters that RFC 3986 allows in path, query and fragment, and "%" of what is encoded already.
_SAFE = "-._~:/?#[]@!$&'()*+,;=%"

# Tracking parameters: they show a publisher where a reader came from. They do not change the page.
_TRACKING = re.compile(
    r"(?:utm_.*|af|rss|ai|feed|track|dgcid|rft_dat|fbclid|gclid|mc_cid|mc_eid|cmpid)=.*",
    re.IGNORECASE | re.DOTALL,
)
# Hosts whose path identifies the page; their parameters change with every reading of the feed.
_PATH_ONLY_HOSTS = frozenset(["pubmed.ncbi.nlm.nih.gov"])
# Hosts of code that take an address in capital letters for the same.
_CODE_HOSTS = ("bitbucket.org", "codeberg.org", "github.com", "gitlab.com")

# Hosts that people name without https://: with a path of two parts or of one, and with or without a path.
_BARE_URL = (
    rf"(?:(?:www\.)?(?:{'|'.join(map(re.escape, _CODE_HOSTS))})/(?=[\w.-]+/[\w.-])"
    r"|(?:huggingface|hf)\.co/(?=[\w.-])"
    r"|(?:www\.[a-z0-9-]+|[a-z0-9-]+\.github(?=\.io))(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w@]))"
)
# Spaces, quotes and marks that no address contains end an address in running text.
_INSIDE = r"[^\s<>\"“”„‘’«»…—–、，。；：（）`|^]"
_IN_TEXT = re.compile(
    rf"https?://(?:(?![,;]https?://){_INSIDE})+"
    rf"|(?<![\w.@/:-])(?<!://\s){_BARE_URL}(?:(?![,;]https?://){_INSIDE})*",
    re.IGNORECASE,
)
_HINTS = ("://", ".com/", ".org/", ".co/", "www.", ".github.io")
_ESCAPE = re.compile(r"\{\\([_#%&~$])\}|\\([_#%&~$])(?:\{\})?")
_SENTENCE_MARKS = ".,;:!?'*_$"
_OPENING_BRACKETS = {")": "(", "]": "[", "}": "{"}

_REST_OF_URL = re.compile(r"\s+~?[\w-]+/[\w./~-]+|\s+~\w", re.ASCII)
_WITHOUT_SCHEME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE | re.ASCII)


def clean_url(text: str) -> str | None:
    """Return the address as it may be shown, or None if it may not be shown.

    The result is https, with a host name of two labels or more in ASCII, and without credentials and
    control characters. http becomes https unless it names a port, which may not support TLS
    there. Characters that an address may not contain are percent-encoded. Cleaning twice changes nothing.

    >>> clean_url("http://Example.org:80/a?b=ü#c")
    'https://example.org/a?b=%C3%BC#c'
    >>> clean_url("https://bücher.example/")
    'https://xn--bcher-kva.example/'
    >>> clean_url("https://user@example.org/") is clean_url("javascript:alert(1)") is None
    True
    """
    text = text.strip(" ")
    if not text.isprintable() or _FORBIDDEN.search(text):
        return None
    parts = _split(text)
    if parts is None or parts.scheme not in _PORTS or "@" in parts.netloc or " " in parts.path:
        return None
    host = _clean_host(parts.hostname or "")
    if host is None:
        return None
    if parts.port not in {None, _PORTS[parts.scheme]}:
        if parts.scheme == "http":
            return None
        host = f"{host}:{parts.port}"
    url = urlunsplit(
        ("https", host, *(quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment)))
    )
    return url if len(url) <= MAX_LENGTH else None


def is_clean_url(text: str) -> bool:
    """Whether an address is one that `clean_url` returns.

    >>> is_clean_url("https://example.org/a"), is_clean_url("http://example.org/a")
    (True, False)
    """
    return clean_url(text) == text


def strip_tracking(url: str) -> str:
    """Remove tracking parameters, which only show a publisher where the reader came from.

    >>> strip_tracking("https://example.org/a?utm_source=rss&b=1&fbclid=2")
    'https://example.org/a?b=1'
    """
    parts = _split(url)
    if parts is None:
        return url
    parameters = [part for part in parts.query.split("&") if part and not _TRACKING.fullmatch(part)]
    query = "" if parts.hostname in _PATH_ONLY_HOSTS else "&".join(parameters)
    fragment = "" if _TRACKING.fullmatch(parts.fragment) else parts.fragment
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def canonicalise_url(url: str) -> str:
    """Return the one spelling of a page's address that identifies it.

    Scheme, capital letters of the host, tracking parameters and a slash at the end do not count; parameters
    and fragment do. An address that may not be shown is returned with what is known of it.

    >>> canonicalise_url("http://Example.org/Post/?utm_source=rss")
    'https://example.org/Post'
    >>> canonicalise_url("https://example.org/issue?id=12#second")
    'https://example.org/issue?id=12#second'
    """
    url = strip_tracking(url)
    url = clean_url(url) or url
    parts = _split(url)
    return url if parts is None else urlunsplit(parts._replace(path=parts.path.rstrip("/")))


def build_link_key(url: str) -> str:
    """Return a key that is equal for two addresses of the same link.

    Beyond what `canonicalise_url` ignores, ``www.`` and ``.git`` do not count, nor do capital letters where
    the host does not distinguish them. The key is not an address.

    >>> build_link_key("https://www.github.com/A/B.git") == build_link_key("http://github.com/a/b/")
    True
    """
    parts = _split(canonicalise_url(url))
    if parts is None:
        return url
    host, path = parts.netloc.removeprefix("www."), parts.path.removesuffix(".git")
    if host in _CODE_HOSTS:
        path = path.lower()
    return urlunsplit(("", host, path, parts.query, parts.fragment))


def find_urls(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each address in running text that may be shown: where it begins and ends, and its clean form.

    Addresses begin with http:// or https://, or are below a well-known code host.

    >>> [url for _, _, url in find_urls("Code (github.com/a/b) and data: http://example.org/c.")]
    ['https://github.com/a/b', 'https://example.org/c']
    """
    if not any(hint in text.lower() for hint in _HINTS):
        return
    for match in _IN_TEXT.finditer(text):
        address = trim_url(match[0])
        if url := clean_url(address if address[:4].lower() == "http" else f"https://{address}"):
            yield match.start(), match.end(), url


def is_broken_by_space(text: str, end: int) -> bool:
    """Whether a space breaks the address that ends at this place.

    >>> is_broken_by_space("https://github.com/ someone/something", 19)
    True
    """
    return text[end - 1] in "/-_=" and _REST_OF_URL.match(text, end) is not None


def unescape(text: str) -> str:
    r"""Remove the backslashes that TeX and Markdown need in addresses.

    >>> unescape(r"https://example.org/a\_b{\%}20c")
    'https://example.org/a_b%20c'
    """
    return _ESCAPE.sub(lambda escape: escape[1] or escape[2], text) if "\\" in text else text


def trim_url(text: str) -> str:
    """Cut an address out of the sentence around it: end marks, brackets, quotes and TeX commands go.

    Brackets that are opened and closed within the address stay.

    >>> trim_url("https://example.org/a_(b)).")
    'https://example.org/a_(b)'
    """
    open_brackets: list[tuple[str, int]] = []
    end = len(text)
    for position, mark in enumerate(text):
        if mark in _OPENING_BRACKETS:
            if not open_brackets or open_brackets[-1][0] != _OPENING_BRACKETS[mark]:
                end = position
                break
            open_brackets.pop()
        elif mark in _OPENING_BRACKETS.values():
            open_brackets.append((mark, position))
        elif mark == "\\":
            end = position
            break
    if open_brackets:
        end = open_brackets[0][1]
    return text[:end].rstrip(_SENTENCE_MARKS)


def is_in_domain(url: str, *places: str) -> bool:
    """Whether an address is at one of these hosts or below it, and in its folder if the place names one.

    >>> is_in_domain("https://www.kaggle.com/datasets/a", "zenodo.org", "kaggle.com/datasets")
    True
    """
    parts = _split(url)
    if parts is None:
        return False
    for place in places:
        host, slash, folder = place.partition("/")
        if f".{parts.hostname}".endswith(f".{host}") and f"{parts.path}/".startswith(f"/{folder}{slash}"):
            return True
    return False


def is_at_arxiv(url: str) -> bool:
    """Whether an address is at arXiv.

    >>> is_at_arxiv("https://export.arxiv.org/"), is_at_arxiv("https://arxiv.org.example/")
    (True, False)
    """
    return is_in_domain(url, *_ARXIV_DOMAINS)


def is_at_doi_resolver(url: str) -> bool:
    """Whether an address is at the resolver of DOIs.

    >>> is_at_doi_resolver("https://dx.doi.org/10.1145/1")
    True
    """
    return is_in_domain(url, *_DOI_DOMAINS)


def is_arxiv_or_doi(url: str) -> bool:
    """Whether an address is at arXiv or at the DOI resolver; the program builds these from ids.

    >>> is_arxiv_or_doi("https://dx.doi.org/10.1145/1")
    True
    """
    return is_at_arxiv(url) or is_at_doi_resolver(url)


def _split(url: str) -> SplitResult | None:
    """Split an address, or return None if it is broken."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError, too
    except ValueError:
        return None
    return parts


def add_scheme(text: str) -> str:
    """Add the scheme that people leave out.

    >>> add_scheme("arxiv.org/abs/2602.23556"), add_scheme("cs/0301008")
    ('https://arxiv.org/abs/2602.23556', 'cs/0301008')
    """
    return f"https://{text}" if _WITHOUT_SCHEME.match(text) else text


def split_web_url(url: str) -> SplitResult | None:
    """Split an http or https address; None for other text, also if it names no host.

    >>> split_web_url("https://example.org/a?b=c").query, split_web_url("cs/0301008")
    ('b=c', None)
    """
    parts = _split(url)
    return parts if parts and parts.scheme in _PORTS and parts.hostname else None


def _clean_host(host: str) -> str | None:
    """Return the host in ASCII, or None if it is an IP address, a bare name or no host at all."""
    host = host.removesuffix(".")
    if not host.isascii():
        import idna  # noqa: PLC0415 - it takes 25 ms, and few addresses need it

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    return host if _HOST.fullmatch(host) else None
