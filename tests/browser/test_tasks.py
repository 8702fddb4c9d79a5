"""What readers come for, carried out in the browser with no more clicks than the table of tasks allows.

A task has a start page, steps by the role and name of what a reader sees, and what the reader has in the end.
A step back is a click; Enter is not. Elements are awaited, so that no task depends on how fast a script is.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import SCREENS, WAIT_FOR_MEMORY

pytestmark = pytest.mark.slow

Action = Callable[[Page], object]
Step = tuple[str, Action]  # what it counts as, and what it does


@dataclass(frozen=True)
class Task:
    name: str
    start: str
    steps: list[Step]
    outcome: Action
    fields: int = 0
    clicks: int = 0


# --- steps ------------------------------------------------------------------------------------------------


def search_for(text: str) -> Step:
    return "fields", lambda page: page.get_by_role("searchbox", name="Search papers").fill(text)


def press_enter() -> Step:
    return "keys", lambda page: page.keyboard.press("Enter")


def click(role: str, name: str) -> Step:
    """Click the first element of this role whose name begins with this text."""
    beginning = re.compile(f"^{re.escape(name)}")
    return "clicks", lambda page: page.get_by_role(role, name=beginning).first.click()


def go_back() -> Step:
    return "clicks", lambda page: page.go_back()


def scroll_to(role: str, name: str) -> Step:
    """Scroll, and let the page notice it, as it does while a reader reads."""

    def scroll(page: Page) -> None:
        page.get_by_role(role, name=name).scroll_into_view_if_needed()
        page.evaluate(WAIT_FOR_MEMORY)

    return "scrolls", scroll


def look_at(role: str, name: str) -> Step:
    return "looks", see(role, name)


# --- outcomes ---------------------------------------------------------------------------------------------


def see_page(title: str) -> Action:
    return lambda page: expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def see(role: str, name: str) -> Action:
    return lambda page: expect(page.get_by_role(role, name=name)).to_be_in_viewport()


def see_in_row(title: str, text: str) -> Action:
    def see(page: Page) -> None:
        rows = page.get_by_role("article").get_by_role("listitem")
        expect(rows.filter(has=page.get_by_role("link", name=title))).to_contain_text(text)

    return see


def see_papers_of_2026_with_code(page: Page) -> None:
    rows = page.get_by_role("list", name="Results").get_by_role("listitem")
    expect(rows.first).to_be_in_viewport()
    expect(rows.filter(has_not_text="2026")).to_have_count(0)
    expect(rows.filter(has_not=page.get_by_role("link", name="code"))).to_have_count(0)


def see_counts_of_all_areas(page: Page) -> None:
    rows = page.get_by_role("region", name="Papers by area and quarter").get_by_role("row")
    expect(rows.last).to_be_in_viewport()


def follow_with_address(feed: str) -> Action:
    """Expect this feed to be the first that the page names, which is the one that feed readers take."""
    return lambda page: expect(page.locator("link[rel=alternate]").first).to_have_attribute("href", feed)


def have_bibtex(*titles: str) -> Action:
    """Expect the clipboard to have the entries of these papers, whose titles begin with these words."""

    def have(page: Page) -> None:
        expect(page.get_by_text("BibTeX copied", exact=True).first).to_be_attached()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert set(re.findall(r"^  title = \{\W*(\w+)", copied, re.MULTILINE)) == set(titles)

    return have


# --- tasks ------------------------------------------------------------------------------------------------

TOPIC = "topics/llm-inference/"
KV_CACHE = "papers/2603.08727/"
TASKS = [
    Task("a known paper by half of its title", "",
         [search_for("steering prefetching in distributed"), click("option", "Rudder")],
         see_page("Rudder"), fields=1, clicks=1),
    Task("a known paper by a misspelt author", "",
         [search_for("Aishwaria Sarker"), click("option", "Rudder")],
         see_page("Rudder"), fields=1, clicks=1),
    Task("a known paper by a phrase of its abstract", "",
         [search_for("decide which remote graph nodes"), click("option", "Rudder")],
         see_page("Rudder"), fields=1, clicks=1),
    Task("a known paper by id", "", [search_for("2601.01265"), press_enter()],
         see_page("CounterPoint"), fields=1),
    Task("a known paper by DOI", "", [search_for("10.1145/3779212.3790145"), press_enter()],
         see_page("CounterPoint"), fields=1),
    Task("a known paper by address", "", [search_for("https://arxiv.org/abs/2601.01265v1"), press_enter()],
         see_page("CounterPoint"), fields=1),
    Task("a misspelt author's page", "", [search_for("Nathan Talent"), click("option", "Nathan R. Tallent")],
         see_page("Nathan R. Tallent"), fields=1, clicks=1),
    Task("what is new since last week", "", [click("link", "New"), click("link", "23 February 2026")],
         see_page("Week of 23 February 2026"), clicks=2),
    Task("papers of 2026 on a topic with code", "",
         [click("link", "LLM inference"), click("checkbox", "2026"), click("checkbox", "Has code")],
         see_papers_of_2026_with_code, clicks=3),
    Task("follow a topic by the address of its page", TOPIC, [], follow_with_address("feed.xml")),
    Task("cite a paper", KV_CACHE, [look_at("button", "Copy BibTeX"), click("button", "Copy BibTeX")],
         have_bibtex("ARKV"), clicks=1),
    Task("cite three papers", TOPIC,
         [click("button", "Save SweetSpot"), click("button", "Save ORBITFLOW"), click("button", "Save Hold"),
          click("link", "Saved"), click("button", "Copy BibTeX")],
         have_bibtex("SweetSpot", "ORBITFLOW", "Hold"), clicks=5),
    Task("what a paper is about without opening it", "papers/", [],
         see_in_row("Rudder", "to decide during training which remote graph nodes to prefetch")),
    Task("where and when a related paper was published", KV_CACHE, [], see_in_row("ORBITFLOW", "VLDB 2026")),
    Task("which areas grow", "topics/", [], see_counts_of_all_areas),
    Task("back from a paper to the results", "search/?q=memory",
         [scroll_to("link", "CARMA"), click("link", "CARMA"), go_back()], see("link", "CARMA"), clicks=2),
]  # fmt: skip


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_takes_no_more_clicks_than_allowed(open_page, task):
    page = open_page(
        task.start, viewport=SCREENS["desktop"], permissions=["clipboard-read", "clipboard-write"]
    )
    counts = Counter()
    for kind, act in task.steps:
        act(page)
        counts[kind] += 1

    task.outcome(page)
    assert counts["fields"] <= task.fields
    assert counts["clicks"] <= task.clicks
