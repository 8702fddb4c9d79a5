"""Build a site: ``python -m generator.site CONFIG TARGET [PROCESSES [--reuse]]``, or ``--wait ROOT``.

`generator.site.build` runs this; see `main` and `wait` for the arguments.

Warnings and errors go to standard error, worded as by ``mkdocs build --strict``.
"""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from mkdocs.exceptions import MkDocsException

from generator.model.errors import StoreError
from generator.model.layout import DOCS, SITE
from generator.site import site_cache
from generator.site.build import WAIT
from generator.site.fast_build import build, find_our_files
from generator.system.digests import digest_program
from generator.system.files import remove_folder
from generator.system.processes import Processes, pause_garbage_collection


@pause_garbage_collection()
def main(
    config_file: str,
    target: str,
    processes: str = "1",
    reuse: str = "",
    site: site_cache.ReusableSite | None = None,
) -> int:
    """Build a site, and save under ``.cache/`` how its pages were made.

    Args:
        config_file: The path of its ``mkdocs.yml``.
        target: The folder of the site.
        processes: How many processes to use.
        reuse: `site_cache.REUSE` if files of the site in ``site/`` are to be reused.
        site: From `site_cache.find_reusable_site`; otherwise it is looked for now.

    Returns:
        0; 1 if there were warnings or errors; 3 if a file could not be written.
    """
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    log.addHandler(handler)
    root = Path(config_file).parent
    if reuse == site_cache.REUSE:
        site = site or site_cache.find_reusable_site(root)
    exit_code = _build(root, Path(config_file), Path(target), Processes(int(processes)), site)
    if exit_code and site:
        remove_folder(Path(target))
        site_cache.renew_record(root)
    return exit_code


def _build(
    root: Path, config_file: Path, target: Path, processes: Processes, site: site_cache.ReusableSite | None
) -> int:
    try:
        if not (site and site.has_copy):
            remove_folder(target)
        previous = (root / SITE, site.pages) if site else None
        record = build(config_file, target, find_our_files(root / DOCS), processes, previous)
        site_cache.save_new_pages(root, record)
    except MkDocsException as error:
        sys.stderr.write(f"{error.format_message()}\n")
        return 1
    except (OSError, StoreError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        sys.stderr.write(f"{reason}\n")
        return StoreError.exit_code
    return 0


@pause_garbage_collection()
def wait(root: Path) -> list[Any]:
    """Find the reusable site of a catalogue, and wait for the arguments of `main`, which are returned.

    They come from standard input, with variables of the environment.
    """
    digest_program()  # before files of the program can change
    site = site_cache.find_reusable_site(root)
    line = sys.stdin.readline()
    if not line:  # the process that waits for this one has failed
        sys.exit(1)
    arguments, environment = json.loads(line)
    os.environ.update(environment)
    return [*arguments, site]


if __name__ == "__main__":
    sys.exit(main(*(wait(Path(sys.argv[2])) if sys.argv[1] == WAIT else sys.argv[1:])))
