"""Every entry of the word lists with which venues are found has its effect."""

from dataclasses import replace

from generator.derive.venues import VenueIndex
from generator.model.curation_values import Venue, VenueKind
from tests.tables import for_each_row
from tests.venues import find_listed

ISCA = Venue(
    "isca",
    "ISCA",
    "ACM/IEEE International Symposium on Computer Architecture",
    VenueKind.CONFERENCE,
    None,
    (),
)
QEST = Venue(
    "qest",
    "QEST",
    "International Conference on Quantitative Evaluation of Systems",
    VenueKind.CONFERENCE,
    None,
    ("Quantitative Evaluation of Systems",),
)
TOYLAND = Venue("toyland", "TOYLAND", "Toy Workshop", VenueKind.WORKSHOP, None, ())
PARALLEL = Venue("parallel", "Parallel Computing", "Parallel Computing", VenueKind.JOURNAL, None, ())


def find_venue(text, *venues):
    appearance = find_listed(VenueIndex(venues or (ISCA,)), None, text)
    return appearance and appearance.venue


def find_venue_of_reference(text, *venues):
    appearance = find_listed(VenueIndex(venues or (ISCA,)), text, None)
    return appearance and appearance.venue


# --- claims -----------------------------------------------------------------------------------------------

NO_CLAIMS = [
    "submitted and", "resubmitted and", "re-submission,", "under review,",
    "under double-blind revision,", "under consideration,", "in review,", "in peer review,",
    "for review,", "in preparation,", "prepared for what was", "planned to be", "intended to be",
    "likely", "possibly", "possible to be", "to be sent after it was", "sent to what",
    "not accepted, not", "not yet included, not", "not been part, not", "not yet be published, not",
    "not presented, not", "if accepted,", "rejected and", "unpublished,", "withdraw if",
    "withdrawn and", "preliminary work", "earlier", "previous", "early version", "initial version",
    "journal version", "in part",
    "partially", "part of what was", "parts of it", "portion of what was", "portions of it",
    "extension of", "extension to", "extends what was", "followup", "follow-up", "overlapping",
    "based on", "based upon", "build on", "builds upon", "related to", "similar", "generalises",
    "generalizes", "improves", "supersedes", "response to what was", "companion", "accompanies",
    "supplement to", "supplementary material for", "supplementary materials of", "addendum", "erratum",
    "errata", "corrigendum", "comment on", "comments on",
    "reply to what was", "replies to what was", "rebuttal to what was", "reproduction of what was",
    "replications of what was", "reimplementation of what was", "re-implementation of what was",
    "critique of what was", "translation of what was", "survey of what was", "summary of what was",
    "summaries of what was", "results were", "results of this report are", "chapter 3 was",
    "chapters 2 and 3 from it have been", "section IV has been", "parts were",
    "winner of what was", "winners of what was", "subset of the results,", "some of our results,",
    "challenge", "contest", "competition", "thesis", "theses", "dissertation", "talk", "seminar",
    "lecture", "lectures",
]  # fmt: skip
OTHER_SUBJECTS = [
    "funded", "supported", "grant", "grants", "keyword", "keywords", "template", "formatted", "formatting",
    "format", "style", "class", "acmart.cls", "ieee.sty",
]  # fmt: skip
SIDE_EVENTS = [
    "workshop", "workshops", "wkshp", "wkshps", "wksp", "wksps", "tutorial", "tutorials", "panel", "bof",
    "hackathon", "keynote", "plenary", "minisymposium", "mini-symposia", "symposium series",
    "spring symposium", "summer symposia", "fall symposium", "winter symposium", "poster", "posters", "demo",
    "demos", "demonstration", "demonstrations", "showcase", "student", "doctoral", "phd", "forum",
    "work in progress", "work-in-progress", "wip", "late breaking", "late-breaking", "abstract", "abstracts",
    "findings", "adjunct", "special issue", "blogpost", "blog posts", "young professionals",
]  # fmt: skip
HOSTED = [
    "in conjunction with", "co-located with", "colocated at", "co located at", "collocated with",
    "collocation at", "colocation at", "affiliated with", "associated with", "in association with",
    "alongside", "a satellite of", "hosted by", "a side event of", "together with",
    "in connection with", "held at", "held with", "held in", "held during",
]  # fmt: skip
PUBLICATIONS = [
    "accepted", "acceptance", "appeared", "to appear", "published", "publishing", "for publication",
    "presented", "presentation", "proc", "proceeding", "proceedings", "camera-ready", "camera ready",
    "in press", "forthcoming",
]  # fmt: skip
OTHER_VERSIONS = [
    "a version of", "full version, study", "extended version, study", "long version, study",
    "longer version, study", "short version, study", "shorter version, study",
    "complete version, study", "condensed version, study", "technical report on", "extended abstract of",
    "first presented, study", "originally published, study", "initially presented, study",
]  # fmt: skip
FILLER_WORDS = """IEEE ACM USENIX Usenix IFIP SIAM CVF SPEC EAI SIGARCH TC TC7 WG CS Euromicro EUROMICRO
    45th 1st 2nd 3rd twenty thirty forty fifty sixty first second third fourth fifth sixth seventh
    eighth ninth tenth eleventh twentieth 12
    the in at for of to and a an as our with from via on paper papers article conference
    international annual page pages figure figures table tables journal magazine full main track
    research final dans preprint version edition invited regular best award
    contribution advances awarded outstanding runner up honorable honourable mention finalist
    candidate nominee nomination nominated winner winning brief announcement elsevier springer wiley
    online available spotlight oral highlight proceeds proceeding datasets benchmark benchmarks""".split()
