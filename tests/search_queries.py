"""Queries of readers who look for a paper that they know; for tests and the benchmark."""

import random
import re
from dataclasses import dataclass

from generator import tex
from generator.model import ids

_WORD = re.compile(r"[^\W_]+")
_FUNCTION_WORDS = set(
    "about based from have into over that their them these this through toward towards under using which"
    " with".split()
)
_QUOTES = str.maketrans({"-": "\u2013", "'": "\u2019", '"': "\u201d"})
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Kind:
    """How often the engine must find the paper with a kind of query.

    Attributes:
        hit1: Smallest share of queries whose first result is the paper.
        hit10: Smallest share of queries with the paper among ten results.
    """

    hit1: float
    hit10: float


KINDS = {
    "title": Kind(0.99, 1.0),
    "title with other quotes and hyphens": Kind(0.99, 1.0),
    "three title words": Kind(0.85, 0.97),
    "author and two title words": Kind(0.9, 0.99),
    "id": Kind(1.0, 1.0),
    "three title words, one misspelt": Kind(0.8, 0.95),
    "five words of the abstract": Kind(0.8, 0.95),
}


def queries(papers, count, seed=6):
    """Map each kind to (query, slug) of papers drawn by chance, the same ones every time.

    A paper is left out of a kind that it has no words for, such as a title of two words.
    """
    draw = random.Random(seed)  # noqa: S311 - a sample
    sample = draw.sample(sorted(papers, key=lambda paper: paper.id), min(count, len(papers)))
    queries_by_paper = [(paper.slug, _queries_of_paper(paper, draw)) for paper in sample]
    return {
        kind: [(by_kind[kind], slug) for slug, by_kind in queries_by_paper if by_kind.get(kind)]
        for kind in KINDS
    }


def _queries_of_paper(paper, draw):
    """Map each kind to a query; an empty one where the paper has too few words."""
    title = tex.to_text(paper.title)
    words = _distinctive_words(title)
    by_kind = {
        "title": title,
        "title with other quotes and hyphens": f"“{title.upper().translate(_QUOTES)}”",
        "five words of the abstract": _pick(
            _distinctive_words(tex.to_text(paper.abstract or ""))[:80], 5, draw
        ),
        "three title words": _pick(words, 3, draw),
    }
    if ids.is_arxiv_id(paper.id):
        form = draw.choice(["{}", "arXiv:{}v2", "https://arxiv.org/abs/{}", "{}v1"])
        by_kind["id"] = form.format(paper.id)
    elif paper.dois:
        by_kind["id"] = f"https://doi.org/{paper.dois[0]}"
    if paper.authors and (two := _pick(words, 2, draw)):
        by_kind["author and two title words"] = f"{_surname(draw.choice(paper.authors).name)} {two}"
    if long := [word for word in words if len(word) >= 6 and word.isascii() and word.isalpha()]:
        word = draw.choice(long)
        two = _pick([other for other in words if other != word], 2, draw)
        by_kind["three title words, one misspelt"] = two and f"{misspell(word, draw)} {two}"
    return by_kind


def _distinctive_words(text):
    return [word for word in _WORD.findall(text) if len(word) >= 4 and word.lower() not in _FUNCTION_WORDS]


def _pick(words, count, draw):
    """Some of the words in their order, or nothing if there are too few."""
    places = sorted(draw.sample(range(len(words)), count)) if len(words) >= count else []
    return " ".join(words[place] for place in places)


def _surname(name):
    return _WORD.findall(tex.to_text(name))[-1]


def misspell(word, draw):
    """The word with one error: a letter left out, added or changed, or two letters swapped."""
    place = draw.randrange(len(word))
    letter = draw.choice(_LETTERS)
    swap = min(place, len(word) - 2)
    return draw.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:swap] + word[swap + 1] + word[swap] + word[swap + 2 :],
        ]
    )
