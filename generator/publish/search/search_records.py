"""What the index holds about each paper: its words by field, its row in a list, its facets.

In: the catalogue and its groups. Out: a `Record` for each paper.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate

from generator import tex
from generator.derive.groups import Groups
from generator.derive.imports import find_imported_papers
from generator.model import ids
from generator.model.curation_values import Status, Topic, Venue
from generator.model.dates import Precision
from generator.model.papers import Catalogue, Paper
from generator.model.person_names import read_name
from generator.model.text import fold_name, stem, strip_urls, tokenise
from generator.publish.formatting import choose_sentence, format_venue, shorten_authors
from generator.publish.quarters import find_quarter
from generator.system.memo import Memo

_MAX_NAMES = 40  # that can be shown; all authors can be searched for
_MAX_ABSTRACT_LENGTH = 2500  # characters that a passage can be taken from
FACETS = ("topic", "year", "venue", "category", "has", "quarter", "seen")
_EPOCH = date(1970, 1, 1)
# What shows how much of a date is known, as in overrides/assets/js/format.js.
_FRACTIONS = {Precision.DAY: 0, Precision.MONTH: 0.5, Precision.YEAR: 0.25}
_COMPOUND = re.compile(r"(?<![\w-])(\w+)[-\u2010\u2011'’](\w+)(?![\w-])")
# Words with slashes, such as M/G/1; and a word and a number, which are often written as one: RTX 4090, 8 bit.
# Lookbehinds follow the digit, so that only places with a digit are looked at, which is faster.
_SLASHED = re.compile(r"(?<![\w/])\w+(?:/\w+){1,4}")
_NUMBERED = re.compile(r"(?<!\w)([^\W\d_]+) +(\d\w*)")
_UNIT = re.compile(r"(\d(?<!\w\d)\d*) +([^\W\d_]{1,4})(?!\w)")
_JOINING = re.compile(r"[-'/\d]")
_DIGIT_BESIDE_SPACE = re.compile(r"\d(?:(?<= \d)| )")
_GREEK_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
        " upsilon phi chi psi omega".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Record:
    """A paper as the index holds it. Texts are plain Unicode, without TeX.

    Attributes:
        title: One line.
        authors: Their names in order, then other spellings of them on the paper, separated by commas.
        subjects: Summary, note, topics, venue and awards: what people wrote about the paper.
        abstract: One line.
        keys: What identifies this paper alone: slugs, arXiv ids, DOIs.
        row: What a row of a list shows: slug, title, names of the first authors, number of all authors, day
            of publication (days since 1970-01-01, or None; a half is added if only the month is known, and a
            quarter if only the year), venue id if the venue has a page, acronym and year of the venue,
            address of code, the sum of 1 if the paper is withdrawn, 2 if it is retracted and 4 if it has an
            award, and what it contributes in one sentence.
        texts: What the results of a query show, too: summary and abstract, of which a passage is shown, names
            of further authors, title of the best topic.
        facets: Each of `FACETS` to the paper's values: ids of topics, ``2026``, venue id, categories,
            ``code``, ``curated``, ``withdrawn`` and ``retracted``, ``2026-Q1``, and the day on which a feed
            first listed a new paper.
    """

    title: str
    authors: str
    subjects: str
    abstract: str
    keys: tuple[str, ...]
    row: tuple[object, ...]
    texts: tuple[str, str, list[str], str]
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlainTexts:
    """The texts of a paper in plain Unicode, and other spellings of its authors' names."""

    title: str
    abstract: str
    summary: str
    sentence: str
    note: str
    names: list[str]
    spellings: list[str]


def make_records(
    catalogue: Catalogue, groups: Groups, memo: Memo[PlainTexts] | None = None
) -> Iterator[Record]:
    """Make the records of all papers, in the order of their numbers: the catalogue's order reversed.

    Args:
        catalogue: The papers.
        groups: The topics, venues and authors that list them.
        memo: The plain texts of papers in a previous run.
    """
    memo = memo or Memo()
    topics = {topic.id: topic for topic in catalogue.topics}
    venues = {venue.id: venue for venue in catalogue.venues}
    imported = find_imported_papers(catalogue.papers)
    for paper in reversed(catalogue.papers):
        own_topics = [topics[assignment.topic] for assignment in catalogue.assignments[paper.id]]
        venue = venues[paper.appearance.venue] if paper.appearance else None
        texts = memo.recall(
            (paper.title, paper.abstract, paper.summary, paper.contribution, paper.note, paper.authors),
            partial(_convert_texts, paper),
        )
        yield _make_record(paper, texts, own_topics, venue, groups, is_new=paper.id not in imported)


