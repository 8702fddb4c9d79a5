"""Keep the results of costly functions from one run to the next, in files under ``.cache/``.

Results are kept under digests of what they were made from, and a file of results under a digest of the rules
and of the program. So a result is the one that would be computed again.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from generator.model.layout import CACHE
from generator.system import cache, stamp
from generator.system.memo import Memo

log = logging.getLogger(__name__)


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
    version = stamp.digest(stamp.digest_program(), msgspec.msgpack.encode(rules))
    memo = Memo(_load_results(path, version, result_type) if version else {})
    yield memo
    if version and memo.is_changed:
        cache.save_result(path, version, msgspec.msgpack.encode(memo.results))


def _load_results(path: Path, version: str, result_type: Any) -> Mapping[bytes, Any]:  # noqa: ANN401 - any type
    data = cache.load_result(path, version)
    if data is None:
        return {}
    try:
        results: Mapping[bytes, Any] = msgspec.msgpack.decode(data, type=dict[bytes, result_type])
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        log.info("%s is damaged; its results are made again", path)
        return {}
    return results
