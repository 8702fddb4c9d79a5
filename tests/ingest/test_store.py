"""The files of the store: what is written is read back, and no failure loses a paper."""

import errno
import json
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from generator.curation.schema import read_limit
from generator.ingest import arxiv_atom, feed_folder, observations, safe_xml, store
from generator.ingest.feed_folder import find_feeds
from generator.ingest.stored_rules import clean_paper
from generator.model.entries import StoredPaper, Version
from generator.model.errors import DataError, Problem, StoreError, UsageError
from generator.system.memo import Memo
from tests.faults import Disk, Killed, failing
from tests.ingest.observed_paper import BASE, day, noon
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

FULL = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")


def paper(paper_id, **facts):
    entry = replace(BASE, id=paper_id, version=None if ":" in paper_id else 1, **facts)
    return observations.from_entry(entry, day(0))


def by_id(*papers):
    return {paper.entry.id: paper for paper in papers}


OLD = by_id(paper("2601.00007"), paper("2602.00001"), paper("2602.00002"))
NEW = OLD | by_id(paper("2602.00002", title="Corrected"), paper("2603.00001"), paper("cs/0301008"))


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


def test_written_papers_are_read_back(tmp_path):
    assert store.read(tmp_path) == {}
    assert store.write_feed(tmp_path, "cs-pf", NEW)
    assert store.write_feed(tmp_path, "a-journal", by_id(paper("doi:10.1145/1")))
    assert store.read(tmp_path) == {"a-journal": by_id(paper("doi:10.1145/1")), "cs-pf": NEW}
    assert find_feeds(tmp_path) == ("a-journal", "cs-pf")


def test_files_are_by_month_of_the_id_or_of_publication(tmp_path):
    papers = [
        paper("2602.00002", published=noon(60)),
        paper("2602.00001", published=None),
        paper("cs/0301008"),
        paper("doi:10.1145/1", published=datetime(2021, 12, 3, tzinfo=UTC)),
        paper("doi:10.1145/2", published=None),
        paper("url:https://example.org/3", published=None),
    ]
    store.write_feed(tmp_path, "mixed", by_id(*papers))
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
    odd_paper = paper(
        "2602.00001", title='"quoted" \\ back', abstract="One.\nTwo.\u2028Three.\x85Four.\rFive. \U0001f600"
    )
    store.write_feed(tmp_path, "cs-pf", by_id(odd_paper))
    data = (tmp_path / "cs-pf/2602.jsonl").read_bytes()

    assert (data.count(b"\n"), data.endswith(b"}\n")) == (1, True)
    assert store.read(tmp_path)["cs-pf"] == by_id(clean_paper(odd_paper))


def test_equal_papers_in_any_order_are_equal_bytes(tmp_path):
    store.write_feed(tmp_path, "one", NEW)
    store.write_feed(tmp_path, "other", dict(reversed(NEW.items())))

    assert [data for data, _ in contents(tmp_path / "one").values()] == [
        data for data, _ in contents(tmp_path / "other").values()
    ]


def test_writing_equal_papers_changes_no_file(folder):
    before = contents(folder)

    assert not store.write_feed(folder, "cs-pf", OLD)
    assert contents(folder) == before


def test_unchanged_files_are_linked(folder):
    before = contents(folder / "cs-pf")
    store.write_feed(folder, "cs-pf", NEW)
    after = contents(folder / "cs-pf")

    assert [name for name in after if after[name] == before.get(name)] == ["2601.jsonl", "feed.json"]
    assert list(after) == ["0301.jsonl", "2601.jsonl", "2602.jsonl", "2603.jsonl", "feed.json"]


def test_a_file_system_without_links_is_written(folder, monkeypatch):
    def refuse(*_paths):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    store.write_feed(folder, "cs-pf", NEW)

    assert store.read(folder)["cs-pf"] == NEW


def test_a_file_without_papers_is_removed(folder):
    store.write_feed(folder, "cs-pf", by_id(paper("2601.00007")))

    assert names(folder) == ["cs-pf", "cs-pf/2601.jsonl", "cs-pf/feed.json"]


