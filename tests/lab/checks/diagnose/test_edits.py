"""The edits of a formula that probing tries."""

import numpy as np
import pytest

from convlib.lab.checks.diagnose.edits import edits, sizes_of
from convlib.lab.checks.diagnose.formulas import FORMULAS
from convlib.lab.checks.diagnose.terms import case_of, parsed, terms_of
from convlib.lab.checks.stored import examination

TEXTS = sorted({text for parts in FORMULAS.values() for texts in parts.values() for text in texts})


@pytest.mark.parametrize("text", TEXTS)
def test_every_edit_says_something_of_its_own(text):
    says = [edit.says for edit in edits(parsed(text))]
    assert len(set(says)) == len(says) and all(says)


@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        ("W is upside down", lambda X, W: plain(X, W[::-1])),
        ("W is off by a rotation of 180 degrees", lambda X, W: plain(X, W[::-1, ::-1])),
        ("X is mirrored left to right", lambda X, W: plain(X[:, ::-1], W)),
        ("the result H is upside down", lambda X, W: plain(X, W)[::-1]),
        ("W is left out, as if it were 1 everywhere", lambda X, W: plain(X, np.ones(W.shape))),
        ("the last column of the window is left out", lambda X, W: plain(X, W * [1, 0])),
        ("only the first row of the window is used", lambda X, W: plain(X, W * [[1], [0]])),
    ],
)
def test_an_edit_does_what_it_says(says, wrong):
    formula = parsed(FORMULAS["conv_forward"]["H"][0])
    (edit,) = [edit for edit in edits(formula) if edit.says == says]
    exam = examination("conv_forward")
    probe = next(probe for probe in exam.probes if [a.shape for a in probe.args] == [(3, 4), (2, 2)])
    table = terms_of(formula, case_of(exam, probe, "H", formula))
    assert np.allclose(edit(table).result(), wrong(*probe.args).ravel())
    assert np.allclose(table.result(), plain(*probe.args).ravel()), "the table itself must not change"


def plain(X, W):
    return np.einsum("hwuv,uv->hw", np.lib.stride_tricks.sliding_window_view(X, W.shape), W)


def test_the_counts_of_a_layer():
    words = dict(sizes_of({"n", "h", "w"}))
    assert words["n"] == "the number of images" and words["nhw"] == "the number of images times the number of positions"
    assert dict(sizes_of({"n", "a", "b"}))["n"] == "the number of samples"
