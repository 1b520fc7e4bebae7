"""A course folder that is graded in an instant: every step but the judge's verdict and the separate processes."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory

from convlib.lab.checks.report import Report, Result
from grading.bank.exercise import Exercise
from grading.classroom import autograde, demo, pool, preprocessors
from grading.classroom.gradebook import Book
from grading.classroom.record import open_records
from grading.classroom.register import register
from grading.classroom.task import grade_submission
from grading.course import NotGraded
from grading.nbgrader_setup import gradebook, nbgrader_config

LESSON = demo.FORWARD
WRONG, FAULT = "# wrong", "# fault"


def verdict(exercise: Exercise, sources: dict[str, str]) -> Report:
    """Return the full score, or none if the answer says so."""
    source = sources.get(exercise.name, "")
    if FAULT in source:
        raise NotGraded("the sandbox did not start.")
    right = bool(source) and WRONG not in source
    results = [Result(p.name, p.points, right, "" if right else "differs.") for p in exercise.properties]
    return Report(exercise.name, exercise.points * right, exercise.points, right, results, None, "")


def judge(exercises, cells, *args, **kwargs) -> dict[str, Report]:
    """Judge without running anything."""
    sources = {cell.exercise: cell.source for cell in cells if cell.exercise}
    return {exercise.name: verdict(exercise, sources) for exercise in exercises}


def run_here(tasks, *args, **kwargs):
    """Grade in this process."""
    for task in tasks:
        try:
            yield task, grade_submission(task)
        except NotGraded as fault:
            yield task, fault


def make_quick(patch) -> None:
    """Replace what takes time."""
    patch(preprocessors, "judge_in_process", judge)
    patch(pool, "run", run_here)


class Course:
    """A course folder with submissions of lesson 1, and what can be said about its state."""

    lesson = LESSON

    def __init__(self, root: Path):
        self.root = root

    def submit(self, student: str, *wrong: str, marker: str = WRONG, added: str | None = None) -> Path:
        """Write a submission in which some answers are wrong; an earlier one is replaced."""
        changed = {name: f"{source}\n{marker}" for name, source in demo.all_right(LESSON).items() if name in wrong}
        shutil.rmtree(self.folder(student), ignore_errors=True)
        demo.write(self.root, {(student, LESSON): demo.solved(LESSON, changed, added)})
        return self.folder(student)

    def folder(self, student: str) -> Path:
        return self.root / "grading" / "submitted" / student / LESSON

    def notebook(self, student: str) -> Path:
        return self.root / "grading" / "autograded" / student / LESSON / f"{LESSON}.ipynb"

    def grade(self, **options):
        return autograde.grade(self.root, unsafe_no_sandbox=True, outputs=False, **options)

    def statuses(self, **options) -> dict[str, str]:
        return {each.student: str(each.status) for each in self.grade(**options).submissions}

    def scores(self) -> dict[str, dict[str, tuple]]:
        """Return the automatic and the manual score of each cell in nbgrader's gradebook."""
        with gradebook(self.root) as book:
            return {
                submission.student.id: {
                    grade.name: (grade.auto_score, grade.manual_score)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in book.assignment_submissions(LESSON)
            }

    def records(self):
        with open_records(self.root) as records:
            return {record.student: record for record in records.all()} if records else {}

    def state(self) -> dict:
        """Return what must be the same after a run that was killed and its repetition."""
        folders = sorted(path for path in (self.root / "grading" / "autograded").glob("*/*"))
        return {
            "scores": self.scores(),
            "records": {
                student: (each.status, each.sentence, each.digest, [(m.exercise, m.score) for m in each.marks])
                for student, each in self.records().items()
            },
            "folders": {str(path.relative_to(self.root)): sorted(p.name for p in path.iterdir()) for path in folders},
            "notebooks": {
                str(path): [(c.source, c.get("outputs")) for c in nbformat.read(path, 4).cells]
                for path in (self.root / "grading" / "autograded").glob("*/*/*.ipynb")
            },
        }


@pytest.fixture
def course(tmp_path) -> Course:
    return Course(tmp_path)


def register_lesson(root: Path, lesson: str) -> None:
    """Enter a lesson into the gradebook of a course folder."""
    config = nbgrader_config(root)
    with Book(CourseDirectory(config=config)) as book:
        register(config, book, lesson)


@pytest.fixture(scope="session")
def new_gradebook(tmp_path_factory) -> Path:
    """A gradebook with the lesson's cells and nothing else: nbgrader takes seconds to make one."""
    root = tmp_path_factory.mktemp("course")
    register_lesson(root, LESSON)
    return root / "gradebook.db"


@pytest.fixture
def quick_course(course, monkeypatch, new_gradebook) -> Course:
    shutil.copy(new_gradebook, course.root)
    make_quick(monkeypatch.setattr)
    return course


@pytest.fixture
def quick():
    """The function that replaces what takes time."""
    return make_quick
