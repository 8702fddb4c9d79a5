"""Previews of pages in the summary of a pull request."""

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.maintain.page_changes import PageChange
from generator.maintain.page_preview import format_previews, render_preview
from generator.model.escaping import escape_markdown
from tests.paths import GOLDEN

PAGE = (GOLDEN / "docs/papers/2401.01234.md").read_text("utf-8")


def test_a_preview_is_the_upper_part_of_a_page_in_the_markdown_of_github():
    preview = render_preview(PAGE)

    assert preview.startswith(
        "# Toy Caches: Measuring μpath Lookups on GPUs\n\n**Amy Example**<sup>1,2</sup>"
    )
    assert ">Code</a>" in preview
    assert "Measures lookups on a GPU" in preview
    assert "<dt>Caches</dt><dd>assigned by a curator</dd>" in preview
    assert "About this paper" not in preview
    assert "<button" not in preview
    assert not re.search(r"\{:? ?[.#]|\]\((?!https://)", preview)


def test_only_pages_of_papers_that_still_exist_have_a_preview():
    changes = [
        PageChange("changed", "papers/1.md", (), PAGE), PageChange("removed", "papers/2.md", (), ""),
        PageChange("changed", "topics/caches.md", (), PAGE),
    ]  # fmt: skip

    assert re.findall("Preview of (.*?)<", format_previews(changes)) == ["papers/1.md"]
    assert format_previews(changes[1:]) == ""


def test_a_summary_stays_short():
    pages = [PageChange("added", f"papers/{number}.md", (), PAGE + "x\n" * 5_000) for number in range(99)]

    assert len(format_previews(pages)) < 60_000
    assert len(render_preview("x\n" * 5_000)) < 6_010


@given(st.text(max_size=200))
def test_a_preview_has_the_text_as_the_page_has_it(text):
    escaped = escape_markdown(text)

    assert render_preview(f"---\ntitle: x\n---\n# {escaped} {{ #title }}\n") == f"# {escaped}".strip()
