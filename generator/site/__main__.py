"""``python -m generator.site CONFIG TARGET PROCESSES``, run by `generator.site.build`: a site.

What is wrong is said on standard error, in the words of ``mkdocs build --strict``.
"""

import logging
import sys
from pathlib import Path

from mkdocs.exceptions import MkDocsException

from generator.model.errors import StoreError
from generator.publish.write_pages import generated_files
from generator.site.fast_build import build
from generator.system.processes import Processes


def main(config_file: Path, target: Path, processes: int = 1) -> int:
    """Build a site with so many processes; returns 0, or 1 where something was wrong."""
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    log.addHandler(handler)
    docs = config_file.parent / "docs"
    ours = {path.relative_to(docs).as_posix() for path in generated_files(docs)}
    try:
        build(config_file, target, ours, Processes(processes))
    except (MkDocsException, StoreError) as error:
        sys.stderr.write(f"{error.format_message() if isinstance(error, MkDocsException) else error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])))
