"""Finding papers, drafting their curation, and records of papers that no feed has."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import pipeline
from generator.curation import folder, layout
from generator.curation import read as curation
from generator.derive import drafts
from generator.derive.classify import classify
from generator.derive.code_links import find_links
from generator.derive.merge import DerivedFacts, build_entries, merge_paper
from generator.ingest import store
from generator.model import ids
from generator.model.curation_values import (
    Appearance,
    Link,
    LinkKind,
    Phrase,
    Status,
    Topic,
    Venue,
    VenueKind,
)
from generator.model.entries import Author, Entry
from generator.model.errors import UsageError
from tests.builders import a_catalogue, a_paper, authors
from tests.paths import REPOSITORY

CACHES = Topic("caches", "Caches", "Small and fast memories.", phrases=(Phrase("cache", 2.0),))
QUEUES = Topic("queues", "Queues", "Where requests wait.", phrases=(Phrase("queue", 2.0),))
ASPLOS = Venue("asplos", "ASPLOS", "Architectural Support", VenueKind.CONFERENCE)

NEW = a_paper("2602.23556", title="Caches for everyone", dois=("10.1145/3779212.3790145",))
OLD = a_paper("cs/0301008", title="On queues")
BY_DOI = a_paper("doi:10.5555/toy.6", title="Energy of toys", url="https://toys.example/articles/6")
BY_URL = a_paper("url:https://toys.example/b", title="Toys at rest", url="https://toys.example/b")
PUBLISHED = a_paper("1501.00001", title="A method of measuring", publications=("10.5555/Later",))
CATALOGUE = a_catalogue(NEW, OLD, BY_DOI, BY_URL, PUBLISHED, topics=(CACHES, QUEUES), venues=(ASPLOS,))

# What a person may write for a paper.
NAMES = [
    ("2602.23556", NEW),
    ("2602.23556v2", NEW),
    (" arXiv:2602.23556 ", NEW),
    ("https://arxiv.org/abs/2602.23556", NEW),
    ("http://www.arxiv.org/pdf/2602.23556v2.pdf", NEW),
    ("https://arxiv.org/html/2602.23556v1#S3", NEW),
    ("https://arxiv.org/abs/2602.23556?context=cs.PF", NEW),
    ("arxiv.org/abs/2602.23556", NEW),
    ("10.48550/arXiv.2602.23556", NEW),
    ("10.1145/3779212.3790145", NEW),
    ("https://doi.org/10.1145/3779212.3790145", NEW),
    ("doi: 10.1145/3779212.3790145", NEW),
    ("cs/0301008", OLD),
    ("cs.PF/0301008v1", OLD),
    ("cs-0301008", OLD),
    ("https://arxiv.org/abs/cs/0301008", OLD),
    ("doi:10.5555/toy.6", BY_DOI),
    ("10.5555/TOY.6", BY_DOI),
    ("doi-10.5555-toy.6", BY_DOI),
    ("http://toys.example/articles/6?utm_source=rss", BY_DOI),
    ("url:https://toys.example/b", BY_URL),
    ("https://TOYS.example/b#top", BY_URL),
    (BY_URL.slug, BY_URL),
    ("10.5555/later", PUBLISHED),
]
# What no paper is meant by, and words of what a person is told.
NO_NAMES = [
    ("2602.23557", "no feed has the paper 2602.23557 (did you mean '2602.23556'?)"),
    ("https://arxiv.org/abs/2602.23557v1", "did you mean '2602.23556'?"),
    ("2602.2355", "ids since 1501 have five (did you mean '2602.23556'?)"),
    ("cs-0301009", "did you mean 'cs-0301008'?"),
    ("caches for everybody", "did you mean '2602.23556'?"),
    ("9901.00001", "import or fetch it first, or name its title with --manual"),
    ("10.5555/other", "the catalogue has no paper '10.5555/other'"),
    ("", "the catalogue has no paper ''"),
    ("https://[", "the catalogue has no paper 'https://['"),
]

TITLE = "Gauges: a “study” of 10% # of it"
# A reference, the file that is meant for it, and what its record says beside the title.
MANUAL = [
    ("2603.00001v2", "2603.00001", Entry("2603.00001", None, TITLE)),
    ("https://arxiv.org/abs/cs/0301009", "cs-0301009", Entry("cs/0301009", None, TITLE)),
    ("10.48550/arXiv.2603.00001", "2603.00001", Entry("2603.00001", None, TITLE)),
    (
        "https://doi.org/10.5555/Gauges.1",
        "doi-10.5555-gauges.1",
        Entry("doi:10.5555/gauges.1", None, TITLE, dois=("10.5555/Gauges.1",)),
    ),
    (
        "http://toys.example/gauges?utm_source=a",
        ids.build_slug("url:https://toys.example/gauges"),
        Entry(
            "url:https://toys.example/gauges",
            None,
            TITLE,
            links=("https://toys.example/gauges?utm_source=a",),
        ),
    ),
]
NO_MANUAL = [
    ("2602.23556v1", TITLE, "leave out --manual, and say 2602.23556"),
    ("10.5555/toy.6", TITLE, "leave out --manual, and say doi-10.5555-toy.6"),
    ("gauges", TITLE, "'gauges' is no arXiv id, no DOI and no https address"),
    ("https://someone:secret@toys.example/", TITLE, "no https address"),
    ("10.5555/{gauges}", TITLE, "must be a DOI"),
    ("2603.00001", "", "record, title is empty"),
    ("2603.00001", "a" * 501, "must have 500 or fewer characters"),
]

CURATION = {
    layout.SETTINGS: b"title: Toys\ndescription: Papers on toys, and on what they are made of.\n"
    b"feeds: [{id: toys, kind: arxiv, categories: [cs.PF]}]\n",
    layout.TOPICS: b"caches: {title: Caches, description: Memories that are fast as they are small.}\n"
    b"queues: {title: Queues, description: Where requests wait until somebody serves them.}\n",
    layout.VENUES: b"asplos: {short: ASPLOS, title: Architectural Support, kind: conference}\n",
}
# A record in a file of this name, and all that is said of it.
WRONG_RECORDS = [
    pytest.param(
        "gauges",
        "title: Gauges\ndoi: 10.5555/Gauges",
        ["3:8: a record's file is named by its doi, got 'gauges' (name the file doi-10.5555-gauges.yml)"],
        id="another-name-than-the-doi",
    ),
    pytest.param(
        "doi-10.5555-gauges",
        "title: Gauges\nurl: https://toys.example/a",
        [
            "3:8: a record's file is named by its url, got 'doi-10.5555-gauges' (name the file url-a-",
        ],
        id="another-name-than-the-address",
    ),
    pytest.param(
        "gauges",
        "title: Gauges\nurl: https://arxiv.org/abs/2603.00001v3",
        ["3:8: a record's file is named by its url, got 'gauges' (name the file 2603.00001.yml)"],
        id="an-address-at-arxiv",
    ),
    pytest.param(
        "gauges",
        "title: Gauges",
        [
            "2:3: a record has a doi or an url, unless its file is named by an arXiv id: 'gauges' is no",
        ],
        id="nothing-to-be-known-by",
    ),
    pytest.param(
        "2603.00001",
        "title: Gauges\npublished: 2026-02-30",
        ["3:14: published must be a day of the calendar, got '2026-02-30'"],
        id="an-impossible-day",
    ),
    pytest.param(
        "2603.00001",
        "title: Gauges\npublished: 3 March 2026",
        ["3:14: record, published must be a day written like 2026-02-03; got '3 March 2026'"],
        id="no-date",
    ),
    pytest.param("2603.00001", "doi: 10.5555/gauges", ["must have title"], id="no-title"),
    pytest.param("2603.00001", "title: Gauges\nauthors: [' ']", ["must hold a name"], id="no-name"),
]


def read(files):
    """What the files become beside those that must be there, and all that is wrong with them."""
    slugs = {paper.slug: paper.id for paper in CATALOGUE.papers}
    return curation.read(
        CURATION | {f"{layout.PAPERS}/{name}.yml": text for name, text in files.items()}, slugs
    )


def problems(files):
    return [str(problem) for problem in read(files)[1]]


def recorded(text):
    return f"record:\n{text}".replace("\n", "\n  ").encode()


# --- finding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_a_paper_is_found_by_whatever_names_it(text, expected):
    assert expected == drafts.find(text, CATALOGUE)


@pytest.mark.parametrize(("text", "expected"), NO_NAMES)
def test_who_names_no_paper_is_told_the_nearest(text, expected):
    with pytest.raises(UsageError) as error:
        drafts.find(text, CATALOGUE)

    assert expected in str(error.value)


@given(st.text())
def test_any_other_text_is_answered_with_a_sentence(text):
    with pytest.raises(UsageError, match=r"^.{10,400}$"):
        drafts.find(f"{text} of no paper", CATALOGUE)


# --- drafts ----------------------------------------------------------------------------------------------


def test_a_draft_holds_what_is_known():
    paper = a_paper(
        "2602.23557",
        title="A cache,\nand a # queue",
        authors=authors("Amy Example", "Bo Sample"),
        appearance=Appearance("asplos", 2026, source="comment", evidence="ASPLOS '26"),
        links=(
            Link(LinkKind.CODE, "https://github.com/toys/cache", "abstract"),
            Link(LinkKind.DATA, "https://toys.example/{a}", "comment"),
            Link(LinkKind.DATA, "https://toys.example/b", "comment"),
            Link(LinkKind.SLIDES, "https://toys.example/slides", "curation"),
        ),
        curated_topics=("queues",),
    )

    assert layout.paper_file(paper.id) == "data/curation/papers/2602.23557.yml"
    assert drafts.draft(paper, CATALOGUE) == (
        """\
# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json
# Title: A cache, and a # queue
# Authors: Amy Example, Bo Sample
# See: https://arxiv.org/abs/2602.00001
topics:  # they replace what the rules would give: keep what is right
  - caches  # “cache” in the title
  - queues  # “queue” in the title
# summary: >-
#   One or two sentences in your own words: what is new, and what was measured.
# venue: {id: asplos, year: 2026}  # shown already, from “ASPLOS '26”; only to mend it
links:  # found in abstract and comment
  code:
    - https://github.com/toys/cache
  data:
    - "https://toys.example/{a}"
    - https://toys.example/b
highlight: false  # true: one of the curators' picks
# Further fields: """
        + drafts.draft(paper, CATALOGUE).rpartition("Further fields: ")[2]
    )


def test_a_brief_draft_leaves_out_what_the_paper_s_page_says():
    whole = drafts.draft(BY_DOI, CATALOGUE).splitlines()
    brief = drafts.draft(BY_DOI, CATALOGUE, brief=True).splitlines()

    assert [line.split(":")[0] for line in whole if line not in brief] == [
        "# Authors", "# See", "# Further fields",
    ]  # fmt: skip
    assert [line for line in whole if line in brief] == brief


def test_a_draft_without_a_topic_names_one_as_an_example():
    assert "\n# topics: [caches]  # from topics.yml\n" in drafts.draft(BY_DOI, CATALOGUE)
    assert "\n# topics: []" in drafts.draft(BY_DOI, a_catalogue(BY_DOI))


