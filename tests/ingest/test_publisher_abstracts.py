"""The abstract is found in a publisher's description."""

from generator.ingest import publisher_abstracts
from tests.tables import for_each_row

LONG = "We study caches. " * 30
# The paragraphs of several descriptions, the best one first, and the abstract.
DESCRIPTIONS = [
    ([("Abstract", "A.", "B.")], "A.\nB."),
    ([("J Gen Virol. 2021 Dec;102(12).", "ABSTRACT", "A.", "PMID:3 | DOI:10.1/x")], "A."),
    ([("TAXON, EarlyView.", "SUMMARY", "A.")], "A."),
    ([("Abstract: A.",)], "A."),
    ([("Abstract—A.",)], "A."),
    ([("Abstract-based methods win.",)], "Abstract-based methods win."),
    ([("TAXON, EarlyView.",), ("A.",)], "A."),
    ([("ACM Transactions on X, Volume 20, Issue 1, Page 1-25, March 2022. We show it.",)], "We show it."),
    ([("Volume 56, Issue 3, December 2021, Page 163-175. .",)], None),
    ([("Source: none is given here.",)], "Source: none is given here."),
    ([("NO ABSTRACT",), ("No abstract available.",), ("N/A",), ("…",), ()], None),
    ([("urn:lsid:zoobank.org:pub:AC - Registered by Delaunay, Lionel on Nov  4 2021",)], None),
    ([(LONG, "Summary:", "Caches are fast.")], f"{LONG}\nSummary:\nCaches are fast."),
    ([("One.", "Two.", "Three.", "Abstract", "Four.")], "One.\nTwo.\nThree.\nAbstract\nFour."),
]


@for_each_row(("texts", "expected"), DESCRIPTIONS)
def test_the_abstract_is_found_among_other_text(texts, expected):
    assert publisher_abstracts.find_abstract(texts) == expected
