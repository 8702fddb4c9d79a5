"""Ids that are added to the settings: the feed that gets them, and text that stays."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.curate.feed_edits import add_ids
from generator.model.errors import DataError

HEAD = "title: Toys  # ours\ndescription: >-\n  Papers\n  on toys.\nfeeds:\n"
SEARCH = "  - id: toys  # daily\n    kind: arxiv\n    categories: [cs.PF]\n"
# The settings before, and what follows their first lines after two ids were added.
EDITS = [
    pytest.param(
        HEAD + SEARCH + "  # - {id: crossref, kind: crossref}\nlanguage: en\n",
        SEARCH
        + "  - id: single-papers\n    kind: arxiv\n    ids:\n      - 2602.00001\n      - cs/0301008\n"
        + "  # - {id: crossref, kind: crossref}\nlanguage: en\n",
        id="no-feed-of-ids",
    ),
    pytest.param(
        HEAD + "- {id: single-papers, kind: rss, url: 'https://a.example/'}",
        "- {id: single-papers, kind: rss, url: 'https://a.example/'}\n- id: single-papers-2\n  kind: arxiv\n"
        "  ids:\n    - 2602.00001\n    - cs/0301008\n",
        id="the-name-is-used-and-no-newline-at-the-end",
    ),
    pytest.param(
        HEAD + "  - kind: arxiv\n    ids:\n    - 2601.00001  # by hand\n    # above\n    id: one\n" + SEARCH,
        "  - kind: arxiv\n    ids:\n    - 2601.00001  # by hand\n    - 2602.00001\n    - cs/0301008\n"
        "    # above\n    id: one\n" + SEARCH,
        id="a-list-on-lines",
    ),
    pytest.param(
        HEAD + "  - {id: one, kind: arxiv, ids: ['2601.00001' ]}  # chosen\n",
        "  - {id: one, kind: arxiv, ids: ['2601.00001', 2602.00001, cs/0301008 ]}  # chosen\n",
        id="a-list-in-brackets",
    ),
    pytest.param(
        HEAD
        + "  - id: one\n    kind: arxiv\n    ids: [\n      2601.00001,  # a\n      2601.00002  # b\n    ]\n",
        "  - id: one\n    kind: arxiv\n    ids: [\n      2601.00001,  # a\n"
        "      2601.00002, 2602.00001, cs/0301008  # b\n    ]\n",
        id="brackets-over-lines",
    ),
    pytest.param(
        HEAD.removesuffix("\n") + " [{id: toys, kind: arxiv, categories: [cs.PF]}]\n",
        " [{id: toys, kind: arxiv, categories: [cs.PF]},"
        " {id: single-papers, kind: arxiv, ids: [2602.00001, cs/0301008]}]\n",
        id="feeds-in-brackets",
    ),
    pytest.param(
        HEAD + "  - id: one\n    kind: arxiv\n    query: >-\n      cat:cs.PF\n\n\ncontact: a@b.example\n",
        "  - id: one\n    kind: arxiv\n    query: >-\n      cat:cs.PF\n"
        "  - id: single-papers\n    kind: arxiv\n    ids:\n      - 2602.00001\n      - cs/0301008\n"
        "\n\ncontact: a@b.example\n",
        id="after-text-over-lines",
    ),
]


@pytest.mark.parametrize(("before", "after"), EDITS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ids_are_added_and_all_other_text_stays(before, after, newline):
    before, after = (text.replace("\n", newline) for text in (before, after))

    edited = add_ids(before, ["2602.00001", "cs/0301008", "2602.00001"])

    assert edited.removeprefix(HEAD.removesuffix("\n").replace("\n", newline)).removeprefix(newline) == after
    assert add_ids(edited, ["cs/0301008"]) == edited


def test_an_id_that_is_requested_in_another_form_is_not_added_again():
    text = HEAD + "  - {id: one, kind: arxiv, ids: ['https://arxiv.org/abs/2602.00001v2']}\n"

    assert add_ids(text, ["2602.00001"]) == text


def test_settings_that_would_be_too_large_are_refused():
    with pytest.raises(DataError, match="at most 64,000 bytes"):
        add_ids(HEAD + SEARCH, [f"2602.{number:05}" for number in range(1, 9_999)])


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=5), st.sampled_from(EDITS))
def test_the_settings_hold_every_added_id(numbers, edit):
    paper_ids = [f"2603.{number:05}" for number in numbers]

    feeds = yaml.load(add_ids(edit.values[0], paper_ids), Loader=yaml.BaseLoader)["feeds"]  # noqa: S506

    (added,) = [feed["ids"] for feed in feeds if "ids" in feed]
    assert added[-len(set(paper_ids)) :] == list(dict.fromkeys(paper_ids))
