"""Formulas in the markup of publishers become Unicode or TeX."""

from hypothesis import given
from hypothesis import strategies as st

from generator import tex
from generator.ingest.formula_markup import replace_formulas, set_script
from generator.ingest.publisher_markup import TextFormat, join_paragraphs
from generator.ingest.syndication import parse_feed
from tests.ingest.publisher_feeds import TODAY
from tests.paths import FEEDS
from tests.tables import for_each_row

XMLNS = 'xmlns="http://www.w3.org/1998/Math/MathML"'
N2 = "<msup><mi>n</mi><mn>2</mn></msup>"
DOCUMENT = "\\documentclass[12pt]{minimal} \\usepackage{amsmath} \\begin{document}$$n^{2}$$\\end{document}"

# MathML, and what it becomes.
MATHML = {
    "<mi>N</mi>": "N",
    N2: "n²",
    "<msub><mi>ℓ</mi><mn>1</mn></msub>": "ℓ₁",
    "<mrow><mi>O</mi><mo>(</mo><msup><mi>n</mi><mn>2</mn></msup><mo>)</mo></mrow>": "O(n²)",
    "<mi>a</mi><mo>&lt;</mo><mi>b</mi>": "a<b",
    "<mi>&alpha;</mi>": "α",
    "<msup><mn>2</mn><mi>n</mi></msup>": "${2}^{n}$",
    "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>": "${x}_{i}^{2}$",
    "<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>": r"$\frac{a}{b+1}$",
    "<msqrt><mi>n</mi><mi>q</mi></msqrt>": r"$\sqrt{nq}$",
    "<mroot><mi>n</mi><mn>3</mn></mroot>": r"$\sqrt[3]{n}$",
    "<mover><mi>x</mi><mo>¯</mo></mover>": r"$\bar{x}$",
    "<mover><mi>x</mi><mo>→</mo></mover>": r"$\vec{x}$",
    "<munderover><mo>∑</mo><mn>1</mn><mi>n</mi></munderover>": "${∑}_{1}^{n}$",
    "<mi>O</mi><mo>(</mo><mi>n</mi><mi>log</mi><mo>\u2061</mo><mi>n</mi><mo>)</mo>": r"$O(n\log n)$",
    '<mi mathvariant="double-struck">R</mi>': r"$\mathbb{R}$",
    "<mi>x</mi><mtext>if </mtext>": r"$x\text{if }$",
    "<mo>{</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo>}</mo>": r"$\{0,1\}$",
    "<mfenced><mi>a</mi><mi>b</mi></mfenced>": "$(a,b)$",
    "<semantics><mi>x</mi><annotation>junk</annotation></semantics>": "x",
    "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>": (
        r"$\begin{matrix}1 & 0\end{matrix}$"
    ),
}
# Elements with a formula, and what they become.
ELEMENTS = {
    f"<math {XMLNS}>{N2}</math>": "n²",
    '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>N</mml:mi></mml:math>': "N",
    '<math altimg="si1.svg"><mrow is="true"><mn is="true">10</mn></mrow></math>': "10",
    '<inline-formula><tex-math notation="LaTeX">$\\ell _{1}$</tex-math></inline-formula>': r"$\ell _{1}$",
    f"<jats:inline-formula><jats:alternatives><jats:tex-math>{DOCUMENT}</jats:tex-math><mml:math><mml:mi>n</mml:mi>"
    "</mml:math></jats:alternatives></jats:inline-formula>": "$n^{2}$",
    "<inline-formula><tex-math><?CDATA $\\alpha<1$?></tex-math><mml:math><mml:mi>a</mml:mi></mml:math>"
    '<inline-graphic xlink:href="x.gif"/></inline-formula>': r"$\alpha<1$",
    "<tex-math><![CDATA[\\(x\\)]]></tex-math>": "$x$",
    '<InlineEquation ID="IEq1"><EquationSource Format="TEX">$$n^2$$</EquationSource>'
    '<EquationSource Format="MATHML">'
    "<math><mi>n</mi></math></EquationSource></InlineEquation>": "$n^2$",
    f"<disp-formula>{'<math>' + N2 + '</math>'}</disp-formula>": "n²",
    '<inline-formula><inline-graphic href="a"/></inline-formula>': "",
    "<math></math>": "",
}
SCRIPTS = [
    ("2", "sup", "²"),
    ("−3", "sup", "⁻³"),
    ("2", "sub", "₂"),
    ("2", "inf", "₂"),
    ("n", "sup", "$^{n}$"),
    ("max", "sub", "$_{\\mathrm{max}}$"),
    ("th", "sup", "th"),
    ("®", "sup", "®"),
    ("a note of many words that is raised", "sup", "a note of many words that is raised"),
    ("$x$", "sup", "$x$"),
]


