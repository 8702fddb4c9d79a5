"""The page for contributors: how to help, a file to start with, and the papers that need a curator most."""

from collections.abc import Iterator, Mapping

from generator.derive.new_files import EXAMPLE_PAPER, build_list_template, build_paper_template
from generator.derive.work_queue import build_work_queue
from generator.model import layout
from generator.model.papers import Catalogue, Page
from generator.publish import paths
from generator.publish.edit_links import EditLink, EditLinks
from generator.publish.pages.page_kind import PageKind
from generator.publish.site_data import SiteData
from generator.translation.messages import _

MAX_CANDIDATES = 24  # papers on the page; each that is curated makes room for another


def make_contribute_page(site: SiteData) -> Iterator[Page]:
    """Make the page."""
    catalogue, edit_links = site.catalogue, site.edit_links
    queue = build_work_queue(catalogue, MAX_CANDIDATES)
    yield site.render_page(
        "contribute",
        paths.CONTRIBUTE,
        _("Contribute"),
        _("How to contribute to %(catalogue)s.", catalogue=catalogue.settings.title),
        template_file=build_paper_template(catalogue),
        new_files=_link_new_files(catalogue, edit_links),
        files=_link_files(edit_links),
        can_edit=edit_links.repository is not None,
        forms_url=edit_links.build_forms_url(),
        areas=site.areas,
        waiting=[
            {
                "paper": candidate.paper,
                "reasons": "; ".join(candidate.reasons),
                "edit": edit_links.link_paper(candidate.paper),
            }
            for candidate in queue[:MAX_CANDIDATES]
        ],
        more=max(0, len(queue) - MAX_CANDIDATES),
        example=next(iter([*(candidate.paper.slug for candidate in queue), EXAMPLE_PAPER])),
    )


def _link_new_files(catalogue: Catalogue, edit_links: EditLinks) -> list[EditLink]:
    """Link new files, except those of papers."""
    name = layout.build_list_path("a-reading-list")
    return list(
        filter(
            None, [edit_links.link_new_file(_("Start a reading list"), name, build_list_template(catalogue))]
        )
    )


def _link_files(edit_links: EditLinks) -> list[Mapping[str, object]]:
    """Link the files that have all topics, venues and people, with a description of each."""
    links = [
        (edit_links.link_file(_("Topics"), layout.TOPICS), _("descriptions, and the rules that assign them")),
        (
            edit_links.link_file(_("Venues"), layout.VENUES),
            _("names, and their spellings in references"),
        ),
        (
            edit_links.link_people(_("People"), "Amy Example", "amy-example"),
            _("spellings of one author, and authors who share a name"),
        ),
    ]
    return [{"edit": edit, "about": about} for edit, about in links if edit]


KIND = PageKind(paths.CONTRIBUTE, make_contribute_page)
