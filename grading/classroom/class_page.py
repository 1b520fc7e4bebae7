"""The class report: one HTML page, and a CSV file, that show what a class has and has not understood.

The page holds its figures and loads nothing, so that it can be kept and mailed.
"""

import io
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from convlib.lab.checks.calling import NOT_WRITTEN
from grading.bank import EXERCISES
from grading.build.notebooks import title
from grading.classroom.collect import ATTEMPTS, refused
from grading.classroom.export import Person, person, table
from grading.classroom.record import open_records
from grading.classroom.result import Status
from grading.classroom.results import ExerciseMark, headline
from grading.course import lesson_names
from grading.nbgrader_setup import gradebook

TEMPLATES = Path(__file__).with_name("templates")
HELP_BELOW = 0.5  # a student with a smaller share of the points of a lesson is listed
FEW = 5  # with fewer students, a correlation says nothing
MANY = 12  # more mistakes are folded away


@dataclass(frozen=True)
class ExerciseSummary:
    """How a class did in one exercise.

    Parameters
    ----------
    name : str
    students : int
        How many handed it in.
    full : int
        How many got all points.
    mean : float
        Mean share of the points, from 0 to 1: the classical difficulty index.
    discrimination : float or None
        Correlation of its points with the points in the rest of the lesson: whether it separates those who know the
        material from those who do not. None with fewer than five students, or if all got the same.
    unmarked : int
        How many written answers are not marked yet.
    not_written : int
        How many left it as it was.
    unnamed : dict of str to str
        Who has it wrong without a known mistake, and what the judge says.
    """

    name: str
    students: int
    full: int
    mean: float
    discrimination: float | None
    unmarked: int
    not_written: int
    unnamed: dict[str, str]


@dataclass(frozen=True)
class Misconception:
    """A mistake that students made in one exercise, with the sentence that explains it."""

    exercise: str
    sentence: str
    students: tuple[str, ...]


def flags_of(root: Path) -> dict[tuple[str, str], list[str]]:
    """Return what an instructor should know about each submission, by student and lesson: no mark, stale, fixed."""
    with open_records(root) as records:
        known = records.all() if records else []
    flags = {}
    for record in known:
        own = [] if record.status is Status.GRADED else [f"{record.status}: {record.sentence}"]
        own += sorted({f"stale: {mark.stale}" for mark in record.marks if mark.stale})
        if own + list(record.notes):
            flags[record.student, record.lesson] = own + list(record.notes)
    for lesson in lesson_names():
        for student, sentence in refused(root, lesson).items():
            flags.setdefault((student, lesson), []).append(f"refused when collected: {sentence}")
    return flags


def attempts_of(root: Path) -> dict[tuple[str, str], int]:
    """Return how often each student handed in each lesson, as far as `collect` has kept the attempts."""
    earlier = Counter(path.parts[-3:-1] for path in (Path(root) / ATTEMPTS).glob("*/*/*"))
    return {(student, lesson): count + 1 for (student, lesson), count in earlier.items()}


def names_of(root: Path) -> dict[str, str]:
    """Return the name of everybody in the class by id, in the order of last names."""
    with gradebook(root) as book:
        people = [person(student) for student in book.students]
    return {each.id: each.name for each in sorted(people, key=by_last_name)}


def by_last_name(who: Person) -> tuple[str, str, str]:
    """Return what a class list is sorted by."""
    return (who.last or who.name).casefold(), who.first.casefold(), who.id


