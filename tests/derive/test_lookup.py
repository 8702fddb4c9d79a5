"""Find papers by any reference: ids, DOIs, addresses, slugs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.lookup import find_known_paper, find_paper, identify_reference, index_papers_by_name
from generator.model.errors import UsageError
from tests.builders import make_catalogue, make_paper
from tests.tables import for_each_row

NEW = make_paper("2602.23556", title="Caches for everyone", dois=("10.1145/3779212.3790145",))
OLD = make_paper("cs/0301008", title="On queues")
BY_DOI = make_paper("doi:10.5555/toy.6", title="Energy of toys", url="https://toys.example/articles/6")
BY_URL = make_paper("url:https://toys.example/b", title="Toys at rest", url="https://toys.example/b")
PUBLISHED = make_paper("1501.00001", title="A method of measuring", publications=("10.5555/Later",))
IN_FOLDER = make_paper(
    "url:https://toys.example/papers/7", title="Seven", url="https://toys.example/papers/7"
)
CATALOGUE = make_catalogue(NEW, OLD, BY_DOI, BY_URL, PUBLISHED, IN_FOLDER)

# What people write for a paper.
REFERENCES = [
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
    ("{arXiv}:2602.23556 [cs]", NEW),
    ("https://huggingface.co/papers/2602.23556", NEW),
    ("[Caches](https://arxiv.org/abs/2602.23556), 2026", NEW),
    ("See doi:10.5555/Toy.6, of last year", BY_DOI),
    ("https://dl.acm.org/doi/pdf/10.1145/3779212.3790145", NEW),
    (r"\url{https://doi.org/10.1145\%2F3779212.3790145}", NEW),
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
    ("https://someone.github.io/papers/2602.23556/", NEW),
    ("http://127.0.0.1:8000/papers/cs-0301008/?q=a#abstract", OLD),
    (f"https://someone.github.io/catalogue/papers/{BY_URL.slug}/", BY_URL),
    ("https://toys.example/papers/7", IN_FOLDER),  # its own address, though it looks like that of a page
]
# What names no paper, and a part of the message.
UNKNOWN = [
    ("2602.23557", "no feed has the paper 2602.23557 (did you mean '2602.23556'?)"),
    ("https://arxiv.org/abs/2602.23557v1", "did you mean '2602.23556'?"),
    ("2602.2355", "ids since 1501 have five (did you mean '2602.23556'?)"),
    ("cs-0301009", "did you mean 'cs-0301008'?"),
    ("caches for everybody", "did you mean '2602.23556'?"),
    ("9901.00001", "(import or fetch it first; `catalogue new ID --manual TITLE` adds a paper on no feed)"),
    ("10.5555/other", "the catalogue has no paper '10.5555/other'"),
    ("", "the catalogue has no paper ''"),
    ("https://someone.github.io/papers/2602.23557/", "no feed has the paper 2602.23557 (did you mean"),
    ("https://[", "the catalogue has no paper 'https://['"),
]

# References to a paper on no feed: its id, and the keys of its record.
IDENTITIES = [
    ("2603.00001v2", "2603.00001", {}),
    ("https://arxiv.org/abs/cs/0301009", "cs/0301009", {}),
    ("10.48550/arXiv.2603.00001", "2603.00001", {}),
    ("https://someone.github.io/papers/2603.00001/", "2603.00001", {}),
    (
        "https://toys.example/papers/8",
        "url:https://toys.example/papers/8",
        {"url": "https://toys.example/papers/8"},
    ),
    ("arXiv preprint arXiv:2603.00001", "2603.00001", {}),
    ("https://p.example/article?id=10.5555/Gauges.1", "doi:10.5555/gauges.1", {"doi": "10.5555/Gauges.1"}),
    ("https://doi.org/10.5555/Gauges.1", "doi:10.5555/gauges.1", {"doi": "10.5555/Gauges.1"}),
    (
        "http://toys.example/a?utm_source=b",
        "url:https://toys.example/a",
        {"url": "https://toys.example/a?utm_source=b"},
    ),
]


@for_each_row(("reference", "paper"), REFERENCES)
def test_a_paper_is_found_by_everything_that_names_it(reference, paper):
    assert find_paper(reference, CATALOGUE) == paper


@for_each_row(("reference", "message"), UNKNOWN)
def test_an_unknown_reference_gets_the_nearest_paper_as_a_hint(reference, message):
    with pytest.raises(UsageError) as error:
        find_paper(reference, CATALOGUE)

    assert message in str(error.value)
    assert find_known_paper(reference, CATALOGUE) is None


@given(st.text())
def test_every_unknown_text_gets_a_message_of_one_line(text):
    with pytest.raises(UsageError, match=r"^.{10,400}$"):
        find_paper(f"{text} of no paper", CATALOGUE)


def test_an_id_finds_its_paper_before_another_paper_that_names_its_doi():
    preprint = make_paper("2602.00001", publications=("10.5555/toy.6",))

    assert index_papers_by_name([preprint, BY_DOI])["doi:10.5555/toy.6"] == BY_DOI
    assert index_papers_by_name([BY_DOI, preprint])["doi:10.5555/toy.6"] == BY_DOI
    assert index_papers_by_name([preprint])["doi:10.5555/toy.6"] == preprint


@for_each_row(("reference", "paper_id", "keys"), IDENTITIES)
def test_a_reference_gives_a_record_its_identity(reference, paper_id, keys):
    assert identify_reference(reference) == (paper_id, keys)


@pytest.mark.parametrize(
    "reference", ["gauges", "", "https://someone:secret@toys.example/", "ftp://toys.example/a"]
)
def test_a_reference_of_another_kind_is_a_usage_error(reference):
    with pytest.raises(UsageError, match="a paper is named by its DOI, its https URL or its arXiv id, got "):
        identify_reference(reference)
