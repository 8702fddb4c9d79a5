"""``catalogue explain``: where each fact on a paper's page comes from."""

from generator.cli import main


def test_an_explanation_names_rule_file_and_line(toys, capsys):
    assert main(["explain", "2401.01234", "--root", str(toys)]) == 0
    output = capsys.readouterr().out
    assert "assigned by a curator (data/curation/papers/2401.01234.yml:2)" in output
    assert "“cache” in the title" in output
