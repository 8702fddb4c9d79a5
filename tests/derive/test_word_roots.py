"""Which forms of a word are one word for topics."""

from hypothesis import given
from hypothesis import strategies as st

from generator.derive.word_roots import find_root, split_into_roots
from tests.tables import for_each_row

SAME = """
quantization quantizations quantized quantize quantizing quantisation quantised quantise quantising
tune tunes tuned tuning
prune pruned pruning
model models modeled modelled modeling modelling
cache caches cached caching
compress compressed compression
predict predicts predicted prediction predictions
generate generated generation
policy policies
center centers centre centres
behavior behaviour behaviours
fiber fibers fibre fibres
GPU GPUs
matrix matrices
queue queues queued queueing queuing
distribute distributed distributing
program programs programming programme
characterize characterises characterisation
train trains training
generalize generalised generalizing
generalization generalisation generalizations
"""
DIFFERENT = """
serve server service
compile compiler compute computer
string stringent
embedded embedding
congest congestion
distribute distribution
train trained
generalised generalisation
posit position
for four
bus bu
process process-wide
new news-2
"""


@for_each_row("forms", SAME.strip().splitlines())
def test_forms_of_one_word_have_one_root(forms):
    assert len({split_into_roots(form) for form in forms.split()}) == 1


@for_each_row("words", DIFFERENT.strip().splitlines())
def test_different_words_have_different_roots(words):
    assert len({split_into_roots(word) for word in words.split()}) == len(words.split())


@given(st.text(alphabet="abeginosrtuyz"))
def test_a_root_is_never_longer_than_its_word_in_american_spelling(word):
    root = find_root(word)

    assert len(root) <= len(word) or not word
    assert bool(root) == bool(word)
