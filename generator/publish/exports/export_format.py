"""What the program knows about a format that the whole catalogue can be downloaded in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.model.curation_values import Venue
from generator.model.papers import Assignment, Paper


@dataclass(frozen=True, slots=True)
class ExportedPaper:
    """A paper, its topics with their titles, and where it appeared."""

    paper: Paper
    topics: Sequence[tuple[Assignment, str]]
    venue: Venue | None


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format of the whole catalogue; its file is ``catalogue.<extension>``.

    Attributes:
        label: The name of the format for readers.
        extension: The end of the file's name, without its first dot.
        description: What the file holds; it follows the label on the About page and in ``llms.txt``.
        write_entry: Write one paper; None if the file has no papers.
        write_start: Write what comes before the papers.
    """

    label: str
    extension: str
    description: str
    write_entry: Callable[[ExportedPaper], str] | None
    write_start: Callable[[], str] = str
