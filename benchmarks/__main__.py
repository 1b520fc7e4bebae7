"""Measure how fast convlib and the course are: ``python -m benchmarks``, or some parts of it."""

import argparse
import sys
from pathlib import Path

from . import batch, chart, course, grading, machine, memory, report, results, speed, training

CHART = Path(__file__).parent / "results.png"
PARTS = {
    "speed": lambda options: speed.measure(options.rounds, options.seconds),
    "memory": lambda options: memory.measure(),
    "batch": lambda options: batch.measure(options.rounds, options.seconds),
    "training": lambda options: training.measure(),
    "course": lambda options: course.measure(),
    "grading": lambda options: grading.measure(options.sizes, options.students),
}


def main(argv=None):
    """Run the parts, write results.json and print the results; with readme, write the pages and the chart."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"{', '.join(PARTS)}; by default all of them. readme measures nothing: it writes the chart, "
        "benchmarks/README.md and a sentence in README.md from the last measurement",
    )
    parser.add_argument("--rounds", type=int, default=5, help="how many turns each competitor gets (5)")
    parser.add_argument("--seconds", type=float, default=0.1, help="how long a turn takes (0.1)")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=grading.SIZES, help="how many submissions to grade (60 300 2000)"
    )
    parser.add_argument(
        "--students",
        type=int,
        default=grading.STUDENTS,
        help="how many submissions plain nbgrader grades for comparison (60; 0 for no comparison)",
    )
    options = parser.parse_args(argv)
    if unknown := set(options.parts) - {*PARTS, "readme"}:
        parser.error(f"unknown part {', '.join(sorted(unknown))}: the parts are {', '.join(PARTS)} and readme")
    measured = results.read()
    parts = [part for part in options.parts or PARTS if part in PARTS]
    for part in parts:
        print(f"Measuring {part}", file=sys.stderr, flush=True)
        measured[part] = {"machine": machine.describe(), "found": PARTS[part](options)}
        results.write(measured)  # after each part, so that an interruption loses at most one
    if parts:
        print(report.text({part: measured[part] for part in parts}))
    if "readme" in options.parts:
        if "speed" not in measured:
            parser.error("nothing is measured yet: run python -m benchmarks speed")
        report.write_readme(measured)
    if "speed" in parts or "readme" in options.parts:
        CHART.write_bytes(chart.draw(measured["speed"]["found"]["times"]))


if __name__ == "__main__":
    main()
