"""The layers of the races: the student's own from lesson 6, convlib's fast one, and PyTorch's."""

import inspect
import sys

import nbformat
import numpy as np
import pytest

from convlib.conv import im2col
from convlib.course.clinic import assert_correct
from convlib.lab.measure.baselines import NAMES, layer_in, own_layer, pytorch_layer


def notebook(path, **sources):
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def written():
    return {name: inspect.getsource(getattr(im2col, name)) for name in NAMES}


def test_a_written_layer_is_taken(tmp_path, written):
    path = notebook(tmp_path / "06.ipynb", first="import nothing_that_exists", **written)
    pair, words = own_layer(path)
    assert words == "Your own layer from lesson 6 is included."
    assert_correct(*pair)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda source: "def conv2d_backward_im2col(dH, cache):\n    raise NotImplementedError()",
            "is not written yet",
        ),
        (
            lambda source: "def conv2d_backward_im2col(dH, cache):\n    return cache.no",
            "it stopped with AttributeError",
        ),
        (lambda source: "def conv2d_backward_im2col(dH, cache)\n    return", "it stopped with SyntaxError"),
        (lambda source: "", "it stopped with KeyError"),
    ],
)
def test_what_cannot_run_gets_a_one_sentence_error(tmp_path, written, change, words):
    written["conv2d_backward_im2col"] = change(written["conv2d_backward_im2col"])
    pair, sentence = own_layer(notebook(tmp_path / "06.ipynb", **written))
    assert pair is None and words in sentence and "\n" not in sentence
    assert sentence.endswith("The given one is used instead.") or sentence.endswith(": the given one is used instead.")
    assert ".." not in sentence


def test_a_missing_or_damaged_notebook_is_said(tmp_path):
    pair, words = own_layer(tmp_path / "06.ipynb")
    assert pair is None and words.startswith("There is no notebook")
    (tmp_path / "06.ipynb").write_text("{}")
    pair, words = own_layer(tmp_path / "06.ipynb")
    assert pair is None and "cannot run here" in words


def test_the_fast_layer_is_the_layer():
    assert_correct(*layer_in("convlib.conv.fast"))


def test_without_the_fast_layer_there_is_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "convlib.conv.fast", None)
    assert layer_in("convlib.conv.fast") is None


@pytest.fixture
def torch_s_threads(torch):
    """Restore PyTorch's number of threads after the test."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_pytorch_s_layer_is_the_layer(torch_s_threads):
    forward, backward = pytorch_layer()
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
    H, cache = forward(X, W, b, 2, 1)
    right, own = im2col.conv2d_forward_im2col(X, W, b, 2, 1)
    np.testing.assert_allclose(H, right, rtol=1e-9, atol=1e-9)
    dH = rng.normal(size=H.shape)
    for got, want in zip(backward(dH, cache), im2col.conv2d_backward_im2col(dH, own), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


def test_without_pytorch_there_is_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert pytorch_layer() is None
