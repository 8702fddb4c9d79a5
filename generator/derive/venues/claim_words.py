"""The words around venues in comments: those that claim an appearance, and those that deny it."""

import re

from generator.derive.venues.mentions import MONTH_ABBREVIATION, ORDINAL, PREFIX, QUOTE, YEAR
from generator.derive.venues.misspellings import add_misspellings
from generator.derive.venues.spellings import SPONSOR


def _match_words(*patterns: str) -> re.Pattern[str]:
    """Compile a pattern that matches any of these as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


_ACCEPTED = rf"accept\w*|{add_misspellings('accepted')}"
_SUBMITTED = rf"(?<!accepted )submi(?:t|ss)\w*|{add_misspellings('submitted')}"
_UNDER_REVIEW = r"under\s+(?:[\w-]+\s+){0,2}(?:rev(?:ie|ei)w|revision|consideration)"
_PROCEEDINGS = r"(?:[\w-]+\s+){0,2}(?:proc|proceed\w*|conference|program(?:me)?|special\s+issue|series)"
_PART_OF_PAPER = (
    r"(?:chapters?|sections?|results|parts?)\s+(?:[\dIVX]+(?:\s*(?:,|and|&|[-–])\s*[\dIVX]+)?\s+)?"
    r"(?:(?:of|in|from)\s+[\w\s]{1,40}?)?"
    r"(?:was|were|is|are|has|have|had|will|appear\w*|published|presented|accepted)"
)
SUBMISSION = _match_words(_SUBMITTED, _UNDER_REVIEW, r"in\s+review")
# Words in a clause that does not claim that this very paper is at the venue.
_SUBMISSIONS = (rf"(?:re-?)?(?:{_SUBMITTED})",)
_DENIALS = (
    # The paper is not there yet, or never will be.
    _UNDER_REVIEW,
    r"(?:in\s+(?:peer\s+)?|for\s+)review",
    r"in\s+preparation",
    r"prepared\s+for",
    r"planned",
    r"intended",
    r"likely",
    r"possibl[ey]",
    r"to\s+be\s+sent",
    r"sent\s+to",
    r"not\s+(?:yet\s+|been\s+|be\s+){0,2}(?:accepted|included|part|published|presented)",
    r"if\s+accepted",
    r"reject\w*",
    r"(?<!with )(?<!after )(?:minor|major)\s+revision",
    r"unpublished",
    r"withdrawn?",
    # Another paper is there.
    r"preliminary",
    r"(?:early|initial|journal)\s+version",
    r"(?<!supported )(?<!funded )in\s+part",
    r"partial\w*",
    rf"(?:part|parts|portions?)\s+of(?!\s+(?:the\s+)?{_PROCEEDINGS}\b)",
    r"(?:subset|some)\s+of\s+(?:the|these|our)\s+results",
    r"extension\s+(?:of|to)",
    r"follow-?up",
    r"(?:response|repl(?:y|ies)|rebuttal)\s+to",
    r"(?:reproductions?|replications?|re-?implementations?|critiques?|translations?|surveys?|summar(?:y|ies))\s+of",
    _PART_OF_PAPER,
    r"companion",
    r"accompan\w+",
    r"supplement\w*\s+(?:materials?\s+)?(?:to(?!\s+(?:appear|be))|of|for)",
    r"(?<!including )(?<!includes )(?<!with )(?<!an )addendum",
    r"(?<!with an )appendix\s+(?:to|of|for)\s+(?:the|our|an?)\s+(?:\w+\s+)?(?:paper|article)",
    r"errat\w+",
    r"corrigend\w+",
    r"comments?\s+on",
    r"winn(?:er|ing)s?\s+(?:\w+\s+)?(?:of|for)",
    r"challenge",
    r"contest",
    r"competition",
    # It is not a paper.
    r"thes[ie]s",
    r"dissertation",
    r"talk(?!\s+from)",
    r"seminar",
    r"(?<!as a )lectures?(?!\s+(?:notes|presentation|session|track))",
)
# Words for a relation to another paper, if they are before the name or in the same part of the clause.
_OTHER_PAPERS = (
    r"earlier",
    r"previous",
    r"extends",
    r"overlap\w*",
    r"(?:based|builds?)\s+(?:up)?on",
    r"related\s+to",
    r"similar",
    r"generali[sz]\w+",
    r"improves",
    r"supersed\w+",
)
# Words about money or the form of a text, if no word of publication is between them and the name.
_OTHER_SUBJECTS = (
    r"funded",
    r"supported",
    r"grants?",
    r"keywords?",
    r"template",
    r"formatt\w+",
    r"format(?!\s*,)",
    r"style",
    r"class",
    r"\w+\.(?:cls|sty)",
)
NO_CLAIM = _match_words(*_SUBMISSIONS, *_DENIALS, *_OTHER_PAPERS, *_OTHER_SUBJECTS)
DENIAL = _match_words(*_SUBMISSIONS, *_DENIALS)
# For words after the name of a venue that accepted the paper: "accepted by ISCA after it was submitted".
DENIAL_AFTER_ACCEPTANCE = _match_words(*_DENIALS)
ACCEPTANCE = _match_words(_ACCEPTED)
# A submission that an acceptance can follow.
PENDING = _match_words(
    _SUBMITTED, r"reject\w*", r"(?:first|originally|initially)\s+(?:presented|published)", r"reviewed"
)
OTHER_PAPER = _match_words(*_OTHER_PAPERS)
OTHER_SUBJECT = _match_words(*_OTHER_SUBJECTS)
THESIS = _match_words(r"thes[ie]s(?!\s+(?:award|prize))", r"dissertation", r"habilitation")
# Words before the thesis from which a paper was made: "part of my thesis", "the first author's thesis".
FROM_THESIS = re.compile(
    r"\b(?:of|on|from|in|by|extends?|into|see|to|reports?|for|contains?)\s+[^.,;:]{0,60}$"
    r"|(?<!master)(?<!bachelor)(?:['’]s|s['’])\s+[^.,;:]{0,30}$",
    re.IGNORECASE,
)
# Events at a conference whose papers are not the conference's own.
_SIDE_EVENTS = (
    rf"{add_misspellings('workshop')}s?",
    r"wkshps?",
    r"wksps?",
    r"tutorials?",
    r"panel",
    r"bof",
    r"hackathon",
    r"keynote",
    r"plenary",
    r"mini-?symposi\w+",
    r"symposium\s+series",
    r"(?:spring|summer|fall|winter)\s+symposi\w+",
    r"demos?(?!\s+(?:page|videos?|site|website|link|code|and|is|are|available|at\s*$)|\s*:)",
    r"demonstrations?",
    r"showcase",
    r"student(?!\s+paper)",
    r"doctoral",
    r"phd",
    r"forum",
    r"work[\s-]in[\s-]progress",
    r"wip",
    r"late[\s-]breaking",
    r"tiny\s+papers?",
    r"blog\s?posts?",
    r"(?<!extended )abstracts?",
    r"findings|finding\s+of",
    r"adjunct",
    r"special\s+issue",
    r"young\s+professionals",
    r"community\s+activit\w+",
)
_POSTERS = (r"posters?",)
SIDE_EVENT = _match_words(*_SIDE_EVENTS, *_POSTERS)
# For conferences where papers are presented as posters.
SIDE_EVENT_WITH_TALKS = _match_words(*_SIDE_EVENTS)
# Words after a name that make it a programme at the conference: "AAAI 2026 Bridge", "AAAI EAAI Symposium".
SIDE_EVENT_AFTER = re.compile(
    r"[^.,;:|()\[\]]{0,60}?\b(?:[Bb]ridge|(?:[A-Z]{3,9}|[Pp]rofessionals)\s+[Ss]ymposium|[Ss]ymposium\s+[Oo]n"
    r"|[Aa]ctivity|[Ss]ummer\s+[Ss]chool|[Ss]ocial)\b(?!\s+[Ii]mpact)"
)
# Words between a side event and the conference that it belongs to.
HOSTED_BY = _match_words(
    r"in\s+conj\w+",
    r"co-?\s?locat\w*",
    r"coll?ocat\w*",
    r"affiliated",
    r"associated\s+(?:with|event)",
    r"in\s+association",
    r"alongside",
    r"satellite",
    r"hosted",
    r"side\s+event",
    r"(?:together|connection)\s+with",
    r"held\s+(?:at|with|in|during)",
)
_ACRONYM = r"\b[A-Z][\w-]{0,30}[A-Z][\w-]{0,30}"
# "HLPGPU at HiPEAC", "AI4MATH@ICML"
ACRONYM_AT = re.compile(
    rf"\b(?!(?i:accepted|presented|published|appear|oral|spotlight|poster|paper)\b)[\w-]{{1,40}}\s?@\s*$|\(@\s*$"
    rf"|(?!{SPONSOR}\b){_ACRONYM}(?:\s?{QUOTE}?\d{{2,4}})?\)?,?\s+"
    rf"(?:[Aa]t|with|of|during)\s+(?:the\s+)?{PREFIX}"
)
# "DASHSys, VLDB 2026", "DS@HEP, SC17": an event in the place before that of the conference.
ACRONYM_IN_LIST = re.compile(
    rf"(?:^|[\s(,;:])(?P<acronym>[A-Za-z0-9]{{0,12}}[A-Z][\w@-]{{0,30}}[A-Z][\w@-]{{0,30}})"
    rf"(?:\s?{QUOTE}?\d{{2,4}})?\)?(?:,\s|\s[-–—]\s)\s?{PREFIX}"
)
NOT_AN_EVENT = re.compile(
    rf"{SPONSOR}|(?i:\w*la?tex\w*|(?:rev)?tex\d?|pdf|doi|url|github|openreview|arxiv|html|dvi|gpus?|cpus?|fpgas?|llms?|usa|uk|uae)"
    r"|LNCS|LNAI|CCIS|LIPIcs|CEUR|CCF-?\w?|CORE|ETAPS|FLoC|FCRC|ESWEEK|ESWeek|CPSWeek|SPLASH|STAF|DisCoTec|[IVX]+"
)
PUBLICATION = _match_words(
    _ACCEPTED,
    rf"appear\w*|{add_misspellings('appeared')}",
    rf"publish\w*|{add_misspellings('published')}",
    r"publication",
    rf"present\w*|{add_misspellings('presented')}",
    rf"proc|proceed\w*|{add_misspellings('proceedings')}",
    r"camera[\s-]ready",
    r"in\s+press",
    r"forthcoming",
)
# Words of a paper that another paper at the venue was derived from, or the other way round.
OTHER_VERSION = _match_words(
    r"version\s+of",
    r"(?:first|originally|initially)\s+(?:presented|published)",
    r"(?:full|extended|longe?r?|shorte?r?|complete|condensed)[\s-]+version(?!\s+for)",
    r"extended\s+abstract",
    r"technical\s+report",
)
SHORTER_VERSION = _match_words(
    r"(?:short|shorter|condensed|conference)[\s-]+version",
    r"extended\s+abstract",
    r"short\s+presentation",
    r"(?:first|originally|initially)\s+(?:presented|published)",
)
PART_END = re.compile(r"[,;:.|–—]\s|[()\[\]{}\"“]|\s-\s")
PART_WORD = re.compile(r"[^\W_]+")
# Words that may be next to a venue in a remark of its own, such as "12 pages, ASPLOS '26".
FILLER_WORD = re.compile(
    rf"{SPONSOR}|{ORDINAL}|\d+|the|in|at|for|of|to|and|an?|as|our|with|from|via|on"
    r"|papers?|article|contribution|talk|posters?|conference|international|annual|advances"
    r"|pages?|figures?|tables?|journal|magazine|full|main|track|research|final|dans|preprint|version"
    r"|edition|invited|regular|best|award|awarded|outstanding|runner|up|honou?rable|mention|finalist|candidate"
    r"|nominee|nomination|nominated|winner|winning|student|brief|announcement|elsevier|springer|wiley|online|available|spotlight|oral|highlight|proceeds|proceeding|datasets|benchmarks?",
    re.IGNORECASE,
)
# What accompanies a paper: "ISCA 2024 artifact"; but "CGO 2018 artifact evaluated" is the paper itself.
MATERIAL_AFTER = re.compile(
    rf"(?:[\s-]?{QUOTE}?(?:{YEAR}|\d\d)\b)?\s+(?:papers?['’]?s?\s+)?"
    r"(?:artifacts?(?!\s+(?:evaluated|badges?|available|functional|reproduc\w+)\b)"
    r"|(?:source\s+)?code|slides|rebuttal|appendi\w+|supplement\w*)\b",
    re.IGNORECASE,
)
# "57th MICRO"
ORDINAL_BEFORE = re.compile(rf"\b{ORDINAL}\s+{PREFIX}", re.IGNORECASE)
YEAR_OR_VOLUME_AFTER = re.compile(
    rf"[\s,]*(?:elsevier|wiley|springer)?[\s,]*(?:\(?{YEAR}|vol|\d{{1,4}}\s?[(,:])|[\s,(]{{0,2}}(?:elsevier|wiley|springer)\b",
    re.IGNORECASE,
)
# Where a clause ends.
CLAUSE_END = re.compile(
    r"[.!?][\"”)\]]*\s+(?=[\"“(\[]?(?!Companion\b)[A-Z0-9])|;\s*|\n|\s\|\s|\s[-–—]+\s+(?=(?:A|An|The|This)\s(?!(?:\w+\s){0,6}Workshop))|\.\s+(?=arXiv|to\s+appear|accepted)"
)
# Where a statement about another paper starts within a sentence.
OTHER_PAPER_START = re.compile(
    r"(?:[,(]|\s[-–—])\s*(?=(?:(?:an?|the|its|our|some|with)\s+)?(?:preliminary|earlier|previous|initial|early"
    r"|parts?\s+of|portions?\s+of|conference\s+version|short(?:er)?\s+(?:version|paper)|partially|extends|extending|extension)\b)"
    r"|,\s+(?=(?:while|whereas)\b)"
    r"|\sand\s+(?=(?:(?:has|have|was|were|been)\s+){1,2}(?:presented|published)\s+(?:in\s+part|partially)\b)",
    re.IGNORECASE,
)
# Where a sentence turns from a submission to an acceptance: "rejected by A and accepted by B".
ACCEPTANCE_START = re.compile(
    rf"(?:,\s*(?:(?:and|but|then|now)\s+){{0,2}}|\s(?:and|but|then|now)\s+)"
    rf"(?=(?:(?:was|is|been|later|finally|subsequently|then|now|revised|and)\s+){{0,3}}(?:{_ACCEPTED}|in\s+(?:the\s+)?proceedings)\b)",
    re.IGNORECASE,
)
# "Submitted to X. Accepted for publication, July 2016"
ACCEPTED_LATER = re.compile(
    rf"\W*(?:(?:and|it|was|finally|now|later|then)\s+){{0,4}}(?:{_ACCEPTED})\b(?!\s+(?:at|by|to|in)\b)",
    re.IGNORECASE,
)
# "(submitted 26 June 2025, accepted 3 November 2025)"
DATES_OF_REVIEW = re.compile(
    rf"\((?=[^()]{{0,120}}?\b(?:{_SUBMITTED}|received|revised)\b)[^()]{{0,160}}?\b(?:{_ACCEPTED})\b[^()]{{0,80}}\)",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|proc|int|intl|conf|symp|trans|vol|no|pp|al|eds?|dr|prof|st|comm?|comput|syst|vs"
    rf"|(?!may){MONTH_ABBREVIATION}|sept)$",
    re.IGNORECASE,
)
