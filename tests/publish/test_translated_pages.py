"""Pages in another language: each word that a reader sees is translated, or belongs to the data."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from markdown import markdown
from mkdocs.utils import meta

from generator.derive.classify import classify
from generator.derive.work_queue import build_work_queue
from generator.model.curation_values import Link, LinkKind, Person, Phrase, Topic
from generator.model.papers import PaperAuthor, Repository
from generator.publish.pages.all_pages import make_all_pages
from generator.translation import message_files
from generator.translation.messages import use_language
from tests.builders import make_authors, make_catalogue, make_paper, relate_papers
from tests.publish.hostile import make_hostile_catalogue
from tests.translation.pseudo_language import LANGUAGE, find_english, write_pseudo_language

EXTENSIONS = ["toc", "tables", "fenced_code", "attr_list", "def_list"]
REPOSITORY = Repository("https://github.com/someone/their-papers", "main")
DATA = "数据"
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")


class VisibleText(HTMLParser):
    """The texts of a page that readers see or hear, without code."""

    def __init__(self, html):
        super().__init__()
        self.texts = []
        self._code = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._code += tag in ("pre", "code", "script")
        self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag):
        self._code -= tag in ("pre", "code", "script")

    def handle_data(self, data):
        if not self._code:
            self.texts.append(data)


def list_texts(page):
    body, front_matter = meta.get_data(page.text)
    texts = VisibleText(markdown(body, extensions=EXTENSIONS)).texts
    texts += [front_matter["title"], front_matter.get("description", "")]
    texts += [front_matter["edit"]["label"]] if "edit" in front_matter else []
    neighbours = front_matter.get("neighbours", {})
    return texts + [part if isinstance(part, str) else part["label"] for part in neighbours.values()]


@pytest.fixture(autouse=True)
def _pseudo_language(tmp_path, monkeypatch):
    write_pseudo_language(tmp_path)
    monkeypatch.setattr(message_files, "FOLDER", tmp_path)


def find_english_by_page(catalogue, repository=REPOSITORY):
    catalogue = replace(catalogue, settings=replace(catalogue.settings, title=DATA, description=DATA))
    with use_language(LANGUAGE):
        pages = [page for page in make_all_pages(catalogue, repository) if page.path.endswith(".md")]
        texts = {page.path: list_texts(page) for page in pages}
    assert len(pages) > 10
    return {path: english for path, of_page in texts.items() if (english := find_english(of_page))}


@pytest.mark.parametrize("repository", [REPOSITORY, None], ids=["with-editor", "without-editor"])
def test_all_words_of_all_kinds_of_pages_are_translated(repository):
    assert find_english_by_page(make_hostile_catalogue(DATA), repository) == {}


@pytest.mark.slow
def test_words_of_long_lists_and_of_former_addresses_are_translated():
    """Lists in parts by year, month and number; authors by letter; redirects; people; unfinished papers."""
    names = [f"{DATA}{chr(0x4E00 + number)}" for number in range(320)]
    papers = [
        make_paper(
            f"26{month:02}.{number:05}",
            title=DATA,
            abstract=None,
            authors=make_authors(*names[number % 300 :][:20], *names[:5]),
            published=datetime(2026, month, 1, tzinfo=UTC) if month < 3 else None,
        )
        for month, count in ((1, 210), (2, 5), (3, 1))
        for number in range(1, count + 1)
    ]
    many = tuple(PaperAuthor(f"{DATA}{number}", (f"{DATA}{number}",)) for number in range(25))
    papers[0] = replace(papers[0], authors=many, former_ids=("2512.00001",))
    papers[1] = replace(
        papers[1], links=tuple(Link(kind, f"https://a.example/{kind}", "curation") for kind in LinkKind)
    )
    assignments = {paper.id: ["area", "topic"] for paper in papers[2:]}
    catalogue = replace(
        make_catalogue(
            *papers,
            topics=(
                Topic("area", DATA, DATA, former_ids=("was",)),
                Topic("topic", DATA, DATA, parent="area"),
            ),
            assignments=assignments,
        ),
        people=(Person("one", names[0], (names[1],), former_ids=("was",)), Person("two", names[2])),
    )

    assert find_english_by_page(catalogue) == {}


def test_reasons_are_translated():
    topics = (Topic("t", DATA, DATA, phrases=(Phrase("缓存", 1.0),), categories={"cs.PF": 1.0}),)
    paper = make_paper(title="缓存", abstract="缓存", first_seen=None)
    others = [
        make_paper(f"2602.0000{number}", title=title, abstract=title)
        for number, title in ((2, "缓存"), (3, "别的"))
    ]
    with use_language(LANGUAGE):
        assignments = classify([paper, make_paper("2602.00009", curated_topics=("t",))], topics)
        relations = relate_papers((paper, *others), {}, ())
        catalogue = replace(make_catalogue(paper, *others, topics=topics), assignments=assignments)
        queue = build_work_queue(catalogue, len(catalogue.papers))

    reasons = [assignment.reason for found in assignments.values() for assignment in found]
    reasons += [relation.reason for found in relations.values() for relation in found]
    reasons += [reason for candidate in queue for reason in candidate.reasons]
    assert len(reasons) > 5
    assert find_english(re.sub(r"Amy Example|Bo Sample", "", reason) for reason in reasons) == []


def test_an_english_word_is_found():
    assert find_english(["⟦Ƥȧƥḗřş⟧ 3 May 2026, cs.PF", "数据 and 数据"]) == ["数据 and 数据"]
