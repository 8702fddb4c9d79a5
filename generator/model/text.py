"""Untrusted text: normalise it where it is read, shorten it, and compare its words.

Text from feeds, forms and pull requests is not trusted. `clean_text`, `clean_line` and `clean_paragraphs`
run where it is read, and `generator.model.escaping` where it is written. In between it is plain Unicode.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

# Bidirectional controls, zero-width characters, the byte order mark and tags: invisible, and able to
# make a title read as something else. U+200C and U+200D join letters and are looked at on their own.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# A joiner changes the look of a letter in scripts such as Arabic, Hindi, Khmer and Mongolian, and joins
# emoji. Elsewhere it is invisible.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0dff\u1780-\u18af\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NEWLINE = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*\n)*[^\S\n]+|\n[^\S\n]*\n\s*")
_ADDRESS = re.compile(r"https?://\S+")
# Halfwidth voiced sound marks are letters that NFKD turns into marks. All other marks are no part of a word.
# The first character is tested by a set before the lookbehind, so that ASCII is skipped quickly.
_MANY_MARKS = re.compile(
    "[^\x00-\u02ff](?<=[^\\w\\s]|[\uff9e\uff9f])(?:[^\\w\\s\x00-\u02ff]|[\uff9e\uff9f]){30,}"
)
_MAX_MARKS = 30  # in a row, as in the Stream-Safe Text Format of Unicode
_DIACRITIC = re.compile("[\u0300-\u036f]")
_MIN_PLURAL_LENGTH = 4  # letters
_MAX_QUOTE_LENGTH = 60  # characters
_NOT_A_WORD = re.compile(r"[\W_]+")
_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
# Letters that neither casefold nor a decomposition of Unicode turns into ASCII.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def clean_text(text: str) -> str:
    r"""Normalise text to NFC, and remove controls, invisible characters and surrogates; newlines stay.

    >>> clean_text("a\u202e\x00b\r\nc")
    'ab\nc'
    """
    if text.isascii() and text.isprintable():
        return text  # most text, and this is fast
    text = _CONTROL.sub("", _NEWLINE.sub("\n", text))
    return normalise_unicode(_STRAY_JOINER.sub("", _INVISIBLE.sub("", text)), "NFC")


def normalise_unicode(text: str, form: Literal["NFC", "NFKC", "NFKD"]) -> str:
    r"""Normalise text to a form of Unicode; of combining marks in a row, the first 30 are kept.

    Normalisation sorts the marks in a row, which takes quadratic time. No language needs so many
    (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format).

    >>> normalise_unicode("e\u0301", "NFC"), len(normalise_unicode("e" + 99 * "\u0301", "NFKD"))
    ('é', 31)
    """
    return unicodedata.normalize(form, _MANY_MARKS.sub(_drop_many_marks, text))


def _drop_many_marks(match: re.Match[str]) -> str:
    kept = []
    count = 0
    for character in match[0]:
        is_mark = character in "\uff9e\uff9f" or unicodedata.category(character).startswith("M")
        count = count + 1 if is_mark else 0
        if count <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def clean_line(text: str) -> str:
    r"""Clean text, and replace each run of white space by one space.

    >>> clean_line(" Tail\n  latency ")
    'Tail latency'
    """
    if "  " not in text and text.isascii() and text.isprintable():
        return text.strip(" ")  # most text, and this is fast
    return " ".join(clean_text(text).split())


def clean_paragraphs(text: str) -> str:
    r"""Clean text, and put each paragraph on one line.

    arXiv marks a paragraph by a newline before spaces, and wraps old answers at other newlines
    (https://info.arxiv.org/help/prep.html). An empty line ends a paragraph, too.

    >>> clean_paragraphs("One\nparagraph.\n  Another.")
    'One paragraph.\nAnother.'
    """
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPH.split(clean_text(text)))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def cut_line(text: str, max_length: int) -> str:
    r"""Clean text as one line, and cut it after a number of characters, without a space at the end.

    >>> cut_line("Tail\n latency", 4), cut_line("Tail latency", 5)
    ('Tail', 'Tail')
    """
    return clean_line(text)[:max_length].rstrip(" ")


def truncate(text: str, max_length: int) -> str:
    """Cut long text after a word and end it with an ellipsis; a long word is cut within.

    >>> truncate("Caches for everyone", 16), truncate("Caches", 16), truncate("https://example.org", 12)
    ('Caches for…', 'Caches', 'https://exa…')
    """
    if len(text) <= max_length:
        return text
    cut = text[: max_length - 1]
    words = cut if text[max_length - 1] == " " else cut.rpartition(" ")[0]
    return (words if 2 * len(words) >= max_length else cut).rstrip(" ,;:.-–—") + "…"


def quote_text(text: str) -> str:
    """Quote text from outside in a message, shortened.

    >>> quote_text("caches"), quote_text("10.1145/" + 100 * "a")[-4:]
    ("'caches'", 'aaa…')
    """
    return truncate(repr(text), _MAX_QUOTE_LENGTH)


def fold(text: str) -> str:
    """Reduce text to words for comparing: without case, accents and marks, one space between words.

    >>> fold("Erdős–Rényi on the GPU!")
    'erdos renyi on the gpu'
    """
    if text.isascii():  # nearly all texts, and this is ten times as fast
        return " ".join(text.translate(_ASCII_WORDS).split())
    # Letters such as the double-struck R have a case only after decomposition.
    letters = normalise_unicode(text, "NFKD").casefold()
    folded = unicodedata.normalize("NFKD", letters).translate(_LETTERS)  # few marks are left in a row
    return _NOT_A_WORD.sub(" ", _DIACRITIC.sub("", folded)).strip()


@lru_cache(maxsize=1 << 17)
def fold_name(name: str) -> str:
    """Fold a name; results are kept, because the same names are folded again and again.

    >>> fold_name("José Núñez")
    'jose nunez'
    """
    return fold(name)


def strip_urls(text: str) -> str:
    """Remove URLs, so that their parts do not count as words.

    >>> strip_urls("Code: https://example.org/cache is free.")
    'Code:   is free.'
    """
    return _ADDRESS.sub(" ", text) if "://" in text else text


def tokenise(text: str) -> tuple[str, ...]:
    """Split text into folded words without plural endings, so that “GPUs” equals “GPU”.

    >>> tokenise("GPUs and caches")
    ('gpu', 'and', 'cache')
    """
    return tuple(map(stem, fold(text).split()))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Remove the plural ending of a folded word.

    >>> stem("kernels"), stem("lossless"), stem("bus")
    ('kernel', 'lossless', 'bus')
    """
    is_plural = len(word) >= _MIN_PLURAL_LENGTH and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def join_first(parts: Sequence[str], max_parts: int) -> str:
    """Join the first parts of an enumeration, and state how many more there are.

    >>> join_first(["a", "b", "c"], 2), join_first(["a", "b"], 2)
    ('a, b and 1 more', 'a, b')

    Args:
        parts: The parts.
        max_parts: The largest number of parts to show.
    """
    more = f" and {len(parts) - max_parts:,} more" if len(parts) > max_parts else ""
    return ", ".join(parts[:max_parts]) + more


def format_count(number: int, singular: str, plural: str = "") -> str:
    """Format a number with its noun; the plural ends in “s” unless it is given.

    >>> format_count(1, "paper"), format_count(2253, "paper"), format_count(2, "entry", "entries")
    ('1 paper', '2,253 papers', '2 entries')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
