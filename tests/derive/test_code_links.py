"""Which links are found in a paper's abstract and comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.code_links import find_links
from generator.model.curation_values import Link, LinkKind
from generator.model.urls import clean_url
from tests.model.test_urls import ADDRESS_LIKE
from tests.tables import for_each_row

TEXTS = [
    pytest.param(
        "Its source is at https://github.com/aishwaryyasarkar/rudder-llm-agent.",
        [("code", "https://github.com/aishwaryyasarkar/rudder-llm-agent")],
        id="full-stop",
    ),
    pytest.param(
        "The code is available at https://github.com/alibaba/redfuser, with examples",
        [("code", "https://github.com/alibaba/redfuser")],
        id="comma",
    ),
    pytest.param(
        "benchmarks (https://github.com/Large-scale-Sustainable-Computing-LSC/ARKV).",
        [("code", "https://github.com/Large-scale-Sustainable-Computing-LSC/ARKV")],
        id="brackets-around",
    ),
    pytest.param(
        "Data can be found at https://www.nae.edu/344306/road",
        [("project", "https://www.nae.edu/344306/road")],
        id="at-the-end",
    ),
    pytest.param(
        "see https://sand.ai/wiki/Rust_(language), please",
        [("project", "https://sand.ai/wiki/Rust_(language)")],
        id="balanced-brackets-stay",
    ),
    pytest.param("HuggingFace(https://sand.ai/a[1", [("project", "https://sand.ai/a")], id="open-bracket"),
    pytest.param("“https://sand.ai/a”", [("project", "https://sand.ai/a")], id="quotes"),
    pytest.param("'https://sand.ai/a',", [("project", "https://sand.ai/a")], id="single-quotes"),
    pytest.param("Code: <http://sand.ai/a>", [("project", "https://sand.ai/a")], id="angle-brackets"),
    pytest.param(r"code at \url{https://gitlab.com/a/b}.", [("code", "https://gitlab.com/a/b")], id="url"),
    pytest.param(
        r"at~\href{https://github.com/xuhang2019/SID}{\texttt{https://github.com/xuhang2019/SID}}.",
        [("code", "https://github.com/xuhang2019/SID")],
        id="href",
    ),
    pytest.param(
        r"$\href{https://slavkoprytula.github.io/IAUNet/}{\text{this https URL}}$",
        [("project", "https://slavkoprytula.github.io/IAUNet/")],
        id="href-with-words",
    ),
    pytest.param(
        r"https://github.com/a/b\_c\footnote{x}", [("code", "https://github.com/a/b_c")], id="tex-escapes"
    ),
    pytest.param("http://sand.ai/{\\_}a", [("project", "https://sand.ai/_a")], id="tex-escape-in-braces"),
    pytest.param(
        "Code: github.com/Max-We/inverse-rpo.", [("code", "https://github.com/Max-We/inverse-rpo")], id="bare"
    ),
    pytest.param(
        r"(\code{www.github.com/adanayi/opencot})",
        [("code", "https://www.github.com/adanayi/opencot")],
        id="bare-www",
    ),
    pytest.param("It grew out of github.com and JD.com.", [], id="hosts-are-no-links"),
    pytest.param("write to me@github.com/a/b", [], id="no-mail-address"),
    pytest.param(
        "https://sand.ai/a,https://sand.ai/b;http://sand.ai/c",
        [("project", f"https://sand.ai/{letter}") for letter in "abc"],
        id="glued-by-comma",
    ),
    pytest.param("https://github.com/ alibaba/redfuser", [], id="cut-by-a-space"),
    pytest.param("https://sand.ai/ ~someone", [], id="cut-before-a-tilde"),
    pytest.param("https:// www.sand.ai/code", [], id="cut-after-the-scheme"),
    pytest.param("The code is at https://github.com/***/code.", [], id="masked"),
    pytest.param("Code: https://github.com", [], id="only-a-host-of-code"),
    pytest.param("Code: https://gitlab.com.", [], id="only-a-host-by-its-name"),
    pytest.param("Data: https://zenodo.org and https://dataverse.harvard.edu/", [], id="only-hosts-of-data"),
    pytest.param("Code: https://sourceforge.net/", [], id="only-sourceforge"),
    pytest.param("Website: www.sand.ai/a-b.", [("project", "https://www.sand.ai/a-b")], id="without-scheme"),
    pytest.param("at someone.github.io/a", [("project", "https://someone.github.io/a")], id="bare-github-io"),
    pytest.param("Model: hf.co/a/b", [("project", "https://hf.co/a/b")], id="bare-hugging-face"),
    pytest.param("Write to me@www.sand.ai or www. or www.de", [], id="no-addresses"),
    pytest.param(
        r"$\href{https://sand.ai/code}{code}$", [("project", "https://sand.ai/code")], id="href-in-a-formula"
    ),
    pytest.param("https://sand.ai/a—which", [("project", "https://sand.ai/a")], id="dash"),
    pytest.param(
        "Preprint: https://arxiv.org/abs/2602.22540, http://www.arxiv.org/abs/2602.22540", [], id="arxiv"
    ),
    pytest.param("Our code: https://arxiv.org/list/cs.PF/recent", [], id="another-page-at-arxiv"),
    pytest.param("Our code: https://arxiv.org/abs/2613.00001", [], id="an-impossible-id-at-arxiv"),
    pytest.param("Our page: https://huggingface.co/papers/2602.22540", [], id="arxiv-elsewhere"),
    pytest.param("https://doi.org/10.1145/1 http://dx.doi.org/10.1145/1", [], id="doi"),
    pytest.param(
        "https://notarxiv.org/abs/1", [("project", "https://notarxiv.org/abs/1")], id="not-quite-arxiv"
    ),
    pytest.param("ftp://sand.ai/a javascript:alert(1) file:///etc/passwd", [], id="other-schemes"),
    pytest.param("https://user:secret@sand.ai/a https://github.com@sand.ai/a", [], id="credentials"),
    pytest.param(
        "https://localhost/a http://intranet/b https://127.0.0.1/c https://[::1]/d", [], id="no-name"
    ),
    pytest.param("https://sand.ai/" + "a" * 500, [], id="too-long"),
    pytest.param("no address at all / none", [], id="nothing"),
]

KINDS = [
    ("https://www.github.com/a/b", "code"),
    ("https://gist.github.com/a/b", "code"),
    ("https://raw.githubusercontent.com/a/b", "code"),
    ("https://gitlab.com/a/b", "code"),
    ("https://gitlab.inria.fr/a/b", "code"),
    ("https://gitee.com/a/b", "code"),
    ("https://bitbucket.org/a/b", "code"),
    ("https://codeberg.org/a/b", "code"),
    ("https://sourceforge.net/projects/a", "code"),
    ("https://lightpcc.sourceforge.net", "code"),
    ("https://anonymous.4open.science/r/a", "code"),
    ("https://zenodo.org/records/1", "data"),
    ("https://figshare.com/s/1", "data"),
    ("https://www.kaggle.com/datasets/a/b", "data"),
    ("https://www.kaggle.com/competitions/a", "project"),
    ("https://huggingface.co/datasets/a/b", "data"),
    ("https://huggingface.co/datasetsforall", "project"),
    ("https://huggingface.co/a/b", "project"),
    ("https://osf.io/j2kru", "data"),
    ("https://dataverse.harvard.edu/a", "data"),
    ("https://www.youtube.com/watch?v=EPe1Ho5qRuM", "video"),
    ("https://youtu.be/Hqo82CxVT38", "video"),
    ("https://vimeo.com/1", "video"),
    ("https://www.slideshare.net/a", "slides"),
    ("https://speakerdeck.com/a", "slides"),
    ("https://notgithub.com/a/b", "project"),
    ("https://a.github.io/b", "project"),
]

# What comments name that is not the paper's own.
ELSEWHERE = [
    "Accepted at EuroSys 2026 (https://2026.eurosys.org/)",
    "Submitted to the Journal of Things, see https://things.example/volume-1",
    "The final version is available at https://journal.example/1",
    "In Proceedings of the 2nd Workshop on Software Engineering (https://ws.example/15/)",
    "To appear in the Conference on Big Data (Big Data 2017) https://cci.example/2017/",
    "Submitted to VecPar10. See: http://vecpar.example/2010/",
    "Conference website: https://things.example/",
    "The publisher's version, downloadable from https://journal.example/1",
    "12 pages, https://things.example/",
    "Submitted on behalf of EDAA (http://www.edaa.com/)",
    "Code: https://ieeexplore.ieee.org/document/1",
    "See reviews at https://openreview.net/forum?id=1",
    "Preprint: https://osf.io/preprints/psyarxiv/965yg",
    "The report, with figures: https://people.example.edu/~a/tr.pdf",
    "Also available on Zenodo: DOI 10.5281/zenodo.17533851",
    "Published with the DOI 10.5281/zenodo.1",
    "The DOI is https://doi.org/10.1145/3779212",
    "CC BY: https://creativecommons.org/licenses/by/4.0",
]
OWN = [
    ("To appear at FNANO 2014, software available at https://things.example/", "project"),
    ("Accepted to the Conference on Things. Project page: https://things.example/", "project"),
    ("Code of this paper: https://things.example/", "project"),
    ("SIGGRAPH Asia 2025, https://someone.github.io/things", "project"),
    ("For details, visit https://things.example/", "project"),
    ("Supplementary video: https://drive.google.com/file/d/1k7/view", "video"),
    ("Datasets are at https://huggingface.co/PGLearn", "data"),
    ("Models and data: https://huggingface.co/PGLearn", "project"),
    ("Open data: https://doi.org/10.6084/m9.figshare.5086357", "data"),
    ("The dataset is available (DOI: 10.17605/OSF.IO/6XQVG).", "data"),
    ("Source code and models: doi:10.5281/zenodo.17256943", "code"),
    ("Our artifact is archived (10.5281/zenodo.2).", "artifact"),
    ("Data: 10.7910/DVN/ABC123; 10.5061/dryad.1", "data"),
    ("The code is at https://archive.softwareheritage.org/swh:1:rev:0", "code"),
]
OTHERS = [
    "We adapt the mesh using the PETSc library (www.petsc.example/petsc).",
    "Events that are supported by the largest league (https://mlh.example/) attract people.",
    "They resemble today's web like https://2019.things.example, which is large.",
]

ARTIFACTS = [
    ("Our artifact is at https://zenodo.org/records/1.", "artifact"),
    ("The artefacts are public (https://zenodo.org/records/1)", "artifact"),
    ("https://zenodo.org/records/1 holds the Artifact. More follows.", "artifact"),
    ("We evaluate an artifact. Data: https://zenodo.org/records/1.", "data"),
    ("Data: https://zenodo.org/records/1. The artifact follows.", "data"),
    ("The artifact is at https://github.com/a/b.", "code"),
]

SAME = [
    "https://github.com/A/B.",
    "https://GitHub.com/a/b/",
    "http://github.com/a/b.git",
    "https://www.github.com/a/b",
    "github.com/a/b",
]


@for_each_row(("text", "expected"), TEXTS)
def test_links_are_found_in_sentences(text, expected):
    assert [(link.kind, link.url) for link in find_links(text, None)] == expected


@for_each_row(("url", "kind"), KINDS)
def test_the_kind_of_a_link_follows_from_its_host(url, kind):
    assert find_links(None, f"See {url}.") == (Link(LinkKind(kind), url, "comment"),)


@for_each_row("comment", ELSEWHERE)
def test_pages_of_publishers_and_conferences_are_no_links_of_the_paper(comment):
    assert find_links(None, comment) == ()


@for_each_row(("comment", "kind"), OWN)
def test_the_words_before_an_address_show_that_it_is_the_papers_own(comment, kind):
    assert {link.kind for link in find_links(None, comment)} == {kind}


@pytest.mark.parametrize("abstract", OTHERS)
def test_pages_of_other_peoples_work_are_no_links_of_the_paper(abstract):
    assert find_links(abstract, None) == ()


def test_the_dois_of_the_paper_itself_are_no_links():
    comment = "Data: 10.5281/zenodo.1,10.5281/Zenodo.2, https://doi.org/10.5061/dryad.a%2Bb1"

    links = find_links(None, comment, ["10.5281/zenodo.2", "10.5061/Dryad.a+b1"])

    assert [link.url for link in links] == ["https://doi.org/10.5281/zenodo.1"]


@pytest.mark.parametrize(("text", "kind"), ARTIFACTS)
def test_data_are_an_artifact_if_their_sentence_states_it(text, kind):
    assert [link.kind for link in find_links(text, None)] == [kind]


def test_a_link_in_several_spellings_is_kept_once_as_first_written():
    links = find_links("Code: " + " and ".join(SAME), "Code: github.com/a/b")

    assert links == (Link(LinkKind.CODE, "https://github.com/A/B", "abstract"),)


def test_links_are_in_order_of_appearance_with_the_abstract_first():
    links = find_links(
        "Try https://sand.ai/demo", "Code: https://github.com/a/b, see also https://sand.ai/demo/"
    )

    assert links == (
        Link(LinkKind.PROJECT, "https://sand.ai/demo", "abstract"),
        Link(LinkKind.CODE, "https://github.com/a/b", "comment"),
    )


def test_a_paper_without_abstract_and_comment_has_no_links():
    assert find_links(None, None) == ()


@given(st.none() | ADDRESS_LIKE, st.none() | ADDRESS_LIKE)
def test_links_in_any_text_may_be_shown(abstract, comment):
    links = find_links(abstract, comment)

    assert all(clean_url(link.url) == link.url for link in links)
    assert len({link.url for link in links}) == len(links)
    assert {link.source for link in links} <= {"abstract", "comment"}
