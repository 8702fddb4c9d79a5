"""The papers that curation files may refer to: by the names of files, and by ids inside of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator.curation.checks import SlugGuesser
from generator.curation.file_set import FileSet, Report
from generator.curation.hints import find_nearest_word, quote, suggest_similar
from generator.curation.syntax import Path
from generator.model import ids, layout

SIMILAR_IDS = 0.9  # the similarity of ids that differ in one character; all ids look much the same

_NEEDS_RECORD = "a paper that is on no feed needs a record in its own file"
_END_OF_URL = "the id is the end of the URL of its page, such as doi-10.5555-3779212 or 2602.23556"
_Place = TypeVar("_Place")


@dataclass(frozen=True, slots=True)
class KnownPapers:
    """The papers of feeds and of records, and those that a feed requests by id and has not fetched yet.

    A pending paper may have a file, and may be named in others. Pages show nothing of it.

    Attributes:
        ids_by_slug: Of every paper, former slugs included.
        pending_ids_by_slug: Of every pending paper.
        broken_records: Slugs of files with a record that cannot be used; their problems are reported already.
        is_complete: Whether these are all. If not, no paper is reported as unknown.
    """

    ids_by_slug: Mapping[str, str]
    pending_ids_by_slug: Mapping[str, str]
    broken_records: frozenset[str]
    is_complete: bool

    def find_paper_of_file(self, path: str, slug: str, files: FileSet) -> str | None:
        """Return the id of the paper that a file is named by; report a name of an unknown paper."""
        if slug in self.ids_by_slug or slug in self.broken_records:
            return self.ids_by_slug.get(slug)
        if slug in self.pending_ids_by_slug:
            return self.pending_ids_by_slug[slug]
        try:
            paper_id = ids.parse_slug(slug)
        except ValueError as error:
            hint, rule = self._suggest_file(slug, files), "the file of a paper must be named by its id"
            if not ids.is_arxiv_id(slug):
                self._report_unknown(files.report, path, slug, hint)
            elif ids.resembles_arxiv_id(slug):
                files.report(path, f"{rule}: {error}", hint)
            else:
                files.report(path, f"{rule}, got {quote(slug)}", hint or _END_OF_URL)
            return None
        self._report_unknown(files.report, path, paper_id, self._suggest_file(slug, files))
        return None if self.is_complete else paper_id

    def resolve(self, reference: str, at: Path, report: Report) -> str | None:
        """Return the id of the known paper that a value refers to; report one that is unknown.

        A pending paper gives None, and is not reported.
        """
        slug = ids.build_slug(reference)
        if paper_id := self.ids_by_slug.get(reference) or self.ids_by_slug.get(slug):
            return paper_id
        if self.broken_records & {reference, slug}:
            return None
        try:
            paper_id = ids.identify_paper(reference)
        except ValueError as error:
            report(at, str(error))
            return None
        slug = ids.build_slug(paper_id)
        if slug not in self.ids_by_slug and slug not in self.pending_ids_by_slug:
            self._report_unknown(report, at, paper_id, self._suggest(slug))
        return self.ids_by_slug.get(slug)

    def resolve_all(self, references: Iterable[str], at: Path, report: Report) -> dict[str, int]:
        """Return the ids of the known papers in a list, with their positions; report the other entries.

        Args:
            references: The entries of the list.
            at: The place of the list.
            report: Receives entries that are unknown, and papers that occur again.
        """
        positions: dict[str, int] = {}
        for position, reference in enumerate(references):
            paper_id = self.resolve(reference, (*at, position), report)
            if paper_id in positions:
                message = f"a paper must be listed only once, got {quote(reference)} again"
                report((*at, position), message)
            elif paper_id is not None:
                positions[paper_id] = position
        return positions

    def _report_unknown(
        self, report: Callable[[_Place, str, str], None], place: _Place, paper: str, hint: str
    ) -> None:
        if self.is_complete:
            advice = f"check arxiv.org/abs/{paper}; " if ids.is_arxiv_id(paper) else ""
            if ids.get_url(paper):
                advice = "name it by its DOI if it has one; "
            report(place, f"no feed has the paper {paper}", hint or f"{advice}{_NEEDS_RECORD}")

    def _suggest(self, slug: str) -> str:
        if not self.is_complete:
            return ""  # nothing is reported, and this takes long
        return suggest_similar(slug, self.ids_by_slug, cutoff=SIMILAR_IDS)

    def _suggest_file(self, slug: str, files: FileSet) -> str:
        """Suggest the right name of a file, with its folder; empty if none is known, or it is taken."""
        right_slug = SlugGuesser(self.ids_by_slug).guess_slug(slug)
        if right_slug is not None and right_slug != slug:
            path = f"{layout.PAPERS}/{right_slug}.yml"
            return f"rename it to {path}" if path not in files.contents else ""
        similar = find_nearest_word(slug, self.ids_by_slug, cutoff=SIMILAR_IDS) if self.is_complete else None
        return f"did you mean {layout.PAPERS}/{similar}.yml?" if similar else ""
