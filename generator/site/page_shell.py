"""What surrounds the contents of pages: rendered by the theme once for all pages of a shape, then filled in.

Pages of a shape lie in the same folder and have the same template; their front matter and their headings
have the same structure. They differ in texts alone. The theme renders one of them with a mark in the place of
each text, and the others are the pieces between the marks, with their own texts. The second page of a shape
is compared with what the theme makes of it, and so is one in `_COMPARED` after it. Where the second differs,
the shape is left to the theme, for it depends on more than texts; where a later one does, the build fails.
"""

import re
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Final

from markupsafe import Markup, escape
from mkdocs.exceptions import BuildError
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url

from generator.site.template_wrappers import Wrapping

_COMPARED: Final = 64
_DECIDING: Final = ("hide", "robots", "template")  # front matter that templates act on
# A filter of a template changes a mark in its own way: what it does to tags, ampersands and quotation marks
# tells one of HTML, what it does to letters one of case, and where "./" is gone, it was made an address.
_MARK: Final = "./\ue000<bB>&\"'{}\ue001"
_PLACE: Final = re.compile("((?:\\.\\./)*)(\\./)?\ue000([^\ue000\ue001]*?)([0-9]+)\ue001")

Filter = Callable[[str, Page], str]
Values = list[str]  # the texts of a page, in the order of their marks


def _unchanged(text: str) -> str:
    return text


def _as_it_is(text: str, _page: Page) -> str:
    return text


def _escaped(text: str, _page: Page) -> str:
    return str(escape(text))


def _without_tags(text: str, _page: Page) -> str:
    return Markup(text).striptags()  # noqa: S704 - as Jinja's filter of this name does


def _escaped_without_tags(text: str, page: Page) -> str:
    return str(escape(_without_tags(text, page)))


def _as_address(text: str, page: Page) -> str:
    return normalize_url(text, page)


_FILTERS: Final[dict[str, Filter]] = {
    "<bB>&\"'": _as_it_is,
    "&lt;bB&gt;&amp;&#34;&#39;": _escaped,
    "&\"'": _without_tags,
    "&amp;&#34;&#39;": _escaped_without_tags,
}
_ADDRESSES: Final[dict[Filter, Filter]] = {_as_it_is: _as_address}  # an address is not changed once more


class _Skeleton:
    """The pages of a shape: what they share, and the places of their texts."""

    def __init__(self, rendered: str, wrap: Callable[[str], str]) -> None:
        """Take apart a page that was rendered with marks; what is filled in is changed once more.

        Raises:
            KeyError: A filter was at work that is not known here.
        """
        self._pieces: list[str] = []
        self._plain: list[tuple[int, int]] = []  # a piece that is a text as it is, and which
        self._changed: list[tuple[int, int, Filter]] = []
        end = 0
        for place in _PLACE.finditer(rendered):
            up, here, inner, number = place.groups()
            change = _FILTERS[inner]
            if not here:
                change = _ADDRESSES[change]
            self._pieces += [rendered[end : place.start()] + (up if here else ""), ""]
            end = place.end()
            if change is _as_it_is:
                self._plain.append((len(self._pieces) - 1, int(number)))
            else:
                self._changed.append((len(self._pieces) - 1, int(number), change))
        self._pieces.append(rendered[end:])
        self._wrap = wrap
        self.filled = 0

    def fill(self, page: Page, values: Values) -> str:
        """The page."""
        self.filled += 1
        pieces = self._pieces.copy()
        for piece, number in self._plain:
            pieces[piece] = values[number]
        for piece, number, change in self._changed:
            pieces[piece] = change(values[number], page)
        return self._wrap("".join(pieces))


