"""Wrong versions of relu_forward."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("relu_forward")
HERE = "lesson 07, section 1"


def gate(X):
    H = np.maximum(X, 0)
    return H, X


slip = MISTAKES.slips(gate)
slip("minimum", "np.maximum(X, 0)", "np.minimum(X, 0)",
     "The negative entries are kept and the positive ones are lost: it must be the other way round.", HERE)
slip("absolute_value", "np.maximum(X, 0)", "np.abs(X)",
     "Negative entries came out positive: they must become zero.", HERE)
slip("unchanged", "np.maximum(X, 0)", "X",
     "H is the unchanged input: negative entries must become zero, and H comes before the cache.", HERE)
slip("negated", "np.maximum(X, 0)", "np.maximum(-X, 0)",
     "The sign was flipped before the gate, so only the negative entries come through.", HERE)
slip("sign_at_the_end", "np.maximum(X, 0)", "-np.maximum(X, 0)", "The sign of the result is wrong.", HERE)
slip("step", "np.maximum(X, 0)", "(X > 0) * 1.0",
     "This is the gate itself, ones and zeros: the open entries must keep their own value.", HERE)
slip("sign", "np.maximum(X, 0)", "np.sign(X)",
     "This is the sign of each entry: positive entries must keep their own value.", HERE)
slip("at_least_one", "np.maximum(X, 0)", "np.maximum(X, 1)",
     "Entries below one were raised to one: the gate is at zero.", HERE)
slip("gate_at_one", "np.maximum(X, 0)", "np.where(X > 1, X, 0)",
     "Entries from zero to one are lost: the gate is at zero.", HERE)
slip("capped_at_one", "np.maximum(X, 0)", "np.clip(X, 0, 1)",
     "Large entries were cut off at one: a ReLU has no upper limit.", HERE)
slip("capped_at_six", "np.maximum(X, 0)", "np.clip(X, 0, 6)",
     "Large entries were cut off at six: that is the ReLU6, and a ReLU has no upper limit.", HERE)
slip("leaky", "np.maximum(X, 0)", "np.where(X > 0, X, 0.01 * X)",
     "A little of each negative entry comes through: that is the leaky ReLU, and this gate is closed.", HERE)
slip("leaky_by_a_tenth", "np.maximum(X, 0)", "np.where(X > 0, X, 0.1 * X)",
     "A tenth of each negative entry comes through: that is a leaky ReLU, and this gate is closed.", HERE)
slip("sigmoid", "np.maximum(X, 0)", "1 / (1 + np.exp(-X))", "This is the sigmoid: the ReLU does not curve.", HERE)
slip("tanh", "np.maximum(X, 0)", "np.tanh(X)", "This is the hyperbolic tangent: the ReLU does not curve.", HERE)
slip("softplus", "np.maximum(X, 0)", "np.log1p(np.exp(X))",
     "This is the softplus, a smooth relative of the ReLU: the ReLU itself gives zero or the entry.", HERE)
slip("exponential_below", "np.maximum(X, 0)", "np.where(X > 0, X, np.exp(np.minimum(X, 0)) - 1)",
     "Negative entries became exponentials: that is the ELU, and here they must become zero.", HERE)
slip("squared", "np.maximum(X, 0)", "X * np.maximum(X, 0)",
     "The positive entries were squared: the gate multiplies by one, not by the entry.", HERE)
slip("double_gate", "np.maximum(X, 0)", "X + np.abs(X)",
     "The positive entries are twice what they should be.", HERE)
slip("divided_by_itself", "np.maximum(X, 0)", "X * (X / np.abs(X) + 1) / 2",
     "Where the input is exactly zero the result is not a number: zero was divided by zero.", HERE)
slip("one_for_zero", "np.maximum(X, 0)", "np.where(X > 0, X, 1)",
     "Negative entries became one: they must become zero.", HERE)
slip("shut_as_nan", "np.maximum(X, 0)", "np.where(X > 0, X, np.nan)",
     "Negative entries became not a number: they must become zero.", HERE)
slip("dropped", "np.maximum(X, 0)", "X[X > 0]",
     "The negative entries were left out, and the shape was lost: they must stay in place, as zeros.", HERE)
slip("one_number", "np.maximum(X, 0)", "max(X.max(), 0)",
     "This is the largest entry of all: each entry passes the gate separately.", HERE)
slip("largest_of_each_row", "np.maximum(X, 0)", "np.max(X, 0)",
     "This is the largest entry along the first axis: each entry passes the gate separately.", HERE)
slip("first_row_only", "np.maximum(X, 0)", "X.copy()\n    H[0] = np.maximum(X[0], 0)",
     "Only the first row went through the gate.", HERE)
slip("whole_numbers", "np.maximum(X, 0)", "np.maximum(X, 0).astype(int)",
     "The digits after the decimal point are cut off: the result must be floats.", HERE)
slip("flat", "np.maximum(X, 0)", "np.maximum(X, 0).ravel()",
     "The numbers are right, but they are in one row: H must have the shape of X.", HERE)
slip("transposed", "np.maximum(X, 0)", "np.maximum(X, 0).T",
     "The numbers are right, but the axes of H are reversed.", HERE)
slip("zeros", "np.maximum(X, 0)", "np.zeros(X.shape)", STILL_ZERO, HERE)
slip("in_place", "H = np.maximum(X, 0)", "X[X < 0] = 0\n    H = X",
     "The zeros were written into X itself: the input is changed, and what the backward pass needs may be lost.", HERE)
slip("python_max", "np.maximum(X, 0)", "max(X, 0)",
     "The whole array was compared with zero at once: each entry has its own answer.", HERE)
slip("loops_over_two_axes", "np.maximum(X, 0)",
     "np.zeros_like(X)\n    for i in range(X.shape[0]):\n        for j in range(X.shape[1]):\n"
     "            H[i, j] = max(0, X[i, j])",
     "The loops run over two axes, but the input may have any number of them.", HERE)
slip("python_max_of_entries", "np.maximum(X, 0)", "np.array([max(x, 0) for x in X])",
     "The loop runs over rows, not over entries, so a whole row was compared with zero.", HERE)
slip("no_cache", "return H, X", "return H",
     "The cache is missing: the backward pass needs to know where the input was positive.", HERE)
slip("returns_None", "return H, X", "print(H)", FORGOT_RETURN, HERE)
