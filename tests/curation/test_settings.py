"""The settings of the catalogue."""

from hypothesis import given
from hypothesis import strategies as st

from generator.curation.settings import build_settings
from generator.model.arxiv_queries import find_query_problems
from tests.tables import for_each_row

SETTINGS = {"title": "Toys", "description": "Papers on toys of all kinds.", "feeds": []}


def read(**values):
    problems = []
    settings = build_settings(SETTINGS | values, lambda *problem: problems.append(problem))
    return settings, problems


def test_the_language_is_english_unless_the_settings_name_another_one():
    assert read()[0].language == "en"
    assert read(language="en") == (read()[0], [])


def test_a_language_needs_a_message_file():
    _, problems = read(language="xx")

    ((place, message, hint),) = problems
    assert place == ("language",)
    assert message == "language must have a message file, got 'xx'"
    assert hint.startswith("there are en")


# The options of a feed, and the place, message and hint of each problem.
ARXIV_FEEDS = [
    ({"categories": ["cs.OS", "stat.ML", "astro-ph", "cmp-lg", "q-bio.NC"]}, []),
    (
        {"categories": ["cs.OS", "cs.os", "cs.PX", "xyz.ab"]},
        [
            (("categories", 1), "must be an arXiv category, got 'cs.os'", "did you mean 'cs.OS'?"),
            (("categories", 2), "must be an arXiv category, got 'cs.PX'", "did you mean 'cs.PL'?"),
            (("categories", 3), "must be an arXiv category, got 'xyz.ab'", ""),
        ],
    ),
    (
        {"categories": ["math"]},
        [
            (
                ("categories", 0),
                "must be an arXiv category, got 'math', which is a group of categories",
                "did you mean 'math.AC'?",
            )
        ],
    ),
    ({"query": 'cat:cs.OS AND (abs:"file (system" OR ti:cache) ANDNOT au:del_maestro'}, []),
    ({"query": "cat:cs.* AND submittedDate:[202001010000 TO 202012312359]"}, []),
    ({"query": "cat:q-bio* OR cat:*.PE OR cat:astro-ph.*"}, []),
    (
        {"query": "cat:q-boi.* OR id_list:2602.00001"},
        [
            (("query",), "in a query, cat: must begin like an arXiv category, got 'q-boi.*'", ""),
            (
                ("query",),
                "a query must not have the field 'id_list:'",
                "the fields are ti, au, abs, co, jr, cat, rn, id, all, submittedDate, lastUpdatedDate",
            ),
        ],
    ),
    ({"query": "all:https://example.org OR electron"}, []),
    ({"query": "(cat:cs.OS"}, [(("query",), "'(' must have its ')'", "")]),
    ({"query": "cat:cs.OS) AND (ti:x"}, [(("query",), "')' must have its '(' before it", "")]),
    ({"query": 'abs:"file system'}, [(("query",), "'\"' must have a second one after the phrase", "")]),
    (
        {"query": "Title:cache AND TI:x AND topic:y"},
        [
            (("query",), "a query must not have the field 'Title:'", "did you mean ti:?"),
            (("query",), "a query must not have the field 'TI:'", "did you mean ti:?"),
            (
                ("query",),
                "a query must not have the field 'topic:'",
                "the fields are ti, au, abs, co, jr, cat, rn, id, all, submittedDate, lastUpdatedDate",
            ),
        ],
    ),
    (
        {"query": "(cat:cs.os OR cat:cs.OS)"},
        [(("query",), "in a query, cat: must be an arXiv category, got 'cs.os'", "did you mean cs.OS?")],
    ),
    (
        {"query": "cat:cs.OS+AND+abs:cache"},
        [
            (
                ("query",),
                "a query must not be encoded as in a URL",
                'write spaces, and quotation marks as "',
            ),
        ],
    ),
]


@for_each_row(("options", "expected"), ARXIV_FEEDS)
def test_categories_and_queries_that_arxiv_does_not_have_are_reported(options, expected):
    _, problems = read(feeds=[{"id": "cs", "kind": "arxiv", **options}])

    assert problems == [(("feeds", 0, *place), message, hint) for place, message, hint in expected]


@given(st.text('"()[]:*+%2 abcdtiAND.', max_size=60))
def test_any_query_is_checked(query):
    for message, hint in find_query_problems(query):
        assert message
        assert "\n" not in message + hint
