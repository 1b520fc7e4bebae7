"""Wrong versions of relu_backward."""

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("relu_backward")
HERE = "lesson 07, section 1"


def gate_back(dH, cache):
    X = cache
    return dH * (X > 0)


slip = MISTAKES.slips(gate_back)
slip("mask_from_dH", "(X > 0)", "(dH > 0)",
     "The ReLU was applied to dH, or the gate was read from it: what counts is whether the input was positive.", HERE)
slip("mask_from_both", "(X > 0)", "((X > 0) & (dH > 0))",
     "Negative gradients are lost at open gates: only the sign of the input counts.", HERE)
slip("open_at_zero", "X > 0", "X >= 0",
     "The gate is open where the input is exactly zero: by the course's convention the gradient there is 0.", HERE)
slip("half_at_zero", "(X > 0)", "np.heaviside(X, 0.5)",
     "Where the input is exactly zero half of the gradient passes: by the course's convention none does.", HERE)
slip("gate_reversed", "X > 0", "X < 0", "The gate is reversed: gradients pass where the input was positive.", HERE)
slip("gate_reversed_at_zero", "X > 0", "X <= 0",
     "The gate is reversed, and it is open at zero: gradients pass where the input was positive.", HERE)
slip("nothing_shut", "dH * (X > 0)", "dH * 1",
     "dH is returned unchanged: where the input was not positive, the gate is closed.", HERE)
slip("only_zeros_shut", "X > 0", "X != 0",
     "Negative inputs let the gradient through: the gate is open only where the input was positive.", HERE)
slip("value_for_gate", "(X > 0)", "np.maximum(X, 0)",
     "Each gradient was multiplied by the output: the derivative of an open gate is 1, not the entry.", HERE)
slip("input_for_gate", "(X > 0)", "X",
     "Each gradient was multiplied by the input: the derivative is 1 where the gate is open, and 0 elsewhere.", HERE)
slip("gate_alone", "dH * (X > 0)", "(X > 0) * 1.0",
     "This is the local gradient, ones and zeros: it must be multiplied by the upstream gradient.", HERE)
slip("forward_again", "dH * (X > 0)", "np.maximum(X, 0)",
     "This is the output of the forward pass: dH was not used.", HERE)
slip("input_returned", "dH * (X > 0)", "X * 1", "This is the input X: dH was not used.", HERE)
slip("shut_gates_keep_input", "dH * (X > 0)", "np.where(X > 0, dH, X)",
     "Where the gate is closed, the input was inserted: nothing passes there, so the gradient is 0.", HERE)
slip("sign_of_input", "(X > 0)", "np.sign(X)",
     "Where the input was negative, the gradient's sign is flipped: nothing may pass there.", HERE)
slip("relu_of_the_product", "dH * (X > 0)", "np.maximum(dH * X, 0)",
     "This is the ReLU of gradient times input: the derivative of an open gate is 1, not the entry.", HERE)
slip("gate_at_one", "X > 0", "X > 1", "The gate is closed from zero to one: it must open at zero.", HERE)
slip("leaky", "(X > 0)", "np.where(X > 0, 1, 0.01)",
     "A little of the gradient passes closed gates: that belongs to the leaky ReLU.", HERE)
slip("leaky_by_a_tenth", "(X > 0)", "np.where(X > 0, 1, 0.1)",
     "A tenth of the gradient passes closed gates: that belongs to a leaky ReLU.", HERE)
slip("sigmoid", "(X > 0)", "(np.exp(-X) / (1 + np.exp(-X)) ** 2)",
     "This is the derivative of the sigmoid: the derivative of the ReLU is 1 or 0.", HERE)
slip("sign_wrong", "dH * (X > 0)", "-dH * (X > 0)", "dX has the wrong sign everywhere.", HERE)
slip("doubled", "dH * (X > 0)", "2 * dH * (X > 0)", "dX is twice what it should be.", HERE)
slip("added_for_multiplied", "dH * (X > 0)", "dH + (X > 0)",
     "The gate was added to dH: the chain rule multiplies.", HERE)
slip("mean_over_the_batch", "dH * (X > 0)", "dH * (X > 0) / len(X)",
     "dX is divided by the length of the first axis: the gate multiplies by 1 or 0, nothing more.", HERE)
slip("absolute_gradient", "dH * (X > 0)", "np.abs(dH) * (X > 0)",
     "The signs of the gradients are lost: a negative gradient stays negative.", HERE)
slip("whole_numbers", "dH * (X > 0)", "(dH * (X > 0)).astype(int)",
     "The digits after the decimal point are cut off.", HERE)
slip("type_of_X", "return dH * (X > 0)",
     "dX = np.zeros_like(X)\n    dX[X > 0] = dH[X > 0]\n    return dX",
     "dX takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.", HERE)
slip("shut_by_product", "(X > 0)", "(dH * X > 0)",
     "The gate was read from the product of dH and X: only the sign of the input counts.", HERE)
slip("dropped", "dH * (X > 0)", "dH[X > 0]",
     "The closed entries were left out, and the shape was lost: they must stay in place, as zeros.", HERE)
slip("one_number", "dH * (X > 0)", "np.sum(dH * (X > 0))",
     "The gradients were summed to one number: each entry has its own.", HERE)
slip("transposed", "dH * (X > 0)", "(dH * (X > 0)).T", "The numbers are right, but the axes of dX are reversed.", HERE)
slip("zeros", "dH * (X > 0)", "np.zeros(X.shape)", STILL_ZERO, HERE)
slip("matmul_for_elementwise", "dH * (X > 0)", "dH @ (X > 0)",
     "Gradient and gate were multiplied as matrices; the product must be elementwise.", HERE)
slip("dH_changed", "return dH * (X > 0)", "dH[X <= 0] = 0\n    return dH",
     "The zeros were written into dH itself: it is changed for everyone who uses it later.", HERE)
slip("X_changed_in_place", "return dH * (X > 0)", "X[X <= 0] = 0\n    return dH * (X >= 0)",
     "The input was overwritten before the gate was read from it, so every gate looks open: the mask is lost.", HERE)
slip("if_on_the_array", "dH * (X > 0)", "dH if X > 0 else 0 * dH",
     "A whole array was tested for being positive: each entry has its own answer, so the array has none.", HERE)
slip("larger_of_both", "dH * (X > 0)", "np.maximum(dH, X)",
     "Each entry is the larger of gradient and input, but the input only decides whether the gradient passes.", HERE)
slip("divided_by_itself", "(X > 0)", "np.maximum(X, 0) / X",
     "Where the input is exactly zero the result is not a number: zero was divided by zero.", HERE)
slip("loops_over_two_axes", "return dH * (X > 0)",
     "dX = np.zeros(dH.shape)\n    for i in range(X.shape[0]):\n        for j in range(X.shape[1]):\n"
     "            if X[i, j] > 0:\n                dX[i, j] = dH[i, j]\n    return dX",
     "The loops run over two axes, but the input may have any number of them.", HERE)
slip("cache_as_pair", "X = cache", "X, _ = cache",
     "The cache was unpacked as a pair, but it is just the array X.", HERE)
slip("returns_pair", "return dH * (X > 0)", "return dH * (X > 0), None",
     "Two things are returned: a layer without weights returns only dX.", HERE)
slip("returns_None", "return dH * (X > 0)", "print(dH * (X > 0))", FORGOT_RETURN, HERE)
