"""The files of a catalogue's repository besides its data: MkDocs' settings, workflows, forms, requirements.

`catalogue init DIR` writes them, and `catalogue upgrade` renews them. Most are files of this project's own
repository, to which the folder ``starter`` has links.
"""

from collections.abc import Iterator
from pathlib import Path

from generator.curation.writer import format_flow
from generator.maintain.package_source import WHEELS, PackageSource
from generator.model.layout import DATA, MKDOCS_CONFIG
from generator.system.files import iter_files, read_file

REQUIREMENTS = "requirements.txt"
# What a copy of the program's repository has besides the files of a catalogue.
PROGRAM_PATHS = (
    ".ci", ".github/workflows/release.yml", ".pre-commit-config.yaml", ".vscode", "CHANGELOG.md",
    "CITATION.cff", "docs/project", "generator", "overrides", "pyproject.toml", "requirements-build.in",
    "requirements-build.txt", "requirements-dev.in", "requirements-dev.txt", "requirements.in", "tests",
)  # fmt: skip
STARTER = Path(__file__).parent / "starter"
_HIDDEN = ("github", "gitignore")  # their names start with a dot in a repository
_REQUIREMENTS_HEADER = """\
# The program and its requirements, each with the hash of its file. `catalogue upgrade` writes this file.
"""


def build_program_files(title: str, source: PackageSource) -> dict[str, bytes]:
    """Build the files that belong to a version of the program, by path.

    Args:
        title: The title of the catalogue.
        source: The wheel that the repository installs.
    """
    files = {path: content for path, content in _iter_starter() if not path.startswith(f"{DATA}/")}
    del files["README.md"]
    files[MKDOCS_CONFIG] = _fill_in(files[MKDOCS_CONFIG], SITE_NAME=format_flow(title))
    lock = _REQUIREMENTS_HEADER + source.format_requirement()
    files[REQUIREMENTS] = lock.encode() + files[REQUIREMENTS]
    if source.file_name:
        files[f"{WHEELS}/{source.file_name}"] = source.content
    return files


def build_readme(title: str, description: str) -> bytes:
    """Build the first README of a catalogue, which belongs to its maintainer from then on."""
    return _fill_in(read_file(STARTER / "README.md"), TITLE=title, DESCRIPTION=description)


def build_example_data() -> dict[str, bytes]:
    """Build the first topics, venues, people and reading list, most of which are comments, by path."""
    return {path: content for path, content in _iter_starter() if path.startswith(f"{DATA}/")}


def _iter_starter() -> Iterator[tuple[str, bytes]]:
    for path in sorted(iter_files(STARTER)):
        name = path.relative_to(STARTER).as_posix()
        yield f".{name}" if name.startswith(_HIDDEN) else name, read_file(path)


def _fill_in(content: bytes, **values: str) -> bytes:
    text = content.decode()
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text.encode()
