"""What the sitemap shows of the front matter of pages is kept for the next build."""

import jinja2

from generator.site.previous_site import make_meta_filter
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
