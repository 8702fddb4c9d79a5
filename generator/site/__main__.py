"""Build a site: ``python -m generator.site CONFIG TARGET PROCESSES``, as `generator.site.build` runs it.

Warnings and errors go to standard error, worded as by ``mkdocs build --strict``.
"""

import logging
import sys
from pathlib import Path

from mkdocs.exceptions import MkDocsException

from generator.model.errors import StoreError
from generator.model.layout import DOCS
from generator.publish.write_pages import find_generated_files
from generator.site.fast_build import build
from generator.system.processes import Processes, pause_garbage_collection


@pause_garbage_collection()
def main(config_file: Path, target: Path, processes: int = 1) -> int:
    """Build a site, and return 0, 1 if there were warnings or errors, or 3 if a file could not be written."""
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    log.addHandler(handler)
    docs = config_file.parent / DOCS
    our_pages = {path.relative_to(docs).as_posix() for path in find_generated_files(docs)}
    try:
        build(config_file, target, our_pages, Processes(processes))
    except MkDocsException as error:
        sys.stderr.write(f"{error.format_message()}\n")
        return 1
    except (OSError, StoreError) as error:
        message = error.strerror if isinstance(error, OSError) else str(error)
        sys.stderr.write(f"{message}\n")
        return StoreError.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])))
