"""Catalogues of three fields, from ``catalogue init DIR`` to the checked site.

They are made as a new maintainer makes them: operating systems from arXiv, biology from feeds of publishers,
and animals from arXiv, the feed of a journal and two records. The services are scripted, and have real
records.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import bibtexparser
import pytest

from generator.cli import main
from generator.ingest import fetch_context
from generator.ingest.feed_client import FeedClient
from generator.publish.pages.page_kinds import KINDS
from tests.catalogues import read_tree
from tests.ingest.fetch_world import HEADERS
from tests.paths import FEEDS, REPOSITORY
from tests.scripted_arxiv import FakeClock, ScriptedArxiv, read_corpus, serve_hosts

pytestmark = pytest.mark.slow

HOST = "feeds.example.org"
SOURCE = f"https://example.org/paper_catalogue-1.0-py3-none-any.whl#sha256={'0' * 64}"
PUBLISHERS = FEEDS / "publishers"
WHOLE_FEEDS = sorted(set(PUBLISHERS.glob("pub-*.xml")) - {PUBLISHERS / "pub-pubmed-efetch.xml"})

# What only arXiv has, and words of the shipped catalogue.
FOREIGN_WORDS = re.compile(
    rb"arxiv|\b(?:cs|math|q-bio)\.[A-Z]{2}\b|\bGPUs?\b|\bLLMs?\b(?!\.txt)|\bASPLOS\b|\bICPE\b|performance|>None<",
    re.IGNORECASE,
)

TOPICS = """\
new-species:
  title: New species
  description: Descriptions of species that were unknown until now, and of where they live.
  formerly: [first-topic]
  rules:
    phrases: {sp. nov.: 2, new species: 2}
    exclude: {corrigendum: 4}
"""
VENUES = """\
zool-j-linn-soc:
  short: Zool. J. Linn. Soc.
  title: Zoological Journal of the Linnean Society
  kind: journal
"""
HPEC = """\
hpec:
  short: HPEC
  title: IEEE High Performance Extreme Computing Conference
  kind: conference
"""
PEOPLE = """\
simone-brandao:
  name: Simone Brandão
  spellings: [S Brandão]
"""
OSTRACODS = "10.1093/zoolinnean/zlab078"
PAPER = """\
topics: [new-species]
summary: Counts the ostracods of the deep sea around Antarctica, most of which live nowhere else.
note: Start with *figure 3*.
venue: {id: zool-j-linn-soc, year: 2021}
links: {data: "https://data.example.org/ostracods"}
awards: [Best paper]
highlight: true
"""
WITHDRAWN = "status: withdrawn\n"
READING_LIST = """\
title: First steps
description: Papers to read first, in this order, with a reason for each.
papers:
  - {id: 10.1093/zoolinnean/zlab078, note: It shows how many species are still unknown.}
  - 10.1002/tax.12650
"""
BOOK = """\
record:
  title: The Origin of Toys
  authors: [Amy Example, {name: Bo Sample, affiliations: [Toy University]}]
  doi: 10.5555/toys.1859
  published: 1859-11-24
"""
REPORT = """\
record:
  title: A Report Without a DOI
  authors: [Amy Example]
  url: https://reports.example.org/7
  published: 2020-05-04
