"""Names of authors: what belongs to them, their form, and their family names."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model.name_cleaning import clean_name
from generator.model.organisation_names import _WORDS, has_organisation_word, is_organisation
from generator.model.person_names import PARTICLES, NameParts, read_name, read_names, split_name
from tests.tables import for_each_row

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

# A text, and its family name, given name and suffix.
PARTS = {
    "García Márquez, Gabriel": ("García Márquez", "Gabriel", ""),
    "de la Cruz, María": ("de la Cruz", "María", ""),
    "María de la Cruz": ("de la Cruz", "María", ""),
    "Cruz, María de la": ("de la Cruz", "María", ""),
    "van Rossum, Guido": ("van Rossum", "Guido", ""),
    "Rossum, Guido van": ("van Rossum", "Guido", ""),
    "Guido VAN ROSSUM": ("VAN ROSSUM", "Guido", ""),
    "Ludwig van Beethoven": ("van Beethoven", "Ludwig", ""),
    "Vincent Van Gogh": ("Van Gogh", "Vincent", ""),
    "Jean-Luc De Meyer": ("De Meyer", "Jean-Luc", ""),
    "Jose Dos Santos": ("Dos Santos", "Jose", ""),
    "dos Santos, Jose Jr.": ("dos Santos", "Jose", "Jr."),
    "Santos Jr., Jose": ("Santos", "Jose", "Jr."),
    "Jose Santos, Jr.": ("Santos", "Jose", "Jr."),
    "Jose Santos Jr": ("Santos", "Jose", "Jr"),
    "King III, Martin": ("King", "Martin", "III"),
    "Martin King III": ("King", "Martin", "III"),
    "King, Martin, III": ("King", "Martin", "III"),
    "Davis, Sammy, Jr.": ("Davis", "Sammy", "Jr."),
    "Hung-yi Lee": ("Lee", "Hung-yi", ""),
    "Lee, Hung-yi": ("Lee", "Hung-yi", ""),
    "O'Brien, Conan": ("O'Brien", "Conan", ""),
    "Conan O’Brien": ("O’Brien", "Conan", ""),
    "D'Angelo, Beverly": ("D'Angelo", "Beverly", ""),
    "Beverly d'Angelo": ("d'Angelo", "Beverly", ""),
    "McDonald, Ronald": ("McDonald", "Ronald", ""),
    "St. John, Ian": ("St. John", "Ian", ""),
    "Ian St. John": ("St. John", "Ian", ""),
    "Al-Fares, Mohammad": ("Al-Fares", "Mohammad", ""),
    "Mohammad Al Fares": ("Al Fares", "Mohammad", ""),
    "Mohammad al-Fares": ("al-Fares", "Mohammad", ""),
    "Ali El Ghaoui": ("El Ghaoui", "Ali", ""),
    "Laurent El Ghaoui": ("El Ghaoui", "Laurent", ""),
    "Ben-David, Shai": ("Ben-David", "Shai", ""),
    "Shai Ben-David": ("Ben-David", "Shai", ""),
    "Ting Da": ("Da", "Ting", ""),
    "Le, Quoc V.": ("Le", "Quoc V.", ""),
    "Quoc V. Le": ("Le", "Quoc V.", ""),
    "Nguyen Van Thieu": ("Thieu", "Nguyen Van", ""),
    "Ramón y Cajal, Santiago": ("Ramón y Cajal", "Santiago", ""),
    "Santiago Ramón y Cajal": ("Ramón y Cajal", "Santiago", ""),
    "von der Malsburg, Christoph": ("von der Malsburg", "Christoph", ""),
    "Christoph Von Der Malsburg": ("Von Der Malsburg", "Christoph", ""),
    "ter Haar Romeny, Bart M.": ("ter Haar Romeny", "Bart M.", ""),
    "'t Hooft, Gerard": ("'t Hooft", "Gerard", ""),
    "Gerard 't Hooft": ("'t Hooft", "Gerard", ""),
    "Knuth, D.E.": ("Knuth", "D.E.", ""),
    "D.E. Knuth": ("Knuth", "D.E.", ""),
    "KNUTH, DONALD E.": ("KNUTH", "DONALD E.", ""),
    "Bjarne Stroustrup ": ("Stroustrup", "Bjarne", ""),
    "Ünlü, Ömer": ("Ünlü", "Ömer", ""),
    "Łukasz Kaiser": ("Kaiser", "Łukasz", ""),
    "Иван Петров": ("Петров", "Иван", ""),
    "Петров, Иван": ("Петров", "Иван", ""),
    "王, 伟": ("王", "伟", ""),
    "Wei Wang (王伟)": ("Wang", "Wei", ""),
    "Wei Wang 王伟": ("Wang", "Wei", ""),
    "محمد علي": ("علي", "محمد", ""),
    "עמית כהן": ("כהן", "עמית", ""),
    "Γιώργος Παπαδόπουλος": ("Παπαδόπουλος", "Γιώργος", ""),
    "Ann Example¹,²": ("Example", "Ann", ""),
    "Ann Example1,∗": ("Example", "Ann", ""),
    "Ann Example*†": ("Example", "Ann", ""),
    "Ann Example$^{1,2}$": ("Example", "Ann", ""),
    "Ann Example (University of Toys)": ("Example", "Ann", ""),
    "Ann Example, Ph.D.": ("Example", "Ann", ""),
    "Ann Example Ph.D": ("Example", "Ann", ""),
    "Dr. Ann Example": ("Example", "Ann", ""),
    "Prof. Dr. Ann Example": ("Example", "Ann", ""),
    "Prof Ann Example": ("Example", "Ann", ""),
    "Ann Example, M.D., Ph.D.": ("Example", "Ann", ""),
    "Ann Example MSc": ("Example", "Ann", ""),
    "Ann Example, FIEEE": ("Example", "Ann", ""),
    "Ann Example, Fellow, IEEE": ("Example", "Ann", ""),
    "Ann Example, Senior Member, IEEE": ("Example", "Ann", ""),
    "Ann Example, Student Member IEEE": ("Example", "Ann", ""),
    "Ann Example (Member, IEEE)": ("Example", "Ann", ""),
    "and Ann Example": ("Example", "Ann", ""),
    "& Ann Example": ("Example", "Ann", ""),
    "Ann Example and": ("Example", "Ann", ""),
    "Ann Example;": ("Example", "Ann", ""),
    "By Ann Example": ("Example", "Ann", ""),
    "by: Ann Example": ("Example", "Ann", ""),
    "Author: Ann Example": ("Example", "Ann", ""),
    "Ann Example 0000-0002-1825-0097": ("Example", "Ann", ""),
    "Ann Example (https://orcid.org/0000-0002-1825-0097)": ("Example", "Ann", ""),
    "Ann Example ORCID: 0000-0002-1825-0097": ("Example", "Ann", ""),
    "Ann Example View Profile": ("Example", "Ann", ""),
    "ann@example.org (Ann Example)": ("Example", "Ann", ""),
    "Ann Example <ann@example.org>": ("Example", "Ann", ""),
    "noreply@example.org (Ann Example)": ("Example", "Ann", ""),
    "Ann  Example": ("Example", "Ann", ""),
    "Ann Example et al.": ("Example", "Ann", ""),
    "Example, Ann et al.": ("Example", "Ann", ""),
    "Ann Example [1]": ("Example", "Ann", ""),
    "Ann Example (1)": ("Example", "Ann", ""),
    "Ann Example (1 and 2)": ("Example", "Ann", ""),
    "(1) Ann Example": ("Example", "Ann", ""),
    "1. Ann Example": ("Example", "Ann", ""),
    "Ann Example (eds.)": ("Example", "Ann", ""),
    "Ann Example (Editor)": ("Example", "Ann", ""),
    "Ann Example (corresponding author)": ("Example", "Ann", ""),
    "Ann Example (Corresponding Author)": ("Example", "Ann", ""),
    "Ann Example†Corresponding author": ("Example", "Ann", ""),
    "Ann Q. Example-Sample": ("Example-Sample", "Ann Q.", ""),
    "Example‐Sample, Ann": ("Example‐Sample", "Ann", ""),
    "J.-P. Example": ("Example", "J.-P.", ""),
    "J. -P. Example": ("Example", "J.-P.", ""),
    "Example, J. -P.": ("Example", "J.-P.", ""),
    "Example, J.P. (John)": ("Example", "J.P.", ""),
    "王 伟": ("王", "伟", ""),
    "山田 太郎": ("山田", "太郎", ""),
    "김 철수": ("김", "철수", ""),
}

NO_NAMES = ["anonymous", "Anonymous Author(s)", "N/A", "et al.", "...", "1", "-", "View Profile", "null"]

ORGANISATIONS = [
    "Shanghai Example Lab", "Example Research Institute", "Sand. ai", "Toys.ai", "Meta AI", "Toy NLP",
    "The Toy Team", "Toy-V Team", "Universität Beispiel", "Université d'Exemple", "Toy Corp.", "Toy Inc.",
    "Toys Ltd", "Toy GmbH", "Society for Toys", "Ann & Bo", "Ann and Bo", "Ann; Bo", "A & B", "Toy Group",
    "LSST Toy Collaboration", "Example, Inc.", "others",
    'Google DeepMind',
    'Gemini Team',
    'Gemini Team, Google',
    'The ATLAS Collaboration',
    'ATLAS Collaboration',
    'LIGO Scientific Collaboration',
    'Qwen Team',
    'Meta AI',
    'NVIDIA Corporation',
    'Mistral AI',
    'Microsoft Research',
    'IBM Research',
    'Kimi Team',
    'BigScience Workshop',
    'OpenMP Architecture Review Board',
    'Linux Foundation',
    'World Health Organization',
    'European Commission',
    'National Institute of Standards and Technology',
    'Department of Energy',
    'Technische Universität München',
    'Universität Zürich',
    'Institute of Electrical and Electronics Engineers',
    'W3C Working Group',
    'IETF Task Force',
    'The RISC-V Foundation',
    'Toy Systems GmbH',
    'Samsung Electronics Co., Ltd.',
    'Huawei Technologies Co. Ltd.',
    'Chinese Academy of Sciences',
    'Max Planck Society',
    'École Polytechnique',
    'CERN Openlab Team',
    'Project Jupyter',
    'SciPy 1.0 Contributors',
    'The Rust Project Developers',
    'Core Team R',
    'R Core Team',
    'NANOGrav Collaboration',
    'Event Horizon Telescope Collaboration',
    'Planck Collaboration',
    'DUNE Collaboration',
    'ByteDance Seed',
    'Seed Team',
    'Moonshot AI',
    'InternLM2 Team',
    'Falcon-LLM Team',
    'Anonymous Committee',
    'Program Committee',
    'ACM SIGARCH',
    'IEEE Computer Society',
    'Bundesamt für Statistik',
    'Ministerio de Salud',
    'Consejo Nacional de Investigaciones',
    'Centre National de la Recherche Scientifique',
    'Instituto Superior Técnico',
    'Politecnico di Milano',
    'ETH Zurich Systems Group',
    'Council of Europe',
    'Committee on Publication Ethics',
    'Board of Governors',
    'Center for AI Safety',
    'Editorial Office',
    'The Editors',
    'Staff Writer',
    'Guest Editors',
]  # fmt: skip


@for_each_row(("text", "expected"), CLEANED.items())
def test_what_is_no_part_of_a_name_is_removed(text, expected):
    assert clean_name(text) == expected


@for_each_row("text", CLEANED)
def test_a_clean_name_stays_as_it_is(text):
    assert clean_name(clean_name(text)) == clean_name(text)


@for_each_row(("text", "expected"), READ.items())
def test_a_name_is_read_with_the_given_name_first(text, expected):
    name = read_name(text)

    assert (name.text, name.family) == expected


@for_each_row(("name", "family"), FAMILIES.items())
def test_the_family_name_begins_with_its_particles(name, family):
    assert split_name(name).family == family


@for_each_row(("text", "parts"), PARTS.items())
def test_a_text_is_split_into_the_parts_of_a_name(text, parts):
    name = read_name(text)

    assert split_name(name.text, name.family) == NameParts(*parts)


@for_each_row("text", NO_NAMES)
def test_some_texts_are_no_names(text):
    assert read_name(text) is None


@for_each_row("particle", sorted(PARTICLES))
def test_each_particle_may_have_a_capital_letter(particle):
    name = particle.title() if particle.isalpha() else particle

    assert split_name(f"Ann {name} Example").family == f"{name} Example"


@for_each_row(
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


@for_each_row("name", ORGANISATIONS)
def test_an_organisation_is_not_split(name):
    assert is_organisation(name)
    assert split_name(name) is None


@for_each_row("word", _WORDS.split())
def test_each_word_of_organisations_counts(word):
    assert is_organisation(f"Toy {word.title()} Example")


@for_each_row("name", ["Amy Ai", "JASON AI", "Andy Sander", "Amy Labore", "Ofir Press"])
def test_a_person_is_no_organisation(name):
    assert not is_organisation(name)


@for_each_row(
    ("names", "expected"),
    [
        (["Example A", "Sample BC"], ["A Example", "BC Sample"]),
        (["Martínez Arbizu P", "Toy Team"], ["P Martínez Arbizu", "Toy Team"]),
        (["De Miranda G"], ["G De Miranda"]),
        (["Example A", "Bo Sample"], ["Example A", "Bo Sample"]),
        (["Qi WU", "Peng LU"], ["Qi WU", "Peng LU"]),
        (["Xiaolong LI", "Qi WU"], ["Xiaolong LI", "Qi WU"]),
        (["Brandão S", "Saeedi H", "Brandt A"], ["S Brandão", "H Saeedi", "A Brandt"]),
        (["Brandt A"], ["A Brandt"]),
        (["Qi E", "Wu A"], ["E Qi", "A Wu"]),
        (["Smith JA", "Brown LE"], ["JA Smith", "LE Brown"]),
        (["ANN LI", "BO SUN"], ["ANN LI", "BO SUN"]),
        (["J. Example A"], ["J. Example A"]),
        (["Example A.", "Sample B. C."], ["A. Example", "B. C. Sample"]),
        (["Иванов И. И.", "Петров П."], ["И. И. Иванов", "П. Петров"]),
        (["Ким Лев", "Ли Ян"], ["Ким Лев", "Ли Ян"]),
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


@for_each_row("word", ["Center", "College", "Lab", "Office", "School", "Staff"])
def test_words_of_organisations_are_surnames_after_an_initial(word):
    assert has_organisation_word(f"Toy {word}")
    assert not has_organisation_word(f"A. {word}")
