"""Which answers of a lesson resemble each other: a reason to look, and no proof of anything."""

import io
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
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
SHOWN = 50  # pairs in the table
# What more students than this share is what anybody would write, and says nothing about two of them.
COMMON = 10
CODE, TEXT = "code", "written answers"
NOISE, WINDOW = 25, 6  # copydetect's own defaults, in tokens or characters: shorter passages are not compared


@dataclass(frozen=True)
class Pair:
    """Two students whose answers resemble each other: how much of each one's own is also in the other's.

    ``of`` says what was compared: the code, or the written answers.
    """

    first: str
    second: str
    first_percent: float
    second_percent: float
    of: str = CODE

    def as_dict(self) -> dict:
        """Return it for JSON."""
        return asdict(self)


def similarity(root: Path, lesson: str, at_least: float = AT_LEAST) -> list[Pair]:
    """Compare the answers of all students to a lesson, the most similar first.

    Left out is what was released, and what more than ten students have in common.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    lesson : str
    at_least : float
        The percentage from which a pair is listed.
    """
    answers = {}
    for student, folder in submissions(root, lesson):
        try:
            answers[student] = read_submission(folder, student, lesson).notebook
        except Unreadable:
            continue
    if len(answers) < 2:
        raise Refusal(f"There are fewer than two readable submissions of {lesson} to compare.")
    pairs = []
    for of, text_of in ((CODE, code_of), (TEXT, writing_of)):
        texts = {student: text_of(notebook) for student, notebook in answers.items()}
        pairs += resembling(texts, text_of(released(lesson)), of)
    listed = [pair for pair in pairs if max(pair.first_percent, pair.second_percent) >= at_least]
    # Written answers come first: prose in common says more than code in common.
    return sorted(listed, key=lambda p: (p.of == CODE, -(p.first_percent + p.second_percent), p.first, p.second))


def resembling(texts: dict[str, str], release: str, of: str) -> list[Pair]:
    """Return the pairs of students that share a passage which few others have."""
    from copydetect import CodeFingerprint, compare_files

    def fingerprint(text: str, known: set[int]) -> CodeFingerprint:
        boilerplate = np.array(sorted(known), dtype=np.int64)
        # The name tells copydetect the language.
        return CodeFingerprint(
            "answer.py", NOISE, WINDOW, boilerplate=boilerplate, filter=of == CODE, fp=io.StringIO(text)
        )

    known = set(fingerprint(release, set()).hashes)
    counts = Counter(each for text in texts.values() for each in set(fingerprint(text, known).hashes))
    known |= {each for each, count in counts.items() if count > COMMON}
    prints = {student: fingerprint(text, known) for student, text in texts.items()}
    owners = defaultdict(list)
    for student, own in prints.items():
        for each in set(own.hashes):
            owners[each].append(student)
    found = sorted({pair for group in owners.values() for pair in combinations(sorted(group), 2)})
    pairs = []
    for first, second in found:
        _, shares, _ = compare_files(prints[first], prints[second])
        one, other = (round(100 * float(share), 1) for share in shares)
        pairs.append(Pair(first, second, one, other, of))
    return pairs


def code_of(notebook: NotebookNode) -> str:
    """Return the answers in a notebook: the code of its exercises."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and role(cell, "solution")]
    return "\n\n".join(cell.source for cell in cells) + "\n"


def writing_of(notebook: NotebookNode) -> str:
    """Return the written answers in a notebook, without differences in spacing and case."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" and role(cell, "solution")]
    return "\n".join(" ".join(cell.source.casefold().split()) for cell in cells)


def similarity_table(lesson: str, pairs: list[Pair]) -> str:
    """Return the pairs as text, with what they do not mean."""
    exercises = len(exercises_of(lesson))
    if not pairs:
        return f"No two submissions of {lesson} ({exercises} exercises) resemble each other so much.\n{NOTICE}"
    rows = [(p.of, p.first, f"{p.first_percent:g} %", p.second, f"{p.second_percent:g} %") for p in pairs[:SHOWN]]
    headers = ["what", "student", "of it in the other", "student", "of it in the other"]
    table = tabulate(rows, headers, tablefmt="simple", disable_numparse=True)
    more = f"The {SHOWN} most similar of {len(pairs)} pairs; --json lists all.\n" if len(pairs) > SHOWN else ""
    return f"{table}\n\n{more}{NOTICE}"
