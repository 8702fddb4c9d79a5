"""Whether a paper still stands."""

import re

# Authors withdraw by a new version whose comment says so (https://info.arxiv.org/help/withdraw.html).
# “Withdrawn from a conference” is another thing, and so are withdrawn goods that a paper writes of.
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
    """Whether the authors' comment says that the paper is withdrawn; arXiv's API tells it nowhere else."""
    return bool(comment and _WITHDRAWN.match(comment))
