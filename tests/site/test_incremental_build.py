"""A site that reuses files of the previous one has the bytes of a site that is built from nothing."""

import json
import logging
import multiprocessing
import os
import re
import shutil
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, time
from random import Random
from unittest import mock

import jinja2
import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from generator.model.errors import BuildError, DataError
from generator.model.layout import NEXT_SITE
from generator.pipeline.make_pages import make_pages
from generator.pipeline.read_catalogue import read_catalogue
from generator.site import __main__ as build_command
from generator.site import build, mkdocs_reference, site_cache
from generator.site.check import CheckRecord, CheckResult, check_site
from generator.system.files import replace_folder
from generator.system.processes import Processes
from tests.catalogues import damage_file, read_tree

pytestmark = pytest.mark.slow

TITLES = ["Toys", "Toys & <b>tools</b>", "Ünusual toys"]
WORDS = ["cache", "queue", "energy", "lookup", "joules"]


# --- builds in this process ------------------------------------------------------------------------------


class Templates(jinja2.BytecodeCache):
    """Keeps compiled templates by their sources: compiling takes most of the time of a small site."""

    def __init__(self):
        self.code = {}

    def load_bytecode(self, bucket):
        if code := self.code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket):
        self.code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@pytest.fixture(scope="module", autouse=True)
def _build_in_this_process():
    templates, init = Templates(), jinja2.Environment.__init__

    def init_with_cache(self, *arguments, **options):
        init(self, *arguments, **{"bytecode_cache": templates, **options})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "__init__", init_with_cache)
        patch.setattr(build, "_run", run_at_end)
        yield


@contextmanager
def run_at_end(command, environment, _):
    """Run a command as `build._run` does, but in this process, after the block."""
    yield
    run_mkdocs(command[3:], environment)


def run_mkdocs(arguments, environment):
    """Run ``python -m generator.site`` in this process, and raise its messages if it fails."""
    log, messages = logging.getLogger("mkdocs"), []
    handlers = list(log.handlers)

    def emit(_, record):
        if record.name.startswith(log.name):  # other tests can have made the program log, too
            messages.append(record.getMessage())

    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.object(log, "propagate", new=False),  # to pytest, which would see messages twice
        mock.patch.object(logging.StreamHandler, "emit", emit),
    ):
        code = build_command.main(*arguments)
    log.handlers[:] = handlers
    if code:
        raise BuildError("\n".join(messages))


def build_incrementally(root, catalogue, processes):
    try:
        build.build_site(root, build.select_facts(catalogue), Processes(processes))
    except (BuildError, DataError) as error:
        return str(error)
    return read_tree(root / "site")


def build_from_nothing(root, catalogue):
    site = root.parent / "from-nothing"
    day = datetime.combine(catalogue.as_of, time(), UTC)
    environment = build.build_mkdocs_environment(catalogue.settings.language)
    environment |= {"SOURCE_DATE_EPOCH": str(int(day.timestamp()))}
    try:
        run_mkdocs([str(root / "mkdocs.yml"), str(site), "1"], environment)
        problems = check_site(site, [paper.slug for paper in catalogue.papers]).problems
        return str(DataError(problems)) if problems else read_tree(site)
    except BuildError as error:
        return str(error)
    finally:
        shutil.rmtree(site, ignore_errors=True)


# --- changes of data, after which the pages are written again --------------------------------------------


def edit_yaml(path, edit):
    values = yaml.safe_load(path.read_text()) if path.is_file() else {}
    edit(values)
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False))


def edit_paper(root, random):
    paper = random.choice(["2401.01234", "2402.00002", "2403.04567", "2404.00005", "cs-0301008"])
    path = root / f"data/curation/papers/{paper}.yml"
    if path.is_file() and random.random() < 0.3:
        path.unlink()
        return
    fact = random.choice(
        [
            {"summary": f"It has a new summary, in which there is a {random.choice(WORDS)}."},
            {"topics": random.sample(["caches", "energy", "queues"], 2)},
            {"note": f"Read the part on the *{random.choice(WORDS)}* first."},
            {"links": {"code": f"https://github.com/toys/{random.choice(WORDS)}"}},
            {"awards": [f"Best {random.choice(WORDS)}"]},
        ]
    )
    edit_yaml(path, lambda values: values.update(fact))


