"""``catalogue init DIR``: a repository with a new catalogue, which has nothing of the shipped one."""

import hashlib
import json
import re
from types import SimpleNamespace

import pytest
import yaml

from generator.cli import main
from generator.curation.folder import read_settings
from generator.maintain import package_source
from generator.maintain.package_source import find_package_source, parse_source
from generator.model.errors import UsageError
from tests.catalogues import read_tree
from tests.paths import REPOSITORY
from tests.tables import for_each_row

URL = "https://example.org/paper_catalogue-1.0-py3-none-any.whl"
DIGEST = "0" * 64
SHIPPED_WORDS = re.compile(rb"Computer Performance|cs\.PF|\bLLM\b|asplos|llm-inference|GPU", re.IGNORECASE)


def init(folder, *arguments, source=f"{URL}#sha256={DIGEST}"):
    return main(["init", str(folder), "--title", "Files & Systems", "--source", source, *arguments])


def load_yaml(content):
    """Load settings of MkDocs or a workflow, with ``!ENV`` as what follows it and ``on`` as text."""
    loader = type("Loader", (yaml.BaseLoader,), {})
    loader.add_multi_constructor("!", lambda loader, _, node: loader.construct_sequence(node))
    return yaml.load(content, loader)  # noqa: S506 - a loader of texts only


@pytest.fixture(name="new")
def new_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert init("new", "--arxiv", "cs.OS") == 0
    return tmp_path / "new"


def test_a_repository_has_a_handful_of_files(new):
    assert {name for name in read_tree(new) if not name.startswith(".github/")} == {
        ".catalogue-files.json", ".gitignore", "GUIDE.md", "Makefile", "README.md", "mkdocs.yml",
        "requirements.txt", "data/catalogue.yml",
        "data/curation/lists/first-steps.yml", "data/curation/papers/.gitkeep", "data/curation/people.yml",
        "data/curation/topics.yml", "data/curation/venues.yml",
    }  # fmt: skip


def test_a_repository_has_nothing_of_the_shipped_catalogue(new):
    assert [name for name, content in read_tree(new).items() if SHIPPED_WORDS.search(content)] == []


def test_only_documents_name_arxiv_where_it_is_no_source(tmp_path):
    """They list all kinds of feeds."""
    assert init(tmp_path / "new", "--feed", "https://example.org/feed.xml") == 0

    files = read_tree(tmp_path / "new")
    assert [name for name, content in files.items() if b"arxiv" in content.lower()] == [
        "GUIDE.md", "README.md"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "has_history"), [(["--arxiv", "cs.OS"], True), (["--feed", "https://example.org/x"], False)]
)
def test_the_next_steps_name_the_history_of_arxiv_where_it_is_a_source(tmp_path, capsys, source, has_history):
    assert init(tmp_path / "new", *source) == 0
    assert ("add --since" in capsys.readouterr().out) == has_history


def test_the_data_of_a_repository_have_no_problems(new):
    assert main(["lint", "--root", str(new)]) == 0


@pytest.mark.parametrize("name", ["venues", "people", "lists/first-steps"])
def test_the_examples_are_valid_once_their_marks_are_removed(new, name, capsys):
    path = new / f"data/curation/{name}.yml"
    comments, separator, example = path.read_text("utf-8").partition("\n#\n")
    path.write_text(comments + "\n" + re.sub("^# ?", "", example, flags=re.MULTILINE), "utf-8")

    exit_code = main(["lint", "--root", str(new)])

    problems = capsys.readouterr().out.splitlines()[:-1]
    assert separator
    assert [line for line in problems if "no feed has the paper" not in line] == []
    assert exit_code == (1 if name.startswith("lists") else 0)


def test_the_settings_of_mkdocs_are_those_of_this_repository_with_the_theme_of_the_package(new):
    written = load_yaml((new / "mkdocs.yml").read_bytes())
    own = load_yaml((REPOSITORY / "mkdocs.yml").read_bytes())

    assert written["site_name"] == "Files & Systems"
    assert written["theme"].pop("name") == "paper-catalogue"
    assert (own["theme"].pop("name"), own["theme"].pop("custom_dir")) == ("material", "overrides")
    for key in ("site_name", "exclude_docs"):
        own.pop(key)
    assert written == {"site_name": "Files & Systems", **own}


def test_the_checks_of_pull_requests_are_those_of_this_repository_without_the_tests_of_the_program(new):
    written = load_yaml((new / ".github/workflows/ci.yml").read_bytes())
    own = load_yaml((REPOSITORY / ".github/workflows/ci.yml").read_bytes())

    for name in ("changes", "code", "shipped", "required"):
        del own["jobs"][name]
    del written["jobs"]["required"]
    assert written == own


def test_requirements_pin_the_program_and_the_full_lock(new):
    text = (new / "requirements.txt").read_text("utf-8")

    assert f"paper-catalogue @ {URL} \\\n    --hash=sha256:{DIGEST}\n" in text
    assert text.endswith((REPOSITORY / "requirements.txt").read_text("utf-8"))


