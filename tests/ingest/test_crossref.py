"""Registries of DOIs: what is asked, how often, and what is kept, against scripted services."""

import json
from datetime import date, timedelta

import pytest

from generator.cli import main
from generator.ingest import fetch_request, record_store
from generator.ingest.doi_lookups import find_due_day
from generator.ingest.feed_run import FetchContext
from generator.ingest.sources import crossref
from generator.model.curation_values import Feed
from generator.model.doi_records import Lookup
from tests import server_faults as faults
from tests.ingest.fetch_world import PF
from tests.scripted_arxiv import make_record
from tests.scripted_registries import CROSSREF, DATACITE, ScriptedRegistries, make_dataset, make_work

REGISTRY = Feed("crossref", "crossref")
TITLES = Feed("crossref", "crossref", {"titles": True})
DAY = "2026-03-20T10:00:00Z"
TODAY = date(2026, 3, 25)


def make_paper(number, *dois, title=None):
    more = "".join(f"<arxiv:doi>{doi}</arxiv:doi>" for doi in dois)
    return make_record(number, DAY, more=more, title=title or f"Fast Caches for Everyone, part {number}")


class Registries:
    """A fetched feed, both services, and runs of the registry."""

    def __init__(self, world):
        self.world, self.scripted = world, ScriptedRegistries()
        self.endpoints = self.scripted.serve(world.server)

    def store(self, *papers):
        self.world.server.records = list(papers)
        assert self.world.daily().failure == ""

    def ask(self, feed=REGISTRY, today=TODAY, **options):
        """Return the outcome of a run that asks the registries."""
        self.world.server.requests.clear()
        context = FetchContext(
            self.world.root, self.world.client, today, lambda _: None, self.endpoints, **options
        )
        return fetch_request.fetch_feeds(context, [feed])[0]

    @property
    def lookups(self):
        return record_store.read_lookups(self.world.root / "data/feeds", "crossref")

    @property
    def requests(self):
        """What was asked of which service: the DOIs of lists, or the path of a single DOI."""
        return [
            request["path"]
            if request["path"] not in {CROSSREF, DATACITE}
            else request["parameters"].get("filter") or request["parameters"].get("query", "title")
            for request in self.world.server.requests
        ]


@pytest.fixture(name="registries")
def registries_of_a_world(world):
    return Registries(world)


@pytest.fixture(name="known")
def registries_with_two_known_dois(registries):
    registries.store(make_paper(1, "10.1145/1"), make_paper(2, "10.5281/zenodo.2"))
    registries.scripted.works = [make_work("10.1145/1")]
    registries.scripted.datasets = [make_dataset("10.5281/zenodo.2")]
    assert registries.ask().failure == ""
    return registries


# --- what is asked ---------------------------------------------------------------------------------------


def test_crossref_is_asked_for_all_dois_at_once_and_datacite_for_the_others(registries):
    registries.store(*(make_paper(number, f"10.1145/{number}") for number in range(1, 4)), make_paper(4))
    registries.scripted.works = [make_work("10.1145/1"), make_work("10.1145/3")]
    registries.scripted.datasets = [make_dataset("10.1145/2")]

    outcome = registries.ask()

    assert (outcome.failure, outcome.new, outcome.requests, outcome.paper_count) == (
        "",
        ("doi:10.1145/1", "doi:10.1145/3", "doi:10.1145/2"),
        2,
        3,
    )
    assert registries.requests == ["doi:10.1145/1,doi:10.1145/2,doi:10.1145/3", f"{DATACITE}/10.1145%2F2"]
    assert {lookup.record.registry for lookup in registries.lookups.values()} == {"crossref", "datacite"}


def test_a_request_names_the_maintainer_and_the_fields(known):
    known.store(make_paper(1, "10.1145/1"), make_paper(3, "10.1145/3"), make_paper(4, "10.1145/4"))

    known.ask(mailto="papers@example.org")

    request = known.world.server.requests[0]["parameters"]
    assert request["mailto"] == "papers@example.org"
    assert request["rows"] == "2"
    assert {"DOI", "container-title", "updated-by", "relation"} <= set(request["select"].split(","))


