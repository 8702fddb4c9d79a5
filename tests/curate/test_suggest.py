"""``catalogue suggest``: papers that need a curator, topics, people, and advice."""

from dataclasses import replace

from generator.cli import main
from generator.curate.suggest import list_people, list_same_papers
from generator.curation.read import read_curation
from generator.maintain.new_data import NewCatalogue, build_data
from generator.model.curation_values import Person
from generator.model.layout import PEOPLE
from generator.system.files import write_atomically
from tests.builders import make_authors, make_catalogue, make_paper
from tests.curation.test_read import GOOD, SLUGS
from tests.derive.test_shared_names import CACHES, COMMON, QUEUES


def test_papers_are_listed_with_what_they_need(toys, capsys):
    assert main(["suggest", "--root", str(toys), "--most", "2"]) == 0
    assert "papers need a curator; the first:" in capsys.readouterr().out


def test_a_catalogue_without_papers_needs_nothing(tmp_path, capsys):
    files = build_data(NewCatalogue("Toys", "What toys are made of.", ("cs.OS",)), (), tmp_path)
    for name, content in files.items():
        write_atomically(tmp_path / name, content, create_folders=True)

    assert main(["suggest", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "nothing to suggest\n"


def test_advice_is_listed(toys, capsys):
    (toys / "data/curation/people.yml").write_text("amy: {name: Nobody Knows}\n")

    assert main(["suggest", "--root", str(toys)]) == 0
    assert (
        "Other things to improve:\npeople.yml: no paper has an author with a name of amy"
        in capsys.readouterr().out
    )


def test_people_are_suggested_as_lines_that_pass_the_checks():
    one, two, three, _ = SLUGS.values()
    described = Person("bo", "Bo Sample", ("Bo Sampel",), homepage="https://bo.example.org/")
    papers = [
        make_paper(one, authors=make_authors("Wei Wang", "Amy Example", "Bo Sample", "Zoë Quux"), **CACHES),
        make_paper(two, authors=make_authors("Wei Wang", "A. B. Example", "Zoë Quux"), **CACHES),
        make_paper(three, authors=make_authors("Wei Wang", "B. Sample"), **QUEUES),
        make_paper("2602.10001", authors=make_authors("B. Sample", "Zoë Quux"), title="Toys", abstract=""),
        *(
            make_paper(f"2602.1{number:04}", authors=make_authors(name), title="Toys", abstract="")
            for number, name in enumerate([*COMMON, *(f"Ed{number} Name{number}" for number in range(40))], 2)
        ),
    ]
    lines = list(list_people(replace(make_catalogue(*papers), people=(described,)), 20))
    entries = "\n".join(line for line in lines if not line.endswith(f"{PEOPLE}:"))
    values, problems = read_curation(
        {name: text.encode() for name, text in {**GOOD, PEOPLE: entries}.items()}, SLUGS
    )

    assert not problems
    assert values.people == (
        replace(described, spellings=("Bo Sampel", "B. Sample")),
        Person("amy-example", "Amy Example", ("A. B. Example",)),
        Person("wei-wang-1", "Wei Wang", papers=(one, two)),
    )
    assert [line for line in lines if line.startswith("#")] == [
        "# replaces the entry; shared co-authors: Wei Wang, Zoë Quux",
        "# shared co-authors: Wei Wang, Zoë Quux",
        "# co-authors: Zoë Quux, Amy Example, Bo Sample and 1 more",
    ]


def test_papers_that_are_probably_one_are_suggested_as_lines_that_pass_the_checks():
    preprint = make_paper("2501.00001", title="On the Size of Toys", authors=make_authors("Amy Example"))
    article = make_paper("doi:10.5555/toy.1", title="On the size of toys", authors=make_authors("A. Example"))
    lines = [line for line in list_same_papers(make_catalogue(preprint, article), 20) if line]
    path = "data/curation/papers/2501.00001.yml"
    slugs = {"2501.00001": "2501.00001", "doi-10.5555-toy.1": "doi:10.5555/toy.1"}
    values, problems = read_curation(
        {name: text.encode() for name, text in {**GOOD, path: "\n".join(lines[1:])}.items()}, SLUGS | slugs
    )

    assert lines[:2] == [
        "1 pair of papers is probably one paper: title, author and year agree; lines for their files:",
        f"# {path}: On the Size of Toys",
    ]
    assert not problems
    assert values.papers["2501.00001"].same_as == ("doi:10.5555/toy.1",)
