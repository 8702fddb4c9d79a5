"""Our way from Markdown to website against MkDocs' own: the same bytes, the same complaints."""

import json
import subprocess
import sys

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from generator.model import text
from generator.site import front_matter
from generator.site.fast_markdown import UnknownConstructError, convert
from tests.browser.fixtures import ON_GITHUB
from tests.catalogues import add_theme, copy_data, read_tree
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
