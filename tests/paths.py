"""Where the tests' own files are."""

from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
DATA = REPOSITORY / "tests/data"
TOYS = DATA / "catalogue"
FEEDS = DATA / "feeds"
GOLDEN = DATA / "golden"