NO_EVENTS = """IEEE ACM LaTeX TeX RevTeX RevTeX4 PDF DOI URL GitHub OpenReview ArXiv HTML DVI GPU GPUS CPU
    CPUS FPGA FPGAS LLM LLMS USA UK UAE LNCS LNAI CCIS LIPIcs CEUR CCF CCF-A CORE ETAPS FLoC
    FCRC ESWEEK ESWeek CPSWeek SPLASH STAF DisCoTec XIV""".split()
ABBREVIATIONS = """A proc int intl conf symp trans vol no pp al ed eds dr prof st com comm comput syst
    vs jan feb mar apr jun jul aug sep sept oct nov dec""".split()


@for_each_row("words", NO_CLAIMS)
def test_a_clause_with_these_words_claims_nothing(words):
    assert find_venue("study accepted at ISCA 2018") == "isca"
    assert find_venue(f"{words} study accepted at ISCA 2018") is None


@for_each_row("words", OTHER_SUBJECTS)
def test_words_about_money_or_form_claim_nothing_without_a_word_of_publication_after_them(words):
    assert find_venue(f"study accepted with {words} of ISCA 2018") is None
    assert find_venue(f"study accepted at ISCA 2018 {words}") is None
    assert find_venue(f"{words} study accepted at ISCA 2018") == "isca"
    assert find_venue(f"study accepted at ISCA 2018, with {words}") == "isca"


@for_each_row("words", SIDE_EVENTS)
def test_a_side_event_is_not_the_conference(words):
    assert find_venue("accepted to the sessions of ISCA 2018") == "isca"
    assert find_venue(f"accepted to the {words} of ISCA 2018") is None


@for_each_row("words", HOSTED)
def test_an_event_at_a_conference_is_not_the_conference(words):
    assert find_venue("accepted for the meeting ISCA 2018") == "isca"
    assert find_venue(f"accepted for the meeting {words} ISCA 2018") is None


@for_each_row("words", PUBLICATIONS)
def test_a_word_of_publication_is_a_claim(words):
    assert find_venue("the study is at ISCA 2018") is None
    assert find_venue(f"the study is {words} at ISCA 2018") == "isca"


