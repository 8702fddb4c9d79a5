"""Drafts of curation files: what the program knows of a paper already, for a curator to go on from.

A catalogue and a paper come in, paths and texts go out; nothing is written here. Whatever a paper holds, a
draft passes the checks of `generator.curation.read` as it stands: all that wants words is commented out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches

from generator.curation import schema, syntax
from generator.curation.layout import paper_file
from generator.curation.record import id_of
from generator.derive.classify import classify
from generator.derive.code_links import safe_url
from generator.derive.merge import DerivedFacts, merge_paper
from generator.derive.suggestions import Suggestion, suggest_topics
from generator.model import ids
from generator.model.curation_values import Link, Status
from generator.model.entries import Entry
from generator.model.errors import UsageError
from generator.model.papers import Assignment, Catalogue, Paper
from generator.model.text import clean_line, fold

_MODELINE = "# yaml-language-server: $schema=../../../generator/schemas/paper.schema.json"
_LONGEST_REMARK = 200  # characters
_MOST_NAMES = 8
_MOST_TOPICS = 8  # as in the schema
_ONE_LETTER = 0.9  # likeness of ids that differ in one; all ids look much the same
_LIKE_TITLES = 0.8
# What needs no quotes in YAML, wherever it stands.
_PLAIN_URL = re.compile(r"https://[\w.~/%=?+@-]+", re.ASCII)
_HOST = re.compile(r"(?:www\.|export\.|dx\.)?(?:arxiv|doi)\.org/", re.IGNORECASE)
_SHOWN = ("topics", "summary", "venue", "links", "highlight", "record")
_REST_OF_RECORD = """\
  # authors: [Amy Example, {name: Bo Sample, affiliations: [Toy University]}]
  # published: 2026-02-03
  # abstract: >-
  #   As printed."""
_SUMMARY = """\
# summary: >-
#   One or two sentences in your own words: what is new, and what was measured."""


# --- finding ---------------------------------------------------------------------------------------------


def find(text: str, catalogue: Catalogue) -> Paper:
    """The paper that is meant.

    Args:
        text: An id of any form, with version or without, a DOI, an address, or a slug.
        catalogue: Where to look.

    Raises:
        UsageError: The catalogue has no such paper; the message names the nearest.
    """
    text = clean_line(text)
    by_key = _by_key(catalogue.papers)
    for key in _keys(text):
        if found := by_key.get(key):
            return found
    raise UsageError(f"{_why_not(text)}{_nearest(text, catalogue.papers)}")


def _by_key(papers: Sequence[Paper]) -> dict[str, Paper]:
    """Papers by all that is theirs alone; ids and slugs before DOIs, of which two papers may name one."""
    by_key = {key: paper for paper in papers for key in (paper.slug, paper.id)}
    for paper in papers:
        for doi in (*paper.dois, *paper.publications):
            by_key.setdefault(ids.build_doi_id(doi), paper)
        if paper.url:
            by_key.setdefault(ids.build_url_id(paper.url), paper)
    return by_key


def _keys(text: str) -> Iterator[str]:
    """What a paper that is meant by a text could be known by."""
    yield from (text, text.lower())
    address = _address(text)
    with suppress(ValueError):
        yield ids.parse_arxiv_id(_bare(address))[0]
    with suppress(ValueError):
        yield ids.build_doi_id(ids.parse_doi(_bare(address)))
    if url := safe_url(address):
        yield ids.build_url_id(url)


def _address(text: str) -> str:
    """The text, as an address where it is one of a paper without its scheme."""
    return f"https://{text}" if _HOST.match(text) else text


def _bare(address: str) -> str:
    """An address at arXiv or a resolver without what follows the paper's own part."""
    return re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/") if "://" in address else address


def _why_not(text: str) -> str:
    try:
        paper_id, _ = ids.parse_arxiv_id(text)
    except ValueError as error:
        is_like_arxiv = re.match(r"\d{3,}\.\d|[a-z.-]+/\d", text)
        return str(error) if is_like_arxiv else f"the catalogue has no paper {syntax.quote(text)}"
    return f"no feed has the paper {paper_id}"


def _nearest(text: str, papers: Sequence[Paper]) -> str:
    """What else could be meant, or what to do."""
    with suppress(ValueError):
        text = ids.build_slug(_arxiv(text))
    hint = schema.did_you_mean(text, (paper.slug for paper in papers), cutoff=_ONE_LETTER)
    if not hint:
        titles = {fold(paper.title): paper.slug for paper in papers}
        near = get_close_matches(fold(text), titles, n=1, cutoff=_LIKE_TITLES)
        hint = f"did you mean {titles[near[0]]!r}?" if near else ""
    return f" ({hint or 'import or fetch it first, or name its title with --manual'})"


# --- drafts ----------------------------------------------------------------------------------------------


def draft(
    paper: Paper, catalogue: Catalogue, near: Sequence[Suggestion] | None = None, *, brief: bool = False
) -> str:
    """The text of a curation file for a paper.

    Args:
        paper: The paper.
        catalogue: What it is part of.
        near: What its nearest curated papers suggest; looked for if it is None, which takes a while.
        brief: Whether of all that is known of the paper its title alone is told.
    """
    if brief:
        return _file([_MODELINE, _remark(f"Title: {paper.title}"), *_body(paper, catalogue, near)])
    authors = ", ".join(author.name for author in paper.authors[:_MOST_NAMES])
    if len(paper.authors) > _MOST_NAMES:
        authors += f" and {len(paper.authors) - _MOST_NAMES} more"
    facts = [("Title", paper.title), ("Authors", authors), ("See", paper.url or "")]
    lines = [_remark(f"{name}: {value}") for name, value in facts if value]
    return _file([_MODELINE, *lines, *_body(paper, catalogue, near), _further()])


