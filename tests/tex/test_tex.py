"""TeX of feeds becomes readable text and safe HTML, whatever it contains."""

import re
import unicodedata
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import Markup

from generator.model.text import clean_text
from generator.tex import Kind, split_formulas, to_html, to_markdown, to_text
from tests.tables import for_each_row

FORMULAS = [
    ("in dollars", r"2$\times$ to 5$\times$", [r"$\times$", r"$\times$"]),
    ("in parentheses", r"at \(n^2\) steps", [r"\(n^2\)"]),
    ("display formulas", r"as $$a=b$$ and \[c=d\].", ["$$a=b$$", r"\[c=d\]"]),
    ("an environment", r"x \begin{align*}a&=b\end{align*} y", [r"\begin{align*}a&=b\end{align*}"]),
    ("next to each other", r"$\alpha$$\beta$", [r"$\alpha$", r"$\beta$"]),
    ("money", "from $5 to $10, US$3B, $0.45-$78.96 and $300M+", []),
    ("money next to a formula", "costs $5 per $x$", ["$x$"]),
    ("escaped money", r"\$5 and \$6", []),
    ("a dollar as a formula", r"under $\$$400", [r"$\$$"]),
    ("an operator before a digit", r"3$\times$3, $>$90%, 77$\pm$2", [r"$\times$", "$>$", r"$\pm$"]),
    (
        "spaces inside TeX",
        r"time $ O(n^{5/2}) $, $\omega(G) $, $ n $",
        [r"$ O(n^{5/2}) $", r"$\omega(G) $", "$ n $"],
    ),
    ("spaces inside prose", "a $2k computer has $6.1 billion", []),
    ("no closing dollar", "$x and more", []),
    ("two lines", "$a\nb$", []),
    ("dollars in the words of a formula", r"$\texttt{M$^3$Meeting}$ is", [r"$\texttt{M$^3$Meeting}$"]),
    ("no closing bracket", r"\(a \[b \begin{align}c $$d", []),
    ("an empty formula", r"\(\) $$ $$ $$", []),
]
PLAIN = [
    ("no TeX", "R&D is 1.3*10^4 faster, a<b, x_1 {y}", "R&D is 1.3*10^4 faster, a<b, x_1 {y}"),
    ("about", "a ~35% and ~15% reduction, ~/bin, x~N(0,1)", "a ~35% and ~15% reduction, ~/bin, x~N(0,1)"),
    ("a range", "1.08x~2.26x, 10~107%", "1.08x~2.26x, 10~107%"),
    ("ties", r"Fig.~3, 290~TOPS, models~(LLMs), Sec.~\ref{a}", "Fig. 3, 290 TOPS, models (LLMs), Sec."),
    (
        "a percent sign is not a comment",
        r"up to 91% improvement and 22.2\% more",
        "up to 91% improvement and 22.2% more",
    ),
    ("escapes", r"Who\&When, \#P-hard, sm\_70, \$0.481, \{a\}", "Who&When, #P-hard, sm_70, $0.481, {a}"),
    (
        "accents",
        r"R\'enyi, G\"odel, Erd\H{o}s, P{\v a}tra{\c s}cu, \'{\i}",
        "Rényi, Gödel, Erdős, Pătraşcu, í".replace("ă", "ǎ"),
    ),
    ("accents without their macros", "a na{ï}ve query of {μ}l", "a naïve query of μl"),
    (
        "letters",
        r"Bj{\o}rner, Bj\o rner, G\"o{\ss}ler, Sk{\l}odowska",
        "Bjørner, Bjørner, Gößler, Skłodowska",
    ),
    ("an accent that was a symbol", r"\c{opyright} 2025 IEEE, \r{ho} = 1", "© 2025 IEEE, ρ = 1"),
    ("a quote that was escaped", r"each user\'s, \"The End\"", 'each user\'s, "The End"'),
    ("emphasis", r"\emph{Justified} {\em Models} of {\bf Doherty}", "Justified Models of Doherty"),
    ("letters that make a name", r"c\underline{LI}ff\underline{O}rd", "cLIffOrd"),
    ("groups in groups", r"\textit{\textbf{S}patio-\textbf{T}emporal}", "Spatio-Temporal"),
    ("a formula in a group", r"\emph{$k$-means}", "k-means"),
    ("a group only for TeX", r"{\sc ParMooN} and {DNA}", "ParMooN and {DNA}"),
    (
        "quotes",
        "``raw'' design, ``Siamese\" style, the `aha' of Bob's",
        "“raw” design, “Siamese” style, the ‘aha’ of Bob's",
    ),
    ("quotes that do not match", "``` Intel`s f'' and '", "``` Intel`s f'' and '"),
    ("dashes", "Hindley--Milner -- or 5--10%---and", "Hindley–Milner – or 5–10%—and"),
    ("options are not dashes", "run --help, i-- and a----b", "run --help, i-- and a----b"),
    ("dashes next to formulas", "$1.4$--$12$", "1.4–12"),
    ("citations", r"Karloff et al.            \cite{K10}, in~\citep[p.~2]{a,b}.", "Karloff et al., in."),
    ("macros without arguments", r"\footnote a \cite \emph b \ref{", r"\footnote a \cite \emph b \ref{"),
    (
        "URLs",
        r"\url{http://a.b/c_d%20~e} and \href{http://x.y}{our \texttt{site}}",
        "http://a.b/c_d%20~e and our site",
    ),
    ("a URL in text", "http://a.b/~c--d``", "http://a.b/~c--d``"),
    ("a footnote", r"on GitHub.\footnote{https://a.b} We", "on GitHub. (https://a.b) We"),
    ("colours", r"\textcolor{blue}{GitHub} {\color{red}We}", "GitHub {We}"),
    ("a list", r"\begin{itemize} \item A \item B \end{itemize}", "  • A • B  "),
    (
        "symbols",
        r"{\lambda}-calculus, 50 {\mu}l, 6\times higher, n\log n",
        "λ-calculus, 50 μl, 6× higher, n log n",
    ),
    ("spaces and line breaks", r"vs.\ V100, a\\b, 1\,000, PR\-CapsNet", "vs. V100, a b, 1 000, PR-CapsNet"),
    ("spaces without width", r"shelf\/ful, a\!b, \LaTeX{} and {$x$}", "shelfful, ab, LaTeX and {x}"),
    (
        "unknown macros",
        r"we present \dypro, \method{} and \acrlong{fbas}",
        r"we present \dypro, \method{} and \acrlong{fbas}",
    ),
    ("the clock is not used", r"\today", r"\today"),
    ("files are not read", r"\input{/etc/passwd}", r"\input{/etc/passwd}"),
    ("unbalanced braces", r"\emph{a and } b} {\em c", r"a and  b} {c"),
    ("an open footnote", r"a\footnote{b", r"a\footnote{b"),
]
PLAIN_FORMULAS = [
    ("simple signs", r"2$\times$ to 5$\times$, $\sim$16%, $μ$path", "2× to 5×, ~16%, μpath"),
    ("exponents", r"$O(n^2)$, $10^{-3}$, $n^{(1+δ)/2}$, $e^{2l}$", "O(n²), 10⁻³, n^((1+δ)/2), e^(2l)"),
    ("indices", r"CO$_2$, $\ell_0$, $s_{ij}$, $\alpha_\textrm{CIM} N$", "CO₂, ℓ₀, s_ij, α_CIM N"),
    ("functions", r"$O(n\log n)$, $\log^2 n$, $\max_x f(x)$", "O(n log n), log² n, max_x f(x)"),
    ("letters of other fonts", r"$\mathcal{O}(\mathbf{x})$ in $\mathbb{R}^d$", "O(x) in ℝ^d"),
    ("relations", r"$N=100,000$, $p<0.05$, $x:=y$, $t\to\infty$", "N = 100,000, p < 0.05, x := y, t → ∞"),
    (
        "fractions and roots",
        r"$\frac{a+b}{2}$, $\frac1{nm}$, $\sqrt{rn}$, $\sqrt[3]{x}$",
        "(a+b)/2, 1/(nm), √(rn), ³√x",
    ),
    ("accents", r"$\tilde{O}(n)$, $\hat{x}$, $\overline{ab}$", "Õ(n), x̂, (ab)\u0304"),
    ("sums", r"\[\sum_{i=1}^n x_i\]", "∑_(i=1)ⁿ x_i"),
    ("choices", r"$\binom{n}{k}$", "(n choose k)"),
    ("tables", r"$\begin{cases}a&b\\c&d\end{cases}$", "{a b; c d"),
    ("lines", r"\begin{align}a&=b\\c&=d\end{align}", "a =b; c =d"),
    ("an equation", r"\begin{equation*}\label{e}a=b\end{equation*}", "a = b"),
    (
        "macros of authors",
        r"$x\in\R^d$, $\polylog n$, $\operatorname*{arg\,max} f$",
        "x ∈ ℝ^d, polylog n, argmax f",
    ),
    ("accents of text", r"$\~O(n\-m)$", "Õ(nm)"),
    ("structures without a character", r"$\underbrace{a+b}_c$, $a\overset{!}{=}b$", "a+b_c, a=^!b"),
    ("spaces", r"$4.6\,\times$, $a\quad b\!c$, $\left.a\right|$", "4.6 ×, a bc, a|"),
    ("primes, stars, degrees", r"$f'$, $x^*$, $90^\circ$, 5$^{th}$", "f', x*, 90°, 5th"),
    ("words", r"$\text{AT\&T}$, $\mathrm{TV}(P)$, $10\text{\%}$", "AT&T, TV(P), 10%"),
    ("a dash from MathJax", r"methods$\unicode{x2014}$like", "methods—like"),
    ("unknown macros stay", r"$\MIS(n)$ and $\foo{x}", r"\MIS(n) and $\foo{x}"),
]
MARKUP = [
    ("simple signs", r"up to 2$\times$ to 5$\times$ speedup", "up to 2× to 5× speedup"),
    ("a letter", "expressed as $μ$path Decision Diagrams", "expressed as μpath Decision Diagrams"),
    ("amounts", r"$2.5\times$, $-3.5\%$, $\approx 0.097$, $90^\circ$", "2.5×, −3.5%, ≈0.097, 90°"),
    ("words", r"$\textit{dark side}$, $GPU$", "dark side, GPU"),
    ("marks", "1.3*10^4 & <b>", "1.3*10^4 &amp; &lt;b&gt;"),
    ("emphasis", r"\emph{a \emph{b}} \texttt{c} \textbf{d}", "<em>a b</em> <code>c</code> d"),
    ("an index without base", r"CO$_2$ and 5$^{th}$", "CO<sub>2</sub> and 5<sup>th</sup>"),
    ("an inline formula", "$x<n$", "<math><mi>x</mi><mo>&#60;</mo><mi>n</mi></math>"),
    (
        "a display formula",
        "$$n^2$$",
        '<math display="block" tabindex="0"><msup><mi>n</mi><mn>2</mn></msup></math>',
    ),
    (
        "space around functions",
        r"$n\log n$",
        '<math><mi>n</mi><mspace width="0.167em"/><mi>log</mi><mspace width="0.167em"/><mi>n</mi></math>',
    ),
    ("one letter of a font", r"$\mathcal{A}_1$", "<math><msub><mi>𝒜</mi><mn>1</mn></msub></math>"),
    ("several letters of a font", r"$\mathcal{ABC}$", "<math><mi>𝒜</mi><mi>ℬ</mi><mi>𝒞</mi></math>"),
    ("an upright letter", r"$\mathrm{d}x$", '<math><mi mathvariant="normal">d</mi><mi>x</mi></math>'),
    ("an upright word", r"$\mathrm{TV}_2$", "<math><msub><mi>TV</mi><mn>2</mn></msub></math>"),
    ("spaces in words", r"$a\text{ if }b$", "<math><mi>a</mi><mtext>&#160;if&#160;</mtext><mi>b</mi></math>"),
    ("an unknown macro", r"$\MIS(n)$", '<code class="tex">\\MIS(n)</code>'),
    (
        "bars that open and close",
        "$|V|n$",
        '<math><mo form="prefix">&#124;</mo><mi>V</mi><mo form="postfix">&#124;</mo><mi>n</mi></math>',
    ),
    ("a bar between", "$x|y$", "<math><mi>x</mi><mo>&#124;</mo><mi>y</mi></math>"),
    (
        "limits",
        r"$$\max_x=$$",
        '<math display="block" tabindex="0"><munder><mi>max</mi><mi>x</mi></munder><mo>=</mo></math>',
    ),
    ("brackets in a flat formula", "$(-n)$", "<math><mo>(</mo><mo>−</mo><mi>n</mi><mo>)</mo></math>"),
    ("an empty group", "a${}$b", "ab"),
    (
        "an index with an index",
        "$_{a_b}$",
        "<math><msub><mi></mi><msub><mi>a</mi><mi>b</mi></msub></msub></math>",
    ),
    ("white space", "a\n\n  b", "a b"),
]
REFUSED = [
    r"\href{javascript:alert(1)}{x}",
    r"\url{x}",
    r"\class{a}{x}",
    r"\style{color:red}{x}",
    r"\cssId{a}{x}",
    r"\def\a{x}\a",
    r"\newcommand{\a}{\a\a}\a",
    r"\let\a=b",
    r"\input{/etc/passwd}",
    r"\include{a}",
    r"\require{html}",
    r"\unicode{x202e}",
    r"\unicode{x3c}",
    r"\unicode{x110000}",
    r"\text{\&\#x202e;}",
    r"\text{&#x3c;script>}",
    r"\begin{script}x\end{script}",
    r"\color{red}x",
    r"\verb|x|",
    r"\frac{a}",
    r"\sqrt",
    r"\left(x",
    r"a_b_c",
    "{x",
    "x}",
    r"\text{a{b{c}}}",
    "^" * 1900,
    r"\hat" * 400 + " x",
    "x^{" * 60 + "y" + "}" * 60,
    "x^{" * 30 + "y" + "}" * 30,
    "x+" * 1001,
    r"\phantom{x}",
    r"a\(b",
    r"\mathop\boxed{x}",
    r"\hspace{1cm}x",
    r"\not x",
]
HOSTILE = [
    "<script>alert(1)</script>",
    "</math><img src=x onerror=alert(1)>",
    r"$</mi><script>x</script>$",
    r"$\text{<img src=x>}$",
    "[a](javascript:x)",
    "{: onclick=x }",
    "&lt;b&gt;&#60;",
    "**a** _b_ `c` | d",
]
TEX = [
    "$", "$$", "{", "}", "^", "_", "&", "\\", r"\(", r"\)", r"\[", r"\]", " ", "\n", "~", "--", "`", "``",
    "''", '"', "a", "x1", "2", "10,000", "(", ")", "|", "=", ":", "<", ">", "%", "#", ".", "é", "μ", "∑", "http://a.b/c",
    r"\emph", r"{\em ", r"\textbf{", r"\texttt{", r"\cite{a}", r"\footnote{", r"\href{a}{", r"\url{a}",
    r"\item", r"\'", r"\"", r"\c{c}", r"\alpha", r"\foo", r"\begin{align}", r"\end{align}",
    r"\begin{array}{l}", r"\end{array}", r"\frac", r"\sqrt", r"\hat", r"\sum", r"\log", r"\left(", r"\right)",
    r"\text{", r"\mathcal{", r"\bf", r"\over", r"\not", r"\operatorname{", r"\\", r"\,", r"\%", r"\&", r"\{",
    r"\unicode{x", r"\middle|", r"\xrightarrow{",
]  # fmt: skip
ELEMENTS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "em", "code", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {
    "class",
    "display",
    "accent",
    "form",
    "linethickness",
    "mathvariant",
    "maxsize",
    "minsize",
    "stretchy",
    "tabindex",
    "width",
}
EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.details", "pymdownx.superfences",
]  # fmt: skip
WITH_TEX = st.lists(st.sampled_from(TEX + HOSTILE), max_size=30).map("".join)
ANY_TEXT = (
    st.text()
    | WITH_TEX
    | WITH_TEX.map(lambda tex: "${}$".format(tex.replace("$", "")))
    | st.lists(st.sampled_from(TEX) | st.text(max_size=3), max_size=20).map("".join)
)
TEXT_WITHOUT_FORMULA = ANY_TEXT.map(lambda text: re.sub(r"\$|\\[(\[]|\\begin", "", text))
# The first example also takes the time to build tables.
NO_DEADLINE = settings(deadline=None)