def add_record(root, random):
    number = random.randrange(4)
    record = {"title": f"A {random.choice(WORDS)} of its own", "authors": ["Amy Example", "Cy Record"]}
    record |= {
        "abstract": f"We ask what a {random.choice(WORDS)} is.",
        "published": "2024-04-0" + str(number + 1),
    }
    edit_yaml(
        root / f"data/curation/papers/doi-10.5555-new.{number}.yml",
        lambda values: values.update(record=record, summary="A paper that is on no feed, with a summary."),
    )


def remove_record(root, random):
    paths = sorted((root / "data/curation/papers").glob("doi-10.5555-new.*.yml"))
    if paths:
        random.choice(paths).unlink()


def remove_paper_of_feed(root, random):
    paths = sorted((root / "data/feeds/toys").glob("24*.jsonl"))
    if len(paths) > 1:
        random.choice(paths).unlink()


def revise_paper(root, random):
    path = random.choice(sorted((root / "data/feeds/toys").glob("*.jsonl")))
    text = path.read_text()
    path.write_text(text.replace("Caches are small.", "Caches are tiny.") if "small." in text else text)


def edit_topics(root, random):
    def edit(topics):
        topic = random.choice(sorted(topics))
        topics[topic]["title"] = f"{random.choice(TITLES)} {random.randrange(9)}"
        if random.random() < 0.5:
            topics[f"new-{random.randrange(2)}"] = {
                "title": f"New topic {random.randrange(9)}",
                "description": "A topic that was added by somebody.",
                "rules": {"phrases": {random.choice(WORDS): 1}},
            }

    edit_yaml(root / "data/curation/topics.yml", edit)


def edit_venues(root, random):
    edit_yaml(
        root / "data/curation/venues.yml",
        lambda venues: venues["asplos"].update(title=f"Support for {random.choice(TITLES)}"),
    )


def edit_people(root, random):
    name = random.choice(["Bo Ünal", "Amy Example"])
    person = {"name": f"{name} {random.choice(['', 'Junior'])}".strip(), "aliases": [name]}
    edit_yaml(root / "data/curation/people.yml", lambda people: people.update({"someone": person}))


def edit_lists(root, random):
    path = root / f"data/curation/lists/list-{random.randrange(2)}.yml"
    if path.is_file():
        path.unlink()
    else:
        edit_yaml(
            path,
            lambda values: values.update(
                title=random.choice(TITLES), description="A list that comes and goes.", papers=["2401.01234"]
            ),
        )


def edit_settings(root, random):
    edit_yaml(
        root / "data/catalogue.yml",
        lambda values: values.update(title=random.choice(TITLES), language=random.choice(["en", "de"])),
    )


# --- changes of the theme and of mkdocs.yml --------------------------------------------------------------


def edit_theme(root, random):
    name = random.choice(
        ["main.html", "list.html", "partials/footer.html", "partials/tabs.html", "sitemap.xml"]
    )
    shown = random.choice(
        [
            "{{ nav.homepage.meta.description }}",
            "{{ nav.homepage.meta | length }}",
            "{{ nav.homepage.toc | list | length }}",
            "{% for item in nav %}{{ item.meta.updated }}{% endfor %}",
            "{{ build_date_utc }}",
            "{{ page.meta.updated if page }}",  # the page for unknown addresses has none
            f"<!-- {random.randrange(9)} -->",
        ]
    )
    path = root / "overrides" / name
    text = re.sub("<!--changed-->.*<!--end-->", "", path.read_text())
    changed = f"<!--changed-->{shown}<!--end-->"
    if name == "sitemap.xml":
        shown = "{% for file in pages %}{{ file.page.meta.template }}{{ file.page.title }}{% endfor %}"
        text = text.replace("</urlset>", f"<!--changed-->{shown}<!--end--></urlset>")
    elif name.startswith("partials"):
        text += changed
    else:
        text = text.replace("</article>", f"{changed}</article>")
    path.write_text(text)


