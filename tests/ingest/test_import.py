"""``catalogue import`` stores the papers of all documents, or of none."""

import errno
import os
import shutil
import subprocess
import sys
from datetime import date

import pytest

from generator.cli import main
from generator.ingest import store
from generator.system.files import hold_lock
from tests.faults import Disk, failing
from tests.paths import FEEDS, REPOSITORY

ARXIV = FEEDS / "arxiv"
SEED = ARXIV / "seed-cs.PF.atom.xml"
PAGE = ARXIV / "arxiv-new-testing-p0-10.xml"
NEXT_PAGE = ARXIV / "arxiv-new-testing-s5-10.xml"
ONE = ARXIV / "arxiv-old-2016-and.xml"
TWO = ARXIV / "arxiv-old-2016-phrase.xml"
RSS = ARXIV / "arxiv-rss-2026-09-24-trimmed.xml"

SETTINGS = """\
title: A small catalogue
description: Just enough of a catalogue to import into.
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
"""
SECOND_FEED = "  - {id: cs-os, kind: arxiv, categories: [cs.OS]}\n"

CUT_OFF = "it may be cut off, or an error page"
UNDER_LOAD = "arXiv does this under load; request it again later"
BROKEN = [  # a document, and the message
    pytest.param(b"", ": the document is empty (fetch it again)", id="empty"),
    pytest.param(
        (ARXIV / "http-429-body.txt").read_bytes(),
        f":1:1: the document is not XML: Start tag expected, '<' not found ({CUT_OFF})",
        id="throttled",
    ),
    pytest.param(
        PAGE.read_bytes()[:-8],
        f":261:1: the document is not XML: Premature end of data in tag feed line 2 ({CUT_OFF})",
        id="cut-off",
    ),
    pytest.param(
        (ARXIV / "arxiv-new-ERROR-400.xml").read_bytes(),
        ": arXiv answered with an error: incorrect id format for abc (correct the query)",
        id="error-feed",
    ),
    pytest.param(
        PAGE.read_bytes().replace(b">10</opensearch:itemsPerPage>", b">100</opensearch:itemsPerPage>"),
        f": the answer must have 100 entries, got 10 ({UNDER_LOAD})",
        id="short",
    ),
    pytest.param(
        b"<!DOCTYPE html><html/>",
        ": the document is a web page, not a feed "
        "(it may be an error page; if not, use the address of an RSS or Atom feed)",
        id="web-page",
    ),
]

# Runs the command once for each folder, and kills it (by -9) at that folder's moment: an operation of the
# file system after the lock was taken. Prints how each run ended, and the number of moments of the first run.
KILLER = """
import os, runpy, signal, sys
import generator.cli
document, *roots = sys.argv[1:]
events = {"open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir"}

def run(root, moment):
    state = [0, False]
    def count(event, arguments):
        state[1] = state[1] or event == "fcntl.flock"
        if state[1] and event in events:
            state[0] += 1
            if state[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    sys.argv = ["catalogue", "import", "--quiet", "--root", root, document]
    sys.stdout = sys.stderr = open(os.devnull, "w")
    try:
        runpy.run_module("generator", run_name="__main__", alter_sys=True)
    finally:
        os.write(writer, state[0].to_bytes(4, "big"))

moments = None
for number, root in enumerate(roots):
    reader, writer = os.pipe()
    moment = 0 if moments is None else round(number * (moments + 1) / len(roots))
    child = os.fork()
    if not child:
        try:
            run(root, moment)
        finally:
            os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    data = os.read(reader, 4)
    os.close(reader)
    if moments is None:
        moments = int.from_bytes(data, "big")
    print("killed" if os.WIFSIGNALED(status) else "ended", moments)
"""


@pytest.fixture(name="root")
def small_catalogue(tmp_path):
    root = tmp_path / "small"
    (root / "data").mkdir(parents=True)
    (root / "data/catalogue.yml").write_text(SETTINGS)
    return root


def run(root, *arguments):
    return main(["import", "--root", str(root), *map(str, arguments)])