class Chrome:
    """Renders the pages of a site that are not in its navigation, which shows them otherwise."""

    def __init__(
        self, by_theme: Callable[[Page], str], wrapping: Callable[[str], Wrapping | None] = lambda _: None
    ) -> None:
        """Get ready, with what renders a page, and what knows templates that change what others render."""
        self._by_theme = by_theme
        self._wrapping = wrapping
        self._first: dict[tuple[object, ...], Page] = {}  # with marks
        self._skeletons: dict[tuple[object, ...], _Skeleton | None] = {}  # None: for the theme alone

    def render(self, page: Page) -> str:
        """A page as the theme makes it.

        Raises:
            BuildError: The theme makes something else of it than of others of its shape.
        """
        shape, values = _taken_apart(page)
        if shape not in self._first:
            self._first[shape] = _marked(page)
            return self._by_theme(page)
        if shape not in self._skeletons:
            return self._second(page, shape, values)
        skeleton = self._skeletons[shape]
        if skeleton is None:
            return self._by_theme(page)
        filled = skeleton.fill(page, values)
        if skeleton.filled % _COMPARED == 0 and filled != self._by_theme(page):
            raise BuildError(
                f"{page.file.src_uri}: the theme shows this page otherwise than its likes; build with"
                " `catalogue site --plain`, and tell the maintainers of the program"
            )
        return filled

    def _second(self, page: Page, shape: tuple[object, ...], values: Values) -> str:
        """The second page of a shape, which proves that it follows from the first."""
        rendered = self._by_theme(page)
        try:
            first = self._first[shape]
            wrapping = self._wrapping(page.meta.get("template", "main.html"))
            if wrapping:
                first.meta["template"] = wrapping.inner
            skeleton = _Skeleton(self._by_theme(first), wrapping.wrap if wrapping else _unchanged)
            proven = skeleton.fill(page, values) == rendered
        except (LookupError, ValueError):  # a filter that is not known, or a mark that is none of ours
            proven = False
        self._skeletons[shape] = skeleton if proven else None
        return rendered


def _taken_apart(page: Page) -> tuple[tuple[object, ...], Values]:
    """A page's shape, and the texts that it has of its own."""
    values = [page.content or "", page.canonical_url or "", page.abs_url or ""]
    folder = page.url.rstrip("/").rpartition("/")[0]
    shape: list[object] = [folder, page.url[-1:], *map(bool, values)]
    for name, value in page.meta.items():
        shape.append(name)
        if name in _DECIDING:
            shape.append(repr(value))
        else:
            _take_apart(value, shape, values)
    _take_apart_toc(page.toc, shape, values)
    return tuple(shape), values


def _take_apart(value: object, shape: list[object], values: Values) -> None:
    if isinstance(value, str):
        shape.append(bool(value))
        values.append(value)
    elif isinstance(value, list):
        named = _is_named(value)
        shape.append(value[0] if named else len(value))
        for part in value[named:]:
            _take_apart(part, shape, values)
    elif isinstance(value, dict):
        shape.append(tuple(value))
        for part in value.values():
            _take_apart(part, shape, values)
    else:
        shape.append(repr(value))


def _is_named(value: list[Any]) -> bool:
    """Whether a list is a name with a text, as of a meta element; templates act on names."""
    return len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str)  # noqa: PLR2004 - a pair


def _take_apart_toc(
    items: Sequence[AnchorLink] | TableOfContents, shape: list[object], values: Values
) -> None:
    shape.append(len(items))
    for item in items:
        shape.append(item.level)
        values += (item.title, item.id)
        _take_apart_toc(item.children, shape, values)


class _Marks:
    """Marks in the order in which `_taken_apart` takes texts."""

    def __init__(self) -> None:
        self._number = -1

    def next(self, text: str) -> str:
        """A mark for a text; none for one that is empty, on which templates act."""
        self._number += 1
        return text and _MARK.format(self._number)

    def of(self, value: object) -> object:
        """A value of front matter with marks."""
        if isinstance(value, str):
            return self.next(value)
        if isinstance(value, list):
            named = _is_named(value)
            return value[:named] + [self.of(part) for part in value[named:]]
        if isinstance(value, dict):
            return {name: self.of(part) for name, part in value.items()}
        return value

    def of_toc(self, items: Sequence[AnchorLink] | TableOfContents) -> list[AnchorLink]:
        """Headings with marks."""
        marked = []
        for item in items:
            link = copy(item)
            link.title, link.id = self.next(item.title), self.next(item.id)
            link.children = self.of_toc(item.children)
            marked.append(link)
        return marked


def _marked(page: Page) -> Page:
    """A copy of a page with marks for texts."""
    marks, marked = _Marks(), copy(page)
    marked.content = marks.next(page.content or "")
    marked.canonical_url = marks.next(page.canonical_url or "") or None
    marked.abs_url = marks.next(page.abs_url or "") or None
    marked.meta = {name: value if name in _DECIDING else marks.of(value) for name, value in page.meta.items()}
    marked.toc = TableOfContents(marks.of_toc(page.toc))
    return marked
