"""The mutation table: what the checks make of every version in the bank. It is published in mutations.md."""

import io
import warnings
from contextlib import redirect_stderr, redirect_stdout
from functools import cache

from convlib.lab.checks.examine import examine_function
from grading.bank.exercises import EXERCISES
from grading.bank.probes import STORED_SEED, drawn
from grading.bank.version import mistakes_of, styles_of

HEAD = """# The mutation table

Made by `make build`; do not edit. The checks are tests, and a test is only worth what it catches. So every exercise
has a bank of wrong versions, the ones that students write, and of right versions in other styles. Each wrong version
must be failed and recognised, each right one must get full marks. This is what the students' checks make of them.

| Exercise | Wrong versions | failed | named | Right versions | full marks |
|---|---|---|---|---|---|
"""


@cache
def report_of(version, seed):
    """Examine a version of the bank as the student's check would, in this process."""
    exam = drawn(EXERCISES[version.exercise], seed)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")  # some versions warn: wrong ones by accident, right ones to show it is allowed
        return examine_function(exam, version.load())


def table():
    """Return the text of mutations.md."""
    summary, sections, sums = [], [], [0] * 5
    for name in EXERCISES:
        wrong = {version: report_of(version, STORED_SEED) for version in mistakes_of(name).values()}
        right = [report_of(version, STORED_SEED) for version in styles_of(name).values()]
        counts = (
            len(wrong),
            sum(not report.passed for report in wrong.values()),
            sum(report.mistake == version.id for version, report in wrong.items()),
            len(right),
            sum(report.passed for report in right),
        )
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        summary.append(row(f"[{name}](#{name})", *counts))
        sections.append(
            "\n".join(
                [
                    f"\n## {name}\n",
                    row("Wrong version", "Points", "What the student is told"),
                    "|---|---|---|",
                    *(
                        row(
                            version.id,
                            f"{report.score:g} of {report.max_score:g}",
                            f"{version.diagnosis} Reread {version.reread}.",
                        )
                        for version, report in wrong.items()
                    ),
                ]
            )
        )
    return HEAD + "\n".join([*summary, row("**all**", *sums), *sections]) + "\n"


def row(*cells):
    """Return one line of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
