"""The search in a real browser: 200 papers found in seven ways; box and page as readers use them."""

import gzip
import random
import re
import shutil
import unicodedata

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from generator import pipeline
from generator.derive.groups import group_papers
from generator.ingest.document_import import import_documents
from generator.model.text import fold, stem
from generator.publish import search
from tests.browser.fixtures import SCREENS
from tests.catalogues import copy_data_without_papers
from tests.conftest import LATER
from tests.paths import FEEDS, REPOSITORY
from tests.search_queries import KINDS, misspelt, queries
from tests.servers import serve_folder

pytestmark = pytest.mark.slow

CORPUS = FEEDS / "corpus/cs.PF.atom.xml.gz"
SAMPLE = 200

ASK = """async (queries) => {
  const { ask } = await import("/assets/js/search/client.js");
  const found = [];
  for (const query of queries) found.push(await ask(query, {}));
  return found;
}"""


@pytest.fixture(scope="module", name="corpus")
def the_corpus(tmp_path_factory):
    """The 2,253 papers of cs.PF, as a catalogue."""
    root = tmp_path_factory.mktemp("corpus")
    document = root / "cs.PF.atom.xml"
    document.write_bytes(gzip.decompress(CORPUS.read_bytes()))
    copy_data_without_papers(root)
    import_documents(root, (), [document], "cs-pf", LATER)
    return pipeline.read_catalogue(root)


@pytest.fixture(scope="module", name="engine")
def page_with_the_engine(corpus, tmp_path_factory, browser):
    """A page that can ask the index of the corpus."""
    root = tmp_path_factory.mktemp("engine")
    shutil.copytree(REPOSITORY / "overrides/assets", root / "assets")
    for page in search.index(corpus, group_papers(corpus)):
        path = root / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text)
    (root / "index.html").write_text("<!doctype html><title>Engine</title>")
    with serve_folder(root) as server:
        page = browser.new_page()
        page.goto(server.address)
        yield page
        page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_known_paper_is_found(engine, corpus, kind):
    asked = queries(corpus.papers, SAMPLE)[kind]
    answers = engine.evaluate(ASK, [query for query, _ in asked])
    places = [
        [result["path"] for result in answer["results"]].index(f"papers/{slug}/")
        if any(result["path"] == f"papers/{slug}/" for result in answer["results"])
        else None
        for (_, slug), answer in zip(asked, answers, strict=True)
    ]
    hit1 = places.count(0) / len(asked)
    hit10 = sum(place is not None for place in places) / len(asked)

    assert len(asked) >= 0.9 * SAMPLE
    assert hit1 >= KINDS[kind].hit1, [query for (query, _), at in zip(asked, places, strict=True) if at != 0]
    assert hit10 >= KINDS[kind].hit10


def test_a_surname_with_two_title_words_is_among_the_first_three(engine, corpus):
    asked = queries(corpus.papers, SAMPLE)["author and two title words"]
    answers = engine.evaluate(ASK, [query for query, _ in asked])
    hits = [
        f"papers/{slug}/" in [result["path"] for result in answer["results"][:3]]
        for (_, slug), answer in zip(asked, answers, strict=True)
    ]

    assert sum(hits) / len(hits) >= 0.97


def test_words_are_folded_as_in_the_index(engine, corpus):
    texts = [text for paper in corpus.papers for text in (paper.title, *(a.name for a in paper.authors))]
    texts += [paper.abstract for paper in corpus.papers]
    texts += [chr(code) for code in range(0x20, 0x2FA20) if _is_letter_of_papers(chr(code))]
    script = """async (texts) => {
      const { fold, stem } = await import("/assets/js/search/fold.js");
      return texts.map((text) => fold(text).split(" ").map(stem).join(" "));
    }"""
    expected = [" ".join(map(stem, fold(text).split())) for text in texts]

    for text, ours, theirs in zip(texts, expected, engine.evaluate(script, texts), strict=True):
        assert ours == theirs, text


def _is_letter_of_papers(letter):
    """Assigned, and not Cherokee, the one script that Unicode folds to upper case."""
    return unicodedata.category(letter) not in {"Cn", "Cs", "Co"} and "CHEROKEE" not in unicodedata.name(
        letter, ""
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("2602.23556", "2602.23556"),
        ("2602.23556v3", "2602.23556"),
        ("arXiv:2602.23556v1 [cs.PF]", "2602.23556"),
        ("https://arxiv.org/pdf/2602.23556v2.pdf", "2602.23556"),
        ("http://export.arxiv.org/abs/cs/0301008", "cs/0301008"),
        ("cs.PF/0301008v2", "cs/0301008"),
        ("10.48550/arXiv.2602.23556", "2602.23556"),
        ("https://doi.org/10.1145/3779212.3790145", "10.1145/3779212.3790145"),
        ("doi: 10.1145/3779212.3790145.", "10.1145/3779212.3790145"),
        ("2602.2", "2602.2"),
        ("attention is all you need", None),
        ("2602", None),
        ("", None),
    ],
)
def test_an_id_is_known_however_it_is_written(engine, query, expected):
    script = """async (query) => (await import("/assets/js/search/fold.js")).identity(query)"""

    assert engine.evaluate(script, query) == expected


