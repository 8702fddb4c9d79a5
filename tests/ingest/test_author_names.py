"""Author fields of publishers are split into names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.author_names import parse_authors
from generator.model.entries import Author

# The text of an author element, and the names in it.
TEXTS = [
    ("Smith, J.", ("Smith, J.",)),
    ("Inoda, Toshio", ("Inoda, Toshio",)),
    ("García Márquez, Gabriel", ("García Márquez, Gabriel",)),
    ("de Novais, Victor R.", ("de Novais, Victor R.",)),
    ("van der Berg, Anna Maria", ("van der Berg, Anna Maria",)),
    ("King, Martin L., Jr.", ("King, Martin L., Jr.",)),
    ("John Smith, Jr.", ("John Smith, Jr.",)),
    ("Ben Li, Max Wu, Jr., Zoë Ní Shé", ("Ben Li", "Max Wu, Jr.", "Zoë Ní Shé")),
    ("Rodríguez, María José", ("Rodríguez, María José",)),
    ("Ann Lee, PhD, MD", ("Ann Lee, PhD, MD",)),
    ("Ann Lee, PhD, Bob Ray, MD", ("Ann Lee, PhD", "Bob Ray, MD")),
    ("Ann Lee1,2, Bob Ray*", ("Ann Lee1", "Bob Ray*")),
    ("Smith, J., Doe, A., Toy Collaboration", ("Smith, J.", "Doe, A.", "Toy Collaboration")),
    ("Ann Lee, Bob Ray, Toy Collaboration", ("Ann Lee", "Bob Ray", "Toy Collaboration")),
    ("The A, B and C Collaboration", ("The A, B and C Collaboration",)),
    ("Example, Inc.", ("Example, Inc.",)),
    ("Smith, J.; Doe, A.", ("Smith, J.", "Doe, A.")),
    ("Smith, J., Doe, A. and Roe, B. C.", ("Smith, J.", "Doe, A.", "Roe, B. C.")),
    ("Smith, John and Doe, Jane", ("Smith, John", "Doe, Jane")),
    ("Smith, J.,\nDoe, A.", ("Smith, J.", "Doe, A.")),
    ("Rachel Welt, Chris Raxworthy", ("Rachel Welt", "Chris Raxworthy")),
    ("Anna Lee, Bob Ray & Cy Oh", ("Anna Lee", "Bob Ray", "Cy Oh")),
    ("Anna Lee, Bob Ray, and Cy Oh", ("Anna Lee", "Bob Ray", "Cy Oh")),
    ("Anna Lee and Bob Ray", ("Anna Lee", "Bob Ray")),
    ("Chen C, Zhou Y, et al. ", ("Chen C", "Zhou Y")),
    ("Jażdżewska A, Martínez Arbizu P. ", ("Jażdżewska A", "Martínez Arbizu P")),
    ("Vermeij G. ", ("Vermeij G",)),
    ("刘广纯，刘子轩、杨定", ("刘广纯", "刘子轩", "杨定")),
    ("Department of Health and Human Services", ("Department of Health and Human Services",)),
    ("Fermi and LAT Collaboration", ("Fermi and LAT Collaboration",)),
    ("Lee & Sons", ("Lee & Sons",)),
    ("DOUGLAS B.\n   BOOHER", ("DOUGLAS B. BOOHER",)),
    ("jane@example.org (Jane Doe)", ("Jane Doe",)),
    ("Jane Doe <mailto:jane@example.org>", ("Jane Doe",)),
    ("Jane Doe, jane@example.org", ("Jane Doe",)),
    ("jane@example.org", ()),
    ("jane＠example.org", ()),
    ("...", ()),
    ("<b>Jane</b> O&#39;Neil", ("Jane O'Neil",)),
    ("Ann (Bee", ("Ann (Bee",)),
    (")(", ()),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_is_split_into_names(text, expected):
    assert tuple(author.name for author in parse_authors((text,))) == expected


# The texts of several author elements, and the names in them.
ELEMENTS = [
    (("Smith, J.", "Doe, A."), ("Smith, J.", "Doe, A.")),
    (("García Márquez, Gabriel José", "Doe, Jane"), ("García Márquez, Gabriel José", "Doe, Jane")),
    (("Steele, Guy L., Jr.", "Doe, Jane, PhD"), ("Steele, Guy L., Jr.", "Doe, Jane, PhD")),
    (("Smith, J., Doe, A.", "Roe, R."), ("Smith, J.", "Doe, A.", "Roe, R.")),
    (("Smith, J.; Doe, A.", "Roe, R."), ("Smith, J.", "Doe, A.", "Roe, R.")),
    (("Anna Lee and Bob Ray", "Cy Oh"), ("Anna Lee", "Bob Ray", "Cy Oh")),
    (("Anna Lee, Bob Ray, and Cy Oh", "Di Sun"), ("Anna Lee", "Bob Ray", "Cy Oh", "Di Sun")),
    (("Anna Lee, Bob Ray", "Cy Oh"), ("Anna Lee", "Bob Ray", "Cy Oh")),
    (("The A, B and C Collaboration", "et al.", "c@d.org"), ("The A, B and C Collaboration",)),
    (("Example, Inc.", "Toy Lab, Example University"), ("Example, Inc.", "Toy Lab, Example University")),
    (("View Profile", "Anna Lee", ":"), ("Anna Lee",)),
    (("Anna Lee H.", "Bob Ray"), ("Anna Lee H.", "Bob Ray")),
]


@pytest.mark.parametrize(("texts", "expected"), ELEMENTS)
def test_an_element_with_several_names_is_split(texts, expected):
    assert tuple(author.name for author in parse_authors(texts)) == expected


def test_brackets_after_a_name_are_affiliations():
    (author,) = parse_authors(("Ann Lee (Yale (New Haven), USA) [MIT] (1)",))

    assert author == Author("Ann Lee", ("Yale (New Haven), USA", "MIT"))


def test_a_comma_list_is_split_at_every_comma_outside_brackets():
    authors = parse_authors(
        ("Madonna, Prince (Paisley Park, MN), Fermi and LAT Collaboration",), has_comma_list=True
    )

    assert [author.name for author in authors] == ["Madonna", "Prince", "Fermi and LAT Collaboration"]


@given(st.text("Aé .,;()[]&and刘\n@<>", max_size=80))
def test_any_text_is_split_without_addresses(text):
    for author in parse_authors((text,)):
        assert "@" not in author.name
        assert author.name == author.name.strip()
        assert author.name
