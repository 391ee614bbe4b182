"""Templates filled in: a small part of Jinja that reaches the data of one note, and nothing else.

A template comes from outside. What may stand in one is listed; everything else is refused before anything runs. There
is no call, no assignment and no inclusion, so that nothing is reached and no text grows on itself; every step into the
data is a lookup of ours, so that no attribute of an object is ever read; loops and the length of the text are bounded.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from jinja2 import Environment, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.filters import FILTERS as JINJA
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

STEPS = 5_000  # of all loops together: a note has a few hundred items
LENGTH = 500_000  # characters of what comes out
WORK = 5_000_000  # characters that filters make
OPEN, CLOSE = "⟦", "⟧"

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr, nodes.Name, nodes.Getattr,
    nodes.Getitem, nodes.Const, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
TESTS = ("defined", "even", "none", "odd", "undefined")
LABORIOUS = ("join", "lower", "trim", "upper")  # the longer the text, the more there is to do
OF_A_LOOP = ("first", "index", "last", "length")
# What our own rewriting of a template calls; no template may, since these are not among FILTERS.
_MEMBER, _STEPS = "member of", "steps of"

Code = Literal["syntax", "not_allowed", "undefined_name", "not_a_text", "without_disclaimer", "too_much"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which line of the source: None where it is no one line."""

    code: Code
    line: int | None
    detail: str


@dataclass(slots=True)
class Filled:
    """What came out; empty where the source cannot be filled in at all."""

    text: str = ""
    faults: list[Fault] = field(default_factory=list)


class _Refused(Exception):
    def __init__(self, code: Code, line: int | None, detail: str) -> None:
        super().__init__(detail)
        self.fault = Fault(code, line, detail)


def fill(source: str, note: Mapping[str, Any]) -> Filled:
    """A template filled in with `note`, the members of a printed note; raises nothing, whatever the source."""
    filled = Filled()
    try:
        template = _compiled(source, filled)
        for piece in _pieces(template, note):
            filled.text += piece
    except _Refused as refused:
        filled.faults.append(refused.fault)
    except TemplateSyntaxError as error:
        filled.faults.append(Fault("syntax", error.lineno, error.message or "This is no template."))
    except (RecursionError, MemoryError, SyntaxError):
        filled.faults.append(Fault("too_much", None, "The template is nested too deeply: make it simpler."))
    except (TemplateError, TypeError, ValueError, AttributeError) as error:
        filled.faults.append(Fault("not_a_text", None, f"A value cannot be used like this: {error}."))
    else:
        filled.faults += _lost(note["disclaimer"], filled.text)
    return filled


def _lost(disclaimer: str, text: str) -> list[Fault]:
    if _squeezed(disclaimer) in _squeezed(text):
        return []
    advice = "Print the disclaimer whole, wherever the note is read: {{ note.disclaimer }}."
    return [Fault("without_disclaimer", None, advice)]


def _compiled(source: str, filled: Filled) -> Template:
    lines: dict[str, int] = {}
    environment = _environment(filled, lines)
    tree = environment.parse(source)
    for node in tree.find_all(nodes.Node):
        _insist_on_allowed(node)
        if isinstance(node, nodes.Name):
            lines[node.name] = min(node.lineno, lines.get(node.name, node.lineno))
    code = environment.compile(_Guarded().visit(tree))
    return Template.from_code(environment, code, {}, None)


