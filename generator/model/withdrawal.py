"""Recognise withdrawn papers by what their title, comment and abstract state, and who withdrew them.

Authors withdraw a paper by a new version that gives the reason in abstract or comment
(https://info.arxiv.org/help/withdraw.html), arXiv's administrators do the same, and feeds have no other sign.
A text counts if it states that this paper is withdrawn, retracted or removed. It does not count if an earlier
version, another paper or a part is withdrawn, if the paper was withdrawn from a venue, or if the text is
about withdrawals.

Publishers put a notice before the title of a retracted paper (“RETRACTED ARTICLE: ...”), some authors put one
after it. Both are set apart from the title.

Each clause of a text is searched for a verb of withdrawal. The words before and after the verb decide; their
patterns are in `withdrawal_words`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise

from generator.model import withdrawal_words as words
from generator.model.text import fold

_MAX_WORDS_OF_NOTE = 40
_MAX_LENGTH = 10_000  # the rest of a longer text is ignored, so that no text takes long
# How many characters before and after a verb are considered.
_BEFORE, _AFTER = 300, 100
_TEX_COMMAND = re.compile(r"\\[a-zA-Z]+")
# What others say, and titles; a single word is emphasis.
_QUOTED = re.compile(r"""(\w[,:]?\s*)(?:"[^"\s]+\s[^"]+"|“[^“”\s]+\s[^“”]+”|``[^`'\s]+\s[^`']+'')""")
_ABBREVIATION = re.compile(
    r"\b(proc|conf|int|intl|symp|trans|j|vol|no|nos|dept|univ|eqs?|figs?|secs?|thm|prof|dr|al)\.",
    re.IGNORECASE,
)
_KIND = "(?:article|chapter|manuscript|paper|preprint)"
# Other titles can begin with such a word, too: "[Removed] posts", "Retracted - but still cited". Publishers
# write "REMOVED" in capitals, and also the other words before a dash, unless "article" or the like follows.
_NOTICE_BEFORE_TITLE = re.compile(
    rf"""[\W_]*(?:
      (?:retracted|withdrawn|(?-i:REMOVED))(?:\s+{_KIND})?\s*[:)\]}}*]+
    | (?:(?:retracted|withdrawn)\s+{_KIND}|(?-i:RETRACTED|WITHDRAWN|REMOVED)(?:\s+{_KIND})?)
      (?:\s+[–—-]\s|\s*—)
    )[:\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE_AFTER_TITLE = re.compile(
    rf"""[(\[{{]\s*
    ((?:(?:this\s+)?{_KIND}\s+)?(?:(?:has\s+been|is|was)\s+)?(?:retracted|withdrawn)
    (?:\s+{_KIND} | \s+by\s+(?:(?:the|its)\s+)?authors?)?)
    (?:[.:;,]\s*see\s[^()\[\]{{}}]* | [\s.:]*)[)\]}}][\W_]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_BRACKETS_FIRST = re.compile(r"\A\s*[(\[]([^()\[\]]*)[)\]]")
_CLAUSE_END = re.compile(r"[.;:!?]+(?:\s|$)|[{}()\[\]|\u2013\u2014]+|\s-+\s")


class Withdrawer(StrEnum):
    """Who withdrew a paper, in the order in which they count if statements differ."""

    ADMINISTRATORS = "administrators"
    AUTHORS = "authors"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The fact that a paper is withdrawn.

    Attributes:
        by: Who withdrew it.
        source: What states it: ``curation``, or the field ``comment``, ``abstract`` or ``title``.
    """

    by: Withdrawer
    source: str


def find_withdrawal(comment: str | None, abstract: str | None, title: str = "") -> Withdrawal | None:
    """Find out whether comment, abstract or title states that the paper is withdrawn, and by whom.

    >>> find_withdrawal("12 pages. This paper has been withdrawn by the authors", None)
    Withdrawal(by=<Withdrawer.AUTHORS: 'authors'>, source='comment')
    >>> find_withdrawal("Withdrawn from ICSE", "We study withdrawn papers.") is None
    True
    >>> find_withdrawal(None, None, "RETRACTED ARTICLE: On caches")
    Withdrawal(by=<Withdrawer.UNKNOWN: 'unknown'>, source='title')
    """
    # A few words in the place of an abstract are a note, as a comment is.
    is_note = len((abstract or "").split()) <= _MAX_WORDS_OF_NOTE
    withdrawers_by_source = {
        "comment": _find_withdrawers((comment or "")[:_MAX_LENGTH], is_note=True),
        "abstract": _find_withdrawers((abstract or "")[:_MAX_LENGTH], is_note=is_note),
        "title": _find_withdrawers_in_title(title[:_MAX_LENGTH]),
    }
    # Several statements can be about one withdrawal, and only some of them state who withdrew.
    withdrawers = set().union(*withdrawers_by_source.values())
    by = next((withdrawer for withdrawer in Withdrawer if withdrawer in withdrawers), None)
    source = next((source for source in withdrawers_by_source if withdrawers_by_source[source]), "")
    return Withdrawal(by, source) if by else None


def strip_notice(title: str) -> str:
    """Remove the notice that a paper is withdrawn from its title.

    >>> strip_notice("RETRACTED: On caches"), strip_notice("On caches [withdrawn]"), strip_notice("Withdrawn")
    ('On caches', 'On caches', 'Withdrawn')
    """
    before = _NOTICE_BEFORE_TITLE.match(title)
    rest = title[before.end() :] if before else title
    if after := _NOTICE_AFTER_TITLE.search(rest):
        rest = rest[: after.start()].rstrip()
    return rest if any(map(str.isalnum, rest)) else title


def _find_withdrawers_in_title(title: str) -> set[Withdrawer]:
    if strip_notice(title) == title:
        return set()
    after = _NOTICE_AFTER_TITLE.search(title)
    return {Withdrawer.AUTHORS if after and "author" in after[1].lower() else Withdrawer.UNKNOWN}


@dataclass(frozen=True, slots=True)
class _Mention:
    """A verb of withdrawal with its context, as folded words.

    Attributes:
        kind: A group of `withdrawal_words.VERB`.
        before: The words of the clause before the verb; ends with a space unless it is empty.
        after: The words of the clause after the verb; begins with a space unless it is empty.
        previous: The clause before this one.
    """

    kind: str
    before: str
    after: str
    previous: str


def _find_withdrawers(text: str, *, is_note: bool) -> set[Withdrawer]:
    """Find who withdrew the paper by each statement of a text; none if the text states no withdrawal."""
    lower_case = text.lower()  # most texts have no such verb, which this finds out quickly
    if not any(verb in lower_case for verb in words.OTHER_VERBS) and not words.POSSIBLE_FORM.search(
        lower_case
    ):
        return set()
    if words.IS_REINSTATED.search(fold(text)):
        return set()
    is_statement = _is_statement if is_note else _is_statement_in_abstract
    return {
        _find_withdrawer(mention)
        for mention in _iter_mentions(text)
        if not _is_doubtful(mention) and is_statement(mention)
    }


def _iter_mentions(text: str) -> Iterator[_Mention]:
    clauses = _split_clauses(text)
    latest = max((int(number) for clause in clauses for number in words.VERSION.findall(clause)), default=0)
    for previous, clause in pairwise(("", *clauses)):
        version = words.VERSION_LABEL.search(previous)
        if version and int(version.group(1)) < latest:  # "v1: withdrawn, v2: corrected"
            continue
        for verb in words.VERB.finditer(clause):
            before, after = clause[: verb.start()][-_BEFORE:], clause[verb.end() :][:_AFTER]
            yield _Mention(str(verb.lastgroup), before, after, previous)


def _split_clauses(text: str) -> list[str]:
    """Split a text into clauses of folded words and commas; what is in brackets is a clause of its own.

    >>> _split_clauses("12 pages. The paper (arXiv:2401.00001) is widthdrawn, sorry")
    ['12 pages', 'the paper is withdrawn , sorry', 'arxiv 2401 00001']
    """
    text = _ABBREVIATION.sub(r"\1 ", _QUOTED.sub(r"\1 ", _TEX_COMMAND.sub(" ", text)))
    text = _BRACKETS_FIRST.sub(r"\1. ", text)
    parts = [*_CLAUSE_END.split(_IN_BRACKETS.sub(" ", text)), *_IN_BRACKETS.findall(text)]
    clauses = (" , ".join(fold(phrase) for phrase in part.split(",")).strip() for part in parts)
    return [words.POSSIBLE_FORM.sub(_correct_spelling, clause) for clause in clauses if clause.strip(" ,")]


def _correct_spelling(match: re.Match[str]) -> str:
    """Correct a misspelt form of "withdraw"; keep any other word."""
    word = match.group()
    return next(iter(get_close_matches(word.replace(" ", ""), words.FORMS, n=1, cutoff=0.85)), word)


def _is_statement(mention: _Mention) -> bool:
    """Whether a note, whose subject is the paper, states that the paper is withdrawn."""
    if mention.kind == "removal":
        is_complete = words.HAS_BARE_SUBJECT.search(mention.before) and words.HAS_END.search(mention.after)
        return bool(is_complete) or _has_arxiv_removed(mention)
    if _has_object(mention):
        return True
    if words.AT_VENUE_AND.search(mention.before) and not words.FROM_ARXIV.search(mention.after):
        return False
    return _has_subject(mention) or _stands_alone(mention) or _has_agent(mention)


def _has_object(mention: _Mention) -> bool:
    """Whether someone withdraws this paper: "we decided to withdraw the paper"."""
    is_active = mention.kind == "active" or words.HAS_AUTHOR_AS_SUBJECT.search(mention.before)
    return bool(
        (is_active and words.HAS_BARE_OBJECT.search(mention.after)) or words.HAS_OBJECT.search(mention.after)
    )


def _has_subject(mention: _Mention) -> bool:
    """Whether this paper is what is withdrawn: "the paper contains an error and is withdrawn"."""
    if words.HAS_PRONOUN.search(mention.after) or words.HAS_SUBJECT.search(mention.before):
        return True
    if mention.kind != "participle" or words.NAMES_OTHER.search(mention.before):
        return False
    is_bare = words.HAS_BARE_SUBJECT.search(mention.before) and words.HAS_END.search(mention.after)
    return bool(is_bare or words.HAS_DISTANT_SUBJECT.search(mention.before))


def _stands_alone(mention: _Mention) -> bool:
    """Whether the verb begins the clause and nothing else is named: "Withdrawn due to errors"."""
    end = words.IS_NOTICE if mention.kind == "noun" else words.HAS_END
    before = mention.before
    is_alone = words.IS_ALONE.search(before) or words.FOLLOWS_FAULT.search(before)
    is_complete = is_alone and end.search(mention.after)
    is_about_other = words.AT_VENUE.search(mention.previous) or words.NAMES_OTHER.search(mention.previous)
    return bool(is_complete) and not is_about_other


def _has_agent(mention: _Mention) -> bool:
    """Whether someone withdraws, and nothing says what: "the authors wish to withdraw"."""
    if not words.HAS_END.search(mention.after) or words.IS_STUDIED.search(mention.before):
        return False
    if mention.kind == "participle":
        return bool(words.HAVE_AUTHORS.search(mention.before))
    is_agent = mention.kind == "active" and words.HAS_AGENT.search(mention.before)
    return bool(is_agent or words.HAS_WISH.search(mention.before))


def _is_statement_in_abstract(mention: _Mention) -> bool:
    """Whether an abstract, most of which is about other things, states that the paper is withdrawn."""
    if mention.kind == "removal":
        return _has_arxiv_removed(mention)
    before = mention.before
    if not mention.previous:
        # "The paper" at the beginning is this one; later it can be another one.
        before = re.sub(r"^the\b", "this", before)
        is_note = words.BEGINS_ABSTRACT.search(before) and words.HAS_END.search(mention.after)
        is_general = not words.IS_SPECIFIC.search(before) and words.BY_OTHERS.search(mention.after)
        if mention.kind == "participle" and is_note and not is_general:
            return True
    if words.HAS_SUBJECT_IN_ABSTRACT.search(before):
        return mention.kind == "participle"
    return bool(words.HAS_AUTHOR.search(before) and words.HAS_OBJECT_IN_ABSTRACT.search(mention.after))


def _has_arxiv_removed(mention: _Mention) -> bool:
    """Whether arXiv removed the paper. Others remove and delete parts of papers."""
    before, after = mention.before, mention.after
    if words.HAS_ARXIV.search(before):
        return _has_object(mention)
    has_subject = words.IS_ALONE.search(before) or words.HAS_SUBJECT.search(before)
    return bool(words.BY_ARXIV.search(after) and (has_subject or words.HAS_BARE_SUBJECT.search(before)))


def _is_doubtful(mention: _Mention) -> bool:
    """Whether it is doubtful that something is withdrawn, or the paper is withdrawn from a venue."""
    return bool(
        words.IS_DOUBTFUL.search(mention.before)
        or words.IS_REPORTED.search(mention.before)
        or (mention.kind in {"active", "noun"} and words.IS_REFUSED.search(mention.before))
        or (mention.kind == "noun" and words.IS_CANCELLED.search(mention.after))
        or words.IS_UNDONE.search(mention.after)
        or words.FROM_ELSEWHERE.search(mention.after)
        or words.AROUND_EVENT.search(mention.after)
    )


def _find_withdrawer(mention: _Mention) -> Withdrawer:
    """Find who withdrew the paper, as far as the clause states it."""
    before, after = mention.before, mention.after
    is_note_of_administrators = mention.previous.endswith("admin note")
    if (
        is_note_of_administrators
        or words.HAVE_ADMINISTRATORS.search(before)
        or words.BY_ADMINISTRATORS.search(after)
    ):
        return Withdrawer.ADMINISTRATORS
    has_object = _has_object(mention) or words.HAS_PRONOUN.search(after)
    is_active = mention.kind in {"active", "noun"} or has_object
    if is_active and words.HAS_AUTHOR.search(before):
        return Withdrawer.AUTHORS
    if words.FOR_AUTHORS.search(before) or words.BY_AUTHORS.search(after):
        return Withdrawer.AUTHORS
    return Withdrawer.UNKNOWN
