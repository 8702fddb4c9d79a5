"""Every entry of the word lists with which reading lists are imported has its effect."""

from generator.curate.lists.heading_topics import HeadingTopics
from generator.curate.lists.markdown_entry import is_code, is_generic
from generator.curate.lists.read_markdown import read_markdown
from generator.model.curation_values import Topic
from tests.tables import for_each_row

CODE_LABELS = "code github gitlab implementation repo repository source".split()
OTHER_LABELS = """abs abstract acm appendix arxiv article artifact bib bibtex blog cite dataset data demo doi
    download eprint full here homepage html huggingface ieee journal link model models official openreview
    page paper pdf post poster preprint project pytorch read site slides supplement talk tensorflow text tweet
    url version video web webpage website youtube""".split()
FILLERS = "article awesome list paper publication reading research survey work".split()
NOTE_COLUMNS = """annotation comment comments contribution contributions description highlight highlights idea
    ideas insight insights note notes remark remarks summary takeaway takeaways TL;DR tldr why""".split()


@for_each_row("word", CODE_LABELS + OTHER_LABELS)
def test_a_label_of_these_words_is_no_title(word):
    assert not is_generic("toys 2024")
    assert is_generic(f"[{word.title()}] 2024")


def test_labels_of_code_are_recognised():
    assert [word for word in CODE_LABELS + OTHER_LABELS if is_code(word)] == CODE_LABELS


@for_each_row("word", FILLERS)
def test_these_words_do_not_change_the_subject_of_a_heading(word):
    topics = HeadingTopics([Topic("graphs", "Graphs", "")])

    assert topics.match("Knowledge graphs") == ()
    assert topics.match(f"{word.title()}s on graphs") == ("graphs",)


@for_each_row("word", NOTE_COLUMNS)
def test_columns_with_these_headings_have_words_of_the_lists_author(word):
    assert read_note("Where from") is None
    assert read_note(f"My {word}") == "It is fast."


def read_note(column):
    table = f"|Paper|{column}|\n|--|--|\n|[A toy](https://arxiv.org/abs/2602.00001)|It is fast.|"
    (entry,) = read_markdown(table, "a.md").entries
    return entry.note
