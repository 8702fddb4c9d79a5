"""``catalogue diff``: show how the pages have changed since a commit."""

import argparse
from pathlib import Path

from generator.maintain.page_changes import compare_pages, format_changes_as_markdown, format_changes_as_text
from generator.maintain.page_preview import format_previews
from generator.model.errors import DataError
from generator.model.escaping import format_code_block
from generator.model.layout import DATA
from generator.pipeline.read_catalogue import read_catalogue
from generator.pipeline.read_data import find_curation_warnings, read_data
from generator.publish.pages.all_pages import make_all_pages
from generator.system import git
from generator.system.command import CommandResult
from generator.system.files import append_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("base", metavar="BASE", help="the commit, branch or tag to compare with")
    parser.add_argument(
        "--summary", type=Path, metavar="FILE", help="append the changes to this file, as Markdown"
    )


def run(root: Path, options: argparse.Namespace) -> CommandResult:
    """Render the data of the commit and the current data with this program, so that only the data differ."""
    with git.export_folder(root, options.base, DATA) as folder:
        after = _render_pages(root)
        try:
            before = _render_pages(folder)
        except DataError:
            return CommandResult(f"cannot compare the pages: the data of {options.base} have problems")
    changes = compare_pages(before, after)
    warnings = find_curation_warnings(*read_data(root))
    if options.summary:
        notes = "\n".join(map(str, warnings))
        summary = [format_code_block(notes, "text")] if notes else []
        summary += [format_changes_as_markdown(changes) + format_previews(changes)]
        append_text(options.summary, "\n\n".join(summary))
    return CommandResult(format_changes_as_text(changes), warnings=warnings)


def _render_pages(root: Path) -> dict[str, str]:
    """Return the text of each page by its path.

    The repository is skipped: links that open an editor hold drafts, which depend on all other papers.
    """
    catalogue = read_catalogue(root)
    return {page.path: page.text for page in make_all_pages(catalogue) if page.path.endswith(".md")}
