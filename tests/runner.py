"""A stand-in for GitHub Actions: runs the commands of a workflow in order, each job in a fresh clone.

The actions of others are replaced by a few lines each (`Runner._actions`). An action or an expression that
is unknown here is an error. The commands that install packages are left out: the environment of the tests
is used.
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
# Commands that are not run: their requirements are installed here, and other tests run the rest.
SKIPPED_COMMANDS = {"make check-data", "make install", "make install-dev", "make lint", "make test"}

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||==|!=|!|[(),]|[A-Za-z_][\w.*-]*)")
_OPERATORS = {"&&": " and ", "||": " or ", "!": " not "}
_STATUS_FUNCTION = re.compile(r"\b(always|cancelled|failure|success)\(")


@dataclass
class Step:
    """The result of a step: its outcome, its output, and what it wrote to the summary of the job."""

    name: str
    outcome: str
    output: str = ""
    summary: str = ""


@dataclass
class Job:
    """The result of a job.

    Attributes:
        result: ``success`` or ``failure``.
        steps: Its steps by name.
        outputs: Its outputs by name.
        folder: The folder of its clone.
        uploads: Folders that it uploaded, by name.
    """

    result: str
    steps: dict[str, Step]
    outputs: dict[str, str]
    folder: Path
    uploads: dict[str, Path] = field(default_factory=dict)

    @property
    def output(self):
        return "".join(step.output for step in self.steps.values())

    @property
    def summary(self):
        return "".join(step.summary for step in self.steps.values())


@dataclass
class Runner:
    """Runs workflows of a bare repository.

    Attributes:
        folder: The folder for all files of the runs.
        remote: The bare repository.
        environment: Variables of steps, in addition to those of GitHub.
        before: Functions to call right before a step, by its name.
        name: The name of the repository on GitHub.
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

    def read_gh_state(self, name):
        """Return the content of a file of the fake ``gh``, such as ``issues.json`` or ``calls.txt``."""
        path = self.folder / "gh" / name
        if name.endswith(".json"):
            return json.loads(path.read_text()) if path.exists() else []
        return path.read_text().splitlines() if path.exists() else []

    def run(self, workflow, event="workflow_dispatch", ref="refs/heads/main", payload=None, inputs=None):
        """Run a workflow, and return each job that was not skipped, by its id.

        Args:
            workflow: The name of its file.
            event: What starts it.
            ref: The branch that it runs for.
            payload: The event's own values.
            inputs: What a person fills in who starts it by hand.
        """
        jobs = yaml.safe_load((WORKFLOWS / f"{workflow}.yml").read_text())["jobs"]
        results = {}
        github = {
            "event_name": event, "ref": ref, "ref_name": ref.removeprefix("refs/heads/"), "token": "secret",
            "repository": self.name, "event": payload or {},
        }  # fmt: skip
        for name, job in jobs.items():
            if "uses" in job:  # a workflow of this repository with one job of the same name
                called = Path(job["uses"]).stem
                results[name] = self.run(called, event, ref, payload)[called]
                continue
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            context = {
                "github": github,
                "inputs": inputs or {},
                "needs": {
                    need: {"result": results[need].result, "outputs": results[need].outputs}
                    if need in results
                    else {"result": "skipped", "outputs": {}}
                    for need in needs
                },
                "matrix": {"python": "3.11"},
                "steps": {},
            }
            is_successful = all(need["result"] == "success" for need in context["needs"].values())
            if _is_run(job.get("if"), context, is_successful):
                results[name] = self._run_job(job, context)
        return results

    def _run_job(self, job, context):
        self.runs += 1
        folder = self.folder / f"job-{self.runs}"
        (folder / "temp").mkdir(parents=True)
        (folder / "event.json").write_text(json.dumps(context["github"]["event"]))
        result = Job("success", {}, {}, folder / "work")
        for number, step in enumerate(job["steps"]):
            name = step.get("name") or step["uses"].split("@")[0]
            step_context = context["steps"].setdefault(step.get("id", f"step-{number}"), {"outputs": {}})
            if not _is_run(step.get("if"), context, result.result == "success"):
                step_context["outcome"] = "skipped"
                continue
            if name in self.before:
                self.before[name]()
            if "uses" in step:
                result.steps[name], outputs = self._run_action(step, context, result)
            else:
                variables = {
                    key: str(fill_expressions(value, context)) for key, value in step.get("env", {}).items()
                }
                result.steps[name], outputs = self._run_script(step["run"], variables, context, folder, name)
            step_context |= {"outcome": result.steps[name].outcome, "outputs": outputs}
            if step_context["outcome"] == "failure" and not step.get("continue-on-error"):
                result.result = "failure"
        result.outputs = {
            key: fill_expressions(value, context) for key, value in job.get("outputs", {}).items()
        }
        return result

    def _run_script(self, script, variables, context, folder, name):
        if script in SKIPPED_COMMANDS:
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
            **self.environment, **variables,
        }  # fmt: skip
        process = subprocess.run(
            ["bash", "-e", "-c", script],  # noqa: S607 - as the runner calls it
            cwd=folder / "work" if (folder / "work").exists() else folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        outcome = "failure" if process.returncode else "success"
        return Step(name, outcome, process.stdout, summary.read_text()), outputs

    def _run_action(self, step, context, job):
        action = step["uses"].split("@")[0]
        inputs = {key: fill_expressions(value, context) for key, value in step.get("with", {}).items()}
        outputs = self._actions()[action](inputs, context, job) or {}
        return Step(action, "success"), outputs

    def _actions(self):
        def check_out(inputs, context, job):
            assert inputs["persist-credentials"] is False
            ref = context["github"]["ref"]
            git("init", "--quiet", job.folder)
            git("-C", job.folder, "remote", "add", "origin", f"file://{self.remote}")
            depth = inputs.get("fetch-depth", 1)
            git("-C", job.folder, "fetch", "--quiet", *([f"--depth={depth}"] if depth else []), "origin", ref)
            branch = ["-B", context["github"]["ref_name"]] if ref.startswith("refs/heads/") else ["--detach"]
            git("-C", job.folder, "checkout", "--quiet", *branch, "FETCH_HEAD")

        def set_up_python(inputs, context, job):
            (job.folder / ".venv").symlink_to(Path(sys.executable).parent.parent)

        def upload(inputs, context, job):
            job.uploads[inputs.get("name", "pages")] = job.folder / inputs["path"]
            return {"artifact-url": "https://github.com/someone/something/artifacts/1"}

        return {
            "actions/checkout": check_out,
            "actions/setup-python": set_up_python,
            "actions/configure-pages": lambda *_: {"base_url": "https://someone.github.io/something"},
            "actions/upload-artifact": upload,
            "actions/upload-pages-artifact": upload,
            "actions/deploy-pages": lambda *_: {"page_url": "https://someone.github.io/something/"},
        }


def git(*arguments):
    """Return the output of a git command."""
    command = ["git", "-c", "user.name=Amy", "-c", "user.email=amy@example.org", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _is_run(condition, context, is_successful):
    """Whether a step or job runs; without a status function in its condition, only after success."""
    condition = str(condition or "success()").strip().removeprefix("${{").removesuffix("}}")
    value = _evaluate(condition, context, is_successful)
    return bool(value and (is_successful or _STATUS_FUNCTION.search(condition)))


def fill_expressions(text, context):
    """Return a text with the values of its expressions."""
    if not isinstance(text, str):
        return text
    return _EXPRESSION.sub(lambda match: str(_evaluate(match[1], context, True)), text)


def _evaluate(expression, context, is_successful):
    """Return the value of an expression.

    https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
    """
    functions = {
        "always": lambda: True, "cancelled": lambda: False, "failure": lambda: not is_successful,
        "success": lambda: is_successful, "join": lambda values, separator: separator.join(values),
        "look_up": lambda path: _look_up(path, context),
    }  # fmt: skip
    source, position, text = "", 0, expression.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match, f"cannot read {text[position:]!r} in {text!r}"
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
