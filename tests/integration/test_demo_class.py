"""The demo class through nbgrader: every score is pinned, and so is what instructors and students see of it."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from nbgrader.converters import GenerateFeedback

from grading.bank import exercises_of
from grading.classroom import demo
from grading.classroom.autograde import grade
from grading.classroom.demo import BACKWARD, FORWARD, LAYER, ROTATION, TESTING, TRAINING
from grading.classroom.report import class_table, named_mistakes, scores
from grading.classroom.result import Status
from grading.course import ROOT, lesson_names
from grading.nbgrader_setup import convert, gradebook, nbgrader_config

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")

# The judge's points: 14 in the lesson of conv_forward, 24 in that of conv_backward, 19 in that of rot180.
PINNED = {
    **{("ada_all_right", lesson): sum(e.points for e in exercises_of(lesson)) for lesson in lesson_names()},
    ("ben_other_style", FORWARD): 14,
    ("ben_other_style", BACKWARD): 24,
    ("ben_other_style", ROTATION): 19,
    ("cleo_blank", FORWARD): 0,
    ("dan_half_done", FORWARD): 14,
    ("dan_half_done", BACKWARD): 10,
    ("eva_filter_rotated", BACKWARD): 19,
    ("fred_last_row_lost", FORWARD): 9,
    ("gina_overwrites", BACKWARD): 20,  # dX, worth one more than dW, is right
    ("hal_syntax_error", FORWARD): 11,
    ("ida_endless_loop", BACKWARD): 16,
    ("jon_endless_and_deaf", ROTATION): 17,
    ("kim_deleted_check", FORWARD): 14,
    ("leo_edited_check", FORWARD): 8,
    ("mia_patched_checks", BACKWARD): 11,
    ("nik_imports_solution", BACKWARD): 11,
    ("ola_ends_the_kernel", FORWARD): 11,
    ("pam_first_filter_only", LAYER): 12,
    ("rob_labels_apart", TRAINING): 20,
    ("sue_tests_with_ones", TESTING): 12,
}
SAID = {
    "cleo_blank": ["conv_forward: not written"],
    "eva_filter_rotated": ["conv_backward: dX_filter_rotated"],
    "fred_last_row_lost": ["conv_forward: last_row_left_zero"],
    "gina_overwrites": ["conv_backward: dW_overwritten"],
    "hal_syntax_error": ["output_size: it stopped with SyntaxError"],
    "ida_endless_loop": ["conv_backward: it did not finish within 5 seconds"],
    "jon_endless_and_deaf": ["rot180: it did not finish within 5 seconds"],
    "pam_first_filter_only": ["conv2d_backward: dX_first_filter_only"],
    "rob_labels_apart": ["train: labels_apart_from_images"],
    "sue_tests_with_ones": ["assert_correct: dH_of_ones"],
    "leo_edited_check": ["conv_forward: returns_None"],
    "nik_imports_solution": [
        "conv_backward: it imports convlib.conv, the course's own solution, "
        "which is not available when your work is judged"
    ],
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The demo class, graded."""
    root = tmp_path_factory.mktemp("course")
    demo.make(root)
    # Three more that no honest student hands in: not a notebook, forged roles, and a malformed cell.
    submitted = root / "grading" / "submitted"
    broken = submitted / "pia_unreadable" / FORWARD
    broken.mkdir(parents=True)
    (broken / f"{FORWARD}.ipynb").write_text("this is no notebook")
    forged = submitted / "quin_forged_roles" / FORWARD
    shutil.copytree(submitted / "cleo_blank" / FORWARD, forged)
    notebook = nbformat.read(forged / f"{FORWARD}.ipynb", as_version=4)
    for cell in notebook.cells:
        role = cell.metadata.get("nbgrader")
        if role and role["grade"]:
            cell.source, role["locked"], role["points"], role["schema_version"] = "1000.0", False, 1000, 1
        elif role:
            role.update(grade=True, points=50, cell_type="raw", grade_id=role["grade_id"] if role["locked"] else None)
    notebook.cells.append(nbformat.v4.new_code_cell("5.0", metadata={"nbgrader": "nonsense"}))
    nbformat.write(notebook, forged / f"{FORWARD}.ipynb")
    return root, grade(root)