@for_each_row(("mathml", "expected"), MATHML.items())
def test_mathml_becomes_unicode_or_tex(mathml, expected):
    assert (
        join_paragraphs(f"<p>in <math>{mathml}</math> steps</p>", TextFormat.HTML) == f"in {expected} steps"
    )


@for_each_row(("element", "expected"), ELEMENTS.items())
def test_the_elements_of_publishers_become_unicode_or_tex(element, expected):
    assert join_paragraphs(element) == expected


@for_each_row(("text", "name", "expected"), SCRIPTS)
def test_raised_and_lowered_text_is_set_on_the_line(text, name, expected):
    assert set_script(text, name) == expected


@for_each_row("source", [*MATHML.values(), *ELEMENTS.values()])
def test_the_site_can_show_every_formula(source):
    assert 'class="tex"' not in tex.to_html(source)


def test_a_feed_with_formulas_has_no_markup_left():
    entries = parse_feed((FEEDS / "made" / "formulas.rss.xml").read_bytes(), "a.xml", TODAY).entries

    assert {entry.title: entry.abstract for entry in entries} == {
        "Queues in N parts": None,
        "Work that grows as n²": None,
        r"Fast $\ell _{1}$-solvers": r"We bound the $\ell _{1}$ error by n².",
        "Gpu memory per CO₂": None,
        "k-means in n² steps": "It takes n² steps.",
    }


@given(st.text("<>/mathisup&;$\\{} n2", max_size=80) | st.text(max_size=40))
def test_any_text_is_converted(text):
    for name in ("math", "msup", "tex-math", "inline-formula"):
        replace_formulas(f"<math><{name}>{text}</{name}></math>")
        replace_formulas(f"<{name}>{text}")


def test_deep_mathml_is_converted():
    assert replace_formulas("<math>" + "<msup>" * 5_000 + "<mi>n</mi>" + "</msup>" * 5_000 + "</math>") != ""


def test_a_base_of_several_terms_keeps_its_grouping():
    formula = "<math><msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup></math>"

    assert "{a+b}^" in replace_formulas(formula).replace(" ", "")


def test_empty_fences_stay_empty():
    fenced = '<math><mfenced open="" close="|"><mi>x</mi><mi>y</mi></mfenced></math>'

    assert replace_formulas(fenced) == "$x,y|$"
    assert replace_formulas(fenced.replace('open=""', 'open="[" separators=""')) == "$[xy|$"


def test_dollars_around_two_formulas_are_not_one_pair():
    assert replace_formulas("<tex-math>$a$ and $b$</tex-math>") == "$a$ and $b$"


@for_each_row("name", ["mrow", "mstyle", "mpadded", "merror", "menclose", "maction"])
def test_rows_keep_their_content_together(name):
    power = f"<msup><{name}><mi>n</mi><mi>q</mi></{name}><mn>2</mn></msup>"

    assert replace_formulas(f"<math {XMLNS}>{power}</math>") == "${nq}^{2}$"


@for_each_row("name", ["mi", "mn", "mo", "mtext", "ms"])
def test_the_text_of_leaves_is_kept(name):
    assert replace_formulas(f"<math {XMLNS}><{name}>=</{name}></math>") == "="


@for_each_row("name", "log ln exp sin cos tan max min sup inf lim det dim arg deg gcd Pr".split())
def test_names_of_functions_are_upright(name):
    assert rf"\{name}" in replace_formulas(f"<math {XMLNS}><msub><mi>{name}</mi><mi>xy</mi></msub></math>")
