"""Digests differ if names or contents of files do, and are empty if something is unknown."""

import os

import pytest

from generator.system import digests


@pytest.mark.parametrize("parts", [("",), ("a", ""), ("", "a"), ("a", "", "b")])
def test_a_digest_with_an_unknown_part_is_unknown(parts):
    assert digests.digest(*parts) == ""


def test_a_digest_depends_on_where_one_part_ends_and_on_their_order():
    values = [digests.digest(*parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"))]

    assert len(set(values)) == len(values)
    assert digests.digest("ab", b"c") == values[0]


def link(path):
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [os.mkfifo, link])
def test_contents_with_a_file_of_another_kind_are_unknown(tmp_path, make):
    (tmp_path / "plain").write_text("text")
    assert digests.digest_contents([tmp_path])
    make(tmp_path / "odd")

    assert digests.digest_contents([tmp_path]) == ""
    assert digests.digest_contents([tmp_path / "odd"]) == ""


def test_contents_that_cannot_be_read_are_unknown(tmp_path):
    assert digests.digest_contents([tmp_path / "missing"]) == ""


def test_contents_differ_by_name_and_by_content(tmp_path):
    (tmp_path / "a").write_text("one")
    values = [digests.digest_contents([tmp_path])]
    (tmp_path / "a").write_text("two")
    values.append(digests.digest_contents([tmp_path]))
    (tmp_path / "a").rename(tmp_path / "b")
    values.append(digests.digest_contents([tmp_path]))

    assert len(set(values)) == len(values)


def test_a_listing_with_a_symbolic_link_is_unknown(tmp_path):
    (tmp_path / "plain").write_text("text")
    assert digests.digest_listing([str(tmp_path / "plain")])
    (tmp_path / "link").symlink_to("plain")

    assert digests.digest_listing([str(tmp_path / "plain"), str(tmp_path / "link")]) == ""


def test_the_program_of_this_repository_has_a_digest():
    """Its folder has links, because a new catalogue gets some files of this repository."""
    assert digests.digest_program()


def test_a_listing_of_a_folder_changes_with_any_file(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    values = [digests.digest_folder_listing(tmp_path)]
    for name in ("a/b/c", "a/d", "e"):
        (tmp_path / name).write_text("x")
        values.append(digests.digest_folder_listing(tmp_path))
    os.utime(tmp_path / "a/d", (0, 0))
    values.append(digests.digest_folder_listing(tmp_path))

    assert len(set(values)) == len(values)
    (tmp_path / "f").symlink_to("e")
    assert digests.digest_folder_listing(tmp_path) == digests.digest_folder_listing(tmp_path / "none") == ""