def edit_style(root, random):
    with (root / "overrides/assets/reader.css").open("a") as file:
        file.write(f"/* {random.randrange(9)} */\n")


def edit_mkdocs(root, random):
    def replace(pattern, text):
        path = root / "mkdocs.yml"
        path.write_text(re.sub(pattern, text, path.read_text(), flags=re.MULTILINE))

    random.choice(
        [
            lambda: replace("^site_name: .*", f"site_name: Name {random.randrange(3)}"),
            lambda: replace("toc_depth: .*", f"toc_depth: 2-{random.randrange(2, 5)}"),
            lambda: replace(r"^  - (?:Saved: )?saved\.md", f"  - {random.choice(['', 'Saved: '])}saved.md"),
            lambda: replace(r"anchors: \w+", f"anchors: {random.choice(['info', 'warn'])}"),
            lambda: replace(
                r"not_found: \w+, anchors", f"not_found: {random.choice(['info', 'warn'])}, anchors"
            ),
        ]
    )()


# --- changes below docs/ ---------------------------------------------------------------------------------


def choose_page(root, random, pattern="*/*.md"):
    pages = sorted((root / "docs").glob(pattern)) or sorted((root / "docs").rglob("*.md"))
    return random.choice(pages)


def edit_page(root, random):
    """Change the text of a page that the program wrote."""
    with choose_page(root, random).open("a") as file:
        file.write(f"\nA {random.choice(WORDS)} was added.\n")


def edit_title(root, random):
    path = choose_page(root, random, random.choice(["*/*.md", "*.md", "*/index.md"]))
    path.write_text(
        re.sub("^title: .*", f'title: "T{random.randrange(3)}"', path.read_text(), flags=re.MULTILINE)
    )


def edit_description(root, random):
    path = choose_page(root, random, random.choice(["*.md", "*/index.md"]))
    path.write_text(
        re.sub(
            "^description: .*", f'description: "D{random.randrange(3)}"', path.read_text(), flags=re.MULTILINE
        )
    )


def add_heading(root, random):
    with choose_page(root, random).open("a") as file:
        file.write(f"\n## Part {random.randrange(2)}\n")


def remove_headings(root, random):
    path = choose_page(root, random)
    path.write_text(re.sub(r"^## .*", "", path.read_text(), flags=re.MULTILINE))


def link_pages(root, random):
    page, target = choose_page(root, random), choose_page(root, random)
    anchor = random.choice(["", "", "#part-0", "#part-1", "#related-papers"])
    link = os.path.relpath(target, page.parent)
    with page.open("a") as file:
        file.write(
            random.choice([f"\n[A link]({link}{anchor})\n", f'\n<p><a href="../../{link}">x</a></p>\n'])
        )


def rename_page(root, random):
    path = choose_page(root, random, "papers/2*.md")
    path.rename(path.with_name(f"2{random.randrange(10**6)}.md"))


def move_page_to_index(root, random):
    """Give the same address to another file."""
    path = choose_page(root, random, "papers/*.md")
    if path.stem != "index":
        (path.with_suffix("")).mkdir(exist_ok=True)
        path.rename(path.with_suffix("") / "index.md")


def remove_page(root, random):
    choose_page(root, random).unlink()


def edit_guide(root, random):
    """Write, change, rename or remove a page by hand."""
    folder = root / "docs/guide"
    folder.mkdir(exist_ok=True)
    path = folder / f"{random.choice('ab')}.md"
    if path.is_file() and random.random() < 0.4:
        random.choice([path.unlink, lambda: path.rename(folder / "c.md")])()
    else:
        link = os.path.relpath(choose_page(root, random), folder)
        path.write_text(f"# Guide {random.randrange(3)}\n\n| a |\n|---|\n| [b]({link}) |\n\n## Part 1\n")


def edit_file(root, random):
    """Write, change or remove a file that is not a page."""
    folder = root / random.choice(["docs/files", "docs/papers"])
    folder.mkdir(exist_ok=True)
    name = random.choice(["a.txt", "b.html", "c.csv"])
    if (folder / name).is_file() and random.random() < 0.5:
        (folder / name).unlink()
    else:
        link = random.choice(["", "../", "../papers/", "../guide/a/#part-1", "../files/a.txt"])
        (folder / name).write_text(f'<p id="part-0">{random.randrange(3)}<a href="{link}">x</a></p>')