def test_dois_are_stored_in_lower_case_one_a_line_by_registrant(known):
    folder = known.world.root / "data/feeds/crossref"

    assert sorted(path.name for path in folder.iterdir()) == [
        "10.1145.records.jsonl",
        "10.5281.records.jsonl",
        "feed.json",
    ]
    (line,) = (folder / "10.1145.records.jsonl").read_text().splitlines()
    assert json.loads(line)["record"] == {
        "doi": "10.1145/1",
        "registry": "crossref",
        "type": "proceedings-article",
        "title": "Fast Caches for Everyone",
        "authors": [{"name": "Amy Example", "family": "Example"}],
        "containers": ["Proceedings of the Toy Conference"],
        "published": "2026-03-22",
        "publisher": "Toy Press",
    }


def test_the_registries_are_asked_after_the_other_feeds(registries):
    registries.world.server.records = [make_paper(1, "10.1145/1")]
    registries.scripted.works = [make_work("10.1145/1")]
    endpoints = {"arxiv": registries.world.server.endpoint, **registries.endpoints}
    context = FetchContext(registries.world.root, registries.world.client, TODAY, lambda _: None, endpoints)

    outcomes = fetch_request.fetch_feeds(context, [REGISTRY, PF])

    assert [(outcome.feed, len(outcome.new), outcome.failure) for outcome in outcomes] == [
        ("cs-pf", 1, ""),
        ("crossref", 1, ""),
    ]


def test_dois_with_a_comma_and_impossible_ones_do_not_spoil_the_others(registries):
    dois = ["10.1145/1", "10.1145/2,3", "10.1145/bad", "10.1145/4", "10.1145/5"]
    registries.store(*(make_paper(number, doi) for number, doi in enumerate(dois, 1)))
    registries.scripted.works = [make_work(doi) for doi in dois]
    registries.scripted.refused = {"10.1145/bad"}

    outcome = registries.ask()

    assert outcome.failure == ""
    assert {doi for doi in dois if f"doi:{doi}" not in outcome.new} == {"10.1145/bad"}


def test_a_run_sends_a_bounded_number_of_requests_and_the_next_one_continues(registries, monkeypatch):
    monkeypatch.setattr(crossref, "_MAX_REQUESTS", 4)
    papers = [make_paper(number, f"10.1145/{number},1") for number in range(1, 8)]
    registries.store(*papers)
    registries.scripted.works = [make_work(f"10.1145/{number},1") for number in range(1, 8)]

    assert [len(registries.ask().new) for _ in range(3)] == [4, 3, 0]


def test_the_command_asks_for_dois_of_data_and_of_curators_too(catalogue, capsys, monkeypatch):
    root, scripted = catalogue.root, ScriptedRegistries(datasets=[make_dataset("10.5281/zenodo.7")])
    for name, endpoint in scripted.serve(catalogue.server).items():
        monkeypatch.setenv(f"CATALOGUE_{name.upper()}_ENDPOINT", endpoint)
    with (root / "data/catalogue.yml").open("a") as file:
        file.write("  - {id: crossref, kind: crossref}\n")
    abstract = "Our data are at https://doi.org/10.5281/zenodo.7."
    catalogue.server.records = [make_record(1, DAY, abstract=abstract), make_paper(2, "10.1145/2")]
    for name in ("venues.yml", "topics.yml"):
        copy_empty(root / "data/curation" / name)
    path = root / "data/curation/papers/2603.00001.yml"
    path.parent.mkdir()
    path.write_text("publications: [10.1145/8]\n")

    assert main(["fetch", "--root", str(root)]) == 0
    lookups = record_store.read_lookups(root / "data/feeds", "crossref")

    assert sorted(lookups) == ["doi:10.1145/2", "doi:10.1145/8", "doi:10.5281/zenodo.7"]
    assert lookups["doi:10.5281/zenodo.7"].record.registry == "datacite"
    assert catalogue.server.requests[-1]["parameters"]["mailto"] == "papers@example.org"
    assert main(["status", "--root", str(root), "--days", "100000"]) == 0
    assert "crossref: 1 record, last fetched" in capsys.readouterr().out


def copy_empty(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}\n")


