"""Remove from an author's name what does not belong to it: footnote marks, addresses, titles, degrees."""

import re
from collections.abc import Sequence

from generator.model.organisation_names import has_organisation_word
from generator.model.text import clean_line

# Only a name with one of these can have something to remove; most have none.
_SUSPECT = re.compile(
    r"""
      [^\w\s.'’‐‑–-] | [\d_²³¹⁰-⁹ªº] | \.\ -
    | ^(?:by|and|with|[a-z-]*prof(?:essor)?|associate|assistant|assoc|asst|dr|mrs?|ms|sir|dame|ing|engr?)\b
    | ^(?:rev|hon|view|authors?|(?:written|posted|edited|published|submitted|presented)\ by)\b | \borcid\b
    | (?:^|\s)[a-z]$ | [a-z]\ [\u3040-\u9fff\uac00-\ud7af] | [a-z]{3}\.$ | \ (?:on\ behalf\ of|for\ the)\s
    | \b(?:al|and|others|more|authors?|dr|prof|m\.?d|[a-z]\.?sc|ph\.?\ ?d|d\.?phil|mba|mph|profile|n/a)\.?$
    """,
    re.VERBOSE | re.IGNORECASE,
)
IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LAST_BRACKET = re.compile(
    r"\s*[(（\[][^()（）\[\]]*[)）\]]$|(?<=[a-zA-Z])\s+[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+$"
)
_MAX_LENGTH = 2_000  # characters; a longer text, which is no name, could take long
_EDGES = " \t\n,;:，；、·•|/"
_WORD = re.compile(r"[^\s<>()\[\],;，；、\"]+")  # between white space, brackets and separators
_URL = re.compile(r"(?:mailto:|https?://|www\.|orcid\.org/)[^\s<>()\[\],;]*", re.IGNORECASE)
_ORCID = re.compile(
    r"(?:\bORCID(?:\ iD)?\b:?\s*)?\b(?:\d{4}-){3}\d{3}[\dX]\b|\bORCID(?:\ iD)?\b:?", re.IGNORECASE
)
_RAISED = re.compile(r"\$\s*(?:\{\})?\^(?:\{[^{}$]*\}|[^{}$]*)\$|\\textsuperscript\{[^{}]*\}|\^\{[^{}]*\}")
_BRACKETED_MARKS = re.compile(r"[(\[<][\s\d,;.*†‡§¶∗]*[)\]>]")
_MARK = re.compile(r"[*†‡§¶∗⁎＊‖#☨⋆★✉✝⊕¹²³⁰-⁹ªº]+")
_DIGITS_AT_END = re.compile(r"([^\d]*[^\d,;])[,;]*\d[\d,;a-z]*")  # Example1,2 and Example1a
_LETTERS = re.compile(r"[a-h](?:,[a-z\d]{0,2})*,?")  # Ann Example a,b
_FOOTNOTE = re.compile(r"[a-z]")
_NO_LETTERS = re.compile(r"[\d\W_]*")
_SPLIT_INITIALS = re.compile(r"(?<=\w\.) -(?=\w)")  # arXiv writes J. -P. Example

