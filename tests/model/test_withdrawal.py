"""Which comments and abstracts state that a paper is withdrawn, and by whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.sources.registry import parse_document
from generator.model.withdrawal import Withdrawal, Withdrawer, find_withdrawal
from tests.paths import DATA

ABSTRACT = "We measure caches of many machines and programs, and save a third of their energy. " * 5

BY_AUTHORS = [
    "Withdrawn by the authors",
    "Withdrawn from arXiv by the authors",
    "Withdrawn by authors - wrong proofs",
    "This paper has been withdrawn by the author due to a crucial error in equation 1",
    "The article is withdrawn at the request of the authors",
    "The submission is withdrawn by request of co-authors",
    "An error in Lemma 3 was found, and the work was retracted by its authors",
    "The author has withdrawn this paper",
    "Author withdraws this paper",
    "The authors wish to withdraw",
    "The authors withdrew this paper after finding an error in the code",
    "The authors, having found an error in the simulation, withdraw this paper",
    "The authors have opted to withdraw this article",
    "We withdraw this paper",
    "We've withdrawn this paper",
    "We found a fatal error, so we want to withdraw it",
    "We are temporarily withdrawing our paper to fix an issue",
    "We have chosen to retract the paper",
    "We ask for the withdrawal of this article",
    "I am withdrawing this until my co-author has read it",
    "My advisor asked me to withdraw this paper",
    "This paper contains an error in Lemma 3 and has been withdrawn by the author",
    "This article has been deleted by the author",
    "This paper is withdraw by the author due to errors",
]
BY_ADMINISTRATORS = [
    "Withdrawn by arXiv administrators because of a disputed authorship",
    "This article has been withdrawn by arXiv admins since it repeats another one",
    "This  submission has been withdrawn by arXiv administrators as the author violated policy",
    "arXiv admin note: withdrawn",
    "arXiv admin note: This version has been removed by arXiv administrators",
    "arXiv administrators have withdrawn this paper",
    "arXiv has removed this submission",
    "Removed by arXiv",
]
BY_UNKNOWN = [
    "Withdrawn",
    "withdrawn.",
    "[withdrawn]",
    "*** WITHDRAWN ***",
    "Withdrawed",
    "Temporarily withdrawn",
    "To be withdrawn",
    "Withdrawn; see 2602.00002",
    "Withdrawn : errors in the simulation",
    "Withdrawn (error in the proof of Theorem 1)",
    "WITHDRAWN due to an error in Theorem 2",
    "Withdrawing due to an error in the experiments",
    "Withdrawal notice: the data were wrong",
    "12 pages, 5 figures, withdrawn",
    "v2: withdrawn",
    "Paper withdrawn",
    "The paper is withdrawn from consideration for publication because of mistakes",
    "Submission withdrawn, error in the proof",
    "Lemma 4 is false. Paper withdrawn",
    "This has been withdrawn",
    "It has been withdrawn",
    "This paper as been withdrawn",
    "This paper has been widthdrawn",
    "This paper has been wihdrawn",
    "This paper has been with drawn",
    "This paper is not ready and is therefore withdrawn",
    "This manuscript, submitted by mistake, has been withdrawn",
    'This paper, entitled "Toys", has been withdrawn',
    "The paper (arXiv:2401.01234) is withdrawn",
    "The current version of the manuscript is withdrawn",
    "All versions of this paper have been withdrawn",
    "17 pages. This paper has been withdrawn for lack of consent",
    "Submitted to arXiv by mistake and now withdrawn",
    "The previous version had an error; this paper has been withdrawn entirely",
    "The paper was published in a journal, so this preprint is withdrawn",
    "Request of our employer to withdraw",
    "Please withdraw this submission",
    "It is requested that this paper be withdrawn",
    "Our paper must be withdrawn because of a conflict with the sponsor",
    "This submission has been removed",
    "The paper was retracted",
]
NOT_WITHDRAWN = [
    "",
    "Withdrawal of deposits in banks; 12 pages",
    "Withdrawals and deposits",
    "Withdrawn papers as a data set",
    "Withdrawn from ICSE 2025 and submitted to ICPE 2026",
    "Withdrawn after the reviews of ICPE",
    "This paper was withdrawn from SIGMETRICS and extended",
    "The paper has been withdrawn by the authors from ISCA 2024",
    "9 pages; withdrawn from a journal and sent to another one",
    "Submitted to ICSE 2024 and withdrawn",
    "Submitted to ICSE 2024, later withdrawn by the authors",
    "Submitted to a journal, but we withdrew it after one year",
    "Accepted at ICSE 2024 (withdrawn)",
    "Accepted at ICPE; withdrawn before presentation",
    "Presented at ICPE but withdrawn from its proceedings",
    "12 pages. An earlier version of this paper was withdrawn",
    "The first version of this paper was withdrawn due to an error",
    "The conference version was withdrawn",
    "Previous submission withdrawn; this is the corrected one",
    "v1 was withdrawn by mistake; v2 stands",
    "v1: withdrawn, v2: corrected",
    "This paper was withdrawn due to an error in Lemma 2; this version fixes the error",
    "This paper was withdrawn and has now been restored",
    "This paper replaces arXiv:2401.01234, which has been withdrawn",
    "This article supersedes arXiv:2401.01234",
    "Supersedes the withdrawn article arXiv:2401.01234",
    "Corrected version of a withdrawn paper",
    "The companion paper has been withdrawn",
    "The paper by Example et al. has been withdrawn",
    "Comment on a retracted paper",
    "The authors of [3] have withdrawn their paper",
    "One of the authors has withdrawn",
    "A study of why papers are withdrawn",
    "The withdrawn samples are marked",
    "The data set was withdrawn by its owners",
    "Section 4 of this paper has been withdrawn",
    "A claim in Section 4 of this paper is withdrawn",
    "Section 6 (on caches) is withdrawn",
    "v3: later additions are retracted pending an audit",
    "This paper withdraws a claim of 2501.00001",
    "We withdraw the claim that caches are toys",
    "This paper is not withdrawn",
    "If the paper is withdrawn, its code is, too",
    "This version may be withdrawn if it is accepted",
    "Copyright may be transferred without notice, after which this version may no longer be accessible",
    "This version may be removed after publication",
    "In this version an error in Fig. 3 was removed",
    "Removed some typos",
    "Some text has been removed because of copyright",
    "Comments removed by moderators, 12 pages",
    "We study when customers withdraw from queues",
    "Users can withdraw their consent",
    "with raw data and with drawings",
]
ABSTRACTS = [
    ("This paper has been withdrawn by the author due to an error in Figs. 2 and 3.", True),
    ("Withdrawn: the proof of Lemma 2 has a gap.", True),
    ("The paper has been withdrawn. " + ABSTRACT, True),
    ("Withdrawn to repair the experiments. " + ABSTRACT, True),
    ("- Paper withdrawn by its author - " + ABSTRACT, True),
    ("The following article is withdrawn from consideration. " + ABSTRACT, True),
    ("This submissions was withdrawn by arXiv administrators. " + ABSTRACT, True),
    (ABSTRACT + "This paper has been withdrawn by the authors.", True),
    (ABSTRACT + "\\textbf{This submission has been withdrawn}", True),
    (ABSTRACT + "We withdraw this paper, as its baseline was misconfigured.", True),
    (ABSTRACT + "This article was removed by arXiv administrators.", True),
    ("When a paper is withdrawn, its readers are not told. " + ABSTRACT, False),
    ("Papers are withdrawn by their authors, and we ask why. " + ABSTRACT, False),
    ("Withdrawn articles are still cited. " + ABSTRACT, False),
    ("A submission withdrawn from a conference is lost. " + ABSTRACT, False),
    (ABSTRACT + "The paper was retracted in 2010, and is still cited.", False),
    (ABSTRACT + "The authors withdrew the paper from the journal.", False),
    (ABSTRACT + "Many papers are withdrawn by their authors.", False),
    (ABSTRACT + "In this work, retracted articles are found by their citations.", False),
    (ABSTRACT + "In this paper we withdraw energy from the cache.", False),
    (ABSTRACT + "Posts removed by moderators are left out.", False),
    (ABSTRACT + "The simplex is a deformation retract of this work.", False),
    ("Water is withdrawn from the reservoir.", False),
    ("Bidders profit by withdrawing a bid.", False),
]


@pytest.mark.parametrize(
    ("comment", "by"),
    [
        *((comment, Withdrawer.AUTHORS) for comment in BY_AUTHORS),
        *((comment, Withdrawer.ADMINISTRATORS) for comment in BY_ADMINISTRATORS),
        *((comment, Withdrawer.UNKNOWN) for comment in BY_UNKNOWN),
    ],
)
def test_a_comment_states_the_withdrawal_and_who_withdrew(comment, by):
    assert find_withdrawal(comment, ABSTRACT) == Withdrawal(by, "comment")


@pytest.mark.parametrize("comment", NOT_WITHDRAWN)
def test_a_comment_that_only_mentions_withdrawal_is_not(comment):
    assert find_withdrawal(comment, ABSTRACT) is None


@pytest.mark.parametrize(("abstract", "is_withdrawn"), ABSTRACTS)
def test_an_abstract_can_state_the_withdrawal_too(abstract, is_withdrawn):
    withdrawal = find_withdrawal("8 pages", abstract)

    assert (withdrawal.source if withdrawal else None) == ("abstract" if is_withdrawn else None)


def test_who_withdrew_is_found_in_either_text():
    assert find_withdrawal("Withdrawn", "We withdraw this paper.") == Withdrawal(
        Withdrawer.AUTHORS, "comment"
    )


@pytest.mark.parametrize(
    "noun", ["paper", "article", "submission", "manuscript", "preprint", "work", "version", "upload"]
)
@pytest.mark.parametrize(
    "sentence", ["This {} is withdrawn", "The {} was withdrawn", "Our {} has been withdrawn", "{} withdrawn"]
)
def test_each_name_of_a_paper_can_be_withdrawn(noun, sentence):
    assert find_withdrawal(sentence.format(noun), None)


@pytest.mark.parametrize("word", ["by", "due", "because", "as", "since", "pending", "until", "to"])
def test_a_reason_can_follow_the_withdrawal(word):
    assert find_withdrawal(f"Withdrawn {word} something", None)


def test_reported_withdrawals_are_recognised():
    papers = read_case("01-withdrawn.atom.xml")

    assert len(papers) == 15
    for title, withdrawal in papers.items():
        assert bool(withdrawal) == title.startswith("Withdrawn"), title


def test_a_withdrawal_by_administrators_is_not_ascribed_to_the_authors():
    assert read_case("15-by-administrators.atom.xml") == {
        "Taken down": Withdrawal(Withdrawer.ADMINISTRATORS, "comment")
    }


def read_case(name):
    document = parse_document((DATA / "cases" / name).read_bytes(), name, date(2024, 6, 1))
    return {entry.title: find_withdrawal(entry.comment, entry.abstract) for entry in document.entries}


WORDS = (
    "this paper is was withdrawn by from the authors we it and , . ( ) v1 v2 : removed submitted to".split()
)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_classified(text):
    withdrawal = find_withdrawal(text, text)

    assert withdrawal is None or withdrawal.source == "comment"
