"""A file with a part for each paper: it has the right content, and few parts are written again."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.exports.joined_page import FileFormat, JoinedPage
from generator.publish.write_pages import write_pages
from generator.system.memo import Memo
from tests.builders import make_paper
from tests.properties import limit_examples

PATH = "catalogue.txt"


class Runs:
    """Runs that write a file of papers with these titles, one after the other."""

    def __init__(self, docs):
        self.docs = docs
        self.states = {}
        self.lengths = {}

    def write(self, *titles):
        """Write the file; return the titles of the parts that were written, and not copied."""
        written = []

        def write_part(paper):
            written.append(paper.title)
            return paper.title

        papers = {title.encode().ljust(20): make_paper(title=title) for title in titles}
        states, lengths = Memo(self.states), Memo(self.lengths)
        page = JoinedPage(PATH, FileFormat(write_part, "[«", "», «", "»]"), papers, lengths)
        write_pages(self.docs, [lambda: [page]], memo=states)
        self.states, self.lengths = states.results, lengths.results
        assert (self.docs / PATH).read_text("utf-8") == f"[«{'», «'.join(titles)}»]"
        return written


def test_only_parts_of_new_papers_are_written(tmp_path):
    runs = Runs(tmp_path)

    assert runs.write("one", "two") == ["one", "two"]
    assert runs.write("one", "two") == []
    assert runs.write("zero", "one", "two") == ["zero"]
    assert runs.write("one", "drei ≥", "two") == ["drei ≥"]
    assert runs.write("two", "drei ≥") == []
    assert runs.write() == []
    assert runs.write("two") == ["two"]


def overwrite(path):
    text = path.read_text("utf-8")
    path.write_text(text.replace("one", "owe"), "utf-8")


def overwrite_and_keep_the_time(path):
    status = path.stat()
    overwrite(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("change", [overwrite, overwrite_and_keep_the_time, os.unlink])
@pytest.mark.parametrize("titles", [("one", "two"), ("one", "two", "three")])
def test_all_parts_are_written_if_somebody_changed_the_file(tmp_path, change, titles):
    runs = Runs(tmp_path)
    runs.write("one", "two")
    change(tmp_path / PATH)

    assert runs.write(*titles) == [*titles]
    assert runs.write(*titles) == []


@pytest.mark.parametrize("name", ["states", "lengths"])
def test_all_parts_are_written_if_kept_results_are_missing_or_of_another_run(tmp_path, name):
    runs = Runs(tmp_path)
    runs.write("one", "two")
    old = getattr(runs, name)
    runs.write("one", "two", "three")
    setattr(runs, name, old)

    assert runs.write("two", "three") == ["two", "three"]
    setattr(runs, name, {})
    runs.write("two", "three")
    runs.write("two")
    assert runs.write("two", "three") == ["three"]


@limit_examples(50)
@given(st.lists(st.lists(st.sampled_from(["a", "bb", "ccc", "é", "≥≥", ""]), unique=True), max_size=6))
def test_the_content_is_right_after_any_changes(tmp_path_factory, sequence):
    runs = Runs(tmp_path_factory.mktemp("docs"))
    for titles in sequence:
        runs.write(*titles)
