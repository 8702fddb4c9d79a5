r"""Extract arXiv ids and DOIs from addresses, fields and running text.

Feeds, lists, forms and commands use these rules; overrides/assets/js/identifiers.js has the same ones for
what readers paste. The results are texts in the place of an id; `generator.model.ids` checks them. Nothing is
guessed: an address gives a DOI only if it contains the DOI, or if its publisher builds addresses from DOIs.

TeX and HTML wrap identifiers: ``10.1007/978{\_}48``, ``\url{...}``, ``{arXiv}:2403.02101 [cs]``, ``&lt;``.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from generator.model import urls
from generator.model.doi_urls import decode_fully, extract_doi_from_url, strip_preprint_version

_ID = r"(?:\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,4})?"
_FLAGS = re.IGNORECASE | re.ASCII

# --- what TeX and HTML write for a character ---

# fmt: off
_NAMED = {
    "less": "<", "greater": ">", "underscore": "_", "asciitilde": "~",
    "lt": "<", "gt": ">", "amp": "&", "nbsp": " ",
    "#60": "<", "#x3c": "<", "#62": ">", "#x3e": ">", "#38": "&", "#x26": "&", "#160": " ", "#xa0": " ",
}
# fmt: on
_NAMED_CHARACTER = re.compile(
    r"\{?\\text(less|greater|underscore|asciitilde)(?![a-z])(?:\{\}| ?)\}?"
    r"|&(?:amp;)?(lt|gt|amp|nbsp|#60|#62|#38|#160|#x3c|#x3e|#x26|#xa0);",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$\s?(?:\\(_)|([<>]))\s?\$|\{(_)\}")
# Mendeley joins two addresses by a line break of its own.
_JOINT = re.compile(r"(?:%5C|\{?\\textbackslash(?:\{\})?\}?)n(?=[a-z][a-z0-9]*:/)", re.IGNORECASE)
_WHITE_SPACE = re.compile(r"[^\S\n]")  # also those of Unicode, which `re.ASCII` does not count
_COMMAND = re.compile(
    r"\\(?:url|nolinkurl|path|href|doi|detokenize|texttt|textsf|textrm|textsc|emph|mbox)\s?(?=\{)"
)
_LINE_BREAK = re.compile(r"\\(?:-|/|allowbreak(?![a-zA-Z]) ?)|\\(?= )")  # where TeX may break a line
# "http:/example.org", "https//example.org", "http://https://example.org"
_BROKEN_SCHEME = re.compile(
    r"\bhttps?(?::/(?!/)|//|:(?![/\d])|://https?:/{0,2}|:///)(?=(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,10}/)",
    _FLAGS,
)

# --- arXiv ids ---

_STATED_ID = re.compile(r"(?:urn:)?\{?(?:oai:arxiv\.org|arxiv)\}?:\s*(?!\s)", _FLAGS)
_WORDS = (
    r"(?:\[[a-z.-]{2,12}\]|preprints?|e-?prints?|papers?|identifier|id|no\.|vol\.|volume|abs|pdf|\{?arxiv\}?)"
)
_ID_AFTER_WORDS = re.compile(
    rf"(?:\b(?:arxiv|corr)\b\}}?(?:[\s:,#/-]{{0,3}}{_WORDS}){{0,3}}[\s:,#/.-]{{1,3}}|(?<![\w/.])abs/"
    r"|\\(?:arxiv|eprint)\s?(?=\{))"
    rf"\{{?({_ID})(?![\d/]|\.\d)",
    _FLAGS,
)
# "2403.02101 [cs.PF]", "2403.02101v1 [cs.PF] 4 Mar 2024", "2403.02101 (2024)", "2403.02101."
_CATEGORY = re.compile(
    r"(?:\s{1,3}[\[(][a-z][a-z.-]{1,15}[\])])?(?:,?\s{1,3}\(?(?:\d\d?\s[a-z]{3}\s)?\d{4}\)?)?[.,;]{0,3}$",
    _FLAGS,
)
_ARXIV_FOLDER = re.compile(
    r"/(?:(?:abs|pdf|html|format|e-print|src|ps|dvi|tb)/(?:arxiv:)?|(?:vc|ftp)/arxiv/papers/\d{4}/)", _FLAGS
)
_ID_AS_PARAMETER = re.compile(rf"(?:\A|&)id_list=({_ID})(?:&|\Z)", _FLAGS)  # of arXiv's API
_AFTER_ID = re.compile(r"(?:/|\.pdf|\.ps|\.gz)+$", re.IGNORECASE)
# Sites with pages for papers of arXiv, and in which folder they are.
_ARXIV_MIRRORS = (
    "alphaxiv.org",
    "api.semanticscholar.org",
    "ar5iv.org",
    "arxiv-sanity.com",
    "arxiv-vanity.com/papers",
    "bytez.com/docs/arxiv",
    "catalyzex.com/paper",
    "connectedpapers.com/api/redirect/arxiv",
    "emergentmind.com/papers",
    "hf.co/papers",
    "huggingface.co/papers",
    "inspirehep.net/api/arxiv",
    "papers.cool/arxiv",
    "scirate.com/arxiv",
    "semanticscholar.org/arxiv",
    "talk2arxiv.org",
    "ui.adsabs.harvard.edu/abs",
)
_ID_IN_PATH = re.compile(rf"/(?:arxiv:)?({_ID})(?!\w|\.\d)", _FLAGS)
_DBLP_RECORD = re.compile(r"/rec/(?:[a-z]+/)?journals/corr/abs-(\d{4})-(\d{4,5})(?:[/.]|$)", _FLAGS)
# The records of arXiv's papers at ADS and DBLP are named by the id.
_RECORDS = {
    "ui.adsabs.harvard.edu": re.compile(r"/abs/\d{4}arxiv(\d{4})\.?(\d{4,5})[a-z](?:/|$)", _FLAGS),
    "dblp.org": _DBLP_RECORD,
    "dblp.uni-trier.de": _DBLP_RECORD,
}

# --- DOIs ---

_BRACES = str.maketrans("", "", "{}")
_BARE_DOI = re.compile(r"10\.\d{4,9}(?:/|%(?:25)*2f)", _FLAGS)
_DOI_PREFIX = re.compile(r"(?:https?:/{0,2})?(?:urn:|info:)?\{?doi\}?(?:\s*[:=]\s*|\s+|[/.](?=10\.))", _FLAGS)
# Archives, proxies and redirects have the address of another page in theirs.
_OUTER_URL = re.compile(
    r"\Ahttps?://(?:web\.archive\.org/web/[\w*]+/|r\.jina\.ai/"
    r"|(?:(?:www|scholar)\.)?google\.[a-z.]{2,6}/(?:scholar_)?url\?(?:[^\s#&]{0,200}&){0,9}(?:url|q)="
    r"|[\w-]{1,63}\.safelinks\.protection\.outlook\.com/\?url=|lm?\.facebook\.com/l\.php\?u="
    r"|link\.zhihu\.com/\?target=|[\w.-]{1,200}/login\?q?url=)(?=https?(?:://|%3a%2f%2f))",
    _FLAGS,
)
_NEXT_PARAMETER = re.compile(r"&.*", re.DOTALL)

# --- running text ---

# "<" and ">" belong to DOIs of journals before 2000: 10.1002/(SICI)1097(1996)3:1<11::AID-X9>3.0.CO;2-6
_PAGES = r"[<\[][^\s<>\[\]]{1,60}[>\]]\d\.\d\.[A-Z]{2};\d(?:-[0-9A-Z#])?"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_AROUND = f"<>\"'`“”„‘’«» {_INVISIBLE}"  # around a single identifier
_END_MARKS = "“”„‘’«»…、，。；：（）［］「」『』" + _INVISIBLE  # no identifier has them
# Unlike `urls.find_urls`, this takes whatever looks like a URL, so that a broken one is reported.
URL_IN_TEXT = re.compile(
    rf"""https?://(?:(?![,;](?:https?://|doi:|10\.\d{{4}}))(?:{_PAGES}|[^\s<>"|\]}}{_END_MARKS}`]))+""",
    re.IGNORECASE,
)
_DOI_IN_TEXT = re.compile(
    r"(?<![\w./%])(?:doi[:.]?\s{0,3})?(10\.\d{4,9}(?:/|%(?:25)*2f)"
    rf"""(?:(?![,;](?:https?:|doi:|10\.\d{{4}}))(?:{_PAGES}|[^\s"'<>|\]}}{_END_MARKS}])){{1,300}})""",
    _FLAGS,
)
_ID_IN_TEXT = re.compile(
    r"\{?\barxiv(?:\.org)?\}?:\s{0,3}((?:[a-z-]{2,9}(?:\.[a-z]{2})?/)?[0-9][0-9.]{3,20}(?:v[0-9]{1,4})?)",
    _FLAGS,
)
_ADDRESS_IN_TEXT = re.compile(
    rf"""(?<![\w@/.:%-])(?:[a-z0-9-]{{1,63}}\.){{1,5}}[a-z]{{2,10}}/(?:{_PAGES}|[^\s<>"'|\]}}{_END_MARKS}`]){{1,400}}""",
    _FLAGS,
)

