"""A set of curation files: parsed, checked against their schemas, with the problems found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import PurePath
from typing import Any, Protocol

from generator.curation.schema_check import check_tree
from generator.curation.syntax import Path, Place, Tree, find_size_limit, parse_yaml
from generator.model.errors import Problem
from generator.system.memo import Memo


class IrregularFile(StrEnum):
    """A file that is not read because it is not a regular file."""

    LINK = "a symbolic link"
    SPECIAL = "a pipe, a socket or a device"


Contents = Mapping[str, bytes | IrregularFile]


class Report(Protocol):
    """Records a problem of a value, by its path in the file."""

    def __call__(self, at: Path, message: str, hint: str = "") -> None:
        """Record one."""


@dataclass(frozen=True)
class File:
    """A file that its schema allows.

    Attributes:
        path: For messages.
        value: Its content, with scalars of the declared types. Files with the same bytes share it.
        data: Its bytes.
        problems: Those of the whole set.
    """

    path: str
    value: Any
    data: bytes
    problems: list[Problem]

    def report(self, at: Path, message: str, hint: str = "") -> None:
        """Record a problem of a value, by its path in the file."""
        self._report(self._tree.find_place(at), message, hint)

    def report_in_text(self, at: Path, line: int, column: int, message: str, hint: str = "") -> None:
        """Record a problem of a place in a text, by line and column of the text from 0."""
        self._report(self._tree.find_place_in_text(at, line, column), message, hint)

    @cached_property
    def _tree(self) -> Tree:
        """The file, parsed again for the places of its values, which are only needed for problems."""
        return parse_yaml(self.data, self.path)[0] or Tree()

    def _report(self, place: Place, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, place.line, place.column, message, hint))


def _read_valid(data: bytes, schema: str, path: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return a file's value; None if the file has problems."""
    value, problems = _read(data, schema, path)
    return None if problems else value


def _read(data: bytes, schema: str, path: str) -> tuple[Any, list[Problem]]:
    """Parse and check a file: its value, which is None if the schema does not allow it, and all problems."""
    tree, problems = parse_yaml(data, path)
    if tree is None:
        return None, list(problems)
    value, schema_problems = check_tree(tree, schema, path)
    places = {(problem.line, problem.column) for problem in problems}
    further = [problem for problem in schema_problems if (problem.line, problem.column) not in places]
    return None if schema_problems else value, [*problems, *further]


@dataclass(slots=True)
class FileSet:
    """Files by path below the catalogue's folder.

    Attributes:
        contents: The bytes of regular files.
        irregular: What else is there.
        root: The catalogue's folder, for messages.
        memo: The values of files that a previous run read, by schema, limit of the size, and bytes; None for
            files with problems.
        problems: Found so far.
    """

    contents: Mapping[str, bytes]
    irregular: Mapping[str, IrregularFile]
    root: PurePath
    memo: Memo[Any] = field(default_factory=Memo)
    problems: list[Problem] = field(default_factory=list)

    def load(self, path: str, schema: str) -> File | None:
        """Parse and check a file; None if it has problems, which are recorded."""
        data, display_path = self.contents[path], self._show(path)
        key = schema, find_size_limit(path), data
        value = self.memo.recall(key, lambda: _read_valid(data, schema, path))
        if value is None:
            value, problems = _read(data, schema, display_path)
            self.problems += problems
        return None if value is None else File(display_path, value, data, self.problems)

    def load_required(self, path: str, schema: str) -> File | None:
        """Parse and check a file as `load` does, and report a file that is missing."""
        if path in self.contents:
            return self.load(path, schema)
        if path not in self.irregular:
            self.report(path, "this file is required", "restore it")
        return None

    def report(self, path: str, message: str, hint: str = "") -> None:
        """Record a problem of a file as a whole."""
        self.problems.append(Problem(self._show(path), 0, 0, message, hint))

    def has_only_comments(self, path: str) -> bool:
        """Whether a file has comments but no values, as a new catalogue has them for examples."""
        lines = [line.strip() for line in self.contents.get(path, b"").splitlines()]
        return any(lines) and all(line[:1] in (b"", b"#") for line in lines)

    def list_folder(self, folder: str) -> list[str]:
        """List the paths of a folder's YAML files, sorted."""
        return sorted(
            path for path in self.contents if path.rpartition("/")[0] == folder and path.endswith(".yml")
        )

    def _show(self, path: str) -> str:
        """Return the path for messages, on one line whatever its characters are."""
        display_path = (self.root / path).as_posix()
        return display_path if display_path.isprintable() else repr(display_path)
