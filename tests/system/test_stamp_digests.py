"""A stamp matches only known digests: an empty digest is unknown, and equals no other."""

import os

import pytest

from generator.system import stamp


def test_an_output_is_current_after_its_stamp_was_saved(tmp_path):
    stamp.save(tmp_path, "pages", "inputs", "outputs")

    assert stamp.is_current(tmp_path, "pages", lambda: "inputs", lambda: "outputs")
    assert not stamp.is_current(tmp_path, "pages", lambda: "other inputs", lambda: "outputs")
    assert not stamp.is_current(tmp_path, "pages", lambda: "inputs", lambda: "other outputs")
    assert not stamp.is_current(tmp_path, "site", lambda: "inputs", lambda: "outputs")


@pytest.mark.parametrize(("inputs", "outputs"), [("", "outputs"), ("inputs", ""), ("", "")])
def test_an_unknown_digest_is_never_current(tmp_path, inputs, outputs):
    stamp.save(tmp_path, "pages", inputs, outputs)

    assert not stamp.is_current(tmp_path, "pages", lambda: inputs, lambda: outputs)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"inputs"', b"\xff", b"[" * 100_000])
def test_a_broken_stamp_is_never_current(tmp_path, content):
    stamp.save(tmp_path, "pages", "inputs", "outputs")
    (tmp_path / ".cache/pages.json").write_bytes(content)

    assert not stamp.is_current(tmp_path, "pages", lambda: "inputs", lambda: "outputs")


@pytest.mark.parametrize("parts", [("",), ("a", ""), ("", "a"), ("a", "", "b")])
def test_a_digest_with_an_unknown_part_is_unknown(parts):
    assert stamp.digest(*parts) == ""


def test_a_digest_depends_on_where_one_part_ends_and_on_their_order():
    digests = [stamp.digest(*parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"))]

    assert len(set(digests)) == len(digests)
    assert stamp.digest("ab", b"c") == digests[0]


def link(path):
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [os.mkfifo, link])
def test_contents_with_a_file_of_another_kind_are_unknown(tmp_path, make):
    (tmp_path / "plain").write_text("text")
    assert stamp.digest_contents([tmp_path])
    make(tmp_path / "odd")

    assert stamp.digest_contents([tmp_path]) == ""
    assert stamp.digest_contents([tmp_path / "odd"]) == ""


def test_contents_that_cannot_be_read_are_unknown(tmp_path):
    assert stamp.digest_contents([tmp_path / "missing"]) == ""


def test_contents_differ_by_name_and_by_content(tmp_path):
    (tmp_path / "a").write_text("one")
    digests = [stamp.digest_contents([tmp_path])]
    (tmp_path / "a").write_text("two")
    digests.append(stamp.digest_contents([tmp_path]))
    (tmp_path / "a").rename(tmp_path / "b")
    digests.append(stamp.digest_contents([tmp_path]))

    assert len(set(digests)) == len(digests)


def test_a_listing_with_a_symbolic_link_is_unknown(tmp_path):
    (tmp_path / "plain").write_text("text")
    assert stamp.digest_listing([str(tmp_path / "plain")])
    (tmp_path / "link").symlink_to("plain")

    assert stamp.digest_listing([str(tmp_path / "plain"), str(tmp_path / "link")]) == ""


def test_the_program_of_this_repository_has_a_digest():
    """Its folder has links, because a new catalogue gets some files of this repository."""
    assert stamp.digest_program()


def test_a_listing_of_a_folder_changes_with_any_file(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    digests = [stamp.digest_folder_listing(tmp_path)]
    for name in ("a/b/c", "a/d", "e"):
        (tmp_path / name).write_text("x")
        digests.append(stamp.digest_folder_listing(tmp_path))
    os.utime(tmp_path / "a/d", (0, 0))
    digests.append(stamp.digest_folder_listing(tmp_path))

    assert len(set(digests)) == len(digests)
    (tmp_path / "f").symlink_to("e")
    assert stamp.digest_folder_listing(tmp_path) == stamp.digest_folder_listing(tmp_path / "none") == ""
