"""The address that the site is built for: what ``mkdocs.yml`` says, which mostly asks ``SITE_URL``."""

from pathlib import Path

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from generator.model.errors import BuildError


def read_site_url(root: Path) -> str | None:
    """The site's address, with a slash at its end; None where there is no ``mkdocs.yml``.

    Args:
        root: The catalogue's folder.

    Raises:
        BuildError: ``mkdocs.yml`` cannot be read, or has no address that begins with http.
    """
    path = root / "mkdocs.yml"
    if not path.is_file():
        return None
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
