"""Pages made with the results of previous runs are those that a first run makes, byte for byte.

``python -m tests.pipeline.test_incremental_pages N`` runs N random sequences of changes.
"""

import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from generator.curation.folder import read_settings
from generator.derive import relatedness
from generator.ingest.document_import import import_documents
from generator.model.errors import DataError
from generator.pipeline.make_pages import make_pages
from generator.publish import paper_rows
from generator.publish.pages import paper_page
from generator.system import digests
from tests.catalogues import damage_file, read_tree
from tests.paths import REPOSITORY, TOYS
from tests.toys import DOCUMENTS, LATER

STEPS = 6
ABSTRACTS = (
    "Queues of energy, and the waiting time of a lookup. Code: https://github.com/toys/queue",
    "This paper has been withdrawn by the authors.",
    "Re-entrant caches for RTX 4090, 8 bit. Data: 10.5281/zenodo.1",
)
VENUES = (
    "12 pages, to appear at ASPLOS '25",
    "Accepted at the Workshop on Toys 2024",
    "J. Toys 3 (2024) 1-9",
)
TEXTS = {
    "title": ("Toy Caches: Measuring $\\mu$path Lookups on GPUs", "Re-entrant queues", "A cache of toys"),
    "abstract": ABSTRACTS,
    "comment": (*VENUES, ABSTRACTS[1], None),
    "journal_ref": (*VENUES, None),
}
NAMES = ("Amy Example", "Bo Ünal", "Jürgen van der Sample", "A. Example", "The Toy Team")


def list_lines(root):
    """List the files of the feeds, with the numbers of their lines."""
    paths = sorted((root / "data/feeds").rglob("[0-9]*.jsonl"))
    return [(path, number) for path in paths for number in range(len(path.read_text("utf-8").splitlines()))]


def edit_line(root, rng, edit):
    """Replace a random line of a feed by what a function makes of its value: any number of values."""
    lines = list_lines(root)
    if not lines:
        return
    path, number = rng.choice(lines)
    old_lines = path.read_text("utf-8").splitlines()
    values = edit(json.loads(old_lines[number]))
    texts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]
    new_lines = sorted(
        [*old_lines[:number], *texts, *old_lines[number + 1 :]],
        key=lambda line: json.loads(line)["entry"]["id"],
    )
    path.write_text("".join(f"{line}\n" for line in new_lines), "utf-8")


def revise_paper(root, rng):
    name = rng.choice(sorted(TEXTS))
    text = rng.choice(TEXTS[name])
    edit_line(root, rng, lambda value: [{**value, "entry": {**value["entry"], name: text}}])


def change_authors(root, rng):
    authors = [{"name": name, "affiliations": []} for name in rng.sample(NAMES, rng.randint(1, 3))]
    edit_line(root, rng, lambda value: [{**value, "entry": {**value["entry"], "authors": authors}}])


def change_categories(root, rng):
    categories = rng.sample(["cs.PF", "cs.AR", "cs.DC"], 2)
    facts = {"categories": categories, "primary_category": categories[0]}
    edit_line(root, rng, lambda value: [{**value, "entry": {**value["entry"], **facts}}])


def add_paper(root, rng):
    def add(value):
        paper_id = f"{value['entry']['id'][:4]}.{rng.randint(10000, 99999)}"
        return [value, {**value, "entry": {**value["entry"], "id": paper_id, "dois": []}}]

    if any(path.parent.name == "toys" for path, _ in list_lines(root)):
        edit_line(root, rng, add)


def remove_paper(root, rng):
    edit_line(root, rng, lambda _: [])


def edit_yaml(root, name, edit):
    path = root / "data" / name
    value = (yaml.safe_load(path.read_text("utf-8")) if path.exists() else None) or {}
    edit(value)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


