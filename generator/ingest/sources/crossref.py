"""The kind ``crossref``: facts of published papers from Crossref, and from DataCite for other DOIs.

Crossref has the DOIs of publishers, DataCite those of data and software. The services:
https://www.crossref.org/documentation/retrieve-metadata/rest-api/ and https://support.datacite.org/docs/api.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.ingest import record_store, store, title_match
from generator.ingest.crossref_works import (
    build_crossref_query,
    build_crossref_search,
    find_search_results,
    find_works,
    parse_work,
)
from generator.ingest.datacite_works import build_datacite_query, find_datasets, parse_dataset
from generator.ingest.doi_lookups import find_due_lookups, limit_lookup_days, split_batches, update_lookup
from generator.ingest.feed_run import FeedRun, FetchContext
from generator.ingest.record_fields import YEARS_AHEAD
from generator.ingest.registry_api import RegistryApi, RegistryFormat, find_registry_host
from generator.ingest.sources.feed_source import FeedSource
from generator.model import ids
from generator.model.doi_records import DoiRecord, Lookup
from generator.model.entries import Entry

_MAX_REQUESTS = 60  # of one run; the next run continues
_SEARCH_RESULTS = 10

_CROSSREF = RegistryFormat(
    endpoint="https://api.crossref.org/v1/works",
    build_query=build_crossref_query,
    find_items=find_works,
    parse_item=parse_work,
    is_listable=lambda doi: "," not in doi,  # a comma separates the filters of a request
)
_DATACITE = RegistryFormat(
    endpoint="https://api.datacite.org/dois",
    build_query=build_datacite_query,
    find_items=find_datasets,
    parse_item=parse_dataset,
)


@dataclass(frozen=True, slots=True)
class _Options:
    """What to request.

    Attributes:
        titles: Whether to search papers without a DOI by title, first author and year.
    """

    titles: bool = False


_REGISTRIES = {"crossref": _CROSSREF, "datacite": _DATACITE}


def _find_endpoint(context: FetchContext, name: str) -> str:
    return context.endpoints.get(name) or _REGISTRIES[name].endpoint


def _find_hosts(context: FetchContext, _options: "_Options") -> frozenset[str]:
    return frozenset(find_registry_host(_find_endpoint(context, name)) for name in _REGISTRIES)


@dataclass(slots=True)
class _Session:
    """The requests of one run. Answers are stored at once, so that a failure loses none."""

    run: FeedRun
    lookups: dict[str, Lookup]
    crossref: RegistryApi = field(init=False)
    datacite: RegistryApi = field(init=False)
    max_request_count: int = field(init=False)

    def __post_init__(self) -> None:
        self.crossref = self._connect("crossref", _CROSSREF)
        self.datacite = self._connect("datacite", _DATACITE)
        self.max_request_count = self.run.context.client.request_count + _MAX_REQUESTS

    def _connect(self, name: str, registry: RegistryFormat) -> RegistryApi:
        context = self.run.context
        latest_year = context.today.year + YEARS_AHEAD
        endpoint = _find_endpoint(context, name)
        return RegistryApi(context.client, registry, endpoint, context.mailto, latest_year)

    def ask_for_dois(self, dois: Sequence[str]) -> None:
        """Ask Crossref for DOIs, and DataCite for those that Crossref does not have."""
        for batch in split_batches(dois, _CROSSREF.is_listable):
            self._report_progress(len(dois), "DOI")
            if self._is_budget_spent():
                return
            records = self.crossref.find_records(batch)
            self._store({ids.build_doi_id(doi): records[doi] for doi in batch if doi in records})
            others = [doi for doi in batch if doi not in records]
            if others:
                records = self.datacite.find_records(others)
                self._store({ids.build_doi_id(doi): records.get(doi) for doi in others})

    def search_papers(self, papers: Sequence[Entry]) -> None:
        """Search papers by title, first author and year."""
        for entry in papers:
            self._report_progress(len(papers), "title")
            if self._is_budget_spent():
                return
            parameters = build_crossref_search(title_match.build_search_words(entry), _SEARCH_RESULTS)
            items = self.crossref.request(parameters, find_search_results)
            self._store({entry.id: title_match.choose_match(entry, self.crossref.parse_items(items))})

    def _report_progress(self, count: int, noun: str) -> None:
        outcome = self.run.outcome
        answered = len(outcome.new) + len(outcome.changed) + outcome.unchanged
        self.run.context.report(f"{self.run.feed.id}: {answered:,} records; {noun}s to ask for: {count:,}")

    def _is_budget_spent(self) -> bool:
        """Whether this run has sent as many requests as one run may; the next run continues."""
        return self.run.context.client.request_count >= self.max_request_count

    def _store(self, answers: dict[str, DoiRecord | None]) -> None:
        """Store answers by key, and add them to the outcome of the run."""
        run, before = self.run, self.lookups
        after = {key: update_lookup(before.get(key), key, record, run.day) for key, record in answers.items()}
        self.lookups = {**before, **after}
        with run.context.store_access.hold():
            record_store.write_lookups(run.context.folder, run.feed.id, self.lookups)
        recorded_before = {key for key in answers if key in before and before[key].record}
        recorded = [key for key, record in answers.items() if record]
        changed = [
            key for key in recorded if key in recorded_before and before[key].record != after[key].record
        ]
        run.outcome = replace(
            run.outcome,
            new=(*run.outcome.new, *(key for key in recorded if key not in recorded_before)),
            changed=(*run.outcome.changed, *changed),
            unchanged=run.outcome.unchanged + len(recorded_before.intersection(recorded)) - len(changed),
            missing=(
                *run.outcome.missing,
                *(key for key in answers if key in recorded_before and not answers[key]),
            ),
        )


def _fetch(run: FeedRun, options: _Options) -> None:
    folder = run.context.folder
    lookups = limit_lookup_days(record_store.read_lookups(folder, run.feed.id), run.context.today)
    stored, _ = store.read_valid_papers(folder)  # broken lines are reported by the feed that has them
    entries = [paper.entry for papers in stored.values() for paper in papers.values()]
    searched = entries if options.titles else []
    session = _Session(run, lookups)
    try:
        due = find_due_lookups(run.context.list_dois(stored), searched, lookups, run.context.today)
        session.ask_for_dois(due.dois)
        session.search_papers(due.papers)
    finally:
        records = sum(1 for lookup in session.lookups.values() if lookup.record)
        run.outcome = replace(run.outcome, paper_count=records)
    run.save_success()


CROSSREF = FeedSource(
    kind="crossref", options=_Options, fetch=_fetch, find_hosts=_find_hosts, is_registry=True
)
