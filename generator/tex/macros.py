"""The macros that mean something in words: what each becomes, by name without backslash."""

from collections.abc import Mapping

from pylatexenc.latex2text import get_default_latex_context_db

from generator.model.text import clean_text

# Macros whose argument stays, and the element it is put in.
ARGUMENT: Mapping[str, str] = {
    "emph": "em", "textit": "em", "textsl": "em", "texttt": "code", "textsuperscript": "sup",
    "textsubscript": "sub",
} | dict.fromkeys(
    [
        "ensuremath", "fbox", "hbox", "mbox", "text", "textbf", "textmd", "textnormal", "textrm", "textsc",
        "textsf", "textup", "ul", "uline", "underline",
    ],
    "",
)  # fmt: skip
# Macros that hold to the end of their group.
DECLARATION: Mapping[str, str] = {
    "em": "em", "it": "em", "itshape": "em", "sl": "em", "tt": "code", "ttfamily": "code",
} | dict.fromkeys(
    [
        "bf", "bfseries", "boldmath", "centering", "footnotesize", "large", "noindent", "normalfont", "rm",
        "sc", "scriptsize", "scshape", "sf", "sffamily", "small", "upshape",
    ],
    "",
)  # fmt: skip
# Macros after which TeX's authors write a blank that is not meant: Bj\o rner.
LETTERS = frozenset(["AA", "AE", "L", "O", "OE", "aa", "ae", "i", "j", "l", "o", "oe", "ss"])


def _symbols() -> dict[str, str]:
    database = get_default_latex_context_db()
    found = {
        spec.macroname: spec.simplify_repl
        for spec in database.iter_macro_specs(["latex-base", "advanced-symbols"])
        # Anything but a character or a word is a template, and \today asks the clock.
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl and spec.macroname != "today"
    }
    own = {
        "BibTeX": "BibTeX", "LaTeX": "LaTeX", "P": "¶", "S": "§", "TeX": "TeX", "copyright": "©",
        "euro": "€", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "ie": "i.e.", "item": "•",
        "newline": " ", "par": " ", "phi": "φ", "pounds": "£", "qquad": " ", "quad": " ",
        "textasciicircum": "^", "textbar": "|", "textgreater": ">", "textless": "<", "vs": "vs.",
        "wrt": "w.r.t.", "xspace": "",
    }  # fmt: skip
    return {name: text for name, text in (found | own).items() if name.isalpha() and clean_text(text) == text}


SYMBOLS: Mapping[str, str] = _symbols()
