"""Which links of curators are checked, and the report on them."""

from generator.maintain.curated_links import collect_links, format_links_as_markdown, format_links_as_text
from generator.maintain.link_checker import LinkResult, LinkStatus
from generator.model.curation_values import (
    Curation,
    Link,
    LinkKind,
    ListEntry,
    PaperCuration,
    Person,
    ReadingList,
    Settings,
    Venue,
    VenueKind,
)
from generator.model.entries import Entry

PAPER = "data/curation/papers/2602.00001.yml"
CURATION = Curation(
    settings=Settings("Toys", "Toys of all sorts."),
    topics=(),
    venues=(
        Venue("a", "A", "A venue", VenueKind.JOURNAL, url="https://venue.example/"),
        Venue("b", "B", "Another venue", VenueKind.JOURNAL),
    ),
    lists=(
        ReadingList(
            "l", "List", "See https://list.example/.", (ListEntry("x", "And https://note.example/."),)
        ),
    ),
    papers={
        "2602.00001": PaperCuration(
            PAPER,
            note="As [they](https://inside.example/) say.",
            links=(Link(LinkKind.CODE, "https://code.example/"),),
        ),
        "doi:10.5555/1": PaperCuration(
            "data/curation/papers/doi-10.5555-1.yml",
            links=(Link(LinkKind.CODE, "https://code.example/"),),
            record=Entry("doi:10.5555/1", None, "T", links=("https://record.example/",)),
        ),
    },
    people=(Person("amy", "Amy Example", homepage="https://person.example/"), Person("bo", "Bo Sample")),
)
RESULTS = [
    LinkResult("https://a.example/`x`", LinkStatus.BROKEN, "the server answers 404"),
    LinkResult("https://b.example/", LinkStatus.MOVED, "https://c.example/"),
    LinkResult("https://d.example/", LinkStatus.WORKS),
]
FILES = {result.url: (PAPER,) for result in RESULTS}


def test_every_link_is_collected_once_with_its_files():
    assert collect_links(CURATION) == {
        "https://code.example/": (PAPER, "data/curation/papers/doi-10.5555-1.yml"),
        "https://inside.example/": (PAPER,),
        "https://list.example/": ("data/curation/lists/l.yml",),
        "https://note.example/": ("data/curation/lists/l.yml",),
        "https://person.example/": ("data/curation/people.yml",),
        "https://record.example/": ("data/curation/papers/doi-10.5555-1.yml",),
        "https://venue.example/": ("data/curation/venues.yml",),
    }


def test_the_report_shows_foreign_text_as_code():
    assert format_links_as_markdown(RESULTS, FILES).splitlines() == [
        "1 of 3 links broken.",
        "",
        "**Broken: correct or remove these links**",
        "",
        "- `https://a.example/'x'` in `data/curation/papers/2602.00001.yml`: `the server answers 404`",
        "",
        "**Moved permanently: replace these links by the new addresses**",
        "",
        "- `https://b.example/` in `data/curation/papers/2602.00001.yml`: `https://c.example/`",
    ]


def test_the_report_has_a_line_for_each_link_that_does_not_work():
    assert format_links_as_text(RESULTS, FILES).splitlines() == [
        f"broken: https://a.example/`x` in {PAPER}: the server answers 404",
        f"moved: https://b.example/ in {PAPER}: https://c.example/",
        "1 of 3 links broken",
    ]


def test_a_long_report_is_shortened():
    results = [
        LinkResult(f"https://a.example/{number:03d}/{'x' * 200}", LinkStatus.BROKEN, "y" * 200)
        for number in range(85)
    ]
    lines = format_links_as_markdown(
        results, dict.fromkeys((result.url for result in results), (PAPER,) * 5)
    ).splitlines()

    assert lines[-1] == "- and 5 more"
    assert len(lines) == 4 + 80 + 1
    assert lines[4].count("…") == 2
    assert lines[4].count(PAPER) == 3
