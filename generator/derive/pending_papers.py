"""Pending papers: those of arXiv that a feed requests by id, and that have not been fetched yet."""

from contextlib import suppress

from generator.derive.lookup import identify_reference
from generator.derive.merge import DerivedFacts, merge_paper
from generator.model import ids
from generator.model.curation_values import PaperCuration
from generator.model.entries import Entry
from generator.model.errors import UsageError
from generator.model.papers import Catalogue, Paper


def build_paper_without_facts(paper_id: str, title: str, path: str | None = None) -> Paper:
    """Build a paper of which nothing is known but its id and perhaps a title.

    Args:
        paper_id: Its id.
        title: Its title, or an empty string.
        path: Its curation file, if it has one.
    """
    facts = DerivedFacts(None, (), None)
    curation = PaperCuration(path) if path else None
    return merge_paper(None, Entry(paper_id, None, title), facts, curation, ())


def build_pending_paper(reference: str, catalogue: Catalogue, title: str = "") -> Paper | None:
    """Build the paper of arXiv that a reference names and the catalogue does not have; None for other papers.

    Args:
        reference: An arXiv id in any form; that of a paper in the catalogue is not expected.
        catalogue: The catalogue, which knows the curation files of pending papers.
        title: The paper's title, if it is known.
    """
    with suppress(UsageError):
        paper_id, _ = identify_reference(reference)
        if ids.is_arxiv_id(paper_id):
            return build_paper_without_facts(paper_id, title, catalogue.pending.get(paper_id))
    return None
