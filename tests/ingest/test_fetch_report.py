"""The report of a run, for a terminal, a job's summary and programs; text of feeds is harmless in all."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.fetch_report import Outcome, format_json, format_markdown, format_table
from generator.model.errors import Problem
from tests.tables import for_each_row

PF = Outcome(
    "cs-pf",
    requests=3,
    new=("2603.00001", "2603.00002"),
    revised=("2602.00001",),
    changed=("2601.00001",),
    withdrawn=("2602.00001",),
    unchanged=1_234,
    missing=("2401.00001",),
    skipped_count=1,
    problems=(Problem("the answer", 7, 0, "entry skipped: 2603.00003 has no title"),),
    paper_count=5_073,
    service_total=5_074,
)
OS = Outcome(
    "cs-os",
    requests=4,
    failure="the server answers 503, 4 times (https://arxiv.org/)",
    hint="run again later",
)
FILE = Outcome("mine", failure="feed.xml: the document is empty", is_ours=True)

TABLE = """\
feed   requests  new  revised  changed  withdrawn  unchanged  skipped  stored  at service
cs-pf         3    2        1        1          1      1,234        1   5,073       5,074
cs-os         4    0        0        0          0          0        0       0           -
cs-pf: not returned by the source; stored versions are kept: 2401.00001
cs-pf: entry skipped: 2603.00003 has no title
cs-os failed: the server answers 503, 4 times (https://arxiv.org/)
what to do: run again later; papers received before are stored"""

MARKDOWN = """\
| feed | requests | new | revised | changed | withdrawn | unchanged | skipped | stored | at service |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| cs-pf | 3 | 2 | 1 | 1 | 1 | 1,234 | 1 | 5,073 | 5,074 |
| cs-os | 4 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | - |

**New in cs-pf:** `2603.00001, 2603.00002`

**Revised in cs-pf:** `2602.00001`

**Withdrawn in cs-pf:** `2602.00001`

`cs-pf: not returned by the source; stored versions are kept: 2401.00001`

`cs-pf: entry skipped: 2603.00003 has no title`

`cs-os failed: the server answers 503, 4 times (https://arxiv.org/)`

`what to do: run again later; papers received before are stored`
"""

HOSTILE = [
    "a | b | c",
    "`code` and ``more``",
    "one\ntwo\r\nthree\u2028four\x85five",
    "\n::error file=x::owned",
    "\n##[error]owned",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "\x1b[31mred\x1b[0m \x00\x07",
    "\u202eevil\u2066\ufeff",
]


def hostile(text):
    """Return an outcome with the text in every field that a feed or a server can fill."""
    return Outcome(
        "journal",
        new=(f"url:https://example.org/{text}",),
        revised=(f"url:https://example.org/{text}",),
        withdrawn=(text,),
        missing=(text,),
        problems=(Problem(text, 1, 0, text, text),),
        failure=text,
        hint=text,
    )


def test_the_table_has_a_line_for_each_feed_and_for_each_failure():
    assert format_table([PF, OS]) == TABLE


def test_the_summary_names_the_papers():
    assert format_markdown([PF, OS]).decode() == MARKDOWN


def test_the_json_report_is_complete():
    first, second = json.loads(format_json([PF, OS]))["feeds"]

    assert first == {
        "feed": "cs-pf",
        "requests": 3,
        "new": ["2603.00001", "2603.00002"],
        "revised": ["2602.00001"],
        "changed": ["2601.00001"],
        "withdrawn": ["2602.00001"],
        "unchanged": 1234,
        "missing": ["2401.00001"],
        "lost": 1,
        "skipped": ["the answer:7: entry skipped: 2603.00003 has no title"],
        "held": 5073,
        "counted": 5074,
        "failure": "",
        "hint": "",
        "is_ours": False,
        "is_unreached": False,
        "exit_code": 1,
    }
    assert (second["failure"], second["hint"], second["exit_code"]) == (OS.failure, OS.hint, 3)


def test_a_report_on_no_feed_is_an_empty_table():
    assert format_table([]).splitlines()[1:] == []
    assert format_markdown([]).decode() == "".join(MARKDOWN.splitlines(keepends=True)[:2])
    assert json.loads(format_json([])) == {"feeds": []}


EXIT_CODES = [
    (Outcome("a"), 0),
    (Outcome("a", new=("2603.00001",)), 0),
    (Outcome("a", missing=("2603.00001",)), 0),
    (PF, 1),
    (FILE, 1),
    (OS, 3),
]


@pytest.mark.parametrize(("outcome", "code"), EXIT_CODES)
def test_the_exit_code_depends_on_the_failure(outcome, code):
    assert outcome.exit_code == code


@pytest.mark.parametrize("name", ["new", "revised", "changed"])
def test_new_revised_and_changed_papers_are_changes(name):
    assert Outcome("a", **{name: ("2603.00001",)}).has_changes
    assert not Outcome("a", unchanged=7, withdrawn=(), missing=("2603.00001",)).has_changes


def test_a_failure_without_a_hint_has_a_general_one():
    assert (
        format_table([FILE]).splitlines()[-1]
        == "what to do: run again later; papers received before are stored"
    )


def test_long_lists_are_cut_except_in_the_json_report():
    ids = tuple(f"2603.{number:05d}" for number in range(250))
    problems = tuple(Problem("the answer", number, 0, f"entry {number} skipped") for number in range(250))
    outcome = Outcome("cs-pf", new=ids, missing=ids, problems=problems)

    assert "2603.00099 and 150 more`" in format_markdown([outcome]).decode()
    assert format_table([outcome]).splitlines()[-1] == "cs-pf: and 150 more remarks"
    assert len(json.loads(format_json([outcome]))["feeds"][0]["new"]) == 250


@for_each_row("text", HOSTILE)
def test_hostile_text_is_harmless(text):
    assert_harmless(text)


@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40))
def test_any_text_is_harmless(text):
    assert_harmless(text)


def assert_harmless(text):
    plain = Outcome(
        "journal", **dict.fromkeys(("new", "revised", "withdrawn", "missing"), ("x",)), failure="x", hint="x"
    )
    plain_lines = len(format_table([plain]).splitlines())
    for line in format_table([hostile(text)]).splitlines()[2:]:
        assert {unicodedata.category(character) for character in line}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
        assert line.startswith(("journal:", "journal failed:", "what to do: "))
    assert len(format_table([hostile(text)]).splitlines()) == plain_lines + 1
    for line in format_markdown([hostile(text)]).decode().splitlines()[3:]:
        assert re.fullmatch(r"|(?:\*\*\w+ in journal:\*\* )?`[^`]*`", line)
    assert (
        json.loads(format_json([hostile(text.encode("utf-8", "replace").decode())]))["feeds"][0]["feed"]
        == "journal"
    )
