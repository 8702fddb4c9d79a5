"""The words around a verb of withdrawal, as patterns for folded clauses, in which a comma is a word.

Patterns for the words before the verb end with ``$``, those for the words after it begin with ``^``.
"""

import re


def _match_any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


FORMS = (
    "withdraw",
    "withdrawn",
    "withdrawing",
    "withdraws",
    "withdrew",
    "withdrawal",
    "withdrawals",
    "withdrawed",
)
# What can be a misspelt form: "widthdrawn", "wihdrawn", "with drawn".
POSSIBLE_FORM = re.compile(r"w[a-z]{1,6}(?:dra|dre|dro|drw|daw|raw)[a-z]{0,6}\b|with[ -]draw(?:n|al)\b")
OTHER_VERBS = ("retract", "removed", "deleted", "taken down")
VERB = re.compile(
    r"\b(?:(?P<participle>withdrawn|withdrawed|withdrew|retracted)|(?P<removal>removed|deleted|taken down)"
    r"|(?P<active>withdraw(?:s|ing)?|retract(?:s|ing)?)|(?P<noun>withdrawal|retraction))\b"
)

# The paper: "this paper", "the current version of our manuscript", but not "the first version of this paper".
_NOUN = _match_any(
    "(?:e ?|pre ?)?prints?", "papers?", "articles?", "submissions?", "manuscripts?", "works?", "versions?",
    "uploads?", "drafts?", "documents?", "post(?:ing)?s?", "reports?", "surveys?", "study", "entry",
    "publication", "contribution", "approach",
)  # fmt: skip
_OTHER = _match_any(
    "previous", "prior", "earlier", "earliest", "old(?:er)?", "original", "initial", "first", "former",
    "preceding", "another", "other", "companion", "related", "cited", "conference", "workshop", "journal",
    "published", "withdrawn", "retracted", "removed", "superseded", "replaced", "of", "which", "that", "who",
    "whose", "in", "from", "by", "is", "are", "was", "were", "has", "have", "had", "and", "or", "to",
    "for", "with", "about", "on", "at", "against", "as", "one", "two", "three", "four", "five", "some",
    "several", "many", "any", "each", "every", "no", r"v?\d+", "we", "i", "they",
)  # fmt: skip
_ADJECTIVES = rf"(?:(?!{_OTHER}\b)\w+ ){{0,3}}"
_NAMED = rf"(?:this|these|our|my|the|present|current) {_ADJECTIVES}{_NOUN}\b(?: v\d+)?"
_PAPER = rf"(?:{_NAMED} of |all (?:the )?(?:{_NOUN} of )?)?{_NAMED}"
# Abstracts can be about other papers that were withdrawn.
_NOUN_IN_ABSTRACT = r"(?:paper|article|submission|manuscript|preprint|version|work)s?\b"
_PAPER_IN_ABSTRACT = rf"(?:this|our|my|(?:the )?(?:present|current)) {_NOUN_IN_ABSTRACT}"
# "In this version" and "parts of this paper" are not the paper.
_NOT_AFTER = "".join(
    rf"(?<!\b{word} )"
    for word in ("in", "of", "from", "with", "for", "on", "about", "see", "cites", "replaces", "supersedes")
)
_AT_ARXIV = r"(?:(?:submitted|uploaded|posted) )?(?:to|on|in) arxiv"
_ASIDE = _match_any("", " ,[^,]{1,150},", rf" (?:with|and|entitled|titled|{_AT_ARXIV}|arxiv)\b[^,]{{0,90}}?")
_AUXILIARY = _match_any(
    "has", "have", "had", "as(?= been)", "is", "are", "was", "were", "be", "been", "being", "needs?",
    "should", "must", "shall", "will", "ought", "to", "going", "now", "also", "hereby", "thus", "hence", "so",
    "therefore", "already", "since", "later", "just", "required", "requested", "s", r"\w+ly",
)  # fmt: skip
_AUXILIARIES = rf"(?:{_AUXILIARY} ){{1,7}}"
_AND = _match_any("and", "but", "so", "hence", "thus", "therefore")
_AGENT = _match_any(
    "we", "i", "me", "us", "(?:co ?)?authors?", "submitter", "arxiv", "company", "employer",
    "institut(?:e|ion)", "university", "sponsors?", "funders?", "clients?", "supervisors?", "advisors?",
)  # fmt: skip
_WISH = _match_any(
    r"request\w*", r"ask\w*", r"requir\w*", r"demand\w*", r"seek\w*", r"wish\w*", r"want\w*", r"decid\w*",
    r"cho+s\w*", r"need\w*", "had", "have", "like", "forced", "obliged", "advised", "agreed?", "prefer",
    "intend", "plan", "please", "kindly",
)  # fmt: skip
_CAUSE = _match_any(
    "due", "because", "as", "since", "owing", "for", "until", "to", "after", "while", "pending", "so"
)
_PLACE = "(?:arxiv|archive|repository|server|preprint|public|site|circulation|publication)"
_CONSIDERATION = r"consideration(?: for publication)?(?= ?$| ,| (?:because|due|as|since)\b)"
_ARXIV = rf"(?:(?:(?:the|this|public) )?{_PLACE}|{_CONSIDERATION})"
_ADMINISTRATORS = r"(?:(?:the|an?|site) )?(?:arxiv|admin\w*|moderat\w*)"

