"""How a repository looks after itself: messages, reports, forms and files; no process, no network."""

import os
import subprocess
from datetime import date

import pytest
import yaml
from generator.maintain.initialise import Start, settings
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.ingest import store
from generator.maintain import health, page_changes, site_size
from generator.maintain.commit_message import message, news, summary
from generator.model.entries import Entry
from generator.model.errors import DataError, UsageError
from generator.model.text import clean_text, format_code_block

SEEN = date(2026, 3, 24)

texts = st.text(min_size=1, max_size=300).map(clean_text).filter(str.strip)


def entry(paper_id="2602.00001", version=None, **fields):
    return Entry(paper_id, version, "A title", **fields)


def stored(*entries, feed="cs-pf"):
    return {feed: store.add({}, entries, SEEN)}


# --- messages of commits ---------------------------------------------------------------------------------


def test_a_commits_subject_counts_and_names_papers():
    before = stored(entry("2602.00001", version=1), entry("2602.00002"))
    after = stored(
        entry("2602.00001", version=2), entry("2602.00002", dois=("10.5555/1",)), entry("cs/0301008")
    )

    assert summary(news(before, after)) == "1 new, 1 revised, 1 changed (cs-0301008, 2602.00001, ...)"
    assert message(news(before, after)).splitlines()[2:] == [
        "new: cs-0301008", "", "revised: 2602.00001", "", "changed: 2602.00002",
    ]  # fmt: skip


def test_a_subject_is_short_however_many_papers_come_and_the_body_has_all():
    many = stored(*(entry(f"2602.{number:05d}") for number in range(1, 500)))
    subject, _, body = message(news({}, many)).partition("\n")

    assert len(subject) <= 72
    assert subject.startswith("data: 499 new (2602.00499, ")
    assert subject.endswith(", ...)")
    assert body.count("2602.") == 499
    assert max(map(len, body.splitlines())) <= 72


def test_a_sign_of_life_says_that_there_is_nothing_new():
    assert summary(news(stored(entry()), stored(entry()))) == "nothing new"


def test_papers_of_two_feeds_are_counted_once():
    after = stored(entry("2602.00001")) | stored(entry("2602.00001"), feed="other")

    assert summary(news({}, after)) == "1 new (2602.00001)"


def test_an_address_of_a_hostile_feed_is_no_part_of_a_message():
    after = stored(entry("url:https://example.org/x?y=[skip ci]\n\nCloses-1"))

    assert "[skip" not in message(news({}, after))
    assert "\nCloses" not in message(news({}, after))


# --- what changes on pages -------------------------------------------------------------------------------

PAGE = '---\ntitle: "T"\n---\n# T\n\n<p class="x">One &#58;&#58; two</p>\n'


def test_pages_are_compared_as_readers_see_them():
    found = page_changes.compare(
        {"a.md": PAGE, "gone.md": PAGE}, {"a.md": PAGE.replace("two", "three"), "papers/n.md": PAGE}
    )

    assert [(change.verb, change.path, change.lines) for change in found] == [
        ("added", "papers/n.md", ("+# T", "+One :: two")),
        ("changed", "a.md", ("-One :: two", "+One :: three")),
        ("removed", "gone.md", ("-# T", "-One :: two")),
    ]


def test_many_changes_are_counted_and_named():
    found = page_changes.compare({}, {f"papers/{number:03d}.md": PAGE for number in range(100)})

    assert page_changes.as_text(found).splitlines()[0] == "pages: 100 added, 0 changed, 0 removed"
    assert page_changes.as_text(found).splitlines()[-1].endswith("papers/079.md and 20 more")
    assert len(page_changes.as_markdown(found)) < 10_000


@given(text=texts)
def test_whatever_a_page_holds_ends_no_fence_and_begins_no_command(text):
    found = page_changes.compare({}, {"papers/x.md": f"# Title\n\n{text}\n"})
    lines = page_changes.as_text(found).splitlines()

    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []
    block = page_changes.as_markdown(found).split("\n", 4)[4]
    fence = block.partition("diff\n")[0]
    assert set(fence) == {"`"}
    assert [line.strip() for line in block.splitlines()[1:] if line.strip().startswith(fence)] == [fence]


@given(text=texts)
def test_a_fence_is_longer_than_any_in_its_text(text):
    lines = format_code_block(text, "yaml").split("\n")

    assert lines[0].removesuffix("yaml") == lines[-1]
    assert lines[-1] not in "\n".join(lines[1:-1])


# --- a catalogue of one's own ----------------------------------------------------------------------------


def test_a_new_catalogue_is_told_by_its_settings():
    text = settings(Start('Papers: "A"', ("cs.OS", "cs.DC"), 'abs:"file system"'))

    assert yaml.safe_load(text) == {
        "title": 'Papers: "A"',
        "description": (
            'Papers: "A": research papers sorted by topic and venue, with short notes in plain words.'
        ),
        "feeds": [
            {
                "id": "cs-os-cs-dc",
                "kind": "arxiv",
                "query": '(cat:cs.OS OR cat:cs.DC) AND (abs:"file system")',
            }
        ],
    }


