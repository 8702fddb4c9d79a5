"""Write the pages in another process, which keeps running: `generator.pipeline.rewrite_pages`."""

import subprocess
import sys
from pathlib import Path

import msgspec

_FAILURE = "cannot write the pages, because the program failed; the terminal shows the error"


class WriteAnswer(msgspec.Struct, frozen=True):
    """The answer of the process to one request.

    Attributes:
        changed: Files that were written or removed, below ``docs/``.
        problems: Why nothing was written.
    """

    changed: list[str] = []
    problems: list[str] = []


class PageWriter:
    """The process, which is started when it is needed."""

    def __init__(self, root: Path) -> None:
        self._command = [sys.executable, "-m", "generator.pipeline.rewrite_pages", str(root)]
        self._process: subprocess.Popen[bytes] | None = None

    def write_pages(self) -> WriteAnswer:
        """Write the pages of the data as they are now."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own arguments
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        assert self._process.stdin  # noqa: S101 - see above
        assert self._process.stdout  # noqa: S101
        try:
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()
            return msgspec.json.decode(self._process.stdout.readline(), type=WriteAnswer)
        except (OSError, msgspec.MsgspecError):  # the process has ended
            self.stop()
            return WriteAnswer(problems=[_FAILURE])

    def stop(self) -> None:
        """End the process, so that the next one loads the program as it is then."""
        if self._process:
            self._process.terminate()
            self._process.communicate()
            self._process = None