class HtmlReader(HTMLParser):
    """Reads HTML as a browser does: elements with attributes, and text."""

    def __init__(self):
        super().__init__()
        self.elements = []
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, attrs))
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, attrs))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        self.elements.append(("comment", data))

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        self.text += data


def read_html(html):
    """Read the elements and the text of HTML, and require that every element is closed."""
    reader = HtmlReader()
    reader.feed(str(html))
    reader.close()
    assert reader.open == []
    return reader.elements, reader.text


@cache
def get_markdown_converter():
    return Markdown(extensions=EXTENSIONS)


def squeeze_spaces(text):
    return re.sub(r"\s+", " ", text).strip()


def make_cases(table):
    return [pytest.param(*row[1:], id=row[0]) for row in table]


@for_each_row(("text", "expected"), make_cases(FORMULAS))
def test_formulas_are_found_and_money_is_not(text, expected):
    assert [piece.source for piece in split_formulas(text) if piece.kind is not Kind.TEXT] == expected


def test_a_title_has_no_display_formula():
    assert "".join(to_html(r"On $$n^2$$ and \[k_1\]", inline=True)) == (
        "On <math><msup><mi>n</mi><mn>2</mn></msup></math> and <math><msub><mi>k</mi><mn>1</mn></msub></math>"
    )


