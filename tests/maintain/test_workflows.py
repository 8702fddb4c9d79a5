"""The workflows: their commands run in order, with a bare repository and a scripted arXiv."""

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

from generator.pipeline import fetch
from tests import server_faults as faults
from tests.paths import REPOSITORY
from tests.runner import SKIPPED_COMMANDS, WORKFLOWS, Runner, fill_expressions, git
from tests.scripted_arxiv import Record, ScriptedArxiv, make_record

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


def read_workflow(path):
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - text only: "on" stays "on"


def list_steps(path):
    return [step for job in list_own_jobs(path) for step in job["steps"]]


def list_own_jobs(path):
    """Return the jobs of a workflow without those that are workflows of this repository."""
    return [job for job in read_workflow(path)["jobs"].values() if not is_own_workflow(job.get("uses", ""))]


def list_used(path):
    """Return the actions and workflows that a workflow uses, with their versions."""
    return [line.partition("uses: ")[2] for line in path.read_text().splitlines() if "uses: " in line]


def is_own_workflow(name):
    """Whether a job or an action is a workflow of this repository, as it is at the commit that runs."""
    return name.startswith("$/.github/workflows/")


def make_recent(number, days=1):
    """Make the record of a paper that was submitted some days ago."""
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days, minutes=number)
    return make_record(number, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def move_to_category(record, category):
    return Record.parse(record.xml.replace("cs.PF", category))


# --- the files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_workflow_has_no_permissions_but_those_of_its_jobs(path):
    workflow = read_workflow(path)

    assert workflow["permissions"] == {}
    assert "concurrency" in workflow or set(workflow["on"]) == {"workflow_call"}
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"])
    assert all("permissions" in job for job in workflow["jobs"].values())
    for job in list_own_jobs(path):
        assert int(job["timeout-minutes"]) <= 120
        assert job["runs-on"] == "ubuntu-24.04"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_actions_are_pinned_and_scripts_have_no_expressions(path):
    for step in list_steps(path):
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"
    assert [name for name in list_used(path) if not (PIN.fullmatch(name) or is_own_workflow(name))] == []


def test_an_action_has_the_same_version_everywhere():
    pins = {name for path in FILES for name in list_used(path)}

    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


def test_a_pull_request_has_read_access_only_and_writes_no_cache():
    workflow = read_workflow(WORKFLOWS / "ci.yml")

    permissions = [job["permissions"] for job in workflow["jobs"].values()]
    assert [grant for grant in permissions if grant not in ({}, {"contents": "read"})] == []
    for path in FILES:
        if "pull_request" in read_workflow(path)["on"]:
            assert "github.token" not in path.read_text()
            assert "secrets." not in path.read_text()
    caches = [
        step["with"]["cache"] for step in list_steps(WORKFLOWS / "ci.yml") if "cache" in step.get("with", {})
    ]
    assert set(caches) == {"${{ github.ref == 'refs/heads/main' && 'pip' || '' }}"}


def test_pull_requests_never_ask_services():
    """Feeds and registries are asked by Update alone."""
    asking = {
        path.stem
        for path in FILES
        for step in list_steps(path)
        if re.search(r"generator (?:fetch|links)\b|catalogue (?:fetch|links)\b", step.get("run", ""))
    }

    assert asking == {"links", "update"}
    for name in asking:
        assert "pull_request" not in read_workflow(WORKFLOWS / f"{name}.yml")["on"]


def test_the_published_site_is_built_without_a_cache():
    assert "cache" not in {
        key for step in list_steps(WORKFLOWS / "deploy.yml") for key in step.get("with", {})
    }


@pytest.mark.parametrize("name", ["ci", "deploy"])
def test_committed_results_of_a_build_change_no_site(name):
    commands = [step.get("run", "") for step in list_steps(WORKFLOWS / f"{name}.yml")]

    assert commands[commands.index(".venv/bin/catalogue site") - 1] == "rm -rf .cache"


def test_tokens_are_given_to_steps_only():
    for path in FILES:
        workflow = read_workflow(path)
        assert "env" not in workflow
        assert [job for job in workflow["jobs"].values() if "env" in job] == []


def test_the_commands_that_are_not_run_here_are_tasks_of_the_makefile():
    makefile = (REPOSITORY / "Makefile").read_text()

    for command in SKIPPED_COMMANDS:
        assert f"\n{command.removeprefix('make ')}: " in makefile


def test_zizmor_reports_no_problem():
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--strict-collection", "--no-progress"]
    command += ["--persona", "pedantic", REPOSITORY / ".github"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


# --- updates ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="shipped")
def shipped_repository(tmp_path_factory):
    """A bare repository with the current files of this project."""
    folder = tmp_path_factory.mktemp("shipped")
    work = folder / "work"
    for name in SHIPPED:
        source, target = REPOSITORY / name, work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".lock"))
        else:
            shutil.copy(source, target)
    return _publish(work, folder / "remote.git")


