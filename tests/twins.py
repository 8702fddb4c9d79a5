"""Build a catalogue with the builders that may replace MkDocs, and compare their pages: `make twins`.

Prints what differs, and puts pictures of four pages of each builder into `build/twins/`. Why it matters and
what remains to be done: `docs/project/after-material.md`.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from lxml import html

from generator.site.check import check_site
from tests.catalogues import add_theme, copy_data
from tests.chromium import find
from tests.paths import REPOSITORY
from tests.servers import serve_folder

MKDOCS = "mkdocs"
TWINS = ("properdocs", "zensical")
PICTURES = REPOSITORY / "build/twins"
PAGES = {
    "home": "",
    "paper": "papers/2602.23556/",
    "topic": "topics/llm-inference/",
    "search": "search/?q=gpu",
}
MAX_PRINTED = 20  # differences of a builder
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}

# What a page of another builder may have in other words, or not at all: an XPath with the reason.
LEFT_OUT = {
    "//script | //style": "no text",
    "//head/title": "Zensical calls the home page “Home - ” and the name of the site",
    "//a[@class='md-skip']": "Zensical also offers to skip to the content on pages without headings",
    "//div[contains(@class, 'md-sidebar')]": "Zensical has other words for the contents of a page",
}

# What the message of a broken link has that is not to be reported, with the reason.
_FROM_FILE = "Zensical takes a link in HTML as one from the Markdown file, not from the page"
KNOWN_LINKS = {
    "../../../authors/": _FROM_FILE,
    "../../../follow/?page=": _FROM_FILE,
    " ../feed.xml": _FROM_FILE,
    " ../../papers/?since=": _FROM_FILE,
    " ../../2": _FROM_FILE,  # from the picture of related papers to them: their ids start with the year
}


def main() -> int:
    """Compare the builders with the shipped catalogue; return 1 if a page differs or a link is broken."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        copy_data(root)
        add_theme(root)
        run_python("generator", "pages", "--root", folder, "--quiet")
        expected = build(MKDOCS, root)
        photograph(MKDOCS, expected)
        differences = []
        for builder in TWINS:
            started = perf_counter()
            site = build(builder, root)
            found = [*compare(expected, site), *list_problems(site)]
            pages = sum(1 for _ in site.rglob("*.html"))
            print(f"{builder}: {pages} pages in {perf_counter() - started:.1f} s, {len(found)} differences")
            print("".join(f"  {difference}\n" for difference in found[:MAX_PRINTED]), end="")
            differences += found
            photograph(builder, site)
    print(f"the pictures are in {PICTURES.relative_to(REPOSITORY)}")
    return bool(differences)


def build(builder: str, root: Path) -> Path:
    """Build the site of a catalogue that has its pages, and return its folder.

    Args:
        builder: The name of a package whose program builds `mkdocs.yml`.
        root: The folder of the catalogue.
    """
    run_python(builder, "build", "--strict", "--config-file", "mkdocs.yml", cwd=root)
    site = root / f"site-{builder}"
    (root / "site").rename(site)
    return site


def compare(expected: Path, site: Path) -> Iterator[str]:
    """Yield how the pages of a site differ from those that MkDocs builds: missing ones, and other text."""
    pages = {path.relative_to(folder) for folder in (expected, site) for path in folder.rglob("*.html")}
    for page in sorted(pages):
        if not (expected / page).is_file() or not (site / page).is_file():
            yield f"{page}: only one builder has this page"
        elif (text := read_text(site / page)) != (expected_text := read_text(expected / page)):
            pairs = enumerate(zip(text, expected_text, strict=False))
            start = next((number for number, (one, other) in pairs if one != other), len(text))
            one, other = (some[start : start + 60] for some in (text, expected_text))
            yield f"{page}: “{one}” instead of “{other}”"


def read_text(path: Path) -> str:
    """Read the text of a page, without spaces and what may differ."""
    document = html.document_fromstring(path.read_bytes())
    for xpath in LEFT_OUT:
        for element in document.xpath(xpath):
            element.drop_tree()
    return re.sub(r"\s+", "", document.text_content())


def list_problems(site: Path) -> list[str]:
    """List the broken links of a site but the known ones."""
    problems = map(str, check_site(site, ()).problems)
    return [problem for problem in problems if not any(known in problem for known in KNOWN_LINKS)]


def photograph(builder: str, site: Path) -> None:
    """Make pictures of some pages of a site."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - quick tests import this module

    PICTURES.mkdir(parents=True, exist_ok=True)
    with serve_folder(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, path in PAGES.items():
                page.goto(server.address + path, wait_until="networkidle")
                page.screenshot(path=PICTURES / f"{name}-{size}-{builder}.png")
        browser.close()


def run_python(module: str, *arguments: str, cwd: Path = REPOSITORY) -> None:
    """Run a module; show what it printed if it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", module, *arguments]
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"{module}: {(result.stdout + result.stderr)[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
