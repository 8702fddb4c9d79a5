"""The workflows, run: their commands in order, against a bare repository and a scripted arXiv."""

import json
import re
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from tests import scripted_arxiv as play
from tests.paths import REPOSITORY
from tests.runner import PLAYED, WORKFLOWS, Runner, git
from tests.scripted_arxiv import Record, ScriptedArxiv, made

pytestmark = pytest.mark.slow

FILES = sorted(WORKFLOWS.glob("*.yml"))
SHIPPED = (
    "data", "generator", "overrides", ".github", ".gitignore", "Makefile", "mkdocs.yml", "README.md",
    "CITATION.cff", "docs/project/maintaining.md",
)  # fmt: skip
PIN = re.compile(r"[\w-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
FORM = """\
### id

{id}

### title

{title}

### topics

first-topic

### summary

{summary}

### note

{note}

### Before you send it

- [x] The summary is in my own words.
"""
HOSTILE = """\
Read *section 3*.

::error file=README.md,line=1::gotcha
##[set-output name=x]y
$(touch /tmp/owned) `touch /tmp/owned` ${{ github.token }} "; touch owned; "
--- !!python/object/apply:os.system ["touch owned"]
</textarea><script>alert(1)</script> ```` ``` @everyone"""


def parsed(path):
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - text only: "on" stays "on"


def steps(path):
    return [step for job in parsed(path)["jobs"].values() for step in job["steps"]]


def recent(number, days=1):
    """A record of a paper that came some days ago."""
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days, minutes=number)
    return made(number, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def of_category(record, category):
    return Record.of(record.xml.replace("cs.PF", category))


# --- what stands in the files ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_workflow_gives_no_more_than_a_job_needs(path):
    workflow = parsed(path)

    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"])
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert int(job["timeout-minutes"]) <= 120
        assert job["runs-on"] == "ubuntu-24.04"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_actions_are_pinned_and_scripts_hold_no_expression(path):
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"
    used = [line.partition("uses: ")[2] for line in path.read_text().splitlines() if "uses: " in line]
    assert [line for line in used if not PIN.fullmatch(line)] == []


def test_one_action_has_one_pin():
    pins = {
        line.partition("uses: ")[2]
        for path in FILES
        for line in path.read_text().splitlines()
        if "uses: " in line
    }

    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


def test_a_pull_request_can_only_read_and_writes_no_cache():
    workflow = parsed(WORKFLOWS / "ci.yml")

    granted = [job["permissions"] for job in workflow["jobs"].values()]
    assert [one for one in granted if one not in ({}, {"contents": "read"})] == []
    for path in FILES:
        if "pull_request" in parsed(path)["on"]:
            assert "github.token" not in path.read_text()
            assert "secrets." not in path.read_text()
    caches = [
        step["with"]["cache"] for step in steps(WORKFLOWS / "ci.yml") if "cache" in step.get("with", {})
    ]
    assert set(caches) == {"${{ github.ref == 'refs/heads/main' && 'pip' || '' }}"}


def test_the_published_site_is_built_without_a_cache():
    assert "cache" not in {key for step in steps(WORKFLOWS / "deploy.yml") for key in step.get("with", {})}


def test_a_token_is_given_to_single_steps():
    for path in FILES:
        workflow = parsed(path)
        assert "env" not in workflow
        assert [job for job in workflow["jobs"].values() if "env" in job] == []


def test_what_is_played_here_is_a_task_of_the_makefile():
    makefile = (REPOSITORY / "Makefile").read_text()

    for command in PLAYED:
        assert f"\n{command.removeprefix('make ')}: " in makefile


def test_zizmor_finds_nothing():
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--strict-collection", "--no-progress"]
    command += ["--persona", "pedantic", REPOSITORY / ".github"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


# --- what they do ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="shipped")
def shipped_repository(tmp_path_factory):
    """A bare repository that holds this project as it is now."""
    folder = tmp_path_factory.mktemp("shipped")
    work = folder / "work"
    for name in SHIPPED:
        source, target = REPOSITORY / name, work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".lock"))
        else:
            shutil.copy(source, target)
    return _published(work, folder / "remote.git")


def _published(work, remote):
    git("init", "--quiet", "--initial-branch=main", work)
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "--message", "all of it")
    git("clone", "--quiet", "--bare", work, remote)
    return remote


