"""The check of the built site finds what it is for."""

import pytest

from generator.site.check import check_site

GOOD = '<html><body><h1 id="top">T</h1><a href="#top">up</a><a href="../">home</a></body></html>'


@pytest.fixture(name="site")
def small_site(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/index.html").write_text(GOOD)
    (tmp_path / "index.html").write_text('<a href="papers/#top">p</a><a href="https://arxiv.org/">a</a>')
    return tmp_path


def test_a_good_site_has_no_problems(site):
    assert check_site(site, []) == ()


FOREIGN = "a page loads nothing from elsewhere, got"
WRONG = [
    ('<a href="nowhere/">x</a>', "this link leads nowhere: nowhere/"),
    ('<a href="papers/#nothing">x</a>', "this link's place is not on its page: papers/#nothing"),
    ('<a href="../../x">x</a>', "this link leads nowhere: ../../x"),
    ('<img src="https://evil.example/i.png">', f"{FOREIGN} https://evil.example/i.png"),
    ('<script src="//evil.example/s.js"></script>', f"{FOREIGN} //evil.example/s.js"),
    ('<link rel="stylesheet" href="https://evil.example/">', f"{FOREIGN} https://evil.example/"),
]


@pytest.mark.parametrize(("html", "message"), WRONG)
def test_what_is_wrong_is_named_with_its_page(site, html, message):
    (site / "index.html").write_text(html)

    assert [(problem.path, problem.message) for problem in check_site(site, [])] == [("index.html", message)]


def test_a_site_may_be_served_below_a_path(site):
    (site / "index.html").write_text('<link rel="canonical" href="https://someone.github.io/papers/">')
    (site / "404.html").write_text('<a href="/papers/">home</a><a href="/papers/papers/#top">papers</a>')
    assert check_site(site, []) == ()

    (site / "404.html").write_text('<a href="/index.html">home</a><a href="/papers/index.xml">papers</a>')
    assert [problem.message for problem in check_site(site, [])] == [
        "this link leads nowhere: /index.html",
        "this link leads nowhere: /papers/index.xml",
    ]


def test_a_paper_without_its_page_is_named(site):
    (problem,) = check_site(site, ["2401.01234"])

    assert (problem.path, problem.message) == ("papers/2401.01234/index.html", "this paper has no page")