def curate_paper(root, rng):
    lines = list_lines(root)
    if not lines:
        return
    path, number = rng.choice(lines)
    paper_id = json.loads(path.read_text("utf-8").splitlines()[number])["entry"]["id"]
    slug = paper_id.replace("/", "-").replace(":", "-")
    values = {
        "topics": rng.sample(["caches", "energy", "queues"], 2),
        "summary": rng.choice(["Says what queues cost, in numbers.", "Compares toys with other toys."]),
        "venue": {"id": rng.choice(["asplos", "toy-journal"]), "year": 2024},
        "note": "See *section 3*.",
        "awards": ["Best toy"],
    }
    keys = rng.sample(sorted(values), rng.randint(1, 3))
    edit_yaml(
        root, f"curation/papers/{slug}.yml", lambda value: value.update({key: values[key] for key in keys})
    )


def remove_curation(root, rng):
    paths = sorted((root / "data/curation/papers").glob("*.yml"))
    if paths:
        rng.choice(paths).unlink()


def change_topics(root, rng):
    def edit(topics):
        topic = topics[rng.choice(["caches", "energy", "queues"])]
        topic["title"] = f"Topic {rng.randint(1, 9)}"
        topic.setdefault("rules", {})["phrases"] = {rng.choice(["gpu", "toy", "lookup"]): rng.choice([1, 2])}

    edit_yaml(root, "curation/topics.yml", edit)


def change_venues(root, rng):
    def edit(venues):
        venues["toy-journal"]["short"] = rng.choice(["J. Toys", "JT", "Toys"])
        venues["toy-workshop"] = {
            "short": "WT", "title": rng.choice(["Workshop on Toys", "Toy Workshop"]), "kind": "workshop",
        }  # fmt: skip

    edit_yaml(root, "curation/venues.yml", edit)


def change_people(root, rng):
    name = rng.choice(NAMES[:3])
    person = {"name": name, "spellings": ["A. Example"]}
    edit_yaml(
        root, "curation/people.yml", lambda people: people.update({f"person-{NAMES.index(name)}": person})
    )


def change_settings(root, rng):
    edit_yaml(
        root,
        "catalogue.yml",
        lambda settings: settings.update({rng.choice(["title", "description"]): f"Toys {rng.randint(1, 9)}"}),
    )


def change_lists(root, rng):
    """Change a reading list, and sometimes its name."""
    paths, lines = sorted((root / "data/curation/lists").glob("*.yml")), list_lines(root)
    if not paths or not lines:
        return
    feed, number = rng.choice(lines)
    paper_id = json.loads(feed.read_text("utf-8").splitlines()[number])["entry"]["id"]
    path = rng.choice(paths)
    if rng.random() < 0.3:
        path = path.rename(path.with_name(f"list-{rng.randint(1, 9)}.yml"))

    def edit(reading_list):
        reading_list["title"] = f"List {rng.randint(1, 9)}"
        reading_list["papers"] = [*reading_list["papers"], {"id": paper_id, "note": "A *toy*."}][-3:]

    edit_yaml(root, f"curation/lists/{path.name}", edit)


def remove_feed(root, rng):
    """Remove the papers of a feed, but seldom, because little is left to change afterwards."""
    feeds = sorted({path.parent for path, _ in list_lines(root)})
    if len(feeds) > 1 and rng.random() < 0.3:
        shutil.rmtree(rng.choice(feeds))


def change_address(root, rng):
    """Change the address of the site."""
    config = root / "mkdocs.yml"
    lines = config.read_text("utf-8").splitlines(keepends=True)
    address = f"site_url: https://toys.example/{rng.randint(1, 2)}/\n"
    config.write_text("".join(address if line.startswith("site_url") else line for line in lines), "utf-8")


def change_repository(_root, rng, patch):
    """Change the repository in which readers can edit the files."""
    patch.setenv("GITHUB_SERVER_URL", rng.choice(["", "https://github.example", "https://github.example"]))
    patch.setenv("GITHUB_REPOSITORY", f"toys/{rng.randint(1, 2)}")


def change_program(_root, rng, patch):
    """Change how papers and rows are rendered, as another version of the program would."""
    version = rng.randint(1, 3)
    patch.setattr(digests, "digest_program", lambda: f"version {version}")
    patch.setattr(paper_page, "_MAX_DESCRIPTION", 30 + version)
    patch.setattr(paper_rows, "_NEW_LINE", f" *{version}*\n    ")


