"""Surroundings of pages, rendered once for similar pages: the same HTML as that of the theme."""

import functools
import json
import logging

import pytest
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.commands.build import get_context
from mkdocs.config import load_config

from generator.publish.front_matter import write_front_matter
from generator.site.fast_build import build
from generator.site.mkdocs_reference import MkDocsSite
from generator.site.page_content import Filler
from generator.site.page_shell import ShapeMismatchError, ShellRenderer, make_wrapper_finder
from generator.system.processes import Processes

# Pages that have a text which filters change. MkDocs sorts names, so that page 10 comes before page 2: the
# first pages of a shape, from which its shell is made, are not among them.
WITH_AMPERSAND = range(2, 10)
THEME = """\
{% set meta = page.meta %}<title>{{ meta.title | striptags | e }}</title>
<meta content="{{ meta.title | e }}"> {{ meta.title }} {{ page.canonical_url }}
{{ meta.near | url }} {{ "logo.svg" | url }} {{ base_url }}/{{ meta.near }}
{%- for name, value in meta.facts if name != "c" %} {{ name }}: {{ value }}{% endfor %}
{%- for row in meta.rows %}{% for name, value in row | items if name != "title" %}
<meta name="{{ name }}" content="{{ value | e }}">{% endfor %}{% endfor %}
{%- for item in page.toc %}<a href="{{ item.url }}">{{ item.title | striptags }}</a>{% endfor %}
<script type="application/ld+json">{{ meta.json_ld | tojson }}</script>
{{ page.content }}
"""
# Shows only the first heading.
HIDING_THEME = (
    "{% set first = page.toc | first %}<a href='{{ first.url }}'>{{ first.title }}</a>{{ page.content }}"
)
BODY = "# Page {number} {{ #top }}\n\nText of [the next](p{near}.md).\n"
MARKDOWN = ["attr_list", "def_list", {"toc": {"toc_depth": "2-3"}}]
AN_INCLUDE = '{% set html %}{% include "inner.html" %}{% endset %}{{ html.split() | join(" ") | upper }}'


def write_site(root, theme, count, inner="", *, hides_toc=False):
    """Write a site in which pages with the same number of facts have the same shape; return mkdocs.yml.

    The numbers of their rows differ, and so do those of their headings if they hide them.
    """
    (root / "theme").mkdir()
    (root / "theme/main.html").write_text(theme)
    (root / "theme/inner.html").write_text(inner)
    (root / "docs/pages").mkdir(parents=True)
    for number in range(count):
        near = (number + 1) % count
        values = {
            "title": f'<i>Title</i> "{number}" &amp; more',
            "near": f"pages/{near}/",
            "number": str(number),
            "text": "A&B" if number in WITH_AMPERSAND else "a",
            "facts": [["<b>a & b</b>", f"'{number}'"]] * (number % 3) + [["c", str(number)]],
            "rows": [
                {"title": "t"},
                *({"author": f"<i>{row}</i> & {number}"} for row in range(number % 5 + 2)),
                *({"word": f"word {row}"} for row in range(number % 7 + 2)),
                {"end": "./"},
            ],
            **({"hide": ["toc"]} if hides_toc else {}),
            "json_ld": {"@type": "Page", "name": f"<b> '{number}' & é", "items": [{"position": number}]},
        }
        page = f"{write_front_matter(values)}\n{BODY.format(number=number, near=near)}"
        page += "".join(f"\n## Heading {heading}\n" for heading in range(number % 5 + 1 if hides_toc else 0))
        (root / f"docs/pages/p{number}.md").write_text(page)
    settings = {"site_name": "Little", "site_url": "https://e.example/", "plugins": [], "not_in_nav": "*"}
    settings |= {"theme": {"name": None, "custom_dir": "theme"}, "markdown_extensions": MARKDOWN}
    (root / "mkdocs.yml").write_text(json.dumps(settings))
    return root / "mkdocs.yml"


class Theme:
    """Renders pages, and counts them."""

    def __init__(self, config, files, nav):
        self.context = functools.partial(get_context, nav, files, config)
        self.env = config.theme.get_env()
        self.count = 0

    def render(self, page):
        self.count += 1
        template = self.env.get_template(page.meta.get("template", "main.html"))
        return template.render(self.context(page))