def _publish(work, remote):
    git("init", "--quiet", "--initial-branch=main", work)
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "--message", "all files")
    git("clone", "--quiet", "--bare", work, remote)
    return remote


@pytest.fixture(scope="module", name="new_catalogue")
def repository_of_a_new_catalogue(shipped, tmp_path_factory):
    """A bare repository with a new catalogue."""
    work = tmp_path_factory.mktemp("new") / "work"
    git("clone", "--quiet", shipped, work)
    catalogue(work, "init", "--title", "Toy Papers", "--category", "cs.PF")
    git("-C", work, "add", "data", "mkdocs.yml")
    git("-C", work, "commit", "--quiet", "--message", "a new catalogue")
    git("clone", "--quiet", "--bare", work, work.parent / "remote.git")
    return work.parent / "remote.git"


def catalogue(root, *arguments, code=0):
    command = [sys.executable, "-m", "generator", *arguments]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == code, result.stderr
    return result.stdout


class World(Runner):
    """A repository on GitHub whose workflows fetch from a scripted arXiv."""

    server = None

    def files(self, folder, ref="main"):
        """Return the text of each file of a branch in a folder, by its path."""
        names = git("-C", self.remote, "ls-tree", "-r", "--name-only", ref, folder).splitlines()
        return {name: git("-C", self.remote, "show", f"{ref}:{name}") for name in names}

    def papers(self, feed="cs-pf"):
        texts = self.files(f"data/feeds/{feed}").items()
        lines = [line for name, text in texts if name.endswith(".jsonl") for line in text.splitlines()]
        return {json.loads(line)["entry"]["id"] for line in lines}

    def log(self, ref="main"):
        return git("-C", self.remote, "log", "--format=%s", ref).splitlines()

    def change(self, files, message="somebody else", ref="main"):
        """Commit and push as somebody else: text by path, or None to remove a file."""
        self.runs += 1
        work = self.folder / f"other-{self.runs}"
        git("clone", "--quiet", "--branch", ref, self.remote, work)
        for name, text in files.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text) if text is not None else path.unlink()
        git("-C", work, "add", "--all")
        git("-C", work, "commit", "--quiet", "--message", message)
        git("-C", work, "push", "--quiet", "origin", f"HEAD:{ref}")


@pytest.fixture(scope="module", name="records")
def papers_of_the_last_days():
    """The papers of the scripted arXiv at the start."""
    return [make_recent(number) for number in range(1, 6)]


@pytest.fixture(scope="module", name="updated")
def repository_after_the_first_update(new_catalogue, records, tmp_path_factory):
    """A repository after the first run of the workflow Update, and the jobs of that run."""
    folder = tmp_path_factory.mktemp("updated")
    with closing(_world(new_catalogue, folder, records)) as worlds:
        world = next(worlds)
        return world, world.run("update", event="schedule")


