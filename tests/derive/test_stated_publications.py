"""The type of a publication follows from the name of its container."""

from generator.derive.stated_publications import build_stated_publication
from generator.model.entries import Entry
from tests.tables import for_each_row

PREPRINT_SERVERS = [
    "arXiv", "bioRxiv", "medRxiv", "ChemRxiv", "EarthArXiv", "engrXiv", "PsyArXiv", "SocArXiv", "TechRxiv",
    "Research Square", "SSRN", "SSRN Electronic Journal", "Preprints.org", "OSF Preprints",
]  # fmt: skip
EVENTS = ["Conference", "Symposium", "Workshop", "Workshops", "Congress", "Colloquium", "Meeting"]
SERIALS = [
    "Journal", "Letters", "Transactions", "Magazine", "Review", "Conference Series", "Conference Proceedings",
    "Workshop Series", "Workshop Proceedings",
]  # fmt: skip


def find_type(container):
    return build_stated_publication(Entry("doi:10.5555/1", None, "T", container=container), "feed").type


@for_each_row("name", PREPRINT_SERVERS)
def test_a_preprint_server_publishes_nothing(name):
    assert find_type(name) == find_type(name.upper()) == "posted-content"
    assert find_type(f"{name} Toys") == "journal-article"


@for_each_row("word", EVENTS)
def test_the_container_of_an_event_is_its_proceedings(word):
    assert find_type(f"2026 {word} on Toys") == "proceedings-article"


@for_each_row("words", SERIALS)
def test_a_serial_with_papers_of_events_is_a_journal(words):
    assert find_type(f"Meeting Toys {words}") == "journal-article"
