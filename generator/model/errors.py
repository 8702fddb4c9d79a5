"""What can go wrong: bad data is a `Problem` value, a broken world is a `CatalogueError`.

Problems are collected and shown all at once; exceptions end the command. Each exception knows the exit
code that it stands for: 1 problems in data or site, 2 usage, 3 the world failed (network, disk).
"""

import copyreg
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in data, with its place.

    Attributes:
        path: The file, as the user would name it.
        line: Line from 1, or 0 for the file as a whole.
        column: Column from 1, or 0 for the line as a whole.
        message: The rule, then what was found.
        hint: The nearest right answer or what to do, or an empty string.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        hint = f" ({self.hint})" if self.hint else ""
        return f"{':'.join(place)}: {self.message}{hint}"


class CatalogueError(Exception):
    """Base of all errors that end a command with a sentence instead of a traceback."""

    exit_code = 3

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled without its constructor, which may take other arguments than the sentence."""
        new = copyreg.__newobj__  # type: ignore[attr-defined]  # typeshed leaves it out
        return new, (type(self), *self.args), self.__dict__


class DataError(CatalogueError):
    """Data, or the built site, has problems that must be mended first.

    Attributes:
        problems: All of them, sorted by place.
    """

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FeedError(DataError):
    """A document is no feed that we can believe; what is stored stays as it is.

    Attributes:
        path: The document, as the user would name it.
        reason: What is wrong with it.
    """

    def __init__(self, path: str, reason: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        self.path = path
        self.reason = reason
        super().__init__([Problem(path, line, column, reason, hint)])


class FetchError(CatalogueError):
    """A server gave no answer that we can use; what is stored stays as it is.

    Attributes:
        url: What was asked.
        reason: What went wrong.
        hint: What to do.
        body: What the server said with it, as far as it matters.
    """

    def __init__(self, url: str, reason: str, hint: str = "", body: bytes = b"") -> None:
        self.url = url
        self.reason = reason
        self.hint = hint
        self.body = body
        super().__init__(f"{url}: {reason}" + (f" ({hint})" if hint else ""))


class OutageError(CatalogueError):
    """Nothing at all could be reached, which tells of this machine's network and of nothing else."""


class UsageError(CatalogueError):
    """The command was called in a way that cannot work; the message says which would."""

    exit_code = 2


class StoreError(CatalogueError):
    """The disk would not let us read or write; nothing that was stored is lost."""


class BuildError(CatalogueError):
    """The site could not be built; the one that was there before still stands."""

    exit_code = 1
