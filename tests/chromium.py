"""Find Chromium for the browser tests; install it if no question is needed, or print what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of Chromium: $CHROMIUM, or the first of the usual names."""
    path = os.environ.get("CHROMIUM")
    return path or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Chromium is missing; installing it with apt-get", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=False, stdout=subprocess.DEVNULL)
        command = ["apt-get", "install", "-y", "chromium"]
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
        if find():
            return 0
    print(
        "The browser tests need Chromium. On Debian and Ubuntu: sudo apt install chromium. "
        "If it is in another place, name it: CHROMIUM=/path/to/chromium make test",
        file=sys.stderr,
    )
    return 3


if __name__ == "__main__":
    sys.exit(main())
