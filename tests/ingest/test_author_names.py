"""Author fields of publishers are split into names."""

from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.author_names import parse_authors
from generator.model.entries import Author
from generator.model.person_names import read_names
from tests.tables import for_each_row

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


@for_each_row(("text", "expected"), TEXTS)
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


@for_each_row(("texts", "expected"), ELEMENTS)
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


# The texts of author elements, and the names as they are cited.
CITED = [
    (["Ann Example<sup>1</sup>, Bo Sample<sup>2</sup>"], ["Ann Example", "Bo Sample"]),
    (["Ann Example (Member, IEEE), Bo Sample (Fellow, IEEE)"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, Member, IEEE, and Bo Sample, Fellow, IEEE"], ["Ann Example", "Bo Sample"]),
    (["Ann Example;Bo Sample;Cy Test"], ["Ann Example", "Bo Sample", "Cy Test"]),
    (["Example, Ann; Sample, Bo"], ["Ann Example", "Bo Sample"]),
    (["Example, A., Sample, B., Test, C."], ["A. Example", "B. Sample", "C. Test"]),
    (["A. Example, B. Sample & C. Test"], ["A. Example", "B. Sample", "C. Test"]),
    (["A. Example, B. Sample, and C. Test"], ["A. Example", "B. Sample", "C. Test"]),
    (["Example, A., & Sample, B."], ["A. Example", "B. Sample"]),
    (["Example A, Sample B, Test C"], ["A Example", "B Sample", "C Test"]),
    (["Ann Example and Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Example, Ann and Sample, Bo"], ["Ann Example", "Bo Sample"]),
    (["Ann Example | Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example / Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example · Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example\n\nBo Sample\nCy Test"], ["Ann Example", "Bo Sample", "Cy Test"]),
    (["Ann Example<br>Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["<a href='x'>Ann Example</a>, <a href='y'>Bo Sample</a>"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, Bo Sample, et al."], ["Ann Example", "Bo Sample"]),
    (["Ann Example et al"], ["Ann Example"]),
    (["Ann Example, Bo Sample and 12 others"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, Bo Sample, +3 more"], ["Ann Example", "Bo Sample"]),
    (["By Ann Example, Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Authors: Ann Example, Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Written by Ann Example"], ["Ann Example"]),
    (["Posted by Ann Example"], ["Ann Example"]),
    (["ann@example.org (Ann Example)"], ["Ann Example"]),
    (["ann@example.org (Ann Example), bo@example.org (Bo Sample)"], ["Ann Example", "Bo Sample"]),
    (["Ann Example <ann@example.org>, Bo Sample <bo@example.org>"], ["Ann Example", "Bo Sample"]),
    (["Ann Example (University of Toys, Toytown), Bo Sample (Toy Inc.)"], ["Ann Example", "Bo Sample"]),
    (["Ann Example1, Bo Sample2, Cy Test1,2"], ["Ann Example", "Bo Sample", "Cy Test"]),
    (["Ann Example 1, Bo Sample 2"], ["Ann Example", "Bo Sample"]),
    (["Ann Example a, Bo Sample b, Cy Test a,b"], ["Ann Example", "Bo Sample", "Cy Test"]),
    (["Ann Example*, Bo Sample†"], ["Ann Example", "Bo Sample"]),
    (["Ann Example ORCID: 0000-0002-1825-0097, Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example", "and Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example", "Bo Sample", "et al."], ["Ann Example", "Bo Sample"]),
    (["Example, Ann", "Sample, Bo"], ["Ann Example", "Bo Sample"]),
    (["Example Ann", "Sample Bo"], ["Example Ann", "Sample Bo"]),
    (["EXAMPLE, Ann"], ["Ann EXAMPLE"]),
    (["Dr Ann Example, Prof. Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, PhD; Bo Sample, MD, MPH"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, PhD, Bo Sample, MD, MPH"], ["Ann Example", "Bo Sample"]),
    (["Ann Example View Profile", "View Profile Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example", "View Profile", "Bo Sample", "View Profile"], ["Ann Example", "Bo Sample"]),
    (["王伟, 李娜"], ["王伟", "李娜"]),
    (["王伟、李娜"], ["王伟", "李娜"]),
    (["王伟；李娜"], ["王伟", "李娜"]),
    (["王伟 李娜"], ["王伟 李娜"]),
    (["Wei Wang (王伟)"], ["Wei Wang"]),
    (["Иванов И. И., Петров П. П."], ["И. И. Иванов", "П. П. Петров"]),
    (["И. И. Иванов, П. П. Петров"], ["И. И. Иванов", "П. П. Петров"]),
    (["Müller, J., García-López, M., O'Neil, P."], ["J. Müller", "M. García-López", "P. O'Neil"]),
    (["van der Berg, J., de Vries, P."], ["J. van der Berg", "P. de Vries"]),
    (["J. van der Berg, P. de Vries"], ["J. van der Berg", "P. de Vries"]),
    (["John Smith, Jr., Jane Doe"], ["John Smith Jr.", "Jane Doe"]),
    (["Smith, John, Jr."], ["John Smith Jr."]),
    (["Martin Luther King, Jr. and Jane Doe"], ["Martin Luther King Jr.", "Jane Doe"]),
    (["The ATLAS Collaboration", "Ann Example"], ["The ATLAS Collaboration", "Ann Example"]),
    (["ATLAS Collaboration, Ann Example"], ["ATLAS Collaboration", "Ann Example"]),
    (["Ann Example on behalf of the ATLAS Collaboration"], ["Ann Example"]),
    (["Ann Example (for the ATLAS Collaboration)"], ["Ann Example"]),
    (["Toy Systems, Inc."], ["Toy Systems, Inc."]),
    (["admin"], []),
    (["Admin"], []),
    (["administrator"], []),
    (["noreply@blogger.com (Unknown)"], []),
    (["Unknown"], []),
    (["Anonymous"], []),
    (["webmaster"], []),
    (["&lt;b&gt;Ann Example&lt;/b&gt;"], ["Ann Example"]),
    (["Ann&nbsp;Example"], ["Ann Example"]),
    (["J&ouml;rg M&uuml;ller"], ["Jörg Müller"]),
    (["Ann Example, Bo Sample."], ["Ann Example", "Bo Sample"]),
    (["Ann Example, ; Bo Sample, ;"], ["Ann Example", "Bo Sample"]),
    (["Ann Example (equal contribution), Bo Sample (corresponding author)"], ["Ann Example", "Bo Sample"]),
    (["Example, Ann (ORCID: 0000-0002-1825-0097); Sample, Bo"], ["Ann Example", "Bo Sample"]),
    (["Ann Example [0000-0002-1825-0097], Bo Sample"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, Bo Sample (Toy Lab)"], ["Ann Example", "Bo Sample"]),
    (["Ann Example (Editor)", "Bo Sample (Ed.)"], ["Ann Example", "Bo Sample"]),
    (["Ann Example, Eds."], ["Ann Example"]),
    (["Editors: Ann Example, Bo Sample"], ["Ann Example", "Bo Sample"]),
]


@for_each_row(("texts", "expected"), CITED)
def test_authors_are_cited_by_their_names_alone(texts, expected):
    names = read_names([author.name for author in parse_authors(texts)])

    assert [name.text for name in names if name] == expected
