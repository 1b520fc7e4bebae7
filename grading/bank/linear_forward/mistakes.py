"""Wrong versions of linear_forward."""

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("linear_forward")
HERE = "lesson 07, section 6"


def affine(X, W, b):
    return X @ W + b, (X, W, b)


slip = MISTAKES.slips(affine)
slip("bias_forgotten", "X @ W + b", "X @ W", "The bias is missing.", HERE)
slip("bias_subtracted", "X @ W + b", "X @ W - b", "The bias was subtracted: it must be added.", HERE)
slip("first_bias", "+ b", "+ b[0]", "Every output got the first bias: each has its own.", HERE)
slip("biases_summed", "+ b", "+ b.sum()", "Every output got the sum of all biases: each has its own.", HERE)
slip("bias_in_one_row", "X @ W + b", "X @ W + b * (np.arange(len(X)) == 0)[:, None]",
     "Only the first sample got the bias: every sample needs it.", HERE)
slip("bias_once_per_input", "+ b", "+ len(W) * b", "The bias was added once for each input: it must be added "
                                                   "once.", HERE)
slip("bias_multiplied", "X @ W + b", "(X @ W) * b", "The bias was multiplied: it must be added.", HERE)
slip("bias_before_the_product", "X @ W + b, (", "(X + b.sum()) @ W, (",
     "The bias was added to the input: it belongs to the output.", HERE)
slip("bias_as_column", "+ b", "+ b[:, None]",
     "The bias was added along the samples: it belongs to the outputs, one for each column.", HERE)
slip("weights_transposed", "X @ W", "X @ W.T",
     "The weights were transposed: W already has a row for each input and a column for each output.", HERE)
slip("weights_from_the_left", "X @ W", "W @ X", "The factors are swapped: the samples are the rows of X.", HERE)
slip("result_transposed", "X @ W + b", "(X @ W + b).T", "Rows and columns of H are swapped.", HERE)
slip("input_transposed", "X @ W", "X.T @ W",
     "The input was transposed: each row of X, a sample, is multiplied by each column of W.", HERE)
slip("computed_transposed", "X @ W + b", "W.T @ X.T + b",
     "Both factors were transposed, so each sample is a column, and the bias is added to samples instead of "
     "outputs.", HERE)
slip("elementwise", "X @ W", "X * W",
     "Input and weights were multiplied elementwise: the layer is a matrix product.", HERE)
slip("relu_inside", "X @ W + b, (", "np.maximum(X @ W + b, 0), (",
     "Negative outputs were set to zero: the ReLU is a separate layer.", HERE)
slip("mean_over_inputs", "X @ W", "X @ W / len(W)", "The products are divided by the number of inputs: they must only "
                                                    "be added.",
     HERE)
slip("first_sample", "X @ W + b", "X[0] @ W + b", "Only the first sample was computed, and its axis is lost.", HERE)
slip("samples_summed", "X @ W + b", "X.sum(axis=0) @ W + b",
     "The samples were summed: each has its own row in H.", HERE)
slip("squeezed", "X @ W + b", "np.squeeze(X @ W + b)", "Axes of length one are lost: H must always have two.", HERE)
slip("whole_numbers", "X @ W + b", "(X @ W + b).astype(int)", "The digits after the decimal point are cut off.", HERE)
slip("signs_lost", "X @ W + b", "np.abs(X @ W + b)", "The signs of the outputs are lost.", HERE)
slip("bias_changed", "    return X @ W + b", "    b += X[0] @ W\n    return X @ W + b",
     "The products were added into b itself: the bias is changed.", HERE)
slip("no_cache", ", (X, W, b)", "", "The cache is missing: the backward pass needs X and W.", HERE)
slip("loose_cache", ", (X, W, b)", ", X, W, b", "The cache must be one object: three are returned separately.", HERE)
slip("returns_None", "return X @ W + b, (X, W, b)", "X @ W + b", FORGOT_RETURN, HERE)
