"""What grading a submission needs, loaded once in the process from which those that grade are forked."""

import grading.bank.probes
import grading.classroom.task
import grading.judge.judge  # noqa: F401
from grading.bank import EXERCISES
from grading.course import lesson_names
from grading.judge.cells import course_cells

for _exercise in EXERCISES.values():
    _exercise.solution  # noqa: B018  it imports its module
for _lesson in lesson_names():
    course_cells(_lesson)
