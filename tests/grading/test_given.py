"""What a lesson reuses: derived from its imports, complete, and without its own solutions."""

import ast
import builtins

import pytest

from grading import given as given_module
from grading.bank import EXERCISES
from grading.build.notebooks import assemble
from grading.course import Refusal, lesson_names
from grading.given import Solution, from_given, given, given_functions, given_source, names_in, write_given

SETUP = """import numpy as np

from convlib import shapes
from convlib.conv.strided import (
    conv_backward_strided,
    dilate2d,
)
from convlib.gradcheck import numerical_gradient
from convlib.lab import check, plots
from convlib.lab.measure.timing import seconds
"""


def defined(text):
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def test_solutions_are_what_students_do_not_have():
    assert names_in(SETUP) == [
        Solution("convlib.conv.strided", "conv_backward_strided"),
        Solution("convlib.conv.strided", "dilate2d"),
        Solution("convlib.gradcheck", "numerical_gradient"),
    ]


def test_students_import_them_from_given():
    assert (
        from_given(SETUP)
        == SETUP.replace("convlib.conv.strided", "given").replace("convlib.gradcheck", "given").strip()
    )


def test_a_solution_under_another_name_is_rejected():
    with pytest.raises(Refusal, match="by their own names"):
        from_given("from convlib.conv.single import conv_forward as f")


def test_given_holds_what_the_functions_need_each_after_its_dependencies():
    text = given_source([Solution("convlib.conv.strided", "conv_backward_strided")])
    names = defined(text)
    assert {"convolve_full", "correlate_valid", "rot180", "dilate2d", "unpad2d"} <= set(names)
    assert names.index("rot180") < names.index("convolve_full") < names.index("conv_backward_strided")
    assert len(names) == len(set(names))


def test_classes_constants_and_imports_come_along(tmp_path, monkeypatch):
    (tmp_path / "convlib_like.py").write_text(
        "import math\nfrom collections.abc import Callable\n\nimport numpy as np\n\n"
        "SCALE = 2 * math.pi\nUNUSED = 7\n\n\ndef helper(x: Callable) -> float:\n    return SCALE * x()\n\n\n"
        "class Base:\n    pass\n\n\n@staticmethod\ndef wrapped():\n    return wrapped\n\n\n"
        "class Net(Base):\n    def run(self):\n        return helper(lambda: wrapped)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    given_module.parsed.cache_clear()
    text = given_source([Solution("convlib_like", "Net")])
    assert "UNUSED" not in text and "import numpy" not in text
    assert text.index("from collections.abc import Callable\nimport math\n") < text.index("SCALE =")
    assert text.index("SCALE = ") < text.index("def helper") and text.index("class Base") < text.index("class Net")
    assert "@staticmethod\ndef wrapped" in text
    exec(text, {})


def test_two_solutions_of_one_name_are_rejected(tmp_path, monkeypatch):
    for name in ("first_like", "second_like"):
        (tmp_path / f"{name}.py").write_text("def same():\n    pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Refusal, match="define same"):
        given_source([Solution("first_like", "same"), Solution("second_like", "same")])


@pytest.mark.parametrize("lesson", lesson_names())
def test_given_runs_alone_and_holds_earlier_lessons_only(lesson, tmp_path):
    write_given(lesson, tmp_path)
    if not given(lesson):
        assert not list(tmp_path.iterdir())
        return
    text = (tmp_path / "given.py").read_text(encoding="utf-8")
    for name in defined(text):
        if name in EXERCISES:  # otherwise it is given as an example
            assert EXERCISES[name].lesson < lesson, name
    space = {}
    exec(text, space)
    assert {name for _, name in given(lesson)} <= set(space)
    names = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name | ast.arg | ast.FunctionDef)]
    bound = {getattr(node, "arg", None) or getattr(node, "name", None) or node.id for node in names if not reads(node)}
    assert {node.id for node in names if reads(node)} <= bound | set(space) | set(dir(builtins))
    assert given_functions(lesson).keys() == {name for _, name in given(lesson)}


def reads(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


@pytest.mark.parametrize("lesson", lesson_names())
def test_a_lesson_imports_no_solution_that_it_never_uses(lesson):
    """Students read what they import: what only the solutions need is included automatically."""
    cells = [cell for cell in assemble(lesson).cells if cell.id != "setup"]
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    used = {node.id for source in code for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    told = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert not [name for _, name in given(lesson) if name not in used and f"`{name}`" not in told]