def test_every_score(course):
    root, _ = course
    got = {key: points for key, (points, _) in scores(root).items()}
    assert {key: got[key] for key in PINNED} == PINNED
    assert {student for student, _ in got.keys() - PINNED.keys()} <= {"pia_unreadable", "quin_forged_roles"}
    assert {key: maximum for key, (_, maximum) in scores(root).items()}["ada_all_right", BACKWARD] == 24


def test_what_is_reported(course):
    said = named_mistakes(course[0])
    for student, lines in SAID.items():
        assert set(lines) <= set(said[student]), said[student]
    for student in ("ada_all_right", "ben_other_style", "kim_deleted_check"):
        assert student not in said


def test_one_unreadable_submission_stops_nobody(course):
    root, result = course
    [failed] = [each for each in result.submissions if each.failed]
    assert (failed.student, failed.lesson, failed.status) == ("pia_unreadable", FORWARD, Status.UNREADABLE)
    assert result.exit_code == 1 and failed.sentence
    table = class_table(root)
    assert f"{FORWARD} of pia_unreadable is unreadable: {failed.sentence}" in table and "quin_forged_roles" in table


def test_forged_roles_give_no_points(course):
    root, _ = course
    assert scores(root)["quin_forged_roles", FORWARD] == (0, 14)


def test_reflections_wait_for_a_human(course):
    with gradebook(course[0]) as book:
        by_student = {s.student.id: s for s in book.assignment_submissions(FORWARD)}
        assert by_student["ada_all_right"].needs_manual_grade
        assert not by_student["cleo_blank"].needs_manual_grade  # nothing written: 0 without manual grading


def test_grading_again_changes_nothing(course):
    root, _ = course
    before = scores(root)
    stamp = {path: path.stat().st_mtime_ns for path in root.glob("grading/autograded/*/*/*.ipynb")}
    grade(root, [ROTATION])
    assert scores(root) == before
    assert stamp == {path: path.stat().st_mtime_ns for path in root.glob("grading/autograded/*/*/*.ipynb")}


def test_feedback_shows_the_report_and_no_reference(course):
    root, _ = course
    convert(GenerateFeedback, nbgrader_config(root), BACKWARD, "eva_filter_rotated")
    page = (root / "grading" / "feedback" / "eva_filter_rotated" / BACKWARD / f"{BACKWARD}.html").read_text(
        encoding="utf-8"
    )
    assert "dX is what you get when the filter is rotated" in page
    assert "3 of 8 points" in page
    assert "grading/" not in page.split("<body")[1]


def test_the_release_folder_survives_a_used_gradebook(course):
    """nbgrader empties the release folder when a lesson with submissions is generated again; ours stays untouched."""
    before = {path: path.read_bytes() for path in (ROOT / "notebooks").rglob("*.*")}
    grade(course[0], [FORWARD])
    assert {path: path.read_bytes() for path in (ROOT / "notebooks").rglob("*.*")} == before


# nbgrader's command without `grading` installed, so that only nbgrader's configuration can lead to it.
PLAIN_NBGRADER = """
import sys
from pathlib import Path
sys.path = [entry for entry in sys.path if not Path(entry, "grading", "cli.py").exists()]
from nbgrader.apps.nbgraderapp import main
main()
"""


def test_plain_nbgrader_grades_the_same(course, tmp_path):
    """``nbgrader autograde`` in a course folder with our configuration, as formgrader's button runs it."""
    root = tmp_path / "plain"
    demo.make(root)
    for path in (root / "grading" / "submitted").iterdir():
        if path.name not in ("mia_patched_checks", "gina_overwrites"):
            shutil.rmtree(path)
    for name in ("nbgrader_config.py", "solutions"):
        (root / name).symlink_to(ROOT / name)
    for command in ("generate_assignment", "autograde"):
        done = subprocess.run(
            [sys.executable, "-P", "-c", PLAIN_NBGRADER, command, BACKWARD], cwd=root, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert scores(root) == {("mia_patched_checks", BACKWARD): (11, 24), ("gina_overwrites", BACKWARD): (20, 24)}