@pytest.fixture(name="empty_world")
def world_of_a_new_catalogue(new_catalogue, records, tmp_path):
    yield from _world(new_catalogue, tmp_path, records)


@pytest.fixture(name="world")
def world_after_the_first_update(updated, records, tmp_path):
    yield from _world(updated[0].remote, tmp_path, records)


@pytest.fixture(name="upstream")
def world_of_this_repository(shipped, records, tmp_path):
    yield from _world(shipped, tmp_path, records)


def _world(remote, folder, records):
    git("clone", "--quiet", "--bare", remote, folder / "remote.git")
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    with ScriptedArxiv(list(records), server_time=now) as server:
        environment = {"CATALOGUE_ARXIV_ENDPOINT": server.endpoint, "CATALOGUE_ARXIV_PAUSE": "0"}
        world = World(folder / "github", folder / "remote.git", environment)
        world.server = server
        yield world


def list_ids(world):
    return {record.id for record in world.server.records}


def test_the_first_update_commits_papers_and_starts_the_deployment(updated):
    world, jobs = updated

    assert {name: job.result for name, job in jobs.items()} == {
        "ready": "success", "fetch": "success", "deploy": "success",
    }  # fmt: skip
    assert world.papers() == list_ids(world)
    assert world.log()[0].startswith("data: 5 new (")
    changed = git("-C", world.remote, "diff", "--name-only", "main~1", "main").split()
    assert {name.partition("/")[0:3:2] for name in changed} == {
        ("data", "feeds/cs-pf/" + Path(name).name) for name in changed
    }
    assert "| cs-pf | 1 | 5 |" in jobs["fetch"].summary
    assert all(paper_id in jobs["fetch"].summary for paper_id in list_ids(world))
    assert world.read_gh_state("calls.txt") == ["auth setup-git", "workflow run deploy.yml --ref main"]


def test_an_update_without_new_papers_commits_nothing(world):
    before = world.log()
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"ready": "success", "fetch": "success"}
    assert world.log() == before
    assert jobs["fetch"].steps["Commit and push"].output.splitlines() == ["nothing to commit"]


def test_the_message_names_a_paper_with_a_new_version(world):
    first = world.server.records[0]
    world.server.records[0] = first.revise(world.server.server_time)
    world.run("update")

    assert world.log()[0] == f"data: 1 revised ({first.id})"


TWO_FEEDS = """\
title: Toy Papers
description: Just enough of a catalogue to fetch into, from two feeds.
feeds:
  - {id: cs-pf, kind: arxiv, categories: [cs.PF]}
  - {id: cs-os, kind: arxiv, categories: [cs.OS]}
"""


def test_a_failing_feed_fails_the_run_after_the_others_are_committed(empty_world):
    world = empty_world
    world.change({"data/catalogue.yml": TWO_FEEDS})
    world.server.faults = {2: faults.status(403)}
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {
        "ready": "success",
        "fetch": "failure",
        "deploy": "success",
    }
    assert world.papers() == list_ids(world)
    assert world.log()[0].startswith("data: 5 new (")
    assert "cs-os failed" in jobs["fetch"].summary
    assert jobs["fetch"].steps["Commit and push"].outcome == "success"


def test_the_history_of_a_field_can_be_fetched_by_hand(world):
    """The inputs are values, not parts of the script."""
    old = make_recent(9, days=400)
    world.server.records.append(old)

    assert world.run("update", inputs={"since": old.published[:7]})["fetch"].result == "success"
    assert old.id in world.papers()
    search = world.server.requests[-1]["parameters"]["search_query"]
    assert f"submittedDate:[{old.published[:4]}{old.published[5:7]}010000 TO " in search


def test_all_papers_can_be_fetched_again_by_hand(world):
    first = world.server.records[0]
    world.server.records[0] = first.append("<arxiv:doi>10.1145/1</arxiv:doi>")

    assert world.run("update", inputs={"since": "", "refresh": True})["fetch"].result == "success"
    assert set(world.server.requests[-1]["parameters"]["id_list"].split(",")) == list_ids(world)
    assert world.log()[0] == f"data: 1 changed ({first.id})"


