"""Links from a paper to other sites: its full text, its code and data, its entries in other catalogues."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from generator import tex
from generator.model import ids
from generator.model.curation_values import LinkKind
from generator.model.papers import Paper
from generator.model.text import truncate
from generator.publish.page_links import UNTRUSTED
from generator.translation.messages import N_, _

_KINDS = {
    LinkKind.CODE: N_("Code"),
    LinkKind.DATA: N_("Data"),
    LinkKind.SLIDES: N_("Slides"),
    LinkKind.VIDEO: N_("Video"),
    LinkKind.ARTIFACT: N_("Artifact"),
    LinkKind.PROJECT: N_("Project"),
}
_MAX_QUERY = 60  # characters; DBLP finds a title by its first words
_COMPUTER_SCIENCE = "cs."  # the categories that DBLP covers


@dataclass(frozen=True, slots=True)
class OutgoingLink:
    """A link to another site, and further attributes of its HTML element."""

    label: str
    url: str
    attributes: str = ""


def list_actions(paper: Paper) -> Iterator[OutgoingLink]:
    """List the most important links of a paper: its full text, the first link of each kind, and its DOI."""
    if paper.pdf_url:
        yield OutgoingLink("PDF", paper.pdf_url)
        if html_url := ids.build_html_url(paper.id):
            yield OutgoingLink("HTML", html_url)
    elif ids.is_arxiv_id(paper.id):
        yield OutgoingLink("arXiv", ids.build_abstract_url(paper.id))
    elif paper.url and ids.get_doi(paper.id) is None:
        yield OutgoingLink(_("Publisher's page"), paper.url, UNTRUSTED)
    for kind, label in _KINDS.items():
        if url := next((link.url for link in paper.links if link.kind is kind), None):
            yield OutgoingLink(_(label), url, UNTRUSTED)
    if paper.dois:
        yield OutgoingLink("DOI", ids.build_doi_url(paper.dois[0]))


def list_other_catalogues(paper: Paper) -> Iterator[OutgoingLink]:
    """List the entries of a paper in other catalogues: by its arXiv id, or else by its DOI or title.

    alphaXiv accepts arXiv ids only, and Connected Papers arXiv ids and DOIs only. DBLP is searched by title,
    and only for papers on computer science.
    """
    arxiv_id = paper.id if ids.is_arxiv_id(paper.id) else ""
    doi = quote(paper.dois[0], safe="/") if paper.dois else ""
    title = quote_plus(tex.to_text(paper.title))
    if arxiv_id:
        yield OutgoingLink("Semantic Scholar", f"https://api.semanticscholar.org/arXiv:{arxiv_id}")
        yield OutgoingLink("Google Scholar", f"https://scholar.google.com/scholar_lookup?arxiv_id={arxiv_id}")
    else:
        semantic_scholar = (
            f"api.semanticscholar.org/DOI:{doi}" if doi else f"www.semanticscholar.org/search?q={title}"
        )
        yield OutgoingLink("Semantic Scholar", f"https://{semantic_scholar}")
        yield OutgoingLink("Google Scholar", f"https://scholar.google.com/scholar?q={doi or title}")
    if any(category.startswith(_COMPUTER_SCIENCE) for category in paper.categories):
        first_words = truncate(tex.to_text(paper.title), _MAX_QUERY).removesuffix("…")
        yield OutgoingLink("DBLP", f"https://dblp.org/search?q={quote_plus(first_words)}")
    if arxiv_id:
        yield OutgoingLink("alphaXiv", f"https://www.alphaxiv.org/abs/{arxiv_id}")
    if known_id := f"arxiv/{arxiv_id}" if arxiv_id else doi and f"doi/{doi}":
        yield OutgoingLink("Connected Papers", f"https://www.connectedpapers.com/api/redirect/{known_id}")