@pytest.fixture(scope="module", name="begun")
def repository_of_a_new_catalogue(shipped, tmp_path_factory):
    """A bare repository in which somebody has begun a catalogue of their own."""
    work = tmp_path_factory.mktemp("begun") / "work"
    git("clone", "--quiet", shipped, work)
    catalogue(work, "init", "--title", "Toy Papers", "--category", "cs.PF")
    git("-C", work, "add", "data", "mkdocs.yml")
    git("-C", work, "commit", "--quiet", "--message", "a catalogue of our own")
    git("clone", "--quiet", "--bare", work, work.parent / "remote.git")
    return work.parent / "remote.git"


def catalogue(root, *arguments, code=0):
    command = [sys.executable, "-m", "generator", *arguments]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == code, result.stderr
    return result.stdout


class World(Runner):
    """A repository on GitHub, whose workflows fetch from a scripted arXiv."""

    server = None

    def files(self, folder, ref="main"):
        """Path to text of what a branch holds in a folder."""
        names = git("-C", self.remote, "ls-tree", "-r", "--name-only", ref, folder).splitlines()
        return {name: git("-C", self.remote, "show", f"{ref}:{name}") for name in names}

    def papers(self, feed="cs-pf"):
        texts = self.files(f"data/feeds/{feed}").items()
        lines = [line for name, text in texts if name.endswith(".jsonl") for line in text.splitlines()]
        return {json.loads(line)["entry"]["id"] for line in lines}

    def log(self, ref="main"):
        return git("-C", self.remote, "log", "--format=%s", ref).splitlines()

    def change(self, files, message="somebody else", ref="main"):
        """Somebody else commits and pushes: path to text, or None to remove it."""
        self.runs += 1
        work = self.folder / f"other-{self.runs}"
        git("clone", "--quiet", self.remote, work)
        for name, text in files.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text) if text is not None else path.unlink()
        git("-C", work, "add", "--all")
        git("-C", work, "commit", "--quiet", "--message", message)
        git("-C", work, "push", "--quiet", "origin", f"HEAD:{ref}")


@pytest.fixture(scope="module", name="records")
def papers_of_the_last_days():
    """What the scripted arXiv knows at first."""
    return [recent(number) for number in range(1, 6)]


@pytest.fixture(scope="module", name="grown")
def repository_after_the_first_update(begun, records, tmp_path_factory):
    """A bare repository in which the feeds have been asked once, and what came of its workflow."""
    folder = tmp_path_factory.mktemp("grown")
    with closing(_world(begun, folder, records)) as worlds:
        world = next(worlds)
        return world, world.run("update", event="schedule")


@pytest.fixture(name="empty_world")
def world_of_a_new_catalogue(begun, records, tmp_path):
    yield from _world(begun, tmp_path, records)


@pytest.fixture(name="world")
def world_after_the_first_update(grown, records, tmp_path):
    yield from _world(grown[0].remote, tmp_path, records)


@pytest.fixture(name="upstream")
def world_of_this_repository(shipped, records, tmp_path):
    yield from _world(shipped, tmp_path, records)


def _world(remote, folder, records):
    git("clone", "--quiet", "--bare", remote, folder / "remote.git")
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    with ScriptedArxiv(list(records), answered=now) as server:
        environment = {"CATALOGUE_ARXIV_ENDPOINT": server.endpoint, "CATALOGUE_ARXIV_PAUSE": "0"}
        world = World(folder / "github", folder / "remote.git", environment)
        world.server = server
        yield world


def ids(world):
    return {record.id for record in world.server.records}


def test_the_first_update_brings_papers_and_has_them_published(grown):
    world, jobs = grown

    assert {name: job.result for name, job in jobs.items()} == {"fetch": "success", "deploy": "success"}
    assert world.papers() == ids(world)
    assert world.log()[0].startswith("data: 5 new (")
    changed = git("-C", world.remote, "diff", "--name-only", "main~1", "main").split()
    assert {name.partition("/")[0:3:2] for name in changed} == {
        ("data", "feeds/cs-pf/" + Path(name).name) for name in changed
    }
    assert "| cs-pf | 1 | 5 |" in jobs["fetch"].summary
    assert all(paper_id in jobs["fetch"].summary for paper_id in ids(world))
    assert world.gh("calls.txt") == ["auth setup-git", "workflow run deploy.yml --ref main"]


