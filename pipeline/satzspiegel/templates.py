"""The templates of a house style (Jinja), in layers: each style lies on the one it rests on.

A template is found in the uppermost style that has it; one that extends or imports its own name
gets that of the styles below. ``blocks.jinja`` is layered macro by macro. What is wrong with a
template is said in one line with its file and, where it is known, its line.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any, NoReturn

import jinja2
import markupsafe
from jinja2.loaders import split_template_path
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from satzspiegel.messages import SatzspiegelError, StyleError
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.template_parts import missing_parts

BLOCK_TEMPLATE = "blocks.jinja"
#: Libraries through which a template works; what they raise is of its making.
MACHINERY = tuple(str(Path(str(m.__file__)).parent) for m in (jinja2, markupsafe))
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
#: Around blocks, to look at them as XML.
FRAGMENT = '<x xmlns:epub="http://www.idpf.org/2007/ops">{}</x>'
#: What a template may look at, but not into: through these it could read and write files.
CLOSED = (PurePath, ModuleType, type, jinja2.Environment, jinja2.Template, jinja2.BaseLoader)
#: Characters, or things in a list, that a template may make by multiplying.
MOST_TIMES = 100_000


class _Template(jinja2.Template):
    """A template whose text is looked at before an edition is made of it."""

    def render(self, *args: Any, **context: Any) -> str:
        """Its text. Raises :class:`StyleError` if it is no XML or lacks a part that is needed."""
        text = super().render(*args, **context)
        name, file = str(self.name).rpartition("/")[2], str(self.filename)
        root = parsed(text.encode(), file) if is_xml(name) else None
        for part in missing_parts(name, root, text, context):
            values = {"part": part}
            raise StyleError(Finding("style-part-missing", Severity.ERROR, Place(file), values))
        return text


class Templates(ImmutableSandboxedEnvironment):
    """The templates of a style and of those it rests on, the uppermost folder first.

    They are written as XML; every value is escaped. A template sees the values it is given and
    changes none of them; private attributes, files and modules are closed to it.
    """

    template_class = _Template
    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        super().__init__(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: Any = None,
    ) -> jinja2.Template:
        """A template by name. Raises :class:`StyleError` if no style has the one asked for."""
        try:
            return super().get_template(name, parent, globals)
        except jinja2.TemplateNotFound:
            if parent is not None:
                raise  # in the line of the template that asks for it
            self.handle_exception()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have an attribute."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(obj, CLOSED)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """A product, unless it fills the memory."""
        sized = [one for one in (left, right) if hasattr(one, "__len__")]
        times = [one for one in (left, right) if isinstance(one, int)]
        if operator == "**" or any(len(s) * n > MOST_TIMES for s in sized for n in times):
            raise jinja2.TemplateRuntimeError(f"»{operator}«: > {MOST_TIMES}")
        try:
            return super().call_binop(context, operator, left, right)
        except (TypeError, ArithmeticError) as error:
            raise jinja2.TemplateRuntimeError(str(error)) from error

    def join_path(self, template: str, parent: str) -> str:
        """The name of what ``parent`` asks for: its own name is that of the styles below."""
        layer, _, name = parent.partition("/")
        above = next((i for i, names in enumerate(self._names()) if layer in names), -1)
        if template != (name if above >= 0 else parent):
            return template
        having = [i for i, path in enumerate(self.folders) if (path / template).is_file()]
        below = [i for i in having if i > (above if above >= 0 else having[0])]
        if not below:
            raise jinja2.TemplateNotFound(template)
        return f"{_number(below[0])}/{template}"

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template of any style; »klassisch/page.html.jinja« is that of klassisch itself."""
        layer, _, rest = name.partition("/")
        named = [f for f, names in zip(self.folders, self._names(), strict=True) if layer in names]
        whole, inside = ("/".join(split_template_path(one)) for one in (name, rest or name))
        found = [*(f / whole for f in self.folders), *(f / inside for f in reversed(named))]
        path = next((one for one in found if one.is_file()), None)
        return (path.read_text("utf-8"), str(path), lambda: True) if path else None

    def _names(self) -> list[tuple[str, str]]:
        """How each layer may be called: by its number, or by the name of its folder."""
        return [(_number(index), folder.name) for index, folder in enumerate(self.folders)]

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Say what is wrong with a template, wherever Jinja meets it."""
        error = sys.exc_info()[1]
        if not isinstance(error, Exception):
            raise
        _raise(error)

    def blocks(self, **context: Any) -> BlockMacros:
        """The macros of all ``blocks.jinja``, for one edition."""
        return BlockMacros(self, context)


class BlockMacros:
    """The macros that write blocks, each the uppermost style's that has it.

    Inside the macros ``blocks`` is all of them, ``base`` those of the styles below.
    """

    def __init__(self, templates: Templates, context: Mapping[str, Any]) -> None:
        self._templates = templates
        self._context = {**context, "blocks": self}

    @cached_property
    def _whole(self) -> _Layer:
        whole = _Layer({})
        for index in reversed(range(len(self._templates.folders))):
            if (self._templates.folders[index] / BLOCK_TEMPLATE).is_file():
                template = self._templates.get_template(f"{_number(index)}/{BLOCK_TEMPLATE}")
                module = self._module(template, whole)
                whole = _Layer({**whole.macros, **_macros(module, str(template.filename))})
        return whole

    def _module(self, template: jinja2.Template, below: _Layer) -> Any:
        try:
            return template.make_module({**self._context, "base": below})
        except Exception:
            self._templates.handle_exception()

    def __getattr__(self, name: str) -> Any:
        """The macro of a name. Raises :class:`StyleError` if no style has it."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._whole, name)


