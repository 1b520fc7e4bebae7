"""Find the line of the student's code at which an exception was raised, and what it worked on.

Python knows which part of the line failed: its place in the syntax tree says what was called, indexed, unpacked or
combined, and the frame's variables say what that was. Nothing is inferred from the words of the error.
"""

import ast
import linecache
import operator
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from types import FrameType, FunctionType, ModuleType, TracebackType
from typing import Any

import numpy as np

from convlib.lab.checks.model import TIME_LIMIT, Stop

LONGEST = 72  # characters of a line, or of an expression in a sentence
NAMED = 6  # variables that are listed
# The packages that a student's code calls: an error inside them is one of the line that called.
LIBRARIES = {"convlib", "numpy", "given"} | sys.stdlib_module_names
UNKNOWN = object()
PLAIN = int, float, complex, np.number
OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.MatMult: operator.matmul,
}
# The methods of arrays, and NumPy's functions of the same name, that a line may be read with.
PURE = {"sum", "max", "min", "mean", "reshape", "transpose", "ravel", "copy", "astype", "squeeze", "argmax"}
SIMPLE_ATTRIBUTES = {"T", "shape", "size", "ndim", "dtype"}


def stop_of(error: BaseException) -> Stop | None:
    """Return where an exception was raised in the student's code, and what is certain about that line.

    Returns
    -------
    Stop or None
        None for a stub, which has not stopped.
    """
    kind, text = type(error).__name__, " ".join(str(error).split())[:300]
    if isinstance(error, NotImplementedError):
        return None
    if isinstance(error, SyntaxError):
        return Stop(kind, error.msg, error.lineno, shortened((error.text or "").strip()))
    step = last_of_student(error.__traceback__)
    if step is None:
        return Stop(kind, text)
    lines = lines_of(step)
    try:
        facts = tuple(facts_about(error, step, ast.parse("".join(lines))))
    except Exception:  # a student's objects may do anything when they are looked at
        facts = ()
    return Stop(kind, text, step.tb_lineno, line_of(lines, step.tb_lineno), facts)


def still_running(interrupt: BaseException, text: str) -> Stop:
    """Return where the student's code was interrupted: its ``while`` loop, if it was in one, else the line."""
    step = last_of_student(interrupt.__traceback__)
    if step is None:
        return Stop(TIME_LIMIT, text)
    lines, line = lines_of(step), step.tb_lineno
    with suppress(SyntaxError):
        loops = [node for node in ast.walk(ast.parse("".join(lines))) if isinstance(node, ast.While)]
        around = [node.lineno for node in loops if node.lineno <= step.tb_lineno <= (node.end_lineno or 0)]
        line = max(around, default=line)
    return Stop(TIME_LIMIT, text, line, line_of(lines, line))


def lines_of(step: TracebackType) -> list[str]:
    """Return the lines of the cell or file in which a step of a traceback is."""
    return linecache.getlines(step.tb_frame.f_code.co_filename, step.tb_frame.f_globals)


def line_of(lines: list[str], number: int) -> str:
    """Return one of the lines, shortened; empty if it is not known."""
    return shortened(lines[number - 1].strip()) if number <= len(lines) else ""


def last_of_student(step: TracebackType | None) -> TracebackType | None:
    """Return the innermost step of a traceback that is in code of the student's, below this package's own calls."""
    steps = []
    while step is not None:
        steps.append(step)
        step = step.tb_next
    ours = [k for k, step in enumerate(steps) if package_of(step.tb_frame) == "convlib.lab.checks.calling"]
    own = [step for step in steps[ours[-1] + 1 :] if is_students(step.tb_frame)] if ours else []
    return own[-1] if own else None


def package_of(frame: FrameType) -> str:
    """Return the name of the module in which a frame's code was defined."""
    return str(frame.f_globals.get("__name__", ""))


def is_students(frame: FrameType) -> bool:
    """Return whether a frame runs code that belongs to no library."""
    return package_of(frame).partition(".")[0] not in LIBRARIES and "site-packages" not in frame.f_code.co_filename


