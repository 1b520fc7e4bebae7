"""Figures of the released lessons are drawn once, and are what drawing them again would give."""

import json

import pytest

from grading.sandbox.limits import Limits
from grading.sandbox.zygote import Child, Zygote
from tests.grading.sandbox.conftest import completed

pytestmark = pytest.mark.usefixtures("needs_warm")
LESSON = "01_convolution_by_hand"
HEAD = """
import json, sys
import numpy as np
from convlib.lab import plots
import convlib.lab.figures.canvas as canvas
drawn, png = [], canvas.Sheet.png
def noting(sheet):
    drawn.append(sheet)
    return png(sheet)
canvas.Sheet.png = noting
X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
"""


@pytest.fixture(scope="module")
def answer():
    """``answer(code)`` runs code in a child that remembers the first lesson, and returns what it printed as JSON."""
    with Zygote([LESSON]) as own:

        def run(code):
            done = completed(Child(own.socket, HEAD + code, {}, Limits()))
            assert done.returncode == 0
            return json.loads(done.stdout)

        yield run


def test_a_figure_of_the_lesson_is_not_drawn_again_and_another_is(answer):
    code = "{}\nprint(json.dumps(len(drawn)))"
    assert answer(code.format("plots.arrays(X=X, W=W)\nplots.sliding(X, W).strip()\nplots.positions(5, 2)")) == 0
    assert answer(code.format("plots.arrays(X=X + 1, W=W)")) == 1
    assert answer(code.format("plots.sliding(X, W + 1).strip()")) == 1
    assert answer(code.format("plots.arrays(X=X.astype(np.float32), W=W)")) == 1  # it is another value


def test_it_is_the_figure_that_drawing_gives(answer):
    code = """
from convlib.lab.figures.lesson_01 import arrays, sliding  # without a memory
same = [plots.arrays(X=X, W=W).png == arrays(X=X, W=W).png, plots.sliding(X, W).strip().png == sliding(X, W).strip().png]
print(json.dumps(same))
"""
    assert answer(code) == [True, True]


def test_it_is_a_figure_like_any_other(answer):
    code = """
from convlib.lab.figures.display import Film, Picture
film, picture = plots.sliding(X, W), plots.arrays(X=X, W=W)
picture.alt = "changed"
found = [isinstance(film, Film), isinstance(picture, Picture), isinstance(film.frame(0), Picture), len(film.captions)]
print(json.dumps([*found, plots.arrays(X=X, W=W).alt == "changed", plots.sliding.__name__, "given" in sys.modules]))
"""
    assert answer(code) == [True, True, True, 4, False, "sliding", False]


def test_odd_arguments_are_no_trouble(answer):
    code = """
class Lies(str):
    def __len__(self): raise RuntimeError
for odd in (Lies("x"), object(), float("nan"), 10**400, {1: 2}, None):
    try:
        plots.positions(odd, 2)
    except Exception as error:
        print(end="")
print(json.dumps("done"))
"""
    assert answer(code) == "done"
