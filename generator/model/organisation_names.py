"""Recognise names of organisations and groups, which are not split into given and family name."""

import re
from functools import lru_cache

_WORDS = """
    academy académie accademia agency akademie alliance association authority bundesamt bureau bytedance
    center centers centre centres centro clinic collaboration collaborations collaborators college
    commission committee community company consejo consortia consortium contributors
    corp corporation council deepmind department dept developers directorate division editors
    electronics experiment faculty federation for forum foundation fraunhofer gmbh google group groupe
    groups hochschule hospital inc industries initiative institut institute institutes institution
    institutions instituto intelligence investigators istituto klinik lab laboratoire laboratories
    laboratorio laboratory labs library llc llp ltd microsoft ministerio ministerium ministry ministère
    museum network networks nvidia observatory of office openai organisation organization partnership
    plc politecnico politécnica politécnico polytechnic polytechnique program programme project projects
    research researchers school schools secretariat services society software solutions staff studio
    studios survey systems team teams technologies technology univ universidad universidade universita
    universitas universitat universite universiteit universitet universitetet universities university
    università universität université univerzita uniwersytet workshop üniversitesi
"""
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS.split())})\b", re.IGNORECASE)
_OTHER_SIGNS = re.compile(
    r"""
      \s(?:and|&)\s | [;；] | ^others$        # several names
    | \btask\s+force\b
    | \b[Tt]ask\s[Ff]orce\b | \bReview\sBoard\b | ^(?:ACM|CERN|IEEE|IETF|NASA|NIST|W3C)\s
    | \.\s?ai$ | \b\w+\.(?:ai|com|org|io)$  # Toy. ai, toys.org
    """,
    re.VERBOSE,
)
_FIELD = re.compile(r"\b(?:AI|NLP|ML|HPC|R&D)$")  # Toy AI; but JASON AI and Jason Ai are people
_COMMA = re.compile(r"[,，]")
_SURNAMES = frozenset(["center", "college", "lab", "office", "school", "staff"])


@lru_cache(maxsize=1 << 17)  # each name is looked at for several reasons, and on many papers
def is_organisation(name: str, *, has_comma: bool = False) -> bool:
    """Whether a name is that of an organisation or of several people.

    >>> is_organisation("The Toy Team"), is_organisation("Toy AI"), is_organisation("Amy Ai")
    (True, True, False)

    Args:
        name: The name.
        has_comma: Whether a comma may be part of a person's name, as in ``Example, Amy``.
    """
    if _COMMA.search(name) and not has_comma:
        return True
    if _OTHER_SIGNS.search(name) or (_FIELD.search(name) and not name.isupper()):
        return True
    return has_organisation_word(name)


def has_organisation_word(text: str) -> bool:
    """Whether a text has a word such as “Institute”, which is not the surname in “A. Lab”."""
    match = _WORD.search(text)
    if match is None:
        return False
    is_surname = match.end() == len(text) and match[0].lower() in _SURNAMES
    return not (is_surname and text[: match.start()].rstrip().endswith("."))
