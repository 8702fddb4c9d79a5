"""What Zotero makes of a page, of RIS and of BibTeX, as we read the rules of its translators.

The rules are those of https://github.com/zotero/translators: "Embedded Metadata.js" and "RDF.js" for pages,
"RIS.js" and "BibTeX.js". Only those for what our files contain are here. Each function returns the fields of
an item with its ``itemType``, ``creators`` and ``tags``.
"""

import re

import bibtexparser

# --- pages -----------------------------------------------------------------------------------------------

_FIELDS_OF_TAGS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_inbook_title": "publicationTitle",
    "citation_conference_title": "conferenceName",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_technical_report_institution": "institution",
    "citation_technical_report_number": "number",
    "citation_publisher": "publisher",
    "citation_doi": "DOI",
    "citation_abstract": "abstractNote",
    "citation_public_url": "url",
}
_TYPES_OF_TAGS = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_inbook_title": "bookSection",
}
_DC_TYPES = {"preprint"}  # of the names of item types, the one that we use


def read_page(tags):
    """Read the ``meta`` elements of a page, as pairs of name (or property) and content, in their order."""
    tags = [(name, content) for names, content in tags for name in names.split()]
    item = {}
    for name, content in tags:
        if name in _FIELDS_OF_TAGS:
            item.setdefault(_FIELDS_OF_TAGS[name], content)
    item["itemType"] = _find_type_of_page(tags)
    item["creators"] = [content for name, content in tags if name == "citation_author"]
    item["tags"] = [
        tag for name, content in tags if name == "citation_keywords" for tag in content.split(";")
    ]
    item["pages"] = "-".join(
        content for name, content in tags if name in {"citation_firstpage", "citation_lastpage"}
    )
    item["attachments"] = [content for name, content in tags if name == "citation_pdf_url"][:1]
    return item


def _find_type_of_page(tags):
    """The last tag that implies a type wins; then Open Graph and Dublin Core; then an article is assumed."""
    implied = [_TYPES_OF_TAGS[name] for name, _ in tags if name in _TYPES_OF_TAGS]
    if implied:
        return implied[-1]
    if ("og:type", "website") in tags:
        return "webpage"
    dc_types = [content for name, content in tags if name == "DC.type" and content in _DC_TYPES]
    return dc_types[0] if dc_types else "journalArticle"


# --- RIS -------------------------------------------------------------------------------------------------

_TYPES_OF_RIS = {
    "JOUR": "journalArticle",
    "MGZN": "magazineArticle",
    "CONF": "conferencePaper",
    "CHAP": "bookSection",
    "RPRT": "report",
    "GEN": "journalArticle",
}
_FIELDS_OF_RIS = {
    "TI": "title",
    "AB": "abstractNote",
    "DO": "DOI",
    "UR": "url",
    "DA": "date",
    "PY": "date",  # if there is no DA
    "VL": "volume",
    "IS": "issue",
    "T2": {
        "conferencePaper": "conferenceName",
        "bookSection": "bookTitle",
        "journalArticle": "publicationTitle",
        "magazineArticle": "publicationTitle",
    },
    "T3": {"bookSection": "series", "conferencePaper": "series", "journalArticle": "series"},
    "C3": {"conferencePaper": "proceedingsTitle"},
    "M3": {"report": "reportType"},
    "PB": {"report": "institution", None: "publisher"},
    "SN": {"report": "reportNumber", "journalArticle": "ISSN", "magazineArticle": "ISSN", None: "ISBN"},
}


def read_ris(text):
    """Read the entries of a file; a type that is stated in the field "Extra" replaces that of the entry."""
    entries = text.split("ER  - \r\n")
    assert entries.pop().strip() == ""
    return [_read_ris_entry(entry.strip().split("\r\n")) for entry in entries]


def _read_ris_entry(lines):
    assert all(line[2:6] == "  - " for line in lines)
    pairs = [(line[:2], line[6:]) for line in lines]
    item_type = _TYPES_OF_RIS[pairs[0][1]]
    item = {}
    for tag, value in sorted(pairs, key=lambda pair: pair[0] == "PY"):
        if field := _find_ris_field(tag, item_type):
            item.setdefault(field, value)
    extra = "\n".join(value for tag, value in pairs if tag == "M2")
    stated_type = re.search(r"^Type: (\w+)$", extra, re.MULTILINE)
    item["itemType"] = stated_type[1] if stated_type else item_type
    item["creators"] = [value for tag, value in pairs if tag == "AU"]
    item["tags"] = [part for tag, value in pairs if tag == "KW" for part in re.split(r"\s*;\s*", value)]
    return item


def _find_ris_field(tag, item_type):
    field = _FIELDS_OF_RIS.get(tag)
    return field.get(item_type, field.get(None)) if isinstance(field, dict) else field


# --- BibTeX ----------------------------------------------------------------------------------------------

# "misc" is a book for Zotero, and no type of entry is a preprint.
_TYPES_OF_BIBTEX = {
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "incollection": "bookSection",
    "misc": "book",
}
_FIELDS_OF_BIBTEX = {
    "title": "title",
    "journal": "publicationTitle",
    "booktitle": "publicationTitle",
    "series": "series",
    "volume": "volume",
    "publisher": "publisher",
    "issn": "ISSN",
    "year": "date",
    "doi": "DOI",
    "url": "url",
    "abstract": "abstractNote",
}


def read_bibtex(text):
    """Read the entries of a file."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return [_read_bibtex_entry(entry) for entry in library.entries]


def _read_bibtex_entry(entry):
    values = {field.key.lower(): field.value for field in entry.fields}
    item = {name: values[field] for field, name in _FIELDS_OF_BIBTEX.items() if field in values}
    item["itemType"] = _TYPES_OF_BIBTEX[entry.entry_type]
    item["creators"] = values["author"].split(" and ") if "author" in values else []
    item["tags"] = re.split(r"\s*[,;]\s*", values["keywords"]) if "keywords" in values else []
    if values.get("eprinttype", "").lower() == "arxiv":
        item["extra"] = f"arXiv: {values['eprint']}"
    return item
