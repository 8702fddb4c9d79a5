"""A file with a part for each paper. Parts of unchanged papers are copied from the previous file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from generator.model.papers import DeferredPage, Paper
from generator.publish.page_digests import digest_values
from generator.system.memo import Memo


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file consists of `before`, the parts of its papers with `between` between them, and `after`."""

    write_part: Callable[[Paper], str]
    before: str = ""
    between: str = ""
    after: str = ""


class JoinedPage(DeferredPage):
    """A long file, which is joined in UTF-8. As one text, it would take up to four bytes a character.

    Attributes:
        previous_digest: Of the file that the previous run wrote.
    """

    __slots__ = ("_format", "_lengths", "_papers", "previous_digest")

    previous_digest: bytes
    _format: FileFormat
    _papers: Mapping[bytes, Paper]
    _lengths: Memo[int]

    def __init__(
        self, path: str, file_format: FileFormat, papers: Mapping[bytes, Paper], lengths: Memo[int]
    ) -> None:
        """Keep what the file is made from.

        Args:
            path: Its path.
            file_format: Its format. A part follows from the digest of its paper.
            papers: Its papers in their order, by digest.
            lengths: The numbers of bytes of all parts in their order, by digest.
        """
        super().__init__(path, _digest(path, papers), str)
        if [*lengths.previous] == [*papers]:
            lengths.results |= lengths.previous  # the file will probably not be made again
        for name, value in (
            ("previous_digest", _digest(path, lengths.previous)),
            ("_format", file_format),
            ("_papers", papers),
            ("_lengths", lengths),
        ):
            object.__setattr__(self, name, value)  # as the constructor of a frozen dataclass does

    @property
    def text(self) -> str:
        """The text, made anew."""
        return self.data.decode()

    @property
    def data(self) -> bytes:
        """The content of the file, made anew."""
        return self._join(b"", {})

    def update(self, previous: bytes) -> bytes:
        """Return the content of the file, given that of the previous run."""
        return self._join(previous, self._lengths.previous)

    def _join(self, previous: bytes, previous_lengths: Mapping[bytes, int]) -> bytes:
        texts = self._format.before, self._format.between, self._format.after
        before, between, after = map(str.encode, texts)
        previous_parts: dict[bytes, slice] = {}
        start = len(before)
        for digest, length in previous_lengths.items():
            previous_parts[digest] = slice(start, start + length)
            start += length + len(between)
        content = BytesIO()
        content.write(before)
        for number, (digest, paper) in enumerate(self._papers.items()):
            if number:
                content.write(between)
            part = previous_parts.get(digest)
            data = previous[part] if part else self._format.write_part(paper).encode()
            self._lengths.results[digest] = content.write(data)
        content.write(after)
        return content.getvalue()


def _digest(path: str, papers: Mapping[bytes, object]) -> bytes:
    return digest_values((path, b"".join(papers)), {})