class _Layer:
    """Macros by name, each with the file it stands in."""

    def __init__(self, macros: Mapping[str, tuple[Macro, str]]) -> None:
        self.macros = macros

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self.macros:
            values = {"part": f"{{% macro {name}(…) %}}"}
            place = Place(BLOCK_TEMPLATE)
            raise StyleError(Finding("style-part-missing", Severity.ERROR, place, values))
        return partial(_written, *self.macros[name])


def _macros(module: Any, file: str) -> dict[str, tuple[Macro, str]]:
    return {name: (m, file) for name, m in vars(module).items() if isinstance(m, Macro)}


def _written(macro: Macro, file: str, *args: Any, **kwargs: Any) -> Markup:
    """What a macro writes. Raises :class:`StyleError` if it fails or writes no XML."""
    try:
        made = Markup(macro(*args, **kwargs))  # noqa: S704 (macros escape what they are given)
    except Exception as error:
        _raise(error)
    parsed(FRAGMENT.format(made).encode(), file)
    return made


def _number(index: int) -> str:
    """The name of a layer that no folder has."""
    return f":{index}"


def is_xml(name: str) -> bool:
    """Whether a template writes XML, not a style sheet."""
    return not name.endswith(".css.jinja")


def parsed(data: bytes, file: str) -> Any:
    """What a template wrote, as elements. Raises :class:`StyleError` if it is not well-formed."""
    try:
        return etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        lines = data.decode().splitlines()
        line = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
        problem = f"{str(error.msg).removesuffix('.')}: {line.strip()[:80]}"
        raise StyleError(_finding(problem, Place(file))) from error


def _raise(error: Exception) -> NoReturn:
    """Raise an error in a template as one that the editor understands; any other as it is."""
    finding = _said(error)
    if finding is None:
        raise error
    raise StyleError(finding) from error


def _said(error: Exception) -> Finding | None:
    """What is wrong with the style, None if it is not the style's fault."""
    if isinstance(error, SatzspiegelError):
        return None
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = Place(str(error.filename or error.name), error.lineno)
        return _finding(str(error.message), place)
    found = [*traceback.walk_tb(error.__traceback__)]
    own = [(f, line) for f, line in found if not f.f_code.co_filename.startswith(MACHINERY)]
    told = isinstance(error, jinja2.TemplateError | RecursionError)
    if not (told or (own and _template(own[-1][0]))):
        return None
    return _finding(_problem(error), _place(own))


def _place(frames: list[tuple[Any, int]]) -> Place | None:
    """The line of the innermost template."""
    for frame, line in reversed(frames):
        if template := _template(frame):
            return Place(str(template.filename), template.get_corresponding_lineno(line))
    return None


def _template(frame: Any) -> jinja2.Template | None:
    found: jinja2.Template | None = frame.f_globals.get("__jinja_template__")
    return found


def _problem(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"»{error.name}« ?"
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _finding(problem: str, place: Place | None) -> Finding:
    return Finding("style-template", Severity.ERROR, place, {"problem": problem})
