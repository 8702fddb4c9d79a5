import re
import unicodedata
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from generator.model.text import (
    clean_line,
    clean_paragraphs,
    clean_text,
    escape_formula,
    escape_markdown,
    fold,
    stem,
    tokenize,
    truncate,
)

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
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](x)",
    "{: onclick=alert(1) } {#id .class}",
    "**bold** _em_ `code` ~~no~~ ^up^ ==mark== ++ins++",
    "a | b | c",
    "&lt;b&gt; &amp; &#60;",
    "[^1] *[HTML]: x [TOC] :smile: $x$ \\(y\\)",
    '" onmouseover="alert(1)',
    "<!-- --> <![CDATA[x]]> <?php ?>",
    '--8<-- "file"',
    "http://example.org/ <http://example.org/> a@example.org",
    "\x02stash\x03 wzxhzdk:0",
    "a  \nb\n\n# c\n    d\n- e\n1. f\n> g\n!!! note\n```\nh",
]
EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.details", "pymdownx.superfences",
]  # fmt: skip
ANY = st.text() | st.lists(st.sampled_from(HOSTILE) | st.text(alphabet=st.characters(codec="ascii"))).map(
    "".join
)
# The first example pays for imports and tables.
UNHURRIED = settings(deadline=None)


class Reader(HTMLParser):
    """Reads HTML back as a browser would: its elements with attributes, and its text."""

    def __init__(self):
        super().__init__()
        self.elements = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, attrs))

    def handle_comment(self, data):
        self.elements.append(("comment", data))

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    return reader.elements, reader.text


@cache
def converter():
    return Markdown(extensions=EXTENSIONS)


def rendered(markdown):
    return read(converter().reset().convert(markdown))


def cases(table):
    return [pytest.param(*row[1:], id=row[0]) for row in table]


@pytest.mark.parametrize(("text", "expected"), cases(CLEAN))
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


@pytest.mark.parametrize(("text", "expected"), cases(FOLD))
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
    assert tokenize(text) == tuple(stem(word) for word in fold(text).split())


@pytest.mark.parametrize(("text", "max_length", "expected"), cases(TRUNCATE))
def test_long_text_is_cut_after_a_word(text, max_length, expected):
    assert truncate(text, max_length) == expected


@UNHURRIED
@given(st.text(), st.integers(1, 40))
def test_truncated_text_is_short_enough_and_the_beginning_of_the_text(text, max_length):
    short = truncate(text, max_length)

    assert len(short) <= max_length
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@UNHURRIED
@given(st.text())
def test_no_cell_of_a_spreadsheet_is_a_formula(text):
    assert not escape_formula(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escape_formula(text) in (text, f"'{text}")


@pytest.mark.parametrize("text", HOSTILE)
def test_inert_text_keeps_no_mark_that_could_act(text):
    assert not re.search(r"[<>\"\\`*_{}\[\]|~$:@\n]|&(?!#\d+;)", escape_markdown(text))


@UNHURRIED
@given(ANY)
def test_inert_text_makes_no_element_in_html_and_reads_as_it_was(text):
    assert read(escape_markdown(text)) == ([], re.sub(r"\s+", " ", text))


@UNHURRIED
@given(ANY)
def test_inert_text_makes_no_attribute_of_its_own(text):
    assert read(f'<p title="{escape_markdown(text)}">')[0] == [("p", [("title", re.sub(r"\s+", " ", text))])]


@UNHURRIED
@given(ANY)
def test_inert_text_makes_no_element_in_a_markdown_paragraph(text):
    assert rendered(f"x {escape_markdown(text)}")[0] == [("p", [])]


@UNHURRIED
@given(ANY.map(clean_text))
def test_clean_inert_text_is_shown_by_markdown_as_it_is(text):
    assert rendered(f"x {escape_markdown(text)} x")[1] == "x {} x".format(re.sub(r"\s+", " ", text))


@UNHURRIED
@given(ANY.map(clean_text))
def test_clean_inert_text_is_shown_in_raw_html_as_it_is(text):
    elements, shown = rendered(f'<p class="x">{escape_markdown(text)}</p>')
    assert elements == [("p", [("class", "x")])]
    assert shown.strip() == re.sub(r"\s+", " ", text).strip()
