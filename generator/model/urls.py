"""Links of feeds: made safe and lasting, and read for the DOI that many of them hold."""

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from generator.model import ids

LONGEST_LINK = 2_000  # characters; longer ones break in browsers and mail
LONGEST_DOI = 300

_HOST = re.compile(
    r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z](?:[a-z0-9-]*[a-z0-9])?"
)
_BROKEN = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"^`{|}]")
_PORTS = {"http": (None, 80, 443), "https": (None, 443)}
# Parameters that tell the publisher which feed was read, and are not part of the address.
_TRACKING = re.compile(
    r"(?:utm_.*|af|rss|ai|feed|track|dgcid|rft_dat|fbclid|gclid|mc_cid|mc_eid|cmpid)=.*",
    re.IGNORECASE | re.DOTALL,
)
# Hosts whose path says all, and whose parameters change with every reading of the feed.
_PATH_SAYS_ALL = frozenset(["pubmed.ncbi.nlm.nih.gov"])
_BUILT_FROM_IDS = re.compile(r"(?:(?:www|export|rss)\.)?arxiv\.org|(?:(?:www|dx)\.)?doi\.org")
_ARXIV = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/|oai:arxiv\.org:|arxiv:", re.IGNORECASE)

_DOI_IN_PATH = re.compile(r"(?<!/handle)/(10\.\d{4,9}/\S+)\Z")  # handles look like DOIs
_AFTER_DOI = re.compile(
    r"(?:/(?:full|fulltext|full-text|abs|abstract|e?pdf|html|meta|summary|references|figures)?|\.(?:full|abstract|pdf|html?|xml))$",
    re.IGNORECASE,
)
_BIORXIV_VERSION = re.compile(r"(10\.(?:1101|64898)/\S+?)v\d+")


def clean_url(address: str) -> str | None:
    """The address as https without tracking parameters and fragment, or None for one that we do not show.

    Only http and https count, on their own ports, with a host and without credentials.
    """
    try:
        scheme, _, path, query, _ = urlsplit(address.strip())
        host = _host(address)
    except ValueError:
        return None
    if scheme not in _PORTS or host is None or _BROKEN.search(path):
        return None
    kept = (
        [] if host in _PATH_SAYS_ALL else [part for part in query.split("&") if not _TRACKING.fullmatch(part)]
    )
    query = quote("&".join(part for part in kept if part), safe="/%:@!$'()*+,;=~?&")
    link = urlunsplit(("https", host, quote(path, safe="/%:@!$&'()*+,;=~"), query, ""))
    return link if len(link) <= LONGEST_LINK else None


def _host(address: str) -> str | None:
    """The host, or None where it is none or comes with credentials or a port of its own.

    Raises:
        ValueError: The address is broken.
    """
    parts = urlsplit(address.strip())
    if "@" in parts.netloc or parts.port not in _PORTS.get(parts.scheme, ()):
        return None
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return host if _HOST.fullmatch(host) else None


def is_built_from_ids(link: str) -> bool:
    """Whether a clean link leads where we build the address from an id or a DOI."""
    return bool(_BUILT_FROM_IDS.fullmatch(urlsplit(link).hostname or ""))


def find_arxiv_id(address: str) -> tuple[str, int | None] | None:
    """The arXiv id and version behind an address, an OAI identifier or ``arXiv:...``; None for others.

    A bare number is not taken: other publishers number their papers too.
    """
    if not _ARXIV.match(address):
        return None
    try:
        return ids.parse_arxiv_id(re.sub(r"[?#].*", "", address, flags=re.DOTALL))
    except ValueError:
        return None


def read_doi(text: str) -> str | None:
    """The DOI that a field holds, bare, with ``doi:`` or with a resolver before it."""
    text = unquote(text) if "doi.org/" in text.lower() else text
    if len(text) > LONGEST_DOI or not text.strip().isprintable():
        return None
    try:
        return ids.parse_doi(text)
    except ValueError:
        return None


def find_doi(address: str) -> str | None:
    """The DOI that an address leads to or has in its path (``/doi/full/10.1080/...``)."""
    if len(address) > LONGEST_LINK:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = unquote(parts.path)
    match = _DOI_IN_PATH.search(path) if parts.netloc else None
    if match is None:
        return None if parts.netloc else read_doi(address)
    found = match[1]
    while (shorter := _AFTER_DOI.sub("", found)) != found:
        found = shorter
    version = _BIORXIV_VERSION.fullmatch(found)
    return read_doi(version[1] if version else found)
