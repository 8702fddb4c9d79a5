"""Render what surrounds the content of pages once for all similar pages, and fill in the texts of each.

Two pages have the same shape if they are in the same folder, have the same template, and their front matter
and headings have the same structure; they differ only in texts. The theme renders one page of a shape with
a placeholder for each text. Every other page is made of the pieces between the placeholders and its own
texts. How many rows of front matter have the same name, such as authors, is not part of the shape. Neither
are the headings of a page that hides its table of contents, except the first one.

Templates can break this assumption, for example by counting pages. Therefore the second page of a shape is
compared with what the theme renders, and so are more of the first pages and every 64th page. If the second
one differs, the theme renders every page of that shape. If a later one differs, a `ShapeMismatchError` is
raised.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from itertools import count, groupby
from typing import ClassVar, Final, Never

import jinja2
from jinja2 import meta, nodes
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url

_COMPARED: Final = 64  # one page in so many is compared, and more of the first ones
_DECIDING_KEYS: Final = ("hide", "robots", "template")  # front matter that templates test
_JSON_KEYS: Final = ("json_ld", "citations")  # front matter that templates only convert to JSON, as a whole
# A placeholder shows what a template does to a text. The tags, the ampersand and the quotation marks change
# if it is escaped or stripped of tags, the letters if their case changes, and "./" disappears if it is made
# a URL.
_PLACEHOLDER: Final = "./\ue000<bB>&\"'{}\ue001"
_ROWS_PLACEHOLDER: Final = _PLACEHOLDER.replace("{}", "{}+")  # of all rows of one name but the first
_JSON_PLACEHOLDER: Final = "\ue000{}\ue001"

_OUTPUT: Final = "output"  # the variable with the output of a wrapped template

TextFilter = Callable[[str, Page], str]


class ShapeMismatchError(Exception):
    """The theme renders a page in another way than the other pages of its shape."""


def _keep(text: str, _page: Page) -> str:
    return text


def _escape(text: str, _page: Page) -> str:
    return str(escape(text))


def _strip_tags(text: str, _page: Page) -> str:
    return Markup(text).striptags()  # noqa: S704 - as Jinja's filter of this name does


def _strip_tags_and_escape(text: str, page: Page) -> str:
    return str(escape(_strip_tags(text, page)))


def _normalise_url(text: str, page: Page) -> str:
    return normalize_url(text, page)


# What the inner part of a placeholder becomes, and the filter that does this to a text.
_FILTERS: Final[dict[str, TextFilter]] = {
    "<bB>&\"'": _keep,
    "&lt;bB&gt;&amp;&#34;&#39;": _escape,
    "&\"'": _strip_tags,
    "&amp;&#34;&#39;": _strip_tags_and_escape,
}
_RENDERED_PLACEHOLDER: Final = re.compile(
    rf"((?:\.\./)*)(\./)?\ue000({'|'.join(map(re.escape, _FILTERS))})([0-9]+)(\+?)\ue001"
    r'|"\\ue000([0-9]+)\\ue001"'  # in JSON
)
_URL_FILTERS: Final[dict[TextFilter, TextFilter]] = {_keep: _normalise_url}  # a URL is not filtered again


@dataclass(frozen=True, slots=True)
class TemplateWrapper:
    """A template that only includes another one and changes its output, for example to remove spaces.

    Attributes:
        inner: The name of the template that it includes.
        wrap: Changes the output of that template.
    """

    inner: str
    wrap: Callable[[str], str]


def make_wrapper_finder(env: jinja2.Environment) -> Callable[[str], TemplateWrapper | None]:
    """Make a function that returns the `TemplateWrapper` of this name, or None for any other template."""

    @cache
    def find_wrapper(name: str) -> TemplateWrapper | None:
        if env.loader is None:
            return None
        tree = env.parse(env.loader.get_source(env, name)[0])
        included = [include.template for include in tree.find_all(nodes.Include)]
        names = [template.value for template in included if isinstance(template, nodes.Const)]
        uses_others = any(tree.find(kind) for kind in (nodes.Extends, nodes.Import, nodes.FromImport))
        if len(included) != 1 or len(names) != 1 or uses_others or meta.find_undeclared_variables(tree):
            return None
        # A template that prints a variable replaces the included one.
        replacement = jinja2.DictLoader({names[0]: f"{{{{ {_OUTPUT} }}}}"})
        loader = jinja2.ChoiceLoader([replacement, env.loader])
        template = env.overlay(loader=loader).get_template(name)
        return TemplateWrapper(names[0], lambda output: template.render({_OUTPUT: output}))

    return find_wrapper


class ShellRenderer:
    """Renders the pages of a site that are not in its navigation; the navigation marks the current page."""

    def __init__(
        self,
        render_by_theme: Callable[[Page], str],
        find_wrapper: Callable[[str], TemplateWrapper | None] = lambda _name: None,
    ) -> None:
        """Store what rendering needs.

        Args:
            render_by_theme: Renders a page without this module.
            find_wrapper: Returns what a template of this name wraps, as `make_wrapper_finder` does.
        """
        self._render_by_theme = render_by_theme
        self._find_wrapper = find_wrapper
        self._first_pages: dict[tuple[object, ...], Page] = {}  # with placeholders, by shape
        self._shells: dict[tuple[object, ...], _Shell | None] = {}  # None: the theme renders this shape

    def render(self, page: Page) -> str:
        """Render a page as the theme does.

        Raises:
            ShapeMismatchError: A template depends on more than the shape of a page. Pages that were rendered
                before may be wrong.
        """
        shape, texts = _split_page(page)
        if shape not in self._first_pages:
            self._first_pages[shape] = _insert_placeholders(page)
            return self._render_by_theme(page)
        if shape not in self._shells:
            expected = self._render_by_theme(page)
            self._shells[shape] = self._make_shell(shape, page, texts, expected)
            return expected
        shell = self._shells[shape]
        if shell is None:
            return self._render_by_theme(page)
        html = shell.fill(page, texts)
        if _is_compared(shell.count) and html != self._render_by_theme(page):
            raise ShapeMismatchError(page.file.src_uri)
        return html

    def _make_shell(
        self, shape: tuple[object, ...], page: Page, texts: list[str], expected: str
    ) -> "_Shell | None":
        """Make the shell of a shape from its first page; None if its second page shows that it is wrong."""
        first_page = self._first_pages[shape]
        try:
            wrapper = self._find_wrapper(page.meta.get("template", "main.html"))
            if wrapper:
                first_page.meta["template"] = wrapper.inner
            shell = _Shell(self._render_by_theme(first_page), wrapper.wrap if wrapper else str)
            return shell if shell.fill(page, texts) == expected else None
        except (LookupError, ValueError):  # as `_Shell` and `_HiddenContents` raise, or a stray placeholder
            return None


def _is_compared(count: int) -> bool:
    """Whether the theme renders this page of a shape too: the 2nd, 4th, 8th ... and every 64th one."""
    return count & (count - 1) == 0 or count % _COMPARED == 0


class _Shell:
    """What the pages of a shape have in common, with the places of their texts."""

    def __init__(self, html: str, wrap: Callable[[str], str]) -> None:
        """Cut a page with placeholders into pieces.

        Args:
            html: The rendered page.
            wrap: What a wrapper makes of the page.

        Raises:
            LookupError: A template uses a filter that this module does not know, or does not show the rows of
                a name one after the other.
        """
        self._pieces: list[str] = []
        self._kept_texts: list[tuple[int, int]] = []  # index of a piece and of the text that is put there
        self._filtered_texts: list[tuple[int, int, TextFilter]] = []
        self._rows: list[tuple[int, int, TextFilter, str]] = []  # with what is between two rows
        end, previous_number = 0, -1
        for match in _RENDERED_PLACEHOLDER.finditer(html):
            parents, current_folder, inner, number, are_rows, json_number = match.groups()
            text_filter = _FILTERS[inner] if inner else _keep
            if inner and not current_folder:
                text_filter = _URL_FILTERS[text_filter]
            before = html[end : match.start()] + (parents if current_folder else "")
            self._pieces += [before, ""]
            end = match.end()
            place, text_number = len(self._pieces) - 1, int(number or json_number)
            if are_rows:
                if previous_number != text_number - 1:
                    raise LookupError("these rows do not follow the first one")
                self._rows.append((place, text_number, text_filter, before))
            elif text_filter is _keep:
                self._kept_texts.append((place, text_number))
            else:
                self._filtered_texts.append((place, text_number, text_filter))
            previous_number = text_number
        self._pieces.append(html[end:])
        self._wrap = wrap
        self.count = 0  # of pages that were made

    def fill(self, page: Page, texts: list[str]) -> str:
        """Return a page."""
        self.count += 1
        pieces = self._pieces.copy()
        for index, number in self._kept_texts:
            pieces[index] = texts[number]
        for index, number, text_filter in self._filtered_texts:
            pieces[index] = text_filter(texts[number], page)
        for index, number, text_filter, between in self._rows:
            pieces[index] = between.join(text_filter(text, page) for text in texts[number].split("\n"))
        return self._wrap("".join(pieces))


# --- shapes ----------------------------------------------------------------------------------------------


def _split_page(page: Page) -> tuple[tuple[object, ...], list[str]]:
    """Split a page into its shape and its texts."""
    texts: list[str] = []

    def keep_text(text: str, _placeholder: str) -> str:
        texts.append(text)
        return text

    visitor = _TextVisitor(keep_text)
    visitor.visit(page)
    return tuple(visitor.shape), texts


def _insert_placeholders(page: Page) -> Page:
    """Return a copy of a page that has numbered placeholders for its texts."""
    numbers = count()
    return _TextVisitor(lambda _text, placeholder: placeholder.format(next(numbers))).visit(page)


class _TextVisitor:
    """Visits the texts of a page, always in the same order.

    Attributes:
        shape: What is left of the page without its texts.
    """

    def __init__(self, replace: Callable[[str, str], str]) -> None:
        """Store what replaces a text.

        Args:
            replace: Takes a text and the form of its placeholder, and returns the new text.
        """
        self._replace = replace
        self.shape: list[object] = []

    def visit(self, page: Page) -> Page:
        """Return a copy of a page with other texts."""
        self.shape += [page.url.rstrip("/").rpartition("/")[0], page.url[-1:]]
        page = copy(page)
        page.content = self._visit_text(page.content)
        page.canonical_url = self._visit_text(page.canonical_url) or None
        page.abs_url = self._visit_text(page.abs_url) or None
        page.meta = {name: self._visit_meta(name, value) for name, value in page.meta.items()}
        if "toc" in (page.meta.get("hide") or ()):
            page.toc = _HiddenContents(self._visit_toc([*page.toc][:1]))
        else:
            page.toc = TableOfContents(self._visit_toc(page.toc))
        return page

    def _visit_text(self, text: str | None) -> str:
        """Return the new text; an empty text stays empty, because templates test it."""
        self.shape.append(bool(text))
        new_text = self._replace(text or "", _PLACEHOLDER)
        return new_text if text else ""

    def _visit_meta(self, name: str, value: object) -> object:
        self.shape.append(name)
        if name in _DECIDING_KEYS:
            self.shape.append(repr(value))
            return value
        if name in _JSON_KEYS:
            return self._replace(htmlsafe_json_dumps(value, sort_keys=True), _JSON_PLACEHOLDER)
        return self._visit_value(value)

    def _visit_value(self, value: object) -> object:
        if isinstance(value, str):
            return self._visit_text(value)
        if isinstance(value, list) and all(map(_is_row, value)):
            runs = [[*rows] for _name, rows in groupby(value, key=list)]
            self.shape.append(len(runs))
            return [row for rows in runs for row in self._visit_rows(rows)]
        if isinstance(value, list):
            # A pair is a name and a text, such as of a meta element; templates test the name.
            is_pair = len(value) == 2 and all(isinstance(part, str) for part in value)  # noqa: PLR2004
            self.shape.append(value[0] if is_pair else len(value))
            return value[:is_pair] + [self._visit_value(part) for part in value[is_pair:]]
        if isinstance(value, dict):
            self.shape.append(tuple(value))
            return {name: self._visit_value(part) for name, part in value.items()}
        self.shape.append(repr(value))
        return value

    def _visit_rows(self, rows: Sequence[Mapping[str, str]]) -> Iterator[dict[str, str]]:
        """Yield the first of some rows with the same name, and one for all others."""
        (name, first), *others = [item for row in rows for item in row.items()]
        self.shape += [name, bool(others)]
        yield {name: self._replace(first, _PLACEHOLDER)}
        if others:
            texts = "\n".join(text for _name, text in others)
            yield {name: self._replace(texts, _ROWS_PLACEHOLDER)}

    def _visit_toc(self, items: Sequence[AnchorLink] | TableOfContents) -> list[AnchorLink]:
        self.shape.append(len(items))
        links = []
        for item in items:
            self.shape.append(item.level)
            link = AnchorLink(self._visit_text(item.title), self._visit_text(item.id), item.level)
            link.children = self._visit_toc(item.children)
            links.append(link)
        return links


def _is_row(value: object) -> bool:
    """Whether a value of front matter is a name with a line of text."""
    texts = [*value.values()] if isinstance(value, dict) else []
    return len(texts) == 1 and isinstance(texts[0], str) and bool(texts[0]) and "\n" not in texts[0]


class _HiddenContents(TableOfContents):
    """The first heading of a page that hides its table of contents; no template may read the others."""

    _message: ClassVar = "the other headings are not part of the shape"

    def __iter__(self) -> Iterator[AnchorLink]:
        yield from self.items
        raise LookupError(self._message)

    def __len__(self) -> Never:
        raise LookupError(self._message)
