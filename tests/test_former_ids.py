"""A catalogue that was made while addresses gave other ids: its files, references and addresses work."""

import json
from datetime import date

import pytest

from generator.curation.folder import read_settings
from generator.derive.assemble import assemble
from generator.derive.lookup import find_paper
from generator.ingest import store
from generator.ingest.document_import import import_documents
from generator.ingest.paper_changes import compare_stores
from generator.model import layout
from generator.model.ids import build_slug
from generator.pipeline.make_pages import make_pages
from generator.pipeline.read_data import find_problems, read_data
from tests.catalogues import copy_data
from tests.paths import DATA

OLD = DATA / "former_ids"
DOCUMENT = OLD / "toys.rss.xml"
TODAY = date(2026, 3, 3)

# Ids and slugs of before, and the same of today.
RENAMED = {
    "url:https://toys.example/letters/caches/": "url:https://toys.example/letters/caches",
    "url:https://toys.example/own/?fbclid=1": "url:https://toys.example/own#top",
}
SLUGS = {
    "url-caches-fdd73996bc660914": "url-caches-027b0918a4af1ddd",
    "url-fbclid-1-4425467fd4f4a654": "url-own-top-e4f040e7eb95cd99",
}
QUEUES, QUEUES_SLUG = "url:https://toys.example/issues/2", "url-2-e088686a351c606a"


@pytest.fixture
def root(tmp_path):
    copy_data(tmp_path, OLD / "data")
    return tmp_path


@pytest.fixture
def catalogue(root):
    return assemble(*read_data(root))


def import_again(root):
    import_documents(root, read_settings(root).feeds, [DOCUMENT], "toys", TODAY)


def test_an_old_store_and_files_under_old_names_have_no_problems(root):
    assert find_problems(root) == ((), ())


def test_papers_have_the_ids_of_today_and_what_curators_wrote_of_them(catalogue):
    papers = {paper.id: paper for paper in catalogue.papers}

    assert set(papers) == {*RENAMED.values(), QUEUES, "url:https://toys.example/gauges"}
    assert papers["url:https://toys.example/letters/caches"].curated_topics == ("caches",)
    assert papers["url:https://toys.example/letters/caches"].curated_related == (
        "url:https://toys.example/own#top",
    )
    assert papers["url:https://toys.example/own#top"].curated_related == (QUEUES,)
    assert [entry.paper for entry in catalogue.lists[0].entries] == [
        "url:https://toys.example/letters/caches",
        QUEUES,
        "url:https://toys.example/own#top",
    ]


@pytest.mark.parametrize(("former_id", "paper_id"), RENAMED.items())
def test_a_paper_is_found_by_its_former_id(catalogue, former_id, paper_id):
    assert find_paper(former_id, catalogue).id == paper_id


@pytest.mark.parametrize(("former_slug", "slug"), SLUGS.items())
def test_a_former_address_leads_to_the_paper(root, former_slug, slug):
    make_pages(root)

    assert f"redirect_to: papers/{slug}/\n" in (root / f"docs/papers/{former_slug}.md").read_text()
    assert (root / f"docs/papers/{slug}.md").exists()


def test_the_address_of_a_record_leads_to_the_paper_when_its_url_has_a_doi(root):
    former_slug = build_slug("url:https://dl.acm.org/doi/10.5555/Toy.1")
    path = root / f"data/curation/papers/{former_slug}.yml"
    path.write_text("record: {title: Gauges of clocks, url: https://dl.acm.org/doi/10.5555/Toy.1}\n")
    make_pages(root)

    assert "redirect_to: papers/doi-10.5555-toy.1/\n" in (root / f"docs/papers/{former_slug}.md").read_text()
    assert (root / "docs/papers/doi-10.5555-toy.1.md").exists()


def test_a_paper_keeps_its_place_in_feed_readers(root):
    make_pages(root)
    items = json.loads((root / "docs/feed.json").read_text())["items"]

    assert {item["id"] for item in items} == {
        *(former_id.removeprefix("url:") for former_id in RENAMED),
        QUEUES.removeprefix("url:"),
        "https://toys.example/gauges",
    }


def test_importing_again_keeps_every_paper_and_its_former_ids(root):
    before = store.read(root / layout.FEEDS)
    import_again(root)
    after = store.read(root / layout.FEEDS)["toys"]

    assert {paper.entry.id: paper.former_ids for paper in after.values()} == {
        "url:https://toys.example/gauges": (),
        "url:https://toys.example/letters/caches": ("url:https://toys.example/letters/caches/",),
        f"{QUEUES}#queues": (QUEUES,),
    }
    assert {paper.first_seen for paper in after.values()} == {date(2026, 3, 2)}
    assert find_problems(root) == ((), ())
    changes = compare_stores(before, {"toys": after})
    assert (changes.new, changes.changed, changes.removed) == ((), (f"{QUEUES}#queues",), ())


def test_only_lines_of_papers_with_another_id_change(root):
    (path,) = (root / layout.FEEDS).rglob("*.jsonl")
    before = path.read_text().splitlines()
    import_again(root)
    after = path.read_text().splitlines()

    assert after[0] == before[0]
    assert "former_ids" not in after[0]
    assert all('"former_ids":["url:' in line for line in after[1:])
    import_again(root)
    assert path.read_text().splitlines() == after


def test_after_importing_again_the_old_address_of_a_page_with_several_papers_leads_to_the_one(root):
    import_again(root)
    make_pages(root)

    assert "redirect_to: " in (root / f"docs/papers/{QUEUES_SLUG}.md").read_text()
    assert {paper.curation_path for paper in assemble(*read_data(root)).papers if paper.summary} == {
        f"data/curation/papers/{slug}.yml" for slug in ("url-caches-fdd73996bc660914", QUEUES_SLUG)
    }


def test_a_paper_has_one_file_under_its_old_name_or_its_new_one(root):
    papers = root / "data/curation/papers"
    (papers / "url-caches-027b0918a4af1ddd.yml").write_text("highlight: true\n")

    (problem,), _ = find_problems(root)
    assert problem.path.endswith("url-caches-fdd73996bc660914.yml")
    assert "'url-caches-027b0918a4af1ddd.yml' is for the same paper" in problem.message