def test_display_formulas_are_distinguished_from_inline_ones():
    kinds = [
        piece.kind
        for piece in split_formulas(r"$a$\(b\)$$c$$\[d\]\begin{math}e\end{math}\begin{gather}f\end{gather}")
    ]
    assert kinds == [Kind.MATH, Kind.MATH, Kind.DISPLAY, Kind.DISPLAY, Kind.MATH, Kind.DISPLAY]


@NO_DEADLINE
@given(ANY_TEXT)
def test_segments_join_to_the_text(text):
    assert "".join(piece.source for piece in split_formulas(text)) == text


@for_each_row(("text", "expected"), make_cases(PLAIN + PLAIN_FORMULAS))
def test_text_is_readable(text, expected):
    assert to_text(text) == expected


@NO_DEADLINE
@given(st.text(alphabet=st.characters(exclude_characters="\\$~`-{")))
def test_text_without_tex_does_not_change(text):
    assert to_text(text) == text


@NO_DEADLINE
@given(st.text(alphabet=st.sampled_from("ab- ,.%\n"), max_size=30))
def test_only_dashes_change_in_text_with_hyphens(text):
    assert re.sub("[–—]", "", to_text(text)).replace("-", "") == text.replace("-", "")


@for_each_row(("text", "expected"), make_cases(MARKUP))
def test_html_is_short_and_correct(text, expected):
    assert to_html(text) == expected
    assert isinstance(to_html(text), Markup)


