"""Decide what a link in an abstract or a comment is: code, data, a project page, or not the paper's own.

A host that is known for one kind decides. Any other page is the paper's own only if the text says so:
comments also name publishers, journals, conferences and other people's work.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.model import urls
from generator.model.curation_values import LinkKind

_CODE_HOSTS = (
    *("github.com", "githubusercontent.com", "gitee.com", "bitbucket.org", "codeberg.org", "git.sr.ht"),
    *("sourceforge.net", "anonymous.4open.science", "archive.softwareheritage.org"),
)
_DATA_HOSTS = (
    *("zenodo.org", "figshare.com", "osf.io", "kaggle.com/datasets", "huggingface.co/datasets"),
    *("hf.co/datasets", "datadryad.org", "data.mendeley.com", "data.4tu.nl", "ieee-dataport.org"),
)
# The first kind with the place of an address counts.
_PLACES = {
    LinkKind.CODE: _CODE_HOSTS,
    LinkKind.DATA: _DATA_HOSTS,
    LinkKind.VIDEO: ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com"),
    LinkKind.SLIDES: ("slideshare.net", "speakerdeck.com"),
}
# DOIs of data and software, by registrant: Zenodo, OSF, figshare, Dataverse, Dryad, Mendeley Data, 4TU, IEEE
# DataPort, Code Ocean, PANGAEA, Hugging Face, Kaggle, UCI, PhysioNet, ICPSR, B2SHARE, RADAR, Materials Cloud.
_DATA_DOI = re.compile(
    r"10\.(?:5281/zenodo\.|17605/osf\.io/|6084/m9\.figshare\.|7910/dvn/|5061/dryad\.|17632/|4121/|21227/|24433/co\."
    r"|1594/pangaea\.|57967/hf/|34740/kaggle|24432/|13026/|3886/icpsr|23728/b2share\.|22000/|24435/"
    r"|\d{4,9}/(?:dvn|data)/)",
    re.IGNORECASE | re.ASCII,
)
# Pages below these hosts are made by people for their work.
_PERSONAL_HOSTS = (
    *("github.io", "gitlab.io", "huggingface.co", "hf.co", "hf.space", "vercel.app", "netlify.app"),
    *("streamlit.app", "readthedocs.io", "docker.com", "ascl.net"),
)
# Publishers, journals, organisers, and places where copies of papers are.
_PUBLISHERS = (
    *("ieee.org", "computer.org", "acm.org", "springer.com", "springerlink.com", "springeropen.com"),
    *("springernature.com", "sciencedirect.com", "elsevier.com", "wiley.com", "nature.com", "science.org"),
    *("sciencemag.org", "tandfonline.com", "sagepub.com", "mdpi.com", "iop.org", "aps.org", "aip.org"),
    *(
        "siam.org",
        "oup.com",
        "oxfordjournals.org",
        "cambridge.org",
        "jstor.org",
        "plos.org",
        "frontiersin.org",
    ),
    *("openreview.net", "mlr.press", "neurips.cc", "nips.cc", "usenix.org", "aclanthology.org", "aclweb.org"),
    *(
        "eptcs.org",
        "dagstuhl.de",
        "jmlr.org",
        "vldb.org",
        "imstat.org",
        "projecteuclid.org",
        "episciences.org",
    ),
    *("lmcs-online.org", "scitepress.org", "thesai.org", "airccse.org", "aircconline.com", "ijcsi.org"),
    *(
        "researchgate.net",
        "academia.edu",
        "ssrn.com",
        "hal.science",
        "archives-ouvertes.fr",
        "inria.hal.science",
    ),
    *("books.google.com", "scholar.google.com", "semanticscholar.org", "intechopen.com", "hindawi.com"),
    *("worldscientific.com", "iospress.com", "degruyter.com", "lacsc.org", "edaa.com", "iaria.org"),
    *("thinkmind.org", "ceur-ws.org", "wikipedia.org", "linkedin.com", "twitter.com", "x.com", "emerald.com"),
    *(
        "igi-global.com",
        "inderscience.com",
        "taylorfrancis.com",
        "crcpress.com",
        "royalsocietypublishing.org",
    ),
    *("pnas.org", "biorxiv.org", "medrxiv.org", "techrxiv.org", "nih.gov", "waset.org", "cv-foundation.org"),
    "osf.io/preprints",
)
_LICENCES = ("creativecommons.org", "opensource.org", "gnu.org/licenses")
_DOCUMENT = re.compile(r"\.(?:pdf|ps|docx?|rtf)(?:\.gz)?\Z", re.IGNORECASE | re.ASCII)

_ARTIFACT = re.compile(r"\bart[ei]facts?\b", re.IGNORECASE)
_SOFTWARE = re.compile(
    r"\b(?:code|codes|software|implementation|program|simulator|scripts?)\b", re.IGNORECASE
)
_DATA = re.compile(r"\b(?:data|data ?sets?|corpus|corpora)\b", re.IGNORECASE)
_MODEL = re.compile(r"\b(?:models?|weights|checkpoints?|code)\b", re.IGNORECASE)
_VIDEO = re.compile(r"\bvideos?\b", re.IGNORECASE)
_SLIDES = re.compile(r"\bslides?\b", re.IGNORECASE)

# Words before an address say what it leads to: other people's work, a page elsewhere, or something of the
# paper's own. What is listed first wins at one place, so that "conference website" is no website.
_CUE = re.compile(
    r"""
    (?P<neutral>
        \b(?:this|our|the)\s+(?:present\s+)?(?:paper|article|work|manuscript|report|study)\b
      | \b\d+\s+(?:pages?|pp|figures?|tables?)\b
    )
    | (?P<others>
        \b(?<!for\s)(?:using|used?|uses|like|such\s+as|based\s+on|built\s+on|supported\s+by)\s
            (?!in\s|.*\bour\b)[^.,;()]{0,80}\W*\Z
    )
    | (?P<elsewhere>
        \b(?:conference|workshop|symposium|journal|event|publisher|company|course)(?:'?s)?\s+
            (?:web\s?)?(?:site|page)s?\b
      | \b(?:web\s?)?(?:site|page)s?\s+of\s+the\s+(?:conference|workshop|symposium|journal|event)\b
      | \b(?:final|full|longer|short(?:er)?|extended|earlier|previous|preliminary|revised|original|official
            |better|formatted|published|accepted|journal|conference|\w+'s|\w*word)\s+(?:\w+\s+)?versions?\b
      | \b(?:publication|published|papers?|articles?|journals?|conferences?|workshops?|symposium
            |proceedings|proc|issn|isbn|submi(?:tted|ssion)|accepted|appear(?:s|ed|ing)?|presented|behalf|posters?
            |reports?|thesis|chapter|book|manuscript|transactions|letters|preprints?|volume|vol|reviews?|news
            |copied|copy|inc|association|university|department|also\s+available|archived\s+record)\b
    )
    | (?P<vague>
        \b(?:see|more|details?|info(?:rmation)?|link|download(?:s|ed|able)?)\b
    )
    | (?P<own>
        \b(?:project|web\s?sites?|web\s?pages?|home\s?pages?|sites?|pages?|codes?|source|software|data
            |data\s?sets?|demos?|demonstrations?|tool(?:s|kit|box)?|librar(?:y|ies)|packages?|implementations?
            |supplement(?:s|ary|al)?|supporting|videos?|materials?|benchmarks?|leaderboards?|models?|weights
            |simulators?|programs?|resources?|scripts?|platforms?|documentation|apps?|samples?|artifacts?|artefacts?
            |algorithms?|prototypes?|frameworks?|released?|our|we|slides|traces|examples|visuali[sz]ations?
            |checkpoints?|repositor(?:y|ies)|github)\b
    )
    | (?P<clause>[,;:])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_EVENT = re.compile(r"workshop|conference|symposium|accepted-papers", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_NEAR = 60  # characters


@dataclass(frozen=True, slots=True)
class Mention:
    """An address in a text, with the words around it.

    Attributes:
        url: The address in its clean form; a DOI in the form of the resolver.
        doi: The DOI in the address, if it has one.
        before: The sentence before it, or the part that is near.
        after: The rest of the sentence.
        source: ``abstract`` or ``comment``.
    """

    url: str
    doi: str | None
    before: str
    after: str
    source: str


def choose_kind(mention: Mention) -> LinkKind | None:
    """Return the kind of a link, or None if it is not the paper's own."""
    url = mention.url
    if mention.doi:
        return _choose_kind_of_doi(mention.doi, mention)
    if urls.is_in_domain(url, *_LICENCES, *_PUBLISHERS) or "**" in url:  # masked: github.com/***/code
        return None
    kinds = (kind for kind, places in _PLACES.items() if urls.is_in_domain(url, *places))
    kind = next(kinds, None)
    host = urlsplit(url).hostname or ""
    if host.startswith(("gitlab.", "git.")):
        kind = LinkKind.CODE
    elif "dataverse" in host:
        kind = LinkKind.DATA
    if kind and _is_front_page(url):
        return None
    if kind is LinkKind.DATA and _ARTIFACT.search(f"{mention.before} {mention.after}"):
        return LinkKind.ARTIFACT
    return kind or _choose_kind_of_page(mention)


def _choose_kind_of_doi(doi: str, mention: Mention) -> LinkKind | None:
    """Return the kind of a DOI of data or software; papers have DOIs, too, and so have copies of this one."""
    if not _DATA_DOI.match(doi) or _find_cue(mention.before) == "elsewhere":
        return None
    if _ARTIFACT.search(mention.before):
        return LinkKind.ARTIFACT
    return LinkKind.CODE if _SOFTWARE.search(mention.before) else LinkKind.DATA


def _choose_kind_of_page(mention: Mention) -> LinkKind | None:
    """Return the kind of a page at a host that is not known for one kind."""
    url, words = mention.url, mention.before[-_NEAR:]
    if _EVENT.search(url):
        return None
    if _DOCUMENT.search(urlsplit(url).path):
        return LinkKind.SLIDES if _SLIDES.search(words) else None
    if not _is_own_page(mention):
        return None
    if _VIDEO.search(words) and urls.is_in_domain(url, "drive.google.com", "dropbox.com"):
        return LinkKind.VIDEO
    is_data = _DATA.search(words) and not _MODEL.search(words)
    if is_data and urls.is_in_domain(url, "huggingface.co", "hf.co"):
        return LinkKind.DATA
    return LinkKind.PROJECT


def _is_own_page(mention: Mention) -> bool:
    """Whether a page is the authors' own, by the words around its address and by its host."""
    cue = _find_cue(mention.before)
    if not cue and _find_cue(mention.after[:_NEAR]) == "own":  # \href{...}{project page}
        cue = "own"
    if urls.is_in_domain(mention.url, *_PERSONAL_HOSTS):
        return cue != "others"
    if cue == "vague":  # "See" leads to a conference as often as to a project
        return not _YEAR.search(mention.url)
    return cue == "own" or (not cue and mention.source == "abstract")


def _find_cue(text: str) -> str:
    """Return the last cue in a text: ``own``, ``others``, ``elsewhere`` or ``vague``; empty if it has none.

    A vague word such as "see" counts only if no other does. The name of a conference contains words of the
    paper's own (Workshop on Software Engineering): they count only in a new clause.
    """
    last = ""
    is_new_clause = False
    for match in _CUE.finditer(text):
        cue = match.lastgroup or ""
        if cue == "clause":
            is_new_clause = True
        elif cue == "vague":
            last = last or cue
        elif cue in ("others", "elsewhere") or (cue == "own" and (last != "elsewhere" or is_new_clause)):
            last, is_new_clause = cue, False
    return last


def _is_front_page(url: str) -> bool:
    """Whether an address is the front page of a host; projects at SourceForge have hosts of their own."""
    is_project = urls.is_in_domain(url, "sourceforge.net") and urlsplit(url).netloc.count(".") > 1
    return not urlsplit(url).path.strip("/") and not urlsplit(url).query and not is_project
