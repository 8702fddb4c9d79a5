"""The command as its users meet it: what it prints, and with which exit code."""

import pytest

from generator.cli import main


def test_lint_of_a_good_catalogue_says_so(toys, capsys):
    assert main(["lint", "--root", str(toys)]) == 0
    assert capsys.readouterr().out == "data/ is well\n"


def test_lint_shows_every_problem_of_every_file_with_its_place(toys, capsys):
    papers = toys / "data/curation/papers"
    (papers / "2402.00002.yml").write_text("topcs: [caches]\nsummary: short\nhighlight: yes\n")
    (papers / "2404.00005.yml").write_text("topics: [cahces]\n")

    assert main(["lint", "--root", str(toys)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.removeprefix(f"{papers}/") for line in lines] == [
        "2402.00002.yml:1:1: unknown key 'topcs' (did you mean 'topics'?)",
        "2402.00002.yml:2:10: summary must have 20 or more characters, got 'short'",
        "2402.00002.yml:3:12: highlight must be true or false, got 'yes' (did you mean true?)",
        "2404.00005.yml:1:10: topic must be one of topics.yml, got 'cahces' (did you mean 'caches'?)",
        "4 problems",
    ]


def test_lint_for_github_annotates_the_line(toys, capsys):
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: ['a%0A::error::b']\n")

    assert main(["lint", "--root", str(toys), "--format", "github"]) == 1
    path = f"{toys}/data/curation/papers/2404.00005.yml"
    assert capsys.readouterr().err == (
        f"::error file={path},line=1,col=10::topic must be one of topics.yml, got 'a%250A::error::b'\n"
    )


def test_problems_stop_the_pages_before_the_first_is_written(toys, capsys):
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["pages", "--root", str(toys)]) == 1
    assert list((toys / "docs").iterdir()) == []
    assert "topic must be one of topics.yml" in capsys.readouterr().err


def test_a_dry_run_says_what_it_would_do_and_does_nothing(toys, capsys):
    assert main(["pages", "--root", str(toys), "--dry-run"]) == 0
    assert "added docs/papers/cs-0301008.md" in capsys.readouterr().out.splitlines()
    assert list((toys / "docs").iterdir()) == []


def test_a_folder_without_a_catalogue_is_a_wrong_call(tmp_path, capsys):
    assert main(["lint", "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"catalogue lint: {tmp_path} is no catalogue: it has no data/catalogue.yml\n"
    )


def test_the_catalogue_is_found_from_a_folder_inside_of_it(toys, monkeypatch, capsys):
    monkeypatch.chdir(toys / "data/curation/papers")
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["lint"]) == 1
    assert capsys.readouterr().err.startswith("../../../data/curation/papers/2404.00005.yml:1:10: topic")


def test_an_unknown_command_is_a_wrong_call():
    with pytest.raises(SystemExit) as stopped:
        main(["publish"])
    assert stopped.value.code == 2


@pytest.mark.slow
def test_the_command_runs_as_a_module(toys, catalogue_command):
    result = catalogue_command("lint", "--root", toys)

    assert (result.returncode, result.stdout, result.stderr) == (0, "data/ is well\n", "")


def test_a_stored_line_that_is_broken_is_named(toys, capsys):
    path = toys / "data/feeds/toys/2401.jsonl"
    path.write_bytes(path.read_bytes() + b"{}\n")

    assert main(["lint", "--root", str(toys)]) == 1
    assert capsys.readouterr().err.startswith(f"{path}:2: this is no stored paper")
