"""What the program knows about a format of citations; each format is one module with a `CitationFormat`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.publish.citations.citation_record import Record


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format that papers are cited in.

    A file consists of `before`, the entries with `between` between them, and `after`.

    Attributes:
        label: The name of the format for readers: on a tab of the menu “Cite” and in lists of downloads.
        extension: The end of a file's name, without its first dot.
        media_type: The media type of a file.
        write_entry: Write one record.
        add_abstract: Add an abstract, as plain text on one line, to an entry; None if the format has none.
        is_exported: Whether readers can download the whole catalogue and their saved papers in it.
    """

    label: str
    extension: str
    media_type: str
    write_entry: Callable[[Record], str]
    before: str = ""
    between: str = ""
    after: str = ""
    is_exported: bool = True
    add_abstract: Callable[[str, str], str] | None = None

    def write_file(self, records: Iterable[Record]) -> str:
        """Write records as a whole file in UTF-8."""
        return self.join_entries(map(self.write_entry, records))

    def join_entries(self, entries: Iterable[str]) -> str:
        """Make a whole file of entries that are already written."""
        return f"{self.before}{self.between.join(entries)}{self.after}"
