"""Build templates of new curation files, with ids of the catalogue; each passes the checks as it is."""

import re

from generator.curation import schema
from generator.curation.checks import SUMMARY_TEMPLATE
from generator.curation.writer import comment_out, format_comment, format_file, format_flow, format_mapping
from generator.model.papers import Catalogue

EXAMPLE_PAPER = "doi-10.5555-3779212"  # where the catalogue has none
_EXAMPLE_VENUE = "pnas"
_PAPER = """\
# Save as data/curation/papers/<id>.yml, such as {paper}.yml. All lines are optional.
topics: {topics}  # ids from the list below; they replace the topics from the rules
summary: >-
  {summary}
highlight: false  # true: picked by the curators
# note: Anything else a reader should know, in Markdown.
# venue: {{id: {venue}, year: 2026}}  # only if the page shows none, or a wrong one
# links:
#   code: https://github.com/…  # also data, slides, video, artifact, project
# awards: [Best paper]
# related: [{paper}]  # papers to show first under “Related papers”
# corrections:
#   title: {{value: The right title, reason: As in the PDF.}}
"""
_LIST = """\
# The name of the file is the end of the list's URL. Use lower-case letters, digits and hyphens.
title: A reading list
description: >-
  Who should read the list, in which order, and what they learn from it.
papers:
  - id: {paper}
    note: Why this paper, and what to look for in it.
"""
_MORE_OF_A_PERSON = [
    "family: Name  # if the family name is not the last word",
    "spellings: [Other Form]",
    "papers: [10.5555/3779212]",
    "orcid: 0000-0002-1825-0097",
    "homepage: https://…",
]
_HASH = re.compile("-?[0-9a-f]{8}$")


def build_paper_template(catalogue: Catalogue) -> str:
    """Return a paper's file with every field, to replace line by line."""
    parents = {topic.parent for topic in catalogue.topics}
    topics = [topic.id for topic in catalogue.topics if topic.id not in parents]
    text = _PAPER.format(
        paper=_find_example_paper(catalogue),
        topics=format_flow(topics[:2]),
        summary=SUMMARY_TEMPLATE,
        venue=next((venue.id for venue in catalogue.venues if venue.is_listed), _EXAMPLE_VENUE),
    )
    return format_file("paper", text.splitlines())


def build_list_template(catalogue: Catalogue) -> str:
    """Return a reading list of one paper."""
    paper = format_flow(_find_example_paper(catalogue))
    return format_file("list", _LIST.format(paper=paper).splitlines())


def _find_example_paper(catalogue: Catalogue) -> str:
    return catalogue.papers[0].slug if catalogue.papers else EXAMPLE_PAPER


def build_people_template(slug: str, name: str) -> str:
    """Return a file of people that begins with one author.

    Args:
        slug: The address of the author's page.
        name: The author's name, of any length.
    """
    rule = (
        "The key is the end of the URL of the author's page."
        " List papers (ids) only if several people have this name."
    )
    person = {"name": name[: schema.read_limit("people", "maxLength", ("", "name"))]}
    lines = [
        format_comment(rule),
        *format_mapping({build_person_id(slug): person}),
        *comment_out(_MORE_OF_A_PERSON, indent=2),
    ]
    return format_file("people", lines)


def build_person_id(slug: str) -> str:
    """Build the id of a person from the address of a name's page. Ids of people must not end in a hash.

    >>> build_person_id("ann-example"), build_person_id("wei-wang-0123abcd")
    ('ann-example', 'wei-wang-author')
    """
    without_hash = _HASH.sub("", slug)
    if without_hash == slug:
        return slug
    ending = "-author"
    max_length: int = schema.get_id_declaration("people")["maxLength"] - len(ending)
    return f"{without_hash[:max_length].rstrip('-')}{ending}".lstrip("-")
