"""Every entry of the tables of macros and characters has its effect."""

import unicodedata

from latex2mathml import commands

from generator.tex import to_html, to_text
from tests.tables import for_each_row

# --- macros in text ---------------------------------------------------------------------------------------

ARGUMENT_MACROS = {
    "emph": "em", "textit": "em", "textsl": "em", "texttt": "code", "textsuperscript": "sup",
    "textsubscript": "sub",
} | dict.fromkeys(
    """ensuremath fbox hbox mbox text textbf textmd textnormal textrm textsc textsf textup ul uline
    underline""".split()
)  # fmt: skip
DECLARATION_MACROS = {
    "em": "em", "it": "em", "itshape": "em", "sl": "em", "tt": "code", "ttfamily": "code",
} | dict.fromkeys(
    """bf bfseries boldmath centering footnotesize large noindent normalfont rm sc scriptsize scshape sf
    sffamily small upshape""".split()
)  # fmt: skip
LETTERS = {
    "AA": "Å", "AE": "Æ", "L": "Ł", "O": "Ø", "OE": "Œ", "aa": "å", "ae": "æ", "i": "ı", "j": "ȷ", "l": "ł",
    "o": "ø", "oe": "œ", "ss": "ß",
}  # fmt: skip
SYMBOLS = {
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "P": "¶", "S": "§", "TeX": "TeX", "copyright": "©", "euro": "€",
    "eg": "e.g.", "etal": "et al.", "etc": "etc.", "ie": "i.e.", "item": "•", "newline": " ", "par": " ",
    "phi": "φ", "pounds": "£", "qquad": " ", "quad": " ", "textasciicircum": "^", "textbar": "|",
    "textgreater": ">", "textless": "<", "vs": "vs.", "wrt": "w.r.t.", "xspace": "",
}  # fmt: skip
ACCENTS = {
    r"\'{o}": "ó", r"\"{o}": "ö", r"\`{o}": "ò", r"\^{o}": "ô", r"\~{o}": "õ", r"\={o}": "ō", r"\.{o}": "ȯ",
    r"\c{c}": "ç", r"\v{o}": "ǒ", r"\u{o}": "ŏ", r"\H{o}": "ő", r"\k{o}": "ǫ", r"\r{a}": "å", r"\d{o}": "ọ",
    r"\b{b}": "ḇ",
}  # fmt: skip


@for_each_row(("name", "element"), ARGUMENT_MACROS.items())
def test_the_argument_of_a_macro_stays(name, element):
    content = f"<{element}>word</{element}>" if element else "word"

    assert to_html(rf"a \{name}{{word}} b") == f"a {content} b"


@for_each_row(("name", "element"), DECLARATION_MACROS.items())
def test_a_declaration_applies_up_to_the_end_of_its_group(name, element):
    content = f"<{element}>word</{element}>" if element else "word"

    assert to_html(rf"a {{\{name} word}} b") == f"a {content} b"


@for_each_row(("name", "letter"), LETTERS.items())
def test_the_space_after_the_macro_of_a_letter_is_not_shown(name, letter):
    assert to_text(rf"a\{name} b") == f"a{letter}b"


@for_each_row(("name", "symbol"), SYMBOLS.items())
def test_a_symbol_is_written_as_people_write_it(name, symbol):
    assert to_text(rf"\{name}{{}}.") == f"{symbol}."


@for_each_row(("tex", "letter"), ACCENTS.items())
def test_an_accent_is_part_of_its_letter(tex, letter):
    assert to_text(tex) == letter


# --- commands in formulas ---------------------------------------------------------------------------------

