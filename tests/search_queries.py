"""What readers type when they look for a paper they know; used by tests and by the benchmark."""

import random
import re
from dataclasses import dataclass

from generator import tex
from generator.model import ids

_WORD = re.compile(r"[^\W_]+")
_EMPTY = set(
    "about based from have into over that their them these this through toward towards under using which"
    " with".split()
)
_QUOTES = str.maketrans({"-": "\u2013", "'": "\u2019", '"': "\u201d"})
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Kind:
    """A kind of query, and how often the paper must come first and among the first ten.

    Attributes:
        hit1: Least share of queries whose first result is the paper.
        hit10: Least share with the paper among ten results.
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
    """For each kind: (query, slug) of papers drawn by chance, the same ones every time.

    Papers that cannot be asked for in a way (a title of two words) are left out there.
    """
    draw = random.Random(seed)  # noqa: S311 - a sample
    sample = draw.sample(sorted(papers, key=lambda paper: paper.id), min(count, len(papers)))
    asked = [_ways(paper, draw) for paper in sample]
    return {kind: [(ways[kind], ways["slug"]) for ways in asked if ways.get(kind)] for kind in KINDS}


def _ways(paper, draw):
    title = tex.to_text(paper.title)
    told = _telling(title)
    ways = {
        "slug": paper.slug,
        "title": title,
        "title with other quotes and hyphens": f"“{title.upper().translate(_QUOTES)}”",
        "five words of the abstract": _some(_telling(tex.to_text(paper.abstract or ""))[:80], 5, draw),
        "three title words": _some(told, 3, draw),
    }
    if ids.is_arxiv_id(paper.id):
        ways["id"] = draw.choice(["{}", "arXiv:{}v2", "https://arxiv.org/abs/{}", "{}v1"]).format(paper.id)
    elif paper.dois:
        ways["id"] = f"https://doi.org/{paper.dois[0]}"
    if paper.authors and (two := _some(told, 2, draw)):
        ways["author and two title words"] = f"{_surname(draw.choice(paper.authors).name)} {two}"
    if long := [word for word in told if len(word) >= 6 and word.isascii() and word.isalpha()]:
        word = draw.choice(long)
        two = _some([other for other in told if other != word], 2, draw)
        ways["three title words, one misspelt"] = two and f"{misspelt(word, draw)} {two}"
    return ways


def _telling(text):
    return [word for word in _WORD.findall(text) if len(word) >= 4 and word.lower() not in _EMPTY]


def _some(words, count, draw):
    places = sorted(draw.sample(range(len(words)), count)) if len(words) >= count else []
    return " ".join(words[place] for place in places)


def _surname(name):
    return _WORD.findall(tex.to_text(name))[-1]


def misspelt(word, draw):
    """The word with one error: a letter left out, put in or changed, or two swapped."""
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
