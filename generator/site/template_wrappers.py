"""Templates that do nothing but include another and change its text, such as to leave out blanks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import jinja2
from jinja2 import meta, nodes

_WRAPPED = "wrapped"


@dataclass(frozen=True, slots=True)
class Wrapping:
    """Such a template: the one that it includes, and what it makes of its text."""

    inner: str
    wrap: Callable[[str], str]


def wrappings(env: jinja2.Environment) -> Callable[[str], Wrapping | None]:
    """What tells of a template by its name whether it is of this kind."""

    @cache
    def wrapping(name: str) -> Wrapping | None:
        if env.loader is None:
            return None
        tree = env.parse(env.loader.get_source(env, name)[0])
        included = [include.template for include in tree.find_all(nodes.Include)]
        named = [part.value for part in included if isinstance(part, nodes.Const)]
        others = any(tree.find(kind) for kind in (nodes.Extends, nodes.Import, nodes.FromImport))
        if len(included) != 1 or len(named) != 1 or others or meta.find_undeclared_variables(tree):
            return None
        stand_in = jinja2.DictLoader({named[0]: f"{{{{ {_WRAPPED} }}}}"})
        template = env.overlay(loader=jinja2.ChoiceLoader([stand_in, env.loader])).get_template(name)
        return Wrapping(named[0], lambda text: template.render({_WRAPPED: text}))

    return wrapping
