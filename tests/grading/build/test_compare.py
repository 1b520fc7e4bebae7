"""Comparison by meaning: rounding, library messages and fonts do not count; everything else does."""

import base64
import io

import matplotlib.image
import nbformat
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nbformat import v4

from convlib.lab.checks.model import Outcome
from convlib.lab.figures.embed import METADATA
from grading.build.compare import own_words, same, same_notebooks, same_pictures, same_texts
from grading.course import MEASURED

ARRAYS = hnp.arrays(
    st.sampled_from([np.float64, np.complex128]),
    hnp.array_shapes(max_dims=3, max_side=4),
    elements=st.integers(-8, 8).map(lambda k: k / 2),
)
WORDS = st.text("abcdefghij ,.", min_size=1, max_size=20)


@given(ARRAYS, st.integers(0, 99))
def test_only_more_than_rounding_is_a_difference(array, seed):
    assume(np.linalg.norm(array) >= 1)
    noise = np.random.default_rng(seed).choice([-1, 1], array.shape) * np.linalg.norm(array) / np.sqrt(array.size)
    assert same(array, array + 1e-9 * noise)
    assert not same(array, array + 1e-4 * noise)
    assert same({"dX": (array, [1])}, {"dX": (array + 1e-9 * noise, [1])})
    assert not same({"dX": (array, [1])}, {"dX": (array + 1e-4 * noise, [1])})


@given(ARRAYS)
def test_noise_where_a_sum_should_be_zero_is_no_difference(array):
    assert same(array * 1e-16, -array * 1e-16)
    assert same(1e-17, -3e-17)


@pytest.mark.parametrize("dtype, rounding", [(np.float16, 1e-3), (np.float32, 1e-7), (np.float64, 1e-16)])
def test_each_dtype_has_its_own_rounding(dtype, rounding):
    array = np.linspace(1, 20000, 7).astype(dtype)
    assert same(array, (array * dtype(1 + 4 * rounding)).astype(dtype))
    assert not same(array, (array * dtype(1 + 1000 * rounding + 1e-5)).astype(dtype))


@given(ARRAYS)
def test_another_shape_or_type_is_a_difference(array):
    assert same(array, array.copy())
    assert not same(array, array[None])
    assert not same(array.real, array.real.astype(np.float32))
    assert not same(array.real, array.real.astype(int))
    assert not same(array, array.tolist())


def test_numbers():
    assert same(np.array(0.5, np.float32), np.array(0.5)), "a single number: NumPy 1 and 2 choose its dtype differently"
    assert same(np.arange(3, dtype=np.int32), np.arange(3, dtype=np.int64)), "NumPy 1 on Windows has 32-bit integers"
    assert same(3, 3) and not same(3, 4) and not same(3, 3.0) and not same(1, True) and not same(True, False)
    assert same(0.1 + 0.2, 0.3) and not same(0.3, 0.3001)
    assert not same(np.array([True, False]), np.array([True, True]))


@pytest.mark.filterwarnings("error")
def test_numbers_whose_squares_overflow():
    array = np.array([3e200, -1e180, 1.7e308])
    assert same(array, array * (1 - 1e-9)) and not same(array, array * (1 - 1e-4)) and not same(array, -array)


def test_non_finite_values_must_be_in_the_same_places():
    a = np.array([1, np.nan, np.inf, -np.inf])
    assert same(a, a.copy()) and same(float("nan"), float("nan"))
    assert not same(a, np.array([1, np.nan, np.inf, np.inf]))
    assert not same(a, np.array([1, 0, np.inf, -np.inf]))
    assert not same(np.array([1.0, 2.0]), np.array([1.0, np.nan]))


def test_containers_have_the_same_items_in_the_same_places():
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not same({"a": 1}, {"a": 1, "b": 2})
    assert not same([1, 2], [1, 2, 3]) and not same([1, 2], (1, 2)) and not same(None, 0)


def test_outcomes_are_compared_field_by_field():
    assert same(Outcome({"H": np.ones(3)}), Outcome({"H": np.ones(3) + 1e-12}))
    assert not same(Outcome({"H": np.ones(3)}), Outcome({"H": np.ones(3)}, changed=True))
    assert not same(Outcome({"H": np.ones(3)}), Outcome(problem="it must return (H, cache), but it returned None."))


@given(st.lists(WORDS, min_size=2, max_size=4), st.floats(1, 1e6), st.data())
def test_in_a_text_numbers_are_compared_up_to_rounding_and_words_exactly(words, number, data):
    def text(words, number):
        return f" {number!r} ".join(words)

    assert same_texts(text(words, number), text(words, number * (1 + 1e-9)))
    assert not same_texts(text(words, number), text(words, number * (1 + 1e-4)))
    k = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:k], words[k] + "x", *words[k + 1 :]]
    assert not same_texts(text(words, number), text(changed, number * (1 + 1e-9)))


