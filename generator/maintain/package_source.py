"""Find out where the program was installed from, so that a repository can install the same package."""

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from generator.model.errors import UsageError
from generator.system.files import read_file

NAME = "paper-catalogue"
WHEELS = "wheels"  # the folder of a repository for a wheel that has no URL
# The name of a wheel: https://packaging.python.org/specifications/binary-distribution-format/
_WHEEL_NAME = re.compile(r"paper_catalogue-[\w.+!-]+\.whl", re.ASCII)
_URL = re.compile(r"(?P<url>https://[^\s#;]+)#sha256=(?P<digest>[0-9a-f]{64})", re.ASCII)
_ADVICE = (
    "state it: --source URL#sha256=DIGEST for a wheel on the web, or --source FILE.whl for a file, which the "
    "repository will contain"
)


@dataclass(frozen=True, slots=True)
class PackageSource:
    """The wheel that a repository installs.

    Attributes:
        requirement: How a requirements file names it, without its hash.
        digest: The SHA-256 of the wheel, in hexadecimal digits.
        file_name: The name of the wheel, if the repository has to contain it; otherwise empty.
        content: The wheel, if the repository has to contain it; otherwise empty.
    """

    requirement: str
    digest: str
    file_name: str = ""
    content: bytes = b""

    def format_requirement(self) -> str:
        """Format the lines of a requirements file that install exactly this wheel."""
        return f"{self.requirement} \\\n    --hash=sha256:{self.digest}\n"


def parse_source(text: str) -> PackageSource:
    """Read the value of ``--source``.

    Args:
        text: The URL of a wheel with its digest, as ``https://…/paper_catalogue-1.0-py3-none-any.whl#sha256=…``,
            or the path of a wheel, which the repository will contain.

    Raises:
        UsageError: It is neither.
        StoreError: The wheel cannot be read.
    """
    if match := _URL.fullmatch(text):
        return PackageSource(f"{NAME} @ {match['url']}", match["digest"])
    path = Path(text)
    if not _WHEEL_NAME.fullmatch(path.name) or "://" in text:
        raise UsageError(f"{text!r} is not a wheel of {NAME}; {_ADVICE}")
    content = read_file(path)
    digest = hashlib.sha256(content).hexdigest()
    return PackageSource(f"./{WHEELS}/{path.name}", digest, path.name, content)


def find_package_source() -> PackageSource:
    """Find the URL or the wheel that this program was installed from.

    It is in the record that pip writes for a package from a URL: https://packaging.python.org/specifications/direct-url/

    Raises:
        UsageError: It was not installed from a wheel, or the wheel is not there any more or has changed.
    """
    try:
        record = json.loads(distribution(NAME).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        record = {}
    digest = record.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    match = _URL.fullmatch(f"{record.get('url', '')}#sha256={digest}")
    if match:
        return PackageSource(f"{NAME} @ {match['url']}", digest)
    parts = urlsplit(record.get("url", ""))
    wheel = Path(url2pathname(parts.path))
    if parts.scheme == "file" and wheel.is_file():
        source = parse_source(str(wheel))
        if source.digest == digest:
            return source
    raise UsageError(f"it is unknown where the new repository can install this program from; {_ADVICE}")
