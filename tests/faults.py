"""Simulate a disk that fails, or a process that is killed, at the n-th operation that changes files."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_OPERATIONS = ("mkdir", "rename", "replace", "link", "unlink", "rmdir", "fsync", "open")


class Killed(BaseException):
    """The process is killed here: no code that catches errors runs."""


class Disk:
    """Counts the operations that change files, and fails at one of them.

    Attributes:
        at: The operation that fails, from 1; None for no failure.
        error: The error that it raises.
        permanently: Whether all later operations fail as well.
        operations: The names of all operations, in order.
    """

    def __init__(self, at: int | None, error: BaseException, *, permanently: bool = False) -> None:
        self.at = at
        self.error = error
        self.permanently = permanently
        self.operations: list[str] = []

    def step(self, name: str) -> None:
        self.operations.append(name)
        count = len(self.operations)
        if self.at is not None and (count == self.at or (self.permanently and count > self.at)):
            raise self.error


class _File:
    """An open file; writing to it is an operation of the disk, and can fail half-way."""

    def __init__(self, file, disk):
        self._file, self._disk = file, disk

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return self._file.__exit__(*error)

    def write(self, data):
        try:
            self._disk.step("write")
        except BaseException:
            self._file.write(data[: len(data) // 2])
            self._file.flush()
            raise
        return self._file.write(data)


@contextmanager
def failing(disk: Disk, *, exchange: bool = True) -> Iterator[Disk]:
    """Use this disk for all files and folders in this context.

    Args:
        disk: The disk.
        exchange: Whether two folders can be exchanged in one step.
    """

    def counted(name, function):
        def run(*arguments, **options):
            if not (name == "open" and arguments[1] & os.O_NOFOLLOW):  # how curation is read
                disk.step(name)
            return function(*arguments, **options)

        return run

    open_path = Path.open

    def open_counted(path, mode="r", *arguments, **options):
        if not set(mode) & set("wax+"):
            return open_path(path, mode, *arguments, **options)
        disk.step("create")
        return _File(open_path(path, mode, *arguments, **options), disk)

    with pytest.MonkeyPatch.context() as patch:
        for name in _OPERATIONS:
            patch.setattr(os, name, counted(name, getattr(os, name)))
        patch.setattr(shutil, "copy2", counted("copy", shutil.copy2))
        patch.setattr(Path, "open", open_counted)
        if not exchange:
            patch.setattr("generator.system.files._exchange", lambda one, other: False)  # noqa: ARG005 - its signature
        yield disk