def by_exercise(marks: Sequence[ExerciseMark]) -> list[ExerciseSummary]:
    """Summarise the marks of one lesson, exercise by exercise, in the lesson's order."""
    totals: dict[str, float] = defaultdict(float)
    groups: dict[str, list[ExerciseMark]] = {}
    for mark in marks:
        totals[mark.student] += mark.score
        groups.setdefault(mark.exercise, []).append(mark)
    order = {name: number for number, name in enumerate(EXERCISES)}
    summaries = []
    for name in sorted(groups, key=lambda name: order.get(name, len(order))):
        group = [mark for mark in groups[name] if mark.marked]
        own = np.array([mark.score for mark in group])
        rest = np.array([totals[mark.student] - mark.score for mark in group])
        failed = {m.student: headline(m.report) for m in group if m.report and not m.report["passed"]}
        named = {m.student for m in group if m.report and m.report["mistake"]}
        unnamed = {who: text for who, text in failed.items() if who not in named and text != NOT_WRITTEN}
        telling = (
            len(group) >= FEW and is_marked(len(group), len(groups[name])) and np.ptp(own) > 0 and np.ptp(rest) > 0
        )
        summaries.append(
            ExerciseSummary(
                name,
                len(groups[name]),
                sum(mark.score >= mark.max_score for mark in group),
                float(np.mean([mark.score / mark.max_score for mark in group])) if group else 0.0,
                float(np.corrcoef(own, rest)[0, 1]) if telling else None,
                len(groups[name]) - len(group),
                sum(text == NOT_WRITTEN for text in failed.values()),
                unnamed,
            )
        )
    return summaries


def is_marked(marked: int, students: int) -> bool:
    """Return whether enough answers are marked to speak of their mean: the blank ones are marked first, with 0."""
    return marked > 0 and 2 * marked >= students


def misconceptions(marks: Sequence[ExerciseMark]) -> list[Misconception]:
    """Return the named mistakes, the most frequent first."""
    students: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mark in marks:
        if mark.report and mark.report["mistake"]:
            students[mark.exercise, headline(mark.report)].add(mark.student)
    found = [Misconception(*which, tuple(sorted(who))) for which, who in students.items()]
    return sorted(found, key=lambda each: (-len(each.students), each.exercise, each.sentence))


def need_help(marks: Sequence[ExerciseMark]) -> list[tuple[str, float, list[str]]]:
    """Return the students with less than half of a lesson's points, the weakest first.

    Returns
    -------
    list of (str, float, list of str)
        The student, their share of the points that are marked, and the exercises without all points.
    """
    found = []
    for student, own in sorted(grouped(marks).items()):
        counted = [mark for mark in own if mark.marked]
        maximum = sum(mark.max_score for mark in counted)
        share = sum(mark.score for mark in counted) / maximum if maximum else 1.0
        if share < HELP_BELOW:
            found.append((student, share, [mark.exercise for mark in counted if mark.score < mark.max_score]))
    return sorted(found, key=lambda each: each[1])


def grouped(marks: Sequence[ExerciseMark]) -> dict[str, list[ExerciseMark]]:
    """Return the marks by student."""
    groups: dict[str, list[ExerciseMark]] = {}
    for mark in marks:
        groups.setdefault(mark.student, []).append(mark)
    return groups


