"""Links in Markdown: from a page to other pages, and to other sites."""

import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from markupsafe import Markup

from generator import tex
from generator.model import urls
from generator.model.escaping import escape_markdown
from generator.publish import paths

UNTRUSTED = 'rel="noopener ugc"'  # attribute of a link whose address a feed or a contributor gave

_SAFE = re.compile(r"(?:https:)?[\w./#?=%-]*", re.ASCII)  # nothing to escape; most addresses
_OTHER_SCHEME = re.compile(r"[\x00-\x20]*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Characters that end a link's target or that Markdown would interpret. A quotation mark could begin the value
# of an attribute, because a target in angle brackets looks like a tag. Percent-encoding does not change what
# an address means.
_UNSAFE = re.compile(r"[\s\\<>\"'`{}|^\[\]*$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Links from one page, relative to it.

    Attributes:
        origin: The page, as a file under ``docs/``.
    """

    origin: str

    def build_target_below(self, parent: str, name: str | int) -> Markup:
        """Return the target of a link to a page below another: ``topics/index.md``, ``caches``."""
        return self.build_target(paths.locate_below(parent, name))

    def build_target(self, page: str) -> Markup:
        """Return the target of a link to a file under ``docs/``."""
        return escape_url(paths.build_relative_path(page, self.origin))

    def build_file_url(self, path: str) -> str:
        """Return the relative address of a file that is no page, for a link in HTML."""
        return posixpath.relpath(path, paths.build_url(self.origin) or ".")

    def build_follow_url(self) -> str:
        """Return the address of the page of feeds, on which the feed of this page is chosen."""
        follow = paths.build_relative_url(paths.FOLLOW, self.origin)
        return f"{follow}?page={paths.build_url(self.origin)}"

    def build_url_below(self, parent: str, name: str | int) -> str:
        """Return the relative address of a page below another, for a link in HTML."""
        return paths.build_relative_url(paths.locate_below(parent, name), self.origin)


def build_link(label: Markup, target: Markup, attributes: str = "") -> Markup:
    """Build a link in Markdown.

    Args:
        label: Markdown.
        target: What `PageLinks` or `escape_url` returned.
        attributes: Attributes of the HTML element, as in an attribute list: ``.badge rel="noopener ugc"``.
    """
    list_of_attributes = f"{{ {attributes} }}" if attributes else ""
    return Markup(f"[{label}]({target}){list_of_attributes}")  # noqa: S704 - made of markup


def build_html_link(label: object, url: str, attributes: str = "") -> Markup:
    """Build a link in HTML in which Markdown is not converted.

    >>> print(build_html_link("A & B", "https://a.example/?b&c", 'rel="noopener"'))
    <a href="https://a.example/?b&amp;c" rel="noopener">A &amp; B</a>
    """
    list_of_attributes = Markup(f" {attributes}" if attributes else "")  # noqa: S704 - attributes of our own
    return Markup('<a href="{}"{}>{}</a>').format(_encode_url(url), list_of_attributes, label)


def link_urls(text: str) -> Markup:
    r"""Convert text of a feed to Markdown in which its web addresses are links.

    An address that the conversion of TeX changes stays text.

    >>> print(link_urls("Code: https://github.com/a/b."))
    Code: [https://github.com/a/b](https://github.com/a/b){ rel="noopener ugc" }.
    """
    stated = {url for _, _, url in urls.find_urls(urls.unescape(text))}
    return tex.to_markdown(text, split_words=partial(_split_at_urls, stated) if stated else None)


def _split_at_urls(stated: Container[str], words: str) -> Iterator[str]:
    """Yield words as text, and a link for each of the addresses that are stated."""
    end_of_last = 0
    for start, end, url in urls.find_urls(words):
        label = urls.trim_url(words[start:end])
        if url in stated and not urls.is_broken_by_space(words, end):
            before = words[end_of_last:start]
            yield before.removesuffix("!")
            if before.endswith("!"):  # "![" would begin an image
                yield Markup("&#33;")
            yield build_link(escape_markdown(label), escape_url(url), UNTRUSTED)
            end_of_last = start + len(label)
    yield words[end_of_last:]


@lru_cache(maxsize=1 << 14)
def escape_url(url: str) -> Markup:
    """Escape an address for the target of a link: ``https://a.example/b(c)`` gives ``<https://a.example/b(c)>``.

    An address whose scheme could run code leads nowhere. Readers of data refuse such addresses, too.
    """
    if _SAFE.fullmatch(url):
        return Markup(url)  # noqa: S704 - nothing to escape
    target = _ENTITY.sub("&amp;", _encode_url(url))
    return Markup(f"<{target}>" if "(" in target or ")" in target else target)  # noqa: S704 - escaped here


def _encode_url(url: str) -> str:
    return "#" if _OTHER_SCHEME.match(url) else _UNSAFE.sub(_encode, url)


def _encode(character: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in character[0].encode())
