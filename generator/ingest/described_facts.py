"""Read the facts that publishers write into descriptions as text: ``Authors: ... DOI: ... Abstract: ...``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.ingest.publisher_abstracts import is_prose

# The labels of each field of `DescribedFacts`.
_LABELS = {
    "authors": ("Authors?", r"Author\(s\)", "作者"),
    "doi": ("DOI", "Doi"),
    "published": ("Publication date", "Publication Date", "Published(?: [Oo]nline| on)?", "发表时间"),
    "journal": ("Source", "Journal", "Published in", "来源"),
    "abstract": ("Abstract", "Summary", "摘要"),
}
_LABEL = re.compile(
    r"(?<!\S)(?:"
    + "|".join(
        f"(?P<{field}>{'|'.join((*names, *map(str.upper, names)))})" for field, names in _LABELS.items()
    )
    + r")\s?[:：]\s*"
)
_MIN_LABELS = 2  # different ones; a single one may begin a sentence
# "ZooKeys 1078: 135-188"
_VOLUME_AND_PAGES = re.compile(
    r"[^\W\d_][^:]{1,120} \d{1,5}(?:\(\d{1,4}\))?: ?[A-Za-z]?\d{1,6}(?: ?[-–] ?[A-Za-z]?\d{1,6})?"
)
# "Guocheng SHU;Ping LIU; " and "张三;李四; " before an abstract. Keywords have a space after each semicolon.
_PART_OF_NAME = r"[^\W\d_][^\s;,:!?()\d]{0,40}"
_NAMES = re.compile(rf"(?:(?:{_PART_OF_NAME}(?: {_PART_OF_NAME}){{1,4}}|[\u4e00-\u9fff]{{2,4}});)+(?=\s|$)")
_DOWNLOAD = re.compile(r"HTML|XML|PDF|EPUB|Full [Tt]ext(?: \(?(?:HTML|XML|PDF)\)?)?")  # the words of a link


@dataclass(frozen=True, slots=True)
class DescribedFacts:
    """What a description states, as its text.

    Attributes:
        authors: The names, or an empty string like the others.
        doi: The DOI.
        published: The date of publication.
        journal: The journal with volume and pages.
        paragraphs: The rest, which may be the abstract.
    """

    authors: str = ""
    doi: str = ""
    published: str = ""
    journal: str = ""
    paragraphs: tuple[str, ...] = ()


def read_facts(paragraphs: Sequence[str]) -> DescribedFacts:
    """Separate the facts of a description from its abstract.

    >>> read_facts(["Authors: Bo Sample", "DOI: 10.1/x", "Abstract: We do."])
    DescribedFacts(authors='Bo Sample', doi='10.1/x', published='', journal='', paragraphs=('We do.',))

    Args:
        paragraphs: The description, each paragraph on one line.
    """
    parts = list(_split_at_labels(paragraphs))
    facts: dict[str, str] = {}
    for field, text in parts:
        if field and text:
            facts.setdefault(field, text)
    if len({field for field, _ in parts if field}) < _MIN_LABELS:
        return _read_names(paragraphs)
    has_abstract = any(field == "abstract" for field, _ in parts)
    others = [text for field, text in parts if not field]
    rest = [
        text
        for field, text in parts
        if field == "abstract" or (not field and (is_prose(text) or not has_abstract))
    ]
    if has_abstract and "journal" not in facts:
        facts["journal"] = next(filter(_VOLUME_AND_PAGES.fullmatch, others), "")
    while rest and (not rest[-1] or _DOWNLOAD.fullmatch(rest[-1])):
        rest.pop()
    facts.pop("abstract", None)
    described = DescribedFacts(**facts, paragraphs=tuple(filter(None, rest)))
    return replace(described, published=described.published.removeprefix("Available online "))


def combine_facts(descriptions: Sequence[DescribedFacts]) -> DescribedFacts:
    """Return the first value of each fact in several descriptions, without paragraphs."""
    return DescribedFacts(
        authors=next(filter(None, (facts.authors for facts in descriptions)), ""),
        doi=next(filter(None, (facts.doi for facts in descriptions)), ""),
        published=next(filter(None, (facts.published for facts in descriptions)), ""),
        journal=next(filter(None, (facts.journal for facts in descriptions)), ""),
    )


def _split_at_labels(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each part of a description with its field, or an empty string; an abstract goes to the end."""
    is_abstract = False
    for paragraph in paragraphs:
        labels = [] if is_abstract else _find_labels(paragraph)
        if not labels:
            yield "abstract" if is_abstract else "", paragraph
            continue
        if before := paragraph[: labels[0].start()].strip():
            yield "", before
        ends = [*(label.start() for label in labels[1:]), len(paragraph)]
        for label, end in zip(labels, ends, strict=True):
            yield label.lastgroup or "", paragraph[label.end() : end].strip()
        is_abstract = labels[-1].lastgroup == "abstract"


def _find_labels(paragraph: str) -> list[re.Match[str]]:
    """Return the labels of a paragraph up to that of the abstract.

    They count if the paragraph begins with one, or if several end with that of the abstract.
    """
    labels: list[re.Match[str]] = []
    for match in _LABEL.finditer(paragraph):
        labels.append(match)
        if match.lastgroup == "abstract":
            break
    if not labels or labels[0].start() == 0:
        return labels
    return labels if len(labels) > 1 and labels[-1].lastgroup == "abstract" else []


def _read_names(paragraphs: Sequence[str]) -> DescribedFacts:
    """Separate names of authors at the beginning of a description without labels."""
    match = _NAMES.match(paragraphs[0]) if paragraphs else None
    if not match:
        return DescribedFacts(paragraphs=tuple(paragraphs))
    names = map(_put_family_first, match[0].rstrip(";").split(";"))
    rest = (paragraphs[0][match.end() :].strip(), *paragraphs[1:])
    return DescribedFacts(authors="; ".join(names), paragraphs=tuple(filter(None, rest)))


def _put_family_first(name: str) -> str:
    """Return ``ONG, Jia Jet`` for ``Jia Jet ONG``, whose family name might be taken for initials."""
    given, _, family = name.rpartition(" ")
    has_capitals = len(family) > 1 and family.isupper() and not given.isupper()
    return f"{family}, {given}" if given and has_capitals else name