def test_one_error_in_a_word_is_one_error_and_two_are_two(engine):
    draw = random.Random(3)  # noqa: S311 - a sample
    pairs = [[word, misspelt(word, draw)] for word in ("prefetching", "kernel", "scheduling") * 20]
    script = """async (pairs) => {
      const { isNear } = await import("/assets/js/search/typos.js");
      return pairs.map(([one, other]) => isNear(one, other) && isNear(other, one));
    }"""

    assert all(engine.evaluate(script, pairs))
    assert not any(engine.evaluate(script, [["kernel", "colonel"], ["cache", "catch"], ["gpu", "u"]]))


# Files that each of the queries loads after the ones before it, with those loaded ahead of the next.
LOADS = """async (queries) => {
  const { Engine } = await import("/assets/js/search/engine.js");
  const loads = [];
  const load = (url) => {
    const answer = fetch(url).then((found) => found.json());
    loads.push([url.pathname.replace("/search/", ""), answer]);
    return answer;
  };
  const engine = new Engine(new URL("/search/", location.href), load);
  const found = [];
  for (const query of queries) {
    const before = loads.length;
    await engine.search(query, { most: 5, isTyped: true });
    for (let seen = -1; seen < loads.length; ) {
      seen = loads.length;
      await Promise.all(loads.map(([, answer]) => answer));
      await new Promise((resolve) => setTimeout(resolve));
    }
    found.push(loads.slice(before).map(([name]) => name));
  }
  return found;
}"""


@pytest.mark.parametrize("word", ["network", "performance", "scheduling"])
def test_what_a_word_needs_is_loaded_when_two_of_its_letters_are_typed(engine, word):
    letters = [f"cache {word[:end]}" for end in range(1, len(word) + 1)]
    _, one, two, *others = engine.evaluate(LOADS, ["cache", *letters])

    assert one == []
    assert 1 <= len(two) <= 4
    assert [name for names in others for name in names if not name.startswith("records/")] == []


def test_a_rare_word_is_looked_up_for_errors_before_the_next_word_needs_it(engine):
    rare, begun, third = (
        {name.split("/")[0] for name in names}
        for names in engine.evaluate(LOADS, ["habanero ", "habanero c", "habanero cac"])
    )

    assert not rare & {"words", "endings"}
    assert begun == {"words", "endings"}
    assert not third & {"words", "endings"}


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (20000, "20,000"), (1234567, "1,234,567")],
)
def test_numbers_of_papers_have_commas(engine, count, written):
    script = """async (count) => (await import("/assets/js/search/results.js")).thousands(count)"""

    assert engine.evaluate(script, count) == written


# --- the box ---------------------------------------------------------------------------------------------


def test_nothing_of_the_search_is_loaded_before_a_reader_reaches_for_it(open_page):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url] == []

    page.keyboard.press("s")
    page.wait_for_event("request", lambda request: request.url.endswith("search/index.json"))


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_paper_is_opened_by_keys_alone(open_page, key):
    page = open_page()
    page.keyboard.press(key)
    page.keyboard.type("prefetching")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == second.get_attribute("id")
    title = second.locator(".result-title").inner_text()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text(title)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_escape_closes_the_results_and_the_page_is_as_before(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("prefetching")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("document.activeElement === document.body")
    assert not page.locator("#__search").is_checked()


def test_results_say_how_many_and_show_the_words_in_their_place(open_page):
    page = open_page("?q=steering+prefetching")
    result = page.get_by_role("option").first

    expect(result.locator(".result-title mark").first).to_have_text("Steering")
    expect(result.locator(".result-authors")).to_contain_text("Aishwarya Sarkar")
    expect(result.locator(".result-facts")).to_contain_text("ICS 2026")
    expect(result.locator(".result-passage mark").first).to_be_visible()
    expect(page.locator(".md-search-result__meta[role=status]")).to_contain_text("paper")


def test_a_misspelt_word_is_told(open_page):
    page = open_page("?q=prefecthing")

    expect(page.locator(".md-search-result__meta")).to_contain_text("Also searched for “prefetching”")
    expect(page.get_by_role("option").first).to_be_visible()


def test_finding_nothing_says_what_to_try(open_page):
    page = open_page("?q=xyzzyplughfoo")
    status = page.locator(".md-search-result__meta")

    expect(status).to_contain_text("Nothing found. Try")
    status.get_by_role("link", name="topics").click()
    expect(page.locator("h1")).to_have_text("Topics¶")


def test_the_page_of_a_topic_is_offered_first(open_page):
    page = open_page("?q=llm+inference")
    page.get_by_role("option").first.click()

    expect(page).to_have_url(re.compile(r"/topics/llm-inference/$"))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("address", ["?q=memory", "search/?q=memory", "search/", "?q=xyzzyplughfoo"])
def test_open_results_break_no_rule_of_accessibility_and_fit_the_screen(open_page, address, colours, screen):
    page = open_page(address, color_scheme=colours, viewport=SCREENS[screen])
    if "memory" in address:
        expect(page.locator(".result-authors").first).to_be_visible()
    if "xyzzy" in address:
        expect(page.get_by_text("Nothing found").first).to_be_visible()
    page.wait_for_timeout(600)  # the dialog opens slowly, and colours are judged as they are
    violations = Axe().run(page).response["violations"]

    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:3]]) for rule in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]


