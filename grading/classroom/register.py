"""Enter a lesson's cells into the gradebook, also when they have changed since submissions were graded."""

import hashlib
import tempfile
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, MissingEntry, Notebook, SubmittedNotebook
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets.config import Config

from grading.classroom.gradebook import Book
from grading.classroom.preprocessors import trusted_cells
from grading.course import Refusal
from grading.nbgrader_setup import LOG, convert


def register(config: Config, book: Book, lesson: str) -> dict[str, dict]:
    """Enter a lesson's cells into the gradebook. The released notebooks are not touched.

    Parameters
    ----------
    config : traitlets.config.Config
    book : grading.classroom.gradebook.Book
    lesson : str

    Returns
    -------
    dict of str to dict
        The cells, by name, which are trusted from now on.

    Raises
    ------
    grading.course.Refusal
        If the gradebook holds marks given by hand for a cell that the lesson no longer has, or nbgrader failed.
    """
    source = Path(CourseDirectory(config=config).root) / config.CourseDirectory.source_directory
    notebook = source / lesson / f"{lesson}.ipynb"
    try:
        content = notebook.read_bytes()
    except OSError as error:
        raise Refusal(f"{notebook} cannot be read ({error.strerror}): run `python -m grading build`.") from error
    digest = hashlib.sha256(content).hexdigest()
    with book.transaction() as records:
        known = records.registered(lesson)
        if known != digest:
            adapt(book, lesson, nbformat.reads(content.decode(), as_version=4))
    if known != digest:
        _generate(config, lesson)
        with book.transaction() as records:
            records.set_registered(lesson, digest)
    return released_cells(book, lesson)


def released_cells(book: Book, lesson: str) -> dict[str, dict]:
    """Return the cells of a lesson that are in the gradebook, by name."""
    with book.transaction():
        return {name: dict(cell) for name, cell in trusted_cells(book.find_notebook(lesson, lesson)).items()}


def _generate(config: Config, lesson: str) -> None:
    """Let nbgrader enter the cells."""
    with tempfile.TemporaryDirectory() as elsewhere:
        config = deepcopy(config)
        config.CourseDirectory.release_directory = elsewhere
        try:
            convert(GenerateAssignment, config, lesson)
        except NbGraderException as error:
            raise Refusal(
                f"nbgrader could not enter the cells of {lesson} into the gradebook: {LOG} says why."
            ) from error


def adapt(book: Book, lesson: str, notebook: NotebookNode) -> None:
    """Add the cells that are new to each submission, and remove those that are gone.

    nbgrader refuses both once there are submissions. Marks of all other cells, also those given by hand, stay.

    Raises
    ------
    grading.course.Refusal
        If marks or comments given by hand would be lost.
    """
    try:
        known = book.find_notebook(lesson, lesson)
    except MissingEntry:
        return
    if not known.submissions:
        return
    cells = {cell.metadata.nbgrader["grade_id"]: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    graded = {name for name, cell in cells.items() if is_grade(cell)}
    answers = {name for name, cell in cells.items() if is_solution(cell)}
    kept = graded | answers | {name for name, cell in cells.items() if is_locked(cell)}
    for cell in [cell for cell in known.grade_cells if cell.name not in graded]:
        for grade in book.db.query(Grade).filter_by(cell_id=cell.id):
            if grade.manual_score is not None or grade.extra_credit is not None:
                refuse(lesson, cell.name, "marks")
            book.db.delete(grade)
        book.db.delete(cell)
    for cell in [cell for cell in known.solution_cells if cell.name not in answers]:
        for comment in book.db.query(Comment).filter_by(cell_id=cell.id):
            if comment.manual_comment:
                refuse(lesson, cell.name, "comments")
            book.db.delete(comment)
        book.db.delete(cell)
    for cell in [cell for cell in known.source_cells if cell.name not in kept]:
        book.db.delete(cell)
    book.db.flush()
    _add(book, lesson, known, cells, graded, answers)


def _add(
    book: Book, lesson: str, known: Notebook, cells: dict[str, NotebookNode], graded: set[str], answers: set[str]
) -> None:
    """Add cells to the gradebook, and a place for their marks and comments to each submission."""
    submitted = book.db.query(SubmittedNotebook).filter_by(notebook_id=known.id).all()
    for name in graded - {cell.name for cell in known.grade_cells}:
        about = {"max_score": float(cells[name].metadata.nbgrader["points"]), "cell_type": cells[name].cell_type}
        cell = book.add_grade_cell(name, lesson, lesson, **about)
        book.db.add_all(Grade(cell_id=cell.id, notebook=each) for each in submitted)
    for name in answers - {cell.name for cell in known.solution_cells}:
        cell = book.add_solution_cell(name, lesson, lesson)
        book.db.add_all(Comment(cell_id=cell.id, notebook=each) for each in submitted)
    sources = {cell.name for cell in known.source_cells}
    for name, cell in cells.items():
        if name not in sources and (name in graded | answers or is_locked(cell)):
            book.add_source_cell(
                name, lesson, lesson, cell_type=cell.cell_type, locked=is_locked(cell), source=cell.source
            )


def refuse(lesson: str, cell: str, what: str) -> None:
    """Refuse to lose what was entered by hand."""
    raise Refusal(
        f"{lesson} no longer has the cell {cell!r}, for which the gradebook holds {what} given by hand: put the cell "
        "back, or remove them in formgrader first."
    )
