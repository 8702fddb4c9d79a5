"""A sitemap with too many addresses becomes an index of several ones."""

from itertools import chain

import pytest
from lxml import etree

from generator.site.sitemap import divide_sitemap

SITE_URL = "https://papers.example/a&b/"
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def write_sitemap(folder, count):
    urls = "".join(
        f"\n  <url>\n    <loc>https://papers.example/{number}/</loc>\n  </url>" for number in range(count)
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACES["s"]}">{urls}\n</urlset>\n'
    (folder / "sitemap.xml").write_text(text)
    (folder / "sitemap.xml.gz").write_bytes(b"compressed")


def read_locations(path):
    return etree.parse(path).xpath("//s:loc/text()", namespaces=NAMESPACES)


@pytest.mark.parametrize(("count", "parts"), [(8, 2), (9, 3), (12, 3), (5, 2)])
def test_a_sitemap_with_too_many_addresses_is_divided(tmp_path, count, parts):
    write_sitemap(tmp_path, count)
    divide_sitemap(tmp_path, SITE_URL, max_urls=4)

    names = [f"sitemap-{number}.xml" for number in range(1, parts + 1)]
    assert read_locations(tmp_path / "sitemap.xml") == [SITE_URL + name for name in names]
    assert etree.parse(tmp_path / "sitemap.xml").getroot().tag.endswith("sitemapindex")
    locations = [read_locations(tmp_path / name) for name in names]
    assert list(chain(*locations)) == [f"https://papers.example/{number}/" for number in range(count)]
    assert max(map(len, locations)) <= 4
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names, "sitemap.xml"]


def test_each_part_has_what_a_template_of_ones_own_adds(tmp_path):
    write_sitemap(tmp_path, 5)
    path = tmp_path / "sitemap.xml"
    image = '<i:image xmlns:i="urn:i"/>'
    text = (
        path.read_text()
        .replace("<urlset ", '<urlset xmlns:own="urn:own" ')
        .replace("</loc>", f"</loc>{image}")
    )
    path.write_text(text.replace("</urlset>", "<!-- the end --></urlset>"))
    divide_sitemap(tmp_path, SITE_URL, max_urls=4)

    for name in ("sitemap-1.xml", "sitemap-2.xml"):
        root = etree.parse(tmp_path / name).getroot()
        assert root.nsmap["own"] == "urn:own"
        assert "the end" in (tmp_path / name).read_text()
        assert len(root.findall(".//{urn:i}image")) == len(read_locations(tmp_path / name))


def test_a_sitemap_that_is_small_enough_stays_as_it_is(tmp_path):
    write_sitemap(tmp_path, 4)
    text = (tmp_path / "sitemap.xml").read_text()
    divide_sitemap(tmp_path, SITE_URL, max_urls=4)

    assert (tmp_path / "sitemap.xml").read_text() == text
    assert (tmp_path / "sitemap.xml.gz").exists()


def test_a_site_without_a_sitemap_gets_none(tmp_path):
    divide_sitemap(tmp_path, SITE_URL)

    assert list(tmp_path.iterdir()) == []
