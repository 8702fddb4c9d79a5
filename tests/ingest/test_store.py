"""The store: which of several sightings of a paper stands, and that nothing once known is lost."""

import errno
import itertools
import json
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest import arxiv_atom, observations, safe_xml, store
from generator.model.entries import Author, Entry, StoredPaper, Version
from generator.model.errors import DataError, Problem, StoreError, UsageError
from tests.faults import Disk, Killed, failing
from tests.paths import FEEDS

ARXIV = FEEDS / "arxiv"
PAGES = [
    "arxiv-new-testing-p0-10.xml",
    "arxiv-new-testing-s5-10.xml",
    "arxiv-old-2016-and.xml",
    "arxiv-old-2016-andnot.xml",
    "arxiv-old-2016-au-del_maestro.xml",
    "seed-cs.PF.atom.xml",
]

START = date(2026, 3, 1)
FULL = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")


@pytest.fixture(autouse=True)
def _hasty_disk(monkeypatch):
    """Do not wait for the disk; that it is asked to keep things is the subject of test_files."""
    monkeypatch.setattr("os.fsync", lambda _descriptor: None)


def day(number):
    return START + timedelta(days=number)


def noon(number):
    return datetime.combine(day(number), time(12), UTC)


BASE = Entry(
    id="2602.00001",
    version=1,
    title="A title",
    abstract="An abstract.",
    authors=(Author("A. Author", ("Yale",)), Author("B. Author")),
    categories=("cs.PF",),
    primary_category="cs.PF",
    published=noon(-5),
    updated=noon(-5),
    comment="8 pages",
    journal_ref="J. Perf. 1",
    dois=("10.1145/1",),
)
LACKING = Entry(id=BASE.id, version=1, title=BASE.title)


def seen(*sightings):
    """What the store keeps after these sightings: (entry, day) in the order of their arrival."""
    papers = {}
    for entry, when in sightings:
        papers = observations.add_entries(papers, [entry], day(when))
    (paper,) = papers.values()
    return paper


# --- which sighting stands -------------------------------------------------------------------------------

# A paper's facts change from time to time, each on days of its own, and each answer may lack any of them. A
# value that was replaced does not come back: it could then not be told since when it stands.
TEXT_FIELDS = ("abstract", "comment", "journal_ref", "primary_category")
TUPLE_FIELDS = ("categories", "dois", "links")
CHANGING = ("title", "updated", "authors", *TEXT_FIELDS, *TUPLE_FIELDS)
MAY_LACK = (*CHANGING[1:], "affiliations")


def _value(name, version, when):
    stage = (when + CHANGING.index(name)) // 4
    text = f"{name} {version}.{stage}"
    if name in TUPLE_FIELDS:
        return (text,)
    if name == "authors":
        return (Author(text, (f"of {text}",)), Author("B. Author", ("Yale", "CfA")))
    return noon(-50 + 10 * version + stage) if name == "updated" else text


def _sighting(version, when, lacking, published):
    values = {name: _value(name, version, when) for name in CHANGING}
    for bit, name in enumerate(MAY_LACK):
        if lacking >> bit & 1 and name == "affiliations":
            values["authors"] = tuple(Author(author.name) for author in values["authors"])
        elif lacking >> bit & 1:
            values[name] = () if isinstance(values[name], tuple) else None
    return observations.from_entry(
        Entry(id=BASE.id, version=version, published=published, **values), day(when)
    )


SIGHTINGS = st.lists(
    st.builds(
        _sighting,
        st.integers(1, 3),
        st.integers(0, 9),
        st.integers(0, 2 ** len(MAY_LACK) - 1),
        st.sampled_from([None, noon(-60), noon(-59)]),
    ),
    min_size=2,
    max_size=5,
)


def together(sightings):
    paper = sightings[0]
    for other in sightings[1:]:
        paper = observations.combine(paper, other)
    return paper


@settings(max_examples=60)
@given(SIGHTINGS)
def test_two_sightings_say_the_same_in_either_order(sightings):
    one, other = sightings[0], together(sightings[1:])

    assert observations.combine(one, other) == observations.combine(other, one)


