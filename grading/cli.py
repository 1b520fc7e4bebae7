"""The instructor's commands: ``python -m grading COMMAND``. Each reads its arguments, calls one function, and prints.

Exit codes: 0 for success; 1 if something is stale, was refused, or has no mark; 2 if the command could not be run.
"""

import difflib
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from grading.course import ROOT, NotGraded, Refusal, lesson_names
from grading.sandbox.bubblewrap import Sandbox, SandboxMissing

if TYPE_CHECKING:
    from grading.classroom.result import ClassResult, Progress

NAME = "python -m grading"
INTERRUPTED = 130  # as shells say it


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; by default those of the process.

    Returns
    -------
    int
        The exit code: 0 for success; 1 if something is stale, was refused, or has no mark; 2 if the command could not
        be run.
    """
    try:
        code = commands.main(None if argv is None else list(argv), NAME, standalone_mode=False)
        sys.stdout.flush()
        return code or 0
    except click.exceptions.NoArgsIsHelpError as error:
        return refuse(error.format_message())
    except click.ClickException as error:
        return refuse(sentence_of(error))
    except (Refusal, SandboxMissing) as error:
        return refuse(str(error))
    except NotGraded as error:
        refuse(f"Not graded: {error}")
        return 1
    except (click.Abort, KeyboardInterrupt):
        refuse("Interrupted. What was finished is kept: run the same command again to go on.")
        return INTERRUPTED
    except BrokenPipeError:  # `report | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        what = f"{error.filename} cannot be used" if error.filename else "The system refused something"
        return refuse(f"{what}: {error.strerror or error}. Mend that, then run this again.")
    except Exception as error:
        if type(error).__name__ != "GradebookFault" and not type(error).__module__.startswith("sqlalchemy."):
            raise
        return refuse(fault_of(error))


def sentence_of(error: click.ClickException) -> str:
    """Return click's message, with where to look."""
    message = error.format_message().strip()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        path = error.ctx.command_path
        return f"{message.rstrip('.')}: see `{path} --help`." if "; the " not in message else message
    return message


def fault_of(error: Exception) -> str:
    """Return what is wrong with the gradebook."""
    from sqlalchemy.exc import SQLAlchemyError

    from grading.classroom.gradebook import explain
    from grading.nbgrader_setup import gradebook_name

    return explain(error, gradebook_name(ROOT)) if isinstance(error, SQLAlchemyError) else str(error)


def refuse(sentence: str) -> int:
    """Print what is wrong with the input and return the exit code for it."""
    click.echo(sentence, err=True)
    return 2


def print_json(data: object) -> None:
    """Print data for a program."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


# The arguments


class OneOf(click.ParamType):
    """A name out of a list; lessons may be called by their number."""

    def __init__(self, what: str, names: Callable[[], Sequence[str]]) -> None:
        self.name, self.names = what, names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the full name."""
        names = list(self.names())
        if value in names:
            return str(value)
        numbered = [name for name in names if self.name == "lesson" and name[:2] == str(value).zfill(2)]
        if numbered:
            return numbered[0]
        raise Refusal(unknown(self.name, str(value), names))


def unknown(what: str, value: str, names: Sequence[str]) -> str:
    """Return a sentence about a name that is not in a list."""
    close = difflib.get_close_matches(value, names, 1)
    hint = f" Did you mean {close[0]}?" if close else ""
    return f"There is no {what} {'named ' * (what == 'exercise')}{value!r}; the {what}s are: {', '.join(names)}.{hint}"


def exercise_names() -> list[str]:
    """Return the names of the exercises."""
    from grading.bank import EXERCISES

    return list(EXERCISES)


def lessons_until(last: str) -> list[str]:
    """Return the lessons up to one."""
    return [name for name in lesson_names() if name <= last]


LESSON = OneOf("lesson", lesson_names)
EXERCISE = OneOf("exercise", exercise_names)
FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)

