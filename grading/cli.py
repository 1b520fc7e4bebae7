"""The instructor's commands: ``python -m grading build | check | grade | report | mutations | kit``."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.course import ROOT, Refusal, lesson_names
from grading.sandbox.bubblewrap import Sandbox, SandboxMissing


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default those of the process.

    Returns
    -------
    int
        The exit code: 0 for success, 1 if something is stale or a submission could not be read, 2 if the command
        could not be run.
    """
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    unsafe = argparse.ArgumentParser(add_help=False)
    unsafe.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run students' code without bubblewrap: only for code that you trust",
    )

    command = commands.add_parser("build", help="build solutions/ and notebooks/ from lessons/ and convlib/")
    command.add_argument("lessons", nargs="*", help="for example 01_convolution_by_hand; all by default")
    command.add_argument("--check", action="store_true", help="write nothing; fail if something is stale")
    command.add_argument("--force", action="store_true", help="overwrite student notebooks that were worked in")
    command.set_defaults(run=build)

    command = commands.add_parser("check", parents=[unsafe], help="judge one file as a submission would be judged")
    command.add_argument("exercise")
    command.add_argument("file", type=Path)
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.set_defaults(run=check)

    command = commands.add_parser("grade", parents=[unsafe], help="autograde grading/submitted and print the class")
    command.add_argument("lessons", nargs="*", help="for example 01_convolution_by_hand; all by default")
    command.add_argument("--force", action="store_true", help="regrade what is already graded")
    command.add_argument("--demo", action="store_true", help="create the demo class in .demo/ and grade it")
    command.set_defaults(run=grade)

    command = commands.add_parser("report", help="print the class table of graded submissions")
    command.set_defaults(run=report)

    command = commands.add_parser("mutations", help="list the known mistakes and the checks' verdict on each")
    command.add_argument("exercises", nargs="*", metavar="exercise", help="for example conv_backward; all by default")
    command.set_defaults(run=mutations)

    command = commands.add_parser("kit", help="write the student kit, a zip, into a folder")
    command.add_argument("folder", nargs="?", type=Path, default=ROOT, help="the course folder by default")
    command.set_defaults(run=kit)

    options = parser.parse_args(argv)
    try:
        return options.run(options)
    except (Refusal, SandboxMissing) as error:
        print(error, file=sys.stderr)
        return 2


def build(options: argparse.Namespace) -> int:
    """Build, or check that everything is up to date."""
    from grading.build.build import build as build_notebooks

    require_lessons(options.lessons)
    if options.check and options.lessons:
        return refuse("--check compares everything: leave out the lessons' names.")
    sentences = build_notebooks(options.lessons, options.check, options.force)
    print("\n".join(sentences or ["Everything is built."]))
    return 1 if sentences else 0


def check(options: argparse.Namespace) -> int:
    """Judge one file."""
    from grading.bank import EXERCISES
    from grading.given import write_given
    from grading.judge.cells import file_cells
    from grading.judge.judge import judge_submission

    if options.exercise not in EXERCISES:
        return refuse(f"There is no exercise named {options.exercise!r}; the exercises are: {', '.join(EXERCISES)}.")
    try:
        source = options.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return refuse(f"{options.file} cannot be read as Python text: {error}.")
    exercise = EXERCISES[options.exercise]
    sandbox = Sandbox(unsafe=options.unsafe_no_sandbox)
    with TemporaryDirectory() as beside:
        write_given(exercise.lesson, Path(beside))
        report = judge_submission([exercise], file_cells(source, exercise), sandbox, Path(beside))[exercise.name]
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if options.json else report.text())
    return 0


def grade(options: argparse.Namespace) -> int:
    """Grade a class and print the class table."""
    from grading.classroom import demo
    from grading.classroom.autograde import grade as grade_class
    from grading.classroom.report import class_table

    require_lessons(options.lessons)
    root = ROOT / ".demo" if options.demo else ROOT
    if options.demo:
        demo.make(root)
    result = grade_class(root, options.lessons, force=options.force, unsafe_no_sandbox=options.unsafe_no_sandbox)
    print(class_table(root))
    return result.exit_code


def report(options: argparse.Namespace) -> int:
    """Print the class table."""
    from grading.classroom.report import class_table

    print(class_table(ROOT))
    return 0


def mutations(options: argparse.Namespace) -> int:
    """Print the checks' verdict on each known mistake."""
    from grading.bank import EXERCISES
    from grading.bank.mutations import listing

    if unknown := [name for name in options.exercises if name not in EXERCISES]:
        return refuse(f"There is no exercise named {unknown[0]!r}; the exercises are: {', '.join(EXERCISES)}.")
    print("\n\n".join(map(listing, options.exercises or EXERCISES)))
    return 0


def kit(options: argparse.Namespace) -> int:
    """Write the student kit."""
    from grading.build.kit import write_kit

    if not options.folder.is_dir():
        return refuse(f"There is no folder {options.folder} to write the kit into.")
    print(write_kit(options.folder))
    return 0


def require_lessons(names: Iterable[str]) -> None:
    """Raise a Refusal if one of the names is not a lesson."""
    for name in names:
        if name not in lesson_names():
            raise Refusal(f"There is no lesson {name!r}; the lessons are: {', '.join(lesson_names())}.")


def refuse(sentence: str) -> int:
    """Print what is wrong with the input and return the exit code for it."""
    print(sentence, file=sys.stderr)
    return 2
