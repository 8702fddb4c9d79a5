"""Find the sentence of an abstract that states what the paper contributes.

Sentences are compared by cues of scientific English: who acts (“we”, “this paper”) and how (“propose”,
“study”), as in the zone AIM of https://aclanthology.org/J02-4002/. Abstracts in other languages have none.
"""

import re
from collections.abc import Iterator, Sequence

from generator.derive.sentences import split_into_sentences
from generator.derive.word_roots import find_root
from generator.model.text import fold

_MIN_LENGTH, _MAX_LENGTH = 40, 400  # characters; a longer sentence is cut
_MAX_NAME = 3  # words of a name that a title begins with
_MAX_AUXILIARIES = 5  # words between who acts and the verb

# What authors do, and how well it states their contribution.
_MAKE, _STUDY, _ADDRESS = 3.0, 2.0, 1.5
_VERBS = {
    _MAKE: """
build construct create describe design develop devise introduce present propose release unveil
""",
    _STUDY: """
achieve adapt advocate analyses analyze argue benchmark challenge characterize combine compare concern
contribute delve demonstrate derive detail devote document establish estimate evaluate examine explore extend
formalize formulate generalize generate give hypothesize identify illustrate implement improve investigate
measure model offer operationalize optimize outline overview predict prove provide quantify reframe report
resolve reveal review revisit show shown solve study survey
""",
    _ADDRESS: """
address apply conduct confirm consider deal discuss find found focus look perform tackle
""",
}
_WEIGHTS = {find_root(verb): weight for weight, verbs in _VERBS.items() for verb in verbs.split()}
# What “is presented” is the paper's own; what “is designed” or “is provided” can be anybody's.
_PASSIVES = frozenset(
    map(
        find_root,
        """
analyze compare demonstrate derive describe develop discuss evaluate examine formulate introduce investigate
outline present propose prove review show study survey
""".split(),
    )
)
_PASSIVE_PENALTY = 0.5  # “is proposed”, and “we study caches and propose a new one”
_FINDING = 1.25  # “our results show”
_THIS_PAPER_BONUS, _NAME_BONUS, _NEW_BONUS = 0.75, 0.5, 0.25
_CONTINUATION_PENALTY = 1.5
_POSITION_PENALTY = 0.05  # for each sentence before
_MIN_SCORE = 1.0

_AUTHORS = frozenset(("we", "i"))
_RELATIVES = frozenset("as how that what which where".split())  # “the model that we propose”
_POINTERS = frozenset("current our present the this".split())  # “this paper”
_WORKS = frozenset(
    "article chapter dissertation essay letter manuscript note paper report research study survey thesis"
    " tutorial work".split()
)
_FINDINGS = frozenset("findings results".split())
_FORMS_OF_BE = frozenset("are is was were".split())
_AUXILIARIES = frozenset(  # apart from adverbs in “ly”
    "a able aim aimed aiming aims am an are at attempt can concerned did do goal has have here in instead is"
    " may now of on seek seeks the therefore thorough thus to tries try want will with".split()
)
# At the beginning of a sentence, or after “we”: the sentence continues an earlier one, or leads a list.
_CONTINUATIONS = frozenset(
    "additionally also besides building finally first firstly further furthermore lastly leveraging moreover"
    " next second secondly similarly specifically then third thirdly using".split()
)
_EXPERIMENTS = frozenset(
    "comparisons evaluations experimental experiments numerical results simulation".split()
)
_CONTINUATION = re.compile("based on |in addition|in particular")
_NEW = re.compile(r"\b(?:the first|an? (?:general|new|novel))\b")
# “called FastCache”, “FastCache, a ...”, “FastCache (FC), a ...”; “In the” is no name.
_NAME = re.compile(
    r"\b(?:called|named|termed|dubbed)\s"
    r"|(?:\s[A-Z][\w+-]{1,40}(?: \([^()]{1,80}\))?,"
    r"|(?:^|\s)[A-Z][\w+-]{0,20}[A-Z\d][\w+-]{0,20}(?: \([^()]{1,80}\))?) (?:an?|the)\s"
)
_CLAUSE_END = re.compile("[:;,](?= )")


