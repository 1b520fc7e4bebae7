"""The build: current, repeatable, and nothing of a solution in what students get."""

import ast
import json
import shutil
import textwrap

import nbformat
import pytest

from grading import build, course
from grading.course import LESSONS, NOTEBOOKS, ROOT, SOLUTIONS, START_PAGE, Refusal, lesson_names
from grading.bank.exercises import EXERCISES, exercises_of
from grading.bank.probes import drawn, stored


def test_everything_committed_is_current():
    sentences = build.build(check=True)
    assert not sentences, "\n".join(sentences)


def test_building_twice_gives_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        for lesson in lesson_names():
            build.write_solution(lesson, tmp_path / name / "solutions" / lesson, execute=False)
        build.release(tmp_path / name / "solutions", tmp_path / name / "notebooks")
        build.write_start_page(tmp_path / name / "notebooks")
    first = {path.relative_to(tmp_path / "first"): path.read_bytes() for path in (tmp_path / "first").rglob("*.*")}
    second = {path.relative_to(tmp_path / "second"): path.read_bytes() for path in (tmp_path / "second").rglob("*.*")}
    assert len(first) > 20 and first == second
    for exercise in exercises_of(lesson_names()[0]):
        before = stored(exercise)
        drawn.cache_clear()
        assert stored(exercise) == before


def test_executing_again_gives_the_same_outputs(tmp_path):
    lesson = lesson_names()[0]
    build.write_solution(lesson, tmp_path / lesson, execute=True)
    fresh = nbformat.read(tmp_path / lesson / f"{lesson}.ipynb", as_version=4)
    there = nbformat.read(SOLUTIONS / lesson / f"{lesson}.ipynb", as_version=4)

    def texts(notebook):
        return [
            [output.get("text") or output["data"]["text/plain"] for output in cell.outputs]
            for cell in notebook.cells
            if cell.cell_type == "code"
        ]

    assert texts(fresh) == texts(there)


def solution_lines(name):
    """The lines that the student writes, without those too short to mean anything."""
    source = build.exercise_source(EXERCISES[name])
    bodies = [part.split("### END SOLUTION")[0] for part in source.split("### BEGIN SOLUTION\n")[1:]]
    return {line.strip() for body in bodies for line in body.splitlines() if len(line.strip()) > 12}


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_a_released_notebook_holds_no_solution(path):
    notebook = nbformat.read(path, as_version=4)
    # What given.py shows of earlier lessons, and what the lesson's own demonstrations show, is no secret.
    stem = path.stem
    code = "\n".join(cell.source for cell in notebook.cells if cell.id in EXERCISES)
    own = [name for name, exercise in EXERCISES.items() if exercise.lesson == stem]
    assert own, stem
    for name in own:
        lines = solution_lines(name)
        assert lines
        found = [line for line in lines if line in code]
        assert not found, f"{stem} shows the solution of {name}: {found}"
    for cell in notebook.cells:
        assert "BEGIN SOLUTION" not in cell.source and "BEGIN MARK" not in cell.source
        assert not cell.get("outputs")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert "jupytext" not in path.read_text(encoding="utf-8")


