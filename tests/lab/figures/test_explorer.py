"""The explorer from Python; tests/browser/test_explorer.py tries what it does."""

import json
import sys
from types import SimpleNamespace

import IPython
import numpy as np
import pytest

from convlib.lab import plots
from convlib.lab.figures import embed

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])


def test_live_it_is_html_that_needs_no_kernel(monkeypatch):
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=1))
    monkeypatch.delenv("CONVLIB_STATIC", raising=False)
    data = plots.explorer(X, W, DH)._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"} and data["text/plain"].startswith("X = ")
    assert '<div class="convlib-explorer"' in data["text/html"] and "<img" in data["text/html"]


def test_static_it_is_a_picture_of_its_arrays_of_which_a_page_can_make_it_again(monkeypatch):
    explorer = plots.explorer(X, W, DH)
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"} and set(metadata) == {"image/png"}
    monkeypatch.setenv("CONVLIB_STATIC", "book")
    _, metadata = explorer._repr_mimebundle_()
    assert embed.html(**json.loads(json.dumps(metadata["convlib"]))) == explorer.html()


def test_without_dH_it_only_goes_forward():
    data = plots.explorer(X, W, stride=2, pad=1).data
    assert (data["X"], data["stride"], data["pad"]) == (X.tolist(), 2, 1) and "dH" not in data


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: plots.explorer(X, W, DH[:1]), "dH must have"),
        (lambda: plots.explorer(X, np.ones((4, 4))), "must fit inside the padded input"),
        (lambda: plots.explorer(X, W, stride=0), "stride must be an integer of at least 1"),
        (lambda: plots.explorer(X[0], W), "X must have 2 axes"),
        (lambda: plots.explorer(X * np.nan, W), "X holds nan or infinity"),
        (lambda: plots.explorer(np.ones((3, 10)), W), "at most 9 rows and columns"),
    ],
)
def test_what_cannot_be_explored_gets_a_one_sentence_error(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_widget_requires_anywidget(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(ImportError, match="requires the anywidget package"):
        plots.explorer(X, W, DH).widget()


def test_the_widget_s_traits_are_the_layer():
    pytest.importorskip("anywidget")
    widget = plots.explorer(X, W, DH, pad=0).widget()
    assert (widget.X, widget.W, widget.dH) == (X.tolist(), W.tolist(), DH.tolist())
    assert (widget.stride, widget.pad) == (1, 0)