def damage_results(root, rng):
    """Damage a file of results, remove it, or put another one in its place."""
    paths = sorted((root / ".cache").glob("*.results"))
    if not paths:
        return
    path = rng.choice(paths)
    if rng.random() < 0.25:
        path.write_bytes(rng.choice(paths).read_bytes())
    else:
        damage_file(path, rng)


def damage_pages(root, rng):
    pages = sorted(path for path in (root / "docs").rglob("*") if path.is_file())
    if pages:
        page = rng.choice(pages)
        page.unlink() if rng.random() < 0.5 else page.write_text("edited by hand")


CHANGES = (
    *(revise_paper, revise_paper, revise_paper, change_authors, change_categories, add_paper, remove_paper),
    *(curate_paper, curate_paper, remove_curation, change_topics, change_venues, change_people),
    *(change_lists, change_settings, change_address, remove_feed, damage_results, damage_pages),
)
CHANGES_OF_SURROUNDINGS = (change_repository, change_repository, change_program)
ALL_CHANGES = (*CHANGES, *CHANGES_OF_SURROUNDINGS)


def build(root):
    """Return the generated files, or the problems of the data."""
    try:
        make_pages(root)
    except DataError as error:
        return str(error).replace(str(root), "")
    return read_tree(root / "docs")


def build_from_nothing(root, folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "data", folder / "data")
    shutil.copy(root / "mkdocs.yml", folder)
    return build(folder)


def check_sequence(root, folder, seed):
    """Make random changes, and compare the pages after each. What makes data invalid is taken back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relatedness, "_STEP_DIGITS", 2)  # few papers are then counted in steps, too
        _check_sequence(root, folder, seed, patch)


def _check_sequence(root, folder, seed, patch):
    rng = random.Random(seed)  # noqa: S311 - to repeat a sequence
    build(root)
    for step in range(STEPS):
        before = folder.parent / "before"
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(root / "data", before)
        changes = [rng.choice(ALL_CHANGES) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        for change in changes:
            change(root, rng, *([patch] if change in CHANGES_OF_SURROUNDINGS else []))
        expected = build_from_nothing(root, folder)
        names = [change.__name__ for change in changes]
        if isinstance(expected, str):
            with suppress(DataError):
                make_pages(root)
                pytest.fail(f"seed {seed}, step {step}, {names}: the problems are not found")
            shutil.rmtree(root / "data")
            shutil.copytree(before, root / "data")
            expected = build_from_nothing(root, folder)
        assert build(root) == expected, f"seed {seed}, step {step}: {names}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_pages_are_those_of_a_first_run_after_any_changes(toys, tmp_path, seed):
    check_sequence(toys, tmp_path / "first/catalogue", seed)


@pytest.mark.slow
def test_pages_are_those_of_a_first_run_after_runs_that_were_killed(toys, tmp_path):
    start = time.perf_counter()
    build(toys)
    duration = time.perf_counter() - start
    for seed in range(int(os.environ.get("KILLS", "5"))):
        rng = random.Random(seed)  # noqa: S311 - to repeat a sequence
        for change in (revise_paper, change_authors, damage_pages):
            change(toys, rng)
        run = multiprocessing.get_context("fork").Process(target=build, args=(toys,))
        run.start()
        run.join(rng.uniform(0, duration))
        run.kill()
        run.join()
        assert build(toys) == build_from_nothing(toys, tmp_path / "first/catalogue"), f"seed {seed}"


def test_kept_results_can_be_removed_and_are_smaller_than_what_they_are_of(toys):
    pages = build(toys)
    kept = read_tree(toys / ".cache")
    shutil.rmtree(toys / ".cache")

    assert build(toys) == pages
    assert read_tree(toys / ".cache").keys() == kept.keys()
    size = sum(map(len, pages.values()))
    assert sum(map(len, kept.values())) < 2 * size


def main():
    for seed in range(100, 100 + int(sys.argv[1])):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "toys"
            shutil.copytree(TOYS, root)
            shutil.copy(REPOSITORY / "mkdocs.yml", root)
            for name in DOCUMENTS:
                import_documents(root, read_settings(root).feeds, [root / "documents" / name], None, LATER)
            check_sequence(root, Path(folder) / "first/catalogue", seed)


if __name__ == "__main__":
    main()
