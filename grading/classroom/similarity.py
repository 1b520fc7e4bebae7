"""Which answers of a lesson resemble each other: a reason to look, and no proof of anything."""

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from nbformat import NotebookNode
from tabulate import tabulate

from grading.bank import exercises_of
from grading.classroom.intake import Unreadable, read_submission, released
from grading.classroom.status import submissions
from grading.course import Refusal
from grading.judge.cells import role

NOTICE = (
    "A high percentage accuses nobody: short functions with one natural solution resemble each other, and so do "
    "answers that follow the hints or were allowed to be worked out together. Read both answers, and talk to both "
    "students."
)
AT_LEAST = 50


@dataclass(frozen=True)
class Pair:
    """Two students whose answers resemble each other: how much of each one's code is also in the other's."""

    first: str
    second: str
    first_percent: float
    second_percent: float

    def as_dict(self) -> dict:
        """Return it for JSON."""
        return asdict(self)


def similarity(root: Path, lesson: str, at_least: float = AT_LEAST) -> list[Pair]:
    """Compare the answers of all students to a lesson, without what was released, the most similar first.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    lesson : str
    at_least : float
        The percentage from which a pair is listed.
    """
    from copydetect import CopyDetector

    answers = {}
    for student, folder in submissions(root, lesson):
        try:
            answers[student] = code_of(read_submission(folder, student, lesson).notebook)
        except Unreadable:
            continue
    if len(answers) < 2:
        raise Refusal(f"There are fewer than two readable submissions of {lesson} to compare.")
    with tempfile.TemporaryDirectory() as place:
        students, release = Path(place) / "students", Path(place) / "release"
        names = {}
        for number, (student, code) in enumerate(answers.items()):
            path = students / f"{number}.py"
            names[str(path)] = student
            write(path, code)
        write(release / "release.py", code_of(released(lesson)))
        detector = CopyDetector(
            test_dirs=[str(students)],
            boilerplate_dirs=[str(release)],
            extensions=["py"],
            display_t=max(0.0, at_least / 100 - 1e-9),  # copydetect lists what is above it
            silent=True,
            autoopen=False,
        )
        detector.run()
        pairs = []
        for *shares, one, other, _, _, _ in detector.get_copied_code_list():
            percent = {
                names[path]: round(100 * float(share), 1) for path, share in zip((one, other), shares, strict=True)
            }
            first, second = sorted(percent)  # copydetect's order varies
            pairs.append(Pair(first, second, percent[first], percent[second]))
    return sorted(pairs, key=lambda pair: (-max(pair.first_percent, pair.second_percent), pair.first, pair.second))


def code_of(notebook: NotebookNode) -> str:
    """Return the answers in a notebook: the code of its exercises."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and role(cell, "solution")]
    return "\n\n".join(cell.source for cell in cells) + "\n"


def write(path: Path, code: str) -> None:
    """Write a file and its folder."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(code, encoding="utf-8", errors="replace")


def similarity_table(lesson: str, pairs: list[Pair]) -> str:
    """Return the pairs as text, with what they do not mean."""
    exercises = len(exercises_of(lesson))
    if not pairs:
        return f"No two submissions of {lesson} ({exercises} exercises) resemble each other so much.\n{NOTICE}"
    rows = [(p.first, f"{p.first_percent:g} %", p.second, f"{p.second_percent:g} %") for p in pairs]
    headers = ["student", "of it in the other", "student", "of it in the other"]
    return f"{tabulate(rows, headers, tablefmt='simple', disable_numparse=True)}\n\n{NOTICE}"