def replace_page_of_theme(root, random):
    path = root / "docs" / random.choice(["404.html", "sitemap.xml", "papers/2401.01234/index.html"])
    if path.is_file():
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<p>{random.randrange(2)}</p>")


# --- damage ----------------------------------------------------------------------------------------------


def damage_cache(root, random):
    for path in sorted((root / ".cache").glob("*site.results")):
        if random.random() < 0.25:
            path.write_text(json.dumps(random.choice([[], {}, "x"])))
        else:
            damage_file(path, random)


def damage_site(root, random):
    folder = root / random.choice(["site", NEXT_SITE])
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if paths:
        path = random.choice(paths)
        status = path.stat()
        random.choice([path.unlink, lambda: path.write_bytes(b"x" * status.st_size)])()
        if path.is_file():
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def change_nothing(_root, _random):
    pass


OF_DATA = [
    edit_paper, add_record, remove_record, remove_paper_of_feed, revise_paper, edit_topics, edit_venues,
    edit_people, edit_lists, edit_settings,
]  # fmt: skip
OF_SITE = [
    edit_theme, edit_style, edit_mkdocs, edit_page, edit_title, edit_description, add_heading,
    remove_headings, link_pages, rename_page, move_page_to_index, remove_page, edit_guide, edit_file,
    replace_page_of_theme, damage_cache, damage_site, change_nothing,
]  # fmt: skip
changes = st.tuples(st.sampled_from([*OF_DATA, *OF_SITE]), st.integers(0, 10**6))
steps = st.lists(changes, min_size=1, max_size=3)  # between two builds


def apply_changes(root, step):
    """Apply the changes of a step; changes of data that have problems are undone."""
    for change, seed in step:
        before = root.parent / "data-before"
        shutil.copytree(root / "data", before)
        change(root, Random(seed))  # noqa: S311 - the same changes for the same seed
        try:
            if change in OF_DATA:
                make_pages(root, processes=1)
        except DataError:
            shutil.rmtree(root / "data")
            before.rename(root / "data")
        shutil.rmtree(before, ignore_errors=True)


def describe(root, site):
    """Say for statistics how much of a site was reused."""
    if isinstance(site, str):
        return "the build fails"
    pages = [path.stat() for path in (root / "site").rglob("*.html")]
    latest = max(status.st_mtime for status in pages)
    share = sum(status.st_mtime < latest - 0.5 for status in pages) / len(pages)
    return "no page is reused" if not share else f"{'most' if share > 1 / 2 else 'few'} pages are reused"


@given(sequence=st.lists(steps, min_size=5, max_size=8))
@settings(
    max_examples=int(os.environ.get("SEQUENCES", "5")),
    suppress_health_check=list(HealthCheck),
    database=None,
    print_blob=True,
)
def test_after_any_changes_the_site_is_that_of_a_build_from_nothing(
    imported_toys, tmp_path_factory, sequence
):
    folder = tmp_path_factory.mktemp("incremental")
    root = folder / "toys"
    shutil.copytree(imported_toys, root)
    make_pages(root, processes=1)
    for step in ([], *sequence):
        apply_changes(root, step)
        catalogue = read_catalogue(root, 1)
        site = build_incrementally(root, catalogue, 1 + len(step) % 2)
        expected = build_from_nothing(root, catalogue)
        event(describe(root, expected))
        if isinstance(expected, str):
            assert site == expected
        else:
            assert isinstance(site, dict), site
            assert [name for name in expected if site.get(name) != expected[name]] == []
            assert site.keys() == expected.keys()
    shutil.rmtree(folder)


# --- single cases ----------------------------------------------------------------------------------------


@pytest.fixture(name="built")
def built_toys(toys):
    """The toy catalogue with its pages, its site and the copy of that, and what was read of it."""
    catalogue = build_toys(toys)
    assert isinstance(
        build_incrementally(toys, catalogue, 1), dict
    )  # from the second build on, there is a copy
    return toys, catalogue