@pytest.mark.parametrize("order", [PAGES, PAGES[::-1], PAGES[3:] + PAGES[:3], PAGES[1::2] + PAGES[::2]])
def test_documents_in_any_order_give_equal_bytes(tmp_path, order):
    def stored(names):
        papers = {}
        for name in names:
            document = arxiv_atom.parse_answer(
                safe_xml.parse_xml((ARXIV / name).read_bytes(), name), name, day(300)
            )
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
def test_the_name_of_a_feed_must_be_that_of_a_folder(tmp_path, name):
    with pytest.raises(
        UsageError, match="a feed's name has lower-case letters, digits and hyphens, got "
    ) as caught:
        store.write_feed(tmp_path / "feeds", name, OLD)
    assert caught.value.exit_code == 2
    assert names(tmp_path) == []


# --- broken lines ----------------------------------------------------------------------------------------

VALID_LINE = msgspec.json.encode(paper("2602.00001"))


def change_line(**changes):
    line = json.loads(VALID_LINE)
    for key, value in changes.items():
        target = line["entry"] if key in line["entry"] else line
        target[key] = value
    return json.dumps(line).encode()


BROKEN = [
    pytest.param(b"", "Input data was truncated", id="empty"),
    pytest.param(VALID_LINE[:-5], "Input data was truncated", id="cut-off"),
    pytest.param(b"<<<<<<< HEAD", "JSON is malformed", id="merge-conflict"),
    pytest.param(b"null", "Expected `object`, got `null`", id="null"),
    pytest.param(b'{"entry": {"id": "2602.00001"}}', "missing required field `version`", id="lacking"),
    pytest.param(change_line(title=7), "Expected `str`, got `int` - at `$.entry.title`", id="type"),
    pytest.param(change_line(title="\ud800"), "", id="surrogate"),
    pytest.param(VALID_LINE.replace(b"A title", b"A \xff"), "", id="wrong-byte"),
    pytest.param(b'{"entry": ' * 100_000, "", id="nesting"),
    pytest.param(change_line(as_of="2026-03-01T00:00:00Z"), "Invalid RFC3339 encoded date", id="no-day"),
    pytest.param(
        change_line(versions=[{"number": 1, "updated": "2026-03-01T00:00:00"}]),
        "a time has no zone",
        id="no-zone",
    ),
    pytest.param(change_line(published="2026-03-01T00:00:00"), "a time has no zone", id="no-zone-inside"),
    pytest.param(
        change_line(published="2026-02-30T00:00:00Z"), "Invalid RFC3339 encoded datetime", id="no-date"
    ),
    pytest.param(change_line(id="../../x"), "'../../x' is not an arXiv id", id="path"),
    pytest.param(
        change_line(id="2602.00001v2"), "'2602.00001v2' is not in the form of stored ids", id="versioned"
    ),
    pytest.param(change_line(id="arXiv:2602.00001"), "is not in the form of stored ids", id="prefixed"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_a_broken_line_is_a_problem_at_its_place(folder, line, reason):
    path = folder / "cs-pf/2602.jsonl"
    path.write_bytes(VALID_LINE + b"\n" + line + b"\n" + VALID_LINE + b"\n")
    with pytest.raises(DataError) as caught:
        store.read(folder)
    (problem,) = caught.value.problems

    assert (problem.path, problem.line) == (str(path), 2)
    assert problem.message.startswith("this line is not a stored paper: ")
    assert reason in problem.message
    assert problem.hint == "the program writes these files; restore it with git"


def test_every_broken_line_of_every_feed_is_a_problem(folder):
    store.write_feed(folder, "journal", by_id(paper("doi:10.1145/1", published=None)))
    (folder / "journal/undated.jsonl").write_bytes(b"{}\n")
    (folder / "cs-pf/2601.jsonl").write_bytes(b"{}\n" + VALID_LINE + b"\n[]\n")
    with pytest.raises(DataError) as caught:
        store.read(folder)

    assert [(Path(problem.path).name, problem.line) for problem in caught.value.problems] == [
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


def test_lines_that_were_clean_before_are_not_checked_again(folder, monkeypatch):
    memo = Memo()
    papers = store.read(folder, memo)
    monkeypatch.setattr(store, "_parse_line", None)
    monkeypatch.setattr(store, "clean_paper", None)

    assert store.read(folder, Memo(memo.results)) == papers


CLEANED = [
    pytest.param(change_line(title="Tail\u202e  latency"), "", id="text"),
    pytest.param(change_line(links=["javascript:alert(1)"]), "", id="link"),
]


@pytest.mark.parametrize(("line", "_"), [*BROKEN, *CLEANED])
def test_lines_that_were_not_clean_before_are_checked_again(folder, line, _):
    (folder / "cs-pf/2602.jsonl").write_bytes(VALID_LINE + b"\n" + line + b"\n")
    memo = Memo()
    store.read_valid_papers(folder, memo=memo)

    assert [2] in memo.results.values()
    assert store.read_valid_papers(folder, memo=Memo(memo.results)) == store.read_valid_papers(folder)


def test_windows_line_ends_are_read(folder):
    for path in (folder / "cs-pf").glob("*.jsonl"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert store.read(folder)["cs-pf"] == OLD


@pytest.mark.parametrize("place", ["", "cs-pf", "elsewhere", "cs-pf/2602.jsonl", "cs-pf/feed.json"])
def test_a_link_in_the_store_is_a_problem_and_not_followed(place, folder, tmp_path):
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


def test_other_files_in_the_store_are_ignored(folder):
    (folder / "notes.txt").write_text("mine")
    (folder / ".gitkeep").touch()

    assert find_feeds(folder) == ("cs-pf",)


# --- interruptions ---------------------------------------------------------------------------------------

FAILURES = [
    pytest.param(FULL, False, id="fails-once"),
    pytest.param(READ_ONLY, True, id="fails-permanently"),
    pytest.param(Killed(), True, id="killed"),
]
FILE_SYSTEMS = [pytest.param(True, id="exchange"), pytest.param(False, id="two-steps")]


@pytest.mark.parametrize(("error", "permanently"), FAILURES)
@pytest.mark.parametrize("exchange", FILE_SYSTEMS)
def test_after_any_failure_the_papers_are_the_old_or_the_new_ones(folder, exchange, error, permanently):
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


@pytest.mark.parametrize(("error", "permanently"), FAILURES)
def test_after_any_failure_the_first_papers_are_complete_or_missing(tmp_path, error, permanently):
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
def test_a_disk_that_cannot_be_written_is_an_error_and_the_store_is_unchanged(folder, error, moment):
    before = contents(folder)
    with failing(Disk(moment, error, permanently=moment == 1)), pytest.raises(StoreError) as caught:
        store.write_feed(folder, "cs-pf", NEW)

    assert contents(folder) == before
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        f"cannot write {folder / 'cs-pf'}: {error.strerror}; nothing that was stored is lost"
    )


def test_a_folder_that_cannot_be_replaced_is_restored_at_once(folder):
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


def test_the_remains_of_an_interrupted_write_are_removed(folder):
    with failing(Disk(8, Killed())), suppress(Killed):
        store.write_feed(folder, "journal", NEW)
    assert (folder / ".journal.new").exists()

    store.write_feed(folder, "cs-pf", OLD)

    assert [path.name for path in folder.iterdir()] == ["cs-pf"]


@pytest.mark.parametrize("method", ["iterdir", "read_bytes"])
def test_a_folder_that_cannot_be_read_is_not_an_empty_store(folder, monkeypatch, method):
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


def test_reading_restores_a_feed_that_was_moved_aside(folder):
    (folder / "cs-pf").rename(folder / ".cs-pf.old")

    assert store.read(folder) == {"cs-pf": OLD}
    assert [path.name for path in folder.iterdir()] == ["cs-pf"]


def test_a_feed_that_cannot_be_restored_is_an_error(folder):
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


def test_the_form_of_a_line_is_stable():
    """A change of the form would rewrite every file of every catalogue."""
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


def test_names_of_feeds_are_as_long_as_the_settings_allow():
    assert read_limit("catalogue", "maxLength", ("feeds", 0, "id")) == feed_folder.MAX_FEED_NAME
