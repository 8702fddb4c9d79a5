"""Find a paper of the catalogue by an id of any form, a DOI, a URL or a slug."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches

from generator.curation.hints import quote, suggest_similar
from generator.curation.known_papers import SIMILAR_IDS
from generator.model import ids, urls
from generator.model.errors import UsageError
from generator.model.identifiers import find_references
from generator.model.papers import Catalogue, Paper
from generator.model.text import clean_line, fold

_CUTOFF_FOR_TITLES = 0.8
_HINT = "import or fetch it first; `catalogue new ID --manual TITLE` adds a paper on no feed"
# The address of a paper's page in a catalogue, with its slug.
_PAGE = re.compile(r"https?://\S+/papers/([^/\s?#]+)/?(?:[?#]\S*)?", re.ASCII)


def index_papers_by_name(papers: Iterable[Paper]) -> dict[str, Paper]:
    """Index papers by slug, by id, by the id of each of their DOIs, and by the key of their page.

    Ids and slugs take precedence over former ones, which another paper may have now, and over DOIs, which
    two papers may name.
    """
    papers = tuple(papers)
    by_name = {name: paper for paper in papers for name in (paper.slug, paper.id)}
    for paper in papers:
        for other_id in paper.other_ids:
            by_name.setdefault(other_id, paper)
            by_name.setdefault(ids.build_slug(other_id), paper)
        for doi in (*paper.dois, *paper.publications):
            by_name.setdefault(ids.build_doi_id(doi), paper)
        if paper.url:
            by_name.setdefault(urls.build_link_key(paper.url), paper)
    return by_name


def find_paper(reference: str, catalogue: Catalogue, hint: str = _HINT) -> Paper:
    """Return the paper that a reference names.

    Args:
        reference: An id of any form, with or without version, a DOI, a URL, a slug, or the address of its
            page in a catalogue.
        catalogue: The papers to choose from.
        hint: What to do if there is no such paper, and none is similar.

    Raises:
        UsageError: The catalogue has no such paper; the message names the most similar one.
    """
    paper = find_known_paper(reference, catalogue)
    if paper is None:
        reference = _shorten_page_url(clean_line(reference))
        hint = suggest_paper(reference, catalogue.papers) or hint
        raise UsageError(f"{_describe_failure(reference)} ({hint})")
    return paper


def find_known_paper(reference: str, catalogue: Catalogue) -> Paper | None:
    """Return the paper that a reference names, or None if the catalogue has no such paper."""
    by_name = index_papers_by_name(catalogue.papers)
    return next(filter(None, map(by_name.get, _list_names(clean_line(reference)))), None)


def identify_reference(reference: str) -> tuple[str, dict[str, str]]:
    """Return the id of a paper by its reference, and the keys that give its record this id.

    >>> identify_reference("https://arxiv.org/abs/2602.23556v2"), identify_reference("doi:10.5555/Toy.1")
    (('2602.23556', {}), ('doi:10.5555/toy.1', {'doi': '10.5555/Toy.1'}))

    Raises:
        UsageError: It is not a DOI, an https URL or an arXiv id, or it is an address at arXiv or at the DOI
            resolver that holds no possible id.
    """
    reference = clean_line(reference)
    for text in (reference, _shorten_page_url(reference)):
        with suppress(ValueError):
            return ids.parse_arxiv_id(text)[0], {}
    try:
        paper_id = ids.identify_paper(reference)
    except ValueError as error:
        raise UsageError(str(error)) from error
    doi = ids.find_doi(reference)
    return paper_id, {"doi": doi} if doi else {"url": urls.clean_url(reference) or ""}


def _list_names(text: str) -> Iterator[str]:
    """Yield the keys of `index_papers_by_name` that may be meant."""
    yield from (text, text.lower())
    with suppress(ValueError):
        yield ids.parse_arxiv_id(text)[0]
    if doi := ids.find_doi(text):
        yield ids.build_doi_id(doi)
    for reference in find_references(text):  # among other words
        with suppress(ValueError):
            yield ids.find_paper_id(reference) or ""
    if url := urls.clean_url(text):
        yield urls.build_link_key(url)
        yield urls.build_link_key(url.partition("#")[0])  # a place in the paper's page
    yield _shorten_page_url(text)


def _shorten_page_url(text: str) -> str:
    """Return the slug in the address of a paper's page in a catalogue, or else the text itself."""
    page = _PAGE.fullmatch(text)
    return page[1] if page else text


def _describe_failure(reference: str) -> str:
    try:
        return f"no feed has the paper {ids.parse_arxiv_id(reference)[0]}"
    except ValueError as error:
        return (
            str(error)
            if ids.resembles_arxiv_id(reference)
            else f"the catalogue has no paper {quote(reference)}"
        )


def format_check(paper_id: str, papers: Sequence[Paper]) -> str:
    """Format what to check of a paper that is still to be fetched, because its id may be mistyped.

    Args:
        paper_id: An arXiv id.
        papers: The papers of the catalogue, one of which may be meant.
    """
    hint = suggest_paper(paper_id, papers)
    return f"check {ids.build_abstract_url(paper_id)}{f' ({hint})' if hint else ''}"


def suggest_paper(reference: str, papers: Sequence[Paper]) -> str:
    """Suggest the paper that is most similar by id or by title; an empty string if none is."""
    slug = reference
    with suppress(ValueError):
        slug = ids.build_slug(ids.parse_arxiv_id(reference)[0])
    if hint := suggest_similar(slug, (paper.slug for paper in papers), cutoff=SIMILAR_IDS):
        return hint
    slugs_by_title = {fold(paper.title): paper.slug for paper in papers}
    titles = get_close_matches(fold(reference), slugs_by_title, n=1, cutoff=_CUTOFF_FOR_TITLES)
    if titles:
        return f"did you mean {slugs_by_title[titles[0]]!r}?"
    return ""
