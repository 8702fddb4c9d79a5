"""The environment of the templates: a value is escaped unless it is markup."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from generator import tex
from generator.model.dates import format_day
from generator.model.escaping import escape_markdown, format_code_block
from generator.publish import paths
from generator.publish.formatting import SEPARATOR, isolate_direction, split_lead
from generator.publish.front_matter import write_front_matter
from generator.publish.page_links import escape_url
from generator.translation.messages import _, ngettext

_EMPTY_LINES = "\n\n\n"
_LINE_BREAK = "  "  # at the end of a line


def render_template(template: str, meta: Mapping[str, Any], **values: object) -> str:
    """Render the text of a page.

    Args:
        template: The name of the template, without ``.md.j2``.
        meta: Front matter. MkDocs and themes show ``title`` and ``description`` as HTML.
        values: What the template needs.
    """
    text = build_template_environment().get_template(f"{template}.md.j2").render(values)
    # The tabs and the footer lead to all sections, so the sidebar is hidden.
    front_matter = write_front_matter({**meta, "hide": meta.get("hide", ["navigation"])})
    return f"{front_matter}\n{_tidy(text)}"


def _tidy(text: str) -> str:
    """Remove empty lines and spaces that are left of template tags; line breaks of Markdown stay."""
    lines = [
        line.rstrip() + _LINE_BREAK if line[-2:] == _LINE_BREAK and not line.isspace() else line.rstrip()
        for line in text.splitlines()
    ]
    tidied = "\n".join(lines)
    while _EMPTY_LINES in tidied:
        tidied = tidied.replace(_EMPTY_LINES, "\n\n")
    return tidied.strip("\n") + "\n"


class _FinalizingCodeGenerator(CodeGenerator):
    """Calls `_finalize` for each output, and not Jinja's `escape`, which would only copy the markup."""

    def _output_child_pre(self, *_arguments: object) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, *_arguments: object) -> None:
        self.write(")")


class _TemplateEnvironment(Environment):
    code_generator_class = _FinalizingCodeGenerator


@cache
def build_template_environment() -> Environment:
    """Build the environment of all templates."""
    environment = _TemplateEnvironment(
        extensions=["jinja2.ext.i18n"],
        loader=PackageLoader("generator.publish"),
        autoescape=True,
        auto_reload=False,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # of the extension
    environment.globals |= {
        "_": _translate,
        "gettext": _translate,
        "ngettext": _translate_number,
        "paths": paths,
        "separator": Markup(SEPARATOR),  # noqa: S704 - constant
    }
    environment.filters |= {
        "code_block": _render_code_block,
        "date": format_day,
        "html": escape_html,
        "isolate": isolate_direction,
        "number": "{:,}".format,
        "split_lead": split_lead,
        "tex": tex.to_markdown,
        "url": escape_url,
    }
    return environment


def _render_code_block(text: str, language: str) -> Markup:
    return Markup(format_code_block(text, language))  # noqa: S704 - the fence is longer than any in the text


def _finalize(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape_markdown(str(value))


# Messages are Markdown of the program; their values are escaped like those of templates.


def _translate(message: str, /, **values: object) -> Markup:
    return Markup(_(message, **_finalize_all(values)))  # noqa: S704 - see above


def _translate_number(singular: str, plural: str, number: int, /, **values: object) -> Markup:
    return Markup(ngettext(singular, plural, number, **_finalize_all(values)))  # noqa: S704 - see above


def _finalize_all(values: Mapping[str, object]) -> dict[str, Markup]:
    return {name: _finalize(value) for name, value in values.items()}


def escape_html(value: object) -> Markup:
    """Escape a value for HTML in which Markdown is not converted, such as an attribute."""
    return Markup(escape(str(value)).replace("&#39;", "'"))  # noqa: S704 - attributes are in double quotes