def read_files(root):
    """Return the bytes and times of all files in the store, hidden ones included."""
    folder = root / "data/feeds"
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_bytes_by_name(root):
    return {name: data for name, (data, _) in read_files(root).items()}


def read_papers(root):
    return store.read(root / "data/feeds")


# --- valid documents --------------------------------------------------------------------------------------


def test_two_documents_are_stored_together(root, capsys):
    assert run(root, SEED, PAGE) == 0
    assert capsys.readouterr().out == "cs-pf: 25 new, 0 revised, 0 changed, 0 unchanged\n"
    assert len(read_papers(root)["cs-pf"]) == 25
    assert "2409.jsonl" in {path.name for path in (root / "data/feeds/cs-pf").iterdir()}


def test_a_paper_is_first_seen_on_the_day_of_its_document(root):
    run(root, SEED)
    paper = read_papers(root)["cs-pf"]["2601.01265"]

    assert (paper.first_seen, paper.as_of, paper.changed) == (date(2026, 3, 24), date(2026, 3, 24), {})


def test_a_document_of_each_kind_is_stored_in_its_feed(root, capsys):
    assert run(root, SEED, RSS) == 0

    assert capsys.readouterr().out.splitlines() == [
        "cs-lg-cs-ai-cs-cl-stat-ml-updates-on-arxiv-org: 4 new, 0 revised, 0 changed, 0 unchanged",
        "cs-pf: 15 new, 0 revised, 0 changed, 0 unchanged",
    ]


def test_importing_again_changes_no_byte(root, capsys):
    run(root, SEED, PAGE)
    before = read_files(root)
    capsys.readouterr()

    assert run(root, PAGE, SEED) == 0
    assert run(root, SEED) == 0
    assert capsys.readouterr().out.splitlines() == [
        "cs-pf: 0 new, 0 revised, 0 changed, 25 unchanged",
        "cs-pf: 0 new, 0 revised, 0 changed, 15 unchanged",
    ]
    assert read_files(root) == before


