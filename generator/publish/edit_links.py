"""Links to GitHub's editor: with an existing file, or with a new file and its draft.

The page for a new file takes ``filename`` and ``value`` from its URL. GitHub rejects URLs of about 8,000
characters and more, so a draft that is too long is shortened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from generator.derive.drafts import draft_paper
from generator.derive.new_files import build_people_template
from generator.derive.suggestions import Suggestion, list_suggestion_facts, suggest_topics
from generator.model.layout import PEOPLE, build_paper_path
from generator.model.papers import Catalogue, Paper, Repository
from generator.system.memo import Memo
from generator.translation.messages import _

MAX_URL_LENGTH = 7_499  # characters
MAX_LENGTH_ON_PAPER = 650  # of the URL on a paper's page, which shows itself what the comments explain

_MAX_COMMENT_LENGTH = 100  # of a comment that stays in a shortened draft
_EMPTY_ENTRY = "highlight: false\n"  # the shortest valid file of a paper

SuggestedTopic: TypeAlias = tuple[str, str, str]  # the id of the paper, the topic, and the evidence


@dataclass(frozen=True, slots=True)
class EditLink:
    """A link to the editor, at the end of a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class EditLinks:
    """Builds links to the editor; every link is None if the repository is unknown.

    Attributes:
        repository: The repository of the catalogue's files.
        catalogue: The catalogue, for drafts.
        suggestions: Suggested topics by paper id, for papers without topic.
    """

    repository: Repository | None
    catalogue: Catalogue
    suggestions: Mapping[str, Sequence[Suggestion]]

    def link_paper(self, paper: Paper) -> EditLink | None:
        """Link the curation file of a paper, or a new one with a draft."""
        if self.repository is None:
            return None
        if paper.curation_path:
            return EditLink(_("Edit this entry"), build_edit_url(self.repository, paper.curation_path))
        text = draft_paper(paper, self.catalogue, self.suggestions.get(paper.id, ()), brief=True)
        return EditLink(
            _("Curate this paper"),
            build_new_file_url(self.repository, build_paper_path(paper.id), text, MAX_LENGTH_ON_PAPER),
        )

    def link_file(self, label: str, name: str) -> EditLink | None:
        """Link an existing file."""
        return EditLink(label, build_edit_url(self.repository, name)) if self.repository else None

    def link_new_file(self, label: str, name: str, text: str) -> EditLink | None:
        """Link a new file."""
        return EditLink(label, build_new_file_url(self.repository, name, text)) if self.repository else None

    def build_forms_url(self) -> str | None:
        """Build the URL of GitHub's page with the issue forms."""
        return f"{self.repository.url}/issues/new/choose" if self.repository else None

    def link_people(self, label: str, name: str, slug: str) -> EditLink | None:
        """Link the file of people, or a new one with an author if the catalogue has none.

        Args:
            label: The text of the link.
            name: The author.
            slug: The slug of the author's page.
        """
        if self.catalogue.people:
            return self.link_file(label, PEOPLE)
        return self.link_new_file(label, PEOPLE, build_people_template(slug, name))


def build_edit_links(
    catalogue: Catalogue, repository: Repository | None, memo: Memo[list[SuggestedTopic]] | None = None
) -> EditLinks:
    """Prepare links to the editor, with suggested topics for papers that have none.

    Other drafts have no suggestions, because their pages would change whenever another paper is curated.

    Args:
        catalogue: All papers.
        repository: Where they can be edited.
        memo: The suggestions of a previous run.
    """
    suggestions: dict[str, list[Suggestion]] = {}
    if repository:
        papers_without_topic = [
            paper
            for paper in catalogue.papers
            if paper.curation_path is None and not catalogue.assignments[paper.id]
        ]
        facts = list_suggestion_facts(catalogue, papers_without_topic)
        rows = (memo or Memo()).recall(
            facts,
            lambda: [
                (suggestion.paper.id, suggestion.topic, suggestion.evidence)
                for suggestion in suggest_topics(catalogue, papers_without_topic)
            ],
        )
        papers = {paper.id: paper for paper in papers_without_topic}
        for paper_id, topic, evidence in rows:
            suggestions.setdefault(paper_id, []).append(Suggestion(papers[paper_id], topic, evidence))
    return EditLinks(repository, catalogue, suggestions)


def build_edit_url(repository: Repository, name: str) -> str:
    """Build the URL of GitHub's editor with a file of the repository."""
    return f"{repository.url}/edit/{quote(repository.branch)}/{quote(name)}"


def build_new_file_url(repository: Repository, name: str, text: str, max_length: int = MAX_URL_LENGTH) -> str:
    """Build the URL of GitHub's page for a new file, with as much of the text as fits."""
    start = f"{repository.url}/new/{quote(repository.branch)}?filename={quote(name)}"
    urls = (f"{start}&value={quote(version, safe='/:,()')}" for version in _shorten(text))
    return next((url for url in urls if len(url) <= max_length), start)


def _shorten(text: str) -> Iterator[str]:
    """Yield the draft, then shorter versions: without long comments, without comments, without fields."""
    yield text
    lines = text.splitlines(keepends=True)
    modeline, rest = "".join(lines[:1]), lines[1:]
    for max_length in (_MAX_COMMENT_LENGTH, 0):
        yield modeline + "".join(
            line for line in map(_remove_comment, rest) if len(line) <= max_length or not _is_comment(line)
        )
    yield modeline + _EMPTY_ENTRY


def _remove_comment(line: str) -> str:
    """Remove the comment after a value. Two spaces are before it, which no value of a draft contains."""
    if _is_comment(line):
        return line
    value, mark, _ = line.partition("  # ")
    return f"{value}\n" if mark else line


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