def test_every_kind_of_source_becomes_a_feed(tmp_path):
    document = tmp_path / "older papers.xml"
    document.write_bytes(b"<rss/>")
    sources = ["--feed", "https://www.example.org/x.rss", "--feed", "https://feeds.example.org/x.xml"]
    sources += [
        "--feed",
        "https://example.org/feed.json?all=1",
        "--file",
        str(document),
        "--arxiv",
        "math.CO",
    ]

    assert init(tmp_path / "new", *sources) == 0
    feeds = {feed.id: (feed.kind, *feed.options.values()) for feed in read_settings(tmp_path / "new").feeds}
    assert feeds == {
        "math-co": ("arxiv", ["math.CO"]),
        "example-org-x": ("rss", "https://www.example.org/x.rss"),
        "example-org-x-2": ("rss", "https://feeds.example.org/x.xml"),
        "example-org-feed": ("json-feed", "https://example.org/feed.json?all=1"),
        "older-papers": ("file", "documents/older papers.xml"),
    }
    assert (tmp_path / "new/documents/older papers.xml").read_bytes() == b"<rss/>"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        ([], 2, "state at least one source of papers"),
        (["--feed", "https://example.org/x", "--query", "abs:x"], 2, "--query narrows arXiv categories"),
        (["--feed", "ftp://example.org/x"], 1, "url must be an https:// URL"),
        (["--file", "a/feed.xml", "--file", "b/feed.xml"], 2, "two documents are named feed.xml"),
        (["--file", "missing.xml"], 3, "cannot read missing.xml"),
        (["--arxiv", "cs.OS", "--title", "X"], 1, "title must have at least 3 characters"),
        (["--arxiv", "cs.OS", "--topics", "keep"], 2, "no data/catalogue.yml in this folder or above"),
    ],
)
def test_bad_arguments_write_nothing(tmp_path, monkeypatch, capsys, arguments, exit_code, message):
    monkeypatch.chdir(tmp_path)

    assert init("new", *arguments) == exit_code
    assert message in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_with_files_is_left_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")

    assert init(tmp_path, "--arxiv", "cs.OS") == 2
    assert "has files; state a new or empty folder" in capsys.readouterr().err
    assert read_tree(tmp_path) == {"notes.txt": b"mine"}


def test_a_repository_without_files_gets_them(tmp_path):
    (tmp_path / ".git").mkdir()

    assert init(tmp_path, "--arxiv", "cs.OS") == 0
    assert (tmp_path / "data/catalogue.yml").is_file()


def test_topics_and_venues_of_another_catalogue_can_be_kept(toys, tmp_path):
    assert init(tmp_path / "new", "--arxiv", "cs.OS", "--topics", "keep", "--root", str(toys)) == 0
    for name in ("topics.yml", "venues.yml"):
        kept = (tmp_path / "new/data/curation" / name).read_bytes()
        assert kept == (toys / "data/curation" / name).read_bytes()


# --- where the program comes from ------------------------------------------------------------------------


def test_a_wheel_without_a_url_becomes_a_file_of_the_repository(tmp_path):
    wheel = tmp_path / "paper_catalogue-1.0-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")

    assert init(tmp_path / "new", "--arxiv", "cs.OS", source=str(wheel)) == 0
    digest = hashlib.sha256(b"a wheel").hexdigest()
    line = f"./wheels/{wheel.name} \\\n    --hash=sha256:{digest}\n"
    assert line in (tmp_path / "new/requirements.txt").read_text("utf-8")
    assert (tmp_path / "new/wheels" / wheel.name).read_bytes() == b"a wheel"


@for_each_row(
    "text",
    [
        URL, f"{URL}#sha256=12", f"http{URL[5:]}#sha256={DIGEST}", "https://example.org/a b#sha256=" + DIGEST,
        f"{URL}\n-r evil.txt#sha256={DIGEST}", "other-1.0-py3-none-any.whl", "",
        "paper_catalogue-1.0 --hash.whl", "paper_catalogue-1.0.tar.gz",
    ],
)  # fmt: skip
def test_other_texts_are_no_source(text):
    with pytest.raises(UsageError, match="is not a wheel of paper-catalogue; state it: --source"):
        parse_source(text)


@pytest.mark.parametrize(
    ("record", "requirement"),
    [
        (
            f'{{"url": "{URL}", "archive_info": {{"hashes": {{"sha256": "{DIGEST}"}}}}}}',
            f"paper-catalogue @ {URL}",
        ),
        (f'{{"url": "{URL}", "archive_info": {{}}}}', None),
        ('{"url": "file:///somewhere", "dir_info": {"editable": true}}', None),
        ("not JSON", None),
        (None, None),
    ],
)
def test_the_source_is_where_the_program_was_installed_from(monkeypatch, record, requirement):
    package = SimpleNamespace(read_text=lambda _: record)
    monkeypatch.setattr(package_source, "distribution", lambda _: package)

    if requirement:
        assert find_package_source().requirement == requirement
    else:
        with pytest.raises(UsageError, match="it is unknown where"):
            find_package_source()


@pytest.mark.parametrize(
    ("content", "is_found"), [(b"a wheel", True), (b"another wheel", False), (None, False)]
)
def test_the_source_is_the_file_that_the_program_was_installed_from(tmp_path, monkeypatch, content, is_found):
    wheel = tmp_path / "a folder" / "paper_catalogue-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    if content:
        wheel.write_bytes(content)
    hashes = {"sha256": hashlib.sha256(b"a wheel").hexdigest()}
    record = json.dumps({"url": wheel.as_uri(), "archive_info": {"hashes": hashes}})
    monkeypatch.setattr(package_source, "distribution", lambda _: SimpleNamespace(read_text=lambda _: record))

    if is_found:
        assert find_package_source() == parse_source(str(wheel))
    else:
        with pytest.raises(UsageError, match="it is unknown where"):
            find_package_source()
