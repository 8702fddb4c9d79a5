"""Records of Crossref and DataCite: what is kept of documented ones, and hostile ones do no harm."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import record_store
from generator.ingest.crossref_works import find_works, parse_work
from generator.ingest.datacite_works import find_datasets, parse_dataset
from generator.model import ids
from generator.model.doi_records import Contributor, DoiRecord, Lookup, Notice, RecordRelation
from tests.scripted_registries import make_dataset, make_work
from tests.tables import for_each_row

LATEST = 2028

ARTICLE = {
    "DOI": "10.1109/TPDS.2025.1234567",
    "type": "journal-article",
    "title": ["Caches &amp; <i>Queues</i>", "Mémoire"],
    "author": [
        {
            "given": "Amy",
            "family": "Example",
            "ORCID": "https://orcid.org/0000-0002-1825-0097",
            "authenticated-orcid": True,
            "sequence": "first",
            "affiliation": [{"name": "Toy University"}],
        },
        {"name": "The Toy Team", "sequence": "additional"},
    ],
    "container-title": ["IEEE Transactions on Parallel and Distributed Systems"],
    "short-container-title": ["IEEE Trans. Parallel Distrib. Syst."],
    "volume": "36",
    "issue": "4",
    "page": "775–788",
    "published-print": {"date-parts": [[2025, 4]]},
    "published-online": {"date-parts": [[2024, 12, 24]]},
    "issued": {"date-parts": [[2024, 12, 24]]},
    "publisher": "Institute of Electrical and Electronics Engineers (IEEE)",
    "license": [
        {"URL": "https://www.example.org/tdm", "content-version": "tdm", "delay-in-days": 0},
        {"URL": "http://creativecommons.org/licenses/by/4.0/", "content-version": "vor"},
    ],
    "relation": {
        "has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2602.23556", "asserted-by": "object"}],
        "is-version-of": [{"id-type": "arxiv", "id": "cs/0301008"}],
        "is-review-of": [{"id-type": "doi", "id": "10.1145/9"}],
    },
    "updated-by": [
        {
            "DOI": "10.1109/RETRACTION.1",
            "type": "retraction",
            "label": "Retraction",
            "source": "retraction-watch",
            "updated": {"date-parts": [[2026, 2, 6]]},
        },
        {"DOI": "10.1109/retraction.1", "type": "retraction", "source": "publisher"},
        {"type": "expression_of_concern", "updated": {"date-parts": [[2025, 10]]}},
    ],
}


def test_the_facts_of_an_article_are_kept():
    assert parse_work(ARTICLE, LATEST) == DoiRecord(
        doi="10.1109/tpds.2025.1234567",
        registry="crossref",
        type="journal-article",
        title="Caches & Queues",
        authors=(
            Contributor("Amy Example", "Example", "0000-0002-1825-0097"),
            Contributor("The Toy Team"),
        ),
        containers=("IEEE Transactions on Parallel and Distributed Systems",),
        volume="36",
        issue="4",
        pages="775-788",
        published="2025-04",
        publisher="Institute of Electrical and Electronics Engineers (IEEE)",
        licence="https://creativecommons.org/licenses/by/4.0/",
        relations=(
            RecordRelation("has-preprint", "2602.23556"),
            RecordRelation("is-version-of", "cs/0301008"),
        ),
        notices=(
            Notice("expression-of-concern", None, "2025-10"),
            Notice("retraction", "10.1109/retraction.1", "2026-02-06"),
        ),
    )


def test_the_facts_of_a_conference_paper_are_kept():
    work = make_work(
        "10.1007/978-3-031-1_2",
        container_title=["Lecture Notes in Computer Science", "Euro-Par 2024: Parallel Processing"],
        event={"name": "Euro-Par 2024", "acronym": "Euro-Par", "start": {"date-parts": [[2024, 8, 26]]}},
        article_number="e12",
    )

    record = parse_work(work, LATEST)

    assert (record.container, record.series) == (
        "Euro-Par 2024: Parallel Processing",
        "Lecture Notes in Computer Science",
    )
    assert (record.event, record.year, record.pages) == (("Euro-Par 2024", "Euro-Par"), 2024, "e12")


def test_the_facts_of_a_data_set_are_kept():
    item = make_dataset(
        "10.5281/zenodo.1",
        creators=[
            {
                "name": "Example, Amy",
                "givenName": "Amy",
                "familyName": "Example",
                "nameIdentifiers": [
                    {"nameIdentifierScheme": "GND", "nameIdentifier": "1"},
                    {"nameIdentifierScheme": "ORCID", "nameIdentifier": "0000-0002-1825-0097"},
                ],
            }
        ],
        publisher={"name": "Zenodo"},
        dates=[
            {"dateType": "Created", "date": "2025-01-01"},
            {"dateType": "Issued", "date": "2026-03-02T10"},
        ],
        relatedIdentifiers=[
            {
                "relationType": "IsVersionOf",
                "relatedIdentifier": "10.5281/zenodo.0",
                "relatedIdentifierType": "DOI",
            },
            {"relationType": "Cites", "relatedIdentifier": "10.1145/1", "relatedIdentifierType": "DOI"},
            {"relationType": "HasVersion", "relatedIdentifier": "2602.1", "relatedIdentifierType": "arXiv"},
        ],
    )

    assert parse_dataset(item, LATEST) == DoiRecord(
        doi="10.5281/zenodo.1",
        registry="datacite",
        type="dataset",
        title="Fast Caches for Everyone: data",
        authors=(Contributor("Amy Example", "Example", "0000-0002-1825-0097"),),
        published="2026-03-02",
        publisher="Zenodo",
        licence="https://creativecommons.org/licenses/by/4.0/legalcode",
        relations=(RecordRelation("is-version-of", "doi:10.5281/zenodo.0"),),
    )


@for_each_row(
    ("types", "kind"),
    [
        ({"resourceTypeGeneral": "ConferencePaper"}, "proceedings-article"),
        ({"resourceTypeGeneral": "JournalArticle"}, "journal-article"),
        ({"resourceTypeGeneral": "Text", "resourceType": "ConferencePaper"}, "proceedings-article"),
        ({"resourceTypeGeneral": "Text", "resourceType": "Journal Article"}, "journal-article"),
        ({"resourceTypeGeneral": "Text"}, ""),
        ({"resourceTypeGeneral": "Software"}, "software"),
        ({}, ""),
        ("text", ""),
    ],
)
def test_a_record_of_datacite_has_a_type(types, kind):
    item = make_dataset("10.4230/lipics.1", types=types, container={"title": "LIPIcs, Volume 1", "volume": 1})

    record = parse_dataset(item, LATEST)

    assert (record.type, record.container, record.volume) == (kind, "LIPIcs, Volume 1", "1")


# Fields of a hostile record, and what is kept of them.
HOSTILE = [
    ({"title": "<script>alert(1)</script>Caches"}, {"title": "Caches"}),
    (
        {"title": ["Caches in <jats:italic>n</jats:italic><mml:math><mml:mi>x</mml:mi></mml:math>"]},
        {"title": "Caches in nx"},
    ),
    ({"title": ["a" * 501]}, {"title": ""}),
    ({"title": [{"a": 1}, None, 7.5, True, "Caches\u202e\x00"]}, {"title": "Caches"}),
    ({"title": {"a": "b"}}, {"title": ""}),
    ({"container_title": "One name"}, {"containers": ("One name",)}),
    ({"container_title": ["a"] * 1_000}, {"containers": ("a",)}),
    ({"container_title": 7}, {"containers": ()}),
    ({"volume": 12}, {"volume": "12"}),
    ({"volume": "x" * 41}, {"volume": None}),
    ({"volume": 10**400}, {"volume": None}),
    ({"volume": True}, {"volume": None}),
    ({"page": "1--2"}, {"pages": "1-2"}),
    ({"page": ["1-2"]}, {"pages": None}),
    ({"license": [{"URL": "javascript:alert(1)", "content-version": "vor"}]}, {"licence": None}),
    ({"license": [{"URL": "https://u:p@evil.example/", "content-version": "vor"}]}, {"licence": None}),
    ({"license": [{"URL": "https://a.example/am", "content-version": "am"}]}, {"licence": None}),
    ({"license": [{"URL": 7}, 7, None]}, {"licence": None}),
    ({"issued": {"date-parts": [[2107, 2, 8]]}}, {"published": None}),
    ({"issued": {"date-parts": [[LATEST + 1]]}}, {"published": None}),
    ({"issued": {"date-parts": [[LATEST]]}}, {"published": str(LATEST)}),
    ({"issued": {"date-parts": [[1, 1, 1]]}}, {"published": None}),
    ({"issued": {"date-parts": [["2026", 2]]}}, {"published": None}),
    ({"issued": {"date-parts": [[2026, 99, 1]]}}, {"published": "2026"}),
    ({"issued": {"date-parts": [[2026, 2, 31]]}}, {"published": "2026-02"}),
    ({"issued": {"date-parts": [[1599, 1, 1]]}}, {"published": None}),
    ({"issued": {"date-parts": [[None]]}}, {"published": None}),
    ({"issued": {"date-parts": 7}}, {"published": None}),
    ({"issued": "2026"}, {"published": None}),
    (
        {"author": [{"family": "Example", "ORCID": "https://orcid.org/0000-0002-1825-0098"}]},
        {"authors": (Contributor("Example", "Example"),)},
    ),
    (
        {"author": [{"family": "Example", "ORCID": ["x"]}, {"given": 7.5}, 8, None]},
        {"authors": (Contributor("Example", "Example"),)},
    ),
    ({"author": {"family": "Example"}}, {"authors": ()}),
    ({"relation": {"has-preprint": [{"id": "javascript:alert(1)", "id-type": "uri"}]}}, {"relations": ()}),
    ({"relation": {"has-preprint": [{"id": "10.1145/1"}]}}, {"relations": ()}),
    ({"relation": {"has-preprint": {"id": "10.1145/9"}}}, {"relations": ()}),
    ({"relation": [1]}, {"relations": ()}),
    (
        {"updated_by": [{"type": "<b>retraction</b>", "DOI": "javascript:alert(1)"}]},
        {"notices": (Notice("retraction"),)},
    ),
    ({"updated_by": [{"type": 7.5}, 8, {"DOI": "10.1145/9"}]}, {"notices": ()}),
    (
        {"update_to": [{"type": "retraction", "DOI": "10.1145/9"}]},
        {"notices": (), "notice_of": ("10.1145/9",)},
    ),
    (
        {"update_to": [{"type": "retraction", "DOI": "10.1145/1"}]},
        {"notices": (Notice("retraction", "10.1145/1"),), "notice_of": ()},
    ),
    ({"type": ["journal-article"]}, {"type": ""}),
    ({"event": "SC"}, {"event": (), "event_year": None}),
    ({"event": {"name": "SC", "start": {"date-parts": [[9999]]}}}, {"event": ("SC",), "event_year": None}),
]


@for_each_row(("changes", "kept"), HOSTILE)
def test_what_is_harmful_in_a_record_is_not_kept(changes, kept):
    record = parse_work(make_work("10.1145/1", **changes), LATEST)

    assert {name: getattr(record, name) for name in kept} == kept


@for_each_row("doi", [None, 7, "", "10.1", "javascript:alert(1)", ["10.1145/1"], "10.1145/" + "a" * 400])
def test_a_record_without_a_valid_doi_is_none(doi):
    assert parse_work(make_work(doi), LATEST) is None
    assert parse_dataset(make_dataset(doi), LATEST) is None


@for_each_row(
    "target",
    [
        "2401.00001",
        "arXiv:2401.00001",
        "arxiv:2401.00001v2",
        "https://arxiv.org/abs/2401.00001",
        "2401.1",
        7,
        None,
    ],
)
def test_an_arxiv_id_in_a_relation_is_read_in_every_form(target):
    relation = {"is-version-of": [{"id-type": "arxiv", "id": target}]}
    related = {
        "relationType": "IsVersionOf", "relatedIdentifierType": "arXiv", "relatedIdentifier": target,
    }  # fmt: skip
    records = [
        parse_work(make_work("10.1145/1", relation=relation), LATEST),
        parse_dataset(make_dataset("10.5281/zenodo.1", relatedIdentifiers=[related]), LATEST),
    ]

    has_id = "2401.00001" in str(target)
    expected = (RecordRelation("is-version-of", "2401.00001"),) if has_id else ()
    assert [record.relations for record in records] == [expected, expected]


RELATIONS = [
    "has-preprint", "is-preprint-of", "has-version", "is-version-of", "is-identical-to", "is-manuscript-of",
]  # fmt: skip


@for_each_row("kind", RELATIONS)
def test_relations_of_versions_are_read(kind):
    works = [{"id-type": "doi", "id": "10.5555/2"}]
    record = parse_work(make_work("10.1145/1", relation={kind: works, "is-review-of": works}), LATEST)

    assert record.relations == (RecordRelation(kind, "doi:10.5555/2"),)


def test_thousands_of_authors_are_cut_and_orcids_stay():
    people = [{"family": f"Author {number}"} for number in range(5_000)]
    people[4_000]["ORCID"] = "https://orcid.org/0000-0002-1825-0097"

    authors = parse_work(make_work("10.1145/1", author=people), LATEST).authors

    assert (len(authors), authors[-1].name) == (51, "Author 4000")


@pytest.mark.parametrize("suffix", ["a&amp;amp;lt;b", "%2526lt;b", "{{\\_}}", "a<b>c", "A&B"])
def test_every_doi_of_a_record_can_be_read_back(tmp_path, suffix):
    updates = [{"DOI": f"10.1109/{suffix}", "type": "correction"}]
    record = parse_work(make_work(f"10.1145/{suffix}", **{"updated-by": updates}), LATEST)
    lookup = Lookup(ids.build_doi_id(record.doi), date(2026, 2, 3), record=record)

    record_store.write_lookups(tmp_path, "crossref", {lookup.key: lookup})

    assert record.notices[0].doi.startswith("10.1109/")
    assert record_store.read_lookups(tmp_path, "crossref") == {lookup.key: lookup}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(st.sampled_from([*ARTICLE, "date-parts", "URL", "id"]), children, max_size=6)
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_any_json_is_a_record_that_can_be_stored_or_none(value, other):
    work = {**value, "DOI": "10.1145/1"} if isinstance(value, dict) else value
    for record in (
        parse_work(work, LATEST),
        parse_dataset({"attributes": value}, LATEST),
        parse_dataset({"attributes": {"doi": "10.1145/1", "types": value, "container": other}}, LATEST),
    ):
        if record is not None:
            assert msgspec.json.decode(msgspec.json.encode(record), type=DoiRecord) == record
    assert find_works(value) is None or isinstance(find_works(value), list)
    assert find_datasets(value) is None or isinstance(find_datasets(value), list)
