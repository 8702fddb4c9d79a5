"""Our way from Markdown to website against MkDocs' own: the same bytes, the same complaints."""

import subprocess
import sys

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.utils import meta

from generator.model.escaping import escape_markdown
from generator.model.text import clean_line
from generator.site import fast_build
from generator.site.fast_markdown import UnsupportedMarkdownError, convert
from tests.browser.fixtures import ON_GITHUB
from tests.catalogues import add_theme, copy_data, read_tree
from tests.paths import GOLDEN, REPOSITORY
from tests.tables import for_each_row

GOLDENS = sorted((GOLDEN / "docs").rglob("*.md"))
MARKDOWN = ["attr_list", "def_list", {"toc": {"toc_depth": "2-3"}}]  # as mkdocs.yml has it


@pytest.fixture(scope="module", name="convert_slowly")
def python_markdown():
    """Converts with Python-Markdown, as MkDocs does."""
    converter = markdown.Markdown(
        extensions=["attr_list", "def_list", "fenced_code", "tables", "toc"], extension_configs=MARKDOWN[2]
    )

    def convert_slowly(source):
        content = converter.reset().convert(source)
        return content, outline(converter.toc_tokens)

    return convert_slowly


def convert_fast(source):
    converted = convert(source, lambda link: link, (2, 3))
    return converted.content, outline(converted.tokens)


def outline(tokens):
    return [(token["level"], token["id"], token["name"], outline(token["children"])) for token in tokens]


@for_each_row("page", GOLDENS)
def test_every_kind_of_page_is_converted_fast_and_as_by_python_markdown(page, convert_slowly):
    body, _ = meta.get_data(page.read_text())

    assert convert_fast(body) == convert_slowly(body)


text = st.text(max_size=20) | st.text("ab`[]()*_<>!{}=#:;&\\é“ -+.1|~^$", max_size=12)
words = text.map(clean_line).filter(str.strip).map(escape_markdown).map(str)
target = st.sampled_from(["a.md", "../b/c.md#d", "https://e.example/f?g=1&h=2", "<https://e.example/(i)>"])
attributes = st.sampled_from(["", "{ .source }", '{ .badge rel="noopener ugc" }', "{ .a .b }"])
link = st.builds("[{}]({}){}".format, words, target, attributes)
emphasis = st.builds("*{}*{}".format, words | link, attributes)
strong = st.builds("**{}**{}".format, words | link, attributes)
odd = st.text("ab`[]()*_<>!{}=#: ", max_size=8)
markup = st.builds('<span class="x" data-y="{}">{}</span>'.format, words | odd, words)
inline = st.lists(
    st.one_of(words, link, emphasis, strong, markup, st.sampled_from(["`a-b`", "`a b`", " ", "\n", "  \n"])),
    min_size=1,
    max_size=5,
).map("".join)
line = inline.map(lambda source: source.replace("\n", " "))
block = st.one_of(
    inline,
    st.builds("{}\n{{: {} }}".format, inline, st.sampled_from([".more", '.withdrawn role="note"'])),
    st.builds(
        "{} {}{}".format, st.sampled_from(["#", "##", "###"]), line, st.sampled_from(["", " { #i .c }"])
    ),
    st.lists(inline.map(lambda item: "-   " + item.replace("\n", "\n    ")), min_size=1, max_size=3).map(
        "\n".join
    ),
    st.lists(st.builds("{}\n:   {}".format, line, line), min_size=1, max_size=3).map("\n\n".join),
    st.lists(line.map("> {}".format), min_size=1, max_size=3).map("\n>\n".join),
    st.builds("```bibtex\n{}\n```".format, st.text("ab{}\"'<&\\`\n ", max_size=20)),
    st.builds("<div>{}<div>{}</div></div>".format, words, words),
    st.builds("<figure>{}</figure><details>{}</details>".format, words, words),
    st.text("ab#*_`[]()<>{}!&;:-+.1 \n\t\\|~=\"'", max_size=30),
)


@given(source=st.lists(block, max_size=6).map("\n\n".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_converted_as_by_python_markdown_or_refused(source, convert_slowly):
    try:
        converted = convert_fast(source)
    except UnsupportedMarkdownError:
        return
    assert converted == convert_slowly(source)


def test_the_site_needs_nothing_that_only_mkdocs_builds():
    config = load_config(str(REPOSITORY / "mkdocs.yml"))

    assert not fast_build.needs_mkdocs(config, fast_build.read_templates(config))


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
            yield "\n".join(filter(None, said)), read_tree(site)

    return built


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


@pytest.mark.slow
def test_with_other_options_of_markdown_python_markdown_converts_all_pages(toys, built):
    def add_option(docs):
        path = docs.parent / "mkdocs.yml"
        path.write_text(path.read_text().replace("toc_depth: 2-3", "toc_depth: 2-3\n      permalink: true"))

    (messages, ours), (_, plain) = built(toys, add_option)

    assert messages.startswith("markdown_extensions in mkdocs.yml are not those of a new catalogue")
    assert ours == plain
    assert b'class="headerlink"' in ours["about/index.html"]


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
        sites.append(read_tree(toys / "site"))

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