def find_contribution(title: str, abstract: str | None) -> str | None:
    """Return the sentence that states what a paper contributes; None without a cue.

    A long sentence is cut after a clause and ends with an ellipsis.

    >>> find_contribution("Fast Caches", "Caches are slow. In this paper, we present FastCache, a fast one.")
    'In this paper, we present FastCache, a fast one.'
    """
    name = _find_name(title)
    best, best_score = None, _MIN_SCORE
    for position, sentence in enumerate(split_into_sentences(abstract or "")):
        score = _score(sentence, name) - _POSITION_PENALTY * position
        if score > best_score and (shortened := _shorten(sentence)):
            best, best_score = shortened, score
    return best


def _find_name(title: str) -> list[str]:
    """Return the words of the name that a title begins with: ``fastcache`` of “FastCache: Caching Fast”."""
    name, colon, _rest = title.partition(":")
    words = fold(name).split()
    return words if colon and len(words) <= _MAX_NAME else []


def _shorten(sentence: str) -> str | None:
    """Cut a long sentence at its first colon or semicolon, or else at the last comma; None without one."""
    if len(sentence) <= _MAX_LENGTH:
        return sentence if len(sentence) >= _MIN_LENGTH else None
    ends = [
        (mark[0] == ",", mark.start())
        for mark in _CLAUSE_END.finditer(sentence, _MIN_LENGTH, _MAX_LENGTH)
        if _is_balanced(sentence[: mark.start()])
    ]
    if not ends:
        return None
    is_comma, end = min(ends)
    return f"{sentence[: max(ends)[1] if is_comma else end]} …"


def _is_balanced(text: str) -> bool:
    """Whether all formulas and brackets of a text are closed."""
    return text.count("$") % 2 == 0 and text.count("(") == text.count(")")


def _score(sentence: str, name: Sequence[str]) -> float:
    """Return how clearly a sentence states a contribution; 0 without a cue."""
    words = fold(sentence).split()
    score = max(_list_scores(words, name), default=0.0)
    if not score:
        return 0.0
    if any(_is_this_paper(words, position) for position in range(1, len(words))):
        score += _THIS_PAPER_BONUS
    if _NAME.search(sentence):
        score += _NAME_BONUS
    if _NEW.search(sentence):
        score += _NEW_BONUS
    if words[0] in _CONTINUATIONS | _EXPERIMENTS or _CONTINUATION.match(" ".join(words[:3])):
        score -= _CONTINUATION_PENALTY
    return score


def _list_scores(words: Sequence[str], name: Sequence[str]) -> Iterator[float]:
    """Yield a score for each cue."""
    if name and [*name, "is"] == words[: len(name) + 1]:
        yield _MAKE
    has_actor = False
    for position, word in enumerate(words):
        previous = words[position - 1] if position else ""
        if (word in _AUTHORS and previous not in _RELATIVES) or _is_this_paper(words, position):
            has_actor = True
            yield _score_verb(words, position + 1)
        elif previous == "and" and has_actor:
            if (weight := _WEIGHTS.get(find_root(word))) == _MAKE:
                yield weight - _PASSIVE_PENALTY
        elif word in _FORMS_OF_BE or (word == "been" and has_actor):
            yield _score_passive(words, position, has_actor=has_actor)
        elif word in _FINDINGS:
            yield min(_FINDING, _score_verb(words, position + 1))


def _is_this_paper(words: Sequence[str], position: int) -> bool:
    return position > 0 and words[position] in _WORKS and words[position - 1] in _POINTERS


def _score_verb(words: Sequence[str], start: int) -> float:
    """Return the weight of the verb that follows who acts, or 0."""
    penalty = 0.0
    for word in words[start : start + _MAX_AUXILIARIES + 1]:
        if weight := _WEIGHTS.get(find_root(word)):
            return weight - penalty
        if word in _CONTINUATIONS:
            penalty = _CONTINUATION_PENALTY
        elif word not in _AUXILIARIES and not word.endswith("ly"):
            break
    return 0.0


def _score_passive(words: Sequence[str], position: int, *, has_actor: bool) -> float:
    """Return the weight of “is proposed” or “our main contribution is”, or 0."""
    before, after = words[max(0, position - 4) : position], words[position + 1 : position + 4]
    if before and before[-1].startswith("contribution") and "our" in before:
        return _MAKE
    participle, *following = [*(word for word in after if not word.endswith("ly")), ""]
    verb = find_root(participle)
    is_stated = participle.endswith(("ed", "ilt", "wn")) and following[:1] != ["by"]
    return (
        _WEIGHTS.get(verb, 0.0) - _PASSIVE_PENALTY if is_stated and (has_actor or verb in _PASSIVES) else 0.0
    )
