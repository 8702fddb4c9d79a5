"""Front matter: YAML that people can read; PyYAML and our reader return the same values."""

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils import meta

from generator.publish.front_matter import read_front_matter, write_front_matter
from tests.paths import GOLDEN
from tests.tables import for_each_row

PAGE = """\
---
template: paper.html
title: "Caches: a survey"
hide:
- navigation
citation:
- author: Amy Example
- author: Bo Ünal
- publication_date: "2024/01/02"
- keywords: "yes"
json_ld:
  "@type": ScholarlyArticle
  url: http://127.0.0.1:8000/papers/2401.01234/
  author:
  - "@type": Person
    name: Amy Example
  isAccessibleForFree: true
  count: 12
citations:
- label: BibTeX
  text: |
    @misc{toy,
      title = {Toy},
    }
- label: RIS
  text: "TY  - RPRT\\r\\n\\
    TI  - Caches: a survey\\r\\n\\
    ER  - \\r\\n\\
    "
- label: Plain text
  text: |-
    One

    two
empty: []
---

# Caches
"""


def test_front_matter_is_yaml_that_people_write():
    body, values = meta.get_data(PAGE)

    assert write_front_matter(values) == PAGE.partition("\n# ")[0].rstrip("\n") + "\n"
    assert read_front_matter(PAGE) == (body, values)


TEXT = (
    st.text()
    | st.text(st.sampled_from("ab :#-\n\r\\\"'{}[]>|&*!%@`,?\t\x85\u2028é1 \U0001f600"))
    | st.sampled_from(
        ["yes", "No", "null", "~", "2026-01-30", "1e3", "0x1", ".nan", "a: b", "a #b", "<<", "="]
    )
)
KEYS = st.text(max_size=5) | st.sampled_from(["name", "@type", "dateModified", "Yes", "a b"])
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def can_be_encoded(value):
    return "\\ud" not in ascii(value)


@given(st.dictionaries(st.sampled_from(["title", "hide", "json_ld", "@id"]), VALUES, min_size=1))
@example({"title": "a\n b\n"})
@example({"title": "a\n\n"})
@example({"title": "\na\n"})
@example({"title": "a\r\nb"})
@example({"title": [[["a"], "b: c"], {"c": [{}]}]})
def test_pyyaml_reads_the_values_that_were_written(values):
    written = write_front_matter(values)

    if can_be_encoded(values):
        assert yaml.load(written.removeprefix("---\n").removesuffix("---\n"), yaml.CSafeLoader) == values
        assert meta.get_data(f"{written}\n# Text\n") == ("# Text\n", values)


@given(st.dictionaries(st.sampled_from(["title", "hide", "json_ld"]), VALUES, min_size=1))
def test_what_was_written_is_read_back_unless_a_key_is_odd(values):
    written = write_front_matter(values)
    source = f"{written}\n# Text\n"
    ours = read_front_matter(source)

    if can_be_encoded(values):
        assert ours == meta.get_data(source) or (ours is None and has_odd_key(values))


def has_odd_key(value):
    """Whether a key, at any depth, is empty or needs an escape."""
    if isinstance(value, list):
        return any(map(has_odd_key, value))
    if not isinstance(value, dict):
        return False
    return any(
        not key or "\\" in ascii(key) or '"' in key or has_odd_key(inner) for key, inner in value.items()
    )


LINES = st.lists(
    st.text(st.sampled_from("ab-:#|>\"'\\ {}[],1&*!?%\n"), max_size=12)
    | st.sampled_from(
        [
            *(
                "a:",
                "a: b",
                "- a",
                "  - a",
                "  a: b",
                "    b",
                "- a: b",
                "  |",
                "a: |",
                "a: |-",
                '"a": b',
                "true: a",
            ),
            *(
                "y: 1",
                "a: true",
                "a: ~",
                "a: 01",
                "a: -1",
                'a: "b\\',
                '  c"',
                "-",
                "- - a",
                "a: b\\",
                "",
                "a: [1]",
            ),
        ]
    ),
    max_size=6,
).map("\n".join)


@given(LINES)
@example("a: b\n  c")
@example("a:\n- b\n  c")
@example("a: |\n  b\n\n")
@example("a: |\n  b\n\n  c")
@example('a: "b\\\n  c"')
@example('a: "b\\\n   c"')
def test_other_yaml_is_read_as_by_mkdocs_or_left_to_it(front):
    source = f"---\n{front}\n---\n\n# Text\n"
    ours = read_front_matter(source)

    assert ours is None or ours == meta.get_data(source)


@for_each_row("page", sorted((GOLDEN / "docs").rglob("*.md")))
def test_the_front_matter_of_every_page_is_read_as_by_mkdocs(page):
    source = page.read_text()

    assert read_front_matter(source) == meta.get_data(source)