def _environment(filled: Filled, names: Mapping[str, int]) -> Environment:
    class Marked(_Unknown):
        faults, lines = filled.faults, names

    environment = ImmutableSandboxedEnvironment(
        undefined=Marked, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, cache_size=0,
        finalize=lambda value: _printable(value, Marked),
    )  # fmt: skip
    environment.globals.clear()
    budget = _Budget()
    own = {"join": _join, _MEMBER: partial(_member, Marked), _STEPS: budget.of}
    environment.filters = {name: JINJA[name] for name in FILTERS} | own
    environment.filters |= {name: budget.charged(environment.filters[name]) for name in LABORIOUS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _insist_on_allowed(node: nodes.Node) -> None:
    if not isinstance(node, ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
        name = type(node).__name__.lower()
        raise _Refused("not_allowed", node.lineno, f"A template has no place for this ({name}).")
    if isinstance(node, nodes.Filter):
        _insist_on_known(node, FILTERS)
    if isinstance(node, nodes.Test):
        _insist_on_known(node, TESTS)
    if isinstance(node, nodes.For) and not isinstance(node.target, nodes.Name):
        raise _Refused("not_allowed", node.lineno, "A loop has one name for what it runs over.")


def _insist_on_known(node: nodes.Filter | nodes.Test, known: Sequence[str]) -> None:
    if node.name not in known:
        raise _Refused("not_allowed", node.lineno, f"There is no `{node.name}` here, only {', '.join(known)}.")
    written_out = all(isinstance(one, nodes.Const) for one in node.args)
    if not written_out or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
        raise _Refused("not_allowed", node.lineno, f"What `{node.name}` is given has to be written out, as in quotes.")


class _Guarded(NodeTransformer):
    """Has each step into the data, and each step of a loop, go by way of ours."""

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 (named for the class)
        return self._member(node, nodes.Const(node.attr), f"{_path(node.node)}.{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 (named for the class)
        return self._member(node, node.arg, f"{_path(node.node)}[...]")

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 (named for the class)
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _STEPS, [nodes.Const(node.lineno)], [], None, None, lineno=node.lineno)
        return node

    def _member(self, node: nodes.Getattr | nodes.Getitem, key: nodes.Expr, path: str) -> nodes.Node:
        self.generic_visit(node)
        known = [key, nodes.Const(path), nodes.Const(node.lineno)]
        return nodes.Filter(node.node, _MEMBER, known, [], None, None, lineno=node.lineno)


def _path(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{_path(node.node)}.{node.attr}"
        case _:
            return "..."


class _Unknown(Undefined):
    """A name that nothing has: marked where it is printed, named wherever it decides or is looped over."""

    faults: list[Fault]
    lines: Mapping[str, int]  # where names that are no part of anything stand first
    path: str | None = None
    line: int | None = None

    @classmethod
    def at(cls, path: str, line: int) -> "_Unknown":
        """What is not there, by its path, in a line of the source."""
        made = cls(name=path)
        made.path, made.line = path, line
        return made

    def _told(self) -> str:
        path = self.path or str(self._undefined_name)
        line = self.line or self.lines.get(path)
        fault = Fault("undefined_name", line, f"There is no `{path}`.")
        if fault not in self.faults:
            self.faults.append(fault)
        return f"{OPEN}{path}{CLOSE}"

    def __str__(self) -> str:
        return self._told()

    def __bool__(self) -> bool:
        self._told()
        return False

    def __iter__(self) -> Iterator[Any]:
        self._told()
        return iter(())

    def __len__(self) -> int:
        self._told()
        return 0

    def __eq__(self, other: object) -> bool:
        self._told()
        return isinstance(other, Undefined)

    def __hash__(self) -> int:
        return id(type(self))


def _member(unknown: type[_Unknown], value: Any, key: Any, path: str, line: int) -> Any:
    """A member of a mapping, an element of a list, or what is known of a loop: nothing else has any."""
    if isinstance(value, _Unknown):
        return value
    if isinstance(value, Mapping) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(value, (list, tuple)) and type(key) is int and -len(value) <= key < len(value):
        return value[key]
    if isinstance(value, LoopContext) and key in OF_A_LOOP:
        return getattr(value, key)
    return unknown.at(path, line)


class _Budget:
    """The steps of all loops together, and the characters that filters make."""

    def __init__(self) -> None:
        self.left, self.work = STEPS, WORK

    def charged(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same filter, at the cost of the characters that it makes."""

        def counted(*given: Any) -> Any:
            made = act(*given)
            self.work -= len(made)
            if self.work < 0:
                raise _Refused("too_much", None, f"The filters make more than {WORK} characters together.")
            return made

        return counted

    def of(self, values: Any, line: int) -> Iterator[Any]:
        """The elements of a list, counted; a text, a number and a mapping are no lists."""
        if not isinstance(values, (list, tuple, _Unknown)):
            raise _Refused("not_a_text", line, "A loop runs over a list.")
        for value in values:
            self.left -= 1
            if self.left < 0:
                raise _Refused("too_much", line, f"The loops take more than {STEPS} steps together.")
            yield value


def _join(values: Any, between: str = "") -> str:
    if isinstance(values, _Unknown):
        return str(values)
    if not isinstance(values, (list, tuple)):
        raise TypeError("only a list is joined")
    return between.join(map(str, values))


def _printable(value: Any, unknown: type[_Unknown]) -> Any:
    """What stands in the text: nothing for null; neither a list nor a mapping is a text."""
    if value is None:
        return ""
    if isinstance(value, (str, int, _Unknown)):
        return value
    told = Fault("not_a_text", None, "A list, or a whole part of the note, is printed as if it were a text.")
    if told not in unknown.faults:
        unknown.faults.append(told)
    return f"{OPEN}...{CLOSE}"


def _pieces(template: Template, note: Mapping[str, Any]) -> Iterator[str]:
    left = LENGTH
    for piece in template.generate(note=note):
        left -= len(piece)
        if left < 0:
            raise _Refused("too_much", None, f"More than {LENGTH} characters come out.")
        yield piece


def _squeezed(text: str) -> str:
    return " ".join(text.split())
