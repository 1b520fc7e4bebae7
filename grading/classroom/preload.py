"""What grading a submission needs, loaded once in the process from which those that grade are forked."""

import grading.classroom.task
import grading.judge.judge  # noqa: F401
from grading.bank import EXERCISES, mistakes_of
from grading.classroom.intake import released
from grading.classroom.rubric import rubrics
from grading.classroom.sanitize import clean_markdown
from grading.course import lesson_names
from grading.given import given_file
from grading.nbgrader_setup import nbgrader_config

for _exercise in EXERCISES.values():
    _exercise.solution  # noqa: B018  it imports its module
    mistakes_of(_exercise.name)
for _lesson in lesson_names():
    rubrics(_lesson)
    given_file(_lesson)
    released(_lesson)
clean_markdown("**loads** the renderer")
grading.classroom.task.steps(nbgrader_config())
