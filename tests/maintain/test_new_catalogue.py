"""A catalogue made with ``catalogue init`` passes its own tests, as its first push runs them."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.paths import REPOSITORY
from tests.runner import git

pytestmark = pytest.mark.slow

# The tests that can fail in a new catalogue are those that read files of the repository, or of the toy
# catalogue, which is built with the mkdocs.yml and the theme of the repository: all in a browser do.
READS_FILES = re.compile(
    r"\bREPOSITORY\b|\bshipped|\btoys\b|\bcatalogue_command\b|\bopen_page\b|\bengine\b|\bsite_folder\b"
)
# Of these, the slowest are left out: their catalogues do not depend on the data of the repository.
LEFT_OUT = {
    "test_fast_build.py", "test_fetch_corpus.py", "test_serve.py", "test_up_to_date.py", "test_workflows.py",
}  # fmt: skip
ENVIRONMENT = {"HYPOTHESIS_PROFILE": "quick"} | {
    name: os.environ[name] for name in ("PATH", "HOME", "CHROMIUM") if name in os.environ
}


def copy_repository(target):
    """Copy the files that git knows or would add: those of a commit that is made now."""
    for name in git("-C", REPOSITORY, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (REPOSITORY / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, target / name)


def select_modules(tests):
    paths = sorted(tests.rglob("test_*.py"))
    return [path for path in paths if path.name not in LEFT_OUT and READS_FILES.search(path.read_text())]


# The parameter deselects this test in a new catalogue. Otherwise it would start itself again.
def test_a_new_catalogue_passes_its_tests(shipped_data, catalogue_command, tmp_path):
    work, clone = tmp_path / "work", tmp_path / "clone"
    copy_repository(work)
    git("init", "--quiet", work)
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "--message", "the template")
    init = catalogue_command("init", "--title", "Operating Systems Papers", "--category", "cs.OS", cwd=work)
    assert init.returncode == 0, init.stderr
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "--message", "a new catalogue")
    git("clone", "--quiet", work, clone)
    modules = select_modules(clone / "tests")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"]
    command += ["--show-capture=no"]  # the end of the output then says which test failed, and how
    command += [f"--basetemp={tmp_path / 'temporary'}", *modules]

    assert clone / "tests/browser/test_search.py" in modules
    result = subprocess.run(command, cwd=clone, env=ENVIRONMENT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout[-5_000:]
