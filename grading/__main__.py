"""The instructor's commands: ``python -m grading build | check | grade | demo | report``."""

import argparse
import json
import os
import sys
from pathlib import Path


def main(argv=None):
    """Run one command. Returns the exit code: 0 done, 1 the tree is stale, 2 it could not be done."""
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    unsafe = argparse.ArgumentParser(add_help=False)
    unsafe.add_argument("--unsafe-no-sandbox", action="store_true",
                        help="run students' code without bubblewrap: only for code that you trust")

    command = commands.add_parser("build", help="build solutions/ and notebooks/ from lessons/ and convlib/")
    command.add_argument("--check", action="store_true", help="write nothing; fail if something is stale")
    command.add_argument("--force", action="store_true", help="write over student notebooks that were worked in")
    command.set_defaults(run=build)

    command = commands.add_parser("check", parents=[unsafe], help="judge one file as a submission would be judged")
    command.add_argument("exercise")
    command.add_argument("file", type=Path)
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.set_defaults(run=check)

    options = parser.parse_args(argv)
    if getattr(options, "unsafe_no_sandbox", False):
        os.environ["CONVLIB_UNSAFE_NO_SANDBOX"] = "1"
    from grading.build import BuildError
    from grading.sandbox import SandboxMissing
    try:
        return options.run(options)
    except (BuildError, SandboxMissing) as error:
        print(error, file=sys.stderr)
        return 2


def build(options):
    """Build, or check that everything is built."""
    from grading.build import REBUILD
    from grading.build import build as build_notebooks

    stale = build_notebooks(check=options.check, force=options.force)
    for path in stale:
        print(f"{path} is stale or was edited by hand: {REBUILD}.")
    return 1 if stale else 0


def check(options):
    """Judge one file."""
    from grading.exercises import EXERCISES
    from grading.judge import Cell, judge

    if options.exercise not in EXERCISES:
        return refuse(f"There is no exercise named {options.exercise!r}; the exercises are: {', '.join(EXERCISES)}.")
    try:
        source = options.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return refuse(f"{options.file} cannot be read as Python text: {error}.")
    exercise = EXERCISES[options.exercise]
    report = judge([exercise], [Cell(source, exercise.name)])[exercise.name]
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if options.json else report.text())
    return 0


def refuse(sentence):
    """Say what was wrong with the input."""
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
