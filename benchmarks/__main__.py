"""Measure how quick convlib and the course are: ``python -m benchmarks``, or some parts of it."""

import argparse
import json
import sys
from pathlib import Path

from . import batch, chart, course, machine, memory, report, speed, training

FOLDER = Path(__file__).parent
RESULTS, CHART = FOLDER / "results.json", FOLDER / "results.png"
PARTS = {
    "speed": lambda options: speed.measure(options.rounds, options.seconds),
    "memory": lambda options: memory.measure(),
    "batch": lambda options: batch.measure(options.rounds, options.seconds),
    "training": lambda options: training.measure(),
    "course": lambda options: course.measure(),
}


def main(argv=None):
    """Run the parts; write results.json and results.png; print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"{', '.join(PARTS)}; all of them by default. readme measures nothing: it writes the "
        "table of the last measurement into README.md",
    )
    parser.add_argument("--rounds", type=int, default=5, help="turns that each competitor gets (5)")
    parser.add_argument("--seconds", type=float, default=0.1, help="how long a turn takes (0.1)")
    options = parser.parse_args(argv)
    if unknown := set(options.parts) - {*PARTS, "readme"}:
        parser.error(f"there is no part {', '.join(sorted(unknown))}: the parts are {', '.join(PARTS)} and readme")
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    parts = [part for part in options.parts or PARTS if part in PARTS]
    for part in parts:
        print(f"Measuring {part}", file=sys.stderr, flush=True)
        results[part] = {"machine": machine.describe(), "found": PARTS[part](options)}
        # Written after each part: who stops early keeps what there is.
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if parts:
        print(report.text({part: results[part] for part in parts}))
    if "speed" in parts:
        CHART.write_bytes(chart.draw(results["speed"]["found"]["times"]))
    if "readme" in options.parts:
        if "speed" not in results:
            parser.error("nothing is measured yet: run python -m benchmarks speed")
        report.write_readme(results)


if __name__ == "__main__":
    main()