@for_each_row("tex", REFUSED)
def test_a_dangerous_or_broken_formula_is_shown_as_source(tex):
    assert read_html(to_html(rf"\({tex}\)")) == ([("code", [("class", "tex")])], tex)
    assert to_text(rf"\({tex}\)") == tex


@for_each_row("text", HOSTILE)
def test_hostile_text_has_only_allowed_elements(text):
    assert {element for element, _ in read_html(to_html(text))[0]} <= ELEMENTS


@NO_DEADLINE
@given(ANY_TEXT)
def test_html_has_only_allowed_elements_and_one_line(text):
    elements, _ = read_html(to_html(text))
    assert {element for element, _ in elements} <= ELEMENTS
    assert {name for _, attributes in elements for name, _ in attributes} <= ATTRIBUTES
    assert "\n" not in to_html(text)


@NO_DEADLINE
@given(TEXT_WITHOUT_FORMULA)
def test_html_without_formulas_has_the_same_text(text):
    assert squeeze_spaces(read_html(to_html(text))[1]) == squeeze_spaces(to_text(text))


@NO_DEADLINE
@given(st.text(alphabet=st.sampled_from("abxyμ0123+=()<>/!?."), min_size=1))
def test_no_character_of_a_formula_is_lost(tex):
    assert read_html(to_html(rf"\({tex}\)"))[1] == tex
    assert to_text(rf"\({tex}\)").replace(" ", "") == tex


