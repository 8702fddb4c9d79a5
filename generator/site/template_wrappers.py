"""Find templates that only include another template and change its output, for example to remove spaces."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import jinja2
from jinja2 import meta, nodes

_OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class TemplateWrapper:
    """Such a template.

    Attributes:
        inner: The name of the template that it includes.
        wrap: Changes the output of that template.
    """

    inner: str
    wrap: Callable[[str], str]


def make_wrapper_finder(env: jinja2.Environment) -> Callable[[str], TemplateWrapper | None]:
    """Make a function that returns the wrapper of this name, or None for any other template."""

    @cache
    def find_wrapper(name: str) -> TemplateWrapper | None:
        if env.loader is None:
            return None
        tree = env.parse(env.loader.get_source(env, name)[0])
        included = [include.template for include in tree.find_all(nodes.Include)]
        names = [template.value for template in included if isinstance(template, nodes.Const)]
        uses_others = any(tree.find(kind) for kind in (nodes.Extends, nodes.Import, nodes.FromImport))
        if len(included) != 1 or len(names) != 1 or uses_others or meta.find_undeclared_variables(tree):
            return None
        # In place of the included template stands one that prints a variable.
        replacement = jinja2.DictLoader({names[0]: f"{{{{ {_OUTPUT} }}}}"})
        loader = jinja2.ChoiceLoader([replacement, env.loader])
        template = env.overlay(loader=loader).get_template(name)
        return TemplateWrapper(names[0], lambda output: template.render({_OUTPUT: output}))

    return find_wrapper
