"""Pages that the search offers when a reader types their name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.text import fold, fold_name


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page that the search offers by its name.

    Attributes:
        folder: The folder of the page, such as ``topics``.
        slug: Its address in the folder.
        name: Its name.
        count: The number of papers that it lists.
        keys: The names to find it by, from `list_name_keys` or `list_author_keys`; a reader may type the
            beginning of any of them.
    """

    folder: str
    slug: str
    name: str
    count: int
    keys: Sequence[str]


def list_name_keys(*names: str) -> Sequence[str]:
    """List the folded names, begun with each of their words.

    ``Memory Systems`` gives ``memory systems`` and ``systems memory``.
    """
    return _remove_duplicates(
        " ".join([*words[start:], *words[:start]])
        for words in (fold(name).split() for name in names)
        for start in range(len(words))
    )


def list_author_keys(name: str) -> Sequence[str]:
    """List the folded name of an author, begun with its first word or its last.

    ``Zoë de Vries`` gives ``zoe de vries`` and ``vries zoe de``.
    """
    words = fold_name(name).split()
    return _remove_duplicates(filter(None, (" ".join(words), " ".join([*words[-1:], *words[:-1]]))))


def _remove_duplicates(keys: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(keys))