# --- when it is asked again ------------------------------------------------------------------------------


def test_a_record_is_asked_for_again_after_half_a_year(known):
    before = known.lookups

    assert (known.ask(today=TODAY + timedelta(days=181)).requests, known.lookups) == (0, before)
    known.scripted.works = [make_work("10.1145/1", volume="7")]
    outcome = known.ask(today=TODAY + timedelta(days=182))

    assert (outcome.changed, outcome.unchanged, outcome.new) == (("doi:10.1145/1",), 1, ())
    lookup = known.lookups["doi:10.1145/1"]
    assert (lookup.asked, lookup.changed, lookup.record.volume) == (
        date(2026, 9, 23),
        date(2026, 9, 23),
        "7",
    )


def test_an_unknown_doi_is_asked_for_after_a_growing_time():
    lookups = [Lookup("doi:10.1145/1", TODAY, misses=misses) for misses in (*range(1, 8), 1_000)]

    assert [(find_due_day(lookup) - TODAY).days for lookup in lookups] == [
        *(7, 14, 28, 56, 112, 182, 182, 182),
    ]


def test_an_unknown_doi_becomes_known(registries):
    registries.store(make_paper(1, "10.1145/1"))
    registries.ask()
    registries.scripted.works = [make_work("10.1145/1")]

    assert registries.ask(today=TODAY + timedelta(days=7)).new == ("doi:10.1145/1",)
    assert registries.lookups["doi:10.1145/1"].misses == 0


def test_what_a_registry_does_not_have_any_more_is_kept(known):
    known.scripted.works = []
    later = TODAY + timedelta(days=200)

    assert known.ask(today=later).missing == ("doi:10.1145/1",)
    lookup = known.lookups["doi:10.1145/1"]
    assert (lookup.record.publisher, lookup.misses) == ("Toy Press", 1)


def test_an_answer_with_fewer_facts_loses_none_and_a_notice_can_be_taken_back(known):
    later = TODAY + timedelta(days=200)
    retraction = {"DOI": "10.1145/9", "type": "retraction", "updated": {"date-parts": [[2026, 4, 1]]}}
    known.scripted.works = [make_work("10.1145/1", updated_by=[retraction], publisher=None, issued=None)]
    known.ask(today=later)
    record = known.lookups["doi:10.1145/1"].record
    assert (record.publisher, record.published, len(record.notices)) == ("Toy Press", "2026-03-22", 1)

    known.scripted.works = [make_work("10.1145/1")]
    known.ask(today=later + timedelta(days=200))
    assert known.lookups["doi:10.1145/1"].record.notices == ()


# --- failures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.status(503), "the server answers 503, 4 times"),
        (faults.status(429, retry_after="3600"), "asks to wait for 3600 s"),
        (faults.status(403), "the server answers 403"),
        (faults.other_body(b"<html>Maintenance</html>"), "the answer is not JSON"),
        (faults.other_body(b"[" * 100_000), "the answer is not JSON"),
        (faults.other_body(b"{}"), "not a complete list of records"),
        (faults.other_body(b'{"status": "ok", "message-type": "work-list"}'), "not a complete list"),
        (faults.other_body(b'{"status": "ok", "message-type": "work-list", "message": 7}'), "not a complete"),
        (faults.bomb, "larger than"),
        (faults.redirect("https://evil.example/"), "may be requested for this feed"),
    ],
)
def test_a_failure_stores_nothing_and_is_the_registrys_own(registries, fault, message):
    registries.store(make_paper(1, "10.1145/1"), make_paper(2, "10.1145/2"))
    registries.world.server.every_fault = fault

    outcome = registries.ask()

    assert message in outcome.failure
    assert (outcome.exit_code, registries.lookups) == (3, {})


def test_an_incomplete_list_does_not_make_dois_unknown(registries):
    registries.store(make_paper(1, "10.1145/1"), make_paper(2, "10.1145/2"))
    registries.scripted.total = 2

    assert "not a complete list" in registries.ask().failure
    assert registries.lookups == {}


