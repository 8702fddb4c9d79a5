"""What templates read of the pages in the navigation is tracked, and nothing else."""

import jinja2
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation

from generator.site.navigation_reads import NavigationReads, digest_navigation

# A template, and what it reads that a change of a page may change.
TEMPLATES = {
    "{{ nav.homepage.url }}{{ nav.homepage.title }}": set(),
    "{% for item in nav %}{{ item.title }}{{ item.is_page }}{{ item.active }}{% endfor %}": set(),
    "{{ nav.pages[0] == nav.pages[1] }}": set(),
    "{% if nav.homepage.meta %}x{% endif %}": set(),
    "{{ nav.homepage.meta.icon }}": {"icon"},
    "{{ nav.homepage.meta['updated'] }}{{ nav.homepage.meta.get('icon') }}": {"updated", "icon"},
    "{{ 'icon' in nav.homepage.meta }}": {"icon"},
    "{{ nav.pages | map(attribute='meta.updated') | list }}": {"updated"},
    "{{ nav.homepage.meta }}": {""},
    "{{ nav.homepage.meta | tojson }}": {""},
    "{{ nav.homepage.meta | length }}": {""},
    "{{ nav.homepage.meta | list }}": {""},
    "{{ nav.homepage.meta.items() | list }}": {""},
    "{{ dict(nav.homepage.meta) }}": {"", "title", "description", "updated"},
    "{{ nav.homepage.meta == {} }}": {""},
    "{{ nav.homepage.content }}": {""},
    "{{ nav.homepage.toc | list }}": {""},
    "{{ nav.homepage.markdown }}": {""},
}


def make_navigation(description="x"):
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "nav": ["index.md", "a.md"]})
    config.validate()
    files = Files([File(name, "docs", "site", use_directory_urls=True) for name in ("index.md", "a.md")])
    nav = get_navigation(files, config)
    for page in nav.pages:
        page.markdown, page.content = description, f"<p>{description}</p>"
        page.meta = {"title": page.file.src_uri, "description": description, "updated": "2026-01-01"}
    return nav


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_shows_the_same_and_its_reads_are_tracked(template):
    template = jinja2.Environment(autoescape=True).from_string(source := template)
    expected = template.render(nav=make_navigation())
    nav = make_navigation()
    reads = NavigationReads(nav)
    with reads.track():
        assert template.render(nav=nav) == expected

    assert reads.names == TEMPLATES[source]


def test_reads_of_a_page_in_the_navigation_are_not_tracked():
    nav = make_navigation()
    reads = NavigationReads(nav)

    assert nav.homepage.meta["description"] == "x"
    assert reads.names == set()


@pytest.mark.parametrize(
    ("names", "is_shown"), [([], False), (["updated"], False), (["description"], True), ([""], True)]
)
def test_a_navigation_differs_if_what_is_shown_differs(names, is_shown):
    digests = {digest_navigation(make_navigation(text), names) for text in "xy"}

    assert len(digests) == 1 + is_shown
