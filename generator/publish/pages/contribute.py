"""The page that says how to help, with a file to begin from and the papers that need a curator most."""

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from generator.curation import layout
from generator.derive.suggestions import build_work_queue
from generator.model.papers import Catalogue, Page
from generator.publish import paths
from generator.publish.edit_links import EditLink, EditLinks

MOST_CANDIDATES = 24  # papers that the page asks curators for; after these, more come

_PAPER = """\
# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json
# Save as data/curation/papers/<id>.yml, such as 2602.23556.yml. Every line may be left out.
topics: [{topics}]  # ids from the list below; they replace what the rules give
summary: >-  # in your own words
  One or two sentences: what is new, and what was measured.
highlight: false  # true: one of the curators' picks
# note: Anything else a reader should know, in Markdown.
# venue: {{id: {venue}, year: 2026}}  # only if the page shows none, or a wrong one
# links:
#   code: https://github.com/…  # also data, slides, video, artifact, project
# awards: [Best paper]
# related: [2602.22392]  # papers to show first under “related”
# corrections:
#   title: {{value: The right title, reason: As in the PDF.}}
"""
_LIST = """\
# yaml-language-server: $schema=../../../generator/schemas/list.schema.json
# The file's name is the list's address: lower-case letters, digits and hyphens.
title: A reading list
description: >-
  For whom the list is, in which order to read it, and what one knows at the end of it.
papers:
  - id: {paper}
    note: Why this paper, and what to look for in it.
"""


def contribute_page(
    catalogue: Catalogue, edit_links: EditLinks, areas: Sequence[object], make: Callable[..., Page]
) -> Page:
    """How to help, on one screen, and where help is needed.

    Args:
        catalogue: The catalogue.
        edit_links: Its links to the layout.
        areas: Topics by area, for curators to choose from.
        make: Makes a page of the template, path, title, description and values that it is given.
    """
    waiting = build_work_queue(catalogue)
    return make(
        "contribute",
        paths.CONTRIBUTE,
        "Contribute",
        f"How to add to {catalogue.settings.title}.",
        template_file=_lines(paper_template(catalogue)),
        new_files=_new_files(catalogue, edit_links),
        files=_files(edit_links),
        can_edit=edit_links.repository is not None,
        areas=areas,
        waiting=[
            {
                "paper": candidate.paper,
                "reasons": "; ".join(candidate.reasons),
                "edit": edit_links.paper(candidate.paper),
            }
            for candidate in waiting[:MOST_CANDIDATES]
        ],
        more=max(0, len(waiting) - MOST_CANDIDATES),
        some=next(iter([*(candidate.paper.slug for candidate in waiting), "2602.23556"])),
    )


def paper_template(catalogue: Catalogue) -> str:
    """A paper's file with every field, in words of this catalogue; it passes the checks as it stands."""
    parents = {topic.parent for topic in catalogue.topics}
    topics = [topic.id for topic in catalogue.topics if topic.id not in parents]
    venue = catalogue.venues[0].id if catalogue.venues else "icpe"
    return _PAPER.format(topics=", ".join(topics[:2]), venue=venue)


def list_template(catalogue: Catalogue) -> str:
    """A reading list to begin from; it passes the checks as it stands."""
    return _LIST.format(paper=catalogue.papers[0].slug if catalogue.papers else "2602.23556")


def _new_files(catalogue: Catalogue, edit_links: EditLinks) -> list[EditLink]:
    """Links to a new file of each kind that has one of its own."""
    name = layout.list_file("a-reading-list")
    return list(filter(None, [edit_links.new("Begin a reading list", name, list_template(catalogue))]))


def _files(edit_links: EditLinks) -> list[Mapping[str, object]]:
    """What stands in one file for all, with its link."""
    found = [
        (edit_links.file("Topics", layout.TOPICS), "their descriptions, and the rules that give them"),
        (edit_links.file("Venues", layout.VENUES), "their names, and the spellings by which they are known"),
        (
            edit_links.people("People", "Amy Example", "amy-example"),
            "spellings that are one author, and authors who share a name",
        ),
    ]
    return [{"edit": edit, "about": about} for edit, about in found if edit]


def _lines(text: str) -> Markup:
    """Text for a ``pre`` element, made inert line by line."""
    return Markup("\n").join(Markup("{}").format(line) for line in text.splitlines())
