"""Find the addresses that authors name in abstract and comment: code, data, videos, project pages.

Text comes in and `Link` values go out; nothing is fetched and no address is completed by guessing.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.curation.schema import read_limit
from generator.model import urls
from generator.model.curation_values import Link, LinkKind
from generator.model.grouping import keep_first

_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_SENTENCE_LENGTH = 400
_ARTIFACT = re.compile(r"\bart[ei]facts?\b", re.IGNORECASE)
_LICENCES = "creativecommons.org"
# The first kind with the place of an address counts.
_PLACES = {
    LinkKind.PROJECT: ("osf.io/preprints",),
    LinkKind.CODE: (
        *("github.com", "githubusercontent.com", "gitee.com", "bitbucket.org", "codeberg.org"),
        *("sourceforge.net", "anonymous.4open.science"),
    ),
    LinkKind.DATA: ("zenodo.org", "figshare.com", "osf.io", "kaggle.com/datasets", "huggingface.co/datasets"),
    LinkKind.VIDEO: ("youtube.com", "youtu.be", "vimeo.com"),
    LinkKind.SLIDES: ("slideshare.net", "speakerdeck.com"),
}


def find_links(abstract: str | None, comment: str | None) -> tuple[Link, ...]:
    r"""Find the addresses in abstract and comment, each once, in order of appearance.

    Recognises plain addresses, ``<...>``, TeX's ``\url`` and ``\href``, and addresses without a scheme at
    well-known code hosts. Leaves out licences, and addresses at arXiv and DOI resolvers, which are built from
    ids.
    """
    links = (
        Link(_find_kind(url, sentence), url, source)
        for source, text in (("abstract", abstract), ("comment", comment))
        for url, sentence in _find_urls(text or "")
    )
    return keep_first(links, lambda link: urls.build_link_key(link.url))


def _find_urls(text: str) -> Iterator[tuple[str, str]]:
    """Yield each address that may be shown, with the sentence around it."""
    text = urls.unescape(text)
    max_length = read_limit("paper", "maxLength", ("links", "code"))
    for start, end, url in urls.find_urls(text):
        is_left_out = urls.is_arxiv_or_doi(url) or urls.is_in_domain(url, _LICENCES)
        if len(url) <= max_length and not is_left_out:
            yield url, _cut_sentence(text, start, end)


def _cut_sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around an address, or the part of it that is near."""
    before = _SENTENCE_END.split(text[max(0, start - _SENTENCE_LENGTH) : start])[-1]
    after = _SENTENCE_END.split(text[end - 1 : end + _SENTENCE_LENGTH], maxsplit=1)[0]
    return before + text[start:end] + after[1:]


def _find_kind(url: str, sentence: str) -> LinkKind:
    host = urlsplit(url).hostname or ""
    kinds = (kind for kind, places in _PLACES.items() for place in places if urls.is_in_domain(url, place))
    kind = next(kinds, LinkKind.PROJECT)
    if host.startswith("gitlab."):
        return LinkKind.CODE
    if "dataverse" in host:
        kind = LinkKind.DATA
    return LinkKind.ARTIFACT if kind is LinkKind.DATA and _ARTIFACT.search(sentence) else kind
