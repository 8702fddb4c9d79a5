"""Links to the editor: their targets, and drafts of new files, which pass the checks."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from generator.curation.checks import SUMMARY_TEMPLATE
from generator.curation.folder import read_files
from generator.curation.read import read_curation
from generator.derive.assemble import assemble
from generator.derive.new_files import build_list_template, build_paper_template
from generator.model.curation_values import (
    Appearance,
    Link,
    LinkKind,
    ListEntry,
    Person,
    ReadingList,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.layout import PEOPLE, TOPICS, build_list_path, build_paper_path
from generator.model.papers import PaperAuthor, Repository
from generator.model.text import clean_line
from generator.pipeline.read_data import read_data
from generator.publish.edit_links import (
    MAX_LENGTH_ON_PAPER,
    build_edit_links,
    build_edit_url,
    build_new_file_url,
)
from generator.publish.pages.all_pages import make_all_pages
from tests.builders import make_authors, make_catalogue, make_paper
from tests.curation.test_read import GOOD, SLUGS
from tests.properties import limit_examples

FORK = Repository("https://github.com/someone/their-papers", "main")
A, B = "2602.00001", "2602.00002"
CACHES = Topic("caches", "Caches", "Small memories that are fast because they are small.")
TEXT = st.text(max_size=60) | st.text(st.sampled_from("a \n#:'\"{}[]-|>%&*!\u2028漢\u0301\x07"), max_size=60)

ADDRESSES = {
    (FORK, "data/curation/topics.yml"): f"{FORK.url}/edit/main/data/curation/topics.yml",
    (Repository(FORK.url, "next/one two"), "a b#c.yml"): f"{FORK.url}/edit/next/one%20two/a%20b%23c.yml",
}

# A page, and the file that its link leads to.
EDITED = {
    f"papers/{A}.md": f"edit/main/data/curation/papers/{A}.yml",
    "topics/index.md": "edit/main/data/curation/topics.yml",
    "topics/caches.md": "edit/main/data/curation/topics.yml",
    "venues/index.md": "edit/main/data/curation/venues.yml",
    "authors/amy-example.md": "edit/main/data/curation/people.yml",
    "lists/first-steps.md": "edit/main/data/curation/lists/first-steps.yml",
}


@pytest.fixture(scope="module", name="shipped")
def shipped_catalogue(shipped_data):
    """Return the catalogue in this repository, the bytes of its curation files, and its papers by slug."""
    catalogue = assemble(*read_data(shipped_data.parent))
    return catalogue, read_files(shipped_data), {paper.slug: paper.id for paper in catalogue.papers}


def read_new_file(url):
    """Return the path and the text of the file that a link to the page for new files creates."""
    asked = parse_qs(urlsplit(url).query, strict_parsing=True)
    return asked["filename"][0], asked["value"][0]


def find_problems(catalogue, url):
    """Return the problems of a small catalogue with the file that a link creates."""
    name, text = read_new_file(url)
    contents = {**{name: content.encode() for name, content in GOOD.items() if "/papers/" not in name}}
    contents = {key: content for key, content in contents.items() if "/lists/" not in key}
    slugs = {paper.slug: paper.id for paper in catalogue.papers}
    return [str(problem) for problem in read_curation({**contents, name: text.encode()}, slugs)[1]]


def get_edit_url(page):
    """Return the link to the editor in the front matter of a page."""
    _, front_matter = meta.get_data(page.text)
    return front_matter.get("edit", {}).get("url")


def make_files(repository=FORK):
    curated = make_paper(A, curation_path=f"data/curation/papers/{A}.yml")
    catalogue = replace(
        make_catalogue(curated, make_paper(B), topics=(CACHES,), assignments={A: ["caches"]}),
        lists=(ReadingList("first-steps", "First steps", "Where to begin.", (ListEntry(B),)),),
        people=(Person("amy-example", "Amy Example"),),
    )
    return {page.path: page for page in make_all_pages(catalogue, repository)}


@pytest.mark.parametrize(("arguments", "expected"), ADDRESSES.items())
def test_a_file_is_edited_on_its_branch(arguments, expected):
    assert build_edit_url(*arguments) == expected


@pytest.mark.parametrize(("path", "expected"), EDITED.items())
def test_a_page_links_its_file(path, expected):
    assert f"{FORK.url}/{expected}" == get_edit_url(make_files()[path])


def test_a_paper_without_file_links_a_new_one():
    name, text = read_new_file(get_edit_url(make_files()[f"papers/{B}.md"]))

    assert name == f"data/curation/papers/{B}.yml"
    assert "# Title: A title\n" in text


def test_pages_link_no_editor_without_a_repository_and_explain_how_to_edit_a_copy():
    site = make_files(repository=None)

    assert [path for path, page in site.items() if get_edit_url(page) or "/new/" in page.text] == []
    assert f"catalogue new {B}" in site["contribute.md"].text


def test_only_the_repository_of_the_catalogue_is_linked_for_editing():
    links = re.findall(
        r"github\.com/[^/\s\"]+/[^/\s\"]+", "".join(page.text for page in make_files().values())
    )

    assert set(links) == {"github.com/someone/their-papers"}


def test_every_draft_of_the_shipped_catalogue_is_short_enough_and_passes_the_checks(shipped):
    catalogue, contents, slugs = shipped
    links = build_edit_links(catalogue, FORK)
    drafts = {
        paper.id: links.link_paper(paper).url for paper in catalogue.papers if paper.curation_path is None
    }
    new_files = dict(map(read_new_file, drafts.values()))

    assert [paper for paper, url in drafts.items() if len(url) > MAX_LENGTH_ON_PAPER] == []
    assert sorted(new_files) == sorted(map(build_paper_path, drafts))
    texts = {name: text.encode() for name, text in new_files.items()}
    assert read_curation({**contents, **texts}, slugs)[1] == ()


def test_the_templates_of_the_shipped_catalogue_pass_the_checks(shipped):
    catalogue, contents, slugs = shipped
    waiting = next(paper.id for paper in catalogue.papers if paper.curation_path is None)
    texts = {
        build_paper_path(waiting): build_paper_template(catalogue).encode(),
        build_list_path("a-reading-list"): build_list_template(catalogue).encode(),
    }

    (left,) = read_curation({**contents, **texts}, slugs)[1]
    assert left.message == "summary must be in your own words, got the template"
    name, text = next(iter(texts.items()))
    texts[name] = text.replace(SUMMARY_TEMPLATE.encode(), b"Measures how fast it is.")
    assert read_curation({**contents, **texts}, slugs)[1] == ()


def test_a_new_file_of_people_passes_the_checks_for_every_name():
    names = ("Amy Example", "李 明", "Eve O'Neil: #1 {x}", "Index", "X", "Ann deadbeef", "a" * 300)
    papers = [make_paper(paper_id, authors=make_authors(*names)) for paper_id in (A, B)]
    catalogue = make_catalogue(*papers)
    author_pages = [
        page
        for page in make_all_pages(catalogue, FORK)
        if re.match(r"authors/(?!index\.md).*\.md", page.path)
    ]

    assert len(author_pages) == len(names)
    for page in author_pages:
        assert read_new_file(get_edit_url(page))[0] == PEOPLE
        assert find_problems(catalogue, get_edit_url(page)) == []


LONG_PAPERS = {
    "title": make_paper(title="漢" * 5_000),
    "authors": make_paper(authors=tuple(PaperAuthor("漢" * 90) for _ in range(50))),
    "links": make_paper(
        links=tuple(
            Link(LinkKind.CODE, f"https://code.example/{number}{'%41' * 120}", "abstract")
            for number in range(40)
        )
    ),
}


@pytest.mark.parametrize("paper", LONG_PAPERS.values(), ids=LONG_PAPERS)
def test_a_draft_that_is_too_long_is_shortened_and_still_passes_the_checks(paper):
    catalogue = make_catalogue(paper, topics=(CACHES,))
    url = build_edit_links(catalogue, FORK).link_paper(paper).url

    assert len(url) <= MAX_LENGTH_ON_PAPER
    assert find_problems(catalogue, url) == []


def test_a_draft_that_is_too_long_loses_long_comments_and_keeps_its_fields():
    text = f"# modeline\n# {'漢' * 900}\n# short\ntopics:  # {'漢' * 100}\n  - caches\n# - storage\n"
    url = build_new_file_url(FORK, "data/curation/papers/x.yml", text)

    assert read_new_file(url)[1] == "# modeline\n# short\ntopics:\n  - caches\n# - storage\n"


@limit_examples(40)
@given(TEXT.map(clean_line).filter(bool), TEXT.map(clean_line).filter(bool))
def test_a_draft_with_any_text_passes_the_checks(title, name):
    paper = make_paper(title=title, authors=make_authors(name), url=None)
    catalogue = make_catalogue(paper, topics=(CACHES,))

    assert find_problems(catalogue, build_edit_links(catalogue, FORK).link_paper(paper).url) == []


def test_the_contribute_page_lists_papers_that_need_a_curator_with_reasons():
    text = make_files()["contribute.md"].text
    waiting = text[text.index("## Papers that need a curator") :]

    assert f"{B}: no topic; in the reading list “First steps”" in waiting
    assert "new/main?filename" in waiting


# --- topics that were renamed or removed -----------------------------------------------------------------


def make_redirects(*topics):
    site = {page.path: page.text for page in make_all_pages(make_catalogue(topics=topics))}
    return {path: text for path, text in site.items() if "template: redirect.html" in text}


def test_a_former_id_of_a_topic_redirects_to_it():
    redirects = make_redirects(replace(CACHES, former_ids=("memory", "quick-memory")))

    assert list(redirects) == ["topics/memory.md", "topics/quick-memory.md"]
    for text in redirects.values():
        assert "redirect_to: topics/caches/" in text
        assert "[Caches](caches.md)" in text


def test_a_former_id_that_is_in_use_again_is_no_redirect():
    assert make_redirects(replace(CACHES, former_ids=("memory",)), replace(CACHES, id="memory")) == {}


def test_a_former_id_of_a_venue_redirects_to_it():
    wot = Venue("wot", "WoT", "Workshop on Toys", VenueKind.WORKSHOP, former_ids=("workshop-on-toys",))
    unused = replace(wot, id="dolls", former_ids=("workshop-on-dolls",))
    paper = make_paper(appearance=Appearance("wot", 2026))
    site = {page.path: page.text for page in make_all_pages(make_catalogue(paper, venues=(wot, unused)))}

    assert "redirect_to: venues/wot/" in site["venues/workshop-on-toys.md"]
    assert "venues/workshop-on-dolls.md" not in site


def test_a_removed_topic_is_reported_at_each_of_its_uses():
    contents = {name: text.encode() for name, text in GOOD.items()}
    without = GOOD[TOPICS].replace("caches:", "stores:")
    users = {f"data/curation/papers/{paper}.yml": b"topics: [caches]\n" for paper in (A, B)}
    problems = read_curation({**contents, **users, TOPICS: without.encode()}, {**SLUGS, B: B})[1]
    missed = [(problem.path, problem.line) for problem in problems if "topic must be" in problem.message]

    assert missed == [(name, 1) for name in users]


def test_a_use_of_a_former_id_is_reported_with_the_new_one():
    contents = {name: text.encode() for name, text in GOOD.items()}
    contents[build_paper_path(A)] = b"topics: [memory]\n"
    (problem,) = read_curation(contents, SLUGS)[1]

    assert (problem.line, problem.hint) == (1, "it was renamed to 'caches'")


def test_two_topics_cannot_have_the_same_former_id():
    text = GOOD[TOPICS].replace("parts can be.\n", "parts can be.\n  formerly: [memory]\n", 1)
    contents = {name: content.encode() for name, content in {**GOOD, TOPICS: text}.items()}
    problems = read_curation(contents, SLUGS)[1]

    assert [problem.message for problem in problems] == [
        "a former id must belong to one topic, and 'machines' has 'memory', too"
    ]


@pytest.mark.slow
def test_a_former_address_of_the_built_site_redirects(toys, catalogue_command):
    topics = toys / "data/curation/topics.yml"
    first = re.search(r"^([a-z-]+):\n", topics.read_text(), re.MULTILINE)[1]
    topics.write_text(topics.read_text().replace(f"{first}:\n", f"{first}:\n  formerly: [old-id]\n", 1))
    assert catalogue_command("site", "--root", toys).returncode == 0
    page = (toys / "site/topics/old-id/index.html").read_text()

    assert f'<meta http-equiv="refresh" content="0; url=../{first}/">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/topics/{first}/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<a href="../{first}/">' in page
    assert "old-id" not in (toys / "site/sitemap.xml").read_text()
    index_files = [path for path in (toys / "site/search").rglob("*") if path.is_file()]
    assert [path.name for path in index_files if "old-id" in path.read_text()] == []
