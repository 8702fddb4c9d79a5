"""No text takes longer than in proportion to its length: functions are timed on n and on 4 n characters.

A function that takes quadratic time needs 16 times as long for 4 n characters. CPU time is measured, several
times if a result is suspicious, so that other programs on the machine do not matter.
"""

import json
import time
from contextlib import suppress

import pytest
from markupsafe import Markup

from generator import tex
from generator.curate.issue_forms import parse_form
from generator.curate.lists.read_bibtex import read_bibtex
from generator.curate.lists.read_csl import read_csl
from generator.curate.lists.read_markdown import read_markdown
from generator.curate.topic_names import TopicNames
from generator.derive.code_links import find_links
from generator.derive.contributions import find_contribution
from generator.derive.sentences import split_into_sentences
from generator.derive.venues.claims import mask_dates_of_review, split_clauses
from generator.derive.venues.find_mentions import find_mentions
from generator.derive.venues.unlisted_claims import find_in_comment, find_in_reference
from generator.derive.word_roots import split_into_roots
from generator.ingest import described_facts, publication_fields, publisher_abstracts, publisher_markup
from generator.ingest.author_names import parse_authors
from generator.ingest.formula_markup import replace_formulas
from generator.ingest.title_match import fold_title
from generator.model import (
    arxiv_queries,
    dates,
    doi_urls,
    escaping,
    identifiers,
    ids,
    name_forms,
    organisation_names,
    person_names,
    text,
    urls,
)
from generator.model.curation_values import Topic
from generator.model.withdrawal import find_withdrawal, strip_notice
from generator.publish.citations import bibtex_names, bibtex_text
from generator.publish.page_links import link_urls

SMALL, FACTOR = 3_000, 4
NEGLIGIBLE = 0.02  # seconds; less cannot be measured well
WORST_RATIO = 10  # of linear time 4, of quadratic time 16
ATTEMPTS = 3  # of which one must show linear time: a busy machine may slow down the longer calls alone

# What hostile texts repeat.
PIECES = (
    "\u0301\u0323", "\u0327\u0301", "e\u0301\u0323", "\u0f73", "\uff9e\u0301", " ", " \n", "\n", "\r\n",
    "\t", "\u00a0", "\u200d", "[", "]", "[]", "(", ")", "a (", "{", "}", "{}", "$", "$a", "$ ", "&",
    "&#", "&amp;", "&a ", "&#x41", "\\", "\\\\ ", "\\(", "\\[", "\\(a", "\\begin{a}",
    "\\begin{equation}", "\\a", "\\alpha ", "\\'", "\\'{", "\\u{", "\\text{", "\\sqrt{", "\\frac",
    "\\left(", "\\overline{", " \\over ", "\\href{", "\\url{", '"', "'", "`", "`a", "``a", "`a' ", "<",
    ">", "<a ", "<!--", "<!-->", "<a href='", "1", "1.", "1,", ".", "-", "a-", " - ", "_", "_a", "_{",
    "^", "^a", "^{", "~", "~a ", ",", ", ", ";", ":", ":a", "/", "://", "http://", "http://a ", "www.",
    "www.a.b/", "10.1145/", "doi:", "arxiv:", "2401.01234 ", "*", "*a", "!", "?", "+", "++a", "=", "#",
    "|", "@", "%", "%25", "a", "A", "a ", "A. ", "Jr. ", "and ", " and ", " et al", "2024 ", "in ",
    "Proceedings of the ", "withdrawn by ", "this paper has been ", "abstract: ", "@a{b, c=", "- a\n",
    "1. a\n", "# a\n", "[a](http://b.c) ", "漢", "😀", "We propose ", "this paper is ",
    "our contribution is ",
)  # fmt: skip

