"""``catalogue suggest``: papers that need a curator, topics, and advice."""

from generator.cli import main


def test_papers_are_listed_with_what_they_need(toys, capsys):
    assert main(["suggest", "--root", str(toys), "--most", "2"]) == 0
    assert "papers need a curator; the first:" in capsys.readouterr().out


def test_advice_is_listed(toys, capsys):
    (toys / "data/curation/people.yml").write_text("amy: {name: Nobody Knows}\n")

    assert main(["suggest", "--root", str(toys)]) == 0
    assert (
        "Other things to improve:\npeople.yml: no paper has an author with a name of amy"
        in capsys.readouterr().out
    )