def build_toys(toys):
    make_pages(toys, processes=1)
    catalogue = read_catalogue(toys, 1)
    assert isinstance(build_incrementally(toys, catalogue, 1), dict)
    return catalogue


def list_inodes(root):
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()
    }


def find_reused(root, catalogue):
    """Build a site; return the files that are those of the previous site, and how many are not."""
    before = list_inodes(root)
    assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)
    after = list_inodes(root)
    reused = {name for name in after if before.get(name) == after[name]}
    return reused, len(after) - len(reused)


CHANGED = "papers/2402.00002/index.html"


def change_page(root):
    with (root / "docs/papers/2402.00002.md").open("a") as file:
        file.write("\nOne more sentence.\n")


def test_only_what_changed_is_made_again(built):
    root, catalogue = built
    change_page(root)
    reused, new = find_reused(root, catalogue)

    assert CHANGED not in reused
    assert {"papers/2401.01234/index.html", "feed.xml", "assets/catalogue.css"} <= reused
    assert new < 20  # the pages of the navigation, and those that the program did not write


def test_a_record_that_cannot_be_read_is_not_used(built):
    root, catalogue = built
    saved = site_cache.load_saved_site(root)
    site_cache.save_built_site(root, msgspec.Raw(msgspec.msgpack.encode([1])), saved.check)

    assert site_cache.find_reusable_site(root) is None
    assert find_reused(root, catalogue)[0] == set()


FRONT_MATTER = """\
title: 2024
title: 2024-05-01
title: [a, 1]
title: true
title: &a [*a]
updated: 2024-05-01
updated: 2024-05-01 10:00:00
updated: 1.5
updated: 99999999999999999999999
updated: !!binary aGVsbG8=
updated: {1: [2024-05-01, null]}
updated: !!set {a}
"""


def test_front_matter_can_have_any_value(toys):
    (toys / "docs/guide").mkdir()
    for number, line in enumerate(FRONT_MATTER.splitlines()):
        (toys / f"docs/guide/{number}.md").write_text(f"---\n{line}\n---\n\nNew.\n")
    catalogue = build_toys(toys)
    for _ in range(2):  # from the second time on, there is a copy
        change_page(toys)
        find_reused(toys, catalogue)


def replace_in_page(root, old, new):
    path = root / "docs/papers/2402.00002.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def show_in_sitemap(root, text):
    path = root / "overrides/sitemap.xml"
    path.write_text(path.read_text().replace("</urlset>", f"{text}</urlset>"))


def write_new_page(root, name):
    path = root / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text('---\ntitle: New\nupdated: "2024-05-01"\n---\n\nNew.\n')


@pytest.fixture(name="listings")
def watch_listings(monkeypatch):
    """Each time that MkDocs lists all files."""
    listings, get_files = [], mkdocs_reference.get_files
    monkeypatch.setattr(mkdocs_reference, "get_files", lambda config: listings.append(1) or get_files(config))
    return listings


@pytest.mark.parametrize(
    ("change", "lists"),
    [
        (change_page, False),
        (lambda root: (root / "docs/robots.txt").write_text("User-agent: *\n"), False),
        (lambda root: replace_in_page(root, "updated: ", "updated: 1"), False),
        (lambda root: (root / "docs/papers/new.txt").write_text("new"), False),
        (lambda root: write_new_page(root, "papers/2402.00003.md"), False),
        (lambda root: write_new_page(root, "papers/2402.00002/index.md"), True),
        (lambda root: write_new_page(root, "guide/new.md"), True),
        (lambda root: (root / "docs/papers/index.md").unlink(), True),
        (lambda root: (root / "docs/new.txt").write_text("new"), True),
        (lambda root: (root / "docs/404.html").write_text("<p>gone</p>"), True),
    ],
    ids=[
        "a page",
        "a file",
        "a fact that the sitemap shows",
        "a new file",
        "a new page",
        "a new page with the address of another",
        "a new page of people",
        "no page of the navigation",
        "a new file of people",
        "a page of the theme",
    ],
)
def test_all_files_are_listed_only_if_other_pages_may_change(built, listings, change, lists):
    root, catalogue = built
    change(root)
    expected = build_from_nothing(root, catalogue)
    listings.clear()

    assert build_incrementally(root, catalogue, 1) == expected
    assert bool(listings) == lists