@settings(max_examples=60)
@given(SIGHTINGS, st.integers(1, 4))
def test_sightings_say_the_same_however_they_are_grouped(sightings, cut):
    cut = min(cut, len(sightings) - 1)

    assert observations.combine(together(sightings[:cut]), together(sightings[cut:])) == together(sightings)


@settings(max_examples=60)
@given(SIGHTINGS.flatmap(lambda sightings: st.tuples(st.just(sightings), st.permutations(sightings))))
def test_the_order_of_arrival_does_not_matter(orders):
    one, other = map(together, orders)

    assert one == other


@settings(max_examples=60)
@given(SIGHTINGS)
def test_seeing_the_same_again_changes_nothing(sightings):
    paper = together(sightings)

    assert observations.combine(paper, paper) == paper
    for sighting in sightings:
        assert observations.combine(paper, sighting) == paper


@settings(max_examples=60)
@given(SIGHTINGS)
def test_nothing_once_known_is_lost(sightings):
    paper = together(sightings)
    newest = max(sighting.entry.version for sighting in sightings)

    assert paper.entry.version == newest
    assert [version.number for version in paper.versions] == sorted({s.entry.version for s in sightings})
    assert paper.first_seen == min(sighting.first_seen for sighting in sightings)
    for name in (*CHANGING, "published"):
        told = [getattr(s.entry, name) for s in sightings if s.entry.version == newest]
        assert getattr(paper.entry, name) or not any(told)
    for sighting in sightings:
        (version,) = sighting.versions
        assert any(
            known.number == version.number and (known.updated or not version.updated)
            for known in paper.versions
        )


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
def test_newest_version_wins(order):
    told = [
        (BASE, 0),
        (replace(BASE, version=2, title="Second", updated=noon(1)), 2),
        (replace(BASE, version=10, title="Tenth", updated=noon(3), comment=None), 4),
    ]
    paper = seen(*(told[number] for number in order))

    assert (paper.entry.version, paper.entry.title, paper.entry.comment) == (10, "Tenth", None)
    assert paper.versions == (Version(1, noon(-5)), Version(2, noon(1)), Version(10, noon(3)))
    assert (paper.first_seen, paper.as_of) == (day(0), day(4))


def test_an_older_version_that_is_seen_later_changes_nothing_but_the_list_of_versions():
    newer = replace(BASE, version=3, title="Third", updated=noon(3))
    paper = seen((newer, 4), (replace(BASE, title="First, mended"), 5))

    assert paper.entry == newer
    assert paper.versions == (Version(1, noon(-5)), Version(3, noon(3)))
    assert (paper.first_seen, paper.as_of, paper.changed) == (day(4), day(4), {})


def test_a_feed_that_tells_no_version_never_beats_one_that_does():
    unversioned = replace(BASE, version=None, title="From a publisher")

    for order in itertools.permutations([(unversioned, 9), (BASE, 1)]):
        assert seen(*order).entry == BASE
        assert seen(*order).versions == (Version(1, noon(-5)),)


def test_a_value_beats_none_whenever_it_was_seen():
    for order in itertools.permutations([(BASE, 1), (LACKING, 2)]):
        paper = seen(*order)
        assert paper.entry == BASE
        assert (paper.as_of, paper.changed) == (day(1), {})


def test_a_value_that_comes_later_is_known_since_then():
    for order in itertools.permutations([(LACKING, 1), (replace(LACKING, comment="8 pages"), 2)]):
        paper = seen(*order)
        assert paper.entry.comment == "8 pages"
        assert (paper.as_of, paper.changed) == (day(1), {"comment": day(2)})


def test_the_later_of_two_values_stands():
    told = [(replace(BASE, title=f"Title {when}"), when) for when in (1, 2, 3)]

    for order in itertools.permutations(told):
        paper = seen(*order)
        assert paper.entry.title == "Title 3"
        assert (paper.as_of, paper.changed) == (day(1), {"title": day(3)})


