"""The clock of the machine; what waits gets it as an object that tests can replace."""

import random
import time
from datetime import UTC, date, datetime


class Clock:
    """The real clock; tests inject a fake one."""

    def monotonic(self) -> float:
        """Return seconds that only increase, whatever happens to the clock of the machine."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def jitter(self) -> float:
        """Return a number from 0 to 1, with which clients that failed together retry at different times."""
        return random.random()  # noqa: S311 - no secret depends on it


def today() -> date:
    """Return the current day in UTC."""
    return datetime.now(UTC).date()
