"""Keep the results of costly functions from one run to the next, in files under ``.cache/``.

Results are kept under digests of what they were made from, and a file of results under a digest of its name,
the rules and the program. So a result is the one that would be computed again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from generator.model.layout import CACHE
from generator.system import cache, digests
from generator.system.memo import Memo


@contextmanager
def keep_results(root: Path, name: str, result_type: Any, *rules: object) -> Iterator[Memo[Any]]:  # noqa: ANN401 - any type
    """Provide the results of a previous run, and save those of this one at the end.

    Args:
        root: The catalogue's folder.
        name: The name of the results.
        result_type: The type of a result: of strings, numbers, tuples, mappings and dataclasses.
        rules: What all results depend on, of such types, too.
    """
    path = root / CACHE / f"{name}.results"
    program = digests.digest_program()
    version = program and f"{program}-{digests.digest(name, msgspec.msgpack.encode(rules))}"
    memo: Memo[Any] = Memo(cache.load_result(path, version, dict[bytes, result_type]))
    yield memo
    if memo.is_changed:
        cache.save_result(path, version, memo.results)


def remove_unused_results(root: Path) -> None:
    """Remove the results of other versions of the program, whatever they are named there."""
    cache.remove_other_versions(root / CACHE, digests.digest_program())
