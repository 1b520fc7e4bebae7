"""The demo class: submissions from perfect to hostile, made from the released notebooks."""

import re
import shutil
from pathlib import Path

import nbformat

from grading.bank.exercises import EXERCISES, exercises_of
from grading.bank.version import mistakes_of, styles_of
from grading.build.notebooks import exercise_source
from grading.classroom.nbgrader_setup import nbgrader_config
from grading.course import NOTEBOOKS, lesson_names

L1, L2, L3, _, L5, _, _, L8, L9 = lesson_names()
REFLECTION = "Gradients of all uses add up, so each output contributes a term."
ENDLESS = "    while True:\n        pass"
ENDLESS_AND_DEAF = """    while True:
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
import convlib.lab.check as real
real.run = lambda *args: print("all points")
real.examine_best = lambda *args: None
np.allclose = np.array_equal = lambda *args, **kwargs: True"""


def right(*names):
    """Return the course's own answers, as students would write them."""
    return {name: re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", exercise_source(EXERCISES[name])) for name in names}


def all_right(lesson):
    """Return the course's own answers to a whole lesson."""
    return right(*(exercise.name for exercise in exercises_of(lesson)))


def other_style(lesson):
    """Return answers in other styles where the bank has one."""
    answers = all_right(lesson)
    for name in answers:
        for version in list(styles_of(name).values())[:1]:
            answers[name] = version.source
    return answers


def wrong(exercise, mistake):
    """Return a wrong version from the bank."""
    return {exercise: mistakes_of(exercise)[mistake].source}


def body(name, text):
    """Return an exercise's stub with a body of one's own."""
    return {name: exercise_source(EXERCISES[name]).split("    ### BEGIN SOLUTION")[0] + text}


def fill(lesson, answers, added=None):
    """Return a released notebook with answers written into its exercise cells, and a cell added after the setup."""
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


def without(notebook, *names):
    """Delete cells."""
    notebook.cells = [cell for cell in notebook.cells if cell.id not in names]
    return notebook


def with_source(notebook, name, source):
    """Edit a locked cell."""
    next(cell for cell in notebook.cells if cell.id == name).source = source
    return notebook


def submissions():
    """Return the class: (student, lesson) -> notebook."""
    half = list(all_right(L2).items())[:3]
    return {
        **{("ada_all_right", lesson): fill(lesson, all_right(lesson)) for lesson in lesson_names()},
        ("ben_other_style", L1): fill(L1, other_style(L1)),
        ("ben_other_style", L2): fill(L2, other_style(L2)),
        ("ben_other_style", L3): fill(L3, other_style(L3)),
        ("cleo_blank", L1): fill(L1, {}),
        ("dan_half_done", L1): fill(L1, all_right(L1)),
        ("dan_half_done", L2): fill(L2, dict(half)),
        ("eva_filter_rotated", L2): fill(L2, all_right(L2) | wrong("conv_backward", "dX_filter_rotated")),
        ("fred_last_row_lost", L1): fill(L1, all_right(L1) | wrong("conv_forward", "last_row_left_zero")),
        ("gina_overwrites", L2): fill(L2, all_right(L2) | wrong("conv_backward", "dW_overwritten")),
        ("hal_syntax_error", L1): fill(L1, all_right(L1) | {"output_size": TYPO}),
        ("ida_endless_loop", L2): fill(L2, all_right(L2) | body("conv_backward", ENDLESS)),
        ("jon_endless_and_deaf", L3): fill(L3, all_right(L3) | body("rot180", ENDLESS_AND_DEAF)),
        ("kim_deleted_check", L1): without(fill(L1, all_right(L1)), "check_conv_forward"),
        ("leo_edited_check", L1): with_source(
            fill(L1, all_right(L1) | body("conv_forward", "    return None")),
            "check_conv_forward",
            "print('6 of 6 points')\n6.0",
        ),
        ("mia_patched_checks", L2): fill(
            L2,
            all_right(L2) | body("conv_backward", "    return 0, 0") | body("numerical_gradient", "    return 0"),
            added=PATCH,
        ),
        ("nik_imports_solution", L2): fill(
            L2,
            all_right(L2)
            | {
                "conv_backward": "from convlib.conv.single import conv_backward",
                "numerical_gradient": "from convlib.gradcheck import numerical_gradient",
            },
        ),
        ("pam_first_filter_only", L5): fill(L5, all_right(L5) | wrong("conv2d_backward", "dX_first_filter_only")),
        ("rob_labels_apart", L8): fill(L8, all_right(L8) | wrong("train", "labels_apart_from_images")),
        ("sue_tests_with_ones", L9): fill(L9, all_right(L9) | wrong("assert_correct", "dH_of_ones")),
        ("ola_ends_the_kernel", L1): fill(L1, all_right(L1) | body("conv_single_step", EXIT)),
    }


def make(root):
    """Write the demo class into a course folder of its own.

    Parameters
    ----------
    root : pathlib.Path
        The folder; what an earlier demo left there is removed.
    """
    shutil.rmtree(root, ignore_errors=True)
    submitted = Path(root) / nbgrader_config(root).CourseDirectory.submitted_directory
    for (student, lesson), notebook in submissions().items():
        folder = submitted / student / lesson
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{lesson}.ipynb")
        for file in (NOTEBOOKS / lesson).glob("*.py"):
            shutil.copy(file, folder)
