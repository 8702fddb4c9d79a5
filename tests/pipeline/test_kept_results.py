"""Results that are kept from one run to the next."""

from functools import partial

import msgspec
import pytest

from generator.derive.assemble import TextFacts
from generator.model.curation_values import Appearance, Link, LinkKind, Venue, VenueKind
from generator.model.papers import Assignment
from generator.model.withdrawal import Withdrawal, Withdrawer
from generator.pipeline.kept_results import keep_results, remove_unused_results
from generator.system.memo import Memo
from generator.system.processes import Processes

RESULTS = {
    "texts": (
        TextFacts,
        TextFacts(
            Appearance("", 2024, evidence="J. Toys 3", unlisted=Venue("", "WT", "Toys", VenueKind.WORKSHOP)),
            (Link(LinkKind.CODE, "https://toys.example/code", "abstract"),),
            Withdrawal(Withdrawer.AUTHORS, "comment"),
            "We build a toy.",
        ),
    ),
    "empty texts": (TextFacts, TextFacts(None, (), None, None)),
    "topics": (
        tuple[Assignment, ...],
        (Assignment("caches", "“cache” in the title", 2.5), Assignment("a", "b")),
    ),
    "terms": (dict[str, int], {"cache": 9, "naïve": 1}),
}


def keep(root, *rules, name="toys", result_type=int, result=1, arguments=("a", None, ("b", 2))):
    """Ask for one result; return it, and whether it was computed."""
    computed = []

    def compute():
        computed.append(result)
        return result

    with keep_results(root, name, result_type, *rules) as memo:
        found = memo.recall(arguments, compute)
    return found, bool(computed)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_of_a_previous_run_is_equal_to_the_computed_one(tmp_path, name):
    result_type, result = RESULTS[name]

    assert keep(tmp_path, result_type=result_type, result=result) == (result, True)
    assert keep(tmp_path, result_type=result_type, result=result) == (result, False)


@pytest.mark.parametrize("changed", [{"arguments": ("a", ("b", 2))}, {"name": "others"}])
def test_a_result_is_computed_for_other_arguments_and_under_another_name(tmp_path, changed):
    keep(tmp_path)

    assert keep(tmp_path, **changed) == (1, True)


def test_results_are_computed_again_if_the_file_is_that_of_another_name(tmp_path):
    keep(tmp_path)
    keep(tmp_path, name="others", result=2)
    (tmp_path / ".cache/others.results").replace(tmp_path / ".cache/toys.results")

    assert keep(tmp_path) == (1, True)


def test_results_are_computed_again_if_a_rule_or_the_program_has_changed(tmp_path, monkeypatch):
    keep(tmp_path, "rule")

    assert keep(tmp_path, "another rule")[1]
    monkeypatch.setattr("generator.system.digests.digest_program", lambda: "another program")
    assert keep(tmp_path, "another rule")[1]
    monkeypatch.setattr("generator.system.digests.digest_program", lambda: "")  # unknown
    assert keep(tmp_path, "another rule")[1]
    assert keep(tmp_path, "another rule")[1]


def damage_every_byte(data):
    for place in range(len(data)):
        yield data[:place]
        yield data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_a_damaged_file_is_thrown_away(tmp_path):
    keep(tmp_path)
    [path] = (tmp_path / ".cache").iterdir()
    data = path.read_bytes()

    for damaged in damage_every_byte(data):
        path.write_bytes(damaged)
        assert keep(tmp_path) == (1, True)
        assert path.read_bytes() == data


def test_a_result_of_another_type_is_thrown_away_with_one_line(tmp_path, caplog):
    caplog.set_level("INFO")
    keep(tmp_path, result_type=str, result="text")

    assert keep(tmp_path) == (1, True)
    [line] = caplog.messages
    assert line.endswith("toys.results is damaged; its results are made again")


def test_results_that_a_run_does_not_ask_for_are_forgotten(tmp_path):
    keep(tmp_path)
    keep(tmp_path, arguments=("other",))
    [path] = (tmp_path / ".cache").iterdir()

    assert len(msgspec.msgpack.decode(path.read_bytes().partition(b"\n")[2])) == 1
    assert keep(tmp_path) == (1, True)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / ".cache").write_text("in the way")

    assert keep(tmp_path) == (1, True)
    assert keep(tmp_path) == (1, True)


def test_equal_arguments_are_computed_once():
    memo = Memo()

    assert [memo.recall(("a",), lambda number=number: number) for number in (1, 2)] == [1, 1]
    assert memo.is_changed
    assert not Memo(memo.results).results


def test_results_of_many_calls_are_those_of_single_calls():
    known, count = 1000, 1500  # more than one block
    first = Memo()
    first.recall(known, lambda: "of the previous run")
    expected = [str(number) if number != known else "of the previous run" for number in range(count)]
    memo = Memo(first.results)

    results = memo.recall_all([(number, partial(str, number)) for number in (*range(count), 3)], Processes(2))

    assert results == [*expected, "3"]
    assert len(memo.results) == count
    assert [memo.recall(number, list) for number in range(count)] == expected


def test_results_of_other_versions_of_the_program_are_removed(tmp_path, monkeypatch):
    keep(tmp_path, name="renamed")
    (tmp_path / ".cache/damaged.results").write_bytes(b"\xff")
    (tmp_path / ".cache/build.lock").touch()
    monkeypatch.setattr("generator.system.digests.digest_program", lambda: "newer")
    keep(tmp_path, "a rule", name="used")
    remove_unused_results(tmp_path)

    assert sorted(path.name for path in (tmp_path / ".cache").iterdir()) == ["build.lock", "used.results"]
