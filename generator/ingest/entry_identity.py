"""Identify the paper of an entry by its addresses: an arXiv id, else a DOI, else a link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model import ids, urls


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies a paper, and where it is found.

    Attributes:
        id: Its id, without a version.
        version: The version, if an arXiv id states it.
        dois: Its DOIs, without those that arXiv gives to its own papers.
        links: Its links that may be shown, without those that are built from an id or a DOI.
    """

    id: str
    version: int | None
    dois: tuple[str, ...]
    links: tuple[str, ...]


def identify(guid: str, addresses: Sequence[str], stated_dois: Iterable[str]) -> Identity:
    """Identify a paper.

    Args:
        guid: The entry's own id in the feed, or an empty string.
        addresses: The addresses of the entry.
        stated_dois: Texts of fields that should contain a DOI.

    Raises:
        ValueError: Nothing identifies the paper.
    """
    every_doi = [doi for text in stated_dois if (doi := ids.find_doi(text))]
    every_doi = every_doi or [doi for text in (guid, *addresses) if (doi := ids.find_doi(text))][:1]
    dois = _select_dois(every_doi)
    links = _clean_links(addresses)
    arxiv_id = _find_arxiv_id((guid, *addresses, *every_doi))
    if arxiv_id:
        return Identity(*arxiv_id, dois, links)
    if dois:
        return Identity(ids.build_doi_id(dois[0]), None, dois, links)
    if links:
        return Identity(ids.build_url_id(links[0]), None, dois, links)
    message = "an entry must have an arXiv id, a DOI or a link to a web page"
    raise ValueError(message)


def _find_arxiv_id(texts: Iterable[str]) -> tuple[str, int | None] | None:
    """Return the first arXiv id, with a version if any of the texts states one for it."""
    arxiv_ids = [arxiv_id for text in texts if (arxiv_id := ids.find_arxiv_id(text))]
    if not arxiv_ids:
        return None
    paper_id = arxiv_ids[0][0]
    versions = [version for other_id, version in arxiv_ids if other_id == paper_id and version]
    return paper_id, versions[0] if versions else None


def _select_dois(dois: Iterable[str]) -> tuple[str, ...]:
    """Return each DOI once, whatever its capital letters, without those of arXiv."""
    dois_by_id: dict[str, str] = {}
    for doi in dois:
        if not ids.find_arxiv_id(doi):
            dois_by_id.setdefault(ids.build_doi_id(doi), doi)
    return tuple(dois_by_id.values())


def _clean_links(addresses: Iterable[str]) -> tuple[str, ...]:
    links = (urls.clean_url(urls.strip_tracking(address)) for address in addresses)
    return tuple(dict.fromkeys(link for link in links if link and not urls.is_arxiv_or_doi(link)))
