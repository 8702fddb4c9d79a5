"""Every entry of the word lists with which the names of unlisted venues are read has its effect."""

from generator.derive.venues.unlisted_names import read_venue_name, strip_sponsors
from generator.model.curation_values import VenueKind
from tests.tables import for_each_row

OTHER_WORDS = """January February March April May June July August September October November December
    Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Spring Summer Fall Autumn Winter Vol Volume
    Page Pages P p Pp Pg No Issue Special Article Art Paper Accepted Published Presented Code Project This We
    Our It See Please Also Preprint Pre-print PrePrint Held Author Authors Copyright Version Figure Figures
    Table Tables Camera Best Oral Spotlight Main Track Extended Full Proc Proceeding Proceedings Submitted
    12""".split()
SMALL_WORDS = "on of the its for and in to with from de des du la le les en et für und".split()
EVENTS = """conference conferences symposium symposia workshop workshops congress meeting forum summit
    colloquium convention Conf. Symp. findings""".split()
JOURNALS = "Journal J. Transactions Trans Letters Magazine Surveys Annals Bulletin Quarterly Acta".split()
SPONSORS = """IEEE ACM USENIX Usenix IFIP SIAM CVF SPEC EAI SIGTOY TC TC7 WG CS Euromicro EUROMICRO AAAI ASME
    IASTED IFAC AIAA IET IAPR CCF ELRA""".split()
GENERIC_WORDS = """& International Annual European National Joint World Global Asia Asian American Int
    Conference Symposium Meeting Congress Journal Transactions Letters Magazine""".split()
NO_VENUES = [
    *"press university institute institut department faculty report reports thesis theses chapter".split(),
    *"chapters book books handbook encyclopedia springer elsevier wiley kluwer birkhäuser verlag".split(),
    *"publisher publication publications archive archives repository school schools laboratory".split(),
    *"laboratories festschrift essays honor honour lecture lect notes preprints series".split(),
    *"papers manuscript appendix github zenodo arxiv poster posters demo demos demonstration".split(),
    *"demonstrations tutorial tutorials panel doctoral phd student keynote competition challenge".split(),
    *"hackathon funding grant grants english french german chinese rapport xplore committee waiting".split(),
    *("technical report", "technical reports", "technical note", "technical notes", "technical memo"),
    *("digital library", "peer review", "peer reviewed"),
]
NO_ACRONYMS = """IEEE ACM LNCS LNAI LNBIP EPTCS CCIS CEUR CEUR-WS LIPIcs LIPcs OASIcs OAScs AISC AIP SPIE MDPI
    IGI IOS AMS HAL CoRR SSRN PhD MSc BSc MS USA UK UAE EU US NY CA PDF PS DOI URL ISBN ISSN ID TBA TBD TR RFC
    ISO LaTeX LaTeX2e TeX RevTeX RevTex RevTeX4 MATLAB GitHub OpenReview HTML CD DVD CC BY NIST NASA CERN
    INRIA MIT TU AI ML NLP GPU CPU HPC IT CS SCI SCIE EI JCR DBLP COVID XIV PC OS AMD IBM CVF VLSI""".split()
ENDS_OF_WHOLE_WORDS = "ies ems rks ons ics ing ogy nce ces are".split()


def read_name(text):
    venue = read_venue_name(text, 0)
    return venue and venue.name


@for_each_row("word", OTHER_WORDS)
def test_a_name_ends_before_these_words(word):
    assert read_name("Symposium on Tiny Toys Zebra Games") == "Symposium on Tiny Toys Zebra Games"
    assert read_name(f"Symposium on Tiny Toys {word} Games") == "Symposium on Tiny Toys"


@for_each_row("word", SMALL_WORDS)
def test_a_name_contains_small_words(word):
    assert read_name("Annals of Tiny Toys xyz Games") == "Annals of Tiny Toys"
    assert read_name(f"Annals of Tiny Toys {word} Games") == f"Annals of Tiny Toys {word} Games"


@for_each_row("word", EVENTS)
def test_these_words_name_an_event(word):
    assert read_venue_name("Tiny Toys of Gathering", 0).kind is VenueKind.JOURNAL
    venue = read_venue_name(f"Tiny Toys of {word.capitalize()} Games", 0)
    assert venue.has_title_word
    assert venue.is_event


@for_each_row("word", JOURNALS)
def test_these_words_name_a_journal(word):
    assert not read_venue_name("Zebra Box of Tiny Toys", 0).has_title_word
    venue = read_venue_name(f"Zebra {word} of Tiny Toys", 0)
    assert venue.has_title_word
    assert not venue.is_event


@for_each_row("word", SPONSORS)
def test_sponsors_are_no_part_of_a_name(word):
    assert strip_sponsors("WXYZ Symposium on Toys") == "WXYZ Symposium on Toys"
    assert strip_sponsors(f"{word} Symposium on Toys") == "Symposium on Toys"


@for_each_row("word", GENERIC_WORDS)
def test_a_name_of_general_words_is_none(word):
    assert read_name("International Toys Joint Conference") == "International Toys Joint Conference"
    assert read_name(f"International {word} Joint Conference") is None


@for_each_row("word", "on of the and for in".split())
def test_small_words_do_not_make_a_name(word):
    assert read_name(f"Conference {word} Toys") == f"Conference {word} Toys"
    assert read_name(f"Conference {word} Asia") is None


@for_each_row("words", NO_VENUES)
def test_a_name_with_these_words_is_no_venue(words):
    assert read_name("International Symposium on Toy Boxes") == "International Symposium on Toy Boxes"
    assert read_name(f"International Symposium on Toy {words.title()}") is None


@for_each_row("words", ["J. of", "Association for", "Society of", "Consortium for"])
def test_an_organisation_is_a_venue_only_with_a_word_for_venues(words):
    assert read_name(f"{words} Tiny Toys") is None
    for event in ("Conference", "Meeting", "Journal"):
        assert read_name(f"{words} Tiny Toys {event}") == f"{words} Tiny Toys {event}"


@for_each_row("acronym", NO_ACRONYMS)
def test_these_acronyms_are_no_venues(acronym):
    assert read_venue_name("WXYZ 2024", 0).acronym == "WXYZ"
    assert read_venue_name(f"{acronym} 2024", 0) is None


@for_each_row("end", ENDS_OF_WHOLE_WORDS)
def test_a_full_stop_after_a_whole_word_ends_a_name(end):
    assert read_name("Journal of Tiny Comput. Games") == "Journal of Tiny Comput. Games"
    assert read_name(f"Journal of Tiny Toy{end}. Games") == f"Journal of Tiny Toy{end}"