def test_an_update_without_news_commits_nothing_and_publishes_nothing(world):
    before = world.log()
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"fetch": "success"}
    assert world.log() == before
    assert jobs["fetch"].steps["Commit and push"].said.splitlines() == ["nothing to commit"]


def test_a_new_version_is_named_in_the_message(world):
    first = world.server.records[0]
    world.server.records[0] = first.revised(world.server.answered)
    world.run("update")

    assert world.log()[0] == f"data: 1 revised ({first.id})"


TWO_FEEDS = """\
title: Toy Papers
description: Just enough of a catalogue to fetch into, from two feeds.
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
  - {id: cs-os, kind: arxiv, categories: [cs.OS]}
"""


def test_a_feed_that_is_down_ends_red_after_the_others_are_committed(empty_world):
    world = empty_world
    world.change({"data/catalogue.yml": TWO_FEEDS})
    world.server.faults = {2: play.status(403)}
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"fetch": "failure", "deploy": "success"}
    assert world.papers() == ids(world)
    assert world.log()[0].startswith("data: 5 new (")
    assert "cs-os failed" in jobs["fetch"].summary
    assert jobs["fetch"].steps["Commit and push"].outcome == "success"


def test_when_no_feed_answers_nothing_is_committed_and_nothing_is_lost(world):
    before = world.files("data")
    world.server.always = play.status(403)
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"fetch": "failure"}
    assert world.files("data") == before


def test_an_update_that_loses_a_race_goes_on_top_of_what_was_pushed(empty_world):
    world = empty_world
    world.before["Commit and push"] = lambda: world.change({"docs/project/note.md": "Hello.\n"})
    jobs = world.run("update")

    assert jobs["fetch"].result == "success"
    assert world.papers() == ids(world)
    assert world.files("docs")["docs/project/note.md"] == "Hello.\n"
    assert [line.partition(" (")[0] for line in world.log()[:2]] == ["data: 5 new", "somebody else"]


def test_an_update_that_meets_another_of_the_same_feed_ends_red_and_the_next_brings_what_is_missing(world):
    known = dict(world.files("data/feeds"))
    world.server.records[0] = world.server.records[0].revised(world.server.answered)
    name = next(name for name, text in known.items() if world.server.records[0].id in text)
    theirs = known[name].replace("It is fast.", "It is faster.")
    world.before["Commit and push"] = lambda: world.change({name: theirs})
    jobs = world.run("update")

    assert jobs["fetch"].result == "failure"
    assert "the next run fetches what is missing" in jobs["fetch"].steps["Commit and push"].said
    assert world.files("data/feeds")[name] == theirs
    world.before.clear()
    assert world.run("update")["fetch"].result == "success"
    assert "1 revised" in world.log()[0]
    assert world.papers() == ids(world)


def test_broken_curation_does_not_keep_papers_from_being_stored(empty_world):
    world = empty_world
    world.change({"data/curation/papers/2602.00001.yml": "topics: [nowhere]\n"})

    assert world.run("update")["fetch"].result == "success"
    assert world.papers() == ids(world)


# --- pull requests ---------------------------------------------------------------------------------------


def proposed(world, files):
    """A pull request with these files, as GitHub shows it to the checks: merged into main."""
    work = world.folder / "proposal"
    git("clone", "--quiet", world.remote, work)
    git("-C", work, "switch", "--quiet", "--create", "proposal")
    for name, text in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text)
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "--message", "a proposal")
    git("-C", work, "switch", "--quiet", "main")
    git("-C", work, "merge", "--quiet", "--no-ff", "--message", "merged", "proposal")
    git("-C", work, "push", "--quiet", "origin", "HEAD:refs/pull/7/merge")
    return world.run("ci", event="pull_request", ref="refs/pull/7/merge")


def test_a_bad_pull_request_is_annotated_on_its_lines_and_refused(world):
    paper = min(ids(world))
    name = f"data/curation/papers/{paper}.yml"
    jobs = proposed(world, {name: "topics: [first-topic]\nsumary: Short.\nhighlight: yes\n"})

    assert {name: job.result for name, job in jobs.items()} == {
        "data": "failure", "code": "success", "site": "failure", "required": "failure",
    }  # fmt: skip
    lines = jobs["data"].steps["Show what is wrong on its line"].said.splitlines()
    assert [line.partition("::unknown")[0].partition("::highlight")[0] for line in lines[:2]] == [
        f"::error file={name},line=2,col=1",
        f"::error file={name},line=3,col=12",
    ]


