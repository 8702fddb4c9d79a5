"""Read the address of the site from ``mkdocs.yml``, which usually takes it from the variable ``SITE_URL``."""

from pathlib import Path

from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from generator.model.errors import BuildError
from generator.model.layout import MKDOCS_CONFIG


def read_site_url(root: Path) -> str | None:
    """Return the address of the site, with a slash at its end; None if there is no ``mkdocs.yml``.

    Args:
        root: The catalogue's folder.

    Raises:
        BuildError: ``mkdocs.yml`` cannot be read, or has no address that starts with http.
    """
    path = root / MKDOCS_CONFIG
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            config = yaml_load(file)
    except (ConfigurationError, OSError) as error:
        raise BuildError(f"cannot read {path}: {error}; nothing was written") from error
    url = config.get("site_url") if isinstance(config, dict) else None
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise BuildError(
            f"{path}: site_url must be the address of the site, such as https://owner.github.io/name/,"
            f" got {url!r}; feeds and the sitemap need it; nothing was written"
        )
    return url.rstrip("/") + "/"
