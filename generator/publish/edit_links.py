"""Links to GitHub's editor: for a file that is there, and for a new one with its text filled in.

The new-file page takes ``filename`` and ``value`` from its address. GitHub answers addresses of about eight
thousand characters and more with an error, so a draft that is too long loses what it can best do without.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.curation.layout import PEOPLE, build_paper_path
from generator.derive.drafts import draft_paper
from generator.derive.new_files import build_people_template
from generator.derive.suggestions import Suggestion, suggest_topics
from generator.model.papers import Catalogue, Paper, Repository

LONGEST_ADDRESS = 7_499  # characters
LONGEST_ON_PAPER = 650  # of an address that a paper's page carries; it shows itself what the remarks say

_LONGEST_REMARK = 100  # characters of a remark that stays in a draft that is too long
_HANDS_FREE = "highlight: false\n"  # the least that a paper's file may say


@dataclass(frozen=True, slots=True)
class EditLink:
    """A link that a page ends with: what it invites to, and where."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class EditLinks:
    """Links to the editor of one repository; there are none where it is not known.

    Attributes:
        repository: Where the catalogue's files are.
        catalogue: What drafts are made from.
        near: Paper id to what its nearest curated papers suggest, for papers without topic.
    """

    repository: Repository | None
    catalogue: Catalogue
    near: Mapping[str, Sequence[Suggestion]]

    def link_paper(self, paper: Paper) -> EditLink | None:
        """The way to a paper's curation: its file, or a new one with a draft."""
        if self.repository is None:
            return None
        if paper.curation_path:
            return EditLink("Edit this entry", build_edit_url(self.repository, paper.curation_path))
        text = draft_paper(paper, self.catalogue, self.near.get(paper.id, ()), brief=True)
        return EditLink(
            "Curate this paper",
            build_new_file_url(self.repository, build_paper_path(paper.id), text, LONGEST_ON_PAPER),
        )

    def link_file(self, label: str, name: str) -> EditLink | None:
        """The way to a file that is there."""
        return EditLink(label, build_edit_url(self.repository, name)) if self.repository else None

    def link_new_file(self, label: str, name: str, text: str) -> EditLink | None:
        """The way to a file that is not there yet."""
        return EditLink(label, build_new_file_url(self.repository, name, text)) if self.repository else None

    def link_people(self, label: str, name: str, slug: str) -> EditLink | None:
        """The way to the file of people, which a catalogue may not have yet.

        Args:
            label: What to call the link.
            name: The author whom a new file begins with.
            slug: The address of that author's page.
        """
        if self.catalogue.people:
            return self.link_file(label, PEOPLE)
        return self.link_new_file(label, PEOPLE, build_people_template(slug, name))


def build_edit_links(catalogue: Catalogue, repository: Repository | None) -> EditLinks:
    """The catalogue's links to the editor.

    Topics are suggested where no rule gives one: elsewhere the rules say enough, and a page that holds a
    suggestion changes whenever another paper is curated.
    """
    near: dict[str, list[Suggestion]] = {}
    if repository:
        without = [
            paper
            for paper in catalogue.papers
            if paper.curation_path is None and not catalogue.assignments[paper.id]
        ]
        for suggestion in suggest_topics(catalogue, without):
            near.setdefault(suggestion.paper.id, []).append(suggestion)
    return EditLinks(repository, catalogue, near)


def build_edit_url(repository: Repository, name: str) -> str:
    """GitHub's editor with a file of the repository."""
    return f"{repository.url}/edit/{quote(repository.branch)}/{quote(name)}"


def build_new_file_url(repository: Repository, name: str, text: str, longest: int = LONGEST_ADDRESS) -> str:
    """GitHub's page for a new file, with as much of the text as the longest address can carry."""
    start = f"{repository.url}/new/{quote(repository.branch)}?filename={quote(name)}"
    addresses = (f"{start}&value={quote(shorter, safe='/:,()')}" for shorter in _shortened(text))
    return next((address for address in addresses if len(address) <= longest), start)


def _shortened(text: str) -> Iterator[str]:
    """The text, and ever less of it, until no remark is left, and then none of its fields."""
    yield text
    lines = text.splitlines(keepends=True)
    modeline, rest = "".join(lines[:1]), lines[1:]
    for longest in (_LONGEST_REMARK, 0):
        kept = (line for line in map(_without_remark, rest) if len(line) <= longest or not _is_remark(line))
        yield modeline + "".join(kept)
    yield modeline + _HANDS_FREE


def _without_remark(line: str) -> str:
    """A line without the remark behind its value; two blanks stand before one, and in no value of a draft."""
    if _is_remark(line):
        return line
    value, mark, _ = line.partition("  # ")
    return f"{value}\n" if mark else line


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")
