"""Records of the same field as this repository's catalogue, which evaluations make a larger catalogue of."""

import gzip
from datetime import date

from lxml import etree

from generator.ingest.arxiv_atom import parse_answer
from generator.ingest.observations import from_entry
from tests.paths import FEEDS

CORPUS = FEEDS / "corpus/cs.PF.atom.xml.gz"
DAY = date(2026, 11, 29)


def read_corpus():
    """Return the stored papers of the corpus of the tests, by id."""
    document = parse_answer(etree.fromstring(gzip.decompress(CORPUS.read_bytes())), CORPUS.name, DAY)
    return {entry.id: from_entry(entry, DAY) for entry in document.entries}
