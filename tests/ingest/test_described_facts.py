"""Facts are read from the descriptions of any publisher, and sentences are not taken for facts."""

import json

from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import syndication
from generator.ingest.described_facts import DescribedFacts, combine_facts, read_facts
from generator.ingest.sources.json_feed import parse_json_feed
from tests.ingest.publisher_feeds import TODAY, build_item, build_rss, list_names, parse_entry
from tests.tables import for_each_row

LONG = "We study caches. " * 30
# Paragraphs of a description, and what they state.
DESCRIPTIONS = {
    "ScienceDirect": (
        ["Publication date: May 2022", "Source: Parallel Computing, Volume 9", "Author(s): A Bee, C Dee"],
        DescribedFacts("A Bee, C Dee", "", "May 2022", "Parallel Computing, Volume 9"),
    ),
    "a date of ScienceDirect": (
        ["Publication date: Available online 3 May 2022", "Source: Parallel Computing"],
        DescribedFacts(published="3 May 2022", journal="Parallel Computing"),
    ),
    "Pensoft": (
        ["ZooKeys 1078: 135-188", "DOI: 10.3897/zookeys.1078.1", "Authors: A Bee, C Dee", "Abstract: We do.",
         "And more.", "HTML", "XML", "PDF"],
        DescribedFacts("A Bee, C Dee", "10.3897/zookeys.1078.1", "", "ZooKeys 1078: 135-188",
                       ("We do.", "And more.")),
    ),
    "an empty abstract": (
        ["DOI: 10.1/x", "Authors: A Bee", "Abstract:", "HTML", "PDF"],
        DescribedFacts("A Bee", "10.1/x"),
    ),
    "one paragraph": (
        ["Authors: A Bee, C Dee DOI: 10.1/x Abstract: We do. Source: a stone. Authors: all."],
        DescribedFacts("A Bee, C Dee", "10.1/x", paragraphs=("We do. Source: a stone. Authors: all.",)),
    ),
    "a citation before the labels": (
        ["Journal of X 12(3): 45–67 DOI: 10.1/x Authors: A Bee ABSTRACT: We do."],
        DescribedFacts("A Bee", "10.1/x", "", "Journal of X 12(3): 45–67", ("We do.",)),
    ),
    "other spellings": (
        ["AUTHORS : A Bee; C Dee", "Published online: 2022-05-03", "Journal: J", "Summary: We do."],
        DescribedFacts("A Bee; C Dee", "", "2022-05-03", "J", ("We do.",)),
    ),
    "capital letters": (
        ["Doi: 10.1/x", "Published Online: 2022-05-03", "AUTHOR(S): A Bee"],
        DescribedFacts("A Bee", "10.1/x", "2022-05-03"),
    ),
    "Chinese labels": (
        ["作者：张三；李四", "来源：动物分类学报", "摘要：本文。"],
        DescribedFacts("张三；李四", "", "", "动物分类学报", ("本文。",)),
    ),
    "labels without an abstract": (
        ["We do.", "DOI: 10.1/x", "Author: A Bee"],
        DescribedFacts("A Bee", "10.1/x", paragraphs=("We do.",)),
    ),
    "CNKI": (
        ["Guocheng SHU;Jia Jet ONG;Ann Bee; Biodiversity is declining."],
        DescribedFacts("SHU, Guocheng; ONG, Jia Jet; Ann Bee", paragraphs=("Biodiversity is declining.",)),
    ),
    "a long paragraph before a summary": (
        [LONG, "Source: our own code.", "Summary: caches are fast."],
        DescribedFacts(journal="our own code.", paragraphs=(LONG, "caches are fast.")),
    ),
    "CNKI in Chinese": (["张三;李四; 本文。"], DescribedFacts("张三; 李四", paragraphs=("本文。",))),
}  # fmt: skip
# Descriptions that are abstracts as they are.
ABSTRACTS = [
    ["Source: none is given here."],
    ["Abstract: We do."],
    ["We compare open source: Linux, and closed source: none. Published: never."],
    ["Summary: caches are fast.", "Summary: disks are slow."],
    ["caches; memory; disks; We do."],
    ["Caches;Memory; We do."],
    ["Background: none.", "Methods: many.", "Results: few."],
    ["We do. DOI: 10.1/x"],
    ["HTML", "PDF"],
    [],
]


