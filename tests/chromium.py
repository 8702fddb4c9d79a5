"""Finds Chromium for the browser tests, installs it where that needs no question, or says what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium, from $CHROMIUM or by its usual names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> int:
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Chromium is missing; installing it with apt-get", flush=True)
        quiet = {"stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "chromium"], check=False, env=environment, **quiet)
        if find():
            return 0
    print(
        "The browser tests need Chromium. On Debian and Ubuntu: sudo apt install chromium. "
        "If it is elsewhere, name it: CHROMIUM=/path/to/chromium make test",
        file=sys.stderr,
    )
    return 3


if __name__ == "__main__":
    sys.exit(main())
