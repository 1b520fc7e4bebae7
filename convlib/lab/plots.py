"""Every figure of the course, drawn from the numbers that are passed in; one module for each lesson.

Each function returns a ``Picture``, or a ``Film``: a player in a live JupyterLab, a strip of its frames elsewhere.
Positions are written as in code: H[h, w] is an output, W[u, v] a weight, X[i, j] a pixel.
"""

from importlib import import_module
from pkgutil import iter_modules

from convlib.lab import figures

# Lessons write plots.sliding(X, W), whichever module draws it.
for _module in [
    import_module(f"{figures.__name__}.{name}") for _, name, _ in iter_modules(figures.__path__) if "lesson" in name
]:
    globals().update(
        {
            name: figure
            for name, figure in vars(_module).items()
            if getattr(figure, "__module__", None) == _module.__name__ and not name.startswith("_")
        }
    )
