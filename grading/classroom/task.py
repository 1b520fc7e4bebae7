"""One submission, from plain data to plain data: what runs in a process, or on a machine, of its own.

The steps are those that nbgrader's configuration lists for its autograding, up to those that write the gradebook.
"""

import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from grading.classroom.intake import TIMESTAMP, Submission
from grading.sandbox.execute import SandboxedExecute

# These need the gradebook, which only the main process opens.
WRITING = (SaveAutoGrades, AssignLatePenalties)


@dataclass(frozen=True)
class Task:
    """All that it takes to grade one submission.

    Parameters
    ----------
    student, lesson : str
    notebook : str
        The submitted notebook as JSON.
    files : dict of str to bytes
        The files beside it, by relative path.
    cells : dict of str to dict
        The course's cells, by name, as they are in the gradebook.
    config : traitlets.config.Config
        nbgrader's settings.
    seed : int
        From which the judge draws its probes.
    kept : dict of str to dict
        Reports and outputs of the check cells, by name, whose marks are not given anew.
    outputs : bool
        Whether to run the notebook for its outputs.
    digest : str
        Of the submitted content.
    notes : tuple of str
        What was mended before.
    """

    student: str
    lesson: str
    notebook: str
    files: Mapping[str, bytes]
    cells: Mapping[str, dict]
    config: Config
    seed: int
    kept: Mapping[str, dict] = field(default_factory=dict)
    outputs: bool = True
    digest: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        submission: Submission,
        cells: Mapping[str, dict],
        config: Config,
        seed: int,
        kept: Mapping[str, dict] | None = None,
        outputs: bool = True,
    ) -> "Task":
        """Return the task of a submission."""
        return cls(
            submission.student,
            submission.lesson,
            nbformat.writes(submission.notebook),
            submission.files,
            cells,
            config,
            seed,
            kept or {},
            outputs,
            content_digest(submission),
            submission.notes,
        )


def content_digest(submission: Submission) -> str:
    """Return the digest of what was submitted and when: a new time may change the penalty."""
    stamp = submission.files.get(TIMESTAMP, b"")
    return hashlib.sha256(submission.digest.encode() + stamp).hexdigest()


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    Parameters
    ----------
    notebook : str
        The autograded notebook as JSON.
    files : dict of str to bytes
        The files beside it.
    reports : dict of str to dict
        The judge's reports, by exercise.
    seconds : dict of str to float
        How long each step took.
    """

    notebook: str
    files: dict[str, bytes]
    reports: dict[str, dict[str, Any]]
    seconds: dict[str, float] = field(default_factory=dict)


def grade_submission(task: Task) -> Graded:
    """Grade one submission in this process.

    Raises
    ------
    grading.course.NotGraded
        If a fault of the machine prevented it.
    """
    notebook = nbformat.reads(task.notebook, as_version=4)
    with tempfile.TemporaryDirectory(prefix="convlib-", ignore_cleanup_errors=True) as folder:
        write_files(Path(folder), task.files)
        about = {"student": task.student, "assignment": task.lesson, "notebook": task.lesson, "db_url": ""}
        known = {"cells": task.cells, "seed": task.seed, "kept": task.kept}
        resources: dict[str, Any] = {"metadata": {"path": folder}, "nbgrader": about | known, "unique_key": task.lesson}
        seconds: defaultdict[str, float] = defaultdict(float)  # one of them is there twice
        for step in steps(task.config, task.outputs):
            start = perf_counter()
            notebook, resources = step(notebook, resources)
            seconds[type(step).__name__] += perf_counter() - start
        nbformat.validate(notebook)
        return Graded(nbformat.writes(notebook), read_files(Path(folder)), reports_in(notebook), dict(seconds))


def steps(config: Config, outputs: bool = True) -> list[NbGraderPreprocessor]:
    """Return nbgrader's steps without those that write the gradebook, or run the notebook if that is not wanted."""
    autograde = config.Autograde
    named = [*autograde.sanitize_preprocessors, *autograde.autograde_preprocessors]
    classes = [import_item(name) if isinstance(name, str) else name for name in named]
    left_out = WRITING if outputs else (*WRITING, SandboxedExecute)
    return [step(config=config) for step in classes if not issubclass(step, left_out)]


def reports_in(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """Return the judge's reports in the check cells of an autograded notebook, by exercise."""
    checks = [cell for cell in notebook.cells if is_grade(cell) and not is_solution(cell)]
    found = [cell.metadata["convlib"] for cell in checks if "convlib" in cell.metadata]
    return {report["exercise"]: json.loads(json.dumps(report)) for report in found}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their relative paths."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the ordinary files in a folder by their relative paths."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
