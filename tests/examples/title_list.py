"""A list of ids and titles, for scripts in a shell."""

from generator import tex
from generator.model.papers import Catalogue
from generator.publish.exports.export_format import ExportFormat
from generator.translation.messages import N_


def write_file(catalogue: Catalogue) -> str:
    """Write a line for each paper: its id, a tab and its title."""
    return "".join(f"{paper.id}\t{tex.to_line(paper.title)}\n" for paper in catalogue.papers)


FORMAT = ExportFormat(
    label=N_("Titles"),
    extension="txt",
    description=N_("the id and the title of every paper, separated by a tab"),
    write_file=write_file,
)