# In this order: what one pattern matches is not searched by the next ones.
_SEARCHES = (
    (URL_IN_TEXT, ""),
    (_ADDRESS_IN_TEXT, ""),
    (_DOI_IN_TEXT, "doi:"),
    (_ID_IN_TEXT, "arXiv:"),
    (_ID_AFTER_WORDS, "arXiv:"),
)


def decode_markup(text: str) -> str:
    r"""Replace what TeX and HTML write for characters of identifiers, and remove commands such as ``\url``.

    >>> decode_markup(r"10.1/a{\_}b{\textless}c\textgreater{}d"), decode_markup(r"\url{https://example.org/a\%20b}")
    ('10.1/a_b<c>d', '{https://example.org/a%20b}')
    """
    text = _WHITE_SPACE.sub(" ", text)
    if "http" in text.lower():
        text = _BROKEN_SCHEME.sub("https://", text)
    if "%5" in text or "\\" in text:
        text = _JOINT.sub(" ", text)
    if "&" in text or "\\" in text:
        text = _NAMED_CHARACTER.sub(lambda match: _NAMED[(match[1] or match[2]).lower()], text)
    if "\\" in text or "$" in text or "{_}" in text:
        text = _FORMULA.sub(lambda match: match[1] or match[2] or match[3], text)
        text = _LINE_BREAK.sub("", _COMMAND.sub(" ", text))
        text = urls.unescape(text).lstrip(" ")
    return text


