"""A curator's Markdown: paragraphs, emphasis, code, lists, quotes and links to https; nothing else.

Raw HTML and images stay as the text they are. Python-Markdown looks for the end of each bracket in all that
follows, which takes minutes for a page of them; so links are found here by a pattern that reads on once, and
reference definitions and images, which share that search, are not known at all.
"""

import re
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markupsafe import Markup

from generator.model.text import escape_markdown

_TAGS = {"p", "em", "strong", "code", "ul", "ol", "li", "a", "blockquote", "br"}
_LINK = r"\[([^\[\]]+)\]\((https://[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)\)"
_LEFT_OUT = {
    "inlinePatterns": (
        "reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref",
        "html", "automail",
    ),
    "preprocessors": ("html_block",),
}  # fmt: skip


def note(text: str | None) -> Markup:
    """The note as harmless HTML on one line; as plain text where it is nested too deep to be read."""
    if not text:
        return Markup("")
    try:
        html = _markdown().convert(text)
    except RecursionError:
        return Markup("<p>{}</p>").format(escape_markdown(text))
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https"}, link_rel="noopener ugc"
    )
    return Markup(" ".join(clean.split()))  # noqa: S704 - cleaned by nh3 in this function


class _Link(InlineProcessor):
    """``[text](https://...)``."""

    # The name and the arguments are Python-Markdown's own; its types know the older form only.
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        link = Element("a", href=self.unescape(m[2]))
        link.text = m[1]
        return link, m.start(0), m.end(0)


def _markdown() -> Markdown:
    """A converter for one note: a stopped one is in disorder."""
    markdown = Markdown()
    for registry, names in _LEFT_OUT.items():
        for name in names:
            getattr(markdown, registry).deregister(name)
    markdown.parser.blockprocessors.deregister("reference")
    markdown.inlinePatterns.register(_Link(_LINK, markdown), "link", 160)
    return markdown
