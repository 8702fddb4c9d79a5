"""Plays GitHub's command ``gh``: issues and pull requests are files, and calls are written down.

``GH_STATE`` names their folder: ``issues.json``, ``pulls.json`` and ``comments.json`` hold what there is,
``calls.txt`` what was asked.
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


def options(arguments, *names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(name)
    return parser.parse_args(arguments)


def body(path):
    return Path(path).read_text()


def issue_list(arguments):
    asked = options(arguments, "--app", "--state", "--limit", "--json")
    assert (asked.app, asked.state) == ("github-actions", "all")
    print(json.dumps([one for one in load("issues.json") if one["app"] == asked.app]))


def issue_create(arguments):
    asked = options(arguments, "--title", "--body-file")
    issues = load("issues.json")
    number = len(issues) + 1
    text = body(asked.body_file)
    issues.append(
        {"number": number, "title": asked.title, "body": text, "state": "OPEN", "app": "github-actions"}
    )
    save("issues.json", issues)
    print(f"https://github.com/someone/something/issues/{number}")


def issue_change(arguments, **changes):
    asked = options(arguments, "number", "--comment", "--body-file")
    issues = load("issues.json")
    [one] = [one for one in issues if one["number"] == int(asked.number)]
    one |= changes | ({"body": body(asked.body_file)} if asked.body_file else {})
    save("issues.json", issues)


def issue_comment(arguments):
    asked = options(arguments, "number", "--body-file")
    save(
        "comments.json",
        [*load("comments.json"), {"number": int(asked.number), "body": body(asked.body_file)}],
    )


def pr_list(arguments):
    asked = options(arguments, "--head", "--state", "--json")
    print(json.dumps([one for one in load("pulls.json") if one["head"] == asked.head]))


def pr_create(arguments):
    asked = options(arguments, "--head", "--title", "--body-file")
    pulls = load("pulls.json")
    pulls.append({"number": 1, "head": asked.head, "title": asked.title, "body": body(asked.body_file)})
    save("pulls.json", pulls)
    print("https://github.com/someone/something/pull/1")


COMMANDS = {
    ("auth", "setup-git"): lambda _: None,
    ("issue", "list"): issue_list,
    ("issue", "create"): issue_create,
    ("issue", "edit"): issue_change,
    ("issue", "close"): lambda arguments: issue_change(arguments, state="CLOSED"),
    ("issue", "reopen"): lambda arguments: issue_change(arguments, state="OPEN"),
    ("issue", "comment"): issue_comment,
    ("pr", "list"): pr_list,
    ("pr", "create"): pr_create,
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
