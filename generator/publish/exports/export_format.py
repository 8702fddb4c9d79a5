"""What the program knows about a format that the whole catalogue can be downloaded in."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.model.papers import Catalogue


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format of the whole catalogue; its file is ``catalogue.<extension>``.

    Attributes:
        label: The name of the format for readers.
        extension: The end of the file's name, without its first dot.
        description: What the file holds; it follows the label on the About page and in ``llms.txt``.
        write_file: Write the file, papers in the order of the catalogue.
    """

    label: str
    extension: str
    description: str
    write_file: Callable[[Catalogue], str]