@pytest.mark.parametrize(
    "since", ["2015", "2015-01 --until 2016-01", '"; touch owned; "', "$(touch owned)", "--refresh", "\n"]
)
def test_an_input_that_is_no_month_is_refused_and_is_not_run(since, world):
    before, requests = world.log(), len(world.server.requests)
    job = world.run("update", inputs={"since": since, "refresh": False})["fetch"]

    assert job.steps["Fetch the feeds"].outcome == "failure"
    assert "argument --since: must be a month such as 2026-02, got " in job.output
    assert (world.log(), len(world.server.requests)) == (before, requests)
    assert not list(world.folder.rglob("owned"))


def test_a_run_of_update_ends_long_before_github_stops_it():
    minutes = int(read_workflow(WORKFLOWS / "update.yml")["jobs"]["fetch"]["timeout-minutes"])

    assert minutes >= fetch.MAX_MINUTES + 10


def test_nothing_is_lost_when_no_feed_answers(world):
    before = world.files("data")
    world.server.every_fault = faults.status(403)
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"ready": "success", "fetch": "failure"}
    assert world.files("data") == before


def test_an_update_is_rebased_onto_a_push_of_somebody_else(empty_world):
    world = empty_world
    world.before["Commit and push"] = lambda: world.change({"docs/project/note.md": "Hello.\n"})
    jobs = world.run("update")

    assert jobs["fetch"].result == "success"
    assert world.papers() == list_ids(world)
    assert world.files("docs")["docs/project/note.md"] == "Hello.\n"
    assert [line.partition(" (")[0] for line in world.log()[:2]] == ["data: 5 new", "somebody else"]


def test_an_update_that_conflicts_fails_and_the_next_one_fetches_what_is_missing(world):
    texts = dict(world.files("data/feeds"))
    world.server.records[0] = world.server.records[0].revise(world.server.server_time)
    name = next(name for name, text in texts.items() if world.server.records[0].id in text)
    theirs = texts[name].replace("It is fast.", "It is faster.")
    world.before["Commit and push"] = lambda: world.change({name: theirs})
    jobs = world.run("update")

    assert jobs["fetch"].result == "failure"
    assert "the next run fetches what is missing" in jobs["fetch"].steps["Commit and push"].output
    assert world.files("data/feeds")[name] == theirs
    world.before.clear()
    assert world.run("update")["fetch"].result == "success"
    assert "1 revised" in world.log()[0]
    assert world.papers() == list_ids(world)


def test_papers_are_stored_although_the_curation_has_problems(empty_world):
    world = empty_world
    world.change({"data/curation/papers/2602.00001.yml": "topics: [nowhere]\n"})

    assert world.run("update")["fetch"].result == "success"
    assert world.papers() == list_ids(world)


@pytest.mark.parametrize("workflow", ["update", "links", "health"])
def test_scheduled_workflows_do_nothing_in_a_copy_that_is_not_initialised(upstream, workflow):
    jobs = upstream.run(workflow, event="schedule")

    assert {name: job.outputs for name, job in jobs.items()} == {"ready": {"ready": "false"}}
    assert "has not been initialised" in jobs["ready"].summary
    assert len(upstream.log()) == 1


# --- pull requests ---------------------------------------------------------------------------------------


def open_pull_request(world, files):
    """Run the checks of a pull request with these files, which GitHub merges into main for them."""
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


def test_a_pull_request_with_problems_fails_with_annotations(world):
    paper = min(list_ids(world))
    name = f"data/curation/papers/{paper}.yml"
    jobs = open_pull_request(world, {name: "topics: [first-topic]\nsumary: Short.\nhighlight: yes\n"})

    assert {name: job.result for name, job in jobs.items()} == {
        "changes": "success", "data": "failure", "shipped": "success", "site": "failure",
        "required": "failure",
    }  # fmt: skip
    lines = jobs["data"].steps["Annotate problems of the data"].output.splitlines()
    assert [line.partition("::unknown")[0].partition("::highlight")[0] for line in lines[:2]] == [
        f"::error file={name},line=2,col=1",
        f"::error file={name},line=3,col=12",
    ]


