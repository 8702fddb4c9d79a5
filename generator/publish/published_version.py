"""What pages say of the published version of a paper, and of notices about it, in the registries' words."""

import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from generator.model import ids, urls
from generator.model.dates import Precision, format_date, parse_date, parse_partial_date
from generator.model.doi_records import DoiRecord, Notice
from generator.model.escaping import escape_markdown
from generator.model.papers import Paper
from generator.model.publications import Publication
from generator.publish.page_links import UNTRUSTED, build_link, escape_url
from generator.translation.messages import N_, _

_NOTICES = {
    "correction": N_("Correction"),
    "corrigendum": N_("Correction"),
    "erratum": N_("Correction"),
    "expression-of-concern": N_("Expression of concern"),
    "addendum": N_("Addendum"),
    "reinstatement": N_("Reinstatement"),
}
_OTHER_NOTICE = N_("Notice")
_CREATIVE_COMMONS = re.compile(
    r"https://(?:www\.)?creativecommons\.org/(?:licenses/(?P<kind>by[a-z-]*)/(?P<version>\d\.\d)|publicdomain/zero/(?P<zero>\d\.\d))",
    re.IGNORECASE | re.ASCII,
)


def format_publication(publication: Publication) -> str:
    """Format where a paper was published: ``The Bridge 55(4), 29-36, 2026, Toy Press``."""
    issue = f"({publication.issue})" if publication.issue else ""
    volume = f"{publication.volume or ''}{issue}"
    year = str(publication.year) if publication.year else ""
    parts = [f"{publication.container} {volume}".strip(), publication.pages, year, publication.publisher]
    return ", ".join(part for part in parts if part)


def format_data(record: DoiRecord) -> str:
    """Format what data or code a DOI is of: ``Fast Caches: data, Zenodo, 2026, CC BY 4.0``."""
    year = str(record.year) if record.year else ""
    parts = [record.title, record.publisher, year, _find_licence_name(record)]
    return ", ".join(part for part in parts if part)


def build_licence_link(publication: Publication | None) -> Markup | None:
    """Build the link to the licence of the published version, with its short name; None without a licence."""
    record = publication if isinstance(publication, DoiRecord) else None
    url = urls.clean_url(record.licence or "") if record else None
    if url is None or record is None:
        return None
    label = _find_licence_name(record) or url.removeprefix("https://").rstrip("/")
    return build_link(escape_markdown(label), escape_url(url), UNTRUSTED)


def _find_licence_name(record: DoiRecord) -> str:
    """Return the short name of a Creative Commons licence, or an empty string for other ones."""
    match = _CREATIVE_COMMONS.match(record.licence or "")
    if match is None:
        return ""
    return f"CC0 {match['zero']}" if match["zero"] else f"CC {match['kind'].upper()} {match['version']}"


def list_retractions(paper: Paper) -> list[Mapping[str, object]]:
    """List the retractions of a paper: each with the name of the registry, and a link to the notice."""
    return [
        {"registry": record.registry_name, "notice": _build_notice_link(notice, _("notice"))}
        for record, notice in paper.notices
        if notice.is_retraction
    ]


def list_other_notices(paper: Paper) -> Iterator[Mapping[str, object]]:
    """List corrections and other notices about a paper, each with a label."""
    for record, notice in paper.notices:
        if not notice.is_retraction:
            label = _(_NOTICES.get(notice.kind, _OTHER_NOTICE))
            link = _build_notice_link(notice, _("notice"))
            yield {"label": label, "registry": record.registry_name, "notice": link}


def _build_notice_link(notice: Notice, text: str) -> Markup:
    """Build a link to a notice, or its text alone if it has no DOI, with its date."""
    if notice.day:
        text = _("notice of %(day)s", day=_format_notice_date(notice.day))
    label = escape_markdown(text)
    return build_link(label, escape_url(ids.build_doi_url(notice.doi)), UNTRUSTED) if notice.doi else label


def _format_notice_date(text: str) -> str:
    """Format as much of a date as a registry states; a text that is no date stays as it is."""
    try:
        day, partial = parse_date(text), parse_partial_date(text)
    except ValueError:
        return text
    date = (day, Precision.DAY) if day else partial
    return format_date(*date) if date else text