@pytest.mark.parametrize(
    "a, b, alike",
    [
        ("error 3.1e-11", "error 2.9e-11", True),
        ("error 3.1e-05", "error 2.9e-05", False),
        ("7 of 12 points", "8 of 12 points", False),
        ("1000000 numbers", "1000001 numbers", False),
        ("-1000000", "-1000001", False),
        ("if x:\n    return 1", "if x:\n        return 1", False),
        ("conv2d", "conv3d", False),
        ("a 3x3 filter", "a 2x3 filter", False),
        ("nan", "nan", True),
        ("nan", "0.0", False),
        ("-inf", "inf", False),
        ("1.5", "it is 1.5", False),
    ],
)
def test_numbers_in_texts(a, b, alike):
    assert same_texts(a, b) == alike and same_texts(b, a) == alike


def test_printed_arrays_may_be_spaced_differently():
    assert same_texts("[ 0.  1.]", "[1.e-17 1.e+00]", white_space=False)
    assert not same_texts("[ 0.  1.]", "[1.e-17 1.e+00]")
    assert not same_texts("[ 0.  1.]", "[1.e-03 1.e+00]", white_space=False)


@pytest.mark.parametrize(
    "a, b, alike",
    [
        (
            "it stopped with ValueError: too many values to unpack (expected 2)",
            "it stopped with ValueError: too many values to unpack (expected 2, got 4)",
            True,
        ),
        ("it stopped with ValueError: shapes (3,) (2,)", "it stopped with TypeError: shapes (3,) (2,)", False),
        ("it stopped with ValueError", "it stopped with ValueError: no", True),
        ("it stopped with SyntaxError: invalid syntax (line 3)", "it stopped with SyntaxError: '(' (line 3)", True),
        ("H must be an array of numbers.", "X must be an array of numbers.", False),
        (
            "it must return (H, cache), but it returned 3 values.",
            "it must return (H, cache), but it returned 2 values.",
            False,
        ),
        ("it stopped with ValueError: no", "it must return H.", False),
    ],
)
def test_in_errors_our_own_words_count_and_the_library_s_do_not(a, b, alike):
    assert same(Outcome(problem=a), Outcome(problem=b)) == alike


def test_own_words():
    assert own_words("it stopped with ValueError: what NumPy says\nin lines") == "it stopped with ValueError"
    assert own_words("it returned None.") == "it returned None."


def png(pixels):
    file = io.BytesIO()
    matplotlib.image.imsave(file, pixels, format="png")
    return file.getvalue()


def picture():
    pixels = np.ones((40, 60, 3))
    pixels[10:20, 10:50] = 0.2
    return pixels


def test_pictures():
    other = picture()
    other[10, 10:50] = 0.6  # an edge that is drawn slightly softer
    assert same_pictures(png(picture()), png(picture()))
    assert same_pictures(png(picture()), png(other))
    other[25:35, 10:50] = 0.2
    assert not same_pictures(png(picture()), png(other))
    assert not same_pictures(png(picture()), png(picture()[:-1]))
    assert same_pictures(b"", b"") and not same_pictures(png(picture()), b"")


def test_a_small_part_of_a_large_picture_counts():
    whole, lacking = np.ones((320, 640, 3)), np.ones((320, 640, 3))
    whole[40:60, 600:630] = 0
    assert not same_pictures(png(whole), png(lacking))


def notebook(
    text="1.0\n", alt="a grid with 3 rows", pixels=None, source="print(1)", tags=(), streams=1, film="a", reel=""
):
    data = {
        "text/plain": alt,
        "image/png": base64.b64encode(png(picture() if pixels is None else pixels)).decode(),
    }
    parts = [text] if streams == 1 else [text[:1], text[1:]]
    outputs = [
        *(v4.new_output("stream", name="stdout", text=part) for part in parts),
        v4.new_output(
            "execute_result",
            data=data,
            metadata={"image/png": {"alt": alt, "width": 300}} | {METADATA: {"data": film, "picture": reel}},
        ),
    ]
    cell = v4.new_code_cell(source, id="one", outputs=outputs, metadata={"tags": list(tags)})
    return nbformat.from_dict(v4.new_notebook(cells=[cell, v4.new_markdown_cell("words", id="two")]))


@pytest.mark.parametrize(
    "change, alike",
    [
        ({}, True),
        ({"text": "1.0000000001\n"}, True),
        ({"text": "1.01\n"}, False),
        ({"text": "one\n"}, False),
        ({"streams": 2}, True),
        ({"alt": "a grid with 4 rows"}, False),
        ({"pixels": 1 - picture()}, False),
        ({"reel": "drawn by another version"}, True),
        ({"film": "another step"}, False),
        ({"source": "print(2)"}, False),
        ({"tags": [MEASURED]}, False),
    ],
)
def test_notebooks(change, alike):
    assert same_notebooks(notebook(), notebook(**change), with_outputs=True) == alike
    only_outputs = "source" not in change and "tags" not in change
    assert same_notebooks(notebook(), notebook(**change), with_outputs=False) == only_outputs


def test_comparing_changes_nothing():
    one, other = notebook(), notebook()
    same_notebooks(one, other, with_outputs=True)
    assert one == other == notebook()


def test_measurements_may_differ():
    assert same_notebooks(notebook(tags=[MEASURED]), notebook("2 s\n", tags=[MEASURED]), with_outputs=True)


def test_notebooks_with_other_cells_differ():
    longer = notebook()
    longer.cells.append(v4.new_markdown_cell("more", id="three"))
    assert not same_notebooks(notebook(), longer, with_outputs=False)
