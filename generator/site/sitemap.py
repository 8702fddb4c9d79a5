"""Divide a sitemap that has more addresses than the protocol allows."""

import re
from pathlib import Path
from typing import Final

from markupsafe import escape

from generator.system.files import write_atomically

MAX_URLS: Final = 50_000  # https://www.sitemaps.org/protocol.html#index
_INDEX: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"""
_URL: Final = re.compile(r"<url>.*?</url>", re.DOTALL)


def divide_sitemap(site: Path, site_url: str, max_urls: int = MAX_URLS) -> None:
    """Replace the sitemap by an index of several ones, if it has too many addresses.

    Args:
        site: The folder of the site, with ``sitemap.xml`` and perhaps the same compressed, which is removed.
        site_url: The address of the site, with a slash at the end.
        max_urls: How many addresses a file may have.
    """
    path = site / "sitemap.xml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    urls = _URL.findall(text)
    if len(urls) <= max_urls:
        return
    opening = text[: text.index(urls[0])].rstrip()  # also namespaces of a template of one's own
    closing = text[text.rindex(urls[-1]) + len(urls[-1]) :].lstrip()
    names: list[str] = []
    for start in range(0, len(urls), max_urls):
        names.append(f"sitemap-{len(names) + 1}.xml")
        part = "\n".join([opening, *urls[start : start + max_urls], closing])
        write_atomically(site / names[-1], part.encode())
    entries = [f"<sitemap><loc>{escape(site_url + name)}</loc></sitemap>" for name in names]
    write_atomically(path, "\n".join([_INDEX, *entries, "</sitemapindex>", ""]).encode())
    path.with_suffix(".xml.gz").unlink(missing_ok=True)
