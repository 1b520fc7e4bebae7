"""Wrong versions that students really write, each with its diagnosis; one module for each lesson.

A diagnosis says what the result is, never how to write it. One that begins with the name of a part, such as dX, speaks
of that part alone: parts are matched separately, so it is also told to a student whose other part is right, or wrong
in another known way. Within an exercise the first match is told, so what concerns one part stands before what concerns
the whole.
"""

from importlib import import_module
from pkgutil import iter_modules

for _, name, _ in sorted(iter_modules(__path__), key=lambda module: module.name):
    import_module(f"{__name__}.{name}")