def test_a_pull_request_shows_how_pages_change(world):
    paper = min(list_ids(world))
    note = "Read on.\n\n  ````\n  ::error::gotcha\n  ##[error]gotcha\n  </details><script>alert(1)</script>\n"
    text = f"topics: [first-topic]\nsummary: It reports what nobody has measured before.\nnote: |\n  {note}"
    jobs = open_pull_request(world, {f"data/curation/papers/{paper}.yml": text})

    assert {job.result for job in jobs.values()} == {"success"}, jobs["site"].steps
    summary = jobs["site"].summary
    assert f"changed `papers/{paper}.md`" in summary
    assert "+ " in summary
    assert "It reports what nobody has measured before." in summary
    assert f"<details><summary>Preview of papers/{paper}.md</summary>" in summary
    assert "<script" not in summary.partition("Preview of")[2]
    assert "artifacts/1" in summary
    lines = [line for step in jobs["site"].steps.values() for line in step.output.splitlines()]
    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []
    assert (jobs["site"].uploads["site"] / f"papers/{paper}/index.html").is_file()


def test_a_pull_request_that_changes_only_data_does_not_test_the_program(world):
    jobs = open_pull_request(world, {"data/curation/people.yml": "ann:\n  name: Ann Example\n"})

    assert {name: job.result for name, job in jobs.items()} == dict.fromkeys(
        ["changes", "data", "shipped", "site", "required"], "success"
    )


def test_a_pull_request_that_changes_anything_else_tests_the_program(world):
    jobs = open_pull_request(world, {"data/curation/people.yml": "# Nobody.\n", "README.md": "Read me.\n"})

    assert {name: job.result for name, job in jobs.items()} == dict.fromkeys(
        ["changes", "data", "code", "site", "required"], "success"
    )


# --- new catalogues --------------------------------------------------------------------------------------


def test_a_new_catalogue_has_its_own_papers_and_no_trace_of_the_template(upstream):
    world = upstream
    work = world.folder / "fork"
    title = yaml.safe_load((REPOSITORY / "data/catalogue.yml").read_text())["title"]
    git("clone", "--quiet", world.remote, work)
    output = catalogue(
        work, "init", "--title", "Papers on Kernels", "--category", "cs.OS", "--query", 'ti:"paper"'
    )
    assert 'set Source to "GitHub Actions"' in output
    git("-C", work, "add", "data", "mkdocs.yml")
    git("-C", work, "commit", "--quiet", "--message", "a new catalogue")
    git("-C", work, "push", "--quiet")
    world.name = "elsewhere/kernels"
    world.server.records += [move_to_category(make_recent(number), "cs.OS") for number in range(11, 15)]

    assert world.run("update")["fetch"].result == "success"
    assert world.papers("cs-os") == {
        record.id for record in world.server.records if "cs.OS" in record.categories
    }
    jobs = world.run("deploy")
    assert [job.result for job in jobs.values()] == ["success", "success"], jobs["build"].output
    site = jobs["build"].uploads["pages"]
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
        "data/curation/lists/first-steps.yml", "data/curation/papers/.gitkeep", "data/curation/people.yml",
        "data/curation/topics.yml", "data/curation/venues.yml",
    ]  # fmt: skip


def test_a_catalogue_without_papers_can_be_deployed(empty_world):
    world = empty_world
    build = world.run("deploy")["build"]
    assert build.result == "success", build.output


# --- forms -----------------------------------------------------------------------------------------------


def set_label(world, body, label="accepted"):
    payload = {"issue": {"number": 12, "body": body}, "label": {"name": label}}
    return world.run("form", event="issues", payload=payload)