def trim_arxiv_id(text: str) -> str:
    """Remove what follows an arXiv id: its category, the ending of a file, braces.

    >>> trim_arxiv_id(" 2403.02101v2.pdf"), trim_arxiv_id("{2403.02101} [cs.PF]")
    ('2403.02101v2', '2403.02101')
    """
    text = text.strip()
    if len(text) > urls.MAX_LENGTH:  # no id is that long, and the patterns would take long
        return text
    return _AFTER_ID.sub("", _CATEGORY.sub("", text).strip("{}"))


def extract_arxiv_id(text: str) -> str | None:
    """Return the text in the place of an arXiv id: in an address, an OAI identifier or after ``arXiv``.

    A bare number is no arXiv id here: other publishers number their papers too. The result is not checked.

    >>> extract_arxiv_id("https://arxiv.org/pdf/2602.23556v2.pdf"), extract_arxiv_id("arXiv:cs/0301008")
    ('2602.23556v2', 'cs/0301008')
    >>> extract_arxiv_id("{arXiv}:2403.02101 [cs]"), extract_arxiv_id("https://hf.co/papers/2403.02101")
    ('2403.02101', '2403.02101')
    >>> extract_arxiv_id("2602.23556") is extract_arxiv_id("https://arxiv.org/list/cs.PF/recent") is None
    True
    """
    text = _prepare(text)
    if match := _STATED_ID.match(text):
        return trim_arxiv_id(text[match.end() :])
    if match := _ID_AFTER_WORDS.fullmatch(_CATEGORY.sub("", text).strip("{}")):
        return match[1]
    url = urls.add_scheme(text)
    parts = urls.split_web_url(url)
    return _extract_arxiv_id_from_url(url, decode_fully(parts.path)) if parts else None


