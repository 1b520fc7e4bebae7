"""``plots`` offers every figure of the lessons, and nothing else."""

import inspect
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

from convlib.lab import figures, plots
from convlib.lab.figures.explorer import explorer

MODULES = [
    import_module(f"{figures.__name__}.{module.name}")
    for module in iter_modules(figures.__path__)
    if module.name.startswith("lesson_")
]
FIGURES = [("explorer", explorer)] + [
    (name, thing)
    for module in MODULES
    for name, thing in vars(module).items()
    if getattr(thing, "__module__", None) == module.__name__ and not name.startswith("_") and callable(thing)
]


def test_every_figure_of_the_lessons_is_exported_and_nothing_else():
    assert {int(module.__name__.split("lesson_")[1][:2]) for module in MODULES} == set(range(1, 10))
    assert sorted(plots.__all__) == sorted(name for name, _ in FIGURES)
    assert all(getattr(plots, name) is figure for name, figure in FIGURES)
    assert {name for name in vars(plots) if not name.startswith("_")} == set(plots.__all__)


def test_no_figure_hides_another_of_its_name():
    assert [name for name, count in Counter(name for name, _ in FIGURES).items() if count > 1] == []


def test_every_figure_has_types_and_a_docstring_that_names_its_parameters():
    for name, figure in FIGURES:
        signature = inspect.signature(figure)
        assert all(p.annotation is not p.empty for p in signature.parameters.values()), name
        assert inspect.isclass(figure) or signature.return_annotation is not signature.empty, name
        assert all(f"{parameter}" in figure.__doc__ for parameter in signature.parameters), name
        assert inspect.isclass(figure) or "Returns\n" in figure.__doc__, name
