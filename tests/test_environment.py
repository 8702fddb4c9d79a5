"""Commands work in any folder and locale."""

import shutil

import pytest

from tests.catalogues import read_tree

pytestmark = pytest.mark.slow

FOLDER = "a catalogue – ünïcode, 論文"


def test_a_site_is_the_same_in_a_folder_with_spaces_and_in_the_c_locale(
    imported_toys, tmp_path, catalogue_command
):
    sites = []
    for name, locale in {"toys": "C.UTF-8", FOLDER: "C"}.items():
        root = shutil.copytree(imported_toys, tmp_path / name)
        for arguments in (["lint"], ["site"]):
            result = catalogue_command(*arguments, cwd=root, environment={"LC_ALL": locale})
            assert (result.returncode, result.stderr.count("Traceback")) == (0, 0), result.stderr
        sites.append(read_tree(root / "site"))

    assert sites[0] == sites[1] != {}
