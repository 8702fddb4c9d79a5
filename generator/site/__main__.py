"""Build a site: ``python -m generator.site CONFIG TARGET [PROCESSES [--reuse]]``, or ``--wait``.

`generator.site.build` runs this; see `main` and `read_arguments` for the arguments.

Warnings and errors go to standard error, worded as by ``mkdocs build --strict``.
"""

import json
import logging
import os
import sys
from pathlib import Path

from mkdocs.exceptions import MkDocsException

from generator.model.errors import StoreError
from generator.model.layout import DOCS, SITE
from generator.site import site_cache
from generator.site.build import WAIT
from generator.site.fast_build import build, find_our_files
from generator.system import digests
from generator.system.processes import Processes, pause_garbage_collection


@pause_garbage_collection()
def main(config_file: str, target: str, processes: str = "1", reuse: str = "") -> int:
    """Build a site, and save under ``.cache/`` how its pages were made.

    Args:
        config_file: The path of its ``mkdocs.yml``.
        target: The folder of the site.
        processes: How many processes to use.
        reuse: `site_cache.REUSE` if files of the site in ``site/`` can be reused.

    Returns:
        0; 1 if there were warnings or errors; 3 if a file could not be written.
    """
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    log.addHandler(handler)
    root = Path(config_file).parent
    our_pages = find_our_files(root / DOCS)
    try:
        record = site_cache.load_previous_pages(root) if reuse == site_cache.REUSE else None
        previous = (root / SITE, record) if record else None
        new_record = build(Path(config_file), Path(target), our_pages, Processes(int(processes)), previous)
        site_cache.save_new_pages(root, new_record)
    except MkDocsException as error:
        sys.stderr.write(f"{error.format_message()}\n")
        return 1
    except (OSError, StoreError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        sys.stderr.write(f"{reason}\n")
        return StoreError.exit_code
    return 0


def read_arguments(arguments: list[str]) -> list[str]:
    """Return the arguments; with `WAIT`, they come from standard input, with variables of the environment."""
    if arguments != [WAIT]:
        return arguments
    digests.digest_program()  # before files of the program can change
    line = sys.stdin.readline()
    if not line:  # the process that waits for this one has failed
        sys.exit(1)
    sent_arguments, environment = json.loads(line)
    os.environ.update(environment)
    return list(sent_arguments)


if __name__ == "__main__":
    sys.exit(main(*read_arguments(sys.argv[1:])))
