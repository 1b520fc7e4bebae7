"""An autograder for Gradescope: a zip with the course, and what runs it there for one submission.

Gradescope builds an image from the zip with ``setup.sh``, and starts ``run_autograder`` for each submission, which
writes ``results.json`` (https://gradescope-autograders.readthedocs.io). That command runs this module.
"""

import json
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from convlib.lab.checks.report import Report
from grading.bank import exercises_of
from grading.classroom.intake import Unreadable, read_submission
from grading.course import ROOT, NotGraded, Refusal
from grading.given import write_given
from grading.judge.cells import student_cells
from grading.judge.process import judge_in_process
from grading.sandbox.bubblewrap import Sandbox, SandboxMissing

# What grades. Neither tests nor benchmarks, and of the notebooks and solutions only the lesson's.
PARTS = "convlib", "grading", "lessons", "pyproject.toml", "nbgrader_config.py", "README.md", "LICENSE"
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "submitted", "autograded", "feedback", "attempts", "collected"}
SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, as root, when the image is built.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends python3 python3-venv bubblewrap
cd /autograder/source
python3 -c 'import sys; assert sys.version_info >= (3, 11), "choose an image with Python 3.11 or newer"'
python3 -m venv .venv
.venv/bin/pip install --no-cache-dir --editable '.[grading]'
"""
RUN = """#!/usr/bin/env bash
# Gradescope runs this for each submission. AUTOGRADER and PYTHON can be set to try it elsewhere.
set -euo pipefail
base="${{AUTOGRADER:-/autograder}}"
cd "$base/source"
exec "${{PYTHON:-.venv/bin/python}}" -m grading.classroom.gradescope {options}{lesson} "$base/submission" \\
    "$base/results/results.json"
"""
NO_SANDBOX = "--unsafe-no-sandbox"


def write_autograder(lesson: str, folder: Path, unsafe_no_sandbox: bool = False) -> Path:
    """Write the autograder of a lesson, a zip, into a folder and return its path.

    Parameters
    ----------
    lesson : str
    folder : pathlib.Path
    unsafe_no_sandbox : bool
        For images in which bubblewrap is not permitted to work. Students' code then runs beside the solutions: it can
        read them, and forge its score. Gradescope itself only separates one submission from the next.
    """
    path = folder / f"gradescope-{lesson}.zip"
    scripts = {
        "setup.sh": SETUP,
        "run_autograder": RUN.format(lesson=lesson, options=f"{NO_SANDBOX} " if unsafe_no_sandbox else ""),
    }
    files = {
        file.relative_to(ROOT).as_posix(): file.read_bytes()
        for part in (*PARTS, f"notebooks/{lesson}", f"solutions/{lesson}")
        for file in ([ROOT / part] if (ROOT / part).is_file() else (ROOT / part).rglob("*"))
        if file.is_file() and not LEFT_OUT & set(file.relative_to(ROOT).parts)
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in scripts.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100755 << 16
            archive.writestr(info, text, zipfile.ZIP_DEFLATED)
        for name in sorted(files):
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[name], zipfile.ZIP_DEFLATED)
    return path


def results(lesson: str, folder: Path, sandbox: Sandbox) -> dict[str, Any]:
    """Judge a submission and return Gradescope's results.

    Raises
    ------
    grading.course.NotGraded, grading.sandbox.bubblewrap.SandboxMissing
        If a fault of the machine prevents judging: there are no results then, and never a zero.
    """
    try:
        submission = read_submission(folder, "student", lesson)
    except Unreadable as error:
        return {"score": 0, "output": f"This submission cannot be graded. {error}", "stdout_visibility": "hidden"}
    with tempfile.TemporaryDirectory() as beside:
        write_given(lesson, Path(beside))
        given = {path.name: path.read_bytes() for path in Path(beside).iterdir()}
    cells = student_cells(submission.notebook, lesson)
    reports = judge_in_process(exercises_of(lesson), cells, sandbox, {**submission.files, **given})
    return {
        "score": sum(float(report.score) for report in reports.values()),
        "output": "\n".join([*submission.notes, "Written answers are marked by hand."]),
        "stdout_visibility": "hidden",
        "tests": [case_of(name, reports[name]) for name in (each.name for each in exercises_of(lesson))],
    }


def case_of(name: str, report: Report) -> dict[str, Any]:
    """Return one exercise as Gradescope shows it."""
    return {
        "name": name,
        "score": float(report.score),
        "max_score": float(report.max_score),
        "status": "passed" if report.passed else "failed",
        "output": report.text(),
        "output_format": "text",
        "visibility": "visible",
    }


def main(argv: Sequence[str]) -> int:
    """Judge one submission: ``[--unsafe-no-sandbox] LESSON SUBMISSION RESULTS``."""
    unsafe = NO_SANDBOX in argv
    lesson, submission, place = [word for word in argv if word != NO_SANDBOX]
    try:
        sandbox = Sandbox(unsafe=unsafe)
        sandbox.require()
        found = results(lesson, Path(submission), sandbox)
    except (SandboxMissing, NotGraded, Refusal) as error:
        print(f"Not graded: {error}", file=sys.stderr)  # Gradescope shows it to the instructor
        return 1
    Path(place).parent.mkdir(parents=True, exist_ok=True)
    Path(place).write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
