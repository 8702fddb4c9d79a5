"""Plays GitHub Actions: runs the commands of a workflow's steps in order, each job in a fresh clone.

Actions of others are played by a few lines each (`Runner._actions`); an action or an expression that is not
known here is an error, not a step that passes. Installing is left out: the tests' own environment stands in.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.paths import REPOSITORY

WORKFLOWS = REPOSITORY / ".github/workflows"
FAKE_GH = Path(__file__).parent / "fake_gh.py"
# What is installed here already, and what the other tests run.
PLAYED = {"make install", "make install-dev", "make lint", "make test"}

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||==|!=|!|[(),]|[A-Za-z_][\w.*-]*)")
_OPERATORS = {"&&": " and ", "||": " or ", "!": " not "}
_STATUS = re.compile(r"\b(always|cancelled|failure|success)\(")


@dataclass
class Step:
    """What became of a step."""

    name: str
    outcome: str
    said: str = ""
    summary: str = ""


@dataclass
class Job:
    """What became of a job: its steps, the result, the folder it ran in, what it uploaded."""

    result: str
    steps: dict[str, Step]
    outputs: dict[str, str]
    folder: Path
    uploaded: dict[str, Path] = field(default_factory=dict)

    @property
    def said(self):
        return "".join(step.said for step in self.steps.values())

    @property
    def summary(self):
        return "".join(step.summary for step in self.steps.values())


@dataclass
class Runner:
    """Runs workflows against a bare repository.

    Attributes:
        folder: Where everything is put.
        remote: The bare repository.
        environment: What steps get beside what GitHub sets.
        before: Step name to what happens in the world right before it.
        name: The repository's on GitHub.
    """

    folder: Path
    remote: Path
    environment: dict[str, str] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)
    name: str = "someone/something"
    runs: int = 0

    def __post_init__(self):
        for name in ("bin", "home", "gh"):
            (self.folder / name).mkdir(parents=True)
        gh = self.folder / "bin/gh"
        gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKE_GH}" "$@"\n')
        gh.chmod(0o755)

    def gh(self, name):
        """A file of the played GitHub, such as ``issues.json``."""
        path = self.folder / "gh" / name
        if name.endswith(".json"):
            return json.loads(path.read_text()) if path.exists() else []
        return path.read_text().splitlines() if path.exists() else []

    def run(self, workflow, event="workflow_dispatch", ref="refs/heads/main", payload=None):
        """What became of each job that ran, by its id."""
        jobs = yaml.safe_load((WORKFLOWS / f"{workflow}.yml").read_text())["jobs"]
        done = {}
        github = {
            "event_name": event, "ref": ref, "ref_name": ref.removeprefix("refs/heads/"), "token": "secret",
            "repository": self.name, "event": payload or {},
        }  # fmt: skip
        for name, job in jobs.items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            context = {
                "github": github,
                "needs": {
                    other: {"result": done[other].result, "outputs": done[other].outputs}
                    if other in done
                    else {"result": "skipped", "outputs": {}}
                    for other in needs
                },
                "matrix": {"python": "3.11"},
                "steps": {},
            }
            all_well = all(need["result"] == "success" for need in context["needs"].values())
            if _is_wanted(job.get("if"), context, all_well):
                done[name] = self._job(job, context)
        return done

    def _job(self, job, context):
        self.runs += 1
        folder = self.folder / f"job-{self.runs}"
        (folder / "temp").mkdir(parents=True)
        (folder / "event.json").write_text(json.dumps(context["github"]["event"]))
        done = Job("success", {}, {}, folder / "work")
        for number, step in enumerate(job["steps"]):
            name = step.get("name") or step["uses"].split("@")[0]
            told = context["steps"].setdefault(step.get("id", f"step-{number}"), {"outputs": {}})
            if not _is_wanted(step.get("if"), context, done.result == "success"):
                told["outcome"] = "skipped"
                continue
            if name in self.before:
                self.before[name]()
            values = {key: str(_filled(value, context)) for key, value in step.get("env", {}).items()}
            if "uses" in step:
                found = self._action(step, context, done)
            else:
                found = self._command(step["run"], values, context, folder, name)
            done.steps[name], outputs = found
            told |= {"outcome": done.steps[name].outcome, "outputs": outputs}
            if told["outcome"] == "failure" and not step.get("continue-on-error"):
                done.result = "failure"
        done.outputs = {key: _filled(value, context) for key, value in job.get("outputs", {}).items()}
        return done

    def _command(self, script, values, context, folder, name):
        if script in PLAYED:
            return Step(name, "success"), {}
        assert "${{" not in script
        summary, output = folder / "summary.md", folder / "output.txt"
        for path in (summary, output):
            path.write_text("")
        github = context["github"]
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "HOME": str(self.folder / "home"),
            "GH_STATE": str(self.folder / "gh"), "LANG": "C.UTF-8", "CI": "true",
            "GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": self.name, "GITHUB_REF_NAME": github["ref_name"],
            "GITHUB_EVENT_PATH": str(folder / "event.json"), "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(folder / "temp"),
            **self.environment, **values,
        }  # fmt: skip
        result = subprocess.run(
            ["bash", "-e", "-c", script],  # noqa: S607 - as the runner calls it
            cwd=folder / "work" if (folder / "work").exists() else folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        outcome = "failure" if result.returncode else "success"
        return Step(name, outcome, result.stdout, summary.read_text()), outputs

    def _action(self, step, context, done):
        action = step["uses"].split("@")[0]
        inputs = {key: _filled(value, context) for key, value in step.get("with", {}).items()}
        outputs = self._actions()[action](inputs, context, done) or {}
        return Step(action, "success"), outputs

    def _actions(self):
        def checkout(inputs, context, done):
            assert inputs["persist-credentials"] is False
            ref = context["github"]["ref"]
            git("init", "--quiet", done.folder)
            git("-C", done.folder, "remote", "add", "origin", f"file://{self.remote}")
            depth = inputs.get("fetch-depth", 1)
            git("-C", done.folder, "fetch", "--quiet", f"--depth={depth}", "origin", ref)
            branch = ["-B", context["github"]["ref_name"]] if ref.startswith("refs/heads/") else ["--detach"]
            git("-C", done.folder, "checkout", "--quiet", *branch, "FETCH_HEAD")

        def set_up_python(inputs, context, done):
            (done.folder / ".venv").symlink_to(Path(sys.executable).parent.parent)

        def upload(inputs, context, done):
            done.uploaded[inputs.get("name", "pages")] = done.folder / inputs["path"]
            return {"artifact-url": "https://github.com/someone/something/artifacts/1"}

        return {
            "actions/checkout": checkout,
            "actions/setup-python": set_up_python,
            "actions/configure-pages": lambda *_: {"base_url": "https://someone.github.io/something"},
            "actions/upload-artifact": upload,
            "actions/upload-pages-artifact": upload,
            "actions/deploy-pages": lambda *_: {"page_url": "https://someone.github.io/something/"},
        }


def git(*arguments):
    """What git says."""
    command = ["git", "-c", "user.name=Amy", "-c", "user.email=amy@example.org", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _is_wanted(condition, context, all_well):
    condition = str(condition or "success()").strip().removeprefix("${{").removesuffix("}}")
    value = _value(condition, context, all_well)
    return bool(value and (all_well or _STATUS.search(condition)))


def _filled(text, context):
    """A value with its expressions evaluated."""
    if not isinstance(text, str):
        return text
    return _EXPRESSION.sub(lambda match: str(_value(match[1], context, True)), text)


def _value(expression, context, all_well):
    """The value of an expression.

    https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
    """
    functions = {
        "always": lambda: True, "cancelled": lambda: False, "failure": lambda: not all_well,
        "success": lambda: all_well, "join": lambda values, mark: mark.join(values),
        "look_up": lambda path: _look_up(path, context),
    }  # fmt: skip
    source, position, text = "", 0, expression.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match, f"what is {text[position:]!r} in {text!r}?"
        token, position = match[1], match.end()
        is_name = token[0].isalpha()
        is_call = text[position : position + 1] == "("
        source += f"look_up({token!r})" if is_name and not is_call else _OPERATORS.get(token, token)
    return eval(source, {"__builtins__": {}}, functions)  # noqa: S307 - of our own workflows, token by token


def _look_up(path, context):
    values = [context]
    for part in path.split("."):
        values = [
            inner for value in values for inner in (value.values() if part == "*" else [value.get(part, "")])
        ]
    return values if "*" in path else values[0]