@for_each_row("words", OTHER_VERSIONS)
def test_a_version_of_a_paper_is_a_claim_if_it_names_one_venue(words):
    assert find_venue(f"{words} our ISCA 2018 study") == "isca"
    assert find_venue(f"{words} our ISCA 2018 and QEST 2018 study", ISCA, QEST) is None


def test_a_version_for_a_venue_is_a_remark_of_its_own():
    assert find_venue("full version for ISCA 2018 and QEST 2018, accepted", ISCA, QEST) == "isca"


@for_each_row("words", ["a thesis", "theses", "a dissertation"])
def test_the_thesis_that_a_paper_extends_is_not_the_paper(words):
    assert find_venue("extended from a talk given; presented at ISCA 2018") == "isca"
    assert find_venue(f"extended from {words} presented at ISCA 2018") is None


SHORTER_VERSIONS = [
    "short version of", "shorter version of", "condensed version of", "conference version of",
    "extended abstract of", "short presentation of", "first presented as", "originally published as",
    "initially presented as",
]  # fmt: skip


@for_each_row("words", SHORTER_VERSIONS)
def test_any_other_venue_precedes_that_of_a_shorter_version(words):
    assert find_venue("full version of the study at ISCA 2018. 9 pages, QEST 2018", ISCA, QEST) == "isca"
    text = f"full version of the {words} study at ISCA 2018. 9 pages, QEST 2018"
    assert find_venue(text, ISCA, QEST) == "qest"


def test_a_talk_or_a_students_paper_may_be_in_the_remark_that_names_a_venue():
    assert find_venue("12 pages, talk from ISCA 2018") == "isca"
    assert find_venue("12 pages, student paper ISCA 2018") == "isca"
    assert find_venue("12 pages, poster ISCA 2018", replace(ISCA, has_poster_papers=True)) == "isca"


@for_each_row("word", NO_EVENTS)
def test_these_words_before_a_conference_are_no_event_at_it(word):
    assert find_venue("WXYZ, ISCA 2018, accepted") is None
    assert find_venue(f"{word}, ISCA 2018, accepted") == "isca"


@for_each_row("word", FILLER_WORDS)
def test_these_words_may_be_in_the_remark_that_names_a_venue(word):
    assert find_venue("12 pages, nice ISCA 2018") is None
    assert find_venue(f"12 pages, {word} ISCA 2018") == "isca"


@for_each_row("abbreviation", ABBREVIATIONS)
def test_a_clause_does_not_end_after_an_abbreviation(abbreviation):
    text = f"study accepted by {abbreviation}. Meeting at ISCA 2018"

    assert find_listed(VenueIndex([ISCA]), None, text).evidence == text


@for_each_row("words", ["elsevier, vol", "wiley, (2018", "springer 2018", "(1998", "2100", "vol"])
def test_a_journal_with_an_everyday_title_needs_a_year_or_a_volume(words):
    assert find_venue("Parallel Computing", PARALLEL) is None
    assert find_venue(f"Parallel Computing, {words}", PARALLEL) == "parallel"


@for_each_row(
    "words",
    ["submitted", "a submission", "under review", "under revision", "under consideration", "in review"],
)
def test_a_name_alone_claims_nothing_if_the_paper_is_submitted(words):
    assert find_venue("ISCA 2018. The study is toys") == "isca"
    assert find_venue(f"ISCA 2018. The study is {words}") is None


# --- spellings --------------------------------------------------------------------------------------------

