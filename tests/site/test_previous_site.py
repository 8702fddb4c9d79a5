"""What the sitemap shows of pages is kept for the next build, or else the sitemap is made again."""

import jinja2

from generator.site.previous_site import is_sitemap_of_records, make_meta_filter
from tests.paths import REPOSITORY
from tests.tables import for_each_row

META = {"title": "A", "updated": "2026-01-01", "items": "x"}
# Templates of sitemaps, and the keys that are kept.
SITEMAPS = [
    ("{{ page.url }}", set()),
    ("{{ page.meta.updated }}", {"updated"}),
    ("{{ page.meta.updated or page.meta.title }}", {"title", "updated"}),
    ("{{ pages | map(attribute='meta.updated') | list }}", {"updated"}),
    ("{{ page.meta['updated'] }}", {*META}),
    ("{{ page.meta.get('updated') }}", {*META}),
    ("{{ page.meta.title }}{% for key, value in page.meta.items() %}{{ value }}{% endfor %}", {*META}),
    ("{% for key in page.meta.keys() %}{{ key }}{% endfor %}", {*META}),
    ("{{ page.meta | length }}", {*META}),
    ("{% include 'other.xml' %}", {*META}),
]


@for_each_row(("sitemap", "kept"), SITEMAPS)
def test_the_front_matter_that_the_sitemap_can_show_is_kept(sitemap, kept):
    select = make_meta_filter(jinja2.Environment(loader=jinja2.DictLoader({"sitemap.xml": sitemap})))  # noqa: S701 - not rendered

    assert select(META).keys() == kept


# Templates of sitemaps, and whether they show only what records have.
SITEMAPS_OF_RECORDS = [
    ((REPOSITORY / "overrides/sitemap.xml").read_text(), True),
    ("{% for file in pages %}{{ file.page.title }}{{ file.page.meta.updated | e }}{% endfor %}", True),
    ("{% for file in pages %}{{ file.page.toc }}{% endfor %}", False),
    ("{% for file in pages %}{% set page = file.page %}{{ page.content }}{% endfor %}", False),
    ("{% for file in pages %}{{ file.page['content'] }}{% endfor %}", False),
    ("{% for file in pages %}{{ file.page | attr('toc') }}{% endfor %}", False),
    ("{{ pages | map(attribute='page.toc') | list }}", False),
    ("{{ nav.homepage.title }}", False),
    ("{{ build_date_utc }}", False),
    ("{% include 'other.xml' %}", False),
]


@for_each_row(("sitemap", "expected"), SITEMAPS_OF_RECORDS)
def test_a_sitemap_is_made_from_records_only_if_it_shows_no_more_than_they_have(sitemap, expected):
    env = jinja2.Environment(loader=jinja2.DictLoader({"sitemap.xml": sitemap}))  # noqa: S701 - not rendered

    assert is_sitemap_of_records(env) == expected
