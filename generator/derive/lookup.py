"""Find a paper of the catalogue by whatever names it: an id of any form, a DOI, an address, a slug."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches

from generator.curation import schema, syntax
from generator.derive.code_links import safe_url
from generator.model import ids
from generator.model.errors import UsageError
from generator.model.papers import Catalogue, Paper
from generator.model.text import clean_line, fold

_CUTOFF_FOR_IDS = 0.9  # ids that differ in one character; all ids look much the same
_CUTOFF_FOR_TITLES = 0.8
_HOST = re.compile(r"(?:www\.|export\.|dx\.)?(?:arxiv|doi)\.org/", re.IGNORECASE)
_LIKE_ARXIV = re.compile(r"\d{3,}\.\d|[a-z.-]+/\d")


def papers_by_name(papers: Iterable[Paper]) -> dict[str, Paper]:
    """Index papers by slug and id, by the id that each of their DOIs would give, and by that of their page.

    Ids and slugs take precedence over DOIs, because two papers may name the same DOI.
    """
    papers = tuple(papers)
    by_name = {name: paper for paper in papers for name in (paper.slug, paper.id)}
    for paper in papers:
        for doi in (*paper.dois, *paper.publications):
            by_name.setdefault(ids.build_doi_id(doi), paper)
        if paper.url:
            by_name.setdefault(ids.build_url_id(paper.url), paper)
    return by_name


def find_paper(reference: str, catalogue: Catalogue) -> Paper:
    """Return the paper that a reference names.

    Args:
        reference: An id of any form, with or without version, a DOI, an address, or a slug.
        catalogue: The papers to choose from.

    Raises:
        UsageError: The catalogue has no such paper; the message names the nearest.
    """
    paper = find_known(reference, catalogue)
    if paper is None:
        reference = clean_line(reference)
        raise UsageError(f"{_describe_failure(reference)} ({_suggest(reference, catalogue.papers)})")
    return paper


def find_known(reference: str, catalogue: Catalogue) -> Paper | None:
    """Return the paper that a reference names, or None if the catalogue has no such paper."""
    by_name = papers_by_name(catalogue.papers)
    return next(filter(None, map(by_name.get, _names(clean_line(reference)))), None)


def identify(reference: str) -> tuple[str, dict[str, str]]:
    """Return the id of the paper that a reference stands for, and the keys that give its record this id.

    >>> identify("https://arxiv.org/abs/2602.23556v2"), identify("doi:10.5555/Toy.1")
    (('2602.23556', {}), ('doi:10.5555/toy.1', {'doi': '10.5555/Toy.1'}))

    Raises:
        UsageError: It is no arXiv id, no DOI and no https address.
    """
    address = _with_scheme(clean_line(reference))
    bare = _without_query(address)
    with suppress(ValueError):
        return _parse_arxiv(bare), {}
    with suppress(ValueError):
        doi = ids.parse_doi(bare)
        return ids.build_doi_id(doi), {"doi": doi}
    with suppress(ValueError):
        if url := safe_url(address):
            return ids.build_url_id(url), {"url": url}
    raise UsageError(f"must be an arXiv id, a DOI or an https address, got {syntax.quote(reference)}")


def _names(text: str) -> Iterator[str]:
    """The keys of `papers_by_name` that a text may stand for."""
    yield from (text, text.lower())
    address = _with_scheme(text)
    with suppress(ValueError):
        yield _parse_arxiv(_without_query(address))
    with suppress(ValueError):
        yield ids.build_doi_id(ids.parse_doi(_without_query(address)))
    if url := safe_url(address):
        yield ids.build_url_id(url)


def _with_scheme(text: str) -> str:
    """Add the scheme that people leave out of addresses at arXiv and of resolvers."""
    return f"https://{text}" if _HOST.match(text) else text


def _without_query(address: str) -> str:
    """Remove the query and the fragment, which belong to no id."""
    return re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/") if "://" in address else address


def _parse_arxiv(text: str) -> str:
    return ids.parse_arxiv_id(text)[0]


def _describe_failure(reference: str) -> str:
    try:
        return f"no feed has the paper {_parse_arxiv(reference)}"
    except ValueError as error:
        return (
            str(error)
            if _LIKE_ARXIV.match(reference)
            else f"the catalogue has no paper {syntax.quote(reference)}"
        )


def _suggest(reference: str, papers: Sequence[Paper]) -> str:
    """The nearest paper by id or by title, or what to do where there is none."""
    slug = reference
    with suppress(ValueError):
        slug = ids.build_slug(_parse_arxiv(reference))
    if hint := schema.did_you_mean(slug, (paper.slug for paper in papers), cutoff=_CUTOFF_FOR_IDS):
        return hint
    slugs_by_title = {fold(paper.title): paper.slug for paper in papers}
    titles = get_close_matches(fold(reference), slugs_by_title, n=1, cutoff=_CUTOFF_FOR_TITLES)
    if titles:
        return f"did you mean {slugs_by_title[titles[0]]!r}?"
    return "import or fetch it first, or give its title with --manual"