@for_each_row("case", DESCRIPTIONS)
def test_labelled_facts_are_read(case):
    paragraphs, expected = DESCRIPTIONS[case]

    assert read_facts(paragraphs) == expected


@for_each_row("paragraphs", ABSTRACTS)
def test_sentences_are_not_facts(paragraphs):
    assert read_facts(paragraphs) == DescribedFacts(paragraphs=tuple(paragraphs))


@given(
    paragraphs=st.lists(
        st.lists(
            st.sampled_from(["DOI:", "Authors:", "Abstract:", "Source:", "10.1/x", "Bee", "we", "do."]),
            min_size=1,
        ).map(" ".join),
        max_size=4,
    )
)
def test_no_word_is_repeated(paragraphs):
    facts = read_facts(paragraphs)
    words = " ".join([facts.authors, facts.doi, facts.published, facts.journal, *facts.paragraphs]).split()
    before = " ".join(paragraphs).split()

    assert all(words.count(word) <= before.count(word) for word in words)


def test_the_first_value_of_each_fact_counts():
    first, second = DescribedFacts(doi="10.1/x"), DescribedFacts(doi="10.1/y", authors="A Bee")

    assert combine_facts([first, second]) == DescribedFacts("A Bee", "10.1/x")
    assert combine_facts([]) == DescribedFacts()


DESCRIPTION = "<p>Authors: Ann Bee, Cy Dee</p><p>DOI: 10.1234/x</p><p>Abstract: We do.</p>"


def test_an_item_gets_the_facts_of_its_description():
    entry = parse_entry(build_rss(build_item(description=DESCRIPTION)))

    assert (entry.id, list_names(entry), entry.abstract) == ("doi:10.1234/x", ("Ann Bee", "Cy Dee"), "We do.")


def test_fields_come_before_descriptions():
    item = build_item(description=DESCRIPTION, dc__creator="Eva Eff", dc__identifier="doi:10.1234/y")
    entry = parse_entry(build_rss(item))

    assert (entry.id, list_names(entry), entry.abstract) == ("doi:10.1234/y", ("Eva Eff",), "We do.")


def test_an_item_of_a_json_feed_gets_the_facts_of_its_description():
    item = {"id": "1", "title": "A title", "url": "https://example.org/1", "content_html": DESCRIPTION}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": [item]}
    (entry,) = parse_json_feed(json.dumps(feed).encode(), "a.json", TODAY).entries

    assert (entry.id, list_names(entry), entry.abstract) == ("doi:10.1234/x", ("Ann Bee", "Cy Dee"), "We do.")


# --- items with one address ------------------------------------------------------------------------------


def test_items_with_one_address_and_title_are_papers_of_their_own_or_reported():
    """Six items: two of the same people, one of others with an id of its own, and three without an id."""
    authors = ["Ann Bee", "Ann Bee", "Cy Dee", "Eva Eff", "Eva Eff", "Gus Haa"]
    guids = ["k-1", "k-2", "k-3", "", "", ""]
    items = [
        build_item(title="Editorial", dc__creator=name, **({"guid": guid} if guid else {}))
        for name, guid in zip(authors, guids, strict=True)
    ]
    document = syndication.parse_feed(build_rss(*items), "a", TODAY)

    page = "url:https://example.org/paper"
    assert [(entry.id, list_names(entry)) for entry in document.entries] == [
        (f"{page}#k-1", ("Ann Bee",)), (f"{page}#k-3", ("Cy Dee",)), (page, ("Eva Eff",)),
    ]  # fmt: skip
    assert [problem.message for problem in document.problems] == [
        f"entry 2 ignored: 'Editorial' is there already, {page}#k-1",
        f"entry 5 ignored: 'Editorial' is there already, {page}",
        f"entry 6 skipped: 'Editorial' has the same id as another entry, {page}",
    ]
    assert len(document.skipped) == 1
