"""Observations of a paper are combined: which value wins, and that no fact is lost."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.observations import add_entries, combine, from_entry, update_id
from generator.model.entries import Author, Entry, Version
from tests.ingest.observed_paper import BASE, day, noon
from tests.properties import limit_examples

SPARSE = Entry(id=BASE.id, version=1, title=BASE.title)


def observe(*observations):
    """Return the record after observations: each entry with its day, in the order of their arrival."""
    papers = {}
    for entry, when in observations:
        papers = add_entries(papers, [entry], day(when))
    (paper,) = papers.values()
    return paper


# The facts of a paper change on different days, and an answer may lack any of them. A value that was replaced
# does not come back, because its first day would be ambiguous.
TEXT_FIELDS = ("abstract", "comment", "journal_ref", "primary_category")
TUPLE_FIELDS = ("categories", "dois", "links")
CHANGING = ("title", "updated", "authors", *TEXT_FIELDS, *TUPLE_FIELDS)
MAY_LACK = (*CHANGING[1:], "affiliations")


def _build_value(name, version, when):
    stage = (when + CHANGING.index(name)) // 4
    text = f"{name} {version}.{stage}"
    if name in TUPLE_FIELDS:
        return (text,)
    if name == "authors":
        return (Author(text, (f"of {text}",)), Author("B. Author", ("Yale", "CfA")))
    return noon(-50 + 10 * version + stage) if name == "updated" else text


def _make_record(version, when, lacking, published):
    values = {name: _build_value(name, version, when) for name in CHANGING}
    for bit, name in enumerate(MAY_LACK):
        if lacking >> bit & 1 and name == "affiliations":
            values["authors"] = tuple(Author(author.name) for author in values["authors"])
        elif lacking >> bit & 1:
            values[name] = () if isinstance(values[name], tuple) else None
    return from_entry(Entry(id=BASE.id, version=version, published=published, **values), day(when))


RECORDS = st.lists(
    st.builds(
        _make_record,
        st.integers(1, 3),
        st.integers(0, 9),
        st.integers(0, 2 ** len(MAY_LACK) - 1),
        st.sampled_from([None, noon(-60), noon(-59)]),
    ),
    min_size=2,
    max_size=5,
)


def combine_all(records):
    paper = records[0]
    for other in records[1:]:
        paper = combine(paper, other)
    return paper


@limit_examples(60)
@given(RECORDS)
def test_two_observations_combine_in_either_order(records):
    one, other = records[0], combine_all(records[1:])

    assert combine(one, other) == combine(other, one)


@limit_examples(60)
@given(RECORDS, st.integers(1, 4))
def test_observations_combine_in_any_grouping(records, cut):
    cut = min(cut, len(records) - 1)

    assert combine(combine_all(records[:cut]), combine_all(records[cut:])) == combine_all(records)


@limit_examples(60)
@given(RECORDS.flatmap(lambda records: st.tuples(st.just(records), st.permutations(records))))
def test_observations_combine_in_any_order(orders):
    one, other = map(combine_all, orders)

    assert one == other


@limit_examples(60)
@given(RECORDS)
def test_observing_the_same_again_changes_nothing(records):
    paper = combine_all(records)

    assert combine(paper, paper) == paper
    for record in records:
        assert combine(paper, record) == paper


@limit_examples(60)
@given(RECORDS)
def test_no_fact_is_lost(records):
    paper = combine_all(records)
    newest = max(record.entry.version for record in records)

    assert paper.entry.version == newest
    assert [version.number for version in paper.versions] == sorted(
        {record.entry.version for record in records}
    )
    assert paper.first_seen == min(record.first_seen for record in records)
    for name in (*CHANGING, "published"):
        values = [getattr(record.entry, name) for record in records if record.entry.version == newest]
        assert getattr(paper.entry, name) or not any(values)
    for record in records:
        (version,) = record.versions
        assert any(
            kept.number == version.number and (kept.updated or not version.updated) for kept in paper.versions
        )


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
def test_newest_version_wins(order):
    versions = [
        (BASE, 0),
        (replace(BASE, version=2, title="Second", updated=noon(1)), 2),
        (replace(BASE, version=10, title="Tenth", updated=noon(3), comment=None), 4),
    ]
    paper = observe(*(versions[number] for number in order))

    assert (paper.entry.version, paper.entry.title, paper.entry.comment) == (10, "Tenth", None)
    assert paper.versions == (Version(1, noon(-5)), Version(2, noon(1)), Version(10, noon(3)))
    assert (paper.first_seen, paper.as_of) == (day(0), day(4))


def test_an_older_version_seen_later_changes_only_the_list_of_versions():
    newer = replace(BASE, version=3, title="Third", updated=noon(3))
    paper = observe((newer, 4), (replace(BASE, title="First, corrected"), 5))

    assert paper.entry == newer
    assert paper.versions == (Version(1, noon(-5)), Version(3, noon(3)))
    assert (paper.first_seen, paper.as_of, paper.changed) == (day(4), day(4), {})


def test_an_entry_with_a_version_wins_over_one_without():
    unversioned = replace(BASE, version=None, title="From a publisher")

    for order in itertools.permutations([(unversioned, 9), (BASE, 1)]):
        assert observe(*order).entry == BASE
        assert observe(*order).versions == (Version(1, noon(-5)),)


def test_a_value_wins_over_none():
    for order in itertools.permutations([(BASE, 1), (SPARSE, 2)]):
        paper = observe(*order)
        assert paper.entry == BASE
        assert (paper.as_of, paper.changed) == (day(1), {})


def test_a_value_that_comes_later_has_its_own_day():
    for order in itertools.permutations([(SPARSE, 1), (replace(SPARSE, comment="8 pages"), 2)]):
        paper = observe(*order)
        assert paper.entry.comment == "8 pages"
        assert (paper.as_of, paper.changed) == (day(1), {"comment": day(2)})


def test_the_later_of_two_values_wins():
    titles = [(replace(BASE, title=f"Title {when}"), when) for when in (1, 2, 3)]

    for order in itertools.permutations(titles):
        paper = observe(*order)
        assert paper.entry.title == "Title 3"
        assert (paper.as_of, paper.changed) == (day(1), {"title": day(3)})


def test_an_equal_value_keeps_its_day():
    assert observe((BASE, 1), (BASE, 2), (BASE, 9)) == observe((BASE, 1))


def test_affiliations_are_kept_when_an_answer_lacks_them():
    without = replace(BASE, authors=tuple(Author(author.name) for author in BASE.authors))

    for order in itertools.permutations([(BASE, 1), (without, 2)]):
        assert observe(*order) == observe((BASE, 1))


def test_later_affiliations_win():
    later = replace(BASE, authors=(Author("A. Author", ("MIT",)), Author("B. Author", ("CfA",))))
    paper = observe((BASE, 1), (later, 2))

    assert paper.entry.authors == later.authors
    assert paper.changed == {"authors": day(2)}


def test_other_authors_get_no_affiliations():
    later = replace(BASE, authors=(Author("B. Author"), Author("A. Author")))

    assert observe((BASE, 1), (later, 2)).entry.authors == later.authors


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ([noon(-5), None], noon(-5)),
        ([None, noon(-5)], noon(-5)),
        ([noon(-5), noon(-3)], noon(-5)),
        ([noon(-3), noon(-5)], noon(-5)),
        ([None, None], None),
    ],
)
@pytest.mark.parametrize("versions", [(1, 1), (1, 2), (2, 1)])
def test_the_earliest_date_of_publication_wins(versions, published, expected):
    one, other = (
        replace(BASE, version=version, published=date)
        for version, date in zip(versions, published, strict=True)
    )
    assert observe((one, 1), (other, 2)).entry.published == expected


def test_both_versions_in_one_document_are_kept():
    document = [replace(BASE, version=3, updated=noon(3)), BASE]
    papers = add_entries({}, document, day(4))

    assert papers == add_entries({}, reversed(document), day(4))
    assert papers[BASE.id].versions == (Version(1, noon(-5)), Version(3, noon(3)))


def test_former_ids_are_combined():
    one, other = (
        replace(from_entry(replace(BASE, id="url:https://sand.ai/a"), day(0)), former_ids=(name,))
        for name in ("url:b", "url:a")
    )

    assert combine(one, other).former_ids == ("url:a", "url:b")
    assert combine(other, from_entry(replace(BASE, id="url:https://sand.ai/a"), day(0))).former_ids == (
        "url:a",
    )


def test_a_paper_stored_without_the_fragment_of_its_address_gets_the_id_with_it():
    old = from_entry(replace(BASE, id="url:https://sand.ai/a"), day(0))
    entry = replace(BASE, id="url:https://sand.ai/a#b", title="A TITLE")

    (paper,) = add_entries({old.entry.id: old}, [entry], day(1)).values()

    assert (paper.entry.id, paper.former_ids) == ("url:https://sand.ai/a#b", ("url:https://sand.ai/a",))
    assert paper.first_seen == day(0)


@pytest.mark.parametrize(
    ("url", "paper_id", "dois"),
    [
        ("https://sand.ai/a", "url:https://sand.ai/a", ()),
        ("https://sand.ai/a/", "url:https://sand.ai/a", ()),
        ("https://plos.example/article?id=10.1371/A.1", "doi:10.1371/a.1", ("10.1371/A.1",)),
        ("https://huggingface.co/papers/2403.02101", "2403.02101", ()),
        ("https://arxiv.org/abs/unknown", "url:https://arxiv.org/abs/unknown", ()),
    ],
)
def test_a_stored_paper_gets_the_id_of_todays_rules_and_keeps_the_old_one(url, paper_id, dois):
    old = from_entry(replace(BASE, id=f"url:{url}", dois=()), day(0))
    paper = update_id(old)

    assert (paper.entry.id, paper.entry.dois) == (paper_id, dois)
    assert paper.former_ids == ((old.entry.id,) if old.entry.id != paper_id else ())
    assert update_id(paper) == paper


def test_a_paper_that_gets_a_doi_is_the_one_that_is_stored_by_its_address():
    old = from_entry(replace(BASE, id="url:https://sand.ai/a"), day(0))
    entry = replace(BASE, id="doi:10.5555/a", dois=("10.5555/a",), links=("https://sand.ai/a/",))

    (paper,) = add_entries({old.entry.id: old}, [entry], day(1)).values()

    assert (paper.entry.id, paper.former_ids) == ("doi:10.5555/a", ("url:https://sand.ai/a",))
    assert len(add_entries({old.entry.id: old}, [replace(entry, title="Another")], day(1))) == 2


def test_one_of_several_papers_with_one_address_is_recognised_when_it_comes_alone():
    first = replace(BASE, id="url:https://sand.ai/a#1", title="First")
    second = replace(BASE, id="url:https://sand.ai/a#2", title="Second")
    stored = add_entries({}, [first, second], day(0))

    alone = replace(second, id="url:https://sand.ai/a", title="SECOND")
    assert list(add_entries(stored, [alone], day(1))) == [first.id, second.id]
    other = replace(alone, title="Third")
    assert list(add_entries(stored, [other], day(1))) == [first.id, second.id, other.id]


def test_another_paper_on_the_same_page_is_stored_separately():
    stored = {"url:https://sand.ai/a": from_entry(replace(BASE, id="url:https://sand.ai/a"), day(0))}
    entry = replace(
        stored["url:https://sand.ai/a"].entry, id="url:https://sand.ai/a#b", title="Another title"
    )

    assert set(add_entries(stored, [entry], day(0))) == {
        "url:https://sand.ai/a",
        "url:https://sand.ai/a#b",
    }