ENGLISH_WORDS = ["MICRO", "CLUSTER", "CLOUD", "PERFORMANCE", "MIDDLEWARE", "SUPERCOMPUTING", "QUEUE"]
SYNONYMS = {
    "&": "and", "trans": "transactions", "transaction": "transactions", "proc": "proceedings",
    "conf": "conference", "int": "international", "intl": "international", "symp": "symposium",
    "modelling": "modeling",
}  # fmt: skip
SPONSORS = "IEEE ACM USENIX Usenix IFIP SIAM CVF SPEC EAI SIGARCH TC7 WG CS Euromicro EUROMICRO".split()
TITLE_WORDS = """conference symposium workshop workshops congress meeting summit transactions journal
    letters magazine proceedings review surveys jornadas ieee acm usenix ifip siam aaai sigmetrics
    elsevier nae""".split()


@for_each_row("word", ENGLISH_WORDS)
def test_an_acronym_that_is_an_english_word_needs_a_year(word):
    venue = Venue("x", word, "The Toy Conference", VenueKind.CONFERENCE, None, ())

    assert find_venue(f"accepted {word} study", venue) is None
    assert find_venue(f"accepted {word} 2018 study", venue) == "x"


@for_each_row("word", ["on", "of", "the", "for", "and", "in"])
def test_a_small_word_may_be_between_the_words_of_a_title(word):
    assert find_venue(f"accepted, International Symposium {word} Computer Architecture") == "isca"


@for_each_row(("spelling", "word"), SYNONYMS.items())
def test_a_word_may_have_another_spelling(spelling, word):
    venue = Venue("x", "XYZZYX", f"Toy {word} Conference", VenueKind.CONFERENCE, None, ())

    assert find_venue(f"accepted, Toy {spelling} Conference", venue) == "x"


@for_each_row("sponsor", SPONSORS)
def test_a_name_may_be_written_without_its_sponsors(sponsor):
    venue = Venue("x", "XYZZYX", f"{sponsor} Conference on Toy Making", VenueKind.CONFERENCE, None, ())

    assert find_venue("accepted, Conference on Toy Making", venue) == "x"


@for_each_row("start", ["The", "Annual", "The Annual", "IEEE and ACM", "IEEE/ACM", "ACM & IEEE"])
def test_a_name_may_be_written_without_the_words_before_its_sponsors(start):
    venue = Venue("x", "XYZZYX", f"{start} IEEE Conference on Toy Making", VenueKind.CONFERENCE, None, ())

    assert find_venue("accepted, Conference on Toy Making", venue) == "x"


@for_each_row("word", TITLE_WORDS)
def test_a_name_with_such_a_word_is_a_title_in_any_case(word):
    venue = Venue("x", "Xyzzy", f"Toys of {word.title()}", VenueKind.JOURNAL, None, ())

    assert find_venue(f"accepted, toys of {word}", venue) == "x"


def test_a_journal_with_everyday_words_has_capitals():
    venue = Venue("x", "Xyzzy", "Toys of Children", VenueKind.JOURNAL, None, ())

    assert find_venue("accepted, toys of children", venue) is None


# --- words around a name ----------------------------------------------------------------------------------

NEXT_WORDS = """Conf Conference Symposium Journal Magazine Proceedings Volume Issue Page Pp Article
    Paper Best Accepted Published Presented Special Research Technical Full Regular Main Track Camera
    Short Long Industrial Invited Preprint Extended Supplement Letter Workshop Poster Demo Student Code
    Version Copyright Elsevier Springer Wiley Usenix January February March April May June
    July August September October November December No In At To On This The We Our And First Both""".split()
WORDS_BEFORE = """IEEE ACM Usenix Euromicro First Second Third Fortieth The Annual In At To By Of On And
    For Dans Proceedings Proc Procs. Conf Conf. Conference Symposium Journal Accepted Published
    Presented Appear Appeared Appears Appearing Elsevier Springer Elsevier's Springer’s Wiley January
    Feb. March April May June July Aug. August Sept. September October Nov. Dec.""".split()
