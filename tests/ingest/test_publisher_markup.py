"""Publishers' HTML becomes plain paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import publisher_markup
from generator.ingest.publisher_markup import Form

# text, form, paragraphs
MARKUP = [
    ("", Form.UNSTATED, ()),
    ("plain  text\nwrapped", Form.UNSTATED, ("plain text wrapped",)),
    ("one\n  two", Form.UNSTATED, ("one", "two")),
    ("<p>one</p>two", Form.UNSTATED, ("one", "two")),
    ("<P CLASS='x'>one</P>", Form.UNSTATED, ("one",)),
    ("one<br>two<br/> <br />three", Form.UNSTATED, ("one two", "three")),
    ("<table><tr><td>1</td><td>2</td></tr></table>", Form.UNSTATED, ("1 2",)),
    ("<p>&nbsp;</p><p> </p>", Form.UNSTATED, ()),
    ("H<sub>2</sub>O, 10<sup>-3</sup>, x<sup>T</sup>", Form.UNSTATED, ("H₂O, 10⁻³, xT",)),
    ("<a href=https://x.org/?a=b>l</a>", Form.UNSTATED, ("l",)),
    ("<a href='x' download>l</a>", Form.UNSTATED, ("l",)),
    ("<mml:math><mml:mi>x</mml:mi></mml:math> <jats:italic>y</jats:italic>", Form.UNSTATED, ("x y",)),
    ("<p>a<!-- hidden -->b<style>p{}</style>c</p>", Form.UNSTATED, ("abc",)),
    ("<p>a<!-- b</p>", Form.UNSTATED, ("a<!-- b",)),
    ("<p>a<script>b</p>", Form.UNSTATED, ("a<script>b",)),
    ("<p>a</p><svg/onload=alert(1)>", Form.UNSTATED, ("a", "<svg/onload=alert(1)>")),
    ("a <foo>b</foo> <i>c</i>", Form.UNSTATED, ("a <foo>b</foo> c",)),
    ("a lone <b> is no tag", Form.UNSTATED, ("a lone <b> is no tag",)),
    ("a lone <b> is a tag", Form.HTML, ("a lone is a tag",)),
    ("Q&amp;A &lt;i&gt;", Form.UNSTATED, ("Q&A <i>",)),
    ("&amp;amp; &amp;lt;", Form.HTML, ("&amp; &lt;",)),
    ("R&D, a&copy=1, &bogus; &#xD800;", Form.UNSTATED, ("R&D, a&copy=1, &bogus; \ufffd",)),
    ("<i>so</i> &amp; so", Form.TEXT, ("<i>so</i> &amp; so",)),
    ("a\u202eb\u200bc", Form.UNSTATED, ("abc",)),
]


@pytest.mark.parametrize(("text", "form", "expected"), MARKUP)
def test_html_becomes_paragraphs(text, form, expected):
    assert publisher_markup.split_paragraphs(text, form) == expected


@given(st.text("<>/&;abpi \n\"'=!-", max_size=60))
def test_text_without_a_closed_tag_loses_no_character(text):
    if not publisher_markup.is_html(text) and "&" not in text:
        assert "".join(publisher_markup.join_paragraphs(text).split()) == "".join(text.split())
