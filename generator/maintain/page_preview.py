"""Show a paper's new page to reviewers on GitHub, which supports less Markdown than the site.

The text of a page is inert: `generator.model.escaping` has escaped what feeds and people wrote, and GitHub
removes all HTML that could run.
"""

import html
import re
from collections.abc import Iterable
from itertools import islice

from generator.maintain.page_changes import PageChange, strip_front_matter
from generator.publish import paths

_MAX_PREVIEWS = 8
_MAX_LENGTH = 6_000  # characters of a page; a summary may have a megabyte
# Facts from feeds: from their heading, which follows what people write, to the reasons of topics.
_FACTS = re.compile(
    r"^## [^\n]*\{ #about-this-paper \}$.*?(?=<details class=\"fold why\">)", re.MULTILINE | re.DOTALL
)
# The attributes that the site's Markdown adds to an element, such as {: .paper-badges }.
_ATTRIBUTES = re.compile(r'(?<!\\)\{:? (?:[#.][\w-]+ |rel="[\w ]*" )+\}')
# GitHub would show their text.
_BUTTON = re.compile(r"<button[^<>]*>[^<>]*</button> ?")
_LOCAL_LINK = re.compile(r"\[((?:[^\[\]\\\n]|\\.)*)\]\((?!https?://)[^()\s]*\)")


def format_previews(changes: Iterable[PageChange]) -> str:
    """Format the first new and changed pages of papers as folded parts of a summary."""
    folder = paths.build_url(paths.PAPERS)
    papers = (change for change in changes if change.path.startswith(folder) and change.path != paths.PAPERS)
    parts = [
        f"<details><summary>Preview of {html.escape(change.path)}</summary>\n\n"
        f"{render_preview(change.text)}\n\n</details>\n"
        for change in islice((paper for paper in papers if paper.text), _MAX_PREVIEWS)
    ]
    return "\n".join(["", *parts]) if parts else ""


def render_preview(page: str) -> str:
    r"""Convert the upper part of a paper's page to Markdown of GitHub.

    Links within the site become bold text, because they would lead nowhere.

    >>> render_preview("# T { #title }\n[A](../authors/a.md){ .badge } [b](https://b.org)")
    '# T\n**A** [b](https://b.org)'
    """
    body = _BUTTON.sub("", _FACTS.sub("", strip_front_matter(page))).strip()
    lines = (_ATTRIBUTES.sub("", _LOCAL_LINK.sub(r"**\1**", line)).rstrip() for line in body.splitlines())
    text = "\n".join(lines)
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH].rpartition(chr(10))[0]}\n\n…"
