"""Recognise withdrawn papers by their authors' comment."""

import re

# Authors withdraw a paper by a new version with such a comment (https://info.arxiv.org/help/withdraw.html).
# A paper withdrawn from a conference, or one about withdrawn products, is not withdrawn.
_WORK = r"(?:paper|article|submission|manuscript|preprint|work|version)"
_WITHDRAWN = re.compile(
    rf"\W*(?:(?:this|the|our)\s+(?:{_WORK}\s+)?(?:(?:has been|is|was)\s+)(?:temporarily\s+)?withdrawn"
    rf"|(?:(?:this|the|our)\s+)?{_WORK}\s+(?:(?:has been|is|was)\s+)?withdrawn"
    rf"|(?:the |this )?authors?,? (?:has|have) withdrawn (?:this|the|our) {_WORK}"
    r"|withdrawn(?=\W*$|\s*[^\w\s]|\s+(?:by|due|because|as|since|pending|until|to)\b|\s+from arxiv))"
    r"(?!\s+from\b(?!\s+(?:the )?arxiv))",
    re.IGNORECASE,
)


def is_withdrawn(comment: str | None) -> bool:
    """Whether the authors' comment states that the paper is withdrawn; arXiv's API has no other sign.

    >>> is_withdrawn("This paper has been withdrawn by the authors"), is_withdrawn("Withdrawn from ICSE")
    (True, False)
    """
    return bool(comment and _WITHDRAWN.match(comment))