def test_a_good_pull_request_shows_the_pages_that_it_changes(world):
    paper = min(ids(world))
    note = "Read on.\n\n  ````\n  ::error::gotcha\n  ##[error]gotcha\n  </details><script>alert(1)</script>\n"
    text = f"topics: [first-topic]\nsummary: It says what nobody has said so well before.\nnote: |\n  {note}"
    jobs = proposed(world, {f"data/curation/papers/{paper}.yml": text})

    assert {job.result for job in jobs.values()} == {"success"}, jobs["site"].steps
    summary = jobs["site"].summary
    assert f"changed `papers/{paper}.md`" in summary
    assert "+ " in summary
    assert "It says what nobody has said so well before." in summary
    assert "artifacts/1" in summary
    said = [line for step in jobs["site"].steps.values() for line in step.said.splitlines()]
    assert [line for line in said if line.lstrip().startswith("::") or "##[" in line] == []
    assert (jobs["site"].uploaded["site"] / f"papers/{paper}/index.html").is_file()


# --- a fork ----------------------------------------------------------------------------------------------


def test_a_fork_of_another_category_has_its_own_papers_and_no_trace_of_where_it_came_from(upstream):
    world = upstream
    work = world.folder / "fork"
    title = yaml.safe_load((REPOSITORY / "data/catalogue.yml").read_text())["title"]
    git("clone", "--quiet", world.remote, work)
    said = catalogue(
        work, "init", "--title", "Papers on Kernels", "--category", "cs.OS", "--query", 'ti:"paper"'
    )
    assert 'set Source to "GitHub Actions"' in said
    git("-C", work, "add", "data", "mkdocs.yml")
    git("-C", work, "commit", "--quiet", "--message", "a catalogue of our own")
    git("-C", work, "push", "--quiet")
    world.name = "elsewhere/kernels"
    world.server.records += [of_category(recent(number), "cs.OS") for number in range(11, 15)]

    assert world.run("update")["fetch"].result == "success"
    assert world.papers("cs-os") == {
        record.id for record in world.server.records if "cs.OS" in record.categories
    }
    jobs = world.run("deploy")
    assert [job.result for job in jobs.values()] == ["success", "success"], jobs["build"].said
    site = jobs["build"].uploaded["pages"]
    texts = {
        path: path.read_text("utf-8", "replace")
        for path in site.rglob("*")
        if path.suffix in {".html", ".xml", ".json", ".txt"} and not path.name.endswith(".schema.json")
    }
    assert "Papers on Kernels" in texts[site / "index.html"]
    assert "https://someone.github.io/something/" in texts[site / "sitemap.xml"]
    assert any("github.com/elsewhere/kernels" in text for text in texts.values())
    for trace in (title, "cs.PF", "cs-pf", "llm-inference"):
        assert [str(path) for path, text in texts.items() if trace in text] == [], trace
    assert sorted(world.files("data/curation")) == [
        "data/curation/papers/.gitkeep", "data/curation/topics.yml", "data/curation/venues.yml",
    ]  # fmt: skip


def test_a_catalogue_without_a_paper_is_published_too(empty_world):
    world = empty_world
    build = world.run("deploy")["build"]
    assert build.result == "success", build.said


# --- forms -----------------------------------------------------------------------------------------------


def labelled(world, body, label="accepted"):
    payload = {"issue": {"number": 12, "body": body}, "label": {"name": label}}
    return world.run("form", event="issues", payload=payload)


def test_a_form_becomes_a_pull_request_once_a_maintainer_has_accepted_it(world):
    paper = min(ids(world))
    body = FORM.format(
        id=paper, title="_No response_", summary="It measures twice, and cuts once.", note="_No response_"
    )

    assert labelled(world, body, label="paper") == {}
    assert labelled(world, body)["form"].result == "success"
    name = f"data/curation/papers/{paper}.yml"
    assert world.files("data/curation/papers", "form-12")[name].splitlines()[1:] == [
        "topics:",
        "  - first-topic",
        "summary: It measures twice, and cuts once.",
    ]
    [pull] = world.gh("pulls.json")
    assert (pull["head"], pull["title"]) == ("form-12", "data: the form of issue 12")
    assert "Closes #12." in pull["body"]
    assert world.files("data/curation/papers").keys() == {"data/curation/papers/.gitkeep"}

    assert labelled(world, body.replace("twice", "three times"))["form"].result == "success"
    assert "three times" in world.files("data/curation/papers", "form-12")[name]
    assert len(world.gh("pulls.json")) == 1


