"""Make the toy catalogue of the tests."""

import shutil
from datetime import date

from generator.curation.folder import read_settings
from generator.ingest.document_import import import_documents
from generator.pipeline.make_pages import make_pages
from tests.catalogues import add_theme
from tests.paths import TOYS

DOCUMENTS = ("first.atom.xml", "second.atom.xml", "journal.rss.xml")
LATER = date(2024, 6, 1)


def import_toys(root):
    """Make a folder with the toy catalogue, its documents imported, and the theme."""
    shutil.copytree(TOYS, root)
    add_theme(root)
    for name in DOCUMENTS:
        import_documents(root, read_settings(root).feeds, [root / "documents" / name], None, LATER)


def keep_results(root):
    """Keep the results of a first run in a catalogue without pages, so that further runs are quick."""
    make_pages(root)
    shutil.rmtree(root / "docs")
    (root / "docs").mkdir()