@NO_DEADLINE
@given(ANY_TEXT.map(clean_text))
def test_clean_text_stays_clean(text):
    for result in (to_text(text), str(to_html(text))):
        assert clean_text(result) == unicodedata.normalize("NFC", result)


@NO_DEADLINE
@given(ANY_TEXT.map(clean_text))
def test_markdown_and_html_show_the_same(text):
    elements, text_shown = read_html(to_html(text))
    for source in (f"x {to_markdown(text)}", f"<p>x {to_html(text)}</p>"):
        converted = read_html(get_markdown_converter().reset().convert(source))
        assert converted[0] == [("p", []), *elements]
        assert squeeze_spaces(converted[1]) == squeeze_spaces(f"x {text_shown}")


def test_no_tex_is_left_in_a_real_abstract():
    text = (
        r"computational complexity (e.g., $\mathcal{O}(n^3)$ for a matrix of size $n\times n$). We present "
        r"Low-Rank GEMM, achieving up to 378 TFLOPS on matrices up to $N=20480$, providing 75\% memory "
        r"savings and $7.8\times$ speedup over PyTorch FP32, the \emph{fastest} for $N\geq10240$."
    )
    assert to_text(text) == (
        "computational complexity (e.g., O(n³) for a matrix of size n×n). We present "
        "Low-Rank GEMM, achieving up to 378 TFLOPS on matrices up to N = 20480, providing 75% memory "
        "savings and 7.8× speedup over PyTorch FP32, the fastest for N ≥ 10240."
    )
    elements, _ = read_html(to_html(text))
    assert [element for element, _ in elements].count("math") == 4
    assert "code" not in dict(elements)
