"""The commands ``fetch`` and ``status``."""

import errno
import json
from datetime import UTC, datetime, timedelta

import pytest

from generator.cli import main
from generator.ingest import fetch_request
from generator.model.curation_values import Settings
from generator.model.errors import UsageError
from generator.system.files import hold_lock
from tests import server_faults as faults
from tests.faults import Disk, failing
from tests.ingest.fetch_world import ERROR_FEED, INVALID, PF, SECOND_FEED, SETTINGS, make_records


def fetch(world, *arguments):
    """The exit code of a run."""
    return main(["fetch", "--root", str(world.root), *arguments])


def test_the_command_fetches_and_shows_a_table(catalogue, capsys):
    assert fetch(catalogue) == 0
    assert capsys.readouterr().out.splitlines() == [
        "feed   requests  new  revised  changed  withdrawn  unchanged  skipped  stored  at service",
        "cs-pf         1   35        0        0          0          0        0      35          35",
    ]


def test_the_command_identifies_itself(catalogue, monkeypatch):
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/papers")
    fetch(catalogue)

    assert catalogue.server.requests[0]["headers"]["User-Agent"] == (
        "paper-catalogue (+https://github.com/example/papers mailto:papers@example.org)"
    )


def test_a_failed_feed_exits_with_3_and_a_hint(catalogue, capsys):
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)
    catalogue.server.faults = {2: faults.status(400, ERROR_FEED)}

    assert fetch(catalogue) == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[1:3]] == [["cs-pf", "1", "35"], ["cs-os", "1", "0"]]
    assert lines[3].startswith(f"cs-os failed: {INVALID} (http://127.0.0.1:")
    assert (
        lines[4]
        == "what to do: correct the feed's query in data/catalogue.yml; papers received before are stored"
    )


def test_a_skipped_entry_exits_with_1(catalogue, capsys):
    catalogue.server.every_fault = faults.replaced("Paper 33<", "<")

    assert fetch(catalogue) == 1
    assert "cs-pf: entry skipped: 2603.00033 has no title" in capsys.readouterr().out.splitlines()


def test_only_named_feeds_are_fetched(catalogue, capsys):
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)

    assert fetch(catalogue, "cs-pf") == 0
    assert "cs-os" not in capsys.readouterr().out
    assert fetch(catalogue, "cs-xx") == 2
    assert (
        "there is no feed 'cs-xx'; the feeds in data/catalogue.yml are: cs-pf, cs-os"
        in capsys.readouterr().err
    )


def test_the_report_is_written_for_people_and_programs(catalogue):
    assert fetch(catalogue, "--report", str(catalogue.root / "report.md")) == 0
    assert fetch(catalogue, "--report", str(catalogue.root / "report.json")) == 0

    assert "| cs-pf | 1 | 35 |" in (catalogue.root / "report.md").read_text()
    feed = json.loads((catalogue.root / "report.json").read_text())["feeds"][0]
    assert (feed["feed"], feed["requests"], feed["new"], feed["held"]) == ("cs-pf", 1, [], 35)


def test_a_report_that_cannot_be_written_exits_with_3_after_storing(catalogue, capsys):
    report = catalogue.root / "none/report.md"

    assert fetch(catalogue, "--report", str(report)) == 3
    message = f"cannot write {report}: No such file or directory; the fetched papers are stored"
    assert message in capsys.readouterr().err
    assert len(catalogue.papers()) == 35


@pytest.mark.parametrize("options", [(), ("--since", "2026-02", "--dry-run")], ids=["fetch", "dry run"])
def test_a_run_during_another_run_exits_with_3(options, catalogue, capsys):
    with hold_lock(catalogue.root / "data/.lock"):
        assert fetch(catalogue, *options) == 3

    assert "another run is writing to" in capsys.readouterr().err
    assert catalogue.server.requests == []


def test_runs_keep_the_pause_between_them(catalogue):
    for options in [(), (), ("--since", "2026-02", "--dry-run"), ("--since", "2026-02")]:
        fetch(catalogue, *options)

    assert catalogue.server.measure_pauses() == [3, 3, 3]


def test_the_option_since_is_rejected_for_feeds_without_history(catalogue, capsys):
    journal = "  - {id: journal, kind: rss, url: 'https://feeds.example.org/journal'}\n"
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + journal)

    for options in [("journal",), ("cs-pf", "journal"), ("journal", "--dry-run")]:
        assert fetch(catalogue, "--since", "2026-02", *options) == 2
        assert "--since needs feeds that are searches of arXiv, got journal" in capsys.readouterr().err
    assert fetch(catalogue, "--since", "2026-02") == 0
    assert "journal" not in capsys.readouterr().out


def test_a_time_span_must_end_after_it_begins(catalogue, capsys):
    assert fetch(catalogue, "--since", "2026-03", "--until", "2026-02") == 2
    expected = "--since must be before the end of the time span, 2026-02-28, got 2026-03-01"
    assert expected in capsys.readouterr().err
    assert catalogue.server.requests == []


def test_a_forecast_needs_a_time_span(world):
    settings = Settings("Toys", "Toys of all sorts.", feeds=(PF,))

    with pytest.raises(UsageError, match="--dry-run needs --since"):
        fetch_request.forecast(fetch_request.Request(), settings, world.build_context())


def test_the_option_refresh_is_rejected_for_a_file(catalogue, capsys):
    mine = "  - {id: mine, kind: file, path: mine.xml}\n"
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + mine)

    assert fetch(catalogue, "--refresh", "mine") == 2
    assert "--refresh needs feeds whose papers can be requested by id, got mine" in capsys.readouterr().err
    assert fetch(catalogue, "--refresh", "--since", "2026-02") == 2


