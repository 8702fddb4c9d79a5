"""Which sentence of an abstract states the contribution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.contributions import find_contribution
from tests.tables import for_each_row

BACKGROUND = "Caches are slow, and nobody knows how slow they are."
RESULTS = "Experiments show that our approach is twice as fast as others."

CONTRIBUTIONS = [
    "We propose a replacement policy that needs no history.",
    "To address this, we therefore introduce a new policy for caches.",
    "In this paper, the replacement policies of five caches are compared.",
    "This article is devoted to the replacement policies of caches.",
    "The aim of this study is to systematically investigate policies.",
    "A replacement policy that needs no history is presented.",
    "FastCache is a policy for the replacement of lines in caches.",
    "Our main contribution is a policy for the replacement of lines.",
    "In this thesis I develop policies for the replacement of lines.",
    "We prove that no policy is better in $O(n^2)$ time than this one.",
]
# Each pair has the better sentence first.
PAIRS = [
    ("In this paper, we present a policy for caches.", "In this paper, we first review known policies."),
    ("We propose a policy that needs no history.", "We use the traces of three large systems."),
    ("We propose a policy that needs no history.", "Numerical results are presented for five caches."),
    ("We study the policies of caches at length.", "We also study the policies of disks at length."),
    ("We present FastCache, a policy without history.", "We present the results of some experiments."),
]
OTHERS = [
    "",
    BACKGROUND,
    "This paper has been withdrawn by the authors because of an error.",
    "Der Artikel stellt ein Verfahren vor, das ohne Vorgeschichte auskommt.",
    "Nous proposons une méthode qui ne demande pas d'historique, et nous la testons.",
    "Los autores proponen un método nuevo para las memorias caché del sistema.",
    "We try.",
    "The policy that we present elsewhere was proposed by somebody else.",
]


@for_each_row("sentence", CONTRIBUTIONS)
def test_a_sentence_with_a_cue_is_found(sentence):
    assert find_contribution("FastCache: Caches", f"{BACKGROUND} {sentence} {RESULTS}") == sentence


@pytest.mark.parametrize(("better", "worse"), PAIRS)
def test_the_clearer_sentence_is_chosen_in_either_order(better, worse):
    assert find_contribution("Caches", f"{BACKGROUND} {better} {worse}") == better
    assert find_contribution("Caches", f"{BACKGROUND} {worse} {better}") == better


@pytest.mark.parametrize("abstract", OTHERS)
def test_an_abstract_without_a_cue_has_none(abstract):
    assert find_contribution("FastCache: Caches", abstract) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "We propose a new policy for these caches: (i) {}; (ii) it is small.",
            "We propose a new policy for these caches …",
        ),
        (
            "We propose a policy for caches in $O(n, m)$, {} with lists.",
            "We propose a policy for caches in $O(n, m)$ …",
        ),
        ("We propose a policy for caches {} with lists.", None),
    ],
)
def test_a_long_sentence_ends_after_a_clause(sentence, expected):
    assert find_contribution("Caches", sentence.format("and so on " * 50)) == expected


@given(st.lists(st.sampled_from([*"aB .,:;!?$()\n", " we ", "propose ", "this paper ", "is "]), max_size=400))
def test_what_is_shown_is_part_of_the_abstract(parts):
    abstract = "".join(parts)
    shown = find_contribution("a: b", abstract) or ""

    assert len(shown) <= 402
    assert "".join(shown.removesuffix(" …").split()) in "".join(abstract.split())
