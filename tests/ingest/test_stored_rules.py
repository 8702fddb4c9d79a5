"""Lines of the store that somebody changed: they are reported at their place, and can do no harm."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import arxiv_atom, entry_rules, observations, store
from generator.ingest.stored_rules import clean_paper, find_broken_rules, find_column
from generator.model.entries import PUBLICATION_FIELDS, Author, Entry
from generator.model.errors import DataError
from generator.model.text import clean_line
from tests.ingest.changed_lines import dump, write_lines

ENTRY = Entry(
    "doi:10.1145/1",
    None,
    "A title with an é",
    "One.\nTwo.",
    (Author("Amy Example", ("A place",)),),
    ("Toys",),
    published=datetime(2026, 2, 3, tzinfo=UTC),
    dois=("10.1145/1",),
    links=("https://example.org/1",),
)
PAPER = observations.from_entry(ENTRY, date(2026, 3, 1))
LINE = store.encode_paper(PAPER).decode()
# What somebody changes in the line: the key, its new value, the beginning of the message, and the text that
# its column is at.
CHANGES = {
    "a script as a link": ("links", ["javascript:alert(1)"], "must be an https address", '"javascript'),
    "a second link": ("links", ["https://example.org/1", "http://example.org/2"], "must be an", '"http:'),
    "data as a link": ("links", ["data:text/html,x"], "must be an https address", '"data:'),
    "a link with a password": ("links", ["https://a:b@example.org/"], "must be an https address", '"https'),
    "a link to a machine": ("links", ["https://localhost/"], "must be an https address", '"https'),
    "too many links": ("links", [f"https://example.org/{n}" for n in range(101)], "must have at most", "["),
    "a control in the title": ("title", "a\u0000b", "must be text without control", '"a\\u0000b'),
    "an escape in the title": ("title", "a\u001b[1m", "must be text without control", '"a\\u001b'),
    "a title that is turned round": ("title", "a\u202eb", "must be text without control", '"a\u202e'),
    "two lines in the title": ("title", "a\n---\nb", "must be text without control", '"a\\n'),
    "no title": ("title", "", "must not be empty", '""'),
    "a long title": ("title", "x" * 1_001, "must have at most 1,000 characters, got 1,001", '"xxx'),
    "a long title of words": ("title", "abc " * 300 + "d", "must have at most 1,000 characters", '"abc'),
    "a long abstract": ("abstract", "x" * 50_001, "must have at most 50,000 characters", '"xxx'),
    "a control in the abstract": ("abstract", "a\n\u0007b", "must be text without control", '"a\\n'),
    "a control in a name": ("authors", [{"name": "A\u0000", "affiliations": []}], "must be", '"A\\u0000'),
    "a long name": ("authors", [{"name": "x" * 501, "affiliations": []}], "must have at most 500", '"xxx'),
    "a long affiliation": ("authors", [{"name": "A", "affiliations": ["x" * 10_001]}], "must have", "["),
    "a long category": ("categories", ["x" * 201], "must have at most 200 characters", "["),
    "a long comment": ("comment", "x" * 10_001, "must have at most 10,000 characters", '"xxx'),
    "no DOI": ("dois", ["10.1145/1", "x"], "must be a DOI", '"x"'),
    "another DOI": ("dois", ["10.1145/2"], "a paper with this id must have", '"doi:10.1145/1'),
    "another month": ("published", "2026-03-03T00:00:00Z", "a paper with this id belongs in 2603", '"doi:'),
    "a date before printing": ("updated", "0001-01-01T00:00:00Z", "must not be before", '"0001'),
    "version 0": ("version", 0, "a version must be from 1", "0"),
}  # fmt: skip
# Changes after which the line is no stored paper any more.
BROKEN = {
    "a number as a title": ("title", 1, "Expected `str`, got `int`", "1,"),
    "a text as links": ("links", "x", "Expected `array`, got `str`", '"x"'),
    "a date that is none": ("published", "2026-02-30T00:00:00Z", "Invalid RFC3339 encoded", '"2026-02-30'),
    "a day as a time": ("published", "2026-02-03", "Invalid RFC3339 encoded datetime", '"2026-02-03"'),
    "an id that is a script": ("id", "url:javascript:alert(1)", "is not the id of a DOI or", None),
    "an id that is no DOI": ("id", "doi:../../x", "is not the id of a DOI or", None),
    "an id of another kind": ("id", "file:///etc/passwd", "is not an arXiv id", None),
}


def change(key, value):
    record = json.loads(LINE)
    record["entry"][key] = value
    return dump(record)


def store_line(folder, line):
    return write_lines(folder / "journal/2602.jsonl", LINE, line)


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_line_is_reported_at_its_place(case, tmp_path):
    key, value, message, text = CHANGES[case]
    line = change(key, value)
    path = store_line(tmp_path, line)

    problem, *others = store.check_lines(tmp_path)

    assert (problem.path, problem.line, others) == (str(path), 2, [])
    assert problem.message.partition(": ")[2].startswith(message)
    assert line[problem.column - 1 :].startswith(text)


@pytest.mark.parametrize("case", BROKEN)
def test_a_line_that_is_no_paper_is_reported_at_its_place(case, tmp_path):
    key, value, message, text = BROKEN[case]
    line = change(key, value)
    store_line(tmp_path, line)

    with pytest.raises(DataError) as caught:
        store.read(tmp_path)

    (problem,) = caught.value.problems
    assert (problem.line, message in problem.message) == (2, True)
    assert text is None or line[problem.column - 1 :].startswith(text)


def test_a_line_that_is_cut_off_is_reported_where_it_ends(tmp_path):
    store_line(tmp_path, '{"entry":{"title":"é')

    _, (problem,) = store.read_valid_papers(tmp_path)

    assert problem.column == 21


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_line_is_read_without_what_is_wrong(case, tmp_path):
    key, value, _, _ = CHANGES[case]
    store_line(tmp_path, change(key, value).replace("10.1145/1", "10.1145/9"))

    entry = store.read(tmp_path)["journal"]["doi:10.1145/9"].entry

    assert all(link.startswith("https://example.org/") for link in entry.links)
    texts = [entry.title, *(entry.abstract or "").split("\n"), *(author.name for author in entry.authors)]
    assert texts == [clean_line(text) for text in texts]
    assert entry.title
    assert len(entry.title) <= entry_rules.MAX_TITLE_LENGTH


@given(title=st.text(), name=st.text(), link=st.text(), abstract=st.text(), doi=st.text())
def test_any_text_is_clean_once_it_is_read(title, name, link, abstract, doi):
    entry = Entry("2602.00001", 1, title, abstract, (Author(name),), dois=(doi,), links=(link,))
    paper = clean_paper(observations.from_entry(entry, date(2026, 3, 1)))

    assert list(find_broken_rules(paper, "2602")) == []
    assert clean_paper(paper) is paper


@pytest.mark.parametrize("length", [200, 500, 1_000, 10_000, 50_000])
def test_a_text_that_is_cut_at_a_space_is_clean(length):
    text = "x" * (length - 1) + " y"
    names = ("abstract", "primary_category", "comment", "journal_ref", *PUBLICATION_FIELDS)
    texts = dict.fromkeys(names, text) | {"issns": ()}
    entry = Entry("2602.00001", 1, text, authors=(Author(text, (text,)),), categories=(text,), **texts)
    paper = clean_paper(observations.from_entry(entry, date(2026, 3, 1)))

    assert list(find_broken_rules(paper, "2602")) == []
    assert clean_paper(paper) is paper


def test_a_paper_as_a_feed_states_it_keeps_all_rules():
    assert list(find_broken_rules(PAPER, "2602")) == []
    assert clean_paper(PAPER) is PAPER


def test_a_state_that_somebody_broke_is_reported(tmp_path):
    store_line(tmp_path, "")
    (tmp_path / "journal/feed.json").write_text('{"conditions": 1}')

    (problem,) = store.check_lines(tmp_path)

    assert problem.message.startswith("not the state of a feed: ")


def test_no_kind_of_feed_allows_more_than_the_store():
    assert arxiv_atom.MAX_ABSTRACT_LENGTH <= entry_rules.MAX_ABSTRACT_LENGTH
    assert entry_rules.MAX_REFERENCE_LENGTH <= entry_rules.MAX_REMARK_LENGTH


def test_a_column_counts_characters():
    line = '{"comment":"é \\"title\\":","title":"x"}'

    assert find_column(line.encode(), "title") == line.index('"x"') + 1
