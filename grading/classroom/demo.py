"""The demo class: submissions from perfect to hostile, made from the released notebooks."""

import re
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.bank import EXERCISES, exercises_of, mistakes_of, styles_of
from grading.build.notebooks import exercise_source
from grading.course import NOTEBOOKS, lesson_names
from grading.nbgrader_setup import nbgrader_config


def lesson_of(exercise: str) -> str:
    """Return the lesson that an exercise belongs to."""
    return EXERCISES[exercise].lesson


# The lessons of the class, each by one of its exercises.
FORWARD = lesson_of("conv_forward")
BACKWARD = lesson_of("conv_backward")
ROTATION = lesson_of("rot180")
LAYER = lesson_of("conv2d_backward")
TRAINING = lesson_of("train")
TESTING = lesson_of("assert_correct")

REFLECTION = "Gradients of all uses add up, so each output contributes a term."
ENDLESS_LOOP = "    while True:\n        pass"
UNINTERRUPTIBLE_LOOP = """    while True:
        try:
            __import__("time").sleep(0.01)
        except BaseException:
            pass"""
TYPO = "def output_size(n, f stride=1):\n    return"
EXIT = "    import os\n    os._exit(0)"
PATCH = """import numpy.testing
for name in dir(numpy.testing):
    if name.startswith("assert"):
        setattr(numpy.testing, name, lambda *args, **kwargs: None)
import sys
import convlib.lab.check
for module in [module for name, module in sys.modules.items() if name.startswith("convlib.lab.check")]:
    for name in list(vars(module)):
        if name.startswith(("examine", "fault", "close")):
            setattr(module, name, lambda *args, **kwargs: None)
convlib.lab.check.run = lambda *args: print("all points")
np.allclose = np.array_equal = lambda *args, **kwargs: True"""


def reference_answers(*names: str) -> dict[str, str]:
    """Return the course's own answers, as students would write them."""
    return {name: re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", exercise_source(EXERCISES[name])) for name in names}


def all_right(lesson: str) -> dict[str, str]:
    """Return the course's own answers to a whole lesson."""
    return reference_answers(*(exercise.name for exercise in exercises_of(lesson)))


def other_style(lesson: str) -> dict[str, str]:
    """Return correct answers to a whole lesson, in another style where the bank has one."""
    answers = all_right(lesson)
    for name in answers:
        for version in list(styles_of(name).values())[:1]:
            answers[name] = version.source
    return answers


def wrong(exercise: str, mistake: str) -> dict[str, str]:
    """Return a wrong answer from the bank."""
    return {exercise: mistakes_of(exercise)[mistake].source}


def body(name: str, text: str) -> dict[str, str]:
    """Return an answer: an exercise's signature with another body."""
    return {name: exercise_source(EXERCISES[name]).split("    ### BEGIN SOLUTION")[0] + text}


def fill(lesson: str, answers: dict[str, str], added: str | None = None) -> NotebookNode:
    """Return a released notebook with the answers in its exercise cells, and a cell added after the setup."""
    notebook = nbformat.read(NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
        elif cell.id.startswith("reflection") and answers:
            cell.source = REFLECTION
    if added:
        place = next(k for k, cell in enumerate(notebook.cells) if cell.id == "setup")
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(added, id="added"))
    return notebook


def solved(lesson: str, changed: dict[str, str] | None = None, added: str | None = None) -> NotebookNode:
    """Return a released notebook with the course's own answers, except for those that are changed."""
    return fill(lesson, all_right(lesson) | (changed or {}), added)


def without(notebook: NotebookNode, *names: str) -> NotebookNode:
    """Delete cells."""
    notebook.cells = [cell for cell in notebook.cells if cell.id not in names]
    return notebook


def with_source(notebook: NotebookNode, name: str, source: str) -> NotebookNode:
    """Edit a locked cell."""
    next(cell for cell in notebook.cells if cell.id == name).source = source
    return notebook


def submissions() -> dict[tuple[str, str], NotebookNode]:
    """Return the class: (student, lesson) -> notebook."""
    half = list(all_right(BACKWARD).items())[:3]
    return {
        **{("ada_all_right", lesson): solved(lesson) for lesson in lesson_names()},
        ("ben_other_style", FORWARD): fill(FORWARD, other_style(FORWARD)),
        ("ben_other_style", BACKWARD): fill(BACKWARD, other_style(BACKWARD)),
        ("ben_other_style", ROTATION): fill(ROTATION, other_style(ROTATION)),
        ("cleo_blank", FORWARD): fill(FORWARD, {}),
        ("dan_half_done", FORWARD): solved(FORWARD),
        ("dan_half_done", BACKWARD): fill(BACKWARD, dict(half)),
        ("eva_filter_rotated", BACKWARD): solved(BACKWARD, wrong("conv_backward", "dX_filter_rotated")),
        ("fred_last_row_lost", FORWARD): solved(FORWARD, wrong("conv_forward", "last_row_left_zero")),
        ("gina_overwrites", BACKWARD): solved(BACKWARD, wrong("conv_backward", "dW_overwritten")),
        ("hal_syntax_error", FORWARD): solved(FORWARD, {"output_size": TYPO}),
        ("ida_endless_loop", BACKWARD): solved(BACKWARD, body("conv_backward", ENDLESS_LOOP)),
        ("jon_endless_and_deaf", ROTATION): solved(ROTATION, body("rot180", UNINTERRUPTIBLE_LOOP)),
        ("kim_deleted_check", FORWARD): without(solved(FORWARD), "check_conv_forward"),
        ("leo_edited_check", FORWARD): with_source(
            solved(FORWARD, body("conv_forward", "    return None")),
            "check_conv_forward",
            "print('6 of 6 points')\n6.0",
        ),
        ("mia_patched_checks", BACKWARD): solved(
            BACKWARD,
            body("conv_backward", "    return 0, 0") | body("numerical_gradient", "    return 0"),
            added=PATCH,
        ),
        ("nik_imports_solution", BACKWARD): solved(
            BACKWARD,
            {
                "conv_backward": "from convlib.conv.single import conv_backward",
                "numerical_gradient": "from convlib.gradcheck import numerical_gradient",
            },
        ),
        ("pam_first_filter_only", LAYER): solved(LAYER, wrong("conv2d_backward", "dX_first_filter_only")),
        ("rob_labels_apart", TRAINING): solved(TRAINING, wrong("train", "labels_apart_from_images")),
        ("sue_tests_with_ones", TESTING): solved(TESTING, wrong("assert_correct", "dH_of_ones")),
        ("ola_ends_the_kernel", FORWARD): solved(FORWARD, body("conv_single_step", EXIT)),
    }


def make(root: Path) -> None:
    """Write the demo class into a course folder of its own.

    Parameters
    ----------
    root : pathlib.Path
        The folder; an earlier demo in it is removed.
    """
    shutil.rmtree(root, ignore_errors=True)
    write(root, submissions())


def write(root: Path, notebooks: dict[tuple[str, str], NotebookNode]) -> None:
    """Write notebooks, by (student, lesson), and the files that belong to them, where nbgrader expects submissions."""
    submitted = Path(root) / nbgrader_config(root).CourseDirectory.submitted_directory
    for (student, lesson), notebook in notebooks.items():
        folder = submitted / student / lesson
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{lesson}.ipynb")
        for file in (NOTEBOOKS / lesson).glob("*.py"):
            shutil.copy(file, folder)