def class_page(
    marks: Sequence[ExerciseMark],
    flags: Mapping[tuple[str, str], Collection[str]] | None = None,
    attempts: Mapping[tuple[str, str], int] | None = None,
    names: Mapping[str, str] | None = None,
) -> str:
    """Return the class report as one HTML page.

    Parameters
    ----------
    marks : sequence of ExerciseMark
        The marks of the class (`grading.classroom.results.marks`).
    flags : mapping of (str, str) to collection of str, optional
        What else an instructor should know about a student's submission of a lesson: unreadable, not graded, stale,
        similar to another.
    attempts : mapping of (str, str) to int, optional
        How often a student handed in a lesson.
    names : mapping of str to str, optional
        The names of everybody in the class by id, in the order in which they are listed.
    """
    flags, attempts, names = flags or {}, attempts or {}, names or {}
    order = {student: place for place, student in enumerate(names)}

    def listed(students: Collection[str]) -> list[str]:
        return sorted(students, key=lambda student: (order.get(student, len(order)), student))

    def who(student: str) -> str:
        name = names.get(student, student)
        return name if name == student else f"{name} ({student})"

    lessons = []
    for lesson in sorted({mark.lesson for mark in marks} | {lesson for _, lesson in flags}):
        own = [mark for mark in marks if mark.lesson == lesson]
        exercises = by_exercise(own)
        students = {
            student: {
                "score": sum(mark.score for mark in theirs),
                "max_score": sum(mark.max_score for mark in theirs),
                "unmarked": sum(mark.max_score for mark in theirs if not mark.marked),
                "submitted": theirs[0].submitted,
                "attempts": attempts.get((student, lesson)),
                "flags": [*late(theirs[0]), *flags.get((student, lesson), ())],
                "marks": {mark.exercise: mark for mark in theirs},
            }
            for student, theirs in grouped(own).items()
        }
        missing = {student: list(why) for (student, which), why in flags.items() if which == lesson}
        mistakes = misconceptions(own)
        common = [each for each in mistakes if len(each.students) > 1][:MANY] or mistakes[:FEW]
        lessons.append(
            {
                "name": lesson,
                "title": title(lesson),
                "exercises": exercises,
                "students": students,
                "ungraded": {student: why for student, why in missing.items() if student not in students},
                "nothing": [student for student in names if student not in students and student not in missing],
                "late": sum(theirs[0].late_seconds > 0 for theirs in grouped(own).values()),
                "waiting": sum(not all(mark.marked for mark in theirs) for theirs in grouped(own).values()),
                "mistakes": common,
                "rare": mistakes[len(common) :],
                "help": need_help(own),
                "distribution": distribution(own) if own else "",
                "difficulty": difficulty(exercises) if own else "",
            }
        )
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.tests["marked"] = lambda each: is_marked(each.students - each.unmarked, each.students)
    environment.filters |= {"who": who, "listed": listed}
    return environment.get_template("class_page.html.j2").render(lessons=lessons, headline=headline)


def late(mark: ExerciseMark) -> list[str]:
    """Say how late a submission was."""
    hours = mark.late_seconds / 3600
    if hours <= 0:
        return []
    return [f"late by {hours / 24:.1f} days" if hours >= 48 else f"late by {hours:.1f} hours"]


def distribution(marks: Sequence[ExerciseMark]) -> str:
    """Draw the histogram of the points of a lesson as SVG."""
    scores = [sum(mark.score for mark in own) for own in grouped(marks).values()]
    maximum = sum({mark.exercise: mark.max_score for mark in marks}.values())
    figure = Figure(figsize=(5.2, 2.4), layout="constrained")
    axes = figure.add_subplot()
    bins = np.linspace(0, maximum, min(int(maximum), 14) + 1)
    axes.hist(scores, bins=bins.tolist(), color="#0072B2", edgecolor="white")
    axes.axvline(float(np.median(scores)), color="#D55E00", linestyle="--", label=f"median {np.median(scores):g}")
    axes.set(xlabel=f"points, of {maximum:g}", ylabel="students")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False, loc="upper left")
    return svg(figure)


def difficulty(exercises: Sequence[ExerciseSummary]) -> str:
    """Draw the mean share of the points of each exercise as SVG."""
    exercises = [each for each in exercises if is_marked(each.students - each.unmarked, each.students)]
    figure = Figure(figsize=(5.2, 0.6 + 0.32 * len(exercises)), layout="constrained")
    axes = figure.add_subplot()
    names = [each.name for each in exercises][::-1]
    shares = [100 * each.mean for each in exercises][::-1]
    bars = axes.barh(names, shares, color="#009E73")
    axes.bar_label(bars, [f"{share:.0f} %" for share in shares], padding=3)
    axes.set(xlim=(0, 112), xlabel="mean share of the points, %")
    return svg(figure)


def svg(figure: Figure) -> str:
    """Return a figure as an SVG element without anything that is loaded from elsewhere."""
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = file.getvalue()
    return text[text.index("<svg") :]


def class_csv(marks: Sequence[ExerciseMark]) -> str:
    """Return the marks as CSV, one row for each exercise of each student."""
    rows: list[list[object]] = [
        ["student", "lesson", "exercise", "score", "max_score", "marked", "mistake", "sentence"]
    ]
    for mark in marks:
        failed = mark.report if mark.report and not mark.report["passed"] else None
        about = [failed["mistake"] or "", headline(failed)] if failed else ["", ""]
        rows.append([mark.student, mark.lesson, mark.exercise, mark.score, mark.max_score, mark.marked, *about])
    return table(rows)
