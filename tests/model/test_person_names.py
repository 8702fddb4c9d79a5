"""Names of authors: what belongs to them, their form, and their family names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.name_cleaning import clean_name
from generator.model.organisation_names import _WORDS, is_organisation
from generator.model.person_names import PARTICLES, NameParts, read_name, read_names, split_name

# A text, and the name in it; an empty one if there is none.
CLEANED = {
    "Ann Example": "Ann Example",
    "Ann Example1,2": "Ann Example",
    "Ann Example 1, 2": "Ann Example",
    "Ann Example1a": "Ann Example",
    "Ann Example a,b": "Ann Example",
    "Ann Example a": "Ann Example",
    "Ann Example¹²": "Ann Example",
    "Ann Example$^{1,2}$": "Ann Example",
    "Ann Example$^\\dagger$": "Ann Example",
    "Ann Example\\textsuperscript{1}": "Ann Example",
    "Ann Example^{1}": "Ann Example",
    "Ann Example (1,2)": "Ann Example",
    "Ann Example [*]": "Ann Example",
    "1Ann Example": "Ann Example",
    "1 Ann Example": "Ann Example",
    "Bo Sample 0001": "Bo Sample",
    "Bo Sample*": "Bo Sample",
    "*Bo Sample": "Bo Sample",
    "Cy Third†‡": "Cy Third",
    "Cy Third §": "Cy Third",
    "Ann Example https://orcid.org/0000-0002-1825-0097": "Ann Example",
    "Ann Example (orcid.org/0000-0002-1825-0097)": "Ann Example",
    "Ann Example ORCID: 0000-0002-1825-009X": "Ann Example",
    "Ann Example [0000-0002-1825-0097]": "Ann Example",
    "Ann Example ORCID iD": "Ann Example",
    "Ann Example ann@example.org": "Ann Example",
    "Ann Example <mailto:ann@example.org>": "Ann Example",
    "Ann Example http://ann.example.org/": "Ann Example",
    "By Ann Example": "Ann Example",
    "by: Ann Example": "Ann Example",
    "and Cy Third": "Cy Third",
    "& Cy Third": "Cy Third",
    "Authors: Ann Example": "Ann Example",
    "Ann Example et al.": "Ann Example",
    "Ann Example, et al": "Ann Example",
    "Ann Example and others": "Ann Example",
    "Ann Example;": "Ann Example",
    "Dr. Ann Example": "Ann Example",
    "Dr Ann Example": "Ann Example",
    "Prof. Dr. Ann Example": "Ann Example",
    "Prof. Dr.-Ing. Ann Example": "Ann Example",
    "Assoc. Prof. Ann Example": "Ann Example",
    "Professor Ann Example": "Ann Example",
    "Mrs. Ann Example": "Ann Example",
    "Sir Bo van Sample": "Bo van Sample",
    "Ann Example Dr": "Ann Example",
    "Ann Example, PhD, MD": "Ann Example",
    "Ann Example, M.D., Ph.D.": "Ann Example",
    "Ann Example PhD": "Ann Example",
    "Ann Example Ph. D": "Ann Example",
    "Ann Example MD": "Ann Example",
    "Ann Example, MSc": "Ann Example",
    "Ann Example, Senior Member, IEEE": "Ann Example",
    "Ann Example, Student Member IEEE": "Ann Example",
    "Ann Example, FRCP": "Ann Example",
    "J. -P. Example": "J.-P. Example",
    # What looks like it, and belongs to the name.
    "Example, MD": "Example, MD",
    "Md. Bo Sample": "Md. Bo Sample",
    "MD Bo Sample": "MD Bo Sample",
    "Ms": "Ms",
    "DR Sample": "DR Sample",
    "Sir Sample": "Sir Sample",
    "By Sample": "By Sample",
    "Andy Sander": "Andy Sander",
    "Toy2 Team": "Toy2 Team",
    "Team 7": "Team 7",
    "Toy3": "Toy3",
    "Bo 't Sample": "Bo 't Sample",
    "Ann “Annie” Example": "Ann “Annie” Example",
    "Weinan E": "Weinan E",
    "Alan Others": "Alan Others",
    # What is no name.
    "View Profile": "",
    "View all authors": "",
    "Search for more papers by this author": "",
    "Author links open overlay panel": "",
    "et al.": "",
    "others": "",
    "and others": "",
    ":": "",
    "*": "",
    "1,2": "",
    "N/A": "",
    "ann@example.org": "",
    "https://orcid.org/0000-0002-1825-0097": "",
}

# A text, and the name in one form with the family name if it is stated.
READ = {
    "Ann B. Example": ("Ann B. Example", None),
    "Example, Ann B.": ("Ann B. Example", "Example"),
    "van der Sample, Bo": ("Bo van der Sample", "van der Sample"),
    "Sample, Bo van der": ("Bo van der Sample", "van der Sample"),
    "Sample, Bo van 't": ("Bo van 't Sample", "van 't Sample"),
    "García Márquez, Gabriel José": ("Gabriel José García Márquez", "García Márquez"),
    "Steele, Guy L., Jr.": ("Guy L. Steele Jr.", "Steele"),
    "Steele, Jr., Guy L.": ("Guy L. Steele Jr.", "Steele"),
    "Steele Jr., Guy L.": ("Guy L. Steele Jr.", "Steele"),
    "Steele, Guy L. III": ("Guy L. Steele III", "Steele"),
    "Robert W. Heath, Jr.": ("Robert W. Heath Jr.", None),
    "Example, Ann, PhD": ("Ann Example", "Example"),
    "Example, MD": ("MD Example", "Example"),
    "Example1, Ann": ("Ann Example", "Example"),
    "Example, Ann1": ("Ann Example", "Example"),
    "Núñez，José": ("José Núñez", "Núñez"),
    "李, 明": ("李 明", "李"),
    "Collaboration, Toy": ("Toy Collaboration", None),
    # Not inverted: organisations and several names.
    "Example, Inc.": ("Example, Inc.", None),
    "Toy Lab, Example University": ("Toy Lab, Example University", None),
    "Doe, J.; Roe, R.": ("Doe, J.; Roe, R.", None),
    "Doe, J. and Roe, R.": ("Doe, J. and Roe, R.", None),
    "Ann Example, Bo Sample, and Cy Third": ("Ann Example, Bo Sample, and Cy Third", None),
}

# A name, and its family name.
FAMILIES = {
    "Ann Example": "Example",
    "Bo van der Sample": "van der Sample",
    "Anna De Luca": "De Luca",
    "Ricardo De La Paz": "De La Paz",
    "Bart Van Example": "Van Example",
    "Guy Van den Broeck": "Van den Broeck",
    "Peter M. Van De Ven": "Van De Ven",
    "Fernando J. Von Zuben": "Von Zuben",
    "Laurent El Ghaoui": "El Ghaoui",
    "Mohammad H. Al Sample": "Al Sample",
    "Tom St. John": "St. John",
    "Jean-Yves Le Boudec": "Le Boudec",
    "Lancelot Da Costa": "Da Costa",
    "Pedro Dos Santos": "Dos Santos",
    "Pierre Du Pont": "Du Pont",
    "Marcello La Rosa": "La Rosa",
    "Cosimo Della Santina": "Della Santina",
    "Mícheál Ó Foghlú": "Ó Foghlú",
    "Anas Abou El Kalam": "Abou El Kalam",
    "Santiago Ramón y Cajal": "Ramón y Cajal",
    "Stephane Da Silva Martins": "Da Silva Martins",
    "Bo van der Sample Jr.": "van der Sample",
    # A particle is not one as first or last word, before initials, or in other languages' names.
    "Van Example": "Example",
    "De Li Wang": "Wang",
    "Quoc V. Le": "Le",
    "Nam Van Vo": "Vo",
    "Phi Le Nguyen": "Nguyen",
    "Thi Van Anh Tran": "Tran",
    "Keum San Chun": "Chun",
    "Steven Wei Der Chien": "Chien",
    "Abd El Naser A. Sample": "Sample",
    "Weiwei Ai": "Ai",
    "William H. Press": "Press",
    "A. Lab": "Lab",
}

ORGANISATIONS = [
    "Shanghai Example Lab", "Example Research Institute", "Sand. ai", "Toys.ai", "Meta AI", "Toy NLP",
    "The Toy Team", "Toy-V Team", "Universität Beispiel", "Université d'Exemple", "Toy Corp.", "Toy Inc.",
    "Toys Ltd", "Toy GmbH", "Society for Toys", "Ann & Bo", "Ann and Bo", "Ann; Bo", "A & B", "Toy Group",
    "LSST Toy Collaboration", "Example, Inc.", "others",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLEANED.items())
def test_what_is_no_part_of_a_name_is_removed(text, expected):
    assert clean_name(text) == expected


@pytest.mark.parametrize("text", CLEANED)
def test_a_clean_name_stays_as_it_is(text):
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_name_is_read_with_the_given_name_first(text, expected):
    name = read_name(text)

    assert (name.text, name.family) == expected


@pytest.mark.parametrize(("name", "family"), FAMILIES.items())
def test_the_family_name_begins_with_its_particles(name, family):
    assert split_name(name).family == family


@pytest.mark.parametrize("particle", sorted(PARTICLES))
def test_each_particle_may_have_a_capital_letter(particle):
    name = particle.title() if particle.isalpha() else particle

    assert split_name(f"Ann {name} Example").family == f"{name} Example"


@pytest.mark.parametrize(
    ("name", "family", "expected"),
    [
        ("Simon Peyton Jones", "Peyton Jones", NameParts("Peyton Jones", "Simon")),
        ("Simon Peyton Jones Jr.", "Peyton Jones", NameParts("Peyton Jones", "Simon", "Jr.")),
        ("Wang Xiaoming", "Wang", NameParts("Wang", "Xiaoming")),
        ("Plato", "Plato", NameParts("Plato")),
        ("Ann Team", "Team", NameParts("Team", "Ann")),
        ("Ann Example", "Sample", None),
    ],
)
def test_a_stated_family_name_is_not_guessed(name, family, expected):
    assert split_name(name, family) == expected


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_not_split(name):
    assert is_organisation(name)
    assert split_name(name) is None


@pytest.mark.parametrize("word", _WORDS.split())
def test_each_word_of_organisations_counts(word):
    assert is_organisation(f"Toy {word.title()} Example")


@pytest.mark.parametrize("name", ["Amy Ai", "JASON AI", "Andy Sander", "Amy Labore", "Ofir Press"])
def test_a_person_is_no_organisation(name):
    assert not is_organisation(name)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Example A", "Sample BC"], ["A Example", "BC Sample"]),
        (["Martínez Arbizu P", "Toy Team"], ["P Martínez Arbizu", "Toy Team"]),
        (["De Miranda G"], ["G De Miranda"]),
        (["Example A", "Bo Sample"], ["Example A", "Bo Sample"]),
        (["Qi WU", "Peng LU"], ["Qi WU", "Peng LU"]),
        (["ANN LI", "BO SUN"], ["ANN LI", "BO SUN"]),
        (["J. Example A"], ["J. Example A"]),
    ],
)
def test_initials_at_the_end_of_all_names_are_given_names(names, expected):
    assert [name.text for name in read_names(names)] == expected


def test_initials_at_the_end_stay_where_the_feed_writes_the_given_name_first():
    assert [name.text for name in read_names(["Ramesh S"], has_initials_last=False)] == ["Ramesh S"]


@given(st.text("Aé .,;()[]&andJr1*†^${}@:/刘\\-'", max_size=60) | st.text(max_size=60))
def test_any_text_is_read_without_losing_its_parts(text):
    name = read_name(text)
    if name is None:
        return
    parts = split_name(name.text, name.family)

    assert name.text == name.text.strip()
    assert any(map(str.isalpha, name.text))
    if parts:
        words = [*parts.given.split(), *parts.family.split(), *parts.suffix.split()]
        assert sorted(words) == sorted(name.text.split())