def test_pages_are_added_and_removed_without_a_listing(built, listings):
    root, catalogue = built
    names = ["papers/0001.md", "papers/new/one.md", "papers/new/index.md", "papers/new/a/two.md"]
    for change in (lambda name: write_new_page(root, name), lambda name: (root / "docs" / name).unlink()):
        for name in names:
            change(name)
            expected = build_from_nothing(root, catalogue)
            listings.clear()

            assert build_incrementally(root, catalogue, 1) == expected
            assert not listings, name


@pytest.mark.parametrize(
    "shown",
    [
        "{{ nav.homepage.toc | list | length }}",
        "{% for file in pages %}{% set page = file.page %}{{ page['meta'].description }}{% endfor %}",
    ],
)
def test_a_sitemap_that_shows_more_of_pages_is_always_made_again(built, shown):
    root, catalogue = built
    show_in_sitemap(root, shown)
    for _ in range(2):
        assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)
    path = root / "docs/new.md"
    text = re.sub("^description: .*", 'description: "Other"', path.read_text(), flags=re.MULTILINE)
    path.write_text(f"{text}\n## One more\n")

    assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)


def test_a_failed_build_keeps_the_site_and_what_is_known_of_it(built):
    root, catalogue = built
    path = root / "docs/papers/2402.00002.md"
    text, site = path.read_text(), read_tree(root / "site")
    for wrong in ("[gone](gone.md)", '<p><a href="../gone/">gone</a></p>'):
        path.write_text(f"{text}\n{wrong}\n")
        assert "gone" in build_incrementally(root, catalogue, 1)
        assert read_tree(root / "site") == site
    path.write_text(text)

    assert CHANGED in find_reused(root, catalogue)[0]


def test_what_the_program_logs_is_no_message_of_mkdocs(built, caplog):
    root, catalogue = built
    caplog.set_level(logging.INFO)
    (root / ".cache/site.results").write_bytes(b"")
    (root / "docs" / TARGET).unlink()

    assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)
    assert "site.results is damaged" in caplog.text


def replace_in(path, old, new):
    """Replace a text in a file, and keep its times."""
    status, text = path.stat(), path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


# Changes of what all pages depend on.
OF_ALL_PAGES = {
    "a template": ("overrides/main.html", "</article>", "!</article>"),
    "a part of a template": ("overrides/partials/footer.html", "<footer", "<!-- new --><footer"),
    "a setting": ("mkdocs.yml", "site_name: ", "site_name: New "),
    "the place of a page in the navigation": ("mkdocs.yml", "  - saved.md\n", "  - Kept: saved.md\n"),
    "the title of a page in the navigation": ("docs/new.md", "\ntitle: ", "\ntitle: Really "),
    "the record of the last build": (".cache/site.results", "catalogue-cache ", "catalogue-cache !"),
    "a file of the site": ("site/robots.txt", "User-agent", "user-agent"),
}


@pytest.mark.parametrize("case", OF_ALL_PAGES)
def test_all_pages_are_made_again_if_anything_changed_that_they_depend_on(built, case):
    root, catalogue = built
    name, old, new = OF_ALL_PAGES[case]
    path = root / name
    if path.parent.name == ".cache":
        path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
    else:
        replace_in(path, old, new)
    reused, _ = find_reused(root, catalogue)

    assert not {name for name in reused if name.endswith(".html")}


@pytest.mark.parametrize("missing", [".cache", ".cache/site.results", "site"])
def test_anything_can_be_removed(built, missing):
    root, catalogue = built
    path = root / missing
    (shutil.rmtree if path.is_dir() else os.unlink)(path)

    assert find_reused(root, catalogue)[0] == set()


def remove_from_copy(root):
    (root / NEXT_SITE / CHANGED).unlink()


def add_to_copy(root):
    (root / NEXT_SITE / "stray.html").write_text("<p>stray</p>")


def replace_in_copy(root):
    path = root / NEXT_SITE / CHANGED
    path.unlink()
    path.write_text("<p>other</p>")


