"""A list of ids and titles, for scripts in a shell."""

from generator import tex
from generator.publish.exports.export_format import ExportedPaper, ExportFormat
from generator.translation.messages import N_


def write_entry(exported: ExportedPaper) -> str:
    """Write the line of a paper: its id, a tab and its title."""
    return f"{exported.paper.id}\t{tex.to_line(exported.paper.title)}\n"


FORMAT = ExportFormat(
    label=N_("Titles"),
    extension="txt",
    description=N_("the id and the title of every paper, separated by a tab"),
    write_entry=write_entry,
)
