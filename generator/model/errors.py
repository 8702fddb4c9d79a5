"""Errors: wrong data is a `Problem` value, and everything else that goes wrong is a `CatalogueError`.

Problems are collected and shown all at once; an exception ends the command. Each class of exceptions has an
exit code: 1 for problems in the data or the site, 2 for wrong usage, 3 for failures of network or disk.
"""

import copyreg
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file.

    Attributes:
        path: The file, as users name it.
        line: From 1, or 0 for the whole file.
        column: From 1, or 0 for the whole line.
        message: The rule, and the value that breaks it.
        hint: The nearest valid value or what to do, or an empty string.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return f"{':'.join(place)}: {self.text}"

    @property
    def text(self) -> str:
        """The message, with the hint in brackets."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class CatalogueError(Exception):
    """The base of all errors that end a command with a message instead of a traceback."""

    exit_code = 3

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle without the constructor, whose arguments are not those of `Exception`."""
        new = copyreg.__newobj__  # type: ignore[attr-defined]  # typeshed leaves it out
        return new, (type(self), *self.args), self.__dict__


class DataError(CatalogueError):
    """The data or the built site have problems that must be corrected first.

    Attributes:
        problems: Sorted by file and line.
    """

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FeedError(DataError):
    """A document is not a valid feed; what is stored stays as it is.

    Attributes:
        path: The document, as users name it.
        reason: What is wrong with it.
    """

    def __init__(self, path: str, reason: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        self.path = path
        self.reason = reason
        super().__init__([Problem(path, line, column, reason, hint)])


class FetchError(CatalogueError):
    """A server sent no usable answer; what is stored stays as it is.

    Attributes:
        url: The requested address.
        reason: What went wrong.
        hint: What to do.
        body: The beginning of the server's answer, if it explains the failure.
        status: The status of the server's answer, if it refused the request.
    """

    def __init__(
        self, url: str, reason: str, hint: str = "", body: bytes = b"", status: int | None = None
    ) -> None:
        self.url = url
        self.reason = reason
        self.hint = hint
        self.body = body
        self.status = status
        super().__init__(f"{url}: {reason}" + (f" ({hint})" if hint else ""))


class UnreachedServerError(FetchError):
    """No connection to the server was made."""


class TimeLimitError(FetchError):
    """The time limit of the run or of the feed is over; what came before is stored."""


class OutageError(CatalogueError):
    """No server could be reached, so that the network of this machine must be down."""


class UsageError(CatalogueError):
    """The command was called with wrong arguments; the message states what is expected."""

    exit_code = 2


class StoreError(CatalogueError):
    """A file could not be read or written; nothing that was stored is lost."""


class BuildError(CatalogueError):
    """The site could not be built; the previous one is left in place."""

    exit_code = 1
