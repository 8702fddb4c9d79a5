"""Read where a publisher's feed states that a paper appeared: journal, volume, issue, pages, ISSN, publisher.

Feeds state these facts in fields of PRISM and Dublin Core, in sentences of a known form, and in the title of
the feed. The forms are those of the feeds in tests/data/feeds/publishers, and of the National Library of
Medicine for PubMed (https://www.nlm.nih.gov/bsd/uniform_requirements.html). On PRISM:
https://www.w3.org/submissions/prism/
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.ingest import entry_rules
from generator.ingest.feed_items import Fields
from generator.ingest.publisher_markup import join_paragraphs
from generator.ingest.record_fields import MAX_NUMBER_LENGTH
from generator.model.issns import find_issn
from generator.model.publications import normalise_pages
from generator.model.text import clean_line, cut_line, fold

_NO_FIELDS = Fields({})
_PUBLISHERS = {"tandf": "Taylor & Francis"}
# The names with a prefix are those of PRISM and Dublin Core; the others are those of IEEE and of Crossref.
_FIRST_PAGES = ("prism:startingpage", "startpage")
_LAST_PAGES = ("prism:endingpage", "endpage")
_PUBLISHER_FIELDS = ("prism:publisher", "dc:publisher", "publisher")
_NO_NAME = re.compile(r"://|^(?:urn|doi|issn)\b|^[\W\d]*X?$", re.IGNORECASE)
# "Nature, Published online: 29 November 2021; | doi:10.1038/..."
_PUBLISHED_ONLINE = re.compile(r"[,;]\s*(?:Published|Available) online\b.*", re.IGNORECASE)
_MAX_READ_LENGTH = 1_000  # characters of a sentence that may state these facts
# What feeds write as the volume or the pages of an article that is in no issue yet.
_NO_NUMBER = re.compile(r"[\W0]*|n/?a|null|none|(?:ahead|online|in|early|forthcoming)\b.*", re.IGNORECASE)
_NUMBER = r"\w[\w./–-]{0,19}"
_DATE_OF_ISSUE = r"(?:[^,.;]{1,30},\s*)?"
# "Volume 56, Issue 3, December 2021, Page 163-175" of Taylor & Francis and Wiley; "Volume 167, Part A" of
# ScienceDirect; each may follow the name of the journal.
_WORDS = re.compile(
    rf"(?:(?P<name>[^.;]{{1,300}}?),\s*)?\bVolume\s(?P<volume>{_NUMBER})"
    rf"(?:,\s*Issues?\s(?P<issue>{_NUMBER})|,\s*Part\s(?P<part>\w{{1,4}})(?!\w))?"
    rf"(?:,\s*{_DATE_OF_ISSUE}Pages?\s(?P<pages>[\w.]{{1,12}}(?:\s?[-–]\s?[\w.]{{1,12}})?))?",
)
# "Journal of X; Vol. 3 No. 2 (2021): A Special Issue; 5-9" of Open Journal Systems in dc:source.
_OJS = re.compile(
    rf"(?P<name>[^;]{{1,300}});\sVol\.?\s(?P<volume>{_NUMBER})(?:,?\sNo\.?\s(?P<issue>{_NUMBER}))?"
    r"(?:\s\(\d{4}\))?(?::[^;]{0,300})?(?:;\s(?P<pages>[\w–-]{1,25}))?"
)
# "Arch Microbiol. 2021 Dec 20;204(1):39." and "J Gen Virol. 2021 Dec;102(12)." of PubMed.
_PUBMED = re.compile(
    r"[^;:]{2,150}\.\s(?:1[6-9]|20)\d\d(?:\s[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?:\s\d{1,2})?)?;"
    r"(?P<volume>\w[\w ]{0,15})(?:\((?P<issue>[^()]{1,20})\))?(?::(?P<pages>[\w-]{1,25}))?\."
)
_SINGLE_PAGE = re.compile(r"^(\w+)-\1$")
# "ZooKeys 1078: 135-188", "The Bridge 55(4), 29-36"
_COMPACT = re.compile(
    r"(?P<name>[^\W\d_][^:;]{0,300}?),?\s(?P<volume>\d{1,5})(?:\((?P<issue>[\w–-]{1,12})\))?"
    r"[:,]\s?(?P<pages>[A-Za-z]?\d{1,7}(?:\s?[-–]\s?[A-Za-z]?\d{1,7})?)$"
)
_FROM_PAGE_ONE = re.compile(r"1-\d+$")
_SHORTENED_PAGES = re.compile(r"(?P<first>\d+)-(?P<last>\d+)")
# What publishers write around the journal's name in the title of its feed.
_TITLE_BEFORE = re.compile(
    r"(?:ScienceDirect Publication:\s*|Latest (?:Issue|Articles|Content)\s(?:of|from|in|for)\s)",
    re.IGNORECASE,
)
_PUBLISHER_BEFORE = re.compile(r"[^:]{2,60}:\s+(?=[^:]+:\s*Table of Contents\s*$)", re.IGNORECASE)
_TITLE_AFTER = re.compile(
    r"(?<![\s:|,–—-])[\s:|,–—-]*\b(?:(?:Current|Latest) Issue|Table of Contents|New TOC|RSS Feed|CNKI"
    r"|(?:Most |New and )?Recent Articles|(?:All )?Latest Articles|Advance (?:Access|Articles)"
    r"|Articles in Press|Online First(?: Articles)?)\s*$",
    re.IGNORECASE,
)
_CHINESE_ISSUE = re.compile(r"\s*《(?P<name>[^《》]{2,60})》\D{0,40}(?:\d{4}年)?第(?P<issue>\d{1,4})期")


def find_publication_fields(
    title: str,
    journal: str,
    remarks: list[str],
    paragraphs: Iterable[str] = (),
    fields: Fields = _NO_FIELDS,
    feed: Fields = _NO_FIELDS,
) -> dict[str, Any]:
    """Find where a paper appeared, as the fields of an `Entry` from ``container`` to ``publisher``.

    They are empty without the name of a journal. Taylor & Francis use the title of the paper as the name of
    the journal; then the feed has the right name.

    Args:
        title: The title of the paper.
        journal: What a description labels as the journal, or an empty string.
        remarks: Receives a remark if the name is too long.
        paragraphs: The first paragraphs of the descriptions.
        fields: The fields of the entry.
        feed: The fields of the feed.
    """
    stated_name, issue_of_feed = _find_name(title, journal, fields, feed)
    name = entry_rules.limit_reference("the journal's name", clean_line(stated_name), remarks)
    if not name:
        return {}
    stated = _read_sentences([journal, fields.find_line("dc:source"), *paragraphs], name)
    first_page, last_page = fields.find_line(*_FIRST_PAGES), fields.find_line(*_LAST_PAGES)
    numbers = {
        "volume": [fields.find_line("prism:volume", "volume"), stated.get("volume", "")],
        "issue": [
            fields.find_line("prism:number", "prism:issueidentifier", "issue"),
            stated.get("issue") or stated.get("part", ""),
            issue_of_feed,
        ],
        "pages": [
            f"{first_page}-{last_page}" if first_page and last_page not in {"", first_page} else first_page,
            fields.find_line("prism:pagerange", "prism:articlenumber", "pages", "page"),
            stated.get("pages", ""),
        ],
    }
    values: dict[str, Any] = {key: _choose_number(texts) for key, texts in numbers.items()}
    values["pages"] = _SINGLE_PAGE.sub(r"\1", normalise_pages(values["pages"] or "")) or None
    if not values["volume"] and not values["issue"] and _FROM_PAGE_ONE.match(values["pages"] or ""):
        values["pages"] = None  # numbers of an article that is in no issue yet
    publisher = fields.find_line(*_PUBLISHER_FIELDS) or feed.find_line(*_PUBLISHER_FIELDS)
    return {
        "container": name,
        **values,
        "issns": tuple(dict.fromkeys(_iter_issns(fields, feed))),
        "publisher": cut_line(_PUBLISHERS.get(publisher, publisher), entry_rules.MAX_NAME_LENGTH) or None,
    }


def _find_name(title: str, journal: str, fields: Fields, feed: Fields) -> tuple[str, str]:
    """Return the name of the journal, and the issue if the title of the feed has it next to the name."""
    names = (
        *map(fields.find_line, ("prism:publicationname", "prism:publicationtitle")),
        feed.find_line("prism:publicationname"),
        *map(fields.find_line, ("container-title", "dcterms:ispartof", "dc:source")),
        journal,
    )
    for text in names:
        name = _PUBLISHED_ONLINE.sub("", text[: entry_rules.MAX_REFERENCE_LENGTH + 1])
        if name and fold(name) != fold(title) and not _NO_NAME.search(name):
            return _read_sentence(name).get("name", name), ""
    return _find_name_in_feed_title(feed)


def _find_name_in_feed_title(feed: Fields) -> tuple[str, str]:
    """Return the name of the journal whose issue or articles a feed lists, by its title, and the issue."""
    title = feed.find_line("title", "atom:title", "dc:title")[:_MAX_READ_LENGTH]
    if match := _CHINESE_ISSUE.match(title):
        return match["name"], match["issue"]
    name = _TITLE_BEFORE.sub(
        "", _TITLE_AFTER.sub("", _PUBLISHER_BEFORE.sub("", title, count=1), count=1), count=1
    )
    is_of_journal = name != title or feed.find_line("atom:generator", "generator") == "Open Journal Systems"
    return (name, "") if is_of_journal else ("", "")


def _read_sentences(texts: Iterable[str], name: str) -> Mapping[str, str]:
    """Return the volume, issue, part and pages of the first sentence that states them of this journal."""
    for text in texts:
        parts = _read_sentence(text)
        if parts and ("name" not in parts or fold(parts["name"]) == fold(name)):
            return parts
    return {}


def _read_sentence(text: str) -> dict[str, str]:
    """Return the parts of a sentence of a known form; ``name`` is the journal's if the sentence names it."""
    sentence = text[:_MAX_READ_LENGTH]
    match = next(filter(None, (form.match(sentence) for form in (_PUBMED, _OJS, _WORDS, _COMPACT))), None)
    parts = {key: value for key, value in match.groupdict().items() if value} if match else {}
    return parts | {"pages": _complete_pages(parts["pages"])} if "pages" in parts else parts


def _complete_pages(pages: str) -> str:
    """Complete the last page as PubMed shortens it.

    >>> _complete_pages("1180-93"), _complete_pages("e12")
    ('1180-1193', 'e12')
    """
    match = _SHORTENED_PAGES.fullmatch(pages)
    first, last = (match["first"], match["last"]) if match else ("", "")
    if len(first) <= len(last):
        return pages
    return f"{first}-{first[: len(first) - len(last)]}{last}"


def _choose_number(texts: Iterable[str]) -> str | None:
    """Return the first text that is a volume, an issue or pages, and none of the words for no number."""
    for text in map(join_paragraphs, texts):
        if 0 < len(text) <= MAX_NUMBER_LENGTH and not _NO_NUMBER.fullmatch(text):
            return text
    return None


def _iter_issns(fields: Fields, feed: Fields) -> Iterator[str]:
    for origin in (fields, feed):
        for name in ("prism:issn", "prism:eissn", "issn", "dcterms:ispartof", "dc:source"):
            if issn := find_issn(origin.find_line(name)):
                yield issn