"""


@dataclass(frozen=True)
class NewCatalogue:
    """A new catalogue.

    Attributes:
        root: Its folder.
        command: Runs a command of the program in it, and requires success.
    """

    root: Path
    command: object

    def write(self, files):
        """Write curation files, by path below their folder."""
        for name, text in files.items():
            path = self.root / "data/curation" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")

    def build(self):
        """Check the data and build the site, which checks it, too."""
        for name in ("lint", "site"):
            result = self.command(name, "--root", self.root)
            assert result.returncode == 0, result.stdout + result.stderr
        return self

    @functools.cached_property
    def entries(self):
        """The fields and the type of each BibTeX entry."""
        library = bibtexparser.parse_string((self.root / "site/catalogue.bib").read_text("utf-8"))
        assert library.failed_blocks == []
        return [
            {"type": entry.entry_type, **{field.key: field.value for field in entry.fields}}
            for entry in library.entries
        ]


@pytest.fixture(scope="session", name="make_new")
def make_new_catalogue(tmp_path_factory, catalogue_command):
    """A function that makes a catalogue with ``init``, and fetches its papers from scripted services."""
    arxiv = ScriptedArxiv(read_corpus())
    arxiv.pages = {f"/{path.name}": (HEADERS, path.read_bytes()) for path in WHOLE_FEEDS}

    def build_client(*arguments, **options):
        client = FeedClient(*arguments, **options, clock=FakeClock())
        serve_hosts(client, arxiv, HOST)
        return client

    def make(title, *sources):
        root = tmp_path_factory.mktemp("new") / "catalogue"
        assert main(["init", str(root), "--title", title, "--source", SOURCE, *sources]) == 0
        assert main(["fetch", "--root", str(root)]) == 0
        return NewCatalogue(root, catalogue_command)

    with arxiv, pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch_context, "FeedClient", build_client)
        patch.setenv("CATALOGUE_ARXIV_ENDPOINT", arxiv.endpoint)
        yield make


@pytest.fixture(scope="session", name="systems")
def catalogue_of_operating_systems(make_new):
    new = make_new("Operating Systems Papers", "--arxiv", "cs.OS")
    new.write({"venues.yml": HPEC})
    return new.build()


@pytest.fixture(scope="session", name="biology")
def catalogue_of_biology(make_new):
    """From feeds of publishers: two documents, and all others by their URLs."""
    documents = [path for path in WHOLE_FEEDS if "ingenta" in path.name]
    urls = [f"https://{HOST}/{path.name}" for path in WHOLE_FEEDS if path not in documents]
    sources = [("--file", str(path)) for path in documents] + [("--feed", url) for url in urls]
    new = make_new("Biology Papers", *(argument for source in sources for argument in source))
    new.write(
        {
            "topics.yml": TOPICS, "venues.yml": VENUES, "people.yml": PEOPLE,
            "lists/first-steps.yml": READING_LIST,
            "papers/doi-10.1093-zoolinnean-zlab078-795ff98fc7ee6ffe.yml": PAPER,
            "papers/doi-10.1002-tax.12650.yml": WITHDRAWN,
        }
    )  # fmt: skip
    return new.build()


@pytest.fixture(scope="session", name="animals")
def catalogue_of_animals(make_new):
    new = make_new("Animals", "--arxiv", "cs.OS", "--feed", f"https://{HOST}/pub-oup.xml")
    new.write({"papers/doi-10.5555-toys.1859.yml": BOOK, "papers/url-7-97f2acba714c85cb.yml": REPORT})
    return new.build()


# --- citations -------------------------------------------------------------------------------------------

ARXIV = {"type": "misc", "archivePrefix": "arXiv", "eprinttype": "arXiv"}
OSTRACODS_JOURNAL = {
    "type": "article", "journal": "Zoological Journal of the Linnean Society", "volume": "194", "number": "1",
    "pages": "226--255", "year": "2021",
}  # fmt: skip
# For each catalogue, what the citations of five papers have: by DOI, or by title for papers without one.
CITATIONS = {
    "systems": {
        "10.1145/3341301.3359631": {
            **ARXIV,
            "title": "{SplitFS}: Reducing Software Overhead in File Systems for Persistent Memory",
            "author": "Rohan Kadekodi and Se Kwon Lee and Sanidhya Kashyap and Taesoo Kim and Aasheesh Kolli "
            "and Vijay Chidambaram",
            "year": "2019", "eprint": "1909.10123", "primaryClass": "cs.OS",
            "url": "https://arxiv.org/abs/1909.10123",
        },
        "Mitosis: Transparently Self-Replicating Page-Tables for Large-Memory Machines": {
            **ARXIV,
            "author": "Reto Achermann and Ashish Panwar and Abhishek Bhattacharjee and Timothy Roscoe and "
            "Jayneel Gandhi",
            "year": "2019", "eprint": "1910.05398", "primaryClass": "cs.OS",
        },
        "10.1109/HPEC.2018.8547577": {
            "type": "inproceedings", "year": "2018", "eprint": "1807.05308", "primaryClass": "cs.DC",
            "booktitle": "IEEE High Performance Extreme Computing Conference",
        },
        "10.1109/SISW.2007.7": {
            **ARXIV,
            "title": "{SAFIUS} - A secure and accountable filesystem over untrusted storage",
            "author": "V Sriram and Ganesh Narayan and K Gopinath", "year": "2008", "eprint": "0803.2365",
        },
        "10.5220/0005237600050014": {
            **ARXIV, "type": "inproceedings", "booktitle": "SENSORNETS",
            "author": "Kévin Roussel and Ye-Qiong Song and Olivier Zendra", "year": "2015",
        },
    },
    "biology": {
        OSTRACODS: {
            **OSTRACODS_JOURNAL,
            "title": "Macroecology of Southern Ocean benthic Ostracoda (Crustacea) from the continental "
            "margin and abyss",
            "author": "Simone Brandão and H Saeedi and A Brandt",
        },
        "10.1002/tax.12650": {
            "type": "article", "journal": "TAXON",
            "title": "Phylogenomic analysis confirms polyphyly of Leptospermum and delineates five major "
            "clades that warrant generic recognition",
            "author": "Rachel M. Binks and Margaret Heslewood and Peter G. Wilson and Margaret Byrne",
            "year": "2021",
        },
        "10.11609/jott.6679.13.13.20066-20071": {
            "type": "article", "journal": "Journal of Threatened Taxa", "volume": "13", "number": "13",
            "pages": "20066--20071", "year": "2021",
            "author": "Jahan Ahmed and Sorang Tadap and Millo Tasser and Koj Rinya and Nekibuddin Ahmed and "
            "Sunil Kyarong",
        },
        "10.11646/zootaxa.5061.2.1": {
            "type": "article", "journal": "Zootaxa", "volume": "5061", "number": "2", "pages": "201--248",
            "author": "DOUGLAS B. BOOHER", "year": "2021",
        },
        "Dispersal, not vicariance, explains the biogeographic origin of iguanas on Madagascar": {
            "type": "article", "journal": "Molecular Phylogenetics and Evolution", "volume": "167",
            "author": "Rachel S. Welt and Christopher J. Raxworthy", "year": "2022",
            "url": "https://www.sciencedirect.com/science/article/pii/S1055790321002785",
        },
    },
    "animals": {
        "10.1007/978-3-030-22496-7_9": {
            **ARXIV, "type": "inproceedings", "booktitle": "DAIS",
            "author": "Julien Amacher and Valerio Schiavoni", "year": "2019",
        },
        OSTRACODS: {
            **OSTRACODS_JOURNAL, "author": "S Brandão and H Saeedi and A Brandt", "eprint": None,
        },
        "10.5555/toys.1859": {
            "type": "misc", "title": "The Origin of Toys", "author": "Amy Example and Bo Sample",
            "year": "1859", "url": "https://doi.org/10.5555/toys.1859", "eprint": None,
        },
        "A Report Without a {DOI}": {
            "author": "Amy Example", "year": "2020", "url": "https://reports.example.org/7", "doi": None,
        },
        "Sharp utilization thresholds for some real-time scheduling problems": {
            **ARXIV, "author": "Sathish Gopalakrishnan", "year": "2009", "eprint": "0912.3852",
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("field", CITATIONS)
def test_the_citations_of_five_papers_are_right(field, request):
    entries = request.getfixturevalue(field).entries
    citations = {entry.get("doi", entry["title"]): entry for entry in entries}
    expected = CITATIONS[field]

    assert len(expected) == 5
    assert {
        paper: {name: citations[paper].get(name) for name in fields} for paper, fields in expected.items()
    } == expected


@pytest.mark.parametrize(("field", "count"), [("systems", 44), ("biology", 258), ("animals", 44 + 14 + 2)])
def test_every_paper_has_a_page_and_a_citation(field, count, request):
    new = request.getfixturevalue(field)
    pages = [path for path in (new.root / "site/papers").iterdir() if (path / "index.html").is_file()]

    assert len(pages) == len(new.entries) == count


# --- words -----------------------------------------------------------------------------------------------


def test_a_catalogue_without_arxiv_has_all_kinds_of_pages(biology):
    docs = {path.relative_to(biology.root / "docs").as_posix() for path in biology.root.glob("docs/**/*.md")}

    assert {kind.page for kind in KINDS} <= docs
    assert {
        "authors/simone-brandao.md", "lists/first-steps.md", "topics/first-topic.md", "topics/new-species.md",
        "venues/zool-j-linn-soc.md", "years/2021.md",
    } <= docs  # fmt: skip


def test_nothing_on_the_site_of_another_field_is_about_arxiv_or_the_shipped_catalogue(biology):
    """Except in the files of the theme, whose scripts recognise ids of arXiv."""
    found = {
        f"{name}: {match[0].decode()}"
        for name, content in read_tree(biology.root / "site").items()
        if not name.startswith(("assets/", "sitemap.xml.gz"))
        for match in FOREIGN_WORDS.finditer(content)
    }

    assert found == set()


def test_a_catalogue_with_arxiv_thanks_it(systems, animals, biology):
    pages = [(new.root / "site/about/index.html").read_text("utf-8") for new in (systems, animals, biology)]

    assert ["Thank you to arXiv" in page for page in pages] == [True, True, False]


def test_only_these_messages_are_about_arxiv():
    """Each of them is shown only for papers of arXiv, or if there are such papers."""
    messages = (REPOSITORY / "generator/translation/languages/messages.pot").read_text("utf-8")
    texts = [
        "".join(re.findall(r'"(.*)"', block)) for block in re.findall(r"msgid ((?:\".*\"\n)+)", messages)
    ]

    # Papers are submitted to arXiv; those of journals are published.
    words = re.compile("arxiv|submitted|submission", re.IGNORECASE)
    assert sorted(text.partition(".")[0] for text in texts if words.search(text)) == [
        "Primary categories, as chosen by the authors on arXiv",
        "Thank you to arXiv for use of its open access interoperability",
        "The administrators of arXiv have withdrawn this paper",
        "The administrators of arXiv have withdrawn this paper: %(comment)s",
        "The paper with the arXiv id %(id)s has the page %(address)s",
        "Withdrawn by the administrators of arXiv",
        "Withdrawn by the administrators of arXiv, first seen on %(day)s",
    ]
