"""A stand-in for ``gh``, the command of GitHub: issues and pull requests are files, and calls are recorded.

``GH_STATE`` is the folder of these files: ``issues.json``, ``pulls.json``, ``comments.json`` and
``calls.txt``.
"""

import argparse
import json
import os
import sys
from pathlib import Path

STATE = Path(os.environ["GH_STATE"])


def load(name):
    path = STATE / name
    return json.loads(path.read_text()) if path.exists() else []


def save(name, value):
    (STATE / name).write_text(json.dumps(value, indent=1))


def parse(arguments, *names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(name)
    return parser.parse_args(arguments)


def read_body(options):
    return Path(options.body_file).read_text()


def list_issues(arguments):
    options = parse(arguments, "--app", "--state", "--limit", "--json")
    assert (options.app, options.state) == ("github-actions", "all")
    print(json.dumps([issue for issue in load("issues.json") if issue["app"] == options.app]))


def create_issue(arguments):
    options = parse(arguments, "--title", "--body-file")
    issues = load("issues.json")
    number = len(issues) + 1
    issue = {"number": number, "title": options.title, "body": read_body(options), "state": "OPEN"}
    save("issues.json", [*issues, issue | {"app": "github-actions"}])
    print(f"https://github.com/someone/something/issues/{number}")


def change_issue(arguments, **changes):
    options = parse(arguments, "number", "--comment", "--body-file")
    issues = load("issues.json")
    [issue] = [issue for issue in issues if issue["number"] == int(options.number)]
    issue |= changes | ({"body": read_body(options)} if options.body_file else {})
    save("issues.json", issues)


def comment_on_issue(arguments):
    options = parse(arguments, "number", "--body-file")
    comment = {"number": int(options.number), "body": read_body(options)}
    save("comments.json", [*load("comments.json"), comment])


def list_pull_requests(arguments):
    options = parse(arguments, "--head", "--state", "--json")
    print(json.dumps([pull for pull in load("pulls.json") if pull["head"] == options.head]))


def create_pull_request(arguments):
    options = parse(arguments, "--head", "--title", "--body-file")
    pull = {"number": 1, "head": options.head, "title": options.title, "body": read_body(options)}
    save("pulls.json", [*load("pulls.json"), pull])
    print("https://github.com/someone/something/pull/1")


COMMANDS = {
    ("auth", "setup-git"): lambda _: None,
    ("issue", "list"): list_issues,
    ("issue", "create"): create_issue,
    ("issue", "edit"): change_issue,
    ("issue", "close"): lambda arguments: change_issue(arguments, state="CLOSED"),
    ("issue", "reopen"): lambda arguments: change_issue(arguments, state="OPEN"),
    ("issue", "comment"): comment_on_issue,
    ("pr", "list"): list_pull_requests,
    ("pr", "create"): create_pull_request,
    ("workflow", "run"): lambda _: None,
}


def main():
    if not os.environ.get("GH_TOKEN"):
        sys.exit("gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.")
    with (STATE / "calls.txt").open("a") as calls:
        calls.write(" ".join(sys.argv[1:]) + "\n")
    COMMANDS[sys.argv[1], sys.argv[2]](sys.argv[3:])


if __name__ == "__main__":
    main()