def prepare(config_file):
    """Return a renderer, all pages with their content, and the theme."""
    config = load_config(str(config_file))
    site = MkDocsSite(config)
    documents = site.documents
    filler = Filler(site, {file.src_uri for file in documents})
    for file in documents:
        assert filler.fill(file.page, filler.read_source(file.page)) is not None
    theme = Theme(config, documents, site.nav)
    renderer = ShellRenderer(theme.render, make_wrapper_finder(theme.env))
    return renderer, [file.page for file in documents], theme


@pytest.mark.parametrize(("theme", "inner"), [(THEME, ""), (AN_INCLUDE, THEME)], ids=["plain", "wrapper"])
def test_pages_are_those_of_the_theme_which_renders_few_of_them(tmp_path, theme, inner):
    renderer, pages, theme = prepare(write_site(tmp_path, theme, count=400, inner=inner))
    html = [renderer.render(page) for page in pages]

    assert theme.count < len(pages) / 10
    assert html == [theme.render(page) for page in pages]


@pytest.mark.parametrize(
    "more",
    [
        "{{ page.url }}",
        "{{ meta.title | upper }}",
        "{{ meta.title | length }}",
        "{{ meta.rows | length }}",
        "{% for row in meta.rows %}{{ loop.index }}{{ row }}{% endfor %}",
        "{% for row in meta.rows | reverse %}{{ row.author }}{% endfor %}",
        "{{ meta.rows[2].author }}",
        "{% for row in meta.rows %}{{ row.author }}{{ row.author }}{% endfor %}",
        "{{ meta.text | lower }}",
        "{{ meta.text | url | e }}",
        "\ue000<bB>&\"'99\ue001",
        "./\ue000<bB>&\"'99\ue001",
    ],
)
def test_the_theme_renders_pages_that_differ_in_more_than_texts(tmp_path, more):
    renderer, pages, theme = prepare(write_site(tmp_path, THEME + more, count=20))

    assert [renderer.render(page) for page in pages] == [theme.render(page) for page in pages]


@pytest.mark.parametrize(("more", "uses_theme"), [("", False), ("{{ page.toc | length }}", True)])
def test_the_theme_renders_hidden_headings_only_if_a_template_reads_them(tmp_path, more, uses_theme):
    renderer, pages, theme = prepare(write_site(tmp_path, HIDING_THEME + more, count=200, hides_toc=True))
    html = [renderer.render(page) for page in pages]

    assert (theme.count >= len(pages)) == uses_theme
    assert html == [theme.render(page) for page in pages]


DIFFERS_LATE = THEME + "{{ 'late' if meta.number | int > 20 }}"


def test_a_page_that_differs_from_the_others_of_its_shape_is_noticed(tmp_path):
    renderer, pages, _ = prepare(write_site(tmp_path, DIFFERS_LATE, count=300))

    with pytest.raises(ShapeMismatchError, match=r"^pages/p\d+\.md$"):
        [renderer.render(page) for page in pages]


def read_pages(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.html")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "processes", "logged"),
    [
        pytest.param(THEME, 1, 0, id="usual"),
        pytest.param(THEME, 2, 0, id="usual, two processes", marks=pytest.mark.slow),
        pytest.param(DIFFERS_LATE, 1, 1, id="differs", marks=pytest.mark.slow),
    ],
)
def test_a_theme_whose_pages_differ_fails_no_build_and_is_logged(tmp_path, caplog, theme, processes, logged):
    config_file = write_site(tmp_path, theme, count=300)
    our_pages = {f"pages/p{number}.md" for number in range(300)}

    with caplog.at_level(logging.WARNING, logger="generator"):
        build(config_file, tmp_path / "fast", our_pages, Processes(processes))
    build_with_mkdocs(load_config(str(config_file), site_dir=str(tmp_path / "mkdocs")))

    assert read_pages(tmp_path / "fast") == read_pages(tmp_path / "mkdocs")
    messages = [record.getMessage() for record in caplog.records if record.name.startswith("generator")]
    assert len(messages) == logged
    assert all("is not like similar pages in this theme" in message for message in messages)
