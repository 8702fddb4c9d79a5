"""The address that the site is built for: what ``mkdocs.yml`` says, which mostly asks ``SITE_URL``."""

from pathlib import Path

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from generator.errors import BuildError

LOCAL = "http://127.0.0.1:8000/"  # where MkDocs serves what has no other address


def address(root: Path) -> str:
    """The site's address, with a slash at its end.

    Args:
        root: The catalogue's folder. Where it has no ``mkdocs.yml``, pages are made for `LOCAL`.

    Raises:
        BuildError: ``mkdocs.yml`` cannot be read, or has no address that begins with http.
    """
    path = root / "mkdocs.yml"
    if not path.is_file():
        return LOCAL
    try:
        with path.open("rb") as file:
            settings = yaml_load(file)
    except (ConfigurationError, OSError) as error:
        raise BuildError(f"cannot read {path}: {error}; nothing was written") from error
    site = settings.get("site_url") if isinstance(settings, dict) else None
    if not isinstance(site, str) or not site.startswith(("http://", "https://")):
        raise BuildError(
            f"{path}: feeds and the sitemap need site_url, the site's address, such as"
            f" https://owner.github.io/name/, got {site!r}; nothing was written"
        )
    return site.rstrip("/") + "/"