def test_an_accepted_form_becomes_a_pull_request(world):
    paper = min(list_ids(world))
    body = FORM.format(
        id=paper, title="_No response_", summary="It measures twice, and cuts once.", note="_No response_"
    )

    assert set_label(world, body, label="paper") == {}
    assert set_label(world, body)["form"].result == "success"
    name = f"data/curation/papers/{paper}.yml"
    assert world.files("data/curation/papers", "form-12")[name].splitlines()[1:] == [
        "topics:",
        "  - first-topic",
        "summary: It measures twice, and cuts once.",
    ]
    [pull] = world.read_gh_state("pulls.json")
    assert (pull["head"], pull["title"]) == ("form-12", "data: the form of issue 12")
    assert "Closes #12." in pull["body"]
    assert world.files("data/curation/papers").keys() == {"data/curation/papers/.gitkeep"}

    assert set_label(world, body.replace("twice", "three times"))["form"].result == "success"
    assert "three times" in world.files("data/curation/papers", "form-12")[name]
    assert len(world.read_gh_state("pulls.json")) == 1


def test_the_paper_of_a_form_is_fetched_by_the_update_after_the_merge(world):
    record = move_to_category(make_record(77, "2024-02-01T00:00:00Z"), "cs.OS")  # in no feed of the catalogue
    world.server.records.append(record)
    body = FORM.format(
        id=record.id, title="_No response_", summary="It measures twice, and cuts once.", note="_No response_"
    ).replace("first-topic", "First Topics")

    assert set_label(world, body)["form"].result == "success"
    [pull] = world.read_gh_state("pulls.json")
    assert f"check https://arxiv.org/abs/{record.id}" in pull["body"]
    git("-C", world.remote, "branch", "--force", "main", "form-12")
    name = f"data/curation/papers/{record.id}.yml"
    assert "- first-topic" in world.files("data/curation/papers")[name]
    assert world.run("deploy")["build"].result == "success"

    assert world.run("update")["fetch"].result == "success"
    assert world.papers("single-papers") == {record.id}
    assert world.run("deploy")["build"].uploads["pages"].joinpath(f"papers/{record.id}/index.html").exists()


def test_labels_set_at_once_do_not_cancel_the_run_of_a_form():
    # A run that waits is cancelled by the next one of its group, also by one whose job is skipped.
    group = read_workflow(WORKFLOWS / "form.yml")["concurrency"]
    assert group["cancel-in-progress"] == "false"
    groups = [
        fill_expressions(
            group["group"], {"github": {"event": {"issue": {"number": number}, "label": {"name": label}}}}
        )
        for number in (12, 13)
        for label in ("paper", "accepted", "urgent")
    ]
    assert len(set(groups)) == len(groups)


def test_a_pull_request_that_a_maintainer_edited_is_not_overwritten(world):
    paper = min(list_ids(world))
    body = FORM.format(id=paper, title="_No response_", summary="It measures " * 3, note="_No response_")
    assert set_label(world, body)["form"].result == "success"
    world.change({f"data/curation/papers/{paper}.yml": "highlight: true\n"}, ref="form-12")

    job = set_label(world, body.replace("measures", "counts"))["form"]
    assert job.result == "failure"
    assert "the branch form-12 has a commit of amy@example.org" in job.output
    assert "highlight" in world.files("data/curation/papers", "form-12")[f"data/curation/papers/{paper}.yml"]