FUNCTIONS = {
    **{
        f"{module.__name__.rpartition('.')[2]}.{name}": getattr(module, name)
        for module, names in {
            text: "clean_text clean_line clean_paragraphs fold quote_text tokenise strip_urls",
            escaping: "escape_markdown format_code escape_formula",
            urls: "add_scheme build_link_key canonicalise_url clean_url find_urls strip_tracking "
            "is_arxiv_or_doi trim_url unescape",
            ids: "build_former_url_id build_slug build_url_id find_arxiv_id find_doi find_paper_id "
            "format_id get_doi get_url parse_arxiv_id parse_doi parse_slug remove_fragment",
            identifiers: "extract_arxiv_id extract_doi find_references trim_arxiv_id find_dois decode_markup",
            doi_urls: "decode_fully extract_doi_from_url strip_preprint_version",
            dates: "parse_date parse_instant",
            tex: "to_text to_line to_markdown to_html",
            publisher_markup: "decode_entities is_html join_paragraphs split_paragraphs",
            publisher_abstracts: "is_announcement strip_heading",
            bibtex_text: "escape_bibtex format_title squeeze_spaces",
        }.items()
        for name in names.split()
    },
    "name": person_names.read_name,
    "parts of a name": person_names.split_name,
    "forms of a name": lambda words: name_forms.are_compatible_names(f"{words} Sample", f"A. {words} Sample"),
    "organisation": organisation_names.is_organisation,
    "name in BibTeX": lambda words: bibtex_names.format_bibtex_name(person_names.NameParts(words, words)),
    "formulas": replace_formulas,
    "MathML": lambda words: replace_formulas(f"<math><mi>{words}</mi></math>"),
    "TeX in JATS": lambda words: replace_formulas(f"<tex-math>{words}</tex-math>"),
    "links": lambda words: find_links(words, words),
    "text with links": link_urls,
    "title in a registry": fold_title,
    "sentences": split_into_sentences,
    "contribution": lambda words: find_contribution(words, f"We propose {words}"),
    "roots of words": split_into_roots,
    "names of topics": TopicNames((Topic("a", "A, b and c", ""),)).parse,
    "form": lambda words: parse_form(
        f"### id\n{words}\n### links\n{words}\n### venue\n{words}", TopicNames(())
    ),
    "truncate": lambda words: text.truncate(words, len(words) - 1),
    "code block": lambda words: escaping.format_code_block(words, "yaml"),
    "escape_parts": lambda words: escaping.escape_parts([words, Markup("<b>"), words]),
    "html": lambda words: publisher_markup.split_paragraphs(words, publisher_markup.TextFormat.HTML),
    "query of arXiv": lambda words: list(arxiv_queries.find_query_problems(words)),
    "abstract": lambda words: publisher_abstracts.find_abstract([[words]]),
    "cut line": lambda words: text.cut_line(words, len(words) - 1),
    "journal": lambda words: publication_fields.find_publication_fields("A title", words, [], [words]),
    "described facts": lambda words: described_facts.read_facts([words]),
    "authors": lambda words: parse_authors([words]),
    "authors with commas": lambda words: parse_authors([words], has_comma_list=True),
    "comment": lambda words: find_withdrawal(words, None),
    "abstract and withdrawal": lambda words: find_withdrawal(None, words),
    "title and withdrawal": lambda words: find_withdrawal(None, None, words),
    "title that ends in a bracket": lambda words: strip_notice(f"a ({words[1:]}"),
    "title with withdrawal": lambda words: find_withdrawal(None, None, f"retracted: {words} (withdrawn"),
    "venues": lambda words: find_mentions(words, {}),
    "clauses": lambda words: [*split_clauses(mask_dates_of_review(words))],
    "unlisted venues": find_in_comment,
    "unlisted venue after a claim": lambda words: find_in_comment(f"accepted at {words}"),
    "unlisted venue of a reference": find_in_reference,
    "bibtex": lambda words: read_bibtex(words, "list.bib"),
    "bibtex title": lambda words: read_bibtex(
        f"@misc{{a, title={{{words}}}, doi={{10.1145/1.2}}}}", "list.bib"
    ),
    "csl": lambda words: read_csl(words, "list.json"),
    "csl title": lambda words: read_csl(
        json.dumps([{"title": words, "note": words, "DOI": "10.1/1"}]), "list.json"
    ),
    "list": lambda words: read_markdown(words, "list.md"),
    "list entry": lambda words: read_markdown(f"- [a](https://arxiv.org/abs/2401.01234) {words}", "list.md"),
}

# Before each of these, markdown-it searches the text of the block, whose length `read_markdown` limits.
LIMITED_ELSEWHERE = {("list", "://"), ("list entry", "://")}


def measure(function, words, times):
    """Return the least CPU time of several calls in seconds; a refused text counts, too."""
    durations = []
    for _ in range(times):
        start = time.process_time()
        with suppress(ValueError):
            result = function(words)
            if hasattr(result, "__next__"):
                list(result)
        durations.append(time.process_time() - start)
    return min(durations)


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_grows_with_the_length_of_a_text(name):
    slow = {}
    for piece in PIECES:
        small, large = (f"a{piece * (size // len(piece))}x" for size in (SMALL, SMALL * FACTOR))
        if measure(FUNCTIONS[name], large, 1) < NEGLIGIBLE or (name, piece) in LIMITED_ELSEWHERE:
            continue
        ratios = (
            measure(FUNCTIONS[name], large, 3) / measure(FUNCTIONS[name], small, 5) for _ in range(ATTEMPTS)
        )
        if all(ratio > WORST_RATIO for ratio in ratios):
            slow[piece] = measure(FUNCTIONS[name], large, 1)
    assert slow == {}


@pytest.mark.parametrize("function", [text.clean_text, text.clean_line, text.fold, tex.to_line])
@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73", "\uff9e\u0301\u0345", "\u05b0\u0327 \u0301"])
def test_many_marks_are_normalised_at_once(marks, function):
    words = "e" + marks * (200_000 // len(marks))

    assert measure(function, words, 1) < 2