_JOINING_WORD = re.compile(
    r"(?:(?:and|with|&)\s+|(?:authors?|editors?|by):\s*"
    r"|(?:(?:written|posted|edited|published|submitted|presented)\s+)?by\s+(?=\S+\s+\S))+(?=\S)",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(
    r"(?:^|(?<=[\s,;]))(?:et\.?\s?al\b\.?|(?:and\s+(?:\d+\s+)?|\+?\d+\s+)(?:others|more)\b(?:\s+authors?)?\.?|and)$"
    r"|^others\.?$",
    re.IGNORECASE,
)
_FOR_GROUP = re.compile(r"(?<=\w[\s,])\s*(?:on\s+behalf\s+of|for\s+the)\s.+$", re.IGNORECASE)
_VIEW_PROFILE = re.compile(r"^view\s+profile\s+|\s+view\s+profile$", re.IGNORECASE)
_ROLE_AT_END = re.compile(
    r"(?<=\w)[\s,:(]+(?:(?:co-?)?corresponding|first|lead|senior|presenting)\s+author\)?$", re.IGNORECASE
)
_LAST_PERIOD = re.compile(r"(?<=[a-zß-öø-ÿ]{3})\.$")
_TITLE = re.compile(
    r"""(?:
      (?:Dr\.?-Ing|[Dd]r|DR|[A-Za-z-]*[Pp]rof|PROF|[Mm]rs?|[Mm]s|(?:Dipl\.?-?)?Ing|Engr?|Rev|Hon|Ass(?:oc|t|ist)
        |habil|h\.\s?c|rer\.\s?nat)\.\s*
    | (?:Dr|Prof|(?:Associate\ |Assistant\ )?Professor|Mrs?|Ms)\s+ | (?:Sir|Dame)\s+(?=\S+\s+\S)
    )+(?=\S)""",
    re.VERBOSE,
)
_TITLE_AT_END = re.compile(r"(?<=\w)[\s,]+(?:Dr|Prof)\.?$")
_DEGREE = re.compile(
    r"""(?:
      (?:Ph|D\.?V|D\.?D|D\.?M|Sc|Ed|Pharm|LL)\.?\s?[DMSB] | [DM]\.?\s?Phil | [BMD]\.?\s?Sc | [BM]\.?\s?Eng
    | M\.?B\.?A | [BM]\.?\s?Tech | D\.?\s?Eng | Ed\.?\s?D
    | [MD]r?\.?\s?P\.?H | M\.?B\.?B\.?S | R\.?N | F\.?R\.?C\.?[A-Z]{1,4} | F\.?A\.?C\.?[A-Z]
    | (?:Dr|Dipl)\.?-?\s?Ing | Esq | (?:F|M|SM|LF)?IEEE | F?ACM | FRS | FREng | C\.?Eng | Eds? | Editors?
    | (?:Corresponding\ )?Author | (?:(?:Life|Graduate|Senior|Student)\s+)*(?:Member|Fellow)(?:\s+IEEE)?
    )\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_SHORT_DEGREE = re.compile(r"(?:M\.?\s?D|[BM]\.?[AS]|J\.?D|P\.?E|C\.?P\.?A)\.?")  # also initials
_DEGREE_AT_END = re.compile(r"(?<=\w)\.?\s+(?:Ph\.?\s?D|D\.?Phil|[BM]\.?Sc|MBA|MPH)\.?$")
_MD_AT_END = re.compile(r"(?<=\w\s)(?=\S*[a-z])(\S+)\s+M\.?D\.?$")  # Ann Example MD, but not Example MD
_WORDS_OF_PAGES = re.compile(
    r"""(?:
      about|affiliations?|all|anonymous\ authors?|articles|authors?|by|contact|corresponding|for|from|full
    | admin|administrator|anonymous|webmaster
    | google|hide|information|less|links?|load|more|n/a|none|null|open|other|overlay|panel|papers|profiles?
    | pubmed|scholar|search|see|show|the|this|unknown|view|works|\s
    )+""",
    re.VERBOSE | re.IGNORECASE,
)
COMMA = re.compile(r"(?<!\\)\s*[,，]\s*")  # a comma after a backslash is a space of TeX


def clean_name(text: str) -> str:
    """Remove what is no part of a name; the result is empty if there is no name.

    >>> clean_name("Dr. Ann Example1,2*"), clean_name("Bo Sample, PhD"), clean_name("et al.")
    ('Ann Example', 'Bo Sample', '')
    """
    name = clean_line(text)
    if len(name) <= _MAX_LENGTH and _SUSPECT.search(name):
        name = remove_addresses(name)
        for pattern in (_URL, _ORCID, _RAISED, _BRACKETED_MARKS):
            name = pattern.sub("", name)
        name = _VIEW_PROFILE.sub("", _AND_OTHERS.sub("", name.strip(_EDGES)))
        name = _remove_start(_TITLE, _remove_start(_JOINING_WORD, name))
        name = _TITLE_AT_END.sub("", name)
        name = _remove_group(name)
        name = _remove_last_bracket(name)
        if not has_organisation_word(name):
            name = _remove_marks(name)
            name = _LAST_PERIOD.sub("", _ROLE_AT_END.sub("", name))
        name = _SPLIT_INITIALS.sub("-", remove_degrees(name))
        name = " ".join(name.split()).strip(_EDGES)
    has_name = any(map(str.isalpha, name)) and not _WORDS_OF_PAGES.fullmatch(name)
    return name if has_name and not _FOOTNOTE.fullmatch(name) else ""


def remove_addresses(text: str) -> str:
    """Remove e-mail addresses.

    >>> remove_addresses("Ann Example, ann@example.org")
    'Ann Example, '
    """
    return _WORD.sub(lambda word: "" if "@" in word[0] or "＠" in word[0] else word[0], text)


def remove_degrees(name: str) -> str:
    """Remove degrees and memberships.

    >>> remove_degrees("Ann Example, MD, PhD"), remove_degrees("Example, MD")
    ('Ann Example', 'Example, MD')
    """
    name = _DEGREE_AT_END.sub("", _MD_AT_END.sub(r"\1", name))
    first, *others = COMMA.split(name)
    kept = [first]
    for piece in others:
        if not is_degree(piece, " ".join(kept[:2])):
            kept.append(_DEGREE_AT_END.sub("", piece))
    return ", ".join(kept) if others else name


def is_degree(piece: str, name: str) -> bool:
    """Whether what follows a name and a comma is a degree; in ``Example, MD`` the letters are initials.

    >>> is_degree("MD", "Ann Example"), is_degree("MD", "Example"), is_degree("PhD", "Example")
    (True, False, True)
    """
    is_full = " " in name.strip()
    return bool(_DEGREE.fullmatch(piece) or (is_full and _SHORT_DEGREE.fullmatch(piece)))


def _remove_start(pattern: re.Pattern[str], name: str) -> str:
    match = pattern.match(name)
    return name[match.end() :] if match else name


def _remove_group(name: str) -> str:
    """Remove for whom a person writes: ``Ann Example on behalf of the Toy Collaboration``."""
    match = _FOR_GROUP.search(name)
    person = name[: match.start()].rstrip(_EDGES) if match else ""
    return person if " " in person and not has_organisation_word(person) else name


def _remove_last_bracket(name: str) -> str:
    """Remove what follows a full name in brackets or another script: ``Wei Wang (王伟)``."""
    if name.startswith("(") and name.endswith(")") and name.count("(") == 1:
        return name[1:-1]
    match = _LAST_BRACKET.search(name)
    before = name[: match.start()] if match else ""
    is_name = " " in before.strip() or IDEOGRAPHS.search(before)
    return before if is_name and not has_organisation_word(before) else name


def _remove_marks(name: str) -> str:
    """Remove footnote marks and digits, but not from a single word such as ``Qwen2``."""
    words = _MARK.sub(" ", name).split()
    while len(words) > 1 and _NO_LETTERS.fullmatch(words[0]):
        del words[0]
    while len(words) > 1 and (_NO_LETTERS.fullmatch(words[-1]) or _has_footnote(words)):
        del words[-1]
    if len(words) > 1:
        words[0] = words[0].lstrip("0123456789")
        words[-1] = f"{words[-1]},"  # a comma ends the family name in "Example1, Ann", too
        words = [_remove_digits(word[:-1]) + "," if word.endswith(",") else word for word in words]
    return " ".join(words).removesuffix(",")


def _remove_digits(word: str) -> str:
    match = _DIGITS_AT_END.fullmatch(word)
    return match[1] if match and word[0].isalpha() else word


def _has_footnote(words: Sequence[str]) -> bool:
    """Whether the last word is the letters of footnotes: ``Ann Example a,b``, but not ``Example, a``."""
    is_given_name = words[-2].endswith(",") or len(words) <= 2  # noqa: PLR2004 - family and given name
    return _LETTERS.fullmatch(words[-1]) is not None and not is_given_name
