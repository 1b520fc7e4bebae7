"""Judge many answers handed in as files: every ``EXERCISE/NAME.py`` in a folder."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Literal

from convlib.lab.checks.report import Report, empty_report
from convlib.lab.checks.watchdog import SECONDS
from grading.bank import EXERCISES
from grading.bank.exercise import Exercise
from grading.course import NotGraded, Refusal
from grading.given import write_given
from grading.judge.cells import file_cells
from grading.judge.judge import SubmissionJudge, judge_submission, new_seed
from grading.judge.lending import lendable
from grading.judge.reply import MISSING, UNREADABLE, one_line, printable
from grading.judge.session import WorkerStopped
from grading.judge.starting import Starter
from grading.sandbox.bubblewrap import Sandbox

CHECK_SECONDS = 2 * SECONDS  # the check itself ends a loop before that, and says in which line
MAX_FILE_BYTES = 1_000_000
Way = Literal["judge", "check"]


def judge_many(
    folder: Path,
    sandbox: Sandbox | Starter,
    way: Way = "judge",
    seed: int | None = None,
    processes: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Judge every answer in a folder, several at a time.

    Parameters
    ----------
    folder : pathlib.Path
        It has a folder for each exercise, named after it, with any number of ``.py`` files.
    sandbox : grading.sandbox.bubblewrap.Sandbox or grading.judge.starting.Starter
        Where the answers run.
    way : {"judge", "check"}
        As a submission is judged, on fresh probes, or by the student's own check, on the stored ones.
    seed : int, optional
        Seed of the judge's probes, the same for all. By default, one is drawn.
    processes : int, optional
        How many to judge at a time; by default one per core.

    Returns
    -------
    iterator of dict
        For each file, in order: ``file``, its path in the folder; the report as plain data; and ``text``, what the
        student reads. Where there is no report, ``not_graded`` says why instead.

    Raises
    ------
    grading.course.Refusal
        If the folder holds no answers, or a folder in it is not named after an exercise.
    """
    files = sorted(Path(folder).glob("*/*.py"))
    if not files:
        raise Refusal(f"There is nothing to judge in {folder}: put each answer at EXERCISE/NAME.py in it.")
    for name in dict.fromkeys(file.parent.name for file in files):
        if name not in EXERCISES:
            raise Refusal(f"{Path(folder) / name} is not named after an exercise; they are: {', '.join(EXERCISES)}.")
    judge_one = partial(judge_file, sandbox=sandbox, way=way, seed=new_seed() if seed is None else seed)
    return in_parallel(judge_one, files, processes or os.cpu_count() or 1)


def in_parallel(judge_one: Callable[[Path], dict], files: list[Path], processes: int) -> Iterator[dict[str, Any]]:
    """Yield the results in order, each as soon as it and those before it are there."""
    context = None  # the system's own, on Windows
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(min(processes, len(files)), context) as pool:
        yield from pool.map(judge_one, files)


def judge_file(file: Path, sandbox: Sandbox | Starter, way: Way, seed: int) -> dict[str, Any]:
    """Judge one file; ``judge_many`` says what this returns."""
    exercise = EXERCISES[file.parent.name]
    about = {"file": f"{exercise.name}/{file.name}"}
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise NotGraded(f"the file is larger than {MAX_FILE_BYTES} bytes.")
        source = file.read_text(encoding="utf-8-sig")
        with tempfile.TemporaryDirectory() as beside:
            write_given(exercise.lesson, Path(beside))
            if way == "check":
                return about | checked(exercise, source, sandbox, Path(beside))
            reports = judge_submission([exercise], file_cells(source, exercise), sandbox, Path(beside), seed)
            return about | as_data(reports[exercise.name])
    except (OSError, UnicodeDecodeError, NotGraded) as error:
        return about | {"exercise": exercise.name, "not_graded": str(error)}


def as_data(report: Report) -> dict[str, Any]:
    """Return a report as plain data and as the student reads it."""
    return report.as_dict() | {"text": report.text()}


def checked(exercise: Exercise, source: str, sandbox: Sandbox | Starter, files: Path) -> dict[str, Any]:
    """Return the report of the student's own check, which runs in the sandbox: it could be forged."""
    with SubmissionJudge(sandbox, files) as submission:
        problem = None
        for cell in file_cells(source, exercise):
            problem = submission.execute(cell.source)
        lend = [name for name in lendable(exercise) if name != exercise.companion]
        try:
            reply = submission.request({"check": exercise.name, "lend": lend}, CHECK_SECONDS)
        except WorkerStopped as reason:
            reply = {"problem": str(reason)}
    if reply.get("missing"):
        reply = {"problem": problem or MISSING}
    report = as_data(empty_report(exercise.properties, exercise.name, one_line(reply.get("problem")) or UNREADABLE))
    if "report" in reply:
        report |= {key: printable(item) for key, item in reply["report"].items() if key in report}
    return report
