import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.escaping import escape_formula
from generator.model.text import clean_line, clean_paragraphs, clean_text, fold, stem, tokenise, truncate
from tests.tables import for_each_row

CLEAN = [
    ("plain text stays", "Tail latency, 99.9 %", "Tail latency, 99.9 %"),
    ("newlines of all systems", "a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh"),
    ("composed letters", "Schro\u0308dinger", "Schrödinger"),
    ("controls", "a\x00b\x1bc\x7fd\x9be", "abcde"),
    ("text turned round", "a \u202egnp.exe\u202c b", "a gnp.exe b"),
    ("zero width", "a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
    ("tags", "a\U000e0041b", "ab"),
    ("surrogates and noncharacters", "a\ud800b\ufdd0c\ufffed", "abcd"),
    ("a joiner that is noise", "pay\u200dpal", "paypal"),
    ("a joiner that Persian needs", "می\u200cخواهم", "می\u200cخواهم"),
    ("a joiner that Hindi needs", "क्\u200dष", "क्\u200dष"),
    ("a joiner in an emoji", "👩\u200d💻", "👩\u200d💻"),
    ("tabs stay", "a\tb", "a\tb"),
]
PARAGRAPHS = [
    ("wrapped lines", "One\ntwo\nthree", "One two three"),
    ("a newline before spaces", "One\n  two", "One\ntwo"),
    ("an empty line", "One\n\ntwo", "One\ntwo"),
    ("several empty lines with spaces", "One\n \n\n  \ntwo", "One\ntwo"),
    ("spaces around", "\n  One  two \n", "One two"),
    ("nothing", " \n ", ""),
]
FOLD = [
    ("case", "GPU-Accelerated", "gpu accelerated"),
    ("accents", "Erdős–Rényi, Łukasz Ørsted", "erdos renyi lukasz orsted"),
    ("letters in one", "Straße, æsir, ﬁle", "strasse aesir file"),
    ("letters without decomposition", "øłđıæœßþ", "oldiaeoessth"),
    ("the same in capitals", "ØŁĐIÆŒẞÞ", "oldiaeoessth"),
    ("letters for formulas", "ℝ and 𝒪(n)", "r and o n"),
    ("marks", "  a_b  c!? ", "a b c"),
    ("a dotted capital", "İzmir", "izmir"),
]
STEM = [
    ("a plural", "kernels", "kernel"),
    ("a short plural", "gpus", "gpu"),
    ("a word that ends so anyway", "lossless", "lossless"),
    ("a word too short for a plural", "bus", "bus"),
]
TRUNCATE = [
    ("short text stays", "Caches for all", 14, "Caches for all"),
    ("a word that would be cut goes", "Caches for everyone", 14, "Caches for…"),
    ("a word that fits stays", "Caches for all of us", 15, "Caches for all…"),
    ("a mark before the cut goes", "Caches, queues", 10, "Caches…"),
    ("a long word is cut within", "https://sand.ai/a/long/path", 12, "https://san…"),
    ("so is one after a short word", "a https://sand.ai/a/long/path", 12, "a https://s…"),
    ("nothing but marks", "-----------", 5, "…"),
]
# The first example pays for imports and tables.
UNHURRIED = settings(deadline=None)


def cases(table):
    return [pytest.param(*row[1:], id=row[0]) for row in table]


@for_each_row(("text", "expected"), cases(CLEAN))
def test_cleaning_removes_invisible_characters(text, expected):
    assert clean_text(text) == expected


@UNHURRIED
@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@UNHURRIED
@given(st.text())
def test_clean_text_is_in_nfc_and_can_be_encoded(text):
    assert unicodedata.is_normalized("NFC", clean_text(text))
    assert clean_text(text).encode().decode() == clean_text(text)


@UNHURRIED
@given(st.text())
def test_a_clean_line_has_single_spaces_only(text):
    assert clean_line(text) == " ".join(clean_line(text).split())


@UNHURRIED
@given(st.text())
def test_a_clean_line_keeps_all_words(text):
    assert clean_line(text).split() == clean_text(text).split()


@pytest.mark.parametrize(("text", "expected"), cases(PARAGRAPHS))
def test_each_paragraph_is_a_line(text, expected):
    assert clean_paragraphs(text) == expected


@UNHURRIED
@given(st.text(alphabet=st.sampled_from("ab \n\t\r\u2028")))
def test_clean_paragraphs_keep_all_words_and_are_not_empty(text):
    assert clean_paragraphs(text).split() == text.split()
    assert all(line == clean_line(line) != "" for line in clean_paragraphs(text).splitlines())


@for_each_row(("text", "expected"), cases(FOLD))
def test_folding_removes_case_accents_and_marks(text, expected):
    assert fold(text) == expected


@UNHURRIED
@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@UNHURRIED
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)))
def test_folding_ignores_case(text):
    assert fold(text.lower()) == fold(text)


@pytest.mark.parametrize(("word", "expected"), cases(STEM))
def test_the_plural_ending_is_removed(word, expected):
    assert stem(word) == expected


@UNHURRIED
@given(st.text())
def test_tokens_are_folded_words_without_plural_endings(text):
    assert tokenise(text) == tuple(stem(word) for word in fold(text).split())


@pytest.mark.parametrize(("text", "max_length", "expected"), cases(TRUNCATE))
def test_long_text_is_cut_after_a_word(text, max_length, expected):
    assert truncate(text, max_length) == expected


@UNHURRIED
@given(st.text(), st.integers(1, 40))
def test_truncated_text_is_short_enough_and_the_beginning_of_the_text(text, max_length):
    short = truncate(text, max_length)

    assert len(short) <= max_length
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(start):
    assert escape_formula(f"{start}1") == f"'{start}1"


@UNHURRIED
@given(st.text())
def test_no_cell_of_a_spreadsheet_is_a_formula(text):
    assert not escape_formula(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escape_formula(text) in (text, f"'{text}")