def facts_about(error: BaseException, step: TracebackType, tree: ast.Module) -> Iterator[str]:
    """Yield sentences about the expression that failed."""
    line, end, column, end_column = next(islice(step.tb_frame.f_code.co_positions(), step.tb_lasti // 2, None))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    place = line, end, column, end_column
    nodes = [
        node
        for node in parents
        if (
            getattr(node, "lineno", None),
            getattr(node, "end_lineno", None),
            getattr(node, "col_offset", None),
            getattr(node, "end_col_offset", None),
        )
        == place
        and not isinstance(node, ast.Expr)
    ]
    if not nodes:
        return
    node, parent = nodes[-1], parents[nodes[-1]]
    look = Variables(step.tb_frame)
    certain = list(look.facts(error, node, parent))
    yield from certain
    if not certain and not isinstance(error, (NameError, AttributeError, ImportError)):
        yield from look.listed(node)


class Variables:
    """What the expressions of a line are, as far as that can be said without running any of the student's code."""

    def __init__(self, frame: FrameType) -> None:
        self.spaces = frame.f_locals, frame.f_globals, frame.f_builtins

    def value(self, node: ast.AST | None) -> Any:
        """Return the value of an expression, or ``UNKNOWN``."""
        try:
            with np.errstate(all="ignore"):
                return self._value(node)
        except Exception:
            return UNKNOWN

    def _value(self, node: ast.AST | None) -> Any:
        match node:
            case None:
                return None
            case ast.Constant():
                return node.value
            case ast.Name():
                return next((space[node.id] for space in self.spaces if node.id in space), UNKNOWN)
            case ast.Attribute():
                return attribute(self._value(node.value), node.attr)
            case ast.Tuple() | ast.List():
                items = [self._value(item) for item in node.elts]
                return UNKNOWN if any(item is UNKNOWN for item in items) else tuple(items)
            case ast.Slice():
                return slice(*(self._value(part) for part in (node.lower, node.upper, node.step)))
            case ast.UnaryOp(op=ast.USub()):
                return -self._numbers(node.operand)
            case ast.BinOp():
                return OPERATIONS[type(node.op)](self._numbers(node.left), self._numbers(node.right))
            case ast.Subscript():
                value, index = self._value(node.value), self._value(node.slice)
                return value[index] if type(value) in (np.ndarray, tuple, list) and index is not UNKNOWN else UNKNOWN
            case ast.Call():
                return self._result(node)
        return UNKNOWN

    def _result(self, node: ast.Call) -> Any:
        """Return the result of a call that changes nothing: of ``len``, or of one of NumPy's plain functions."""
        given = [self._value(argument) for argument in node.args]
        options = {option.arg: self._value(option.value) for option in node.keywords if option.arg}
        if any(item is UNKNOWN for item in (*given, *options.values())) or len(options) < len(node.keywords):
            return UNKNOWN
        match node.func:
            case ast.Name(id="len") if type(given[0]) in (np.ndarray, tuple, list):
                return len(given[0])
            case ast.Attribute() if node.func.attr in PURE:
                owner = self._value(node.func.value)
                if owner is np or is_array(owner):
                    return getattr(owner, node.func.attr)(*given, **options)
        return UNKNOWN

    def _numbers(self, node: ast.AST) -> Any:
        value = self._value(node)
        if not is_array(value) and not isinstance(value, PLAIN):
            raise TypeError
        return value

    def facts(self, error: BaseException, node: ast.AST, parent: ast.AST) -> Iterator[str]:
        """Yield what is certain about the expression that failed."""
        match node:
            case ast.Call():
                yield from self.of_call(error, node)
            case ast.Subscript():
                yield from self.of_index(error, node, parent)
            case ast.BinOp():
                yield from self.of_operation(node.left, node.op, node.right)
            case ast.AugAssign():
                yield from self.of_update(node)
            case ast.Tuple() if isinstance(parent, ast.Assign) and node in parent.targets:
                value = self.value(parent.value)
                if isinstance(value, (tuple, list)) or (is_array(value) and value.ndim):
                    holds = f"{written(parent.value)} holds {counted(len(value), 'value')}"
                    if is_array(value):
                        holds = f"{written(parent.value)} has shape {value.shape}, so it unpacks into {len(value)}"
                    yield f"{holds}, and there are {counted(len(node.elts), 'name')} for them."
            case ast.Attribute():
                value = self.value(node.value)
                if value is not UNKNOWN and not isinstance(value, ModuleType):
                    yield f"{written(node.value)} is {kind_of(value)}."

    def of_call(self, error: BaseException, node: ast.Call) -> Iterator[str]:
        """Yield what is certain about a call that failed."""
        function, name = self.value(node.func), written(node.func)
        arguments = [self.value(argument) for argument in node.args]
        if function is UNKNOWN:
            return
        if not callable(function):
            yield f"{name} is {kind_of(function)}, and round brackets call a function."
            if node.args and not node.keywords and (is_array(function) or isinstance(function, (tuple, list, dict))):
                yield f"An entry is written in square brackets: {name}[{', '.join(map(written, node.args))}]."
            elif not node.args and not node.keywords:
                yield f"Leave them out: {name}."
            return
        if isinstance(error, TypeError) and function in (range, np.zeros, np.ones, np.empty, np.arange):
            for argument in node.args:
                yield from self.floats(argument, f"{name} needs whole numbers")
        if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
            array = self.value(node.func.value)
            shape = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], tuple) else tuple(arguments)
            if is_array(array) and all(isinstance(n, (int, np.integer)) and n >= 0 for n in shape):
                total = int(np.prod(shape))
                if total != array.size:
                    yield (
                        f"{written(node.func.value)} has shape {array.shape}, {counted(array.size, 'number')}; "
                        f"the new shape {tuple(map(int, shape))} has room for {total}."
                    )

    def of_index(self, error: BaseException, node: ast.Subscript, parent: ast.AST) -> Iterator[str]:
        """Yield what is certain about an entry that could not be read or written."""
        value, name = self.value(node.value), written(node.value)
        if value is UNKNOWN:
            return
        if not is_array(value):
            if isinstance(value, dict) and isinstance(error, KeyError):
                keys = ", ".join(map(repr, value))[:LONGEST]
                yield f"{name} has {f'only the keys {keys}' if keys else 'no entries'} when this line reads it."
            elif callable(value):
                yield f"{name} is a function: round brackets call it, square brackets index."
            elif value is None or isinstance(value, PLAIN):
                yield f"{name} is {kind_of(value)}, which has no entries."
            elif isinstance(value, (tuple, list)):
                yield f"{name} is {kind_of(value)}."
            return
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        values = [self.value(index) for index in indices]
        if isinstance(error, IndexError):
            if len(indices) > value.ndim and not any(index is None or index is Ellipsis for index in values):
                yield f"{name} has {counted(value.ndim, 'axis', 'axes')}, and here are {len(indices)} indices."
            else:
                for axis, (index, number) in enumerate(zip(indices, values, strict=True)):
                    if isinstance(number, (int, np.integer)) and not -value.shape[axis] <= number < value.shape[axis]:
                        asked = f"{number}" if isinstance(index, ast.Constant) else f"{written(index)} = {number}"
                        along = ("row", "column")[axis] if value.ndim == 2 else f"entry along axis {axis}"
                        last = f"the last {along} is {value.shape[axis] - 1}"
                        yield f"{name} has shape {value.shape}: {last}, and {asked} was asked for."
                        return
                for index in indices:
                    yield from self.floats(index, "an index needs whole numbers")
        elif isinstance(parent, (ast.Assign, ast.AugAssign)):
            yield from self.of_store(node, value, parent)
        elif isinstance(error, TypeError):
            for index in indices:
                yield from self.floats(index, "an index needs whole numbers")

    def of_store(self, node: ast.Subscript, array: np.ndarray, parent: ast.Assign | ast.AugAssign) -> Iterator[str]:
        """Yield what is certain about an array that does not fit where it was to be stored."""
        place, new = self.value(node), self.value(parent.value)
        if isinstance(parent, ast.AugAssign) and is_array(new) and isinstance(place, (np.ndarray, np.generic)):
            new = new + place if np.shape(place) == () else new
        if place is UNKNOWN or not is_array(new):
            return
        room = "one number" if np.shape(place) == () else f"an array of shape {np.shape(place)}"
        yield f"{written(node)} is {room}, and {written(parent.value)} is an array of shape {new.shape}."

    def of_update(self, node: ast.AugAssign) -> Iterator[str]:
        """Yield what is certain about an update in place that failed."""
        target, new = self.value(node.target), self.value(node.value)
        if is_array(target) and target.dtype.kind in "iu" and is_array(new) and new.dtype.kind in "fc":
            yield f"{written(node.target)} holds only whole numbers ({target.dtype}), and cannot take fractions."
        else:
            yield from self.of_operation(node.target, node.op, node.value)

    def of_operation(self, left: ast.AST, op: ast.operator, right: ast.AST) -> Iterator[str]:
        """Yield what the two sides of an operation are, if both are known."""
        a, b = self.value(left), self.value(right)
        if a is UNKNOWN or b is UNKNOWN or isinstance(a, str) or isinstance(b, str):
            return
        for node, item in ((left, a), (right, b)):
            if callable(item):
                yield f"{written(node)} is a function: only round brackets after it give its result."
                return
        first, second = written(left), written(right)
        if is_array(a) and is_array(b):
            yield f"{first} has shape {a.shape}, and {second} has shape {b.shape}."
            if isinstance(op, ast.MatMult) and a.ndim == b.ndim == 2:
                yield f"In a matrix product the right side has as many rows as the left has columns: {a.shape[1]}."
        else:
            yield f"{first} is {kind_of(a)}, and {second} is {kind_of(b)}."

    def floats(self, node: ast.AST, because: str) -> Iterator[str]:
        """Yield a sentence on each number with a fraction part, or room for one, that an expression uses."""
        for part in ast.walk(node):
            value = self.value(part) if isinstance(part, (ast.Name, ast.BinOp)) else UNKNOWN
            if isinstance(value, (float, np.floating)):
                yield f"{written(part)} is {float(value)}, a float: {because}."
                return

    def listed(self, node: ast.AST) -> Iterator[str]:
        """Yield one sentence that lists the arrays and numbers that an expression uses."""
        found = {}
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                value = self.value(part)
                if is_array(value):
                    found[part.id] = f"{part.id} has shape {value.shape}"
                elif isinstance(value, PLAIN):
                    found[part.id] = f"{part.id} = {value}"
        if found:
            yield f"There, {', '.join(list(found.values())[:NAMED])}."


