"""Addresses that authors name in abstract and comment: code, data, videos, project pages.

Text comes in and `Link` values go out; nothing is fetched and no address is completed by guessing. `safe_url`
is the one rule for addresses from data, whoever wrote them.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit, urlunsplit

from generator.model.curation_values import Link, LinkKind

_MAX_LENGTH = 500
# Hosts where a bare "github.com/a/b" is beyond doubt an address.
_BARE_HOSTS = r"(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)"
# What ends an address in running text: blanks, quotes, and marks that no address holds.
_INSIDE = r"[^\s<>\"“”„‘’«»…—–、，。；：（）`|^]"
_ADDRESS = re.compile(
    rf"https?://(?:(?![,;]https?://){_INSIDE})+"
    rf"|(?<![\w.@/:-])(?:www\.)?{_BARE_HOSTS}/(?=[\w.-]+/[\w.-])(?:(?![,;]https?://){_INSIDE})+",
    re.IGNORECASE,
)
_HINTS = ("://", ".com/", ".org/")
_TEX_ESCAPE = re.compile(r"\{\\([_#%&~$])\}|\\([_#%&~$])(?:\{\})?")
_TRAILING = ".,;:!?'*$"
_CLOSING = {")": "(", "]": "[", "}": "{"}
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_SENTENCE_LENGTH = 400
_ARTIFACT = re.compile(r"\bart[ei]facts?\b", re.IGNORECASE)
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})", re.ASCII
)
_FORBIDDEN = re.compile(r'[\s<>"\\]')
# All that RFC 3986 lets stand in path, query and fragment, and the percent sign of what is encoded already.
_SAFE = "-._~:/?#[]@!$&'()*+,;=%"
_PORTS = {"http": 80, "https": 443}

# Addresses of the paper itself are built from its ids, and a licence is no link of the paper.
_DROPPED = ("arxiv.org", "xxx.lanl.gov", "doi.org", "creativecommons.org")
_KINDS = (
    ("github.com", LinkKind.CODE),
    ("githubusercontent.com", LinkKind.CODE),
    ("gitlab.com", LinkKind.CODE),
    ("gitee.com", LinkKind.CODE),
    ("bitbucket.org", LinkKind.CODE),
    ("codeberg.org", LinkKind.CODE),
    ("sourceforge.net", LinkKind.CODE),
    ("anonymous.4open.science", LinkKind.CODE),
    ("zenodo.org", LinkKind.DATA),
    ("figshare.com", LinkKind.DATA),
    ("osf.io/preprints", LinkKind.PROJECT),
    ("osf.io", LinkKind.DATA),
    ("kaggle.com/datasets", LinkKind.DATA),
    ("huggingface.co/datasets", LinkKind.DATA),
    ("youtube.com", LinkKind.VIDEO),
    ("youtu.be", LinkKind.VIDEO),
    ("vimeo.com", LinkKind.VIDEO),
    ("slideshare.net", LinkKind.SLIDES),
    ("speakerdeck.com", LinkKind.SLIDES),
)


def safe_url(url: str) -> str | None:
    """The address as it may be shown, or None where it may not.

    https with a host name of two labels or more, without credentials and control characters; http is
    upgraded, unless it names a port of its own, of which nobody knows that it speaks TLS. Characters that
    have no place in an address are percent-encoded. The result stands this test again, unchanged.
    """
    url = url.strip(" ")
    if not url.isprintable() or _FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").removesuffix(".")
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    if port not in {None, _PORTS[parts.scheme]}:
        if parts.scheme == "http":
            return None
        host = f"{host}:{port}"
    rest = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit(("https", host, *rest))


def find_links(abstract: str | None, comment: str | None) -> tuple[Link, ...]:
    r"""The addresses in abstract and comment, each once, in order of appearance.

    Takes plain addresses, ``<...>``, TeX's ``\url`` and ``\href``, and bare ones at well-known homes of code.
    """
    links: dict[str, Link] = {}
    for source, text in (("abstract", abstract), ("comment", comment)):
        for url, sentence in _addresses(text or ""):
            links.setdefault(_key(url), Link(_kind(url, sentence), url, source))
    return tuple(links.values())


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    """Each address that may be shown, with the sentence it stands in."""
    if not any(hint in text.lower() for hint in _HINTS):
        return
    text = _TEX_ESCAPE.sub(lambda escape: escape[1] or escape[2], text)
    for match in _ADDRESS.finditer(text):
        found = _trimmed(match[0])
        url = safe_url(found if found[:4].lower() == "http" else f"https://{found}")
        if url and len(url) <= _MAX_LENGTH and not _is_at(url, _DROPPED):
            yield url, _sentence(text, match.start(), match.end())


def _trimmed(found: str) -> str:
    """The address without the brackets and marks of the sentence around it."""
    opened: list[tuple[str, int]] = []
    end = len(found)
    for position, mark in enumerate(found):
        if mark in _CLOSING:
            if not opened or opened[-1][0] != _CLOSING[mark]:
                end = position
                break
            opened.pop()
        elif mark in "([{":
            opened.append((mark, position))
        elif mark == "\\":
            end = position
            break
    if opened:
        end = opened[0][1]
    return found[:end].rstrip(_TRAILING)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around an address, or the part of it that is near."""
    before = _SENTENCE_END.split(text[max(0, start - _SENTENCE_LENGTH) : start])[-1]
    after = _SENTENCE_END.split(text[end - 1 : end + _SENTENCE_LENGTH], maxsplit=1)[0]
    return before + text[start:end] + after[1:]


def _kind(url: str, sentence: str) -> LinkKind:
    host = urlsplit(url).hostname or ""
    kind = next((kind for place, kind in _KINDS if _is_at(url, (place,))), LinkKind.PROJECT)
    if host.startswith("gitlab."):
        return LinkKind.CODE
    if "dataverse" in host:
        kind = LinkKind.DATA
    return LinkKind.ARTIFACT if kind is LinkKind.DATA and _ARTIFACT.search(sentence) else kind


def _is_at(url: str, places: tuple[str, ...]) -> bool:
    """Whether the address is at one of these hosts, or below one, and in its folder if it names one."""
    parts = urlsplit(url)
    for place in places:
        host, slash, folder = place.partition("/")
        if f".{parts.hostname}".endswith(f".{host}") and f"{parts.path}/".startswith(f"/{folder}{slash}"):
            return True
    return False


def _key(url: str) -> str:
    """What two spellings of one address have in common."""
    return url.lower().replace("://www.", "://", 1).rstrip("/").removesuffix(".git")