# --- the page --------------------------------------------------------------------------------------------


def test_filters_count_and_narrow_and_live_in_the_address(open_page):
    page = open_page("search/?q=memory")
    total = page.locator(".search-status")
    expect(total).to_contain_text("papers")
    before = total.inner_text()
    choice = page.locator(".search-filters label").first
    count = choice.locator(".count").inner_text()
    choice.click()
    expect(total).to_have_text(f"{count} papers")
    expect(page).to_have_url(re.compile("topic="))

    first = page.locator(".search-results h2").first
    best = first.inner_text()
    page.get_by_role("combobox", name="Order").select_option("date")
    expect(page).to_have_url(re.compile("sort=date"))
    expect(first).not_to_have_text(best)
    newest = first.inner_text()
    page.reload()
    expect(total).to_have_text(f"{count} papers")
    expect(first).to_have_text(newest)
    page.locator(".search-filters label").first.click()
    expect(total).to_have_text(before)


def test_results_follow_the_letters_and_counts_follow_the_words(open_page):
    page = open_page("search/")
    query, status = page.locator(".search-query"), page.locator(".search-status")
    query.press_sequentially("memory", delay=20)
    expect(page.locator(".search-results mark").first).to_have_text(re.compile("memor", re.IGNORECASE))
    expect(page).to_have_url(re.compile(r"[?&]q=memory$"))
    expect(page.locator(".search-results .result-authors")).to_have_count(20)
    total = int(status.inner_text().split()[0])
    counts = page.locator(".search-filters fieldset").first.locator(".count").all_text_contents()
    assert 0 < max(map(int, counts)) <= total

    query.fill("")
    expect(status).to_contain_text("papers to search")
    expect(page.locator(".search-results")).to_be_hidden()
    expect(page).to_have_url(re.compile("/search/$"))


def test_only_curated_papers_with_code(open_page):
    page = open_page("search/?has=curated&has=code")
    expect(page.locator(".search-results li").first).to_be_visible()
    page.locator(".search-results a").first.click()

    expect(page.locator(".paper > blockquote")).to_be_visible()
    expect(page.locator("#links + ul")).to_contain_text("Code")
    page.go_back()
    expect(page.locator(".search-results li").first).to_be_visible()


def test_without_scripts_the_box_leads_to_topics_years_and_authors(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_role("banner").get_by_role("combobox").fill("gpu")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=gpu$"))
    for name in ("topics", "years", "authors"):
        expect(page.get_by_role("article").get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="GPUs", exact=True).click()
    expect(page.locator("h1")).to_contain_text("GPUs")


WITHOUT_WORKER = {
    "none may be made": "window.Worker = class { constructor() { throw new DOMException('no'); } }",
    "it does not start": """
        window.Real = Worker;
        window.Worker = class extends EventTarget {
          constructor() { super(); setTimeout(() => this.dispatchEvent(new Event("error"))); }
          postMessage() {}
          terminate() { window.Worker = Real; }
        }""",
}


@pytest.mark.parametrize("reason", WITHOUT_WORKER)
@pytest.mark.parametrize(
    ("address", "status"), [("", ".md-search [role=status]"), ("search/", ".search-status")]
)
def test_a_search_that_cannot_work_says_so_and_tries_again(open_page, reason, address, status):
    page = open_page()
    page.add_init_script(WITHOUT_WORKER[reason])
    page.goto(page.url + address + ("?q=cache" if address else ""))
    if not address:
        page.locator(".md-search__input").focus()

    if reason == "none may be made" or address:
        expect(page.locator(status)).to_contain_text("The search could not be loaded")
    page.locator(".search-query" if address else ".md-search__input").fill("memory")
    again = "papers" if reason == "it does not start" else "The search could not be loaded"
    expect(page.locator(status)).to_contain_text(again)
