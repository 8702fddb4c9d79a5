"""``catalogue new``: curation files for papers that have none."""

import pytest

from generator.cli import main
from tests.scripted_arxiv import build_answer, make_record


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("2404.00005", "2404.00005.yml"),
        ("https://arxiv.org/pdf/2403.04567v1", "2403.04567.yml"),
        ("arXiv:2402.00002v2", "2402.00002.yml"),
        ("cs/0301008", "cs-0301008.yml"),
        ("https://arxiv.org/abs/cs/0301008", "cs-0301008.yml"),
    ],
)
def test_a_new_file_passes_lint_whatever_the_form_of_the_id(toys, capsys, reference, name):
    path = toys / "data/curation/papers" / name

    assert main(["new", reference, "--root", str(toys)]) == 0
    assert capsys.readouterr().out == f"created {path}; edit it, then run `catalogue lint`\n"
    assert path.read_text().startswith("# yaml-language-server: $schema=")
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0


@pytest.mark.parametrize("reference", ["https://doi.org/10.5555/TOY.6", "https://toys.example/articles/9"])
def test_a_new_file_for_a_paper_of_a_journal_passes_lint(reference, toys):
    (toys / "data/curation/papers/doi-10.5555-toy.6.yml").unlink()
    item = "<item><title>A paper without DOI</title><link>https://toys.example/articles/9</link></item>"
    (toys / "more.xml").write_text(f'<rss version="2.0"><channel><title>More</title>{item}</channel></rss>')
    before = {path.name for path in (toys / "data/curation/papers").iterdir()}

    assert main(["import", str(toys / "more.xml"), "--feed", "more", "--root", str(toys)]) == 0
    assert main(["new", reference, "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    (name,) = {path.name for path in (toys / "data/curation/papers").iterdir()} - before
    assert (toys / f"docs/papers/{name.removesuffix('.yml')}.md").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reference", "page"),
    [
        ("https://toys.example/papers/7", "url-*.md"),
        ("10.1145/3779212.3790145", "doi-10.1145-3779212.3790145.md"),
        ("https://doi.org/10.1002/(SICI)1096-9128(199607)8:6", "doi-*.md"),
        ("2409.12345v2", "2409.12345.md"),
        ("hep-th/9901001", "hep-th-9901001.md"),
    ],
)
def test_a_paper_that_no_feed_has_gets_a_record_and_a_page(reference, page, toys):
    assert main(["new", reference, "--manual", "A Paper on No Feed", "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    pages = [path.read_text() for path in (toys / "docs/papers").glob(page)]
    assert [page for page in pages if "# A Paper on No Feed" in page] != []


def test_an_existing_file_is_kept_and_no_other_is_written(toys, capsys):
    path = toys / "data/curation/papers/2401.01234.yml"
    before = path.read_bytes()

    assert main(["new", "2404.00005", "2401.01234", "--root", str(toys)]) == 2
    assert "2401.01234.yml already exists, and nothing was written" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert not (toys / "data/curation/papers/2404.00005.yml").exists()


def test_a_paper_of_arxiv_that_no_feed_has_is_requested_and_shown_once_it_is_fetched(toys, capsys):
    settings = toys / "data/catalogue.yml"
    before = settings.read_text()

    assert main(["new", "https://arxiv.org/abs/2404.00006v2", "hep-th/9901001", "--root", str(toys)]) == 0
    assert "check https://arxiv.org/abs/2404.00006 (did you mean '2404.00005'?)" in capsys.readouterr().out
    added = "  - id: single-papers\n    kind: arxiv\n    ids:\n      - 2404.00006\n      - hep-th/9901001\n"
    assert settings.read_text() == before + added
    assert main(["new", "2404.00006", "--root", str(toys)]) == 2
    assert "already exists" in capsys.readouterr().err

    (toys / "data/curation/lists/soon.yml").write_text(
        "title: Soon\ndescription: Papers that are not fetched yet.\npapers: [2404.00006]\n"
    )
    (toys / "data/curation/papers/2404.00006.yml").write_text("related: [hep-th/9901001]\nhighlight: true\n")
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    assert [path for path in (toys / "docs").rglob("*.md") if "2404.00006" in path.read_text()] == []
    assert not (toys / "docs/lists/soon.md").exists()

    record = make_record(6, "2024-04-02T00:00:00Z", title="Toys at Last")
    (toys / "arxiv.xml").write_bytes(build_answer([record], 1, 0, 1))
    assert main(["import", str(toys / "arxiv.xml"), "--feed", "single-papers", "--root", str(toys)]) == 0
    assert main(["lint", "--root", str(toys)]) == 0
    assert main(["pages", "--root", str(toys)]) == 0
    assert "Toys at Last" in (toys / "docs/lists/soon.md").read_text()


@pytest.mark.parametrize("reference", ["10.5555/99", "https://toys.example/99", "9913.00001"])
def test_another_unknown_paper_is_a_usage_error(toys, capsys, reference):
    before = (toys / "data/catalogue.yml").read_bytes()

    assert main(["new", reference, "--root", str(toys)]) == 2
    assert (toys / "data/catalogue.yml").read_bytes() == before


def test_a_title_is_for_one_paper(toys, capsys):
    assert main(["new", "10.1/a", "10.1/b", "--manual", "A Paper", "--root", str(toys)]) == 2
    assert "--manual needs exactly one ID, got 2" in capsys.readouterr().err
