"""Divide a sitemap that has more addresses than the protocol allows."""

import re
from pathlib import Path
from typing import Final

from markupsafe import escape

from generator.system.files import write_atomically

MAX_URLS: Final = 50_000  # https://www.sitemaps.org/protocol.html#index
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_URL: Final = re.compile(r"<url>.*?</url>", re.DOTALL)


def divide_sitemap(site: Path, site_url: str, max_urls: int = MAX_URLS) -> None:
    """Replace the sitemap by an index of several ones, if it has too many addresses.

    Args:
        site: The folder of the site, with ``sitemap.xml`` and perhaps the same compressed, which is removed.
        site_url: The address of the site, with a slash at the end.
        max_urls: How many addresses a file may have.
    """
    path = site / "sitemap.xml"
    urls = _URL.findall(path.read_text(encoding="utf-8")) if path.is_file() else []
    if len(urls) <= max_urls:
        return
    names = [f"sitemap-{number}.xml" for number in range(1, -(-len(urls) // max_urls) + 1)]
    for number, name in enumerate(names):
        part = urls[number * max_urls : (number + 1) * max_urls]
        _write(site / name, "urlset", part)
    _write(
        path, "sitemapindex", [f"<sitemap><loc>{escape(site_url + name)}</loc></sitemap>" for name in names]
    )
    path.with_suffix(".xml.gz").unlink(missing_ok=True)


def _write(path: Path, element: str, entries: list[str]) -> None:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{element} xmlns="{_NAMESPACE}">',
        *entries,
        f"</{element}>",
        "",
    ]
    write_atomically(path, "\n".join(lines).encode())
