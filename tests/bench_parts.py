"""Build a site in parts, as several machines could: ``python -m tests.bench_parts ROOT N``.

Compares the N parts with the whole. ROOT is the folder of a catalogue whose pages are written. Each part has
every Nth batch of pages and files, and is built with one process. The sitemap is left out: that of a part has
the pages of the part alone. Prints Markdown.
"""

import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

from generator.site import fast_build
from tests.catalogues import read_tree

SITEMAP = {"sitemap.xml", "sitemap.xml.gz"}


def main() -> int:
    root, count = Path(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        whole, whole_cost = measure(root, Path(folder, "whole"), 0, 1)
        parts = [measure(root, Path(folder, f"part-{part}"), part, count) for part in range(count)]
        is_same = join([files for files, _ in parts]) == whole
    print(f"| {len(whole):,} files | seconds | of CPU | peak memory |\n|---|---:|---:|---:|")
    for name, cost in [("whole", whole_cost), *((f"part {n}", cost) for n, (_, cost) in enumerate(parts, 1))]:
        print(f"| {name} | {cost[0]:.1f} | {cost[1]:.1f} | {cost[2]:.0f} MB |")
    print(f"\nThe parts together are {'the same bytes' if is_same else 'NOT the same'}.")
    return 0 if is_same else 1


def measure(root: Path, target: Path, part: int, count: int) -> tuple[dict[str, bytes], tuple[float, ...]]:
    """Build a part in a process of its own; return its files, seconds, seconds of CPU and megabytes."""
    with get_context("fork").Pool(1) as pool:
        cost = pool.apply(build_part, (root, target, part, count))
    files = read_tree(target)
    return {name: files[name] for name in files.keys() - SITEMAP}, cost


def build_part(root: Path, target: Path, part: int, count: int) -> tuple[float, ...]:
    start, split = time.perf_counter(), fast_build._split  # noqa: SLF001 - all that a part needs
    with mock.patch.object(fast_build, "_split", lambda items: split(items)[part::count]):
        fast_build.build(root / "mkdocs.yml", target, fast_build.find_our_files(root / "docs"))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def join(parts: list[dict[str, bytes]]) -> dict[str, bytes]:
    """Join parts. A file that several parts have, such as the page for unknown addresses, is the same."""
    files: dict[str, bytes] = {}
    for part in parts:
        assert all(files.get(name, data) == data for name, data in part.items())
        files |= part
    return files


if __name__ == "__main__":
    sys.exit(main())