def _extract_arxiv_id_from_url(url: str, path: str) -> str | None:
    if urls.is_at_arxiv(url):
        if match := _ID_IN_PATH.search(path) or _ID_AS_PARAMETER.search(urlsplit(url).query):
            return match[1]
        folder = _ARXIV_FOLDER.match(path)
        return (folder and _AFTER_ID.sub("", path[folder.end() :])) or None
    if urls.is_in_domain(url, *_ARXIV_MIRRORS) and (match := _ID_IN_PATH.search(path)):
        return match[1]
    patterns = (pattern for domain, pattern in _RECORDS.items() if urls.is_in_domain(url, domain))
    match = next(filter(None, (pattern.search(path) for pattern in patterns)), None)
    return f"{match[1]}.{match[2]}" if match else None


def extract_doi(text: str) -> str | None:
    """Return the text in the place of a DOI: bare, after ``doi:``, or in an address.

    The result is not checked.

    >>> extract_doi("https://dl.acm.org/doi/full/10.1145/3779212?af=R"), extract_doi("doi: 10.1145/3779212")
    ('10.1145/3779212', '10.1145/3779212')
    >>> extract_doi("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001")
    '10.1371/journal.pone.0000001'
    >>> extract_doi("https://example.org/1") is None
    True
    """
    text = _prepare(text).translate(_BRACES).strip()
    prefix = _DOI_PREFIX.match(text)
    text = text[prefix.end() :] if prefix else text
    if _BARE_DOI.match(text):
        return strip_preprint_version(decode_fully(text))
    url = urls.add_scheme(text)
    if urls.split_web_url(url) is None:
        return text if prefix else None
    doi = extract_doi_from_url(url)
    return strip_preprint_version(doi) if doi else doi


def find_dois(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each bare DOI in running text: where it begins and ends, and the DOI.

    >>> list(find_dois("Data: 10.5281/zenodo.1,10.5281/zenodo.2."))
    [(6, 22, '10.5281/zenodo.1'), (23, 39, '10.5281/zenodo.2')]
    """
    if "10." not in text:  # the pattern would look at every character
        return
    for match in _DOI_IN_TEXT.finditer(_WHITE_SPACE.sub(" ", text)):
        trimmed = urls.trim_url(match[1])
        if doi := extract_doi(trimmed):
            yield match.start(1), match.start(1) + len(trimmed), doi


def find_references(text: str) -> list[str]:
    """Find everything in running text that could name a paper, in order.

    >>> find_references("See arXiv:2602.00001, 10.1145/1.2 and https://example.org/a.")
    ['arXiv:2602.00001', 'doi:10.1145/1.2', 'https://example.org/a']
    """
    text = decode_markup(text)
    references: list[tuple[int, str]] = []
    for pattern, prefix in _SEARCHES:

        def collect_reference(match: re.Match[str], prefix: str = prefix) -> str:
            reference = prefix + urls.trim_url(match[match.lastindex or 0])
            if match.re is _ADDRESS_IN_TEXT and not (extract_arxiv_id(reference) or extract_doi(reference)):
                return match[0]
            references.append((match.start(), reference))
            return " " * len(match[0])

        text = pattern.sub(collect_reference, text)
    return [reference for _, reference in sorted(references)]


def _prepare(text: str) -> str:
    """Return the text to search for one identifier; nothing of a text that is too long for one."""
    text = text.strip()
    if len(text) > urls.MAX_LENGTH:
        return ""
    text = decode_markup(text).strip(_AROUND).lstrip("/ ")
    for opening, closing in ("()", "[]"):
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1]
    outer = _OUTER_URL.match(text)
    if outer is None:
        return text
    inner = text[outer.end() :]
    if not outer[0].endswith("/"):
        inner = _NEXT_PARAMETER.sub("", inner)
    return inner if "://" in inner else unquote(inner)