CUES_BEFORE_EVERYDAY = [
    "in", "to", "by", "at", "journal", "journal of", "journal on", "elsevier", "elsevier's", "springer",
    "wiley", "published for", "accepted on", "to appear on", "publication on", "in the", ":", "–", "—", "-",
    "(", "“", "‘", ". In", ". The", ": the", ". Dans",
]  # fmt: skip
ORDINALS_AND_YEARS = [
    "21st", "22 nd", "23rd", "24th", "twenty", "thirty", "forty", "fifty", "sixty", "forty-first", "second",
    "third", "fourth", "fifth", "sixth", "seventh", "ninth", "eighth", "twentieth", "1998", "2018", "2100",
    "2018 24th IEEE/ACM",
]  # fmt: skip
NO_ACRONYMS = "USA UK UAE CCF CORE XIV SJR LNCS LNAI JCR OA AR ERA IF NY CA HK EU".split()
NOT_SECOND_ACRONYMS = "USA UK OpenReview GitHub LaTeX PDF DOI URL CAMERA XIV".split()


@for_each_row("word", NEXT_WORDS)
def test_such_a_word_after_a_name_is_not_part_of_it(word):
    assert find_venue_of_reference("TOYLAND Wonders 2018", TOYLAND) is None
    assert find_venue_of_reference(f"TOYLAND {word} 2018", TOYLAND) == "toyland"


@for_each_row("word", WORDS_BEFORE)
def test_such_a_word_before_a_name_is_not_part_of_it(word):
    assert find_venue_of_reference("Wonders ISCA 2018") is None
    assert find_venue_of_reference(f"{word} ISCA 2018") == "isca"


@for_each_row("word", [*NO_ACRONYMS, *SPONSORS])
def test_letters_in_brackets_that_are_not_an_event(word):
    assert find_venue("accepted at ISCA (WXYZ) 2018") is None
    assert find_venue(f"accepted at ISCA ({word}) 2018") == "isca"


@for_each_row("word", [*NOT_SECOND_ACRONYMS, *SPONSORS, "WXYZ Track", "WXYZ track", "WXYZ TRACK"])
def test_letters_after_an_acronym_that_are_not_a_side_event(word):
    assert find_venue("accepted at ISCA 2018 WXYZ") is None
    assert find_venue(f"accepted at ISCA 2018 {word}") == "isca"


@for_each_row("word", ["The", "Was", "Is", "Will", "To", "Has", *SPONSORS])
def test_a_sentence_after_a_title_does_not_continue_it(word):
    assert find_venue("accepted, International Symposium on Computer Architecture and WONDERS") is None
    assert find_venue(f"accepted, International Symposium on Computer Architecture and {word} it") == "isca"


@for_each_row(
    "words", [" and", " &", ", and", ", Toys and", " and its", " and their", " of", " for", " on", " of the"]
)
def test_such_words_continue_a_title(words):
    title = "International Symposium on Computer Architecture"

    assert find_venue(f"accepted, {title} with Wonders") == "isca"
    assert find_venue(f"accepted, {title}{words} Wonders") is None


@for_each_row("word", ["on", "of", "for", "in", "on the"])
def test_a_subject_of_a_journal_is_not_an_event(word):
    assert find_venue("accepted, Quantitative Evaluation of Systems", QEST) == "qest"
    assert find_venue(f"accepted, Letters {word} Quantitative Evaluation of Systems", QEST) is None


@for_each_row("word", "conference conf symposium symp congress conferences proceedings proc".split())
def test_such_a_word_before_a_subject_makes_it_an_event(word):
    assert find_venue("accepted, Letters on Quantitative Evaluation of Systems", QEST) is None
    assert find_venue(f"accepted, {word} on Quantitative Evaluation of Systems", QEST) == "qest"


@for_each_row("word", ["Conference", "Symposium", "Workshop"])
def test_an_event_is_not_the_international_event_of_the_same_name(word):
    venue = Venue("x", "XYZZYX", f"{word} on Toy Making", VenueKind.WORKSHOP, None, ())

    assert find_venue(f"accepted, {word} on Toy Making", venue) == "x"
    assert find_venue(f"accepted, International {word} on Toy Making", venue) is None


