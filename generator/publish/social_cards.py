"""Draw the pictures that other sites show next to a link to a paper: its title, authors and venue.

A paper has its own picture if curators wrote something about it and the font has all of its letters. All
others share the picture of the theme.
"""

import json
from collections.abc import Iterable
from functools import cache, partial
from importlib import resources
from itertools import islice

from markupsafe import escape

from generator import tex
from generator.model.curation_values import Venue
from generator.model.papers import DeferredImage, Paper
from generator.publish import paths
from generator.publish.formatting import format_venue, shorten_authors
from generator.publish.page_digests import digest_values
from generator.translation.messages import _

# Of the newest papers. A card takes about 50 kB of the site, and 40 ms of CPU when it is drawn.
MAX_CARDS = 1_000
WIDTH = 1200  # pixels, as sites recommend
HEIGHT = 630
MAX_BYTES = 60_000
_MARGIN = 80
TEXT_WIDTH = WIDTH - 2 * _MARGIN
_TITLE_SIZES = ((56, 3), (48, 4), (40, 4))  # the largest with which the title takes at most so many lines
_SMALL = 28
_UNITS = 1_000  # of the font's widths, per size
_LINE_HEIGHT = 1.25
# Baselines of the catalogue's name, of the title's first line, and of venue and year
_HEADING, _TITLE, _FOOT = 115, 220, HEIGHT - 62
_ELLIPSIS = "…"
ACCENT = "#0b6b74"  # as --cat-accent in catalogue.css
_INK, _SOFT = "#222", "#555"  # greys, which take a tenth less of a PNG file than the theme's


def choose_papers_with_card(papers: Iterable[Paper]) -> list[Paper]:
    """Return the papers with a card: the first that curators describe and the font can write."""
    described = (paper for paper in papers if paper.summary or paper.note or paper.highlight)
    return list(islice(filter(_can_be_written, described), MAX_CARDS))


def make_card(paper: Paper, venue: Venue | None, catalogue: str) -> DeferredImage:
    """Make the card of a paper, which is drawn when it is needed.

    Args:
        paper: One of `choose_papers_with_card`.
        venue: Where it appeared.
        catalogue: The title of the catalogue.
    """
    svg = _write_svg(paper, venue, catalogue)
    return DeferredImage(paths.locate_card(paper.slug), digest_values(svg, {}), partial(_draw, svg))


def fit_title(title: str) -> tuple[int, list[str]]:
    """Return the size in which a card shows a title, and its lines, which the card is wide enough for."""
    for size, max_lines in _TITLE_SIZES:
        lines, is_complete = _wrap(title, size, max_lines)
        if is_complete:
            break
    return size, lines


def measure_text(text: str, size: int) -> float:
    """Return the width of a text in pixels, without kerning."""
    widths = _read_widths()
    return sum(widths[letter] for letter in text) * size / _UNITS


def _can_be_written(paper: Paper) -> bool:
    title = tex.to_text(paper.title)
    return bool(title) and _has_letters(title + _name_authors(paper))


def _has_letters(text: str) -> bool:
    """Whether the font has all letters of a text."""
    return _read_widths().keys() >= set(text)


def _name_authors(paper: Paper) -> str:
    shown, hidden_count = shorten_authors(paper.authors)
    names = ", ".join(author.name for author in shown)
    return _("%(authors)s and %(count)s more", authors=names, count=hidden_count) if hidden_count else names


def _write_svg(paper: Paper, venue: Venue | None, catalogue: str) -> str:
    size, lines = fit_title(tex.to_text(paper.title))
    step = round(size * _LINE_HEIGHT)
    place = format_venue(paper.appearance, venue) if paper.appearance and venue else ""
    year = str(paper.published.year) if paper.published else ""
    texts = [
        _write_line(catalogue, _HEADING, _SMALL, ACCENT),
        *(_write_line(line, _TITLE + number * step, size, _INK) for number, line in enumerate(lines)),
        _write_line(_name_authors(paper), _TITLE + len(lines) * step, _SMALL, _SOFT),
        _write_line(place or year, _FOOT, _SMALL, ACCENT),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="Literata">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<rect width="{WIDTH}" height="18" fill="{ACCENT}"/>{"".join(texts)}</svg>'
    )


def _write_line(text: str, baseline: int, size: int, colour: str) -> str:
    """Write one line of text; nothing if the font lacks letters of it."""
    if not text or not _has_letters(text):
        return ""
    [line], _is_complete = _wrap(text, size, 1)
    return f'<text x="{_MARGIN}" y="{baseline}" font-size="{size}" fill="{colour}">{escape(line)}</text>'


def _wrap(text: str, size: int, max_lines: int) -> tuple[list[str], bool]:
    """Divide a text into lines that fit the card, and return whether all of it is in them.

    If some is left out, the last line ends with an ellipsis.
    """
    lines: list[str] = []
    rest = text.strip()
    while rest:
        if len(lines) == max_lines:
            kept = lines[-1][: _count_fitting(lines[-1], size, reserved=_ELLIPSIS)].rstrip()
            return [*lines[:-1], kept + _ELLIPSIS], False
        count = _count_fitting(rest, size)
        if count < len(rest):
            count = rest.rfind(" ", 0, count + 1) if " " in rest[: count + 1] else max(1, count)
        lines.append(rest[:count].rstrip())
        rest = rest[count:].lstrip()
    return lines, True


def _count_fitting(text: str, size: int, reserved: str = "") -> int:
    """Count the letters at the beginning of a text that fit a line, next to those reserved."""
    widths = _read_widths()
    space = TEXT_WIDTH - measure_text(reserved, size)
    for count, letter in enumerate(text):
        space -= widths[letter] * size / _UNITS
        if space < 0:
            return count
    return len(text)


@cache
def _read_widths() -> dict[str, int]:
    """Read the width of each letter of the font."""
    folder = resources.files("generator")
    widths: dict[str, int] = json.loads(
        folder.joinpath("publish", "fonts", "literata-semibold.json").read_text("utf-8")
    )
    return widths


def _draw(svg: str) -> bytes:
    import resvg_py  # noqa: PLC0415 - few builds draw a card

    font = str(resources.files("generator").joinpath("publish", "fonts", "literata-semibold.ttf"))
    draw = partial(resvg_py.svg_to_bytes, svg_string=svg, font_files=[font], skip_system_fonts=True)
    image: bytes = draw()
    if len(image) > MAX_BYTES:  # as with a title of nothing but “&@%”; with hard edges it takes a third
        image = draw(text_rendering="optimize_speed")
    return image
