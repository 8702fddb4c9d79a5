"""Stored answers of registries that somebody changed are reported at their place, and can do no harm."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import record_fields, record_store
from generator.ingest.record_rules import clean_lookup, find_broken_record_rules
from generator.model import urls
from generator.model.doi_records import Contributor, DoiRecord, Lookup, Notice, RecordRelation
from generator.model.errors import DataError
from generator.model.text import clean_line
from tests.ingest.changed_lines import dump, write_lines

TODAY = date(2026, 3, 1)
RECORD = DoiRecord(
    "10.1145/1",
    "crossref",
    "journal-article",
    "A title with an é",
    (Contributor("Amy Example", "Example", "0000-0002-1825-0097"),),
    ("Journal of Toys",),
    ("Toys Conference", "TOYS"),
    2026,
    "1",
    "2",
    "3-4",
    "2026-02-03",
    "Toy Press",
    "https://creativecommons.org/licenses/by/4.0/",
    (RecordRelation("has-preprint", "2602.00001"),),
    (Notice("retraction", "10.1145/2", "2026-02"),),
    ("10.1145/3",),
)
LOOKUP = Lookup("doi:10.1145/1", TODAY, TODAY, record=RECORD)
LINE = msgspec.json.encode(LOOKUP).decode()
AUTHOR = {"name": "Amy Example"}
# What somebody changes in the record: the key, its new value, the beginning of the message, and the text that
# its column is at.
CHANGES = {
    "a script as a licence": ("licence", "javascript:alert(1)", "licence: must be an https", '"javascript'),
    "a licence with a password": ("licence", "https://a:b@example.org/", "licence: must be an", '"https'),
    "a licence on a machine": ("licence", "https://localhost/", "licence: must be an https", '"https'),
    "a control in the title": ("title", "a\u0000b", "title: must be text without control", '"a\\u0000'),
    "a title that is turned round": ("title", "a\u202eb", "title: must be text without", '"a\u202e'),
    "a long title": ("title", "x" * 501, "title: must have at most 500 characters, got 501", '"xxx'),
    "two lines as a publisher": ("publisher", "a\n---\nb", "publisher: must be text without", '"a\\n'),
    "a long publisher": ("publisher", "x" * 201, "publisher: must have at most 200 characters", '"xxx'),
    "a long volume": ("volume", "x" * 41, "volume: must have at most 40 characters", '"xxx'),
    "a control in an issue": ("issue", "\u0007", "issue: must be text without control", '"\\u0007'),
    "spaces around pages": ("pages", " 1-2 ", "pages: must be text without control", '" 1-2'),
    "an escape in a container": ("containers", ["T", "a\u001b[1m"], "containers: must be", '"a\\u001b'),
    "too many containers": ("containers", ["T"] * 21, "containers: must have at most 20 values", "["),
    "a long event": ("event", ["x" * 501], "event: must have at most 500 characters", "["),
    "a control in a name": ("authors", [AUTHOR | {"name": "A\u0000"}], "name: must be text", '"A\\u0000'),
    "a long family name": ("authors", [AUTHOR | {"family": "x" * 201}], "family: must have", '"xxx'),
    "a script as an ORCID": ("authors", [AUTHOR | {"orcid": "../x"}], "orcid: must be an ORCID iD", '"../x'),
    "a wrong ORCID": ("authors", [AUTHOR | {"orcid": "0000-0002-1825-0098"}], "orcid: must be", '"0000'),
    "an ORCID as an address": (
        "authors",
        [AUTHOR | {"orcid": "https://orcid.org/0000-0002-1825-0097"}],
        "orcid: must be an ORCID iD",
        '"https',
    ),
    "an impossible day": ("published", "2026-02-31", "published: must be a date from", '"2026-02-31'),
    "a day far ahead": ("published", "2110-01-01", "published: must be a date from", '"2110'),
    "a year before printing": ("published", "0001", "published: must be a date from", '"0001'),
    "a conference far ahead": ("event_year", 2110, "event_year: must be from", "2110"),
    "a conference before printing": ("event_year", 1, "event_year: must be from", "1"),
    "an impossible day of a notice": (
        "notices",
        [{"kind": "retraction", "day": "2026-13"}],
        "day: must be a date",
        '"2026-13',
    ),
    "a control in a notice": ("notices", [{"kind": "a\u0000"}], "notices: must be text without", '"a\\u0000'),
    "too many notices": ("notices", [{"kind": "erratum"}] * 21, "notices: must have at most 20", "["),
    "a relation to a script": (
        "relations",
        [{"kind": "has-version", "target": "url:javascript:alert(1)"}],
        "target: must be the id",
        '"url:javascript',
    ),
    "a relation to no DOI": (
        "relations",
        [{"kind": "has-version", "target": "doi:../x"}],
        "target: must be",
        '"doi:..',
    ),
    "a control in a relation": (
        "relations",
        [{"kind": "has\u0007", "target": "2602.00001"}],
        "relations: must be text without",
        '"has',
    ),
    "another DOI": ("doi", "10.1145/9", "doi: must be the DOI of the key", '"10.1145/9'),
}
# What somebody changes in the line itself.
CHANGED_LINES = {
    "a day of an answer in the future": ("asked", "2110-01-01", "asked: must not be in the future", '"2110'),
    "a change after the answer": ("changed", "2026-03-02", "changed: must not be after asked", '"2026-03-02'),
    "fewer than no misses": ("misses", -1, "misses: must not be negative", "-1"),
    "another part": ("key", "2602.00001", "key: an answer with this key belongs in 2602", '"2602.00001'),
}
BROKEN = {
    "a number as a title": ("title", 1, "Expected `str`, got `int`"),
    "a text as authors": ("authors", "x", "Expected `array`, got `str`"),
    "a DOI in capitals": ("doi", "10.1145/A b", "a record must have a DOI"),
    "an unknown registry": ("registry", "toys", "a record must have a DOI and a known registry"),
    "a script as a notice": ("notices", [{"kind": "x", "doi": "javascript:x"}], "a record must have a DOI"),
    "a date that is none": ("published", "soon", "a date must be a year, a month or a day"),
}


def change_record(key, value):
    lookup = json.loads(LINE)
    lookup["record"][key] = value
    return dump(lookup)


def store_line(folder, line):
    return write_lines(folder / "registries/10.1145.records.jsonl", LINE, line)


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_record_is_reported_at_its_place(case, tmp_path):
    key, value, message, text = CHANGES[case]
    line = change_record(key, value)
    path = store_line(tmp_path, line)

    problem, *others = record_store.check_record_lines(tmp_path)

    assert (problem.path, problem.line, others) == (str(path), 2, [])
    assert problem.message.startswith(message)
    assert line[problem.column - 1 :].startswith(text)


@pytest.mark.parametrize("case", CHANGED_LINES)
def test_a_changed_line_of_a_registry_is_reported_at_its_place(case, tmp_path):
    key, value, message, text = CHANGED_LINES[case]
    line = dump(json.loads(LINE) | {key: value})
    store_line(tmp_path, line)

    problem = record_store.check_record_lines(tmp_path, TODAY)[0]

    assert (problem.line, problem.message.startswith(message)) == (2, True)
    assert line[problem.column - 1 :].startswith(text)


@pytest.mark.parametrize("case", BROKEN)
def test_a_line_that_is_no_answer_is_reported(case, tmp_path):
    key, value, message = BROKEN[case]
    store_line(tmp_path, change_record(key, value))

    with pytest.raises(DataError) as caught:
        record_store.read_records(tmp_path)

    (problem,) = caught.value.problems
    assert (problem.line, message in problem.message) == (2, True)


@pytest.mark.parametrize("key", ["doi:../../x/y", "doi:a\u0000/b", "url:javascript:x", "2602.00001v2", "x"])
def test_a_key_that_could_not_name_a_file_is_refused(key, tmp_path):
    store_line(tmp_path, dump(json.loads(LINE) | {"key": key, "record": None}))

    with pytest.raises(DataError, match="this line is not an answer of a registry"):
        record_store.read_records(tmp_path)


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_record_is_read_without_what_is_wrong(case, tmp_path):
    key, value, _, _ = CHANGES[case]
    store_line(tmp_path, change_record(key, value))

    record = record_store.read_records(tmp_path)["doi:10.1145/1"].record

    texts = [record.title, record.publisher or "", *record.containers, *record.event]
    texts += [text or "" for text in (record.volume, record.issue, record.pages)]
    assert texts == [clean_line(text) for text in texts]
    assert max(map(len, texts)) <= record_fields.MAX_TITLE_LENGTH
    assert record.licence is None or urls.is_clean_url(record.licence)
    assert {author.orcid for author in record.authors} <= {None, "0000-0002-1825-0097"}
    assert {relation.target for relation in record.relations} <= {"2602.00001"}
    assert {relation.kind for relation in record.relations} <= {"has-preprint", "has"}


@given(
    title=st.text(),
    name=st.text(),
    orcid=st.text(),
    licence=st.text(),
    relation=st.builds(RecordRelation, st.text(), st.text() | st.just("2602.00001")),
    event_year=st.integers(),
)
def test_any_record_is_clean_once_it_is_read(title, name, orcid, licence, relation, event_year):
    record = msgspec.structs.replace(
        RECORD,
        title=title,
        authors=(Contributor(name, name, orcid),),
        licence=licence,
        event_year=event_year,
        relations=(relation,),
    )
    lookup = clean_lookup(msgspec.structs.replace(LOOKUP, record=record))

    assert list(find_broken_record_rules(lookup, "10.1145", TODAY)) == []
    assert clean_lookup(lookup) is lookup


@pytest.mark.parametrize("length", [40, 200, 401, 500])
def test_a_text_that_is_cut_at_a_space_is_clean(length):
    text = "x" * (length - 1) + " y"
    names = ("type", "title", "volume", "issue", "pages", "publisher")
    record = msgspec.structs.replace(
        RECORD,
        **dict.fromkeys(names, text),
        authors=(Contributor(text, text),),
        containers=(text,),
        event=(text,),
        relations=(RecordRelation(text, "2602.00001"),),
        notices=(Notice(text),),
    )
    lookup = clean_lookup(msgspec.structs.replace(LOOKUP, record=record))

    assert list(find_broken_record_rules(lookup, "10.1145", TODAY)) == []
    assert clean_lookup(lookup) is lookup


def test_an_answer_as_a_registry_gives_it_keeps_all_rules():
    assert list(find_broken_record_rules(LOOKUP, "10.1145", TODAY)) == []
    assert clean_lookup(LOOKUP) is LOOKUP