def test_what_git_could_not_bring_back_is_not_thrown_away(toys, capsys):
    before = {path: path.read_bytes() for path in (toys / "data").rglob("*.yml")}

    assert main(["init", "--root", str(toys), "--title", "Mine", "--category", "cs.OS"]) == 2
    assert "this folder is not kept by git" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (toys / "data").rglob("*.yml")} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--title", "X", "--category", "cs.OS"], "title must have 3 or more characters"),
        (["--title", "Mine", "--category", "CS OS"], "must be an arXiv category such as cs.PF"),
    ],
)
def test_settings_that_would_not_pass_the_checks_change_nothing(toys, capsys, arguments, said):
    before = {path: path.read_bytes() for path in toys.rglob("*.yml")}

    assert main(["init", "--root", str(toys), "--force", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in toys.rglob("*.yml")} == before


def test_topics_may_be_kept(toys):
    topics = (toys / "data/curation/topics.yml").read_bytes()

    assert (
        main(
            [
                "init",
                "--root",
                str(toys),
                "--force",
                "--title",
                "Mine",
                "--category",
                "cs.OS",
                "--topics",
                "keep",
            ]
        )
        == 0
    )
    assert (toys / "data/curation/topics.yml").read_bytes() == topics
    assert not (toys / "data/feeds").exists()
    assert not (toys / "data/curation/people.yml").exists()
    assert main(["lint", "--root", str(toys)]) == 0
    assert "site_name: Mine" in (toys / "mkdocs.yml").read_text().splitlines()


# --- Pages and health ------------------------------------------------------------------------------------


def test_a_site_is_measured_before_it_is_uploaded(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_bytes(b"x" * 900)

    assert (site_size.measure(tmp_path).files, site_size.measure(tmp_path).size) == (1, 900)
    assert site_size.measure(tmp_path).warning == ""
    assert "are used" in site_size.measure(tmp_path, large=800).warning
    with pytest.raises(DataError, match="Pages takes up to"):
        site_size.measure(tmp_path, largest=800)
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(DataError, match="Pages takes no links"):
        site_size.measure(tmp_path)
    with pytest.raises(UsageError):
        site_size.measure(tmp_path / "nowhere")


def test_the_command_warns_where_warnings_are_read(toys, capsys, monkeypatch):
    (toys / "site").mkdir()
    (toys / "site/index.html").write_bytes(b"x" * 900)
    monkeypatch.setattr(site_size.measure, "__defaults__", (1_000, 800))

    assert main(["size", "--root", str(toys), "--format", "github"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith(f"::warning file={toys}/site::")


TODAY = date(2026, 3, 24)
SETTINGS = """\
title: A small catalogue
description: Just enough of a catalogue to be looked at.
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
  - {id: cs-os, kind: arxiv, categories: [cs.OS]}
"""


@pytest.fixture(name="kept")
def catalogue_kept_by_git(tmp_path):
    """A catalogue whose feeds succeeded on 2026-03-20, with a commit of the same day."""
    for feed in ("cs-pf", "cs-os"):
        (tmp_path / "data/feeds" / feed).mkdir(parents=True)
        (tmp_path / "data/feeds" / feed / "feed.json").write_text('{"succeeded": "2026-03-20"}')
    (tmp_path / "data/catalogue.yml").write_text(SETTINGS)
    day = {"GIT_AUTHOR_DATE": "2026-03-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-20T12:00:00Z"}
    name = ["-c", "user.name=Amy", "-c", "user.email=amy@example.org"]
    for arguments in (["init", "--quiet"], ["add", "."], [*name, "commit", "--quiet", "--message", "all"]):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True, env={**os.environ, **day})  # noqa: S607
    return tmp_path


def test_a_catalogue_that_is_well_has_no_ailments(kept):
    assert health.ailments(kept, TODAY, 7, 50) == ()
    assert health.as_markdown(()) == "All feeds succeed, and the schedules go on.\n"


def test_a_feed_that_has_not_succeeded_for_days_is_told(kept):
    (kept / "data/feeds/cs-os/feed.json").unlink()
    found = health.ailments(kept, TODAY, 3, 50)

    assert [sentence.partition(". ")[0] for sentence in found] == [
        "The feed `cs-pf` has not succeeded since 2026-03-20",
        "The feed `cs-os` has never succeeded",
    ]


@pytest.mark.parametrize(("today", "said"), [
    (date(2026, 3, 19), ()),  # a feed's clock may be past midnight when ours is not
    (date(2026, 3, 1), ("says that it succeeds on 2026-03-20",) * 2),
])  # fmt: skip
def test_a_success_on_a_day_to_come_is_a_wrong_clock(kept, today, said):
    found = health.ailments(kept, today, 7, 50)

    assert tuple(sentence.partition("` ")[2].partition(". ")[0] for sentence in found) == said


def test_schedules_that_github_will_stop_are_told_in_time(kept):
    assert health.ailments(kept, date(2026, 5, 9), 90, 50) == ()
    [sentence] = health.ailments(kept, date(2026, 5, 10), 90, 50)
    assert sentence.startswith(
        "Nothing was committed since 2026-03-20. After 60 days GitHub stops all schedules"
    )


def test_the_command_ends_with_one_and_writes_the_same(kept, tmp_path, capsys):
    assert main(["health", "--root", str(kept), "--report", str(tmp_path / "health.md")]) == 1
    assert (tmp_path / "health.md").read_text() == capsys.readouterr().out
