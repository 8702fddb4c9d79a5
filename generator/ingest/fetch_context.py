"""Build what a fetch needs of the world from the settings and the environment variables."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from generator.ingest.feed_client import MIN_PAUSE, FeedClient
from generator.ingest.feed_run import FetchContext
from generator.model import layout
from generator.model.curation_values import Settings
from generator.model.errors import UsageError
from generator.system import repository
from generator.system.http import LOOPBACK
from generator.system.tasks import run_in_threads

_SECONDS = re.compile(r"\d{1,3}(\.\d{1,6})?", re.ASCII)
_MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_REPLACEABLE_SERVICES = ("arxiv", "crossref", "datacite")


def build_context(
    root: Path,
    settings: Settings,
    today: date,
    environment: Mapping[str, str],
    report: Callable[[str], None],
    minutes: int,
) -> FetchContext:
    """Build what a fetch needs of the world.

    Args:
        root: The catalogue's folder.
        settings: The catalogue's settings.
        today: The day by this machine's clock.
        environment: Environment variables. ``CATALOGUE_ARXIV_ENDPOINT``, ``CATALOGUE_CROSSREF_ENDPOINT`` and
            ``CATALOGUE_DATACITE_ENDPOINT`` replace services by a server on loopback, for work on this
            program; ``CATALOGUE_ARXIV_PAUSE`` is the pause between requests.
        report: Receives lines of progress.
        minutes: The time limit for all feeds.

    Raises:
        UsageError: A variable has a value that is not allowed.
    """
    endpoints = {
        name: endpoint
        for name in _REPLACEABLE_SERVICES
        if (endpoint := environment.get(f"CATALOGUE_{name.upper()}_ENDPOINT"))
    }
    stated_pause = environment.get("CATALOGUE_ARXIV_PAUSE") or str(MIN_PAUSE)
    hosts = {name: _find_host(name, endpoint) for name, endpoint in endpoints.items()}
    if not _SECONDS.fullmatch(stated_pause):
        raise UsageError(
            f"CATALOGUE_ARXIV_PAUSE must be a number of seconds below 1000, got {stated_pause!r}"
        )
    pause = float(stated_pause)
    if pause < MIN_PAUSE and hosts.get("arxiv") not in LOOPBACK:
        raise UsageError(
            f"CATALOGUE_ARXIV_PAUSE must be {MIN_PAUSE:.0f} or more, as arXiv's terms require, got "
            f"{stated_pause!r}; a shorter pause is only allowed for a server on this machine"
        )
    user_agent = repository.build_user_agent(root, environment, settings.contact)
    client = FeedClient(user_agent, pause=pause, last_request_file=root / layout.LAST_REQUEST)
    return FetchContext(
        root,
        client,
        today,
        report,
        endpoints,
        mailto=_find_mail_address(settings.contact or ""),
        limit=client.build_limit(minutes, "all feeds"),
        run_tasks=run_in_threads,
    )


def _find_host(service: str, endpoint: str) -> str | None:
    try:
        return urlsplit(endpoint).hostname
    except ValueError:
        name = f"CATALOGUE_{service.upper()}_ENDPOINT"
        raise UsageError(f"{name} must be an address, got {endpoint!r}") from None


def _find_mail_address(contact: str) -> str:
    """Return the e-mail address in the settings, or an empty string if the contact is a web page."""
    address = contact.strip().removeprefix("mailto:")
    return address if _MAIL_ADDRESS.fullmatch(address) else ""
