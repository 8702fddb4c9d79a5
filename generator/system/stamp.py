"""What was made from what, so that a run whose inputs are the same as the last one's has nothing to do.

A stamp is a file under ``.cache/`` with two digests: of the bytes of all that went in, the program itself
included, and of the names, sizes and times of all that came out. Where either differs, or cannot be told,
everything is made anew, and so nothing is ever published that a first run would not have made.
"""

import json
import stat
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path

from generator.model.errors import StoreError
from generator.system.files import iter_files, write_atomically

_FOLDER = ".cache"
_PROGRAM = Path(__file__).parent.parent
_COMPILED = "__pycache__"


def digest_program() -> str:
    """A digest of this program, of Python, and of all packages beside it."""
    packages = sorted(f"{found.name} {found.version}" for found in distributions())
    return digest(sys.version, *packages, digest_contents([_PROGRAM]))


def digest_contents(paths: Iterable[Path], without: Collection[Path] = ()) -> str:
    """A digest of files, and of all files in folders, by their names and bytes.

    It is empty, which holds for nothing, where there is anything but plain files and folders.

    Args:
        paths: Files and folders.
        without: Files that are left out.
    """
    parts: list[str | bytes] = []
    try:
        for path in paths:
            for file in sorted(iter_files(path)) if path.is_dir() and not path.is_symlink() else [path]:
                if file not in without and _COMPILED not in file.parts:
                    if not stat.S_ISREG(file.lstat().st_mode):
                        return ""
                    parts += [str(file), file.read_bytes()]
    except OSError:
        return ""
    return digest(*parts)


def digest_listing(paths: Iterable[Path]) -> str:
    """A digest of files by their names, sizes and times: it changes with every writing. Empty with a link."""
    parts = []
    for path in sorted(paths):
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            return ""
        parts.append(f"{path} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}")
    return digest(*parts)


def digest(*parts: str | bytes) -> str:
    """A digest of parts in their order; empty where a part is, for then something is unknown."""
    if "" in parts:
        return ""
    whole = blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def is_current(root: Path, name: str, inputs: str, outputs: str) -> bool:
    """Whether the stamp says that these outputs were made from these inputs."""
    try:
        known = json.loads(_path(root, name).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(inputs and outputs) and known == [inputs, outputs]


def save(root: Path, name: str, inputs: str, outputs: str) -> None:
    """Put the stamp on outputs that are complete. Where the disk refuses, the next run makes them again."""
    with suppress(StoreError):
        write_atomically(_path(root, name), json.dumps([inputs, outputs]).encode(), create_folders=True)


def _path(root: Path, name: str) -> Path:
    return root / _FOLDER / f"{name}.json"
