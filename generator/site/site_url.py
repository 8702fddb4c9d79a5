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
        BuildError: ``mkdocs.yml`` cannot be read, has no address that starts with http, or makes addresses
            of pages that end with ``.html``.
    """
    path = root / MKDOCS_CONFIG
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            config = yaml_load(file)
    except (ConfigurationError, OSError) as error:
        raise BuildError(f"cannot read {path}: {error}; nothing was written") from error
    config = config if isinstance(config, dict) else {}
    if config.get("use_directory_urls") is False:
        raise BuildError(
            f"{path}: use_directory_urls must be true, because the addresses of pages end with a slash;"
            " remove the line; nothing was written"
        )
    url = config.get("site_url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise BuildError(
            f"{path}: site_url must be the address of the site, such as https://owner.github.io/name/,"
            f" got {url!r}; feeds and the sitemap need it; nothing was written"
        )
    return url.rstrip("/") + "/"
