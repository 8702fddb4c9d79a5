"""Pages from templates: text of any kind is shown as text, in Markdown and in front matter."""

import json
import re
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound, UndefinedError
from lxml import etree
from markdown import markdown
from mkdocs.utils import meta

from generator import tex
from generator.model.curation_values import Topic
from generator.model.text import clean_line
from generator.publish.page_templates import escape_html, render_template
from generator.publish.pages.all_pages import make_all_pages
from generator.publish.pages.paper_page import make_paper_page
from generator.publish.prepare_site import prepare_site
from tests.builders import make_authors, make_catalogue, make_paper
from tests.properties import limit_examples
from tests.publish.hostile import PAYLOADS, Reader, is_harmless, make_hostile_catalogue
from tests.tables import for_each_row

# MkDocs' own extensions, and those of mkdocs.yml.
EXTENSIONS = ["toc", "tables", "fenced_code", "attr_list", "def_list"]
XML = (".opml", ".svg", ".xml")
TEXT = st.text(max_size=40) | st.text(st.sampled_from("<>&\"'()[]{}!#*_`~|:-+=.1 \nab/@^"), max_size=40)


def split_page(page):
    """The front matter of a page as MkDocs reads it, and its body as a browser does."""
    body, front_matter = meta.get_data(page.text)
    return front_matter, Reader(markdown(body, extensions=EXTENSIONS))


def make_page_of(text):
    site = prepare_site(make_hostile_catalogue(text))
    return make_paper_page(site.catalogue.papers[0], site)


def list_elements(body):
    """The elements of a body but for the curator's note, which is Markdown, with the names of attributes.

    Texts that are written from right to left have an element or an attribute more.
    """
    elements = [
        (tag, sorted(set(attributes) - {"dir"}), attributes.get("class"))
        for tag, attributes in body.elements
        if tag != "bdi"
    ]
    tags = [tag for tag, _, _ in elements]
    start = tags.index("blockquote")
    return elements[:start] + elements[tags.index("h2", start) :]


@cache
def list_usual_elements():
    return list_elements(split_page(make_page_of("xy"))[1])


def list_sparse_catalogues():
    """Catalogues without papers, with papers of which only title and link are known, and with usual ones."""
    topics = (Topic("toys", "Toys", "What toys are made of."),)
    title_only = make_paper(
        "url:https://a.example/toys",
        **dict.fromkeys(("version", "abstract", "primary_category", "published", "updated", "first_seen")),
        authors=(),
        categories=(),
        url="https://a.example/toys",
    )
    for papers in ((), (title_only,), (make_paper(), title_only)):
        yield make_catalogue(*papers)
        yield make_catalogue(*papers, topics=topics)
        yield make_catalogue(*papers, topics=topics, assignments={paper.id: ["toys"] for paper in papers})


def test_attributes_follow_the_text_that_they_belong_to():
    """Markdown shows those that follow an empty line as text."""
    for catalogue in list_sparse_catalogues():
        for page in make_all_pages(catalogue):
            assert not re.search(r"^\s*\n{: .*", page.text, re.MULTILINE), page.path


@given(TEXT)
@limit_examples(40)
@example("{: onclick=alert(1) }")
@example("<b>")
@example("דוד")
def test_no_text_changes_the_elements_of_a_papers_page(text):
    title = clean_line(f"x{text}y")
    assume(all(segment.kind is tex.Kind.TEXT for segment in tex.split_formulas(title)))  # others are MathML
    _, body = split_page(make_page_of(title))

    assert list_elements(body) == list_usual_elements()
    assert body.text["h1"].strip() == tex.to_text(title)


def test_a_first_author_whose_name_is_a_formula_stays_in_the_paragraph_of_authors():
    site = prepare_site(make_catalogue(make_paper(authors=make_authors("$x<y$", "Bo Sample"))))
    _, body = split_page(make_paper_page(site.catalogue.papers[0], site))
    (names,) = [attributes for tag, attributes in body.elements[:2] if tag == "p"]

    assert names["class"] == "paper-authors"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_page_runs_or_loads_what_somebody_wrote(payload):
    pages = [page for page in make_all_pages(make_hostile_catalogue(payload)) if page.path.endswith(".md")]
    for page in pages:
        front_matter, body = split_page(page)

        assert is_harmless(body), page.path
        assert body.elements[0][0] == "h1"
        assert front_matter["hide"][0] == "navigation"
        assert front_matter["template"] in {"paper.html", "list.html", "map.html"}
        assert not {"<", ">", '"'} & set(front_matter.get("title", "") + front_matter["description"])


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_files_keep_their_format_whatever_somebody_wrote(payload):
    texts = {page.path: page.text for page in make_all_pages(make_hostile_catalogue(payload))}
    trees = {path: etree.fromstring(text.encode()) for path, text in texts.items() if path.endswith(XML)}
    names = {etree.QName(element).localname for tree in trees.values() for element in tree.iter()}

    assert {"feeds.opml", "map/map.svg", "weeks/feed.xml"} <= trees.keys()
    assert not names & {"script", "image", "img"}
    assert all(json.loads(text) for path, text in texts.items() if path.endswith(".json"))


def test_a_page_has_no_two_empty_lines_in_a_row_and_ends_in_one_newline():
    for page in make_all_pages(make_hostile_catalogue("a")):
        if page.path.endswith(".md"):
            assert "\n\n\n" not in page.text
            assert page.text.endswith("\n")
            assert not page.text.endswith("\n\n")


def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError):
        render_template("years", {})
    with pytest.raises(TemplateNotFound):
        render_template("missing", {})


@for_each_row(
    "template",
    [path for path in (files("generator.publish") / "templates").iterdir() if path.name.endswith(".j2")],
)
def test_templates_escape_attributes_as_html(template):
    values = re.findall(r'="[^"{}\n]*\{\{(.*?)\}\}', template.read_text("utf-8"))

    assert [value for value in values if not value.rstrip().endswith("| html")] == []


@limit_examples(50)
@given(st.text())
def test_escaped_html_is_text_in_an_attribute(text):
    assert not {"<", ">", '"'} & set(escape_html(text))
    assert Reader(f'<a title="{escape_html(text)}">').elements[0][1].keys() == {"title"}