def manual(reference: str, title: str, catalogue: Catalogue) -> tuple[str, str]:
    """Path and text of a curation file for a paper that no feed has: with a record.

    Args:
        reference: An arXiv id, a DOI or an address.
        title: The paper's title.
        catalogue: Where the paper is not yet.

    Raises:
        UsageError: The reference is none of these, or the catalogue has the paper, or the title is none.
    """
    if known := next(filter(None, map(_by_key(catalogue.papers).get, _keys(clean_line(reference)))), None):
        raise UsageError(f"the catalogue has this paper: leave out --manual, and say {known.slug}")
    known_by = identity(clean_line(reference))
    paper_id = known_by.pop("arxiv", None) or id_of(doi=known_by.get("doi"), url=known_by.get("url")) or ""
    entry = Entry(paper_id, None, clean_line(title))
    fields = {"title": entry.title, **known_by}
    lines = [
        "record:",
        *(f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()),
        *_REST_OF_RECORD.splitlines(),
    ]
    paper = merge_paper(None, entry, DerivedFacts(None, (), Status.LISTED), None, ())
    text = _file([_MODELINE, *lines, *_body(paper, catalogue, None), _further()])
    _verify(text)
    return paper_file(paper_id), text


def identity(reference: str) -> dict[str, str]:
    """What a record says of who it is: ``arxiv`` (the file's name then), ``doi`` or ``url``, and its value.

    Raises:
        UsageError: The reference is none of these.
    """
    for name, parse in (("arxiv", _arxiv), ("doi", ids.parse_doi), ("url", safe_url)):
        try:
            value = parse(_address(reference) if name == "url" else _bare(_address(reference)))
        except ValueError:
            continue
        if value:
            return {name: value}
    raise UsageError(f"{syntax.quote(reference)} is no arXiv id, no DOI and no https address")


def _arxiv(text: str) -> str:
    return ids.parse_arxiv_id(text)[0]


def _verify(text: str) -> None:
    """Raise `UsageError` for what a title or address may not be."""
    tree, problems = syntax.read(text.encode(), "")
    found = (*problems, *(schema.check(tree, "paper", "")[1] if tree else ()))
    if found:
        raise UsageError("; ".join(problem.message for problem in found))


def _file(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _remark(text: str) -> str:
    """A line that YAML passes over, whatever the text holds."""
    text = clean_line(text)
    return f"# {text if len(text) <= _LONGEST_REMARK else text[: _LONGEST_REMARK - 1] + '…'}"


def _body(paper: Paper, catalogue: Catalogue, near: Sequence[Suggestion] | None) -> Iterator[str]:
    """The fields that a curator fills, as far as anything is known of them."""
    plain = replace(paper, curated_topics=None)
    found = suggest_topics(catalogue, [plain]) if near is None else near
    # What the rules give is known already, unless a curator's choice stands in its place.
    is_chosen = paper.curated_topics is not None or paper.id not in catalogue.assignments
    ruled = classify([plain], catalogue.topics)[paper.id] if is_chosen else catalogue.assignments[paper.id]
    yield from _topics(ruled, catalogue, {one.topic: one.evidence for one in found})
    yield from _SUMMARY.splitlines()
    place = paper.appearance
    if place and place.source != "curation":
        year = f", year: {place.year}" if place.year else ""
        reason = _remark(f"shown already, from “{place.evidence}”; only to mend it")
        yield f"# venue: {{id: {place.venue}{year}}}  {reason}"
    yield from _links(link for link in paper.links if link.source != "curation")
    yield "highlight: false  # true: one of the curators' picks"


def _further() -> str:
    further = [key for key in schema.load("paper")["properties"] if key not in _SHOWN]
    return _remark(f"Further fields: {', '.join(further)}")


def _topics(given: Sequence[Assignment], catalogue: Catalogue, near: Mapping[str, str]) -> Iterator[str]:
    """Topics that the rules give, and as remarks those of the nearest curated papers."""
    ruled = {one.topic: one.reason for one in given}
    chosen = list(ruled or near)[:_MOST_TOPICS]
    if not chosen:
        yield f"# topics: [{next((topic.id for topic in catalogue.topics), '')}]  # from topics.yml"
    else:
        yield "topics:  # they replace what the rules would give: keep what is right"
    for topic in chosen:
        reasons = "; ".join(filter(None, (ruled.get(topic), near.get(topic))))
        yield f"  - {topic}  {_remark(reasons)}"
    for topic, reason in near.items():
        if topic not in chosen:
            yield f"  # - {topic}  {_remark(reason)}"


def _links(links: Iterable[Link]) -> Iterator[str]:
    by_kind: dict[str, list[str]] = {}
    for link in links:
        by_kind.setdefault(link.kind.value, []).append(link.url)
    if by_kind:
        yield "links:  # found in abstract and comment"
    for kind, urls in by_kind.items():
        yield f"  {kind}:"
        yield from (f"    - {url if _PLAIN_URL.fullmatch(url) else json.dumps(url)}" for url in urls)