def test_international_may_precede_a_name_without_a_word_for_an_event():
    venue = Venue("x", "XYZZYX", "IEEE Toy Conference", VenueKind.CONFERENCE, None, ())

    assert find_venue("accepted, International IEEE Toy Conference", venue) == "x"


@for_each_row("words", CUES_BEFORE_EVERYDAY)
def test_such_words_introduce_an_everyday_title(words):
    assert find_venue("accepted work with Parallel Computing, 2018", PARALLEL) is None
    assert find_venue(f"accepted work {words} Parallel Computing, 2018", PARALLEL) == "parallel"


@for_each_row("word", ["advances", "topics", "research", "issues", "techniques", "studies"])
def test_a_subject_is_not_introduced_by_in(word):
    assert find_venue(f"accepted work on {word} in Parallel Computing, 2018", PARALLEL) is None


@for_each_row(
    "words",
    ["journal", "magazine", "vol 3", "volume 3", "elsevier", "special", "letters", "on 3 May", "2018", ":"],
)
def test_such_words_end_an_everyday_title(words):
    assert find_venue("accepted at Parallel Computing with toys", PARALLEL) is None
    assert find_venue(f"accepted at Parallel Computing {words}", PARALLEL) == "parallel"


@for_each_row("words", [*SPONSORS, *ORDINALS_AND_YEARS])
def test_sponsors_ordinals_and_years_may_be_before_an_ambiguous_acronym(words):
    assert find_venue("accepted at toy ISCA.") is None
    assert find_venue(f"accepted at {words} ISCA.") == "isca"


@for_each_row("words", ["(XYZ)", "conference (XYZ)", "symposium (XYZ)", "in Rome (XYZ)"])
def test_an_acronym_in_brackets_after_a_title_must_be_the_venues(words):
    title = "International Symposium on Computer Architecture"

    assert find_venue(f"accepted, {title} {words.replace('XYZ', 'ISCA')}") == "isca"
    assert find_venue(f"accepted, {title} {words}") is None


@for_each_row("words", ["journal (XYZ)", "magazine (XYZ)"])
def test_an_acronym_in_brackets_after_a_journal_must_be_its_own(words):
    assert find_venue(f"accepted by Parallel Computing {words.replace('XYZ', 'PC')}", PARALLEL) == "parallel"
    assert find_venue(f"accepted by Parallel Computing {words}", PARALLEL) is None


@for_each_row("word", ["in", "at", "by", "to", "of", "the", "proc", "proceedings", "procs", "proc."])
def test_such_a_word_before_an_ambiguous_acronym_shows_that_it_is_a_venue(word):
    assert find_venue("accepted with ISCA.") is None
    assert find_venue(f"accepted {word} ISCA.") == "isca"


@for_each_row("word", ["", ",", ".", ";", ":", ")", " (", " conference", " symposium", " proceedings"])
def test_such_a_word_after_an_ambiguous_acronym_shows_that_it_is_a_venue(word):
    assert find_venue("accepted at ISCA with toys") is None
    assert find_venue(f"accepted at ISCA{word}") == "isca"


@for_each_row("word", ["Conference", "Symposium", "Workshop", "Workshops", "Congress", "Meeting", "Summit"])
def test_an_acronym_may_belong_to_another_event_whose_name_is_next_to_it(word):
    venue = Venue("atc", "ATC", "USENIX Annual Technical Conference", VenueKind.WORKSHOP, None, ())

    assert find_venue("accepted at the Toys of Trusted Computing (ATC 2016)", venue) == "atc"
    assert find_venue(f"accepted at the {word} on Advanced Trusted Computing (ATC 2016)", venue) is None


# --- years and details ------------------------------------------------------------------------------------

