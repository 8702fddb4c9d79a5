"""Publishers' HTML becomes plain paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import publisher_markup
from generator.ingest.publisher_markup import TextFormat
from tests.tables import for_each_row

# text, text_format, paragraphs
MARKUP = [
    ("", TextFormat.UNSTATED, ()),
    ("plain  text\nwrapped", TextFormat.UNSTATED, ("plain text wrapped",)),
    ("one\n  two", TextFormat.UNSTATED, ("one", "two")),
    ("<p>one</p>two", TextFormat.UNSTATED, ("one", "two")),
    ("<P CLASS='x'>one</P>", TextFormat.UNSTATED, ("one",)),
    ("one<br>two<br/> <br />three", TextFormat.UNSTATED, ("one two", "three")),
    ("<table><tr><td>1</td><td>2</td></tr></table>", TextFormat.UNSTATED, ("1 2",)),
    ("<p>&nbsp;</p><p> </p>", TextFormat.UNSTATED, ()),
    ("H<sub>2</sub>O, 10<sup>-3</sup>, x<sup>T</sup>", TextFormat.UNSTATED, ("H₂O, 10⁻³, x$^{T}$",)),
    ("<a href=https://x.org/?a=b>l</a>", TextFormat.UNSTATED, ("l",)),
    ("<a href='x' download>l</a>", TextFormat.UNSTATED, ("l",)),
    ("<mml:math><mml:mi>x</mml:mi></mml:math> <jats:italic>y</jats:italic>", TextFormat.UNSTATED, ("x y",)),
    ("<p>a<!-- hidden -->b<style>p{}</style>c</p>", TextFormat.UNSTATED, ("abc",)),
    ("<p>a<script>b</script>c</p>", TextFormat.UNSTATED, ("ac",)),
    ("<table><tr><th>1</th><th>2</th></tr></table>", TextFormat.UNSTATED, ("1 2",)),
    ("<p>a<!-- b</p>", TextFormat.UNSTATED, ("a<!-- b",)),
    ("<p>a<script>b</p>", TextFormat.UNSTATED, ("a<script>b",)),
    ("<p>a</p><svg/onload=alert(1)>", TextFormat.UNSTATED, ("a", "<svg/onload=alert(1)>")),
    ("a <foo>b</foo> <i>c</i>", TextFormat.UNSTATED, ("a <foo>b</foo> c",)),
    (
        "a<break/>b<fn>c</fn> <ce:small-caps>Sat</ce:small-caps> <i>d</i> <tex>$n$</tex>",
        TextFormat.UNSTATED,
        ("a b Sat d $n$",),
    ),
    ("answer in <tex> or <email> tags", TextFormat.UNSTATED, ("answer in <tex> or <email> tags",)),
    ("a lone <b> is no tag", TextFormat.UNSTATED, ("a lone <b> is no tag",)),
    ("a lone <b> is a tag", TextFormat.HTML, ("a lone is a tag",)),
    ("Q&amp;A &lt;i&gt;", TextFormat.UNSTATED, ("Q&A <i>",)),
    ("&amp;amp; &amp;lt;", TextFormat.HTML, ("&amp; &lt;",)),
    ("R&D, a&copy=1, &bogus; &#xD800;", TextFormat.UNSTATED, ("R&D, a&copy=1, &bogus; \ufffd",)),
    ("<i>so</i> &amp; so", TextFormat.TEXT, ("<i>so</i> &amp; so",)),
    ("a\u202eb\u200bc", TextFormat.UNSTATED, ("abc",)),
    # Markup that is escaped too often, or that the feed states not to have.
    ("&lt;p&gt;x&lt;sup&gt;2&lt;/sup&gt;&lt;/p&gt;", TextFormat.UNSTATED, ("x²",)),
    ("&amp;lt;i&amp;gt;k&amp;lt;/i&amp;gt;-means &amp;amp; so", TextFormat.UNSTATED, ("k-means & so",)),
    ("<p>in &lt;math&gt;&lt;mi&gt;N&lt;/mi&gt;&lt;/math&gt;</p>", TextFormat.HTML, ("in N",)),
    ("<p>the &lt;b&gt;bold&lt;/b&gt; tag</p>", TextFormat.HTML, ("the <b>bold</b> tag",)),
    ("x<sup>2</sup>, <math><mi>N</mi></math>", TextFormat.TEXT, ("x², N",)),
    ("a <list> of vector<int>", TextFormat.UNSTATED, ("a <list> of vector<int>",)),
    # Elements of publishers.
    ("<scp>Gpu</scp> memory per CO<inf>2</inf>", TextFormat.UNSTATED, ("Gpu memory per CO₂",)),
    ("CO<ce:inf>2</ce:inf><ce:hsp sp='0.25'/>in", TextFormat.UNSTATED, ("CO₂in",)),
    ("CO<sub><i>2</i></sub>", TextFormat.UNSTATED, ("CO₂",)),
    (
        "<jats:title>Abstract</jats:title><jats:p>H<jats:sub>2</jats:sub>O</jats:p>",
        TextFormat.UNSTATED,
        ("Abstract", "H₂O"),
    ),
    ("<jats:sec><jats:p>one</jats:p></jats:sec><jats:p>two</jats:p>", TextFormat.UNSTATED, ("one", "two")),
    ("<jats:list><jats:list-item>a</jats:list-item></jats:list>", TextFormat.UNSTATED, ("a",)),
    ('<span class="mathjax-tex">\\(n^2\\)</span>', TextFormat.UNSTATED, ("\\(n^2\\)",)),
]


@for_each_row(("text", "text_format", "expected"), MARKUP)
def test_html_becomes_paragraphs(text, text_format, expected):
    assert publisher_markup.split_paragraphs(text, text_format) == expected


@given(st.text("<>/&;abpi \n\"'=!-", max_size=60))
def test_text_without_a_closed_tag_loses_no_character(text):
    if not publisher_markup.is_html(text) and "&" not in text:
        assert "".join(publisher_markup.join_paragraphs(text).split()) == "".join(text.split())
