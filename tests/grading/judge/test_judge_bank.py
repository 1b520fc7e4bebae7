"""The bank through the sandbox: verdicts are the same as in this process, where test_bank tries every version."""

from functools import cache

import pytest

from grading.bank import EXERCISES, mistakes_of, styles_of
from grading.bank.mutations import recognised
from grading.bank.probes import examination
from grading.given import write_given
from grading.judge import judge as judge_module
from grading.judge.cells import file_cells
from grading.judge.judge import SubmissionJudge
from grading.sandbox.bubblewrap import Sandbox

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")


def spread(versions, count):
    """At most ``count`` of the versions, evenly spaced: each takes time in the sandbox."""
    return versions[:: -(-len(versions) // count)]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_bank_through_the_sandbox(name, monkeypatch, tmp_path):
    """Versions from the bank, handed in as files, get the same report in the sandbox as in this process."""
    monkeypatch.setattr(judge_module, "examination", cache(examination))  # the same inputs for all, drawn once
    misjudged = []
    exercise = EXERCISES[name]
    write_given(exercise.lesson, tmp_path)
    with SubmissionJudge(Sandbox(), tmp_path) as submission:
        for version in [*spread(list(mistakes_of(name).values()), 12), *styles_of(name).values()]:
            *_, problem = [submission.execute(cell.source) for cell in file_cells(version.source, exercise)]
            report = submission.examine(exercise, problem, 5, exercise.uses)
            right = version.diagnosis == ""
            if report.passed != right or not (right or recognised(version, report)):
                misjudged.append(f"{version.id}: {report.text()}")
    assert not misjudged, "\n".join(misjudged)
