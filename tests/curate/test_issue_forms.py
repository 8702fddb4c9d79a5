"""Issue forms: the values of their answers."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.curate.issue_forms import parse_form
from generator.curate.topic_names import TopicNames
from generator.model.curation_values import Topic
from generator.model.errors import DataError
from tests.tables import for_each_row

TOPICS = (
    Topic("caches", "Caches", "", former_ids=("cache-memory",)),
    Topic("gpu", "GPU computing", ""),
    Topic("energy", "Energy", ""),
    Topic("queues", "Queues, locks and lists", ""),
    Topic("erdos", "Erdős graphs", ""),
)


def read(text):
    return parse_form(text, TopicNames(TOPICS))


def write_form(**fields):
    """A form as GitHub writes it into an issue."""
    return "".join(f"### {name.replace('_', ' ')}\n\n{value}\n\n" for name, value in fields.items())


def test_each_answer_is_converted_to_the_value_of_its_key():
    parsed = read(
        write_form(
            id="https://someone.github.io/papers/2602.23556/",
            topics="caches, gpu\nenergy",
            summary=" One\nline. ",
            note="Two\n\n# lines\n",
            venue="ASPLOS 2026",
            links="code: https://a.example/x\n- data: <https://b.example/>",
            awards="Best paper, Most read",
            related="2602.00001 2602.00002",
            publications="https://doi.org/10.5555/1",
        )
        + write_form(Before_you_send_it="- [x] yes")
    )

    assert parsed.reference == "https://someone.github.io/papers/2602.23556/"
    assert parsed.values == {
        "topics": ["caches", "gpu", "energy"],
        "summary": "One line.",
        "note": "Two\n\n# lines",
        "venue": {"id": "asplos", "year": "2026"},
        "links": {"code": ["https://a.example/x"], "data": ["https://b.example/"]},
        "awards": ["Best paper", "Most read"],
        "related": ["2602.00001", "2602.00002"],
        "publications": ["10.5555/1"],
    }


FIXES = [
    ("title", "Right\ntitle", {"corrections": {"title": {"value": "Right title", "reason": "See the PDF."}}}),
    (
        "journal reference",
        "J. 1",
        {"corrections": {"journal_ref": {"value": "J. 1", "reason": "See the PDF."}}},
    ),
    (
        "authors",
        "A One, B Two",
        {"corrections": {"authors": {"value": ["A One", "B Two"], "reason": "See the PDF."}}},
    ),
    ("status", "Withdrawn", {"status": "withdrawn"}),
    ("topics", "caches", {"topics": ["caches"]}),
]


@pytest.mark.parametrize(
    ("right", "names"),
    [
        ("A One and B Two", ["A One", "B Two"]),
        ("A One,\nB Two", ["A One", "B Two"]),
        ("A One\nB Two", ["A One", "B Two"]),
        ("One, A; Two, B", ["One, A", "Two, B"]),
        ("One, A\nTwo, B", ["One, A", "Two, B"]),
        ("Guy L. Steele, Jr., B Two", ["Guy L. Steele, Jr.", "B Two"]),
        ("李明, 王芳", ["李明", "王芳"]),
    ],
)
def test_names_are_separated_as_in_a_feed(right, names):
    form = read(write_form(id="2602.23556", field="authors", wrong="x", right=right, reason="PDF."))

    assert form.values["corrections"]["authors"]["value"] == names


@pytest.mark.parametrize(("field", "right", "values"), FIXES)
def test_a_fix_becomes_a_correction_or_another_value(field, right, values):
    parsed = read(write_form(id="2602.23556", field=field, wrong="x", right=right, reason="See the PDF."))

    assert (parsed.values, parsed.replaces) == (values, True)


@pytest.mark.parametrize(
    "text", ["10.5555/1", "DOI: 10.5555/1", "https://dl.acm.org/doi/10.5555/1", "doi 10.5555/1"]
)
def test_a_doi_is_read_in_any_form(text):
    assert read(write_form(id="1", publications=f"{text}, 10.5555/2")).values["publications"] == [
        "10.5555/1",
        "10.5555/2",
    ]


REFUSED = [
    ("Hello, what a nice catalogue.", "the issue must contain one of this repository's forms"),
    (write_form(id="2602.23556"), "at least one field must be filled in"),
    (write_form(id="_No response_", summary="x"), "id is required"),
    (
        write_form(id="1", summary="x") + write_form(summary="y"),
        "a field must occur only once, got 'summary' again",
    ),
    (write_form(id="1", venue="somewhere over the rainbow"), "venue must be an id of venues.yml and a year"),
    (write_form(id="1", links="https://a.example/"), "links must have a kind before each URL"),
    (
        write_form(id="1", field="something else", wrong="x", right="y", reason="z"),
        "field 'something else' cannot be fixed",
    ),
    (write_form(id="1", field="title", wrong="x", right="y"), "reason is required"),
    (
        write_form(id="1", field="authors", wrong="x", right="y" * 301, reason="z"),
        "right: its author's name must have at most 300 characters",
    ),
    ("x" * 70_000, "a form must have at most 65,536 characters"),
]


@for_each_row(("text", "message"), REFUSED)
def test_a_form_with_a_problem_is_refused(text, message):
    assert find_problems(text)[0].message.startswith(message)


def find_problems(text):
    try:
        return read(text).problems
    except DataError as error:  # it is not a form at all
        return error.problems


def test_all_problems_of_a_form_are_found_and_the_other_values_are_read():
    form = read(
        write_form(
            id="_No response_", topics="caches, cash, Vaults", venue="over the rainbow", links="https://a.b/"
        )
        + write_form(summary="One.", note="Two.")
        + write_form(summary="Three.")
    )

    assert [(problem.line, problem.message.split(", such")[0]) for problem in form.problems] == [
        (25, "a field must occur only once, got 'summary' again"),
        (1, "id is required"),
        (5, "topics must be topics of this catalogue, got 'cash'"),
        (5, "topics must be topics of this catalogue, got 'Vaults'"),
        (9, "venue must be an id of venues.yml and a year"),
        (13, "links must have a kind before each URL"),
    ]
    assert form.values == {"topics": ["caches"], "summary": "One.", "note": "Two."}


@for_each_row(
    ("answer", "topics"),
    [
        ("GPU computing, Caches", ["gpu", "caches"]),
        ("gpu Computing;cache", ["gpu", "caches"]),
        ("- `gpu`\n- *Energy*", ["gpu", "energy"]),
        ("gpu energy caches", ["gpu", "energy", "caches"]),
        ("cache-memory, caches, CACHES", ["caches"]),
        ("Energy, Queues, Locks and Lists, caches", ["energy", "queues", "caches"]),
        ("queues", ["queues"]),
        ("ERDOS GRAPH", ["erdos"]),
    ],
)
def test_topics_are_read_by_id_and_by_title(answer, topics):
    form = read(write_form(id="2602.23556", topics=answer))

    assert (form.values, form.problems) == ({"topics": topics}, ())


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("GPU computting", "did you mean 'GPU computing'?"),
        ("enrgy", "did you mean 'Energy'?"),
        ("something else", "the page “Contribute” lists the topics"),
    ],
)
def test_the_nearest_topic_is_suggested(answer, hint):
    (problem,) = read(write_form(id="2602.23556", topics=answer)).problems

    assert problem.hint == hint


@given(text=st.text(max_size=500))
def test_any_text_is_a_form_or_a_problem(text):
    with suppress(DataError):
        assert read(write_form(id=text, note=text, links=text, venue=text, topics=text)) is not None
