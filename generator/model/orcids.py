"""ORCID iDs, which identify people: https://support.orcid.org/hc/en-us/articles/360006897674."""

import re

_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?", re.ASCII)


def find_orcid(text: str) -> str | None:
    """Return the valid ORCID iD that is this text or address, or None.

    >>> find_orcid("http://orcid.org/0000-0002-1825-0097"), find_orcid("0000-0002-1825-0098")
    ('0000-0002-1825-0097', None)
    """
    match = _ORCID.fullmatch(text.strip())
    orcid = match[1].upper() if match else ""
    return orcid if orcid and has_valid_check_digit(orcid) else None


def has_valid_check_digit(orcid: str) -> bool:
    """Whether an ORCID iD has the check digit of ISO 7064 MOD 11-2.

    >>> has_valid_check_digit("0000-0002-1825-0097")
    True
    """
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]