def test_model_answers_are_not_released():
    for lesson in lesson_names():
        answers = [cell for cell in build.assemble(lesson).cells if cell.id.startswith("reflection")]
        released = (NOTEBOOKS / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
        assert len(answers) == 1
        assert json.dumps(answers[0].source.splitlines()[0], ensure_ascii=False).strip('"') not in released
        assert "YOUR ANSWER HERE" in released


def test_beside_a_released_notebook_lies_only_what_it_needs():
    for lesson in lesson_names():
        files = {path.name for path in (NOTEBOOKS / lesson).iterdir() if path.name != ".ipynb_checkpoints"}
        assert files <= {f"{lesson}.ipynb", "given.py"}
    assert not (NOTEBOOKS / lesson_names()[0] / "given.py").exists()


def test_given_runs_and_holds_earlier_lessons_only():
    lessons = lesson_names()
    for path in NOTEBOOKS.glob("*/given.py"):
        names = [
            node.name
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        ]
        assert names
        for name in names:
            if name in EXERCISES:  # else it is given as an example
                assert lessons.index(EXERCISES[name].lesson) < lessons.index(path.parent.name)
        space = {}
        exec(path.read_text(encoding="utf-8"), space)
        assert all(callable(space[name]) for name in names)


def test_another_body_leaves_the_student_notebook_as_it_is(tmp_path, monkeypatch):
    lesson = lesson_names()[0]

    def released(name):
        build.write_solution(lesson, tmp_path / name / "solutions" / lesson, execute=False)
        build.release(tmp_path / name / "solutions", tmp_path / name / "notebooks")
        return (tmp_path / name / "notebooks" / lesson / f"{lesson}.ipynb").read_bytes()

    before = released("before")
    real = build.inspect.getsource
    monkeypatch.setattr(
        build.inspect,
        "getsource",
        lambda function: real(function).replace(
            "return (n + 2 * pad - f) // stride + 1",
            "positions = (n + 2 * pad - f) // stride\n    return positions + 1",
        ),
    )
    assert released("after") == before
    changed = (tmp_path / "after" / "solutions" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
    assert "positions = (n + 2 * pad - f)" in changed


@pytest.fixture
def copied_tree(tmp_path, monkeypatch):
    """The built folders in another place, with the build looking there."""
    for folder in ("solutions", "notebooks", "convlib/lab/probes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for file in ("course.json", "check.pyi"):
        shutil.copy(ROOT / "convlib" / "lab" / file, tmp_path / "convlib" / "lab")
    for module in (build, course):
        monkeypatch.setattr(module, "ROOT", tmp_path)
        monkeypatch.setattr(module, "SOLUTIONS", tmp_path / "solutions")
        monkeypatch.setattr(module, "NOTEBOOKS", tmp_path / "notebooks")
    return tmp_path


def edit(path, cell_id, source):
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == cell_id).source = source
    nbformat.write(notebook, path)


def test_a_hand_edited_notebook_is_found(copied_tree):
    edit(copied_tree / "notebooks" / "02_backprop_by_hand" / "02_backprop_by_hand.ipynb", "check_conv_backward", "pass")
    (copied_tree / "solutions" / "01_convolution_by_hand" / "notes.txt").write_text("forgotten")
    (copied_tree / "notebooks" / "02_backprop_by_hand" / "given.py").unlink()
    assert build.build(check=True) == [
        "notebooks/02_backprop_by_hand/02_backprop_by_hand.ipynb is stale or was edited by hand: run `make build` and "
        "commit what it wrote.",
        "notebooks/02_backprop_by_hand/given.py is missing: run `make build` and commit what it wrote.",
        "solutions/01_convolution_by_hand/notes.txt is built from nothing: move it away.",
    ]


def test_a_students_work_is_not_overwritten(copied_tree, monkeypatch):
    path = copied_tree / "notebooks" / "01_convolution_by_hand" / "01_convolution_by_hand.ipynb"
    edit(path, "conv_forward", "def conv_forward(X, W):\n    return 'my work'")
    own = copied_tree / "notebooks" / "my_notes.txt"
    own.write_text("mine")
    before = path.read_bytes()
    monkeypatch.setattr(build, "README_PICTURE", copied_tree / "picture.png")
    monkeypatch.setattr(build, "MUTATIONS", copied_tree / "mutations.md")
    monkeypatch.setattr(build, "table", lambda: "")
    monkeypatch.setattr(build, "run", lambda *args: None)
    with pytest.raises(Refusal, match=r"01_convolution_by_hand\.ipynb holds somebody's work: move it away"):
        build.build()
    assert path.read_bytes() == before
    build.build(force=True)
    assert path.read_bytes() != before
    assert own.read_text() == "mine"


@pytest.mark.parametrize("lesson", [*lesson_names(), START_PAGE])
def test_a_lesson_runs_as_a_script(lesson):
    import subprocess
    import sys

    done = subprocess.run([sys.executable, LESSONS / f"{lesson}.py"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    checks = sum(exercise.lesson == lesson for exercise in EXERCISES.values())
    assert done.stdout.count(" points\n") == checks > 0


def test_what_students_see_of_an_exercise():
    source = build.exercise_source(EXERCISES["conv_forward"])
    head, body = source.split("    ### BEGIN SOLUTION\n")
    assert head.endswith("shapes.require_fit(X, W)\n")
    assert body.rstrip().endswith("### END SOLUTION")
    ast.parse(textwrap.dedent(source))


def test_what_students_see_of_a_class():
    """The methods keep their signatures and docstrings, and each has a stub of its own."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(build.exercise_source(EXERCISES["ConvNet"]))])
    build.mark(notebook.cells[0], "ConvNet", solution=True)
    build.ClearSolutions().preprocess(notebook, {})
    stub = ast.parse(notebook.cells[0].source).body[0]
    solution = ast.parse(textwrap.dedent(build.inspect.getsource(EXERCISES["ConvNet"].solution))).body[0]
    assert ast.get_docstring(stub) == ast.get_docstring(solution)
    for method, original in zip(stub.body[1:], solution.body[1:], strict=True):
        assert ast.unparse(method.args) == ast.unparse(original.args)
        assert ast.get_docstring(method) == ast.get_docstring(original)
        assert [ast.unparse(statement) for statement in method.body[1:]] == ["raise NotImplementedError()"]


@pytest.mark.parametrize("measured, kept", [(True, True), (False, False)])
def test_a_notebook_is_kept_where_measurements_alone_differ(measured, kept, copied_tree):
    """Else a second build would always leave something to commit."""
    lesson = "05_channels_and_batches"
    there = copied_tree / "solutions" / lesson / f"{lesson}.ipynb"
    fresh = copied_tree / "fresh" / lesson / there.name
    fresh.parent.mkdir(parents=True)
    notebook = nbformat.read(there, as_version=4)
    cell = next(
        cell
        for cell in notebook.cells
        if cell.get("outputs") and (course.MEASURED in cell.metadata.get("tags", [])) == measured
    )
    cell.outputs = [nbformat.v4.new_output("stream", text="another time\n")]
    nbformat.write(notebook, fresh)
    build.keep_if_same(fresh)
    assert (fresh.read_bytes() == there.read_bytes()) == kept