COUNTS = [
    "p 2018", "pp. 2018", "page 2018", "pages 2018", "vol 2018", "volume 2018", "v. 2018", "no 2018",
    "nos. 2018", "n 2018", "issue 2018", "number 2018", "art 2018", "article 2018", "paper 2018",
    "id 2018", "section 2018", "1990-2018", "2018 page", "2018 pages", "2018 figures", "2018 table",
    "2018 papers",
]  # fmt: skip
PAGES = ["p. 12-34", "pp. 12-34", "page 12-34", "pages 12-34", "pg 12-34"]
IDENTIFIERS = [
    "https://toys.example/2018", "www.toys.example/2018", "2018@toys.example", "10.5555/2018", "arXiv: 2018",
    "ISSN 2018", "ISBN 2018",
]  # fmt: skip
VOLUMES = ["v. 7", "vol. 7", "volume 7"]
NUMBERS = ["no. 7", "nos. 7", "n. 7", "number 7", "issue 7", "iss. 7"]


def find_details(text):
    return find_listed(VenueIndex([PARALLEL]), text, None)


@for_each_row("words", COUNTS)
def test_a_number_that_counts_something_is_not_a_year(words):
    assert find_details(f"Parallel Computing, toys, {words}").year is None


@for_each_row("words", PAGES)
def test_pages_are_found_after_a_word_for_pages(words):
    assert find_details(f"Parallel Computing, {words}").pages == "12-34"


@for_each_row("words", ["p. 12", "pp. 12", "page 12", "pages 12", "pg 12"])
def test_one_page_is_found_after_a_word_for_pages(words):
    assert find_details(f"Parallel Computing, {words}").pages == "12"


@for_each_row("words", ["p. 12-a", "p. 12a", "p. 12 -", "12 p 34"])
def test_part_of_another_number_is_not_a_page(words):
    assert find_details(f"Parallel Computing, {words}").pages is None


@for_each_row("words", VOLUMES)
def test_a_volume_is_found_after_a_word_for_volumes(words):
    assert find_details(f"Parallel Computing, {words}").volume == "7"


@for_each_row("words", NUMBERS)
def test_a_number_is_found_after_a_word_for_numbers(words):
    assert find_details(f"Parallel Computing, {words}").number == "7"


@for_each_row("text", IDENTIFIERS)
def test_an_identifier_contains_no_year(text):
    assert find_listed(VenueIndex([TOYLAND]), f"TOYLAND, {text}", None).year is None


@for_each_row("word", ["USA", "UK", "UAE", *SPONSORS])
def test_a_country_or_sponsor_before_a_year_is_not_another_event(word):
    index = VenueIndex([TOYLAND])

    assert find_listed(index, "TOYLAND in Rome, WXYZ 2018", None).year is None
    assert find_listed(index, f"TOYLAND in Rome, {word} 2018", None).year == 2018


@for_each_row("word", ["at", "At", "with", "of", "during", "at the", "at the 20th IEEE"])
def test_an_acronym_at_a_conference_is_a_side_event(word):
    assert find_venue(f"accepted, toys {word} ISCA 2018") == "isca"
    assert find_venue(f"accepted, WXYZ {word} ISCA 2018") is None


INTERNATIONAL = {
    VenueKind.CONFERENCE: ["Conference", "Symposium"],
    VenueKind.WORKSHOP: ["Workshop"],
    VenueKind.JOURNAL: ["Transactions", "Journal", "Letters", "Proceedings", "Magazine"],
}


@for_each_row(("kind", "word"), [(kind, word) for kind, words in INTERNATIONAL.items() for word in words])
def test_an_international_venue_is_another_one(kind, word):
    venue = Venue("toys", "TnT", f"{word} on Tiny Toys", kind)

    assert find_venue_of_reference(f"{word} on Tiny Toys, 2019", venue) == "toys"
    assert find_venue_of_reference(f"International {word} on Tiny Toys, 2019", venue) is None