ALIASES = {
    r"\E x": "<mi>𝔼</mi><mi>x</mi>", r"\N_0": "<msub><mi>ℕ</mi><mn>0</mn></msub>",
    r"\NN_0": "<msub><mi>ℕ</mi><mn>0</mn></msub>", r"\Oh(n)": "<mi>𝒪</mi><mo>(</mo><mi>n</mi><mo>)</mo>",
    r"\P x": "<mi>ℙ</mi><mi>x</mi>", r"\Q x": "<mi>ℚ</mi><mi>x</mi>", r"\QQ x": "<mi>ℚ</mi><mi>x</mi>",
    r"\R x": "<mi>ℝ</mi><mi>x</mi>", r"\RR x": "<mi>ℝ</mi><mi>x</mi>", r"\Z x": "<mi>ℤ</mi><mi>x</mi>",
    r"\ZZ x": "<mi>ℤ</mi><mi>x</mi>", r"A\backslash B": "<mi>A</mi><mo>∖</mo><mi>B</mi>",
    r"\bold{x}y": "<mi>𝐱</mi><mi>y</mi>", r"\copyright x": "<mi>©</mi><mi>x</mi>",
    r"A^\dag": "<msup><mi>A</mi><mi>†</mi></msup>", r"\eps x": "<mi>ϵ</mi><mi>x</mi>",
    r"\mathbbm{R}x": "<mi>ℝ</mi><mi>x</mi>", r"\mathds{R}x": "<mi>ℝ</mi><mi>x</mi>",
    r"\pmb{x}y": "<mi>𝒙</mi><mi>y</mi>",
}  # fmt: skip
FRACTIONS = ["cfrac", "dfrac", "frac", "nicefrac", "sfrac", "tfrac"]
BINOMIALS = ["binom", "dbinom", "tbinom"]
IGNORED = """boldmath displaystyle em ensuremath large limits mathbin mathclose mathinner mathop mathopen
    mathord mathpunct mathrel mathstrut nolimits nonumber normalsize notag protect scriptscriptstyle
    scriptsize scriptstyle small textstyle xspace""".split()
OPERATORS = """Cov KL OPT Pr SNR Var arg det diag dist dom erf gcd inf lim max min opt poly polylog rank sgn
    sign softmax sup supp tr""".split()
FONTS = """Bbb bf bm boldsymbol cal frak it mathbb mathbf mathcal mathfrak mathit mathnormal mathrm mathscr
    mathsf mathtt rm sf tt""".split()
SIZES = "Big Bigg Biggl Biggm Biggr Bigl Bigm Bigr big bigg biggl biggm biggr bigl bigm bigr".split()
ENVIRONMENTS = "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix array cases split align*".split()
STRUCTURES = {
    r"\acute{x}": "x́", r"\bar{x}": "x̄", r"\breve{x}": "x̆", r"\check{x}": "x̌", r"\ddot{x}": "ẍ",
    r"\dot{x}": "ẋ",
    r"\grave{x}": "x̀", r"\hat{x}": "x̂", r"\mathring{x}": "x̊", r"\tilde{x}": "x̃", r"\vec{x}": "x⃗",
    r"\widehat{x}": "x̂", r"\widetilde{x}": "x̃", r"\overline{x}": "x̄", r"\overrightarrow{x}": "x⃗",
    r"\overleftarrow{x}": "x^←", r"\underline{x}": "x\u0332", r"\overbrace{x}": "x", r"\underbrace{x}": "x",
    r"\argmax f": "arg max f", r"\argmin f": "arg min f",
    r"a \mod b": "a mod b", r"a \pmod b": "a (mod b)", r"a \atop b": "a choose b",
    r"{a \choose b}": "(a choose b)", r"{a \over b}": "a/b", r"\bra{x}": "⟨x|", r"\ket{x}": "|x⟩",
    r"\braket{x}": "⟨x⟩", r"a \not\in b": "a ∉ b", r"\left(a\middle|b\right)": "(a|b)", r"\sqrt{x}": "√x",
    r"\overset{a}{b}": "b^a", r"\underset{a}{b}": "b_a", r"\stackrel{a}{b}": "b^a",
    r"\substack{a\\b}": "a; b",
    r"a\quad b": "a b", r"a\qquad b": "a b", r"a\thinspace b": "a b", r"\xleftarrow{a}": "←^a",
    r"\xrightarrow{a}": "→^a", r"\xrightarrow[a]{b}": "→_a^b", r"x^a_b y": "x_b^a y", r"x^a y": "x^a y",
}  # fmt: skip


@for_each_row(("tex", "mathml"), ALIASES.items())
def test_a_macro_of_authors_is_understood(tex, mathml):
    assert to_html(rf"\({tex}\)") == f"<math>{mathml}</math>"


@for_each_row("name", FRACTIONS)
def test_every_command_for_a_fraction_makes_one(name):
    assert to_text(rf"\(\{name}{{a}}{{b}}\)") == "a/b"


@for_each_row("name", BINOMIALS)
def test_every_command_for_a_binomial_makes_one(name):
    assert to_text(rf"\(\{name}{{a}}{{b}}\)") == "(a choose b)"


