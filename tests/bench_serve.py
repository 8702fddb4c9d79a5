"""Measure `catalogue serve`: ``python -m tests.bench_serve CATALOGUE PAPER [EDITS]``.

Edits the curation file of a paper several times, and prints the seconds from saving it until its page shows
the edit, and the seconds of CPU of all processes. The file is restored. The times of processes need Linux.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from tests.paths import REPOSITORY


def main(root: Path, paper: str, edits: int = 5) -> None:
    path = root / f"data/curation/papers/{paper}.yml"
    before = path.read_bytes() if path.is_file() else None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--root", root, "--port", str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert any("Serving on" in line for line in server.stderr)
            edit_paper(f"http://127.0.0.1:{port}", paper, path, server.pid, edits)
        finally:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)
            server.terminate()


def edit_paper(address: str, paper: str, path: Path, pid: int, edits: int) -> None:
    state = read_state(address, paper)
    for number in range(edits):
        summary = f"This is the summary with the number {number}."
        cpu, start = read_cpu_seconds(pid), time.perf_counter()
        path.write_text(f"summary: {summary}\n")
        old_version = state["version"]
        while state["version"] == old_version:  # the server answers after a while in any case
            state = read_state(address, paper, old_version)
        with urlopen(f"{address}/papers/{paper}/") as answer:  # noqa: S310 - of a server on loopback
            assert summary in answer.read().decode()
        seconds, cpu = time.perf_counter() - start, read_cpu_seconds(pid) - cpu
        print(f"{seconds:.2f} s, {cpu:.2f} s of CPU, load {os.getloadavg()[0]:.1f}", flush=True)


def read_state(address: str, paper: str, version: str = ""):
    """Wait for a change, as the script in each page does."""
    with urlopen(f"{address}/.preview/state?path=/papers/{paper}/&version={version}") as answer:  # noqa: S310
        return json.load(answer)


def read_cpu_seconds(pid: int) -> float:
    """Return the seconds of a process, of those that it started, and of theirs that have ended."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(map(read_cpu_seconds, map(int, children)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
