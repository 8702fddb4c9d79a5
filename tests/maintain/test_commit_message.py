"""Messages of commits that bring fetched data."""

from datetime import date

from generator.ingest import observations
from generator.ingest.paper_changes import compare_stores
from generator.maintain.commit_message import format_message, format_summary
from generator.model.entries import Entry

DAY = date(2026, 3, 24)


def entry(paper_id="2602.00001", version=None, **fields):
    return Entry(paper_id, version, "A title", **fields)


def stored(*entries, feed="cs-pf"):
    return {feed: observations.add_entries({}, entries, DAY)}


def test_the_subject_counts_and_names_papers():
    before = stored(entry("2602.00001", version=1), entry("2602.00002"), entry("2602.00003"))
    after = stored(
        entry("2602.00001", version=2), entry("2602.00002", dois=("10.5555/1",)), entry("cs/0301008")
    )
    changes = compare_stores(before, after)

    assert format_summary(changes) == "1 new, 1 revised, 1 changed, 1 removed (cs-0301008, ...)"
    assert format_message(changes).splitlines()[2:] == [
        "new: cs-0301008", "", "revised: 2602.00001", "", "changed: 2602.00002", "", "removed: 2602.00003",
    ]  # fmt: skip


def test_the_subject_is_short_and_the_body_names_all_papers():
    many = stored(*(entry(f"2602.{number:05d}") for number in range(1, 500)))
    subject, _, body = format_message(compare_stores({}, many)).partition("\n")

    assert len(subject) <= 72
    assert subject.startswith("data: 499 new (2602.00499, ")
    assert subject.endswith(", ...)")
    assert body.count("2602.") == 499
    assert max(map(len, body.splitlines())) <= 72


def test_without_changes_there_is_nothing_new():
    unchanged = compare_stores(stored(entry()), stored(entry()))

    assert format_summary(unchanged) == "nothing new"
    assert format_summary(unchanged, 12) == "12 DOI records"
    assert format_summary(compare_stores({}, stored(entry())), 1).startswith("1 new, 1 DOI record (")


def test_a_paper_of_two_feeds_is_counted_once():
    after = stored(entry("2602.00001")) | stored(entry("2602.00001"), feed="other")

    assert format_summary(compare_stores({}, after)) == "1 new (2602.00001)"


def test_no_text_of_a_feed_is_part_of_the_message():
    after = stored(entry("url:https://example.org/x?y=[skip ci]\n\nCloses-1"))

    assert "[skip" not in format_message(compare_stores({}, after))
    assert "\nCloses" not in format_message(compare_stores({}, after))
