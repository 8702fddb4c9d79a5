"""Our way from Markdown to website against MkDocs' own: the same bytes, the same complaints."""

import functools
import json
import subprocess
import sys

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.utils import meta

from generator.model import text
from generator.site import front_matter
from generator.site.fast_markdown import UnknownConstructError, convert
from generator.site.page_content import Filler
from generator.site.page_shell import Chrome
from generator.site.template_wrappers import wrappings
from tests.browser.fixtures import ON_GITHUB
from tests.catalogues import add_theme, copy_data
from tests.paths import GOLDEN, REPOSITORY

GOLDENS = sorted((GOLDEN / "docs").rglob("*.md"))
MARKDOWN = ["attr_list", {"toc": {"permalink": True, "toc_depth": "2-3"}}]  # as mkdocs.yml has it
# Pages of ours that Python-Markdown converts: a list of lists, and code with blank lines in it.
ODD = {"contribute.md"}


def slowly(source):
    converter = markdown.Markdown(
        extensions=["attr_list", "fenced_code", "tables", "toc"], extension_configs=MARKDOWN[1]
    )
    return converter.convert(source), outline(converter.toc_tokens)


def quickly(source):
    converted = convert(source, lambda link: link, (2, 3))
    return converted.content, outline(converted.tokens)


def outline(tokens):
    return [(token["level"], token["id"], token["name"], outline(token["children"])) for token in tokens]


@pytest.mark.parametrize("page", GOLDENS, ids=lambda path: path.stem)
def test_a_page_of_ours_is_read_and_converted_as_by_mkdocs(page):
    source = page.read_text()
    body, values = meta.get_data(source)

    assert front_matter.split(source) == (body, values)
    if page.name not in ODD:
        assert quickly(body) == slowly(body)


words = st.text(max_size=20).map(text.escape_markdown).map(str)
link = st.builds(
    "[{}]({})".format,
    words.filter(str.strip),
    st.sampled_from(["a.md", "../b/c.md#d", "https://e.example/f?g=1"]),
)
odd = st.text("ab`[]()*_<>!{}=#: ", max_size=8)
markup = st.builds('<span class="x" data-y="{}">{}</span>'.format, st.one_of(words, odd), words)
inline = st.lists(
    st.one_of(words, link, markup, st.just("`a-b`"), st.just("**bold**"), st.just("\n")), max_size=5
).map(lambda parts: "A " + "".join(parts))
block = st.one_of(
    inline,
    inline.map(lambda line: f"{line}\n{{: .more }}"),
    st.builds(
        "{} {}{}".format,
        st.sampled_from(["#", "##", "###"]),
        inline.map(lambda line: line.replace("\n", " ")),
        st.sampled_from(["", " { #id }", " { .c }", " { #i .c .d }"]),
    ),
    st.lists(inline.map(lambda line: "-   " + line.replace("\n", "\n    ")), min_size=1, max_size=3).map(
        "\n".join
    ),
    st.builds("<div>{}<div>{}</div></div>".format, words, words),
    st.builds("<figure>{}</figure><details>{}</details>".format, words, words),
    st.text("ab#*_`[]()<>{}!&;:-+.1 \n\t\\|~=\"'", max_size=30),
)


@given(st.lists(block, max_size=6).map("\n\n".join))
def test_a_text_is_converted_as_by_python_markdown_or_refused(source):
    try:
        ours = quickly(source)
    except UnknownConstructError:
        return
    assert ours == slowly(source)


VALUES = st.recursive(
    st.text() | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["title", "edit", "hide", "y", "wide"]), VALUES), st.booleans())
def test_front_matter_is_read_as_by_mkdocs_or_left_to_it(values, is_ascii):
    lines = [f"{name}: {json.dumps(value, ensure_ascii=is_ascii)}" for name, value in values.items()]
    source = "\n".join(["---", *lines, "---", "", "# Text", ""])
    ours = front_matter.split(source)

    assert ours is None or ours == meta.get_data(source)