@for_each_row("name", IGNORED)
def test_a_command_about_looks_is_ignored(name):
    assert to_html(rf"\(a \{name} b_1\)") == to_html(r"\(a b_1\)")


@for_each_row("name", [*OPERATORS, *(command[1:] for command in commands.FUNCTIONS)])
def test_the_name_of_a_function_is_upright_with_a_space_after_it(name):
    assert to_text(rf"\(\{name} x\)") == f"{name} x"


@for_each_row("name", FONTS)
def test_a_font_changes_no_letter_of_the_text(name):
    assert to_text(rf"\(\{name}{{A}}_1\)") == "A₁"


@for_each_row("name", SIZES)
def test_a_bracket_may_have_a_size(name):
    assert to_text(rf"\(\{name}( x\)") == "(x"


@for_each_row("name", ENVIRONMENTS)
def test_a_matrix_is_written_row_by_row(name):
    columns = "{ll}" if name == "array" else ""
    text = to_text(rf"\(\begin{{{name}}}{columns}a&b\\c&d\end{{{name}}}\)")

    assert text.strip("()[]{}|‖") == "a b; c d"


@for_each_row(("tex", "text"), STRUCTURES.items())
def test_a_structure_is_written_in_a_line(tex, text):
    assert to_text(rf"\({tex}\)") == text


@for_each_row("tex", [r"\liminf f", r"\limsup f", r"a \bmod b"])
def test_a_function_of_two_words_is_converted(tex):
    assert "<math>" in to_html(rf"\({tex}\)")


# --- characters in formulas -------------------------------------------------------------------------------

RELATIONS = "=<>≤≥≦≧⩽⩾≠≈≃≅≡∽∝∈∉∋⊂⊃⊆⊇⊊⊋≪≫≲≳≺≻≼≽→←↔⇒⇔↦⟶⟵⟹⟺⊢⊨≜≔≐"
RELATION_COMMANDS = {":=": ":=", r"\sim ": "~", r"\mid ": "|", r"\Leftarrow ": "⇐"}
OTHER_FORMS = {"−": "-", "′": "'", "″": "''", "∗": "*", "∣": "|", "∼": "~"}
FONT_LETTERS = dict(zip("ℬℰℱℋℐℒℳℛℭℌℑℜℨ", "BEFHILMRCHIRZ", strict=True))
LIMITS = ["argmax", "argmin", "inf", "lim", "max", "min", "sup"]
SPACES = {r"\,": "0.167em", r"\:": "0.222em", r"\;": "0.278em", r"\!": "-0.167em"}


@for_each_row("relation", RELATIONS)
def test_there_are_spaces_around_a_relation(relation):
    assert to_text(rf"\(a{relation}b\)") == f"a {relation} b"


@for_each_row(("tex", "relation"), RELATION_COMMANDS.items())
def test_there_are_spaces_around_the_command_of_a_relation(tex, relation):
    assert to_text(rf"\(a{tex}b\)") == f"a {relation} b"


@for_each_row("mark", "∞∂∅⊤⊥∎℘")
def test_a_symbol_that_is_not_an_operator_is_an_identifier(mark):
    assert to_html(rf"\(a{mark}b\)") == f"<math><mi>a</mi><mi>{mark}</mi><mi>b</mi></math>"


@for_each_row("mark", ":;")
def test_punctuation_is_an_operator(mark):
    assert to_html(rf"\(a{mark}b\)").count("<mo>") == 1


@for_each_row("mark", "∑∏∐∫∮⋃⋂")
def test_a_space_follows_a_sum(mark):
    assert to_text(rf"\({mark} x_i\)") == f"{mark} x_i"


@for_each_row(("character", "typed"), OTHER_FORMS.items())
def test_a_character_is_written_as_people_type_it(character, typed):
    assert to_text(rf"\({character}\)") == typed


@for_each_row(("letter", "plain_letter"), FONT_LETTERS.items())
def test_a_letter_of_a_font_is_written_as_a_plain_letter(letter, plain_letter):
    assert to_text(rf"\({letter}_1\)") == f"{plain_letter}₁"


@for_each_row("space", "\u00a0\u2009")
def test_a_fixed_space_is_written_as_a_space(space):
    assert to_text(rf"\(\text{{a{space}b}}\)") == "a b"


