"""A paper has one id, whether a feed, a curator's record or `catalogue new` names it."""

from generator.curation import record
from generator.derive import lookup
from generator.ingest import entry_rules
from generator.model import ids
from tests.tables import for_each_row

IDS = {
    "https://arxiv.org/abs/2602.23556v2": "2602.23556",
    "https://arxiv.org/pdf/cs/0301008": "cs/0301008",
    "https://doi.org/10.48550/arXiv.2602.23556": "2602.23556",
    "https://doi.org/10.5555/Toy.1": "doi:10.5555/toy.1",
    "https://dl.acm.org/doi/10.1145/3779212.3790145": "doi:10.1145/3779212.3790145",
    "https://dl.acm.org/doi/pdf/10.1145/3779212.3790145": "doi:10.1145/3779212.3790145",
    "https://link.springer.com/article/10.1007/s00453-023-01119-8": "doi:10.1007/s00453-023-01119-8",
    "https://www.biorxiv.org/content/10.1101/2024.01.02.573843v1.full": "doi:10.1101/2024.01.02.573843",
    "https://example.org/Post/": "url:https://example.org/Post",
    "https://Example.org/post?utm_source=rss": "url:https://example.org/post",
    "https://b\u00fccher.example/a": "url:https://xn--bcher-kva.example/a",
}


@for_each_row(("url", "paper_id"), IDS.items())
def test_an_address_gives_one_id_wherever_it_is_read(url, paper_id):
    reports = []
    slug = ids.build_slug(paper_id)
    entry = record.build_entry(slug, None, {"title": "A", "url": url}, lambda *parts: reports.append(parts))

    assert reports == []
    assert entry.id == paper_id
    assert entry_rules.identify_entry("", [url], ()).id == paper_id
    assert lookup.identify_reference(url)[0] == paper_id