@pytest.mark.parametrize(
    "damage",
    [remove_from_copy, add_to_copy, replace_in_copy, lambda root: shutil.rmtree(root / NEXT_SITE)],
    ids=["a file is missing", "there is another file", "a file is another", "it is missing"],
)
def test_a_copy_that_differs_from_the_site_is_not_used(built, damage):
    root, catalogue = built
    damage(root)
    change_page(root)

    assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)


TARGET = "papers/2401.01234.md"


def link_to_target(root, anchor=""):
    """Link to a page from another one that the program wrote."""
    with (root / "docs/papers/2402.00002.md").open("a") as file:
        file.write(f"\n[A link](2401.01234.md{anchor})\n")


@pytest.mark.parametrize(
    ("anchor", "old", "new"), [("", None, None), ("#part", "## Part\n", ""), ("#part", "## Part", "## Past")]
)
def test_a_page_is_made_again_if_the_target_of_a_link_is_gone(toys, anchor, old, new):
    make_pages(toys, processes=1)
    catalogue, target = read_catalogue(toys, 1), toys / "docs" / TARGET
    target.write_text(f"{target.read_text()}\n## Part\n")
    link_to_target(toys, anchor)
    assert isinstance(build_incrementally(toys, catalogue, 1), dict)
    if old is None:
        target.unlink()
    else:
        replace_in(target, old, new)
    message = build_incrementally(toys, catalogue, 1)

    assert "2402.00002.md" in message
    assert message == build_from_nothing(toys, catalogue)


def test_a_file_of_the_same_size_and_time_is_compared_by_its_bytes(built):
    root, catalogue = built
    replace_in(root / "docs/robots.txt", "User-agent", "user-agent")

    assert "robots.txt" not in find_reused(root, catalogue)[0]


def refuse_links(monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("generator.site.previous_site.os.link", refuse)


@pytest.mark.parametrize("is_in_place", [False, True])
@pytest.mark.parametrize("can_link", [False, True])
def test_a_build_that_ends_before_or_after_the_swap_leaves_a_right_state(
    built, monkeypatch, can_link, is_in_place
):
    root, catalogue = built

    def end(new, target, **options):
        if is_in_place:
            replace_folder(new, target, **options)
        raise KeyboardInterrupt

    if not can_link:
        refuse_links(monkeypatch)
    change_page(root)
    with monkeypatch.context() as patch:
        patch.setattr(build, "replace_folder", end)
        with pytest.raises(KeyboardInterrupt):
            build_incrementally(root, catalogue, 1)
    assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)


def test_a_plain_build_uses_and_leaves_no_cache(built, monkeypatch):
    root, catalogue = built
    commands = []
    monkeypatch.setattr(build, "_run", lambda command, *_: nullcontext(commands.append(command)))
    monkeypatch.setattr(build, "check_site", lambda *_: CheckResult((), CheckRecord("/", [], {}, {}), {}, 0))
    (root / NEXT_SITE).mkdir(exist_ok=True)
    monkeypatch.setattr(build, "remove_folder", lambda _: None)
    build.build_site(root, build.select_facts(catalogue), Processes(1), mkdocs_only=True)

    assert [command[2:4] for command in commands] == [["mkdocs", "build"]]
    assert list((root / ".cache").glob("*site.results")) == []


def test_files_are_copied_where_they_cannot_be_linked(toys, monkeypatch):
    catalogue = build_toys(toys)
    refuse_links(monkeypatch)
    change_page(toys)

    assert find_reused(toys, catalogue)[0] == set()
    assert not (toys / NEXT_SITE).exists()


def test_after_a_kill_at_any_moment_the_next_build_is_right(built):
    root, catalogue = built
    context = multiprocessing.get_context("fork")
    random = Random(1)  # noqa: S311 - the same moments each time
    for _ in range(int(os.environ.get("KILLS", "3"))):
        change_page(root)
        build_in_child = context.Process(target=build_incrementally, args=(root, catalogue, 1))
        build_in_child.start()
        build_in_child.join(random.random() * 1.5)
        build_in_child.kill()
        build_in_child.join()
        assert build_incrementally(root, catalogue, 1) == build_from_nothing(root, catalogue)
