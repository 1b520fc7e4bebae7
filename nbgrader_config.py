"""nbgrader's settings for this course. nbgrader reads this file only in the course root, so run its commands there."""

import sys
from pathlib import Path

# `grading` is not an installed package: nbgrader finds it next to this file.
ROOT = str(Path(__file__).resolve().parent)
if ROOT not in sys.path:
    sys.path.append(ROOT)

from grading.classroom.feedback_page import TEMPLATES  # noqa: E402
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
c.ExchangeFactory.collect = "grading.classroom.guard.Collect"
# Before anything runs: the course's own cells are restored, and written answers must not act in formgrader.
c.Autograde.sanitize_preprocessors = [
    "grading.classroom.preprocessors.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "grading.classroom.sanitize.CleanAnswers",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Then: put given.py next to the notebook, run it in the sandbox for its outputs, clean these, which must not act in
# formgrader or in the feedback either, let the judge award the points, and put the rubric beside written answers.
c.Autograde.autograde_preprocessors = [
    "grading.build.release.BringGiven",
    "grading.sandbox.execute.SandboxedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "grading.classroom.sanitize.CleanOutputs",
    "grading.classroom.preprocessors.Judge",
    "grading.classroom.rubric.ShowRubric",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# The feedback is one page with marks and diagnoses, which needs no script and no network.
c.GenerateFeedback.exporter_class = "grading.classroom.feedback_page.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "grading.classroom.feedback_page.GetMarks",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.FeedbackExporter.template_name = "course_feedback"
c.FeedbackExporter.template_file = "index.html.j2"
c.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]

# In formgrader, a click on a comment in the cell for graders adds it to the comment box.
c.HTMLExporter.template_file = "course_formgrade.html.j2"
c.HTMLExporter.extra_template_paths = [str(TEMPLATES / "course_formgrade")]
