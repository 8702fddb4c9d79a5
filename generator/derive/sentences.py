"""Split text into sentences, by marks, abbreviations and the words that begin sentences.

A library would be slower or larger than this job: pysbd takes milliseconds for an abstract, and others need
a model or a compiled part.
"""

import re
from collections.abc import Iterator

# Before a dot that never ends a sentence.
_ABBREVIATIONS = frozenset(
    "e.g i.e eg ie cf vs viz fig figs eq eqs sec secs ref refs tab thm lem prop prof dr mr mrs ms approx incl"
    " no nos vol pp ed eds".split()
)
# Before a dot that ends a sentence only if one of the words below begins the next; so do single letters.
_POSSIBLE_ENDS = frozenset("al i.i.d w.r.t s.t a.k.a u.s u.k ph.d resp inc ltd co corp jr st ca".split())
_FIRST_WORDS = frozenset(
    "a additionally all also although an as at based both but by despite due each experimental experiments"
    " extensive finally first for from furthermore given hence here however if in interestingly it its lastly"
    " many more moreover most next numerical on one our results second several simulation since some such"
    " surprisingly that the then there therefore these they this those through thus to two unlike using we"
    " when where which while with".split()
)
# “performance.This paper”
_MISSING_SPACE = re.compile(r"(?<=[a-z]{3}\.)(?=(?:An|For|However|In|It|Our|Results|The|These|This|To|We)\s)")
_OPENERS, _CLOSERS = "([{\"'“‘«", ")]}\"'”’»"
_MARK = re.compile(rf"[.!?][{re.escape(_CLOSERS)}]*\s+(?=(?P<following>\S{{1,20}}))")
_MAX_WORD = 30  # characters; a longer word is no abbreviation
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)?")
_PLAIN_WORD = re.compile(r"(?:[A-Za-z]+-)?[a-z]{5,25}")  # no abbreviation, even before a word in lower case


def split_into_sentences(text: str) -> list[str]:
    """Split text into sentences; a newline ends one, too.

    >>> split_into_sentences("GPUs wait, e.g. for data, see Fig. 3 (Doe et al. [2]). We measure how long.")
    ['GPUs wait, e.g. for data, see Fig. 3 (Doe et al. [2]).', 'We measure how long.']
    """
    return [sentence for line in text.split("\n") for sentence in _split_line(line)]


def _split_line(line: str) -> Iterator[str]:
    line = _MISSING_SPACE.sub(" ", line).strip()
    start = end = dollars = 0
    for mark in _MARK.finditer(line):
        dollars += line.count("$", end, mark.start())
        end = mark.start()
        word = line[max(start, end - _MAX_WORD) : end].rpartition(" ")[2]
        is_numbering = end - len(word) == start and _NUMBERING.fullmatch(word)
        if not is_numbering and _is_border(
            word, mark[0][0], mark["following"], is_in_formula=dollars % 2 == 1
        ):
            yield line[start : mark.end()].rstrip()
            start, dollars = mark.end(), 0
    if start < len(line):
        yield line[start:]


def _is_border(word: str, mark: str, following: str, *, is_in_formula: bool) -> bool:
    """Whether a sentence ends with a word and a mark, before another word.

    Args:
        word: The word before the mark.
        mark: A dot, or a mark of exclamation or interrogation.
        following: The beginning of the next word.
        is_in_formula: Whether a dollar before it has no counterpart; it can be money.
    """
    word, following = word.lstrip(_OPENERS), following.lstrip(_OPENERS)
    is_dot, folded = mark == ".", word.casefold()
    if is_dot and folded in _ABBREVIATIONS:
        return False
    if following[:1].isupper() and following.rstrip(",:").casefold() in _FIRST_WORDS:
        return True
    if is_in_formula or (is_dot and (folded in _POSSIBLE_ENDS or len(word) == 1)):
        return False
    return not following[:1].islower() or (is_dot and _PLAIN_WORD.fullmatch(word) is not None)
