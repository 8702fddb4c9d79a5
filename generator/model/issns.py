"""ISSNs, the identifiers of journals (https://www.issn.org/understanding-the-issn/)."""

import re

_ISSN = re.compile(r"(?<![\w-])(\d{4})[-–‐]?(\d{3})([\dXx])(?![\w-])", re.ASCII)
_LENGTH = 8
_MODULUS = 11


def find_issn(text: str) -> str | None:
    """Return the first ISSN with a right check digit in a text.

    >>> find_issn("ISSN: 0008347X"), find_issn("0008-3478")
    ('0008-347X', None)
    """
    for match in _ISSN.finditer(text):
        digits = "".join(match.groups()).upper()
        values = (10 if digit == "X" else int(digit) for digit in digits)
        if (
            sum(weight * value for weight, value in zip(range(_LENGTH, 0, -1), values, strict=True))
            % _MODULUS
            == 0
        ):
            return f"{digits[:4]}-{digits[4:]}"
    return None


def is_issn(text: str) -> bool:
    """Whether a text is an ISSN in its usual form.

    >>> is_issn("0008-347X"), is_issn("0008347X")
    (True, False)
    """
    return find_issn(text) == text
