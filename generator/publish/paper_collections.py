"""Collections of papers with a page of their own: those of a topic, a venue, an author and so on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.papers import Paper
from generator.model.person_names import split_name
from generator.model.text import fold, fold_name


@dataclass(frozen=True, slots=True)
class PaperCollection:
    """Papers with a page of their own.

    Attributes:
        page: The page, as a file under ``docs/``.
        name: Its name, which its feed has, too.
        description: A sentence about it, for its feed.
        papers: All of its papers; a feed shows the newest.
        search_keys: The names by which the search offers the page, from `list_name_keys` or
            `list_author_keys`; a reader may type the beginning of any of them.
        has_feed: Whether readers can follow it.
        has_bibliography: Whether it offers the citations of its papers as a file.
    """

    page: str
    name: str
    description: str
    papers: Sequence[Paper]
    search_keys: Sequence[str] = ()
    has_feed: bool = True
    has_bibliography: bool = False


def list_name_keys(*names: str) -> Sequence[str]:
    """List the folded names, begun with each of their words.

    ``Memory Systems`` gives ``memory systems`` and ``systems memory``.
    """
    return _remove_duplicates(
        " ".join([*words[start:], *words[:start]])
        for words in (fold(name).split() for name in names)
        for start in range(len(words))
    )


def list_author_keys(name: str, family: str | None) -> Sequence[str]:
    """List the folded name of an author, begun with its first word, its last, or the family name.

    ``Zoë de Vries`` gives ``zoe de vries``, ``vries zoe de`` and ``de vries zoe``.

    Args:
        name: The name, given name first.
        family: The family name if it is stated.
    """
    words = fold_name(name).split()
    parts = split_name(name, family)
    inverted = fold_name(f"{parts.family} {parts.given} {parts.suffix}") if parts else ""
    return _remove_duplicates(filter(None, (" ".join(words), " ".join([*words[-1:], *words[:-1]]), inverted)))


def _remove_duplicates(keys: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(keys))