def test_many_authors_are_one_line():
    paper = a_paper(authors=authors(*(f"{'A' * 100} Example{number}" for number in range(3000))))
    line = next(line for line in drafts.draft(paper, CATALOGUE).splitlines() if "Authors" in line)

    assert len(line) <= 202


def test_a_draft_of_each_paper_of_the_catalogue_is_well():
    catalogue = pipeline.read_catalogue(REPOSITORY)
    files = folder.read_files(REPOSITORY / "data")
    texts = {
        layout.paper_file(paper.id): drafts.draft(paper, catalogue, ()).encode() for paper in catalogue.papers
    }
    slugs = {paper.slug: paper.id for paper in catalogue.papers}
    curated, found = curation.read(files | texts, slugs)

    assert found == ()
    assert set(curated.papers) == set(slugs.values())
    assert {paper_id: given.topics for paper_id, given in curated.papers.items() if given.topics} == {
        paper_id: tuple(assignment.topic for assignment in given)
        for paper_id, given in classify(
            [replace(paper, curated_topics=None) for paper in catalogue.papers], catalogue.topics
        ).items()
        if given
    }


def test_a_draft_of_each_toy_is_well_in_every_form_of_its_name(toys):
    catalogue = pipeline.read_catalogue(toys)
    slugs = {paper.slug: paper.id for paper in catalogue.papers}
    for paper in catalogue.papers:
        names = {paper.id, paper.slug, paper.url, *paper.dois}
        if ids.is_arxiv_id(paper.id):
            names |= {
                f"{paper.id}v1",
                f"arXiv:{paper.id}",
                ids.build_abstract_url(paper.id),
                ids.build_pdf_url(paper.id, 2),
            }
        for name in names:
            found = drafts.find(name, catalogue)
            path = layout.paper_file(found.id)
            files = folder.read_files(toys / "data") | {path: drafts.draft(found, catalogue).encode()}

            assert found == paper
            assert curation.read(files, slugs)[1] == ()


@settings(deadline=None)
@given(title=st.text(), name=st.text(), evidence=st.text(), abstract=st.text())
def test_a_draft_is_well_whatever_a_paper_holds(title, name, evidence, abstract):
    paper = replace(
        NEW,
        title=f"Cache {title}",
        authors=(Author(name),),
        appearance=Appearance("asplos", source="comment", evidence=evidence),
        links=find_links(f"https://toys.example/{abstract}", None),
    )
    text = drafts.draft(paper, replace(CATALOGUE, assignments={}), ())
    curated, found = read({paper.slug: text.encode()})

    assert found == ()
    assert curated.papers[paper.id].topics[0] == "caches"
    assert curated.papers[paper.id].summary is None
    assert sum("yaml-language-server:" in line[:25] for line in text.splitlines()) == 1