lessons_argument = click.argument("lessons", nargs=-1, type=LESSON, metavar="[LESSON]...")
lesson_argument = click.argument("lesson", type=LESSON)
folder_option = click.option(
    "--folder", type=FOLDER, default=None, help="Where to write it; the course folder by default."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program.")
unsafe_option = click.option(
    "--unsafe-no-sandbox", is_flag=True, help="Run students' code without bubblewrap: only for code that you trust."
)


def grading_options(command: Callable) -> Callable:
    """Add what `grade` and `regrade` have in common."""
    for option in (
        unsafe_option,
        json_option,
        click.option("--scheduler", metavar="ADDRESS", help="Grade on the workers of this Dask scheduler."),
        click.option("--no-outputs", is_flag=True, help="Judge only: do not run the notebooks for their outputs."),
        click.option(
            "-j", "--jobs", type=click.IntRange(min=1), help="Submissions at a time; one per core by default."
        ),
        click.option("-e", "--exercise", "exercises", type=EXERCISE, multiple=True, help="Only this; can be repeated."),
        click.option("-s", "--student", "students", multiple=True, help="Only this one; can be repeated."),
    ):
        command = option(command)
    return command


class Commands(click.Group):
    """The commands in the order of a term, with a suggestion where one is misspelled."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of their definition."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise Refusal(unknown("command", args[0], list(self.commands)))
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Run a class from release to export; docs/instructor_guide.md shows a term."""


# Before the term


@commands.command()
@json_option
def doctor(as_json: bool) -> int:
    """Say whether this machine can grade, and what to do if not."""
    from grading.classroom.doctor import doctor as examine

    findings = []
    for finding in examine(ROOT):
        findings.append(finding)
        if not as_json:
            click.echo(finding)
    if as_json:
        print_json([finding.as_dict() for finding in findings])
    return 0 if all(finding.good for finding in findings) else 1


@commands.command()
@click.argument("lessons", nargs=-1, type=LESSON, metavar="[LESSON]...")
@click.option("--check", is_flag=True, help="Write nothing; fail if something is stale.")
@click.option("--force", is_flag=True, help="Overwrite student notebooks that were worked in.")
def build(lessons: tuple[str, ...], check: bool, force: bool) -> int:
    """Build solutions/ and notebooks/ from lessons/ and convlib/."""
    from grading.build.build import build as build_notebooks

    if check and lessons:
        raise Refusal("--check compares everything: leave out the lessons' names.")
    sentences = build_notebooks(lessons, check, force)
    click.echo("\n".join(sentences or ["Everything is built."]))
    return 1 if sentences else 0


@commands.command()
@lessons_argument
@click.option("--until", type=LESSON, help="All lessons up to this one.")
@folder_option
def kit(lessons: tuple[str, ...], until: str | None, folder: Path | None) -> None:
    """Write the student kit, a zip: with all lessons, with some, or up to one.

    A lesson brings solutions of earlier lessons along, never of later ones.
    """
    from grading.build.kit import write_kit

    if lessons and until:
        raise Refusal("Give the lessons or --until, not both.")
    click.echo(write_kit(folder or ROOT, lessons_until(until) if until else sorted(set(lessons))))


@commands.command()
@click.option("--pyodide", metavar="FOLDER_OR_URL", help="Where Pyodide is; its public address by default.")
@click.option("--until", type=LESSON, help="With the lessons up to this one, and no solution of later ones.")
@click.option("--pdf", is_flag=True, help="Also print the book, as book.pdf; this needs Chromium.")
def site(pyodide: str | None, until: str | None, pdf: bool) -> None:
    """Build the book, and the course for a browser beside it, in site/_build."""
    from grading.build.pyodide import ADDRESS
    from grading.build.site import write_site

    click.echo(write_site(source=pyodide or ADDRESS, lessons=lessons_until(until) if until else (), pdf=pdf))


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--base", metavar="URL", help="Where the folder will be served; the branch colab of the repository.")
@click.option("--until", type=LESSON, help="All lessons up to this one.")
def colab(folder: Path, base: str | None, until: str | None) -> None:
    """Write the notebooks for Google Colab into a folder, which becomes a branch of the repository."""
    from grading.build.colab import write_colab

    wanted = [name for name in lesson_names() if name <= until] if until else []
    click.echo(write_colab(folder, base, wanted))


@commands.command()
@lesson_argument
@folder_option
def release(lesson: str, folder: Path | None) -> None:
    """Hand out a lesson: through nbgrader's exchange where one is configured, else as a zip."""
    from grading.classroom.release import release as release_lesson

    click.echo(release_lesson(ROOT, lesson, folder or ROOT))


# Each week


@commands.command()
@click.argument("archive", type=FILE, metavar="ZIP")
@click.option(
    "--roster",
    "rosters",
    type=FILE,
    required=True,
    multiple=True,
    metavar="CSV",
    help="The class list; repeat it for an export of the LMS, which adds its numbers and times.",
)
@click.option("--lesson", type=LESSON, help="The lesson of everything in the zip; by default the notebooks say.")
@json_option
def collect(archive: Path, rosters: tuple[Path, ...], lesson: str | None, as_json: bool) -> int:
    """Put submissions that were downloaded from Moodle, Canvas or Gradescope, or plain folders, into the course folder.

    Nothing is lost: an earlier submission is kept in grading/attempts, and what belongs to nobody is reported.
    """
    from grading.classroom.collect import collect as collect_zip

    found = collect_zip(ROOT, archive, rosters, lesson)
    print_json(found.as_dict()) if as_json else click.echo(found.text())
    return found.exit_code


@commands.command()
@lessons_argument
@click.option("--force", is_flag=True, help="Grade also what has a complete score.")
@click.option("--demo", is_flag=True, help="Create the demo class in .demo/ and grade it.")
@grading_options
def grade(
    lessons: tuple[str, ...],
    students: tuple[str, ...],
    exercises: tuple[str, ...],
    force: bool,
    demo: bool,
    jobs: int | None,
    no_outputs: bool,
    scheduler: str | None,
    as_json: bool,
    unsafe_no_sandbox: bool,
) -> int:
    """Grade what is new or changed, and print the class table."""
    from grading.classroom.autograde import grade as grade_class

    root = ROOT / ".demo" if demo else ROOT
    if demo:
        from grading.classroom.demo import make

        make(root)
    require_submissions(root, lessons, students)
    result = grade_class(
        root,
        lessons,
        students,
        exercises=exercises,
        force=force,
        jobs=jobs,
        outputs=not no_outputs,
        scheduler=scheduler,
        unsafe_no_sandbox=unsafe_no_sandbox,
        progress=show_progress,
    )
    return show_result(root, result, as_json)


@commands.command()
@lessons_argument
@grading_options
def regrade(
    lessons: tuple[str, ...],
    students: tuple[str, ...],
    exercises: tuple[str, ...],
    jobs: int | None,
    no_outputs: bool,
    scheduler: str | None,
    as_json: bool,
    unsafe_no_sandbox: bool,
) -> int:
    """Give marks again that another version of the course gave; marks by hand stay."""
    from grading.classroom.autograde import regrade as regrade_class

    require_submissions(ROOT, lessons, students)
    result = regrade_class(
        ROOT,
        exercises,
        lessons,
        students,
        jobs=jobs,
        outputs=not no_outputs,
        scheduler=scheduler,
        unsafe_no_sandbox=unsafe_no_sandbox,
        progress=show_progress,
    )
    return show_result(ROOT, result, as_json)


def require_submissions(root: Path, lessons: Sequence[str], students: Sequence[str]) -> None:
    """Raise a Refusal if one of the students has handed in none of the lessons."""
    from grading.classroom.status import submissions

    for student in students:
        if not any(student == who for lesson in lessons or lesson_names() for who, _ in submissions(root, lesson)):
            where = f"{', '.join(lessons)}" if lessons else "anything"
            raise Refusal(f"{student!r} has not handed in {where}: `{NAME} status --json` lists who has.")


def show_progress(progress: "Progress") -> None:
    """Print how far a run is, and a line that stays for each fault."""
    last = progress.last
    left = "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
    line = f"{progress.done} of {progress.total}{left}: {last.lesson} of {last.student}"
    if last.failed:
        click.echo(f"{line} is {last.status}: {last.sentence}", err=True)
    elif sys.stderr.isatty():
        click.echo(f"\r\033[K{line}", err=True, nl=progress.done == progress.total)
    elif progress.done == progress.total or progress.done % 10 == 0:
        click.echo(line, err=True)


def duration(seconds: float) -> str:
    """Return a time as a person says it."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def show_result(root: Path, result: "ClassResult", as_json: bool) -> int:
    """Print what became of a class."""
    from dataclasses import asdict

    if as_json:
        print_json(asdict(result))
        return result.exit_code
    from grading.classroom.report import class_table

    for fault in result.faults:
        click.echo(fault, err=True)
    click.echo(class_table(root))
    return result.exit_code


@commands.command()
@json_option
def status(as_json: bool) -> int:
    """Say how far each lesson is: handed in, graded, stale, unreadable, not graded, waiting for marks by hand."""
    from grading.classroom.status import status as lesson_status
    from grading.classroom.status import status_table

    found = lesson_status(ROOT)
    print_json([each.as_dict() for each in found]) if as_json else click.echo(status_table(found))
    return 1 if any(each.unreadable or each.not_graded or each.refused for each in found) else 0


@commands.command()
@click.option("--html", "page", type=FILE, metavar="FILE", help="Write the class report, a page that loads nothing.")
@click.option("--csv", "table", type=FILE, metavar="FILE", help="Write a row for each exercise of each student.")
@json_option
def report(page: Path | None, table: Path | None, as_json: bool) -> None:
    """Print the class table; or write what the class has and has not understood to a page or a table."""
    from grading.classroom.class_page import attempts_of, class_csv, class_page, flags_of, names_of
    from grading.classroom.report import class_table
    from grading.classroom.results import marks

    printed = class_table(ROOT)  # refuses if nothing is graded
    if page:
        about = flags_of(ROOT), attempts_of(ROOT), names_of(ROOT)
        page.write_text(class_page(marks(ROOT), *about), encoding="utf-8")
    if table:
        table.write_text(class_csv(marks(ROOT)), encoding="utf-8-sig", newline="")  # spreadsheet programs need the mark
    if as_json:
        print_json([asdict(mark) | {"submitted": str(mark.submitted or "")} for mark in marks(ROOT)])
    elif not (page or table):
        click.echo(printed)


@commands.command()
@lesson_argument
@click.option("-s", "--student", "students", multiple=True, help="Only this one; can be repeated.")
@click.option("--zip", "as_zip", is_flag=True, help="Also write a zip to upload, with the LMS's own names.")
def feedback(lesson: str, students: tuple[str, ...], as_zip: bool) -> int:
    """Write the feedback pages of a lesson."""
    from grading.classroom.feedback import feedback as write_feedback
    from grading.classroom.feedback import feedback_zip

    require_submissions(ROOT, [lesson], students)
    pages, failed = write_feedback(ROOT, lesson, students)
    for sentence in failed:
        click.echo(sentence, err=True)
    click.echo(f"{len(pages)} feedback pages of {lesson} are written.")
    if as_zip and pages:
        click.echo(feedback_zip(ROOT, lesson, pages))
    return 1 if failed else 0


@commands.command()
@lessons_argument
@click.option("--canvas", "form", flag_value="canvas", help="To import in Canvas, under Grades.")
@click.option("--moodle", "form", flag_value="moodle", help="To import in Moodle's gradebook.")
@click.option("--csv", "form", flag_value="csv", help="Everything that adds up to each mark.")
@click.option("--per-exercise", "form", flag_value="per_exercise", help="A row for each student and exercise.")
@click.option("-o", "--output", type=FILE, help="The file to write; by default it is printed.")
def export(lessons: tuple[str, ...], form: str | None, output: Path | None) -> None:
    """Write the marks as CSV, with marks by hand and penalties for lateness. A missing mark is empty, not 0."""
    from grading.classroom.export import FORMATS, marks

    if form is None:
        raise Refusal("Which form: --canvas, --moodle, --csv or --per-exercise?")
    found = marks(ROOT, lessons)
    text = FORMATS[form](found)
    if found.waiting:
        click.echo(
            f"{len(found.waiting)} submissions still wait for marks by hand; their totals will change.", err=True
        )
    if output is None:
        click.echo(text.replace("\r\n", "\n"), nl=False)
    else:
        output.write_text(text, encoding="utf-8-sig", newline="")  # spreadsheet programs need the mark
        click.echo(output)


# Questions and appeals


@commands.command()
@click.argument("student")
@lesson_argument
@json_option
@unsafe_option
def replay(student: str, lesson: str, as_json: bool, unsafe_no_sandbox: bool) -> int:
    """Judge a submission again exactly as it was judged, and compare. Nothing is written."""
    from dataclasses import asdict

    from grading.classroom.replay import replay as replay_marks

    found = replay_marks(ROOT, student, lesson, unsafe_no_sandbox)
    if as_json:
        print_json(asdict(found) | {"same": found.same})
    for mark in () if as_json else found.marks:
        stale = f" ({mark.mark.stale})" if mark.mark.stale else ""
        same = "the same" if mark.same else f"now {mark.now['score']:g}"
        click.echo(f"{mark.mark.exercise}: {mark.mark.score:g} of {mark.mark.maximum:g}, {same}{stale}")
    return 0 if found.same else 1


@commands.command()
@lesson_argument
@click.option("--at-least", type=click.FloatRange(0, 100), default=50, show_default=True, help="From this percentage.")
@json_option
def similarity(lesson: str, at_least: float, as_json: bool) -> None:
    """List pairs of submissions that resemble each other. This accuses nobody."""
    from grading.classroom.similarity import NOTICE, similarity_table
    from grading.classroom.similarity import similarity as compare

    pairs = compare(ROOT, lesson, at_least)
    if as_json:
        print_json({"notice": NOTICE, "pairs": [pair.as_dict() for pair in pairs]})
    else:
        click.echo(similarity_table(lesson, pairs))


@commands.command()
@lesson_argument
@folder_option
@unsafe_option
def gradescope(lesson: str, folder: Path | None, unsafe_no_sandbox: bool) -> None:
    """Write an autograder for Gradescope, a zip."""
    from grading.classroom.gradescope import write_autograder

    click.echo(write_autograder(lesson, folder or ROOT, unsafe_no_sandbox))


@commands.command()
@click.argument("exercise", required=False)
@click.argument("file", type=FILE, required=False)
@click.option("--many", type=FOLDER, metavar="FOLDER", help="Judge every EXERCISE/NAME.py in a folder.")
@click.option(
    "--check", "own_check", is_flag=True, help="With --many: by the student's own check, which can be fooled."
)
@json_option
@unsafe_option
def check(
    exercise: str | None,
    file: Path | None,
    many: Path | None,
    own_check: bool,
    as_json: bool,
    unsafe_no_sandbox: bool,
) -> int:
    """Judge one file as a submission would be judged, or many."""
    sandbox = Sandbox(unsafe=unsafe_no_sandbox)
    if many is not None:
        if exercise:
            raise Refusal("Give an exercise and a file, or --many and a folder, not both.")
        sandbox.require()
        return check_many(many, sandbox, own_check, as_json)
    if not exercise or not file:
        raise Refusal(f"Give an exercise and a file, as in `{NAME} check conv_backward answer.py`.")
    if own_check:
        raise Refusal("--check belongs to --many; without it, a file is judged as a submission.")
    if Path(exercise).suffix and str(file) in exercise_names():
        raise Refusal(f"The exercise comes first, as in `{NAME} check {file} {exercise}`.")
    report = judge_file(EXERCISE.convert(exercise, None, None), file, sandbox)
    print_json(report.as_dict()) if as_json else click.echo(report.text())
    return 0


def judge_file(name: str, file: Path, sandbox: Sandbox) -> Any:
    """Return the judge's report on one file."""
    from grading.bank import EXERCISES
    from grading.given import write_given
    from grading.judge.cells import file_cells
    from grading.judge.judge import judge_submission

    if file.suffix == ".ipynb":
        raise Refusal(
            f"{file} is a notebook, and `check` judges a Python file with one exercise: copy the cell into a .py file, "
            f"or grade the notebook as a submission."
        )
    try:
        source = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Refusal(f"{file} cannot be read as Python text: {reason}.") from error
    exercise = EXERCISES[name]
    with TemporaryDirectory() as beside:
        write_given(exercise.lesson, Path(beside))
        return judge_submission([exercise], file_cells(source, exercise), sandbox, Path(beside))[name]


def check_many(folder: Path, sandbox: Sandbox, own_check: bool, as_json: bool) -> int:
    """Judge a folder, a report for each file; as JSON, a line for each, as soon as it is there."""
    from grading.judge.many import judge_many

    failed = False
    for found in judge_many(folder, sandbox, "check" if own_check else "judge"):
        failed |= "not_graded" in found
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False))
        else:
            click.echo(f"# {found['file']}\n{found.get('text') or 'Not graded: ' + found['not_graded']}\n")
    return 1 if failed else 0


@commands.command()
@click.argument("exercises", nargs=-1, type=EXERCISE, metavar="[EXERCISE]...")
def mutations(exercises: tuple[str, ...]) -> None:
    """List the known mistakes and the checks' verdict on each."""
    from grading.bank import EXERCISES
    from grading.bank.mutations import listing

    click.echo("\n\n".join(map(listing, exercises or EXERCISES)))