def test_the_order_of_documents_and_runs_does_not_matter(root, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(root, other)
    for document in (SEED, PAGE, NEXT_PAGE):
        run(root, document)
    run(other, NEXT_PAGE, PAGE)
    run(other, SEED)

    assert len(read_papers(root)["cs-pf"]) == 30
    assert read_bytes_by_name(root) == read_bytes_by_name(other)


def test_a_newer_version_is_a_revision_and_an_older_one_is_not(root, tmp_path, capsys):
    newer = tmp_path / "newer.xml"
    newer.write_bytes(
        SEED.read_bytes()
        .replace(b"2603.04445v1", b"2603.04445v2")
        .replace(b"<updated>2026-03-24T12:40:24Z", b"<updated>2026-03-25T12:40:24Z")
    )
    run(root, SEED)
    run(root, newer)
    run(root, SEED)

    assert capsys.readouterr().out.splitlines() == [
        "cs-pf: 15 new, 0 revised, 0 changed, 0 unchanged",
        "cs-pf: 0 new, 1 revised, 0 changed, 14 unchanged",
        "cs-pf: 0 new, 0 revised, 0 changed, 15 unchanged",
    ]
    assert [version.number for version in read_papers(root)["cs-pf"]["2603.04445"].versions] == [1, 2]


def test_an_answer_without_entries_is_valid_and_adds_nothing(root, capsys):
    assert run(root, ARXIV / "arxiv-new-empty-unknown-id.xml") == 0
    assert capsys.readouterr().out == "cs-pf: 0 new, 0 revised, 0 changed, 0 unchanged\n"
    assert read_files(root) == {}


def test_other_files_of_a_feed_are_kept(root):
    run(root, SEED)
    (root / "data/feeds/cs-pf/feed.json").write_text("{}\n")
    run(root, PAGE)

    assert (root / "data/feeds/cs-pf/feed.json").read_text() == "{}\n"


# --- broken documents and wrong options ------------------------------------------------------------------


@pytest.mark.parametrize(("data", "message"), BROKEN)
def test_nothing_is_stored_if_one_of_the_files_is_broken(root, tmp_path, capsys, data, message):
    run(root, PAGE)
    before = read_files(root)
    capsys.readouterr()
    broken = tmp_path / "broken.xml"
    broken.write_bytes(data)

    assert run(root, SEED, broken, NEXT_PAGE) == 1
    assert capsys.readouterr() == ("", f"{broken}{message}\n")
    assert read_files(root) == before


@pytest.mark.parametrize(
    ("name", "data"), [("a.bib", b"@article{a, title={A}}"), ("b.json", b'[{"id": "a"}]')]
)
def test_a_list_is_told_from_a_feed(root, tmp_path, capsys, name, data):
    (tmp_path / name).write_bytes(data)

    assert run(root, tmp_path / name) == 1
    assert (
        "(to convert a list in Markdown, BibTeX or CSL-JSON, use `catalogue import-list`)"
        in capsys.readouterr().err
    )


def test_every_broken_file_is_named(root, tmp_path, capsys):
    for name in ("b.xml", "a.xml"):
        (tmp_path / name).touch()
    error = ARXIV / "api-ERROR-400-query.xml"

    assert run(root, tmp_path / "b.xml", SEED, error, tmp_path / "a.xml") == 1
    query = "'all:TREM2 AND (all:microglia'"
    assert set(capsys.readouterr().err.splitlines()) == {
        f"{tmp_path}/a.xml: the document is empty (fetch it again)",
        f"{tmp_path}/b.xml: the document is empty (fetch it again)",
        f"{error}: arXiv answered with an error: Invalid query string: {query} (correct the query)",
        "3 problems",
    }
    assert not (root / "data/feeds").exists()


def test_a_broken_file_is_an_annotation_for_github(root, tmp_path, capsys):
    (tmp_path / "a.xml").write_text("Rate exceeded.")

    assert run(root, "--format", "github", tmp_path / "a.xml") == 1
    assert capsys.readouterr().err.startswith(
        f"::error file={tmp_path}/a.xml,line=1,col=1::the document is no"
    )


def test_a_broken_entry_is_reported_and_the_others_are_stored(root, tmp_path, capsys):
    partly = tmp_path / "partly.xml"
    partly.write_bytes(SEED.read_bytes().replace(b"abs/2602.22103v1</id>", b"abs/2602.2210v1</id>"))

    assert run(root, partly) == 1
    problem, counts = capsys.readouterr().out.splitlines()
    assert problem.startswith(f"{partly}:")
    assert problem.endswith(
        ": entry skipped: 2602.2210 has four digits after the point; ids since 1501 have five"
    )
    assert counts == "cs-pf: 14 new, 0 revised, 0 changed, 0 unchanged"
    assert len(read_papers(root)["cs-pf"]) == 14


def test_a_missing_file_exits_with_3(root, tmp_path, capsys):
    assert run(root, SEED, tmp_path / "missing.xml") == 3
    assert capsys.readouterr() == (
        "",
        f"catalogue import: cannot read {tmp_path}/missing.xml: No such file or directory\n",
    )
    assert not (root / "data/feeds").exists()


def test_a_folder_exits_with_3(root, tmp_path, capsys):
    assert run(root, tmp_path) == 3
    assert capsys.readouterr().err == f"catalogue import: cannot read {tmp_path}: Is a directory\n"


@pytest.mark.parametrize(
    ("settings", "choices"),
    [
        (SETTINGS + SECOND_FEED, "cs-pf, cs-os"),
        (
            SETTINGS.replace("kind: arxiv, categories: [cs.PF]", "kind: rss, url: 'https://example.org/'"),
            "none of this kind",
        ),
    ],
    ids=["two", "none"],
)
def test_a_document_of_several_feeds_or_of_none_needs_the_option_feed(root, capsys, settings, choices):
    (root / "data/catalogue.yml").write_text(settings)

    assert run(root, SEED) == 2
    assert capsys.readouterr() == (
        "",
        f"catalogue import: name the feed of arxiv documents with --feed; in the settings: {choices}\n",
    )
    assert not (root / "data/feeds").exists()


def test_the_option_feed_names_the_feed(root):
    (root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)

    assert run(root, "--feed", "cs-os", SEED) == 0
    assert list(read_papers(root)) == ["cs-os"]


@pytest.mark.parametrize("name", ["../x", "CS PF", ".", "/x"])
def test_the_name_of_a_feed_cannot_leave_the_store(root, tmp_path, capsys, name):
    assert run(root, "--feed", name, SEED) == 2
    assert capsys.readouterr().err == (
        f"catalogue import: a feed's name has lower-case letters, digits and hyphens, got {name!r}\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small"]
    assert not (root / "data/feeds").exists()


def test_a_broken_store_is_reported_and_not_overwritten(root, capsys):
    run(root, SEED)
    path = root / "data/feeds/cs-pf/2602.jsonl"
    path.write_text(path.read_text() + "<<<<<<< HEAD\n")
    before = read_files(root)
    capsys.readouterr()

    assert run(root, PAGE) == 1
    assert capsys.readouterr().err.startswith(
        f"{path}:9:1: this line is not a stored paper: JSON is malformed"
    )
    assert read_files(root) == before


def test_broken_settings_are_reported(root, capsys):
    (root / "data/catalogue.yml").write_text("title: A small catalogue\n")

    assert run(root, SEED) == 1
    assert capsys.readouterr().err.startswith(f"{root}/data/catalogue.yml:1:")


# --- a broken world --------------------------------------------------------------------------------------


def test_an_import_during_another_run_exits_with_3(root, capsys):
    with hold_lock(root / "data/.lock"):
        assert run(root, SEED) == 3
    holder = f"another run is writing to {root}/data (process {os.getpid()})"
    assert capsys.readouterr() == ("", f"catalogue import: {holder}; wait until it has finished\n")
    assert not (root / "data/feeds").exists()
    assert run(root, SEED) == 0


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (OSError(errno.EROFS, "Read-only file system"), "Read-only file system"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "Disk quota exceeded"),
    ],
)
@pytest.mark.parametrize("moment", [3, 4, 5])
def test_a_full_disk_exits_with_3(root, capsys, error, reason, moment):
    run(root, SEED)
    before = read_files(root)
    capsys.readouterr()
    with failing(Disk(moment, error)):
        assert run(root, PAGE) == 3

    folder = root / "data/feeds/cs-pf"
    assert capsys.readouterr() == (
        "",
        f"catalogue import: cannot write {folder}: {reason}; nothing that was stored is lost\n",
    )
    assert read_files(root) == before
    assert run(root, PAGE) == 0


