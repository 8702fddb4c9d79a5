"""The DOI in an address of the resolver or of a publisher.

Nothing is guessed: an address gives a DOI only if it contains the DOI, or if its publisher builds addresses
from DOIs. overrides/assets/js/doi-urls.js has the same rules.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model import urls

_FLAGS = re.IGNORECASE | re.ASCII
_DOI = r"10\.\d{4,9}/\S+"
_DOI_IN_PATH = re.compile(rf"(?<!/handle)[/:]({_DOI})\Z", re.ASCII)  # handles look like DOIs
_ANY_DOI = re.compile(_DOI, re.ASCII)
_DOI_PARAMETER = re.compile(rf"(?:id|doi|uri|rft_id|article_?id)=(?:info:)?(?:doi[:/])?({_DOI})", _FLAGS)
# What publishers put after a DOI.
_AFTER_DOI = re.compile(
    r"(?:/(?:full|fulltext|full-text|full-xml|abs|abstract|e?pdf|ampdf|tab-pdf|pdfdirect|html|epub|meta|summary"
    r"|references|citations?|metrics|download|reader|media|figures(?:/\d+)?|tables(?:/\d+)?|asset/\S*|suppl_file/\S*)?"
    r"|\.(?:full|full-text|abstract|supplementary-material|article-info|e?pdf|html?|xml|svg|full\+html|pdf\+html)"
    r"|;jsessionid=\S*)$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(10\.\d{4,9}/[\d.]+\d)v\d+", re.ASCII)
_PREPRINT_SERVERS = ("biorxiv.org", "medrxiv.org")
_PREPRINT_PREFIXES = ("10.1101/", "10.64898/")
# Publishers on one platform put a number and the title after the DOI.
_ARTICLE_NUMBER = re.compile(r"(?<=.)/\d{4,}(?:/[^/]*)?$")
_NUMBERED_ARTICLE = re.compile(r"/(?:advance-)?article(?:-abstract|-pdf)?/doi/", re.IGNORECASE)


class _Rule(NamedTuple):
    """How a publisher builds addresses from DOIs."""

    domain: str
    pattern: re.Pattern[str]  # of path and query
    prefix: str


# Nature leaves out its prefix. Before 2016 it left out points, too; of these, only journals without points in
# their DOIs are here. Dagstuhl names files by DOIs, and ACM and MDPI have parameters.
_RULES = (
    _Rule(
        "nature.com",
        re.compile(r"/articles/([sd](?!41599-)\d{5}-\d{3}-\d{4,5}-[\da-z])(?:[/._?]|$)"),
        "10.1038/",
    ),
    _Rule("nature.com", re.compile(r"/articles/(s41599-\d{3}-\d{4,5}-[\da-z])(?:[/._?]|$)"), "10.1057/"),
    _Rule(
        "nature.com",
        re.compile(
            r"/(?:articles|full|abs|pdf)/((?:nature|ncomms|srep|nphys|nmat|ngeo|nclimate)\d{4,5}|[a-z]+\.\d{4}\.\d+)(?:[/.?]|$)"
        ),
        "10.1038/",
    ),
    _Rule(
        "dagstuhl.de",
        re.compile(r"/((?:LIPIcs|OASIcs|DagRep|LITES|TGDK)(?:\.[\w-]+)+)\.pdf(?:\?|$)"),
        "10.4230/",
    ),
    _Rule(
        "biorxiv.org",
        # Since December 2025 the prefix is another one.
        re.compile(
            r"/(?:early/\d{4}/\d\d/\d\d|cgi/(?:content|reprint)(?:/[a-z]+)?)/"
            r"((?:20(?:19|2[0-4])\.\d\d\.\d\d\.)?\d{6,8})(?:[./?]|v\d|$)"
        ),
        "10.1101/",
    ),
    _Rule("elifesciences.org", re.compile(r"/articles/(\d{5,6})(?:[/.?v]|$)"), "10.7554/eLife."),
    _Rule(
        "ijcai.org", re.compile(r"/proceedings/(20(?:1[7-9]|[2-9]\d)/\d{1,4})(?:[/.?]|$)"), "10.24963/ijcai."
    ),
    _Rule("peerj.com", re.compile(r"/articles/(\d{1,5})(?:[/.?]|$)"), "10.7717/peerj."),
    _Rule("peerj.com", re.compile(r"/articles/cs-(\d{1,5})(?:[/.?]|$)"), "10.7717/peerj-cs."),
    _Rule("acm.org", re.compile(r"[?&]doid=(?:10\.1145/)?(\d+\.\d+)(?:&|$)"), "10.1145/"),
    _Rule("mdpi.com", re.compile(r"/resolver\?(?:\S*&)?pii=([a-z]+\d{6,})(?:&|$)"), "10.3390/"),
)


def extract_doi_from_url(url: str) -> str | None:
    """Return the text in the place of a DOI in an address with a scheme, or None.

    >>> extract_doi_from_url("https://www.nature.com/articles/s41586-020-2649-2.pdf")
    '10.1038/s41586-020-2649-2'
    """
    parts = urlsplit(url)
    path = decode_fully(parts.path)
    if urls.is_at_doi_resolver(url):
        # Old DOIs can end in "#"; a longer fragment is a place in the page.
        path = path.rstrip("/") + ("#" if url.endswith("#") and not parts.fragment else "")
        match = _ANY_DOI.search(path)
        return match[0] if match else path.strip("/")
    address = f"{path}?{parts.query}"
    for rule in _RULES:
        if urls.is_in_domain(url, rule.domain) and (match := rule.pattern.search(address)):
            return rule.prefix + match[1]
    return _find_doi(url, path, parts.query)


def _find_doi(url: str, path: str, query: str) -> str | None:
    """Return the DOI that an address contains, without what a publisher puts after it."""
    parameters = (_DOI_PARAMETER.fullmatch(decode_fully(part)) for part in query.split("&"))
    match = _DOI_IN_PATH.search(path) or next(filter(None, parameters), None)
    if match is None:
        return None
    doi = match[1]
    while (shorter := _AFTER_DOI.sub("", doi)) != doi:
        doi = shorter
    if _NUMBERED_ARTICLE.search(path):
        doi = _ARTICLE_NUMBER.sub("", doi)
    version = _VERSION.fullmatch(doi) if urls.is_in_domain(url, *_PREPRINT_SERVERS) else None
    return version[1] if version else doi


def strip_preprint_version(doi: str) -> str:
    """Remove the version that bioRxiv and medRxiv add to their DOIs in addresses.

    >>> strip_preprint_version("10.1101/2021.12.01.470123v2")
    '10.1101/2021.12.01.470123'
    """
    version = _VERSION.fullmatch(doi) if doi.startswith(_PREPRINT_PREFIXES) else None
    return version[1] if version else doi


def decode_fully(text: str) -> str:
    """Decode percent-encoding, as often as the text was encoded.

    >>> decode_fully("10.1145%252F1")
    '10.1145/1'
    """
    while (decoded := unquote(text)) != text:
        text = decoded
    return text
