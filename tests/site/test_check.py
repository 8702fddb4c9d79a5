"""The check of a built site."""

import os
import shutil

import pytest

from generator.site.check import check_site
from generator.site.site_copy import list_inodes

GOOD = '<html><body><h1 id="top">T</h1><a href="#top">up</a><a href="../">home</a></body></html>'


@pytest.fixture(name="site")
def small_site(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/index.html").write_text(GOOD)
    (tmp_path / "index.html").write_text('<a href="papers/#top">p</a><a href="https://arxiv.org/">a</a>')
    return tmp_path


def test_a_good_site_has_no_problems(site):
    assert check_site(site, []).problems == ()


NO_ANCHOR = "this link leads to an anchor that its page does not have:"
EXTERNAL = "a page must not load files from other sites, got"
BROKEN = "this link leads to a page or file that does not exist:"
PROBLEMS = [
    ('<a href="nowhere/">x</a>', f"{BROKEN} nowhere/"),
    ('<a href="papers/#nothing">x</a>', f"{NO_ANCHOR} papers/#nothing"),
    ('<a href="../../x">x</a>', f"{BROKEN} ../../x"),
    ('<img src="https://evil.example/i.png">', f"{EXTERNAL} https://evil.example/i.png"),
    ('<script src="//evil.example/s.js"></script>', f"{EXTERNAL} //evil.example/s.js"),
    ('<link rel="stylesheet" href="https://evil.example/">', f"{EXTERNAL} https://evil.example/"),
]


@pytest.mark.parametrize(("html", "message"), PROBLEMS)
def test_a_problem_is_reported_with_its_page(site, html, message):
    (site / "index.html").write_text(html)

    (problem,) = check_site(site, []).problems
    assert (problem.path, problem.message) == ("index.html", message)


@pytest.mark.parametrize(
    ("pages", "problems"),
    [
        (10, [f"p{number}/index.html:1: {BROKEN} ../x.css" for number in range(10)]),
        (11, [f"p0/index.html:1: {BROKEN} ../x.css (also on 10 other pages)"]),
    ],
)
def test_a_problem_of_many_pages_is_reported_once(site, pages, problems):
    for number in range(pages):
        (site / f"p{number}").mkdir()
        (site / f"p{number}/index.html").write_text('<link href="../x.css"><a href="../x.css">x</a>')

    assert [*dict.fromkeys(map(str, check_site(site, []).problems))] == problems


def test_a_site_can_be_served_below_a_path(site):
    (site / "index.html").write_text('<link rel="canonical" href="https://someone.github.io/papers/">')
    (site / "404.html").write_text('<a href="/papers/">home</a><a href="/papers/papers/#top">papers</a>')
    assert check_site(site, []).problems == ()

    (site / "404.html").write_text('<a href="/index.html">home</a><a href="/papers/index.xml">papers</a>')
    assert [problem.message for problem in check_site(site, []).problems] == [
        f"{BROKEN} /index.html",
        f"{BROKEN} /papers/index.xml",
    ]


def test_a_paper_without_a_page_is_a_problem(site):
    (problem,) = check_site(site, ["2401.01234"]).problems

    assert (problem.path, problem.message) == ("papers/2401.01234/index.html", "this paper has no page")


# Changes of a valid site, in which an unchanged page leads to the changed ones.
CHANGES = {
    "nothing": {},
    "a page without links": {"other/index.html": '<p id="new">new</p>'},
    "an anchor is gone": {"papers/index.html": "<h1>T</h1>"},
    "a page is gone": {"papers/index.html": None},
    "a file is gone": {"a.txt": None},
    "a link is broken": {"other/index.html": '<a href="nowhere/">x</a>'},
    "the address of the site": {"index.html": '<link rel="canonical" href="https://x.example/papers/">'},
}


@pytest.mark.parametrize("change", CHANGES)
def test_checking_what_changed_finds_the_same_as_checking_all(site, tmp_path_factory, change):
    for folder in ("links", "other"):
        (site / folder).mkdir()
    (site / "a.txt").write_text("a")
    (site / "other/index.html").write_text('<a href="/">home</a>')
    (site / "links/index.html").write_text('<a href="../papers/#top">T</a><a href="../a.txt">a</a>')
    previous = check_site(site, [])
    assert previous.problems == ()
    new = tmp_path_factory.mktemp("new")
    shutil.copytree(site, new, copy_function=os.link, dirs_exist_ok=True)
    for name, html in CHANGES[change].items():
        (new / name).unlink()
        if html is not None:
            (new / name).write_text(html)
    expected = check_site(new, [])
    found = check_site(new, [], previous=(list_inodes(site), previous.record))

    assert found.problems == expected.problems
    if change != "the address of the site":  # which is on all pages
        assert found.changed == sum(html is not None for html in CHANGES[change].values())
    if not expected.problems:
        assert found.record == expected.record
