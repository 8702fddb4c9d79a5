"""Track what pages outside the navigation show of the pages in it.

A template can reach other pages through the navigation alone. Titles and addresses there seldom change, front
matter and content often do, and most themes show none of these. So a page must be rendered again only if
something changed that templates have read.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.system import digests

_CONTENT: Final = ("content", "markdown", "toc")  # attributes that a change of the page may change
_ANYTHING: Final = ""  # means all front matter and content
_METHODS_OF_ALL_KEYS: Final = (
    "__eq__ __iter__ __len__ __ne__ __or__ __repr__ __reversed__ __ror__ copy items keys values".split()
)


class NavigationReads:
    """Tracks which front matter of pages in the navigation templates read, and whether they read more.

    Attributes:
        names: Keys of front matter, or an empty string for anything else that a change of a page may change.
    """

    def __init__(self, nav: Navigation) -> None:
        """Prepare to track reads of the pages of a navigation, which must be complete."""
        self.names: set[str] = set()
        self.is_tracking = False
        for page in nav.pages:
            page.title = page.title  # otherwise it is computed from front matter and content at each access
            page.__class__ = _TrackedPage
            page.reads = self  # type: ignore[attr-defined]  # of the class that it has now

    @contextmanager
    def track(self) -> Iterator[None]:
        """Track reads in this context."""
        self.is_tracking = True
        try:
            yield
        finally:
            self.is_tracking = False


class _TrackedPage(Page):
    """A page in the navigation."""

    reads: NavigationReads

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        value = super().__getattribute__(name)
        if name == "meta" or name in _CONTENT:
            reads = super().__getattribute__("reads")
            if reads.is_tracking:
                if name == "meta":
                    return _TrackedMeta(value, reads.names)
                reads.names.add(_ANYTHING)
        return value


class _TrackedMeta(dict[str, Any]):
    """Front matter that tracks which keys are read."""

    def __init__(self, meta: dict[str, Any], names: set[str]) -> None:
        super().__init__(meta)
        self._names = names

    def __bool__(self) -> bool:
        return super().__len__() > 0  # `digest_navigation` counts it as shown

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - any value
        self._names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._names.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - any value
        self._names.add(key)
        return super().get(key, default)


def _make_tracking_method(name: str) -> Any:  # noqa: ANN401 - a method of any type
    method = getattr(dict, name)

    def read_all_keys(self: _TrackedMeta, *arguments: object) -> Any:  # noqa: ANN401 - what the method returns
        self._names.add(_ANYTHING)
        return method(self, *arguments)

    return read_all_keys


for _name in _METHODS_OF_ALL_KEYS:
    setattr(_TrackedMeta, _name, _make_tracking_method(_name))


def digest_navigation(nav: Navigation, names: Collection[str]) -> str:
    """Return a digest of what pages outside a navigation show of it.

    Args:
        nav: The navigation. Its structure follows from ``mkdocs.yml``. Its pages must have been read.
        names: What templates have read of its pages, as in `NavigationReads.names`.
    """
    parts = []
    for page in nav.pages:
        parts.append(repr((page.file.src_uri, page.url, page.title, bool(page.meta))))
        parts += [repr((name, page.meta.get(name))) for name in sorted(names)]
        if _ANYTHING in names:
            parts.append(repr((page.meta, page.markdown, page.content)))
    return digests.digest(*parts) if parts else digests.digest(repr(nav.items))
