"""nbgrader's settings for this course. nbgrader reads this file only in the course root, so run its commands there."""

import sys
from pathlib import Path

# `grading` is not an installed package: nbgrader finds it next to this file.
ROOT = str(Path(__file__).resolve().parent)
if ROOT not in sys.path:
    sys.path.append(ROOT)

from grading.classroom.guard import install  # noqa: E402

c = get_config()  # noqa: F821  provided by nbgrader

# Which folder plays which role: solutions and notebooks are built by `make build`.
c.CourseDirectory.course_id = "convlib"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"

# When an assignment is generated: students import earlier solutions from given.py, written next to the notebook.
c.GenerateAssignment.preprocessors.insert(0, "grading.build.release.ImportFromGiven")
# Submissions are read by the course: `nbgrader autograde` and formgrader's button refuse links and mend what is odd.
install()
# Before anything runs: the course's own cells are restored, then nbgrader's usual clean-up.
c.Autograde.sanitize_preprocessors = [
    "grading.classroom.preprocessors.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "grading.classroom.sanitize.Sanitize",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Then: put given.py next to the notebook, run it in the sandbox for its outputs, let the judge award the points.
c.Autograde.autograde_preprocessors = [
    "grading.build.release.BringGiven",
    "grading.sandbox.execute.SandboxedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "grading.classroom.preprocessors.Judge",
    "grading.classroom.sanitize.Sanitize",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A student's markdown or HTML output must not run scripts in the instructor's formgrader or in the feedback.
c.HTMLExporter.sanitize_html = True
