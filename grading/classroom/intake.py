"""Read one submission folder: refuse what is dangerous or unreadable, mend and note what is merely odd.

Everything that grades reads submissions through `read_submission`, before nbgrader copies anything: nbgrader follows
links, and it skips or rejects a notebook with another name, encoding or format.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from grading.classroom.folder import Unreadable, is_text, read_files
from grading.course import NOTEBOOKS

MAX_CONTAINERS = 500_000  # lists and objects in a notebook's JSON: each takes far more memory than its two characters
MAX_CELLS = 1000
MAX_TEXT = 1_000_000  # characters in all cells together; a solved notebook has about 20,000
TIMESTAMP = "timestamp.txt"  # nbgrader's own: when the submission was made, and not part of what was submitted
# nbgrader takes a student's id for a pattern, and formgrader puts it unquoted into its pages and addresses.
UNUSABLE = re.compile(r"""[*?\[\]<>"&#%/\\]|[\x00-\x1f\x7f]|^\.|^\s|\s$""")
VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True)
class Submission:
    """One student's submission of one lesson.

    Attributes
    ----------
    student, lesson : str
        Whose it is, and of what.
    notebook : nbformat.NotebookNode
        The notebook in the current format, without outputs. Of the metadata only nbgrader's is kept, as released.
    files : dict of str to bytes
        All other files, by their path relative to the notebook.
    notes : tuple of str
        What was mended, a sentence each.
    digest : str
        SHA-256 over the content of all files as they were handed in.
    """

    student: str
    lesson: str
    notebook: NotebookNode
    files: dict[str, bytes]
    notes: tuple[str, ...]
    digest: str


def read_submission(folder: Path, student: str, lesson: str) -> Submission:
    """Read a submission without following links and without writing anything.

    Parameters
    ----------
    folder : pathlib.Path
        The folder with the notebook.
    student : str
        The student's id.
    lesson : str
        The lesson's name.

    Returns
    -------
    Submission

    Raises
    ------
    Unreadable
        If the folder holds links, special files, too many or too large files, or no notebook of this lesson; or if
        nbgrader cannot use the student's id.
    """
    check_student(student)
    if folder.parent.name == student and folder.parent.is_symlink():
        raise Unreadable(f"The folder of student {student!r} is a link: put the folder itself there.")
    notes: list[str] = []
    files = read_files(folder, notes)
    stamp = files.pop(TIMESTAMP, None)
    content = digest(files)
    path, cells = find_notebook(files, lesson, notes)
    beside, apart = files_beside(files, path, lesson)
    if apart:
        notes.append(f"What is not beside the notebook was left out: {', '.join(map(ascii, apart[:5]))}.")
    if stamp is not None:
        if parse_timestamp(stamp):
            beside[TIMESTAMP] = stamp
        else:
            notes.append(f"{TIMESTAMP} holds no time and was left out.")
    return Submission(student, lesson, give_roles(cells, lesson, notes), beside, tuple(notes), content)


def write_submission(submission: Submission, folder: Path) -> None:
    """Write a submission into a new folder in the form that nbgrader expects."""
    folder.mkdir(parents=True)
    nbformat.write(submission.notebook, folder / f"{submission.lesson}.ipynb")
    for name, data in submission.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def check_student(student: str) -> None:
    """Raise Unreadable if nbgrader or formgrader cannot handle a student's id."""
    if not student or UNUSABLE.search(student):
        raise Unreadable(
            f"The student id {student!r} cannot be used, because nbgrader gives * ? [ ] < > & # % and the like another "
            "meaning, and ignores a leading dot and outer spaces: rename the folder."
        )


def digest(files: dict[str, bytes]) -> str:
    """Return the SHA-256 over files' paths and contents, whatever their order and times."""
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def parse_timestamp(data: bytes) -> datetime | None:
    """Return the time of submission that a file holds, as nbgrader reads it."""
    try:
        return parse_utc(data.decode().strip()) if len(data) <= 200 else None
    except Exception:  # which errors the parser raises is not documented
        return None


