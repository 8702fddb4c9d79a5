"""Addresses and saved papers from before a paper got another id, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

FORMER, PRESENT = "url-caches-fdd73996bc660914", "url-caches-027b0918a4af1ddd"
TITLE = "Caches in a page of their own"


def test_a_former_address_leads_to_the_paper(renamed_site, open_page):
    page = open_page(f"papers/{FORMER}/", base=renamed_site)

    page.wait_for_url(f"{renamed_site}papers/{PRESENT}/")
    expect(page.locator("h1")).to_contain_text(TITLE)


def test_a_paper_saved_under_its_former_id_is_still_saved(renamed_site, open_page):
    page = open_page("about/", base=renamed_site)
    saved = {"papers": [{"slug": FORMER, "note": "mine", "added": "2026-01-02"}]}
    page.evaluate("text => localStorage.setItem('/saved.v1', text)", json.dumps(saved))
    page.goto(f"{renamed_site}saved/")

    expect(page.get_by_label(f"Note on {TITLE}")).to_have_value("mine")
    page.goto(f"{renamed_site}papers/{PRESENT}/")
    expect(page.locator(".actions button.save")).to_have_attribute("aria-pressed", "true")