# Words before a verb.
HAS_SUBJECT = re.compile(rf"{_NOT_AFTER}\b(?:{_PAPER}|this|it){_ASIDE} {_AUXILIARIES}$")
HAS_SUBJECT_IN_ABSTRACT = re.compile(rf"{_NOT_AFTER}\b{_PAPER_IN_ABSTRACT} {_AUXILIARIES}$")
BEGINS_ABSTRACT = re.compile(
    rf"^(?:(?:(?:the|this|our) (?:following )?)?(?!\w+s\b){_NOUN_IN_ABSTRACT} (?:{_AUXILIARIES})?)?$"
)
# "The paper is", but not "Paper is" and "The paper", after which "withdrawn" need not be the predicate.
IS_SPECIFIC = re.compile(rf"^(?:this|our|the) .*{_AUXILIARIES}$")
HAS_BARE_SUBJECT = re.compile(
    rf"(?:(?:^|, ){_ADJECTIVES}{_NOUN}|{_NOT_AFTER}\b{_PAPER}) (?:{_AUXILIARIES})?$"
)
HAS_DISTANT_SUBJECT = re.compile(
    rf"(?:{_NOT_AFTER}\b{_PAPER}|^(?:submitted|uploaded|posted)) .*(?:\b{_AND}|,) (?:it )?{_AUXILIARIES}$"
)
HAS_AGENT = re.compile(rf"\b{_AGENT}\b")
HAS_AUTHOR = re.compile(r"\b(?:we|i|me|authors?|submitter)\b")
HAS_AUTHOR_AS_SUBJECT = re.compile(r"\b(?:we|i|authors?) (?:\w+ly )?$")
HAVE_AUTHORS = re.compile(r"(?:\b(?:we|i)|(?:^|\ball |(?<!of )\bthe )authors?) (?:has|have|had) (?:\w+ly )?$")
FOR_AUTHORS = re.compile(
    r"\b(?:request|behalf|wish) of (?:\w+ ){0,3}authors?\b"
    rf"|(?:^|, |\b(?:the|all|{_AND}) )(?:we|i|authors?) (?:\w+ ){{0,3}}(?:regret|{_WISH})\b.* that "
)
HAVE_ADMINISTRATORS = re.compile(rf"\b{_ADMINISTRATORS} (?:has |have |had )?$")
HAS_ARXIV = re.compile(r"\barxiv (?:admin\w* |moderat\w* )?(?:has |have |had )?$")
HAS_WISH = re.compile(rf"\b{_WISH} (?:\S+ ){{0,6}}$")
IS_ALONE = re.compile(
    r"^(?:status )?(?:\d+ (?:\w*pages?|pp?|fig\w*|tables?) (?:, |and )*)*"
    rf"(?:{_AUXILIARIES}|(?:complete|full|total|temporary|voluntary|authors?) )?$"
)
# "The upload was a mistake, withdrawn", "Obsolete and withdrawn", but not "Section 4 is wrong, withdrawn".
_FAULT = _match_any(
    r"mistak\w*", "errors?", r"erroneous\w*", "wrong", r"flaw\w*", "bugs?", "incorrect", "invalid",
    "obsolete", "outdated", "superseded", "merged", "moved", r"duplicate\w*", "incomplete", "unfinished",
    "premature", r"overlap\w*", r"plagiar\w*", "sorry",
)  # fmt: skip
_PART = _match_any(
    "sections?", "lemmas?", "theorems?", "propositions?", "corollar(?:y|ies)", "claims?", "appendi(?:x|ces)",
    "figures?", "tables?", "chapters?", "parts?", "proofs?", "conjectures?",
)  # fmt: skip
FOLLOWS_FAULT = re.compile(
    rf"^(?!(?:\w+ )?{_PART} )(?:.*\b{_FAULT}\b.* ,|(?:\w+ly )?{_FAULT}(?: ,)?)(?: {_AND})? "
    rf"(?:{_AUXILIARIES})?$"
)
_CONDITION = _match_any(
    "if", "unless", "whether", "how", "why", "once", "when", "before", "until(?! further)"
)
_WILL = _match_any("will", "would", "shall", "should", "can", "may", "might", "could")
IS_DOUBTFUL = re.compile(
    r"\b(?:not|never|no|nobody|cannot|can|may|might|could|\w+n t)(?: \w+){0,2} $"
    # "if it is withdrawn", "if accepted, it will be withdrawn", but not "if you cite it, it is withdrawn"
    rf"|\b{_CONDITION} (?:(?!{_AND} )\w+ ){{0,5}}$|\b{_CONDITION} .*\b{_WILL} (?:\w+ )?be $"
    rf"|^(?:is|was|has|{_WILL}) (?:this|the|our|it|we|i)\b"
    r"|\b(?:almost|nearly|hardly|barely|falsely|wrongly|erroneously|mistakenly|allegedly|reportedly"
    r"|previously|formerly|earlier|once|originally|initially|first) (?:be |been )?$"
)
# It is not this paper's authors who say that it is withdrawn, or ask for it.
_STATEMENT = _match_any(
    "claims?", "rumou?rs?", "statements?", "assertions?", "allegations?", r"(?:the|an?|that) (?:\w+ )?notes?",
    "notices?", "comments?", "remarks?", "messages?", "labels?", "impression", "belief", "news",
    r"(?:was|were|is|are|been|being) (?:\w+ )?(?:reported|claimed|said|stated|alleged|believed|announced)",
)  # fmt: skip
IS_REPORTED = re.compile(
    rf"\b(?:{_STATEMENT}|(?:reviewer|referee|reader|critic|journal|editor)s? (?:\w+ ){{0,3}}{_WISH})"
    r" (?:\w+ ){0,4}?that\b[^,]*$"
)
# "We refused to withdraw", "instead of a withdrawal".
IS_REFUSED = re.compile(
    r"\b(?:refus\w+|declin\w+|consider\w*|contemplat\w+|without|instead of|rather than|avoid\w*|against"
    r"|oppos\w+|disagree\w* with|object\w* to|appeal\w*|right|able|free|possible)"
    r"(?: (?:to|the|of|a|an|our|its|this|request|for|by|us|we))* $"
    rf"|\b(?:may|might|could|can) (?:(?!{_AND} )\w+ ){{0,5}}$"
)
IS_CANCELLED = re.compile(
    rf"^(?: (?!{_CAUSE}\b)\w+){{0,4}} (?:(?:was|is|has been|had been) (?:\w+ ){{0,2}})?"
    r"(?:mistakes?|mistaken|error|erroneous|wrong|unnecessary|unjustified|cancel\w+|revoked|rever[st]\w+"
    r"|rejected|denied|refused|declined|undone)\b"
)
IS_UNDONE = re.compile(
    r"\b(?:but|yet|which|and) (?:(?:we|i|the authors?) )?(?:\w+ )?"
    r"(?:refused?|declined?|disagreed?|objected|appealed|(?:decided|chose) (?:not|against)"
    r"|(?:did|have|will|do) not(?= ?$))\b"
)
_ANY_ID = r"(?:arxiv|\d{4} \d{4,5}|[a-z]{2,8} \d{7})"
NAMES_OTHER = re.compile(
    r"\b(?:supersed(?:es|ing)|replac(?:es|ing)|extend(?:s|ing)|correct(?:s|ing)|revis(?:es|ing)"
    r"|(?:re ?submission|revision|version|update|correction|extension|merger?|successor) (?:of|to)"
    rf"|(?:comments?|reply|response) (?:on|to)) (?:\w+ ){{0,5}}{_ANY_ID}\b"
    r"|^(?!(?:this|our|my|the|arxiv|new|duplicate) )\w+(?: \d{2,4})? submission$"
)
IS_STUDIED = re.compile(r"\b(?:stud(?:y|ies|ied)|investigate|analy[sz]e|model|predict|detect|examine|when)\b")
AT_VENUE = re.compile(
    r"\b(?:submi\w+|accepted|rejected|sent|presented|appear\w*|published) (?:\S+ ){0,2}?"
    r"(?:to|at|in|by|for) (?!arxiv|mistake|error|accident)"
)
AT_VENUE_AND = re.compile(
    rf"{AT_VENUE.pattern}.*(?:\band|\bbut|\bthen|\blater|,)"
    r"(?: (?!(?:this|the|our|my|so|hence|thus|therefore)\b)\w+){0,4} $"
)