@for_each_row("name", LIMITS)
def test_the_index_of_a_function_is_below_it_in_a_display_formula(name):
    assert "<munder>" in to_html(rf"\[\operatorname{{{name}}}_x f\]")
    assert "<msub>" in to_html(rf"\(\operatorname{{{name}}}_x f\)")


@for_each_row(("tex", "width"), SPACES.items())
def test_a_space_of_tex_has_its_width(tex, width):
    assert f'<mspace width="{width}"/>' in to_html(rf"\(a{tex}b_1\)")


@for_each_row(
    ("tex", "attribute"),
    [
        (r"\binom{a}{b}", 'linethickness="0"'),
        (r"\big(x_1\big)", 'minsize="1.2em" maxsize="1.2em"'),
        (r"\left|\frac ab\right.", 'form="prefix"'),
        (r"(\frac ab)", 'stretchy="false"'),
    ],
)
def test_an_attribute_that_browsers_need_is_kept(tex, attribute):
    assert attribute in to_html(rf"\({tex}\)")


@for_each_row(
    ("command", "letters"),
    [
        ("mathcal", "𝒜𝒷"), ("mathbb", "𝔸𝕓"), ("mathfrak", "𝔄𝔟"), ("mathbf", "𝐀𝐛"), ("boldsymbol", "𝑨𝒃"),
    ],
)  # fmt: skip
def test_a_letter_is_written_in_its_font(command, letters):
    html = to_html(rf"\(\{command}{{A}}_1\{command}{{bA}}\)")

    assert all(f"<mi>{letter}</mi>" in html for letter in letters)


@for_each_row(("tex", "letter"), [(r"{\sf A} = 1", "𝖠"), (r"{\tt A} = 1", "𝙰")])
def test_a_letter_is_written_in_the_font_that_was_switched_on(tex, letter):
    assert f"<mi>{letter}</mi>" in to_html(rf"\({tex}\)")


@for_each_row("command", ["mathrm", "mathsf", "mathtt", "mathit"])
def test_a_word_in_a_font_is_one_identifier(command):
    assert "<mi>AB</mi>" in to_html(rf"\(\{command}{{AB}}_1\)")


@for_each_row("command", ["underbrace", "overbrace"])
def test_a_brace_is_left_out_in_plain_text(command):
    assert to_text(rf"\(\{command}{{ab}}\)") == "ab"


# Formulas that differ only in where an argument ends, and their plain texts.
EXTENTS = {
    r"\sqrt{nq}": "√(nq)", r"\sqrt{n}q": "√nq", r"\sqrt{23}": "√23", r"\sqrt{2}3": "√2 3",
    r"\sqrt{x^2}": "√x²", r"\sqrt{x}^2": "(√x)²", r"\sqrt[3]{ab}": "³√(ab)", r"\sqrt[3]{a}b": "³√ab",
    r"\frac{ab}{2}": "(ab)/2", r"a\frac{b}{2}": "ab/2", r"\frac{a}{bc}": "a/(bc)", r"\frac{a}{b}c": "a/bc",
    r"\frac{1}{23}": "1/23", r"\frac{1}{2}3": "1/2 3", r"\frac{\text{time}}{2}": "time/2",
    r"{ab}^2": "(ab)²", r"ab^2": "ab²", r"{(ab)}^2": "(ab)²", r"x^{ab}": "x^ab", r"x^ab": "x^a b",
    r"x^{2n}": "x²ⁿ", r"x^2n": "x²n", r"{x_i}^2": "x_i²", r"\mathrm{CO}_2": "CO₂", r"\text{MAC}^2": "MAC²",
    r"\overline{ab}c": "(ab)\u0304c", r"\overline{a}bc": "ābc", r"abc": "abc",
    r"\widehat{AB}C": "(AB)\u0302C", r"\hat{A}BC": "ÂBC", r"\underline{ab}c": "a\u0332b\u0332c",
}  # fmt: skip


@for_each_row("formula", EXTENTS)
def test_plain_text_shows_where_an_argument_ends(formula):
    assert to_text(f"${formula}$") == unicodedata.normalize("NFC", EXTENTS[formula])


def test_formulas_with_different_arguments_differ_in_plain_text():
    same = {r"{(ab)}^2"}
    texts = [text for formula, text in EXTENTS.items() if formula not in same]
    assert len(texts) == len(set(texts))