def test_a_folder_that_cannot_be_written_exits_with_3(root, capsys):
    with failing(Disk(1, OSError(errno.EACCES, "Permission denied"), permanently=True)):
        assert run(root, SEED) == 3
    assert capsys.readouterr().err == f"catalogue import: cannot write to {root}/data: Permission denied\n"
    assert not (root / "data/feeds").exists()


@pytest.mark.slow
def test_an_import_killed_at_any_moment_leaves_the_old_papers_or_the_new_ones(root, tmp_path):
    run(root, ONE)
    old = read_papers(root)
    roots = [tmp_path / str(number) for number in range(18)]
    for copy in roots:
        shutil.copytree(root, copy)
    run(root, TWO)
    new, never_killed = read_papers(root), read_bytes_by_name(root)

    result = subprocess.run(
        [sys.executable, "-c", KILLER, TWO, *roots],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    ends = [line.split()[0] for line in result.stdout.splitlines()]
    assert ends == ["ended"] + ["killed"] * 17
    papers_of_copies = [read_papers(copy) for copy in roots[1:]]
    assert all(papers in (old, new) for papers in papers_of_copies)
    assert (papers_of_copies[0], papers_of_copies[-1]) == (old, new)
    for copy in roots:
        assert run(copy, TWO) == 0
        assert read_bytes_by_name(copy) == never_killed
        assert sorted(path.name for path in (copy / "data").iterdir()) == [".lock", "catalogue.yml", "feeds"]
        assert [path.name for path in (copy / "data/feeds").iterdir()] == ["cs-pf"]
