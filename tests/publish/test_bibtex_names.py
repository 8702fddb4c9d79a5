"""Names in BibTeX: programs split them into the parts that we mean."""

from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Person

from generator.model.person_names import NameParts
from generator.publish.citations.bibtex_names import format_bibtex_name
from tests.tables import for_each_row

# Parts of a name, and how it is written. BibTeX 0.99d finds these parts in each of them again.
NAMES = [
    (("Example", "Ann B."), "Ann B. Example"),
    (("van der Sample", "Bo"), "Bo van der Sample"),
    (("Example-Sample", "Ann-Marie"), "Ann-Marie Example-Sample"),
    (("Ben-zvi", "Ann"), "Ann Ben-zvi"),
    # A hyphen before a small letter would begin the family name.
    (("Example", "Shu-fen"), "Example, Shu-fen"),
    (("Sample", "Wei-li B."), "Sample, Wei-li B."),
    (("Fifth", "Bo Mei-ling"), "Fifth, Bo Mei-ling"),
    (("Abd-el-Fourth", "Sara"), "{Abd-el-Fourth}, Sara"),
    (("al-Example", "Sara"), "{al-Example}, Sara"),
    # Family names of several words.
    (("De Luca", "Anna"), "De Luca, Anna"),
    (("Van den Broeck", "Guy"), "Van den Broeck, Guy"),
    (("Peyton Jones", "Simon"), "Peyton Jones, Simon"),
    (("Ramón y Cajal", "Santiago"), "{Ramón y Cajal}, Santiago"),
    # BibTeX itself knows the letters of ASCII only.
    (("Example", "Étienne"), "Example, Étienne"),
    (("Ünal", "Bo"), "Bo Ünal"),
    (("Éxample Sample", "Ann"), "{Éxample Sample}, Ann"),
    # Small letters, suffixes, single names.
    (("Example", "ann"), "Example, ann"),
    (("Steele", "Guy L.", "Jr."), "Steele, Jr., Guy L."),
    (("van der Sample", "Bo", "III"), "van der Sample, III, Bo"),
    (("Plato", ""), "Plato"),
    # What no form keeps is a literal.
    (("Example", "Ann and Bo"), "{Ann and Bo Example}"),
    (("Example, Ann", "Bo"), "{Example, Ann}, Bo"),
]
WORDS = st.lists(
    st.sampled_from(["Ann", "B.", "de", "van", "Étienne", "Shu-fen", "al-Toy", "O'Toy", "y", "Ünal", "李"]),
    min_size=1,
    max_size=4,
).map(" ".join)


@for_each_row(("parts", "expected"), NAMES)
def test_a_name_is_written_so_that_bibtex_finds_its_parts(parts, expected):
    assert format_bibtex_name(NameParts(*parts)) == expected


@given(WORDS, WORDS, st.sampled_from(["", "Jr.", "III"]))
def test_pybtex_finds_the_parts_of_any_name(family, given_name, suffix):
    person = Person(format_bibtex_name(NameParts(family, given_name, suffix)))
    names = " ".join([*person.prelast_names, *person.last_names]).replace("{", "").replace("}", "")

    assert names == family
    assert " ".join([*person.first_names, *person.middle_names]) == given_name
    assert " ".join(person.lineage_names) == suffix