def test_a_hostile_form_is_text_and_nothing_else(world):
    paper = min(ids(world))
    body = FORM.format(
        id=paper,
        title="../../.github/workflows/x",
        summary="A sentence: with 'marks' # and \"more\".",
        note=HOSTILE,
    )
    jobs = labelled(world, body)

    assert jobs["form"].result == "success"
    changed = git("-C", world.remote, "diff", "--name-only", "main", "form-12").split()
    assert changed == [f"data/curation/papers/{paper}.yml"]
    written = yaml.load(world.files("data/curation/papers", "form-12")[changed[0]], Loader=yaml.BaseLoader)  # noqa: S506
    assert written["note"].strip() == HOSTILE
    said = [line for step in jobs["form"].steps.values() for line in step.said.splitlines()]
    assert [line for line in said if line.lstrip().startswith("::") or "##[" in line] == []
    [pull] = world.gh("pulls.json")
    assert pull["body"].count("`````") == 2
    assert list(world.folder.rglob("owned")) == []
    assert not Path("/tmp/owned").exists()  # noqa: S108 - what the form asks a shell for


@pytest.mark.parametrize("paper_id", ["../../../README", "2602.99999\n\n### id\n\n2602.00001"])
def test_a_form_about_no_paper_is_answered_and_nothing_is_written(world, paper_id):
    before = world.log()
    jobs = labelled(
        world, FORM.format(id=paper_id, title="_No response_", summary="x" * 30, note="@everyone `x`")
    )

    assert jobs["form"].result == "failure"
    [comment] = world.gh("comments.json")
    assert comment["number"] == 12
    assert comment["body"].startswith("This form cannot become a file yet:\n\n- `")
    assert world.gh("pulls.json") == []
    assert git("-C", world.remote, "branch", "--list").split() == ["*", "main"]
    assert world.log() == before


# --- the one issue ---------------------------------------------------------------------------------------

VENUES = """\
somewhere:
  short: Somewhere
  title: Conference on Something
  kind: conference
"""


def test_one_issue_tells_of_links_that_lead_nowhere(world):
    name = f"data/curation/papers/{min(ids(world))}.yml"
    world.change({"data/curation/venues.yml": VENUES, name: "links:\n  code: https://127.0.0.10:1/private\n"})
    jobs = world.run("links")

    assert jobs["links"].result == "success"
    [issue] = world.gh("issues.json")
    assert (issue["title"], issue["state"]) == ("Links that lead nowhere", "OPEN")
    assert f"- `https://127.0.0.10:1/private` in `{name}`: `it leads into a private network`" in issue["body"]
    assert jobs["links"].summary == issue["body"]

    world.run("links")
    assert len(world.gh("issues.json")) == 1
    world.change({name: None})
    world.run("links")
    assert [issue["state"] for issue in world.gh("issues.json")] == ["CLOSED"]
    world.change({name: "links:\n  code: https://127.0.0.11:1/private\n"})
    world.run("links")
    [issue] = world.gh("issues.json")
    assert issue["state"] == "OPEN"
    assert "127.0.0.11" in issue["body"]


def test_one_issue_tells_of_a_feed_that_does_not_succeed(empty_world):
    world = empty_world
    world.run("health")
    [issue] = world.gh("issues.json")
    assert (issue["title"], issue["state"]) == ("The catalogue needs a hand", "OPEN")
    assert "The feed `cs-pf` was never fetched." in issue["body"]

    world.run("update")
    world.run("health")
    assert [issue["state"] for issue in world.gh("issues.json")] == ["CLOSED"]
    world.run("health")
    assert (
        len(
            [
                call
                for call in world.gh("calls.txt")
                if not call.startswith(("issue list", "auth", "workflow"))
            ]
        )
        == 2
    )


def test_a_push_that_is_refused_says_so_and_leaves_the_commit(empty_world):
    world = empty_world
    hook = world.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    before = world.log()
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"fetch": "failure"}
    assert "catalogue commit-data: git push failed" in jobs["fetch"].said
    assert world.log() == before