# Words after a verb.
HAS_OBJECT = re.compile(rf"^(?: \w+ly)?(?: of)? {_PAPER}")
HAS_BARE_OBJECT = re.compile(r"^(?: \w+ly)? (?:paper|article|submission|manuscript|preprint)\b")
HAS_OBJECT_IN_ABSTRACT = re.compile(rf"^(?: \w+ly)? {_PAPER_IN_ABSTRACT}")
HAS_PRONOUN = re.compile(r"^(?: \w+ly)?(?: of)? (?:it|this)\b")
HAS_END = re.compile(
    rf"^(?: (?:\w+ly|now|again))?(?: ?$| ,| (?:{_CAUSE}|by|and|on|at|upon|following|from {_ARXIV})\b"
    r"| in (?:order|fav\w+|light|view|lieu|agreement|accordance|response|compliance|(?:its|their) entirety)\b"
    r"| (?:see|please|when|once|till|under|given|per|with|without|out of|based on|but)\b)"
)
BY_OTHERS = re.compile(rf"^(?: \w+ly)? by (?!(?:\w+ ){{0,4}}(?:{_AGENT}|admin\w*|moderat\w*|request)\b)")
IS_NOTICE = re.compile(r"^(?: ?$| (?:due|because|by|request\w*|notice|note)\b)")
FROM_ARXIV = re.compile(rf"^(?: \w+){{0,5}} from {_ARXIV}")
FROM_ELSEWHERE = re.compile(rf"^(?: (?!(?:{_CAUSE}|on|with)\b)\w+){{0,5}} from (?!{_ARXIV})")
AROUND_EVENT = re.compile(
    r"^(?: \w+)? (?:before|prior to|during|after) (?:\w+ )?(?:present|publi|proceeding|accept|review"
    r"|conference|workshop|deadline|camera|decision|rebuttal|notification)"
    r"|^(?: ,)? and (?:re ?)?(?:submitted|sent|moved|extended)\b|^ by (?:mistake|accident|error)"
)
_BY = rf"^(?: (?!(?:{_CAUSE}|by)\b)\w+){{0,4}} (?:by|request of|behalf of)"
BY_ADMINISTRATORS = re.compile(rf"{_BY} {_ADMINISTRATORS}")
BY_ARXIV = re.compile(rf"{_BY} (?:the )?arxiv")
BY_AUTHORS = re.compile(
    rf"{_BY} (?:\w+ ){{0,4}}(?:authors?|submitter|us|me)\b"
    rf"|^(?: (?!{_CAUSE}\b)\w+){{0,4}} (?:at|on|upon|by) (?:the )?authors?(?: s)? (?:request|wish|behalf)"
)

# Words of a whole text: the paper was withdrawn once, and it is not now.
_CORRECTED = _match_any(
    "fixed", "corrected", "resolved", "repaired", "closed", "solved", "addressed", "rectified", "amended",
    "resubmitted", "reposted", "reuploaded", "re ?(?:submitted|posted|uploaded|opened)", "valid",
)  # fmt: skip
_THIS_VERSION = r"(?:this|present|current|new|latest|v\d+)(?: version| one)?"
IS_REINSTATED = re.compile(
    r"\b(?:was|were|had been|formerly|previously) (?:\w+ ){0,2}withdrawn\b.*\b"
    rf"(?:(?:is|are|has been|have been) {_CORRECTED}|now {_CORRECTED}"
    rf"|{_THIS_VERSION} (?:is|fixes|corrects|contains|replaces|restores))\b"
    r"|\b(?:is|was|been) (?:now )?(?:reinstated|restored)\b"
    r"|\b(?:rewrite|revision|replacement|correction) (?:of|for) v\d"
)
VERSION = re.compile(r"\bv(?:ersion )?(\d{1,3})\b")
VERSION_LABEL = re.compile(rf"{VERSION.pattern}$")
