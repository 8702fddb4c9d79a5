"""Keep results between runs in files that can be deleted at any time.

The first line of such a file names the version of its maker and a digest of the rest. A file that is damaged
or of another version is ignored, with one line of log. So a result is either the one that was saved or none.
"""

import logging
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.model.errors import StoreError
from generator.system.files import write_atomically

_FORMAT = "catalogue-cache"
_MAX_HEADER = 200  # bytes

_T = TypeVar("_T")

log = logging.getLogger(__name__)


def load_result(path: Path, version: str, result_type: type[_T]) -> _T | None:
    """Read a result; return None if it is missing, damaged or of another version.

    Args:
        path: Its file.
        version: What its maker passed to `save_result`.
        result_type: Its type.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("cannot read %s (%s); its results are made again", path, error.strerror)
        return None
    end = content.find(b"\n")
    header, data = (
        content[:end],
        memoryview(content)[end + 1 :],
    )  # the view copies nothing: files can be large
    is_intact = header.startswith(_FORMAT.encode()) and header.endswith(_digest(data).encode())
    if version and header == _build_header(version, data):
        return decode_result(path, data, result_type)
    reason = "was made by other rules or another version of the program" if is_intact else "is damaged"
    log.info("%s %s; its results are made again", path, reason)
    return None


def decode_result(path: Path, data: bytes | memoryview, result_type: type[_T]) -> _T | None:
    """Decode a result, or a part of it that was loaded as `msgspec.Raw`; return None if it has another type.

    Args:
        path: Its file.
        data: The result.
        result_type: Its type.
    """
    try:
        return msgspec.msgpack.decode(data, type=result_type)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        log.info("%s is damaged; its results are made again", path)
        return None


def save_result(path: Path, version: str, result: object) -> None:
    """Write a result in place of the previous one. If that is impossible, there is none afterwards.

    Args:
        path: Its file.
        version: The version of everything that `load_result` must find unchanged. If it is empty, that is
            unknown, and nothing is kept.
        result: Numbers, strings, lists, mappings and classes of msgspec with these.
    """
    if not version:
        remove_result(path)
        return
    content = bytearray()
    size = len(_build_header(version, b"")) + 1
    msgspec.msgpack.Encoder().encode_into(result, content, size)
    content[:size] = _build_header(version, memoryview(content)[size:]) + b"\n"
    try:
        write_atomically(path, content, create_folders=True, waits_for_disk=False)
    except StoreError as error:
        log.warning("%s; the next run takes longer", error)
        remove_result(path)


def remove_other_versions(folder: Path, version: str) -> None:
    """Remove the results in a folder whose version does not begin with this text."""
    for path in folder.glob("*.results"):
        try:
            with path.open("rb") as file:
                is_other = not file.readline(_MAX_HEADER).startswith(f"{_FORMAT} {version}".encode())
        except OSError:
            continue
        if is_other:
            remove_result(path)


def remove_result(path: Path) -> None:
    """Remove a result, if there is one."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("cannot remove %s: %s", path, error.strerror)


def _build_header(version: str, data: bytes | memoryview) -> bytes:
    return f"{_FORMAT} {version} {_digest(data)}".encode()


def _digest(data: bytes | memoryview) -> str:
    return blake2b(data, digest_size=20).hexdigest()
