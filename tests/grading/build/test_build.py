"""The build: in a temporary folder first, and in place only if all of it succeeds."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from grading import course
from grading.bank import EXERCISES, exercises_of
from grading.bank.probes import drawn, stored
from grading.build import build as building
from grading.build.build import PROBES, build, write_solution
from grading.build.compare import same_notebooks
from grading.build.notebooks import assemble
from grading.course import LESSONS, MEASURED, ROOT, SOLUTIONS, START_PAGE, Refusal, lesson_names

FIRST = lesson_names()[0]


def test_everything_committed_is_current():
    sentences = build(check=True)
    assert not sentences, "\n".join(sentences)


def test_the_same_probes_are_stored_twice():
    for exercise in exercises_of(FIRST):
        before = stored(exercise)
        drawn.cache_clear()
        assert stored(exercise) == before


def test_executing_again_gives_the_same_outputs(tmp_path):
    shutil.copytree(ROOT / "convlib", tmp_path / "convlib", ignore=shutil.ignore_patterns("__pycache__"))
    write_solution(FIRST, tmp_path, run=True)
    fresh, there = (
        nbformat.read(root / FIRST / f"{FIRST}.ipynb", as_version=4) for root in (tmp_path / "solutions", SOLUTIONS)
    )
    assert same_notebooks(fresh, there, with_outputs=True)


@pytest.fixture
def copied_tree(tmp_path, monkeypatch):
    """The built files in another folder, with the build working there and skipping what takes long."""
    for folder in ("solutions", "notebooks", "convlib"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "lessons").mkdir()
    shutil.copy(ROOT / building.README_PICTURE, tmp_path / building.README_PICTURE)
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / building.MUTATION_TABLE, tmp_path / building.MUTATION_TABLE)
    monkeypatch.setattr(building, "write_probes", lambda folder: shutil.copytree(ROOT / PROBES, folder))
    monkeypatch.setattr(building, "write_mutation_table", lambda path: None)
    for module in (building, course):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def contents(tree):
    return {path.relative_to(tree): path.read_bytes() for path in tree.rglob("*.*") if path.is_file()}


def edit(path, cell_id, source):
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == cell_id).source = source
    nbformat.write(notebook, path)


def test_manual_edits_are_found(copied_tree):
    edit(copied_tree / "notebooks" / "02_backprop_by_hand" / "02_backprop_by_hand.ipynb", "check_conv_backward", "pass")
    (copied_tree / "solutions" / "01_convolution_by_hand" / "notes.txt").write_text("forgotten")
    (copied_tree / "notebooks" / "02_backprop_by_hand" / "given.py").unlink()
    (copied_tree / building.COURSE).write_text("[")
    (copied_tree / PROBES / "rot180.json").write_text((ROOT / PROBES / "rot180.json").read_text().replace("1.5", "2.5"))
    rebuild = "run `make build` and commit what it wrote."
    assert build(check=True) == [
        f"convlib/lab/course.json is stale or was edited by hand: {rebuild}",
        f"convlib/lab/probes/rot180.json is stale or was edited by hand: {rebuild}",
        f"notebooks/02_backprop_by_hand/02_backprop_by_hand.ipynb is stale or was edited by hand: {rebuild}",
        f"notebooks/02_backprop_by_hand/given.py is missing: {rebuild}",
        "solutions/01_convolution_by_hand/notes.txt is not part of the build: move it away.",
    ]


def test_rounding_makes_nothing_stale(copied_tree):
    """Results from another processor are not stale, and a build does not replace them."""
    path = copied_tree / PROBES / "softmax_cross_entropy.json"
    data = json.loads(path.read_text(encoding="utf-8"), parse_float=lambda text: float(text) * (1 + 1e-11))
    path.write_text(json.dumps(data), encoding="utf-8")
    assert path.read_bytes() != (ROOT / PROBES / path.name).read_bytes()
    assert build(check=True) == []


def test_a_students_work_is_not_overwritten(copied_tree, monkeypatch):
    path = copied_tree / "notebooks" / FIRST / f"{FIRST}.ipynb"
    edit(path, "conv_forward", "def conv_forward(X, W):\n    return 'my work'")
    own = copied_tree / "notebooks" / "my_notes.txt"
    own.write_text("mine")
    before = path.read_bytes()
    monkeypatch.setattr(building, "execute", lambda *args, **kwargs: None)
    with pytest.raises(Refusal, match=r"01_convolution_by_hand\.ipynb contains somebody's work: move it away"):
        build([FIRST])
    assert path.read_bytes() == before
    build([FIRST], force=True)
    assert path.read_bytes() != before
    assert own.read_text() == "mine"


def test_work_on_the_start_page_is_not_overwritten(copied_tree):
    path = copied_tree / "notebooks" / f"{START_PAGE}.ipynb"
    edit(path, "warm_up", "def warm_up(X):\n    return X.max()")
    with pytest.raises(Refusal, match=r"start_here\.ipynb contains somebody's work: move it away"):
        build([FIRST])


def test_work_on_another_lesson_does_not_matter(copied_tree, monkeypatch):
    path = copied_tree / "notebooks" / lesson_names()[1] / f"{lesson_names()[1]}.ipynb"
    edit(path, "conv_backward", "def conv_backward(dH, cache):\n    return 'my work'")
    before = path.read_bytes()
    monkeypatch.setattr(building, "execute", lambda *args, **kwargs: None)
    build([FIRST])
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"no JSON"])
@pytest.mark.parametrize(
    "name", ["notebooks/start_here.ipynb", "lessons/readme_picture.png", "convlib/lab/course.json"]
)
def test_a_damaged_file_is_stale(name, content, copied_tree):
    (copied_tree / "fresh").write_bytes((copied_tree / name).read_bytes())
    fresh = (copied_tree / "fresh").rename(copied_tree / f"fresh{(copied_tree / name).suffix}")
    (copied_tree / name).write_bytes(content)
    assert building.differs(fresh, copied_tree / name)


def test_a_lesson_that_stops_leaves_everything_as_it_was(copied_tree, monkeypatch):
    """Including what was built before it failed: new probes, the lesson that ran, the list of lessons."""

    def with_a_fault(lesson):
        notebook = assemble(lesson)
        notebook.cells = [*notebook.cells[:2], nbformat.v4.new_code_cell("raise KeyError('this cell')")]
        return notebook

    def other_probes(folder):
        folder.mkdir()
        (folder / "rot180.json").write_text("new")

    monkeypatch.setattr(building, "assemble", with_a_fault)
    monkeypatch.setattr(building, "write_probes", other_probes)
    before = contents(copied_tree)
    with pytest.raises(
        Refusal, match=r"Nothing was built, because a cell of 01_convolution_by_hand fails:(.|\n)*this cell"
    ):
        build([FIRST])
    assert contents(copied_tree) == before


def test_the_notebooks_run_with_the_library_that_was_built_with_them(copied_tree, monkeypatch):
    def telling(lesson):
        notebook = assemble(lesson)
        notebook.cells = [nbformat.v4.new_code_cell("import convlib; print(convlib.__file__)", id="where")]
        return notebook

    monkeypatch.setattr(building, "assemble", telling)
    (copied_tree / "scratch" / "convlib").mkdir(parents=True)
    (copied_tree / "scratch" / "convlib" / "__init__.py").write_text("")
    write_solution(FIRST, copied_tree / "scratch", run=True)
    notebook = nbformat.read(copied_tree / "scratch" / "solutions" / FIRST / f"{FIRST}.ipynb", as_version=4)
    assert notebook.cells[0].outputs[0].text.startswith(str(copied_tree / "scratch" / "convlib"))


@pytest.mark.parametrize("measured, kept", [(True, True), (False, False)])
def test_a_notebook_is_kept_where_measurements_alone_differ(measured, kept, copied_tree):
    """Otherwise a second build would always leave something to commit."""
    path = "solutions/05_channels_and_batches/05_channels_and_batches.ipynb"
    notebook = nbformat.read(copied_tree / path, as_version=4)
    cell = next(
        cell
        for cell in notebook.cells
        if cell.get("outputs") and (MEASURED in cell.metadata.get("tags", [])) == measured
    )
    cell.outputs = [nbformat.v4.new_output("stream", text="another time\n")]
    fresh = copied_tree / "fresh"
    (fresh / path).parent.mkdir(parents=True)
    nbformat.write(notebook, fresh / path)
    before = (copied_tree / path).read_bytes()
    building.replace_what_differs(fresh)
    assert ((copied_tree / path).read_bytes() == before) == kept


@pytest.mark.parametrize("lesson", [*lesson_names(), START_PAGE])
def test_a_lesson_runs_as_a_script(lesson):
    done = subprocess.run([sys.executable, LESSONS / f"{lesson}.py"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    checks = sum(exercise.lesson == lesson for exercise in EXERCISES.values())
    assert done.stdout.count(" points\n") == checks > 0