def _convert_texts(paper: Paper) -> PlainTexts:
    title, abstract, summary, sentence = (
        tex.to_text(text or "").replace("\n", " ")
        for text in (paper.title, paper.abstract, paper.summary, choose_sentence(paper))
    )
    names = [tex.to_text(author.name) for author in paper.authors]
    note = tex.to_text(paper.note or "")
    return PlainTexts(title, abstract, summary, sentence, note, names, _list_other_spellings(paper))


def _make_record(
    paper: Paper, texts: PlainTexts, topics: list[Topic], venue: Venue | None, groups: Groups, *, is_new: bool
) -> Record:
    names = texts.names
    first = len(shorten_authors(paper.authors)[0])
    venue_label = format_venue(paper.appearance, venue) if paper.appearance and venue else ""
    subjects = [texts.summary, texts.note, *paper.awards, *(topic.title for topic in topics)]
    code_url = paper.code_url or ""
    return Record(
        title=texts.title,
        authors=", ".join([*names, *texts.spellings]),
        subjects=" . ".join([*subjects, venue_label, venue.name if venue else ""]),
        abstract=texts.abstract,
        keys=_list_keys(paper),
        row=(
            paper.slug,
            texts.title,
            names[:first],
            len(names),
            _number_day(paper),
            venue.id if venue and venue.id in groups.by_venue else "",
            venue_label,
            code_url,
            (paper.status is Status.WITHDRAWN) + 2 * paper.is_retracted + 4 * bool(paper.awards),
            texts.sentence,
        ),
        texts=(
            texts.summary,
            texts.abstract[:_MAX_ABSTRACT_LENGTH],
            names[first:_MAX_NAMES],
            topics[0].title if topics else "",
        ),
        facets={
            "topic": tuple(sorted(groups.topics_by_paper.get(paper.id, ()))),
            "year": (str(paper.published.year),) if paper.published else (),
            "venue": (venue.id,) if venue else (),
            "category": paper.categories,
            "has": _list_marks(paper, code_url),
            "quarter": (quarter,) if (quarter := find_quarter(paper)) else (),
            "seen": (paper.first_seen.isoformat(),) if is_new and paper.first_seen else (),
        },
    )


def _number_day(paper: Paper) -> float | None:
    if paper.published is None:
        return None
    return (paper.published.date() - _EPOCH).days + _FRACTIONS[paper.published_precision]


def _list_other_spellings(paper: Paper) -> list[str]:
    """List the names as the paper spells them, where curators gave the author another name."""
    return [
        tex.to_text(name.text)
        for author in paper.authors
        if (name := read_name(author.stated_name)) and fold_name(name.text) != fold_name(author.name)
    ]


def _list_marks(paper: Paper, code_url: str) -> tuple[str, ...]:
    marks = {
        "code": bool(code_url),
        "curated": paper.curation_path is not None,
        "withdrawn": paper.status is Status.WITHDRAWN,
        "retracted": paper.is_retracted,
    }
    return tuple(name for name, is_set in marks.items() if is_set)


def _list_keys(paper: Paper) -> tuple[str, ...]:
    """List slugs, arXiv ids and DOIs, of other ids too, in lower case, each once."""
    keys = [*paper.dois]
    for paper_id in (paper.id, *paper.other_ids):
        identifier = paper_id if ids.is_arxiv_id(paper_id) else ids.get_doi(paper_id)
        keys += [ids.build_slug(paper_id), identifier or ""]
    return tuple(dict.fromkeys(filter(None, map(str.lower, keys))))


def extract_terms(text: str) -> list[str]:
    """List the terms of a text, and what a reader may type instead of them.

    Words that belong together are also one word (``pre-fetching``: ``prefetching``, ``M/G/1``: ``mg1``,
    ``RTX 4090``: ``rtx4090``), Greek letters also their names (``α``: ``alpha``).
    """
    terms = [*tokenise(text)]
    if text.isascii() and not _JOINING.search(text):  # nothing to join, and no Greek letters
        return terms
    terms += filter(None, (stem(fold_name(word).replace(" ", "")) for word in _join_words(text)))
    if text.isascii():
        return terms
    return terms + [_GREEK_NAMES[term] for term in terms if term in _GREEK_NAMES]


def _join_words(text: str) -> Iterator[str]:
    text = strip_urls(text)
    marked = " ".join(word for word in text.split(" ") if not word.isalnum())  # most words have no marks
    pairs = _COMPOUND.findall(marked)
    if _DIGIT_BESIDE_SPACE.search(text):
        pairs += _NUMBERED.findall(text) + _UNIT.findall(text)
    yield from (one + other for one, other in pairs)
    for chain in _SLASHED.findall(marked) if "/" in marked else ():
        yield from accumulate(chain.split("/"))  # M/G/1 is found in M/G/1/K
