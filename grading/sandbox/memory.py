"""Inside the warm process: draw the figures of the released lessons once, and hand them out again.

A child runs the released notebook to see which figures it draws, with which arguments. The warm process draws these.
From then on a function of `convlib.lab.plots` that gets the same arguments returns the same figure; any other figure,
such as one that depends on a student's answer, is drawn.
"""

import copy
import functools
import importlib
import inspect
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from convlib.lab import plots
from convlib.lab.checks import codec
from convlib.lab.figures.display import Film

KEY_CHARACTERS = 10**6  # larger arguments are not compared
# It becomes the notebook's backend when it is first imported in a shell.
NOT_IMPORTED = ("__main__", "given", "matplotlib_inline.backend_inline")
figures: dict[str, Any] = {}


def key(name: str, args: tuple, kwargs: dict) -> str | None:
    """Return a call as text, or None if not all of its arguments are plain values."""
    text = json.dumps([name, codec.encode(args), codec.encode(kwargs)])
    return text if '{"opaque":' not in text and len(text) < KEY_CHARACTERS else None


def functions() -> dict[str, Callable]:
    """Return the functions that draw."""
    found = {name: getattr(plots, name) for name in plots.__all__}
    return {name: function for name, function in found.items() if inspect.isfunction(function)}


def remember(lessons: list[dict]) -> None:
    """Draw what these lessons draw, and hand it out from now on."""
    calls: dict[str, None] = {}
    for lesson in lessons:
        seen = rehearse(lesson)
        calls |= dict.fromkeys(seen["calls"])
        for name in seen["modules"]:
            with suppress(Exception):
                importlib.import_module(name)
    drawn = functions()
    for text in calls:
        name, args, kwargs = json.loads(text)
        with suppress(Exception):
            figures[text] = finished(drawn[name](*codec.decode(args), **codec.decode(kwargs)))
    for name, function in drawn.items():
        setattr(plots, name, remembering(name, function))


def finished(figure: Any) -> Any:
    """Return a figure of which all is drawn that a notebook shows."""
    if isinstance(figure, Film):
        strip = figure.strip()
        figure.strip = lambda: strip  # type: ignore[method-assign]
    return figure


def remembering(name: str, function: Callable) -> Callable:
    """Return the function with a memory."""

    @functools.wraps(function)
    def figure(*args: Any, **kwargs: Any) -> Any:
        found = None
        with suppress(Exception):
            found = figures.get(key(name, args, kwargs) or "")
        return function(*args, **kwargs) if found is None else copy.copy(found)

    return figure


def rehearse(lesson: dict) -> dict[str, list[str]]:
    """Run a released notebook in a child; return what it draws, and which modules it has imported."""
    with tempfile.TemporaryFile() as file:
        pid = os.fork()
        if pid == 0:
            try:
                file.write(json.dumps(rehearsed(lesson)).encode())
                file.flush()
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        file.seek(0)
        return json.loads(file.read() or '{"calls": [], "modules": []}')


def rehearsed(lesson: dict) -> dict[str, list[str]]:
    """Run a released notebook without drawing."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    calls: list[str] = []

    def noting(name: str) -> Callable:
        def note(*args: Any, **kwargs: Any) -> None:
            if text := key(name, args, kwargs):
                calls.append(text)

        return note

    for name in functions():
        setattr(plots, name, noting(name))
    os.chdir(tempfile.mkdtemp())
    with open("given.py", "w", encoding="utf-8") as file:
        file.write(lesson["given"])
    sys.path.insert(0, "")
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    for source in lesson["cells"]:
        shell.run_cell(source)
    return {"calls": calls, "modules": sorted(set(sys.modules) - set(NOT_IMPORTED))}