def test_an_equal_value_seen_again_moves_nothing():
    assert seen((BASE, 1), (BASE, 2), (BASE, 9)) == seen((BASE, 1))


def test_affiliations_are_not_wiped_by_an_answer_without_them():
    without = replace(BASE, authors=tuple(Author(author.name) for author in BASE.authors))

    for order in itertools.permutations([(BASE, 1), (without, 2)]):
        assert seen(*order) == seen((BASE, 1))


def test_affiliations_that_come_later_are_taken():
    told = replace(BASE, authors=(Author("A. Author", ("MIT",)), Author("B. Author", ("CfA",))))
    paper = seen((BASE, 1), (told, 2))

    assert paper.entry.authors == told.authors
    assert paper.changed == {"authors": day(2)}


def test_other_authors_do_not_inherit_affiliations():
    told = replace(BASE, authors=(Author("B. Author"), Author("A. Author")))

    assert seen((BASE, 1), (told, 2)).entry.authors == told.authors


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([noon(-5), None], noon(-5)),
        ([None, noon(-5)], noon(-5)),
        ([noon(-5), noon(-3)], noon(-5)),
        ([noon(-3), noon(-5)], noon(-5)),
        ([None, None], None),
    ],
)
@pytest.mark.parametrize("versions", [(1, 1), (1, 2), (2, 1)])
def test_the_earliest_date_of_publication_stands_whichever_version_told_it(versions, published, expected):
    one, other = (
        replace(BASE, version=version, published=date)
        for version, date in zip(versions, published, strict=True)
    )
    assert seen((one, 1), (other, 2)).entry.published == expected


def test_two_versions_in_one_document_are_both_kept():
    document = [replace(BASE, version=3, updated=noon(3)), BASE]
    papers = observations.add_entries({}, document, day(4))

    assert papers == observations.add_entries({}, reversed(document), day(4))
    assert papers[BASE.id].versions == (Version(1, noon(-5)), Version(3, noon(3)))


# --- files -----------------------------------------------------------------------------------------------


def paper(paper_id, **facts):
    entry = replace(BASE, id=paper_id, version=None if ":" in paper_id else 1, **facts)
    return observations.from_entry(entry, day(0))


def by_id(*papers):
    return {paper.entry.id: paper for paper in papers}


OLD = by_id(paper("2601.00007"), paper("2602.00001"), paper("2602.00002"))
NEW = OLD | by_id(paper("2602.00002", title="Mended"), paper("2603.00001"), paper("cs/0301008"))


