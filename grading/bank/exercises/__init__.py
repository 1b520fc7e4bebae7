"""The exercises of all lessons: what each must return, what is tried on it, and what each property is worth."""

from importlib import import_module
from pkgutil import iter_modules

EXERCISES = {
    exercise.name: exercise
    for module in sorted(name for _, name, _ in iter_modules(__path__))
    for exercise in import_module(f"{__name__}.{module}").EXERCISES
}


def exercises_of(lesson):
    """Return the exercises of a lesson, in order."""
    return [exercise for exercise in EXERCISES.values() if exercise.lesson == lesson]
