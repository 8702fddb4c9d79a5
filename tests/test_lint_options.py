"""Options of ``catalogue lint``: some paths only, and output for tools."""

import json

from generator.cli import main


def test_problems_are_told_for_the_named_paths_alone(toys, capsys):
    papers = toys / "data/curation/papers"
    (papers / "2402.00002.yml").write_text("topics: [nowhere]\n")
    (papers / "2404.00005.yml").write_text("topics: [nowhere]\n")

    assert main(["lint", str(papers / "2404.00005.yml"), "--root", str(toys)]) == 1
    said = capsys.readouterr().err
    assert "2404.00005.yml:1:10" in said
    assert "2402.00002.yml" not in said
    assert main(["lint", str(papers / "2401.01234.yml"), "--root", str(toys)]) == 0


def test_a_path_that_is_not_there_is_a_wrong_call(toys):
    assert main(["lint", str(toys / "data/curation/papers/none.yml"), "--root", str(toys)]) == 2


def test_problems_for_tools_are_json(toys, capsys):
    path = toys / "data/curation/papers/2404.00005.yml"
    path.write_text("topics: [cahces]\n")

    assert main(["lint", "--root", str(toys), "--format", "json"]) == 1
    [problem] = json.loads(capsys.readouterr().out)
    assert problem == {
        "path": str(path),
        "line": 1,
        "column": 10,
        "message": "topic must be one of topics.yml, got 'cahces'",
        "hint": "did you mean 'caches'?",
    }


def test_a_broken_store_hides_nothing_of_the_curation_and_invents_nothing(toys, capsys):
    feed = next((toys / "data/feeds").glob("*/2404.jsonl"))
    feed.write_text("<<<<<<< HEAD\n")
    (toys / "data/curation/papers/2404.00005.yml").write_text("topics: [cahces]\n")

    assert main(["lint", "--root", str(toys)]) == 1
    curation, store, count = capsys.readouterr().err.splitlines()
    assert "2404.00005.yml:1:10: topic must be one of topics.yml, got 'cahces'" in curation
    assert store.startswith(f"{feed}:1: this is no stored paper")
    assert count == "2 problems"