def contents(folder):
    """Bytes and times of all files below a folder, hidden ones included."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture(name="folder")
def stored_folder(tmp_path):
    folder = tmp_path / "feeds"
    store.write_feed(folder, "cs-pf", OLD)
    (folder / "cs-pf/feed.json").write_text("{}\n")
    return folder


def test_what_is_written_reads_back(tmp_path):
    assert store.read(tmp_path) == {}
    assert store.write_feed(tmp_path, "cs-pf", NEW)
    assert store.write_feed(tmp_path, "a-journal", by_id(paper("doi:10.1145/1")))
    assert store.read(tmp_path) == {"a-journal": by_id(paper("doi:10.1145/1")), "cs-pf": NEW}
    assert store.find_feeds(tmp_path) == ("a-journal", "cs-pf")


def test_papers_lie_by_the_month_of_their_id_or_else_of_publication(tmp_path):
    told = [
        paper("2602.00002", published=noon(60)),
        paper("2602.00001", published=None),
        paper("cs/0301008"),
        paper("doi:10.1145/1", published=datetime(2021, 12, 3, tzinfo=UTC)),
        paper("doi:10.1145/2", published=None),
        paper("url:https://example.org/3", published=None),
    ]
    store.write_feed(tmp_path, "mixed", by_id(*told))
    lines = {
        path.name: [json.loads(line)["entry"]["id"] for line in path.read_text().splitlines()]
        for path in (tmp_path / "mixed").iterdir()
    }

    assert lines == {
        "2602.jsonl": ["2602.00001", "2602.00002"],
        "0301.jsonl": ["cs/0301008"],
        "2112.jsonl": ["doi:10.1145/1"],
        "undated.jsonl": ["doi:10.1145/2", "url:https://example.org/3"],
    }


def test_a_paper_is_one_line_whatever_its_text(tmp_path):
    told = paper(
        "2602.00001", title='"quoted" \\ back', abstract="One.\nTwo.\u2028Three.\x85Four.\rFive. \U0001f600"
    )
    store.write_feed(tmp_path, "cs-pf", by_id(told))
    data = (tmp_path / "cs-pf/2602.jsonl").read_bytes()

    assert (data.count(b"\n"), data.endswith(b"}\n")) == (1, True)
    assert store.read(tmp_path)["cs-pf"] == by_id(told)


def test_the_same_papers_in_any_order_are_the_same_bytes(tmp_path):
    store.write_feed(tmp_path, "one", NEW)
    store.write_feed(tmp_path, "other", dict(reversed(NEW.items())))

    assert [data for data, _ in contents(tmp_path / "one").values()] == [
        data for data, _ in contents(tmp_path / "other").values()
    ]


def test_writing_again_touches_no_file(folder):
    before = contents(folder)

    assert not store.write_feed(folder, "cs-pf", OLD)
    assert contents(folder) == before


def test_files_that_need_no_change_are_not_touched(folder):
    before = contents(folder / "cs-pf")
    store.write_feed(folder, "cs-pf", NEW)
    after = contents(folder / "cs-pf")

    assert [name for name in after if after[name] == before.get(name)] == ["2601.jsonl", "feed.json"]
    assert list(after) == ["0301.jsonl", "2601.jsonl", "2602.jsonl", "2603.jsonl", "feed.json"]


def test_a_disk_without_links_is_written_all_the_same(folder, monkeypatch):
    def no_links(*_paths):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    store.write_feed(folder, "cs-pf", NEW)

    assert store.read(folder)["cs-pf"] == NEW


def test_a_partition_without_papers_goes(folder):
    store.write_feed(folder, "cs-pf", by_id(paper("2601.00007")))

    assert names(folder) == ["cs-pf", "cs-pf/2601.jsonl", "cs-pf/feed.json"]


@pytest.mark.parametrize("order", [PAGES, PAGES[::-1], PAGES[3:] + PAGES[:3], PAGES[1::2] + PAGES[::2]])
def test_documents_in_any_order_give_the_same_bytes(tmp_path, order):
    def stored(names):
        papers = {}
        for name in names:
            document = arxiv_atom.read(safe_xml.parse((ARXIV / name).read_bytes(), name), name, day(300))
            papers = observations.add_entries(papers, document.entries, document.generated_at.date())
        return papers

    store.write_feed(tmp_path, "one", stored(PAGES))
    store.write_feed(tmp_path, "other", stored(order))

    assert len(store.read(tmp_path)["one"]) == 42
    assert {name: data for name, (data, _) in contents(tmp_path / "one").items()} == {
        name: data for name, (data, _) in contents(tmp_path / "other").items()
    }


@pytest.mark.parametrize(
    "name", ["", "..", "../x", "a/b", ".hidden", "CS-PF", "a b", "a\0", "ä", "-a", "a..b"]
)
def test_a_feed_needs_a_name_that_can_be_a_folders(tmp_path, name):
    with pytest.raises(
        UsageError, match="a feed's name has lower-case letters, digits and hyphens, got "
    ) as refused:
        store.write_feed(tmp_path / "feeds", name, OLD)
    assert refused.value.exit_code == 2
    assert names(tmp_path) == []


# --- broken lines ----------------------------------------------------------------------------------------

GOOD = msgspec.json.encode(paper("2602.00001"))


def mended(**changes):
    stored = json.loads(GOOD)
    for key, value in changes.items():
        place = stored["entry"] if key in stored["entry"] else stored
        place[key] = value
    return json.dumps(stored).encode()


BROKEN = [
    pytest.param(b"", "Input data was truncated", id="empty"),
    pytest.param(GOOD[:-5], "Input data was truncated", id="cut-off"),
    pytest.param(b"<<<<<<< HEAD", "JSON is malformed", id="merge-conflict"),
    pytest.param(b"null", "Expected `object`, got `null`", id="null"),
    pytest.param(b'{"entry": {"id": "2602.00001"}}', "missing required field `version`", id="lacking"),
    pytest.param(mended(title=7), "Expected `str`, got `int` - at `$.entry.title`", id="type"),
    pytest.param(mended(title="\ud800"), "", id="surrogate"),
    pytest.param(GOOD.replace(b"A title", b"A \xff"), "", id="bad-byte"),
    pytest.param(b'{"entry": ' * 100_000, "", id="nesting"),
    pytest.param(mended(as_of="2026-03-01T00:00:00Z"), "Invalid RFC3339 encoded date", id="no-day"),
    pytest.param(
        mended(versions=[{"number": 1, "updated": "2026-03-01T00:00:00"}]), "a time has no zone", id="no-zone"
    ),
    pytest.param(mended(published="2026-03-01T00:00:00"), "a time has no zone", id="no-zone-inside"),
    pytest.param(mended(published="2026-02-30T00:00:00Z"), "Invalid RFC3339 encoded datetime", id="no-date"),
    pytest.param(mended(id="../../x"), "'../../x' is no arXiv id", id="path"),
    pytest.param(
        mended(id="2602.00001v2"), "'2602.00001v2' is not in the form of stored ids", id="versioned"
    ),
    pytest.param(mended(id="arXiv:2602.00001"), "is not in the form of stored ids", id="prefixed"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_a_broken_line_is_a_problem_with_its_file_and_line(folder, line, reason):
    path = folder / "cs-pf/2602.jsonl"
    path.write_bytes(GOOD + b"\n" + line + b"\n" + GOOD + b"\n")
    with pytest.raises(DataError) as refused:
        store.read(folder)
    (problem,) = refused.value.problems

    assert (problem.path, problem.line) == (str(path), 2)
    assert problem.message.startswith("this line is not a stored paper: ")
    assert reason in problem.message
    assert problem.hint == "the program writes these files; restore it with git"


def test_all_broken_lines_of_all_feeds_are_named(folder):
    store.write_feed(folder, "journal", by_id(paper("doi:10.1145/1", published=None)))
    (folder / "journal/undated.jsonl").write_bytes(b"{}\n")
    (folder / "cs-pf/2601.jsonl").write_bytes(b"{}\n" + GOOD + b"\n[]\n")
    with pytest.raises(DataError) as refused:
        store.read(folder)

    assert [(Path(problem.path).name, problem.line) for problem in refused.value.problems] == [
        ("2601.jsonl", 1),
        ("2601.jsonl", 3),
        ("undated.jsonl", 1),
    ]


def test_a_paper_in_two_files_is_one_paper(folder):
    newer = observations.from_entry(replace(BASE, version=2, title="Second"), day(3))
    (folder / "cs-pf/2512.jsonl").write_bytes(msgspec.json.encode(newer) + b"\n")
    papers = store.read(folder)["cs-pf"]

    assert papers[BASE.id] == observations.combine(OLD[BASE.id], newer)
    assert store.write_feed(folder, "cs-pf", papers)
    assert not (folder / "cs-pf/2512.jsonl").exists()


def test_lines_that_git_ended_otherwise_can_be_read(folder):
    for path in (folder / "cs-pf").glob("*.jsonl"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert store.read(folder)["cs-pf"] == OLD


@pytest.mark.parametrize("place", ["", "cs-pf", "elsewhere", "cs-pf/2602.jsonl", "cs-pf/feed.json"])
def test_a_link_in_the_store_is_named_and_not_followed(place, folder, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    link = folder / place
    if link.is_dir():
        link.rename(tmp_path / "moved")
    link.unlink(missing_ok=True)
    link.symlink_to(secret)
    message, hint = "the store must contain plain files, and this is a link", "restore it with git"
    expected = (Problem(str(link), 0, 0, message, hint),)

    assert store.read_valid_papers(folder) == ({}, expected)
    for read in (store.read, lambda folder: store.read_feed(folder, "cs-pf")):
        with pytest.raises(DataError) as caught:
            read(folder)
        assert caught.value.problems == expected


def test_what_is_no_feed_is_left_alone(folder):
    (folder / "notes.txt").write_text("mine")
    (folder / ".gitkeep").touch()

    assert store.find_feeds(folder) == ("cs-pf",)


# --- interruptions ---------------------------------------------------------------------------------------

KINDS = [
    pytest.param(FULL, False, id="fails-once"),
    pytest.param(READ_ONLY, True, id="fails-for-good"),
    pytest.param(Killed(), True, id="killed"),
]
WAYS = [pytest.param(True, id="exchange"), pytest.param(False, id="two-steps")]


@pytest.mark.parametrize(("error", "permanently"), KINDS)
@pytest.mark.parametrize("exchange", WAYS)
def test_whatever_fails_the_papers_are_the_old_or_the_new_ones(folder, exchange, error, permanently):
    with failing(Disk(None, error), exchange=exchange) as disk:
        store.write_feed(folder, "cs-pf", NEW)
    outcomes = []
    for moment in range(1, len(disk.operations) + 1):
        store.write_feed(folder, "cs-pf", OLD)
        failed = True
        with (
            failing(Disk(moment, error, permanently=permanently), exchange=exchange),
            suppress(StoreError, Killed),
        ):
            store.write_feed(folder, "cs-pf", NEW)
            failed = False
        papers = store.read(folder)["cs-pf"]
        outcomes.append(papers)

        assert papers in ((OLD, NEW) if failed else (NEW,))
        assert (folder / "cs-pf/feed.json").read_text() == "{}\n"
        assert store.write_feed(folder, "cs-pf", NEW) == (papers == OLD)
        assert store.read(folder) == {"cs-pf": NEW}
        assert [path.name for path in folder.iterdir()] == ["cs-pf"]

    assert len(outcomes) >= 20
    assert (outcomes[0], outcomes[-1]) == (OLD, NEW)


@pytest.mark.parametrize(("error", "permanently"), KINDS)
def test_whatever_fails_the_first_papers_are_there_or_not(tmp_path, error, permanently):
    folder = tmp_path / "feeds"
    with failing(Disk(None, error)) as disk:
        store.write_feed(folder, "cs-pf", OLD)
    for moment in range(1, len(disk.operations) + 1):
        shutil.rmtree(folder)
        with failing(Disk(moment, error, permanently=permanently)), suppress(StoreError, Killed):
            store.write_feed(folder, "cs-pf", OLD)

        assert store.read(folder) in ({}, {"cs-pf": OLD})
        store.write_feed(folder, "cs-pf", OLD)
        assert [path.name for path in folder.iterdir()] == ["cs-pf"]


@pytest.mark.parametrize("error", [FULL, READ_ONLY, PermissionError(errno.EACCES, "Permission denied")])
@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_a_disk_that_cannot_be_written_is_said_and_the_store_unchanged(folder, error, moment):
    before = contents(folder)
    with failing(Disk(moment, error, permanently=moment == 1)), pytest.raises(StoreError) as refused:
        store.write_feed(folder, "cs-pf", NEW)

    assert contents(folder) == before
    assert refused.value.exit_code == 3
    assert str(refused.value) == (
        f"cannot write {folder / 'cs-pf'}: {error.strerror}; nothing that was stored is lost"
    )


def test_a_folder_that_could_not_be_replaced_is_back_at_once(folder):
    before = contents(folder)
    with failing(Disk(None, FULL), exchange=False) as disk:
        store.write_feed(folder, "cs-pf", NEW)
        store.write_feed(folder, "cs-pf", OLD)
    second_rename = disk.operations.index("rename", disk.operations.index("rename") + 1) + 1
    with failing(Disk(second_rename, FULL), exchange=False), pytest.raises(StoreError):
        store.write_feed(folder, "cs-pf", NEW)

    assert {name: data for name, (data, _) in contents(folder).items()} == {
        name: data for name, (data, _) in before.items()
    }


def test_an_interrupted_write_of_another_feed_is_cleared_away(folder):
    with failing(Disk(8, Killed())), suppress(Killed):
        store.write_feed(folder, "journal", NEW)
    assert (folder / ".journal.new").exists()

    store.write_feed(folder, "cs-pf", OLD)

    assert [path.name for path in folder.iterdir()] == ["cs-pf"]


@pytest.mark.parametrize("method", ["iterdir", "read_bytes"])
def test_a_folder_that_cannot_be_read_is_never_taken_for_an_empty_one(folder, monkeypatch, method):
    real = getattr(Path, method)

    def refuse_feed(path, *arguments):
        if path.name == "cs-pf" or path.parent.name == "cs-pf":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *arguments)

    before = contents(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Path, method, refuse_feed)
        with pytest.raises(StoreError, match=r"cannot read .*/cs-pf.*: Permission denied"):
            store.read(folder)
        with pytest.raises(StoreError, match="Permission denied"):
            store.write_feed(folder, "cs-pf", by_id(paper("2604.00001")))
    assert contents(folder) == before


def test_what_an_interrupted_write_moved_aside_is_brought_back_by_reading(folder):
    (folder / "cs-pf").rename(folder / ".cs-pf.old")

    assert store.read(folder) == {"cs-pf": OLD}
    assert [path.name for path in folder.iterdir()] == ["cs-pf"]


def test_a_disk_on_which_nothing_can_be_brought_back_is_said(folder):
    (folder / "cs-pf").rename(folder / ".cs-pf.old")
    with (
        failing(Disk(1, READ_ONLY, permanently=True)),
        pytest.raises(StoreError, match="Read-only file system"),
    ):
        store.read(folder)

    assert store.read(folder) == {"cs-pf": OLD}


@pytest.mark.parametrize("former_id", ["../x", "2602.00001", "doi:10.1/2"])
def test_only_ids_of_addresses_can_be_former_ids(folder, former_id):
    line = store.encode_paper(replace(paper("2602.00001"), former_ids=(former_id,)))
    (folder / "cs-pf/2512.jsonl").write_bytes(line + b"\n")

    with pytest.raises(DataError, match="a former id is not the id of an address"):
        store.read(folder)


def test_a_paper_keeps_all_former_ids_whatever_is_combined_with_it():
    one, other = (replace(paper("url:https://sand.ai/a"), former_ids=(name,)) for name in ("url:b", "url:a"))

    assert observations.combine(one, other).former_ids == ("url:a", "url:b")
    assert observations.combine(other, paper("url:https://sand.ai/a")).former_ids == ("url:a",)


def test_another_paper_on_the_page_of_a_stored_one_is_a_paper_of_its_own():
    stored = {"url:https://sand.ai/a": paper("url:https://sand.ai/a")}
    entry = replace(
        stored["url:https://sand.ai/a"].entry, id="url:https://sand.ai/a#b", title="Another title"
    )

    assert set(observations.add_entries(stored, [entry], day(0))) == {
        "url:https://sand.ai/a",
        "url:https://sand.ai/a#b",
    }


def test_a_stored_paper_keeps_its_form():
    """The form of the lines is a promise: a change of it would rewrite every file of every catalogue."""
    changed = StoredPaper(
        replace(BASE, published=None), (Version(1, None),), day(0), day(1), {"title": day(2)}
    )

    assert store.encode_paper(changed).decode() == (
        '{"entry":{"id":"2602.00001","version":1,"title":"A title","abstract":"An abstract.","authors":'
        '[{"name":"A. Author","affiliations":["Yale"]},{"name":"B. Author","affiliations":[]}],'
        '"categories":["cs.PF"],"primary_category":"cs.PF","published":null,"updated":"2026-02-24T12:00:00Z",'
        '"comment":"8 pages","journal_ref":"J. Perf. 1","dois":["10.1145/1"],"links":[]},'
        '"versions":[{"number":1,"updated":null}],"first_seen":"2026-03-01",'
        '"as_of":"2026-03-02","changed":{"title":"2026-03-03"}}'
    )