def test_no_text_of_a_form_is_executed(world):
    paper = min(list_ids(world))
    body = FORM.format(
        id=paper,
        title="../../.github/workflows/x",
        summary="A sentence: with 'marks' # and \"more\".",
        note=HOSTILE,
    )
    jobs = set_label(world, body)

    assert jobs["form"].result == "success"
    changed = git("-C", world.remote, "diff", "--name-only", "main", "form-12").split()
    assert changed == [f"data/curation/papers/{paper}.yml"]
    written = yaml.load(world.files("data/curation/papers", "form-12")[changed[0]], Loader=yaml.BaseLoader)  # noqa: S506
    assert written["note"].strip() == HOSTILE
    lines = [line for step in jobs["form"].steps.values() for line in step.output.splitlines()]
    assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []
    [pull] = world.read_gh_state("pulls.json")
    assert pull["body"].count("`````") == 2
    assert list(world.folder.rglob("owned")) == []
    assert not Path("/tmp/owned").exists()  # noqa: S108 - what the form asks a shell for


@pytest.mark.parametrize("paper_id", ["../../../README", "2602.99999\n\n### id\n\n2602.00001"])
def test_a_form_with_problems_is_answered_and_changes_nothing(world, paper_id):
    before = world.log()
    jobs = set_label(
        world, FORM.format(id=paper_id, title="_No response_", summary="x" * 30, note="@everyone `x`")
    )

    assert jobs["form"].result == "failure"
    [comment] = world.read_gh_state("comments.json")
    assert comment["number"] == 12
    assert comment["body"].startswith("This form has problems:\n\n- `")
    assert world.read_gh_state("pulls.json") == []
    assert git("-C", world.remote, "branch", "--list").split() == ["*", "main"]
    assert world.log() == before


# --- issues ----------------------------------------------------------------------------------------------

VENUES = """\
somewhere:
  short: Somewhere
  title: Conference on Something
  kind: conference
"""


PRIVATE_NAMES = """\
'''Every name is one of a private network, so that no test asks the DNS.'''
import socket

entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
socket.getaddrinfo = lambda host, port, *_, **__: [(*entry, ("10.0.0.1", port))]
"""


def test_one_issue_reports_broken_links(world, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(PRIVATE_NAMES)
    world.environment["PYTHONPATH"] = str(tmp_path)
    name = f"data/curation/papers/{min(list_ids(world))}.yml"
    world.change({"data/curation/venues.yml": VENUES, name: "links:\n  code: https://one.example/\n"})
    jobs = world.run("links")

    assert jobs["links"].result == "success"
    [issue] = world.read_gh_state("issues.json")
    assert (issue["title"], issue["state"]) == ("Broken links", "OPEN")
    assert f"- `https://one.example/` in `{name}`: `it leads into a private network`" in issue["body"]
    assert jobs["links"].summary == issue["body"]

    world.run("links")
    assert len(world.read_gh_state("issues.json")) == 1
    world.change({name: None})
    world.run("links")
    assert [issue["state"] for issue in world.read_gh_state("issues.json")] == ["CLOSED"]
    world.change({name: "links:\n  code: https://two.example/\n"})
    world.run("links")
    [issue] = world.read_gh_state("issues.json")
    assert issue["state"] == "OPEN"
    assert "https://two.example/" in issue["body"]


def test_one_issue_reports_a_feed_that_fails(empty_world):
    world = empty_world
    world.run("health")
    [issue] = world.read_gh_state("issues.json")
    assert (issue["title"], issue["state"]) == ("The catalogue needs attention", "OPEN")
    assert "The feed `cs-pf` has never been fetched." in issue["body"]

    world.run("update")
    world.run("health")
    assert [issue["state"] for issue in world.read_gh_state("issues.json")] == ["CLOSED"]
    world.run("health")
    assert (
        len(
            [
                call
                for call in world.read_gh_state("calls.txt")
                if not call.startswith(("issue list", "auth", "workflow"))
            ]
        )
        == 2
    )


def test_a_rejected_push_fails_the_run(empty_world):
    world = empty_world
    hook = world.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    before = world.log()
    jobs = world.run("update")

    assert {name: job.result for name, job in jobs.items()} == {"ready": "success", "fetch": "failure"}
    assert "catalogue commit-data: git push failed" in jobs["fetch"].output
    assert world.log() == before
