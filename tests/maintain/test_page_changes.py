"""Reports of how the pages change."""

from hypothesis import given
from hypothesis import strategies as st

from generator.maintain.page_changes import compare_pages, format_changes_as_markdown, format_changes_as_text
from generator.model.escaping import format_code_block
from generator.model.text import clean_text

PAGE = '---\ntitle: "T"\n---\n# T\n\n<p class="x">One &#58;&#58; two</p>\n'

texts = st.text(min_size=1, max_size=300).map(clean_text).filter(str.strip)


def test_pages_are_compared_as_readers_see_them():
    changes = compare_pages(
        {"a.md": PAGE, "gone.md": PAGE, "same.md": PAGE},
        {"a.md": PAGE.replace("two", "three"), "papers/n.md": PAGE, "same.md": PAGE},
    )

    assert [(change.verb, change.path, change.lines) for change in changes] == [
        ("added", "papers/n.md", ("+# T", "+One :: two")),
        ("changed", "a.md", ("-One :: two", "+One :: three")),
        ("removed", "gone.md", ("-# T", "-One :: two")),
    ]


def test_many_changes_are_counted_and_named():
    changes = compare_pages({}, {f"papers/{number:03d}.md": PAGE for number in range(100)})

    assert format_changes_as_text(changes).splitlines()[0] == "pages: 100 added, 0 changed, 0 removed"
    assert format_changes_as_text(changes).splitlines()[-1].endswith("papers/079.md and 20 more")
    assert len(format_changes_as_markdown(changes)) < 10_000


def test_a_long_change_is_cut():
    [change] = compare_pages({}, {"a.md": "\n".join(["x" * 300, *map(str, range(20))])})

    assert format_changes_as_text([change]).splitlines()[2] == f"  | +{'x' * 238}…"
    assert format_changes_as_text([change]).splitlines()[-1] == "  |  and 7 more lines"


@given(text=texts)
def test_no_text_of_a_page_closes_its_code_block_or_starts_a_workflow_command(text):
    changes = compare_pages({}, {"papers/x.md": f"# Title\n\n{text}\n"})
    lines = format_changes_as_text(changes).splitlines()

    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []
    block = format_changes_as_markdown(changes).split("\n", 4)[4]
    fence = block.partition("diff\n")[0]
    assert set(fence) == {"`"}
    assert [line.strip() for line in block.splitlines()[1:] if line.strip().startswith(fence)] == [fence]


@given(text=texts)
def test_the_fence_of_a_code_block_is_not_in_its_text(text):
    lines = format_code_block(text, "yaml").split("\n")

    assert lines[0].removesuffix("yaml") == lines[-1]
    assert lines[-1] not in "\n".join(lines[1:-1])
