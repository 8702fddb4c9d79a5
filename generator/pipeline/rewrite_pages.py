"""Write the pages on request: ``python -m generator.pipeline.rewrite_pages ROOT``.

`PageWriter` runs this, for ``catalogue serve``. The process keeps running, so that Python and its modules are
loaded once. For each line of standard input it writes the pages, and answers with a line of JSON, a
`WriteAnswer`.
"""

import signal
import sys
from pathlib import Path

import msgspec

from generator.model.errors import CatalogueError, DataError
from generator.pipeline.make_pages import make_pages
from generator.site.page_writer import WriteAnswer


def main(root: Path) -> None:
    """Write the pages for each line, until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the command that started this process
    for _ in sys.stdin:
        sys.stdout.write(f"{msgspec.json.encode(_write_pages(root)).decode()}\n")
        sys.stdout.flush()


def _write_pages(root: Path) -> WriteAnswer:
    try:
        result = make_pages(root)
    except DataError as error:
        return WriteAnswer(problems=[str(problem) for problem in error.problems])
    except (CatalogueError, OSError) as error:
        return WriteAnswer(problems=[str(error)])
    return WriteAnswer([*result.added, *result.changed, *result.removed])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