def attribute(value: Any, name: str) -> Any:
    """Return an attribute of a value, if it can be looked up without running code."""
    if is_array(value):
        if name in SIMPLE_ATTRIBUTES:
            return getattr(value, name)
        return vars(np.ndarray).get(name, UNKNOWN) if callable(getattr(np.ndarray, name, None)) else UNKNOWN
    if isinstance(value, ModuleType):
        return vars(value).get(name, UNKNOWN)
    try:
        return vars(value).get(name, UNKNOWN)
    except TypeError:
        return UNKNOWN


def is_array(value: Any) -> bool:
    """Return whether a value is one of NumPy's own arrays."""
    return type(value) is np.ndarray


def written(node: ast.AST) -> str:
    """Return an expression as it may be written, shortened."""
    return shortened(ast.unparse(node))


def shortened(text: str) -> str:
    """Cut a text that is too long for a line."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def kind_of(value: Any) -> str:
    """Say in a few words what a value is."""
    if value is None:
        return "None"
    if is_array(value):
        return f"an array of shape {value.shape}" if value.ndim else "an array of one number"
    if isinstance(value, (bool, np.bool_)):
        return f"the truth value {value}"
    if isinstance(value, PLAIN):
        return f"the number {value:.6g}" if not isinstance(value, (complex, np.complexfloating)) else "a complex number"
    if isinstance(value, (tuple, list, dict)):
        return f"a {type(value).__name__} of {counted(len(value), 'entry', 'entries')}"
    if isinstance(value, (FunctionType, type(len), type(np.sum))):
        return "a function"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"[:LONGEST]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things."""
    return f"{number} {one if number == 1 else many or one + 's'}"