def test_a_broken_document_of_the_catalogue_exits_with_1(catalogue, capsys):
    mine = "  - {id: mine, kind: file, path: mine.xml}\n"
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + mine)
    (catalogue.root / "mine.xml").write_text("Rate exceeded.")

    assert fetch(catalogue) == 1
    assert "mine.xml: the document is not XML" in capsys.readouterr().out
    assert len(catalogue.papers()) == 35


def test_a_full_disk_exits_with_3(catalogue, capsys):
    with failing(Disk(3, OSError(errno.ENOSPC, "No space left on device"), permanently=True)):
        assert fetch(catalogue) == 3

    assert "No space left on device" in "".join(capsys.readouterr())
    assert catalogue.files() == {}


def test_a_folder_that_cannot_be_written_exits_with_3(catalogue, capsys):
    with failing(Disk(1, OSError(errno.EROFS, "Read-only file system"), permanently=True)):
        assert fetch(catalogue) == 3

    assert "Read-only file system" in capsys.readouterr().err
    assert catalogue.server.requests == []


def test_an_interrupted_run_loses_nothing(catalogue, capsys, monkeypatch):
    fetch(catalogue)
    before = catalogue.files()
    catalogue.server.records = make_records(50, hours=12)
    catalogue.server.every_fault = faults.status(429)

    def interrupt(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(catalogue.clock, "sleep", interrupt)

    assert fetch(catalogue) == 3
    assert (
        capsys.readouterr().err.splitlines()[-1]
        == "catalogue fetch: interrupted; no file is left half-written"
    )
    assert catalogue.files() == before


@pytest.mark.parametrize(
    ("environment", "code", "message"),
    [
        ({"CATALOGUE_ARXIV_ENDPOINT": "http://export.arxiv.org/api/query"}, 3, "only https is allowed"),
        (
            {"CATALOGUE_ARXIV_ENDPOINT": "https://export.arxiv.org/api/query", "CATALOGUE_ARXIV_PAUSE": "0"},
            2,
            "CATALOGUE_ARXIV_PAUSE must be 3 or more, as arXiv's terms require, got '0'",
        ),
        (
            {"CATALOGUE_ARXIV_ENDPOINT": "http://["},
            2,
            "CATALOGUE_ARXIV_ENDPOINT must be an address, got 'http://['",
        ),
        *(
            ({"CATALOGUE_ARXIV_PAUSE": stated}, 2, f"a number of seconds below 1000, got '{stated}'")
            for stated in ("soon", "nan", "inf", "-1", "1e9")
        ),
    ],
)
def test_another_endpoint_needs_https_and_the_pause(
    environment, code, message, catalogue, monkeypatch, capsys
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert fetch(catalogue) == code
    assert message in "".join(capsys.readouterr())


def test_loopback_may_be_requested_without_a_pause(catalogue, monkeypatch):
    monkeypatch.setenv("CATALOGUE_ARXIV_PAUSE", "0")
    catalogue.server.faults = {1: faults.redirect("/api/query?start=0&max_results=100")}
    fetch(catalogue)

    assert catalogue.server.measure_pauses() == [0]
    catalogue.server.requests.clear()


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        ("0001-01", "2026-03", "[199108140000 TO 202604010000]"),
        ("2026-02", "9999-12", f"[202602010000 TO {datetime.now(UTC) + timedelta(days=1):%Y%m%d}0000]"),
    ],
)
def test_months_before_arxiv_and_in_the_future_are_limited(since, until, period, catalogue):
    assert fetch(catalogue, "--since", since, "--until", until) == 0
    assert period in catalogue.server.requests[0]["parameters"]["search_query"]


def test_a_feed_that_is_named_twice_is_fetched_once(catalogue):
    assert fetch(catalogue, "cs-pf", "cs-pf") == 0
    assert len(catalogue.server.requests) == 1


def test_status_shows_each_feed_and_which_are_late(catalogue, capsys):
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS + SECOND_FEED)
    today = datetime.now(UTC).date()
    fetch(catalogue, "cs-pf")
    (catalogue.root / "data/feeds/cs-pf/feed.json").write_text(
        f'{{"succeeded": "{today - timedelta(days=5)}"}}'
    )
    capsys.readouterr()

    assert main(["status", "--root", str(catalogue.root)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"cs-pf: 35 papers, last fetched {today - timedelta(days=5)} (5 days ago)",
        "cs-os: 0 papers, never fetched; late",
    ]
    (catalogue.root / "data/catalogue.yml").write_text(SETTINGS)
    assert main(["status", "--root", str(catalogue.root), "--days", "5"]) == 0
    assert main(["status", "--root", str(catalogue.root), "--days", "4"]) == 1


@pytest.mark.parametrize(
    ("age", "message", "code"),
    [
        (-400, "in the future: this clock or that of the last run is wrong); late", 1),
        (-1, "today)", 0),
        (0, "today)", 0),
        (1, "1 day ago)", 0),
    ],
)
def test_status_shows_the_age_of_a_success(age, message, code, catalogue, capsys):
    fetch(catalogue)
    day = datetime.now(UTC).date() - timedelta(days=age)
    (catalogue.root / "data/feeds/cs-pf/feed.json").write_text(f'{{"succeeded": "{day}"}}')
    capsys.readouterr()

    assert main(["status", "--root", str(catalogue.root)]) == code
    assert capsys.readouterr().out == f"cs-pf: 35 papers, last fetched {day} ({message}\n"
