"""Which source counts for each field of a paper, and how the sources are merged."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from generator.derive.authors import build_authors
from generator.derive.merge import (
    MERGED_FIELDS,
    PRECEDENCE,
    DerivedFacts,
    apply_corrections,
    build_entries,
    merge_paper,
)
from generator.derive.registered_facts import RegisteredFacts
from generator.ingest import observations
from generator.model.curation_values import Appearance, Correction, Link, LinkKind, PaperCuration, Status
from generator.model.entries import Author, Entry, StoredPaper, Version
from generator.model.papers import Paper
from generator.model.withdrawal import Withdrawal, Withdrawer
from tests.tables import for_each_row

SEEN = datetime(2026, 2, 5, tzinfo=UTC)
FIRST = datetime(2026, 2, 3, tzinfo=UTC)
SECOND = datetime(2026, 3, 4, tzinfo=UTC)

ENTRY = Entry(
    id="2602.00001",
    version=2,
    title="The feed's title",
    abstract="The feed's abstract.",
    authors=(Author("Amy Example", ("Toy University",)), Author("Bo Sample")),
    categories=("cs.PF", "cs.AR"),
    primary_category="cs.PF",
    published=FIRST,
    updated=SECOND,
    comment="The feed's comment",
    journal_ref="The feed's reference",
    dois=("10.5555/Feed",),
)
NOTHING = DerivedFacts(None, (), None)
BY_AUTHORS = Withdrawal(Withdrawer.AUTHORS, "comment")
CURATION = PaperCuration("data/curation/papers/2602.00001.yml")

# Fields that a curator can correct, with a correction.
CORRECTIONS = {
    "title": "The curator's title",
    "abstract": "The curator's abstract.",
    "comment": "The curator's comment",
    "journal_ref": "The curator's reference",
    "primary_category": "cs.AR",
    "authors": ("Bo Sample", "Amy Example"),
}

ASPLOS = Appearance("asplos", 2026, "775-788", source="comment", evidence="ASPLOS 2026, pp. 775-788")
# A curator's venue, what the feed's text states, and the result.
APPEARANCES = [
    pytest.param(None, None, None, id="unknown"),
    pytest.param(None, ASPLOS, ASPLOS, id="the-feeds-text"),
    pytest.param(Appearance("icpe", 2025), ASPLOS, Appearance("icpe", 2025), id="the-curators-venue"),
    pytest.param(
        Appearance("asplos"), ASPLOS, replace(ASPLOS, source="curation"), id="year-and-pages-are-added"
    ),
    pytest.param(
        Appearance("asplos", 2026), ASPLOS, replace(ASPLOS, source="curation"), id="pages-are-added"
    ),
    pytest.param(
        Appearance("asplos", 2026, "1-2"),
        ASPLOS,
        replace(ASPLOS, pages="1-2", source="curation"),
        id="the-curators-pages-are-kept",
    ),
    pytest.param(
        Appearance("asplos", 2025), ASPLOS, Appearance("asplos", 2025), id="pages-of-another-year-are-ignored"
    ),
    pytest.param(
        Appearance("toys"),
        Appearance("toys", 2026, "3", "55", "4", "journal reference"),
        Appearance("toys", 2026, "3", "55", "4"),
        id="volume-and-number-are-added",
    ),
]


def merge(entry=ENTRY, curation=None, derived=NOTHING, stored=None, feeds=("cs-pf",)):
    return merge_paper(stored or observations.from_entry(entry, SEEN), entry, derived, curation, feeds)


# Field to its sources; the first one that has a value counts.
ORDER = {
    "title": ["correction", "feed", "record"],
    "abstract": ["correction", "feed", "record"],
    "authors": ["correction", "feed", "record"],
    "comment": ["correction", "feed"],
    "journal_ref": ["correction", "feed"],
    "primary_category": ["correction", "feed", "record"],
    "categories": ["feed", "record"],
    "published": ["feed", "record"],
    "appearance": ["curation", "registry", "derived"],
    "status": ["curation", "derived"],
}
VALUES = {
    "authors": lambda source: (Author(source),),
    "categories": lambda source: (source,),
    "published": {"feed": FIRST, "record": SECOND}.get,
    "appearance": Appearance,
    "status": {"curation": Status.LISTED, "derived": Status.WITHDRAWN}.get,
}
CASES = [(name, sources[start:]) for name, sources in ORDER.items() for start in range(len(sources))]


def merge_from(name, sources):
    """Return a paper of which exactly these sources state a field, each with a value of its own."""
    values = {source: VALUES.get(name, str)(source) for source in sources}
    empty = Entry("2602.00001", None, title="")
    entries = {
        source: replace(empty, **{name: values[source]}) if source in values else empty
        for source in ("feed", "record")
    }
    correction = ("correction",) if name == "authors" else values.get("correction")
    curation = PaperCuration(
        "data/curation/papers/2602.00001.yml",
        venue=values.get("curation") if name == "appearance" else None,
        status=values.get("curation") if name == "status" else None,
        corrections={name: Correction(correction, "As printed.")} if "correction" in values else {},
        record=entries["record"],
    )
    derived = replace(NOTHING, registered=RegisteredFacts(appearance=values.get("registry")))
    if "derived" in values:
        derived = replace(
            derived, **{"withdrawal": BY_AUTHORS} if name == "status" else {name: values["derived"]}
        )
    stored = {"2602.00001": observations.from_entry(entries["feed"], SEEN)}
    entry = build_entries(stored, {"2602.00001": curation})["2602.00001"]
    return merge_paper(stored["2602.00001"], entry, derived, curation, ("cs-pf",)), values[sources[0]]


@for_each_row(("name", "sources"), CASES)
def test_the_first_source_with_a_value_counts(name, sources):
    paper, expected = merge_from(name, sources)
    if name == "authors":
        expected = build_authors(expected, paper.id)

    assert getattr(paper, name) == expected


def test_every_field_with_precedence_is_tested():
    assert set(ORDER) == set(PRECEDENCE)


@pytest.mark.parametrize(("name", "value"), CORRECTIONS.items())
def test_a_correction_replaces_the_feeds_value_and_has_a_reason(name, value):
    curation = replace(CURATION, corrections={name: Correction(value, "As printed.")})
    paper = merge(apply_corrections(ENTRY, curation), curation)
    untouched = merge()

    assert paper.correction_reasons == {name: "As printed."}
    actual = [author.name for author in paper.authors] if name == "authors" else getattr(paper, name)
    assert actual == (list(value) if name == "authors" else value)
    for other in CORRECTIONS:
        assert other == name or getattr(paper, other) == getattr(untouched, other)


def test_every_field_with_a_correction_is_tested():
    assert set(CORRECTIONS) == {name for name, sources in PRECEDENCE.items() if "correction" in sources[0]}


def test_precedence_is_defined_for_fields_of_papers():
    assert {*PRECEDENCE, *MERGED_FIELDS} <= {field.name for field in fields(Paper)}


def test_corrected_authors_keep_their_affiliations():
    curation = replace(
        CURATION, corrections={"authors": Correction(("Cy New", "Amy Example"), "As printed.")}
    )

    assert apply_corrections(ENTRY, curation).authors == (
        Author("Cy New"),
        Author("Amy Example", ("Toy University",)),
    )


@pytest.mark.parametrize("curation", [None, CURATION])
def test_an_entry_without_corrections_is_unchanged(curation):
    assert apply_corrections(ENTRY, curation) is ENTRY


@for_each_row(("curated", "derived", "expected"), APPEARANCES)
def test_the_feeds_text_adds_details_to_a_curators_venue(curated, derived, expected):
    paper = merge(curation=replace(CURATION, venue=curated), derived=replace(NOTHING, appearance=derived))

    if expected is not None and derived is not None and expected.venue == derived.venue:
        expected = replace(expected, evidence=paper.appearance.evidence)
    assert expected == paper.appearance


@pytest.mark.parametrize(
    ("curated", "derived", "expected"),
    [
        (None, None, None),
        (None, BY_AUTHORS, BY_AUTHORS),
        (Status.LISTED, BY_AUTHORS, None),
        (Status.WITHDRAWN, BY_AUTHORS, BY_AUTHORS),
        (Status.WITHDRAWN, None, Withdrawal(Withdrawer.UNKNOWN, "curation")),
    ],
)
def test_a_curators_status_takes_precedence(curated, derived, expected):
    paper = merge(curation=replace(CURATION, status=curated), derived=replace(NOTHING, withdrawal=derived))

    assert paper.withdrawal == expected
    assert paper.status is (Status.WITHDRAWN if expected else Status.LISTED)


def test_links_of_curators_and_feed_are_merged_and_each_is_shown_once():
    curated = (
        Link(LinkKind.ARTIFACT, "https://github.com/Toys/cache"),
        Link(LinkKind.DATA, "https://b.example"),
    )
    derived = (
        Link(LinkKind.CODE, "https://github.com/toys/cache.git", "abstract"),
        Link(LinkKind.DATA, "https://b.example/", "comment"),
        Link(LinkKind.VIDEO, "https://c.example/d", "comment"),
    )
    paper = merge(curation=replace(CURATION, links=curated), derived=replace(NOTHING, links=derived))

    assert paper.links == (*curated, derived[2])


def test_dois_of_feed_and_curators_are_merged_the_feeds_first():
    paper = merge(curation=replace(CURATION, publications=("10.5555/feed", "10.5555/other")))

    assert paper.dois == ("10.5555/Feed", "10.5555/other")
    assert paper.publications == ("10.5555/feed", "10.5555/other")


def test_summary_note_awards_and_topics_come_from_curators():
    curation = replace(
        CURATION,
        topics=("caches",),
        summary="A summary.",
        note="A *note*.",
        awards=("Best toy",),
        highlight=True,
        related=("cs/0301008",),
    )
    paper = merge(curation=curation)

    assert (paper.curated_topics, paper.summary, paper.note) == (("caches",), "A summary.", "A *note*.")
    assert (paper.awards, paper.highlight, paper.curated_related) == (("Best toy",), True, ("cs/0301008",))
    assert paper.curation_path == CURATION.path


def test_a_paper_without_curation_has_the_feeds_values():
    paper = merge(feeds=("cs-ar", "cs-pf"))

    assert (paper.curation_path, paper.curated_topics, paper.summary, paper.note) == (None,) * 4
    assert (paper.title, paper.version, paper.slug) == ("The feed's title", 2, "2602.00001")
    assert (paper.first_seen, paper.feeds) == (SEEN, ("cs-ar", "cs-pf"))


@pytest.mark.parametrize(
    ("versions", "published", "expected"),
    [
        pytest.param((), FIRST, (), id="none-known"),
        pytest.param(((2, SECOND),), FIRST, ((1, FIRST), (2, SECOND)), id="version-1-by-its-date"),
        pytest.param(((2, SECOND),), None, ((2, SECOND),), id="version-1-unknown"),
        pytest.param(((1, None), (2, SECOND)), FIRST, ((1, FIRST), (2, SECOND)), id="date-of-version-1"),
        pytest.param(((1, SEEN), (3, None)), FIRST, ((1, SEEN), (3, None)), id="stored-dates-are-kept"),
    ],
)
def test_versions_are_the_stored_ones_and_version_1(versions, published, expected):
    entry = replace(ENTRY, published=published)
    stored = StoredPaper(entry, tuple(Version(*pair) for pair in versions), SEEN, SEEN)

    assert tuple(Version(*pair) for pair in expected) == merge(entry, stored=stored).versions


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"links": ("https://a.example",)}, "https://arxiv.org/abs/2602.00001"),
        ({"id": "doi:10.5555/toy", "links": ("https://a.example",)}, "https://a.example"),
        ({"id": "doi:10.5555/toy", "dois": ("10.5555/Toy",)}, "https://doi.org/10.5555/Toy"),
        ({"id": "doi:10.5555/toy", "dois": ()}, None),
    ],
)
def test_the_address_of_a_paper_is_at_arxiv_or_the_publisher_or_the_resolver(changes, expected):
    assert expected == merge(replace(ENTRY, **changes)).url
