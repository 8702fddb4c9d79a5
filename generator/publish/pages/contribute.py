"""The page that says how to help, with a file to begin from and the papers that need a curator most."""

from collections.abc import Iterator, Mapping

from generator.curation import layout
from generator.derive.new_files import build_list_template, build_paper_template
from generator.derive.work_queue import build_work_queue
from generator.model.papers import Catalogue, Page
from generator.publish import paths
from generator.publish.edit_links import EditLink, EditLinks
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData

MOST_CANDIDATES = 24  # papers that the page asks curators for; after these, more come


def make_contribute_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    catalogue, edit_links = site.catalogue, site.edit_links
    waiting = build_work_queue(catalogue)
    yield site.render_page(
        "contribute",
        paths.CONTRIBUTE,
        "Contribute",
        f"How to add to {catalogue.settings.title}.",
        template_file=build_paper_template(catalogue),
        new_files=_new_files(catalogue, edit_links),
        files=_files(edit_links),
        can_edit=edit_links.repository is not None,
        areas=site.areas,
        waiting=[
            {
                "paper": candidate.paper,
                "reasons": "; ".join(candidate.reasons),
                "edit": edit_links.link_paper(candidate.paper),
            }
            for candidate in waiting[:MOST_CANDIDATES]
        ],
        more=max(0, len(waiting) - MOST_CANDIDATES),
        example=next(iter([*(candidate.paper.slug for candidate in waiting), "2602.23556"])),
    )


def _new_files(catalogue: Catalogue, edit_links: EditLinks) -> list[EditLink]:
    """Links to a new file of each kind that has one of its own."""
    name = layout.build_list_path("a-reading-list")
    return list(
        filter(None, [edit_links.link_new_file("Begin a reading list", name, build_list_template(catalogue))])
    )


def _files(edit_links: EditLinks) -> list[Mapping[str, object]]:
    """What stands in one file for all, with its link."""
    found = [
        (edit_links.link_file("Topics", layout.TOPICS), "their descriptions, and the rules that give them"),
        (
            edit_links.link_file("Venues", layout.VENUES),
            "their names, and the spellings by which they are known",
        ),
        (
            edit_links.link_people("People", "Amy Example", "amy-example"),
            "spellings that are one author, and authors who share a name",
        ),
    ]
    return [{"edit": edit, "about": about} for edit, about in found if edit]


KIND = PageKind(paths.CONTRIBUTE, make_contribute_page)