HAND_WRITTEN = """\
---
title: By hand
tags:
- 1e3
---
Text with *emphasis*, a [link](../papers/index.md){ .button } and [one](#table) on the page.

Table
-----

| a | b |
|---|---|
| 1 | `2` |

1. one

    more

2. two
"""


@pytest.fixture(name="shipped")
def shipped_catalogue(tmp_path, shipped_data):
    root = tmp_path / "shipped"
    copy_data(root, shipped_data)
    add_theme(root)
    return root


@pytest.fixture(name="built")
def both_ways(catalogue_command):
    """Writes a catalogue's pages, changes them, and builds them our way and MkDocs': complaints and files."""

    def built(root, change):
        assert catalogue_command("pages", "--root", root, environment=ON_GITHUB).returncode == 0
        change(root / "docs")
        config, ours, plain = root / "mkdocs.yml", root / "ours", root / "plain"
        commands = {
            ours: [sys.executable, "-m", "generator.site", config, ours, "3"],
            plain: [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", config, "-d", plain],
        }
        env = {"PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1"}
        for site, command in commands.items():
            result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            said = [line for line in (result.stderr + result.stdout).splitlines() if line[:4] != "INFO"]
            yield "\n".join(filter(None, said)), contents(site)

    return built


def contents(site):
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def write_by_hand(docs):
    (docs / "guide").mkdir()
    (docs / "guide/index.md").write_text(HAND_WRITTEN)
    (docs / "guide/old.html").write_text("<p>A page that is no Markdown.</p>")
    with (docs.parent / "mkdocs.yml").open("a") as file:
        file.write("not_in_nav: '*'\n")


@pytest.mark.slow
@pytest.mark.parametrize("catalogue", ["toys", "shipped"])
def test_a_site_is_the_same_bytes_as_with_mkdocs_alone(request, catalogue, built):
    (said, ours), (_, plain) = built(request.getfixturevalue(catalogue), write_by_hand)

    assert said == ""
    assert [name for name in plain if ours.get(name) != plain[name]] == []
    assert ours.keys() == plain.keys()


WRONG = """

[a](nowhere.md) and [b](../about)

[a](../about.md#nowhere), [b](about.md#nowhere), [c](#here) and [d](/papers/)

![](nothing.png) <a name='there'></a> [a](#there) [b](#their)
"""


@pytest.mark.slow
def test_a_site_can_be_built_plainly(toys, catalogue_command):
    sites = []
    for options in ([], ["--plain"]):
        result = catalogue_command("site", "--root", toys, *options)
        assert (result.returncode, result.stderr.count("WARNING")) == (0, 0)
        sites.append(contents(toys / "site"))

    assert sites[0] == sites[1]


@pytest.mark.slow
def test_what_is_wrong_is_said_as_by_mkdocs(toys, built):
    def add_wrong_links(docs):
        for page in ("papers/2401.01234.md", "topics/index.md", "guide.md"):
            with (docs / page).open("a") as file:
                file.write(WRONG)

    (ours, _), (plain, _) = built(toys, add_wrong_links)

    assert plain.count("WARNING -  Doc file") > 15
    assert ours == plain


LATE = range(2, 10)  # pages of which a text is such that filters change it; MkDocs takes 10 before 2
THEME = """\
{% set meta = page.meta %}<title>{{ meta.title | striptags | e }}</title>
<meta content="{{ meta.title | e }}"> {{ meta.title }} {{ page.canonical_url }}
{{ meta.near | url }} {{ "logo.svg" | url }} {{ base_url }}/{{ meta.near }}
{%- for name, value in meta.facts if name != "c" %} {{ name }}: {{ value }}{% endfor %}
{%- for item in page.toc %}<a href="{{ item.url }}">{{ item.title | striptags }}</a>{% endfor %}
{{ page.content }}
"""
PAGE = """\
---
title: {title}
near: "pages/{near}/"
number: "{number}"
odd: "{odd}"
facts: {facts}
---

# Page {number} { #top }

Text of [the next](p{near}.md).
"""


@pytest.fixture(name="little_site")
def site_of_a_little_theme(tmp_path):
    """A site's chrome, and its pages, filled: of one shape are those with the same number of facts."""

    def make(theme=THEME, count=200, inner=""):
        (tmp_path / "theme").mkdir()
        (tmp_path / "theme/main.html").write_text(theme)
        (tmp_path / "theme/inner.html").write_text(inner)
        (tmp_path / "docs/pages").mkdir(parents=True)
        for number in range(count):
            facts = json.dumps([["<b>a & b</b>", f"'{number}'"]] * (number % 3) + [["c", str(number)]])
            title = json.dumps(f'<i>Title</i> "{number}" &amp; more')
            page = PAGE.replace("{title}", title).replace("{near}", str((number + 1) % count))
            page = (
                page.replace("{odd}", "A&B" if number in LATE else "a")
                .replace("{facts}", facts)
                .replace("{number}", str(number))
            )
            (tmp_path / f"docs/pages/p{number}.md").write_text(page)
        settings = {"site_name": "Little", "site_url": "https://e.example/", "plugins": [], "not_in_nav": "*"}
        settings |= {"theme": {"name": None, "custom_dir": "theme"}, "markdown_extensions": MARKDOWN}
        (tmp_path / "mkdocs.yml").write_text(json.dumps(settings))
        config = load_config(str(tmp_path / "mkdocs.yml"))
        files = get_files(config)
        set_exclusions(files, config)
        nav = get_navigation(files, config)
        pages = files.documentation_pages()
        filler = Filler(config, files, {file.src_uri for file in pages})
        for file in pages:
            assert filler.fill(file.page)
        theme = Theme(config, pages, nav)
        return Chrome(theme.render, wrappings(theme.env)), [file.page for file in pages], theme

    return make


class Theme:
    """Renders pages, and counts how often it was asked to."""

    def __init__(self, config, files, nav):
        self.context = functools.partial(get_context, nav, files, config)
        self.env = config.theme.get_env()
        self.count = 0

    def render(self, page):
        self.count += 1
        template = self.env.get_template(page.meta.get("template", "main.html"))
        return template.render(self.context(page))


def test_pages_of_a_shape_are_the_theme_s_with_their_own_texts(little_site):
    chrome, pages, theme = little_site()
    ours = [chrome.render(page) for page in pages]

    assert theme.count < len(pages) / 10
    assert ours == [theme.render(page) for page in pages]


def test_a_template_may_change_what_another_makes(little_site):
    wrapping = '{% set html %}{% include "inner.html" %}{% endset %}{{ html.split() | join(" ") | upper }}'
    chrome, pages, theme = little_site(wrapping, inner=THEME)
    ours = [chrome.render(page) for page in pages]

    assert theme.count < len(pages) / 10
    assert ours == [theme.render(page) for page in pages]


@pytest.mark.parametrize(
    "more",
    [
        "{{ page.url }}",
        "{{ meta.title | upper }}",
        "{{ meta.title | length }}",
        "{{ meta.odd | lower }}",
        "{{ meta.odd | url | e }}",
        "\ue000<bB>&\"'99\ue001",
        "./\ue000<bB>&\"'99\ue001",
    ],
)
def test_a_shape_that_depends_on_more_than_texts_is_left_to_the_theme(little_site, more):
    chrome, pages, theme = little_site(THEME + more, count=20)

    assert [chrome.render(page) for page in pages] == [theme.render(page) for page in pages]


def test_a_page_that_differs_from_its_likes_fails_the_build(little_site):
    chrome, pages, _ = little_site(THEME + "{{ 'late' if meta.number | int > 20 }}", count=300)

    with pytest.raises(BuildError, match=r"pages/p\d+\.md: the theme shows this page otherwise"):
        [chrome.render(page) for page in pages]
