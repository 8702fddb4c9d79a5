"""Find the addresses that authors name in abstract and comment: code, data, videos, project pages.

Text comes in and `Link` values go out; nothing is fetched and no address is completed by guessing.
"""

import re
from collections.abc import Iterator, Sequence

from generator.curation.schema import read_limit
from generator.derive.link_kinds import Mention, choose_kind
from generator.model import identifiers, ids, urls
from generator.model.curation_values import Link
from generator.model.grouping import keep_first

_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_SENTENCE_LENGTH = 400


def find_links(abstract: str | None, comment: str | None, dois: Sequence[str] = ()) -> tuple[Link, ...]:
    r"""Find the addresses in abstract and comment, each once, in order of appearance.

    Recognises plain addresses, ``<...>``, TeX's ``\url`` and ``\href``, addresses without a scheme that begin
    with ``www.`` or are at well-known hosts, and DOIs of data and software. Leaves out addresses at arXiv,
    and what is not the paper's own.

    Args:
        abstract: The abstract.
        comment: The authors' comment.
        dois: The paper's own DOIs, which are no links to something else.
    """
    own_ids = set(map(ids.build_doi_id, dois))
    links = (
        Link(kind, mention.url, source)
        for source, text in (("abstract", abstract), ("comment", comment))
        for mention in _find_mentions(text or "", source)
        if not (mention.doi and ids.build_doi_id(mention.doi) in own_ids) and (kind := choose_kind(mention))
    )
    return keep_first(links, lambda link: urls.build_link_key(link.url))


def _find_mentions(text: str, source: str) -> Iterator[Mention]:
    """Yield each address that may be shown, with the sentence around it."""
    text = urls.unescape(text)
    max_length = read_limit("paper", "maxLength", ("links", "code"))
    for start, end, url in sorted([*urls.find_urls(text), *_find_dois(text)]):
        if len(url) <= max_length and not _is_at_arxiv(url) and not urls.is_broken_by_space(text, end):
            before = _SENTENCE_END.split(text[max(0, start - _SENTENCE_LENGTH) : start])[-1]
            after = _SENTENCE_END.split(text[end - 1 : end + _SENTENCE_LENGTH], maxsplit=1)[0]
            yield Mention(url, identifiers.extract_doi(url), before, after[1:], source)


def _is_at_arxiv(url: str) -> bool:
    """Whether an address is at arXiv, or leads to a paper of arXiv at another site."""
    return urls.is_at_arxiv(url) or ids.find_arxiv_id(url) is not None


def _find_dois(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each bare DOI in running text: where it begins and ends, and its address at the resolver."""
    for start, end, doi in identifiers.find_dois(text):
        if url := urls.clean_url(ids.build_doi_url(doi)):
            yield start, end, url
