"""Text from outside, made clean when it is read and inert when it is shown.

Everything that feeds, forms and pull requests say is hostile. `clean_text`, `clean_line` and
`clean_paragraphs` run where it is read; `escape_markdown` is the one way out into a page. In between it is
plain Unicode.
"""

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup

# Bidirectional controls, zero-width characters, the byte order mark and tags: invisible, and able to
# make a title read as something else. U+200C and U+200D join letters and are looked at on their own.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# A joiner means something after a letter of a script that shapes (Arabic to Sinhala, Khmer, Mongolian)
# and inside emoji sequences; elsewhere it is noise.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0dff\u1780-\u18af\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NEWLINE = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*\n)*[^\S\n]+|\n[^\S\n]*\n\s*")
# All that Markdown, its extensions or HTML could take for a mark.
_MARK = re.compile(r"""[!"#$&*+:<=>@\[\\\]^_`{|}~]""")
_ENTITIES = {chr(code): f"&#{code};" for code in range(128)}
_UNFOLDED = re.compile(r"[^\S ]\s*| \s+")  # white space that is not one blank
_NOT_INERT = re.compile(rf"{_MARK.pattern}|[^\S ]|  ")
_ADDRESS = re.compile(r"https?://\S+")
_BACKTICKS = re.compile("`+")
_DIACRITIC = re.compile("[\u0300-\u036f]")
_SHORTEST_PLURAL = 4  # letters
_NOT_A_WORD = re.compile(r"[\W_]+")
_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"})


def clean_text(text: str) -> str:
    """The text in NFC without controls, invisible characters and surrogates; newlines stay."""
    if text.isascii() and text.isprintable():
        return text  # as most text is, and quickly said
    text = _CONTROL.sub("", _NEWLINE.sub("\n", text))
    return unicodedata.normalize("NFC", _STRAY_JOINER.sub("", _INVISIBLE.sub("", text)))


def clean_line(text: str) -> str:
    """The clean text with all white space folded to single blanks."""
    return " ".join(clean_text(text).split())


def clean_paragraphs(text: str) -> str:
    """The clean text, one line a paragraph.

    arXiv marks a paragraph by a newline before blanks, and wraps old answers at other newlines
    (https://info.arxiv.org/help/prep.html); an empty line is one too.
    """
    parts = (" ".join(part.split()) for part in _PARAGRAPH.split(clean_text(text)))
    return "\n".join(part for part in parts if part)


def escape_markdown(text: str) -> Markup:
    """The text as it is shown, in a page or in an attribute, whatever it contains.

    All ASCII marks that Markdown or HTML could act on become numeric entities and white space is folded.
    The caller keeps it off the beginning of a line, where ``1.`` or ``-`` would start a list.
    """
    if _NOT_INERT.search(text) is None:
        return Markup(text)  # noqa: S704 - it holds no mark
    entities = _MARK.sub(_entity, _UNFOLDED.sub(" ", text))
    return Markup(entities)  # noqa: S704 - this is the function that makes text safe


def _entity(mark: re.Match[str]) -> str:
    return _ENTITIES[mark[0]]


def format_code(text: str) -> str:
    """The text on one line as code in GitHub's Markdown, which it cannot end."""
    return f"`{clean_line(text).replace('`', chr(39)) or ' '}`"


def format_code_block(text: str, language: str = "") -> str:
    """The text as a block of code in GitHub's Markdown; its fence is longer than any that it holds."""
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"{fence}{language}\n{text.removesuffix(chr(10))}\n{fence}"


def fold(text: str) -> str:
    """The text's words for comparing: no case, no accents, no marks, single blanks."""
    if text.isascii():  # nearly all texts, and this is ten times as fast
        return " ".join(text.translate(_ASCII_WORDS).split())
    # Letters such as the double-struck R have a case only after they were taken apart.
    letters = unicodedata.normalize("NFKD", text).casefold()
    folded = unicodedata.normalize("NFKD", letters).translate(_LETTERS)
    return _NOT_A_WORD.sub(" ", _DIACRITIC.sub("", folded)).strip()


def strip_urls(text: str) -> str:
    """The text without web addresses, whose words are not said of anything."""
    return _ADDRESS.sub(" ", text) if "://" in text else text


@lru_cache(maxsize=1 << 17)
def fold_name(name: str) -> str:
    """`fold` for names, which come again and again."""
    return fold(name)


def tokenize(text: str) -> tuple[str, ...]:
    """The text's folded words without plural endings, so that “GPUs” and “GPU” are one."""
    return tuple(map(stem, fold(text).split()))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A folded word without its plural ending."""
    plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def format_count(number: int, one: str, many: str = "") -> str:
    """A number with its noun, which has an s in the plural unless another form is given: ``2,253 papers``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