def test_a_failure_of_datacite_keeps_what_crossref_has_and_asks_again(registries):
    registries.store(make_paper(1, "10.1145/1"), make_paper(2, "10.1145/2"))
    registries.scripted.works = [make_work("10.1145/1")]
    registries.world.server.services[DATACITE] = faults_of_a_service(500)

    assert "500" in registries.ask().failure
    assert list(registries.lookups) == ["doi:10.1145/1"]

    registries.scripted.serve(registries.world.server)
    assert registries.ask().failure == ""
    assert registries.lookups["doi:10.1145/2"].misses == 1


def faults_of_a_service(status):
    return lambda handler, _path, _parameters: handler.send(status, b"")


def test_the_limit_that_the_service_states_is_kept(registries):
    registries.store(*(make_paper(number, f"10.1145/{number},1") for number in range(1, 4)))
    registries.scripted.works = [make_work(f"10.1145/{number},1") for number in range(1, 4)]
    registries.scripted.headers = {"X-Rate-Limit-Limit": "2", "X-Rate-Limit-Interval": "20s"}

    registries.ask()

    assert registries.world.server.measure_pauses() == [10, 10]


# --- hostile answers -------------------------------------------------------------------------------------


def test_records_of_other_dois_are_not_stored(registries):
    registries.store(make_paper(1, "10.1145/1"), make_paper(2, "10.1145/2"))
    registries.scripted.surplus = [make_work("10.1145/666"), "text", None, 7, [], {"DOI": ["10.1145/2"]}]

    outcome = registries.ask()

    assert outcome.failure == ""
    assert {key for key, lookup in registries.lookups.items() if lookup.record} == set()


def test_a_broken_line_is_reported_with_its_place(known):
    path = known.world.root / "data/feeds/crossref/10.1145.records.jsonl"
    path.write_text(path.read_text() + '{"key": "doi:10.1145/3", "asked": "soon"}\n')

    outcome = known.ask()

    assert "this line is not an answer of a registry" in outcome.failure
    assert outcome.exit_code == 1


# --- papers without a DOI --------------------------------------------------------------------------------

TITLE = "Fast Caches for Everyone"
SAME = make_work("10.1145/1", TITLE)


@pytest.mark.parametrize(
    ("works", "doi"),
    [
        pytest.param([SAME], "10.1145/1", id="all-three-agree"),
        pytest.param([make_work("10.1145/1", "FAST caches, for <i>everyone</i>!")], "10.1145/1", id="folded"),
        pytest.param(
            [make_work("10.1145/1", TITLE, issued={"date-parts": [[2025]]})], "10.1145/1", id="year"
        ),
        pytest.param([make_work("10.1145/1", TITLE, issued={"date-parts": [[2024]]})], None, id="too-early"),
        pytest.param([make_work("10.1145/1", TITLE, issued={"date-parts": [[None]]})], None, id="no-year"),
        pytest.param([make_work("10.1145/1", TITLE, author=[{"family": "Sample"}])], None, id="other-author"),
        pytest.param([make_work("10.1145/1", TITLE, author=[])], None, id="no-author"),
        pytest.param([make_work("10.1145/1", f"{TITLE} and Everything")], None, id="other-title"),
        pytest.param([SAME, make_work("10.1145/2", TITLE)], None, id="not-unique"),
        pytest.param([SAME, make_work("10.1145/1", TITLE)], "10.1145/1", id="twice-the-same"),
        pytest.param([make_work("10.1145/1", TITLE, type="posted-content")], None, id="a-preprint"),
        pytest.param([make_work("10.1145/1", f"RETRACTED: {TITLE}")], "10.1145/1", id="retracted"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_a_paper_without_a_doi_is_found_only_if_title_author_and_year_agree(registries, works, doi):
    registries.store(make_paper(1, title=TITLE))
    registries.scripted.works = works

    outcome = registries.ask(TITLES)

    assert outcome.failure == ""
    (lookup,) = registries.lookups.values()
    assert (lookup.key, lookup.record and lookup.record.doi) == ("2603.00001", doi)


def test_titles_are_searched_only_if_the_settings_say_so(registries):
    registries.store(make_paper(1, title=TITLE))
    registries.scripted.works = [SAME]

    assert registries.ask().requests == 0
    assert registries.ask(TITLES).new == ("2603.00001",)
