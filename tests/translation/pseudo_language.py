"""A language for tests: each message in brackets, with an accent on each of its letters.

A word of the program that readers see without an accent is not translated.
"""

import re
import shutil
from string import ascii_letters

from babel.messages.pofile import read_po, write_po

from generator.translation.message_files import FOLDER

LANGUAGE = "eo"  # Material has words of its own in this language
ACCENTED = str.maketrans(ascii_letters, "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ")
# Placeholders, code and targets of links stay as they are.
_KEPT = re.compile(r"(%\(\w+\)s|`[^`]*`|\]\((?:%\(\w+\)s|[^)])*\))")
# Names that are the same in all languages, dates (which are English in all languages), and data of tests.
_NAMES = re.compile(
    r"alphaXiv|arXiv|Atom|BibTeX|Connected Papers|Crossref|CSL-JSON|CSV|DataCite|DBLP|DOI|GitHub"
    r"|Google Scholar|HTML|JSON Feed|JSON Lines|JSON Schema|ORCID|PDF|RIS|Semantic Scholar|llms\.txt"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|\b[A-Z]\b|Amy A|Toy U|because|cs\.\w\w|toy|Performance \(cs\.PF\)|\bv\d\b|\[\w\]|https?\S*"
    r"|\S+\.example\S*|[\d.]+\.bib"
)


def find_english(texts):
    """The texts with letters that are neither translated nor data."""
    return [text for text in texts if re.search(r"[A-Za-z]", _NAMES.sub("", text))]


def write_pseudo_language(folder):
    """Write the message files of English and of the pseudo language to a folder."""
    shutil.copy(FOLDER / "messages.pot", folder)
    with (FOLDER / "messages.pot").open("rb") as file:
        catalog = read_po(file, locale=LANGUAGE)
    for message in catalog:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else message.id
            translated = tuple(map(translate, forms))
            message.string = translated[0] if len(forms) == 1 else translated
    catalog.fuzzy = False
    with (folder / f"{LANGUAGE}.po").open("wb") as file:
        write_po(file, catalog)


def translate(message):
    parts = _KEPT.split(message)
    return f"⟦{''.join(part if place % 2 else part.translate(ACCENTED) for place, part in enumerate(parts))}⟧"
