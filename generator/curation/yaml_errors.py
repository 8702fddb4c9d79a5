"""Explain to people why a file is not the YAML that we read: what the rule is, and what to do."""

import re
from collections.abc import Iterable

import yaml

from generator.curation.hints import quote

Explanation = tuple[str, str]  # a message, and a hint

# What gets into a file when text is copied or merged, at the beginning of a line.
_STRAY_TEXT = (
    (
        re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE),
        "the file must not contain conflict markers of git",
        "keep the right lines of both sides, and delete the lines with <<<<<<<, ======= and >>>>>>>",
    ),
    (
        re.compile(r"^```", re.MULTILINE),
        "the file must be plain YAML, got a Markdown code fence",
        "delete the lines with ```",
    ),
    (
        re.compile(r"^ *[\u00a0\u2000-\u200a\u202f\u3000][\s\u200b]*(- |[\w-]+: ?)", re.MULTILINE),
        "lines must be indented with spaces, got a space of another kind",
        "replace it with a plain space; it often comes from copying a web page",
    ),
    (
        re.compile(r"^[a-z_]+：", re.MULTILINE),
        "a key must be followed by a colon and a space, got a full-width colon",
        "type the colon of a Latin keyboard",
    ),
)
# What YAML does not allow in a file (https://yaml.org/spec/1.1/#c-printable); UTF-8 has no surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
# Messages of the parser, and the explanations that replace them.
_EXPLANATIONS = {
    "mapping values are not allowed": (
        "text that contains a colon and a space must be in quotes",
        "put quotes around the whole text",
    ),
    "could not find expected ':'": (
        "each line must be a key with its value, or continue a value",
        "write 'key: value', and indent text of several lines below its key",
    ),
    "found unexpected end of stream": (
        "quotes must be closed, and those that open here are not",
        "close them, and put text with an apostrophe in double quotes",
    ),
    "cannot start any token": (
        "text that starts with this character must be in quotes",
        "put quotes around text that starts with %, @ or `",
    ),
    "did not find expected key": (
        "expected a key here",
        "start the keys of a group in the same column, and write text that contains quotes below 'key: >-'",
    ),
    "did not find expected '-' indicator": (
        "expected a list entry here",
        "start each entry with '- ', all in the same column",
    ),
    "did not find expected ','": (
        "brackets must be closed, and the entries inside separated by commas",
        "add the missing comma or bracket",
    ),
    "did not find expected node content": (
        "expected a value here",
        "write one, or close the bracket that opens before this place",
    ),
    "did not find expected comment or line break": (
        "text after > or | must start on a new line",
        "start a new line below the key, and indent it",
    ),
    "block sequence entries are not allowed": (
        "a list with dashes must start on a new line",
        "start a new line below the key, or put quotes around text that starts with a dash",
    ),
    "unknown escape character": (
        "a backslash in double quotes must start a valid escape",
        "put the text in single quotes",
    ),
    "did not find expected <document start>": (
        "expected the end of the file here",
        "delete what is left over, such as a bracket or a line that starts with %",
    ),
    "did not find expected whitespace or line break": (
        "text that starts with ! must be in quotes",
        "put quotes around the whole text",
    ),
    "did not find expected alphabetic": (
        "text that starts with * or & must be in quotes",
        "put quotes around the whole text",
    ),
}
_MARKDOWN_LINK = re.compile(r"(: |- )\[[^\]]*\]\(")
_DASH_WITHOUT_SPACE = re.compile(r"-\w")
_CURLY_QUOTE = re.compile("[\u2018-\u201f]")


def find_stray_text(text: str) -> tuple[int, int, Explanation] | None:
    """Find the first character or line that has no place in YAML: its line, its column, and what to do."""
    if control := _CONTROL.search(text):
        before = text[: control.start()]
        message = f"the file must not contain control characters, got {quote(control.group())}"
        hint = "delete it; it often comes from copying a PDF"
        return before.count("\n") + 1, len(before) - before.rfind("\n"), (message, hint)
    for pattern, message, hint in _STRAY_TEXT:
        if stray := pattern.search(text):
            return text.count("\n", 0, stray.start()) + 1, 1, (message, hint)
    return None


def explain(error: yaml.MarkedYAMLError, text: str) -> Explanation:
    """Explain why the parser could not read a text."""
    reason = error.problem or "it is not YAML"
    mark = error.problem_mark
    lines = text.splitlines()
    previous, line = ["", *lines, ""][mark.line : mark.line + 2] if mark else ("", "")
    if mark and "\t" in line[: mark.column + 1]:
        return "lines must be indented with spaces, got a tab", "replace each tab with two spaces"
    if explanation := _explain_line(line, previous):
        return explanation
    if reason.startswith("did not find expected <document start>") and _is_indented(lines):
        hint = "delete the spaces before it; where you delete a '#', delete the space after it, too"
        return "the first key of a file must start in the first column", hint
    known = (explanation for words, explanation in _EXPLANATIONS.items() if words in reason)
    unknown = (f"the file must be valid YAML: {reason}", "compare it with another file in its folder")
    message, hint = next(known, unknown)
    return message, f"{hint}; quotes must be straight" if _CURLY_QUOTE.search(line) else hint


def _explain_line(line: str, previous: str) -> Explanation | None:
    """Explain a line, or the one before it, that is written as in another language."""
    if _MARKDOWN_LINK.search(line):
        message = "text that starts with a bracket must be in quotes, got a Markdown link"
        return message, "write the URL alone, or put quotes around the whole text"
    if _DASH_WITHOUT_SPACE.match(line) or _DASH_WITHOUT_SPACE.match(previous):
        return "a list entry must start with a dash and a space", "insert a space after the dash"
    return None


def _is_indented(lines: Iterable[str]) -> bool:
    """Whether the first line with content is indented."""
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    return first.startswith(" ")
