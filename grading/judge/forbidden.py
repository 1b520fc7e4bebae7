"""Which functions a student's function calls, from the text of the cells: what the sandbox says could be forged."""

import ast
from collections.abc import Collection, Iterable
from types import CodeType

from convlib.lab.checks.calls import reached


def forbidden_call_in(sources: Iterable[str], function: str, forbidden: Collection[str]) -> str:
    """Return the name of a forbidden function that a function calls, itself or through others; empty if there is none.

    Parameters
    ----------
    sources : iterable of str
        The cells, in the order in which they ran.
    function : str
        The name of the function.
    forbidden : collection of str
        What it must not call.
    """
    defined: dict[str, CodeType | str] = {}
    for source in sources:
        try:
            tree = ast.parse(source)
            code = compile(tree, "<cell>", "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # a magic, or a cell that did not run either
        defined.update((item.co_name, item) for item in code.co_consts if isinstance(item, CodeType))
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
                defined.update((target.id, node.value.id) for target in node.targets if isinstance(target, ast.Name))
            elif isinstance(node, ast.ImportFrom):
                defined.update((alias.asname, alias.name) for alias in node.names if alias.asname)
    start = defined.get(function)
    if isinstance(start, str):
        return start if start in forbidden else ""
    return reached(start, defined.get, forbidden)
