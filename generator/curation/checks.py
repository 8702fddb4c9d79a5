"""Checks of curation against the feeds and of files against each other; values in, what is wrong out.

What a single file must hold is the schema's; what needs other files or the papers' own words is here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.curation import schema
from generator.curation.syntax import quote
from generator.model import ids

COPIED_WORDS = 10  # in a row; careful curators share five with an abstract ("on NVIDIA and AMD GPUs")

# The summary of templates and drafts; the checks refuse what begins like it.
SUMMARY_TEMPLATE = "One or two sentences in your own words: what is new, and what was measured."
_TEMPLATE = SUMMARY_TEMPLATE.casefold().split()[:4]
_TELL = "say what is new and what was measured as you would tell a colleague"
_WORD = re.compile(r"\w+")
_VERSION = re.compile(r"(.+)v[1-9]\d{0,3}", re.ASCII)
_OLD_ID = re.compile(r"([a-z-]+?)(?:\.[a-z]{2})?[-_/]?(\d{7})", re.ASCII)
_ENDING = re.compile(r"(\.(ya?ml|txt|json))*\Z", re.IGNORECASE | re.ASCII)
_PREFIX = re.compile(r"\A(?:arxiv[-_.:]?(?=\d|[a-z]))", re.ASCII)
_Remark = tuple[str, str]  # message and hint, as problems have them


def copied(summary: str, abstract: str | None) -> _Remark | None:
    """What to say of a summary that repeats its abstract or a template, or None.

    Args:
        summary: The curator's.
        abstract: The paper's, as it is stored; None where no feed has one.
    """
    words = _words(summary)
    if words[: len(_TEMPLATE)] == _TEMPLATE or summary in schema.examples("paper", "summary"):
        return "summary must be in your own words, and this is the template's", f"{_TELL}, or leave it out"
    length = min(COPIED_WORDS, len(words))
    if abstract is None or not words:
        return None
    text = f" {' '.join(_words(abstract))} "
    for start in range(len(words) - length + 1):
        if f" {' '.join(words[start : start + length])} " in text:
            shared = _longest(words, start, length, text)
            message = (
                f"summary must be in your own words, but {len(shared)} words in a row are the abstract's;"
                f" got {quote(' '.join(shared))}"
            )
            return message, _TELL
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _longest(words: list[str], start: int, length: int, text: str) -> list[str]:
    """The shared words from a place on, as far as they go."""
    end = start + length
    while end < len(words) and f" {' '.join(words[start : end + 1])} " in text:
        end += 1
    return words[start:end]


def same_paper(names: Iterable[str], slugs: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Files that stand for one paper: the name of each that is too much, the rule, and a hint.

    Names count as one where they differ in case, version, ending or the way an old id is written, because
    they do not on every disk, and because two people then write about one paper without knowing.

    Args:
        names: Of files in the folder of papers, without the folder.
        slugs: Slug to id of every known paper.
    """
    by_case = {slug.casefold(): ids.build_slug(paper_id) for slug, paper_id in slugs.items()}
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(_slug(name, by_case), []).append(name)
    for slug, several in found.items():
        right = f"{slug}.yml"
        kept = right if right in several else several[0]
        for name in several:
            if name != kept:
                message = f"a paper has one file, and {quote(kept)} is for the same paper"
                yield name, message, f"put all of it into {right}, and remove this one"


def _slug(name: str, by_case: Mapping[str, str]) -> str:
    """The slug that a file's name most likely means; the folded name itself where it means none."""
    stem = _ENDING.sub("", name).casefold().strip()
    for form in _forms(stem):
        if form in by_case:
            return by_case[form]
        try:
            return ids.build_slug(ids.parse_slug(form))
        except ValueError:
            continue
    return stem


def _forms(stem: str) -> Iterator[str]:
    """A name, and what is left of it without version and in the way that old ids are written here."""
    yield stem
    bare = _PREFIX.sub("", stem)
    version = _VERSION.fullmatch(bare)
    bare = version[1] if version else bare
    yield bare
    if old := _OLD_ID.fullmatch(bare):
        yield f"{old[1]}-{old[2]}"
