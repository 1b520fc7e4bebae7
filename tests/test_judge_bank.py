"""The whole bank through the sandbox: each version is judged there as it is in this process."""

from functools import cache

import pytest

from grading import judge as judge_module
from grading.bank import mistakes_of, styles_of
from grading.cells import file_cells
from grading.course import SOLUTIONS
from grading.exercises import EXERCISES
from grading.probes import examination

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")


@pytest.mark.parametrize("name", EXERCISES)
def test_the_bank_through_the_sandbox(name, monkeypatch):
    """Every version of the bank, handed in as a file, is judged in the sandbox as it is in this process."""
    monkeypatch.setattr(judge_module, "examination", cache(examination))  # the same inputs for all, worked out once
    misjudged = []
    exercise = EXERCISES[name]
    files = SOLUTIONS / exercise.lesson
    with judge_module.Hearing(files if files.exists() else None) as hearing:
        for version in [*mistakes_of(name).values(), *styles_of(name).values()]:
            *_, problem = [hearing.run(cell.source) for cell in file_cells(version.source, exercise)]
            report = hearing.look(exercise, problem, 5, exercise.uses)
            right = version.diagnosis == ""
            if report.passed != right or report.mistake != (None if right else version.id):
                misjudged.append(f"{version.id}: {report.text()}")
    assert not misjudged, "\n".join(misjudged)
