"""A result is the one that was saved, or none."""

import logging
import shutil
from pathlib import Path

import pytest

from generator.system.cache import load_result, save_result

RESULT = {"pages": 3, "text": "two\nlines"}


@pytest.fixture(name="path")
def saved_result(tmp_path):
    path = tmp_path / ".cache/pages"
    save_result(path, "v1", RESULT)
    return path


def test_a_saved_result_is_loaded(path):
    assert load_result(path, "v1", dict) == RESULT


def test_a_missing_result_is_none(path):
    path.unlink()

    assert load_result(path, "v1", dict) is None


def test_a_result_of_another_version_is_none(path, caplog):
    caplog.set_level(logging.INFO)

    assert load_result(path, "v2", dict) is None
    assert [record.getMessage() for record in caplog.records] == [
        f"{path} was made by other rules or another version of the program; its results are made again"
    ]


@pytest.mark.parametrize("place", [0, 10, 30, 60, -1])
def test_any_changed_byte_is_damage(path, place, caplog):
    caplog.set_level(logging.INFO)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)

    assert load_result(path, "v1", dict) is None
    assert len(caplog.records) == 1


def test_a_result_of_another_type_is_damaged(path, caplog):
    caplog.set_level(logging.INFO)

    assert load_result(path, "v1", list) is None
    assert [record.getMessage() for record in caplog.records] == [
        f"{path} is damaged; its results are made again"
    ]


def test_nothing_is_kept_for_an_unknown_version(path):
    content = path.read_bytes()
    save_result(path, "", RESULT)

    assert not path.exists()
    path.write_bytes(content.replace(b" v1 ", b"  ", 1))  # as if one had been kept
    assert load_result(path, "", dict) is None


@pytest.mark.parametrize("size", [0, 1, 20, -1])
def test_a_truncated_result_is_damaged(path, size):
    path.write_bytes(path.read_bytes()[:size])

    assert load_result(path, "v1", dict) is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\n\n\n", b"catalogue-cache", b"catalogue-cache v1 \n"])
def test_a_foreign_file_is_no_result(path, content):
    path.write_bytes(content)

    assert load_result(path, "v1", dict) is None


def test_a_result_that_cannot_be_written_leaves_no_older_one(path, monkeypatch, caplog):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    save_result(path, "v1", {})

    assert load_result(path, "v1", dict) is None
    assert "the next run takes longer" in caplog.text


def test_a_folder_in_place_of_a_result_costs_only_time(path):
    shutil.rmtree(path.parent)
    path.mkdir(parents=True)

    assert load_result(path, "v1", dict) is None
    save_result(path, "v1", RESULT)
    assert load_result(path, "v1", dict) is None