def files_beside(files: dict[str, bytes], notebook: str, lesson: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the files in the notebook's folder, by their path relative to it, and the names of the others."""
    beside, apart = {}, []
    for name, data in files.items():
        if is_notebook_name(name):
            continue
        path, base = PurePosixPath(name), PurePosixPath(notebook).parent
        inside = path.relative_to(base) if path.is_relative_to(base) else None
        # A folder with the name of a file that will be written would be in its way.
        if inside is None or inside.parts[0] in (f"{lesson}.ipynb", TIMESTAMP):
            apart.append(name)
        else:
            beside[str(inside)] = data
    return beside, apart


# The notebook


def is_notebook_name(name: str) -> bool:
    """Return whether a file is named like a notebook."""
    return name.lower().endswith((".ipynb", ".ipynb.json", ".ipynb.txt"))


def find_notebook(files: dict[str, bytes], lesson: str, notes: list[str]) -> tuple[str, list[NotebookNode]]:
    """Return the path and the cells of the lesson's notebook, by its name or as the only plausible one."""
    expected = f"{lesson}.ipynb"
    candidates = sorted(filter(is_notebook_name, files), key=lambda name: (name != expected, name))
    if not candidates:
        found = ", ".join(repr(name) for name in list(files)[:3]) or "no file at all"
        raise Unreadable(f"There is no notebook {expected} in the submission, but {found}.")
    plausible, reasons = {}, []
    for name in candidates:
        if expected in plausible:
            break
        own: list[str] = []
        try:
            cells = read_cells(files[name], name, own)
            if not roles_of(cells, lesson):
                raise Unreadable(f"{name!r} holds no exercise of {lesson}: it may be the notebook of another lesson.")
        except Unreadable as reason:
            reasons.append(reason)
        else:
            plausible[name] = cells, own
    if not plausible:
        if len(reasons) == 1 or candidates[0] == expected:
            raise reasons[0]
        raise Unreadable(f"None of the {len(reasons)} notebooks holds an exercise of {lesson}. {reasons[0]}")
    if len({files[name] for name in plausible}) > 1:
        raise Unreadable(
            f"Several notebooks could be the answer ({', '.join(map(repr, plausible))}): name the right one {expected}."
        )
    name, (cells, own) = next(iter(plausible.items()))
    if name != expected:
        notes.append(f"The notebook is named {name!r} instead of {expected!r}.")
        notes.extend(str(reason) for reason in reasons if expected in files)
    notes.extend(own)
    return name, cells


def read_cells(data: bytes, name: str, notes: list[str]) -> list[NotebookNode]:
    """Return a notebook's cells, rebuilt from nothing but their types, ids, texts, roles and attached images."""
    document = parse(decode(data, name, notes), name)
    version = document.get("nbformat", 3 if "worksheets" in document else 4)
    if version not in (1, 2, 3, 4):
        raise Unreadable(
            f"{name!r} has notebook format {str(version)[:20]}, which is unknown: save it again in JupyterLab."
        )
    if version < 4:
        try:
            document = nbformat.convert(nbformat.from_dict(document), 4)
        except Exception as error:  # the converters expect a valid notebook and raise anything
            raise Unreadable(
                f"{name!r} has the old notebook format {version} and cannot be converted: save it again in JupyterLab."
            ) from error
        notes.append(f"The notebook had the old format {version} and was converted.")
    elif (minor := document.get("nbformat_minor", 0)) not in range(nbformat.v4.nbformat_minor + 1):
        notes.append(f"The notebook has format 4.{str(minor)[:20]} and was read as 4.{nbformat.v4.nbformat_minor}.")
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise Unreadable(f"{name!r} is not a notebook: it has no list of cells.")
    metadata = document.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    if kernel is not None and not (isinstance(kernel, dict) and kernel.get("name") == "python3"):
        shown = kernel.get("name") if isinstance(kernel, dict) else kernel
        notes.append(f"The notebook asked for the kernel {str(shown)[:40]!r} and was run with python3.")
    too_large = Unreadable(
        f"{name!r} has more than {MAX_CELLS} cells or {MAX_TEXT:,} characters: keep only the answers and what they "
        "need."
    )
    if len(cells) > MAX_CELLS:  # before they are rebuilt, which takes a while
        raise too_large
    rebuilt, ids = [], set()
    for cell in cells:
        new = rebuild(cell)
        if new is None:
            notes.append("Something among the cells was not a cell and was left out.")
            continue
        if new.id in ids:
            new.id = nbformat.v4.new_raw_cell().id
        ids.add(new.id)
        rebuilt.append(new)
    if sum(len(cell.source) for cell in rebuilt) > MAX_TEXT:
        raise too_large
    return rebuilt


def decode(data: bytes, name: str, notes: list[str]) -> str:
    """Return a notebook's text, whatever Unicode encoding it was saved in."""
    encoding = json.detect_encoding(data)
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append("The notebook started with a byte order mark, which was removed.")
    elif encoding != "utf-8":
        notes.append(f"The notebook was encoded in {encoding.upper()}.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        notes.append("The notebook is not valid UTF-8: it was read as Latin-1, and some letters may be wrong.")
        return data.decode("latin-1")


def parse(text: str, name: str) -> dict:
    """Return a notebook's JSON."""
    if not text.strip():
        raise Unreadable(f"{name!r} is empty.")
    if text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise Unreadable(f"{name!r} is too complex for a notebook: clear its outputs and save it again.")
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise Unreadable(f"{name!r} is nested too deeply for a notebook.") from error
    except ValueError as error:
        raise Unreadable(f"{name!r} is not a notebook, or is cut off: it is not valid JSON.") from error
    if not isinstance(document, dict):
        raise Unreadable(f"{name!r} is not a notebook: its JSON is not an object.")
    return document


def rebuild(cell: object) -> NotebookNode | None:
    """Return a new cell that holds what is needed of a submitted one."""
    if not isinstance(cell, dict):
        return None
    makers: dict[object, Callable[..., NotebookNode]] = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
    }
    kind = cell.get("cell_type")
    make = makers.get(kind if isinstance(kind, str) else None, nbformat.v4.new_raw_cell)
    new = make(text_of(cell.get("source")))
    if isinstance(cell.get("id"), str) and VALID_ID.fullmatch(cell["id"]):
        new.id = cell["id"]
    metadata = cell.get("metadata")
    role = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(role, dict) and isinstance(role.get("grade_id"), str):
        new.metadata["nbgrader"] = NotebookNode(grade_id=role["grade_id"])
    if make is nbformat.v4.new_markdown_cell and (attached := attachments(cell.get("attachments"))):
        new["attachments"] = attached
    return new


def text_of(source: object) -> str:
    """Return a cell's text, which may be stored as a list of lines, in valid Unicode."""
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.encode("utf-8", "replace").decode()


def attachments(found: object) -> NotebookNode:
    """Return the images among a markdown cell's attachments."""
    kept = NotebookNode()
    for name, bundle in found.items() if isinstance(found, dict) else ():
        images = (
            {mime: bundle[mime] for mime in IMAGES if isinstance(bundle.get(mime), str)}
            if isinstance(bundle, dict)
            else {}
        )
        if images and is_text(name):
            kept[name] = nbformat.from_dict(images)
    return kept


# The roles of the cells


@cache
def released(lesson: str) -> NotebookNode:
    """Return a lesson's notebook as students received it."""
    return nbformat.read(NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)


def give_roles(cells: list[NotebookNode], lesson: str, notes: list[str]) -> NotebookNode:
    """Return a notebook in which each of the lesson's graded cells has its released metadata, once."""
    original = released(lesson)
    course = {cell.metadata.nbgrader.grade_id: cell for cell in original.cells if "nbgrader" in cell.metadata}
    tags = {cell.source: cell.metadata.tags for cell in original.cells if "tags" in cell.metadata}
    roles = roles_of(cells, lesson)
    recovered = [name for name, index in roles.items() if claim(cells[index]) != name]
    copies = Counter(filter(None, map(claim, cells)))
    repeated = [name for name in roles if copies[name] > 1]
    by_index = {index: name for name, index in roles.items()}
    for index, cell in enumerate(cells):
        cell.metadata.clear()
        if index in by_index:
            cell.metadata.update(deepcopy(course[by_index[index]].metadata))
        elif cell.source in tags:  # it marks the cells that train or measure time, which are not run
            cell.metadata["tags"] = list(tags[cell.source])
    if recovered:
        notes.append(f"nbgrader's metadata was missing and was restored for {', '.join(recovered)}.")
    if repeated:
        notes.append(f"There are several copies of {', '.join(repeated)}: the last one counts.")
    for name, cell in course.items():
        if name not in roles and cell.metadata.nbgrader.locked and not cell.metadata.nbgrader.grade:
            cells.insert(0, deepcopy(cell))  # without its imports every answer would fail
            notes.append(f"The cell {name} was missing or changed and was restored.")
    keep = {"kernelspec": original.metadata.kernelspec, "language_info": original.metadata.language_info}
    return nbformat.v4.new_notebook(cells=cells, metadata=deepcopy(keep))


def roles_of(cells: list[NotebookNode], lesson: str) -> dict[str, int]:
    """Return the index of each of the lesson's graded cells that was found.

    The surest sign that any cell bears decides: nbgrader's metadata, then the cell's id, then its text. Of several
    cells with that sign the last one counts, as when the notebook runs.
    """
    found: dict[str, int] = {}
    before = ""
    for original in released(lesson).cells:
        if "nbgrader" in original.metadata:
            name = original.metadata.nbgrader.grade_id
            free = [(i, cell) for i, cell in enumerate(cells) if i not in found.values()]
            for signs in (by_claim(name), by_id(original), by_text(original, cells, before)):
                if places := [i for i, cell in free if signs(i, cell)]:
                    found[name] = places[-1]
                    break
        before = original.source
    return found


def claim(cell: NotebookNode) -> str | None:
    """Return the name that a submitted cell's metadata gives it."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


Sign = Callable[[int, NotebookNode], bool]


def by_claim(name: str) -> Sign:
    """Tell a cell by nbgrader's metadata."""
    return lambda index, cell: claim(cell) == name


def by_id(original: NotebookNode) -> Sign:
    """Tell a cell by its id; the type must be right, because ids may be anything."""
    return lambda index, cell: cell.id == original.id and cell.cell_type == original.cell_type and claim(cell) is None


def by_text(original: NotebookNode, cells: list[NotebookNode], before: str) -> Sign:
    """Tell an answer by what it defines or what it follows, and a locked cell by its released text."""
    name = original.metadata.nbgrader.grade_id

    def same(index: int, cell: NotebookNode) -> bool:
        if cell.cell_type != original.cell_type or claim(cell) is not None:
            return False
        if original.metadata.nbgrader.locked:
            return cell.source.strip() == original.source.strip()
        if original.cell_type == "code":
            return bool(re.search(rf"^(?:def|class)\s+{re.escape(name)}\b", cell.source, re.MULTILINE))
        return index > 0 and cells[index - 1].source.strip() == before.strip()

    return same
