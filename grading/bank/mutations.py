"""The mutation table: the checks' verdict on every version in the bank.

Its totals are published in docs/mutation_table.md; ``python -m grading mutations`` prints each version.
"""

import io
import warnings
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from typing import NamedTuple

from convlib.lab.checks.diagnose.line import FAILS, STOPS
from convlib.lab.checks.report import Report
from convlib.lab.checks.scoring import examine_function
from grading.bank import EXERCISES, mistakes_of, styles_of
from grading.bank.loading import load
from grading.bank.probes import STORED_SEED, drawn
from grading.bank.version import Version

HEAD = """# The mutation table

Made by `make build`; do not edit. The checks are tests, and a test is only worth what it catches. So every exercise
has a bank of wrong versions, the ones that students write, and of correct versions in other styles. Each wrong
version must fail and be recognised (or, where it stops, have its line shown); each correct one must get full marks.
These are the verdicts of the students' checks. `python -m grading mutations conv_backward` lists the wrong versions
of an exercise with what the student reads.

| Exercise | Wrong versions | failed | named | Correct versions | full marks |
|---|---|---|---|---|---|
"""


@cache
def report_of(version: Version, seed: int) -> Report:
    """Examine a version from the bank as the student's check would, in this process."""
    exam = drawn(EXERCISES[version.exercise], seed)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")  # some versions warn: wrong ones by accident, correct ones because they may
        return examine_function(exam, load(version))


def recognised(version: Version, report: Report) -> bool:
    """Return whether a report names the mistake or, where nothing but a crash is seen, shows where it stops."""
    stops = report.mistake is None and any(said.startswith((STOPS, FAILS)) for said in report.sentences)
    return stops or any(version.diagnosis in said for said in report.sentences)


class Counts(NamedTuple):
    """The checks' verdicts on the versions of one exercise, or of all."""

    wrong: int
    failed: int
    named: int
    right: int
    full_marks: int


def counted(exercise: str) -> Counts:
    """Try every version of an exercise and count."""
    wrong = {version: report_of(version, STORED_SEED) for version in mistakes_of(exercise).values()}
    right = [report_of(version, STORED_SEED) for version in styles_of(exercise).values()]
    return Counts(
        len(wrong),
        sum(not report.passed for report in wrong.values()),
        sum(recognised(version, report) for version, report in wrong.items()),
        len(right),
        sum(report.passed for report in right),
    )


def summary(counts: Mapping[str, Counts]) -> str:
    """Return the text of docs/mutation_table.md: the counts of each exercise and the totals."""
    sums = Counts(*map(sum, zip(*counts.values(), strict=True)))
    rows = [row(f"`{exercise}`", *found) for exercise, found in counts.items()]
    return HEAD + "\n".join([*rows, row("**all**", *sums)]) + "\n"


def listing(exercise: str) -> str:
    """Return every wrong version of an exercise with its points and what the student reads."""
    return "\n".join(
        [
            f"## {exercise}\n",
            row("Wrong version", "Points", "What the student reads"),
            "|---|---|---|",
            *(
                row(
                    version.id,
                    f"{report.score:g} of {report.max_score:g}",
                    " ".join(" ".join(report.sentences).split()),
                )
                for version in mistakes_of(exercise).values()
                for report in [report_of(version, STORED_SEED)]
            ),
        ]
    )


def row(*cells: object) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
