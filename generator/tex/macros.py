"""Tables of the macros that text may contain, by name without backslash."""

from collections.abc import Mapping

from pylatexenc.latex2text import get_default_latex_context_db

from generator.model.text import clean_text

# Macros with an argument, and the HTML element around the argument; "" means no element.
ARGUMENT_MACROS: Mapping[str, str] = {
    "emph": "em", "textit": "em", "textsl": "em", "texttt": "code", "textsuperscript": "sup",
    "textsubscript": "sub",
} | dict.fromkeys(
    [
        "ensuremath", "fbox", "hbox", "mbox", "text", "textbf", "textmd", "textnormal", "textrm", "textsc",
        "textsf", "textup", "ul", "uline", "underline",
    ],
    "",
)  # fmt: skip
# Macros that apply up to the end of their group, and the HTML element around the rest of the group.
DECLARATION_MACROS: Mapping[str, str] = {
    "em": "em", "it": "em", "itshape": "em", "sl": "em", "tt": "code", "ttfamily": "code",
} | dict.fromkeys(
    [
        "bf", "bfseries", "boldmath", "centering", "footnotesize", "large", "noindent", "normalfont", "rm",
        "sc", "scriptsize", "scshape", "sf", "sffamily", "small", "upshape",
    ],
    "",
)  # fmt: skip
# Macros for letters: a space after them ends the macro and is not shown (Bj\o rner).
LETTER_MACROS = frozenset(["AA", "AE", "L", "O", "OE", "aa", "ae", "i", "j", "l", "o", "oe", "ss"])
# Symbols that pylatexenc does not know, or writes in a way that people do not.
_OWN_SYMBOLS = {
    "BibTeX": "BibTeX", "LaTeX": "LaTeX", "P": "¶", "S": "§", "TeX": "TeX", "copyright": "©",
    "euro": "€", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "ie": "i.e.", "item": "•",
    "newline": " ", "par": " ", "phi": "φ", "pounds": "£", "qquad": " ", "quad": " ",
    "textasciicircum": "^", "textbar": "|", "textgreater": ">", "textless": "<", "vs": "vs.",
    "wrt": "w.r.t.", "xspace": "",
}  # fmt: skip


def _collect_symbols() -> dict[str, str]:
    """Collect the macros for characters: pylatexenc's, and our own."""
    database = get_default_latex_context_db()
    symbols = {
        spec.macroname: spec.simplify_repl
        for spec in database.iter_macro_specs(["latex-base", "advanced-symbols"])
        # Other replacements are templates, and \today depends on the clock.
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl and spec.macroname != "today"
    }
    return {
        name: text
        for name, text in (symbols | _OWN_SYMBOLS).items()
        if name.isalpha() and clean_text(text) == text
    }


SYMBOL_MACROS: Mapping[str, str] = _collect_symbols()