# --- papers on no feed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("reference", "slug", "expected"), MANUAL)
def test_a_paper_on_no_feed_has_its_record_drafted(reference, slug, expected):
    path, text = drafts.manual(reference, TITLE, CATALOGUE)
    curated, found = read({slug: text.encode()})

    assert path == f"data/curation/papers/{slug}.yml"
    assert found == ()
    assert curated.papers[expected.id].record == expected


def test_the_topics_of_a_record_follow_from_its_title():
    _, text = drafts.manual("2603.00001", "A cache", CATALOGUE)

    assert "\n  - caches  # “cache” in the title\n" in text


@pytest.mark.parametrize(("reference", "title", "expected"), NO_MANUAL)
def test_what_cannot_be_a_record_is_an_error_of_usage(reference, title, expected):
    with pytest.raises(UsageError) as error:
        drafts.manual(reference, title, CATALOGUE)

    assert expected in str(error.value)


@settings(deadline=None)
@given(reference=st.text(), title=st.text())
def test_whatever_is_asked_for_a_record_is_well_or_an_error_of_usage(reference, title):
    for asked in (reference, "2603.00001", f"10.5555/{reference}", f"https://toys.example/{reference}"):
        try:
            path, text = drafts.manual(asked, title, CATALOGUE)
        except UsageError:
            continue
        assert (
            problems({path.removeprefix("data/curation/papers/").removesuffix(".yml"): text.encode()}) == []
        )


def test_a_record_makes_a_whole_paper():
    curated, found = read(
        {
            "doi-10.5555-gauges": recorded(
                "title: Gauges\nauthors: [Amy  Example, {name: Bo Sample, affiliations: [Toy University]}]\n"
                "abstract: |\n  How to read\n  a gauge.\npublished: 2026-02-28\ndoi: 10.5555/Gauges\n"
                "url: https://toys.example/gauges\ncategories: [cs.PF, cs.AR]"
            )
        }
    )
    made = build_entries({}, curated.papers)["doi:10.5555/gauges"]
    paper = merge_paper(None, made, DerivedFacts(None, (), Status.LISTED), curated.papers[made.id], ())

    assert found == ()
    assert made == Entry(
        id="doi:10.5555/gauges",
        version=None,
        title="Gauges",
        abstract="How to read a gauge.",
        authors=(Author("Amy Example"), Author("Bo Sample", ("Toy University",))),
        categories=("cs.PF", "cs.AR"),
        primary_category="cs.PF",
        published=datetime(2026, 2, 28, tzinfo=UTC),
        dois=("10.5555/Gauges",),
        links=("https://toys.example/gauges",),
    )
    assert (paper.slug, paper.url) == ("doi-10.5555-gauges", "https://toys.example/gauges")
    assert (paper.versions, paper.first_seen, paper.feeds) == ((), None, ())


@pytest.mark.parametrize(("slug", "text", "expected"), WRONG_RECORDS)
def test_a_wrong_record_is_told_its_place_and_the_right_name(slug, text, expected):
    found = problems({slug: recorded(text)})

    assert len(found) == len(expected)
    for message, words in zip(found, expected, strict=True):
        assert words in message


def test_other_files_may_refer_to_a_record():
    files = {
        "2603.00001": recorded("title: Gauges"),
        "2602.23556": b"related: [2603.00001]\n",
    }

    assert problems(files) == []
    assert read(files)[0].papers["2602.23556"].related == ("2603.00001",)


@pytest.mark.parametrize("text", ["title: Gauges\npublished: soon", "title: [", "titel: Gauges"])
def test_a_broken_record_is_named_once(text):
    files = {"2603.00001": recorded(text), "2602.23556": b"related: [2603.00001]\n"}

    assert {message.partition(":")[0] for message in problems(files)} == {
        "data/curation/papers/2603.00001.yml"
    }
    assert not any("no feed" in message for message in problems(files))


def test_a_feed_that_has_a_recorded_paper_is_believed_and_completed():
    curated, found = read(
        {
            "cs-0301008": recorded(
                "title: A wrong title\nabstract: How long requests wait in queues.\ndoi: 10.5555/q"
            )
        }
    )
    stored = Entry("cs/0301008", 1, "On queues")
    sighting = store.first_sight(stored, datetime(2026, 2, 5, tzinfo=UTC).date())

    assert found == ()
    assert build_entries({stored.id: sighting}, curated.papers) == {
        stored.id: replace(stored, abstract="How long requests wait in queues.", dois=("10.5555/q",))
    }
